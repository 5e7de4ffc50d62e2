-- SPDX-License-Identifier: MIT
-- client:with: other defaults for the calls, and the same client for everything else.

local api = require "clickup.api"
local clickup = require "clickup"
local creates = require "spec.support.creates"
local operations = require "spec.support.operations"
local plays = require "spec.support.plays"
local sandbox = require "clickup.sandbox"

local server

setup(function() server = sandbox.start() end)
teardown(function() server:close() end)
before_each(function() server:reset() end)

local NOWHERE = { url = "http://127.0.0.1:1" }
local HALF = { steps_end = 0.5 }

local function raises(text, fn, ...)
  local ok, err = pcall(fn, ...)
  assert.is_false(ok)
  assert.matches("^spec/client/with_spec%.lua:%d+: ", err)
  assert.is_truthy(err:find(text, 1, true), err)
end

describe("client:with", function()
  it("gives other defaults, which a call may change again", function()
    local client <close> = creates.client(server)
    local lax = client:with { strict = false }
    local _, err = client:create_key_result(server.goal_id, creates.body(HALF))
    assert.equal("invalid", err.kind)
    assert(lax:create_key_result(server.goal_id, creates.body(HALF)))
    assert(lax:create_key_result(server.goal_id, creates.body(HALF), {}))
    assert(lax:create_key_result(server.goal_id, creates.body(HALF), { timeout = 5 }))
    _, err = lax:create_key_result(server.goal_id, creates.body(HALF), { strict = true })
    assert.equal("invalid", err.kind)
    assert.is_false(client:create_key_result(server.goal_id, creates.body(HALF)) ~= nil)
  end)

  it("adds up over copies of copies", function()
    local client <close> = creates.client(NOWHERE)
    local copy = client:with { strict = false, timeout = 3 }:with { timeout = 4, deadline = 9 }
    assert.equal("clickup client (http://127.0.0.1:1/api, with deadline = 9, strict = false, "
      .. "timeout = 4)", tostring(copy))
    assert.equal("clickup client (http://127.0.0.1:1/api)", tostring(client))
  end)

  it("does not follow changes of the table that it was given", function()
    local client <close> = creates.client(NOWHERE)
    local given = { strict = false }
    local copy = client:with(given)
    given.strict = true
    assert(copy:preview("create_key_result", "g", creates.body(HALF)))
  end)

  it("puts them where every operation takes them", function()
    local silent <close> = plays.server { plays.SILENT }
    local client <close> = creates.client(silent, { max_in_flight = 1, timeout = 600 })
    local hasty = client:with { deadline = 0.001 }
    assert(client:start("get_goal", "holds the only place"))
    for _, entry in ipairs(api) do
      local arguments = operations.arguments(entry)
      local _, err = hasty[entry.name](hasty, table.unpack(arguments, 1, arguments.n))
      assert.equal("timeout", err.kind, entry.name)
      assert.equal(0, err.attempts, entry.name)
    end
    local _, err = hasty:request("GET", "/v2/x")
    assert.equal("timeout", err.kind)
    _, err = hasty:request("POST", "/v2/x", { a = 1 }, { timeout = 9 })
    assert.equal("timeout", err.kind)
  end)

  it("reaches the helpers, and those of tasks and map", function()
    local silent <close> = plays.server { plays.SILENT }
    local client <close> = creates.client(silent, { max_in_flight = 1, timeout = 600 })
    local hasty = client:with { deadline = 0.05 }
    assert(client:start("get_goal", "holds the only place"))
    local known = { each_goal = { "7" }, members = { "7" }, progress = { "g" },
      find_goal = { "7", "x" }, set_target = { "g", "x", 1 }, report = { "7" },
      workspace = {} }
    for name in pairs(require "clickup.helpers") do
      local _, err = hasty[name](hasty, table.unpack((assert(known[name], name))))
      assert.equal("timeout", err.kind, name)
    end
    local results, errors = hasty:map({ "a", "b" }, function(id) return hasty:get_goal(id) end)
    assert.equal(2, results.n)
    assert.equal("timeout", errors[2].kind)
    local task = hasty:spawn(function() return select(2, hasty:get_goal("g")) end)
    hasty:wait_all { task }
    assert.equal("timeout", task:result().kind)
  end)

  it("shares connections, limits and calls", function()
    local client <close> = creates.client(server)
    local copy = client:with { timeout = 8 }
    assert(client:get_goal(server.goal_id))
    assert(copy:get_goal(server.goal_id))
    assert.equal(1, creates.connections(server))
    assert.equal(2, copy:stats().started)
    assert.same(client:stats(), copy:stats())
    local own, shared = client:rate_limit(), copy:rate_limit()
    assert.is_true(own.reset >= shared.reset and own.reset < shared.reset + 30) -- it runs down
    own.reset, shared.reset = nil, nil
    assert.same(own, shared)
    assert.equal(client:fd(), copy:fd())
  end)

  it("is stepped by the client, and steps it", function()
    local client <close> = creates.client(server)
    local copy = client:with { timeout = 8 }
    local first, second = copy:start("get_goal", server.goal_id),
      client:start("get_goal", server.goal_id)
    assert.is_true(copy:timeout() ~= nil)
    creates.finish(client, { first })
    creates.finish(copy, { second })
    assert(first:result() and second:result())
    local call = copy:start("request", "GET", "/v2/user")
    assert.equal(call, (copy:wait_any { call }))
    assert(call:result())
  end)

  it("waits in every way that the client does", function()
    local client <close> = creates.client(server)
    for name, mode in pairs(operations.modes) do
      local copy = client:with { timeout = 8 }
      for _, result in ipairs(mode(copy, "get_goal", table.pack(server.goal_id))) do
        assert.equal(server.goal_id, result[1] and result[1].id, name)
      end
    end
  end)

  it("ends alone", function()
    local client <close> = creates.client(server)
    local call
    do
      local copy <close> = client:with { timeout = 8 }
      call = copy:start("get_goal", server.goal_id)
      assert.is_false(copy:is_closed())
    end
    assert.is_false(client:is_closed())
    client:wait_all { call }
    assert(call:result())
    local copy = client:with { timeout = 8 }
    copy:close()
    copy:close()
    assert.is_true(copy:is_closed())
    assert.equal("clickup client (closed)", tostring(copy))
    raises("the client is closed", function() return copy:get_goal("g") end)
    raises("the client is closed", function() return copy:step() end)
    raises("the client is closed", function() return copy:with {} end)
  end)

  it("ends with the client", function()
    local client = creates.client(server)
    local copy = client:with { timeout = 8 }
    client:close()
    assert.is_true(copy:is_closed())
    assert.equal("clickup client (closed)", tostring(copy))
    raises("the client is closed", function() return copy:get_goal("g") end)
    raises("the client is closed", function() return client:with {} end)
  end)

  it("keeps the client alive", function()
    local copy = creates.client(server):with { timeout = 8 }
    collectgarbage()
    collectgarbage()
    assert(copy:get_goal(server.goal_id))
  end)

  it("raises a usage error at the caller's line", function()
    local client <close> = creates.client(NOWHERE)
    local copy = client:with { timeout = 8 }
    raises("unknown option", function() return client:with { timeot = 8 } end)
    raises("option on_event: expected with clickup.new", function()
      return client:with { on_event = print }
    end)
    raises("option timeout: expected a number", function() return copy:with { timeout = 0 } end)
    raises("expected a table of options", function() return client:with() end)
    raises('unknown method get_gaol, did you mean "get_goal"?', function()
      return copy:get_gaol("g")
    end)
    raises("goal_id: expected a string, got nothing", function() return copy:get_goal() end)
    raises("expected at most 2 arguments, got 3", function() return copy:get_goal("g", {}, 1) end)
    raises("expected a table of options for the call, got a number", function()
      return copy:get_goal("g", 1)
    end)
    raises("unknown operation get_gaol", function() return copy:start("get_gaol") end)
    raises("expected a clickup client, got string", function() return copy.get_goal("g") end)
    raises("expected a clickup client, got nil", function() return copy.close() end)
    raises("a client takes no fields", function() copy.x = 1 end)
    assert.equal("clickup", getmetatable(copy))
  end)

  it("previews with its defaults", function()
    local client <close> = clickup.new { base_url = "http://127.0.0.1:1", token = "x" }
    local lax = client:with { strict = false }
    assert.matches("0.5", assert(lax:preview("create_key_result", "g", creates.body(HALF))).body, 1,
      true)
    local _, err = client:preview("create_key_result", "g", creates.body(HALF))
    assert.equal("invalid", err.kind)
  end)
end)
