-- SPDX-License-Identifier: MIT
-- Where the bytes of calls are: in the client's pool, which has bounds, and, once a call is looked
-- at, in memory that Lua's collector sees.

local buf = require "buf_probe"
local creates = require "spec.support.creates"
local scripted_server = require "spec.support.scripted_server"
local socket = require "socket"

local POOL <const>, MOST_POOLED <const> = 3, 32 -- csrc/binding/userdata.h

local function pooled(client) return #debug.getuservalue(client, POOL) end

-- A server whose answers, one after another on each connection, are these many bytes longer.
local function padded(bytes)
  return scripted_server.start {
    { { "request" }, { "send", scripted_server.http(200, {}, creates.JSON .. (" "):rep(bytes)) },
      { "again" } }, repeat_last = true,
  }
end

-- KiB; what has a finalizer goes in the second collection.
local function in_use()
  collectgarbage()
  collectgarbage()
  return collectgarbage "count"
end

-- Calls that nobody has looked at.
local function completed(client, count)
  local calls = {}
  for i = 1, count do calls[i] = client:start("request", "GET", "/v2/task") end
  creates.finish(client, calls)
  return calls
end

local function create(client) return client:create_key_result(creates.GOAL, creates.body()) end

describe("a buffer for another call", function()
  it("has nothing of what was ever in it", function()
    local size, capacity, zero = buf.renew(("secret"):rep(20), "s", 1000)
    assert.equal(0, size)
    assert.is_true(capacity >= 120)
    assert.is_true(zero)
  end)

  it("is freed when it is large", function()
    assert.equal(0, (select(2, buf.renew(("x"):rep(2000), "", 1000))))
  end)
end)

describe("the bytes of a call", function()
  it("serve the next one", function()
    local raw <close> = padded(0)
    local client <close> = creates.client(raw)
    for _ = 1, 5 do
      assert(create(client))
      assert.equal(1, pooled(client))
    end
    local ok = pcall(client.create_key_result, client, {}, {}) -- raises while it is built
    assert.is_false(ok)
    assert(create(client))
    assert.equal(1, pooled(client))
  end)

  it("are kept for a few calls only", function()
    local raw <close> = padded(0)
    local client <close> = creates.client(raw)
    local calls = completed(client, 2 * MOST_POOLED)
    assert.equal(0, pooled(client))
    for i, call in ipairs(calls) do
      assert(call:result())
      assert.equal(math.min(i, MOST_POOLED), pooled(client))
    end
  end)

  it("are its own when there are many of them", function()
    local raw <close> = padded(20000)
    local client <close> = creates.client(raw)
    local _, response = create(client)
    assert.equal(0, pooled(client))
    assert.equal(#creates.JSON + 20000, #response.body)
  end)

  it("are its own when a code was exchanged by it", function()
    local raw <close> = padded(0)
    local client <close> = creates.client(raw)
    assert(client:get_access_token { client_id = "a", client_secret = "b", code = "c" })
    assert.equal(0, pooled(client))
  end)

  it("stay what they are while others are under way", function()
    local script = { { "request" } }
    for i = 1, 30 do
      script[#script + 1] = { "send",
        scripted_server.http(200, { "X-N: " .. i }, ('{"key_result":{"id":"%d"}}'):format(i)) }
      script[#script + 1] = { "request" }
    end
    local raw <close> = scripted_server.start { script }
    local client <close> = creates.client(raw, { max_in_flight = 1 })
    local calls, responses = {}, {}
    for round = 0, 2 do -- in each, those of every other call are used by others
      local some = creates.start(client, 10)
      creates.finish(client, some)
      table.move(some, 1, 10, 10 * round + 1, calls)
      for i = 10 * round + 1, #calls, 2 do responses[i] = select(2, calls[i]:result()) end
    end
    for i, call in ipairs(calls) do
      local value, response = call:result()
      response = responses[i] or response
      assert.equal(tostring(i), value.id)
      assert.equal(tostring(i), response.headers["x-n"])
      assert.equal(('{"key_result":{"id":"%d"}}'):format(i), response.body)
    end
  end)

  it("have the reason in words, too", function()
    local raw <close> = scripted_server.start {
      { { "request" }, { "send", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{" }, { "close" } },
      { { "request" }, { "close" } },
    }
    local client <close> = creates.client(raw)
    local first = creates.start(client, 1)
    creates.finish(client, first)
    local message = select(2, first[1]:result()).message
    local _, second = create(client)
    assert.not_equal(message, second.message)
    assert.equal(message, select(2, first[1]:result()).message)
  end)

  it("are seen by the collector once the call was looked at", function()
    local raw <close> = padded(8000)
    local client <close> = creates.client(raw)
    local calls = completed(client, 50)
    local before = in_use()
    for _, call in ipairs(calls) do assert(call:result()) end
    assert.is_true(in_use() - before > 50 * 8000 / 1024)
  end)

  it("are let go of with the client", function()
    local raw <close> = padded(0)
    local client = creates.client(raw)
    local calls = completed(client, 3)
    assert(calls[1]:result())
    client:close()
    assert.is_nil((debug.getuservalue(client, POOL)))
    for _, call in ipairs(calls) do assert.equal("kr-1", call:result().key_result.id) end
  end)

  it("may be looked at by a finalizer while they are looked at", function()
    local raw <close> = padded(3000)
    local client <close> = creates.client(raw)
    local stop = socket.gettime() + 0.3
    repeat
      local calls = completed(client, 5)
      local function again()
        for _, call in ipairs(calls) do assert(call:result()) end
        create(client)
      end
      for _, call in ipairs(calls) do
        setmetatable({}, { __gc = again })
        collectgarbage "step"
        local value, response = call:result()
        assert.equal("kr-1", value.key_result.id)
        assert.equal(#creates.JSON + 3000, #response.body)
      end
    until socket.gettime() > stop
  end)
end)
