-- SPDX-License-Identifier: MIT
-- Debian's `busted` command runs under whatever `lua` is; this is the same by `lua5.4`.
-- No secret may show in anything that clickup gives out meanwhile: report.lua tells.

local leaks = require "spec.tools.leaks"

-- Busted forgets after each file which modules it loaded. Luv's loop is freed then, and the next
-- file that loads luv crashes: so it stays loaded, where there is one.
pcall(require, "luv")

require("spec.support.watch").install(leaks.add)
require("busted.runner")({ standalone = false })
