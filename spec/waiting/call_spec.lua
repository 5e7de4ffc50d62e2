-- SPDX-License-Identifier: MIT
-- The waiting model: start, step, wait, fd, timeout, done, result, cancel.

local clickup = require "clickup"
local socket = require "socket"

local creates = require "spec.support.creates"
local retry_slower = require "spec.support.retry_slower"
local scripted_server = require "spec.support.scripted_server"
local sandbox = require "clickup.sandbox"

local SLOW = 30 -- seconds: what takes longer hangs

local function silent() return scripted_server.start { { { "eof" } }, repeat_last = true } end

local function answering(delay)
  return scripted_server.start {
    { { "request" }, { "wait", delay or 0 }, { "send", creates.ANSWER }, { "again" } },
    repeat_last = true,
  }
end

-- The build without epoll and kqueue is found in a folder of this name.
local HAS_FD = not package.searchpath("clickup.core", package.cpath):find "/none/"

-- What a host's loop has of a client: one descriptor to poll.
local function poll(client, seconds)
  local fd = client:fd()
  local descriptor = { getfd = function() return fd end, dirty = function() return false end }
  return #socket.select({ descriptor }, nil, seconds) > 0
end

local function raises(expected, run, ...)
  local ok, text = pcall(run, ...)
  assert.is_false(ok)
  assert.equal(expected, text:match "call_spec%.lua:%d+: (.*)$" or text)
end

describe("start", function()
  it("sends nothing before the first step", function()
    local raw <close> = silent()
    local client <close> = creates.client(raw)
    local call = creates.start(client, 1)[1]
    assert.equal("clickup call create_key_result (queued)", tostring(call))
    client:wait()
    socket.sleep(0.02)
    assert.same({}, raw:received())
    assert.is_false(call:done())
    client:step()
    assert.equal("clickup call create_key_result (active)", tostring(call))
    creates.step_until(client, function() return creates.count(raw) == 1 end, "the request")
  end)

  it("takes the body as it is then", function()
    local raw <close> = answering()
    local client <close> = creates.client(raw)
    local body = creates.body { name = "before" }
    local call = client:start("create_key_result", creates.GOAL, body)
    body.name, body.owners[1] = "after", 7
    creates.finish(client, { call })
    local request = creates.parse(raw:received()[1][1])
    assert.matches('"name":"before","owners":[183]', request.body, 1, true)
  end)

  it("of a body that breaks the schema is a call that is done", function()
    local raw <close> = silent()
    local client <close> = creates.client(raw)
    local call = client:start("create_key_result", creates.GOAL, {})
    assert.is_true(call:done())
    assert.is_false(call:cancel())
    assert.is_nil(client:timeout())
    local value, err = call:result()
    assert.is_nil(value)
    assert.equal("invalid", err.kind)
    assert.equal("no", err.sent)
    assert.equal(0, err.attempts)
    client:step()
    assert.same({}, raw:received())
  end)

  it("knows its operations and arguments", function()
    local raw <close> = silent()
    local client <close> = creates.client(raw)
    raises('unknown operation create_keyresult, did you mean "create_key_result"?', function()
      client:start "create_keyresult"
    end)
    raises("unknown operation nil", function() client:start() end)
    raises("create_key_result: expected at most 3 arguments, got 4", function()
      client:create_key_result("a", creates.body(), {}, {})
    end)
  end)
end)

describe("a call", function()
  it("goes through its states, and has the same result every time", function()
    local raw <close> = answering()
    local client <close> = creates.client(raw)
    local call = creates.start(client, 1)[1]
    raises("create_key_result: the call is not done yet", function() call:result() end)
    client:step()
    assert.is_false(call:done())
    raises("create_key_result: the call is not done yet", function() call:result() end)
    creates.finish(client, { call })
    assert.equal("clickup call create_key_result (done)", tostring(call))
    local first, first_response = call:result()
    local second, second_response = call:result()
    assert.same({ id = "kr-1" }, first)
    assert.same(first, second)
    assert.equal(first_response.body, second_response.body)
    assert.equal(200, second_response.status)
    assert.equal(1, creates.count(raw))
  end)

  it("that failed has the same error every time", function()
    local raw <close> = scripted_server.start { { { "request" }, { "close" } } }
    local client <close> = creates.client(raw)
    local call = creates.start(client, 1)[1]
    creates.finish(client, { call })
    local _, first = call:result()
    local _, second = call:result()
    assert.equal(tostring(first), tostring(second))
    assert.equal("unknown", second.sent)
  end)

  it("that is queued can be cancelled: nothing is sent", function()
    local raw <close> = silent()
    local client <close> = creates.client(raw)
    local call = creates.start(client, 1)[1]
    assert.is_true(call:cancel())
    assert.is_true(call:done())
    assert.is_false(call:cancel())
    local value, err = call:result()
    assert.is_nil(value)
    assert.equal("cancelled", err.kind)
    assert.equal("cancelled", err.message)
    assert.equal("no", err.sent)
    assert.equal(0, err.attempts)
    client:step()
    assert.is_nil(client:timeout())
    assert.same({}, raw:received())
  end)

  it("that is active can be cancelled, and may have run", function()
    local raw <close> = silent()
    local client <close> = creates.client(raw)
    local call = creates.start(client, 1)[1]
    creates.step_until(client, function() return creates.count(raw) == 1 end, "the request")
    assert.is_true(call:cancel())
    assert.is_true(call:done())
    local _, err = call:result()
    assert.equal("cancelled", err.kind)
    assert.equal("unknown", err.sent)
    assert.equal("cancelled" .. creates.ADVICE, err.message)
    assert.equal(1, err.attempts)
    assert.is_false(err.retryable)
    assert.is_nil(client:timeout())
  end)

  it("that may have run says what to do, if it makes something", function()
    local raw <close> = silent()
    local client <close> = creates.client(raw)
    for method, advice in pairs { POST = creates.ADVICE, PATCH = creates.ADVICE, PUT = "",
      DELETE = "" } do
      local before = creates.count(raw)
      local call = client:start("request", method, "/v2/x")
      creates.step_until(client, function() return creates.count(raw) > before end, method)
      call:cancel()
      assert.equal("cancelled" .. advice, select(2, call:result()).message, method)
    end
    local _, err = client:create_key_result(creates.GOAL, creates.body(), { deadline = 0.05 })
    assert.equal("unknown", err.sent)
    assert.matches("deadline passed.*" .. creates.ADVICE:gsub("%p", "%%%0") .. "$", err.message)
  end)

  it("that is done keeps its result when it is cancelled", function()
    local raw <close> = answering()
    local client <close> = creates.client(raw)
    local call = creates.start(client, 1)[1]
    creates.finish(client, { call })
    assert.is_false(call:cancel())
    assert.same({ id = "kr-1" }, (call:result()))
  end)

  it("leaves its connection alone when another is cancelled", function()
    local raw <close> = answering(0.05)
    local client <close> = creates.client(raw)
    local calls = creates.start(client, 6)
    client:step()
    for i = 1, 6, 2 do calls[i]:cancel() end
    creates.finish(client, calls)
    for i, call in ipairs(calls) do
      local value, more = call:result()
      if i % 2 == 0 then assert(value, more) else assert.equal("cancelled", more.kind) end
    end
  end)
end)

describe("wait", function()
  it("returns at once when nothing is in flight", function()
    local raw <close> = answering()
    local client <close> = creates.client(raw)
    local started = socket.gettime()
    client:wait()
    assert.equal(0, select("#", client:wait(5)))
    assert(client:create_key_result(creates.GOAL, creates.body()))
    client:wait()
    client:wait(5)
    assert.is_true(socket.gettime() - started < 4)
  end)

  it("returns early when there is work", function()
    local raw <close> = answering(0.05)
    local client <close> = creates.client(raw)
    local call, started, rounds = creates.start(client, 1)[1], socket.gettime(), 0
    while not call:done() do
      client:wait(60)
      client:step()
      rounds = rounds + 1
    end
    local took = socket.gettime() - started
    assert.is_true(took > 0.04 and took < SLOW, "took " .. took)
    assert.is_true(rounds < 50, rounds .. " rounds")
  end)

  it("is late by little when there is none", function()
    local raw <close> = silent()
    local client <close> = creates.client(raw)
    creates.start(client, 1)
    creates.step_until(client, function() return creates.count(raw) == 1 end, "the request")
    for _, seconds in ipairs { 0, 0.001, 0.1 } do
      local started = socket.gettime()
      while socket.gettime() - started < seconds do client:wait(seconds) end
      client:wait(seconds)
      assert.is_true(socket.gettime() - started < 2 * seconds + 5)
    end
  end)

  it("returns at once when something is due without any socket", function()
    local raw <close> = silent()
    local client <close> = creates.client(raw, { timeout = 60 })
    local calls, told = creates.start(client, 2), false
    calls[1]:on_done(function() told = true end)
    creates.step_until(client, function() return creates.count(raw) == 2 end, "the requests")
    creates.step_until(client, function() return client:timeout() > 5 end, "nothing due")
    calls[1]:cancel()
    local since = socket.gettime()
    client:wait()
    client:step()
    assert.is_true(told)
    assert.is_true(socket.gettime() - since < 4)
  end)

  it("does not spin while a server thinks", function()
    local raw <close> = answering(0.3)
    local client <close> = creates.client(raw)
    local call, used, rounds = creates.start(client, 1)[1], os.clock(), 0
    while not call:done() do
      client:wait()
      client:step()
      rounds = rounds + 1
    end
    assert.is_true(rounds < 50, rounds .. " rounds")
    assert.is_true(os.clock() - used < 0.2, "used " .. os.clock() - used)
  end)

  it("does not spin where a call blocks", retry_slower(function(unit)
    local raw <close> = answering(0.3 * unit)
    local client <close> = creates.client(raw)
    local used, took = os.clock(), socket.gettime()
    assert(client:create_key_result(creates.GOAL, creates.body()))
    used, took = os.clock() - used, socket.gettime() - took
    assert.is_true(used < took / 20, ("%.3f s of %.3f s"):format(used, took))
  end))

  it("waits as long again when nothing has happened, without a step between", function()
    local raw <close> = silent()
    local client <close> = creates.client(raw)
    creates.start(client, 1)
    creates.step_until(client, function() return #raw:received() == 1 end, "the request")
    for _ = 1, 20 do client:step() end
    local began = socket.gettime()
    for _ = 1, 3 do client:wait(0.05) end
    assert.is_true(socket.gettime() - began > 0.09)
  end)

  it("does not spin where one client waits for another", function()
    local raw <close> = answering(0.3)
    local idle_raw <close> = silent()
    for _, busy in ipairs { false, true } do
      local one <close> = creates.client(idle_raw)
      local other <close> = creates.client(raw)
      if busy then one:start("get_goal", creates.GOAL) end
      local task = one:spawn(function() return other:get_goal(creates.GOAL) end)
      local used, took = os.clock(), socket.gettime()
      one:wait_all { task }
      used, took = os.clock() - used, socket.gettime() - took
      assert.is_true(task:done())
      assert.is_true(took > 0.2, took .. " s")
      assert.is_true(used < took / 2, ("%.3f s of %.3f s"):format(used, took))
    end
  end)

  it("does not spin on connections that are gone", function()
    local once = { { "request" }, { "send", creates.ANSWER }, { "close" } }
    local raw <close> = scripted_server.start { once, once, once, { { "request" }, { "eof" } } }
    local client <close> = creates.client(raw)
    creates.finish(client, creates.start(client, 3))
    creates.start(client, 1)
    creates.step_until(client, function() return creates.count(raw) == 4 end, "the request")
    local steps, until_then = 0, socket.gettime() + 0.5
    while socket.gettime() < until_then do
      client:wait(0.1)
      client:step()
      steps = steps + 1
    end
    assert.is_true(steps < 30, steps .. " steps")
  end)

  it("expects seconds", function()
    local raw <close> = silent()
    local client <close> = creates.client(raw)
    creates.start(client, 1)
    raises("wait: expected seconds (a number from 0), got string", function() client:wait "1" end)
    raises("wait: expected seconds (a number from 0), got table", function() client:wait {} end)
    for _, seconds in ipairs { -1, 0 / 0, -math.huge } do
      raises("wait: expected seconds (a number from 0), got number " .. tostring(seconds),
        function()
        client:wait(seconds)
      end)
    end
    client:wait(math.huge) -- a call that is queued is work
  end)
end)

describe("fd and timeout", function()
  it("tell what there is to wait for", function()
    local raw <close> = scripted_server.start {
      { { "request" }, { "hold" }, { "send", creates.ANSWER } },
    }
    local client <close> = creates.client(raw)
    assert.is_nil(client:timeout())
    local call = creates.start(client, 1)[1]
    assert.equal(0, client:timeout())
    client:step()
    creates.step_until(client, function() return creates.count(raw) == 1 end, "the request")
    creates.step_until(client, function() return client:timeout() > 0 end, "nothing due")
    assert.is_true(client:timeout() <= 11)
    raw:release()
    creates.finish(client, { call })
    assert.is_nil(client:timeout())
  end)

  it("end by the deadline", function()
    local raw <close> = silent()
    local client <close> = creates.client(raw, { timeout = 90, deadline = 30 })
    creates.start(client, 1)
    creates.step_until(client, function() return creates.count(raw) == 1 end, "the request")
    creates.step_until(client, function() return client:timeout() > 5 end, "nothing else due")
    assert.is_true(client:timeout() <= 30)
  end)

  it("are all that a host's loop needs", function()
    if not HAS_FD then return end
    local raw <close> = answering(0.002)
    local client <close> = creates.client(raw, { max_in_flight = 4 })
    local calls, done, rounds = creates.start(client, 50), 0, 0
    local started = socket.gettime()
    while done < 50 do
      poll(client, client:timeout())
      client:step()
      done, rounds = 0, rounds + 1
      for _, call in ipairs(calls) do done = done + (call:done() and 1 or 0) end
      assert.is_true(socket.gettime() - started < SLOW)
    end
    for _, call in ipairs(calls) do assert(call:result()) end
    assert.equal(50, creates.count(raw))
    assert.is_true(rounds < 1000, rounds .. " rounds")
  end)

  it("need no other descriptor: an integer, the same as long as the client", function()
    local raw <close> = answering()
    local client <close> = creates.client(raw)
    local fd = client:fd()
    assert.equal(HAS_FD and "integer" or nil, math.type(fd) or nil)
    for _ = 1, 3 do assert(client:create_key_result(creates.GOAL, creates.body())) end
    assert.equal(fd, client:fd())
  end)

  it("are quiet when nothing is in flight, even if the server hangs up", function()
    if not HAS_FD then return end
    local raw <close> = scripted_server.start { { { "request" }, { "send", creates.ANSWER } } }
    local client <close> = creates.client(raw)
    assert(client:create_key_result(creates.GOAL, creates.body()))
    assert.is_false(poll(client, 0.03))
    local call = creates.start(client, 1)[1]
    call:cancel()
    client:step()
    assert.is_false(poll(client, 0))
  end)
end)

describe("coroutines", function()
  it("may share a client, and come and go", function()
    local server <close> = sandbox.start()
    local client
    coroutine.wrap(function() client = creates.client(server, { max_in_flight = 5 }) end)()
    collectgarbage()
    local results, tasks = {}, {}
    for i = 1, 20 do
      tasks[i] = coroutine.wrap(function()
        local call = client:start("create_key_result", server.goal_id,
          creates.body { name = "n" .. i })
        while not call:done() do
          coroutine.yield()
          client:step()
        end
        results[i] = call:result()
        return true
      end)
    end
    local left = 20
    while left > 0 do
      client:wait(0.1)
      for i, task in pairs(tasks) do
        if task() then tasks[i], left = nil, left - 1 end
      end
      collectgarbage "step"
    end
    for i = 1, 20 do assert.equal("n" .. i, results[i].name) end
    client:close()
  end)
end)

describe("a usage error", function()
  it("of the wrong self is told at the caller's line", function()
    local raw <close> = silent()
    local client <close> = creates.client(raw)
    local call = creates.start(client, 1)[1]
    local told = "expected a clickup client, got %s (use client:method(...))"
    for _, name in ipairs { "wait", "fd", "timeout" } do
      raises(told:format "no value", function() client[name]() end)
      raises(told:format "table", function() client[name] {} end)
    end
    for _, name in ipairs { "step", "close" } do
      raises(told:format "nil", function() client[name]() end)
    end
    raises(told:format "nil", function() client.create_key_result(nil, "a", creates.body()) end)
    raises(told:format "nil", function()
      client.start(nil, "create_key_result", "a", creates.body())
    end)
    raises("expected a clickup call, got string (use call:method(...))", function()
      call.done "x"
    end)
    raises("expected a clickup call, got table (use call:method(...))", function()
      call.cancel {}
    end)
    assert.is_false(pcall(call.done, client))
    assert.is_false(pcall(client.step, call))
  end)

  it("of the wrong self is told so by every method, also with arguments that suit it", function()
    local raw <close> = silent()
    local client <close> = creates.client(raw)
    local call, task = creates.start(client, 1)[1], client:spawn(function() end)
    local kinds = { client = {}, call = { "done", "result", "cancel", "on_done" },
      task = { "done", "result", "cancel" } }
    for name in pairs(require("clickup.core").client) do
      table.insert(kinds.client, name)
    end
    assert.is_true(#kinds.client > 150)
    local fn, own = function() end, { client = client, call = call, task = task }
    for kind, names in pairs(kinds) do
      for _, self in ipairs { false, "x", {}, fn, client, call, task } do
        for _, name in ipairs(self ~= own[kind] and names or {}) do
          local ok, text = pcall(own[kind][name], self, fn, fn)
          assert.is_false(ok)
          assert.matches(("call_spec%%.lua:%%d+: expected a clickup %s, got "):format(kind), text)
        end
      end
    end
  end)

  it("finds no way to the metatables", function()
    local raw <close> = silent()
    local client <close> = creates.client(raw)
    assert.equal("clickup", getmetatable(client))
    assert.equal("clickup", getmetatable(creates.start(client, 1)[1]))
    assert.is_nil(clickup.core)
  end)
end)
