-- SPDX-License-Identifier: MIT
-- The helpers: all goals, the members by name, and progress; in tasks, too.

local answers = require "spec.support.answers"
local creates = require "spec.support.creates"
local goals = require "clickup.goals"
local sandbox = require "clickup.sandbox"

local TEAM = 90151234567

local everywhere = answers.everywhere
local function serving(answer, status) return answers.serving({ answer }, status) end

local function refused(client, fn, due)
  local value, err
  everywhere(client, function()
    value, err = fn()
    assert.is_nil(value)
    assert.equal(due, tostring(err))
    assert.equal("clickup.error", getmetatable(err).__name)
  end)
  return err
end

local function raises(due, fn)
  local fine, message = pcall(fn)
  assert.is_false(fine)
  assert.matches("helpers_spec%.lua:%d+: ", message)
  assert.matches(due, message, 1, true)
end

describe("each_goal", function()
  local function names_of(iterator)
    local names = {}
    for goal, folder in iterator do
      names[#names + 1] = goal.name .. (folder and " in " .. folder.name or "")
    end
    return names
  end

  it("goes through the goals, then through those of each folder, with the folder", function()
    local server <close> = serving { goals = { { id = "1", name = "A" }, { id = "2", name = "B" } },
      folders = { { name = "F", goals = { { id = "3", name = "C" } } }, { name = "E", goals = {} },
        { name = "N" }, { name = "G", goals = { { id = "4", name = "D" }, { id = "5",
        name = "E" } } } } }
    local client <close> = creates.client(server)
    everywhere(client, function()
      local iterator, info = client:each_goal(TEAM)
      assert.same({ "A", "B", "C in F", "D in G", "E in G" }, names_of(iterator))
      assert.equal(200, info.status)
      assert.is_nil(iterator())
    end)
    local names = {}
    for goal in assert(client:each_goal(TEAM)) do names[#names + 1] = goal.name end
    assert.equal("ABCDE", table.concat(names))
    assert.equal("/api/v2/team/90151234567/goal",
      creates.parse(server:received()[1][1]).target)
  end)

  it("takes answers that lack goals or folders", function()
    for _, json in ipairs { "{}", '{"goals":[]}', '{"folders":[]}', '{"goals":null}' } do
      local server <close> = serving(json)
      local client <close> = creates.client(server)
      assert.same({}, names_of(assert(client:each_goal(TEAM))))
    end
  end)

  it("hands the query and the call's options on", function()
    local server <close> = serving '{"goals":[]}'
    local client <close> = creates.client(server)
    assert(client:each_goal("7", { include_completed = true }))
    assert(client:each_goal("7", nil, { timeout = 5 }))
    local value, err = client:each_goal("7", { include_complete = true })
    assert.is_nil(value)
    assert.equal("include_completed", err.problems[1].suggestion)
    assert(client:each_goal("7", { include_complete = true }, { strict = false }))
    local targets = {}
    for i, bytes in ipairs(server:received()[1]) do
      targets[i] = creates.parse(bytes).target:match "goal(.*)$"
    end
    assert.same({ "?include_completed=true", "", "?include_complete=true" }, targets)
  end)

  it("fails as any call does", function()
    local server <close> = serving('{"err":"Team not found","ECODE":"SHARD_031"}', 404)
    local client <close> = creates.client(server)
    refused(client, function() return client:each_goal(1) end,
      "get_goals: 404 Team not found (SHARD_031)")
    raises("get_goals: team_id: expected an integer or a string, got nothing", function()
      client:each_goal()
    end)
  end)

  it("finds the sandbox's goals, in folders too", function()
    local server <close> = sandbox.start()
    server:seed { goals = { { name = "Loose" } },
      folders = { { name = "Quarter", goals = { { name = "Q1" } } } } }
    local client <close> = creates.client(server)
    local found = {}
    for _, name in ipairs(names_of(assert(client:each_goal(server.team_id)))) do
      found[name] = true
    end
    assert.is_true(found["Loose"] and found["Q1 in Quarter"])
  end)
end)

describe("workspace", function()
  local TEAMS = { { id = "11", name = "Home" }, { id = "12", name = "Work" },
    { id = "13", name = "work" }, { id = "14", name = "11" }, { id = 15, name = "Old \27" },
    { id = "16" } }
  local server, client
  lazy_setup(function()
    server = serving { teams = TEAMS }
    client = creates.client(server)
  end)
  lazy_teardown(function()
    client:close()
    server:close()
  end)

  local function of(...)
    local lone_server <close> = serving { teams = { ... } }
    local lone <close> = creates.client(lone_server)
    return lone:workspace()
  end

  it("is the one of an id, or else of a name", function()
    everywhere(client, function()
      for name, id in pairs { ["11"] = "11", [12] = "12", [13.0] = "13", Home = "11",
        ["ho me"] = "11", work = "13", Work = "12", [15] = 15 } do
        local workspace, info = client:workspace(name)
        assert.equal(id, workspace and workspace.id or info, name)
        assert.equal(200, info.status)
      end
    end)
    refused(client, function() return client:workspace "hmoe" end,
      'workspace: name: no Workspace "hmoe" of this token\'s, did you mean "Home"?')
    refused(client, function() return client:workspace(7) end,
      'workspace: name: no Workspace "7" of this token\'s')
    local err = refused(client, function() return client:workspace "WORK" end,
      'workspace: name: "WORK" may be any of 2 Workspaces: "Work" (id 12), "work" (id 13)')
    assert.equal("13", err.candidates[2].id)
  end)

  it("is the only one, where none is named", function()
    assert.equal("11", assert(of(TEAMS[1])).id)
    local workspace, err = of()
    assert.is_nil(workspace)
    assert.equal("workspace: name: there is no Workspace of this token's", tostring(err))
    assert.equal("invalid", err.kind)
    err = refused(client, function() return client:workspace() end,
      'workspace: name: expected one of 6 Workspaces, got nothing: "Home" (id 11), '
      .. '"Work" (id 12), "work" (id 13), "11" (id 14), "Old \\x1b" (id 15), and 1 more')
    assert.same({ { path = "name", expected = "the name of one Workspace", got = "nothing",
      message = err.message } }, err.problems)
    assert.equal(6, #err.candidates)
  end)

  it("has an id that a call can be made with", function()
    for _, id in ipairs { "..", "", false } do
      local workspace, err = of { id = id, name = "x" }
      assert.is_nil(workspace)
      assert.equal("decode", err.kind)
    end
    assert.equal("decode", select(2, of(5)).kind)
  end)

  it("goes by what can be one", function()
    for name, text in pairs { [" \n"] = "a blank one", [{}] = "a table", [0.5] = "number 0.5",
      [true] = "boolean true" } do
      raises("workspace: name: expected the name or the id of a Workspace, got " .. text,
        function() client:workspace(name) end)
    end
    raises('unknown option "timeot", did you mean "timeout"?', function()
      client:workspace(nil, { timeot = 1 })
    end)
  end)
end)

describe("members", function()
  local USERS = {
    { id = 1, username = "Jane Doe", email = "jane@a.example" },
    { id = 2, username = "John Doe", email = "john@a.example" },
    { id = 3, username = "Twin", email = "twin1@a.example" },
    { id = 4, username = "twin", email = "twin2@a.example" },
    { id = 5, email = "nameless@a.example" },
    { id = 6, username = "Żaneta" },
    { id = 7, username = "same@a.example", email = "same@a.example" },
    { id = 8, username = "TWIN", email = "twin3@a.example" },
  }
  local server, client, people
  lazy_setup(function()
    local members = {}
    for i, user in ipairs(USERS) do members[i] = { user = user } end
    server = serving { teams = { { id = "1", members = {} }, { id = tostring(TEAM),
      members = members }, { id = "3" } } }
    client = creates.client(server)
    people = assert(client:members(TEAM))
  end)
  lazy_teardown(function()
    client:close()
    server:close()
  end)

  it("are those of the Workspace, whose id is an integer or a string", function()
    everywhere(client, function()
      for _, id in ipairs { TEAM, tostring(TEAM) } do
        local found, info = client:members(id)
        assert.same(USERS, found.list)
        assert.equal(200, info.status)
      end
      assert.same({}, client:members(1).list)
      assert.same({}, client:members("3").list)
    end)
  end)

  it("are found by e-mail or user name, in any case", function()
    for name, id in pairs {
      ["jane@a.example"] = 1, ["JANE@A.example"] = 1, ["Jane Doe"] = 1, ["john doe"] = 2,
      ["twin1@a.example"] = 3, ["twin2@a.example"] = 4, ["nameless@a.example"] = 5,
      ["Żaneta"] = 6, ["same@a.example"] = 7, ["Twin3@a.example"] = 8,
    } do
      local user, problem = people:find(name)
      assert.is_nil(problem)
      assert.equal(id, user.id, name)
    end
  end)

  it("that are not there, or several, are told", function()
    local cases = {
      { "twin", '"twin" is the name of several' }, { "Twin", '"Twin" is the name of several' },
      { "jnae@a.example", 'no member "jnae@a.example", did you mean "jane@a.example"?' },
      { "Jan Doe", 'no member "Jan Doe", did you mean "Jane Doe"?' },
      { "somebody else", 'no member "somebody else"' }, { "", 'no member ""' },
      { "a\nb", 'no member "a\\nb"' },
      { ("x"):rep(60), 'no member "' .. ("x"):rep(60) .. '"' },
      { ("x"):rep(61), 'no member "' .. ("x"):rep(60) .. '..."' },
      { 1, "expected an e-mail or a user name, got a number" },
      { nil, "expected an e-mail or a user name, got a nil" },
    }
    for i = 1, #cases do
      local user, problem = people:find(cases[i][1])
      assert.is_nil(user)
      assert.equal(cases[i][2], problem)
    end
  end)

  it("give the owner ids, or all problems at once", function()
    assert.same({ 2, 1 }, people:owners { "john@a.example", "Jane Doe" })
    assert.same({}, people:owners {})
    local ids, err = people:owners { "Jane Doe", "jon doe", 7, "twin" }
    assert.is_nil(ids)
    assert.equal("invalid", err.kind)
    assert.equal("no", err.sent)
    assert.is_false(err.retryable)
    assert.equal(0, err.attempts)
    assert.equal('members: owners[2]: no member "jon doe", did you mean "John Doe"?; owners[3]: '
      .. "expected an e-mail or a user name, got a number; "
      .. 'owners[4]: "twin" is the name of several',
      tostring(err))
    assert.same({ path = "owners[2]", expected = "a member", got = '"jon doe"',
      suggestion = "John Doe", message = err.problems[1].message }, err.problems[1])
    assert.equal("a number", err.problems[2].got)
    local told = "expected clickup members, got %s (use members:method(...))"
    raises(told:format "string", function() people.find "Jane Doe" end)
    raises(told:format "table", function() people.owners { "Jane Doe" } end)
    raises("owners: expected a list of names, got a string", function()
      people:owners "jane@a.example"
    end)
  end)

  it("of a Workspace that is not the token's are a problem", function()
    refused(client, function() return client:members(12) end,
      "members: team_id: 12 is not a Workspace of this token's")
    refused(client, function() return client:members(nil) end,
      "members: team_id: nil is not a Workspace of this token's")
  end)

  it("fail as any call does", function()
    local other <close> = serving('{"err":"Token invalid","ECODE":"OAUTH_025"}', 401)
    local second <close> = creates.client(other)
    refused(second, function() return second:members(TEAM) end,
      "get_authorized_teams: 401 Token invalid (OAUTH_025)")
  end)

  it("own a target in the sandbox", function()
    local box <close> = sandbox.start()
    local third <close> = creates.client(box)
    local owners = assert(assert(third:members(box.team_id)):owners { "JohnDoe@gmail.com" })
    local key_result = assert(third:create_key_result(box.goal_id, creates.body {
      owners = owners }))
    assert.equal(183, key_result.owners[1].id)
  end)
end)

describe("progress", function()
  -- steps_start, steps_end, steps_current, completed (as JSON) → percent
  local CASES = {
    { "0", "10", "5", "false", 50 }, { "0", "10", "0", "false", 0 },
    { "0", "10", "10", "true", 100 }, { "0", "10", "15", "true", 100 },
    { "0", "10", "-5", "false", 0 }, { "100", "0", "75", "false", 25 },
    { "100", "0", "0", "true", 100 }, { "100", "0", "120", "false", 0 },
    { "-10", "10", "0", "false", 50 }, { "0", "1", "0.25", "false", 25 },
    { '"0"', '"10"', '"2.5"', "false", 25 }, { "5", "5", "5", "true", 100 },
    { "5", "5", "5", "false", nil }, { "null", "null", "null", "true", 100 },
    { "null", "10", "5", "false", nil }, { "0", "10", "null", "false", nil },
    { "0", "10", "null", "true", 100 }, { "0", "10", '"x"', "null", nil },
    { "0", "2147483647", "2147483647", "true", 100 },
  }

  it("is 0 to 100, from the steps", function()
    local list = {}
    for i, case in ipairs(CASES) do
      list[i] = ('{"id":"k%d","name":"n%d","steps_start":%s,"steps_end":%s,"steps_current":%s,'
        .. '"completed":%s,"percent_completed":0.125}'):format(i, i, table.unpack(case, 1, 4))
    end
    local server <close> = serving('{"goal":{"id":"g","key_results":['
      .. table.concat(list, ",") .. "]}}")
    local client <close> = creates.client(server)
    everywhere(client, function()
      local found, info = client:progress "g"
      assert.equal(200, info.status)
      assert.equal(#CASES, #found)
      for i, case in ipairs(CASES) do
        local one = found[i]
        assert.equal(case[5], one.percent, i)
        assert.same({ "k" .. i, "n" .. i }, { one.id, one.name })
        assert.equal(tonumber((case[3]:gsub('"', ""))), one.steps_current)
        assert.equal(tonumber((case[2]:gsub('"', ""))), one.steps_end)
        assert.equal(0.125, one.key_result.percent_completed)
      end
    end)
  end)

  it("of a goal without key results is empty", function()
    for _, json in ipairs { '{"goal":{"id":"g","key_results":[]}}', '{"goal":{"id":"g"}}' } do
      local server <close> = serving(json)
      local client <close> = creates.client(server)
      assert.same({}, (client:progress "g"))
    end
  end)

  it("fails as any call does", function()
    local server <close> = serving('{"err":"Goal not found","ECODE":"GOAL_001"}', 404)
    local client <close> = creates.client(server)
    refused(client, function() return client:progress "g" end,
      "get_goal: 404 Goal not found (GOAL_001)")
    raises("get_goal: goal_id: expected a string, got nothing", function() client:progress() end)
  end)

  it("moves with the target in the sandbox", function()
    local server <close> = sandbox.start()
    local client <close> = creates.client(server)
    local target = assert(client:create_key_result(server.goal_id, creates.body()))
    for _, steps in ipairs { 0, 5, 10 } do
      assert(client:edit_key_result(target.id, { steps_current = steps }))
      local found = assert(client:progress(server.goal_id))
      assert.equal(steps * 10, found[#found].percent)
      assert.equal(steps == 10, found[#found].completed)
    end
  end)
end)

describe("an answer whose shape makes no sense", function()
  local cases = {
    each_goal = { TEAM, '{"goals":[5]}', '{"goals":5}', '{"goals":{"a":1}}', '{"folders":[3]}',
      '{"goals":[],"folders":[{"goals":[3]}]}', '{"goals":[],"folders":[{"goals":{"a":{}}}]}' },
    members = { TEAM, '{"teams":[1]}', '{"teams":["a",{}]}',
      ('{"teams":[{"id":%d,"members":7}]}'):format(TEAM),
      ('{"teams":[{"id":%d,"members":[5]}]}'):format(TEAM),
      ('{"teams":[{"id":%d,"members":[{"user":3}]}]}'):format(TEAM) },
    progress = { "g", '{"goal":{"id":"g","key_results":[5]}}',
      '{"goal":{"id":"g","key_results":5}}', '{"goal":{"id":"g","key_results":{"a":5}}}' },
  }
  for helper, list in pairs(cases) do
    it("is an error of " .. helper, function()
      for i = 2, #list do
        local raw <close> = serving(list[i])
        local client <close> = creates.client(raw)
        everywhere(client, function()
          for _, one in ipairs { client, client:with { timeout = 5 } } do
            local value, err = one[helper](one, list[1])
            assert.is_nil(value, list[i])
            assert.equal("decode", err.kind)
            assert.equal("yes", err.sent)
          end
        end)
      end
    end)
  end

  it("has an id only if a path can hold it", function()
    for _, case in ipairs { { ("a"):rep(200), true }, { ("a"):rep(201), false }, { "", false },
      { "--", false }, { "a\n", false }, { 5, false }, { "a-b", true }, { nil, false } } do
      assert.equal(case[2] and case[1] or nil, goals.id_of { id = case[1] })
    end
  end)

  it("and names that are none harm nothing", function()
    local raw <close> = serving(('{"teams":[{"id":%d,"members":[{"user":{"id":1,"email":4,'
      .. '"username":{}}}]}]}'):format(TEAM))
    local client <close> = creates.client(raw)
    local members = assert(client:members(TEAM + 0.0))
    assert.is_nil((members:find "4"))
    assert.is_nil((members:owners { "x" }))
  end)
end)
