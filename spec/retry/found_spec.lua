-- SPDX-License-Identifier: MIT
-- Every create that can be found again, in the sandbox, with answers that are lost: what ran is
-- handed out or told as a candidate, and nothing is created twice. (The decision: presence_spec;
-- how one is looked for: reconcile_spec.)

local api = require "clickup.api"
local creates = require "spec.support.creates"
local sandbox = require "clickup.sandbox"

local FEATURE = { enabled = true }
local FEATURES = { due_dates = { enabled = true, start_date = true, remap_due_dates = false,
  remap_closed_due_date = false }, time_tracking = FEATURE, tags = FEATURE,
  time_estimates = FEATURE, checklists = FEATURE, custom_fields = FEATURE,
  remap_dependencies = FEATURE, dependency_warning = FEATURE, portfolios = FEATURE }

local server

local function note(name) return { comment_text = name, notify_all = false } end

-- For each operation: where there are things already, and where there is nothing; its body; what is
-- counted; and what is told of one that ran and of one that did not: found, sent again, or unknown.
local function rows()
  local goal = server.goal_id
  return {
    create_goal = { server.team_id, "77", function(name)
      return { name = name, due_date = 5, description = "", multiple_owners = true, color = "" }
    end, "goals", ran = "found", lost = "unknown" },
    create_key_result = { goal, goal, function(name) return creates.body { name = name } end,
      "key_results", ran = "found", lost = "sent again" },
    create_webhook = { server.team_id, server.team_id, function(name)
      return { endpoint = name, events = { "*" } }
    end, "webhooks", ran = "found", lost = "sent again" },
    create_space = { server.team_id, "77", function(name)
      return { name = name, multiple_assignees = true, features = FEATURES }
    end, "spaces", ran = "unknown", lost = "unknown" },
    create_folder = { server.space_id, "82", function(name) return { name = name } end, "folders",
      ran = "unknown", lost = "unknown" },
    create_list = { "457", "81", function(name) return { name = name, due_date = 86400000 } end,
      "lists", ran = "unknown", lost = "unknown" },
    create_folderless_list = { server.space_id, "82", function(name) return { name = name } end,
      "lists", ran = "unknown", lost = "unknown" },
    create_task = { server.list_id, "83", function(name)
      return { name = name, description = "About", assignees = { 183, 182 }, due_date = 86400000 }
    end, "tasks", ran = "found", lost = "unknown", never_again = true },
    create_task_comment = { "9hx", "9hz", note, "comments", ran = "found", lost = "unknown" },
    create_list_comment = { server.list_id, "83", function(name)
      return { comment_text = name, assignee = 183, notify_all = false }
    end, "comments", ran = "found", lost = "unknown" },
    create_chat_view_comment = { "3c-1", "3c-2", note, "comments", ran = "found",
      lost = "sent again" },
  }
end

-- Places with nothing in them: a Workspace, a Folder, a Space, a List.
local function seed()
  server:seed { teams = { { id = "77" } }, spaces = {
    { id = "80", folders = { { id = "81", lists = {} } } },
    { id = "82" }, { id = "84", lists = { { id = "83" } } },
  } }
end

-- All that has this name: ids.
local function named(kind, name, state)
  state = state or server:state()
  local list = {}
  local things = state.hierarchy[kind] or state[kind] or {}
  if kind == "key_results" then
    for _, goal in ipairs(state.goals) do
      table.move(goal.key_results, 1, #goal.key_results, #things + 1, things)
    end
  end
  for _, thing in ipairs(things) do
    local shown = thing.name or thing.comment_text or thing.endpoint or ""
    if shown:lower() == name:lower() then list[#list + 1] = thing.id end
  end
  return list
end

local function posts()
  local count = 0
  for _, request in ipairs(server:requests()) do
    count = count + (request.method == "POST" and 1 or 0)
  end
  return count
end

local function new_client(options)
  local all = { reconcile = true, reconcile_wait = 0.03, max_retries = 3 }
  for name, value in pairs(options or {}) do all[name] = value end
  return creates.client(server, all)
end

setup(function() server = sandbox.start() end)
teardown(function() server:close() end)
before_each(function()
  server:reset()
  seed()
end)

-- What became of a create that met this fault, in words, and the candidates.
local function outcome(operation, row, place, fault)
  local client <close> = new_client()
  local name = "Made by " .. operation
  fault.match = { method = "POST" }
  local before = posts()
  server:fault(fault)
  local value, info = client[operation](client, place, row[3](name))
  local there = named(row[4], name)
  if not value then
    assert.equal("unknown", info.sent, operation .. ": " .. tostring(info))
    assert.is_false(info.retryable)
    return "unknown", there, posts() - before, info
  end
  assert.same({ tostring(value.id) }, there, operation)
  return info.recovered and "found" or "sent again", there, posts() - before, info
end

-- Ways to lose an answer; with `processed` it ran, else it did not.
local FAULTS = { { fault = "close_after_read" }, { fault = "status", code = 500 } }

describe("a create whose answer is lost", function()
  it("is in this table, if it is looked for", function()
    local table_of = rows()
    for _, entry in ipairs(api) do
      assert.equal(entry.reconcile ~= nil, table_of[entry.name] ~= nil, entry.name)
    end
  end)

  it("is found when it ran, or told with what may be it, and not sent again", function()
    for operation, row in pairs(rows()) do
      for _, one in ipairs(FAULTS) do
        server:reset()
        seed()
        local fault = { processed = true }
        for name, value in pairs(one) do fault[name] = value end
        local what, there, sent, info = outcome(operation, row, row[1], fault)
        assert.same({ row.ran, 1, 1 }, { what, #there, sent }, operation)
        if what == "unknown" then
          assert.equal(1, #info.candidates, operation)
          assert.equal(there[1], tostring(info.candidates[1].id), operation)
        end
      end
    end
  end)

  it("is sent again when it did not run and nothing there could be it, else told", function()
    for operation, row in pairs(rows()) do
      for _, one in ipairs(FAULTS) do
        server:reset()
        seed()
        local fault = { processed = false }
        for name, value in pairs(one) do fault[name] = value end
        local what, there, sent, info = outcome(operation, row, row[1], fault)
        local again = row.lost == "sent again"
        assert.same({ row.lost, again and 1 or 0, again and 2 or 1 }, { what, #there, sent },
          operation)
        if not again then assert.is_true(#info.candidates > 0, operation) end
      end
    end
  end)

  it("is sent again where there is nothing, unless the list need not have it", function()
    for operation, row in pairs(rows()) do
      local what, there, sent, info = outcome(operation, row, row[2],
        { fault = "close_after_read", processed = false })
      if row.never_again then
        assert.same({ "unknown", 0, 1 }, { what, #there, sent }, operation)
        assert.matches("the list need not have it", info.message, 1, true)
        assert.is_nil(info.candidates)
      else
        assert.same({ "sent again", 1, 2 }, { what, #there, sent }, operation)
      end
    end
  end)

  it("is sent again where all that is there was handed out before", function()
    for _, operation in ipairs { "create_space", "create_folder", "create_list",
      "create_task_comment" } do
      local row = rows()[operation]
      local client <close> = new_client()
      for i = 1, 3 do assert(client[operation](client, row[2], row[3]("Old " .. i))) end
      server:fault { fault = "close_after_read", processed = false, match = { method = "POST" } }
      local value, info = client[operation](client, row[2], row[3] "New")
      assert(value, tostring(info))
      assert.equal(2, info.attempts)
      assert.equal(1, #named(row[4], "New"))
    end
  end)
end)

describe("a Folder within a Folder", function()
  it("is not sent again: the Space's list need not have it", function()
    local client <close> = new_client()
    local space = rows().create_folder[2]
    local outer = assert(client:create_folder(space, { name = "Outer" }))
    server:fault { fault = "close_after_read", processed = false, match = { method = "POST" } }
    local value, err = client:create_folder(space, { name = "Inner", parent_folder_id = outer.id })
    assert.is_nil(value)
    assert.equal("unknown", err.sent)
    assert.matches("the list need not have it", err.message, 1, true)
  end)
end)

describe("a comment whose answer is lost", function()
  local function comments(count)
    local list = {}
    for i = 1, count do list[i] = { comment_text = "c" .. i, creator = 182 } end
    server:seed { spaces = { { id = "84", lists = { { id = "83", tasks = { { id = "t",
      custom_id = "DEV-1", comments = list } } } } } } }
  end

  -- John's client knows who he is by a key result.
  local function lose(processed, place, ...)
    local client <close> = new_client()
    assert(client:create_key_result(server.goal_id, creates.body()))
    server:fault { fault = "close_after_read", processed = processed, match = { method = "POST" } }
    return client:create_task_comment(place or "t", note "Mine", ...)
  end

  it("is sent again when fewer than 25 are there, all of others", function()
    comments(24)
    assert(lose(false))
    assert.equal(1, #named("comments", "Mine"))
  end)

  it("is not sent again when there may be more than were read", function()
    comments(25)
    local value, err = lose(false)
    assert.is_nil(value)
    assert.matches("the list need not have it", err.message, 1, true)
    assert.is_nil(err.candidates)
    assert.equal(0, #named("comments", "Mine"))
  end)

  it("is found among the newest of many", function()
    comments(60)
    local value, info = lose(true)
    assert(value, tostring(info))
    assert.is_true(info.recovered)
    assert.equal("Mine", value.comment_text)
  end)

  it("is looked for on the task that the query says", function()
    comments(1)
    local query = { custom_task_ids = true, team_id = server.team_id }
    local value, info = lose(true, "DEV-1", query)
    assert(value, tostring(info))
    assert.is_true(info.recovered)
    local requests = server:requests()
    assert.equal("GET", requests[#requests].method)
    assert.same({ custom_task_ids = "true", team_id = server.team_id }, requests[#requests].query)
    server:reset()
    comments(0)
    assert(lose(false, "DEV-1", query))
    assert.equal(1, #named("comments", "Mine"))
  end)

  it("is not that of a task whose custom id is this one's id", function()
    server:seed { spaces = { { id = "84", lists = { { id = "83", tasks = {
      { id = "DEV", comments = { { comment_text = "There" } } }, { custom_id = "DEV" },
    } } } } } }
    local client <close> = new_client { max_retries = 0 }
    local lost = { fault = "close_after_read", processed = false, match = { method = "POST" } }
    server:fault(lost)
    local _, err = client:create_task_comment("DEV", note "There", { custom_task_ids = true,
      team_id = server.team_id })
    assert.equal("unknown", err.sent)
    server:fault(lost)
    local value, other = client:create_task_comment("DEV", note "Mine", nil, { max_retries = 3 })
    assert.is_nil(value)
    assert.equal("There", other.candidates[1].comment_text)
  end)
end)

describe("a task whose answer is lost", function()
  it("is found though it is closed, or another's subtask", function()
    for _, changes in ipairs { { status = "complete" }, { parent = "9hx" } } do
      local client <close> = new_client()
      server:fault { fault = "status", code = 502, processed = true, match = { method = "POST" } }
      changes.name = "Odd one"
      local value, info = client:create_task(server.list_id, changes)
      assert(value, tostring(info))
      assert.is_true(info.recovered)
      server:reset()
    end
  end)

  it("is known to be another user's by its creator", function()
    server:seed { spaces = { { id = "84", lists = { { id = "83",
      tasks = { { id = "his", name = "Twin", creator = 182 } } } } } } }
    local client <close> = new_client()
    assert(client:create_task("83", { name = "First" }))
    server:fault { fault = "close_after_read", processed = false, match = { method = "POST" } }
    local value, err = client:create_task("83", { name = "Twin" })
    assert.is_nil(value)
    assert.is_nil(err.candidates)
  end)
end)

describe("ids of one kind", function()
  it("say nothing of another kind's", function()
    server:seed { spaces = { { id = "84", lists = { { id = "83" } } } } }
    local client <close> = new_client()
    -- a Folder of the id that the next comment gets
    local folder = assert(client:create_folder("82", { name = "x" }))
    server:seed { spaces = { { id = "84", lists = { { id = "83", comments = {
      { id = folder.id, comment_text = "Mine, perhaps" } } } } } } }
    server:fault { fault = "close_after_read", processed = false, match = { method = "POST" } }
    local value, err = client:create_list_comment("83", { comment_text = "Mine", assignee = 183,
      notify_all = false })
    assert.is_nil(value)
    assert.equal(folder.id, err.candidates[1].id)
  end)
end)

describe("many creates through random faults", function()
  local WORLDS = { {}, { names = { "upper" }, born = -28800 }, { unit = "none", writer = true },
    { lag = 0.2 }, { unit = "s", flap = -7200 } }
  local RULES = {
    { weight = 3, fault = "close_after_read", processed = true },
    { weight = 3, fault = "close_after_read", processed = false },
    { weight = 2, fault = "status", code = 500, processed = true },
    { weight = 2, fault = "status", code = 500, processed = false },
    { weight = 1, fault = "status", code = 504, processed = true },
    { weight = 1, fault = "status", code = 429, headers = { ["retry-after"] = "0" } },
    { weight = 1, fault = "html_200", processed = true },
    { weight = 1, fault = "cut", bytes = 20, processed = true },
    { weight = 1, fault = "reset_before_read" },
  }

  -- What was told of each, against what is there.
  local function judge(told, world)
    local made, state = 0, server:state()
    for name, one in pairs(told) do
      local there = named(one.kind, name, state)
      local twice = world.writer and one.kind ~= "goals" and one.kind ~= "webhooks" and 2 or 1
      assert.is_true(#there <= twice, name .. " was created twice")
      if one.value then
        made = made + 1
        local own = false
        for _, id in ipairs(there) do own = own or id == tostring(one.value.id) end
        assert.is_true(own, name .. " was told to be what it is not")
      elseif one.err.sent == "no" then
        assert.equal(0, #there, name)
      end
    end
    return made
  end

  for i, world in ipairs(WORLDS) do
    it("lose nothing and double nothing, in world " .. i, function()
      server:world(world)
      server:randomize { seed = i, normal = 14, rules = RULES }
      local client <close> = new_client { max_in_flight = 8, max_wait = 1, reconcile_wait = 0.25 }
      local list, told = {}, {}
      for operation, row in pairs(rows()) do
        for n = 1, 5 do
          list[#list + 1] = { operation, row, ("%s %d"):format(operation:gsub("_", " "), n) }
        end
      end
      client:map(list, function(item)
        local operation, row, name = table.unpack(item)
        local value, err = client[operation](client, row[2], row[3](name))
        told[name] = { kind = row[4], value = value, err = err }
        return value, err
      end, { concurrency = 16 })
      server:clear_faults()
      assert.is_true(judge(told, world) > #list / 4)
    end)
  end
end)
