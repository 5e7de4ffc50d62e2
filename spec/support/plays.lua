-- SPDX-License-Identifier: MIT
-- What specs about retries, waits and reconciliation share: a raw server that plays
-- one answer for each connection, and what it was asked.

local assert = require "luassert"
local json = require "cjson"
local creates = require "spec.support.creates"
local scripted_server = require "spec.support.scripted_server"

local plays = {}

plays.CLOSE = { { "request" }, { "close" } }
plays.RESET = { { "request" }, { "reset" } }
plays.SILENT = { { "request" }, { "eof" } }
plays.CUT = { { "request" },
  { "send", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{" }, { "close" } }

--- An HTTP date, `offset` seconds from now.
function plays.date(offset)
  return os.date("!%a, %d %b %Y %H:%M:%S GMT", os.time() + (offset or 0)) --[[@as string]]
end

--- A connection that reads one request, answers it and ends. `Date = false` in
--- the headers leaves that out; `wait`: seconds before the answer.
function plays.reply(status, body, headers, wait)
  local all = { "Connection: close", Date = plays.date() }
  for name, value in pairs(headers or {}) do all[name] = value or nil end
  local text = type(body) == "table" and json.encode(body) or body
  local bytes = scripted_server.http(status, all, text)
  return { { "request" }, { "wait", wait or 0 }, { "send", bytes }, { "close" } }
end

-- Whatever comes after these is read, too, and refused.
local function ending(list)
  local script = table.move(list, 1, #list, 1, { repeat_last = true })
  script[#script + 1] = plays.reply(418, '{"err":"not in the script"}')
  return script
end

--- Plays these connections in turn or, where several calls are under way, those of each
--- method in turn: { POST = { … }, GET = { … } }.
function plays.server(lists)
  if not next(lists) or lists[1] then return scripted_server.start(ending(lists)) end
  local methods = {}
  for method, list in pairs(lists) do methods[method] = ending(list) end
  return scripted_server.start { methods = methods }
end

--- The same steps, once these have been taken before the answer: { "hold" }, say.
function plays.after(step, steps)
  return { steps[1], step, table.unpack(steps, 2) }
end

--- The requests that came, in the order of their connections.
function plays.requests(raw)
  local list = {}
  for _, requests in ipairs(raw:received()) do
    for _, bytes in ipairs(requests) do list[#list + 1] = creates.parse(bytes) end
  end
  return list
end

--- Their methods, such as "POST GET".
function plays.methods(raw)
  local list = {}
  for i, request in ipairs(plays.requests(raw)) do list[i] = request.method end
  return table.concat(list, " ")
end

--- A client that retries at once and looks soon.
function plays.client(raw, options)
  local all = { max_retries = 3, reconcile = true, reconcile_wait = 0.05 }
  for name, value in pairs(options or {}) do all[name] = value end
  return creates.client(raw, all)
end

--- JSON for a list, empty or not.
function plays.array(list) return list[1] and json.encode(list) or "[]" end

--- What the server has of creates.body(changes), `age` seconds old. It does not tell who made it.
function plays.key_result(changes, age)
  local created = {
    id = "kr-1", goal_id = creates.GOAL, name = "New Key Result Name", type = "number",
    unit = "km", date_created = ("%d"):format((os.time() - (age or 0)) * 1000),
    owners = { { id = 183, username = "Jane" } }, task_ids = json.null,
    subcategory_ids = json.null, steps_start = 0, steps_end = 10,
  }
  for name, value in pairs(changes or {}) do created[name] = value end
  return created
end

--- The answer to get_goal with these key results.
function plays.goal(list, headers, wait)
  return plays.reply(200, ('{"goal":{"id":"%s","key_results":%s}}'):format(creates.GOAL,
    plays.array(list)), headers, wait)
end

--- The answer to a create, which tells who creates.
function plays.created(changes, wait)
  local key_result = plays.key_result(changes)
  key_result.creator = key_result.creator or 183
  return plays.reply(200, { key_result = key_result }, nil, wait)
end

--- Fails unless a create ended so: these requests came, and it is told to be unknown.
---@return table err
function plays.undecided(methods, pattern, value, err, came)
  assert.equal(methods, came)
  assert.is_nil(value)
  assert.equal("unknown", err.sent)
  assert.is_false(err.retryable)
  assert.matches("it may have been created", err.message)
  assert.matches(pattern, err.message)
  return err
end

return plays
