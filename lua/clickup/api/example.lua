-- SPDX-License-Identifier: MIT
--- Examples of an operation's arguments and of its answer, made from its types where its entry
-- has none of the document's own.

local signature = require "clickup.api.signature"

local example = {}

local IDS = { integer = 123, string = "abc" }

local ONE = { any = "text", string = "text", boolean = true, int32 = 1, integer = 1, number = 1.5,
  file = { bytes = "text", filename = "text.txt" } }

-- A value of a kind that is within the limits of the type.
local function within(type)
  if type.format then return "2026-01-31T09:30:00Z" end
  local value = ONE[type.kind]
  if not math.type(value) then return value end
  return math.min(math.max(value, type.min or value), type.max or value)
end

local function is_shown(field, i, whole, some)
  return whole or field.required or not some and i == 1
end

local function of_object(type, whole)
  local made, some = {}, signature.is_needed(type)
  for i, field in ipairs(type.fields) do
    if is_shown(field, i, whole, some) then
      made[field.name] = field.values and field.values[1] or example.value(field.type, whole)
    end
  end
  return made
end

--- A value of a type; of an object what is required, or all of its fields.
---@param type clickup.schema.type
---@param whole? boolean
---@return any
function example.value(type, whole)
  if type.values then return type.values[1] end
  if type.kind == "array" then return { example.value(type.of, whole) } end
  if type.kind == "map" then return { abc = example.value(type.of, whole) } end
  if type.kind == "union" then return example.value(type.of[1], whole) end
  if type.kind == "object" then return of_object(type, whole) end
  return within(type)
end

--- Path ids, body and query of a call.
---@param entry clickup.operation
---@param whole? boolean
---@return { ids: any[], body: table?, query: table? }
function example.arguments(entry, whole)
  if entry.example then return entry.example end
  local made = { ids = {} }
  for id in entry.path:gmatch "{(.-)}" do
    local values = entry.id_values and entry.id_values[id]
    made.ids[#made.ids + 1] = values and values[1] or IDS[entry.ids[id]]
  end
  made.body = entry.body and example.value(entry.body, whole)
  -- with a body, a query is shown where it has to be
  if entry.query and (whole or not entry.body or signature.is_needed(entry.query)) then
    made.query = example.value(entry.query, whole)
  end
  return made
end

--- What is answered, in its envelope.
---@param entry clickup.operation
---@return any
function example.answer(entry)
  if not entry.answer then return {} end
  local value = example.value(entry.answer, true)
  return entry.envelope and { [entry.envelope] = value } or value
end

return example
