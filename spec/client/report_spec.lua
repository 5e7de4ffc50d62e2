-- SPDX-License-Identifier: MIT
-- client:report: what is in it, in which order, and what a terminal, a page and a spreadsheet get.

local answers = require "spec.support.answers"
local clickup = require "clickup"
local creates = require "spec.support.creates"
local operations = require "spec.support.operations"
local sandbox = require "clickup.sandbox"
local width = require "clickup.width"

local JOHN, JANE = { id = 1, username = "John Doe" }, { id = 2, email = "jane@example.com" }
local DUE = clickup.time "2026-12-31"

-- A server of one client whose answers come in this order; the last goes on for ever.
local function serving(...) return answers.serving { ... } end

-- The report of a Workspace of one goal that has these key results.
local function report_of(key_results, settings, goal)
  local whole = { id = "g", name = "Goal", key_results = key_results }
  for name, value in pairs(goal or {}) do whole[name] = value end
  local server <close> = serving({ goals = { { id = "g", name = "Goal" } } }, { goal = whole })
  local client <close> = creates.client(server, { max_in_flight = 1 })
  return assert(client:report(7, settings))
end

local function without_ids(text)
  return (text:gsub("%x+%-%x+%-%x+%-%x+%-%x+", "ID"))
end

local box, client
setup(function()
  box = sandbox.start()
  box:reset()
  client = creates.client(box)
end)
teardown(function()
  client:close()
  box:close()
end)

local function seed()
  box:reset()
  box:seed {
    users = { { id = 7, username = "Ana Núñez" } },
    teams = { { id = 42 }, { id = 43 } },
    goals = {
      { team_id = 42, name = "Run more", owners = { 183, 7 }, due_date = DUE, key_results = {
        { name = "Weight", steps_start = 90, steps_end = 80, steps_current = 88, unit = "kg",
          owners = { 7 } },
        { name = "Races", steps_end = 3, steps_current = 5, unit = "" },
        { name = "Tasks", type = "automatic", steps_end = 5, steps_current = 3 } } },
      { team_id = 42, name = "Bare" },
    },
    folders = {
      { team_id = 42, name = "Quarter|ly", goals = { { name = "目標 🚀", key_results = {
        { name = "Shipped", type = "boolean", steps_end = 1 },
        { name = "Tested, too", type = "boolean", steps_end = 1, steps_current = 1 },
        { name = "=1+1", type = "currency", unit = "USD", steps_end = 1000,
          steps_current = 250.5 },
        { name = "Share", type = "percentage", steps_end = 100, steps_current = 99.99 } } } } },
      { team_id = 42, name = "Annual", goals = { { name = "Z" }, { name = "A" } } },
      { team_id = 42, name = "Empty" },
    },
  }
end

local TEXT = [[
Bare             [....................]    ?

Run more         [############........]  60%  due 2026-12-31  John Doe, Ana Núñez
  Weight         [####................]  20%  88 from 90 to 80 kg  Ana Núñez
  Races          [####################] 100%  5 of 3
  Tasks          [############........]  60%  3 of 5 (automatic)

Annual (folder)
  A              [....................]    ?

  Z              [....................]    ?

Quarter|ly (folder)
  目標 🚀        [###########.........]  56%
    Shipped      [....................]   0%  not done
    Tested, too  [####################] 100%  done
    =1+1         [#####...............]  25%  250.5 of 1000 USD
    Share        [###################.]  99%  99.99 of 100 %

5 goals, 7 targets
]]

local MARKDOWN = [[
### Bare

### Run more

60%, due 2026-12-31, John Doe, Ana Núñez

| target | now | % | owners |
|---|---|---:|---|
| Weight | 88 from 90 to 80 kg | 20% | Ana Núñez |
| Races | 5 of 3 | 100% |  |
| Tasks | 3 of 5 (automatic) | 60% |  |

## Annual

### A

### Z

## Quarter\|ly

### 目標 🚀

56%

| target | now | % | owners |
|---|---|---:|---|
| Shipped | not done | 0% |  |
| Tested, too | done | 100% |  |
| =1+1 | 250.5 of 1000 USD | 25% |  |
| Share | 99.99 of 100 % | 99% |  |
]]

local CSV = [[
folder,goal,goal_id,goal_percent,due_date,goal_owners,target,target_id,type,steps_start,]]
  .. [[steps_current,steps_end,unit,percent,owners
,Bare,ID,,,,,,,,,,,,
,Run more,ID,60,2026-12-31,John Doe; Ana Núñez,Weight,ID,number,90,88,80,kg,20,Ana Núñez
,Run more,ID,60,2026-12-31,John Doe; Ana Núñez,Races,ID,number,0,5,3,,100,
,Run more,ID,60,2026-12-31,John Doe; Ana Núñez,Tasks,ID,automatic,0,3,5,,60,
Annual,A,ID,,,,,,,,,,,,
Annual,Z,ID,,,,,,,,,,,,
Quarter|ly,目標 🚀,ID,56.26,,,Shipped,ID,boolean,0,0,1,,0,
Quarter|ly,目標 🚀,ID,56.26,,,"Tested, too",ID,boolean,0,1,1,,100,
Quarter|ly,目標 🚀,ID,56.26,,,'=1+1,ID,currency,0,250.5,1000,USD,25.05,
Quarter|ly,目標 🚀,ID,56.26,,,Share,ID,percentage,0,99.99,100,,99.99,
]]

describe("a report", function()
  it("is a text for a terminal, Markdown or CSV, in one order", function()
    seed()
    assert.equal(TEXT, (client:report(42)))
    assert.equal(TEXT, (client:report("42", { format = "text" }, { timeout = 9 })))
    assert.equal(MARKDOWN, (client:report(42, { format = "markdown" })))
    assert.equal((CSV:gsub("\n", "\r\n")), without_ids(client:report(42, { format = "csv" })))
  end)

  it("is a table", function()
    seed()
    local report, info = client:report(42, { format = "table" })
    assert.equal("get_goals", info.operation)
    assert.equal(200, info.status)
    local goal = report[2]
    local weight = goal.targets[1]
    assert.equal(5, #report)
    assert.equal("60.0 Run more nil", ("%.1f %s %s"):format(goal.percent, goal.name, goal.folder))
    assert.equal(DUE, goal.due_date)
    assert.same({ "John Doe", "Ana Núñez" }, goal.owners)
    weight.id = nil
    assert.same({ name = "Weight", type = "number", unit = "kg", owners = { "Ana Núñez" },
      steps_start = 90, steps_current = 88, steps_end = 80, percent = 20, completed = false },
      weight)
    assert.same({ nil, "Annual", "Quarter|ly" }, { report[1].folder, report[3].folder,
      report[5].folder })
    assert.same({}, report[1].targets)
  end)

  it("of an empty Workspace says so", function()
    seed()
    assert.equal("no goals\n", (client:report(43)))
    assert.equal("no goals\n", (client:report(43, { format = "markdown" })))
    assert.equal((CSV:match "^.-\n":gsub("\n", "\r\n")), (client:report(43, { format = "csv" })))
    assert.same({}, (client:report(43, { format = "table" })))
  end)

  it("is the same in every way of waiting, and of a copy", function()
    seed()
    for name, mode in pairs(operations.modes) do
      if name ~= "started" and name ~= "together" and name ~= "polled" then -- those of one call
        for _, result in ipairs(mode(client, "report", table.pack(42))) do
          assert.equal(TEXT, result[1], name)
        end
      end
    end
    assert.equal(TEXT, (client:with { timeout = 9 }:report(42)))
  end)

  it("reads completed goals when it is told to, and none that has no targets", function()
    seed()
    assert(client:report(42, { include_completed = true }))
    local requests = box:requests()
    assert.equal(3, #requests) -- the list and the two goals that have targets
    assert.matches("include_completed=true", requests[1].target)
  end)
end)

describe("the percent of a target", function()
  -- what get_goal tells, as JSON → percent, and what the text says
  local CASES = {
    { '"steps_start":0,"steps_end":10,"steps_current":5', 50, "50%  5 of 10" },
    { '"steps_start":90,"steps_end":80,"steps_current":95', 0, "0%  95 from 90 to 80" },
    { '"steps_start":"0","steps_end":"10","steps_current":"2.5"', 25, "25%  2.5 of 10" },
    { '"steps_start":null,"steps_end":10,"steps_current":5', nil, "?  5 of 10" },
    { '"steps_end":10,"steps_current":5,"unit":"' .. ("u"):rep(40) .. '"', nil,
      "?  5 of 10 " .. ("u"):rep(40) },
    { '"steps_end":10,"steps_current":5,"unit":"' .. ("u"):rep(41) .. '"', nil,
      "?  5 of 10 " .. ("u"):rep(40) .. "..." },
    { '"steps_start":-5,"steps_end":5,"steps_current":0', 50, "50%  0 from -5 to 5" },
    { '"steps_start":0,"steps_end":100,"steps_current":58', 58, "58%  58 of 100" },
    { '"steps_start":0,"steps_end":1000,"steps_current":999', 99.9, "99%  999 of 1000" },
    { '"steps_start":5,"steps_end":5,"steps_current":5', nil, "?  5 from 5 to 5" },
    { '"steps_start":5,"steps_end":5,"steps_current":5,"completed":true', 100,
      "100%  5 from 5 to 5" },
    { '"steps_start":null,"steps_end":null,"steps_current":null', nil, "?" },
    { '"completed":true', 100, "100%" },
    { '"percent_completed":0.25', 25, "25%" }, { '"percent_completed":40', 40, "40%" },
    { '"percent_completed":0', 0, "0%" }, { '"percent_completed":1.5', 1.5, "1%" },
    { '"percent_completed":1', 100, "100%" }, { '"percent_completed":-1', nil, "?" },
    { '"percent_completed":400', 100, "100%" }, { '"percent_completed":"x"', nil, "?" },
    { '"type":"automatic","percent_completed":0.5', 50, "50%  automatic" },
    { '"type":"automatic"', nil, "?  automatic" },
    { '"type":"boolean"', 0, "0%  not done" },
    { '"type":"boolean","steps_current":true', 100, "100%  done" },
    { '"type":"boolean","steps_current":false', 0, "0%  not done" },
    { '"type":"boolean","completed":true', 100, "100%  done" },
    { '"steps_start":0,"steps_end":1e999,"steps_current":5', nil, "?" },
    { '"steps_start":0,"steps_end":400000000000000000,"steps_current":200000000000000000', 50,
      "50%  200000000000000000 of 400000000000000000" },
    { '"steps_start":-9e18,"steps_end":9000000000000000000,"steps_current":0', 50,
      "50%  0 from -9000000000000000000 to 9000000000000000000" },
  }

  it("is told whatever ClickUp leaves out", function()
    local list = {}
    for i, case in ipairs(CASES) do list[i] = '{"id":"k","name":"n",' .. case[1] .. "}" end
    local server <close> = serving('{"goals":[{"id":"g"}]}',
      '{"goal":{"id":"g","key_results":[' .. table.concat(list, ",") .. "]}}")
    local lone <close> = creates.client(server, { max_in_flight = 1 })
    local report = assert(lone:report(7, { format = "table" }))
    local lines = {}
    for line in assert(lone:report(7)):gmatch "[^\n]+" do lines[#lines + 1] = line end
    for i, case in ipairs(CASES) do
      assert.equal(case[2], report[1].targets[i].percent, case[1])
      assert.equal(case[3], lines[i + 1]:match "%] *(.*)$", case[1])
    end
  end)
end)

describe("names in a report", function()
  local EVIL = "a\27[2J\r\nb\t\u{9b}\0\u{202e}\xff"

  it("do nothing to a terminal", function()
    for _, name in ipairs { "text", "markdown", "csv" } do
      local json = ('{"id":"g","name":"%s","folder_name":"x","owners":[{"id":1,"username":"%s"}],'
        .. '"key_results":[{"id":"k\\u001b","name":"%s","unit":"%s","steps_start":0,"steps_end":1,'
        .. '"steps_current":0,"owners":["\\u001b"]}]}')
      local evil = EVIL:gsub("[%c]", function(ch) return ("\\u%04x"):format(ch:byte()) end)
        :gsub("\xff", "")
      local server <close> = serving(('{"folders":[{"name":"%s","goals":[{"id":"g"}]}]}')
        :format(evil), ('{"goal":%s}'):format(json:format(evil, evil, evil, evil)))
      local lone <close> = creates.client(server, { max_in_flight = 1 })
      local text = assert(lone:report(7, { format = name }))
      assert.is_nil(text:gsub("\r?\n", ""):find "[%z\1-\31\127]", text)
      assert.is_nil(text:find("\u{9b}", 1, true))
      assert.is_nil(text:find("\u{202e}", 1, true))
      assert.is_truthy(text:find("a\\x1b[2J b ", 1, true) or name == "markdown"
        and text:find("a\\\\x1b\\[2J b ", 1, true), text)
    end
  end)

  it("need not be UTF-8", function()
    for _, name in ipairs { "text", "markdown", "csv" } do
      local text = require("clickup.report_text")[name] { { id = "g", name = "a\xffb\xed\xa0\x80",
        owners = {}, targets = {} } }
      assert.is_truthy(utf8.len(text))
      assert.is_truthy(text:find("xff", 1, true))
      -- what is left, when U+202E is left out, is no U+202E again
      text = require("clickup.report_text")[name] { { id = "g", owners = {}, targets = {},
        name = "\xe2\x80\u{202e}\xae a\u{61c}b" } }
      assert.is_nil(text:find("\u{202e}", 1, true))
      assert.is_truthy(text:find("xae ab", 1, true))
    end
  end)

  it("are themselves in Markdown", function()
    local name = "a|b\\c *d* _e_ [f](g) <h> `i` #j $k$ {l} ~m~ &amp;"
    local text = report_of({ { id = "k", name = name, owners = { JOHN, JANE } } },
      { format = "markdown" })
    assert.is_truthy(text:find([[| a\|b\\c \*d\* \_e\_ \[f\](g) \<h\> \`i\` \#j \$k\$ \{l\} ]]
      .. [[\~m\~ \&amp; |  | ? | John Doe, jane\@example.com |]], 1, true), text)
  end)

  it("calculate nothing in a spreadsheet, and numbers stay numbers", function()
    for _, name in ipairs { "=1+1", "+1", "-1", "@x", " =1", "\t=1", "\u{ff1d}1", "\u{ff0b}1",
      "\u{ff0d}1", "\u{ff20}1" } do
      local text = report_of({ { id = "k", name = name, unit = name, steps_start = 0, steps_end = 9,
        steps_current = -5 } }, { format = "csv" })
      local shown = name:gsub("\t", " ")
      assert.is_truthy(text:find((",'%s,k,,0,-5,9,'%s,0,\r\n"):format(shown, shown), 1, true), text)
    end
    for json, shown in pairs { ["0.005"] = "0.005", ["-2.3456"] = "-2.3456",
      ["2e17"] = "200000000000000000",
      ["200000000000000000"] = "200000000000000000", ["-1e308"] = "-1e+308" } do
      local text = report_of({ { id = "k", name = "n", steps_start = json } }, { format = "csv" })
      assert.is_truthy(text:find((",n,k,,%s,,,"):format(shown), 1, true), text)
    end
    for length, more in pairs { [32000] = "", [32001] = "..." } do
      local text = report_of({ { id = "k", name = ("x"):rep(length) } }, { format = "csv" })
      assert.is_truthy(text:find("," .. ("x"):rep(32000) .. more .. ",k,", 1, true))
    end
    local text = report_of({ { id = "k", name = 'a "b", c', unit = "a=1" } }, { format = "csv" })
    assert.is_truthy(text:find(',"a ""b"", c",k,,,,,a=1,,\r\n', 1, true), text)
  end)

  it("of people are there for ids, too, and not without end", function()
    local many = {}
    for i = 1, 13 do many[i] = { id = 100 + i, username = "u" .. i } end
    local text = report_of({ { id = "k", name = "n", owners = { 1, "2", 3, { id = 4 } } } }, nil,
      { members = { JOHN, JANE }, owners = many })
    assert.is_truthy(text:find("?  u1, u2, u3, u4, u5, u6, u7, u8, u9, u10, and 3 more\n", 1, true),
      text)
    assert.is_truthy(text:find("?  John Doe, jane@example.com, 3, 4\n", 1, true), text)
    local long = report_of({ { id = "k", name = ("x"):rep(5000) } }, { format = "markdown" })
    assert.is_truthy(long:find("| " .. ("x"):rep(200) .. "... |", 1, true))
  end)

  it("have ten columns at least, and what is one is told as one", function()
    local text = report_of({ { id = "k", name = "n", steps_start = 0, steps_end = 4,
      steps_current = 1 } })
    for line in text:gmatch "[^\n]*%[[^\n]*" do
      assert.equal(12, #line:match "^(.-)%[", line)
      assert.matches(" 25%%", line) -- the goal has its one target's
    end
    assert.is_truthy(text:find("\n1 goal, 1 target\n", 1, true), text)
  end)

  it("are cut where a line would get long", function()
    local text = report_of { { id = "k", name = ("目標"):rep(30) }, { id = "l", name = "b" } }
    for line in text:gmatch "[^\n]*%[[^\n]*" do
      assert.equal(46, width.of(line:match "^(.-)%["), line)
    end
    assert.is_truthy(text:find("目…", 1, true) or text:find("標…", 1, true))
  end)
end)

describe("due dates in a report", function()
  it("are days where they can be, in this machine's zone", function()
    for due, shown in pairs { [DUE] = "due 2026%-12%-31", ["1798718400000"] = "due 2026%-12%-31",
      ["x"] = "^$", [0] = "^$", [1] = "due 19[67]", [-5] = "^$", ["99999999999999999"] = "due " } do
      local text = report_of({}, nil, { due_date = due })
      assert.matches(shown, text:match "%?  ([^\n]*)" or "")
    end
    local output = creates.script({ url = box.base_url:gsub("/api$", "") }, [[
      local text = require "clickup.report_text"
      print(text.text { { id = "g", name = "n", owners = {}, targets = {},
        due_date = clickup.time "2026-12-31T20:00:00Z" } })]], { TZ = "XST-9" })
    assert.matches("due 2027%-01%-01", output)
  end)
end)

describe("a report that cannot be made", function()
  it("fails as the call that failed", function()
    seed()
    local value, err = client:report(1)
    assert.is_nil(value)
    assert.equal("get_goals", err.operation)
    box:fault { fault = "status", match = { path = "/goal/" }, code = 404, ecode = "X_1" }
    value, err = client:report(42)
    assert.is_nil(value)
    assert.equal("get_goal: 404", tostring(err):match "^get_goal: 404")
    assert.equal("X_1", err.code)
  end)

  it("stops asking after an error", function()
    box:reset()
    local list = {}
    for i = 1, 40 do
      list[i] = { team_id = 44, name = "g" .. i, key_results = { { name = "k" } } }
    end
    box:seed { teams = { { id = 44 } }, goals = list }
    box:fault { fault = "status", match = { path = "/goal/" }, code = 403, times = "always" }
    local one <close> = creates.client(box, { max_in_flight = 1 })
    assert.is_nil((one:report(44)))
    assert.is_true(#box:requests() <= 9, #box:requests() .. " requests")
    box:reset()
  end)

  it("is an error when an answer's shape makes no sense", function()
    local good = '{"goals":[{"id":"g"}]}'
    for _, given in ipairs { { '{"goals":5}' }, { '{"goals":[{}]}' }, { '{"goals":[{"id":5}]}' },
      { '{"goals":[{"id":""}]}' }, { '{"goals":[{"id":".."}]}' },
      { '{"goals":[{"id":"a\\u0000"}]}' },
      { ('{"goals":[{"id":"%s"}]}'):format(("x"):rep(201)) },
      { good, '{"goal":{"id":"g","key_results":5}}' },
      { good, '{"goal":{"id":"g","key_results":[5]}}' } } do
      local server <close> = serving(table.unpack(given))
      local lone <close> = creates.client(server)
      local value, err = lone:report(7)
      assert.is_nil(value)
      assert.equal("decode", err.kind)
    end
    local odd = report_of({ { id = {}, name = 5, type = {}, unit = 7, owners = { {}, false } } })
    assert.matches("Goal .*\n .*%?  %?, %?\n", odd)
  end)

  it("is misuse when it is told what it does not know", function()
    for _, case in ipairs {
      { "text", 'expected a table such as { format = "text" }, got a string' },
      { { format = "html" }, 'format: expected one of csv, markdown, table, text, got "html"' },
      { { format = 5 }, "format: expected a string, got a number" },
      { { include_completed = 1 }, "include_completed: expected a boolean, got a number" },
      { { fromat = 1 }, 'unknown field fromat, did you mean "format"?; options of the calls come '
        .. "behind it" },
      { { [("x"):rep(60)] = 1 }, "unknown field " .. ("x"):rep(60) .. "; options of the calls come "
        .. "behind it" },
      { { [("x"):rep(61)] = 1 }, "unknown field " .. ("x"):rep(60) .. "...; options of the calls "
        .. "come behind it" },
    } do
      local fine, message = pcall(function()
        local text = client:report(42, case[1])
        return text
      end)
      assert.is_false(fine)
      assert.matches("^spec/client/report_spec%.lua:%d+: ", message)
      assert.equal("report: " .. case[2], (message:gsub("^.-:%d+: ", "")))
    end
  end)
end)

describe("the width of a text", function()
  it("is what a terminal has for it", function()
    for text, columns in pairs { [""] = 0, abc = 3, ["é"] = 1, ["e\u{301}"] = 1, ["目標"] = 4,
      ["🚀"] = 2, ["ｱ"] = 1, ["Ａ"] = 2, ["한국"] = 4, ["❤\u{fe0f}"] = 1, ["a\u{200d}b"] = 2,
      ["ก\u{e34}"] = 1, ["\u{5d0}\u{5b0}"] = 1, ["…"] = 1, ["\u{1100}\u{1161}"] = 2 } do
      assert.equal(columns, width.of(text), text)
    end
    assert.equal("ab  ", width.fit("ab", 4))
    assert.equal("abcd", width.fit("abcd", 4))
    assert.equal("abc…", width.fit("abcde", 4))
    assert.equal("目… ", width.fit("目標目", 4))
    assert.equal("目標", width.fit("目標", 4))
    assert.equal("ae\u{301}c…", width.fit("ae\u{301}cde", 4))
  end)
end)
