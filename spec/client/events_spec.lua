-- SPDX-License-Identifier: MIT
-- What on_event is told, when, and that nothing it does harms a call.

local creates = require "spec.support.creates"
local retry_slower = require "spec.support.retry_slower"
local plays = require "spec.support.plays"

local GOAL = creates.GOAL
local GOOD = plays.reply(200, '{"goal":{"id":"g"}}', { ["X-Datadog-Trace-Id"] = "42" })

-- A client that writes down its events.
local function observed(raw, options)
  local events, all = {}, { max_wait = 0.02 }
  for name, value in pairs(options or {}) do all[name] = value end
  all.on_event = function(event) events[#events + 1] = event end
  return plays.client(raw, all), events
end

-- Such as "start 1, end 1, retry 1".
local function short(events)
  local list = {}
  for i, event in ipairs(events) do list[i] = event.event .. " " .. tostring(event.attempt) end
  return table.concat(list, ", ")
end

-- Steps, errors and all, until the call is done: what was raised.
local function outlast(client, call)
  local raised = {}
  creates.step_until({ timeout = function() return client:timeout() end,
    wait = function(_, seconds) client:wait(seconds) end,
    step = function()
      local ok, err = pcall(client.step, client)
      if not ok then raised[#raised + 1] = err end
    end,
  }, function() return call:done() end)
  return raised
end

describe("events", function()
  it("tell a call's start and end", function()
    local raw <close> = plays.server { GOOD }
    local client, events = observed(raw)
    assert(client:get_goal(GOAL))
    client:close()
    assert.equal("start 1, end 1", short(events))
    assert.same({ event = "start", operation = "get_goal", attempt = 1 }, events[1])
    local ended = events[2]
    assert.is_true(ended.seconds >= 0 and ended.seconds < 60)
    ended.seconds = nil
    assert.same({ event = "end", operation = "get_goal", attempt = 1, status = 200,
      request_id = "42" }, ended)
  end)

  it("tell retries, with the reason and the wait", function()
    local raw <close> = plays.server { plays.reply(500, "{}"), plays.CLOSE, GOOD }
    local client, events = observed(raw)
    assert(client:get_goal(GOAL))
    client:close()
    assert.equal("start 1, end 1, retry 1, start 2, end 2, retry 2, start 3, end 3", short(events))
    assert.equal(500, events[2].status)
    assert.equal("the server failed", events[3].reason)
    assert.is_nil(events[5].status)
    assert.matches("Empty reply", events[5].reason)
    assert.equal("no answer, and safe to repeat", events[6].reason)
    for _, i in ipairs { 3, 6 } do
      assert.equal("get_goal", events[i].operation)
      assert.is_true(events[i].seconds >= 0 and events[i].seconds <= 0.02)
    end
  end)

  it("tell a wait for the rate limit once, and calls that it ends", function()
    local raw <close> = plays.server { plays.reply(429, "{}", { ["Retry-After"] = "1" }), GOOD }
    local client, events = observed(raw, { max_wait = 5 })
    assert(client:get_goal(GOAL))
    client:close()
    local names = short(events)
    assert.matches("^start 1, end 1, retry 1", names)
    assert.matches("start 2, end 2$", names)
    assert.equal(429, events[2].status)
    assert.equal("rate limit: it did not run", events[3].reason)
    assert.equal(1, events[3].seconds)

    local limited <close>, seen = observed(raw, { rate_limit = 1, max_wait = 0.1 })
    limited:get_goal(GOAL, { max_retries = 0 })
    local _, err = limited:get_goal(GOAL)
    assert.equal("rate_limited", err.kind)
    assert.equal("start 1, end 1, wait 0", short(seen))
    assert.equal("rate limit", seen[3].reason)
    assert.equal("get_goal", seen[3].operation)
    assert.is_true(seen[3].seconds > 50 and seen[3].seconds <= 61)
  end)

  it("tell what was found, and what was sent again", function()
    local raw <close> = plays.server { plays.CLOSE, plays.goal { plays.key_result() },
      plays.CLOSE, plays.goal {}, plays.goal {}, plays.created { id = "kr-2" } }
    local client <close>, events = observed(raw)
    assert(client:create_key_result(GOAL, creates.body()))
    assert.equal("start 1, end 1, start 1, end 1, recovered 1", short(events))
    assert.equal("get_goal", events[3].operation)
    assert.same({ event = "recovered", operation = "create_key_result", attempt = 1,
      reason = "found by reading" }, events[5])
    for i in ipairs(events) do events[i] = nil end
    assert(client:create_key_result(GOAL, creates.body { name = "Other" }))
    assert.equal("start 1, end 1, start 1, end 1, start 1, end 1, retry 1, start 1, end 1",
      short(events))
    assert.same({ event = "retry", operation = "create_key_result", attempt = 1, seconds = 0,
      reason = "looked for, and surely absent" }, events[7])
  end)

  it("tell the end of what was cancelled or too late", retry_slower(function(unit)
    local raw <close> = plays.server { plays.SILENT, plays.SILENT }
    local client <close>, events = observed(raw, { max_retries = 0 })
    local call = client:start("get_goal", GOAL)
    creates.step_until(client, function() return plays.methods(raw) == "GET" end)
    call:cancel()
    client:get_goal(GOAL, { deadline = 0.1 * unit })
    assert.equal("start 1, end 1, start 1, end 1", short(events))
    assert.equal("cancelled", events[2].reason)
    assert.matches("deadline", events[4].reason)
  end))

  it("come in the order of their calls, each with its own", function()
    local list = {}
    for i = 1, 10 do list[i] = GOOD end
    local raw <close> = plays.server(list)
    local client <close>, events = observed(raw)
    local calls = {}
    for i = 1, 10 do calls[i] = client:start("get_goal", GOAL) end
    assert.same({}, events)
    client:wait_all(calls)
    local counts = {}
    for _, event in ipairs(events) do counts[event.event] = (counts[event.event] or 0) + 1 end
    assert.same({ start = 10, ["end"] = 10 }, counts)
    for i = 1, 10 do assert.equal("start", events[i].event) end
  end)
end)

describe("an error in on_event", function()
  local function failing(raw, when)
    return plays.client(raw, { max_wait = 0.02, on_event = function(event)
      if not when or event.event == when then error("mine: " .. event.event, 0) end
    end })
  end

  it("reaches the one who steps, and the result stays", function()
    for _, when in ipairs { "start", "end", "retry" } do
      local raw <close> = plays.server { plays.reply(500, "{}"), GOOD }
      local client <close> = failing(raw, when)
      local call = client:start("get_goal", GOAL)
      local raised = outlast(client, call)
      assert.equal("mine: " .. when, raised[1])
      assert.equal(when == "retry" and 1 or 2, #raised)
      local value, response = call:result()
      assert.equal("g", value.id)
      assert.equal(2, response.attempts)
    end
  end)

  it("reaches the one who steps when a create was found", function()
    local raw <close> = plays.server { plays.CLOSE, plays.goal { plays.key_result() } }
    local client <close> = failing(raw, "recovered")
    local call = client:start("create_key_result", GOAL, creates.body())
    assert.same({ "mine: recovered" }, outlast(client, call))
    assert.equal("kr-1", call:result().id)
    assert.is_true(select(2, call:result()).recovered)
  end)

  it("does not keep other calls and tasks from their turn", function()
    local list = {}
    for i = 1, 5 do list[i] = GOOD end
    local raw <close> = plays.server(list)
    local client <close> = failing(raw)
    local told, calls = 0, {}
    for i = 1, 5 do
      calls[i] = client:start("get_goal", GOAL)
      calls[i]:on_done(function(value) told = told + (value and 1 or 0) end)
    end
    for i = 1, 5 do outlast(client, calls[i]) end
    pcall(client.step, client)
    assert.equal(5, told)
    for i = 1, 5 do assert.equal("g", calls[i]:result().id) end
  end)

  describe("while a blocking method waits", function()
    -- A create whose events fail, then what uses the client next.
    local function create(raw, use, when)
      local client <close> = failing(raw, when)
      local made = client:create_key_result(GOAL, creates.body())
      assert.equal("kr-1", made.id)
      local ok, err = pcall(use, client)
      assert.is_false(ok)
      assert.equal("mine: " .. (when or "start"), err)
      assert.equal("POST", plays.methods(raw))
      client:step() -- told once
    end

    local uses = {
      ["the next blocking method"] = function(client) client:get_goal(GOAL) end,
      ["the next start"] = function(client) client:start("get_goal", GOAL) end,
      ["the next request"] = function(client) client:request("GET", "/v2/user") end,
      ["the next step"] = function(client) client:step() end,
    }
    for name, use in pairs(uses) do
      it(("leaves its outcome alone, and reaches %s before anything is sent"):format(name),
        function()
          for _, when in ipairs { "start", "end", false } do
            local raw <close> = plays.server { plays.created() }
            create(raw, use, when or nil)
          end
        end)
    end

    it("reaches close, which closes", function()
      local raw <close> = plays.server { plays.created() }
      local client = failing(raw, "end")
      assert(client:create_key_result(GOAL, creates.body()))
      assert.error(function() client:close() end, "mine: end")
      assert.is_true(client:is_closed())
    end)

    it("stays out of tasks", function()
      local raw <close> = plays.server { plays.created(), GOOD, GOOD }
      local client <close> = failing(raw, "start")
      assert(client:create_key_result(GOAL, creates.body()))
      local results = client:map({ 1, 2 }, function()
        local goal = client:get_goal(GOAL)
        return goal and goal.id
      end, { concurrency = 1 })
      assert.same({ "g", "g", n = 2, failed = 0 }, results)
      assert.error(function() client:step() end, "mine: start")
    end)

    it("stays out of other callbacks", function()
      local raw <close> = plays.server { GOOD, GOOD, GOOD }
      local client, goal
      client = plays.client(raw, { on_event = function(event)
        if event.event == "start" then error("mine", 0) end
        if not goal then goal = client:get_goal(GOAL) end
      end })
      assert.equal("g", client:get_goal(GOAL).id)
      assert.equal("g", goal.id)
      assert.error(function() client:close() end, "mine")
    end)

    it("is anybody's error: of another call's on_done, too", function()
      local raw <close> = plays.server { GOOD, plays.created() }
      local client <close> = plays.client(raw)
      client:start("get_goal", GOAL):on_done(function() error("mine", 0) end)
      assert.equal("kr-1", client:create_key_result(GOAL, creates.body()).id)
      local ok, err = pcall(client.step, client)
      assert.is_false(ok)
      assert.matches("^mine\n", err)
    end)
  end)

  it("may be any value", function()
    local raw <close> = plays.server { GOOD }
    local thing = setmetatable({}, { __tostring = function() error "no" end })
    local client <close> = plays.client(raw, { on_event = function() error(thing) end })
    local call = client:start("get_goal", GOAL)
    assert.equal(thing, outlast(client, call)[1])
  end)
end)

describe("a host's own standard error", function()
  local stderr = io.stderr
  after_each(function() io.stderr = stderr end) -- luacheck: ignore 122

  it("may be missing, or fail: no outcome is lost to that", function()
    local raw <close> = plays.server { plays.created(), plays.created(), plays.created() }
    local client <close> = plays.client(raw, { verbose = true })
    io.stderr = nil -- luacheck: ignore 122
    assert.equal("kr-1", assert(client:create_key_result(GOAL, creates.body())).id)
    assert.equal("kr-1", assert(client:create_key_result(GOAL, creates.body())).id)
    io.stderr = { write = function() error("no terminal", 0) end } -- luacheck: ignore 122
    assert.equal("kr-1", assert(client:create_key_result(GOAL, creates.body())).id)
    io.stderr = stderr -- luacheck: ignore 122
    assert.error(function() client:step() end, "no terminal")
  end)
end)

describe("on_event", function()
  it("is called from step only", function()
    local inside, outside = false, 0
    local raw <close> = plays.server { plays.reply(500, "{}"), GOOD }
    local client <close> = plays.client(raw, { max_wait = 0.02, on_event = function()
      if not inside then outside = outside + 1 end
    end })
    local call = client:start("get_goal", GOAL)
    creates.step_until({ timeout = function() return client:timeout() end,
      wait = function(_, seconds) client:wait(seconds) end,
      step = function()
        inside = true
        client:step()
        inside = false
      end,
    }, function() return call:done() end)
    assert(call:result())
    assert.equal(0, outside)
  end)

  it("may cancel the call that it tells of, at any time", function()
    local ways = { -- what came, and what becomes of it when its end is told
      [plays.created()] = { true, false },
      [plays.reply(400, '{"err":"no"}')] = { false, false, kind = "api", sent = "yes" },
      [plays.CLOSE] = { false, true, kind = "cancelled", sent = "unknown" },
    }
    for steps, expected in pairs(ways) do
      local raw <close> = plays.server { steps }
      local call, cancelled
      local client <close> = plays.client(raw, { on_event = function(event)
        if event.event == "end" then cancelled = call:cancel() end
      end })
      call = client:start("create_key_result", GOAL, creates.body())
      creates.step_until(client, function() return call:done() end)
      local value, err = call:result()
      assert.equal(expected[1], value ~= nil)
      assert.equal(expected[2], cancelled)
      assert.equal(expected.kind, not value and err.kind or nil)
      assert.equal(expected.sent, not value and err.sent or nil)
      assert.equal("POST", plays.methods(raw))
    end
  end)

  it("is told the operation of calls that nobody holds", function()
    local list = {}
    for i = 1, 20 do list[i] = GOOD end
    local raw <close> = plays.server(list)
    local client <close>, events = observed(raw)
    for _ = 1, 20 do client:start("get_goal", GOAL) end
    creates.step_until(client, function()
      collectgarbage()
      return #events == 40
    end)
    for _, event in ipairs(events) do
      assert.equal("get_goal", event.operation)
      if event.event == "end" then assert.equal("42", event.request_id) end
    end
  end)

  it("may use the client, and block", function()
    local raw <close> = plays.server { GOOD, GOOD, plays.created() }
    local client, blocked
    local seen = {}
    client = plays.client(raw, { on_event = function(event)
      seen[#seen + 1] = event.event
      client:step()
      client:timeout()
      assert(client:stats().started > 0)
      assert(client:rate_limit())
      client:start("get_goal", GOAL):cancel()
      if blocked then return end
      blocked = {}
      blocked[1] = client:get_goal(GOAL)
      blocked[2] = client:create_key_result(GOAL, creates.body())
    end })
    local value = client:get_goal(GOAL)
    assert.equal("g", value.id)
    assert.equal("g", blocked[1].id)
    assert.equal("kr-1", blocked[2].id)
    assert.equal("GET GET POST", plays.methods(raw))
    client:close()
    assert.truthy(#seen >= 4)
  end)

  it("cannot suspend the coroutine that makes the step, which may be dropped then", function()
    local list = {}
    for i = 1, 40 do list[i] = GOOD end
    local raw <close> = plays.server(list)
    local suspends = true
    local client <close> = plays.client(raw, { on_event = function()
      if suspends then coroutine.yield "event" end
    end })
    local other <close> = plays.client(raw)
    for _ = 1, 18 do -- more than may wait within each other
      local run = coroutine.create(function()
        return select(2, pcall(client.get_goal, client, GOAL))
      end)
      local ok, got = coroutine.resume(run)
      assert.is_true(ok)
      if type(got) == "string" then
        assert.equal("attempt to yield across a C-call boundary: on_event cannot suspend a "
          .. "coroutine (a task of client:spawn can)", got)
      else
        assert.equal("g", got.id)
      end
      assert.equal("dead", coroutine.status(run))
    end
    suspends = false
    pcall(client.step, client)
    local task = other:spawn(function() return client:get_goal(GOAL) end)
    other:wait_all { task }
    assert.equal("g", task:result().id)
  end)

  it("may block while a create is looked for", function()
    local list = { plays.CLOSE, plays.goal {}, plays.goal { plays.key_result() } }
    local raw <close> = plays.server(list)
    local other <close> = plays.server { GOOD, GOOD, GOOD, GOOD, GOOD, GOOD }
    local second <close> = plays.client(other)
    local client <close> = plays.client(raw, { on_event = function()
      assert(second:get_goal(GOAL))
    end })
    assert.equal("kr-1", client:create_key_result(GOAL, creates.body()).id)
    assert.equal("GET GET GET GET GET GET", plays.methods(other):sub(1, 23))
  end)
end)

describe("no event", function()
  local SECRET, CODE = "s3cr3t-of-the-app", "code-of-a-person"

  local function scan(events, words)
    local function look(value)
      if type(value) == "table" then
        for key, inner in pairs(value) do
          look(key)
          look(inner)
        end
        return
      end
      for _, word in ipairs(words) do assert.is_nil(tostring(value):find(word, 1, true)) end
    end
    look(events)
  end

  it("holds a token or a secret, whatever the server echoes", function()
    local words = { creates.TOKEN, SECRET, CODE }
    local text = ("%s %s %s"):format(table.unpack(words))
    local headers = { ["X-Echo"] = text, Location = "http://x/?" .. text }
    local status = { { "request" }, { "send", "HTTP/1.1 200 " .. text .. "\r\nBroken" },
      { "close" } }
    local line = { { "request" }, { "send", text .. "\r\n\r\n" }, { "close" } }
    local raw <close> = plays.server { plays.reply(400, { err = text }, headers),
      plays.reply(302, text, headers), status, line, plays.reply(500, text, headers) }
    local client <close>, events = observed(raw, { max_retries = 0, reconcile = false })
    for _ = 1, 5 do
      client:get_access_token { client_id = "app", client_secret = SECRET, code = CODE }
    end
    assert.equal(5, #plays.requests(raw))
    assert.equal(10, #events)
    scan(events, words)
  end)

  it("holds what is in a request id", function()
    local raw <close> = plays.server { plays.reply(200, '{"goal":{"id":"g"}}',
      { ["X-Datadog-Trace-Id"] = creates.TOKEN }) }
    local client <close>, events = observed(raw)
    assert(client:get_goal(GOAL))
    scan(events, { creates.TOKEN })
  end)
end)
