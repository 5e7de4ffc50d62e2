-- SPDX-License-Identifier: MIT
-- A page of lighttpd's (mod_magnet). The server waits while a page is made.
lighty.content = { dofile "spec/hosts/create.lua" } -- luacheck: ignore 112 113 (lighttpd's own)
return 200
