-- SPDX-License-Identifier: MIT
-- The example of a webhook receiver: what each delivery is answered, and what is read after it.

local clickup = require "clickup"
local sandbox = require "clickup.sandbox"
local socket = require "socket"

local example = require "spec.support.example"
local needs = require "spec.support.needs"
local process = require "spec.support.process"
local scripted_server = require "spec.support.scripted_server"

local LUA = process.quote(os.getenv "LUA" or "lua5.4")
local SECRET = "O94IM25S7PXBPYTMNXLLET230SRP0S89"
local GOAL = [[{"goal": {"id": "g-1", "name": "Run more", "key_results": [
  {"id": "k-1", "name": "Distance", "steps_current": %d, "steps_end": 200}]}}]]

local function sign(body)
  local digest = require("openssl.hmac").new(SECRET, "sha256"):final(body)
  return (digest:gsub(".", function(ch) return ("%02x"):format(ch:byte()) end))
end

local function delivery(goal_id)
  return ('{"event":"goalUpdated","goal_id":"%s","webhook_id":"w-1"}'):format(goal_id)
end

local Receiver = {}
Receiver.__index = Receiver
function Receiver:__close() self.child:close() end

local function start(server)
  local child = process.start(process.folder(), ([[
    CLICKUP_TOKEN=%s CLICKUP_BASE_URL=%s CLICKUP_WEBHOOK_SECRET=%s %s \
      spec/examples/webhook_receiver.lua 0 &
    cat >/dev/null
    kill $!]]):format(server.token or "pk_1_A", server.base_url or server.url .. "/api", SECRET,
    LUA))
  local line = child:line() or child:fail "webhook_receiver.lua"
  return setmetatable({ child = child, port = line:match "^listening on 127.0.0.1:(%d+)$" },
    Receiver)
end

-- What is answered to these bytes, when no more of them come.
function Receiver:status(bytes)
  local connection = assert(socket.connect("127.0.0.1", self.port))
  connection:settimeout(30)
  connection:send(bytes)
  connection:shutdown "send"
  local answer = connection:receive "*l"
  connection:close()
  return answer and tonumber(answer:match "^HTTP/1.1 (%d+)")
end

function Receiver:post(body, headers)
  return self:status(("POST /clickup HTTP/1.1\r\nHost: me\r\n%sContent-Length: %d\r\n\r\n%s")
    :format(headers or ("X-Signature: %s\r\n"):format(sign(body)), #body, body))
end

local function paths(server)
  local list = {}
  for _, requests in ipairs(server:received()) do
    for _, request in ipairs(requests) do list[#list + 1] = request:match "^GET (%S+) " end
  end
  return list
end

describe("the webhook receiver", function()
  local function it_serves(what, fn)
    it(what, function()
      needs(pending, "lua:http.server")
      needs(pending, "lua:openssl.hmac")
      fn()
    end)
  end

  it_serves("answers 200 to what ClickUp signed, and says why it takes nothing else", function()
    local server <close> = scripted_server.start { { { "eof" } }, repeat_last = true }
    local receiver <close> = start(server)
    local function signature(text) return ("X-Signature: %s\r\n"):format(text) end
    local body = delivery "g-1"
    local too_long = ("x"):rep(64 * 1024 + 1)
    for what, case in pairs {
      ["another event"] = { 200, receiver:post '{"event":"taskUpdated","task_id":"x"}' },
      ["no signature"] = { 403, receiver:post(body, "") },
      ["a wrong one"] = { 403, receiver:post(body, signature(sign(body .. " "))) },
      ["two"] = { 403, receiver:post(body, signature "a" .. signature(sign(body))) },
      ["no JSON"] = { 400, receiver:post "goal" },
      ["JSON of something else"] = { 400, receiver:post "12" },
      ["too much"] = { 413, receiver:status(("POST / HTTP/1.1\r\nHost: me\r\nContent-Length: "
        .. "%d\r\n\r\n"):format(#too_long)) },
      ["too little"] = { 400,
        receiver:status "POST / HTTP/1.1\r\nHost: me\r\nContent-Length: 9\r\n\r\n{}" },
      ["chunks"] = { 411,
        receiver:status "POST / HTTP/1.1\r\nHost: me\r\nTransfer-Encoding: chunked\r\n\r\nfffff" },
      ["a page"] = { 405, receiver:status "GET / HTTP/1.1\r\nHost: me\r\n\r\n" },
      ["no HTTP"] = { nil, receiver:status "hello\r\n\r\n" },
    } do
      assert.equal(case[1], case[2], what)
    end
    assert.same({}, server:received())
    assert.equal("", receiver.child:errors())
  end)

  it_serves("tells of a goal once, and again when it has moved", function()
    local server <close> = sandbox.start()
    local goal = server:seed { goals = { { name = "Run more", key_results = {
      { name = "Distance", type = "number", steps_start = 0, steps_end = 200, steps_current = 50 },
      { name = "Bugs", type = "number", steps_start = 90, steps_end = 20, steps_current = 60 },
    } } } }.goals[1]
    local receiver <close> = start(server)
    local function deliver(count)
      assert.equal(200, receiver:post(delivery(goal.id)))
      while #server:requests() < count do socket.sleep(0.002) end
    end
    deliver(1)
    assert.equal(("Run more (%s): Distance 50 of 200, Bugs 60 from 90 to 20"):format(goal.id),
      receiver.child:line())
    deliver(2)
    local client <close> = clickup.new { base_url = server.base_url, token = server.token }
    assert(client:edit_key_result(goal.key_results[1].id, { steps_current = 60 }))
    deliver(4)
    assert.equal(("Run more (%s): Distance 60 of 200, Bugs 60 from 90 to 20"):format(goal.id),
      receiver.child:line())
  end)

  it_serves("answers before it reads, and queues each goal once, as many as it can", function()
    local server <close> = scripted_server.start { {
      { "request" }, { "hold" }, { "send", scripted_server.http(200, {}, GOAL:format(50)) },
      { "again" },
    }, repeat_last = true }
    local receiver <close> = start(server)
    for _, id in ipairs { "a", "b", "b", "b" } do
      assert.equal(200, receiver:post(delivery(id)))
      while #paths(server) == 0 do socket.sleep(0.001) end
    end
    for i = 2, 1000 do assert.equal(200, receiver:post(delivery("more-" .. i))) end
    assert.equal(503, receiver:post(delivery "too many"))
    server:release()
    assert.equal("Run more (g-1): Distance 50 of 200", receiver.child:line())
    while #paths(server) < 5 do socket.sleep(0.001) end
    local read = table.move(paths(server), 1, 5, 1, {})
    assert.same({ "/api/v2/goal/a", "/api/v2/goal/b", "/api/v2/goal/more-2",
      "/api/v2/goal/more-3", "/api/v2/goal/more-4" }, read)
  end)

  it_serves("goes on after a goal that cannot be read", function()
    local server <close> = scripted_server.start { {
      { "request" }, { "send", scripted_server.http(404, {}, '{"err": "No goal"}') },
      { "request" }, { "send", scripted_server.http(200, {}, GOAL:format(50)) },
    } }
    local receiver <close> = start(server)
    assert.equal(200, receiver:post(delivery "gone"))
    while #paths(server) == 0 do socket.sleep(0.001) end
    assert.equal(200, receiver:post(delivery "g-1"))
    assert.equal("Run more (g-1): Distance 50 of 200", receiver.child:line())
    assert.equal("gone: get_goal: 404 No goal\n", receiver.child:errors())
  end)

  it_serves("says which setting is missing", function()
    local function run(argument)
      local _, problems, status = example.run({ base_url = "http://127.0.0.1:1" },
        "env -u CLICKUP_WEBHOOK_SECRET $LUA spec/examples/webhook_receiver.lua " .. argument)
      return problems .. status
    end
    assert.equal("PORT: expected the port to listen on (0: any), got nothing\n2", run "")
    assert.equal("PORT: expected the port to listen on (0: any), got x\n2", run "x")
    assert.equal("CLICKUP_WEBHOOK_SECRET: expected the webhook's secret, got nothing\n2",
      run "0")
  end)
end)
