-- SPDX-License-Identifier: MIT
-- Goals by name, and key results that are set: in scripts, tasks and maps alike.

local answers = require "spec.support.answers"
local clickup = require "clickup"
local creates = require "spec.support.creates"
local operations = require "spec.support.operations"
local scripted_server = require "spec.support.scripted_server"
local sandbox = require "clickup.sandbox"

local TEAM = 90151234567

local box
setup(function() box = sandbox.start() end)
teardown(function() box:close() end)
before_each(function() box:reset() end)

local everywhere = answers.everywhere
local function serving(answer) return answers.serving { answer } end

local function raises(due, fn)
  local fine, message = pcall(fn)
  assert.is_false(fine)
  assert.matches("targets_spec%.lua:%d+: ", message)
  assert.equal(due, (message:gsub("^.-:%d+: ", "")))
end

local function refused(due, value, err)
  assert.is_nil(value)
  assert.equal(due, tostring(err))
  assert.equal("clickup.error", getmetatable(err).__name)
  assert.equal("invalid", err.kind)
  assert.equal("no", err.sent)
  return err
end

describe("find_goal", function()
  local GOALS = {
    { id = "1", name = "Q3" }, { id = "2", name = "q 3" }, { id = "3", name = "More Readers" },
    { id = "4", name = "Twin" }, { id = "5", name = "Twin" }, { id = "6", name = "a b\u{a0}c" },
    { id = "7", name = "A B C" }, { id = "8" }, { id = "9", name = 5 }, { id = "12", name = " " },
    { id = "10", name = "\u{dc}bung\u{3000}\u{2003}1" },
  }
  local server, client
  lazy_setup(function()
    server = serving { goals = GOALS, folders = { { name = "F", goals = {
      { id = "11", name = "In a folder", folder_id = "f" } } } } }
    client = creates.client(server)
  end)
  lazy_teardown(function()
    client:close()
    server:close()
  end)

  it("takes the name as it is written, then without case and blanks", function()
    everywhere(client, function()
      for name, id in pairs { Q3 = "1", ["q 3"] = "2", ["more readers"] = "3",
        [" MORE\tREADERS\n"] = "3", ["a b\u{a0}c"] = "6", ["A B C"] = "7", ["In a folder"] = "11",
        ["inafolder"] = "11", ["\u{dc}BUNG 1"] = "10" } do
        local goal, info = client:find_goal(TEAM, name)
        assert.equal(id, goal and goal.id or info, name)
        assert.equal(200, info.status)
      end
    end)
  end)

  it("tells of several with all of them", function()
    everywhere(client, function()
      local err = refused('find_goal: name: "Twin" may be any of 2 goals: "Twin" (id 4), '
        .. '"Twin" (id 5)', client:find_goal(TEAM, "Twin"))
      assert.equal("4 5", err.candidates[1].id .. " " .. err.candidates[2].id)
      assert.same({ { path = "name", expected = "the name of one goal", got = '"Twin"',
        message = err.message } }, err.problems)
      refused('find_goal: name: "Q 3" may be any of 2 goals: "Q3" (id 1), "q 3" (id 2)',
        client:find_goal(TEAM, "Q 3"))
      refused('find_goal: name: "abc" may be any of 2 goals: "a b\u{a0}c" (id 6), "A B C" (id 7)',
        client:find_goal(TEAM, "abc"))
    end)
  end)

  it("tells of many with some of them", function()
    local many = {}
    for i = 1, 7 do many[i] = { id = tostring(i), name = "x\27" } end
    local other <close> = serving { goals = many }
    local second <close> = creates.client(other)
    local err = refused('find_goal: name: "x\\x1b" may be any of 7 goals: "x\\x1b" (id 1), '
      .. '"x\\x1b" (id 2), "x\\x1b" (id 3), "x\\x1b" (id 4), "x\\x1b" (id 5), and 2 more',
      second:find_goal(TEAM, "x\27"))
    assert.equal(7, #err.candidates)
  end)

  it("tells of none with the nearest", function()
    local none = 'find_goal: name: no goal "%s" that is not completed (include_completed = true: '
      .. "all)%s"
    everywhere(client, function()
      local err = refused(none:format("Mroe Readers", ', did you mean "More Readers"?'),
        client:find_goal(TEAM, "Mroe Readers"))
      assert.equal("More Readers", err.problems[1].suggestion)
      assert.is_nil(err.candidates)
      refused(none:format("\u{fc}bung 1\\n", ""),
        client:find_goal(TEAM, "\u{fc}bung 1\n"))
      refused(none:format("something else", ""), client:find_goal(TEAM, "something else"))
      refused(none:format("\u{a0}", ""), client:find_goal(TEAM, "\u{a0}"))
      refused('find_goal: name: no goal "something else"',
        client:find_goal(TEAM, "something else", { include_completed = true }))
    end)
  end)

  it("does not compare a name with long ones for ever", function()
    local list = {}
    for i = 1, 300 do list[i] = { id = tostring(i), name = ("x"):rep(20000) .. i } end
    local other <close> = serving { goals = list }
    local second <close> = creates.client(other)
    local before = os.clock()
    assert.is_nil((second:find_goal(TEAM, ("y"):rep(40))))
    assert.is_true(os.clock() - before < 5)
  end)

  it("shows no secret that a server repeats", function()
    local lookup, list = require "clickup.lookup", {}
    local about = { operation = "find_goal", path = "name", what = "goal", hint = "",
      secrets = { "pk_9_Secret" } }
    for i = 1, 2 do list[i] = { id = "pk_9_Secret", name = "pk_9_Secret" } end
    refused('find_goal: name: "pk_9_secret" may be any of 2 goals: "(hidden)" (id (hidden)), '
      .. '"(hidden)" (id (hidden))', lookup(list, "pk_9_secret", about))
    refused('find_goal: name: no goal "pk_9_Sceret"', lookup(list, "pk_9_Sceret", about))
  end)

  it("hands the query and the options on, and fails as any call does", function()
    local lone <close> = creates.client(box)
    local goal = box:seed { goals = { { name = "Mine" } } }.goals[1]
    assert.equal(goal.id, assert(lone:find_goal(box.team_id, "mine",
      { include_completed = true })).id)
    local requests = box:requests()
    assert.matches("include_completed=true", requests[#requests].target)
    local value, err = lone:find_goal(1, "Mine")
    assert.is_nil(value)
    assert.equal("api", err.kind)
    raises('unknown option "timeot", did you mean "timeout"?', function()
      lone:find_goal(1, "x", nil, { timeot = 1 })
    end)
  end)

  it("raises for what is no name", function()
    for _, case in ipairs { { nil, "nothing" }, { "", "a blank one" }, { " \n", "a blank one" },
      { 5, "number 5" }, { {}, "a table" } } do
      raises("find_goal: name: expected a string, got " .. case[2], function()
        client:find_goal(TEAM, case[1])
      end)
    end
  end)
end)

describe("set_target", function()
  local client, goal, ids
  before_each(function()
    goal = box:seed { goals = { { name = "Mine", key_results = {
      { name = "Visits", steps_start = 0, steps_end = 100 },
      { name = "Weight", steps_start = 90, steps_end = 80, steps_current = 88 },
      { name = "Revenue", type = "currency", unit = "USD", steps_end = 1000 },
      { name = "Share", type = "percentage", steps_end = 100 },
      { name = "Shipped", type = "boolean", steps_end = 1 },
      { name = "Tasks", type = "automatic", steps_end = 5 },
      { name = "Twin" }, { name = "Twin" },
    } } } }.goals[1]
    ids = {}
    for _, key_result in ipairs(goal.key_results) do ids[key_result.name] = key_result.id end
    client = creates.client(box)
  end)
  after_each(function() client:close() end)

  local function edits()
    local bodies = {}
    for _, request in ipairs(box:requests()) do
      if request.method == "PUT" then bodies[#bodies + 1] = request.body end
    end
    return bodies
  end

  it("edits what has changed, and tells what was before", function()
    for _, case in ipairs { { "Visits", 12, 0 }, { "Weight", 81, 88 }, { "weight", 95, 81 },
      { "Revenue", 250, 0 }, { "Share", 40.0, 0 }, { ids.Visits, 120, 12 }, { "VISITS", -3, 120 },
      { "Shipped", true, 0, 1 }, { "Shipped", false, 1, 0 }, { "Shipped", 1, 0 } } do
      local target, steps, before, now = table.unpack(case)
      local key_result, info = client:set_target(goal.id, target, steps)
      assert(key_result, info)
      assert.is_true(info.changed)
      assert.equal(before, info.before)
      assert.equal(200, info.status)
      assert.equal("edit_key_result", info.operation)
      assert.equal(now or steps, key_result.steps_current, target)
      assert.is_truthy(key_result.steps_end)
      assert.is_nil(key_result.percent_completed)
    end
  end)

  it("sends nothing when it is there already", function()
    assert(client:set_target(goal.id, "Visits", 12, { note = "by hand" }))
    assert.same({ '{"steps_current":12,"note":"by hand"}' }, edits())
    for _, steps in ipairs { 12, 12.0 } do
      local key_result, info = client:set_target(goal.id, "Visits", steps, { note = "again" })
      assert.is_false(info.changed)
      assert.equal(12, info.before)
      assert.equal(12, key_result.steps_current)
      assert.equal("get_goal", info.operation)
    end
    assert.is_false(select(2, client:set_target(goal.id, "Shipped", false)).changed)
    assert.equal(1, #edits())
  end)

  it("and find_goal work in every way of waiting", function()
    for name, mode in pairs(operations.modes) do
      if name ~= "started" and name ~= "together" and name ~= "polled" then -- those of one call
        for _, result in ipairs(mode(client, "find_goal", table.pack(box.team_id, "MINE"))) do
          assert.equal(goal.id, result[1] and result[1].id, name)
        end
        for _, result in ipairs(mode(client, "set_target", table.pack(goal.id, "Visits", #name))) do
          assert.equal(#name, result[1] and result[1].steps_current, name)
        end
      end
    end
  end)

  it("works in tasks", function()
    local results, errors = client:map({ "Visits", "Weight", "Revenue" }, function(name)
      return client:set_target(goal.id, name, 85)
    end)
    assert.is_nil(errors)
    for i = 1, 3 do assert.equal(85, results[i].steps_current) end
    assert.equal(3, #edits())
  end)

  it("takes fractions where strict is false, and says so", function()
    local err = refused("set_target: steps: expected an integer (int32), got number 12.5; "
      .. "strict = false lets it through", client:set_target(goal.id, "Revenue", 12.5))
    assert.equal("steps", err.problems[1].path)
    refused("set_target: steps: expected an integer from -2147483648 to 2147483647 (int32), got "
      .. "integer 4294967296", client:set_target(goal.id, "Revenue", 1 << 32))
    refused("set_target: note: expected a string in UTF-8, got invalid UTF-8 at byte 1",
      client:set_target(goal.id, "Revenue", 5, { note = "\xff" }))
    local key_result = assert(client:set_target(goal.id, "Revenue", 12.5, nil, { strict = false }))
    assert.equal(12.5, key_result.steps_current)
    local lax = client:with { strict = false }
    assert.is_false(select(2, lax:set_target(goal.id, "Revenue", 12.5)).changed)
  end)

  it("refuses what makes no sense", function()
    refused('set_target: target: "Tasks" is automatic: ClickUp itself counts the tasks and Lists '
      .. "that are linked with it", client:set_target(goal.id, "Tasks", 3))
    refused("set_target: steps: expected true or false (or 1 or 0) for a boolean key result, got "
      .. "number 2", client:set_target(goal.id, "Shipped", 2))
    for _, value in ipairs { true, false } do
      refused(("set_target: steps: expected a number, got boolean %s: only a boolean key result "
        .. "takes that"):format(value), client:set_target(goal.id, "Visits", value))
    end
    refused('set_target: target: no key result "Vists" in this goal, did you mean "Visits"?',
      client:set_target(goal.id, "Vists", 3))
    local err = refused(('set_target: target: "twin" may be any of 2 key results: "Twin" (id %s), '
      .. '"Twin" (id %s)'):format(goal.key_results[7].id, goal.key_results[8].id),
      client:set_target(goal.id, "twin", 3))
    assert.equal(2, #err.candidates)
    assert.same({}, edits())
  end)

  it("refuses what is no number before it asks", function()
    local count = #box:requests()
    for _, case in ipairs {
      { nil, "a number, got nothing" }, { {}, "a number, got a table" },
      { "x", 'a number, got string "x"' },
      { "12", 'a number, got string "12": tonumber makes one of it' },
      { 0 / 0, "a finite number, got number nan" },
      { -math.huge, "a finite number, got number -inf" },
      { clickup.null, "a number, got null" },
    } do
      refused("set_target: steps: expected " .. case[2],
        client:set_target(goal.id, "Visits", case[1]))
    end
    local key_result = "target: expected the id or the name of a key result, got "
    for _, case in ipairs {
      { { nil, 1 }, key_result .. "nothing" }, { { " \n", 1 }, key_result .. "a blank one" },
      { { 5, 1 }, key_result .. "number 5" },
      { { "x", 1, "note" }, 'expected a table such as { note = … }, got string "note"' },
      { { "x", 1, { note = 5 } }, "note: expected a string, got number 5" },
      { { "x", 1, { nte = "x" } },
        'unknown field nte, did you mean "note"?; options of the calls come behind it' },
      { { "x", 1, { timeout = 5 } },
        "unknown field timeout; options of the calls come behind it" },
      { { "x", 1, { [("x"):rep(60)] = 5 } },
        "unknown field " .. ("x"):rep(60) .. "; options of the calls come behind it" },
      { { "x", 1, { [("x"):rep(61)] = 5 } },
        "unknown field " .. ("x"):rep(60) .. "...; options of the calls come behind it" },
    } do
      raises("set_target: " .. case[2], function()
        client:set_target(goal.id, table.unpack(case[1], 1, 3))
      end)
    end
    assert.equal(count, #box:requests())
  end)

  it("says where an id comes from when a name is given for it", function()
    local _, err = client:set_target("My goal", "Visits", 3)
    assert.equal("api", err.kind)
    assert.matches("; goal_id is an id: client:find_goal%(team_id, name%) finds the goal of a "
      .. "name$", err.message)
    _, err = client:set_target("947d46ed-8480-49bc-8c57-e569747efe93", "Visits", 3)
    assert.is_nil(err.message:find "find_goal")
    raises("get_goal: goal_id: expected a string, got nothing", function()
      client:set_target(nil, "Visits", 3)
    end)
  end)

  it("edits what the server does not tell, and takes odd shapes for what they are", function()
    local edited = '{"key_result":{"id":"k","name":"n"}}'
    for json, before in pairs {
      ['{"id":"k","name":"n"}'] = false, ['{"id":"k","name":"n","steps_current":"7"}'] = 7,
      ['{"id":"k","name":"n","steps_current":"x"}'] = false,
      ['{"id":"k","name":"n","type":"boolean","steps_current":true}'] = 1,
    } do
      local server <close> = scripted_server.start { { { "request" },
        { "send", scripted_server.http(200, nil, '{"goal":{"id":"g","key_results":[' .. json
          .. "]}}") }, { "request" }, { "send", scripted_server.http(200, nil, edited) } } }
      local lone <close> = creates.client(server)
      local key_result, info = lone:set_target("g", "n", before == 1 and 0 or 9)
      assert(key_result, info)
      assert.is_true(info.changed)
      assert.equal(before or nil, info.before)
    end
    for _, json in ipairs { '{"goal":{"id":"g","key_results":[5]}}',
      '{"goal":{"id":"g","key_results":5}}', '{"goal":{"id":"g","key_results":[{"name":"n"}]}}',
      '{"goal":{"id":"g","key_results":[{"name":"n","id":5}]}}',
      '{"goal":{"id":"g","key_results":[{"name":"n","id":".."}]}}',
      '{"goal":{"id":"g","key_results":[{"name":"n","id":""}]}}' } do
      local server <close> = serving(json)
      local lone <close> = creates.client(server)
      for _, one in ipairs { lone, lone:with { timeout = 5 } } do
        local value, err = one:set_target("g", "n", 9)
        assert.is_nil(value)
        assert.equal("decode", err.kind, json)
      end
    end
  end)

  it("fails as the edit does", function()
    box:fault { fault = "status", match = { method = "PUT" }, code = 400 }
    local value, err = client:set_target(goal.id, "Visits", 3)
    assert.is_nil(value)
    assert.equal("edit_key_result", err.operation)
    assert.equal(400, err.status)
  end)
end)
