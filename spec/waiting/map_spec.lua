-- SPDX-License-Identifier: MIT
-- client:map: many items at once, in order, each with its own outcome.

local creates = require "spec.support.creates"
local needs = require "spec.support.needs"
local nginx = require "spec.support.nginx"
local scripted_server = require "spec.support.scripted_server"
local sandbox = require "clickup.sandbox"

local server

setup(function() server = sandbox.start() end)
teardown(function() server:close() end)
before_each(function() server:reset() end)

local function answering(delay)
  return scripted_server.start {
    { { "request" }, { "wait", delay or 0 }, { "send", creates.ANSWER }, { "again" } },
    repeat_last = true,
  }
end

local function silent() return scripted_server.start { { { "eof" } }, repeat_last = true } end

local function names(count)
  local list = {}
  for i = 1, count do list[i] = "n" .. i end
  return list
end

local function iterator(count)
  local i = 0
  return function()
    i = i + 1
    if i <= count then return i end
  end
end

local function create(client, name, goal_id)
  return client:create_key_result(goal_id or server.goal_id, creates.body { name = name })
end

local function raises(expected, run, ...)
  local ok, text = pcall(run, ...)
  assert.is_false(ok)
  assert.equal(expected, text:match "map_spec%.lua:%d+: (.*)$" or text)
end

describe("map", function()
  it("gives the results in order, of a table or an iterator", function()
    local client <close> = creates.client(server)
    for _, list in ipairs { names(40), iterator(40) } do
      local results, errors = client:map(list, function(item, i)
        local made, err = create(client, tostring(item))
        return made and { made.name, i }, err
      end, { concurrency = 7 })
      assert.is_nil(errors)
      assert.equal(40, results.n)
      assert.equal(0, results.failed)
      for i = 1, 40 do
        assert.same({ type(list) == "table" and "n" .. i or tostring(i), i }, results[i])
      end
    end
    assert.equal(80, #server:state().goals[1].key_results)
  end)

  it("of nothing is nothing", function()
    local client <close> = creates.client(server)
    local function never() error "called" end
    for _, list in ipairs { {}, iterator(0) } do
      local results, errors = client:map(list, never)
      assert.same({ n = 0, failed = 0 }, results)
      assert.is_nil(errors)
    end
  end)

  it("lets one item fail and nobody else", function()
    local client <close> = creates.client(server)
    local results, errors = client:map(names(20), function(name, i)
      if i == 4 then return nil end
      return create(client, i == 7 and 7 or name, i == 11 and "no-such-goal" or nil)
    end)
    assert.equal("invalid", errors[7].kind)
    assert.equal("api", errors[11].kind)
    assert.equal("no reason given", errors[4])
    assert.equal(3, results.failed)
    for i = 1, 20 do
      if i == 4 or i == 7 or i == 11 then assert.is_nil(results[i])
      else assert.equal("n" .. i, results[i].name) end
    end
  end)

  it("raises what was raised, with item and traceback, when the others are done", function()
    local client <close> = creates.client(server)
    local finished = 0
    local ok, text = pcall(client.map, client, names(30), function(name, i)
      if i == 3 then
        assert(create(client, name))
        error "mine"
      end
      local made = create(client, name)
      finished = finished + 1
      return made
    end, { concurrency = 5 })
    assert.is_false(ok)
    assert.matches("^map: item 3 %(n3%): .*map_spec%.lua:%d+: mine\nstack traceback:\n.*map_spec",
      text)
    assert.equal(#server:requests() - 1, finished)
    assert.is_true(finished >= 4 and finished < 20, finished .. " finished")
  end)

  it("raises error objects as they are, ours with a traceback where they are shown", function()
    local client <close> = creates.client(server)
    local ok, err = pcall(client.map, client, { {} }, function()
      error((select(2, create(client, "x", "no-such-goal")))) -- busted's assert would wrap it
    end)
    assert.is_false(ok)
    assert.same({ "api", "yes", 401 }, { err.kind, err.sent, err.status })
    assert.matches("^create_key_result: .*\nstack traceback:\n.*map_spec", tostring(err))
    assert.matches("^so: create_key_result: ", "so: " .. err)
    assert.matches("!$", err .. "!")
    local mine = {}
    local _, raised = pcall(client.map, client, { 1 }, function() error(mine) end)
    assert.equal(mine, raised)
  end)

  it("has the function that raised in its traceback, before all others but error", function()
    local client <close> = creates.client(server)
    local function innermost(fn)
      local function raise()
        fn()
        return true -- no tail call, which would leave no trace
      end
      for _, run in ipairs {
        function() return client:map({ 1 }, raise) end,
        function() return client:spawn(raise):result() end,
      } do
        local ok, err = pcall(run)
        assert.is_false(ok)
        local text = tostring(err)
        assert.is_nil(text:find("clickup/trace.lua", 1, true), text)
        local first, second = text:match "\nstack traceback:\n\t([^\n]*)\n\t([^\n]*)"
        if first:find "in function 'error'$" then first = second end
        assert.matches(("map_spec.lua:%d:"):format(debug.getinfo(fn, "S").linedefined + 1), first,
          1, true)
      end
    end
    local none = nil --[[@as table]]
    innermost(function()
      local value = none.field
      return value
    end)
    innermost(function()
      error "mine"
    end)
    innermost(function()
      error(none)
    end)
    local _, ours = client:create_key_result("g", {})
    local _, again = client:create_key_result("g", {})
    local both = { ours, again }
    innermost(function()
      error(table.remove(both))
    end)
  end)

  it("takes nil that is raised for an error, wherever it is raised", function()
    local client <close> = creates.client(server)
    local function none() error(nil) end
    local function one() return true end
    for _, run in ipairs {
      function() client:map({ "a", "b" }, none) end,
      function() client:map(none, one) end,
      function() client:map({ "a" }, one, { on_result = none }) end,
      function() client:map({ "a" }, one, { on_progress = none }) end,
      function() client:spawn(none):result() end,
      function()
        client:sleep(0):on_done(none)
        for _ = 1, 3 do client:step() end
      end,
    } do
      local ok, err = pcall(run)
      assert.is_false(ok)
      -- Lua 5.5 makes a text of nil by itself
      assert.matches(_VERSION == "Lua 5.4" and "nil was raised\nstack traceback:"
        or ".\nstack traceback:", err)
    end
  end)

  it("refuses lists with holes and tables with names, and tells where", function()
    local client <close> = creates.client(server)
    local begun = 0
    local function one() begun = begun + 1 return true end
    for place, list in pairs { [3] = { "a", "b", nil, "d" }, [1] = { [2] = "b" } } do
      raises("map: the list has a hole at " .. place, client.map, client, list, one)
    end
    raises('map: expected a list, got a table with the key "jan"', client.map, client,
      { "a", jan = 1 }, one)
    for length, shown in pairs { [60] = ("k"):rep(60), [61] = ("k"):rep(60) .. "..." } do
      local key = ("k"):rep(length)
      raises(('map: expected a list, got a table with the key "%s"'):format(shown), client.map,
        client, { [key] = 1 }, one)
      local ok, text = pcall(client.map, client, { key }, function() error "mine" end)
      assert.is_false(ok)
      assert.equal("map: item 1 (" .. shown .. "): ", text:match "^(map: .-: )")
    end
    raises("map: expected a list, got a table with the key 1.5", client.map, client,
      { [1.5] = 1 }, one)
    raises("map: expected a list, got a table with the key 0", client.map, client,
      { [0] = 1 }, one)
    assert.equal(0, begun)
  end)

  it("raises what the iterator or a callback raised", function()
    local client <close> = creates.client(server)
    local function one() return true end
    local list = iterator(5)
    local ok, text = pcall(client.map, client, function()
      local i = list()
      return i < 3 and i or error "no more"
    end, one)
    assert.is_false(ok)
    assert.matches("^map: the iterator: .*no more\nstack", text)
    ok, text = pcall(client.map, client, { "a" }, one, { on_result = function() error "told" end })
    assert.is_false(ok)
    assert.matches("^map: item 1 %(a%): .*told\nstack", text)
  end)

  it("tells results and progress as they come", function()
    local client <close> = creates.client(server)
    local told, last = {}, 0
    local results, errors = client:map(names(25), function(name, i)
      return create(client, i % 5 == 0 and 0 or name)
    end, {
      concurrency = 4, keep = false,
      on_result = function(i, item, value, err)
        assert.equal("n" .. i, item)
        assert.is_nil(told[i])
        told[i] = value and value.name or err.kind
      end,
      on_progress = function(p)
        assert.equal(last + 1, p.done)
        assert.is_true(p.started >= p.done and p.started <= p.done + 4)
        last = p.done
      end,
    })
    assert.equal(25, last)
    for i = 1, 25 do assert.equal(i % 5 == 0 and "invalid" or "n" .. i, told[i]) end
    assert.same({ n = 25, failed = 5 }, results)
    assert.is_nil(errors)
  end)

  it("keeps to its concurrency, seen from the server", function()
    local raw <close> = answering(0.01)
    local client <close> = creates.client(raw)
    client:map(names(30), function(name) return create(client, name) end, { concurrency = 3 })
    assert.equal(30, creates.count(raw))
    assert.equal(3, #raw:received())
    assert.equal(3, client:stats().connections)
  end)

  it("starves nobody: each is served in its turn", function()
    local raw <close> = answering(0.002)
    local client <close> = creates.client(raw, { max_in_flight = 2 })
    local order = {}
    client:map(names(60), function(name, i)
      local made, err = create(client, name)
      order[#order + 1] = i
      return made, err
    end, { concurrency = 20 })
    for place, i in ipairs(order) do
      assert.is_true(math.abs(place - i) <= 3, ("%d came as number %d"):format(i, place))
    end
  end)

  it("stops what is not sent when it is cancelled, and tells what was begun", function()
    local raw <close> = scripted_server.start {
      { { "request" }, { "send", creates.ANSWER }, { "request" }, { "wait", 0.05 },
        { "send", creates.ANSWER }, { "again" } },
      repeat_last = true,
    }
    local client <close> = creates.client(raw, { max_in_flight = 1 })
    local results, errors = client:map(names(50), function(name) return create(client, name) end, {
      concurrency = 6, on_progress = function(p) p.cancel() end,
    })
    assert.is_true(results.cancelled)
    assert.is_true(results.n >= 6 and results.n <= 7, tostring(results.n))
    assert.equal(creates.count(raw), results.n - results.failed)
    assert.truthy(results[1])
    for _, err in pairs(errors) do
      assert.equal("cancelled", err.kind)
      assert.equal("no", err.sent)
    end
  end)

  it("can be cancelled when nothing of it is under way", function()
    local raw <close> = silent()
    local client <close> = creates.client(raw, { max_in_flight = 1, timeout = 0.05 })
    local results, errors = client:map(names(9), function(name, i)
      if i == 1 then return client:get_goal "a" end
      return create(client, name)
    end, { concurrency = 4, on_progress = function(p) p.cancel() end })
    assert.is_true(results.cancelled)
    assert.equal("timeout", errors[1].kind)
    assert.equal(4, results.failed)
  end)

  it("can be within itself", function()
    local client <close> = creates.client(server)
    local results = client:map({ "a", "b", "c" }, function(outer)
      return client:map({ 1, 2, 3, 4 }, function(inner)
        local made, err = create(client, outer .. inner)
        return made and made.name, err
      end, { concurrency = 2 })
    end, { concurrency = 2 })
    assert.same({ "b1", "b2", "b3", "b4", n = 4, failed = 0 }, results[2])
    assert.equal(12, #server:state().goals[1].key_results)
  end)

  it("carries helpers, and creates that are looked for", function()
    local client <close> = creates.client(server, { reconcile = true, reconcile_wait = 0.01 })
    local results, errors = client:map({ 1, 2, 3 }, function()
      return client:progress(server.goal_id)
    end)
    assert.is_nil(errors)
    assert.same({ {}, {}, {}, n = 3, failed = 0 }, results)
    local raw <close> = scripted_server.start { { { "request" }, { "close" } }, repeat_last = true }
    local lost <close> = creates.client(raw, { reconcile = true, reconcile_wait = 0.01 })
    results, errors = lost:map(names(4), function(name) return create(lost, name) end)
    assert.equal(4, results.failed)
    for i = 1, 4 do assert.equal("unknown", errors[i].sent) end
  end)

  it("goes on after a function that yields by itself, also within pcall", function()
    local client <close> = creates.client(server)
    local results = client:map(names(8), function(name)
      coroutine.yield()
      local _, made = pcall(function()
        coroutine.yield "anything"
        local t = setmetatable({}, { __index = function(_, key) return create(client, key) end })
        return t[name]
      end)
      return made.name
    end)
    assert.equal("n8", results[8])
    assert.is_nil(client:timeout())
  end)

  it("waits for an iterator that waits, and calls it once at a time", function()
    local client <close> = creates.client(server)
    local page, inside = 0, 0
    local results = client:map(function()
      inside = inside + 1
      assert.equal(1, inside)
      client:get_goal(server.goal_id)
      inside = inside - 1
      page = page + 1
      return page <= 12 and page or nil
    end, function(item) return item end, { concurrency = 5 })
    assert.equal(12, results.n)
    for i = 1, 12 do assert.equal(i, results[i]) end
  end)

  it("begins nothing more when its client is closed from within", function()
    local raw <close> = silent()
    local client = creates.client(raw)
    local seen = {}
    local results, errors = client:map(names(9), function(name, i)
      if i < 3 then return create(client, name) end
      client:close()
      return true
    end, { concurrency = 3 })
    assert.is_true(results.cancelled)
    assert.same({ 3, 2, true }, { results.n, results.failed, results[3] })
    assert.equal("closed", errors[1].kind)
    client = creates.client(raw)
    local ok, text = pcall(function()
      return client:map(names(6), function(name, i)
        if i == 4 then client:close() end
        local made, err = create(client, name)
        seen[#seen + 1] = err.kind
        return made, err
      end, { concurrency = 4 })
    end)
    assert.is_false(ok)
    assert.matches("map: item 4 %(n4%): .*the client is closed", text)
    assert.same({ "closed", "closed", "closed" }, seen)
  end)

  it("tells usage errors", function()
    local client <close> = creates.client(server)
    local function one() end
    raises("map: expected a list or an iterator, got a nil", client.map, client, nil, one)
    raises("map: expected a list or an iterator, got a string", client.map, client, "x", one)
    raises("map: expected a function, got a nil", client.map, client, {})
    raises("map: expected a function, got a table: the list comes before it", client.map, client,
      one, {})
    local t = { 1 }
    for name, first in pairs { pairs = pairs(t), ipairs = (ipairs(t)) } do
      local due = ("map: expected a list or an iterator of one value, got %s(t): give t itself, or "
        .. "a list of its keys"):format(name)
      raises(due, client.map, client, first, one)
      raises(due, client.map, client, first, t, nil, one)
    end
    raises("map: expected a table of options, got a number", client.map, client, {}, one, 3)
    raises("map: unknown option width", client.map, client, {}, one, { width = 3 })
    raises("map: option concurrency: expected a number, got a string", client.map, client, {}, one,
      { concurrency = "3" })
    raises("map: option on_result: expected a function, got a table", client.map, client, {}, one,
      { on_result = {} })
    for _, width in ipairs { 0, -1, 1.5, 10001 } do
      raises("map: option concurrency: expected an integer from 1 to 10000", client.map, client,
        {}, one, { concurrency = width })
    end
    raises("expected a clickup client, got table (use client:method(...))", client.map, {}, {}, one)
    assert.equal(0, #server:requests())
  end)
end)

-- Under AddressSanitizer what was freed stays resident, up to a limit.
local FEW_FREED = (os.getenv "ASAN_OPTIONS" or "") .. ":quarantine_size_mb=1"

describe("memory", function()
  it("stays flat over 10,000 creates, in a process of its own", function()
    needs(pending, "/proc/self/status")
    local front <close> = nginx.start { locations = ([[
      location / { default_type application/json; return 200 '%s'; }]]):format(creates.JSON) }
    local output, status = creates.script({ base_url = front.url .. "/api" }, [[
      local client <close> = new()
      local i, early, late, heap_early, heap_late = 0
      local function heap()
        collectgarbage()
        collectgarbage()
        return math.floor(collectgarbage "count")
      end
      local function resident()
        local file <close> = io.open "/proc/self/status"
        return file:read("a"):match "VmRSS:%s*(%d+) kB"
      end
      local results = client:map(function()
        i = i + 1
        return i <= 14000 and i or nil
      end, function() return client:create_key_result(GOAL, BODY) end, {
        keep = false,
        on_progress = function(p)
          if p.done == 4000 then early, heap_early = resident(), heap() end
          if p.done == 14000 then late, heap_late = resident(), heap() end
        end,
      })
      local stats = client:stats()
      print(early, late, heap_early, heap_late, results.n, results.failed, stats.started,
        stats.connections)
    ]], { ASAN_OPTIONS = FEW_FREED })
    assert.equal(0, status, output)
    local early, late, heap_early, heap_late, n, failed, started, connections =
      output:match(("(%d+)%s+"):rep(8))
    io.write(("\nresident after 4,000 creates: %d kB, after 14,000: %d kB\n"):format(early, late))
    assert.same({ "14000", "0", "14000" }, { n, failed, started })
    -- what calls that are under way hold comes and goes
    local grown = heap_late - heap_early
    assert.is_true(grown < 100, ("%d kB more than %d kB"):format(grown, heap_early))
    assert.is_true(late / early < 1.25, ("%d kB, then %d kB"):format(early, late))
    assert.is_true(tonumber(connections) <= 80, connections .. " connections") -- 1,000 calls each
  end)
end)
