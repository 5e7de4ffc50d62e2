-- SPDX-License-Identifier: MIT
-- Whether a create that may have run is in a list: the decision alone, as a table of cases and in
-- all small worlds. No server, no clock: the question is the spec's.

local presence = require "clickup.presence"
local api = require "clickup.api"

local RULE
for _, entry in ipairs(api) do
  if entry.name == "create_key_result" then RULE = entry.reconcile end
end
local NOW, DATE = 5000, 1795000000 -- seconds: the client's clock and the server's at that moment
local BEGAN = NOW - 20

local function body(name)
  return { name = name or "Revenue", owners = { 183 }, type = "number", steps_start = 0,
    steps_end = 10, unit = "km" }
end

-- What the server has of it: made `age` seconds before now.
local function thing(id, changes, age)
  local made = { id = id, name = "Revenue", owners = { { id = 183 } }, type = "number",
    steps_start = 0, steps_end = 10, unit = "km", creator = 183,
    date_created = ("%d"):format((DATE - (age or 19)) * 1000) }
  for name, value in pairs(changes or {}) do made[name] = value ~= "none" and value or nil end
  return made
end

local function ask(list, changes)
  local question = { rule = RULE, sent = body(), list = list, claimed = {}, seen = {}, user = 183,
    began = BEGAN, now = NOW, date = DATE, local_date = DATE }
  for name, value in pairs(changes or {}) do question[name] = value end
  local found, candidates = presence.decide(question)
  if found then return "found " .. found.id end
  return #candidates > 0 and "unknown" or "absent"
end

local function with(changes)
  local made = body()
  for name, value in pairs(changes) do made[name] = value ~= "none" and value or nil end
  return made
end

-- The edges of what is believed: of times, of lists, of what is left out.
local function more_cases()
  local day = 26 * 3600 + NOW - BEGAN
  local function at(seconds)
    return thing("a", { date_created = ("%.0f"):format(seconds * 1000) })
  end
  local function two(offset)
    return { thing("known", {}, 2), thing("k2", {}, 2 + offset), thing "a" },
      { claimed = { known = NOW - 1, k2 = NOW - 1 } }
  end
  local function list(name, answer, sent, came)
    return { name, answer, { thing("a", came) }, { sent = with(sent) } }
  end
  local seven = { list_ids = { "7" } }
  return {
    { "2 s before it began", "found a", { at(DATE - 22) } },
    { "a little more", "unknown", { at(DATE - 22.1) } },
    { "60 s after the look", "found a", { at(DATE + 60) } },
    { "a little more after it", "unknown", { at(DATE + 60.1) } },
    { "a day and a time zone before it began", "unknown", { at(DATE - day) } },
    { "more than that", "absent", { at(DATE - day - 1) } },
    { "the same where what is known is as old", "found a",
      { at(DATE - day - 1), thing("known", {}, day) }, { claimed = { known = NOW - 5 } } },
    { "the same where it is a day younger", "absent",
      { at(DATE - day - 1), thing("known", {}, 5) }, { claimed = { known = NOW - 5 } } },
    { "known ones that differ by 60 s", "found a", two(60) },
    { "known ones that differ by more", "unknown", two(61) },
    { "the first second of 2010", "absent", { at(1262304000) } },
    { "the last of 2009", "unknown", { at(1262303999.999) } },
    { "one that was read just as it began", "found a", { thing "a" },
      { seen = { a = BEGAN - 0.01 } } },
    { "somebody else's, whoever is the first user", "absent", { thing("a", { name = "x" }) },
      { user = 1 } },
    { "the first user's", "absent", { thing("a", { name = "x", creator = 1 }) } },
    { "what another create in doubt would have made otherwise", "unknown",
      { thing("a", { name = "Other" }) },
      { others = { with { name = "Other", steps_end = 99 } } } },
    { "one for two creates of the same lists", "found a",
      { thing("a", { subcategory_ids = { 7 } }) },
      { sent = with(seven), others = { with(seven) } } },
    list("owners in another order", "found a", { owners = { 1, 2 } }, { owners = { 2, "1" } }),
    list("owners that come twice", "found a", { owners = { 1, 2 } }, { owners = { 2, 1, 1 } }),
    list("other owners", "unknown", { owners = { 1, 2 } }, { owners = { 1, 3 } }),
    list("one more owner", "unknown", { owners = { 1, 2 } }, { owners = { 1, 2, 3 } }),
    list("one owner less", "unknown", { owners = { 1, 2 } }, { owners = { 1 } }),
    list("no owners and none", "found a", { owners = {} }, { owners = "none" }),
    list("an owner and none", "unknown", { owners = { 1 } }, { owners = "none" }),
    list("an empty text and none", "found a", { unit = "" }, { unit = "none" }),
    list("0 and none", "found a", { unit = 0 }, { unit = "none" }),
    list("1 and none", "unknown", { unit = 1 }, { unit = "none" }),
    list("a text and none", "unknown", { unit = "km" }, { unit = "none" }),
    list("true and none", "unknown", { unit = true }, { unit = "none" }),
  }
end

describe("what it could be", function()
  it("is what matches, if anything does; else all that is not known", function()
    local function candidates(list, changes)
      local question = { rule = RULE, sent = body(), list = list, claimed = {}, seen = {},
        user = 183, began = BEGAN, now = NOW, date = DATE, local_date = DATE }
      for name, value in pairs(changes or {}) do question[name] = value end
      local found, left = presence.decide(question)
      assert.is_nil(found)
      for i, one in ipairs(left) do left[i] = one.id end
      return left
    end
    local late, other = thing("a", {}, 600), thing("b", { name = "Other" })
    assert.same({ "a" }, candidates { other, late })
    assert.same({ "b", "c" }, candidates { other, thing("c", { name = "Third" }) })
    assert.same({ "c" }, candidates({ other, thing("c", { name = "Third" }) },
      { others = { body "Other" } }))
    assert.same({}, candidates { thing("d", { creator = 9 }) })
  end)
end)

describe("whether a create is there", function()
  local calibrated = { claimed = { known = NOW - 1 } }
  local less = body()
  less.steps_end = nil
  local cases = {
    { "nothing", "absent", {} },
    { "what was sent", "found a", { thing "a" } },
    { "the older of two that match", "found b", { thing("a", {}, 3), thing("b", {}, 19) } },
    { "the same, in another order", "found b", { thing("b", {}, 19), thing("a", {}, 3) } },
    { "one that is surely it, beside one that may be", "found a",
      { thing("b", {}, 600), thing "a", thing("c", {}, 600) } },
    { "numbers that are written otherwise", "found a",
      { thing("a", { steps_start = "0.0", steps_end = "1e1" }) } },
    { "a name that is the same as a number only", "unknown", { thing("a", { name = "10.0" }) },
      { sent = body "10" } },
    { "another name", "unknown", { thing("a", { name = "Revenue &amp; cost" }) } },
    { "other numbers", "unknown", { thing("a", { steps_end = 11 }) } },
    { "no owners", "unknown", { thing("a", { owners = {} }) } },
    { "no id", "unknown", { thing("a", { id = "none" }) } },
    { "a text for an object", "unknown", { "a" } },
    { "an id that names nothing, though the like was seen", "unknown",
      { thing("a", { id = true, name = "x" }) }, { seen = { ["true"] = BEGAN - 9 } } },
    { "false for an object", "unknown", { false } },
    { "no object, and one that is another's", "unknown", { false, thing("a", { creator = 9 }) } },
    { "no time", "unknown", { thing("a", { date_created = "none" }) } },
    { "a time that is none", "unknown",
      { thing("a", { date_created = "2026-11-27T10:00:00Z" }) } },
    { "seconds for milliseconds", "unknown", { thing("a", { date_created = tostring(DATE) }) } },
    { "ten seconds too old", "unknown", { thing("a", {}, 30) } },
    { "eight hours too old", "unknown", { thing("a", {}, 8 * 3600) } },
    { "two hours ahead", "unknown", { thing("a", {}, -7200) } },
    { "more than a day old", "absent", { thing("a", {}, 27 * 3600) } },
    { "another's", "absent", { thing("a", { creator = 99 }) } },
    { "another's, as an object", "absent", { thing("a", { creator = { id = "99" } }) } },
    { "a creator that is no number", "unknown",
      { thing("a", { name = "x", creator = "Jane" }) } },
    { "a creator of 0", "unknown", { thing("a", { name = "x", creator = 0 }) } },
    { "a user of 0", "unknown", { thing("a", { name = "x" }) }, { user = 0 } },
    { "anybody's, while the user is not known", "unknown",
      { thing("a", { name = "x", creator = 9 }) }, { user = false } },
    { "one that was handed out", "absent", { thing "a" }, { claimed = { a = NOW - 3 } } },
    { "one that was read before", "absent", { thing "a" }, { seen = { a = BEGAN - 1 } } },
    { "one that was read as it began", "found a", { thing "a" },
      { seen = { a = BEGAN - 0.002 } } },
    { "one that was read since", "found a", { thing "a" }, { seen = { a = BEGAN + 1 } } },
    { "our clock is a year ahead", "unknown", { thing("a", {}, 600) },
      { local_date = DATE + 365 * 86400 } },
    { "our clock is a year behind", "unknown", { thing("a", {}, 30 * 3600) },
      { local_date = DATE - 365 * 86400 } },
    { "the Date is 30 hours ahead", "unknown", { thing "a" }, { date = DATE + 30 * 3600 } },
    { "times 8 hours off, as those of a known one", "found a",
      { thing("known", {}, 8 * 3600 + 2), thing("a", {}, 8 * 3600 + 19) }, calibrated },
    { "times that differ from a known one's by hours", "unknown",
      { thing("known", {}, 2), thing("a", {}, 7200) }, calibrated },
    { "known ones whose clocks differ", "unknown",
      { thing("known", {}, 2), thing("k2", {}, 7200), thing "a" },
      { claimed = { known = NOW - 1, k2 = NOW - 1 } } },
    { "what another create in doubt has made", "absent", { thing("a", { name = "Other" }) },
      { others = { body "Other" } } },
    { "what another create has made, or ours with its name trimmed", "unknown",
      { thing("a", { name = "REVENUE" }) }, { others = { body "REVENUE" } } },
    { "the same of names that are cut", "unknown",
      { thing("a", { name = "Revenue of this y" }) },
      { sent = body "Revenue of this year", others = { body "Revenue of this y" } } },
    { "the same of names that are cut at 60", "unknown",
      { thing("a", { name = ("Revenue of a year "):rep(9):sub(1, 60) }) },
      { sent = body(("Revenue of a year "):rep(9)),
        others = { body(("Revenue of a year "):rep(9):sub(1, 60)) } } },
    { "the same of names that are cut at 16, below which none is cut", "unknown",
      { thing("a", { name = "Revenue of  2026" }) },
      { sent = body "Revenue of  2026, all", others = { body "Revenue of  2026" } } },
    { "one of 15 that another create has made", "absent",
      { thing("a", { name = "Revenue of 2026" }) },
      { sent = body "Revenue of 2026, all", others = { body "Revenue of 2026" } } },
    { "what another create of a name that begins like ours has made", "absent",
      { thing("a", { name = "Revenue 1" }) },
      { sent = body "Revenue 12", others = { body "Revenue 1" } } },
    { "the same in letters that can be composed", "unknown",
      { thing("a", { name = "caf\u{e9}" }) },
      { sent = body "cafe\u{301}", others = { body "caf\u{e9}" } } },
    { "more than another create can have made", "unknown",
      { thing("a", { name = "Other" }), thing("b", { name = "Other" }) },
      { others = { body "Other" } } },
    { "one for two creates of the same body", "found a", { thing "a" }, { others = { body() } } },
    { "what a create with less, or with more, can have made", "unknown",
      { thing("a", { steps_end = "none" }) }, { others = { less } } },
    { "the same the other way round", "unknown", { thing("a", { steps_end = "none" }) },
      { sent = less, others = { body() } } },
    { "what another create of something that does not come back can have made", "unknown",
      { thing "a" }, { sent = with { tag = "x" }, others = { with { tag = "y" } } } },
    { "the same of what one has alone", "unknown",
      { thing "a" }, { sent = with { tag = "x" }, others = { body() } } },
    { "the same the other way round, too", "unknown",
      { thing "a" }, { others = { with { tag = "y" } } } },
    { "the same of what is in lists", "unknown", { thing "a" },
      { sent = with { more = { { id = 1, value = 1 } } },
        others = { with { more = { { id = 1, value = 2 } } } } } },
    { "the same of what is longer", "unknown", { thing "a" },
      { sent = with { more = { 1 } }, others = { with { more = { 1, 2 } } } } },
    { "one for two of which nothing differs, all through", "found a", { thing "a" },
      { sent = with { more = { { id = 1, value = 1 } } },
        others = { with { more = { { id = 1, value = 1 } } } } } },
    { "what two different creates can have made", "unknown",
      { thing("a", { steps_start = "none", steps_end = "none" }) },
      { others = { (function()
        local other = body()
        other.steps_end = 99
        return other
      end)() } } },
  }
  for _, case in ipairs(more_cases()) do cases[#cases + 1] = case end
  for _, case in ipairs(cases) do
    it(("%s: %s"):format(case[1], case[2]), function()
      assert.equal(case[2], ask(case[3], case[4]))
    end)
  end
end)

describe("a rule", function()
  local NOTE = { fields = { text = "shown" }, may_lack = {}, name = "text", time = "date",
    maker = "user" }
  local function note(text, changes)
    local made = { id = "n", shown = text, user = { id = 183 }, date = (DATE - 19) * 1000 }
    for name, value in pairs(changes or {}) do made[name] = value end
    return made
  end
  local function ask_note(list, others)
    return ask(list, { rule = NOTE, sent = { text = "Mine" }, others = others })
  end

  it("says which fields name a thing, and tell its time and its maker", function()
    assert.equal("found n", ask_note { note "Mine" })
    assert.equal("unknown", ask_note { note("Mine", { date = "none" }) })
    assert.equal("absent", ask_note { note("Mine", { user = { id = 9 } }) })
    assert.equal("absent", ask_note { note("Mine", { date = (DATE - 27 * 3600) * 1000 }) })
    assert.equal("unknown", ask_note { note "Other" })
    assert.equal("absent", ask_note({ note "Other" }, { { text = "Other" } }))
    assert.equal("unknown", ask_note({ note "MINE" }, { { text = "MINE" } }))
    assert.equal("found n", ask_note({ note "Mine" }, { { text = "Mine" } }))
    -- fields that do not come back tell nobody whose it is
    assert.equal("unknown", ask_note({ note "Mine" }, { { text = "Mine", assignee = 5 } }))
    -- what is no time tells no clock
    assert.equal("unknown", ask({ thing("k", { date_created = "1e400" }),
      thing("a", { date_created = "1e400" }) }, { claimed = { k = NOW - 1 } }))
    -- a body without a name tells of nothing that it is there
    assert.equal("unknown", ask({ note "Mine" }, { rule = NOTE, sent = { rich = { "Mine" } } }))
    assert.equal(183, presence.maker_of(NOTE, note "x"))
    assert.equal(5, presence.maker_of(RULE, { creator = { id = 5 } }))
    assert.is_nil(presence.maker_of(RULE, {}))
  end)
end)

-- ---- all small worlds -------------------------------------------------------------------------
--
-- A world: up to three creates of this client, in doubt; which of them ran; what the server makes
-- of a thing; whose clock is off by how much; what else is there. What the client is asked is made
-- from it, and its answer is held against what happened.

-- What becomes of a thing on its way.
local CHANGES = {
  kept = {}, upper = { name = "REVENUE" }, escaped = { name = "Revenue &amp;" },
  cut = { name = "Rev" }, empty = { name = "" }, unnamed = { name = "none" },
  rounded = { steps_end = 9 }, unowned = { owners = {} }, silent = { steps_end = "none" },
  unit = { unit = "none" },
}
-- What the other two creates are called: as ours, otherwise, or as a server may call ours.
local NAMES = { alike = { nil, "Revenue", "Revenue" }, other = { nil, "Other", "Third" },
  near = { nil, "REVENUE", "Revenue &amp;" } }
local OFFSETS = { 0, -35, 35, -7200, 7200, -8 * 3600, 14 * 3600 } -- seconds of date_created
local DATES = { 0, 35, -35, 7200, -7200 }                       -- seconds of the read's Date
local UNITS = { 1000, 1 }

local worlds = 0

-- Who ran, in a few lines, when a world shows a fault.
local function story(world, answer, what)
  local lines = { what .. ":" }
  for _, name in ipairs { "change", "offset", "date", "unit", "ran", "twins", "others", "lag" } do
    lines[#lines + 1] = ("  %s: %s"):format(name, tostring(world[name]))
  end
  lines[#lines + 1] = "  the answer about the first create: " .. answer
  return table.concat(lines, "\n")
end

local function shown(world, id, name, age)
  local changes = {}
  if name then changes.name = name end
  for field, value in pairs(CHANGES[world.change]) do changes[field] = value end
  if world.offset == "none" then changes.date_created = "none"
  else
    changes.date_created = ("%d"):format((DATE - age + world.offset) * world.unit)
  end
  return thing(id, changes)
end

-- The first create asks. `ran`: which of up to three creates ran, in bits. `others`: of the same
-- body or of another. `twins`: what else is there: none, one that another program of this user
-- made minutes ago, one of two days ago, or another user's.
local function try(world)
  worlds = worlds + 1
  local list, others = {}, {}
  if world.twins == "minutes ago" then
    list[#list + 1] = thing("old", { name = "Something" }, 300)
  elseif world.twins == "days ago" then
    list[#list + 1] = thing("old", {}, 2 * 86400)
  elseif world.twins == "another user" then
    list[#list + 1] = thing("old", { creator = 99 }, 19)
  end
  local names = NAMES[world.others]
  for i = 2, world.count do others[#others + 1] = body(names[i]) end
  for i = 1, world.count do
    if world.ran & (1 << (i - 1)) ~= 0 and not (world.lag and i == 1) then
      list[#list + 1] = shown(world, "c" .. i, names[i], 20 - i)
    end
  end
  local answer = ask(list, { others = others, date = DATE + world.date })
  local first_ran = world.ran & 1 ~= 0
  local alike = world.others == "alike"
  if answer == "absent" and first_ran and not world.lag then
    return story(world, answer, "sent again though it ran")
  end
  local id = answer:match "^found (.*)"
  if id and id ~= "c1" and not (alike and id:match "^c") then
    return story(world, answer, "the wrong one was handed out")
  end
  -- nothing there that it could be: then it is not unknown
  if answer == "unknown" and not list[1] then
    return story(world, answer, "could be told better")
  end
  if world.plain and world.ran == 1 and world.twins == "none" and answer ~= "found c1" then
    return story(world, answer, "could be told better")
  end
end

-- Calls fn with each combination of these fields' values.
local function each(fields, names, fn, world, i)
  world, i = world or {}, i or 1
  local name = names[i]
  if not name then return fn(world) end
  for _, value in ipairs(fields[name]) do
    world[name] = value
    local problem = each(fields, names, fn, world, i + 1)
    if problem then return problem end
  end
end

describe("in all small worlds", function()
  local changes = {}
  for name in pairs(CHANGES) do changes[#changes + 1] = name end
  table.sort(changes)
  local offsets = table.move(OFFSETS, 1, #OFFSETS, 1, {})
  offsets[#offsets + 1] = "none"

  it("no create that ran is sent again, and none is handed out to another", function()
    local problem = each({
      change = changes, offset = offsets, date = DATES, unit = UNITS, count = { 1, 2, 3 },
      ran = { 0, 1, 2, 3, 4, 5, 6, 7 }, others = { "alike", "other", "near" }, lag = { false },
      twins = { "none", "minutes ago", "days ago", "another user" },
    }, { "change", "offset", "date", "unit", "count", "ran", "others", "twins", "lag" },
      function(world)
        if world.ran >= 1 << world.count then return end
        world.plain = world.change == "kept" and world.offset == 0 and world.date == 0
          and world.unit == 1000 and world.count == 1
        return try(world)
      end)
    assert.is_nil(problem)
    io.write(("\nabsent, found or unknown: %d worlds\n"):format(worlds))
    assert.is_true(worlds > 50000)
  end)
end)
