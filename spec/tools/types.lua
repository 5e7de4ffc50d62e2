-- SPDX-License-Identifier: MIT
-- Usage: types.lua [--check]
-- Writes the editor types (LuaCATS) that follow from the operations' data and
-- from the options' rows. The rest of the client stands in types/client.lua.

local generate = require "spec.tools.generate"
local index = require "clickup.api.index"
local options = require "clickup.options"
local signature = require "clickup.api.signature"
local types = require "clickup.api.types"

local WIDTH <const> = 100

local HEAD = [[
-- SPDX-License-Identifier: MIT
---@meta _
-- Made by `make types` from %s: do not edit.
-- luacheck: ignore

]]

local PLAIN = {
  null = "lightuserdata", any = "any", string = "string", boolean = "boolean", int32 = "integer",
  integer = "integer", number = "number", file = "clickup.file",
}

-- Words that, at the start of a field's annotation, are not taken for its name.
local SCOPES = { public = true, protected = true, private = true, package = true }

-- ---- classes of bodies and answers ----------------------------------------------

local named = {} -- object type → its class
local generated = {} -- object types of which little is promised in an answer
local classes -- the text of each class of a group, in order
for name, type in pairs(types) do named[type] = "clickup." .. name end

local define

local defined = {}

local function literals(values)
  local list = {}
  for i, value in ipairs(values) do list[i] = ("%q"):format(value) end
  return table.concat(list, "|")
end

-- What is one of these; when that is long, under a name of its own.
local function any_of(texts, type, name)
  local short = table.concat(texts, "|")
  if #short <= 40 then return short end
  name = named[type] or name
  if not defined[name] then
    defined[name] = true
    classes[#classes + 1] = ("---@alias %s\n---| %s\n"):format(name, table.concat(texts, "\n---| "))
  end
  return name
end

local type_text

local function union_text(type, name, is_sent)
  local texts, seen = {}, {}
  for i, one in ipairs(type.of) do
    local text = type_text(one, ("%s.%d"):format(name, i), is_sent)
    if not seen[text] then texts[#texts + 1] = text end
    seen[text] = true
  end
  return any_of(texts, type, name)
end

local function values_text(type, name)
  local texts = {}
  for i, value in ipairs(type.values) do texts[i] = ("%q"):format(value) end
  return any_of(texts, type, name)
end

local function plain_text(type, name, is_sent)
  if type.values then return values_text(type, name) end
  if type.kind == "array" then
    local text = type_text(type.of, name, is_sent)
    return (text:find("|", 1, true) and "(" .. text .. ")" or text) .. "[]"
  end
  if type.kind == "map" then
    return ("table<string, %s>"):format(type_text(type.of, name, is_sent))
  end
  if type.kind == "union" then return union_text(type, name, is_sent) end
  return PLAIN[type.kind] or define(type, name, is_sent)
end

function type_text(type, name, is_sent)
  local text = plain_text(type, name, is_sent)
  return type.null and is_sent and text .. "|lightuserdata" or text
end

local function may_lack(field, is_sent, type)
  if not is_sent then return field.null or generated[type] end
  return not field.required or is_sent == true and field.type.kind == "array"
end

-- A text as lines of comment.
local function comment(text)
  local lines, line = {}, "---"
  for word in text:gmatch "%S+" do
    if utf8.len(line) + 1 + utf8.len(word) > WIDTH then lines[#lines + 1], line = line, "---" end
    line = line .. " " .. word
  end
  lines[#lines + 1] = line
  return table.concat(lines, "\n")
end

-- A field with its note: behind it, or in lines above it when that gets too long.
local function annotate(field, note)
  field = "---@field " .. field
  if note == "" then return field end
  local whole = ("%s # %s"):format(field, note)
  if utf8.len(whole) <= WIDTH then return whole end
  return comment(note) .. "\n" .. field
end

local function field_line(field, name, is_sent, type)
  local text = field.values and literals(field.values) or type_text(field.type, name, is_sent)
  if is_sent and field.null then text = text .. "|lightuserdata" end
  local notes = {}
  if is_sent == true and field.required and field.type.kind == "array" then
    notes[1] = "goes as [] when left out"
  end
  if is_sent and field.null then notes[#notes + 1] = "or clickup.null" end
  if is_sent then notes[#notes + 1] = signature.limits(field.type) end
  notes[#notes + 1] = field.doc
  if field.secret then notes[#notes + 1] = "secret" end
  local label = SCOPES[field.name] and ('["%s"]'):format(field.name) or field.name
  return annotate(("%s%s %s"):format(label, may_lack(field, is_sent, type) and "?" or "", text),
    table.concat(notes, "; "))
end

--- The class of an object type, which is written when it is first asked for.
function define(type, name, is_sent)
  name = named[type] or name
  if defined[name] then return name end
  defined[name] = true
  local lines = { "---@class " .. name }
  local place = #classes + 1
  classes[place] = false
  for _, field in ipairs(type.fields) do
    lines[#lines + 1] = field_line(field, name .. "." .. field.name, is_sent, type)
  end
  classes[place] = table.concat(lines, "\n") .. "\n"
  return name
end

-- ---- methods --------------------------------------------------------------------

local IDS = { integer = "integer|string", string = "string" }

local function parameter(entry, argument)
  local text = "clickup.call_options"
  if argument.id then
    text = argument.values and values_text(argument, ("clickup.%s.%s"):format(entry.name,
      argument.name)) or IDS[argument.id]
  elseif argument.type then
    text = type_text(argument.type, ("clickup.%s.%s"):format(entry.name, argument.name),
      argument.name == "query" and "as a query" or true)
  end
  return ("---@param %s%s %s"):format(argument.name, argument.optional and "?" or "", text)
end

local function returned(entry)
  local text = type_text(entry.answer, ("clickup.%s.answer"):format(entry.name))
  if signature.may_be_true(entry) and text ~= "any" then return text .. "|true|nil" end
  return text:find("|", 1, true) and text .. "|nil" or text .. "?"
end

local function method(entry)
  local lines, names = { comment(entry.doc) }, {}
  for i, argument in ipairs(signature.arguments(entry)) do
    names[i] = argument.name
    lines[#lines + 1] = parameter(entry, argument)
  end
  local value = signature.value(entry)
  lines[#lines + 1] = value and ("---@return %s %s"):format(returned(entry), value)
    or "---@return true? done"
  lines[#lines + 1] = "---@return clickup.response|clickup.error info"
  lines[#lines + 1] = ("function Client:%s(%s) end"):format(entry.name, table.concat(names, ", "))
  return table.concat(lines, "\n") .. "\n"
end

-- The types of a generated group have names of their own.
local function name_types(group)
  for name, type in pairs(require("clickup.api." .. group.name).types or {}) do
    named[type], generated[type] = ("clickup.%s.%s"):format(group.name, name), true
  end
end

local function operations(group)
  local methods = {}
  classes = {}
  name_types(group)
  for i, name in ipairs(group.operations) do methods[i] = method(index.find(name)) end
  local all = table.concat(classes, "\n")
  return HEAD:format("clickup.api." .. group.name) .. all .. (all == "" and "" or "\n")
    .. "---@class clickup.client\nlocal Client = {}\n\n" .. table.concat(methods, "\n")
end

-- ---- options ----------------------------------------------------------------------

local KINDS = {
  token = "string|false", header = "string", url = "string", boolean = "boolean",
  switch = "boolean",
  seconds = "number", count = "integer", rate = "integer|false", string = "string",
  callable = "fun(event: clickup.event)", file = "string", proxy = "string",
}

local function choices(values)
  local list = {}
  for name in pairs(values) do list[#list + 1] = name end
  table.sort(list)
  return literals(list)
end

local function option(row, with_default)
  local text = row.values and choices(row.values) or KINDS[row.kind]
  assert(text, row.name .. ": no type for the kind " .. row.kind)
  local notes = { row.kind == "seconds" and "seconds: " .. row.doc or row.doc }
  if with_default and row.default ~= nil then
    notes[#notes + 1] = "default " .. tostring(row.default)
  end
  if with_default and row.env then notes[#notes + 1] = "environment " .. row.env end
  return annotate(("%s? %s"):format(row.name, text), table.concat(notes, "; "))
end

local function all_options()
  local client, call = {}, {}
  for _, row in ipairs(options.rows) do
    client[#client + 1] = option(row, true)
    if row.per_call then call[#call + 1] = option(row) end
  end
  return HEAD:format "clickup.options"
    .. "--- What clickup.new takes.\n---@class clickup.options\n" .. table.concat(client, "\n")
    .. "\n\n--- What goes with a call, as its last argument; by default as for the client.\n"
    .. "---@class clickup.call_options\n" .. table.concat(call, "\n") .. "\n"
end

local files = { ["lua/clickup/types/options.lua"] = all_options() }
for _, group in ipairs(index.groups()) do
  files[("lua/clickup/types/operations/%s.lua"):format(group.name)] = operations(group)
end
generate.finish(files, arg)
