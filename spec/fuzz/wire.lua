-- SPDX-License-Identifier: MIT
-- Usage: wire.lua SEED COUNT
-- Calls against a server, in this same process, whose valid answers are mutated
-- on the wire. Says what became of them, and fails when a call raised, had no
-- end in time, came back without a kind, was told as not sent when it had been
-- read, was given another's answer, or when a create was read twice.

local clickup = require "clickup"
local mutate = require "spec.fuzz.mutate"
local server = require "spec.fuzz.wire_server"
local socket = require "socket"

local SEED <const>, COUNT <const> = math.tointeger(arg[1]), math.tointeger(arg[2])
local DEADLINE_S <const>, SLACK_S <const> = 2, 10 -- the machine may be busy
local AT_ONCE <const>, MOST_ATTEMPTS <const> = 60, 6
local BODY <const> = { name = "n", owners = { 183 }, type = "number", steps_start = 0,
  steps_end = 10, unit = "km" }

local KINDS <const> = { transport = true, timeout = true, rate_limited = true, api = true,
  decode = true }
local SENT <const> = { no = true, unknown = true, yes = true }

local methods = {
  function(client, id, options)
    return client:start("create_key_result", id, BODY, options), "create"
  end,
  function(client, id, options)
    return client:start("request", "POST", "/v2/goal/" .. id, nil, options), "create"
  end,
  function(client, id, options) return client:start("get_goal", id, options), "read" end,
  function(client, id, options)
    return client:start("request", "GET", "/v2/goal/" .. id, nil, options), "read"
  end,
  function(client, id, options)
    return client:start("edit_key_result", id, { note = "x" }, options), "edit"
  end,
  function(client, id, options) return client:start("delete_goal", id, options), "delete" end,
}

local counts, finds = {}, 0
local cases = {} -- of this round, by id

local function count(what) counts[what] = (counts[what] or 0) + 1 end

local function find(case, what)
  finds = finds + 1
  io.stderr:write(("FOUND %s (SEED=%d, call %s, %s, max_retries %d): %s\n"):format(what, SEED,
    case.id, case.kind, case.retries, case.told or "-"))
  for i = 1, #case.answered do
    local plan = case.answered[i]
    io.stderr:write(("  answer %d (%s, pieces of %d): %q\n"):format(i, plan.finish, plan.piece,
      plan.bytes))
  end
end

local function new_case(client, number, alone)
  local id = "c" .. number
  local case = { id = id, plans = {}, answered = {}, alone = alone,
    retries = alone and 0 or math.random(0, 1) * 2 }
  for i = 1, MOST_ATTEMPTS do case.plans[i] = mutate.plan(id) end
  server.expect(case)
  cases[id] = case
  local options = { deadline = DEADLINE_S, timeout = 0.3, max_retries = case.retries,
    max_wait = 0.2 }
  case.began = socket.gettime()
  case.call, case.kind = methods[math.random(#methods)](client, id, options)
  return case
end

-- A status line is the first line of all, or of what follows an empty one.
local function refused(plan)
  return ("\r\n\r\n" .. plan.bytes):gsub("\n\r", "\n"):find "\n\n%s*HTTP/%S* +429"
end

-- A create may come again only after answers that all say that it did not run.
local function check_received(case)
  local read = #case.answered
  if case.kind ~= "create" or read < 2 then return end
  if case.retries == 0 then return find(case, "a create without retries was read twice") end
  for i = 1, read - 1 do
    if not refused(case.answered[i]) then return find(case, "a create was read twice") end
  end
end

local function check_error(case, err)
  local answered = case.answered
  if type(err) ~= "table" or not KINDS[err.kind] or not SENT[err.sent] then
    return find(case, "an error without kind and sent")
  end
  local last = answered[#answered]
  if err.sent == "no" and last and not refused(last) then
    find(case, "told as not sent, but it was read")
  end
  count(("%s, sent %s"):format(err.kind, err.sent))
end

-- Whose answer a value is, as far as it says so.
local function owner(value)
  local answer = type(value) == "table" and (value.key_result or value)
  local name = type(answer) == "table" and answer.name
  return type(name) == "string" and name:match "^c%d+$"
end

local function check_value(case, value, response)
  local of = owner(value)
  if #case.answered == 0 or of and of ~= case.id and cases[of] then
    if case.alone then find(case, "given the answer of " .. (of or "nobody")) end
    return count "of an earlier answer"
  end
  if type(response.status) ~= "number" then find(case, "a value without a status") end
  count(value == clickup.null and "null" or "a value")
end

local function check(case)
  local took = socket.gettime() - case.began
  local ok, value, info = pcall(case.call.result, case.call)
  case.told = ok and (value == nil and tostring(info) or tostring(value)) or tostring(value)
  if not ok then return find(case, "raised") end
  if took > DEADLINE_S + SLACK_S then find(case, ("took %.1f s"):format(took)) end
  if value == nil then check_error(case, info) else check_value(case, value, info) end
  check_received(case)
  server.forget(case)
end

-- Runs so many calls over one client, so that connections are used again after
-- what has come over them.
local function round(first, last, alone)
  local client <close> = clickup.new { base_url = server.url, token = "pk_1_SECRET", proxy = "",
    max_in_flight = alone and AT_ONCE or 20, reconcile = false, max_response_bytes = 1 << 16 }
  local open, left = {}, 0
  cases = {}
  for number = first, last do
    open[number] = new_case(client, number, alone)
    left = left + 1
  end
  local give_up = socket.gettime() + DEADLINE_S + 2 * SLACK_S
  while left > 0 do
    server.turn(client:fd(), math.min(client:timeout() or 0, 0.05))
    client:step()
    local late = socket.gettime() > give_up
    for number, case in pairs(open) do
      if case.call:done() then
        check(case)
        open[number], left = nil, left - 1
      elseif late then
        find(case, "has no end")
        open[number], left = nil, left - 1
      end
    end
  end
end

math.randomseed(SEED)
local began = socket.gettime()
for first = 1, COUNT, AT_ONCE do
  round(first, math.min(first + AT_ONCE - 1, COUNT), first // AT_ONCE % 2 == 0)
end

local outcomes = {}
for what, n in pairs(counts) do outcomes[#outcomes + 1] = ("%s: %d"):format(what, n) end
table.sort(outcomes)
print(("wire     %9d calls, %d answers, %.0f s, seed %d: %s"):format(COUNT, server.answers(),
  socket.gettime() - began, SEED, finds == 0 and "nothing" or finds .. " FOUND"))
print("         " .. table.concat(outcomes, "; "))
os.exit(finds == 0, true)
