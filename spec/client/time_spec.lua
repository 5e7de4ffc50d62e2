-- SPDX-License-Identifier: MIT
-- clickup.time: what becomes milliseconds, and what is refused.

local clickup = require "clickup"
local creates = require "spec.support.creates"

local function raises(due, value)
  local fine, message = pcall(function()
    local ms = clickup.time(value)
    return ms
  end)
  assert.is_false(fine, due)
  assert.matches("^spec/client/time_spec%.lua:%d+: time: ", message)
  assert.equal("time: " .. due, (message:gsub("^.-:%d+: ", "")))
end

describe("clickup.time", function()
  it("takes seconds", function()
    for seconds, ms in pairs { [0] = 0, [1795867200] = 1795867200000, [5.0] = 5000,
      [99999999999] = 99999999999000 } do
      assert.equal(ms, clickup.time(seconds))
      assert.equal("integer", math.type(clickup.time(seconds)))
    end
    local now = os.time()
    assert.equal(now * 1000, clickup.time(now))
  end)

  it("takes dates, whatever the zone of this machine is", function()
    local cases = {
      ["1970-01-01"] = 43200, ["2026-11-28"] = 1795867200, ["2024-02-29"] = 1709208000,
      ["2000-02-29"] = 951825600, ["9999-12-31"] = 253402257600, ["2100-03-01"] = 4107585600,
      ["2026-11-28T10:00:00Z"] = 1795860000, ["2026-11-28T10:00Z"] = 1795860000,
      ["2026-11-28 10:00:00z"] = 1795860000, ["2026-11-28t10:00:00+01:00"] = 1795856400,
      ["2026-11-28T10:00:00-0530"] = 1795879800, ["2026-11-28T10:00+14"] = 1795809600,
      ["2026-11-28T10:00:00.25Z"] = 1795860000.25, ["2026-11-28T10:00:00,1239+00:00"]
        = 1795860000.123, ["1970-01-01T00:00:00Z"] = 0, ["2026-11-28T10:05:07Z"] = 1795860307,
      ["2026-11-28T10:05:07-00:59"] = 1795863847, ["2026-11-28T10:00:00-1359"] = 1795910340,
      ["9999-12-31T23:59:59Z"] = 253402300799,
    }
    for text, seconds in pairs(cases) do
      assert.equal(math.tointeger(seconds * 1000), clickup.time(text), text)
    end
    for day = 0, 366 * 8 do -- every day, as another calendar has it
      local seconds = 1709208000 + day * 86400
      assert.equal(seconds * 1000, clickup.time(os.date("!%Y-%m-%d", seconds)))
    end
    for noon = 43200, 253402300799, 331 * 86400 do -- a day of each year
      assert.equal(noon * 1000, clickup.time(os.date("!%Y-%m-%d", noon)))
    end
    for _, zone in ipairs { "UTC", "XST-13", "YST+11" } do
      assert.equal("1795867200000 1795867200000\n", (creates.script({ url = "http://x" }, [[
        print(clickup.time "2026-11-28", clickup.time "2026-11-28T13:00+01:00")]],
        { TZ = zone })):gsub("\t", " "))
    end
  end)

  it("takes tables as os.time does, and leaves them as they are", function()
    local day = { year = 2026, month = 11, day = 28.0 }
    assert.equal(os.time { year = 2026, month = 11, day = 28 } * 1000, clickup.time(day))
    assert.same({ year = 2026, month = 11, day = 28.0 }, day)
    local now = os.time()
    assert.equal(now * 1000, clickup.time(os.date("*t", now)))
    assert.equal("1795874400000\n", (creates.script({ url = "http://x" }, [[
      print(clickup.time { year = 2026, month = 11, day = 28 })]], { TZ = "XST+2" })))
  end)

  it("refuses tables that are before 1970 or after 9999 where the program runs", function()
    local function told(zone)
      return (creates.script({ url = "http://x" }, [[
        print(pcall(clickup.time, { year = 1970, month = 1, day = 1, hour = 0 }))
        print(pcall(clickup.time, { year = 9999, month = 12, day = 31, hour = 23, min = 59,
          sec = 59 }))]], { TZ = zone }):gsub("[^\n]*: time: ", ""):gsub("\t", " "))
    end
    local refused = "expected a time from 1970 to 9999, got a table\n"
    assert.equal("true 0\ntrue 253402300799000\n", told "UTC")
    assert.equal(refused .. "true 253402297199000\n", told "XST-1")
    assert.equal("true 3600000\n" .. refused, told "YST+1")
  end)

  it("shows 60 bytes of what it refuses", function()
    for length, shown in pairs { [60] = ("x"):rep(60), [61] = ("x"):rep(60) .. "..." } do
      raises(('expected a date such as 2026-11-28, or 2026-11-28T10:00:00Z, got string "%s"')
        :format(shown), ("x"):rep(length))
      raises("unknown field " .. shown, { [("x"):rep(length)] = 1 })
    end
  end)

  it("refuses numbers that are no seconds", function()
    local seconds = "expected seconds, as of os.time(), got number "
    raises(seconds .. "nan", 0 / 0)
    raises(seconds .. "inf", math.huge)
    raises(seconds .. "-inf", -math.huge)
    raises(seconds .. "1795867200000: these are milliseconds, which go as they are", 1795867200000)
    raises(seconds .. "100000000000: these are milliseconds, which go as they are", 100000000000)
    raises(seconds .. "1e+300: these are milliseconds, which go as they are", 1e300)
    raises("expected whole seconds, got number 1.5: math.floor makes them so", 1.5)
    raises("expected seconds since 1970, got number -1", -1)
  end)

  it("refuses dates that are not in the calendar", function()
    for text, due in pairs {
      ["2026-13-01"] = "month: expected an integer from 1 to 12",
      ["2026-00-01"] = "month: expected an integer from 1 to 12",
      ["2026-02-30"] = "day: expected an integer from 1 to 28",
      ["2024-02-30"] = "day: expected an integer from 1 to 29",
      ["2100-02-29"] = "day: expected an integer from 1 to 28",
      ["2026-04-31"] = "day: expected an integer from 1 to 30",
      ["2026-01-00"] = "day: expected an integer from 1 to 31",
      ["1969-12-31"] = "year: expected an integer from 1970 to 9999",
      ["2026-01-01T24:00Z"] = "hour: expected an integer from 0 to 23",
      ["2026-01-01T00:60Z"] = "min: expected an integer from 0 to 59",
      ["2026-01-01T00:00:60Z"] = "sec: expected an integer from 0 to 59",
      ["2026-01-01T00:00"] = "expected a zone behind the time of day: Z, or such as +01:00",
      ["2026-01-01 00:00:00.5"] = "expected a zone behind the time of day: Z, or such as +01:00",
      ["2026-01-01T00:00+15:00"] = "expected a zone from -14:00 to +14:00, or Z",
      ["2026-01-01T00:00+14:01"] = "expected a zone from -14:00 to +14:00, or Z",
      ["2026-01-01T00:00+01:60"] = "expected a zone from -14:00 to +14:00, or Z",
      ["2026-01-01T00:00+01:75"] = "expected a zone from -14:00 to +14:00, or Z",
      ["2026-01-01T00:00 CET"] = "expected a zone from -14:00 to +14:00, or Z",
      ["1970-01-01T00:00:00+01:00"] = "expected a time from 1970 to 9999",
      ["9999-12-31T23:59:59-01:00"] = "expected a time from 1970 to 9999",
    } do
      raises(('%s, got string "%s"'):format(due, text), text)
    end
    for month, days in ipairs { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 } do
      assert.equal("integer", math.type(clickup.time(("2026-%02d-%02d"):format(month, days))))
      local text = ("2026-%02d-%02d"):format(month, days + 1)
      raises(('day: expected an integer from 1 to %d, got string "%s"'):format(days, text), text)
    end
    for _, text in ipairs { "", "tomorrow", "28.11.2026", "2026-11-28T", "2026-11-28 noon",
      "20261128", "179586720", "2026-11-28\n", " 2026-11-28", "1795867200", "1795867200.5" } do
      raises(('expected a date such as 2026-11-28, or 2026-11-28T10:00:00Z, got string "%s"%s')
        :format(text:gsub("\n", "\\n"), text == "1795867200"
          and ": tonumber makes seconds of it" or ""), text)
    end
  end)

  it("refuses tables that are no time", function()
    local function with(changes)
      local all = { year = 2026, month = 11, day = 28 }
      for name, value in pairs(changes) do all[name] = value end
      return all
    end
    raises("year: expected an integer from 1970 to 9999, got year = nothing", {})
    raises("year: expected an integer from 1970 to 9999, got year = number 26", with { year = 26 })
    raises("month: expected an integer from 1 to 12, got month = number 13", with { month = 13 })
    raises("day: expected an integer from 1 to 30, got day = number 31", with { day = 31 })
    raises("day: expected an integer from 1 to 30, got day = number 1.5", with { day = 1.5 })
    raises('hour: expected an integer from 0 to 23, got hour = string "7"', with { hour = "7" })
    raises("sec: expected an integer from 0 to 59, got sec = number 60", with { sec = 60 })
    raises('unknown field mint, did you mean "min"?', with { mint = 5 })
    raises("unknown field 1", { 2026, 11, 28 })
  end)

  it("refuses everything else", function()
    for _, case in ipairs { { nil, "nothing" }, { true, "boolean true" },
      { clickup.null, "null" }, { print, "a function" } } do
      raises("expected seconds, a table as of os.date, or a date such as 2026-11-28, or "
        .. "2026-11-28T10:00:00Z, got " .. case[2], case[1])
    end
  end)
end)
