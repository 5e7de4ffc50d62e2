-- SPDX-License-Identifier: MIT
-- The mail reader, at its start: neomutt -n -F /dev/null -e 'lua-source neomutt.lua' -Q editor
print(dofile "spec/hosts/create.lua")
