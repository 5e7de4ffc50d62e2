-- SPDX-License-Identifier: MIT
-- Usage: generate.lua V2 V3 [--check | --write [OVERLAY FOLDER]]
-- Writes lua/clickup/api/<group>.lua and index.lua, from ClickUp's documents and the overlay.

local detailed = require "spec.api.detailed"
local emit = require "spec.api.emit"
local generate = require "spec.tools.generate"
local json = require "spec.api.json"
local open = require "spec.api.document"
local overlay = arg[4] and dofile(arg[4]) or require "spec.api.overlay"
local FOLDER <const> = arg[5] or "lua/clickup/api"

local KINDS <const> = { GET = "read", PUT = "edit", PATCH = "edit", DELETE = "delete",
  POST = "create" }

local problems = {}

local function report(...) problems[#problems + 1] = (...):format(select(2, ...)) end

-- ---- reading ----------------------------------------------------------------------

local groups, group_of, details = {}, {}, {}
for i, group in ipairs(overlay.groups) do
  groups[i] = { name = group.name, doc = group.doc, details = group.details, entries = {} }
  for _, tag in ipairs(group.tags) do group_of[tag] = groups[i] end
  for _, detail in ipairs(group.details or {}) do details[detail.id] = detail end
end

local marks = { maps = {}, stray = {}, misspelt = overlay.misspelt }
for _, name in ipairs { "maps", "stray" } do
  for _, place in ipairs(overlay[name] or {}) do marks[name][place] = true end
end

-- What the overlay says about an operation: a doc line, or a table that has it first.
local function said_of(id)
  local said = overlay.operations[id] or details[id]
  if type(said) == "string" then return { said } end
  return said
end

local by_id, rules = {}, overlay.found or {}

-- How one goes from page to page, by the parameters that there are for it.
local function paging_of(entry)
  local has = {}
  for _, field in ipairs(entry.query and entry.query.fields or {}) do has[field.name] = true end
  return has.page and "page" or has.cursor and "cursor" or has.start and has.start_id and "start"
    or nil
end

-- A form's file goes last, so that a server knows the rest when it comes.
local function add_file(entry, name)
  if not name then return report("%s: a form without a file", entry.id) end
  local fields = {}
  for _, field in ipairs(entry.body.fields) do
    if field.name ~= name then fields[#fields + 1] = field end
  end
  fields[#fields + 1] = { name = name, type = { kind = "file" }, required = true }
  entry.body = { kind = "object", fields = fields }
end

-- What a value of a type, or an example, is made as; nil: that does not matter.
local SHAPES <const> = { array = "array", object = "object", map = "object" }

local function shape_of_example(example)
  return type(example) == "table" and (json.is_object(example) and "object" or "array") or nil
end

-- Where the document's example of an answer is a list and its schema an object, or the other way:
-- the type that is wrong, in a table that has it. The whole, or the one field of it.
local function contradiction(holder, name, example)
  local own = holder[name]
  local declared, shown = SHAPES[own.kind], shape_of_example(example)
  if declared and shown and declared ~= shown then return holder, name, shown end
  local field = own.kind == "object" and not own.fields[2] and own.fields[1]
  if field and shown then return contradiction(field, "type", example[field.name]) end
end

-- What the overlay says about a contradiction: that the example is right, that the schema is, or
-- that nobody knows.
local function settle(entry, said)
  if not entry.answer then return end
  local holder, name, shown = contradiction(entry, "answer", entry.examples.answer)
  if not holder then
    if said.right then report("%s: right: its example does not contradict its schema", entry.id) end
  elseif said.right == "example" then
    holder[name] = shown == "array" and { kind = "array", of = holder[name] } or holder[name].of
  elseif said.right == "either" then
    holder[name].either = true
  elseif said.right ~= "schema" then
    report("%s: its answer is an %s in the example, but not in the schema", entry.id, shown)
  end
end

-- A text without what does not matter when it is compared.
local function bare(text) return (text:lower():gsub("[^%w]", "")) end

-- Our line about an operation is in our words.
local function check_doc(entry)
  for _, text in ipairs(entry.said) do
    if #bare(entry.doc) > 20 and bare(text):find(bare(entry.doc), 1, true) then
      report("%s: its doc line is the document's", entry.id)
    end
  end
end

local function complete(entry, said)
  entry.name = said.name or emit.snake(entry.id)
  entry.doc = said[1] or said.doc
  entry.kind = said.kind or KINDS[entry.method]
  check_doc(entry)
  -- what the document leaves open is what the caller asks for
  if not entry.answer and (entry.kind == "read" or entry.kind == "create") then
    entry.answer, entry.may_be_empty = { kind = "any" }, true
  end
  entry.paging = paging_of(entry)
  if entry.form then add_file(entry, said.file) end
  if not details[entry.id] then settle(entry, said) end
  entry.found = rules[entry.id]
  for _, field in ipairs(entry.query and entry.query.fields or {}) do
    local kind = said.query and said.query[field.name]
    if kind then field.type = kind end
    if field.type.kind == "any" then report("%s: ?%s: no type", entry.id, field.name) end
  end
end

local function read(path)
  local document = open(path, marks)
  for _, found in ipairs(document:operations()) do
    local operation = found[3]
    local id = operation.operationId
    local said, group = said_of(id), group_of[operation.tags[1]]
    if not group then
      report("%s: no group for the tag %s", id, operation.tags[1])
    elseif not overlay.left_out[id] then
      local fine, entry = pcall(document.entry, document, table.unpack(found))
      if not fine then report("%s", entry)
      elseif not said then report("%s: no line in the overlay", id)
      else
        by_id[id] = entry
        complete(entry, said)
        table.insert(group.entries, entry)
      end
    end
  end
end

read(arg[1])
read(arg[2])

for _, list in ipairs { overlay.operations, details } do
  for id, said in pairs(list) do
    local entry = by_id[id]
    local other = entry and said.answer_of and by_id[said.answer_of]
    if not entry then report("%s: in the overlay alone", id) end
    if other then entry.answer = other.answer end
  end
end

-- The fields of what is in the list that an operation answers with.
local function listed_by(name, list)
  for _, entry in pairs(by_id) do
    if entry.name == name then
      local fields = entry.answer.fields or {}
      for _, field in ipairs(fields) do
        local fits = field.name == list or not list and not fields[2]
        if fits and field.type.kind == "array" then return field.type.of.fields end
      end
    end
  end
end

local function has_field(fields, name)
  for _, field in ipairs(fields or {}) do
    if field.name == name then return true end
  end
  return false
end

-- What a rule names must be there: in the body, and in the list.
local function check_found(id, rule)
  local entry, there = by_id[id], listed_by(rule.read, rule.list)
  if not entry then return report("%s: found, but in no document", id) end
  if not there then return report("%s: found: no list in %s", id, rule.read) end
  for sent, equals, came in rule.fields:gmatch "([%w_]+)(=?)([%w_]*)" do
    if not has_field(entry.body.fields, sent) then report("%s: found: no field %s", id, sent) end
    came = equals ~= "" and came or sent
    if not has_field(there, came) then report("%s: found: no %s in the list", id, came) end
  end
  for _, name in pairs { rule.time, rule.maker } do
    if not has_field(there, name) then report("%s: found: no %s in the list", id, name) end
  end
end

for id, rule in pairs(rules) do check_found(id, rule) end

-- An id that is a number in one operation is one in all of them; a string of digits works, too.
local numbers = {}
for _, entry in pairs(by_id) do
  for name, kind in pairs(entry.ids) do numbers[name] = numbers[name] or kind == "integer" end
end
for _, entry in pairs(by_id) do
  for name in pairs(entry.ids) do entry.ids[name] = numbers[name] and "integer" or "string" end
end

-- ---- what is known in detail ---------------------------------------------------------

local function find_field(type, name)
  for _, field in ipairs(type.fields or {}) do
    if field.name == name then return field end
  end
end

-- Each field that the document has in an answer must be in the entry; of its type little counts.
local function compare_answers(where, declared, written)
  if declared.kind == "array" and written.kind == "array" then
    return compare_answers(where .. "[]", declared.of, written.of)
  end
  if written.kind ~= "object" then return end
  for _, field in ipairs(declared.fields or {}) do
    local own = find_field(written, field.name)
    local path = where .. "." .. field.name
    if own then compare_answers(path, field.type, own.type)
    else report("%s: not there", path) end
  end
end

local function compare_answer(entry, detail)
  if not entry.answer or not detail.answer then return end
  local written = assert(load("local s, types = ... return " .. detail.answer, detail.id))(
    require "clickup.schema", require "clickup.api.types")
  local field = detail.envelope and find_field(entry.answer, detail.envelope)
  if detail.envelope and not field then
    report("%s: no envelope %s", entry.id, detail.envelope)
  else
    compare_answers(entry.id, field and field.type or entry.answer, written)
  end
end

-- In the order of the details; what is said about a field must be about one that is there.
local function arrange(group)
  group.entries = {}
  for i, detail in ipairs(group.details) do
    local entry = by_id[detail.id] or { ids = {}, path = "", examples = {} }
    group.entries[i] = entry
    compare_answer(entry, detail)
    for name in pairs(detail.body or {}) do
      if not entry.body or not find_field(entry.body, name) then
        report("%s: body: no field %s", detail.id, name)
      end
    end
  end
end

-- ---- writing ------------------------------------------------------------------------

local files, taken = {}, {}

local function write_detailed(group)
  arrange(group)
  if problems[1] then return end
  for i, entry in ipairs(group.entries) do group.names[i] = entry.name end
  files[("%s/%s.lua"):format(FOLDER, group.name)] = detailed(group, details)
end

local function write_group(group)
  local writer = emit.new()
  for _, entry in ipairs(group.entries) do
    writer:add(entry)
    group.names[#group.names + 1] = entry.name
  end
  files[("%s/%s.lua"):format(FOLDER, group.name)] = writer:text(group.doc)
end

local function index_of(group)
  return ("  { %q, %q, [[\n%s]] },\n"):format(group.name, group.doc,
    emit.wrap(group.names, "    "))
end

for _, group in ipairs(groups) do
  group.names = {}
  if group.details then write_detailed(group) else write_group(group) end
  for _, name in ipairs(group.names) do
    if taken[name] then report("two operations are called %s", name) end
    if not name:find "^%l[%l%d_]*$" then report("an odd name: %s", name) end
    taken[name] = true
  end
end

local path <const> = FOLDER .. "/index.lua"
local before, after = assert(generate.read "lua/clickup/api/index.lua"):match
  "^(.-local GROUPS = {\n).-\n(}\n.*)$"
local rows = {}
for i, group in ipairs(groups) do rows[i] = index_of(group) end
files[path] = before .. table.concat(rows):gsub("\n$", "") .. "\n" .. after

if problems[1] then
  table.sort(problems)
  io.stderr:write(table.concat(problems, "\n"), "\n")
  os.exit(1, true)
end
generate.finish(files, { arg[3] })
