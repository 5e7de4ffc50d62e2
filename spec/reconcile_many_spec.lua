-- SPDX-License-Identifier: MIT
-- Creates that are looked for: several at once, in every way of waiting, and ended early.

local socket = require "socket"

local creates = require "spec.support.creates"
local plays = require "spec.support.plays"

local ABSENT = "POST GET GET POST"

-- Twins have to stay side by side: where everything is slower than usual (under
-- a sanitizer, or with a collection at each step), waits are longer by this.
local SLOW = tonumber(os.getenv "CLICKUP_SLOW") or 1
local LONG, SOON = 0.3 * SLOW, 0.05 * SLOW

local function create(client, changes, options)
  return client:create_key_result(creates.GOAL, creates.body(changes), options)
end

local function undecided(methods, pattern, value, err, came)
  assert.equal(methods, came)
  assert.is_nil(value)
  assert.equal("unknown", err.sent)
  assert.is_false(err.retryable)
  assert.matches("it may have been created", err.message)
  assert.matches(pattern, err.message)
  return err
end

local function kr(id) return plays.key_result { id = id } end

-- Two creates at once, the second with these changes: their ids, sorted.
local function pair(list, changes, options)
  local raw <close> = plays.server(list)
  local all = { reconcile_wait = SOON }
  for name, value in pairs(options or {}) do all[name] = value end
  local client <close> = plays.client(raw, all)
  local calls = { client:start("create_key_result", creates.GOAL, creates.body()),
    client:start("create_key_result", creates.GOAL, creates.body(changes)) }
  creates.finish(client, calls)
  local ids = {}
  for i, call in ipairs(calls) do
    local value, err = call:result()
    ids[i] = value and value.id or err.sent
  end
  table.sort(ids)
  return ids, plays.methods(raw)
end

describe("two twins at once", function()
  it("are two when both are found", function()
    local both = plays.goal { kr "a", kr "b" }
    assert.same({ "a", "b" }, (pair { plays.CLOSE, plays.CLOSE, both, both }))
  end)

  for name, changes in pairs { equal = {}, ["equal but for the order"] = { owners = { 2, 1 } } } do
    it(("do not take each other's while one is under way: %s"):format(name), function()
      local owners = { { id = 1 }, { id = 2 } }
      if name == "equal" then owners = { { id = 183 } } end
      local seen = plays.goal { plays.key_result { id = "b", owners = owners } }
      local raw <close> = plays.server { plays.CLOSE, plays.created({ id = "b" }, LONG),
        seen, seen, seen, plays.created { id = "a" } }
      local client <close> = plays.client(raw, { reconcile_wait = SOON })
      local sent = name == "equal" and {} or { owners = { 1, 2 } }
      local first = client:start("create_key_result", creates.GOAL, creates.body(sent))
      local second = client:start("create_key_result", creates.GOAL, creates.body(changes))
      creates.finish(client, { first, second })
      assert.equal("a", first:result().id)
      assert.equal("b", second:result().id)
    end)
  end

  it("do not take each other's while one is sent again", function()
    local seen = plays.goal { kr "b" }
    local ids, methods = pair { plays.CLOSE, plays.CLOSE, plays.goal {}, plays.goal {},
      plays.goal {}, plays.goal {}, plays.reply(500, nil, nil, SOON),
      plays.created({ id = "b" }, LONG), -- which is on its way by the time of the 500
      seen, seen, seen, plays.created { id = "a" } }
    assert.same({ "a", "b" }, ids)
    assert.equal("POST POST GET GET GET GET POST POST GET GET GET POST", methods)
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

  it("end by the deadline of the one that waits for the other", function()
    local raw <close> = plays.server { plays.CLOSE, plays.SILENT, plays.goal { kr "b" } }
    local client <close> = plays.client(raw)
    local body, started = creates.body(), socket.gettime()
    local call = client:start("create_key_result", creates.GOAL, body, { deadline = 0.4 })
    client:start("create_key_result", creates.GOAL, body)
    creates.finish(client, { call })
    assert.is_true(socket.gettime() - started < 2)
    local value, err = call:result()
    undecided("POST POST GET", "deadline", value, err, plays.methods(raw))
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
    local script = { plays.CLOSE, plays.goal {}, plays.goal {} }
    ended(script, "POST GET", cancel)
    ended(script, "POST GET GET", cancel)
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
