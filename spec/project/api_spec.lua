-- SPDX-License-Identifier: MIT
-- The generator of operations (make api), with small documents of our own: ClickUp's are not here.

local index = require "clickup.api.index"
local process = require "spec.support.process"

local OVERLAY = [[
return {
  groups = { { name = "goals", doc = "Goals.", tags = { "Goals" }, details = %s },
    { name = "things", doc = "Things.", tags = { "Things" } } },
  left_out = { Left = true }, maps = { "GetTimes:answer" }, stray = { "GetThing:answer odd" },
  misspelt = { nmae = "name" },
  operations = {
    GetThings = "List things.", ["Get'Thing"] = nil,
    GetThing = { "Read a thing.", name = "read_thing" },
    addThing = "Add a thing.", GetTimes = "Read times.", Left = nil,
    Upload = { "Upload a thing.", file = "thing" },
    Touch = { "Touch a thing.", kind = "edit" },
  },
}
]]

local THINGS = [[
"/v2/x/{X_Id}/thing": {
  "get": { "operationId": "GetThings", "tags": ["Things"], "parameters": [
    { "name": "X_Id", "in": "path", "schema": { "type": "number" } },
    { "name": "Content-Type", "in": "header", "schema": { "type": "string" } },
    { "name": "zs[]", "in": "query", "schema": { "type": "array", "items": { "type": "string" } } },
    { "name": "a", "in": "query", "required": true, "schema": { "type": "boolean" } },
    { "name": "due_gt", "in": "query", "schema": { "type": "integer", "format": "int32" } },
    { "name": "team_id", "in": "query", "schema": { "type": "number" } } ],
    "responses": { "200": { "content": { "application/json": { "schema": { "properties": {
      "things": { "type": "array", "items": { "$ref": "#/components/schemas/Thing" } } },
      "type": "object" } } } } } },
  "post": { "operationId": "addThing", "tags": ["Things"], "parameters": [
    { "name": "X_Id", "in": "path", "schema": { "type": "number" } } ],
    "requestBody": { "content": { "application/json": { "schema": { "type": "object",
      "required": ["z", "b"], "properties": {
        "z": { "type": ["string", "null"], "description": "A sentence." },
        "b": { "type": "integer", "enum": [1, 2, null] },
        "a": { "anyOf": [{ "type": "string" }, { "type": "array", "items": { "type": "integer",
          "contentEncoding": "int32" } }, { "type": "null" }] },
        "m": { "type": "object", "additionalProperties": { "type": "boolean" } } } } } } },
    "responses": { "201": { "content": { "application/json": { "schema": {
      "allOf": [{ "$ref": "#/components/schemas/Thing" },
        { "type": "object", "properties": { "token": { "type": "string" } } }] } } } } } }
},
"/api/v3/thing/{thing_id}": {
  "get": { "operationId": "GetThing", "tags": ["Things"], "parameters": [
    { "name": "thing_id", "in": "path", "schema": { "type": "string" } } ],
    "responses": { "200": { "content": { "application/json": { "schema": { "type": "object",
      "odd": {}, "properties": { "thing": { "$ref": "#/components/schemas/Thing" } } } } } } } },
  "put": { "operationId": "Upload", "tags": ["Things"], "parameters": [
    { "name": "thing_id", "in": "path", "schema": { "type": "string" } } ],
    "requestBody": { "content": { "multipart/form-data": { "schema": { "properties": {
      "thing": { "type": "array", "items": {} }, "note": { "type": "string" } } } } } },
    "responses": {} },
  "patch": { "operationId": "Touch", "tags": ["Things"], "parameters": [
    { "name": "thing_id", "in": "path", "schema": { "type": "string" } } ],
    "responses": { "204": {} } }
},
"/v2/left": { "get": { "operationId": "Left", "tags": ["Things"], "responses": {} } },
"/v2/times": { "get": { "operationId": "GetTimes", "tags": ["Things"], "responses": { "200": {
  "content": { "application/json": { "schema": { "type": "object", "properties": {
    "27x": { "type": "object", "properties": { "since": { "type": "integer" } } } } } } } } } } }]]

local DOCUMENT = [[
{ "paths": { %s }, "components": { "schemas": { "Thing": { "type": "object", "properties": {
  "nmae": { "type": "string" },
  "parts": { "type": "array", "items": { "$ref": "#/components/schemas/Thing" } },
  "color": { "type": "string", "nullable": true } } } } } }
]]

local DUE = [[
t.thing = o "name:string parts:any[] color:string"
t.b = s.one_of(s.integer, { 1, 2 })
t.a = s.union { s.string, s.array(s.int32) }
t.add_thing_body = o "z!:string? b!:b? a:a? m:boolean{}"
t.add_thing_answer = o "name:string parts:any[] color:string token*:string"
t.upload_body = o "note:string thing!:file"
t.get_times_answer = o "since:integer"

return {
  types = t,
  {
    id = "GetThings", name = "get_things",
    kind = "read",
    doc = "List things.",
    method = "GET",
    path = "/v2/x/{x_id}/thing",
    ids = { x_id = "integer" },
    query = o "zs[]:string[] a!:boolean due_gt:integer team_id:id",
    answer = s.array(t.thing),
    envelope = "things",
  },
  {
    id = "addThing", name = "add_thing",
    kind = "create",
    doc = "Add a thing.",
    method = "POST",
    path = "/v2/x/{x_id}/thing",
    ids = { x_id = "integer" },
    body = t.add_thing_body,
    answer = t.add_thing_answer,
  },
  {
    id = "GetThing", name = "read_thing",
    kind = "read",
    doc = "Read a thing.",
    method = "GET",
    path = "/v3/thing/{thing_id}",
    ids = { thing_id = "string" },
    answer = t.thing,
    envelope = "thing",
  },
  {
    id = "Upload", name = "upload",
    kind = "edit",
    doc = "Upload a thing.",
    method = "PUT",
    path = "/v3/thing/{thing_id}",
    ids = { thing_id = "string" },
    body = t.upload_body,
    form = true,
  },
  {
    id = "Touch", name = "touch",
    kind = "edit",
    doc = "Touch a thing.",
    method = "PATCH",
    path = "/v3/thing/{thing_id}",
    ids = { thing_id = "string" },
  },
  {
    id = "GetTimes", name = "get_times",
    kind = "read",
    doc = "Read times.",
    method = "GET",
    path = "/v2/times",
    answer = s.map(t.get_times_answer),
  },
}
]]

local folder

before_each(function() folder = process.folder() end)
after_each(function() os.execute("rm -rf " .. process.quote(folder)) end)

-- Runs the generator on these paths of the first document; what it printed, and if it was fine.
local function generate(paths, overlay, how, details)
  process.write_file(folder .. "/v2.json", DOCUMENT:format(paths))
  process.write_file(folder .. "/v3.json", '{ "paths": {} }')
  overlay = overlay or OVERLAY
  process.write_file(folder .. "/overlay.lua", (overlay:gsub("%%s", details or "{}")))
  local quoted = process.quote(folder)
  local pipe <close> = assert(io.popen(("%s spec/api/generate.lua %s/v2.json %s/v3.json --%s "
    .. "%s/overlay.lua %s 2>&1"):format(os.getenv "LUA" or "lua5.4", quoted, quoted,
    how or "write", quoted, quoted)))
  local said = pipe:read "a"
  return said, pipe:close() == true
end

local function read(name) return process.read_file(folder .. "/" .. name .. ".lua") end

describe("the generator of operations", function()
  it("writes each group, in the document's order, and the index", function()
    local said, fine = generate(THINGS)
    assert.is_true(fine, said)
    local text = read "things"
    assert.equal(DUE, text:match "\nlocal o = s%.reader%(t%)\n\n(.*)$")
    assert.is_nil(text:find("sentence", 1, true))
    local rows = read "index":match "local GROUPS = {\n(.-\n)}\n"
    assert.matches('{ "things", "Things.", [[\n    get_things add_thing read_thing upload touch '
      .. "get_times]] },\n", rows, 1, true)
    assert.matches('{ "goals", "Goals.", [[\n    ]] },', rows, 1, true)
  end)

  it("writes the same bytes again", function()
    local _, fine = generate(THINGS)
    assert.is_true(fine)
    local before = read "things"
    local said
    said, fine = generate(THINGS, nil, "check")
    assert.equal("", said)
    assert.is_true(fine)
    process.write_file(folder .. "/things.lua", before .. "\n")
    said, fine = generate(THINGS, nil, "check")
    assert.is_false(fine)
    assert.matches("/things.lua: stale", said, 1, true)
  end)

  local function refuses(what, paths, overlay, details)
    local said, fine = generate(paths, overlay, nil, details)
    assert.is_false(fine)
    assert.matches(what, said, 1, true)
    assert.is_nil(io.open(folder .. "/things.lua"))
  end

  local function changed(from, to)
    local at = THINGS:find(from, 1, true)
    return THINGS:sub(1, at - 1) .. to .. THINGS:sub(at + #from)
  end

  local LIMITED = [[
"/v2/post": { "post": { "operationId": "addThing", "tags": ["Things"], "parameters": [
    { "name": "limit", "in": "query", "schema": { "type": "integer", "minimum": 1,
      "maximum": 100 } },
    { "name": "at_least", "in": "query", "schema": { "type": "number", "minimum": 0.5 } } ],
  "requestBody": { "content": { "application/json": { "schema": { "type": "object",
    "properties": {
      "title": { "type": ["string", "null"], "maxLength": 255, "minimum": 3 },
      "ids": { "type": "array", "maxItems": 15, "uniqueItems": true, "items": {
        "type": "string", "minLength": 1 } },
      "since": { "type": "string", "format": "date-time" },
      "text": { "type": "string", "format": "uri" },
      "either": { "anyOf": [{ "type": "string", "maxLength": 2 }, { "type": "string" }] } } } } } },
  "responses": { "200": { "content": { "application/json": { "schema": { "type": "object",
    "properties": { "text": { "type": "string", "maxLength": 9 },
      "n": { "type": "integer" } } } } } } } } }]]

  local ONE = [[
return { groups = { { name = "things", doc = "Things.", tags = { "Things" } } }, left_out = {},
  maps = {}, stray = {}, misspelt = {}, operations = { %s } }]]

  local function with(operations) return (ONE:gsub("%%s", function() return operations end)) end

  it("writes the limits of what is sent, each for the types that it limits", function()
    local said, fine = generate(LIMITED, with 'addThing = "Add a thing."')
    assert.is_true(fine, said)
    local text = read "things"
    for _, line in ipairs {
      "t.title = s.limited(s.string, { max = 255 })", "t.id = s.limited(s.string, { min = 1 })",
      "t.ids = s.limited(s.array(t.id), {\n  max = 15, unique = true\n})",
      't.since = s.limited(s.string, { format = "date-time" })',
      "t.limit = s.limited(s.integer, { min = 1, max = 100 })",
      "t.at_least = s.limited(s.number, { min = 0.5 })",
      "t.either = s.limited(s.string, { max = 2 })",
      "t.add_thing_body_either = s.union { t.either, s.string }",
      't.add_thing_answer = o "text:string n:integer"',
    } do
      assert.matches("\n" .. line .. "\n", text, 1, true)
    end
    local fields = text:match "t.add_thing_body = o %[%[\n(.-)\n%]%]"
    assert.equal("  title:title? ids:ids since:since text:string either:add_thing_body_either",
      fields)
    assert.matches('query = o "limit:limit at_least:at_least",', text, 1, true)
  end)

  local LIST <const> = '{ "type": "array", "items": %s }'
  local THING <const> = '{ "type": "object", "properties": { "id": { "type": "string" } } }'

  -- An operation whose answer has this field, and this example.
  local function answered(things, example)
    return ([["/v2/x": { "get": { "operationId": "GetX", "tags": ["Things"], "parameters": [],
      "description": "View all of the things that there are. Slowly.", "responses": { "200": {
        "content": { "application/json": { "example": { "things": %s }, "schema": {
          "type": "object", "properties": { "things": %s } } } } } } } }]]):format(example, things)
  end

  it("asks where the example of an answer is a list and its schema an object, or the other way",
    function()
      local function right(word) return with(('GetX = { "Read x.", right = %q }'):format(word)) end
      local agreed = answered(LIST:format(THING), '[{ "id": "x" }]')
      local asked = answered(THING, '[{ "id": "x" }]')
      local list, one = "answer = s.array(t.thing),", "answer = t.thing,"
      for _, case in ipairs {
        { agreed, with 'GetX = "Read x."', list }, { asked, right "example", list },
        { asked, right "schema", one },
        { asked, right "either", "answer = s.union { t.thing, s.array(t.thing) }," },
        { answered(LIST:format(THING), THING), right "example", one },
      } do
        local said, fine = generate(case[1], case[2])
        assert.is_true(fine, said)
        assert.matches(case[3], read "things", 1, true)
        os.remove(folder .. "/things.lua")
      end
      refuses("GetX: its answer is an array in the example, but not in the schema", asked,
        with 'GetX = "Read x."')
      refuses("GetX: right: its example does not contradict its schema", agreed, right "schema")
    end)

  it("refuses a line about an operation that is the document's own", function()
    refuses("GetX: its doc line is the document's", answered(THING, "{}"),
      with 'GetX = "View all of the things that there are."')
  end)

  it("names what it cannot express, and writes nothing", function()
    refuses("addThing:body.a|1: the type file", changed('{ "type": "string" }, { "type": "array"',
      '{ "type": "file" }, { "type": "array"'))
    refuses("addThing:body.b: an enum of these", changed("[1, 2, null]", "[1.5]"))
    refuses("addThing:body: the word not", changed('"required": ["z"',
      '"not": {}, "required": ["z"'))
    refuses("addThing:body: a field called a b", changed('"m": {', '"a b": {'))
    refuses("GetThings: how the parameter a is written", changed('"name": "a", "in"',
      '"name": "a", "style": "deepObject", "in"'))
    refuses("GetThings: ?a: no type", changed('"required": true, "schema": { "type": "boolean" }',
      '"schema": {}'))
    refuses("GetThings: a parameter in the header: X", changed('"Content-Type"', '"X"'))
    local body = '"requestBody": { "content": { '
    refuses("addThing: a body that is neither JSON nor a form", changed(
      body .. '"application/json"', body .. '"text/xml"'))
    local form = '"multipart/form-data": { "schema": { '
    refuses("Upload: a form of this kind", changed(form, form .. '"type": "array", '))
    refuses("GetThing: an id that is not declared: thing_id", changed(
      '{ "name": "thing_id", "in": "path", "schema": { "type": "string" } }', ""))
    refuses("GetThings:answer.things[]: nothing at #/components/schemas/Other",
      changed("schemas/Thing", "schemas/Other"))
  end)

  it("names what the overlay lacks, or has too much of", function()
    local function overlay(from, to) return (OVERLAY:gsub(from, to)) end
    refuses("GetTimes: no line in the overlay", THINGS, overlay('GetTimes = "Read times.",', ""))
    refuses("Left: no line in the overlay", THINGS, overlay("Left = true", ""))
    refuses("Gone: in the overlay alone", THINGS, overlay("Left = nil", 'Gone = "Gone."'))
    refuses("Upload: a form without a file", THINGS, overlay('file = "thing"', ""))
    refuses("GetThings: no group for the tag Things", THINGS, overlay('{ "Things" }', "{}"))
    refuses("two operations are called get_times", THINGS, overlay('"read_thing"', '"get_times"'))
    refuses("GetThing:answer: the word odd", THINGS, overlay('"GetThing:answer odd"', ""))
    refuses("GetTimes:answer: a field called 27x", THINGS, overlay('"GetTimes:answer"', ""))
  end)

  -- A document in which things have an id, and a rule.
  local function found(rule)
    local overlay = OVERLAY:gsub("operations = {", ("found = { addThing = %s }, operations = {")
      :format(rule))
    return THINGS:gsub('"token"', '"id": { "type": "string" }, "token"'), overlay
  end

  it("writes how a create is found again, and makes its id required", function()
    local said, fine = generate(found [[{ read = "get_things", query = { a = true },
      fields = "z=color", time = "name", most = 25 }]])
    assert.is_true(fine, said)
    local text = read "things"
    assert.matches([[
    reconcile = { fields = { z = "color" }, may_lack = {}, most = 25, query = { a = true },
      read = "get_things", time = "name" },
]], text, 1, true)
    assert.matches("answer = s.array(t.thing),", text, 1, true)
    assert.matches('t.add_thing_answer = o [[\n  name:string parts:any[] color:string id!:string '
      .. "token*:string\n]]", text, 1, true)
  end)

  it("names what a rule says that is not there", function()
    local function wrong(what, rule)
      local paths, overlay = found(rule)
      refuses(what, paths, overlay)
    end
    wrong("addThing: found: no list in get_thing", '{ read = "get_thing", fields = "z=name" }')
    wrong("addThing: found: no field y", '{ read = "get_things", fields = "y=name" }')
    wrong("addThing: found: no z in the list", '{ read = "get_things", fields = "z" }')
    wrong("addThing: found: no date in the list",
      '{ read = "get_things", fields = "z=name", time = "date" }')
    local paths, overlay = found '{ read = "get_things", fields = "z=name" }'
    refuses("addThing: found, but its answer has no id", paths:gsub('"id": .-, "token"', '"token"'),
      overlay)
    refuses("Gone: found, but in no document", paths, (overlay:gsub("found = { addThing",
      "found = { Gone")))
  end)

  local GOALS = THINGS .. [[, "/v2/goal/{goal_id}": { "put": { "operationId": "UpdateGoal",
    "tags": ["Goals"], "parameters": [
      { "name": "goal_id", "in": "path", "schema": { "type": "string" } } ],
    "requestBody": { "content": { "application/json": { "schema": { "type": "object",
      "required": ["name", "ids"], "properties": { "name": { "type": "string" },
        "ids": { "type": "array", "items": { "type": "string" } } },
      "examples": [{ "name": "a/b", "ids": ["x", "y"] }] } } } },
    "responses": { "200": { "content": { "application/json": { "schema": { "type": "object",
      "properties": { "goal": { "type": "object", "properties": {
        "id": { "type": "string" } } } },
      "examples": [{ "goal": { "id": "g", "members": [], "due": null, "n": 1.5 } }] } } } } } } }]]

  local DETAILS = [=[{ { id = "UpdateGoal", doc = "Update it.", ids = { "g" }, partial = true,
    body = { name = { null = true, doc = "its name" } },
    more = { { "mood", "s.string", after = "name", values = { "good", "bad" } } },
    answer = "types.goal", envelope = "goal", reconcile = "{ list = candidates.goals }" } }]=]

  it("writes what is known in detail, with the document's example", function()
    local said, fine = generate(GOALS, nil, nil, DETAILS)
    assert.is_true(fine, said)
    assert.equal([==[
local s = require "clickup.schema"
local candidates = require "clickup.api.candidates"
local types = require "clickup.api.types"

return {
  {
    id = "UpdateGoal",
    name = "update_goal",
    doc = "Update it.",
    kind = "edit",
    method = "PUT",
    path = "/v2/goal/{goal_id}",
    ids = { goal_id = "string" },
    body = s.object {
      { "name", s.string, null = true, doc = "its name" },
      { "mood", s.string, values = { "good", "bad" } },
      { "ids", s.array(s.string) },
    },
    answer = types.goal,
    envelope = "goal",
    reconcile = { list = candidates.goals },
    example = {
      ids = { "g" },
      body = { name = "a/b", ids = { "x", "y" } },
      answer = [[
{"goal": {"id": "g", "members": [], "due": null, "n": 1.5}}
]],
    },
  },
}
]==], read "goals":match "string line length\n\n(.*)$")
  end)

  it("compares what is known in detail with the document", function()
    refuses("UpdateGoal.mood: not there", GOALS:gsub('"id": { "type": "string" } }', '"id": '
      .. '{ "type": "string" }, "mood": { "type": "string" } }'), nil, DETAILS)
    refuses("UpdateGoal: body: no field nmae", GOALS, nil, (DETAILS:gsub("name = {", "nmae = {")))
    refuses("UpdateGoal: no envelope gaol", GOALS, nil, (DETAILS:gsub('"goal"', '"gaol"')))
    refuses("UpdateGoal: in the overlay alone", THINGS, nil, DETAILS)
    refuses("UpdateGoal: no line in the overlay", GOALS)
  end)
end)

describe("the groups that are there", function()
  it("hold no sentence: outside of their doc lines, nothing but names and types", function()
    for _, group in ipairs(index.groups()) do
      local text = process.read_file("lua/clickup/api/" .. group.name .. ".lua")
      if text:find("s.reader(t)", 1, true) then
        for line in text:gmatch "[^\n]+" do
          if not line:find '^    doc = "' and not line:find "^%-%-" then
            for quoted in line:gmatch '"([^"]*)"' do
              assert.is_true(not quoted:find " " or quoted:find "^[%w_]+%[?%]?!?%*?:" ~= nil, line)
            end
          end
        end
      end
    end
  end)
end)
