-- SPDX-License-Identifier: MIT
-- Usage: types.lua [--check]
-- Writes the editor types (LuaCATS) that follow from the operations' data and
-- from the options' rows. The rest of the client stands in types/client.lua.

local api = require "clickup.api"
local generate = require "spec.tools.generate"
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
  any = "any", string = "string", boolean = "boolean", int32 = "integer", integer = "integer",
  number = "number",
}

-- Words that, at the start of a field's annotation, are not taken for its name.
local SCOPES = { public = true, protected = true, private = true, package = true }

-- ---- classes of bodies and answers ----------------------------------------------

local named = {} -- object type → its class
local classes = {} -- the text of each class, in order
for name, type in pairs(types) do named[type] = "clickup." .. name end

local define

local function type_text(type, name)
  if type.kind == "array" then return type_text(type.of, name) .. "[]" end
  return PLAIN[type.kind] or define(type, name)
end

local function literals(values)
  local list = {}
  for i, value in ipairs(values) do list[i] = ("%q"):format(value) end
  return table.concat(list, "|")
end

local function may_lack(field, is_sent)
  if not is_sent then return field.null end
  return not field.required or field.type.kind == "array"
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

local function field_line(field, name, is_sent)
  local text = field.values and literals(field.values) or type_text(field.type, name)
  if is_sent and field.null then text = text .. "|lightuserdata" end
  local notes = {}
  if is_sent and field.required and field.type.kind == "array" then
    notes[1] = "goes as [] when left out"
  end
  if is_sent and field.null then notes[#notes + 1] = "or clickup.null" end
  notes[#notes + 1] = field.doc
  if field.secret then notes[#notes + 1] = "secret" end
  local label = SCOPES[field.name] and ('["%s"]'):format(field.name) or field.name
  return annotate(("%s%s %s"):format(label, may_lack(field, is_sent) and "?" or "", text),
    table.concat(notes, "; "))
end

local defined = {}

--- The class of an object type, which is written when it is first asked for.
function define(type, name, is_sent)
  name = named[type] or name
  if defined[name] then return name end
  defined[name] = true
  local lines = { "---@class " .. name }
  local place = #classes + 1
  classes[place] = false
  for _, field in ipairs(type.fields) do
    lines[#lines + 1] = field_line(field, name .. "." .. field.name, is_sent)
  end
  classes[place] = table.concat(lines, "\n") .. "\n"
  return name
end

-- ---- methods --------------------------------------------------------------------

local IDS = { integer = "integer|string", string = "string" }

local function parameter(entry, argument)
  local text = "clickup.call_options"
  if argument.id then
    text = IDS[argument.id]
  elseif argument.type then
    text = define(argument.type, ("clickup.%s.%s"):format(entry.name, argument.name), true)
  end
  return ("---@param %s%s %s"):format(argument.name, argument.optional and "?" or "", text)
end

local function method(entry)
  local lines, names = { comment(entry.doc) }, {}
  for i, argument in ipairs(signature.arguments(entry)) do
    names[i] = argument.name
    lines[#lines + 1] = parameter(entry, argument)
  end
  local value, answer = signature.value(entry), entry.answer
  lines[#lines + 1] = value
    and ("---@return %s? %s"):format(type_text(answer, ("clickup.%s.answer"):format(entry.name)),
      value)
    or "---@return true? deleted"
  lines[#lines + 1] = "---@return clickup.response|clickup.error info"
  lines[#lines + 1] = ("function Client:%s(%s) end"):format(entry.name, table.concat(names, ", "))
  return table.concat(lines, "\n") .. "\n"
end

local function operations()
  local methods = {}
  for i, entry in ipairs(api) do methods[i] = method(entry) end
  return HEAD:format "clickup.api" .. table.concat(classes, "\n")
    .. "\n---@class clickup.client\nlocal Client = {}\n\n" .. table.concat(methods, "\n")
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

generate.finish({
  ["lua/clickup/types/operations.lua"] = operations(),
  ["lua/clickup/types/options.lua"] = all_options(),
}, arg)
