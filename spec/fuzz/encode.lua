-- SPDX-License-Identifier: MIT
-- Bytes that a Lua value is made from: mostly what an operation's body wants.
-- What is accepted decodes to the same; what is refused says where and why.

local api = require "clickup.api"
local clickup = require "clickup"
local common = require "spec.fuzz.common"
local core = require "clickup.core"
local example = require "clickup.api.example"
local multipart = require "clickup.sandbox.multipart"
local s = require "clickup.schema"

local null = clickup.null
local DEEPEST <const> = 6
local WORDS = { "id", "name", "owners", "type", "number", "custom", "a b",
  "\"\\\n", "é", "🦊", "\xff", "\0", "", "task_ids", "1" }

-- ---- values from bytes -------------------------------------------------------

local source, position

local function byte()
  position = position + 1
  return source:byte(position) or 0
end

local function chunk(length)
  local text = source:sub(position + 1, position + length)
  position = position + length
  return text .. ("\0"):rep(length - #text)
end

local odd

local scalars = {
  function() return byte() - 128 end,
  function() return (string.unpack("<i8", chunk(8))) end,
  function() return (string.unpack("<d", chunk(8))) end,
  function() return (string.unpack("<i4", chunk(4))) + 0.0 end,
  function() return WORDS[byte() % #WORDS + 1] end,
  function() return chunk(byte() % 32) end,
  function() return byte() % 2 == 0 end,
  function() return null end,
}

local function scalar() return scalars[byte() % #scalars + 1]() end

local function any_table(depth)
  local made, kind = {}, byte() % 4
  for i = 1, byte() % 5 do
    local key = kind == 0 and i or kind == 1 and WORDS[byte() % #WORDS + 1]
      or kind == 2 and chunk(3) or scalar()
    if key ~= null and key == key then made[key] = odd(depth + 1) end
  end
  return made
end

local strange = {
  function() return print end,
  function() return setmetatable({}, { __pairs = function() error "called" end }) end,
  function() return setmetatable({}, { __index = function() error "called" end }) end,
  function() local t = {} t[1] = t return t end,
  function() local t = {} t.name = { t } return t end,
  function() return { [1 << (byte() % 63)] = 1 } end,
  function() local t = { 1 } for _ = 1, 40 do t = { t } end return t end,
  function() return ("x"):rep(byte() << 4) end,
  function() return clickup.object { name = byte() % 2 == 0 and {} or nil } end,
}

function odd(depth)
  local what = byte()
  if what < #strange then return strange[what + 1]() end
  if what < 90 and depth < DEEPEST then return any_table(depth) end
  return scalar()
end

local typed

local of_kind = {
  any = function(_, depth) return odd(depth) end,
  string = function(field)
    if field and field.values then return field.values[byte() % #field.values + 1] end
    return chunk(byte() % 16):gsub("[\0\128-\255]", "x")
  end,
  boolean = function() return byte() % 2 == 0 end,
  int32 = function() return (string.unpack("<i4", chunk(4))) end,
  integer = function() return (string.unpack("<i8", chunk(8))) end,
  number = function() return (string.unpack("<d", chunk(8))) end,
}

of_kind["null"] = function() return null end

function of_kind.map(field, depth)
  local made = {}
  for _ = 1, byte() % 4 do
    made[WORDS[byte() % #WORDS + 1]] = typed(field.type.of, nil, depth + 1)
  end
  return made
end

function of_kind.union(field, depth)
  return typed(field.type.of[byte() % #field.type.of + 1], nil, depth)
end

function of_kind.array(field, depth)
  local made = {}
  for i = 1, byte() % 4 do made[i] = typed(field.type.of, nil, depth + 1) end
  return made
end

-- Paths are none that exist, so that nothing is read.
function of_kind.file()
  local made = { bytes = chunk(byte() % 64), filename = "x" }
  local what = byte()
  if what % 8 == 0 then made.bytes = odd(3) end
  if what % 16 == 1 then made.path = chunk(byte() % 8) .. "/\1/\2" end
  if what % 2 == 0 then made.filename = what % 4 == 0 and chunk(byte() % 16) or odd(3) end
  if what % 3 == 0 then made.content_type = "a/" .. chunk(byte() % 8) end
  if what % 32 == 2 then made[WORDS[byte() % #WORDS + 1]] = odd(3) end
  return made
end

function of_kind.object(field, depth)
  local made = {}
  for _, inner in ipairs(field.type.fields) do
    if inner.required and byte() % 16 > 0 or byte() % 2 == 0 then
      made[inner.name] = typed(inner.type, inner, depth + 1)
    end
  end
  if byte() % 16 == 0 then made[WORDS[byte() % #WORDS + 1]] = odd(depth + 1) end
  return made
end

function typed(type, field, depth)
  if byte() % 24 == 1 then return odd(depth) end
  if type.null and byte() % 2 == 0 then return null end
  if type.values then return type.values[byte() % #type.values + 1] end
  field = field and field.type and field or { type = type }
  return of_kind[type.kind](field, depth)
end

-- ---- what the other side must see -------------------------------------------

-- Nulls are absent, integral floats integers; arrays close ranks.
local function seen(value)
  if value == null then return nil end
  if type(value) == "number" then return math.tointeger(value) or value end
  if type(value) ~= "table" then return value end
  local made = {}
  if rawget(value, 1) ~= nil then
    for i = 1, rawlen(value) do made[#made + 1] = seen(rawget(value, i)) end
  else
    for key, inner in next, value do made[key] = seen(inner) end
  end
  return made
end

-- Required arrays that were left out are there, but not in a union. A null in the place of one goes
-- as null, not as [].
local function with_arrays(type, value)
  if _G.type(value) ~= "table" or type.kind == "union" or type.kind == "any" then return value end
  local filled, inner = {}, {}
  for _, field in ipairs(type.fields or {}) do
    inner[field.name] = field.type
    local is_due = field.required and field.type.kind == "array"
    if is_due and rawget(value, field.name) == nil then filled[field.name] = {} end
  end
  for key, one in next, value do
    local of = inner[key] or type.of
    filled[key] = of and with_arrays(of, one) or one
  end
  return filled
end

local entries = {}
for _, entry in ipairs(api) do
  if entry.body then entries[#entries + 1] = entry end
end

-- The same of a body that goes with a query.
local function check_both(entry, body, ids, strict)
  local count = #ids
  ids[count + 1], ids[count + 2] = body, typed(entry.query, nil, 1)
  ids[count + 3] = { strict = strict }
  local call = common.landed(entry.name, table.unpack(ids, 1, count + 3))
  local _, err = call:result()
  common.check_error(err)
  if err.kind == "invalid" then return assert(err.sent == "no") end
  assert(common.glue.url(call):find "^http://[^%c \"]+%z?$", "the URL is none")
  local json = core.calls.request_body(call)
  assert(utf8.len(json) and not json:find "[%z\1-\31]", "the JSON is not text")
end

-- A form reads as what it was made of, whatever stands in its names.
local function check_form(entry, body, arguments, strict)
  arguments[#arguments + 1] = body
  if entry.query then arguments[#arguments + 1] = {} end
  arguments[#arguments + 1] = { strict = strict }
  local call = common.landed(entry.name, table.unpack(arguments))
  local head = core.calls.request_body(call)
  local _, err = call:result()
  common.check_error(err)
  if err.kind == "invalid" then return assert(err.sent == "no") end
  local boundary = head:match "^%-%-(clickup%-%x+)\r\n"
  local parts = assert(multipart.parse("multipart/form-data; boundary=" .. boundary,
    ("%s\r\n--%s--\r\n"):format(head, boundary)))
  local file = table.remove(parts)
  assert(file.name == "attachment" and file.content == "" and file.content_type:find "^[ -~]+$")
  assert(file.filename ~= "" and utf8.len(file.filename) and not file.filename:find '[%c/\\"]')
  for _, part in ipairs(parts) do
    local sent = body[part.name]
    assert(sent == nil or type(sent) ~= "string" or part.content == sent, "another text")
    assert(not part.name:find '[%c"]', "a name that ends its line")
  end
end

local function check_body(entry, strict)
  local body = typed(entry.body, nil, 1)
  local arguments = { table.unpack(example.arguments(entry).ids) }
  if entry.form then return check_form(entry, body, arguments, strict) end
  if entry.query then return check_both(entry, body, arguments, strict) end
  local call = common.landed(entry.name, table.unpack(
    table.move({ body, { strict = strict } }, 1, 2, #arguments + 1, arguments)))
  local _, err = call:result()
  common.check_error(err)
  if err.kind == "invalid" then return assert(err.sent == "no") end
  local json = core.calls.request_body(call)
  assert(utf8.len(json) and not json:find "[%z\1-\31]", "the JSON is not text")
  assert(common.same(seen(with_arrays(entry.body, body)), (assert(core.decode(json)))),
    "it decodes to another")
end

local function check_any()
  local body = any_table(1)
  local call = common.landed("request", "POST", "/v2/x", body)
  local _, err = call:result()
  common.check_error(err)
  if err.kind == "invalid" then return end
  assert(common.same(seen(body), (assert(core.decode(core.calls.request_body(call))))), "another")
end

-- ---- types from bytes ---------------------------------------------------------

local some_type

local function some_types(depth)
  local list = {}
  for i = 1, byte() % 3 + 1 do list[i] = some_type(depth + 1) end
  return list
end

local TYPES = {
  function() return s.string end,
  function() return s.integer end,
  function() return s.number end,
  function() return s.null end,
  function() return s.any end,
  function() return s.one_of(s.string, { "id", "name" }) end,
  function() return s.one_of(s.int32, { 1, 2 }) end,
  function(depth) return s.nullable(some_type(depth + 1)) end,
  function(depth) return s.array(some_type(depth + 1)) end,
  function(depth) return s.map(some_type(depth + 1)) end,
  function(depth) return s.union(some_types(depth)) end,
  function(depth)
    local fields = {}
    for i, type in ipairs(some_types(depth)) do
      fields[i] = { WORDS[i], type, null = byte() % 8 == 0 }
    end
    return s.object(fields)
  end,
  function() return s.limited(s.integer, { min = byte() - 128, max = byte() }) end,
  function() return s.limited(s.number, { min = byte() / 2 }) end,
  function() return s.limited(s.string, { min = byte() % 4, max = byte() % 16 }) end,
  function() return s.limited(s.string, { format = "date-time" }) end,
  function(depth)
    return s.limited(s.array(some_type(depth + 1)), { max = byte() % 4, unique = byte() % 2 == 0 })
  end,
}

function some_type(depth)
  return TYPES[byte() % (depth < DEEPEST and #TYPES or 7) + 1](depth)
end

local function check_vocabulary()
  local type = some_type(1)
  local fine, schema = pcall(core.schema, type)
  if not fine then -- unions in unions in unions
    return assert(tostring(schema):find("nested too deep", 1, true), schema)
  end
  local value = typed(type, nil, 1)
  local call = core.clients.submit(common.client, core.operation { name = "any", kind = "edit",
    method = "PUT", path = "/x", body = schema }, { strict = byte() % 2 == 0 }, false, value)
  call:cancel()
  local _, err = call:result()
  common.check_error(err)
  if err.kind == "invalid" then return end
  local json = core.calls.request_body(call)
  if value == null then return assert(json == "null") end
  assert(utf8.len(json) and not json:find "[%z\1-\31]", "the JSON is not text")
  assert(common.same(seen(value), (core.decode(json))), "it decodes to another")
end

local function check_query()
  local query = typed({ kind = "object", fields = { { name = "include_completed",
    type = { kind = "boolean" } } } }, nil, 1)
  local call = common.landed("get_goals", 1, query, { strict = byte() % 2 == 0 })
  local _, err = call:result()
  common.check_error(err)
  if err.kind == "invalid" then return end
  local url = common.glue.url(call):gsub("%z$", "")
  local pairs_found = url:match "^http://127%.0%.0%.1:1/api/v2/team/1/goal(.*)$"
  assert(pairs_found:find "^%?[%w%-._~%%=&]+$" or pairs_found == "", url)
end

return function(bytes)
  source, position = bytes, 0
  local what = byte()
  if what < 32 then return check_any() end
  if what < 56 then return check_query() end
  if what >= 224 then return check_vocabulary() end
  check_body(entries[what % #entries + 1], byte() % 2 == 0)
end
