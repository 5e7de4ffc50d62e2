-- SPDX-License-Identifier: MIT
-- A fork: a client belongs to the process that made it.

local fork = require "fork_probe"

local creates = require "spec.support.creates"
local process = require "spec.support.process"
local sandbox = require "clickup.sandbox"

-- Runs fn in a child, which leaves without cleaning up, and returns what it returned.
local function child(fn)
  local path = os.tmpname()
  local pid = fork.fork()
  if pid == 0 then
    local ok, text = pcall(fn)
    pcall(process.write_file, path, (ok and "" or "raised: ") .. tostring(text))
    fork.leave(0)
  end
  local status = fork.wait(pid)
  local text = process.read_file(path)
  os.remove(path)
  assert.equal(0, status)
  return text
end

local MISUSE = "the client belongs to the parent process: make one after fork"

for _, kind in ipairs { "HTTP/1.1", "TLS and HTTP/2" } do
  describe("a fork, over " .. kind .. ",", function()
    local server

    setup(function() server = sandbox.start { tls = kind ~= "HTTP/1.1" } end)
    teardown(function() server:close() end)
    before_each(function() server:reset() end)

    local function create(client)
      local made, err = client:create_key_result(server.goal_id, creates.body())
      return made, err -- no tail call: usage errors are told at this line
    end

    -- The parent goes on over the connection that it had.
    local function goes_on(client)
      for _ = 1, 3 do assert(create(client)) end
      assert.equal(1, creates.connections(server))
      assert.equal(1, client:stats().connections)
    end

    it("makes the child's use of the client a usage error", function()
      local client <close> = creates.client(server)
      assert(create(client))
      for _, use in ipairs {
        function() create(client) end,
        function() client:start("get_goal", server.goal_id) end,
        function() client:step() end,
        function() client:wait() end,
        function() client:timeout() end,
        function() client:fd() end,
        function() client:stats() end,
        function() client:sleep(1) end,
        function() client:map({ 1 }, function() return (create(client)) end) end,
      } do
        local text = child(use)
        assert.matches("^raised: .*fork_spec%.lua:%d+: ", text)
        assert.truthy(text:find(MISUSE, 1, true), text)
      end
      goes_on(client)
    end)

    it("lets the child close the client, and use its own", function()
      local client <close> = creates.client(server)
      assert(create(client))
      assert.equal("nil", child(function()
        client:close()
        assert(client:is_closed())
      end))
      assert.equal("key result", child(function()
        local own <close> = creates.client(server)
        return assert(create(own)).id and "key result"
      end))
      for _ = 1, 3 do assert(create(client)) end
      assert.equal(2, creates.connections(server))
      assert.equal(1, client:stats().connections)
    end)

    it("lets the child look for a create while the parent has one in flight", function()
      local client <close> = creates.client(server, { reconcile = true })
      assert(create(client))
      server:fault { fault = "delay", seconds = 0.5 }
      local call = client:start("create_key_result", server.goal_id, creates.body())
      while #server:requests() < 2 do
        client:wait(0.01)
        client:step()
      end
      server:fault { fault = "close_after_read", processed = true, match = { method = "POST" } }
      assert.equal("found", child(function()
        local own <close> = creates.client(server, { reconcile = true, reconcile_wait = 0.1 })
        local body = creates.body { name = "the child's" }
        local made, info = own:create_key_result(server.goal_id, body)
        return made and info.recovered and "found" or info.message
      end))
      client:wait_all { call }
      assert(call:result())
    end)

    it("lets the child end with the parent's calls in flight", function()
      local client <close> = creates.client(server)
      assert(create(client))
      server:fault { fault = "delay", seconds = 0.5, times = 4 } -- in flight they stay
      local calls = creates.start(client, 4, server.goal_id)
      client:step()
      assert.equal("closed unknown", child(function() -- the parent may have sent it
        client:close()
        local _, err = calls[1]:result()
        return err.kind .. " " .. err.sent
      end))
      assert.equal("true", child(function() return calls[2]:cancel() end))
      creates.finish(client, calls)
      for _, call in ipairs(calls) do assert(call:result()) end
      assert.equal(5, #server:requests())
    end)

    it("lets the child collect the client", function()
      local client = creates.client(server)
      assert(create(client))
      local text = child(function()
        client = nil
        collectgarbage()
        collectgarbage()
      end)
      assert.equal("nil", text)
      goes_on(client)
      client:close()
    end)

    it("lets the child exit and close its Lua state", function()
      local code = ([[
        local fork = require "fork_probe"
        local client = new { ca_file = %s }
        assert(client:create_key_result(GOAL, BODY))
        local call = client:start("create_key_result", GOAL, BODY)
        client:step()
        local pid = fork.fork()
        if pid == 0 then os.exit(0, true) end
        print(fork.wait(pid))
        while not call:done() do client:wait() client:step() end
        assert(call:result())
        for _ = 1, 3 do assert(client:create_key_result(GOAL, BODY)) end
        print(client:stats().started)
      ]]):format(server.ca_file and ("%q"):format(server.ca_file) or "nil")
      local output, status = creates.script(server, code)
      assert.equal("0\n5\n", output)
      assert.equal(0, status)
      assert.equal(5, #server:state().goals[1].key_results)
    end)
  end)
end
