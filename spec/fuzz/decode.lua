-- SPDX-License-Identifier: MIT
-- One byte: the operation; then the body of a 200.

local clickup = require "clickup"
local cjson = require "cjson"
local common = require "spec.fuzz.common"
local core = require "clickup.core"

local HEAD = "HTTP/1.1 200 OK\r\n\r\n"

-- What was decoded can be sent, unless the strings are not UTF-8 or it is too
-- deep; and what is sent is decoded to the same.
local function check_round_trip(value)
  if type(value) ~= "table" or value[1] ~= nil or next(value) == nil then
    value = { value = value }
  end
  local call = common.landed("request", "POST", "/v2/x", value)
  local body = core.calls.request_body(call)
  local value_again, kind = core.calls.outcome(call)
  if body == "" or value_again == nil and kind == "invalid" then
    return common.check_error(select(2, call:result()))
  end
  assert(common.same(value, (assert(core.decode(body)))), "another value after a round trip")
end

local lua_cjson = cjson.new()
lua_cjson.decode_max_depth(100)
lua_cjson.decode_invalid_numbers(false)

-- Numbers are read by us, nulls left out.
local function is_same(ours, theirs)
  if theirs == cjson.null then return ours == nil end
  if type(theirs) == "number" then
    if type(ours) == "number" then return ours + 0.0 == theirs + 0.0 end
    return type(ours) == "string" and math.abs(theirs + 0.0) >= 2 ^ 63
  end
  if type(theirs) ~= "table" or type(ours) ~= "table" then return ours == theirs end
  local count = 0
  if theirs[1] ~= nil then
    for _, item in ipairs(theirs) do
      if item ~= cjson.null then
        count = count + 1
        if not is_same(ours[count], item) then return false end
      end
    end
    return #ours == count
  end
  for key, item in pairs(theirs) do
    if not is_same(ours[key], item) then return false end
    if item ~= cjson.null then count = count + 1 end
  end
  for _ in pairs(ours) do count = count - 1 end
  return count == 0
end

-- What is JSON and what not is for lua-cjson to say, but for a byte order mark before it.
local function check_against_cjson(json)
  local ours, reason = core.decode(json)
  local fine, theirs = pcall(lua_cjson.decode, (json:gsub("^\u{feff}", "")))
  if fine and not json:find("\0", 1, true) then
    assert(reason == nil and is_same(ours, theirs), "not as lua-cjson reads it")
  elseif not fine and not json:find "\\u[dD][89a-fA-F]" then
    assert(reason ~= nil, "what lua-cjson refuses was read")
  end
end

return function(bytes)
  check_against_cjson(bytes:sub(2))
  local call, envelope = common.call(bytes:byte() or 0)
  common.glue.answer(call, HEAD, bytes:sub(2), bytes:byte(-1) or 0, 0)
  local value, info = call:result()
  if value == nil then
    common.check_error(info)
    assert(info.kind == "decode" and info.sent ~= "no", info.kind)
    return
  end
  if value == clickup.null then return end -- nothing else stands for it at the top
  common.check_value(value)
  local whole = core.decode(bytes:sub(2))
  assert(value == true or common.same(value, envelope and whole[envelope] or whole),
    "another value along the schema")
  check_round_trip(value)
end
