-- SPDX-License-Identifier: MIT
--- How an operation is called and what it returns, in words: for clickup.help,
-- the editor types and the README's table.

local signature = {}

---@class clickup.argument
---@field name string
---@field id? "string"|"integer"     # of a path id: what it may be; integer: or a string
---@field values? string[]          # of a path id: all that it may be
---@field type? clickup.schema.type  # of a body or a query
---@field optional? boolean

-- Whether something in it must be given.
local function is_needed(type)
  for _, field in ipairs(type.fields) do
    if field.required then return true end
  end
  return false
end

--- A method's arguments in order, the options of the call last.
---@param entry clickup.operation
---@return clickup.argument[]
function signature.arguments(entry)
  local list = {}
  for name in entry.path:gmatch "{([%w_]+)}" do
    list[#list + 1] = { name = name, id = entry.ids[name],
      values = entry.id_values and entry.id_values[name] }
  end
  if entry.body then list[#list + 1] = { name = "body", type = entry.body } end
  if entry.query then
    list[#list + 1] = { name = "query", type = entry.query,
      optional = not is_needed(entry.query) }
  end
  list[#list + 1] = { name = "options", optional = true }
  return list
end

--- The call as it is written: client:get_goals(team_id [, query [, options]]).
---@param entry clickup.operation
---@return string
function signature.call(entry)
  local parts, closing = {}, ""
  for i, argument in ipairs(signature.arguments(entry)) do
    local comma = i > 1 and ", " or ""
    if argument.optional then
      comma = (i > 1 and " [" or "[") .. comma
      closing = closing .. "]"
    end
    parts[i] = comma .. argument.name
  end
  return ("client:%s(%s%s)"):format(entry.name, table.concat(parts), closing)
end

--- A name for the value that is returned; nil when it is only true.
---@param entry clickup.operation
---@return string?
function signature.value(entry)
  if not entry.answer then return nil end
  return entry.envelope or "answer"
end

return signature
