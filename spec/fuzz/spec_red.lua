-- SPDX-License-Identifier: MIT
-- For fuzz_spec.lua: that a target which fails is seen.

return function() error("this target never holds") end
