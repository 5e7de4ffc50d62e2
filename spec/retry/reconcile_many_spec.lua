-- SPDX-License-Identifier: MIT
-- Creates that are looked for: several at once, in every way of waiting, and ended early.

local json = require "cjson"
local socket = require "socket"

local creates = require "spec.support.creates"
local retry_slower = require "spec.support.retry_slower"
local plays = require "spec.support.plays"
local sandbox = require "clickup.sandbox"

local undecided = plays.undecided

local ABSENT = "POST GET GET POST"
local NULL = json.null

local function create(client, changes, options)
  return client:create_key_result(creates.GOAL, creates.body(changes), options)
end

local function kr(id) return plays.key_result { id = id } end

-- Two creates at once, with these owners. What the server holds is let go when so many
-- looks have come back, and neither create may have ended by then. Their ids, sorted,
-- and how often each method came.
local function twins(script, looks, owners)
  local raw <close> = plays.server(script)
  local looked = 0
  local client <close> = plays.client(raw, { on_event = function(event)
    if event.event == "end" and event.operation == "get_goal" then looked = looked + 1 end
  end })
  local calls = {}
  for i = 1, 2 do
    local body = creates.body { owners = owners and owners[i] }
    calls[i] = client:start("create_key_result", creates.GOAL, body)
  end
  if looks then
    creates.step_until(client, function() return looked == looks end, "the looks")
    for _ = 1, 3 do client:step() end
    for _, call in ipairs(calls) do assert.is_false(call:done()) end
    raw:release()
  end
  creates.finish(client, calls)
  local ids, counts = {}, {}
  for i, call in ipairs(calls) do
    local value, err = call:result()
    ids[i] = value and value.id or err.sent
  end
  table.sort(ids)
  for method in plays.methods(raw):gmatch "%a+" do counts[method] = (counts[method] or 0) + 1 end
  return ids, counts
end

-- Both are sent before either ends: whose comes first is nobody's to say.
local CLOSE_TWO = { plays.after({ "until", "POST", 2 }, plays.CLOSE), plays.CLOSE }

describe("two twins at once", function()
  it("are two when both are found", function()
    local both = plays.goal { kr "a", kr "b" }
    local ids, came = twins { POST = CLOSE_TWO, GET = { both, both, both } }
    assert.same({ "a", "b" }, ids)
    assert.equal(2, came.POST)
  end)

  for name, owners in pairs { equal = { { 1, 2 }, { 1, 2 } },
    ["equal but for the order"] = { { 1, 2 }, { 2, 1 } } } do
    it(("do not take each other's while one is under way: %s"):format(name), function()
      local seen = plays.goal { plays.key_result { id = "b", owners = { { id = 1 }, { id = 2 } } } }
      local ids, came = twins({
        POST = { CLOSE_TWO[1], plays.after({ "hold" }, plays.created { id = "b" }),
          plays.created { id = "a" } },
        GET = { seen, seen, seen },
      }, 1, owners)
      assert.same({ "a", "b" }, ids)
      assert.same({ POST = 3, GET = 2 }, came)
    end)
  end

  it("do not take each other's where a custom id and an id name one task", function()
    local text, looked = "Mine", 0
    local function made(id) return plays.reply(200, { id = id }) end
    local seen = plays.reply(200, { comments = { { id = "b", comment_text = text,
      date = ("%d"):format(os.time() * 1000) } } })
    local raw <close> = plays.server {
      POST = { CLOSE_TWO[1], plays.after({ "hold" }, made "b"), made "a" },
      GET = { seen, seen, seen },
    }
    local client <close> = plays.client(raw, { on_event = function(event)
      local look = event.event == "end" and event.operation == "get_task_comments"
      if look then looked = looked + 1 end
    end })
    local body, query = { comment_text = text, notify_all = false }, { custom_task_ids = true,
      team_id = 1 }
    local calls = { client:start("create_task_comment", "t", body),
      client:start("create_task_comment", "DEV-1", body, query) }
    creates.step_until(client, function() return looked == 1 end, "the look")
    for _ = 1, 3 do client:step() end
    for _, call in ipairs(calls) do assert.is_false(call:done()) end
    raw:release()
    creates.finish(client, calls)
    local ids = {}
    for i, call in ipairs(calls) do ids[i] = assert(call:result()).id end
    table.sort(ids)
    assert.same({ "a", "b" }, ids)
  end)

  it("do not wait for one that begins after the look", function()
    local raw <close> = plays.server { GET = { plays.goal { kr "a" } },
      POST = { plays.CLOSE, plays.after({ "hold" }, plays.created { id = "b" }) } }
    local client, second
    client = plays.client(raw, { on_event = function(event)
      if event.event == "end" and event.operation == "get_goal" then
        second = client:start("create_key_result", creates.GOAL, creates.body { name = "Second" })
      end
    end })
    local first = creates.start(client, 1)[1]
    creates.finish(client, { first })
    assert.equal("a", first:result().id)
    assert.is_false(second:done())
    raw:release()
    creates.finish(client, { second })
    assert.equal("b", second:result().id)
    client:close()
  end)

  it("do not take each other's while one is sent again", function()
    local none, seen = plays.goal {}, plays.goal { kr "b" }
    local ids, came = twins({
      POST = { CLOSE_TWO[1], CLOSE_TWO[2], plays.after({ "until", "POST", 4 }, plays.reply(500)),
        plays.after({ "hold" }, plays.created { id = "b" }), plays.created { id = "a" } },
      GET = { none, none, none, none, seen, seen, seen },
    }, 5)
    assert.same({ "a", "b" }, ids)
    assert.same({ POST = 5, GET = 6 }, came)
  end)

  -- Both answers come in one step, the look's first.
  it("do not take each other's though the one that was sent again is not handed out yet", function()
    local seen, none = plays.goal { kr "a" }, plays.goal {}
    local raw <close> = plays.server {
      POST = { CLOSE_TWO[1], CLOSE_TWO[2],
        { { "request" }, { "hold" }, { "wait", 0.1 }, table.unpack(plays.created { id = "a" }, 2) },
        plays.created { id = "b" } },
      GET = { none, none, none, plays.after({ "hold" }, seen) },
    }
    local client <close> = plays.client(raw)
    local calls, came = creates.start(client, 2), nil
    creates.step_until(client, function()
      came = { POST = 0, GET = 0 }
      for method in plays.methods(raw):gmatch "%a+" do came[method] = came[method] + 1 end
      return came.POST == 3 and came.GET == 4
    end)
    raw:release()
    raw:await_marks(7)
    creates.finish(client, calls)
    local ids = {}
    for i, call in ipairs(calls) do
      local value, err = call:result()
      ids[i] = value and value.id or err.message
    end
    table.sort(ids)
    assert.same({ "a", "b" }, ids)
  end)

  it("wait for nothing of another goal, or of another kind", function()
    local body = { name = "G", due_date = 0, description = "", multiple_owners = true,
      owners = { 1 }, color = "#32a852" }
    for _, other in ipairs { { "create_key_result", "456", creates.body() },
      { "create_goal", "123", body } } do
      local raw <close> = plays.server { POST = { plays.SILENT, plays.CLOSE },
        GET = { plays.reply(200, { goal = { id = "123", key_results = {
          plays.key_result { id = "a", goal_id = "123" } } } }) } }
      local client <close> = plays.client(raw)
      local first = client:start(table.unpack(other))
      creates.step_until(client, function() return plays.methods(raw) == "POST" end)
      local second = client:start("create_key_result", "123", creates.body())
      creates.finish(client, { second })
      assert.equal("a", second:result().id)
      assert.equal(1, client:stats().in_flight) -- the other's
      assert.is_false(first:done())
    end
  end)

  it("leave no timer of the one that waited for the other", function()
    local seen = plays.goal { kr "b" }
    local raw <close> = plays.server {
      POST = { CLOSE_TWO[1], plays.after({ "hold" }, plays.created { id = "b" }),
        plays.created { id = "a" } },
      GET = { seen, seen, seen },
    }
    local client <close> = plays.client(raw, { deadline = 60 })
    local calls = creates.start(client, 2)
    creates.step_until(client, function() return plays.methods(raw) == "POST POST GET" end)
    for _ = 1, 3 do
      client:wait(0.01)
      client:step()
    end
    raw:release()
    creates.finish(client, calls)
    assert.is_nil(client:timeout())
    assert.equal(0, client:stats().delayed)
  end)

  it("are two when only the second is looked for", function()
    local list = { plays.created { id = "a" }, plays.CLOSE, plays.goal { kr "a" },
      plays.goal { kr "a" }, plays.created { id = "b" } }
    local raw <close> = plays.server(list)
    local client <close> = plays.client(raw, { reconcile = false })
    assert.equal("a", create(client).id)
    assert.equal("b", create(client, nil, { reconcile = true }).id)
    assert.equal("POST " .. ABSENT, plays.methods(raw))
  end)

  it("end by the deadline of the one that waits for the other", retry_slower(function(unit)
    local raw <close> = plays.server { plays.SILENT, plays.CLOSE, plays.goal { kr "b" } }
    local client <close> = plays.client(raw, { timeout = 60 })
    local other = client:start("create_key_result", creates.GOAL, creates.body())
    creates.step_until(client, function() return plays.methods(raw) == "POST" end)
    local call = client:start("create_key_result", creates.GOAL, creates.body(),
      { deadline = 0.4 * unit })
    creates.finish(client, { call })
    assert.is_false(other:done())
    local value, err = call:result()
    undecided("POST POST GET", "deadline", value, err, plays.methods(raw))
  end))
end)

describe("a create that waits for another", function()
  it("ends by its deadline, not a second later", function()
    local least
    for _ = 1, 4 do -- a machine may stop for a while, but not each time
      local raw <close> = plays.server { plays.SILENT, plays.CLOSE, plays.goal { kr "b" } }
      local client <close> = plays.client(raw, { timeout = 60 })
      client:start("create_key_result", creates.GOAL, creates.body())
      creates.step_until(client, function() return plays.methods(raw) == "POST" end)
      local began = socket.gettime()
      local _, err = create(client, nil, { deadline = 0.4 })
      least = math.min(socket.gettime() - began, least or math.huge)
      assert.equal("unknown", err.sent)
      if least < 0.8 then break end
    end
    assert.is_true(least < 0.8, least .. " s")
  end)
end)

describe("in every way of waiting", function()
  local function list()
    return { plays.CLOSE, plays.goal {}, plays.goal { kr "found" } }
  end

  it("in a task, by map, and with on_done", function()
    local ways = {
      function(client)
        local task = client:spawn(create, client)
        client:wait_all { task }
        return task:result()
      end,
      function(client)
        return client:map({ 1 }, function() return create(client) end)[1]
      end,
      function(client)
        local value
        local call = client:start("create_key_result", creates.GOAL, creates.body())
        call:on_done(function(found) value = found end)
        creates.step_until(client, function() return value end)
        return value
      end,
    }
    for _, way in ipairs(ways) do
      local raw <close> = plays.server(list())
      local client <close> = plays.client(raw)
      assert.equal("found", way(client).id)
      assert.equal("POST GET GET", plays.methods(raw))
    end
  end)

  it("with errors in on_event at each event", function()
    local raw <close> = plays.server(list())
    local raised = 0
    local client <close> = plays.client(raw, { on_event = function() error "mine" end })
    local call = client:start("create_key_result", creates.GOAL, creates.body())
    creates.step_until({ timeout = function() return client:timeout() end,
      wait = function(_, seconds) client:wait(seconds) end,
      step = function() if not pcall(client.step, client) then raised = raised + 1 end end,
    }, function() return call:done() end)
    assert.is_true(raised >= 4)
    assert.equal("found", call:result().id)
    assert.equal("POST GET GET", plays.methods(raw))
  end)
end)

describe("cancel and close while it is looked for", function()
  -- Ends the call once these methods have come: what it came to, and what came later.
  local function ended(script, methods, finish)
    local raw <close> = plays.server(script)
    local client <close> = plays.client(raw)
    local call = client:start("create_key_result", creates.GOAL, creates.body())
    creates.step_until(client, function() return plays.methods(raw) == methods end, methods)
    finish(client, call)
    assert.is_true(call:done())
    local value, err = call:result()
    assert.equal("cancelled", err.kind)
    undecided(methods, "it was being looked for", value, err, plays.methods(raw))
    client:wait_all { client:sleep(0.15) } -- longer than reconcile_wait
    assert.equal(methods, (plays.methods(raw):gsub("^POST GET GET$", methods)))
    assert.is_false(call:cancel())
    return err
  end
  local function cancel(_, call) assert.is_true(call:cancel()) end

  it("sends nothing more", function()
    ended({ plays.CLOSE, plays.goal {}, plays.SILENT }, "POST GET", cancel)
    ended({ plays.CLOSE, plays.goal {}, plays.SILENT }, "POST GET GET", cancel)
  end)

  it("ends what was sent again, too", function()
    local script = { plays.CLOSE, plays.goal {}, plays.goal {}, plays.SILENT }
    assert.equal(2, ended(script, ABSENT, cancel).attempts)
  end)

  it("leaves it unknown when the client is closed", function()
    for _, methods in ipairs { "POST GET", ABSENT } do
      local raw <close> = plays.server { plays.CLOSE, plays.goal {}, plays.goal {}, plays.SILENT }
      local client = plays.client(raw)
      local call = client:start("create_key_result", creates.GOAL, creates.body())
      creates.step_until(client, function() return plays.methods(raw) == methods end, methods)
      client:close()
      assert.is_true(call:done())
      local value, err = call:result()
      assert.is_nil(value)
      assert.equal("unknown", err.sent)
      assert.is_false(err.retryable)
    end
  end)
end)

describe("creates of two clients", function()
  local seen = plays.goal { kr "b" }

  local function two(list, fn)
    local raw <close> = plays.server(list)
    local first <close> = plays.client(raw)
    local second <close> = plays.client(raw)
    fn(first, second, raw)
  end

  it("do not take each other's, when one is answered", function()
    two({ plays.created { id = "b" }, plays.CLOSE, seen, seen, plays.created { id = "a" } },
      function(first, second)
        assert.equal("b", create(second).id)
        assert.equal("a", create(first).id)
      end)
  end)

  it("do not take each other's, while one is under way, whoever steps it", function()
    for _, alone in ipairs { true, false } do
      two({ GET = { seen, seen, seen },
        POST = { plays.created({ id = "b" }, 0.1), plays.CLOSE, plays.created { id = "a" } } },
        function(first, second, raw)
          local call = creates.start(second, 1)[1]
          creates.step_until(second, function() return plays.methods(raw) == "POST" end)
          local value
          if alone then value = create(first)
          else value = first:map({ 1 }, function() return create(first) end)[1]
          end
          assert.equal("a", value.id)
          creates.finish(second, { call })
          assert.equal("b", call:result().id)
        end)
    end
  end)

  it("do not take what both may have made", function()
    local silent = plays.goal { plays.key_result { steps_start = NULL, steps_end = NULL } }
    two({ GET = { silent, silent, silent, silent }, POST = { plays.CLOSE, plays.CLOSE } },
      function(first, second)
        local _, err = create(first, { steps_end = 1 }, { reconcile = false })
        assert.equal("unknown", err.sent)
        _, err = create(second, { steps_end = 2 })
        assert.equal("unknown", err.sent)
        assert.equal("kr-1", err.candidates[1].id)
      end)
  end)

  it("know nothing of a client that is closed: its server may have begun with new ids", function()
    two({ plays.created { id = "b" }, plays.CLOSE, seen }, function(first, second)
      assert.equal("b", create(second).id)
      second:close()
      assert.equal("b", create(first).id)
    end)
  end)
end)

describe("two twins, of which one has run,", function()
  local server
  setup(function() server = sandbox.start {} end)
  teardown(function() server:close() end)

  local options = { reconcile = true, reconcile_wait = 0.1, max_retries = 1 }

  -- Both find the same and have to ask who made it; each of these clients has one of them.
  local function check(clients)
    for i = 1, 2 do
      server:fault { fault = "close_after_read", processed = i == 1, match = { method = "POST" } }
    end
    local calls = {}
    for i = 1, 2 do calls[i] = creates.start(clients[i], 1, server.goal_id)[1] end
    while not (calls[1]:done() and calls[2]:done()) do
      for _, client in ipairs(clients) do
        client:wait(0.01)
        client:step()
      end
    end
    local ids = {}
    for i, call in ipairs(calls) do ids[i] = assert(call:result()).id end
    assert.not_equal(ids[1], ids[2])
    assert.equal(2, #server:state().goals[1].key_results)
  end

  it("get one each while it is asked whose that is", function()
    for _ = 1, 3 do
      server:reset()
      local client <close> = creates.client(server, options)
      check { client, client }
    end
  end)

  it("get one each from two clients", function()
    for _ = 1, 3 do
      server:reset()
      local one <close> = creates.client(server, options)
      local other <close> = creates.client(server, options)
      check { one, other }
    end
  end)

  it("is found though it waits for another client's, and a callback has raised", function()
    server:reset()
    local one <close> = creates.client(server, options)
    local other = creates.client(server, { reconcile = true, reconcile_wait = 0.1,
      on_event = function() error "a callback's" end })
    server:fault { fault = "delay", seconds = 0.2, match = { method = "POST" } }
    local first = creates.start(one, 1, server.goal_id)[1]
    creates.step_until(one, function() return #server:requests() == 1 end, "the request")
    server:fault { fault = "close_after_read", processed = true, match = { method = "POST" } }
    local body = creates.body { name = "Another" }
    local second = other:start("create_key_result", server.goal_id, body)
    other:wait_all { second }
    local made, info = second:result()
    assert(made, info)
    assert.equal("Another", made.name)
    creates.finish(one, { first })
    assert(first:result())
    pcall(other.close, other)
  end)
end)
