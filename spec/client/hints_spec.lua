-- SPDX-License-Identifier: MIT
-- Messages that say what to do next: which name, which place, which function is the one.

local clickup = require "clickup"
local core = require "clickup.core"
local creates = require "spec.support.creates"
local hints = require "clickup.hints"
local index = require "clickup.api.index"

local client
setup(function() client = clickup.new { token = "x", base_url = "http://127.0.0.1:1" } end)
teardown(function() client:close() end)

local function raises(due, fn)
  local fine, message = pcall(fn)
  assert.is_false(fine)
  assert.matches("^spec/client/hints_spec%.lua:%d+: ", message)
  assert.equal(due, (message:gsub("^.-:%d+: ", "")))
end

local function refused(due, value, err)
  assert.is_nil(value)
  assert.equal("invalid", err.kind)
  assert.equal(due, err.message)
end

describe("a name that there is not", function()
  local READ = ": key results are read with get_goal, in whose key_results they are"

  it("is told with what does it", function()
    for _, name in ipairs { "get_key_result", "get_key_results", "list_key_results", "get_target",
      "get_targets", "list_targets" } do
      raises("unknown method " .. name .. READ, function() client[name](client, "k") end)
      raises("unknown operation " .. name .. READ, function() client:start(name, "k") end)
      raises("unknown operation " .. name .. READ, function() client:preview(name, "k") end)
      raises("help: unknown operation " .. name .. READ, function() clickup.help(name) end)
    end
    for name, instead in pairs { update_key_result = "edit_key_result",
      create_target = "create_key_result", edit_target = "edit_key_result",
      update_target = "edit_key_result", delete_target = "delete_key_result",
      edit_goal = "update_goal", list_goals = "get_goals", get_teams = "get_authorized_teams",
      get_workspaces = "get_authorized_teams", get_me = "get_authorized_user" } do
      assert.is_true(index.has(instead))
      assert.is_false(index.has(name) or rawget(core.client, name) ~= nil)
      raises(('unknown method %s, did you mean "%s"?'):format(name, instead), function()
        client[name](client, "k")
      end)
    end
    raises('unknown method find_gaol, did you mean "find_goal"?', function()
      client:find_gaol(1, "x")
    end)
  end)
end)

describe("an integer that got a fraction", function()
  it("is told that strict = false lets it through, where that makes sense", function()
    refused("steps_end: expected an integer (int32), got number 1.5; strict = false lets it "
      .. "through", client:create_key_result("g", creates.body { steps_end = 1.5 }))
    assert(client:preview("create_key_result", "g", creates.body { steps_end = 1.5 },
      { strict = false }))
    refused("owners[1]: expected an integer (int32), got number 1.5",
      client:create_key_result("g", creates.body { owners = { 1.5 } }))
    refused("rem_owners[2]: expected an integer (int32), got number 1.5",
      client:update_goal("g", { rem_owners = { 1, 1.5 } }))
    local PLAIN = { path = "", expected = "an integer", got = "number 1.5" }
    for path, told in pairs { owners = false, assignees = false, assignee = false, members = false,
      ["members[1]"] = false, task_id = false, ["list_ids[3]"] = false, add_owners = false,
      points = true, member = true, ["points[1]"] = true } do
      PLAIN.path = path
      assert.equal(told and "; strict = false lets it through" or "", hints.of_problem(PLAIN,
        "body"), path)
    end
    refused("steps_end: expected a finite number, got number inf",
      client:create_key_result("g", creates.body { steps_end = 1 / 0 }))
  end)
end)

describe("a date", function()
  local function goal(changes)
    local body = { name = "n", due_date = 1795867200000, description = "", multiple_owners = false,
      color = "#000000" }
    for name, value in pairs(changes) do body[name] = value end
    return body
  end
  local MAKES = "; clickup.time makes one of a date"

  it("that is a text or a table is told who makes an integer of it", function()
    for _, name in ipairs { "due_date", "start_date" } do
      refused(name .. ': expected an integer, got string "2026-11-28"' .. MAKES,
        client:create_goal(1, goal { [name] = "2026-11-28" }))
      refused(name .. ": expected an integer, got a table" .. MAKES,
        client:create_goal(1, goal { [name] = os.date "*t" }))
      refused(name .. ": expected an integer, got boolean true",
        client:create_goal(1, goal { [name] = true }))
    end
    refused('date_created_gt: expected an integer, got string "x"' .. MAKES,
      client:get_tasks("1", { date_created_gt = "x" }))
    refused('end_date: expected a number, got string "x"' .. MAKES,
      client:get_time_entries(1, { end_date = "x" }))
    refused('page: expected an integer (int32), got string "x"',
      client:get_tasks("1", { page = "x" }))
    assert(client:preview("create_goal", 1, goal { due_date = clickup.time "2026-11-28" }))
  end)

  it("in seconds is refused, which would be in 1970", function()
    local SECONDS = ": expected Unix milliseconds, got integer %d; clickup.time makes them of "
      .. "seconds"
    for _, seconds in ipairs { 1000000000, 1795867200, 99999999999 } do
      refused("due_date" .. SECONDS:format(seconds),
        client:create_goal(1, goal { due_date = seconds }))
    end
    refused("start_date: expected Unix milliseconds, got number 1795867200.0; clickup.time makes "
      .. "them of seconds", client:update_goal("g", { start_date = 1795867200.0 }))
    refused("date_done_lt" .. SECONDS:format(1795867200),
      client:get_tasks("1", { date_done_lt = 1795867200 }))
    refused("start_date" .. SECONDS:format(1795867200),
      client:get_time_entries(1, { start_date = 1795867200 }))
    for _, due in ipairs { 0, 1, 999999999, 100000000000, -1795867200 } do
      assert(client:preview("create_goal", 1, goal { due_date = due }))
    end
    assert(client:preview("create_goal", 1, goal { due_date = 1795867200 }, { strict = false }))
    assert(client:preview("get_tasks", "1", { page = 1795867200 }))
  end)
end)

describe("an argument in the wrong place", function()
  it("is told the place of options of the call", function()
    refused("timeout: expected a known field, got an unknown one; it is an option of the call: "
      .. "options come behind the query", client:get_goals(1, { timeout = 5 }))
    refused("deadline: expected a known field, got an unknown one; it is an option of the call: "
      .. "options come behind the body", client:update_goal("g", { deadline = 5 }))
    assert.equal("", hints.of_problem({ path = "a", expected = "a known field", got = "",
      key = "timeot" }, "body"))
    assert.equal("", hints.of_problem({ path = "a", expected = "a string", got = "",
      key = "timeout" }, "body"))
    raises('unknown option "name": it is a field of the body, which comes before the options',
      function() client:update_goal("g", {}, { name = "x" }) end)
    raises('unknown option "include_completed": it is a field of the query, which comes before the '
      .. "options", function() client:get_goals(1, nil, { include_completed = true }) end)
    raises('unknown option "name": get_goal has no body and no query', function()
      client:get_goal("g", { name = "x" })
    end)
    raises('unknown option "timeot", did you mean "timeout"?', function()
      client:get_goal("g", { timeot = 5 })
    end)
  end)

  it("is told by the name of what it is", function()
    refused("query: expected a table with named fields, got integer 5", client:get_goals(1, 5))
    refused("query: expected a table with named fields, got an array", client:get_goals(1, { 5 }))
    refused("body: expected a table with named fields, got integer 5", client:update_goal("g", 5))
    refused("query: expected a table with named fields, got integer 5",
      client:update_task("t", {}, 5)) -- which has both
    local ids = "create_goal: team_id: expected an integer or a string, got "
    raises(ids .. "table (path ids come first)", function() client:create_goal({}, 5) end)
    raises(ids .. "number 1.5", function() client:create_goal(1.5, {}) end)
    raises(ids .. "number nan", function() client:create_goal(0 / 0, {}) end)
    raises(ids .. "boolean", function() client:create_goal(true, {}) end)
  end)
end)
