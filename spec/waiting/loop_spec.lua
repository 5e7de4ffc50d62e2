-- SPDX-License-Identifier: MIT
-- A client in a host's loop: luv, cqueues, copas, and one of 15 lines.

local socket = require "socket"

local creates = require "spec.support.creates"
local process = require "spec.support.process"
local retry_slower = require "spec.support.retry_slower"
local rounds = require "spec.support.rounds"
local scripted_server = require "spec.support.scripted_server"
local sandbox = require "clickup.sandbox"

-- Not every Lua has each of them: what takes one that is missing is skipped, by name.
local found = {}
for _, name in ipairs { "copas", "cqueues", "luv" } do
  local ok, module = pcall(require, name)
  found[name] = ok and module or nil
end
local copas, cqueues, luv = found.copas, found.cqueues, found.luv

local function it_with(name)
  if found[name] then return it end
  return function(what)
    it(what, function() pending(name .. " is not installed for this Lua") end)
  end
end

local CALLS, DELAY, BEAT = 200, 0.05, 0.005

local function answering(delay)
  return scripted_server.start {
    { { "request" }, { "wait", delay or 0 }, { "send", creates.ANSWER }, { "again" } },
    repeat_last = true,
  }
end

local function silent() return scripted_server.start { { { "eof" } }, repeat_last = true } end

local function create(client)
  return client:create_key_result(creates.GOAL, creates.body())
end

-- Tells the longest time between two calls of `beat`.
local function metronome()
  local last, longest, beats = socket.gettime(), 0, 0
  return {
    beat = function()
      local now = socket.gettime()
      longest, last, beats = math.max(longest, now - last), now, beats + 1
    end,
    report = function(name, started, delay)
      local total = socket.gettime() - started
      io.write(("\n%s: %d calls of %g ms in %.2f s; the host's %g ms timer: longest gap %.1f ms\n")
        :format(name, CALLS, delay * 1000, total, BEAT * 1000, longest * 1000))
      assert.is_true(total < CALLS * delay / 5, total .. " s")
      assert.is_true(longest < 2 * delay, longest .. " s")
      assert.is_true(beats > 10, beats .. " beats")
    end,
  }
end

-- How each host runs: attach a client, run a function in a coroutine of the
-- host's, run the loop until it ends, and every so many seconds call a function.
local hosts = {}

function hosts.luv()
  return {
    attach = function(client) require("clickup.loop.luv").attach(client) end,
    go = function(fn) coroutine.wrap(fn)() end,
    run = function() luv.run() end,
    every = function(seconds, fn)
      local timer = luv.new_timer()
      local ms = math.ceil(seconds * 1000)
      timer:start(ms, ms, function() if not fn() then timer:close() end end)
    end,
  }
end

function hosts.cqueues()
  local controller = cqueues.new()
  return {
    attach = function(client) require("clickup.loop.cqueues").attach(client) end,
    go = function(fn) controller:wrap(fn) end,
    run = function() assert(controller:loop()) end,
    every = function(seconds, fn)
      controller:wrap(function()
        repeat cqueues.sleep(seconds) until not fn()
      end)
    end,
  }
end

for name, new in pairs(hosts) do
  describe("in " .. name, function()
    local host
    local it = it_with(name)

    before_each(function() host = found[name] and new() end)

    it("200 calls leave the host's timer its beat", retry_slower(function(unit)
      local raw <close> = answering(DELAY * unit)
      local client <close> = creates.client(raw)
      host.attach(client)
      local done, clock, started = 0, metronome(), socket.gettime()
      for _ = 1, CALLS do
        host.go(function()
          assert(create(client))
          done = done + 1
        end)
      end
      host.every(BEAT, function()
        clock.beat()
        return done < CALLS
      end)
      host.run()
      assert.equal(CALLS, done)
      assert.equal(CALLS, creates.count(raw))
      clock.report(name, started, DELAY * unit)
    end))

    it("calls, callbacks, map and tasks work, and the loop ends after them", function()
      local raw <close> = answering(0.002)
      local client <close> = creates.client(raw)
      host.attach(client)
      local told = {}
      host.go(function()
        told.made = assert(create(client)).id
        told.invalid = select(2, client:create_key_result(creates.GOAL, {})).kind
        told.map = #client:map({ 1, 2, 3 }, function() return create(client) end)
        local task = client:spawn(create, client)
        local call = client:start("create_key_result", creates.GOAL, creates.body())
        call:on_done(function(value) told.callback = value.id end)
        client:wait_all { task, call }
        told.task = task:result().id
        told.any = select(2, client:wait_any { client:sleep(5), client:sleep(0.01) })
        client:start("create_key_result", creates.GOAL, creates.body()):on_done(function(_, err)
          told.cancelled = err.kind
        end):cancel()
        client:close()
      end)
      host.run()
      assert.same({ made = "kr-1", invalid = "invalid", map = 3, callback = "kr-1", task = "kr-1",
        any = 2, cancelled = "cancelled" }, told)
      assert.is_true(client:is_closed())
    end)

    it("a call in on_event has its answer, in whatever coroutine the step is", function()
      local raw <close> = answering(0.002)
      local client, inner, outer
      client = creates.client(raw, { on_event = function(event)
        if inner or event.event ~= "end" then return end
        inner = "begun"
        inner = create(client)
      end })
      host.attach(client)
      host.go(function() outer = create(client) end)
      local beats = 0
      host.every(0.01, function() -- else it would wait for ever
        beats = beats + 1
        if outer or beats == 200 then client:close() end
        return not client:is_closed()
      end)
      host.run()
      assert.equal("kr-1", outer.id)
      assert.equal("kr-1", inner.id)
    end)

    it("a generator of the caller's is never yielded through", function()
      local raw <close> = answering(0.002)
      local client <close> = creates.client(raw)
      host.attach(client)
      local names, results = {}, nil
      host.go(function()
        local pages = coroutine.wrap(function() -- asks the server for each of its values
          for i = 1, 3 do
            assert(create(client))
            coroutine.yield("page " .. i)
          end
        end)
        results = client:map(pages, function(page)
          names[#names + 1] = page
          return create(client)
        end)
      end)
      host.run()
      assert.same({ "page 1", "page 2", "page 3" }, names)
      assert.same({ 3, 0 }, { results.n, results.failed })
      assert.equal(6, creates.count(raw))
    end)

    it("cancelled calls wake those that wait for them, though nothing is under way", function()
      local raw <close> = silent()
      local client <close> = creates.client(raw)
      host.attach(client)
      local call, kind
      host.go(function()
        call = client:start("create_key_result", creates.GOAL, creates.body())
        client:wait_all { call }
        kind = select(2, call:result()).kind
      end)
      host.go(function()
        client:wait_all { client:sleep(0.01) }
        call:cancel()
      end)
      host.run()
      assert.equal("cancelled", kind)
    end)

    it("timeouts and waits before retries come in time", retry_slower(function()
      local dead <close> = silent()
      local raw <close> = scripted_server.start {
        { { "request" }, { "send", scripted_server.http(503, { "Retry-After: 1" }) } },
        { { "request" }, { "send", scripted_server.http(200, {}, '{"goal":{"id":"g"}}') } },
      }
      local slow <close> = creates.client(dead, { timeout = 0.1 })
      local client <close> = creates.client(raw, { max_retries = 1 })
      host.attach(slow)
      host.attach(client)
      local started, timed_out, retried = socket.gettime(), nil, nil
      host.go(function()
        assert.equal("timeout", select(2, create(slow)).kind)
        timed_out = socket.gettime() - started
      end)
      host.go(function()
        local _, response = assert(client:get_goal "g")
        assert.equal(2, response.attempts)
        retried = socket.gettime() - started
      end)
      host.run()
      assert.is_true(timed_out >= 0.09 and timed_out < 0.8, timed_out .. " s")
      assert.is_true(retried >= 0.9 and retried < 2.5, retried .. " s")
      assert.equal(1, client:stats().retried)
    end))

    it("the loop ends when the client is closed while it runs", function()
      local raw <close> = silent()
      local client <close> = creates.client(raw)
      host.attach(client)
      local kinds = {}
      for i = 1, 3 do
        host.go(function() kinds[i] = select(2, create(client)).kind end)
      end
      host.every(0.02, function() client:close() end)
      host.run()
      assert.same({ "closed", "closed", "closed" }, kinds)
      local other <close> = creates.client(raw, { timeout = 0.05 }) -- the descriptor, once more
      host.attach(other)
      host.go(function() kinds[4] = select(2, create(other)).kind end)
      host.run()
      assert.equal("timeout", kinds[4])
    end)

    it("a client may be used by turns in the loop and without it", function()
      local raw <close> = answering(0.002)
      local client <close> = creates.client(raw)
      host.attach(client)
      for _ = 1, 3 do
        assert(create(client))
        local made
        host.go(function() made = create(client) end)
        host.run()
        assert.equal("kr-1", made.id)
      end
      assert.equal(1, client:stats().connections)
    end)
  end)
end

describe("in a coroutine of the host's", function()
  local ways = {
    luv = function(fn)
      coroutine.wrap(fn)()
      luv.run()
    end,
    cqueues = function(fn)
      local controller = cqueues.new()
      controller:wrap(fn)
      assert(controller:loop())
    end,
    copas = function(fn)
      copas.addthread(fn)
      require("clickup.loop.copas").run()
    end,
  }
  for name, run in pairs(ways) do
    it_with(name)("a generator blocks and gets its items, first or later, in " .. name, function()
      local raw <close> = answering(0.002)
      local client <close> = creates.client(raw)
      require("clickup.loop." .. name).attach(client)
      local items = {}
      local function pages()
        return coroutine.wrap(function()
          for i = 1, 3 do
            assert(create(client))
            coroutine.yield(i)
          end
        end)
      end
      run(function()
        for i in pages() do items[#items + 1] = i end
        assert(create(client)) -- the host's coroutine has gone on by then
        local thread = coroutine.create(function() return create(client).id end)
        items[4] = select(2, coroutine.resume(thread))
        for i in pages() do items[#items + 1] = i end
      end)
      assert.same({ 1, 2, 3, "kr-1", 1, 2, 3 }, items)
    end)
  end
end)

describe("a coroutine of a host's own", function()
  it("goes on once when several that it waits for are done, and then waits for its host", function()
    local client <close> = creates.client { url = "http://127.0.0.1:9" }
    client:attach { sleeper = function(running)
      return { sleep = coroutine.yield, go = function() assert(coroutine.resume(running)) end }
    end }
    local came
    local mine = coroutine.create(function()
      client:wait_any { client:sleep(0), client:sleep(0) }
      came = "back"
      came = coroutine.yield()
    end)
    assert(coroutine.resume(mine))
    while client:timeout() do client:step() end
    assert.equal("back", came)
    assert.equal("suspended", coroutine.status(mine))
    assert(coroutine.resume(mine, "mine"))
    assert.equal("mine", came)
  end)
end)

describe("a host that is broken", function()
  it("loses no create: an error of its sleeper is kept, and the call blocks", function()
    local raw <close> = answering()
    local client <close> = creates.client(raw)
    client:attach { sleeper = function() error("no sleeper", 0) end }
    local made = coroutine.wrap(function() return (create(client)) end)()
    assert.equal("kr-1", made and made.id)
    local ok, err = pcall(client.step, client)
    assert.is_false(ok)
    assert.equal("no sleeper", err)
  end)

  it("loses no create to a sleeper that is none", function()
    local raw <close> = answering()
    for _, returned in ipairs { true, 1, {}, { go = print }, { sleep = print, go = 1 } } do
      local client <close> = creates.client(raw)
      client:attach { sleeper = function() return returned end }
      local made = coroutine.wrap(function() return (create(client)) end)()
      assert.equal("kr-1", made and made.id)
      local ok, err = pcall(client.step, client)
      assert.is_false(ok)
      assert.equal("attach: sleeper: expected nil or a table with the functions sleep and go, "
        .. "got a " .. type(returned), err)
    end
  end)

  it("loses no create to an error of its kick, which is kept", function()
    local raw <close> = answering()
    local client <close> = creates.client(raw)
    client:attach { sleeper = function() end, kick = function() error("no kick", 0) end }
    assert.equal("kr-1", assert(create(client)).id)
    local call = client:start("create_key_result", creates.GOAL, creates.body())
    assert.is_true(call:cancel())
    assert.error(function() client:step() end, "no kick")
    repeat until pcall(client.step, client) -- one each time that it was called
  end)

  it("closes its client though leave raises, which is raised then", function()
    local raw <close> = answering()
    local client = creates.client(raw)
    client:attach { sleeper = function() end, leave = function() error("no leave", 0) end }
    local call, told = client:start("create_key_result", creates.GOAL, creates.body()), nil
    call:on_done(function(_, err) told = err.kind end)
    assert.error(function() client:close() end, "no leave")
    assert.is_true(client:is_closed())
    assert.equal("closed", told)
    client:close()
  end)

  for _, name in ipairs { "luv", "copas" } do
    it_with(name)("may take debug away: " .. name, function()
      local raw <close> = answering()
      local output = creates.script(raw, ([[
        local loop = require "clickup.loop.%s"
        local client = new()
        loop.attach(client)
        local function go()
          debug = nil
          print(client:create_key_result(GOAL, BODY).id)
          for i in coroutine.wrap(function()
            print(client:create_key_result(GOAL, BODY).id)
            coroutine.yield(1)
          end) do print(i) end
        end
        if loop.run then
          require("copas").addthread(go)
          loop.run()
        else
          coroutine.wrap(go)()
          require("luv").run()
        end]]):format(name))
      assert.equal("kr-1\nkr-1\n1\n", output)
    end)
  end
end)

describe("an error that callbacks have raised", function()
  local function three(client)
    for i = 1, 3 do client:sleep(0):on_done(function() error("e" .. i, 0) end) end
  end

  it("is raised, each in a step of its own, and timeout() says that there is one", function()
    local client <close> = creates.client { url = "http://127.0.0.1:9" }
    three(client)
    local told = {}
    while client:timeout() do
      client:wait()
      local ok, err = pcall(client.step, client)
      if not ok then told[#told + 1] = err:match "[^\n]*" end
    end
    assert.same({ "e1", "e2", "e3" }, told)
  end)

  it("is counted when there are more than are kept", function()
    local client <close> = creates.client { url = "http://127.0.0.1:9" }
    for i = 1, 300 do client:sleep(0):on_done(function() error("e" .. i, 0) end) end
    local told = {}
    while client:timeout() do
      local ok, err = pcall(client.step, client)
      if not ok then told[#told + 1] = err:match "[^\n]*" end
    end
    assert.equal("e99", told[99])
    assert.equal("201 more errors of callbacks are left out", told[100])
    assert.equal(100, #told)
  end)

  it("is for the loop that a client is attached to, not for who happens to block", function()
    local raw <close> = answering()
    local client <close> = creates.client(raw)
    client:attach { sleeper = function() end }
    three(client)
    for _ = 1, 3 do assert(create(client)) end
    assert.equal(0, client:timeout())
    for i = 1, 3 do
      local ok, err = pcall(client.step, client)
      assert.is_false(ok)
      assert.matches("^e" .. i, err)
    end
    assert.is_nil(client:timeout())
  end)
end)

describe("a client that was attached and only blocked", function()
  for _, name in ipairs { "luv", "copas" } do
    it_with(name)("is not held by " .. name, function()
      local raw <close> = answering()
      local weak = setmetatable({}, { __mode = "k" })
      local function run()
        local client = creates.client(raw)
        require("clickup.loop." .. name).attach(client)
        assert(create(client))
        weak[client] = true
      end
      run()
      for _ = 1, 4 do collectgarbage() end
      assert.is_nil(next(weak))
    end)
  end
end)

-- Attaches a client to a host, has something due in it, and lets the host look at it now and then.
local looks = {
  luv = function(client, i)
    require("clickup.loop.luv").attach(client)
    client:sleep(0)
    if i % 50 == 0 then luv.run "nowait" end
  end,
  cqueues = function(client)
    local controller = cqueues.new()
    require("clickup.loop.cqueues").attach(client, controller)
    controller:wrap(function() client:wait_all { client:sleep(0) } end)
    controller:step(0)
  end,
  copas = function(client, i)
    require("clickup.loop.copas").attach(client)
    copas.addthread(function() client:wait_all { client:sleep(0) } end)
    if i % 2 == 0 then require("clickup.loop.copas").run() end
  end,
}

for name, look in pairs(looks) do
  local it = it_with(name)
  it("thousands of clients that are attached to " .. name .. " and closed or dropped leave nothing",
    function()
    local function run(count)
      for i = 1, count do
        local client = creates.client { url = "http://127.0.0.1:9" }
        look(client, i)
        if i % 3 > 0 then client:close() end
      end
      if name == "luv" then luv.run() end
      if name == "copas" then require("clickup.loop.copas").run() end
      for _ = 1, 4 do collectgarbage() end
      return collectgarbage "count"
    end
    local many = rounds.count(1500, 10000)
    local before = run(rounds.count(many, 2000)) -- as many: the collector takes the same steps
    local descriptors = process.descriptors()
    -- tables may be larger; of each client not even an empty table is left
    assert.is_true(run(many) < before + many * 30 / 1024, "it grows")
    assert.is_true(process.descriptors() <= descriptors, "descriptors are left")
  end)
end

-- What each host's program does: attach, what is under way in a coroutine of its own, run.
local programs = {
  luv = { "", "coroutine.wrap(wait)()", "require('luv').run()" },
  cqueues = { "local controller = require('cqueues').new()", "controller:wrap(wait)",
    "controller:loop()" },
  copas = { "local copas = require 'copas'", "copas.addthread(wait) copas.step(0)",
    "require('clickup.loop.copas').run()" },
}

for host, words in pairs(programs) do
  local it = it_with(host)
  for name, code in pairs {
    ["with a client that is open"] = "",
    ["with a client that was closed"] = "client:close()",
    ["with one that a finalizer closes, made before it was attached"] = "HELD = early",
    ["with one that a finalizer closes, made later"] =
      "HELD = setmetatable({}, { __gc = function() client:close() end })",
    ["with something under way"] = "client:start('get_goal', 'g')",
    ["with a coroutine that waits"] = words[2],
    ["with a coroutine that waits for what a finalizer closes"] = words[2]
      .. " HELD = setmetatable({}, { __gc = function() client:close() end })",
    ["after its loop ran"] = "client:sleep(0) " .. words[3] .. " client:close()",
    ["after a collection"] = "client = nil collectgarbage() collectgarbage()",
  } do
    it("lets a program of " .. host .. "'s end " .. name, function()
      local output, status = creates.script({ base_url = "http://127.0.0.1:9", token = "x" }, [[
        local client = new()
        local early = setmetatable({}, { __gc = function() if client then client:close() end end })
        local function wait() client:get_goal "g" end
        ]] .. words[1] .. " require('clickup.loop." .. host .. "').attach(client) " .. code)
      assert.equal(0, status, output)
      assert.equal("", output)
    end)
  end
end

describe("an error in a callback", function()
  it_with "cqueues" ("reaches cqueues' loop, and the others go on", function()
    local raw <close> = answering(0.01)
    local client <close> = creates.client(raw)
    local controller, done = cqueues.new(), 0
    require("clickup.loop.cqueues").attach(client)
    controller:wrap(function()
      for i, call in ipairs(creates.start(client, 6)) do
        call:on_done(function()
          done = done + 1
          if i == 2 then error "mine" end
        end)
      end
    end)
    local errors = {}
    for err in controller:errors() do errors[#errors + 1] = tostring(err) end
    assert.equal(1, #errors)
    assert.matches("loop_spec%.lua:%d+: mine", errors[1])
    assert.equal(6, done)
  end)

  it_with "luv" ("reaches luv, and the others go on where luv does", function()
    local raw <close> = answering(0.01)
    local client <close> = creates.client(raw)
    local done, errors = 0, {}
    local tolerant = setmetatable({ -- luv itself ends the process; Neovim does not
      new_poll = function(fd)
        local poll = luv.new_poll(fd)
        return {
          start = function(_, events, fn)
            return poll:start(events, function()
              local ok, err = pcall(fn)
              if not ok then errors[#errors + 1] = err end
            end)
          end,
          stop = function() return poll:stop() end,
          close = function() return poll:close() end,
          is_closing = function() return poll:is_closing() end,
          is_active = function() return poll:is_active() end,
        }
      end,
      new_timer = function()
        local timer = luv.new_timer()
        return {
          start = function(_, first, again, fn)
            return timer:start(first, again, function()
              local ok, err = pcall(fn)
              if not ok then errors[#errors + 1] = err end
            end)
          end,
          stop = function() return timer:stop() end,
          close = function() return timer:close() end,
          is_closing = function() return timer:is_closing() end,
        }
      end,
    }, { __index = luv })
    require("clickup.loop.luv").attach(client, tolerant)
    local started = creates.start(client, 6)
    for i, call in ipairs(started) do
      call:on_done(function()
        done = done + 1
        if i == 2 then error "mine" end
      end)
    end
    coroutine.wrap(function()
      for _ = 1, 2 do create(client) end -- a step raises the first error only
      error "in a coroutine"
    end)()
    luv.run()
    assert.equal(6, done)
    assert.equal(2, #errors)
    local both = table.concat(errors)
    assert.matches("loop_spec%.lua:%d+: mine", both)
    assert.matches("loop_spec%.lua:%d+: in a coroutine", both)
  end)
end)

describe("in copas", function()
  local loop = copas and require "clickup.loop.copas"
  local it = it_with "copas"

  it("calls suspend their thread only, and run returns", retry_slower(function(unit)
    local raw <close> = answering(DELAY * unit)
    local client <close> = creates.client(raw)
    loop.attach(client)
    local done, clock, started = 0, metronome(), socket.gettime()
    for _ = 1, CALLS do
      copas.addthread(function()
        assert(create(client))
        done = done + 1
      end)
    end
    copas.addthread(function()
      while done < CALLS do
        client:wait_all { client:sleep(BEAT) } -- copas 1 has no timers of its own
        clock.beat()
      end
    end)
    loop.run(client)
    assert.equal(CALLS, done)
    clock.report("copas", started, DELAY * unit)
  end))

  it("what no thread waits for is moved on as its answers come", function()
    local raw <close> = answering()
    local client <close> = creates.client(raw, { timeout = 60 })
    loop.attach(client)
    local calls, started = creates.start(client, 3), socket.gettime()
    loop.run(client)
    for _, call in ipairs(calls) do assert(call:result()) end
    assert.is_true(socket.gettime() - started < 20) -- the next timer is far off
  end)

  it("a client that nobody has goes on as long as something is under way, and is let go then",
    function()
    local raw <close> = answering(0.01)
    local weak, value = setmetatable({}, { __mode = "k" }), nil
    local function begin()
      local client = creates.client(raw)
      weak[client] = true
      loop.attach(client)
      client:start("create_key_result", creates.GOAL, creates.body()):on_done(function(answer)
        value = answer
      end)
    end
    begin()
    collectgarbage()
    collectgarbage()
    loop.run()
    assert.equal("kr-1", value and value.id)
    collectgarbage()
    collectgarbage()
    assert.is_nil(next(weak))
  end)

  it("all attached clients are moved on, whichever run is given", function()
    local raw <close> = answering()
    local mute <close> = silent()
    local first <close> = creates.client(raw)
    local other <close> = creates.client(mute, { timeout = 0.05 })
    loop.attach(first)
    loop.attach(other)
    local kinds, told = {}, nil
    copas.addthread(function()
      for i = 1, 3 do kinds[i] = select(2, create(other)).kind end
      kinds[4] = create(first).id
    end)
    other:start("create_key_result", creates.GOAL, creates.body()):on_done(function(_, err)
      told = err.kind
    end)
    loop.run(first)
    assert.same({ "timeout", "timeout", "timeout", "kr-1" }, kinds)
    assert.equal("timeout", told)
  end)

  it("what a callback raises takes no thread's call away, and leaves nothing behind", function()
    local raw <close> = answering()
    local told, got = {}, 0
    local client = creates.client(raw, { on_event = function(event)
      if event.event == "end" then error("raised in on_event", 0) end
    end })
    loop.attach(client)
    for _ = 1, 2 do
      copas.addthread(function()
        copas.setErrorHandler(function(err) told[#told + 1] = err end)
        if create(client) then got = got + 1 end
      end)
    end
    repeat
      local ok, err = pcall(loop.run, client)
      if not ok then told[#told + 1] = err end
    until ok
    assert.equal(2, got)
    for _, err in ipairs(told) do assert.matches("raised in on_event", tostring(err)) end
    client:close()
    local weak = setmetatable({ client }, { __mode = "v" })
    client = nil
    collectgarbage()
    collectgarbage()
    assert.is_nil(weak[1])
  end)

  it("errors, callbacks and timeouts work", function()
    local raw <close> = silent()
    local client <close> = creates.client(raw, { timeout = 0.05 })
    loop.attach(client)
    local kinds = {}
    copas.addthread(function()
      kinds[1] = select(2, create(client)).kind
      client:start("create_key_result", creates.GOAL, {}):on_done(function(_, err)
        kinds[2] = err.kind
      end)
    end)
    loop.run(client)
    assert.same({ "timeout", "invalid" }, kinds)
    copas.addthread(function()
      local _, err = client:create_key_result(creates.GOAL, creates.body(), { timeout = 60 })
      kinds[3] = err.kind
    end)
    client:sleep(0.01):on_done(function() client:close() end)
    loop.run(client)
    copas.step(0)
    assert.equal("closed", kinds[3])
  end)
end)

describe("a loop of 15 lines", function()
  it("as its page shows it", function()
    local file <close> = assert(io.open "lua/clickup/loop/README.md")
    local code
    for block in file:read("a"):gmatch "```lua\n(.-)```" do
      if block:find("socket.select", 1, true) then code = block end
    end
    assert.truthy(code, "the page has no poll loop")
    local raw <close> = answering(0.01)
    local client <close> = creates.client(raw)
    local ticks, printed = 0, {}
    local environment = setmetatable({
      client = client, goal_id = creates.GOAL, targets = { creates.body(), creates.body(), {} },
      tick = function() ticks = ticks + 1 end,
      print = function(...) printed[#printed + 1] = tostring((...)) end,
    }, { __index = _G })
    assert(load(code, "=README", "t", environment))()
    assert.equal(3, #printed)
    assert.matches("create_key_result: name: expected a string", printed[1]) -- known at once
    assert.same({ "kr-1", "kr-1" }, { printed[2], printed[3] })
    assert.is_true(ticks >= 1)
  end)
end)

describe("a host that looks only when it is told, or as long as it was told", function()
  -- Each begins something that needs no request, outside of any step.
  local cases = {
    ["on_done of a call that is done"] = function(client, finish)
      local call = client:start("create_key_result", creates.GOAL, {})
      assert.is_true(call:done())
      call:on_done(finish)
    end,
    ["a task that yields"] = function(client, finish)
      client:spawn(function() coroutine.yield() finish() end)
    end,
    ["a task that waits for another"] = function(client, finish)
      local task = client:spawn(function() coroutine.yield() end)
      client:spawn(function() client:wait_all { task } finish() end)
    end,
    ["a sleep"] = function(client, finish) client:sleep(0.01):on_done(finish) end,
    ["a sleep that somebody looks at"] = function(client, finish)
      local timer = client:sleep(0.01)
      return function() return timer:done() and finish() end
    end,
    ["a cancelled call"] = function(client, finish)
      local call = client:start("get_goal", creates.GOAL)
      call:on_done(finish)
      call:cancel()
    end,
    ["a map"] = function(client, finish)
      client:spawn(function()
        client:map({ 1, 2 }, function() return client:sleep(0.001) end, { on_progress = finish })
      end)
    end,
  }

  for name, begin in pairs(cases) do
    it("is told of " .. name, function()
      local client <close> = creates.client { url = "http://127.0.0.1:9" }
      local due, finished
      local function look()
        local seconds = client:timeout()
        due = seconds and socket.gettime() + seconds
      end
      client:attach { sleeper = function() end, kick = look }
      local glance = begin(client, function() finished = true end)
      repeat
        assert(due, "told of nothing")
        socket.sleep(math.max(due - socket.gettime(), 0))
        client:step()
        look()
        if glance then glance() end
      until finished
    end)
  end
end)

describe("cqueues", function()
  local it = it_with "cqueues"

  it("may be left with a call under way: another controller goes on", function()
    local raw <close> = answering(0.1)
    local client <close> = creates.client(raw)
    require("clickup.loop.cqueues").attach(client)
    do
      local one = cqueues.new()
      one:wrap(function() create(client) end)
      assert(one:loop(0.01)) -- given up by its owner
    end
    collectgarbage()
    local two, value = cqueues.new(), nil
    two:wrap(function() value = assert(create(client)) end)
    assert(two:loop(20))
    assert.equal("kr-1", value and value.id)
    while client:timeout() do
      client:wait()
      client:step()
    end
    assert.equal(2, creates.count(raw))
  end)

  it("may be several that share a client: by turns, within another, one after another, left",
    function()
    local raw <close> = answering(0.005)
    local runs = {
      ["by turns"] = function(one, two)
        while not (one:empty() and two:empty()) do
          assert(one:step(0.01))
          assert(two:step(0.01))
        end
      end,
      ["within another"] = function(one, two)
        local outer = cqueues.new()
        outer:wrap(function() assert(one:loop()) end)
        outer:wrap(function() assert(two:loop()) end)
        assert(outer:loop())
      end,
      ["one after another"] = function(one, two)
        assert(one:step(0.001))
        assert(two:loop())
        assert(one:loop())
      end,
    }
    for name, run in pairs(runs) do
      local client <close> = creates.client(raw, { timeout = 60 })
      require("clickup.loop.cqueues").attach(client)
      local one, two, got = cqueues.new(), cqueues.new(), 0
      for i = 1, 6 do
        (i % 2 == 0 and one or two):wrap(function()
          for _ = 1, 3 do
            assert(create(client))
            got = got + 1
          end
        end)
      end
      local started = socket.gettime()
      run(one, two)
      assert.equal(18, got, name)
      assert.is_true(socket.gettime() - started < 5, name) -- the next timer is far off
    end
    assert.equal(54, creates.count(raw))
  end)

  it("goes on after an error while the client waits", function()
    local raw <close> = answering()
    local client <close> = creates.client(raw)
    require("clickup.loop.cqueues").attach(client)
    local controller, poll, got = cqueues.new(), cqueues.poll, 0
    local count = 0
    finally(function() cqueues.poll = poll end)
    function cqueues.poll(...)
      count = count + 1
      if count == 2 then error "interrupted!" end
      return poll(...)
    end
    local function make() got = got + (create(client) and 1 or 0) end
    controller:wrap(make)
    for _ = 1, 4 do controller:loop(20) end
    controller:wrap(make)
    for _ = 1, 4 do controller:loop(20) end
    assert.equal(2, got)
  end)

  it("moves on what was started before it runs, in its own controller", function()
    local raw <close> = answering(0.01)
    local client <close> = creates.client(raw)
    local controller = cqueues.new()
    local early = client:start("create_key_result", creates.GOAL, creates.body())
    require("clickup.loop.cqueues").attach(client, controller)
    local later = client:start("create_key_result", creates.GOAL, creates.body())
    assert(controller:loop(20))
    assert.equal("kr-1", (early:result()).id)
    assert.equal("kr-1", (later:result()).id)
    assert.equal(2, creates.count(raw))
  end)

  it("is not yielded through by a generator in one of its coroutines", function()
    local raw <close> = answering(0.002)
    local client <close> = creates.client(raw)
    require("clickup.loop.cqueues").attach(client)
    local controller, pages = cqueues.new(), {}
    controller:wrap(function()
      for page in coroutine.wrap(function()
        for i = 1, 3 do coroutine.yield(assert(create(client)) and i) end
      end) do pages[#pages + 1] = page end
    end)
    assert(controller:loop(20))
    assert.same({ 1, 2, 3 }, pages)
  end)
end)

describe("stats", function()
  it("tell of connections, calls and bytes", function()
    local server <close> = sandbox.start()
    local client <close> = creates.client(server, { max_in_flight = 2 })
    assert.same({ connections = 0, started = 0, in_flight = 0, queued = 0, delayed = 0,
      retried = 0, bytes_sent = 0, bytes_received = 0 }, client:stats())
    local calls = creates.start(client, 5, server.goal_id)
    client:sleep(0.001)
    assert.equal(5, client:stats().queued)
    client:step()
    local stats = client:stats()
    assert.same({ 5, 2, 3, 0 },
      { stats.started, stats.in_flight, stats.queued, stats.delayed })
    creates.finish(client, calls)
    stats = client:stats()
    assert.same({ 5, 0, 0, creates.connections(server) },
      { stats.started, stats.in_flight, stats.queued, stats.connections })
    local body, answer = server:requests()[1].body, select(2, calls[1]:result()).body
    assert.is_true(stats.bytes_sent > 5 * (#body + 100) and stats.bytes_sent < 5 * (#body + 700))
    assert.is_true(stats.bytes_received > 5 * (#answer + 50)
      and stats.bytes_received < 5 * (#answer + 900))
  end)

  it("tell of retries, and of calls that wait for one", function()
    local raw <close> = scripted_server.start {
      { { "request" }, { "send", scripted_server.http(503, { "Retry-After: 1" }) } },
      { { "request" }, { "send", scripted_server.http(200, {}, '{"goal":{"id":"g"}}') } },
    }
    local client <close> = creates.client(raw, { max_retries = 1 })
    local call = client:start("get_goal", "g")
    creates.step_until(client, function() return client:stats().delayed == 1 end, "the wait")
    assert.equal(1, client:stats().retried)
    creates.finish(client, { call })
    local stats = client:stats()
    assert.same({ 1, 1, 0, 2 }, { stats.started, stats.retried, stats.delayed, stats.connections })
  end)

  it("tell of one connection for a burst of 300 over HTTP/2, as the server does", function()
    local server <close> = sandbox.start { tls = true }
    local client <close> = creates.client(server, { max_in_flight = 300 })
    local calls = creates.start(client, 300, server.goal_id)
    creates.finish(client, calls)
    for _, call in ipairs(calls) do assert(call:result()) end
    io.write(("\n300 calls over HTTP/2: %d connection\n"):format(creates.connections(server)))
    assert.equal(300, #server:requests())
    assert.equal(1, creates.connections(server))
    assert.equal(1, client:stats().connections)
  end)
end)
