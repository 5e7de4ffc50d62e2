-- SPDX-License-Identifier: MIT
-- The retry table end to end: what happened to each kind of operation, how often
-- the server saw it, and what the caller was told.

local socket = require "socket"

local creates = require "spec.support.creates"
local retry_slower = require "spec.support.retry_slower"
local plays = require "spec.support.plays"
local sandbox = require "clickup.sandbox"

local GOAL, KR = creates.GOAL, "kr-1"

-- A client that does not wait long; a server that asks for more ends its calls.
local function hasty(raw, options)
  local all = { max_wait = 0.02 }
  for name, value in pairs(options or {}) do all[name] = value end
  return plays.client(raw, all)
end

-- How each kind is called, and an answer that it takes.
local kinds = {
  read = { function(c, o) return c:get_goal(GOAL, o) end, '{"goal":{"id":"g"}}' },
  edit = { function(c, o) return c:edit_key_result(KR, { steps_current = 1 }, o) end,
    '{"key_result":{"id":"kr-1"}}' },
  delete = { function(c, o) return c:delete_key_result(KR, o) end, "{}" },
  create = { function(c, o) return c:create_key_result(GOAL, creates.body(), o) end,
    '{"key_result":{"id":"kr-1"}}' },
  exchange = { function(c, o)
    return c:get_access_token({ client_id = "a", client_secret = "b", code = "c" }, o)
  end, '{"access_token":"t"}' },
}

-- Connections that end one way, then one that answers; the requests that came.
local function run(kind, steps, options, per_call)
  local call, good = table.unpack(kinds[kind])
  local raw <close> = plays.server { steps, plays.reply(200, good) }
  local all = { reconcile = false, max_wait = 0.02 }
  for name, value in pairs(options or {}) do all[name] = value end
  local client <close> = hasty(raw, all)
  local value, second = call(client, per_call)
  return value, second, #plays.requests(raw)
end

local AGAIN = { "no", "again" }
-- What happened → what each kind comes to: "again" (the second attempt's answer),
-- or the error's sent; its kind and retry_reason.
local table_of = {
  { "a connection that is reset at once", { { "reset" } },
    -- a reset may come before or after the body was handed over
    { read = AGAIN, edit = AGAIN, delete = AGAIN } },
  { "no answer", plays.CLOSE, { read = AGAIN, edit = AGAIN, delete = AGAIN,
    create = { "unknown", "transport", "it may have run" },
    exchange = { "unknown", "transport", "a code is sent once only" } } },
  { "a reset", plays.RESET, { read = AGAIN, edit = AGAIN, delete = AGAIN,
    create = { "unknown", "transport", "it may have run" },
    exchange = { "unknown", "transport", "a code is sent once only" } } },
  { "a cut answer", plays.CUT, { read = AGAIN, edit = AGAIN, delete = AGAIN,
    create = { "unknown", "transport", "it may have run" },
    exchange = { "yes", "transport", "a code is sent once only" } } },
  { "a 429", plays.reply(429, '{"err":"Rate limit reached","ECODE":"APP_002"}'),
    { read = AGAIN, edit = AGAIN, delete = AGAIN, create = AGAIN,
      exchange = { "yes", "rate_limited", "a code is sent once only" } } },
  { "a 400", plays.reply(400, "{}"), { read = { "yes", "api", "answered" },
    edit = { "yes", "api", "answered" }, delete = { "yes", "api", "answered" },
    create = { "yes", "api", "answered" }, exchange = { "yes", "api", "answered" } } },
  { "a 404", plays.reply(404, "{}"), { read = { "yes", "api", "answered" },
    edit = { "yes", "api", "answered" }, delete = { "yes", "api", "answered" },
    create = { "yes", "api", "answered" }, exchange = { "yes", "api", "answered" } } },
}
-- The next one would be the same.
for name, steps in pairs {
  ["an answer over max_response_bytes"] = plays.reply(200, (" "):rep(2000)),
  ["headers over their maximum"] = plays.reply(200, "{}", { ["X-Long"] = ("x"):rep(99999) }),
  ["an answer that can't be unpacked"] = plays.reply(200, "{}", { ["Content-Encoding"] = "gzip" }),
} do
  table_of[#table_of + 1] = { name, steps, { read = { "yes", "decode", "answer not usable" },
    edit = { "yes", "decode", "answer not usable" },
    delete = { "yes", "decode", "answer not usable" },
    create = { "unknown", "decode", "it may have run" },
    exchange = { "yes", "decode", "a code is sent once only" } } }
end
for _, status in ipairs { 408, 500, 502, 503, 504 } do
  table_of[#table_of + 1] = { "a " .. status, plays.reply(status, "{}"),
    { read = AGAIN, edit = AGAIN, delete = AGAIN,
      create = { "unknown", "api", "it may have run" },
      exchange = { "yes", "api", "a code is sent once only" } } }
end

describe("what follows from", function()
  for _, row in ipairs(table_of) do
    for kind, expected in pairs(row[3]) do
      it(("%s, for kind %s: %s"):format(row[1], kind, expected[2]), function()
        local value, info, requests = run(kind, row[2], { max_response_bytes = 1000 })
        if expected[2] == "again" then
          assert.truthy(value)
          assert.equal(row[2][1][1] == "reset" and 1 or 2, requests)
          assert.equal(2, info.attempts)
          assert.equal("answered", info.retry_reason)
          return
        end
        assert.is_nil(value)
        assert.equal(1, requests)
        assert.equal(1, info.attempts)
        assert.equal(expected[1], info.sent)
        assert.equal(expected[2], info.kind)
        assert.equal(expected[3], info.response.retry_reason)
        assert.equal(expected[2] == "rate_limited", info.retryable)
      end)
    end
  end

  for kind, requests in pairs { read = 2, edit = 2, delete = 2, create = 1, exchange = 1 } do
    it("a timeout of the attempt, for kind " .. kind, retry_slower(function(unit)
      local value, info, came = run(kind, plays.SILENT, { timeout = 0.15 * unit })
      assert.equal(requests, came)
      if requests == 2 then assert.truthy(value)
      else
        assert.equal("timeout", info.kind)
        assert.equal("unknown", info.sent)
      end
    end))
  end
end)

-- A port on which nobody listens.
local function closed_port()
  local listener = assert(socket.bind("127.0.0.1", 0))
  local port = select(2, listener:getsockname())
  listener:close()
  return { url = "http://127.0.0.1:" .. port }
end

describe("what never left", function()
  it("is tried again, creates too, and is told as sent = no", function()
    for kind, attempts in pairs { read = 2, edit = 2, delete = 2, create = 2, exchange = 1 } do
      local client <close> = hasty(closed_port(), { max_retries = 1 })
      local value, err = kinds[kind][1](client)
      assert.is_nil(value)
      assert.equal(attempts, err.attempts, kind)
      assert.equal("transport", err.kind)
      assert.equal("no", err.sent)
      assert.is_true(err.retryable)
      assert.equal(kind == "exchange" and "a code is sent once only" or "no retries left",
        err.response.retry_reason)
    end
  end)

  it("goes through once somebody listens", function()
    local port = closed_port()
    local client <close> = hasty(port, { max_retries = 100 })
    local call = client:start("create_key_result", GOAL, creates.body())
    creates.step_until(client, function() return client:stats().retried >= 1 end)
    local listener = assert(socket.bind("127.0.0.1", tonumber(port.url:match "%d+$")))
    listener:settimeout(0)
    local peer, bytes = nil, ""
    creates.step_until(client, function()
      peer = peer or listener:accept()
      if not peer then return false end
      peer:settimeout(0)
      local more, _, part = peer:receive(65536)
      bytes = bytes .. (more or part)
      return bytes:sub(-1) == "}"
    end)
    peer:send(creates.ANSWER)
    creates.finish(client, { call })
    listener:close()
    local value, response = call:result()
    assert.equal("kr-1", value.id)
    assert.is_true(response.attempts >= 2)
  end)

  it("for a certificate is never tried again", function()
    local server <close> = sandbox.start { tls = true }
    local client <close> = hasty({ base_url = server.base_url, token = server.token })
    for _, kind in ipairs { "read", "edit", "delete", "create", "exchange" } do
      local _, err = kinds[kind][1](client)
      assert.equal("transport", err.kind)
      assert.equal(1, err.attempts)
      assert.equal("no", err.sent)
      assert.is_false(err.retryable)
      if kind ~= "exchange" then
        assert.equal("it would fail the same way", err.response.retry_reason)
      end
    end
    assert.same({}, server:requests())
    assert.equal(0, client:stats().retried)
  end)
end)

describe("max_retries", function()
  local function count(options, per_call)
    local list = {}
    for i = 1, 9 do list[i] = plays.reply(500, "{}") end
    local raw <close> = plays.server(list)
    local client <close> = hasty(raw, options)
    local _, err = client:get_goal(GOAL, per_call)
    assert.equal("no retries left", err.response.retry_reason)
    assert.equal("yes", err.sent)
    assert.equal(500, err.status)
    assert.equal(err.attempts, #plays.requests(raw))
    return err.attempts
  end

  it("is of the client, or of the call", function()
    assert.equal(1, count { max_retries = 0 })
    assert.equal(3, count { max_retries = 2 })
    assert.equal(1, count(nil, { max_retries = 0 }))
    assert.equal(2, count({ max_retries = 0 }, { max_retries = 1 }))
  end)

  it("is 3 by default, and a server that always says 500 ends soon", function()
    local list = {}
    for i = 1, 9 do list[i] = plays.reply(500, "{}") end
    local raw <close> = plays.server(list)
    local waits = 0
    local client <close> = creates.client(raw, { on_event = function(event)
      if event.event == "retry" then waits = waits + event.seconds end
    end, max_retries = 3 })
    assert.equal(4, select(2, client:get_goal(GOAL)).attempts)
    assert.is_true(waits <= 0.25 + 0.5 + 1, waits .. " s")
  end)
end)

describe("a deadline", function()
  it("spans attempts and the waits between them", retry_slower(function(unit)
    local list = {}
    for i = 1, 50 do list[i] = plays.reply(500, "{}", nil, 0.05 * unit) end
    local raw <close> = plays.server(list)
    local client <close> = hasty(raw, { max_retries = 100, max_wait = 0.001 })
    local started = socket.gettime()
    local value, err = client:get_goal(GOAL, { deadline = 0.4 * unit })
    local took = socket.gettime() - started
    assert.is_nil(value)
    assert.is_true(err.attempts > 1)
    assert.is_true(took < 0.8 * unit, "took " .. took)
    assert.is_true(err.kind == "timeout" or err.response.retry_reason:find "deadline" ~= nil)
  end))

  it("cuts an attempt that would take longer", retry_slower(function(unit)
    local raw <close> = plays.server { plays.CLOSE, plays.SILENT }
    local client <close> = hasty(raw, { timeout = 60, max_wait = 0.001 })
    local started = socket.gettime()
    local value, err = client:edit_key_result(KR, { note = "x" }, { deadline = 0.3 * unit })
    assert.is_true(socket.gettime() - started < 30)
    assert.is_nil(value)
    assert.equal("timeout", err.kind)
    assert.equal(2, err.attempts)
    assert.equal("unknown", err.sent)
    assert.matches("deadline", err.message)
  end))

  it("does not begin a wait that it would not outlast", function()
    local raw <close> = plays.server { plays.reply(503, "{}", { ["Retry-After"] = "50" }) }
    local client <close> = plays.client(raw, { deadline = 30 })
    local started = socket.gettime()
    local _, err = client:get_goal(GOAL)
    assert.is_true(socket.gettime() - started < 15)
    assert.equal("the wait would pass the deadline", err.response.retry_reason)
    assert.equal(50, err.retry_after)
    assert.equal(1, #plays.requests(raw))
  end)
end)

describe("the retry budget", function()
  it("is spent by all calls of a client together", function()
    local list = {}
    for i = 1, 3 do list[i] = plays.reply(500, "{}") end
    local raw <close> = plays.server(list)
    local client <close> = hasty(raw, { retry_budget = 1, max_retries = 5 })
    local _, first = client:get_goal(GOAL)
    assert.equal(2, first.attempts)
    assert.equal("retry budget spent", first.response.retry_reason)
    local _, second = client:get_goal(GOAL)
    assert.equal(1, second.attempts)
    assert.equal("retry budget spent", second.response.retry_reason)
    assert.equal(3, #plays.requests(raw))
  end)

  it("gets one back for five answers", function()
    local list = { plays.reply(500, "{}"), plays.reply(500, "{}") }
    for i = 3, 7 do list[i] = plays.reply(404, "{}") end
    list[8], list[9] = plays.reply(500, "{}"), plays.reply(200, kinds.read[2])
    local raw <close> = plays.server(list)
    local client <close> = hasty(raw, { retry_budget = 1 })
    assert.equal(2, select(2, client:get_goal(GOAL)).attempts)
    for _ = 1, 5 do assert.equal(404, select(2, client:get_goal(GOAL)).status) end
    local value, response = client:get_goal(GOAL)
    assert.equal("g", value.id)
    assert.equal(2, response.attempts)
  end)

  it("of 0 allows none, also for creates that were looked for", function()
    local raw <close> = plays.server { plays.reply(500, "{}"), plays.goal {}, plays.goal {} }
    local client <close> = hasty(raw, { retry_budget = 0 })
    local _, err = client:create_key_result(GOAL, creates.body())
    assert.equal("unknown", err.sent)
    assert.equal("POST GET GET", plays.methods(raw))
  end)
end)

describe("a delete that finds nothing", function()
  local gone = {
    ["404"] = plays.reply(404, "{}"),
    ["401 OAUTH_027"] = plays.reply(401, '{"err":"Team not authorized","ECODE":"OAUTH_027"}'),
  }
  for name, answer in pairs(gone) do
    it(("on a retry is done: %s"):format(name), function()
      for _, first in ipairs { plays.CLOSE, plays.reply(500, "{}"), plays.CUT } do
        for _, method in ipairs { "delete_key_result", "delete_goal" } do
          local raw <close> = plays.server { first, answer }
          local client <close> = hasty(raw)
          local value, response = client[method](client, KR)
          assert.is_true(value)
          assert.is_true(response.recovered)
          assert.equal(2, response.attempts)
        end
      end
    end)

    it(("is an error at first, or after what did not run: %s"):format(name), function()
      for _, list in ipairs { { answer }, { plays.reply(429, "{}"), answer } } do
        local raw <close> = plays.server(list)
        local client <close> = hasty(raw)
        local value, err = client:delete_key_result(KR)
        assert.is_nil(value)
        assert.equal("api", err.kind)
        assert.is_nil(err.response.recovered)
      end
    end)
  end

  it("is an error on a retry when the token is bad", function()
    local raw <close> = plays.server { plays.CLOSE,
      plays.reply(401, '{"err":"Token invalid","ECODE":"OAUTH_025"}') }
    local client <close> = hasty(raw)
    local value, err = client:delete_key_result(KR)
    assert.is_nil(value)
    assert.equal("OAUTH_025", err.code)
  end)

  it("does not make an edit done", function()
    local raw <close> = plays.server { plays.CLOSE, gone["404"] }
    local client <close> = hasty(raw)
    local value, err = client:edit_key_result(KR, { note = "x" })
    assert.is_nil(value)
    assert.equal(404, err.status)
  end)
end)
