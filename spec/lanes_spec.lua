-- SPDX-License-Identifier: MIT
-- Which kept connections are looked at: as many as there is room for, the last used ones.

local lanes = require "lanes_probe"
local socket = require "socket"

describe("lanes", function()
  it("forget the connection that was not used for longest", function()
    local listener = assert(socket.bind("127.0.0.1", 0))
    local _, port = listener:getsockname()
    local ours, theirs = {}, {}
    for i = 1, 3 do
      ours[i] = assert(socket.connect("127.0.0.1", port))
      theirs[i] = assert(listener:accept())
    end
    lanes.set(1, ours[1]:getfd())
    lanes.set(2, ours[2]:getfd())
    assert.is_false(lanes.is_stale(1)) -- used again: 2 is the older one now
    lanes.set(3, ours[3]:getfd())
    for i = 1, 3 do theirs[i]:send "x" end
    assert.same({ true, false, true },
      { lanes.is_stale(1), lanes.is_stale(2), lanes.is_stale(3) })
    assert.equal("x", ours[1]:receive(1)) -- it was only looked at
    assert.is_false(lanes.is_stale(1))
    theirs[1]:close()
    assert.is_true(lanes.is_stale(1))
    lanes.set(1, -1)
    assert.is_false(lanes.is_stale(1))
    for i = 1, 3 do ours[i]:close() theirs[i]:close() end
    listener:close()
    lanes.free()
    assert.is_false(lanes.is_stale(3))
  end)
end)
