-- SPDX-License-Identifier: MIT
-- Answers that end where a reader might go on; a sanitizer sees whether it does.

local creates = require "spec.support.creates"
local scripted_server = require "spec.support.scripted_server"

local function once(status, headers, body)
  local raw <close> = scripted_server.start {
    { { "request" }, { "send", scripted_server.http(status, headers, body) } },
  }
  return creates.once(raw, { max_wait = 1 })
end

describe("an answer", function()
  it("may have moments of any length", function()
    for length = 50, 200, 15 do
      local long = ("Mon "):rep(length // 4)
      local value, err = once(429,
        { "Date: " .. long, "X-RateLimit-Reset: " .. ("9"):rep(length), "Retry-After: " .. long },
        '{"err":"slow down"}')
      assert.is_nil(value)
      assert.equal("rate_limited", err.kind)
    end
  end)

  it("may end inside an escape, in a block that it fills", function()
    for _, tail in ipairs { "\\", "\\u", "\\ud", "\\ud8", "\\ud83", "\\ud83d", "\\ud83d\\" } do
      local head = '{"key_result":{"id":"'
      for _, size in ipairs { 256, 300, 1000 } do
        local body = head .. ("x"):rep(size - #head - #tail) .. tail
        local value, err = once(200, {}, body)
        assert.is_nil(value)
        assert.equal("decode", err.kind)
      end
    end
  end)
end)
