-- SPDX-License-Identifier: MIT
-- An HTTP/2 server that lets nothing more be sent, though its socket takes bytes: libcurl asks to
-- write on and on, and cannot. Whoever waits for it must not spin.

local socket = require "socket"

local creates = require "spec.support.creates"
local h2 = require "spec.support.h2"
local h2_server = require "spec.support.h2_server"
local scripted_server = require "spec.support.scripted_server"

local BODY = creates.body { name = ("x"):rep(300000) } -- more than the first window
local SMALL = creates.body { name = ("x"):rep(30000) }
local WIDE = h2.window(0, 1 << 20) .. h2.window(3, 1 << 20)

-- What holds a create on the second stream up, and what lets it go on.
local STALLS = {
  ["a window that is used up"] = { settings = "", opens = WIDE },
  ["no window"] = { settings = h2.setting("window", 0), opens = WIDE },
  -- a newer libcurl leaves such a connection for another
  ["no streams"] = { settings = h2.setting("streams", 0) .. h2.setting("window", 1 << 20),
    opens = h2.window(0, 1 << 20) .. h2.settings(h2.setting("streams", 100)), connections = 2 },
}

-- How a call that was started comes to its end.
local WAYS = {
  ["where a call blocks"] = function(client, call)
    client:wait_all { call }
    return call:result()
  end,
  ["in a host's loop"] = function(client, call, most)
    local descriptor = { getfd = function() return client:fd() end,
      dirty = function() return false end }
    while not call:done() do
      local seconds = math.min(client:timeout(), most or 0.1)
      if client:fd() then socket.select({ descriptor }, nil, seconds)
      else socket.sleep(math.min(seconds, 0.01)) end
      client:step()
    end
    return call:result()
  end,
}

local server

setup(function() server = h2_server.start() end)
teardown(function() server:close() end)

-- A client, and what plays after its first call; another connection may serve, or be silent.
local function begin(stall, timeout, other, ...)
  local play = server:play { { { "open", stall.settings }, { "request", 1 },
    { "send", h2.answer(1, "first") }, ... }, { { "open", h2.setting("window", 1 << 20) },
    { "send", h2.window(0, 1 << 20) }, { other } } }
  local client = creates.client(play, { timeout = timeout })
  assert(client:get_goal "first")
  return client, play
end

for name, stall in pairs(STALLS) do
  describe(name, function()
    for place, finish in pairs(WAYS) do
      it("costs next to no processor time " .. place, function()
        local client <close> = begin(stall, 0.5, "eof", { "eof" })
        local call = client:start("create_key_result", "one", BODY)
        local used, took = os.clock(), socket.gettime()
        local _, err = finish(client, call)
        used, took = os.clock() - used, socket.gettime() - took
        assert.equal("timeout", err.kind)
        assert.is_true(took > 0.3 and took < 2, took .. " s")
        assert.is_true(used < took / 3, ("%.3f s of %.3f s"):format(used, took))
      end)

      it("ends " .. place .. ", and the call goes through", function()
        local client <close>, play = begin(stall, 10, "serve", { "wait", 0.2 },
          { "send", stall.opens }, { "serve", 3 })
        local took = socket.gettime()
        local value, err = finish(client, client:start("create_key_result", "one", BODY))
        took = socket.gettime() - took
        assert.equal("one", value and value.id, tostring(err))
        assert.equal(1, play:creates "one")
        assert.is_true(play:connections() <= (stall.connections or 1))
        if play:connections() == 1 then assert.is_true(took > 0.15, took .. " s") end
        assert.is_true(took < 2, took .. " s")
        assert.is_true(#play:requests()[2].body > #BODY.name)
      end)
    end
  end)
end

for place, finish in pairs(WAYS) do
  it("a stream that is held up leaves those beside it alone " .. place, function()
    local client <close>, play = begin({ settings = "" }, 10, "serve",
      { "send", h2.window(0, 1 << 24) }, { "serve", 3 })
    local call = client:start("create_key_result", "one", BODY)
    creates.step_until(client, function() return play:creates "one" == 1 end)
    local used, took = os.clock(), socket.gettime()
    for _ = 1, 10 do
      finish(client, client:sleep(0.02))
      assert(finish(client, client:start("create_key_result", "two", SMALL)))
    end
    used, took = os.clock() - used, socket.gettime() - took
    assert.is_true(took < 2, took .. " s")
    assert.is_true(used < took / 2, ("%.3f s of %.3f s"):format(used, took))
    assert.is_false(call:done())
    assert.equal(1, play:connections())
  end)
end

-- What takes bytes all the time is left alone now and then, and must be looked at again soon.
for place, finish in pairs(WAYS) do
  it("a long upload takes its rests and goes on " .. place, function()
    local size = 15 << 20
    local raw <close> = scripted_server.start { { { "drain", size }, { "send", creates.ANSWER },
      { "eof" } } }
    local client <close> = creates.client(raw, { timeout = 60 })
    local took = socket.gettime()
    local call = client:start("create_key_result", "one", creates.body { name = ("x"):rep(size) })
    assert.equal("kr-1", assert(finish(client, call, 30)).id)
    took = socket.gettime() - took
    -- without a descriptor a host only looks every 10 ms
    assert.is_true(took < (client:fd() and 6 or 25), took .. " s")
  end)
end
