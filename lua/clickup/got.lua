-- SPDX-License-Identifier: MIT
--- What came instead of what was expected, in words for an error.

local core = require "clickup.core"

---@param value any
---@return string # such as: nothing, string "x", number 5, boolean true, a table
return function(value)
  local kind = type(value)
  if value == nil then return "nothing" end
  if kind == "string" then return ('string "%s"'):format(core.visible(value, 60)) end
  if kind == "number" then return "number " .. (value ~= value and "nan" or tostring(value)) end
  if kind == "boolean" then return "boolean " .. tostring(value) end
  return value == core.null and "null" or "a " .. kind
end
