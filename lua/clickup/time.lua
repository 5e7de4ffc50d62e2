-- SPDX-License-Identifier: MIT
--- clickup.time: what programs and people call a time, as the milliseconds that ClickUp wants.
--
-- The result does not depend on where a program runs, but for a table, which is local time to
-- os.time as well. Hence a day alone is its noon in UTC, which is that day from UTC-12 to UTC+11,
-- and a time of day needs its zone.

local core = require "clickup.core"
local usage = require "clickup.usage"

local LAST = 253402300799      -- the last second of 9999
local MOST_SECONDS = 99999999999 -- with a digit more they are milliseconds, of 1973 or later
local SHAPES = "a date such as 2026-11-28, or 2026-11-28T10:00:00Z"

local describe = usage.describe

local function refuse(expected, value, advice)
  core.usage_error(("time: expected %s, got %s%s"):format(expected, describe(value),
    advice and ": " .. advice or ""))
end

-- ---- the calendar -----------------------------------------------------------

local MONTHS = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 }

local function days_in(year, month)
  local leap = year % 4 == 0 and (year % 100 ~= 0 or year % 400 == 0)
  return month == 2 and leap and 29 or MONTHS[month]
end

-- Days from 1970-01-01 to a day of the Gregorian calendar.
local function days_before(year, month, day)
  local past = year - 1
  local days = past * 365 + past // 4 - past // 100 + past // 400
  for i = 1, month - 1 do days = days + days_in(year, i) end
  return days + day - 719163
end

local LEAST = { year = 1970, month = 1, day = 1, hour = 0, min = 0, sec = 0 }
local MOST = { year = 9999, month = 12, hour = 23, min = 59, sec = 59 }
local ORDER = { "year", "month", "day", "hour", "min", "sec" }

-- Checks the parts of a time; `shown`: what they came in.
local function check_parts(parts, shown)
  for _, name in ipairs(ORDER) do
    local value = parts[name]
    local most = MOST[name] or days_in(parts.year, parts.month)
    if math.type(value) ~= "integer" or value < LEAST[name] or value > most then
      local got = shown or ("%s = %s"):format(name, describe(value))
      core.usage_error(("time: %s: expected an integer from %d to %d, got %s"):format(name,
        LEAST[name], most, got))
    end
  end
  return parts
end

-- ---- a number, a table, a string --------------------------------------------

local read = {}

function read.number(value)
  local seconds = math.tointeger(value)
  if value ~= value or value - value ~= 0 then refuse("seconds, as of os.time()", value) end
  if value > MOST_SECONDS then
    refuse("seconds, as of os.time()", value, "these are milliseconds, which go as they are")
  end
  if not seconds then refuse("whole seconds", value, "math.floor makes them so") end
  if seconds < 0 then refuse("seconds since 1970", value) end
  return seconds * 1000
end

local FIELDS = { "year", "month", "day", "hour", "min", "sec", "isdst", "wday", "yday" }

function read.table(value)
  local known, parts = {}, { hour = 12, min = 0, sec = 0 }
  for _, name in ipairs(FIELDS) do known[name] = true end
  for name in next, value do
    if not known[name] then usage.unknown("time: unknown field", name, FIELDS) end
  end
  for _, name in ipairs(ORDER) do
    local given = rawget(value, name)
    local whole = type(given) == "number" and math.tointeger(given)
    if given ~= nil then parts[name] = whole or given end
  end
  check_parts(parts)
  parts.isdst = rawget(value, "isdst")
  local fine, seconds = pcall(os.time, parts)
  if not fine or seconds < 0 or seconds > LAST then refuse("a time from 1970 to 9999", value) end
  return seconds * 1000
end

-- Seconds east of UTC; nil: it is no zone.
local function zone_of(text)
  if text == "Z" or text == "z" then return 0 end
  local sign, hours, minutes = text:match "^([+-])(%d%d):?(%d%d)$"
  if not sign then sign, hours = text:match "^([+-])(%d%d)$" end
  hours, minutes = tonumber(hours), tonumber(minutes or 0)
  if not sign or hours * 60 + minutes > 14 * 60 or minutes > 59 then return nil end
  return (sign == "-" and -1 or 1) * (hours * 3600 + minutes * 60)
end

-- What stands behind the day: hour, min, sec, ms and zone; nil: it is no time of day.
local function read_clock(text, parts)
  local hour, min, rest = text:match "^[Tt ](%d%d):(%d%d)(.*)$"
  if not hour then return nil end
  local sec, after = rest:match "^:(%d%d)(.*)$"
  rest = after or rest
  local fraction
  if sec then fraction, after = rest:match "^[.,](%d%d?%d?)%d*([^%d]*.*)$" end
  rest = fraction and after or rest
  parts.hour, parts.min = tonumber(hour), tonumber(min)
  parts.sec = tonumber(sec or 0)
  return tonumber(((fraction or "") .. "000"):sub(1, 3)), rest
end

function read.string(value)
  local year, month, day, rest = value:match "^(%d%d%d%d)%-(%d%d)%-(%d%d)(.*)$"
  if not year then
    local seconds = #value >= 10 and not value:find "%D" -- 20261128 is a date
    refuse(SHAPES, value, seconds and "tonumber makes seconds of it" or nil)
  end
  local parts = { year = tonumber(year), month = tonumber(month),
    day = tonumber(day), hour = 12, min = 0, sec = 0 }
  local ms, offset = 0, 0
  if rest ~= "" then
    local zone
    ms, zone = read_clock(rest, parts)
    if not ms then refuse(SHAPES, value) end
    offset = zone_of(zone)
    if zone == "" then refuse("a zone behind the time of day: Z, or such as +01:00", value) end
    if not offset then refuse("a zone from -14:00 to +14:00, or Z", value) end
  end
  check_parts(parts, describe(value))
  local seconds = days_before(parts.year, parts.month, parts.day) * 86400 + parts.hour * 3600
    + parts.min * 60 + parts.sec - offset
  if seconds < 0 or seconds > LAST then refuse("a time from 1970 to 9999", value) end
  return seconds * 1000 + ms
end

---@param value integer|string|table
---@return integer
return function(value)
  local reader = read[type(value)]
  if not reader then refuse("seconds, a table as of os.date, or " .. SHAPES, value) end
  return reader(value)
end
