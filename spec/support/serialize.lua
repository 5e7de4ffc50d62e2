-- SPDX-License-Identifier: MIT

--- A value as Lua's source, for another process to load.
---@param value any # no functions, no cycles
---@return string
local function serialize(value)
  if type(value) ~= "table" then return ("%q"):format(value) end
  local parts = {}
  for name, item in pairs(value) do
    parts[#parts + 1] = ("[%q] = %s"):format(name, serialize(item))
  end
  return "{ " .. table.concat(parts, ", ") .. " }"
end

return serialize
