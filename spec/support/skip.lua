-- SPDX-License-Identifier: MIT
-- Skips the spec that runs, from within what it uses: where a program is not installed. In a
-- `setup` there is no spec to skip, and it is an error.

local skip = {}

--- The spec that runs; spec/tools/report.lua tells.
---@type table?
skip.element = nil

---@param reason string
function skip.because(reason)
  local pending = skip.element and skip.element.env.pending
  if not pending then error(reason, 0) end
  pending(reason)
end

return skip
