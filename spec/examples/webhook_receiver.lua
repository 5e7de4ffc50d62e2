-- SPDX-License-Identifier: MIT
-- Receives ClickUp's webhooks: checks the signature, answers, and then reads the goal that has
-- changed. Prints a line for each goal that is not as it was.
--
--   CLICKUP_TOKEN=pk_… CLICKUP_WEBHOOK_SECRET=… webhook_receiver.lua PORT
--
-- The secret is in the answer of the call that makes the webhook:
--
--   client:create_webhook(team_id, { endpoint = "https://example.com/clickup", events = {
--     "goalUpdated", "keyResultCreated", "keyResultUpdated", "keyResultDeleted" } })
--
-- It needs lua-http (the rock http). Debian has it for Lua 5.1 to 5.3, but its files run in 5.4:
-- apt-get install lua-http, and LUA_PATH=';;/usr/share/lua/5.3/?.lua;/usr/share/lua/5.1/?.lua'.
--
-- It listens on 127.0.0.1, behind a web server that has the certificate. ClickUp sends again what
-- is not answered with 2xx within 7 seconds, five times at most. At a 401 or a 410 it suspends the
-- webhook, so neither is ever the answer here. A goal that waits when the program is ended is read
-- after its next change.

local cjson = require "cjson"
local clickup = require "clickup"
local condition = require "cqueues.condition"
local cqueues = require "cqueues"
local http_headers = require "http.headers"
local http_server = require "http.server"

local MAX_BODY = 64 * 1024 -- bytes; a goal's delivery has some hundred
local MAX_CONNECTIONS = 100
local MAX_WAITING = 1000 -- goals
local IO_TIMEOUT = 3 -- seconds to receive a request's head, its body, or to send the answer

local function fail(message)
  io.stderr:write(message, "\n")
  os.exit(2)
end

local PORT = math.tointeger(tonumber(arg[1]))
  or fail("PORT: expected the port to listen on (0: any), got " .. (arg[1] or "nothing"))
local SECRET = os.getenv "CLICKUP_WEBHOOK_SECRET" or ""
if SECRET == "" then fail "CLICKUP_WEBHOOK_SECRET: expected the webhook's secret, got nothing" end

-- ---- goals to read ----------------------------------------------------------

-- A delivery says which goal has changed, but has no id of its own, and may come twice. So a goal
-- that waits is not queued again, and one that reads as the last time is not told again. Goals are
-- read one after another, so that what is read last is the newest.
local waiting, is_waiting = {}, {} -- goal ids, the oldest first; goal id → true
local arrived = condition.new()

local function enqueue(goal_id)
  if is_waiting[goal_id] then return true end
  if #waiting >= MAX_WAITING then return false end
  waiting[#waiting + 1], is_waiting[goal_id] = goal_id, true
  arrived:signal(1)
  return true
end

local function next_goal()
  while not waiting[1] do arrived:wait() end
  local goal_id = table.remove(waiting, 1)
  is_waiting[goal_id] = nil -- a delivery during the read means another change
  return goal_id
end

local function describe(goal)
  local parts = {}
  for i, target in ipairs(goal.key_results or {}) do
    local first, now = target.steps_start or 0, target.steps_current or 0
    local from = first == 0 and "of" or ("from %s to"):format(first)
    parts[i] = ("%s %s %s %s"):format(target.name, now, from, target.steps_end)
  end
  return ("%s (%s): %s"):format(goal.name, goal.id, table.concat(parts, ", "))
end

local told, told_count = {}, 0 -- goal id → what was printed of it

local function tell(goal)
  local text = describe(goal)
  if told[goal.id] == text then return end
  if told_count >= MAX_WAITING then told, told_count = {}, 0 end
  if not told[goal.id] then told_count = told_count + 1 end
  told[goal.id] = text
  print(text) -- your own work goes here; it may take its time
end

local function read_goals(client)
  while true do
    local goal_id = next_goal()
    local ok, err = pcall(function() tell(assert(client:get_goal(goal_id))) end)
    if not ok then io.stderr:write(("%s: %s\n"):format(goal_id, tostring(err))) end
  end
end

-- ---- deliveries -------------------------------------------------------------

-- Returns the status to answer with.
local function receive(stream, headers)
  if headers:get ":method" ~= "POST" then return 405 end
  local length = headers:get "content-length"
  length = math.tointeger(tonumber(length))
  if not length then return 411 end -- a body in chunks: one may be of any size
  if length > MAX_BODY then return 413 end
  local body = stream:get_body_chars(length, IO_TIMEOUT)
  if not body or #body < length then return 400 end
  local signature = headers:get "x-signature"
  if not clickup.webhook.verify(body, signature, SECRET) then return 403 end
  local ok, delivery = pcall(cjson.decode, body)
  if not ok or type(delivery) ~= "table" then return 400 end
  if type(delivery.goal_id) ~= "string" then return 200 end -- an event of something else
  return enqueue(delivery.goal_id) and 200 or 503
end

local function answer(stream, status)
  local headers = http_headers.new()
  headers:append(":status", tostring(status))
  headers:append("content-length", "0")
  headers:append("connection", "close")
  stream:write_headers(headers, true, IO_TIMEOUT)
end

local function on_stream(_, stream)
  local headers = stream:get_headers(IO_TIMEOUT)
  if headers then answer(stream, receive(stream, headers)) end
  -- lua-http 0.4 waits without end for the rest of a request that was not read.
  if stream.state ~= "closed" then
    if stream.connection.socket then stream.connection.socket:shutdown() end
    stream:set_state "closed"
  end
end

-- What one connection meets is its peer's business.
local function on_error(_, _, operation, err)
  if operation == "onstream" then io.stderr:write(tostring(err), "\n") end
end

-- ---- the program ------------------------------------------------------------

io.stdout:setvbuf "line"
local loop = cqueues.new()
local client <close> = clickup.new { max_retries = 6, deadline = 60 }
require("clickup.loop.cqueues").attach(client, loop)
loop:wrap(read_goals, client)

local server = assert(http_server.listen {
  cq = loop, host = "127.0.0.1", port = PORT, tls = false, version = 1.1,
  max_concurrent = MAX_CONNECTIONS, connection_setup_timeout = IO_TIMEOUT,
  onstream = on_stream, onerror = on_error,
})
assert(server:listen())
print("listening on 127.0.0.1:" .. select(3, server:localname()))
for err in loop:errors() do io.stderr:write(tostring(err), "\n") end
