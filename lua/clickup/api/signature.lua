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

--- Whether something in an object must be given.
---@param type clickup.schema.type
---@return boolean
function signature.is_needed(type)
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
      optional = not signature.is_needed(entry.query) }
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

--- The limits of a type, in words: "at least 1", "at most 10 items, no item twice".
---@param type clickup.schema.type
---@return string? # nil: it has none
function signature.limits(type)
  local unit = ({ string = " characters", array = " items" })[type.kind] or ""
  local texts = {}
  if type.min and type.max then texts[1] = ("%s to %s%s"):format(type.min, type.max, unit)
  elseif type.min then texts[1] = ("at least %s%s"):format(type.min, unit)
  elseif type.max then texts[1] = ("at most %s%s"):format(type.max, unit)
  end
  if type.unique then texts[#texts + 1] = "no item twice" end
  if type.format then texts[#texts + 1] = "such as 2026-01-31T09:30:00Z" end
  return texts[1] and table.concat(texts, ", ")
end

--- Whether the method returns true where nothing that is declared was answered.
---@param entry clickup.operation
---@return boolean
function signature.may_be_true(entry)
  return entry.answer ~= nil and (entry.may_be_empty or entry.kind == "delete") or false
end

--- A name for the value that is returned; nil when it is only true.
---@param entry clickup.operation
---@return string?
function signature.value(entry)
  if not entry.answer then return nil end
  return entry.envelope or "answer"
end

return signature
