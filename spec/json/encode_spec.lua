-- SPDX-License-Identifier: MIT
-- What of a body reaches the server, byte by byte. (What is refused: validation_spec.)
-- openresty_spec runs this file once more.

local clickup = require "clickup"
local cjson = require "cjson"
local sandbox = require "clickup.sandbox"
local bodies = require "spec.support.bodies"
local creates = require "spec.support.creates"
local locale = require "spec.support.locale"

local LAX = { strict = false }

describe("a body", function()
  local server, client

  setup(function()
    server = sandbox.start()
    client = creates.client(server)
  end)
  teardown(function()
    client:close()
    server:close()
  end)
  before_each(function() server:reset() end)

  local function sent(body, options) return bodies.sent(client, server, body, options) end

  local function expect_fields(name, cases, options)
    for _, case in ipairs(cases) do
      local value, json = case[1], case[2]
      assert.equal(json, bodies.sent_field(client, server, name, value, options))
    end
  end

  local function expect_others(cases)
    for _, case in ipairs(cases) do
      assert.equal(case[2], bodies.sent_other(client, server, case[1], LAX))
    end
  end

  it("is the document's example, byte by byte", function()
    assert.equal('{"name":"New Key Result Name","owners":[183],"type":"number","steps_start":0,'
      .. '"steps_end":10,"unit":"km","task_ids":[],"list_ids":[]}', sent(creates.body()))
  end)

  it("goes in the document's order, however the table came about", function()
    local names = { "list_ids", "task_ids", "unit", "steps_end", "steps_start", "type", "owners",
      "name" }
    for first = 1, #names do
      local body, example = {}, creates.body()
      for i = 0, #names - 1 do
        local name = names[(first + i - 1) % #names + 1]
        body[name] = example[name]
      end
      assert.equal(bodies.json(), sent(body))
    end
  end)

  it("has [] for required arrays that were left out, and for no other field", function()
    assert.equal(bodies.json { owners = "[]" }, sent {
      name = "New Key Result Name", type = "number", steps_start = 0, steps_end = 10, unit = "km",
    })
  end)

  it("keeps what is empty or zero", function()
    assert.equal(bodies.json { name = '""', owners = "[]", steps_end = "0", unit = '""' },
      sent(creates.body { name = "", owners = {}, steps_end = 0, unit = "" }))
    assert.equal(bodies.json({}, '"other":false'), sent(creates.body { other = false }, LAX))
  end)

  it("writes strings so that they arrive as they are", function()
    expect_fields("name", {
      { "a/b", '"a/b"' },
      { [[q"b\s]], [["q\"b\\s"]] },
      { "\1\8\9\10\11\12\13\31", [["\u0001\b\t\n\u000b\f\r\u001f"]] },
      { "del \127", '"del \127"' },
      { "\u{e4}\u{20ac}\u{2028}\u{2029}\u{feff}\u{ffff}", '"\u{e4}\u{20ac}\u{2028}\u{2029}'
        .. '\u{feff}\u{ffff}"' },
      { "\u{1f680}\u{10ffff}\u{1f468}\u{200d}\u{1f467}",
        '"\u{1f680}\u{10ffff}\u{1f468}\u{200d}\u{1f467}"' },
      { "\u{1f680}\n", '"\u{1f680}\\n"' },
      { "null", '"null"' },
      { "%s %d %%", '"%s %d %%"' },
    })
  end)

  it("writes every character that has a code so that it is read back", function()
    local all = {}
    for code = 1, 0x17f do all[code] = utf8.char(code) end
    local name = table.concat(all)
    assert(client:create_key_result(server.goal_id, creates.body { name = name, unit = name }))
    local key_result = server:state().goals[1].key_results[1]
    assert.equal(name, key_result.name)
    assert.equal(name, key_result.unit)
  end)

  it("writes the first and the last character of each length as they are", function()
    local cases = {}
    for i, code in ipairs { 0x7f, 0x80, 0x7ff, 0x800, 0xfff, 0x1000, 0xd7ff, 0xe000, 0xffff,
      0x10000, 0x3ffff, 0x40000, 0xfffff, 0x100000, 0x10ffff } do
      cases[i] = { utf8.char(code), ('"%s"'):format(utf8.char(code)) }
    end
    expect_fields("name", cases)
  end)

  it("writes integers as integers", function()
    local cases = {
      { 0, "0" }, { 10.0, "10" }, { -0.0, "0" }, { -1, "-1" }, { 1e3, "1000" },
      { 2147483647, "2147483647" }, { -2147483648, "-2147483648" },
      { 2147483647.0, "2147483647" }, { -2147483648.0, "-2147483648" },
    }
    expect_fields("steps_start", cases)
    expect_fields("steps_end", cases)
    expect_fields("owners", { { { 2147483647, -2147483648, 183.0, 0, 183 },
      "[2147483647,-2147483648,183,0,183]" } })
  end)

  it("writes lists in order", function()
    local ids, quoted = {}, {}
    for i = 1, 1000 do ids[i], quoted[i] = "id" .. i, '"id' .. i .. '"' end
    expect_fields("task_ids", { { ids, "[" .. table.concat(quoted, ",") .. "]" },
      { { "" }, '[""]' } })
    expect_fields("list_ids", { { { "901", "a\"b" }, [=[["901","a\"b"]]=] } })
  end)

  it("takes every type that the document names", function()
    for _, kind in ipairs { "number", "currency", "boolean", "percentage", "automatic" } do
      expect_fields("type", { { kind, '"' .. kind .. '"' } })
    end
  end)

  it("may use one table twice, which is no cycle", function()
    local ids = { "a" }
    assert.equal(bodies.json { task_ids = '["a"]', list_ids = '["a"]' },
      sent(creates.body { task_ids = ids, list_ids = ids }))
    local twice = { { x = ids }, { x = ids } }
    expect_others { { twice, '[{"x":["a"]},{"x":["a"]}]' } }
  end)

  it("takes a list whose memory is that of a longer one", function()
    local owners = { 1, 2, 3, 4, 5 }
    owners[5], owners[4] = nil, nil
    local by_hash = {}
    for i = 3, 1, -1 do by_hash[i] = i end
    expect_fields("owners", { { owners, "[1,2,3]" }, { by_hash, "[1,2,3]" } })
  end)

  it("is read raw: no metamethod is called, and the table is as it was", function()
    local hostile = bodies.hostile { "__index", "__pairs" }
    local body = setmetatable(creates.body {
      owners = setmetatable({ 1, 2 }, hostile), task_ids = setmetatable({}, hostile),
    }, hostile)
    local before = bodies.snapshot(body)
    assert.equal(bodies.json { owners = "[1,2]" }, sent(body))
    assert.same(before, bodies.snapshot(body))
    local behind = setmetatable({ 1 }, { __index = function() error "never" end })
    expect_fields("owners", { { behind, "[1]" } })
  end)

  it("is not changed when it is refused either", function()
    local body = creates.body { owners = { "x", nil, 3 }, unknown = { 1, {} }, task_ids = nil }
    body.task_ids = nil
    local before = bodies.snapshot(body)
    assert.is_nil((client:create_key_result(server.goal_id, body)))
    assert.same(before, bodies.snapshot(body))
    assert.is_nil((client:create_key_result(server.goal_id, body, LAX)))
    assert.same(before, bodies.snapshot(body))
  end)

  it("was encoded when the call started: later changes are not in it", function()
    local body = creates.body()
    local call = client:start("create_key_result", server.goal_id, body)
    body.name, body.owners[1] = "changed", 7
    creates.finish(client, { call })
    assert(call:result())
    assert.equal(bodies.json(), server:requests()[1].body)
  end)

  it("may hold a string of a megabyte", function()
    local name = ("0123456789abcde\u{e4}"):rep(1 << 16)
    assert.is_true(bodies.json { name = '"' .. name .. '"' } == sent(creates.body { name = name }))
    local quotes = ('"'):rep(1 << 18)
    assert.is_true(bodies.json { unit = '"' .. ('\\"'):rep(1 << 18) .. '"' }
      == sent(creates.body { unit = quotes }))
  end)

  it("may have 16 MiB and not a byte more", function()
    local room = (16 << 20) - #bodies.json { name = '""' }
    local call = client:start("create_key_result", server.goal_id,
      creates.body { name = ("x"):rep(room) })
    assert.is_false(call:done())
    call:cancel()
    local value, err = client:create_key_result(server.goal_id,
      creates.body { name = ("x"):rep(room + 1) })
    assert.is_nil(value)
    assert.equal("create_key_result: body: expected at most 16777216 bytes of JSON, got more",
      tostring(err))
    assert.equal(0, #server:requests())
  end)

  describe("without strict", function()
    it("has fields that the document doesn't know, of every shape", function()
      expect_others {
        { "x", '"x"' }, { "", '""' }, { "\u{1f680}\"", '"\u{1f680}\\""' },
        { true, "true" }, { false, "false" }, { clickup.null, "null" }, { cjson.null, "null" },
        { 7, "7" }, { 7.0, "7" }, { 0.5, "0.5" },
        { {}, "[]" }, { { {} }, "[[]]" }, { { a = {} }, '{"a":[]}' },
        { { 1, "a", false, { 2 } }, '[1,"a",false,[2]]' },
        { { clickup.null, 1 }, "[null,1]" },
        { { a = 1 }, '{"a":1}' }, { { ['k"\n'] = 1 }, '{"k\\"\\n":1}' }, { { [""] = 1 }, '{"":1}' },
        { { ["1"] = 1 }, '{"1":1}' },
        { { a = { b = { c = { 1, { d = "e" } } } } }, '{"a":{"b":{"c":[1,{"d":"e"}]}}}' },
      }
    end)

    it("has several of them, each once", function()
      local body = sent(creates.body { a = 1, b = "2", c = { 3 } }, LAX)
      local rest = body:sub(#bodies.json())
      assert.equal(#',"a":1,"b":"2","c":[3]}', #rest)
      for _, part in ipairs { ',"a":1', ',"b":"2"', ',"c":[3]' } do
        assert.is_truthy(rest:find(part, 1, true), rest)
      end
    end)

    it("writes numbers so that they are read back exactly", function()
      local cases = {
        { 0.1, "0.1" }, { 1 / 3, "0.3333333333333333" }, { 2.5, "2.5" }, { -0.25, "-0.25" },
        { 1e300, "1e+300" }, { 5e-324, "4.94065645841247e-324" },
        { 1e15 + 0.5, "1000000000000000.5" },
        { 123456789012345678, "123456789012345678" }, { 2 ^ 53 + 2, "9007199254740994" },
        { math.maxinteger, "9223372036854775807" }, { math.mininteger, "-9223372036854775808" },
        { 2 ^ 63, "9.223372036854776e+18" }, { 1e15, "1000000000000000" }, { 2 ^ 31, "2147483648" },
        { math.pi, "3.141592653589793" }, { 1.7976931348623157e308, "1.7976931348623157e+308" },
      }
      expect_fields("steps_start", cases, LAX)
      expect_fields("steps_end", cases, LAX)
      expect_others(cases)
      for _, case in ipairs(cases) do assert.equal(case[1], tonumber(case[2])) end
    end)

    it("takes types and fractional owners that are not declared", function()
      expect_fields("type", { { "milestone", '"milestone"' }, { "", '""' } }, LAX)
      expect_fields("owners", { { { 2 ^ 40, 183 }, "[1099511627776,183]" } }, LAX)
      expect_fields("name", { { clickup.null, "null" } }, LAX)
      expect_fields("owners", { { clickup.null, "null" } }, LAX)
    end)

    it("goes for a client or for one call, and the call wins", function()
      local lax <close> = creates.client(server, LAX)
      local body = creates.body { steps_end = 0.5 }
      assert.equal(bodies.json { steps_end = "0.5" }, bodies.sent(lax, server, body))
      local _, err = lax:create_key_result(server.goal_id, body, { strict = true })
      assert.equal("create_key_result: steps_end: expected an integer (int32), got number 0.5; "
        .. "strict = false lets it through", tostring(err))
      assert.equal(bodies.json { steps_end = "0.5" }, sent(body, LAX))
      assert.is_nil((client:create_key_result(server.goal_id, body)))
      assert.equal(2, #server:requests())
    end)
  end)

  it("does not depend on the locale", function()
    for _, point in ipairs { ",", "\u{66b}" } do
      local comma <close> = locale.new(point)
      local output = creates.script(server, comma.code .. [[
        local client <close> = new { strict = false }
        for _, number in ipairs { 0.5, 1e300, 1e-7, -2.25 } do
          BODY.steps_end = number
          print((select(2, assert(client:create_key_result(GOAL, BODY))).status))
        end]], comma.environment)
      assert.equal("0" .. point .. "5\n" .. ("200\n"):rep(4), output)
      for i, json in ipairs { "0.5", "1e+300", "1e-07", "-2.25" } do
        assert.equal(bodies.json { steps_end = json }, server:requests()[i].body)
      end
      server:reset()
    end
  end)
end)

describe("the shared cjson module", function()
  local SETTINGS = { "encode_number_precision", "encode_max_depth", "encode_sparse_array",
    "encode_invalid_numbers", "encode_keep_buffer", "decode_max_depth", "decode_invalid_numbers" }

  local function settings()
    local values = {}
    for _, name in ipairs(SETTINGS) do values[name] = table.pack(cjson[name]()) end
    return values
  end

  it("is neither configured nor asked", function()
    local server <close> = sandbox.start()
    local client <close> = creates.client(server)
    local before = settings()
    assert.equal(1000, before.decode_max_depth[1])
    finally(function()
      cjson.encode_number_precision(table.unpack(before.encode_number_precision))
      cjson.decode_max_depth(table.unpack(before.decode_max_depth))
      cjson.encode_max_depth(table.unpack(before.encode_max_depth))
    end)
    assert(client:create_key_result(server.goal_id, creates.body()))
    assert.is_nil((client:create_key_result(server.goal_id, creates.body { x = "\n" })))
    assert.same(before, settings())
    cjson.encode_number_precision(1)
    cjson.decode_max_depth(1)
    cjson.encode_max_depth(1)
    local configured = settings()
    local body = creates.body { name = 'a"b', steps_end = 1234.5, other = { { { 1 } } } }
    assert.equal(bodies.json({ name = '"a\\"b"', steps_end = "1234.5" }, '"other":[[[1]]]'),
      bodies.sent(client, server, body, LAX))
    assert.equal("John Doe", client:create_key_result(server.goal_id, body, LAX).owners[1].username)
    assert.same(configured, settings())
  end)
end)
