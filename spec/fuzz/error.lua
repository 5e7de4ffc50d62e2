-- SPDX-License-Identifier: MIT
-- Two bytes: the operation, and libcurl's code (0 for most); then header lines,
-- an empty line, and a body.

local clickup = require "clickup"
local common = require "spec.fuzz.common"

return function(bytes)
  local call = common.call(bytes:byte() or 0)
  local code = bytes:byte(2) or 0
  code = code < 100 and code or 0
  local head, body = bytes:sub(3):match "^(.-\r?\n\r?\n)(.*)$"
  head, body = head or bytes:sub(3), body or ""
  local status = common.glue.answer(call, head, body, bytes:byte(-1) or 0, code)
  local value, info = call:result()
  if value ~= nil then
    assert(status >= 200 and status < 300 and code == 0, "a value without a success")
    if value ~= clickup.null then common.check_value(value) end
  else
    common.check_error(info)
    assert(info.status == (status >= 200 and status or nil), "another status")
    assert(status < 200 or info.sent ~= "no", "it was answered")
  end
  local response = value == nil and info.response or info
  assert(type(response.headers) == "table" and #response.body <= common.MOST)
end
