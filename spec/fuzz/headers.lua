-- SPDX-License-Identifier: MIT
-- Header lines, as libcurl hands them over: rate limits, dates, names.

local common = require "spec.fuzz.common"
local retry = require "retry_probe"
local core = require "clickup.core"

local YEAR_S <const> = 366 * 24 * 3600
local WINDOW_MS <const> = 62000

local call = common.call(0)

-- Names in lower case, values trimmed (an empty one that was joined leaves its
-- comma); no line feed is left in either.
local function check_headers(headers)
  for name, value in pairs(headers) do
    assert(not name:find "[A-Z\n]" and not name:find "^[ \t\r]", "a name")
    assert(not name:find "[ \t\r]$", "a name that ends in a blank")
    assert(not value:find "\n" and not value:find "^[ \t\r]", "a value")
    assert(not value:find "[^,][ \t\r]$", "a value that ends in a blank")
  end
end

-- Whatever a server says: the waits have an end, and the limiter too.
local function check_retry(hint, asked, status)
  for _, name in ipairs { "retry_after", "limit", "remaining", "reset" } do
    assert(hint[name] >= -1 and hint[name] < 10 ^ 15, name)
  end
  assert(asked >= -1 and asked <= (YEAR_S + 1) * 1000, "asked to wait too long")
  local limiter = retry.limiter(-1)
  limiter:hear(hint, status, asked, 5000, 1700000000)
  local free = limiter:free(5000)
  assert(free >= 5000 and free <= 5000 + math.max(WINDOW_MS, asked), "held for too long")
  local action, reason, wait = retry.decide {
    kind = "create", sent = "yes", status = status, asked_ms = asked, max_wait_ms = 90000,
    random = 65535, now = 5000,
  }
  assert(reason and wait >= 0 and (action ~= "again" or wait <= 90000), "waits too long")
end

return function(bytes)
  local status, asked = common.glue.answer(call, bytes, "", 0, 0)
  assert(status >= 0 and status <= 999, "no status")
  check_headers(core.calls.headers(call))
  check_retry(common.glue.hint(call), asked, status)
  local facts = core.calls.facts(call)
  assert(not facts.date or facts.date >= 0)
  assert(not facts.request_id or not facts.request_id:find "\n")
end
