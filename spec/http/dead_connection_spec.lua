-- SPDX-License-Identifier: MIT
-- A connection that is dead without a word: a laptop that slept, a router that forgot.

local socket = require "socket"

local creates = require "spec.support.creates"
local h2_server = require "spec.support.h2_server"
local retry_slower = require "spec.support.retry_slower"
local sandbox = require "clickup.sandbox"

-- Carries bytes between the client and a server; what is frozen swallows them.
local Relay = {}
Relay.__index = Relay

local function relay_to(port)
  local listener = assert(socket.bind("127.0.0.1", 0))
  listener:settimeout(0)
  local _, own_port = listener:getsockname()
  return setmetatable({ listener = listener, own_port = own_port, port = port, pairs = {} }, Relay)
end

local function carry(from, to)
  local bytes, _, part = from:receive(65536)
  bytes = bytes or part
  if bytes == "" then return end
  to:settimeout(30)
  to:send(bytes)
  to:settimeout(0)
end

function Relay:pump()
  local peer = self.listener:accept()
  if peer then
    local upstream = assert(socket.connect("127.0.0.1", self.port))
    peer:settimeout(0)
    upstream:settimeout(0)
    table.insert(self.pairs, { peer, upstream })
  end
  for _, pair in ipairs(self.pairs) do
    if not pair.frozen then
      carry(pair[1], pair[2])
      carry(pair[2], pair[1])
    end
  end
end

function Relay:freeze()
  for _, pair in ipairs(self.pairs) do pair.frozen = true end
end

function Relay:close()
  for _, pair in ipairs(self.pairs) do
    pair[1]:close()
    pair[2]:close()
  end
  self.listener:close()
end

Relay.__close = Relay.close

for name, version in pairs { ["HTTP/1.1"] = "1.1", ["HTTP/2"] = "2" } do
  describe("a dead connection, over " .. name .. ",", function()
    local server

    setup(function() server = sandbox.start { tls = true } end)
    teardown(function() server:close() end)

    -- A client behind a relay that has made one call.
    local function behind(relay, unit)
      server:reset()
      local client = creates.client(server, {
        base_url = (server.base_url:gsub(":%d+", ":" .. relay.own_port)),
        timeout = 0.4 * unit, max_retries = 3, max_wait = 0.01,
        reconcile = true, reconcile_wait = 0.05,
        http_version = version == "1.1" and "1.1" or "auto",
      })
      local function call(operation, ...)
        local started = client:start(operation, server.goal_id, ...)
        creates.step_until(client, function()
          relay:pump()
          return started:done()
        end, operation)
        return started:result()
      end
      local goal, response = call "get_goal"
      assert(goal, response)
      assert.equal(version, response.http_version)
      return client, call
    end

    it("costs a read one attempt, and later calls nothing", retry_slower(function(unit)
      local relay <close> = relay_to(server.port)
      local client <close>, call = behind(relay, unit)
      relay:freeze()
      for _, attempts in ipairs { 2, 1, 1 } do
        local goal, response = call "get_goal"
        assert(goal, response)
        assert.equal(attempts, response.attempts)
      end
      assert.equal(2, client:stats().connections)
    end))

    it("is given up for a deadline, too", retry_slower(function(unit)
      local relay <close> = relay_to(server.port)
      local client, call = behind(relay, unit)
      relay:freeze()
      local goal, err = call("get_goal", { deadline = 0.2 * unit })
      assert.is_nil(goal)
      assert.equal("timeout", err.kind)
      local _, response = assert(call "get_goal")
      assert.equal(1, response.attempts)
      client:close()
    end))

    it("does not keep a create from being looked for", retry_slower(function(unit)
      local relay <close> = relay_to(server.port)
      local client <close>, call = behind(relay, unit)
      relay:freeze()
      local made, err = call("create_key_result", creates.body())
      assert.is_nil(made)
      assert.equal("unknown", err.sent)
      assert.matches("it is not there yet, but the server may still be at work on it", err.message)
      assert.equal(2, client:stats().connections)
      assert.equal(0, #server:state().goals[1].key_results)
      assert(call("create_key_result", creates.body()))
    end))
  end)
end

describe("a dead connection over HTTP/2 that never bore an answer", function()
  it("is given up as one that did", retry_slower(function(unit)
    local server <close> = h2_server.start()
    local play = server:play { { { "open" }, { "eof" } }, { { "open" }, { "serve" } },
      repeat_last = true }
    local client <close> = creates.client(play,
      { timeout = 0.4 * unit, max_retries = 1, max_wait = 0.01 })
    local goal, response = client:get_goal "one"
    assert(goal, response)
    assert.equal(2, response.attempts)
    assert.equal(2, play:connections())
  end))
end)
