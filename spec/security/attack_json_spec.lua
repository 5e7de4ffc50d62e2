-- SPDX-License-Identifier: MIT
-- JSON that is made to cost more than it weighs. What JSON becomes otherwise: decode_spec.

local answers = require "spec.support.answers"
local attacks = require "spec.support.attacks"

local MANY <const> = 200000

teardown(function() attacks.tell "JSON" end)

local function listed(count, format, separator)
  local parts = {}
  for i = 1, count do parts[i] = format:format(i) end
  return table.concat(parts, separator or ",")
end

local function nested(levels, open, close, inner)
  return open:rep(levels) .. inner .. close:rep(levels)
end

-- Refused or taken, in time and in memory; `mib`: how much it may take.
local function meet(text, mib, whole)
  local server <close> = answers.server { whole and text or answers.with(text) }
  local result = attacks.bounded(mib, function() return answers.asked(server, 1)[1] end)
  return result.value, result.second
end

describe("JSON is refused", function()
  for _, case in ipairs(attacks.sample {
    { "as 100,000 arrays in each other", nested(100000, "[", "]", "") },
    { "as 100,000 objects in each other", nested(100000, '{"a":', "}", "1") },
    { "as arrays and objects in each other", nested(50000, '[{"a":', "}]", "1") },
    { "as 101 arrays around one number", nested(101, "[", "]", "12345678901234567890") },
    { "as 200,000 arrays that nobody closes", ("["):rep(MANY) },
    { "as 200,000 objects that nobody closes", ('{"a":'):rep(MANY) },
    { "as 200,000 closed arrays that nobody opened", ("]"):rep(MANY) },
    { "as 200,000 commas", (","):rep(MANY) }, { "as 200,000 colons", (":"):rep(MANY) },
    { "as 200,000 signs", ("-"):rep(MANY) }, { "as 200,000 points", "1" .. ("."):rep(MANY) },
    { "as 200,000 signs in numbers", ("1-"):rep(MANY) },
    { "as 200,000 exponents", "1" .. ("e1"):rep(MANY) },
    { "as a string that nobody closes", '"' .. ("x"):rep(MANY) },
    { "as 200,000 escapes that are none", '"' .. ([[\x]]):rep(MANY) .. '"' },
    { "as 200,000 halves of escapes", '"' .. ([[\u]]):rep(MANY) .. '"' },
    { "as a string that ends in its escape", '"' .. ("\\"):rep(MANY + 1) },
    { "as 400,000 quotes", ('"'):rep(2 * MANY) },
    { "as a number of 200,000 zeroes", ("0"):rep(MANY) },
    { "as NaN", "NaN" }, { "as Infinity", "-Infinity" }, { "as a comment", "/* x */ 1" },
    { "with a second document", '{"key_result":{"id":"a"}}{"key_result":{"id":"b"}}', true },
    { "with a second document on its own line", '{"key_result":{"id":"a"}}\n{"x":1}', true },
    { "with garbage behind it", '{"key_result":{"id":"a"}}' .. ("\255"):rep(MANY), true },
    { "after two byte order marks", "\u{feff}\u{feff}" .. '{"key_result":{"id":"a"}}', true },
    { "in UTF-16", '{\0"\0k\0"\0:\0001\0}\0', true },
    { "in UTF-32", '{\0\0\0"\0\0\0', true },
    { "as 200,000 blanks", (" "):rep(MANY), true },
    { "as 200,000 zero bytes", ("\0"):rep(MANY), true },
    { "with a comma too many", '{"key_result":{"id":"a",}}', true },
    { "with single quotes", "{'key_result':{'id':'a'}}", true },
    { "with a key without quotes", '{key_result:{"id":"a"}}', true },
    { "with a number for a key", '{1:{"id":"a"}}', true },
    { "as Lua", 'return {key_result={id="a"}}', true },
  }) do
    local name, text, whole = table.unpack(case)
    it(name, function()
      local value, err = meet(text, 48, whole)
      assert.is_nil(value)
      assert.equal("decode", err.kind)
      assert.equal("unknown", err.sent)
      assert.is_true(#err.message < 1000, #err.message)
      assert.is_nil(err.message:find "%c")
    end)
  end
end)

describe("JSON is taken", function()
  local function count(t)
    local n = 0
    for _ in pairs(t) do n = n + 1 end
    return n
  end

  for _, case in ipairs(attacks.sample {
    { "with 100,000 fields that differ at their end",
      "{" .. listed(100000, '"' .. ("A"):rep(36) .. '%08d":1') .. "}", 160, 100000 },
    { "with a million fields", "{" .. listed(1000000, '"k%d":1') .. "}", 320, 1000000 },
    { "with 100,000 long fields that differ in their middle",
      "{" .. listed(100000, '"' .. ("A"):rep(50) .. "%08d" .. ("B"):rep(50) .. '":1') .. "}",
      160, 100000 },
    { "with one field 200,000 times", "{" .. listed(MANY, '"a":%d') .. "}", 160, 1 },
    { "with 200,000 empty objects", "[" .. listed(MANY, "{}") .. "]", 320, MANY },
    { "with 600,000 nulls", "[" .. listed(3 * MANY, "null") .. "]", 320, 0 },
    { "with 100,000 numbers beyond 64 bits", "[" .. listed(100000, "12345678901234567890%d") .. "]",
      160, 100000 },
    { "with a key of 1 MB", '{"' .. ("k"):rep(1 << 20) .. '":1}', 48, 1 },
    { "with fields that only look like indices", '{"1":1,"2":2,"0":0,"-1":3,"1.0":4,"1e0":5}', 16,
      6 },
    { "with a field without a name", '{"":1}', 16, 1 },
    { "with fields that mean something elsewhere", [[{"__proto__":{"x":1},"constructor":1,
      "__index":{"y":2},"__newindex":1,"__gc":1,"__mode":"k","__metatable":1,"__call":1,
      "__len":9,"__eq":1,"__name":"z","__tostring":"t","__close":1,"__pairs":1}]], 16, 14 },
  }) do
    local name, text, mib, fields = table.unpack(case)
    it(name, function()
      local value = assert(meet(text, mib)).v
      assert.equal(fields, count(value))
      assert.is_nil(getmetatable(value))
      assert.is_nil(value.x or value.y)
    end)
  end

  for _, case in ipairs(attacks.sample {
    { "with a string of 8 MB", '"' .. ("x"):rep(8 << 20) .. '"', 96, 8 << 20 },
    { "with 200,000 halves of surrogate pairs", '"' .. ("\\ud800"):rep(MANY) .. '"', 96,
      3 * MANY },
    { "with 200,000 escapes", '"' .. ("\\n"):rep(MANY) .. '"', 64, MANY },
    { "with a number of 200,000 digits", ("9"):rep(MANY), 64, MANY },
    { "with bytes that are no UTF-8", '"' .. ("\xff\xc0\x80\xed\xa0\x80"):rep(1000) .. '"', 16,
      6000 },
  }) do
    local name, text, mib, length = table.unpack(case)
    it(name, function() assert.equal(length, #assert(meet(text, mib)).v) end)
  end

  for name, text in pairs {
    ["with a fraction of 200,000 digits"] = "0." .. ("3"):rep(MANY),
    ["with a fraction that is hardly one"] = "0." .. ("0"):rep(MANY) .. "1",
  } do
    it(name, function()
      assert.is_true(math.abs(assert(meet(text, 64)).v - (text:find "3" and 1 / 3 or 0)) < 1e-15)
    end)
  end

  it("with an exponent of 200,000 digits, as its text", function()
    local text = "1e" .. ("9"):rep(MANY)
    assert.is_true(text == assert(meet(text, 64)).v)
  end)
end)

describe("an error's JSON", function()
  it("costs no more than it may, and is told short", function()
    for _, body in ipairs {
      '{"err":"' .. ("x"):rep(2 << 20) .. '","ECODE":"' .. ("E"):rep(1 << 20) .. '"}',
      '{"err":' .. nested(100000, "[", "]", "") .. "}", '{"err":{"err":{"err":1}}}',
      "{" .. listed(200000, '"k%d":1') .. "}", '{"err":1e999,"ECODE":null}', "[[[",
    } do
      local value, err = attacks.bounded(96, function()
        return answers.one(("HTTP/1.1 500 X\r\nContent-Length: %d\r\n\r\n%s"):format(#body, body))
      end)
      assert.is_nil(value)
      assert.equal("api", err.kind)
      assert.is_true(#err.message < 700, #err.message)
      assert.is_true(#(err.code or "") < 100)
    end
  end)
end)
