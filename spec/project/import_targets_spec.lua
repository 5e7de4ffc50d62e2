-- SPDX-License-Identifier: MIT
-- The example that imports a CSV file: files as spreadsheets write them, and imports that are run
-- again. What it does without arguments is in examples_spec.lua.

local example = require "spec.support.example"
local process = require "spec.support.process"
local sandbox = require "clickup.sandbox"
local scripted_server = require "spec.support.scripted_server"

local server, path

setup(function() server = sandbox.start() end)
teardown(function() server:close() end)
before_each(function()
  server:clear_faults()
  path = os.tmpname()
end)
after_each(function()
  os.remove(path)
  os.remove(path .. ".failed.csv")
end)

local function run(arguments, other)
  return example.run(other or server, "$LUA spec/examples/import_targets.lua " .. arguments)
end

local function new_goal(key_results)
  return server:seed { goals = { { name = "Goal", key_results = key_results } } }.goals[1].id
end

local function targets_of(goal_id)
  for _, goal in ipairs(server:state().goals) do
    if goal.id == goal_id then return goal.key_results end
  end
end

local function import(goal_id, text)
  process.write_file(path, text)
  return run(path .. " " .. goal_id)
end

-- Name, type, steps and unit of each target that the goal has, in the order of their names.
local function lines_of(goal_id)
  local lines = {}
  for i, target in ipairs(targets_of(goal_id)) do
    lines[i] = ("%s|%s|%s|%s|%s"):format(target.name, target.type, target.steps_start,
      target.steps_end, target.unit)
  end
  table.sort(lines)
  return lines
end

local HEADER = "name,type,steps_start,steps_end,unit,owners\n"

describe("the import of a CSV file", function()
  for what, case in pairs {
    ["commas"] = { HEADER .. "A,number,0,10,km,\nB,number,-5,1.5,,\n",
      { "A|number|0|10|km", "B|number|-5|1.5|" } },
    ["semicolons, decimal commas"] = {
      "name;type;steps_start;steps_end;unit\nA, B;number;0;1,5;km\nC;number;10;0,0;\n",
      { "A, B|number|0|1.5|km", "C|number|10|0|" } },
    ["tabs"] = { "name\ttype\tsteps_start\tsteps_end\nA\tnumber\t0\t10\n", { "A|number|0|10|" } },
    ["a BOM, CRLF, blank lines, blanks, a last line without an end"] = {
      "\u{feff}Name, TYPE ,steps_start,steps_end\r\n\r\n A ,number,0,10\r\n,,,\r\nB,number,0,2",
      { "A|number|0|10|", "B|number|0|2|" } },
    ["quotes, and lines within"] = { '"name","type",steps_start,steps_end\n'
        .. '"""A"", b\r\nc",number,"0","10"\n"",,,\n"""",number,0,1\n',
      { '"A", b\nc|number|0|10|', '"|number|0|1|' } },
    ["columns in another order, and short rows"] = {
      "steps_end,steps_start,unit,type,name\n10,0,km,number,A\n1,0,,boolean,B\n",
      { "A|number|0|10|km", "B|boolean|0|1|" } },
    ["rows that are the same"] = { HEADER .. ("A,number,0,10,km\n"):rep(2),
      { "A|number|0|10|km", "A|number|0|10|km" } },
  } do
    it("takes " .. what .. ", and makes nothing the second time", function()
      local goal_id = new_goal()
      local output, problems, status = import(goal_id, case[1])
      table.sort(case[2])
      assert.same({ ("%d made, 0 were there, 0 failed\n"):format(#case[2]), "", 0 },
        { output, problems, status })
      assert.same(case[2], lines_of(goal_id))
      output, problems, status = import(goal_id, case[1])
      assert.same({ ("0 made, %d were there, 0 failed\n"):format(#case[2]), "", 0 },
        { output, problems, status })
      assert.same(case[2], lines_of(goal_id))
    end)
  end

  it("makes as many as there are rows more than targets", function()
    local goal_id = new_goal { { name = "A", type = "number", steps_start = 0, steps_end = 10 } }
    local output = import(goal_id, HEADER .. ("A,number,0,10,,\n"):rep(3) .. "A,number,0,20,,\n")
    assert.equal("3 made, 1 were there, 0 failed\n", output)
    assert.same({ "A|number|0|10|", "A|number|0|10|", "A|number|0|10|", "A|number|0|20|" },
      lines_of(goal_id))
  end)

  it("finds owners by their e-mails and names", function()
    local goal_id = new_goal()
    import(goal_id, HEADER .. 'A,number,0,10,km,"JaneDoe@gmail.com; John Doe"\nB,number,0,1,,\n')
    local owners = {}
    for _, target in ipairs(targets_of(goal_id)) do
      local names = {}
      for i, user in ipairs(target.owners) do names[i] = user.username end
      owners[target.name] = table.concat(names, ", ")
    end
    assert.same({ A = "Jane Doe, John Doe", B = "" }, owners)
  end)

  it("writes what fails to a file that can be mended and imported", function()
    local goal_id = new_goal { { name = "Old", type = "number", steps_start = 0, steps_end = 5 } }
    local output, problems, status = import(goal_id, HEADER .. 'Good,number,0,10,km,\n'
      .. 'A,number,0,"1,5",,\nB,number,,1,,\nC,number,0,1,,jandoe@gmail.com\nD,nmber,0,1,,\n'
      .. '"Old",number,0,"6",,\n')
    assert.same({ "1 made, 0 were there, 5 failed\n", "", 1 }, { output, problems, status })
    local failed = process.read_file(path .. ".failed.csv")
    local lines = {}
    for line in failed:gmatch "[^\n]+" do lines[#lines + 1] = line end
    table.sort(lines)
    assert.equal('A,number,0,"1,5",,,"steps_end: expected a number such as 1.5, got 1,5"', lines[1])
    assert.equal('B,number,,1,,,"steps_start: expected a number such as 1.5, got nothing"',
      lines[2])
    assert.matches('^C,number,0,1,,jandoe@gmail.com,.*did you mean ""janedoe@gmail.com""', lines[3])
    assert.matches("^D,nmber,0,1,,,.*type: expected", lines[4])
    assert.equal("Old,number,0,6,,,\"the goal has a target of this name with another type, unit "
      .. "or steps\"", lines[5])
    assert.equal("name,type,steps_start,steps_end,unit,owners,reason", lines[6])

    assert.equal("0 made, 0 were there, 5 failed\n", (import(goal_id, failed)))
    assert.equal(failed, process.read_file(path .. ".failed.csv"))
    local mended = failed:gsub('"1,5"', "1.5"):gsub("B,number,,", "B,number,0,"):gsub("jandoe",
      "janedoe"):gsub("nmber", "number"):gsub("Old", "New")
    output, problems, status = import(goal_id, mended)
    assert.same({ "5 made, 0 were there, 0 failed\n", "", 0 }, { output, problems, status })
    assert.equal("", process.read_file(path .. ".failed.csv"))
  end)

  it("makes what is missing after an import that failed half-way", function()
    local goal_id = new_goal()
    local rows = { HEADER }
    for i = 1, 10 do rows[i + 1] = ("T%d,number,0,%d,km,\n"):format(i, i) end
    server:fault { fault = "status", code = 403, match = { method = "POST" }, skip = 4, times = 3 }
    local output, _, status = import(goal_id, table.concat(rows))
    assert.same({ "7 made, 0 were there, 3 failed\n", 1 }, { output, status })
    output, _, status = import(goal_id, table.concat(rows))
    assert.same({ "3 made, 7 were there, 0 failed\n", 0 }, { output, status })
    assert.equal(10, #targets_of(goal_id))
  end)

  it("compares with steps however they come back", function()
    process.write_file(path, HEADER .. "A,number,0,10,km,\nB,number,5,2.5,,\nC,boolean,0,1,,\n")
    local goal = scripted_server.http(200, {}, [[{"goal": {"id": "g", "team_id": "512",
      "key_results": [
        {"id": "1", "name": "A", "type": "number", "steps_start": null, "steps_end": "10.0",
          "unit": "km"},
        {"id": "2", "name": "B", "type": "number", "steps_start": 5.0, "steps_end": "2.50",
          "unit": null},
        {"id": "3", "name": "C", "type": "boolean", "steps_start": false, "steps_end": true,
          "unit": ""}]}}]])
    local teams = scripted_server.http(200, {}, [[{"teams": [{"id": "512", "members": []}]}]])
    local stub <close> = scripted_server.start {
      { { "request" }, { "send", goal }, { "request" }, { "send", teams }, { "eof" } } }
    local output, problems = run(path .. " g", stub)
    assert.same({ "0 made, 3 were there, 0 failed\n", "" }, { output, problems })
  end)

  it("sends nothing of a file that it does not understand, and says why", function()
    local goal_id = new_goal()
    for text, expected in pairs {
      ["name,type,steps_start\n"] = "no column steps_end",
      ["name,type,steps_start,steps_end,onwers\n"] = "unknown column onwers",
      ["name,type,steps_start,steps_end,Name\n"] = "two columns name",
      [""] = "expected a row of column names, got an empty file",
      [HEADER .. "A,number,0,1\n\"B,number,0,1\n"] = "row 3: a quote is not closed",
      [HEADER .. "\"A\"B,number,0,1\n"] = "row 2: expected a separator after a quote, got B",
      [HEADER .. "A,number,0,1,500,km,\n"] = "row 2: expected 6 fields, got 7",
      [HEADER .. "Caf\xe9,number,0,1\n"] = "expected UTF-8, got another encoding",
    } do
      local output, problems, status = import(goal_id, text)
      assert.same({ "", path .. ": " .. expected .. "\n", 2 }, { output, problems, status })
    end
    assert.same({}, targets_of(goal_id))
    assert.same({ "", "GOAL_ID: expected the id of a goal, got nothing\n", 2 }, { run(path) })
    assert.same({ "", "/nowhere.csv: No such file or directory\n", 2 }, { run "/nowhere.csv g" })
    process.write_file(path, HEADER)
    local _, problems, status = run(path .. " Mine")
    assert.matches("^GOAL_ID: Mine: get_goal: 401 .* %(expected an id, not a name%)\n$", problems)
    assert.equal(2, status)
    _, problems = run(path .. " 00000000-0000-0000-0000-000000000000")
    assert.matches("^GOAL_ID: 0000.-: get_goal: 401 [^\n]*%(OAUTH_027%)\n$", problems)
  end)
end)
