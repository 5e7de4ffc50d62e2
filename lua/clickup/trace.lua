-- SPDX-License-Identifier: MIT
--- What a task raised, with where: for xpcall. An error of ours, as assert raises
-- it, is told in words; other objects are somebody's own.

---@param err any
---@return any
return function(err)
  local meta = getmetatable(err)
  local ours = type(meta) == "table" and rawget(meta, "__name") == "clickup.error"
  if type(err) == "string" or ours then return debug.traceback(tostring(err), 2) end
  return err
end
