-- SPDX-License-Identifier: MIT
-- timeout, connect_timeout, deadline and max_in_flight.

local socket = require "socket"

local creates = require "spec.support.creates"
local retry_slower = require "spec.support.retry_slower"
local scripted_server = require "spec.support.scripted_server"
local sandbox = require "clickup.sandbox"

local SILENT = { { "eof" } }
local SLOW = 9 -- seconds: far above what any limit here allows, far below what is no limit

local function silent() return scripted_server.start { SILENT, repeat_last = true } end

-- Runs the function, which has to take from `least` to SLOW seconds.
local function timed(least, run)
  local started = socket.gettime()
  local value, err = run()
  local took = socket.gettime() - started
  assert.is_true(took > least - 0.01 and took < SLOW, "took " .. took)
  return value, err
end

local function failed(err, sent, status)
  assert.equal("timeout", err.kind)
  assert.equal(sent, err.sent)
  assert.equal(status, err.status)
  assert.equal(sent == "no", err.retryable)
end

-- A port that takes no connection: the queue of those nobody accepts is full.
local function full_backlog()
  local listener = assert(socket.tcp())
  assert(listener:bind("127.0.0.1", 0))
  assert(listener:listen(0))
  local _, port = listener:getsockname()
  local others = {}
  for i = 1, 4 do
    others[i] = socket.tcp()
    others[i]:settimeout(0)
    others[i]:connect("127.0.0.1", port)
  end
  local server = { url = "http://127.0.0.1:" .. port, others = others, listener = listener }
  return setmetatable(server, { __close = function()
    for _, other in ipairs(others) do other:close() end
    listener:close()
  end })
end

describe("timeout", function()
  it("ends an attempt that nobody answers", retry_slower(function(unit)
    local raw <close> = silent()
    local seconds = 0.1 * unit
    local _, err = timed(seconds, function() return creates.once(raw, { timeout = seconds }) end)
    failed(err, "unknown")
    assert.equal(1, err.attempts)
    assert.matches("^Operation timed out after %d+ milliseconds with 0 bytes received %(see the "
      .. "options timeout and connect_timeout%); it may have run: look for it", err.message)
  end))

  it("ends an answer that has no end", retry_slower(function(unit)
    local raw <close> = scripted_server.start {
      { { "request" }, { "send", "HTTP/1.1 200 OK\r\n\r\n{" }, { "drip", (" "):rep(999), 0.02 } },
    }
    local seconds = 0.2 * unit
    local _, err = timed(seconds, function() return creates.once(raw, { timeout = seconds }) end)
    failed(err, "unknown", 200)
    assert.is_true(#err.response.body > 1)
  end))

  it("ends a request that is not taken", retry_slower(function(unit)
    local raw <close> = scripted_server.start { { { "wait", 30 } } }
    local client <close> = creates.client(raw)
    local body = creates.body { name = ("x"):rep(8 << 20) }
    local _, err = timed(0.2 * unit, function()
      return client:create_key_result(creates.GOAL, body, { timeout = 0.2 * unit })
    end)
    failed(err, "unknown")
  end))

  it("may be given with a call, and is for that call only", retry_slower(function(unit)
    local raw <close> = scripted_server.start {
      SILENT, { { "request" }, { "wait", 0.1 }, { "send", creates.ANSWER } },
    }
    local client <close> = creates.client(raw)
    local _, err = timed(0.05 * unit, function()
      return client:create_key_result(creates.GOAL, creates.body(), { timeout = 0.05 * unit })
    end)
    failed(err, "unknown")
    assert(client:create_key_result(creates.GOAL, creates.body()))
  end))
end)

describe("connect_timeout", function()
  it("ends a connect that is not taken", function()
    local server <close> = full_backlog()
    local _, err = timed(0.2, function() return creates.once(server, { connect_timeout = 0.2 }) end)
    failed(err, "no")
    assert.matches("timed? ?out", err.message)
    assert.matches("(see the options timeout and connect_timeout)", err.message, 1, true)
  end)

  it("ends a TLS handshake that is not answered", function()
    local raw <close> = silent()
    local server = { url = raw.url:gsub("^http", "https") }
    local _, err = timed(0.2, function() return creates.once(server, { connect_timeout = 0.2 }) end)
    failed(err, "no")
  end)

  it("is no limit for the answer", retry_slower(function(unit)
    local raw <close> = scripted_server.start {
      { { "request" }, { "wait", 0.3 * unit }, { "send", creates.ANSWER } },
    }
    assert(creates.once(raw, { connect_timeout = 0.1 * unit }))
  end))
end)

describe("timings.queued", function()
  it("is the time until a call was sent, or ended unsent", retry_slower(function(unit)
    local raw <close> = scripted_server.start { { { "request" }, { "eof" } } }
    local client <close> = creates.client(raw, { max_in_flight = 1, deadline = 0.1 * unit })
    local calls = creates.start(client, 3)
    client:step()
    assert.is_true(calls[3]:cancel())
    creates.finish(client, calls)
    local queued = {}
    for i, call in ipairs(calls) do
      queued[i] = select(2, call:result()).response.timings.queued
    end
    assert.is_true(queued[1] < 0.09 * unit and queued[2] >= 0.09 * unit and queued[2] < 10)
    assert.is_true(queued[3] < 10)
  end))
end)

describe("deadline", function()
  it("ends a call in flight", retry_slower(function(unit)
    local raw <close> = silent()
    local seconds = 0.1 * unit
    local _, err = timed(seconds, function() return creates.once(raw, { deadline = seconds }) end)
    failed(err, "unknown")
    assert.equal(1, err.attempts)
    assert.matches("^the call's deadline passed", err.message)
  end))

  it("ends a call that is queued, and no other", function()
    local raw <close> = silent()
    local client <close> = creates.client(raw, { max_in_flight = 1, timeout = 60 })
    local first, second, third
    timed(0.1, function()
      first = creates.start(client, 1)[1]
      second = client:start("create_key_result", creates.GOAL, creates.body(), { deadline = 0.1 })
      third = creates.start(client, 1)[1]
      creates.finish(client, { second })
    end)
    local _, err = second:result()
    failed(err, "no")
    assert.equal(0, err.attempts)
    assert.matches("^the call's deadline passed", err.message)
    assert.is_false(first:done())
    assert.is_false(third:done())
    creates.step_until(client, function() return creates.count(raw) == 1 end, "the first")
  end)

  for _, cancelled in ipairs { false, true } do
    it("a retry that is due while there is no room goes when there is, " .. (cancelled
      and "or is cancelled and hinders nobody" or "before those that wait"), function()
      local raw <close> = scripted_server.start {
        { { "request" }, { "close" } },
        { { "request" }, { "wait", 0.15 }, { "send", creates.ANSWER }, { "again" } },
        { { "request" }, { "send", creates.ANSWER }, { "again" } },
        repeat_last = true,
      }
      local client <close> = creates.client(raw, { max_in_flight = 1, max_wait = 0.01,
        max_retries = 1, timeout = 60 })
      local retried = client:start("request", "GET", "/v2/goal/g")
      local others = creates.start(client, 3)
      creates.step_until(client, function() return creates.count(raw) == 2 end, "the second")
      socket.sleep(0.02) -- the retry is due
      client:step()
      assert.equal(3, client:stats().queued)
      if cancelled then retried:cancel() end
      creates.finish(client, others)
      for _, call in ipairs(others) do assert(call:result()) end
      assert.is_true(retried:done())
      assert.equal(cancelled and 4 or 5, creates.count(raw))
      local second = raw:received()[2]
      if not cancelled then assert.matches("^GET ", second[2]) end
    end)
  end

  it("counts from start, whenever the client is stepped", function()
    local raw <close> = silent()
    local client <close> = creates.client(raw, { deadline = 0.05 })
    local call = creates.start(client, 1)[1]
    socket.sleep(0.1)
    client:step()
    assert.is_true(call:done())
    local _, err = call:result()
    failed(err, "no")
    assert.same({}, raw:received())
  end)

  it("cuts a timeout that is longer, and is not moved by one that is shorter",
    retry_slower(function(unit)
      local raw <close> = silent()
      local seconds = 0.1 * unit
      local _, long = timed(seconds, function()
        return creates.once(raw, { timeout = 10, deadline = seconds })
      end)
      assert.matches("^the call's deadline passed", long.message)
      local _, short = timed(seconds, function()
        return creates.once(raw, { timeout = seconds, deadline = 10 })
      end)
      assert.matches("^Operation timed out", short.message)
    end))

  it("may be given with a call", retry_slower(function(unit)
    local raw <close> = silent()
    local client <close> = creates.client(raw)
    local _, err = timed(0.1 * unit, function()
      return client:create_key_result(creates.GOAL, creates.body(), { deadline = 0.1 * unit })
    end)
    failed(err, "unknown")
  end))
end)

describe("max_in_flight", function()
  it("lets no more through at once, and the next when one is over", function()
    local raw <close> = silent()
    local client <close> = creates.client(raw, { max_in_flight = 3 })
    local calls = creates.start(client, 6)
    local function arrived(count)
      creates.step_until(client, function() return creates.count(raw) >= count end, "a request")
      local rest = socket.gettime() + 0.03
      while socket.gettime() < rest do
        client:wait(0.01)
        client:step()
      end
      assert.equal(count, creates.count(raw))
    end
    arrived(3)
    assert.equal("clickup call create_key_result (active)", tostring(calls[3]))
    assert.equal("clickup call create_key_result (queued)", tostring(calls[4]))
    calls[1]:cancel()
    arrived(4)
    assert.equal("clickup call create_key_result (active)", tostring(calls[4]))
    calls[5]:cancel() -- while it is queued
    calls[2]:cancel()
    arrived(5)
    assert.equal("clickup call create_key_result (active)", tostring(calls[6]))
  end)

  it("leaves nothing to do for a host's loop while what is under way is awaited", function()
    local raw <close> = silent()
    local client <close> = creates.client(raw, { max_in_flight = 1, timeout = 60 })
    local calls = creates.start(client, 2)
    creates.step_until(client, function() return creates.count(raw) == 1 end)
    creates.step_until(client, function() return client:timeout() > 5 end, "nothing due")
    assert.is_true(client:timeout() <= 61)
    calls[1]:cancel()
    assert.equal(0, client:timeout())
  end)

  it("holds no call back until another is answered", function()
    local raw <close> = silent()
    local client <close> = creates.client(raw)
    creates.start(client, 10)
    creates.step_until(client, function() return creates.count(raw) == 10 end, "10 requests")
  end)

  -- Libcurl takes it for granted that a new connection bears 100 streams.
  it("is 100 until something was answered, and again when all ended without an answer", function()
    local held = { { "request" }, { "hold" }, { "send", creates.ANSWER }, { "eof" } }
    local raw <close> = scripted_server.start {
      { { "request" }, { "send", creates.ANSWER }, table.unpack(held) }, held, repeat_last = true,
    }
    local client <close> = creates.client(raw, { max_in_flight = 130 })
    local function burst()
      local calls = creates.start(client, 110)
      client:step()
      return client:stats().in_flight, calls
    end
    local first, calls = burst()
    assert.equal(100, first)
    creates.step_until(client, function() return client:stats().in_flight == 109 end)
    raw:release()
    creates.finish(client, calls)
    local second
    second, calls = burst()
    assert.equal(110, second)
    for _, call in ipairs(calls) do call:cancel() end
    assert.equal(100, (burst()))
  end)

  it("carries 200 calls over 8 connections", function()
    local server <close> = sandbox.start()
    local client <close> = creates.client(server, { max_in_flight = 8 })
    local calls = creates.start(client, 200, server.goal_id)
    creates.finish(client, calls)
    local ids = {}
    for _, call in ipairs(calls) do ids[assert(call:result()).id] = true end
    local count = 0
    for _, key_result in ipairs(server:state().goals[1].key_results) do
      assert.is_true(ids[key_result.id])
      count = count + 1
    end
    assert.equal(200, count)
    assert.equal(200, #server:requests())
    assert.is_true(creates.connections(server) <= 8)
  end)

  it("is 32 unless it is given", function()
    local raw <close> = silent()
    local client <close> = creates.client(raw)
    local calls = creates.start(client, 40)
    client:step()
    assert.equal("clickup call create_key_result (active)", tostring(calls[32]))
    assert.equal("clickup call create_key_result (queued)", tostring(calls[33]))
  end)
end)
