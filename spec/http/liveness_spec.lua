-- SPDX-License-Identifier: MIT
-- Which kept connections are looked at: those that nobody is using, as many as there is room for,
-- the last used ones.

local lanes = require "liveness_probe"
local socket = require "socket"

local listener = assert(socket.bind("127.0.0.1", 0))
local _, port = listener:getsockname()

-- A connection of which the lane with this number has been used once, and its other end.
local function connection(number)
  local ours = assert(socket.connect("127.0.0.1", port))
  local theirs = assert(listener:accept())
  lanes.open(number)
  lanes.set(number, ours:getfd())
  lanes.leave(number)
  return ours, theirs
end

-- Whether a request may go on it; one that may has ended again.
local function is_usable(number)
  local usable = lanes.enter(number)
  if usable then lanes.leave(number) end
  return usable
end

describe("a kept connection", function()
  teardown(function()
    listener:close()
    lanes.free()
    assert.is_true(lanes.enter(1)) -- nothing is known any more
  end)

  it("may be used while it is open and quiet", function()
    local ours, theirs = connection(1)
    assert.is_true(is_usable(1))
    theirs:send "x"
    assert.is_false(is_usable(1))
    assert.equal("x", ours:receive(1)) -- it was only looked at
    assert.is_true(is_usable(1))
    theirs:close()
    assert.is_false(is_usable(1))
    ours:close()
  end)

  it("is stale after a reset, and when it cannot be looked at", function()
    local ours, theirs = connection(1)
    theirs:setoption("linger", { on = true, timeout = 0 }) -- closing resets
    theirs:close()
    socket.select({ ours }, nil, 10)
    assert.is_false(is_usable(1))
    ours:close() -- the descriptor is open no more
    assert.is_false(is_usable(1))
  end)

  it("on which a request failed is not used again, whatever it looks like", function()
    local ours, theirs = connection(1)
    assert.is_true(lanes.enter(1))
    lanes.fail(1)
    assert.is_false(is_usable(1)) -- others on it make no difference
    lanes.leave(1)
    assert.is_false(is_usable(1))
    lanes.open(1) -- the same port
    lanes.leave(1)
    assert.is_true(is_usable(1))
    lanes.fail(1)
    assert.is_false(is_usable(1))
    lanes.fail(7) -- that nobody knows
    ours:close()
    theirs:close()
  end)

  it("is not looked at while another request is on it", function()
    local ours, theirs = connection(1)
    assert.is_true(lanes.enter(1))
    theirs:send "x" -- may be for that one
    assert.is_true(lanes.enter(1))
    lanes.leave(1)
    assert.is_true(lanes.enter(1))
    lanes.leave(1)
    lanes.leave(1)
    assert.is_false(lanes.enter(1))
    ours:close()
    theirs:close()
  end)

  it("is looked at, also when somebody has left it who was not counted", function()
    local ours, theirs = connection(1)
    lanes.leave(1) -- was on one of that port which is forgotten
    theirs:send "x"
    assert.is_false(lanes.enter(1))
    ours:close()
    theirs:close()
  end)

  it("is not looked at as long as its socket is not known", function()
    lanes.open(1)
    lanes.leave(1)
    assert.is_true(is_usable(1))
  end)

  it("is forgotten when others were used later than it, and there is no room", function()
    local ours, theirs = {}, {}
    for i = 1, 2 do ours[i], theirs[i] = connection(i) end
    assert.is_true(is_usable(1)) -- used again: 2 is the older one now
    ours[3], theirs[3] = connection(3)
    for i = 1, 3 do theirs[i]:send "x" end
    assert.same({ false, true, false }, { is_usable(1), is_usable(2), is_usable(3) })
    for i = 1, 3 do ours[i]:close() theirs[i]:close() end
  end)
end)
