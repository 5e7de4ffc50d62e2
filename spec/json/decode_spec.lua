-- SPDX-License-Identifier: MIT
-- What an answer's bytes become, or why they don't. openresty_spec runs this file once more.

local sandbox = require "clickup.sandbox"
local answers = require "spec.support.answers"
local creates = require "spec.support.creates"
local locale = require "spec.support.locale"
local scripted_server = require "spec.support.scripted_server"

--- Each text becomes this value, of this very type.
local function expect(cases)
  local texts = {}
  for i, case in ipairs(cases) do texts[i] = case[1] end
  for i, value in ipairs(answers.values(texts)) do
    local text, expected = cases[i][1], cases[i][2]
    assert.same(expected, value, text)
    assert.equal(math.type(expected), math.type(value), text)
  end
end

--- Each answer is refused for this reason.
local function expect_refused(cases)
  local texts = {}
  for i, case in ipairs(cases) do texts[i] = case[1] end
  for i, result in ipairs(answers.all(texts)) do
    local text, reason = cases[i][1], cases[i][2]
    assert.is_nil(result.value, text)
    assert.equal("decode", result.second.kind)
    assert.equal("unknown", result.second.sent) -- a create: it may have run
    assert.is_false(result.second.retryable)
    local shown = #text > 200 and text:sub(1, 200) .. "..." or text
    assert.equal(("create_key_result: 200, but the answer is not usable: %s; "
      .. 'an answer that begins with "%s"%s'):format(reason, shown, creates.ADVICE),
      tostring(result.second))
  end
end

local function each_number(value, visit)
  if math.type(value) then visit(value) end
  if type(value) ~= "table" then return end
  for _, item in pairs(value) do each_number(item, visit) end
end

describe("an answer", function()
  it("has every field of the sandbox's, integers as integers and no nulls", function()
    local server <close> = sandbox.start()
    local client <close> = creates.client(server)
    local body = creates.body { list_ids = { "901" } }
    local key_result, response = assert(client:create_key_result(server.goal_id, body))
    local action = key_result.last_action
    assert.equal(200, response.status)
    assert.same({
      id = key_result.id, goal_id = server.goal_id, name = "New Key Result Name", type = "number",
      unit = "km", creator = 183, date_created = key_result.date_created, goal_pretty_id = "6",
      completed = false, task_ids = {}, subcategory_ids = { "901" },
      owners = { { id = 183, username = "John Doe", initials = "JD", email = "johndoe@gmail.com",
        color = "#827718", profilePicture =
          "https://attachments-public.clickup.com/profilePictures/183_abc.jpg" } },
      last_action = { id = action.id, key_result_id = key_result.id, userid = 183,
        date_modified = action.date_modified, note = "Created Key Result",
        workspace_id = server.team_id },
      workspace_id = server.team_id,
    }, key_result)
    local count = 0
    each_number(key_result, function(number)
      count = count + 1
      assert.equal("integer", math.type(number))
    end)
    assert.equal(3, count)
  end)

  it("has integers as integers, exact up to 64 bits", function()
    expect {
      { "0", 0 }, { "-0", 0 }, { "7", 7 }, { "-7", -7 }, { "90151234567", 90151234567 },
      { "999999999999999", 999999999999999 },
      { "9007199254740991", 9007199254740991 }, { "9007199254740992", 9007199254740992 },
      { "9007199254740993", 9007199254740993 }, { "-9007199254740993", -9007199254740993 },
      { "1234567890123456789", 1234567890123456789 },
      { "9223372036854775807", math.maxinteger }, { "-9223372036854775808", math.mininteger },
      { "[[9007199254740993, {\"a\":1152921504606846977}],2]",
        { { 9007199254740993, { a = 1152921504606846977 } }, 2 } },
      { "{\"a\":[{\"b\":183}]}", { a = { { b = 183 } } } },
    }
    local deep = answers.values { "{\"a\":[{\"b\":183},[9007199254740993]],\"c\":1.0}" }[1]
    each_number(deep, function(number) assert.equal("integer", math.type(number)) end)
  end)

  it("has a number that Lua can't hold as the string that it was", function()
    expect {
      { "9223372036854775808", "9223372036854775808" },
      { "-9223372036854775809", "-9223372036854775809" },
      { "123456789012345678901234567890", "123456789012345678901234567890" },
      { "[18446744073709551615]", { "18446744073709551615" } },
      { "1e400", "1e400" }, { "-1.5E+999", "-1.5E+999" },
      { "[1.e400,-.5e999]", { "1.e400", "-.5e999" } }, -- no JSON, but lua-cjson takes them
    }
  end)

  it("has fractions as floats, and integral ones as integers", function()
    expect {
      { "1.5", 1.5 }, { "-0.1", -0.1 }, { "0.30000000000000004", 0.30000000000000004 },
      { "1E2", 100 }, { "1e+2", 100 }, { "25e-1", 2.5 }, { "10.0", 10 }, { "-0.0", 0 },
      { "1e-400", 0 }, { "9007199254740991.0", 9007199254740991 },
      { "9007199254740992.0", 2.0 ^ 53 }, { "9007199254740992.5", 2.0 ^ 53 },
      { "1e16", 1e16 }, { "-1e16", -1e16 }, { "1e300", 1e300 }, { "5e-324", 5e-324 },
      { "1568062902048.25", 1568062902048.25 },
      { "12345678901234567890.5", 12345678901234567890.5 },
      { "[0.5,1.5,2]", { 0.5, 1.5, 2 } },
    }
  end)

  it("leaves strings and keys as they are, whatever they look like", function()
    expect {
      { '"9007199254740993"', "9007199254740993" }, { '"1.5"', "1.5" }, { '"null"', "null" },
      { '{"9007199254740993":1,"1":2,"1.5":3}', { ["9007199254740993"] = 1, ["1"] = 2,
        ["1.5"] = 3 } },
      { [["a\"9007199254740993"]], 'a"9007199254740993' },
      { [=[["a\\",9007199254740993,"\\\"1.5\\"]]=], { "a\\", 9007199254740993, '\\"1.5\\' } },
      { '" 12345678901234567890 "', " 12345678901234567890 " },
      { [["\ud83d\ude80\u00e4\u2028\u0000\u007f\/\b\f\n\r\t"]],
        "\u{1f680}\u{e4}\u{2028}\0\127/\b\f\n\r\t" },
      { '"\u{1f680}\u{e4}\u{2028}\127"', "\u{1f680}\u{e4}\u{2028}\127" },
      { '"\xff\xc3"', "\xff\xc3" },
      { '""', "" },
    }
  end)

  it("has U+FFFD for half a surrogate pair, as servers in JavaScript cut emojis", function()
    expect {
      { [["\ud83d"]], "\u{fffd}" }, { [["\ude80"]], "\u{fffd}" },
      { [["a\uD83Db"]], "a\u{fffd}b" }, { [["\ud83d\n"]], "\u{fffd}\n" },
      { [["\ud83d\ud83d\ude80"]], "\u{fffd}\u{1f680}" },
      { [["\ude80\ud83d"]], "\u{fffd}\u{fffd}" }, { [["\ud83d\u0041"]], "\u{fffd}A" },
      { [["\\ud83d"]], "\\ud83d" }, { [["\\\ud83d"]], "\\\u{fffd}" },
      { [=[["\ud83d",9007199254740993,"\uD83D\uDE80"]]=],
        { "\u{fffd}", 9007199254740993, "\u{1f680}" } },
      { [[{"\ud83d":1.5}]], { ["\u{fffd}"] = 1.5 } },
    }
  end)

  it("has no nulls: fields are absent, arrays close up", function()
    expect {
      { "null", nil }, { "{}", {} }, { "[]", {} }, { "[null]", {} }, { '{"a":null}', {} },
      { "[1,null,2,null,null,3,null]", { 1, 2, 3 } }, { "[null,null,1.5]", { 1.5 } },
      { "[[null],{\"a\":[null,7]},null,\"x\"]", { {}, { a = { 7 } }, "x" } },
      { "[null,9007199254740993,false]", { 9007199254740993, false } },
    }
    local list = {}
    for i = 1, 5000 do list[i] = i % 3 == 0 and tostring(i) or "null" end
    local closed = answers.values { "[" .. table.concat(list, ",") .. "]" }[1]
    assert.equal(1666, #closed)
    for i, value in ipairs(closed) do assert.equal(3 * i, value) end
    assert.equal(1666, select(2, table.concat(closed, ","):gsub("%d+", "")))
  end)

  it("has fields that nobody declared, and plain tables", function()
    local value = answers.values { [[{ "__index": {"a":1}, "__gc": 2, "__pairs": 3, "__name": "x",
      "__metatable": false, "__close": 1, "end": [] }]] }[1]
    assert.same({ __index = { a = 1 }, __gc = 2, __pairs = 3, __name = "x", __metatable = false,
      __close = 1, ["end"] = {} }, value)
    assert.is_nil(getmetatable(value))
    assert.is_nil(getmetatable(value["end"]))
    assert.is_nil(value.a)
  end)

  it("has the last of fields with one name", function()
    expect { { '{"a":1,"a":[2],"a":9007199254740993}', { a = 9007199254740993 } } }
  end)

  it("is accepted when fields are of a neighbouring type or absent", function()
    local key_result = assert(answers.one [[{"key_result":{"id":7,"name":5,"owners":"none",
      "creator":"183","percent_completed":0.25,"completed":1,"last_action":[],"task_ids":{}}}]])
    assert.same({ id = 7, name = 5, owners = "none", creator = "183", percent_completed = 0.25,
      completed = 1, last_action = {}, task_ids = {} }, key_result)
    assert.same({ id = "x" }, (answers.one '{"key_result":{"id":"x"},"other":[1]}'))
    assert.same({ id = "x" }, (answers.one ' \t\r\n{ "key_result" : {"id":"x" }\n}\n'))
  end)

  it("may be long", function()
    local list = {}
    for i = 1, 200000 do list[i] = "9007199254740993" end
    local value = answers.values { "[" .. table.concat(list, ",") .. "]" }[1]
    assert.equal(200000, #value)
    assert.equal(9007199254740993, value[200000])
  end)

  it("may be nested a hundred levels deep and not more", function()
    local function nest(levels, inner)
      return answers.with(("["):rep(levels - 2) .. inner .. ("]"):rep(levels - 2))
    end
    local value = assert(answers.one(nest(100, "9007199254740993"))).v
    for _ = 1, 98 do
      assert.equal(1, #value)
      value = value[1]
    end
    assert.equal(9007199254740993, value)
    local reason = "Found too many nested data structures (101) at character 128"
    expect_refused { { nest(101, ""), reason }, { nest(100000, ""), reason } }
  end)

  it("costs memory as what is in it, not as what is declared", function()
    local count = 100000
    local text = '{"key_result":{"id":"kr","owners":[' .. ("{},"):rep(count) .. "{}]}}"
    collectgarbage()
    local before = collectgarbage "count"
    local value = answers.one(text)
    collectgarbage()
    assert.equal(count + 1, #value.owners)
    local bytes = (collectgarbage "count" - before) * 1024 / count
    assert.is_true(bytes < 150, ("%.0f bytes for each empty table"):format(bytes))
  end)

  it("is refused when it is not JSON", function()
    local function at(position, found, expected)
      return ("Expected %s but found %s at character %d"):format(expected or "value", found,
        position)
    end
    local list = {}
    for _, text in ipairs {
      "NaN", "nan", "Infinity", "-Infinity", "-inf", "01", "-01", "0x10", "+1", ".5", "1e", "--1",
      "1-2", "1.2.3", "tru", "undefined", "'x'", '"a', '"\\x"', '"\\ud83"', '"\\ud83\x14"',
      '"\\u12g4"', '"\\', "[1,]", "[1", "{1:2}", "{9007199254740993:2}", "{1.5 :2}", "{a:1}",
      '{"a"}', '{"a":1,}', "[1 2]", "9007199254740993x", "1.5x", "9007199254740993 1.5",
      "x9007199254740993", '1e5""', "",
    } do
      list[#list + 1] = answers.with(text)
    end
    for i, result in ipairs(answers.all(list)) do
      assert.is_nil(result.value, list[i])
      assert.equal("decode", result.second.kind, list[i])
      assert.matches("^200, but the answer is not usable: [%w_ ()]+; an answer that begins with ",
        result.second.message)
    end
    expect_refused {
      { "x", at(1, "invalid token") },
      { '{"key_result":', at(15, "T_END") },
      { '{"key_result":{"id":"x"}', at(25, "T_END", "comma or object end") },
      { [[{"a":"\ud83d","b":}]], at(19, "T_OBJ_END") }, -- not for its half of a pair
      { '{"key_result":{"id":"x"}}x', at(26, "invalid token", "the end") },
      { '{"key_result":{"id":"x"}}{}', at(26, "T_OBJ_BEGIN", "the end") },
      { "<!DOCTYPE html>", at(1, "invalid token") },
      { "\u{feff}\u{feff}{}", at(1, "invalid token") }, -- one is skipped
    }
  end)

  it("is refused for a zero byte, and when there is nothing", function()
    local whole = '{"key_result":{"id":"x"}}'
    for _, text in ipairs { "\0" .. whole, whole .. "\0", '{"key_result":{"id":"a\0b"}}' } do
      local value, err = answers.one(text)
      assert.is_nil(value)
      assert.equal("create_key_result: 200, but the answer is not usable: it holds a zero byte; "
        .. 'an answer that begins with "' .. text:gsub("%z", "\\x00") .. '"' .. creates.ADVICE,
        tostring(err))
    end
    local value, err = answers.one ""
    assert.is_nil(value)
    assert.equal("decode", err.kind)
    assert.equal("create_key_result: 200, but the answer is empty" .. creates.ADVICE,
      tostring(err))
  end)

  it("is refused without a key result in it", function()
    expect_refused {
      { "{}", "it has no field key_result" },
      { '{"key_result":null}', "it has no field key_result" },
      { '{"goal":{"id":"x"}}', "it has no field key_result" },
      { "[]", "it has no field key_result" },
      { "null", "it is nil, not an object" },
      { "7", "it is number, not an object" },
      { "1.5", "it is number, not an object" },
      { '{"key_result":"x"}', "key_result is string, not an object" },
      { '{"key_result":9007199254740993}', "key_result is number, not an object" },
      { '{"key_result":true}', "key_result is boolean, not an object" },
      { '{"key_result":[{"id":"x"}]}', "key_result is an array, not an object" },
      { '{"key_result":[]}', "key_result has no id" },
      { '{"key_result":{}}', "key_result has no id" },
      { '{"key_result":{"id":null,"name":"x"}}', "key_result has no id" },
    }
  end)

  it("does not depend on the locale", function()
    local text = answers.with "[0.5,183,-1e2,9007199254740993,1,2,{\"a\":7.25}]"
    for _, point in ipairs { ",", "\u{66b}" } do
      local comma <close> = locale.new(point)
      local server <close> = scripted_server.start {
        { { "request" }, { "send", scripted_server.http(200, {}, text) } },
      }
      local output = creates.script(server, comma.code .. [[
        local client <close> = new()
        local v = assert(client:create_key_result(GOAL, BODY)).v
        os.setlocale "C"
        print(v[1], v[2], v[3], v[4], v[5], v[6], v[7].a)]], comma.environment)
      assert.equal("0" .. point .. "5\n0.5\t183\t-100\t9007199254740993\t1\t2\t7.25\n", output)
    end
  end)

end)
