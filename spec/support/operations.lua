-- SPDX-License-Identifier: MIT
-- What specs about all operations share: their examples as calls, as the bytes
-- that are due, and as values; and every way of waiting for a call.

local dkjson = require "dkjson"
local example = require "clickup.api.example"
local signature = require "clickup.api.signature"
local socket = require "socket"

local operations = {}

--- The arguments of an operation's example, with these path ids by name instead. Where the entry
--- has no example, every field is in the one that is made.
---@param entry clickup.operation
---@param ids table<string, any>?
---@param brief boolean? # only what is required
---@return table # as table.pack makes it
function operations.arguments(entry, ids, brief)
  local given, list = example.arguments(entry, not brief), {}
  for i, argument in ipairs(signature.arguments(entry)) do
    if argument.id then list[i] = ids and ids[argument.name] or given.ids[i] end
    if argument.type then list[i] = given[argument.name] end
  end
  list.n = #list
  return list
end

--- The path that is due, below the base.
function operations.path(entry, arguments)
  local i = 0
  return (entry.path:gsub("{[%w_]+}", function()
    i = i + 1
    return tostring(arguments[i])
  end))
end

--- The query that is due, by an encoder that is not ours; "" for none.
function operations.query(entry)
  local pairs_of, query = {}, example.arguments(entry, true).query
  for _, field in ipairs(entry.query and entry.query.fields or {}) do
    local value, name = query[field.name], field.name
    if field.brackets then name = name .. "%5B%5D" end
    for _, item in ipairs(type(value) == "table" and value or { value }) do
      pairs_of[#pairs_of + 1] = name .. "=" .. tostring(item):gsub("/", "%%2F")
    end
  end
  return pairs_of[1] and "?" .. table.concat(pairs_of, "&") or ""
end

-- The fields of the example in the order of the type, at any depth.
local function encode(kind, value)
  if type(value) ~= "table" then return dkjson.encode(value) end
  if kind.kind == "union" then return encode(kind.of[1], value) end
  local parts = {}
  if kind.kind == "array" then
    for i, item in ipairs(value) do parts[i] = encode(kind.of, item) end
    return "[" .. table.concat(parts, ",") .. "]"
  end
  local fields = kind.fields or { { name = "abc", type = kind.of } } -- of a map
  for _, field in ipairs(fields) do
    local inner = value[field.name] -- none where nothing but null is taken
    if inner ~= nil then
      parts[#parts + 1] = ("%q:%s"):format(field.name, encode(field.type, inner))
    end
  end
  return "{" .. table.concat(parts, ",") .. "}"
end

-- The parts of the example in the order of the type; what separates them is the sender's choice.
local function encode_form(kind, value, boundary)
  local parts = {}
  for i, field in ipairs(kind.fields) do
    local inner, more = value[field.name], ""
    if field.type.kind == "file" then
      more = ('; filename="%s"\r\nContent-Type: text/plain'):format(inner.filename)
      inner = inner.bytes
    end
    parts[i] = ('--%s\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n%s\r\n'):format(
      boundary, field.name, more, inner)
  end
  return ("%s--%s--\r\n"):format(table.concat(parts), boundary)
end

--- The body that is due, by an encoder that is not ours; "" for none.
---@param entry clickup.operation
---@param received string # of a form: has the boundary
function operations.body(entry, received)
  if not entry.body then return "" end
  if entry.form then
    local boundary = received:match "^%-%-(%S+)\r\n"
    return encode_form(entry.body, example.arguments(entry, true).body, boundary)
  end
  if not entry.example then return encode(entry.body, example.arguments(entry, true).body) end
  local order = {}
  for i, field in ipairs(entry.body.fields) do order[i] = field.name end
  return dkjson.encode(entry.example.body, { keyorder = order })
end

--- The value that is due for an answer, by a decoder that is not ours.
---@param json string
function operations.value(entry, json)
  if not entry.answer or json == "" then return true end
  local whole = assert(dkjson.decode(json, 1, nil, nil, nil))
  return entry.envelope and whole[entry.envelope] or whole
end

--- Everything in a value as text that tells 1 from 1.0, so that it can be compared.
function operations.dump(value)
  if type(value) ~= "table" then return ("%q"):format(value) end
  local names, parts = {}, {}
  for name in pairs(value) do names[#names + 1] = name end
  table.sort(names, function(a, b) return tostring(a) < tostring(b) end)
  for i, name in ipairs(names) do
    parts[i] = ("[%q]=%s"):format(name, operations.dump(value[name]))
  end
  return "{" .. table.concat(parts, ",\n") .. "}"
end

-- ---- every way of waiting: client, operation, arguments → what came back, packed --------

local modes = {}
operations.modes = modes

function modes.blocking(client, name, arguments)
  return { table.pack(client[name](client, table.unpack(arguments, 1, arguments.n))) }
end

function modes.started(client, name, arguments)
  local call = client:start(name, table.unpack(arguments, 1, arguments.n))
  while not call:done() do
    client:wait()
    client:step()
  end
  return { table.pack(call:result()) }
end

function modes.batch(client, name, arguments)
  local tasks, results = {}, {}
  for i = 1, 3 do
    tasks[i] = client:spawn(function() return modes.blocking(client, name, arguments)[1] end)
  end
  client:wait_all(tasks)
  for i, task in ipairs(tasks) do results[i] = task:result() end
  return results
end

-- Started one by one before the first step.
function modes.together(client, name, arguments)
  local calls, results = {}, {}
  for i = 1, 3 do calls[i] = client:start(name, table.unpack(arguments, 1, arguments.n)) end
  client:wait_all(calls)
  for i, call in ipairs(calls) do results[i] = table.pack(call:result()) end
  return results
end

function modes.map(client, name, arguments)
  local results, errors = client:map({ 1, 2, 3 }, function()
    return modes.blocking(client, name, arguments)[1]
  end, { concurrency = 2 })
  assert(errors == nil, errors and tostring(errors[1]))
  return table.move(results, 1, 3, 1, {})
end

-- A host that knows nothing but a descriptor and a number of seconds.
function modes.polled(client, name, arguments)
  local object = { getfd = function() return client:fd() end, dirty = function() return false end }
  local call = client:start(name, table.unpack(arguments, 1, arguments.n))
  local turns = 0
  while not call:done() do
    turns = turns + 1
    assert(turns < 1000, "polled too often")
    socket.select({ object }, nil, math.min(client:timeout() or 5, 5))
    client:step()
  end
  return { table.pack(call:result()) }
end

-- Not every Lua has one: it is left out then.
local has_host, cqueues = pcall(require, "cqueues")
operations.host_is_missing = not has_host and "cqueues is not installed for this Lua" or nil

local function hosted(client, name, arguments)
  local loop = require "clickup.loop.cqueues"
  local controller, results = cqueues.new(), {}
  loop.attach(client)
  for i = 1, 2 do
    controller:wrap(function() results[i] = modes.blocking(client, name, arguments)[1] end)
  end
  assert(controller:loop(20))
  assert(#results == 2, "the host's loop ended before the calls did")
  return results
end

if has_host then modes.hosted = hosted end

return operations
