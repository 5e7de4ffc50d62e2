-- SPDX-License-Identifier: MIT
-- What specs about bodies share: the bytes that are due, and what was sent or refused.

local creates = require "spec.support.creates"

local bodies = {}

-- The fields of CreateKeyResult in the document's order, and the example's JSON.
local FIELDS = {
  { "name", '"New Key Result Name"' },
  { "owners", "[183]" },
  { "type", '"number"' },
  { "steps_start", "0" },
  { "steps_end", "10" },
  { "unit", '"km"' },
  { "task_ids", "[]" },
  { "list_ids", "[]" },
}

--- The example's body as it has to be sent, with the JSON of these fields instead.
---@param changes table<string, string>?
---@param more string? the JSON of what follows the declared fields
---@return string
function bodies.json(changes, more)
  local members = {}
  for i, field in ipairs(FIELDS) do
    local name, json = table.unpack(field)
    members[i] = ('"%s":%s'):format(name, (changes or {})[name] or json)
  end
  members[#members + 1] = more
  return "{" .. table.concat(members, ",") .. "}"
end

--- The body's bytes as the sandbox received them; raises when nothing was sent.
function bodies.sent(client, server, body, options)
  local before = #server:requests()
  local key_result, err = client:create_key_result(server.goal_id, body, options)
  local requests = server:requests()
  if #requests == before then error(key_result or err, 2) end
  assert(#requests == before + 1, "sent more than once")
  return requests[#requests].body
end

--- The same for one field of the example's body: its JSON.
function bodies.sent_field(client, server, name, value, options)
  local body = bodies.sent(client, server, creates.body { [name] = value }, options)
  local before, after = bodies.json({ [name] = "\0" }):match "^(.*)%z(.*)$"
  assert(body:sub(1, #before) == before and body:sub(-#after) == after, body)
  return body:sub(#before + 1, -#after - 1)
end

--- The JSON of a field that isn't declared.
function bodies.sent_other(client, server, value, options)
  local body = bodies.sent(client, server, creates.body { other = value }, options)
  local before = bodies.json({}, '"other":'):sub(1, -2)
  assert(body:sub(1, #before) == before and body:sub(-1) == "}", body)
  return body:sub(#before + 1, -2)
end

--- Everything in a table as it is there, metatables too, to be compared by `assert.same`.
function bodies.snapshot(value, seen)
  if type(value) ~= "table" then return value end
  seen = seen or {}
  if seen[value] then return seen[value] end
  local copy = {}
  seen[value] = copy
  copy.identity, copy.metatable, copy.fields = ("%p"):format(value), getmetatable(value), {}
  for key, item in next, value do copy.fields[key] = bodies.snapshot(item, seen) end
  return copy
end

--- A metatable of which any use raises.
function bodies.hostile(without)
  local meta = {}
  for _, name in ipairs {
    "__index", "__newindex", "__pairs", "__len", "__tostring", "__call", "__eq", "__lt", "__concat",
    "__unm", "__name",
  } do
    meta[name] = function() error("a metamethod was called: " .. name) end
  end
  for _, name in ipairs(without or {}) do meta[name] = nil end
  return meta
end

return bodies
