-- SPDX-License-Identifier: MIT
-- Tasks: spawn, wait_all, wait_any, on_done, and who may wait for whom.

local socket = require "socket"

local creates = require "spec.support.creates"
local retry_slower = require "spec.support.retry_slower"
local scripted_server = require "spec.support.scripted_server"
local sandbox = require "clickup.sandbox"

local function answering(delay)
  return scripted_server.start {
    { { "request" }, { "wait", delay or 0 }, { "send", creates.ANSWER }, { "again" } },
    repeat_last = true,
  }
end

local function silent() return scripted_server.start { { { "eof" } }, repeat_last = true } end

local function create(client, options)
  return client:create_key_result(creates.GOAL, creates.body(), options)
end

local function raises(expected, run, ...)
  local ok, text = pcall(run, ...)
  assert.is_false(ok)
  assert.equal(expected, text:match "task_spec%.lua:%d+: (.*)$" or text)
end

local function collect()
  for _ = 1, 4 do collectgarbage() end
end

describe("spawn", function()
  it("runs up to the first wait, and hands arguments and results through", function()
    local raw <close> = answering()
    local client <close> = creates.client(raw)
    local at = "before"
    local task = client:spawn(function(...)
      at = "within"
      assert(create(client))
      return select("#", ...), ...
    end, 1, nil, nil)
    assert.equal("within", at)
    assert.is_false(task:done())
    raises("the task is not done yet", function() task:result() end)
    client:wait_all { task }
    assert.same({ n = 4, 3, 1 }, table.pack(task:result()))
    local now = client:spawn(function() return "now" end)
    assert.is_true(now:done())
    assert.equal("now", now:result())
  end)

  it("goes on when what it waits for completes in one step with calls that nobody watches",
    function()
    local raw <close> = answering()
    local client <close> = creates.client(raw)
    local ended = 0
    for i = 1, 9 do
      client:sleep(0)
      if i % 3 == 0 then
        client:spawn(function()
          client:wait_all { client:sleep(0) }
          ended = ended + 1
        end)
      end
    end
    client:step()
    assert.equal(3, ended)
    assert.is_nil(client:timeout())
  end)

  it("keeps what was raised for result, with its traceback", function()
    local raw <close> = answering()
    local client <close> = creates.client(raw)
    local mine = {}
    local text, object = client:spawn(function()
      create(client)
      error "mine"
    end), client:spawn(error, mine)
    client:wait_all { text, object }
    local ok, err = pcall(text.result, text)
    assert.is_false(ok)
    assert.matches("task_spec%.lua:%d+: mine\nstack traceback:", err)
    assert.equal(mine, (select(2, pcall(object.result, object))))
  end)

  it("finishes though nobody holds it", function()
    local raw <close> = answering()
    local client <close> = creates.client(raw)
    local made = 0
    for _ = 1, 5 do
      client:spawn(function()
        for _ = 1, 2 do
          assert(create(client))
          collect()
        end
        made = made + 1
      end)
    end
    collect()
    creates.step_until(client, function() return not client:timeout() end, "the end")
    assert.equal(5, made)
    assert.equal(10, creates.count(raw))
  end)

  it("cancels only what has not been sent", function()
    local raw <close> = answering(0.05)
    local client <close> = creates.client(raw, { max_in_flight = 1 })
    local tasks = {}
    for i = 1, 2 do tasks[i] = client:spawn(create, client) end
    client:step()
    assert.is_false(tasks[1]:cancel())
    assert.is_true(tasks[2]:cancel())
    assert.is_false(tasks[2]:cancel())
    client:wait_all(tasks)
    assert(tasks[1]:result())
    assert.equal("cancelled", select(2, tasks[2]:result()).kind)
    local call = creates.start(client, 1)[1]
    local waiter = client:spawn(function() client:wait_all { call } end)
    call:cancel() -- nothing is under way now
    client:wait_all { waiter }
    assert.is_false(tasks[1]:cancel())
    assert.equal(1, creates.count(raw))
  end)

  it("is cancelled through those that it waits for, also in a circle", function()
    local raw <close> = answering()
    local client <close> = creates.client(raw, { max_in_flight = 1 })
    local first = client:start("create_key_result", creates.GOAL, creates.body())
    local chain = { client:spawn(create, client) }
    for i = 2, 1000 do
      chain[i] = client:spawn(function() client:wait_all { chain[i - 1] } end)
    end
    assert.is_true(chain[1000]:cancel())
    client:wait_all(chain)
    client:wait_all { first }
    assert.equal("cancelled", select(2, chain[1]:result()).kind)
    local one, other
    one = client:spawn(function()
      client:wait_all { client:sleep(0) }
      client:wait_all { other }
    end)
    other = client:spawn(function() client:wait_all { one } end)
    for _ = 1, 3 do client:step() end
    assert.is_false(other:cancel())
    assert.equal(1, creates.count(raw))
  end)

  it("tells usage errors", function()
    local raw <close> = silent()
    local client <close> = creates.client(raw)
    raises("spawn: expected a function, got a nil", function() client:spawn() end)
    raises("wait_all: expected a list, got a nil", function() client:wait_all() end)
    raises("wait_any: expected a task or a call at 2, got a string", function()
      client:wait_any { client:sleep(0), "x" }
    end)
    raises("wait_all: expected a task or a call at 1, got a userdata", function()
      client:wait_all { client }
    end)
    local other <close> = creates.client(raw)
    raises("wait_any: the one at 1 is another client's", function()
      client:wait_any { other:sleep(0) }
    end)
    raises("on_done: expected a function, got a nil", function() client:sleep(0):on_done() end)
  end)
end)

describe("wait_any", function()
  it("returns the first that is done, and its place", retry_slower(function(unit)
    local raw <close> = silent()
    local client <close> = creates.client(raw)
    local list = { client:sleep(0.06 * unit), client:spawn(create, client),
      client:sleep(0.02 * unit) }
    local item, i = client:wait_any(list)
    assert.equal(list[3], item)
    assert.equal(3, i)
    assert.is_nil((client:wait_any {}))
    item, i = client:wait_any { list[1], list[2] }
    assert.equal(list[1], item)
    assert.equal(1, i)
  end))

  it("takes many one by one and leaves nothing behind", function()
    local raw <close> = answering()
    local client <close> = creates.client(raw)
    local function drain(count)
      local list = creates.start(client, count)
      for left = count, 1, -1 do
        local call, i = client:wait_any(list)
        assert(call:result())
        assert.equal(call, table.remove(list, i))
        assert.equal(left - 1, #list)
      end
    end
    drain(50)
    client:spawn(drain, 50)
    creates.step_until(client, function() return not client:timeout() end, "the end")
    assert.equal(100, creates.count(raw))
  end)

  for _, tasks in ipairs { 1, 2 } do
    it("leaves nothing behind at what is not done, waited for by " .. tasks, function()
      local client <close> = creates.client { url = "http://127.0.0.1:9" }
      local function wait_for_each(list)
        local function go()
          for _, long in ipairs(list) do client:wait_any { client:sleep(0), long } end
        end
        local waiting = {}
        for i = 1, tasks do waiting[i] = client:spawn(go) end
        client:wait_all(waiting)
        collect()
        return collectgarbage "count"
      end
      local list = {}
      for i = 1, 600 do list[i] = client:sleep(600) end
      local before = wait_for_each(table.move(list, 1, 300, 1, {}))
      local grown = wait_for_each(table.move(list, 301, 600, 1, {})) - before
      assert.is_true(grown < 300 * 30 / 1024, grown .. " KiB") -- of each not even an empty table
    end)
  end

  it("ends no other wait for the same", function()
    local client <close> = creates.client { url = "http://127.0.0.1:9" }
    local long, woken = client:sleep(0.02), 0
    for i = 1, 3 do
      client:spawn(function()
        if i == 2 then client:wait_any { long, client:sleep(0.001) } end
        client:wait_any { long, client:sleep(60) }
        woken = woken + 1
      end)
    end
    client:wait_all { long }
    client:step()
    assert.equal(3, woken)
  end)
end)

describe("a wait that can never end", function()
  it("is raised instead of waited for", function()
    local raw <close> = answering()
    local client <close> = creates.client(raw)
    local NEVER = "this wait would never end: nothing is under way"
    local one, other
    one = client:spawn(function()
      coroutine.yield()
      client:wait_all { other }
    end)
    other = client:spawn(function() client:wait_all { one } end)
    raises(NEVER, function() client:wait_all { one } end)
    raises(NEVER, function() client:wait_any { one, other } end)
    assert(create(client))
    local task
    task = client:spawn(function()
      create(client)
      coroutine.close(client.thread) -- raises, and so ends
    end)
    client:wait_all { task }
    assert.is_false((pcall(task.result, task)))
  end)
end)

describe("a coroutine", function()
  it("that is ended while it waits leaves nothing behind", function()
    local raw <close> = answering(0.02)
    local client <close> = creates.client(raw)
    local threads, closed = setmetatable({}, { __mode = "v" }), nil
    client:spawn(function()
      threads[1] = coroutine.running()
      local _ <close> = setmetatable({}, { __close = function() closed = true end })
      create(client)
    end)
    client:step()
    assert(coroutine.close(threads[1]))
    assert.is_true(closed)
    creates.step_until(client, function() return not client:timeout() end, "the end")
    collect()
    assert.is_nil(threads[1])
    assert.equal(1, creates.count(raw))
    assert(create(client))
  end)

  it("of a task may be resumed by somebody else, in any order", function()
    local raw <close> = answering(0.02)
    local client <close> = creates.client(raw)
    local thread, rounds = nil, 0
    local task = client:spawn(function()
      thread = coroutine.running()
      for _ = 1, 3 do
        assert(create(client))
        rounds = rounds + 1
      end
    end)
    for _ = 1, 20 do assert(coroutine.resume(thread)) end
    client:wait_all { task }
    task:result()
    assert.equal(3, rounds)
    assert.equal(3, creates.count(raw))
    assert.is_nil(client:timeout())
  end)

  it("that is nobody's task blocks, also within a task", function()
    local raw <close> = answering()
    local client <close> = creates.client(raw)
    local task = client:spawn(function()
      return coroutine.wrap(function() return create(client) end)()
    end)
    assert.is_true(task:done())
    assert(task:result())
  end)
end)

describe("on_done", function()
  it("is called once, from a later step, done or not", function()
    local raw <close> = answering()
    local client <close> = creates.client(raw)
    local told = {}
    local call = client:start("create_key_result", creates.GOAL, creates.body())
    assert.equal(call, call:on_done(function(value, response)
      told[#told + 1] = { value.id, response.status }
    end))
    client:start("create_key_result", creates.GOAL, {}):on_done(function(value, err)
      assert(value == nil)
      told[#told + 1] = err.kind
    end)
    assert.same({}, told)
    client:step()
    assert.same({ "invalid" }, told)
    creates.finish(client, { call })
    assert.same({ "invalid", { "kr-1", 200 } }, told)
    call:on_done(function() told[#told + 1] = "late" end)
    assert.equal(2, #told)
    assert.equal(0, client:timeout())
    client:step()
    client:step()
    assert.equal("late", told[3])
    assert.is_nil(client:timeout())
  end)

  it("may block, start, cancel and wait", function()
    local raw <close> = answering()
    local client <close> = creates.client(raw)
    local order = {}
    client:start("create_key_result", creates.GOAL, creates.body()):on_done(function()
      order[1] = create(client).id
      local call = client:start("create_key_result", creates.GOAL, creates.body())
      call:on_done(function(_, err) order[2] = err.kind end)
      call:cancel()
      client:wait_all { client:sleep(0.001), call }
      order[3] = #client:map({ 1, 2 }, function() return create(client) end)
    end)
    creates.step_until(client, function() return #order == 3 end, "the callback's end")
    assert.same({ "kr-1", "cancelled", 2 }, order)
  end)

  it("raises to the caller of step when all others have been called", function()
    local raw <close> = answering()
    local client <close> = creates.client(raw)
    local calls, told = creates.start(client, 5), 0
    for i, call in ipairs(calls) do
      call:on_done(function()
        told = told + 1
        if i % 2 == 0 then error("number " .. i) end
      end)
    end
    local raised = {}
    creates.step_until({
      wait = function() client:wait(0.01) end,
      step = function()
        local ok, err = pcall(client.step, client)
        if not ok then raised[#raised + 1] = err end
      end,
      timeout = function() return client:timeout() end,
    }, function() return told == 5 and not client:timeout() end, "all callbacks")
    assert.equal(2, #raised)
    table.sort(raised) -- they may be answered in any order
    assert.matches("task_spec%.lua:%d+: number 2\nstack traceback:", raised[1])
    assert.matches("task_spec%.lua:%d+: number 4\nstack traceback:", raised[2])
    assert(create(client))
  end)

  it("is called for what close ends, and of a closed client at once", function()
    local raw <close> = silent()
    local client = creates.client(raw)
    local told = {}
    local calls = creates.start(client, 3)
    for i, call in ipairs(calls) do
      call:on_done(function(_, err)
        told[i] = err.kind
        client:close()
      end)
    end
    client:step()
    calls[2]:cancel()
    client:step()
    assert.same({ "closed", "cancelled", "closed" }, told)
    calls[1]:on_done(function(_, err) told[4] = err.kind end)
    assert.equal("closed", told[4])
  end)
end)

describe("close", function()
  it("ends tasks that wait, also by <close>, and looked-for creates", function()
    local goal = scripted_server.http(200, { Date = os.date "!%a, %d %b %Y %H:%M:%S GMT" },
      '{"goal":{"id":"g","key_results":[]}}')
    local raw <close> = scripted_server.start {
      { { "request" }, { "close" } }, { { "request" }, { "send", goal } }, { { "eof" } },
      repeat_last = true,
    }
    local kinds, yields = {}, 0
    do
      local client <close> = creates.client(raw, { reconcile = true, reconcile_wait = 5 })
      local held = client:start("create_key_result", creates.GOAL, creates.body())
      held:on_done(function(_, err) kinds[1] = err.kind end)
      creates.step_until(client, function()
        return creates.count(raw) == 2 and client:stats().in_flight == 0
      end, "the first look")
      client:spawn(function() kinds[2] = select(2, create(client)).kind end)
      client:spawn(function()
        while true do
          coroutine.yield()
          yields = yields + 1
        end
      end)
    end
    assert.equal("closed", kinds[2])
    assert.truthy(kinds[1])
    assert.is_true(yields <= 60, yields .. " yields")
  end)

  it("ends tasks that wait for each other to any depth, and what they begin meanwhile", function()
    local raw <close> = silent()
    local client = creates.client(raw)
    local tasks, ended = { client:spawn(create, client) }, 0
    for i = 2, 2000 do
      tasks[i] = client:spawn(function()
        client:wait_all { tasks[i - 1] }
        ended = ended + 1
      end)
    end
    client:close()
    assert.equal(1999, ended)
    for _, task in ipairs(tasks) do task:result() end
  end)

  it("may be called by all that hear of it", function()
    for _, delay in ipairs { 100, 0 } do
      local client = creates.client { url = "http://127.0.0.1:9" }
      local told, raised = 0, {}
      for _ = 1, 1000 do
        client:sleep(delay):on_done(function()
          told = told + 1
          local ok, err = pcall(client.close, client)
          if not ok then raised[#raised + 1] = err end
        end)
      end
      if delay == 0 then client:step() else client:close() end
      assert.same({ 1000, 0 }, { told, #raised })
    end
  end)

  it("does not replace the error that is on its way out of a <close> scope", function()
    local raw <close> = silent()
    local ok, text = pcall(function()
      local client <close> = creates.client(raw)
      client:sleep(9):on_done(function() error "second" end)
      error "first"
    end)
    assert.is_false(ok)
    assert.matches("first$", text)
  end)

  it("ends what another client's task waits for: a map whose items outlive the client", function()
    local raw <close> = answering()
    local first <close> = creates.client(raw)
    local second = creates.client(raw)
    local ended
    local task = first:spawn(function()
      ended = second:map({ 1, 2 }, function() return (create(first)) end)
    end)
    second:close()
    first:wait_all { task }
    task:result()
    assert.equal(2, ended.n)
  end)

  it("within an event or a task harms nothing", function()
    local raw <close> = answering()
    local client
    client = creates.client(raw, { on_event = function(e) if e.event == "end" then
      client:close() end end })
    local calls = creates.start(client, 3)
    while not client:is_closed() do
      client:wait()
      client:step()
    end
    for _, call in ipairs(calls) do assert.is_true(call:done()) end
    local second = creates.client(raw)
    second:spawn(function()
      create(second)
      second:close()
    end)
    while not second:is_closed() do
      second:wait()
      second:step()
    end
  end)
end)

describe("a client in a finalizer", function()
  it("may block, and may close what is in use", function()
    local raw <close> = answering()
    for _, use in ipairs { "step", "close", "create" } do
      local client <close> = creates.client(raw, { on_event = function() end })
      local ran, calls = 0, {}
      local function litter()
        setmetatable({}, { __gc = function()
          if client:is_closed() then return end
          ran = ran + 1
          if use == "create" then create(client, { timeout = 5 })
          elseif ran > 5 then client[use](client) end
        end })
      end
      collectgarbage "generational"
      pcall(function()
        for i = 1, 60 do
          litter()
          calls[i] = client:start("create_key_result", creates.GOAL, creates.body())
          for _ = 1, 200 do local _ = {} end
          client:step()
        end
      end)
      collectgarbage "incremental"
      collect()
      assert.is_true(ran > 0)
      if use == "close" then assert.is_true(client:is_closed()) end
      if not client:is_closed() then client:wait_all(calls) end
      for _, call in ipairs(calls) do assert.is_true(call:done()) end
    end
  end)
end)

describe("tasks that wait in coroutines of their own", function()
  it("may be many: no create that ran is lost to the depth of the stack", retry_slower(function()
    local raw <close> = answering(0.01)
    local client <close> = creates.client(raw, { max_in_flight = 300, reconcile = true,
      timeout = 30 })
    local items = {}
    for i = 1, 250 do items[i] = "n" .. i end
    local results, errors = client:map(items, function()
      assert(create(client))
      return coroutine.wrap(function() return (create(client)) end)()
    end, { concurrency = 250 })
    assert.is_nil(errors)
    assert.same({ 250, 0 }, { results.n, results.failed })
    assert.equal(500, creates.count(raw))
  end))

  it("may look for their creates there, though others that are done come first", function()
    local server <close> = sandbox.start()
    server:fault { fault = "close_after_read", processed = true, times = "always",
      match = { method = "POST" } }
    local client <close> = creates.client(server, { max_in_flight = 60, reconcile = true,
      timeout = 30 })
    local items = {}
    for i = 1, 50 do items[i] = i end
    local results, errors = client:map(items, function(i)
      client:wait_all { client:sleep(i / 1e4) }
      return coroutine.wrap(function()
        return client:create_key_result(server.goal_id, creates.body { name = "n" .. i })
      end)()
    end, { concurrency = 50 })
    assert.is_nil(errors)
    assert.same({ 50, 0 }, { results.n, results.failed })
    assert.equal(50, #server:state().goals[1].key_results)
  end)

  it("are told when they wait for what waits below them, and nothing is lost", function()
    local raw <close> = answering(0.005)
    local client <close> = creates.client(raw)
    local tasks, told = { client:spawn(function() return create(client) end) }, nil
    for i = 1, 60 do
      tasks[i + 1] = client:spawn(function()
        create(client)
        local ok, err = pcall(coroutine.wrap(function() client:wait_all { tasks[i] } end))
        if not ok then told = err end
        return create(client)
      end)
    end
    client:wait_all(tasks)
    for _, task in ipairs(tasks) do assert.is_truthy(task:result()) end
    told = told or "this wait would never end"
    assert.is_truthy(told:find "too many waits within each other" or told:find "never end", told)
    assert.equal(121, creates.count(raw))
  end)
end)

describe("calls that complete in one step", function()
  it("are read one by one: whoever waits goes on first, and may block on the next", function()
    local client <close> = creates.client({ url = "http://127.0.0.1:9" }, { reconcile = true })
    local calls, tasks, seen = {}, {}, {}
    for i = 1, 3 do
      calls[i] = client:start("create_key_result", creates.GOAL, creates.body())
      tasks[i] = client:spawn(function()
        client:wait_all { calls[i] }
        seen[i] = 0
        for _, call in ipairs(calls) do seen[i] = seen[i] + (call:done() and 1 or 0) end
        if i == 1 then coroutine.wrap(function() client:wait_all { tasks[3] } end)() end
      end)
    end
    client:wait_all(tasks)
    for _, task in ipairs(tasks) do task:result() end
    assert.same({ 1, 2, 3 }, seen)
    assert.is_nil(client:timeout())
  end)

  it("are all read when the client is closed by who goes on first", function()
    local client <close> = creates.client({ url = "http://127.0.0.1:9" }, { reconcile = true })
    local tasks = {}
    for i = 1, 3 do
      tasks[i] = client:spawn(function()
        local _, err = create(client)
        client:close()
        return err.kind
      end)
    end
    client:wait_all(tasks)
    for _, task in ipairs(tasks) do assert.equal("transport", task:result()) end
  end)
end)

describe("a call within a function of C", function()
  it("blocks there, as nothing can be suspended, and has its outcome", function()
    local raw <close> = answering()
    local client <close> = creates.client(raw)
    local made = {}
    local task = client:spawn(function()
      local text = ("ab"):gsub(".", function(letter)
        made[#made + 1] = assert(create(client)).id
        return letter:upper()
      end)
      table.sort({ 1, 2 }, function(a, b)
        made[3] = made[3] or assert(create(client)).id
        return a < b
      end)
      return text
    end)
    client:wait_all { task }
    assert.equal("AB", task:result())
    assert.same({ "kr-1", "kr-1", "kr-1" }, made)
    assert.equal(3, creates.count(raw))
  end)
end)

describe("two clients", function()
  it("end a wait for nothing, whatever error is kept meanwhile", function()
    local one <close> = creates.client { url = "http://127.0.0.1:9" }
    local other <close> = creates.client { url = "http://127.0.0.1:9" }
    local first, second
    first = one:spawn(function()
      one:wait_all { one:sleep(0.01) }
      one:wait_all { second }
    end)
    second = one:spawn(function()
      one:wait_all { one:sleep(0.01) }
      one:wait_all { first }
    end)
    other:spawn(function() one:wait_all { first } end)
    one:sleep(0):on_done(function() error("from a callback", 0) end)
    local ok, err = pcall(one.wait_all, one, { first })
    assert.is_false(ok)
    assert.matches("^from a callback", err)
    ok, err = pcall(one.wait_all, one, { first })
    assert.is_false(ok)
    assert.matches("would never end", err)
  end)

  it("do not spin when one waits for the other", function()
    local one <close> = creates.client { url = "http://127.0.0.1:9" }
    local other <close> = creates.client { url = "http://127.0.0.1:9" }
    local timer = one:sleep(0.2)
    other:spawn(function() one:wait_all { timer } end)
    local steps = 0
    while other:timeout() do
      other:wait()
      other:step()
      steps = steps + 1
    end
    assert.is_true(steps < 200, steps .. " steps")
  end)

  it("may have tasks that wait for each other's calls", retry_slower(function(unit)
    local raw <close> = answering(0.02 * unit)
    local one <close> = creates.client(raw)
    local other <close> = creates.client(raw)
    local started = socket.gettime()
    local function ping_pong(first, second)
      local count = 0
      for _ = 1, 3 do
        count = count + (create(first) and create(second) and 2 or 0)
      end
      return count
    end
    local tasks = {}
    for i = 1, 10 do
      tasks[i] = i % 2 == 0 and one:spawn(ping_pong, one, other)
        or other:spawn(ping_pong, one, other)
    end
    tasks[11] = one:spawn(function() other:wait_all { tasks[1], tasks[2] } end)
    one:wait_all(tasks)
    for i = 1, 10 do assert.equal(6, tasks[i]:result()) end
    local took = socket.gettime() - started
    assert.is_true(took < 0.6 * unit, "took " .. took) -- 60 calls of 0.02 s
    assert.equal(60, creates.count(raw))
    assert(create(other))
  end))

  it("are all moved on by whoever steps one of them, from callbacks and tasks, too", function()
    local raw <close> = answering()
    for name, begin in pairs {
      ["on_done"] = function(client, run) client:sleep(0):on_done(run) end,
      ["a task"] = function(client, run) client:spawn(run) end,
      ["a map"] = function(client, run)
        client:spawn(function() client:map({ 1 }, function() run() return true end) end)
      end,
    } do
      local one <close> = creates.client(raw)
      local other <close> = creates.client(raw, { timeout = 5 })
      local value
      begin(one, function()
        value = assert(create(other))
        local third <close> = creates.client(raw) -- as oauth.exchange and doctor make one
        value = assert(create(third))
      end)
      local last = socket.gettime() + 20
      while one:timeout() do -- the loop of the README
        assert(socket.gettime() < last, name .. " never ends")
        one:wait()
        one:step()
      end
      assert.equal("kr-1", value and value.id, name)
    end
  end)

  it("have deadlines in each other's callbacks", function()
    local mute <close> = scripted_server.start { { { "eof" } }, repeat_last = true }
    local one <close> = creates.client(mute)
    local other <close> = creates.client(mute, { deadline = 0.2 })
    local err
    one:sleep(0):on_done(function() err = select(2, create(other)) end)
    local last = socket.gettime() + 20
    while one:timeout() do
      assert(socket.gettime() < last, "it never ends")
      one:wait()
      one:step()
    end
    assert.equal("timeout", err and err.kind)
  end)
end)
