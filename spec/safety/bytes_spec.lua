-- SPDX-License-Identifier: MIT
-- Where the bytes of calls are: in the client's pool, which has bounds, and, once a call is looked
-- at, in memory that Lua's collector sees.

local buf = require "buf_probe"
local core = require "clickup.core"
local creates = require "spec.support.creates"
local process = require "spec.support.process"
local scripted_server = require "spec.support.scripted_server"
local socket = require "socket"

local POOL <const>, MOST_POOLED <const>, LARGEST <const> = 3, 32, 256 -- csrc/binding/userdata.h

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

  it("are kept for as many calls as run at once, within bounds", function()
    local raw <close> = padded(0)
    for most, kept in pairs { [1] = MOST_POOLED, [40] = 40, [300] = LARGEST } do
      local client <close> = creates.client(raw, { max_in_flight = most })
      for _, call in ipairs(completed(client, kept + 3)) do assert(call:result()) end
      assert.equal(kept, pooled(client))
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

describe("a finalizer that comes after that of a call's bytes", function()
  local function nowhere() return creates.client { url = "http://127.0.0.1:1" } end

  it("is told that the answer was collected, whatever it was", function()
    local raw <close> = padded(0)
    for _, server in ipairs { raw, { url = "http://127.0.0.1:1" } } do
      local value, err
      local function run()
        local held = setmetatable({}, { __gc = function(held) value, err = held.call:result() end })
        local client = creates.client(server)
        held.call = completed(client, 1)[1]
      end
      run()
      for _ = 1, 4 do collectgarbage() end
      assert.is_nil(value)
      assert.equal("closed", err and err.kind)
      assert.matches("^its answer was collected", err.message)
    end
  end)

  it("gives nothing to the pool that is never freed", function()
    local raw <close> = padded(1000000)
    local client <close> = creates.client(raw)
    local function round()
      local held = setmetatable({}, { __gc = function(held) held.call:result() end })
      held.call = completed(client, 1)[1]
    end
    local function resident()
      local text = process.read_file "/proc/self/status"
      return tonumber(text:match "VmRSS:%s*(%d+)") or 0
    end
    local before
    for i = 1, 30 do
      round()
      for _ = 1, 3 do collectgarbage() end
      if i == 10 then before = resident() end
    end
    -- AddressSanitizer keeps what was freed
    if not os.getenv "ASAN_OPTIONS" then
      assert.is_true(resident() < before + 8000, resident() - before .. " KB")
    end
  end)

  -- How often events were told, and a call that was under way was cancelled by a finalizer.
  local function cancel_while_told()
    local told, ran, calls = 0, 0, {}
    local client <close> = creates.client({ url = "http://127.0.0.1:1" }, { max_retries = 5,
      max_in_flight = 100, max_wait = 0.01, on_event = function() told = told + 1 end })
    local function arm()
      setmetatable({}, { __gc = function()
        for i = #calls, 1, -1 do
          local call = calls[i]
          if core.calls.attempted(call) and not core.calls.completed(call) then
            core.calls.cancel(call)
            core.calls.outcome(call)
            ran = ran + 1
          end
        end
        arm()
      end })
    end
    for i = 1, 100 do calls[i] = client:start("request", "GET", "/v2/task") end
    collectgarbage("incremental", 1, 1000, 8)
    arm()
    for _ = 1, 5 do client:step() end
    collectgarbage "generational"
    collectgarbage "incremental"
    collectgarbage("incremental", 200, 100, 13)
    calls = {}
    return told, ran
  end

  it("may use the client, and cancel and read what is under way while events are told", function()
    local told, ran
    local tries = 0
    repeat -- when the collector comes depends on all that was made before
      tries = tries + 1
      told, ran = cancel_while_told()
    until told > 0 and ran > 0 or tries == 50
    assert.is_true(told > 0 and ran > 0)
    local other <close> = nowhere()
    assert.is_nil((other:request("GET", "/v2/task")))
  end)

  it("may use the client between the finalizers of its bytes and its own", function()
    local raw <close> = padded(0)
    for _ = 1, 5 do
      local function run()
        local client = creates.client(raw, { on_event = function() end })
        local held = setmetatable({}, { __gc = function(held)
          for _ = 1, 3 do pcall(create, held.client) end
          pcall(held.done.result, held.done)
          held.late = held.client:start("request", "GET", "/v2/task")
          held.client:step()
          pcall(held.under_way.result, held.under_way)
        end })
        held.client, held.done = client, completed(client, 1)[1]
        completed(client, 1)[1]:result()
        held.under_way = client:start("request", "GET", "/v2/task")
        client:step()
      end
      run()
      for _ = 1, 3 do collectgarbage() end
    end
  end)
end)
