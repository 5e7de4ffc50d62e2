-- SPDX-License-Identifier: MIT
-- What of a body is refused, in which words, and that nothing is sent then.

local clickup = require "clickup"
local core = require "clickup.core"
local sandbox = require "clickup.sandbox"
local bodies = require "spec.support.bodies"
local creates = require "spec.support.creates"

local LAX = { strict = false }
local INT32 = "an integer from -2147483648 to 2147483647 (int32)"
local TYPES = "one of number, currency, boolean, percentage, automatic"

--- A problem as it is told.
local function problem(path, expected, got, suggestion)
  local meant = suggestion and ('; did you mean "%s"?'):format(suggestion) or ""
  if path:find "^steps" and expected == "an integer (int32)" and got:find "^number" then
    meant = "; strict = false lets it through"
  end
  return {
    path = path, expected = expected, got = got, suggestion = suggestion,
    message = ("%s: expected %s, got %s%s"):format(path == "" and "body" or path, expected, got,
      meant),
  }
end

local function messages(problems)
  local texts = {}
  for i, one in ipairs(problems) do texts[i] = one.message end
  return texts
end

--- `levels` tables, one in the other.
local function nest(levels)
  local value = {}
  for _ = 2, levels do value = { value } end
  return value
end

describe("a body that is wrong", function()
  local server, client

  setup(function()
    server = sandbox.start()
    client = creates.client(server)
  end)
  teardown(function()
    client:close()
    server:close()
  end)
  after_each(function() assert.equal(0, #server:requests()) end)

  --- Refused for exactly these problems, in this order.
  local function expect(problems, body, options)
    local value, err = client:create_key_result(server.goal_id, body, options)
    assert.is_nil(value)
    assert.same(problems, err.problems)
    assert.equal(table.concat(messages(problems), "; "), err.message)
    assert.equal("create_key_result: " .. err.message, tostring(err))
    return err
  end

  local function expect_one(changes, path, expected, got, suggestion, options)
    expect({ problem(path, expected, got, suggestion) }, creates.body(changes), options)
  end

  it("makes an error that says that nothing was sent", function()
    local err = expect({ problem("name", "a string", "integer 7") }, creates.body { name = 7 })
    assert.equal("invalid", err.kind)
    assert.equal("no", err.sent)
    assert.equal(0, err.attempts)
    assert.is_false(err.retryable)
    assert.equal("create_key_result", err.operation)
    assert.is_nil(err.status)
    assert.is_nil(err.response.status)
  end)

  it("is told in the same words however often it is asked for", function()
    local call = client:start("create_key_result", server.goal_id, creates.body { typ = "x" })
    assert.is_true(call:done())
    local _, first = call:result()
    first.problems[1] = nil
    local _, second = call:result()
    assert.equal('create_key_result: typ: expected a known field, got an unknown one; '
      .. 'did you mean "type"?', tostring(second))
    assert.equal(tostring(first), tostring(second))
    assert.equal("type", second.problems[1].suggestion)
  end)

  it("is no table, or a list", function()
    local expected = "a table with named fields"
    for _, options in ipairs { {}, LAX } do
      expect({ problem("", expected, "nothing") }, nil, options)
      expect({ problem("", expected, 'string "{}"') }, "{}", options)
      expect({ problem("", expected, "integer 7") }, 7, options)
      expect({ problem("", expected, "boolean true") }, true, options)
      expect({ problem("", expected, "a function") }, print, options)
      expect({ problem("", expected, "an array") }, { creates.body() }, options)
    end
    expect({ problem("", expected, "null") }, clickup.null)
  end)

  it("lacks required fields", function()
    local function missing(name, expected)
      return problem(name, expected, "nothing (it is required)")
    end
    expect({ missing("name", "a string"), missing("type", "a string"),
      missing("steps_start", "an integer (int32)"), missing("steps_end", "an integer (int32)"),
      missing("unit", "a string") }, {})
    for name, expected in pairs { name = "a string", steps_end = "an integer (int32)" } do
      local body = creates.body()
      body[name] = nil
      expect({ missing(name, expected) }, body)
      expect({ missing(name, expected) }, body, LAX)
    end
    local body = creates.body()
    body.name = nil
    setmetatable(body, { __index = { name = "behind" } })
    expect({ problem("name", "a string", "nothing (what is behind __index is not read)") }, body)
  end)

  it("has values of another type", function()
    local strings, integers = "an array of strings", "an array of integers (int32)"
    for _, case in ipairs {
      { { name = false }, "name", "a string", "boolean false" },
      { { name = 1.5 }, "name", "a string", "number 1.5" },
      { { name = {} }, "name", "a string", "a table" },
      { { name = { "x" } }, "name", "a string", "an array" },
      { { unit = 0 }, "unit", "a string", "integer 0" },
      { { type = 1 }, "type", "a string", "integer 1" },
      { { owners = 183 }, "owners", integers, "integer 183" },
      { { owners = "183" }, "owners", integers, 'string "183"' },
      { { owners = false }, "owners", integers, "boolean false" },
      { { owners = { "183" } }, "owners[1]", "an integer (int32)", 'string "183"' },
      { { owners = { 1, { 2 } } }, "owners[2]", "an integer (int32)", "an array" },
      { { owners = { 1, 2, true } }, "owners[3]", "an integer (int32)", "boolean true" },
      { { task_ids = "abc" }, "task_ids", strings, 'string "abc"' },
      { { task_ids = { 123 } }, "task_ids[1]", "a string", "integer 123" },
      { { list_ids = { "a", 1 } }, "list_ids[2]", "a string", "integer 1" },
      { { steps_start = "0" }, "steps_start", "an integer (int32)", 'string "0"' },
      { { steps_end = true }, "steps_end", "an integer (int32)", "boolean true" },
      { { steps_end = {} }, "steps_end", "an integer (int32)", "a table" },
    } do
      expect_one(table.unpack(case, 1, 4))
      expect_one(case[1], case[2], case[3], case[4], nil, LAX)
    end
  end)

  it("has numbers that are no int32", function()
    local wrong, finite = "an integer (int32)", "a finite number"
    for _, case in ipairs {
      { 2147483648, INT32, "integer 2147483648" }, { -2147483649, INT32, "integer -2147483649" },
      { 2 ^ 31, INT32, "number 2147483648.0" }, { math.maxinteger, INT32,
        "integer 9223372036854775807" },
      { 1e300, INT32, "number 1e+300" }, { -4294967295.5, INT32, "number -4294967295.5" },
      { 0.5, wrong, "number 0.5" }, { math.huge, finite, "number inf" },
      { -math.huge, finite, "number -inf" }, { 0 / 0, finite, "number nan" },
      { -(0 / 0), finite, "number nan" },
    } do
      local value, expected, got = table.unpack(case)
      expect_one({ steps_start = value }, "steps_start", expected, got)
      expect_one({ owners = { 1, value } }, "owners[2]", expected, got)
    end
    for _, case in ipairs {
      { math.huge, "number inf" }, { -math.huge, "number -inf" }, { 0 / 0, "number nan" },
    } do
      expect_one({ steps_end = case[1] }, "steps_end", finite, case[2], nil, LAX)
      expect_one({ other = { case[1] } }, "other[1]", finite, case[2], nil, LAX)
    end
  end)

  it("has tables that are no lists", function()
    local proper, whole = "an array (the keys 1 to n)", "an array without holes"
    for _, case in ipairs {
      { { 183, nil, 184 }, "owners[2]", whole, "nothing" },
      { { nil, 184 }, "owners[1]", whole, "nothing" },
      { { [1] = 1, [1 << 60] = 2 }, "owners[2]", whole, "nothing" },
      { { [math.maxinteger] = 2 }, "owners[1]", whole, "nothing" },
      { { 183, x = 1 }, "owners", proper, 'the key string "x"' },
      { { x = 1 }, "owners", proper, 'the key string "x"' },
      { { [0] = 1, 2 }, "owners", proper, "the key integer 0" },
      { { [-1] = 1 }, "owners", proper, "the key integer -1" },
      { { [1.5] = 1 }, "owners", proper, "the key number 1.5" },
      { { [true] = 1 }, "owners", proper, "the key boolean true" },
      { { [{}] = 1 }, "owners", proper, "the key a table" },
      { { [print] = 1 }, "owners", proper, "the key a function" },
    } do
      expect_one({ owners = case[1] }, table.unpack(case, 2))
      expect_one({ owners = case[1] }, case[2], case[3], case[4], nil, LAX)
    end
    expect({
      problem("owners", proper, 'the key string "x"'),
      problem("owners[1]", "an integer (int32)", 'string "a"'),
      problem("owners[2]", whole, "nothing"),
      problem("owners[4]", "an integer (int32)", "number 0.5"),
    }, creates.body { owners = { "a", nil, 3, 0.5, x = 1 } })
  end)

  it("has strings that JSON can't hold or ClickUp wouldn't", function()
    local utf8_string = "a string in UTF-8"
    for _, case in ipairs {
      -- bytes that begin none
      { "\xff", 1 }, { "ab\x80", 3 }, { "\xbf\xbf", 1 }, { "\u{e4}\u{20ac}\xfe", 6 },
      -- longer than need be
      { "\xc0\xaf", 1 }, { "\xc0\x80", 1 }, { "\xc1\xbf", 1 }, { "\xe0\x80\xaf", 1 },
      { "\xe0\x9f\xbf", 1 }, { "\xf0\x80\x80\x80", 1 }, { "\xf0\x8f\xbf\xbf", 1 },
      -- halves of a pair of UTF-16
      { "a\xed\xa0\x80", 2 }, { "\xed\xbf\xbf", 1 }, { "\xed\xa0\xbd\xed\xba\x80", 1 },
      -- above U+10FFFF
      { "\xf4\x90\x80\x80", 1 }, { "\xf5\x80\x80\x80", 1 }, { "\xf7\xbf\xbf\xbf", 1 },
      { "\xf8\x88\x80\x80\x80", 1 }, { "\xff\xbf\xbf\xbf", 1 },
      -- cut, by the end or by another character
      { "\xc3", 1 }, { "\xe2\x82", 1 }, { "\xf0\x9f\x9a", 1 }, { "a\xf0\x9f", 2 },
      { "\xc3(", 1 }, { "\xe2(\xac", 1 }, { "\xe2\x82(", 1 }, { "\xf0(\x9a\x80", 1 },
      { "\xf0\x9f(\x80", 1 }, { "\xf0\x9f\x9a(", 1 }, { "\xf0\x9f\x9a\xc3", 1 },
    } do
      local got = "invalid UTF-8 at byte " .. case[2]
      expect_one({ name = case[1] }, "name", utf8_string, got)
      expect_one({ task_ids = { "a", case[1] } }, "task_ids[2]", utf8_string, got)
    end
    expect_one({ name = "\0" }, "name", "a string without zero bytes", "a zero byte at byte 1")
    expect_one({ unit = "km\0" }, "unit", "a string without zero bytes", "a zero byte at byte 3")
    expect_one({ other = { ["k\xff"] = 1 } }, [=[other["k\xff"]]=], utf8_string,
      "invalid UTF-8 at byte 2", nil, LAX)
  end)

  it("has a type that the document doesn't name", function()
    for _, case in ipairs {
      { "nubmer", 'string "nubmer"', "number" },
      { "Percentage", 'string "Percentage"', "percentage" },
      { "bool", 'string "bool"' }, { "", 'string ""' }, { "number ", 'string "number "', "number" },
      { "x\n\27[31m", [[string "x\n\x1b[31m"]] },
      { ("y"):rep(50), 'string "' .. ("y"):rep(40) .. '..."' },
      { ("\u{20ac}"):rep(50), 'string "' .. ("\u{20ac}"):rep(13) .. '..."' },
    } do
      expect_one({ type = case[1] }, "type", TYPES, case[2], case[3])
    end
  end)

  it("has fields that the document doesn't know", function()
    local known, unknown = "a known field", "an unknown one"
    for _, case in ipairs {
      { "owner", "owners" }, { "stepsStart", "steps_start" }, { "list_id", "list_ids" },
      { "NAME", "name" }, { "naem", "name" }, { "description" }, { "x" }, { "units", "unit" },
    } do
      expect_one({ [case[1]] = 1 }, case[1], known, unknown, case[2])
    end
    expect_one({ ["odd key"] = 1 }, '["odd key"]', known, unknown)
    expect_one({ ["a\n\xff"] = 1 }, [=[["a\n\xff"]]=], known, unknown)
    expect_one({ ["1"] = 1 }, '["1"]', known, unknown)
    expect_one({ [""] = 1 }, '[""]', known, unknown)
    expect_one({ [("k"):rep(99)] = 1 }, '["' .. ("k"):rep(40) .. '..."]', known, unknown)
    for _, case in ipairs {
      { 2, "integer 2" }, { 1.5, "number 1.5" }, { true, "boolean true" }, { {}, "a table" },
    } do
      expect_one({ [case[1]] = 1 }, "", "named fields", "the key " .. case[2])
      expect_one({ [case[1]] = 1 }, "", "named fields", "the key " .. case[2], nil, LAX)
    end
  end)

  it("has null where the document knows none", function()
    expect_one({ name = clickup.null }, "name", "a string", "null")
    expect_one({ owners = clickup.null }, "owners", "an array of integers (int32)", "null")
    expect_one({ owners = { clickup.null } }, "owners[1]", "an integer (int32)", "null")
  end)

  it("has values that no JSON has", function()
    local udata = io.stdout
    local values = {
      { print, "a function" }, { coroutine.create(print), "a thread" }, { udata, "a userdata" },
      { client, "a userdata" }, { debug.upvalueid(expect_one, 1), "a light userdata" },
    }
    for _, case in ipairs(values) do
      expect_one({ name = case[1] }, "name", "a string", case[2])
      expect_one({ owners = { case[1] } }, "owners[1]", "an integer (int32)", case[2])
      expect_one({ other = { a = case[1] } }, "other.a", "a value that JSON has", case[2], nil, LAX)
    end
  end)

  it("has a cycle", function()
    local without, got = "a table without cycles", "a table that contains itself"
    local loop = { "a" }
    loop[2] = loop
    expect_one({ task_ids = loop }, "task_ids[2]", "a string", "an array")
    expect_one({ other = loop }, "other[2]", without, got, nil, LAX)
    local body = creates.body()
    body.owners = body
    local _, err = client:create_key_result(server.goal_id, body)
    assert.matches("^owners: expected " .. without .. ", got " .. got .. "$", err.message)
    body = creates.body { other = { a = { b = {} } } }
    body.other.a.b.c = body.other
    expect({ problem("other.a.b.c", without, got) }, body, LAX)
  end)

  it("stands for more than could be walked, with few tables", function()
    local function many(value, levels, width)
      for _ = 1, levels do
        local outer = {}
        for i = 1, width do outer[i] = value end
        value = outer
      end
      return value
    end
    local named, sparse, strange = { 1 }, {}, {}
    for i = 1, 1000 do
      named["k" .. i], sparse[(1 << 40) + i], strange[{}] = 1, 1, 1
    end
    local more = "body: expected at most 16777216 bytes of JSON, got more"
    for text, value in pairs {
      [more] = many(1, 27, 2),
      ['got the key string "k'] = many(named, 3, 1000),
      ["got the key integer 10995"] = many(sparse, 3, 1000),
      ["got the key a table"] = many(strange, 3, 1000),
      ["got a function"] = many(print, 27, 2),
    } do
      local before = os.clock()
      local _, err = client:preview("request", "POST", "/v2/x", { a = value })
      assert.matches(text, err.message, 1, true)
      assert.is_true(os.clock() - before < 10)
    end
    local _, err = client:preview("get_tasks", "9", { statuses = many("x", 6, 1000) })
    assert.matches("and 950 more$", err.message)
  end)

  it("is nested too deep", function()
    local path = "other" .. ("[1]"):rep(31)
    expect_one({ other = nest(32) }, path, "at most 32 levels of tables", "more", nil, LAX)
    local body = creates.body { other = {} }
    for _ = 1, 100000 do body.other = { a = body.other } end
    expect({ problem("other" .. (".a"):rep(31), "at most 32 levels of tables", "more") }, body, LAX)
  end)

  it("keeps its fields behind __pairs", function()
    local plain, got = "a plain table", "a table whose fields are behind __pairs"
    local meta = bodies.hostile { "__index" }
    expect({ problem("", plain, got) }, setmetatable(creates.body(), meta))
    expect({ problem("", plain, got) }, setmetatable({ other = 1 }, meta)) -- and of none of them
    expect_one({ owners = setmetatable({ 1 }, meta) }, "owners", plain, got)
    expect_one({ owners = setmetatable({ "x" }, meta) }, "owners", plain, got)
    expect_one({ other = setmetatable({ 1 }, meta) }, "other", plain, got, nil, LAX)
  end)

  it("is never asked by a metamethod what it is", function()
    local meta = bodies.hostile()
    expect_one({ name = setmetatable({}, meta) }, "name", "a string", "a table")
    expect_one({ name = setmetatable({ 1 }, meta) }, "name", "a string", "an array")
    expect_one({ owners = { [setmetatable({}, meta)] = 1 } }, "owners",
      "an array (the keys 1 to n)", "the key a table")
  end)

  it("is told everything at once, in the document's order", function()
    local err = expect({
      problem("name", "a string", "nothing (it is required)"),
      problem("owners", "an array of integers (int32)", "integer 183"),
      problem("type", TYPES, 'string "nubmer"', "number"),
      problem("steps_start", INT32, "integer 2147483648"),
      problem("steps_end", "an integer (int32)", "number 0.5"),
      problem("unit", "a string in UTF-8", "invalid UTF-8 at byte 1"),
      problem("task_ids[2]", "an array without holes", "nothing"),
      problem("list_ids[1]", "a string", "a function"),
      problem("list_ids[3]", "a string", "boolean false"),
      problem("owner", "a known field", "an unknown one", "owners"),
    }, {
      owners = 183, type = "nubmer", steps_start = 2147483648, steps_end = 0.5, unit = "\xff",
      task_ids = { "a", nil, "b" }, list_ids = { print, "b", false }, owner = 1,
    })
    assert.equal(10, #err.problems)
  end)

  it("has at most fifty of its problems told, and all counted", function()
    local function owners(count)
      local list = {}
      for i = 1, count do list[i] = "x" end
      return creates.body { owners = list, unit = 7 }
    end
    for count, tail in pairs {
      [49] = 'owners[49]: expected an integer (int32), got string "x"; '
        .. "unit: expected a string, got integer 7",
      [50] = 'owners[50]: expected an integer (int32), got string "x"; and 1 more',
      [1000] = 'owners[50]: expected an integer (int32), got string "x"; and 951 more',
    } do
      local _, err = client:create_key_result(server.goal_id, owners(count))
      assert.equal(50, #err.problems)
      assert.equal(tail, err.message:sub(-#tail))
    end
    local body = creates.body()
    for i = 1, 200 do body["unknown_field_" .. i] = i end
    local _, err = client:create_key_result(server.goal_id, body)
    assert.equal(50, #err.problems)
    assert.matches("; and 150 more$", err.message)
  end)

  it("never shows a value that is secret", function()
    local s = require "clickup.schema"
    local raw = core.operation {
      name = "exchange", kind = "exchange", method = "POST", path = "/x",
      body = core.schema(s.object {
        { "client_secret", s.string, required = true, secret = true, values = { "one" } },
      }),
    }
    local call = core.clients.submit(client, raw, nil, false, { client_secret = "hush" })
    local _, kind, found = core.calls.outcome(call)
    assert.equal("invalid", kind)
    assert.equal("a string (hidden)", found[1].got)
  end)
end)
