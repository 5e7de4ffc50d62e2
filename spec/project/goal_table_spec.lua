-- SPDX-License-Identifier: MIT
-- The example of a pandoc filter: what it makes of pandoc's JSON, and what pandoc makes of that.

local cjson = require "cjson"

local example = require "spec.support.example"
local needs = require "spec.support.needs"
local sandbox = require "clickup.sandbox"

local FILTER = "spec/examples/goal_table.lua"

-- A block quote and a list around what is replaced; {} in the metadata, [] everywhere else.
local DOCUMENT = [==[
{"pandoc-api-version":[1,22,2,1],"meta":{"empty":{"t":"MetaMap","c":{}}},"blocks":[
{"t":"Header","c":[1,["a",[],[]],[{"t":"Str","c":"A \"title\" [] {}"}]]},
{"t":"BlockQuote","c":[{"t":"BulletList","c":[[
  {"t":"CodeBlock","c":[["GOAL",["wide","clickup-goal"],[]],"How far we are"]}]]}]},
{"t":"CodeBlock","c":[["GOAL",["lua"],[["startFrom","1"]]],"x = {}"]},
{"t":"CodeBlock","c":[["",[],[]],""]}]}]==]

local server, goal

setup(function()
  server = sandbox.start()
  goal = server:seed { goals = { { name = "Run more", key_results = {
    { name = "Distance", type = "number", steps_start = 0, steps_end = 300, steps_current = 299,
      unit = "km" },
    { name = "Weight <kg>", type = "number", steps_start = 90, steps_end = 80,
      steps_current = 87.5 },
    { name = "Tasks", type = "automatic", steps_start = 0, steps_end = 0 },
  } } } }.goals[1]
end)
teardown(function() server:close() end)

-- What a command prints, what it complains of, its status.
local function run(command, input)
  return example.run(server, (command:gsub("FILTER", FILTER)), input)
end

local function cells_of(row)
  local texts = {}
  for i, cell in ipairs(row[2]) do
    texts[i] = cell[5][1] and cell[5][1].c[1].c or ""
  end
  return texts
end

describe("the pandoc filter", function()
  it("says what it expects when it gets something else", function()
    for _, input in ipairs { "", "# A title", "[]", "12" } do
      local output, problems, status = run("$LUA FILTER html", input)
      assert.same({ "", 1 }, { output, status })
      assert.matches("clickup%-goal: expected a document as pandoc %-t json writes it", problems)
    end
  end)

  it("makes a table of a goal, wherever it stands, and leaves all else as it was", function()
    local output, problems, status = run("$LUA FILTER html", DOCUMENT:gsub("GOAL", goal.id))
    assert.equal("", problems)
    assert.equal(0, status)
    local document, wanted = cjson.decode(output), cjson.decode((DOCUMENT:gsub("GOAL", goal.id)))
    local item = document.blocks[2].c[1].c[1]
    local made = item[1]
    item[1] = wanted.blocks[2].c[1].c[1][1]
    assert.same(wanted, document)
    assert.equal("Table", made.t)
    local _, caption, columns, head, bodies, foot = table.unpack(made.c)
    assert.same({ cjson.null, { { t = "Plain", c = { { t = "Str", c = "How far we are" } } } } },
      caption)
    assert.equal(5, #columns)
    assert.same({ "Target", "Start", "Now", "End", "Done" }, cells_of(head[2][1]))
    local rows = {}
    for i, row in ipairs(bodies[1][4]) do rows[i] = cells_of(row) end
    assert.same({ { "Distance", "0 km", "299 km", "300 km", "99%" },
      { "Weight <kg>", "90", "87.5", "80", "25%" }, { "Tasks", "0", "0", "0", "" } }, rows)
    assert.same({}, foot[2])
  end)

  it("writes {} for empty metadata, and [] for all else that is empty", function()
    local output = run("$LUA FILTER html", DOCUMENT:gsub("GOAL", goal.id))
    assert.is_truthy(output:find('"t":"MetaMap"', 1, true))
    local _, maps = output:gsub('"c":{}', "")
    local _, all = output:gsub("{}", "")
    assert.same({ 1, 3 }, { maps, all }) -- two are text
    output = run("$LUA FILTER", '{"pandoc-api-version":[1,23],"meta":{},"blocks":[]}')
    assert.same({ ["pandoc-api-version"] = { 1, 23 }, meta = {}, blocks = {} },
      cjson.decode(output))
    assert.is_truthy(output:find('"meta":{}', 1, true))
    assert.is_truthy(output:find('"blocks":[]', 1, true))
  end)

  it("needs no token for a document without goals", function()
    local text = DOCUMENT:gsub("clickup%-goal", "other")
    local output, problems = run("env -u CLICKUP_TOKEN $LUA FILTER", text)
    assert.equal("", problems)
    assert.same(cjson.decode(text), cjson.decode(output))
  end)

  it("ends with what is wrong", function()
    for text, expected in pairs {
      [DOCUMENT:gsub("GOAL", "")] = "clickup%-goal: expected an id=…, got none",
      [DOCUMENT:gsub("GOAL", "nothing")] = "clickup%-goal nothing: get_goal: 4%d%d .*",
      [DOCUMENT:gsub("22,2,1", "20")] = "clickup%-goal: expected pandoc 2.10 or later, got an "
        .. "older one",
    } do
      local output, problems, status = run("$LUA FILTER", text)
      assert.matches("^[^\n]*: " .. expected .. "\n", problems)
      assert.same({ "", 1 }, { output, status })
    end
  end)
end)

local MARKDOWN = [[
---
none: {}
---

> ```{.clickup-goal id=%s}
> How far we are
> ```
]]

describe("pandoc itself", function()
  for name, command in pairs {
    ["by a pipe"] = "pandoc -t json | $LUA FILTER | pandoc -f json -t html",
    ["by --filter"] = "pandoc --filter FILTER -t html",
    ["by --lua-filter"] = "pandoc --lua-filter FILTER -t html",
  } do
    it("takes it " .. name, function()
      needs(pending, "pandoc")
      if name == "by --filter" and _VERSION ~= "Lua 5.4" then
        pending "its first line asks for Lua 5.4"
      end
      local output, problems, status = run(command, MARKDOWN:format(goal.id))
      if name == "by --lua-filter" and problems:find "module 'clickup' not found" then
        pending "this pandoc has another Lua"
      end
      assert.equal("", problems)
      assert.equal(0, status)
      assert.matches("<caption>How far we are</caption>", output, 1, true)
      assert.matches('>Distance</td>%s*<td[^>]*>0 km</td>%s*<td[^>]*>299 km</td>', output)
      assert.matches(">Weight &lt;kg&gt;</td>", output, 1, true)
    end)
  end
end)
