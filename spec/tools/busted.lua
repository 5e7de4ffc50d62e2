-- SPDX-License-Identifier: MIT
-- Debian's `busted` command runs under whatever `lua` is; this is the same by `lua5.4`.

require("busted.runner")({ standalone = false })
