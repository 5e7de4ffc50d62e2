-- SPDX-License-Identifier: MIT
-- The example that sets a target to a number of a command's or a file's.

local example = require "spec.support.example"
local process = require "spec.support.process"
local sandbox = require "clickup.sandbox"

local server, goal

setup(function() server = sandbox.start() end)
teardown(function() server:close() end)
before_each(function()
  server:reset()
  goal = server:seed { goals = { { name = "More readers", key_results = {
    { name = "Visits", type = "number", steps_start = 0, steps_end = 1000 },
    { name = "Tasks", type = "automatic", steps_start = 0, steps_end = 0 },
  } } } }.goals[1]
end)

local function run(arguments)
  return example.run(server, "$LUA spec/examples/metric_to_target.lua " .. arguments)
end

local function edits()
  local list = {}
  for _, request in ipairs(server:requests()) do
    if request.method ~= "GET" then list[#list + 1] = request.method .. " " .. request.body end
  end
  return list
end

local function set(words) return run(goal.id .. " Visits " .. words) end

describe("a metric into a target", function()
  it("is sent once, however often it is the same", function()
    assert.same({ "Visits: 42, was 0\n", "", 0 }, { set "-- echo 42" })
    assert.same({ "Visits: 42, as before\n", "", 0 }, { set "-- echo 42.0" })
    assert.same({ 'PUT {"steps_current":42}' }, edits())
    assert.same({ "Visits: -1.5, was 42\n", "", 0 }, { set "-- echo -1.5" })
  end)

  it("goes by names, too", function()
    assert.same({ "Visits: 7, was 0\n", "", 0 }, { run "'more  readers' visits -- echo 7" })
    local _, problems, status = run "Readers Visits -- echo 7"
    assert.matches('^metric_to_target: find_goal: name: no goal "Readers"', problems)
    assert.equal(1, status)
    server:seed { teams = { { id = "77", name = "Other" } } }
    assert.same({ "", "metric_to_target: CLICKUP_TEAM_ID: workspace: name: expected one of 2 "
      .. 'Workspaces, got nothing: "My ClickUp Workspace" (id 90151234567), "Other" (id 77)\n', 2 },
      { run "'More readers' Visits -- echo 8" })
    assert.same({ "Visits: 8, was 7\n", "", 0 }, { example.run(server, ("CLICKUP_TEAM_ID=%s "
      .. "$LUA spec/examples/metric_to_target.lua 'More readers' Visits -- echo 8"):format(
      server.team_id)) })
  end)

  it("is the last number of the last line", function()
    local path = os.tmpname()
    finally(function() os.remove(path) end)
    for i, case in ipairs {
      { "1\n2\n\n  \n", 2 }, { "visits 17 of 20 today\n", 20 }, { "12.5%", 12.5 }, { "1e3", 1000 },
      { "  31 pages.txt", 31 }, { "0x10 16 0xff", 16 }, { "a 5\nb 6\r\n", 6 },
    } do
      process.write_file(path, case[1])
      local output, problems = set(path)
      assert.equal("", problems, i)
      assert.matches("^Visits: " .. case[2] .. ",", output)
    end
  end)

  it("is nothing when the command or the file has none", function()
    for words, expected in pairs {
      ["-- true"] = "'true': expected a number, got nothing",
      ["-- echo"] = "'echo': expected a number, got nothing",
      ["-- echo 1,234"] = "'echo' '1,234': expected a number in its last line, got \"1,234\"",
      ["-- echo 5 '\n' nan"] = "'echo' '5' '\n' 'nan': expected a number in its last line, got "
        .. "\" nan\"",
      ["-- sh -c 'echo 5; exit 3'"] = "'sh' '-c' 'echo 5; exit 3': it ended with exit 3, nothing "
        .. "was sent",
      ["-- sh -c 'yes 2>&-'"] = "'sh' '-c' 'yes 2>&-': expected at most 1048576 bytes",
      ["/nowhere"] = "/nowhere: No such file or directory",
    } do
      assert.same({ "", "metric_to_target: " .. expected .. "\n", 1 }, { set(words) })
    end
    assert.same({}, server:requests())
  end)

  it("says what is wrong with the target", function()
    local function problem(words)
      local _, problems, status = run(words)
      return problems .. status
    end
    assert.equal('metric_to_target: set_target: target: no key result "Vists" in this goal, did '
      .. 'you mean "Visits"?\n1', problem(goal.id .. " Vists -- echo 1"))
    assert.matches("^metric_to_target: set_target: target: \"Tasks\" is automatic: .*\n1$",
      problem(goal.id .. " Tasks -- echo 1"))
    local usage = "metric_to_target: expected GOAL TARGET -- COMMAND… or GOAL TARGET FILE\n2"
    for _, words in ipairs { "", "a", "a b", "a b --", "a b c d" } do
      assert.equal(usage, problem(words))
    end
    assert.same({}, edits())
  end)
end)
