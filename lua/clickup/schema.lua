-- SPDX-License-Identifier: MIT
--- The vocabulary in which bodies and answers are described.
--
-- A type is a table with a `kind`; the C core compiles it and walks it when a
-- body is encoded. Types hold no state and may be shared.

---@class clickup.schema.type
---@field kind clickup.schema.kind
---@field of? clickup.schema.type|clickup.schema.type[] # array, map: the type of its items; union:
---the alternatives
---@field fields? clickup.schema.field[] # object: its fields, in the order in which they are sent
---@field values? (string|integer)[]     # the only values there are
---@field null? boolean                  # null may be sent
---@field min? number # least value; of a string: characters, of an array: items
---@field max? number # greatest value; of a string: characters, of an array: items
---@field unique? boolean # array: no item twice
---@field format? "date-time" # string: as in RFC 3339

---@alias clickup.schema.kind
---| "any" | "string" | "boolean" | "int32" | "integer" | "number" | "null"
---| "array" | "object"
---| "map"   # an object with any names
---| "union" # what any of its alternatives takes
---| "file"  # of a form: see clickup.file

--- A file to be uploaded.
---@class clickup.file
---@field path? string         # where it is; it is read while it is sent
---@field bytes? string        # or what is in it
---@field filename? string     # what it is called there; the last part of the path, unless given
---@field content_type? string # its media type; found by the name's extension, unless given

---@class clickup.schema.field
---@field name string
---@field type clickup.schema.type
---@field required? boolean  # must be there; a required array that is left out goes as []
---@field null? boolean      # null may be sent
---@field values? (string|integer)[] # the only values there are
---@field secret? boolean    # never shown in an error
---@field brackets? boolean  # in a query: a list goes as name[]=a&name[]=b, not as name=a&name=b
---@field doc? string

local schema = {
  any = { kind = "any" },
  string = { kind = "string" },
  boolean = { kind = "boolean" },
  int32 = { kind = "int32" },     -- declared as integer, contentEncoding int32
  integer = { kind = "integer" }, -- up to 64 bits
  number = { kind = "number" },   -- any finite number
  null = { kind = "null" },
  file = { kind = "file" },       -- in a body that goes as a form
}

---@param of clickup.schema.type
---@return clickup.schema.type
function schema.array(of)
  return { kind = "array", of = of }
end

--- An object with any names, whose values are of one type.
---@param of clickup.schema.type
---@return clickup.schema.type
function schema.map(of)
  return { kind = "map", of = of }
end

--- What any of these takes; a value goes as the first one that takes it.
---@param alternatives clickup.schema.type[]
---@return clickup.schema.type
function schema.union(alternatives)
  return { kind = "union", of = alternatives }
end

--- The type, but only these values of it.
---@param type clickup.schema.type
---@param values (string|integer)[]
---@return clickup.schema.type
function schema.one_of(type, values)
  return { kind = type.kind, values = values, null = type.null }
end

--- The type within limits: min, max, unique, format.
---@param type clickup.schema.type
---@param limits { min?: number, max?: number, unique?: boolean, format?: "date-time" }
---@return clickup.schema.type
function schema.limited(type, limits)
  local copy = {}
  for _, of in ipairs { type, limits } do
    for name, value in pairs(of) do copy[name] = value end
  end
  return copy
end

--- The type, or null.
---@param type clickup.schema.type
---@return clickup.schema.type
function schema.nullable(type)
  local copy = { null = true }
  for name, value in pairs(type) do copy[name] = value end
  return copy
end

schema.id = schema.union { schema.integer, schema.string } -- answers have them as strings

local suffixes = { ["[]"] = schema.array, ["{}"] = schema.map, ["?"] = schema.nullable }

-- A field as a word: name, [] for brackets, ! for required, * for secret; a colon; its type by
-- name, each [] for an array of it, {} for a map, ? for null.
local function read_field(word, named)
  local name, brackets, required, secret, base, rest =
    word:match "^([%w_]+)(%[?%]?)(!?)(%*?):([%w_]+)([%[%]{}?]*)$"
  local type = assert(named[base] or schema[base], word)
  local null = rest:sub(-1) == "?"
  if null then rest = rest:sub(1, -2) end
  for suffix in rest:gmatch "[%[{]?[%]}?]" do type = suffixes[suffix](type) end
  return { name = name, type = type, brackets = brackets ~= "" or nil, null = null or nil,
    required = required ~= "" or nil, secret = secret ~= "" or nil }
end

--- What makes objects of words such as "id!:string owners:int32[] parent:string?".
---@param named table<string, clickup.schema.type> # types beside those of this module
---@return fun(text: string): clickup.schema.type
function schema.reader(named)
  return function(text)
    local fields = {}
    for word in text:gmatch "%S+" do fields[#fields + 1] = read_field(word, named) end
    return { kind = "object", fields = fields }
  end
end

--- An object, from a list of fields `{ name, type, required = …, doc = … }`.
---@param fields table[]
---@return clickup.schema.type
function schema.object(fields)
  local list = {}
  for i, field in ipairs(fields) do
    list[i] = { name = field[1], type = field[2] }
    for name, value in next, field do
      if type(name) == "string" then list[i][name] = value end
    end
  end
  return { kind = "object", fields = list }
end

return schema
