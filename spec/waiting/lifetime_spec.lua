-- SPDX-License-Identifier: MIT
-- Who holds whom: clients and calls that are closed, dropped or outlived.

local clickup = require "clickup"

local creates = require "spec.support.creates"
local rounds = require "spec.support.rounds"
local scripted_server = require "spec.support.scripted_server"
local sandbox = require "clickup.sandbox"

local function silent() return scripted_server.start { { { "eof" } }, repeat_last = true } end

local function collect()
  for _ = 1, 4 do collectgarbage() end
end

local function closed(call, sent)
  assert.is_true(call:done())
  local value, err = call:result()
  assert.is_nil(value)
  assert.equal("closed", err.kind)
  assert.equal("the client was closed" .. (sent == "unknown" and creates.ADVICE or ""), err.message)
  assert.equal(sent, err.sent)
  assert.is_false(call:cancel())
end

describe("close", function()
  it("ends what is queued and what is active, and their results can be read", function()
    local raw <close> = silent()
    local client = creates.client(raw, { max_in_flight = 1 })
    local calls = creates.start(client, 3)
    creates.step_until(client, function() return creates.count(raw) == 1 end, "the request")
    client:close()
    closed(calls[1], "unknown")
    closed(calls[2], "no")
    closed(calls[3], "no")
    assert.equal("clickup client (closed)", tostring(client))
  end)

  it("leaves results and responses readable", function()
    local raw <close> = scripted_server.start {
      { { "request" }, { "send", scripted_server.http(200, { "X-A: 1" }, creates.JSON) } },
    }
    local client = creates.client(raw)
    local call = creates.start(client, 1)[1]
    creates.finish(client, { call })
    client:close()
    local value, response = call:result()
    assert.same({ id = "kr-1" }, value)
    assert.equal("1", response.headers["x-a"])
    assert.equal(creates.JSON, response.body)
  end)

  it("may be called again, and everything else is a usage error then", function()
    local raw <close> = silent()
    local client = creates.client(raw)
    client:close()
    client:close()
    local function refuses(run)
      local ok, text = pcall(run)
      assert.is_false(ok)
      assert.matches("lifetime_spec%.lua:%d+: the client is closed$", text)
    end
    for _, name in ipairs { "step", "wait", "fd", "timeout" } do
      refuses(function() client[name](client) end)
    end
    refuses(function() client:start("create_key_result", "a", creates.body()) end)
    refuses(function() client:create_key_result("a", creates.body()) end)
    assert.same({}, raw:received())
  end)

  it("is what <close> does", function()
    local raw <close> = silent()
    local kept, call
    do
      local client <close> = creates.client(raw)
      kept, call = client, creates.start(client, 1)[1]
    end
    assert.equal("clickup client (closed)", tostring(kept))
    closed(call, "no")
    assert.is_false((pcall(function()
      local client <close> = creates.client(raw)
      kept = client
      error "out"
    end)))
    assert.equal("clickup client (closed)", tostring(kept))
  end)

  it("of one client leaves another alone", function()
    local raw <close> = scripted_server.start {
      { { "request" }, { "wait", 0.05 }, { "send", creates.ANSWER }, { "again" } },
      repeat_last = true,
    }
    local one, other <close> = creates.client(raw), creates.client(raw)
    local calls, others = creates.start(one, 2), creates.start(other, 2)
    one:step()
    other:step()
    one:close()
    creates.finish(other, others)
    for i = 1, 2 do
      assert(others[i]:result())
      assert.equal("closed", select(2, calls[i]:result()).kind)
    end
  end)
end)

describe("garbage collection", function()
  it("does not stop a call that nobody holds", function()
    local server <close> = sandbox.start()
    local client <close> = creates.client(server)
    creates.start(client, 10, server.goal_id)
    collect()
    client:step()
    collect()
    creates.step_until(client, function()
      collectgarbage()
      return not client:timeout()
    end, "the end")
    assert.equal(10, #server:state().goals[1].key_results)
  end)

  it("takes calls once they have landed", function()
    local raw <close> = scripted_server.start {
      { { "request" }, { "send", creates.ANSWER }, { "again" } }, repeat_last = true,
    }
    local client <close> = creates.client(raw)
    local held = setmetatable({}, { __mode = "v" })
    held[1] = client:start("create_key_result", creates.GOAL, creates.body())
    held[2] = client:start("create_key_result", creates.GOAL, creates.body())
    held[2]:cancel()
    collect()
    assert.is_not_nil(held[1])
    creates.step_until(client, function() return not client:timeout() end, "the end")
    collect()
    assert.is_nil(held[1])
    assert.is_nil(held[2])
  end)

  it("leaves a client alone whose call is held", function()
    local raw <close> = silent()
    local call = creates.start(creates.client(raw), 1)[1]
    collect()
    assert.is_false(call:done())
    assert.equal("clickup call create_key_result (queued)", tostring(call))
    assert.is_true(call:cancel())
    assert.equal("cancelled", select(2, call:result()).kind)
    collect()
    assert.equal("cancelled", select(2, call:result()).kind)
  end)

  it("leaves a client alone whose response is held", function()
    local raw <close> = scripted_server.start {
      { { "request" }, { "send", scripted_server.http(200, { "X-A: 1" }, creates.JSON) } },
    }
    local _, response = creates.client(raw):create_key_result("a", creates.body())
    collect()
    assert.equal("1", response.headers["x-a"])
  end)

  it("ends a client that nobody holds, with its calls and connections", function()
    local raw <close> = scripted_server.start { { { "request" }, { "eof" } }, repeat_last = true }
    local held = setmetatable({}, { __mode = "k" })
    do
      local client = creates.client(raw)
      local calls = creates.start(client, 3)
      creates.step_until(client, function() return creates.count(raw) > 0 end, "a request")
      held[client], held[calls[1]], held[calls[3]] = true, true, true
    end
    collect()
    assert.is_nil(next(held))
  end)

  it("in the middle of everything harms nothing", function()
    local server <close> = sandbox.start()
    local client <close> = creates.client(server, { max_in_flight = 4 })
    local calls = creates.start(client, 40, server.goal_id)
    for i = 1, 40, 5 do calls[i]:cancel() end
    for i = 2, 40, 5 do calls[i] = false end
    creates.step_until(client, function()
      collectgarbage()
      return not client:timeout()
    end, "the end")
    for i = 3, 40, 5 do assert(calls[i]:result()) end
    assert.equal(32, #server:state().goals[1].key_results)
  end)
end)

describe("the end of the process", function()
  local function ends(code)
    local raw <close> = silent()
    local output, status = creates.script(raw, code)
    assert.equal("ready\n", output)
    assert.equal(0, status)
  end

  local FLYING = [[
    client = new { timeout = 60 }
    calls = {}
    for i = 1, 40 do calls[i] = client:start("create_key_result", GOAL, BODY) end
    for _ = 1, 5 do client:step() client:wait(0.01) end
    print "ready"
  ]]

  it("does not wait for calls in flight", function() ends(FLYING) end)
  it("does not wait for them in os.exit", function() ends(FLYING .. "os.exit(true, true)") end)
  it("does not mind a state that is not closed", function() ends(FLYING .. "os.exit(true)") end)
  it("does not wait for a name look-up", function()
    ends [[
      client = new { base_url = "https://clickup.invalid/api", proxy = "" }
      call = client:start("create_key_result", GOAL, BODY)
      client:step()
      print "ready"
    ]]
  end)

  it("may come while an error unwinds", function()
    local raw <close> = silent()
    local output, status = creates.script(raw, FLYING .. [[error "out"]])
    assert.matches("^ready\n.*: out\n", output)
    assert.equal(1, status)
  end)
end)

describe("two Lua states", function()
  it("load the module twice over", function()
    local raw <close> = scripted_server.start {
      { { "request" }, { "send", creates.ANSWER }, { "again" } }, repeat_last = true,
    }
    local first, second = creates.client(raw), creates.client(raw)
    assert.are_not.equal(first, second)
    assert(first:create_key_result("a", creates.body()))
    package.loaded["clickup"] = nil
    local again = require "clickup"
    package.loaded["clickup"] = clickup
    assert.equal(clickup.null, again.null)
    assert(second:create_key_result("a", creates.body()))
    local call, cancelled -- each method is there once, not on top of what was loaded before
    local third <close> = creates.client(raw, { on_event = function(event)
      if event.event == "end" then cancelled = call:cancel() end
    end })
    call = third:start("create_key_result", "a", creates.body())
    creates.finish(third, { call })
    assert.is_false(cancelled)
    first:close()
    second:close()
  end)
end)

describe("a client that is closed in the middle of a step", function()
  local plays = require "spec.support.plays"

  local function create(client) return client:create_key_result(creates.GOAL, creates.body()) end

  it("by a callback that raises has told what had been answered", function()
    local raw <close> = plays.server { plays.created() }
    local client
    client = plays.client(raw, { on_event = function(event)
      if event.event == "end" then
        client:close()
        error "mine"
      end
    end })
    local made, err = create(client)
    assert.equal("kr-1", made and made.id, err)
  end)

  local function count_posts(raw)
    local posts = 0
    for _, requests in ipairs(raw:received()) do
      for _, bytes in ipairs(requests) do posts = posts + (bytes:find "^POST" and 1 or 0) end
    end
    return posts
  end

  -- Where a finalizer may come: at any instruction of ours, as far as Lua can tell.
  it("at any of its instructions, loses no outcome", function()
    local raw <close> = scripted_server.start {
      { { "request" }, { "send", creates.ANSWER }, { "again" } }, repeat_last = true,
    }
    local told, n, cut = 0, 0
    repeat
      n = n + rounds.count(3, 1)
      local client = creates.client(raw, { on_event = function() end })
      client:get_goal(creates.GOAL) -- now the create is sent in its first step
      local made, err
      cut = false
      local raised = coroutine.wrap(function()
        debug.sethook(function()
          debug.sethook()
          cut = true
          client:close()
        end, "", n)
        local ok
        ok, made, err = pcall(create, client)
        debug.sethook()
        return not ok and made
      end)()
      if raised then assert.truthy(tostring(raised):find "the client is closed", raised)
      elseif made or err.sent == "unknown" then told = told + 1 end
      client:close()
    until not cut
    local posts = count_posts(raw)
    assert.is_true(posts > 10, posts .. " POSTs")
    assert.is_true(told >= posts, ("%d told of %d, in %d instructions"):format(told, posts, n))
  end)

  it("by a finalizer, wherever that comes, loses no outcome", function()
    local raw <close> = scripted_server.start {
      { { "request" }, { "send", creates.ANSWER }, { "again" } }, repeat_last = true,
    }
    local told = 0
    for i = 1, 150, rounds.count(3, 1) do
      local client = creates.client(raw, { on_event = function() end })
      client:get_goal(creates.GOAL)
      collectgarbage "stop"
      setmetatable({}, { __gc = function() client:close() end })
      collectgarbage "restart"
      collectgarbage("incremental", 10, 100 + i * 3, 6)
      local ok, made, err = pcall(create, client)
      if ok and (made or err.sent == "unknown") then told = told + 1 end
      client:close()
    end
    collectgarbage("incremental", 200, 100, 13)
    local posts = count_posts(raw)
    assert.is_true(posts > 10, posts .. " POSTs")
    assert.is_true(told >= posts, ("%d told of %d"):format(told, posts))
  end)
end)

describe("a finalizer", function()
  it("may step while a call is being started", function()
    local raw <close> = scripted_server.start {
      { { "request" }, { "send", creates.ANSWER }, { "again" } }, repeat_last = true,
    }
    local client <close> = creates.client(raw)
    local starting, call = true, nil
    local function litter()
      setmetatable({}, { __gc = function()
        if client:timeout() then client:wait(0.02) end
        client:step()
        if starting then litter() end
      end })
    end
    litter()
    coroutine.wrap(function() -- its hook is its own: that of make gc or make coverage stays
      debug.sethook(function() collectgarbage() end, "", 1)
      call = client:start("create_key_result", creates.GOAL, creates.body())
      debug.sethook()
    end)()
    starting = false
    creates.finish(client, { call })
    assert.equal("kr-1", assert(call:result()).id)
  end)

  it("may step while whoever waits is about to go on", function()
    local raw <close> = scripted_server.start {
      { { "request" }, { "send", creates.ANSWER }, { "again" } }, repeat_last = true,
    }
    local client <close> = creates.client(raw)
    local told, collected = 0, 0
    client:start("request", "GET", "/v2/goal/x"):on_done(function() told = told + 1 end)
    coroutine.wrap(function() -- its hook is its own
      debug.sethook(function() -- the collector's turn may come when a text is made
        if debug.getinfo(2, "f").func ~= coroutine.status then return end
        setmetatable({}, { __gc = function()
          collected = collected + 1
          client:step()
        end })
        collectgarbage()
      end, "r")
      while client:timeout() do
        client:wait(1)
        client:step()
      end
      debug.sethook()
    end)()
    assert.is_true(collected > 0)
    assert.equal(1, told)
  end)
end)
