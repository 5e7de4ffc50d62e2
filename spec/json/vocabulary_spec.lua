-- SPDX-License-Identifier: MIT
-- The vocabulary beyond what the Goals group needs: unions, maps, null, enums of integers, bodies
-- and answers of any root, lists in queries, and a body with a query.

local clickup = require "clickup"
local core = require "clickup.core"
local s = require "clickup.schema"
local creates = require "spec.support.creates"
local scripted_server = require "spec.support.scripted_server"

local null = clickup.null
local client

local function operation(entry)
  return core.operation {
    name = "probe", kind = "edit", method = "PUT", path = "/x", envelope = entry.envelope,
    body = entry.body and core.schema(entry.body), query = entry.query and core.schema(entry.query),
    answer = entry.answer and core.schema(entry.answer),
  }
end

-- The call, and its problems as "path: expected …, got …"; none: it was accepted.
local function start(entry, strict, ...)
  local call = core.clients.submit(client, operation(entry), { strict = strict }, false, ...)
  if call:cancel() then return call end -- it is not sent
  local told, _, _, found = {}, core.calls.outcome(call)
  for i, one in ipairs(found) do
    told[i] = ("%s: expected %s, got %s"):format(one.path, one.expected, one.got)
  end
  return nil, told
end

local function sends(json, type, value)
  local call, told = start({ body = type }, true, value)
  assert(call, told and table.concat(told, "\n"))
  assert.equal(json, core.calls.request_body(call))
end

local function refuses(problems, type, value, strict)
  local call, told = start({ body = type }, strict ~= false, value)
  assert.is_nil(call)
  assert.same(problems, told)
end

local function query_of(type, value, strict)
  local call, told = start({ query = type }, strict ~= false, value)
  if not call then return nil, told end
  local _, url = core.calls.request_line(call)
  return url:match "/x(.*)$"
end

before_each(function()
  client = clickup.new { token = "pk_1", base_url = "http://127.0.0.1:1/api" }
end)
after_each(function() client:close() end)

describe("null", function()
  it("goes where a type takes it, and nowhere else", function()
    sends("[null,1]", s.array(s.nullable(s.integer)), { null, 1 })
    sends('{"a":null}', s.object { { "a", s.nullable(s.string) } }, { a = null })
    sends('{"a":null}', s.object { { "a", s.null } }, { a = null })
    refuses({ "[2]: expected an integer, got null" }, s.array(s.integer), { 1, null })
    refuses({ 'a: expected null, got string "x"' }, s.object { { "a", s.null } }, { a = "x" })
    refuses({ "a: expected an array of nulls, got boolean true" },
      s.object { { "a", s.array(s.null) } }, { a = true })
  end)

  it("is never a body", function()
    refuses({ ": expected an array of integers, got null" }, s.array(s.integer), null)
  end)
end)

describe("a list of values", function()
  local priority = s.one_of(s.int32, { 1, 2 })

  it("may be of integers, whatever they are written as", function()
    sends('{"p":1}', s.object { { "p", priority } }, { p = 1 })
    sends('{"p":2}', s.object { { "p", priority } }, { p = 2.0 })
    refuses({ "p: expected one of 1, 2, got integer 3" }, s.object { { "p", priority } }, { p = 3 })
    refuses({ 'p: expected an integer (int32), got string "1"' }, s.object { { "p", priority } },
      { p = "1" })
  end)

  it("may be of a field, of a type, of the items of a list", function()
    refuses({ "p: expected one of 1, 2, got integer 0" },
      s.object { { "p", s.integer, values = { 1, 2 } } }, { p = 0 })
    refuses({ '[2]: expected one of asc, desc, got string "up"' },
      s.array(s.one_of(s.string, { "asc", "desc" })), { "asc", "up" })
  end)

  it("may have null beside its values", function()
    local type = s.object { { "p", s.nullable(priority) } }
    sends('{"p":null}', type, { p = null })
    refuses({ "p: expected one of 1, 2, got integer 9" }, type, { p = 9 })
  end)

  it("is not looked at without strict", function()
    local call = assert(start({ body = s.object { { "p", priority } } }, false, { p = 3 }))
    assert.equal('{"p":3}', core.calls.request_body(call))
  end)
end)

describe("a map", function()
  local type = s.object { { "minutes", s.map(s.integer) } }

  it("has any names", function()
    sends('{"minutes":{}}', type, { minutes = {} })
    sends('{"minutes":{"a \\"b\\"":1}}', type, { minutes = { ['a "b"'] = 1 } })
    sends('{"a":[true]}', s.map(s.array(s.boolean)), { a = { true } })
    sends('{"a":{"b":{"c":1}}}', s.map(s.any), { a = { b = { c = 1 } } })
  end)

  it("has values of one type, each told with its path", function()
    refuses({ "minutes.a: expected an integer, got boolean true" }, type,
      { minutes = { a = true } })
    refuses({ "minutes: expected a table with named fields, got an array" }, type,
      { minutes = { 1 } })
    refuses({ "minutes: expected named fields, got the key integer 7" }, type,
      { minutes = { [7] = 1 } })
    refuses({ "a[2]: expected a boolean, got integer 0" }, s.map(s.array(s.boolean)),
      { a = { true, 0 } })
  end)
end)

describe("a depth", function()
  it("counts a table within another as one level, whatever declares it", function()
    local function nest(levels) return levels == 0 and 1 or { nest(levels - 1) } end
    local any, within = s.object { { "a", s.any } }, s.object { { "o", s.object {
      { "a", s.any } } } }
    assert(start({ body = any }, true, { a = nest(31) }))
    assert(start({ body = within }, true, { o = { a = nest(30) } }))
    refuses({ "a" .. ("[1]"):rep(31) .. ": expected at most 32 levels of tables, got more" }, any,
      { a = nest(32) })
    refuses({ "o.a" .. ("[1]"):rep(30) .. ": expected at most 32 levels of tables, got more" },
      within, { o = { a = nest(31) } })
  end)
end)

describe("an unknown field", function()
  it("is told with the fields of its own object, and of no other", function()
    local inner = s.object { { "zebra", s.string } }
    local type = s.object { { "lion", inner }, { "horse", s.array(inner) } }
    local function candidates(value)
      local call = core.clients.submit(client, operation { body = type }, { strict = true }, false,
        value)
      call:cancel()
      local _, _, found = core.calls.outcome(call)
      return found[1].candidates
    end
    assert.same({ "lion", "horse" }, candidates { zebr = "x" })
    assert.same({ "zebra" }, candidates { lion = { lio = "x" } })
    assert.same({ "zebra" }, candidates { horse = { { horse = "x" } } })
  end)
end)

describe("a union", function()
  local assignee = s.union { s.integer, s.one_of(s.string, { "unassigned" }) }
  local value = s.union {
    s.object { { "id", s.string, required = true }, { "value", s.nullable(s.string),
      required = true } },
    s.object { { "id", s.string, required = true }, { "value", s.number, required = true } },
    s.object { { "id", s.string, required = true }, { "value", s.object {
      { "add", s.array(s.string) }, { "rem", s.array(s.string) } }, required = true } },
    s.object { { "id", s.string, required = true }, { "value", s.object {
      { "current", s.number, required = true } }, required = true } },
  }
  local fields = s.array(value)

  it("takes what any of its alternatives takes", function()
    sends('[5,"unassigned"]', s.array(assignee), { 5, "unassigned" })
    sends('[{"id":"a","value":"x"},{"id":"b","value":1.5},{"id":"c","value":{"add":["y"]}},'
      .. '{"id":"d","value":{"current":3}},{"id":"e","value":null}]', fields,
      { { id = "a", value = "x" }, { id = "b", value = 1.5 },
        { id = "c", value = { add = { "y" } } },
        { id = "d", value = { current = 3 } }, { id = "e", value = null } })
    sends('{"id":"a","value":1}', value, { id = "a", value = 1 })
  end)

  it("leaves nothing behind of an alternative that was tried", function()
    local long = s.union { s.array(s.integer), s.array(s.string) }
    local list, quoted = {}, {}
    for i = 1, 100 do list[i], quoted[i] = i, tostring(i) end
    list[101], quoted[101] = "x", "x"
    refuses({ '[101]: expected an integer, got string "x"' }, long, list)
    for i = 1, 101 do list[i], quoted[i] = tostring(list[i]), ('"%s"'):format(quoted[i]) end
    sends("[" .. table.concat(quoted, ",") .. "]", long, list)
  end)

  it("tells the problem of the alternative that is nearest", function()
    refuses({ "[1].value.current: expected a number, got nothing (it is required)",
      "[1].value.curent: expected a known field, got an unknown one" },
      s.array(s.union { value.of[1], value.of[2], value.of[4] }),
      { { id = "a", value = { curent = 1 } } })
    refuses({ "[2].value.add[1]: expected a string, got integer 1" }, fields,
      { { id = "a", value = "x" }, { id = "b", value = { add = { 1 } } } })
    refuses({ "[1].id: expected a string, got integer 5" }, fields, { { id = 5, value = "x" } })
    refuses({ '[1]: expected one of unassigned, got string "unasigned"' }, s.array(assignee),
      { "unasigned" })
  end)

  it("tells of two that are as near the one with fewer problems", function()
    local function of(kind, other)
      return s.object { { "a", kind, required = true }, { "b", other or kind, required = true } }
    end
    for _, type in ipairs { s.union { of(s.integer), of(s.integer, s.string) },
      s.union { of(s.integer, s.string), of(s.integer) } } do
      refuses({ 'a: expected an integer, got string "x"' }, type, { a = "x", b = "y" })
    end
  end)

  it("lets no list be left out that tells which alternative is meant", function()
    local type = s.union {
      s.object { { "id", s.string, required = true }, { "value", s.string, required = true } },
      s.object { { "id", s.string, required = true }, { "value", s.array(s.string),
        required = true } },
    }
    sends('{"id":"a","value":[]}', type, { id = "a", value = {} })
    refuses({ "value: expected a string, got nothing (it is required)" }, type, { id = "a" })
  end)

  it("names its types when none is near", function()
    refuses({ "[1]: expected an integer or a string, got boolean true" }, s.array(assignee),
      { true })
    refuses({ "[1]: expected an integer or a string, got null" }, s.array(assignee), { null })
    refuses({ "[1]: expected a table with named fields, got integer 7" }, fields, { 7 })
  end)

  it("may be null, and may stand in another", function()
    local inner = s.union { s.boolean, assignee }
    sends('{"a":null}', s.object { { "a", assignee, null = true } }, { a = null })
    sends("[null]", s.array(s.union { s.integer, s.null }), { null })
    sends('[true,1]', s.array(inner), { true, 1 })
    refuses({ "[1]: expected a boolean or an integer or a string, got a table" }, s.array(inner),
      { {} })
    local ok, message = pcall(core.schema, s.union { inner, s.string })
    assert.is_false(ok)
    assert.matches("schema: nested too deep", message, 1, true)
  end)

  it("is as secret as the field that it is of", function()
    local type = s.object { { "key", assignee, secret = true } }
    refuses({ "key: expected one of unassigned, got a string (hidden)" }, type, { key = "hush" })
  end)

  it("ends where the room for a body does", function()
    local call, told = start({ body = s.array(s.union { s.integer, s.string }) }, true,
      { ("x"):rep(17 << 20) })
    assert.is_nil(call)
    assert.same({ ": expected at most 16777216 bytes of JSON, got more" }, told)
  end)
end)

describe("a body", function()
  it("may be a list", function()
    local type = s.array(s.object { { "id", s.string, required = true } })
    sends("[]", type, {})
    sends('[{"id":"a"},{"id":"b"}]', type, { { id = "a" }, { id = "b" } })
    refuses({ "[2].id: expected a string, got nothing (it is required)" }, type,
      { { id = "a" }, {} })
    refuses({ ": expected an array of tables with named fields, got boolean true" }, type, true)
  end)

  it("goes together with a query, and everything wrong with both is told at once", function()
    local entry = {
      body = s.object { { "name", s.string, required = true } },
      query = s.object { { "team_id", s.integer }, { "start", s.integer, required = true } },
    }
    local call = assert(start(entry, true, { name = "x" }, { team_id = 9, start = 0 }))
    local _, url = core.calls.request_line(call)
    assert.equal('{"name":"x"}', core.calls.request_body(call))
    assert.matches("/x%?team_id=9&start=0$", url)
    local missing = "query.start: expected an integer, got nothing (it is required)"
    local _, told = start(entry, true, {}, { team_id = "x" })
    assert.same({ "name: expected a string, got nothing (it is required)",
      'query.team_id: expected an integer, got string "x"', missing }, told)
    _, told = start(entry, true, { name = "x" })
    assert.same({ missing }, told)
    _, told = start(entry, true, { name = 1 }, { start = 1 })
    assert.same({ "name: expected a string, got integer 1" }, told)
    _, told = start(entry, true, { name = "x" }, "start=0")
    assert.same({ 'query: expected a table with named fields, got string "start=0"' }, told)
  end)
end)

describe("a type with limits", function()
  local function a(of, limits) return s.object { { "a", s.limited(of, limits) } } end

  -- For each type: values that are sent, then for each that is not what is told.
  local function expect(type, fine, wrong, at)
    for _, value in ipairs(fine) do assert(start({ body = type }, true, { a = value })) end
    for _, case in ipairs(wrong) do
      local value, expected, got = table.unpack(case)
      refuses({ ("%s: expected %s, got %s"):format(at or "a", expected, got) }, type, { a = value })
      assert(start({ body = type }, false, { a = value }))
    end
  end

  it("has numbers from the one to the other", function()
    local due = "an integer from 1 to 100"
    expect(a(s.integer, { min = 1, max = 100 }), { 1, 100, 100.0 }, {
      { 0, due, "integer 0" }, { 101, due, "integer 101" }, { 101.0, due, "number 101.0" } })
    expect(a(s.number, { min = 0.5 }), { 0.5, 1e300 }, {
      { 0.25, "a number of at least 0.5", "number 0.25" } })
    expect(a(s.int32, { max = -3 }), { -3 }, {
      { -2, "an integer (int32) of at most -3", "integer -2" } })
  end)

  it("has strings of so many characters", function()
    expect(a(s.string, { max = 3 }), { "", "abc", "\u{e4}\u{20ac}\u{1f680}" }, {
      { "abcd", "a string with at most 3 characters", "4 characters" },
      { "\u{e4}\u{20ac}\u{1f680}x", "a string with at most 3 characters", "4 characters" } })
    expect(a(s.string, { min = 1, max = 2 }), { "a" }, {
      { "", "a string with 1 to 2 characters", "0 characters" } })
    expect(a(s.string, { min = 2 }), { "ab" }, {
      { "a", "a string with at least 2 characters", "1 character" } })
    refuses({ "a: expected a string in UTF-8, got invalid UTF-8 at byte 1" },
      a(s.string, { max = 3 }), { a = "\xff" })
  end)

  it("has arrays of so many items, each once", function()
    local due = "an array of strings with at most 2 items"
    expect(a(s.array(s.string), { max = 2 }), { {}, { "a", "a" } }, {
      { { "a", "b", "c" }, due, "3 items" } })
    expect(a(s.array(s.string), { min = 1 }), { { "a" } }, {
      { {}, "an array of strings with at least 1 item", "0 items" } })
    expect(a(s.array(s.any), { unique = true }), { { 1, "1", true, true, {}, {} } }, {
      { { "a", "b", "a" }, "no item twice", 'string "a" again' } }, "a[3]")
    expect(a(s.array(s.number), { unique = true }), { { 1, 2, 1.5 } }, {
      { { 1, 1.0 }, "no item twice", "number 1.0 again" } }, "a[2]")
    refuses({ "a[1]: expected a finite number, got number nan" },
      a(s.array(s.number), { unique = true }), { a = { 0 / 0 } })
  end)

  it("has dates and times as RFC 3339 has them", function()
    local due, wrong = "a date and time such as 2026-01-31T09:30:00Z", {}
    for text in ([[x 2026-01-31 2026-01-31T09:30:00 2026-01-31T09:30:00.Z 2026-01-31T09:30:00Zx
      2026-01-31T09:30:00+1:00 2026-01-31T09:30:00+01:00x 2026-01-31T09:30:00+0100 1769851800000
      2026-01-31T09:30:00+01:0x 2026-01-31T09:30:00*01:00 2026-1-31T09:30:00Z
      2026-01-31_09:30:00Z]]):gmatch "%S+" do
      wrong[#wrong + 1] = { text, due, ('string "%s"'):format(text) }
    end
    wrong[#wrong + 1] = { "", due, 'string ""' }
    expect(a(s.string, { format = "date-time" }), { "2026-01-31T09:30:00Z",
      "2026-01-31t09:30:00z", "2026-01-31T09:30:00.25+01:00", "2026-01-31T09:30:00-11:30" }, wrong)
    local ok, message = pcall(core.schema, s.limited(s.string, { format = "date" }))
    assert.is_false(ok)
    assert.matches("schema: no format 'date'", message, 1, true)
  end)

  it("keeps a secret's value to itself", function()
    local of = s.limited(s.string, { format = "date-time" })
    refuses({ "a: expected a date and time such as 2026-01-31T09:30:00Z, got a string (hidden)" },
      s.object { { "a", of, secret = true } }, { a = "hush" })
    refuses({ "a: expected a number of at most 1, got a number (hidden)" },
      s.object { { "a", s.limited(s.number, { max = 1 }), secret = true } }, { a = 7 })
  end)

  it("may be in a union, in a query, and null", function()
    local few = s.limited(s.integer, { max = 9 })
    sends('[10,"x"]', s.array(s.union { few, s.integer, s.string }), { 10, "x" })
    refuses({ "[1]: expected an integer of at most 9, got integer 10" },
      s.array(s.union { few, s.boolean }), { 10 })
    sends('{"a":null}', s.object { { "a", s.nullable(few) } }, { a = null })
    assert.same({ nil, { "a: expected an integer of at most 9, got integer 10" } },
      { query_of(s.object { { "a", few } }, { a = 10 }) })
    assert.equal("?a=10", query_of(s.object { { "a", few } }, { a = 10 }, false))
  end)
end)

describe("a query", function()
  local type = s.object {
    { "statuses", s.array(s.string), brackets = true },
    { "tags", s.array(s.string) },
    { "ids", s.array(s.integer), required = true },
    { "page", s.integer },
  }

  it("has each item of a list, in both spellings", function()
    assert.equal("?statuses%5B%5D=to%20do&statuses%5B%5D=%26&tags=a&tags=b&ids=1&ids=2&page=0",
      query_of(type, { page = 0, ids = { 1, 2.0 }, tags = { "a", "b" },
        statuses = { "to do", "&" } }))
  end)

  it("has nothing of an empty list, which cannot be required therefore", function()
    assert.equal("?ids=1", query_of(type, { tags = {}, ids = { 1 } }))
    local missing = { "ids: expected an array of integers, got nothing (it is required)" }
    local empty = { "ids: expected at least one item (it is required), got an empty array" }
    for _, strict in ipairs { true, false } do
      assert.same({ nil, missing }, { query_of(type, { page = 1 }, strict) })
      assert.same({ nil, missing }, { query_of(type, nil, strict) })
      assert.same({ nil, empty }, { query_of(type, { ids = {} }, strict) })
    end
  end)

  it("has its lists checked item by item", function()
    local _, told = query_of(type, { statuses = { "a", 1 }, tags = "a", ids = { 1, nil, 3 } })
    assert.same({ "statuses[2]: expected a string, got integer 1",
      'tags: expected an array of strings, got string "a"',
      "ids[2]: expected an array without holes, got nothing" }, told)
  end)

  it("has no table anywhere else", function()
    local _, told = query_of(type, { ids = { 1 }, other = { 1 } }, false)
    assert.same({ "other: expected a string, number or boolean, got a table" }, told)
    _, told = query_of(s.object { { "a", s.array(s.any) } }, { a = { { 1 } } })
    assert.same({ "a: expected a string, number or boolean, got a table" }, told)
  end)

  it("tells what of it is required and was left out with the whole", function()
    local needs = s.object { { "depends_on", s.string, required = true } }
    local _, told = query_of(needs, nil)
    assert.same({ "depends_on: expected a string, got nothing (it is required)" }, told)
  end)
end)

describe("a file", function()
  it("stands in a form, not in JSON", function()
    local type = s.object { { "attachment", s.file }, { "list", s.array(s.file) } }
    refuses({ "attachment: expected a table with path, or with bytes and filename, got a table",
      "list[1]: expected a table with path, or with bytes and filename, got a string (hidden)" },
      type, { attachment = { path = "LICENSE" }, list = { "x" } })
    refuses({ "list: expected an array of files, got integer 1" }, type, { list = 1 })
  end)
end)

describe("an answer", function()
  local function answered(json, entry)
    local answer = scripted_server.http(200, { "Content-Type: application/json" }, json)
    local server <close> = scripted_server.start { { { "request" }, { "send", answer } } }
    local own <close> = creates.client(server)
    local call = core.clients.submit(own, operation(entry), nil, false)
    while not call:done() do
      own:wait()
      own:step()
    end
    return call:result()
  end

  it("may have any root", function()
    assert.same({ { id = "a" }, { id = "b" } }, answered('[{"id":"a"},{"id":"b"}]',
      { answer = s.array(s.object { { "id", s.string } }) }))
    assert.same({ abc = { minutes = 5 }, d = {} }, answered('{"abc":{"minutes":5},"d":{}}',
      { answer = s.map(s.object { { "minutes", s.integer } }) }))
    assert.equal(7, answered("7", { answer = s.union { s.integer, s.string } }))
    assert.same({ a = { x = 1 } }, answered('{"a":{"x":1}}',
      { answer = s.object { { "a", s.union { s.object { { "x", s.integer } }, s.null } } } }))
    assert.equal("yes", answered('{"data":"yes"}', { answer = s.string, envelope = "data" }))
  end)

  it("is refused when its root is another", function()
    local _, err = answered("[1]", { answer = s.map(s.integer) })
    assert.equal("decode", err.kind)
    assert.matches("it is an array, not an object", err.message, 1, true)
    _, err = answered("{}", { answer = s.array(s.integer) })
    assert.equal(200, err.status) -- an empty table may be a list
    _, err = answered("7", { answer = s.array(s.integer) })
    assert.matches("it is number, not an array", err.message, 1, true)
  end)
end)
