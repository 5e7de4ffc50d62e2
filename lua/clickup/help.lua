-- SPDX-License-Identifier: MIT
--- What clickup.help prints, made from the operations' data and the options' rows.

local example = require "clickup.api.example"
local index = require "clickup.api.index"
local options = require "clickup.options"
local signature = require "clickup.api.signature"
local usage = require "clickup.usage"
local use = require "clickup.use"

local WIDTH = 78
local LONGEST = 98 -- of a line of an example

local ONE = {
  any = "any", string = "string", boolean = "boolean", int32 = "integer (int32)",
  integer = "integer", number = "number", object = "table", null = "clickup.null",
  file = "file",
}

local MANY = {
  any = "values", string = "strings", boolean = "booleans", int32 = "integers (int32)",
  integer = "integers", number = "numbers", object = "tables", array = "arrays", map = "tables",
  union = "values", null = "nulls", file = "files",
}

local FILE = "{ path = … } or { bytes = …, filename = … }, and content_type; at most 1 GiB"

local KINDS = {
  read = "It may run twice: sent again when no answer came.",
  edit = "It may run twice: sent again when no answer came.",
  delete = "It may run twice: sent again when no answer came; what is gone counts as deleted.",
  create = "It must not run twice: sent again only when it surely did not run.",
  exchange = "It is never sent twice.",
}

local NULL_AND_EMPTY = "clickup.null goes as null. An empty table goes as [] where nothing is "
  .. "declared;\nclickup.object {} goes as {} everywhere.\n"

local DECLARED = "Declared is what ClickUp's document has. The rest is what its API was seen to "
  .. "answer\nor to take."

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
    lines[i] = line:gsub(" +$", "")
  end
  return table.concat(lines, "\n")
end

-- ---- fields -------------------------------------------------------------------

local function type_text(type)
  if type.kind == "array" then return "array of " .. MANY[type.of.kind] end
  if type.kind == "map" then return "table of " .. MANY[type.of.kind] end
  if type.kind ~= "union" then return ONE[type.kind] end
  local texts, seen = {}, {}
  for _, one in ipairs(type.of) do
    local text = type_text(one)
    if not seen[text] then texts[#texts + 1] = text end
    seen[text] = true
  end
  return table.concat(texts, " or ")
end

-- The values that a field, or the items of it, may have; nil: any.
local function values_of(field)
  local type = field.type
  while type.kind == "array" or type.kind == "map" do type = type.of end
  return field.values or type.values
end

local function note(field, is_sent)
  local notes = {}
  if is_sent and field.required then
    local empty = field.type.kind == "array" and is_sent == true
    notes[1] = empty and "required; [] when left out" or "required"
  end
  if is_sent and (field.null or field.type.null) then notes[#notes + 1] = "or clickup.null" end
  local values = values_of(field)
  if values then notes[#notes + 1] = "one of " .. table.concat(values, ", ") end
  if is_sent then notes[#notes + 1] = signature.limits(field.type) end
  notes[#notes + 1] = field.doc
  if is_sent and field.type.kind == "file" then notes[#notes + 1] = FILE end
  if field.secret then notes[#notes + 1] = "secret" end
  return table.concat(notes, "; ")
end

-- The objects that a value of a type is made of: itself, its items, its alternatives.
local function objects_in(type, found)
  found = found or {}
  if type.kind == "array" or type.kind == "map" then return objects_in(type.of, found) end
  if type.kind == "object" then found[#found + 1] = type end
  for _, one in ipairs(type.kind == "union" and type.of or {}) do objects_in(one, found) end
  return found
end

local add_objects

-- Adds a row for each field, and below it those of the tables in it; a table that
-- was described is not described again.
local function add_fields(rows, type, indent, is_sent, seen)
  for _, field in ipairs(type.fields) do
    local row = { indent .. field.name, type_text(field.type), note(field, is_sent) }
    rows[#rows + 1] = row
    local inner = objects_in(field.type)
    if seen[inner[1] or false] then
      row[3] = row[3] .. (row[3] == "" and "" or "; ") .. "fields as above"
    else
      add_objects(rows, inner, indent .. "  ", is_sent, seen)
    end
  end
end

function add_objects(rows, objects, indent, is_sent, seen)
  if is_sent and objects[2] then is_sent = "as one of several" end
  for i, type in ipairs(objects) do
    if i > 1 then rows[#rows + 1] = { indent .. "or", "", "" } end
    seen[type] = true
    add_fields(rows, type, indent, is_sent, seen)
  end
end

local function fields(type, is_sent)
  local rows = {}
  add_objects(rows, objects_in(type), "", is_sent, {})
  return rows[1] and columns(rows) or "  " .. type_text(type)
end

-- ---- an example's call --------------------------------------------------------

local WORDS = { ["end"] = true } -- names of fields that are words of Lua's

local literal

local function list_literal(list, type, indent)
  local items = {}
  for i, item in ipairs(list) do items[i] = literal(item, type and type.of, indent) end
  if not items[1] then return "{}" end
  local text = wrap(table.concat(items, ", "), #indent + 2)
  local wide = text:find "\n"
  return wide and ("{\n%s  %s,\n%s}"):format(indent, text, indent) or ("{ %s }"):format(text)
end

function literal(value, type, indent)
  if _G.type(value) == "string" then return ("%q"):format(value) end
  if _G.type(value) ~= "table" then return tostring(value) end
  if type and type.kind == "union" then return literal(value, type.of[1], indent) end
  if type and type.kind == "map" then
    return ("{ abc = %s }"):format(literal(value.abc, type.of, indent .. "  "))
  end
  if type and type.kind == "file" then
    return ("{ bytes = %q, filename = %q }"):format(value.bytes, value.filename)
  end
  if not type or type.kind ~= "object" then return list_literal(value, type, indent) end
  local lines, inside = {}, indent .. "  "
  for _, field in ipairs(type.fields) do
    local given = value[field.name]
    if given ~= nil then
      local name = WORDS[field.name] and ('["%s"]'):format(field.name) or field.name
      lines[#lines + 1] = ("%s%s = %s,\n"):format(inside, name, literal(given, field.type, inside))
    end
  end
  if #lines == 1 then return ("{ %s }"):format(lines[1]:match "^%s*(.*),\n$") end
  return ("{\n%s%s}"):format(table.concat(lines), indent)
end

local function example_call(entry)
  local given, parts = example.arguments(entry), {}
  for i, id in ipairs(given.ids) do parts[i] = literal(id, nil, "") end
  for _, name in ipairs { "body", "query" } do
    local value = given[name]
    if value then parts[#parts + 1] = literal(value, entry[name], "  ") end
  end
  local before = ("  local %s, err = client:%s("):format(signature.value(entry) or "ok", entry.name)
  local inside = table.concat(parts, ", ")
  local first, last = inside:match "^[^\n]*", inside:match "[^\n]*$"
  if #before + #first < LONGEST and #last < LONGEST then return before .. inside .. ")" end
  return before .. "\n    " .. table.concat(parts, ",\n    ") .. ")"
end

-- ---- the three kinds of text --------------------------------------------------

local function returned(entry)
  local value = signature.value(entry)
  if not value then return "true" end
  local what = entry.answer.kind == "object" and "a table" or type_text(entry.answer)
  local text = ("%s (%s)"):format(value, what)
  return signature.may_be_true(entry) and text .. ", or true where none was answered," or text
end

local function describe(entry)
  local parts = {
    wrap(entry.doc, 0),
    "  " .. signature.call(entry),
    wrap(("%s %s (%s). %s%s%s"):format(entry.method, entry.path, entry.id, KINDS[entry.kind],
      entry.reconcile and (" When that is unclear, it is looked for%s."):format(
        entry.reconcile.partial and ", and not sent again" or " first") or "",
      entry.paging and (' It returns a page; client:each("%s", …) goes through all of them.')
        :format(entry.name) or ""), 0),
  }
  local ids = {}
  for _, argument in ipairs(signature.arguments(entry)) do
    local id = argument.id
    if id then
      ids[#ids + 1] = { argument.name, id == "integer" and "integer or string" or id,
        argument.values and "one of " .. table.concat(argument.values, ", ") or "" }
    elseif argument.type then
      local is_sent = argument.name == "query" and "as a query" or true
      parts[#parts + 1] = argument.name .. ":\n" .. fields(argument.type, is_sent)
    end
  end
  if ids[1] then table.insert(parts, 4, "ids:\n" .. columns(ids)) end
  local answer = wrap(("It returns %s and the response, or nil and an error"):format(
    returned(entry)), 0)
  local known = entry.answer and entry.answer.kind ~= "any"
  parts[#parts + 1] = known and answer .. ":\n" .. fields(entry.answer) or answer .. "."
  if table.concat(parts):find "declared" then parts[#parts + 1] = DECLARED end
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

-- What there is around the operations: name, how it is called, what it does.
local HELPERS = {
  { "each", "client:each(operation, ids… [, query [, options]])",
    "An iterator of all items of a list that comes in pages. What fails is raised." },
  { "each_goal", "client:each_goal(team_id [, query [, options]])",
    "An iterator of all goals of a Workspace, each with its folder." },
  { "find_goal", "client:find_goal(team_id, name [, query [, options]])",
    "The goal of that name, as it is written, or else without regard to case (A to Z) and blanks. "
    .. "Of several, all are in err.candidates. Completed goals: { include_completed = true }." },
  { "members", "client:members(team_id [, options])",
    "The members of a Workspace: members:find(name), and members:owners { names } for bodies." },
  { "progress", "client:progress(goal_id [, options])",
    "A goal's key results with their steps and percent." },
  { "report", "client:report(team_id [, { format =, include_completed = } [, options]])",
    "All goals with their targets, as format text, markdown, csv (a cell that a spreadsheet would "
    .. "calculate gets a ' before it) or table; due dates are days of this machine's time zone." },
  { "set_target", "client:set_target(goal_id, name_or_id, steps [, { note = } [, options]])",
    "Sets where a key result is. When it is there already, nothing is sent. The second value has "
    .. "changed and before. It may be beyond steps_end; one that is boolean takes true or false." },
  { "time", "clickup.time(value)",
    "Milliseconds for due_date and its like, of seconds (os.time()), of a date (2026-11-28: its "
    .. "noon in UTC; 2026-11-28T10:00:00+01:00) or of a table of local time, as os.date has it." },
}

local function describe_helper(row)
  return ("  %s\n    %s\n"):format(row[2], wrap(row[3], 4))
end

local function find_helper(name)
  for _, row in ipairs(HELPERS) do
    if row[1] == name then return describe_helper(row) end
  end
end

local function describe_helpers()
  local parts = { "Around the operations. They return nil and an error as those do.\n" }
  for _, row in ipairs(HELPERS) do parts[#parts + 1] = describe_helper(row) end
  return table.concat(parts, "\n")
end

local function overview()
  local rows, count = {}, 0
  for i, group in ipairs(index.groups()) do
    rows[i] = { group.name, tostring(#group.operations), group.doc }
    count = count + #group.operations
  end
  return ("%d operations in groups; clickup.help(group) lists those of one, clickup.help(name) "
    .. 'tells\nabout one of them, clickup.help("options") about options, clickup.help("helpers")\n'
    .. "about what is around them:\n\n%s\n\n%s"):format(count, columns(rows), NULL_AND_EMPTY)
end

local function describe_group(group)
  local rows = {}
  for i, name in ipairs(group.operations) do rows[i] = { name, "", index.find(name).doc } end
  return group.doc .. "\n\n" .. columns(rows) .. "\n"
end

--- What there is to know about an operation.
---@param name? string  # an operation, a group, "options", "helpers" or a helper; nil: all groups
---@return string
local function help(name)
  if name == nil then return overview() end
  if name == "options" then return describe_options() end
  if name == "helpers" then return describe_helpers() end
  local helper = find_helper(name)
  if index.has(name) then return describe(index.find(name)) end
  local names = { "options", "helpers" }
  for _, group in ipairs(index.groups()) do
    if group.name == name then return describe_group(group) .. (helper and "\n" .. helper or "") end
    names[#names + 1] = group.name
  end
  if helper then return helper end
  local operations = index.names()
  table.move(operations, 1, #operations, #names + 1, names)
  local hint = use("hints").of_name(name)
  return usage.unknown("help: unknown operation", name, hint and {} or names, hint)
end

return help
