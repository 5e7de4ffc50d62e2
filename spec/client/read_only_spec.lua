-- SPDX-License-Identifier: MIT
-- The option read_only: what is no read is refused before anything is sent, on every way.

local api = require "clickup.api"
local clickup = require "clickup"
local creates = require "spec.support.creates"
local operations = require "spec.support.operations"
local sandbox = require "clickup.sandbox"

local REFUSED = "%s: expected a read, as the client was made with read_only = true"

local server, client
setup(function()
  server = sandbox.start()
  client = creates.client(server, { read_only = true })
end)
teardown(function()
  client:close()
  server:close()
end)
before_each(function() server:reset() end)

local function raises(name, fn)
  local fine, message = pcall(fn)
  assert.is_false(fine)
  assert.matches("read_only_spec%.lua:%d+: ", message)
  assert.equal(REFUSED:format(name), message:match "read_only_spec%.lua:%d+: ([^\n]*)")
end

describe("a client with read_only", function()
  it("lets reads through and nothing else", function()
    local reads, others = 0, 0
    for _, entry in ipairs(api) do
      local arguments = operations.arguments(entry)
      local function call()
        return client[entry.name](client, table.unpack(arguments, 1, arguments.n))
      end
      if entry.kind == "read" then
        local value, err = call()
        assert.is_true(value ~= nil or err.sent == "yes", entry.name)
        reads = reads + 1
      else
        raises(entry.name, function()
          local value = call()
          return value
        end)
        others = others + 1
      end
    end
    assert.is_true(reads > 50 and others > 80)
    assert.equal(reads, #server:requests())
    for _, request in ipairs(server:requests()) do
      assert.is_true(request.method == "GET" or request.target:find "auditlogs" ~= nil,
        request.target)
    end
  end)

  it("does so on every way to send something", function()
    local goal, body = server.goal_id, creates.body()
    raises("create_key_result", function() client:start("create_key_result", goal, body) end)
    raises("create_key_result", function()
      client:with { max_retries = 1 }:create_key_result(goal, body)
    end)
    raises("delete_goal", function() client:delete_goal(goal) end)
    local fine, message = pcall(client.map, client, { goal }, function(id)
      return client:delete_goal(id)
    end)
    assert.is_false(fine)
    assert.is_truthy(message:find(REFUSED:format "delete_goal", 1, true), message)
    for _, method in ipairs { "POST", "PUT", "PATCH", "DELETE" } do
      raises("request: " .. method, function() client:request(method, "/v2/x") end)
      raises("request: " .. method, function() client:start("request", method, "/v2/x") end)
    end
    raises("get_access_token", function()
      clickup.oauth.exchange({ client_id = "a", client_secret = "b", code = "c" },
        { base_url = server.base_url, read_only = true })
    end)
    assert.equal(0, #server:requests())
    assert(client:request("GET", "/v2/user"))
    assert.equal(1, #server:requests())
  end)

  it("sets a target only where nothing is to be set, and previews all", function()
    local goal = server:seed { goals = { { name = "G", key_results = { { name = "K",
      steps_current = 5 } } } } }.goals[1]
    assert.is_false(select(2, assert(client:set_target(goal.id, "K", 5))).changed)
    raises("edit_key_result", function() client:set_target(goal.id, "K", 6) end)
    assert(client:report(server.team_id))
    assert.equal("POST", assert(client:preview("create_key_result", goal.id,
      creates.body())).method)
    for _, request in ipairs(server:requests()) do assert.equal("GET", request.method) end
  end)

  it("is no option of a call: none lifts it", function()
    for _, lift in ipairs { true, false } do
      local fine, message = pcall(client.get_goal, client, "g", { read_only = lift })
      assert.is_false(fine)
      assert.matches("option read_only: expected with clickup.new, got with a call$", message)
      assert.is_false((pcall(client.with, client, { read_only = lift })))
      assert.is_false((pcall(client.delete_goal, client, "g", { read_only = lift })))
    end
  end)
end)
