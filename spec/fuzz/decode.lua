-- SPDX-License-Identifier: MIT
-- One byte: the operation; then the body of a 200.

local clickup = require "clickup"
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
  local body = call:request_body()
  if body == "" or call:outcome() == nil and select(2, call:outcome()) == "invalid" then
    return common.check_error(select(2, call:result()))
  end
  assert(common.same(value, (assert(core.decode(body)))), "another value after a round trip")
end

return function(bytes)
  local call = common.call(bytes:byte() or 0)
  common.glue.answer(call, HEAD, bytes:sub(2), bytes:byte(-1) or 0, 0)
  local value, info = call:result()
  if value == nil then
    common.check_error(info)
    assert(info.kind == "decode" and info.sent ~= "no", info.kind)
    return
  end
  if value == clickup.null then return end -- nothing else stands for it at the top
  common.check_value(value)
  check_round_trip(value)
end
