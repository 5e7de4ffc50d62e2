-- SPDX-License-Identifier: MIT
-- The sandbox's worlds: what a server made by somebody else does with what it stores and tells.

local creates = require "spec.support.creates"
local sandbox = require "clickup.sandbox"

describe("a world of the sandbox", function()
  local server
  setup(function() server = sandbox.start() end)
  teardown(function() server:close() end)
  before_each(function() server:reset() end)

  -- What is read of a create in that world, the created one, the answer, and all that is there.
  local function made(world, changes)
    server:world(world)
    local client <close> = creates.client(server)
    local created, info = client:create_key_result(server.goal_id, creates.body(changes))
    local goal, read = client:get_goal(server.goal_id)
    return goal.key_results[1], created, info, read, server:state().goals[1].key_results
  end

  local names = {
    nfc = { "cafe\u{301} nai\u{308}f", "café naïf" },
    escape = { 'a & b < "c"', "a &amp; b &lt; &quot;c&quot;" },
    no_emoji = { "grow 🚀 fast", "grow  fast" },
    trim = { "  a b ", "a b" },
    cut = { ("é"):rep(30), ("é"):rep(20) },
    upper = { "abc", "ABC" },
    collapse = { "a  b   c", "a b c" },
  }
  for name, case in pairs(names) do
    it("has names that are changed: " .. name, function()
      assert.equal(case[2], made({ names = { name } }, { name = case[1] }).name)
    end)
  end

  it("rounds steps and drops owners", function()
    local got = made({ steps = "round", owners = "drop" }, { steps_end = 7 })
    assert.equal(7, got.steps_end)
    assert.same({}, got.owners)
  end)

  it("has reads that lag", function()
    local got, created, _, _, there = made { lag = 60 }
    assert.is_nil(got)
    assert.equal(created.id, there[1].id)
  end)

  it("has clocks of its own for reads, writes and what is created", function()
    local got, _, info, read = made { read_date = 7200, write_date = -7200, born = -28800 }
    assert.is_true(math.abs(read.date - info.date - 14400) <= 2)
    assert.is_true(math.abs(tonumber(got.date_created) / 1000 - info.date + 21600) <= 3)
  end)

  it("has times in seconds, or none", function()
    assert.is_true(tonumber(made({ unit = "s" }).date_created) < 1e11)
    server:reset()
    assert.is_nil(tonumber(made({ unit = "none" }).date_created))
  end)

  it("has another writer", function()
    local _, created, _, _, there = made { writer = true }
    assert.equal(2, #there)
    assert.equal(created.creator + 1, there[2].creator)
  end)

  it("is the usual one again after a reset, and is refused when it is wrong", function()
    server:world { lag = 60 }
    server:reset()
    assert.truthy((made {}))
    for _, world in ipairs { { lag = -1 }, { names = { "x" } }, { names = 5 }, { unit = "h" },
      { o = 1 } } do
      assert.is_false(pcall(server.world, server, world))
    end
  end)
end)
