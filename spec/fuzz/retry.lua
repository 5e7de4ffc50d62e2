-- SPDX-License-Identifier: MIT
-- The rate limit against a model that keeps the moment of every request. Two
-- bytes: the limit, and whether it is set by hand; then steps of three bytes.

local retry = require "retry_probe"

local WINDOW_MS <const> = 60000

-- How many were sent in the minute before.
local function sent_since(times, since)
  local count = 0
  for _, at in ipairs(times) do
    if at > since then count = count + 1 end
  end
  return count
end

local function hint_of(kind, value, now)
  if kind == 0 then return { limit = value } end
  if kind == 1 then return { remaining = value % 4, reset = now // 1000 + value } end
  if kind == 2 then return { remaining = 0, reset = value << 40, date = now // 1000 } end
  return { retry_after = value, date = value << 3 }
end

return function(bytes)
  local first, by_hand = bytes:byte(1, 2)
  if not by_hand then return end
  local set = by_hand % 2 == 1
  local limit, now, times, held = set and first % 16 + 1 or 0, 1000, {}, 0
  local limiter = retry.limiter(set and limit or -1)
  for i = 3, math.min(#bytes - 2, 600), 3 do
    local step, kind, value = bytes:byte(i, i + 2)
    if step % 4 == 0 then
      now = now + (kind << 8 | value)
    elseif step % 4 == 1 then
      local hint = hint_of(kind % 4, value, now)
      local status = kind >= 128 and 429 or 200
      local asked = retry.asked { retry_after = hint.retry_after, reset = hint.reset,
        date = hint.date, local_s = now // 1000 }
      limiter:hear(hint, status, asked, now, now // 1000)
      if hint.limit and hint.limit > 0 and not set then limit = hint.limit end
      if status == 429 and asked > 0 then held = math.max(held, now + asked) end
    else
      local free = limiter:free(now)
      assert(free >= held or free >= now and held <= now, "let through before the server's moment")
      if free <= now then
        assert(limit == 0 or sent_since(times, now - WINDOW_MS) < limit, "more than the limit")
        assert(limiter:remaining(now) ~= 0 or limit == 0, "none remain, and one is let through")
        limiter:count(now)
        times[#times + 1] = now
      else
        assert(limiter:remaining(now) <= math.max(limit, 3), "more remain than there are")
      end
    end
  end
end
