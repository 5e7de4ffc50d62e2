-- SPDX-License-Identifier: MIT
-- What require "clickup" loads, and what is loaded later.

local api = require "clickup.api"
local creates = require "spec.support.creates"
local index = require "clickup.api.index"
local needs = require "spec.support.needs"
local scripted_server = require "spec.support.scripted_server"

local LIST = [[
local known = {}
for name in pairs(package.loaded) do known[name] = true end
local function list()
  local names = {}
  for name in pairs(package.loaded) do
    local own = name:match "^clickup%.(.*)"
    if own and own ~= "core" and not known[name] then names[#names + 1] = own end
    known[name] = true
  end
  table.sort(names)
  print(table.concat(names, " "))
end
]]

describe("what a script does not use", function()
  it("is not loaded", function()
    local raw <close> = scripted_server.start {
      { { "request" }, { "send", creates.ANSWER }, { "again" } }, repeat_last = true }
    local output = creates.script(raw, LIST .. [[
      local client = new()
      list()
      assert(client:create_key_result(GOAL, BODY))
      list()
      client:map({ 1 }, function() return true end)
      list()
      client:preview("get_webhooks", 1)
      list()
      local _ = client.create_task, client.get_space
      list()
      client:preview("get_space", 1)
      list()]])
    assert.equal([[
options usage
api.candidates api.goals api.types schema
map task
api.webhooks preview

api.spaces
]], output)
  end)

  it("goes with what is in use, though package.loaded has it no more", function()
    local raw <close> = scripted_server.start {
      { { "request" }, { "send", creates.ANSWER }, { "again" } }, repeat_last = true }
    local output = creates.script(raw, [[
      local client = new()
      local task = client:spawn(function() return 1 end)
      for name in pairs(package.loaded) do
        if name:find "^clickup" then package.loaded[name] = nil end
      end
      client:wait_all { task }
      print(client:map({ 1, 2 }, function() return client:create_key_result(GOAL, BODY) end).n)
      print(client:create_key_result(GOAL, BODY, { deadline = 5 }).id)
      print(package.loaded["clickup.map"])]])
    assert.equal("2\nkr-1\nnil\n", output)
  end)

  it("is found after the program has gone to another folder", function()
    needs(pending, "lua:luv")
    local output = creates.script({ url = "http://127.0.0.1:1" }, [[
      local client = new()
      require("luv").chdir "/"
      print(client:map({ 1, 2 }, function(i) return i end)[2])
      print(#client:preview("get_goal", "g").url)]])
    assert.matches("^2\n%d+\n$", output)
  end)

  it("takes no more of Lua's heap than this", function()
    local output = creates.script({ url = "http://127.0.0.1:1" }, [[
      for name in pairs(package.loaded) do
        if name:find "^clickup" then package.loaded[name] = nil end
      end
      clickup = nil
      collectgarbage()
      collectgarbage()
      local before = collectgarbage "count"
      local again = require "clickup"
      collectgarbage()
      collectgarbage()
      print(collectgarbage "count" - before < 160)]])
    assert.equal("true\n", output)
  end)

  it("is found by its name: each operation is in the group that the index says", function()
    local names = {}
    for i, entry in ipairs(api) do
      names[i] = entry.name
      assert.equal(entry, index.find(entry.name))
    end
    assert.same(names, index.names())
    local count = 0
    for _, group in ipairs(index.groups()) do
      local own = require("clickup.api." .. group.name)
      for i, name in ipairs(group.operations) do assert.equal(own[i].name, name) end
      assert.equal(#own, #group.operations)
      count = count + #own
    end
    assert.equal(#names, count)
    for _, name in ipairs { "get_gaols", "get_goal ", "", "goals", ".*", "get_" } do
      assert.is_nil(index.find(name))
      assert.is_false(index.has(name))
    end
    assert.is_nil(index.find(nil))
    assert.is_false(index.has(nil))
  end)
end)
