-- SPDX-License-Identifier: MIT
-- What an OpenAPI document says, in the vocabulary of clickup.schema. What cannot be said in
-- it is an error that names the place.

local json = require "spec.api.json"

-- Words of a schema that say nothing about a type.
local SILENT = {}
for word in ([[title description example examples default deprecated
  contentMediaType]]):gmatch "%S+" do
  SILENT[word] = true
end

local SPOKEN = {}
for word in ([[type properties required items enum oneOf anyOf allOf nullable
  additionalProperties $ref format contentEncoding minimum maximum minLength maxLength minItems
  maxItems uniqueItems]]):gmatch "%S+" do
  SPOKEN[word] = true
end

-- Words that limit the values of a kind, each with what the limit is called here.
local OF_NUMBERS <const> = { minimum = "min", maximum = "max" }
local LIMITS <const> = {
  int32 = OF_NUMBERS, integer = OF_NUMBERS, number = OF_NUMBERS,
  string = { minLength = "min", maxLength = "max" },
  array = { minItems = "min", maxItems = "max", uniqueItems = "unique" },
}

local FORMATS = { int32 = "int32", int64 = "integer" }

local ANY <const> = { kind = "any" }

local Document = {}
Document.__index = Document

---@param path string
---@param marks table # places of the document that are odd: stray, maps, misspelt
local function open(path, marks)
  local file <close> = assert(io.open(path, "rb"))
  return setmetatable({ root = json.read(file:read "a"), marks = marks, within = {} }, Document)
end

local function fail(where, text) error(("%s: %s"):format(where, text), 0) end

function Document:find(reference, where)
  local at = self.root
  for escaped in reference:match("^#/(.*)$"):gmatch "[^/]+" do
    local part = escaped:gsub("%%(%x%x)", function(code) return string.char(tonumber(code, 16)) end)
    part = part:gsub("~1", "/"):gsub("~0", "~")
    at = at[part] or at[(tonumber(part) or -1) + 1]
    if at == nil then fail(where, "nothing at " .. reference) end
  end
  return at
end

local function nullable(type)
  local copy = { null = true }
  for key, value in pairs(type) do copy[key] = value end
  return copy
end

-- ---- types ------------------------------------------------------------------------

local convert

-- Whether two types are the same, as far as a union needs to know.
local function same(a, b)
  if a.kind ~= b.kind or a.null ~= b.null or #(a.fields or "") ~= #(b.fields or "") then
    return false
  end
  for i, field in ipairs(a.fields or {}) do
    local other = b.fields[i]
    if field.name ~= other.name or not same(field.type, other.type) then return false end
  end
  for i, value in ipairs(a.values or {}) do
    if not b.values or b.values[i] ~= value then return false end
  end
  for _, limit in ipairs { "min", "max", "unique", "format" } do
    if a[limit] ~= b[limit] then return false end
  end
  return not (a.of and a.of.kind) or same(a.of, b.of)
end

local function add_alternative(list, type)
  for _, known in ipairs(list) do
    if same(known, type) then return end
  end
  list[#list + 1] = type
end

-- What any takes needs no union; nor does what has one alternative, beside null.
local function union(list)
  local kept, null = {}, false
  for _, type in ipairs(list) do
    if type.kind == "any" then return ANY end
    if type.kind == "null" then null = true else add_alternative(kept, type) end
  end
  local type = #kept == 1 and kept[1] or { kind = "union", of = kept }
  if #kept == 0 then return { kind = "null" } end
  return null and nullable(type) or type
end

local function integers(values)
  for _, value in ipairs(values) do
    if math.type(value) ~= "integer" then return false end
  end
  return true
end

local function enumerated(type, values, where)
  local kept, null = {}, false
  for _, value in ipairs(values) do
    if value == json.null then null = true else kept[#kept + 1] = value end
  end
  if type.kind ~= "string" and not integers(kept) then fail(where, "an enum of these") end
  local kind = type.kind == "number" and "integer" or type.kind
  return { kind = kind, values = kept, null = null or type.null }
end

local plain = {}

function plain.string() return { kind = "string" } end
function plain.boolean() return { kind = "boolean" } end
function plain.number() return { kind = "number" } end
function plain.null() return { kind = "null" } end

-- Milliseconds do not fit into the int32 that some of them are declared as.
local MILLISECONDS <const> = { "date", "time", "_[gl]t$", "%.start$", "%.end$", "duration" }

local function is_time(where)
  local name = where:match "[%w_]+$" or ""
  for _, pattern in ipairs(MILLISECONDS) do
    if ("." .. name):find(pattern) then return true end
  end
  return false
end

function plain.integer(_, schema, where)
  local kind = FORMATS[schema.contentEncoding or schema.format] or "integer"
  return { kind = is_time(where) and "integer" or kind }
end

function plain.array(document, schema, where)
  return { kind = "array", of = document:type(schema.items or {}, where .. "[]") }
end

function plain.object(document, schema, where)
  local properties, more = schema.properties, schema.additionalProperties
  local names = properties and json.names(properties) or {}
  if document.marks.maps[where] then
    return { kind = "map", of = document:type(properties[names[1]], where .. ".*") }
  end
  if #names == 0 then
    local of = type(more) == "table" and document:type(more, where .. ".*") or ANY
    return { kind = "map", of = of }
  end
  local required, fields = {}, {}
  for _, name in ipairs(schema.required or {}) do required[name] = true end
  for _, name in ipairs(names) do
    if not name:find "^[%a_][%w_]*$" then fail(where, "a field called " .. name) end
    fields[#fields + 1] = { name = document.marks.misspelt[name] or name, required = required[name],
      type = document:type(properties[name], where .. "." .. name) }
  end
  return { kind = "object", fields = fields }
end

-- The type within the limits that the schema has for its kind.
local function limited(type, schema)
  for word, limit in pairs(LIMITS[type.kind] or {}) do type[limit] = schema[word] end
  if type.kind == "string" and schema.format == "date-time" then type.format = schema.format end
  return type
end

local function typed(document, schema, name, where)
  local made = plain[name]
  if not made then fail(where, "the type " .. tostring(name)) end
  return limited(made(document, schema, where), schema)
end

local function of_types(document, schema, where)
  local list = {}
  for i, name in ipairs(schema.type) do list[i] = typed(document, schema, name, where) end
  return union(list)
end

local function alternatives(document, list, where)
  local types = {}
  for i, schema in ipairs(list) do
    types[i] = document:type(schema, ("%s|%d"):format(where, i))
  end
  return union(types)
end

-- All of several objects: their fields, the later ones in the place of the earlier.
local function all_of(document, list, where)
  if #list == 1 then return document:type(list[1], where) end
  local fields, places = {}, {}
  for _, schema in ipairs(list) do
    local part = document:type(schema, where)
    if part.kind ~= "object" then fail(where, "allOf of what is no object") end
    for _, field in ipairs(part.fields) do
      local place = places[field.name] or #fields + 1
      places[field.name], fields[place] = place, field
    end
  end
  return { kind = "object", fields = fields }
end

-- A type within itself: in an answer what is further in may be anything.
local function referred(document, reference, where)
  if document.within[reference] then
    if not where:find(":answer", 1, true) then fail(where, "a type within itself") end
    return ANY
  end
  document.within[reference] = true
  local type = document:type(document:find(reference, where), where)
  document.within[reference] = nil
  return type
end

function convert(document, schema, where)
  if schema["$ref"] then return referred(document, schema["$ref"], where) end
  if schema.allOf then return all_of(document, schema.allOf, where) end
  local list = schema.anyOf or schema.oneOf
  if list then return alternatives(document, list, where) end
  local name = schema.type
  if not name then
    if schema.properties then return plain.object(document, schema, where) end
    if schema.items or schema.enum then fail(where, "items or an enum without a type") end
    return ANY
  end
  local type = _G.type(name) == "table" and of_types(document, schema, where)
    or typed(document, schema, name, where)
  return schema.enum and enumerated(type, schema.enum, where) or type
end

--- The type that a schema of the document declares.
---@return clickup.schema.type
function Document:type(schema, where)
  for word in pairs(schema) do
    local place = where .. " " .. word
    if not SILENT[word] and not SPOKEN[word] and not self.marks.stray[place] then
      fail(where, "the word " .. word)
    end
  end
  local type = convert(self, schema, where)
  if schema.nullable and type.kind ~= "any" then type = nullable(type) end
  return type
end

-- ---- operations -------------------------------------------------------------------

-- Ids come as strings in answers, and are declared as numbers in queries.
local function parameter_type(type, name)
  local number = type.kind == "number" or type.kind == "integer" or type.kind == "int32"
  if number and name:find "_id$" then
    return { kind = "id" }
  end
  return type
end

local function add_query(entry, document, parameter, where)
  local name, brackets = parameter.name:match "^([%a_][%w_]*)(%[?%]?)$"
  if not name then fail(where, "a parameter called " .. parameter.name) end
  local type = document:type(parameter.schema, where .. "?" .. name)
  local flat = (parameter.style or "form") == "form" and parameter.explode ~= false
  if not flat or type.kind == "object" or type.kind == "map" then
    fail(where, "how the parameter " .. name .. " is written")
  end
  entry.query = entry.query or { kind = "object", fields = {} }
  table.insert(entry.query.fields, { name = name, type = parameter_type(type, name),
    required = parameter.required == true or nil, brackets = brackets ~= "" or nil })
end

local function add_parameter(entry, document, parameter, where)
  if parameter["in"] == "query" then return add_query(entry, document, parameter, where) end
  if parameter["in"] == "path" then
    local type, name = document:type(parameter.schema, where), parameter.name:lower()
    entry.ids[name] = type.kind == "string" and "string" or "integer"
    if type.values then entry.id_values[name] = type.values end
  elseif not (parameter["in"] == "header" and parameter.name == "Content-Type") then
    fail(where, ("a parameter in the %s: %s"):format(parameter["in"], parameter.name))
  end
end

local function example_of(content)
  local schema = content.schema
  return content.example or schema and schema.examples and schema.examples[1]
end

-- A form; what says how its file is declared is the overlay's.
local function form_of(document, form, where)
  local type = form.schema and document:type(form.schema, where .. ":body")
  if not type or type.kind ~= "object" then fail(where, "a form of this kind") end
  return type
end

local function body_of(document, operation, where, examples)
  local body = operation.requestBody
  if not body then return nil end
  local content = body.content["application/json"]
  local form = not content and body.content["multipart/form-data"]
  if not content and not form then fail(where, "a body that is neither JSON nor a form") end
  if form then return form_of(document, form, where), true end
  examples.body = example_of(content)
  return document:type(content.schema, where .. ":body")
end

-- What is answered when it went well; nil: nothing that says anything.
local function answer_of(document, operation, where, examples)
  for _, status in ipairs { "200", "201" } do
    local response = operation.responses[status]
    local content = response and response.content and response.content["application/json"]
    if content and content.schema then
      examples.answer = example_of(content)
      local type = document:type(content.schema, where .. ":answer")
      if not (type.kind == "map" and type.of.kind == "any") then return type end
    end
  end
end

--- An operation of the document: id, method, path, ids, query, body, answer.
function Document:entry(path, method, operation)
  local where = operation.operationId
  local entry = { id = where, method = method:upper(), ids = {}, id_values = {},
    said = { operation.summary or "", operation.description or "" },
    path = path:gsub("^/api/", "/"):gsub("{.-}", string.lower) }
  for _, parameter in ipairs(operation.parameters or {}) do
    add_parameter(entry, self, parameter, where)
  end
  for id in entry.path:gmatch "{(.-)}" do
    if not entry.ids[id] then fail(where, "an id that is not declared: " .. id) end
  end
  entry.examples = {}
  entry.body, entry.form = body_of(self, operation, where, entry.examples)
  entry.answer = answer_of(self, operation, where, entry.examples)
  return entry
end

--- All operations: { path, method, operation } in the order of the document.
function Document:operations()
  local list, paths = {}, self.root.paths
  for _, path in ipairs(json.names(paths)) do
    for _, method in ipairs(json.names(paths[path])) do
      local operation = paths[path][method]
      if operation.operationId then list[#list + 1] = { path, method, operation } end
    end
  end
  return list
end

return open
