-- SPDX-License-Identifier: MIT
--- What somebody's function raised, with where: a text gets its traceback, and so does
-- nil; an error object stays the object that it is, and one of ours shows its
-- traceback when it is printed.

local traceback = debug.traceback -- a host may take it away later

local function is_ours(err)
  local meta = getmetatable(err)
  return type(meta) == "table" and rawget(meta, "__name") == "clickup.error"
end

---@param err any
---@param task? thread # that it was raised in; by default for xpcall
---@return any
return function(err, task)
  if err == nil then err = "nil was raised" end
  local text = type(err) == "string" and err or nil
  if not text and not (is_ours(err) and not err.traceback) then return err end
  local where = task and traceback(task, text) or traceback(text, 2) -- from what called this
  if text then return where end
  err.traceback = where
  return err
end
