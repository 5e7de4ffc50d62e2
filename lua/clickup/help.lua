-- SPDX-License-Identifier: MIT
--- What clickup.help prints, made from the operations' data and the options' rows.

local api = require "clickup.api"
local core = require "clickup.core"
local suggest = require "clickup.suggest"
local options = require "clickup.options"
local signature = require "clickup.api.signature"

local WIDTH = 78

local ONE = {
  any = "any", string = "string", boolean = "boolean", int32 = "integer (int32)",
  integer = "integer", number = "number", object = "table",
}

local MANY = {
  any = "values", string = "strings", boolean = "booleans", int32 = "integers (int32)",
  integer = "integers", number = "numbers", object = "tables", array = "arrays",
}

local KINDS = {
  read = "It may run twice: sent again when no answer came.",
  edit = "It may run twice: sent again when no answer came.",
  delete = "It may run twice: sent again when no answer came; what is gone counts as deleted.",
  create = "It must not run twice: sent again only when it surely did not run.",
  exchange = "It is never sent twice.",
}

-- ---- text ---------------------------------------------------------------------

-- Lines of at most WIDTH, broken at spaces; all but the first are indented.
local function wrap(text, indent)
  local lines, line = {}, ""
  for word in text:gmatch "%S+" do
    if line ~= "" and #line + 1 + #word > WIDTH - indent then
      lines[#lines + 1], line = line, ""
    end
    line = line == "" and word or line .. " " .. word
  end
  lines[#lines + 1] = line
  return table.concat(lines, "\n" .. (" "):rep(indent))
end

-- Rows { name, type, note } as columns, each under the next.
local function columns(rows)
  local first, second = 0, 0
  for _, row in ipairs(rows) do
    first, second = math.max(first, #row[1]), math.max(second, #row[2])
  end
  local lines = {}
  for i, row in ipairs(rows) do
    local line = ("  %s  %s"):format(row[1] .. (" "):rep(first - #row[1]), row[2])
    if row[3] ~= "" then
      line = line .. (" "):rep(second - #row[2] + 2) .. wrap(row[3], first + second + 6)
    end
    lines[i] = line
  end
  return table.concat(lines, "\n")
end

-- ---- fields -------------------------------------------------------------------

local function type_text(type)
  if type.kind == "array" then return "array of " .. MANY[type.of.kind] end
  return ONE[type.kind]
end

local function note(field, is_sent)
  local notes = {}
  if is_sent and field.required then
    local empty = field.type.kind == "array"
    notes[1] = empty and "required; [] when left out" or "required"
  end
  if is_sent and field.null then notes[#notes + 1] = "or clickup.null" end
  if field.values then notes[#notes + 1] = "one of " .. table.concat(field.values, ", ") end
  notes[#notes + 1] = field.doc
  if field.secret then notes[#notes + 1] = "secret" end
  return table.concat(notes, "; ")
end

-- Adds a row for each field, and below it those of the tables in it; a table that
-- was described is not described again.
local function add_fields(rows, type, indent, is_sent, seen)
  for _, field in ipairs(type.fields) do
    local row = { indent .. field.name, type_text(field.type), note(field, is_sent) }
    rows[#rows + 1] = row
    local inner = field.type.kind == "array" and field.type.of or field.type
    if seen[inner] then
      row[3] = row[3] .. (row[3] == "" and "" or "; ") .. "fields as above"
    elseif inner.kind == "object" then
      seen[inner] = true
      add_fields(rows, inner, indent .. "  ", is_sent, seen)
    end
  end
end

local function fields(type, is_sent)
  local rows, inner = {}, type.kind == "array" and type.of or type
  add_fields(rows, inner, "", is_sent, { [inner] = true })
  return columns(rows)
end

-- ---- an example's call --------------------------------------------------------

local literal

local function list_literal(list, indent)
  local items = {}
  for i, item in ipairs(list) do items[i] = literal(item, nil, indent) end
  if not items[1] then return "{}" end
  local text = wrap(table.concat(items, ", "), #indent + 2)
  local wide = text:find "\n"
  return wide and ("{\n%s  %s,\n%s}"):format(indent, text, indent) or ("{ %s }"):format(text)
end

function literal(value, type, indent)
  if _G.type(value) ~= "table" then return ("%q"):format(value) end
  if not type or type.kind ~= "object" then return list_literal(value, indent) end
  local lines, inside = {}, indent .. "  "
  for _, field in ipairs(type.fields) do
    local given = value[field.name]
    if given ~= nil then
      lines[#lines + 1] = ("%s%s = %s,\n"):format(inside, field.name,
        literal(given, field.type, inside))
    end
  end
  if #lines == 1 then return ("{ %s }"):format(lines[1]:match "^%s*(.*),\n$") end
  return ("{\n%s%s}"):format(table.concat(lines), indent)
end

local function example_call(entry)
  local example, parts = entry.example, {}
  for i, id in ipairs(example.ids) do parts[i] = literal(id, nil, "") end
  local last = example.body or example.query
  if last then parts[#parts + 1] = literal(last, entry.body or entry.query, "  ") end
  return ("  local %s, err = client:%s(%s)"):format(signature.value(entry) or "ok", entry.name,
    table.concat(parts, ", "))
end

-- ---- the three kinds of text --------------------------------------------------

local function returned(entry)
  local value = signature.value(entry)
  if not value then return "true" end
  local many = entry.answer.kind == "array" and type_text(entry.answer) or "a table"
  return ("%s (%s)"):format(value, many)
end

local function describe(entry)
  local parts = {
    wrap(entry.doc, 0),
    "  " .. signature.call(entry),
    wrap(("%s %s (%s). %s%s"):format(entry.method, entry.path, entry.id, KINDS[entry.kind],
      entry.reconcile and " When that is unclear, it is looked for first." or ""), 0),
  }
  local ids = {}
  for _, argument in ipairs(signature.arguments(entry)) do
    local id = argument.id
    if id then
      ids[#ids + 1] = { argument.name, id == "integer" and "integer or string" or id, "" }
    elseif argument.type then
      parts[#parts + 1] = argument.name .. ":\n" .. fields(argument.type, true)
    end
  end
  if ids[1] then table.insert(parts, 4, "ids:\n" .. columns(ids)) end
  local answer = ("It returns %s and the response, or nil and an error"):format(returned(entry))
  parts[#parts + 1] = entry.answer and answer .. ":\n" .. fields(entry.answer) or answer .. "."
  parts[#parts + 1] = "Example:\n" .. example_call(entry)
  return table.concat(parts, "\n\n") .. "\n"
end

-- What an option's kind is in Lua; the others are called what they are.
local GIVEN = {
  token = "string or false", header = "string", url = "string", proxy = "string",
  file = "string", choice = "string", count = "integer", rate = "integer or false",
  callable = "function", switch = "boolean",
}

local function describe_options()
  local rows = {}
  for i, row in ipairs(options.rows) do
    local notes = { row.doc }
    if row.default ~= nil then notes[#notes + 1] = "default " .. tostring(row.default) end
    if row.env then notes[#notes + 1] = "environment " .. row.env end
    if row.secret then notes[#notes + 1] = "secret" end
    local name = row.name .. (row.per_call and " *" or "")
    rows[i] = { name, GIVEN[row.kind] or row.kind, table.concat(notes, "; ") }
  end
  return "Options of clickup.new { … }. Those with * also go with a call, as its last argument.\n\n"
    .. columns(rows) .. "\n"
end

local function overview()
  local rows = {}
  for i, entry in ipairs(api) do rows[i] = { entry.name, "", entry.doc } end
  return "Operations; clickup.help(name) tells more, clickup.help(\"options\") the options:\n\n"
    .. columns(rows) .. "\n"
end

--- What there is to know about an operation.
---@param name? string  # an operation, or "options"; nil: all operations by name
---@return string
local function help(name)
  if name == nil then return overview() end
  if name == "options" then return describe_options() end
  local names = { "options" }
  for _, entry in ipairs(api) do
    if entry.name == name then return describe(entry) end
    names[#names + 1] = entry.name
  end
  return core.usage_error(("help: unknown operation %s%s"):format(core.visible(tostring(name), 60),
    suggest.phrase(name, names)))
end

return help
