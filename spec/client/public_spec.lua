-- SPDX-License-Identifier: MIT
-- Everything that a user can reach, called in every state and with every kind of argument: whatever
-- it does, a create that is under way meanwhile is sent once, and ends with its outcome. make test
-- takes an operation of each kind, as all are made by one function, and a third of the arguments.

local api = require "clickup.api"
local clickup = require "clickup"
local core = require "clickup.core"
local socket = require "socket"
local creates = require "spec.support.creates"
local rounds = require "spec.support.rounds"
local sandbox = require "clickup.sandbox"

local server
setup(function() server = sandbox.start() end)
teardown(function() server:close() end)

local kinds = {}
for _, entry in ipairs(api) do kinds[entry.name] = entry.kind end

local function sorted(methods)
  local names = {}
  for name in pairs(methods) do names[#names + 1] = name end
  table.sort(names)
  return rounds.of_each_kind(names, function(name) return kinds[name] or name end)
end

-- Each kind of value; those that the call is made with come last.
local function arguments(client, call)
  return { n = 15, nil, true, false, 0, -1, 1.5, "x", "", {}, { "x" }, function() end,
    coroutine.create(function() end), clickup.null, client, call }
end

local places = {} -- of each of them
for i = 1, arguments().n do places[i] = i end

-- How the function is run: by whoever waits, in a task, in callbacks, and when it is too late.
local STATES = {
  { "while a create is under way", function(_, run) run() end },
  { "in a task", function(client, run) client:spawn(run) end },
  { "in on_done", function(client, run)
    client:sleep(0):on_done(run)
    pcall(client.step, client)
  end },
  { "in a coroutine", function(_, run) coroutine.wrap(run)() end },
  { "when the client is closed", function(client, run)
    client:close()
    run()
  end },
}

local function finish(client, call)
  local last = socket.gettime() + 20
  while not call:done() do
    assert(socket.gettime() < last, "the create never ends")
    client:wait(0.1)
    pcall(client.step, client)
  end
  return call:result()
end

-- A user's error is told in words, at a line of the user's; what a callback raised is told by
-- whoever steps.
local function try(fn, ...)
  local fine, err = pcall(fn, ...)
  assert(fine or type(err) == "string", "raised a " .. type(err))
  assert(fine or not err:find "^lua/clickup/", err)
end

-- How often a create of that name came; those of closed clients may come late, after a reset.
local function count_sent(name)
  local count = 0
  for _, request in ipairs(server:requests()) do
    if request.method == "POST" and (request.body or ""):find('"' .. name .. '"', 1, true) then
      count = count + 1
    end
  end
  return count
end

local number, checks = 0, 0

-- One try for each argument: each with a client and a create of its own.
local function check(enter, choose)
  checks = checks + 1
  for _, i in ipairs(rounds.every(places, 3, checks)) do
    local client = creates.client(server, { reconcile = true, timeout = 5 })
    server:reset()
    number = number + 1
    local name = "public " .. number
    local call = client:start("create_key_result", server.goal_id, creates.body { name = name })
    client:step()
    local given = arguments(client, call)
    enter(client, function()
      local fn, self = choose(client, call)
      try(fn, self, given[i], given[i])
    end)
    local value, info
    if client:is_closed() or call:done() then value, info = call:result()
    else value, info = finish(client, call)
    end
    assert.is_true(call:done())
    assert.is_truthy(value and value.id or info.sent, "no outcome")
    local count = count_sent(name)
    assert.is_true(count == 1 or count == 0 and not value, count .. " times sent")
    client:close()
  end
end

for _, state in ipairs(STATES) do
  local when, enter = table.unpack(state)
  describe("a method " .. when, function()
    for _, name in ipairs(sorted(core.client)) do
      it("of a client breaks nothing: " .. name, function()
        check(enter, function(client) return client[name], client end)
      end)
    end

    for _, name in ipairs(sorted(core.call)) do
      it("of a call breaks nothing: " .. name, function()
        check(enter, function(_, call) return call[name], call end)
      end)
    end

    it("of a task, of a copy, and with a wrong self breaks nothing", function()
      for _, name in ipairs { "done", "result", "cancel" } do
        check(enter, function(client)
          local task = client:is_closed() and {} or client:spawn(function() end)
          return task[name] or function() end, task
        end)
      end
      for _, name in ipairs { "step", "close", "map", "get_goal", "timeout" } do
        check(enter, function(client)
          if client:is_closed() then return client[name], client end
          local copy = client:with { max_retries = 0 }
          return copy[name], copy
        end)
        check(enter, function(client, call) return client[name], call end)
      end
    end)
  end)
end
