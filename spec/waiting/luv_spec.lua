-- SPDX-License-Identifier: MIT
-- The adapter for luv owns what it makes: handles of closed and of dropped clients are closed, and
-- a program may end in any order. (That it waits: loop_spec.)

local creates = require "spec.support.creates"
local needs = require "spec.support.needs"
local scripted_server = require "spec.support.scripted_server"

local function answering()
  return scripted_server.start {
    { { "request" }, { "send", creates.ANSWER }, { "again" } }, repeat_last = true,
  }
end

local function collect() for _ = 1, 4 do collectgarbage() end end

describe("the adapter for luv", function()
  local uv, adapter
  setup(function()
    local found, module = pcall(require, "luv")
    uv, adapter = found and module, require "clickup.loop.luv"
  end)

  local function count_handles()
    uv.run "nowait"
    local count = 0
    uv.walk(function(handle) count = count + (handle:is_closing() and 0 or 1) end)
    return count
  end

  it("closes its handles with the client, and leaves nothing of one that is dropped", function()
    needs(pending, "lua:luv")
    local raw <close> = answering()
    collect()
    local before, alive = count_handles(), setmetatable({}, { __mode = "k" })
    local function round(close)
      local client = creates.client(raw)
      alive[client] = true
      adapter.attach(client)
      local done
      coroutine.wrap(function()
        assert(client:create_key_result(creates.GOAL, creates.body()))
        done = true
      end)()
      uv.run()
      assert.is_true(done)
      if close then client:close() end
    end
    for i = 1, 40 do round(i % 2 == 0) end
    collect()
    assert.equal(before, count_handles())
    assert.is_nil(next(alive))
  end)

  it("attaches and closes a thousand times without growth", function()
    needs(pending, "lua:luv")
    collect() -- other specs' clients
    local before = count_handles()
    for i = 1, 1000 do
      local client <close> = creates.client { url = "http://127.0.0.1:9" }
      adapter.attach(client)
      client:sleep(0)
      if i % 50 == 0 then uv.run "nowait" end
    end
    collect()
    assert.equal(before, count_handles())
  end)

  it("lets the loop sleep while nothing is due, and end when nothing is under way", function()
    needs(pending, "lua:luv")
    local raw <close> = scripted_server.start {
      { { "request" }, { "wait", 0.3 }, { "send", creates.ANSWER }, { "again" } },
    }
    local client <close> = creates.client(raw)
    if not client:fd() then pending "without a descriptor the loop looks again and again" end
    adapter.attach(client)
    local turns, active, counter = 0, 0, uv.new_prepare()
    counter:start(function() turns = turns + 1 end)
    counter:unref()
    for _ = 1, 2 do
      client:start("create_key_result", creates.GOAL, creates.body())
      uv.run()
      assert.equal(0, client:stats().in_flight)
    end
    counter:close()
    uv.run()
    assert.is_true(turns < 40, turns .. " turns") -- 60 if it looked each 10 ms
    uv.walk(function(handle) active = active + (handle:is_active() and 1 or 0) end)
    assert.equal(0, active)
  end)

  it("suspends a coroutine of the loop, also one that goes on within a task's own step", function()
    needs(pending, "lua:luv")
    local raw <close> = answering()
    local client <close> = creates.client(raw)
    adapter.attach(client)
    local first, second, between
    coroutine.wrap(function()
      first = client:create_key_result(creates.GOAL, creates.body())
      second = client:create_key_result(creates.GOAL, creates.body())
    end)()
    client:spawn(function()
      while not first do
        client:wait(0.01)
        client:step()
      end
      between = second == nil
    end)
    uv.run()
    assert.equal("kr-1", second.id)
    assert.is_true(between)
  end)

  it("keeps a client that only the loop has, as long as something is under way", function()
    needs(pending, "lua:luv")
    local raw <close> = answering()
    local made = 0
    for _ = 1, 5 do
      local client = creates.client(raw)
      adapter.attach(client)
      client:start("create_key_result", creates.GOAL, creates.body()):on_done(function(value)
        made = made + (value and 1 or 0)
      end)
    end
    collect()
    uv.run()
    assert.equal(5, made)
  end)
end)
