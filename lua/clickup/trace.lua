-- SPDX-License-Identifier: MIT
--- What somebody's function raised, with where: a text gets its traceback, and so does
-- nil; an error object stays the object that it is, and one of ours shows its
-- traceback when it is printed.

local traceback = debug.traceback -- a host may take it away later

---@param err any
---@param task? thread # that it was raised in; by default for xpcall
---@return any
return function(err, task)
  local function where(text)
    if task then return traceback(task, text) end
    return traceback(text, 3)
  end
  if err == nil then err = "nil was raised" end
  if type(err) == "string" then return where(err) end
  local meta = getmetatable(err)
  if type(meta) == "table" and rawget(meta, "__name") == "clickup.error" and not err.traceback then
    err.traceback = where()
  end
  return err
end
