-- SPDX-License-Identifier: MIT
-- The example of a report from cron: what it prints, when it is silent, and its exit status.

local clickup = require "clickup"
local example = require "spec.support.example"
local process = require "spec.support.process"
local sandbox = require "clickup.sandbox"

local TOKEN = "pk_183_REPORT"

local server, goal, path

setup(function() server = sandbox.start { token = TOKEN } end)
teardown(function() server:close() end)
before_each(function()
  server:reset()
  path = os.tmpname()
  os.remove(path)
  goal = server:seed { goals = { { name = "Run\nmore", key_results = {
    { name = "Distance", type = "number", steps_start = 0, steps_end = 200, unit = "km" },
    { name = "Weight", type = "number", steps_start = 90, steps_end = 80, steps_current = 88 },
  } }, { name = "Other", key_results = {
    { name = "Visits", type = "number", steps_start = 0, steps_end = 300 },
  } } } }.goals[1]
end)
after_each(function() os.remove(path) end)

local function run(arguments, environment)
  local output, problems, status = example.run(server, ("%s $LUA spec/examples/weekly_report.lua "
    .. "%s"):format(environment or "", arguments))
  assert.is_nil(problems:find(TOKEN, 1, true))
  return output, problems, status
end

describe("the weekly report", function()
  it("prints all goals, as a text or as Markdown", function()
    local client <close> = clickup.new { base_url = server.base_url, token = server.token }
    for arguments, format in pairs { [""] = "text", ["--markdown"] = "markdown" } do
      assert.same({ client:report(server.team_id, { format = format }), "", 0 }, { run(arguments) })
    end
  end)

  it("prints what has moved since the last time, which may be nothing", function()
    local all = "Other, 0%%\n  Visits: 0 of 300, new\nRun more, 10%%\n"
      .. "  Distance: 0 of 200 km, new\n  Weight: 88 from 90 to 80, new\n"
    local output, problems, status = run("--since " .. path)
    assert.matches(all, output)
    assert.same({ "", 0 }, { problems, status })
    assert.same({ "", "", 0 }, { run("--since " .. path) })

    local client <close> = clickup.new { base_url = server.base_url, token = server.token }
    assert(client:set_target(goal.id, "Distance", 50.5, nil, { strict = false }))
    assert(client:create_key_result(goal.id, { name = "Shoes", type = "number", steps_start = 0,
      steps_end = 2, unit = "", owners = {} }))
    assert.same({ "## Run more, 15%\n- Distance: 50.5 of 200 km, was 0\n- Shoes: 0 of 2, new\n",
      "", 0 }, { run("--markdown --since " .. path) })
    assert.same({ "", "", 0 }, { run("--since " .. path) })
    for name, steps in pairs { Distance = 200, Weight = 80, Shoes = 2 } do
      assert(client:set_target(goal.id, name, steps))
    end
    assert.matches("^Run more, 100%%\n  Distance: 200 of 200 km, was 50.5\n",
      (run("--since " .. path)))
  end)

  it("says where a target is in the whole report's words", function()
    server:seed { goals = { { name = "Kinds", key_results = {
      { name = "Signed", type = "boolean", steps_start = 0, steps_end = 1, steps_current = 1 },
      { name = "Sent", type = "boolean", steps_start = 0, steps_end = 1 },
      { name = "Bugs", type = "number", steps_start = 100, steps_end = 20, steps_current = 60,
        unit = "bugs" },
    } } } }
    assert.matches("\n  Signed: done, new\n  Sent: not done, new\n"
      .. "  Bugs: 60 from 100 to 20 bugs, new\n", (run("--since " .. path)))
    local client <close> = clickup.new { base_url = server.base_url, token = server.token }
    local kinds = assert(client:find_goal(server.team_id, "Kinds"))
    assert(client:set_target(kinds.id, "Sent", true))
    assert.matches("^Kinds, %d+%%\n  Sent: done\n$", (run("--since " .. path)))
  end)

  it("keeps what was when there is no report, or it cannot be kept", function()
    run("--since " .. path)
    process.write_file(path, "{}")
    local before = process.read_file(path)
    server:fault { fault = "status", code = 403, times = "always" }
    local output, problems, status = run("--since " .. path)
    assert.same({ "", 1 }, { output, status })
    assert.matches("^weekly_report: get_authorized_teams: 403 ", problems)
    assert.equal(before, process.read_file(path))
    server:clear_faults()
    local full <close> = io.open "/dev/full"
    if full then
      output, problems, status = run("--since " .. path .. " >/dev/full")
      assert.same({ "", 1 }, { output, status })
      assert.matches("^weekly_report: standard output: No space left", problems)
      assert.equal(before, process.read_file(path))
    end
    process.write_file(path, "[1")
    assert.same({ "", "weekly_report: " .. path .. ": expected what an earlier report has written, "
      .. "got something else\n", 1 }, { run("--since " .. path) })
    problems, status = select(2, run "--since /nowhere/at/all")
    assert.same({ "weekly_report: /nowhere/at/all.new: No such file or directory\n", 1 },
      { problems, status })
  end)

  it("takes the token from a file that only its owner may read", function()
    local environment = "unset CLICKUP_TOKEN; CLICKUP_TOKEN_FILE=" .. path
    local function refused(got)
      return { "", ("weekly_report: CLICKUP_TOKEN_FILE: %s: expected %s\n"):format(path, got), 2 }
    end
    process.write_file(path, TOKEN .. "\n")
    assert(os.execute("chmod 640 " .. path))
    assert.same(refused "a file that only its owner may read (chmod 600), got -rw-r-----",
      { run("", environment) })
    assert(os.execute("chmod 600 " .. path))
    local output, problems, status = run("", environment)
    assert.same({ "", 0 }, { problems, status })
    assert.matches("3 targets\n$", output)
    process.write_file(path, "\n")
    assert.same(refused "a token, got nothing", { run("", environment) })
    os.remove(path)
    assert.same({ "", ("weekly_report: CLICKUP_TOKEN_FILE: %s: No such file or directory\n"):format(
      path), 2 }, { run("", environment) })
  end)

  it("asks for the Workspace when there are several", function()
    server:seed { teams = { { id = "77", name = "Other" } } }
    assert.same({ "", "weekly_report: CLICKUP_TEAM_ID: workspace: name: expected one of 2 "
      .. 'Workspaces, got nothing: "My ClickUp Workspace" (id 90151234567), "Other" (id 77)\n', 2 },
      { run "" })
    assert.same({ "no goals\n", "", 0 }, { run("", "CLICKUP_TEAM_ID=77") })
    assert.same({ "no goals\n", "", 0 }, { run("", "CLICKUP_TEAM_ID=other") })
  end)

  it("says which arguments there are", function()
    for arguments, got in pairs { ["--since"] = "--since", ["--html"] = "--html", ["x"] = "x" } do
      assert.same({ "", "weekly_report: expected [--markdown] [--since FILE], got " .. got .. "\n",
        2 }, { run(arguments) })
    end
    assert.same({}, server:requests())
  end)
end)
