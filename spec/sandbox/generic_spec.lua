-- SPDX-License-Identifier: MIT
-- The operations of the module's data: checked; those that the sandbox has no state for are
-- answered from the data. (What the others do: hierarchy_spec.)

local api = require "clickup.api"
local creates = require "spec.support.creates"
local dkjson = require "dkjson"
local example = require "clickup.api.example"
local hierarchy_handlers = require "clickup.sandbox.hierarchy_handlers"
local operations = require "spec.support.operations"
local process = require "spec.support.process"
local sandbox = require "clickup.sandbox"

local server, client

setup(function()
  server = sandbox.start()
  client = creates.client(server)
end)
teardown(function()
  client:close()
  server:close()
end)
before_each(function() server:reset() end)

local function each(fn)
  for _, entry in ipairs(api) do
    if not entry.example then fn(entry) end
  end
end

-- What the examples name.
local function seed()
  server:seed { users = { { id = 1 } }, teams = { { id = 123 } }, spaces = { {
    id = 123, team_id = 123, statuses = { "open", "text", "done" },
    folders = { { id = 123, lists = { { id = 123, comments = { { id = 123 } },
      tasks = { { id = "abc", custom_id = "abc" }, { id = "text" } } } } } },
  } } }
end

describe("an operation of the data", function()
  it("takes what they say, and answers it", function()
    seed()
    each(function(entry)
      if hierarchy_handlers[entry.name] then
        server:reset()
        seed()
      end
      local arguments = operations.arguments(entry)
      local value, info = client[entry.name](client, table.unpack(arguments, 1, arguments.n))
      assert(value ~= nil, entry.name .. ": " .. tostring(info))
      assert.equal(200, info.status)
    end)
  end)

  it("answers what is called for", function()
    local entry = assert(client:create_time_entry(9, { start = 1, duration = 2 }))
    assert.is_table(entry)
    assert.same({ 1 }, { #assert(client:get_space_tags(server.space_id)) })
  end)

  it("has one page of a list", function()
    local count = 0
    for _, name in ipairs { "get_view_tasks", "get_task_templates", "search_docs",
      "get_chat_channels" } do
      for item in client:each(name, "1") do
        count = count + 1
        assert.is_not_nil(item)
      end
    end
    assert.equal(4, count)
  end)

  local function refused(due, name, ...)
    local arguments = table.pack(...)
    arguments[arguments.n + 1] = { strict = false }
    local value, err = client[name](client, table.unpack(arguments, 1, arguments.n + 1))
    assert.is_nil(value)
    assert.equal(400, err.status, name)
    assert.matches(due, err.message, 1, true)
  end

  it("refuses what its data do not have", function()
    refused("body.nam: unknown", "create_task", 901, { name = "x", nam = "y" })
    refused("body.priority: expected int32", "create_task", 901, { name = "x", priority = 1.5 })
    refused("query.team: unknown", "update_task", "a", { name = "x" }, { team = 1 })
    refused("body.visibility: expected string", "create_chat_channel", 9,
      { name = "x", visibility = "SECRET" })
    refused("body[1].assignee: expected integer", "update_time_estimates_by_user", "9", "a",
      { { assignee = "nobody", time = 1 } })
    refused("body.content: not within what is declared", "create_chat_message", 9, "c",
      { type = "message", content = ("x"):rep(40001) })
    refused("body[1].time: not within what is declared", "replace_time_estimates_by_user", "9", "a",
      { { assignee = 5, time = -1 } })
    refused("body.user_ids: not as long as declared", "create_direct_message_chat_channel", 9,
      { user_ids = { "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14",
        "15", "16" } })
    refused("query.limit: not within what is declared", "search_docs", 9, { limit = 9 })
    refused("body.custom_fields[1].value: expected string", "create_task", 901,
      { name = "x", custom_fields = { { id = "a", value = { a = 1 } } } })
  end)

  it("refuses without a token, and knows no other paths", function()
    local other <close> = creates.client(server, { token = "pk_9_WRONG" })
    local _, err = other:get_task "a"
    assert.equal("OAUTH_025", err.code)
    _, err = client:request("GET", "/v2/nothing")
    assert.equal("APP_001", err.code)
    _, err = client:request("PATCH", "/v2/task/a", { name = "x" })
    assert.equal(404, err.status)
  end)

  it("is there where the sandbox's Lua has no core", function()
    local script = [[package.preload["clickup.core"] = function() error "no core" end
      print(#require("clickup.sandbox.generic").routes())]]
    local pipe <close> = assert(io.popen(("LUA_PATH=%s %s -e %s"):format(
      process.quote(package.path), process.HELPER, process.quote(script))))
    assert.equal(#api, pipe:read "n")
  end)

  it("is answered as its example says", function()
    local _, info = client:get_view "3c-1"
    local entry
    each(function(one) if one.name == "get_view" then entry = one end end)
    assert.same(dkjson.decode(dkjson.encode(example.answer(entry))), dkjson.decode(info.body))
  end)
end)
