-- SPDX-License-Identifier: MIT
-- An error at any line of ours, as Ctrl-C or a watchdog's debug hook raises it: what completed is
-- delivered all the same, once, and the interrupt is not raised by somebody else's call. make test
-- takes some of the lines.

local creates = require "spec.support.creates"
local rounds = require "spec.support.rounds"
local scripted_server = require "spec.support.scripted_server"

local sandbox = require "clickup.sandbox"

local LIMIT = 5000 -- lines; no scenario has so many

local function answering()
  return scripted_server.start {
    { { "request" }, { "send", creates.ANSWER }, { "again" } }, repeat_last = true,
  }
end

-- What spec/support/watch.lua does and makes run, under a pcall of its own.
local WATCHED = { watched = true, response = true }

-- Raises at the n-th line of ours from now on, in this coroutine and in those that it makes.
local function interrupt_at(n)
  local hit = false
  debug.sethook(function()
    local frame = debug.getinfo(2, "Sl")
    local name = frame.source:match "lua/clickup/([%w_]+)%.lua$"
    if name and not WATCHED[name] then
      n = n - 1
      if n == 0 then
        hit = frame.short_src .. ":" .. frame.currentline
        debug.sethook()
        error("interrupted!", 0)
      end
    end
  end, "l")
  return function()
    debug.sethook()
    return hit
  end
end

-- Runs it with an interrupt at each line in turn, or at every so many, until it has fewer lines.
local function at_each_line(run, every)
  for n = 1, LIMIT, rounds.count(every or 1, 1) do
    if not run(n) then return n end
  end
  error "it never ends"
end

local function drain(client)
  for _ = 1, 1000 do
    if not client:timeout() then return end
    client:wait(1)
    client:step()
  end
  error "something never ends"
end

describe("an interrupt", function()
  local raw
  setup(function() raw = answering() end)
  teardown(function() raw:close() end)

  it("at any line of a step loses no outcome, and doubles none", function()
    local count = at_each_line(function(n)
      local client <close> = creates.client(raw, { reconcile = true })
      local told, values = 0, {}
      local calls = creates.start(client, 3)
      for i, call in ipairs(calls) do
        call:on_done(function(value)
          told = told + 1
          values[i] = value
        end)
      end
      local stop = interrupt_at(n)
      local ok, err
      for _ = 1, 40 do
        ok, err = pcall(function()
          while client:timeout() do
            client:wait(1)
            client:step()
          end
        end)
        if ok then break end
        assert.equal("interrupted!", err)
      end
      local hit = stop()
      assert(pcall(drain, client), hit)
      for i, call in ipairs(calls) do
        assert(call:done(), hit)
        assert.equal("kr-1", (call:result()).id)
        assert.equal("kr-1", values[i] and values[i].id, hit)
      end
      assert.equal(3, told, hit)
      return hit
    end, 2)
    assert.is_true(count > 50, count)
  end)

  it("at any line leaves nobody to the collector who waits for a call that nobody holds", function()
    for _, reconciles in ipairs { true, false } do
      at_each_line(function(n)
        local client <close> = creates.client(raw, { reconcile = reconciles })
        local told = 0
        for _ = 1, 2 do
          local call = reconciles and creates.start(client, 1)[1]
            or client:start("request", "GET", "/v2/goal/x")
          call:on_done(function() told = told + 1 end)
        end
        local stop = interrupt_at(n)
        for _ = 1, 3 do
          if pcall(drain, client) then break end
          collectgarbage()
        end
        local hit = stop()
        assert.equal(2, told, hit)
        return hit
      end, 2)
    end
  end)

  it("at any line of a blocking call is raised there, and by no other", function()
    local count = at_each_line(function(n)
      local client <close> = creates.client(raw, { reconcile = true })
      local stop = interrupt_at(n)
      local ok, err = pcall(client.create_key_result, client, creates.GOAL, creates.body())
      local hit = stop()
      assert.equal(not hit, ok, hit)
      if hit then assert.equal("interrupted!", err) end
      assert(pcall(drain, client), hit)
      local fine, again = pcall(client.create_key_result, client, creates.GOAL, creates.body())
      assert(fine, hit)
      assert.equal("kr-1", again.id)
      return hit
    end)
    assert.is_true(count > 20, count)
  end)

  it("at any line of a map is raised there, and by no other", function()
    local count = at_each_line(function(n)
      local client <close> = creates.client(raw, { reconcile = true })
      local stop = interrupt_at(n)
      local ok, err = pcall(client.map, client, { "a", "b", "c" }, function(name)
        return client:create_key_result(creates.GOAL, creates.body { name = name })
      end, { concurrency = 2 })
      local hit = stop()
      assert.equal(not hit, ok, hit)
      if hit then assert.matches("interrupted!", tostring(err)) end
      assert(pcall(drain, client), hit)
      assert.equal(0, client:stats().in_flight + client:stats().queued)
      local fine, again = pcall(client.create_key_result, client, creates.GOAL, creates.body())
      assert(fine, hit)
      assert.equal("kr-1", again.id)
      return hit
    end, 3)
    assert.is_true(count > 100, count)
  end)

  it("at any line of cancel leaves no call that never ends", function()
    local count = at_each_line(function(n)
      local client <close> = creates.client(raw, { reconcile = true })
      local call, told = creates.start(client, 1)[1], 0
      call:on_done(function() told = told + 1 end)
      if n % 2 == 0 then client:step() end
      local answered = call:done() -- by that one step, now and then
      local stop = interrupt_at(n)
      pcall(call.cancel, call)
      local hit = stop()
      assert(pcall(drain, client), hit)
      assert.is_true(call:done(), hit)
      assert.equal(1, told, hit)
      return hit or answered
    end)
    assert.is_true(count > 10, count)
  end)

  it("at any line while a create is looked for sends it again once at most", function()
    local server <close> = sandbox.start()
    for n = 1, LIMIT, rounds.count(5, 3) do
      server:reset()
      server:fault { fault = "status", code = 502, body = "html", bare = true }
      local client <close> = creates.client(server, { reconcile = true, max_retries = 2,
        reconcile_wait = 0.001 })
      local call = creates.start(client, 1, server.goal_id)[1]
      local stop = interrupt_at(n)
      repeat
        local ok = pcall(function()
          client:wait(1)
          client:step()
        end)
      until ok and call:done()
      local hit = stop()
      local there = #server:state().goals[1].key_results
      assert.is_true(there <= 1, hit)
      if there == 1 and not call:result() then
        assert.equal("unknown", select(2, call:result()).sent, hit)
      end
      if not hit then break end
    end
  end)
end)

describe("an interrupt in a coroutine of ours", function()
  -- Calls fn with a hook in each coroutine that it makes, which raises at the n-th line of ours.
  local function run(n, fn)
    local create, hit = coroutine.create, false
    local function hook()
      if hit or not debug.getinfo(2, "S").source:find "lua/clickup/%l+%.lua$" then return end
      n = n - 1
      if n > 0 then return end
      hit = true
      error("interrupted!", 0)
    end
    local function make(body)
      local thread = create(body)
      debug.sethook(thread, hook, "l")
      return thread
    end
    coroutine.create = make -- luacheck: ignore 122 (for a moment)
    local result = table.pack(pcall(fn))
    coroutine.create = create -- luacheck: ignore 122
    return hit, table.unpack(result, 1, result.n)
  end

  it("is raised by map, which never says that it has done less", function()
    local client <close> = creates.client { url = "http://127.0.0.1:9" }
    local n, hit, ok, result = 0
    repeat
      n = n + 1
      hit, ok, result = run(n, function()
        return client:map({ 1, 2, 3, 4 }, function(x)
          client:wait_all { client:sleep(0) }
          return x
        end, { concurrency = 2 })
      end)
      if ok then assert.equal(4, result.n, "interrupted at line " .. n)
      else assert.matches("interrupted!", tostring(result))
      end
      while client:timeout() do pcall(client.step, client) end
    until not hit
    assert.is_true(n > 50)
  end)
end)
