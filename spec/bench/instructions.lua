-- SPDX-License-Identifier: MIT
-- Instructions per create on plain HTTP, as callgrind counts them: the figure that
-- no other load on the machine changes. Each program runs twice; the difference of
-- the two counts is free of start-up.

local process = require "spec.support.process"
local programs = require "spec.bench.programs"
local report = require "spec.bench.report"

local FEW <const>, MANY <const> = 100, 600
local TOP <const> = 40

local quote = process.quote

local function profile(command, count, folder, in_flight)
  local file = ("%s/callgrind.%d"):format(folder, count)
  programs.output(("timeout 120 valgrind --tool=callgrind --callgrind-out-file=%s %s %d %d"):format(
    quote(file), command, count, in_flight or 1))
  return file
end

-- Function → instructions; a function is told as "file:name [object]".
local function self_costs(file)
  local costs = {}
  local command = "callgrind_annotate --threshold=100 --auto=no --show-percs=no " .. quote(file)
  for line in programs.output(command):gmatch("[^\n]+") do
    local cost, rest = line:match("^%s*([%d,]+)%s+(%S.*)$")
    local place, object = (rest or ""):match("^(.-) %[(.-)%]$")
    if place then
      place = place:match("[^/]*$"):gsub("'%d+$", "") -- a depth of recursion
      local title = ("%s [%s]"):format(place, object:match("[^/]*$"))
      costs[title] = (costs[title] or 0) + tonumber((cost:gsub(",", "")))
    end
  end
  return costs
end

local function total(file)
  local sum = process.read_file(file):match("\ntotals: (%d+)")
  return assert(tonumber(sum), "callgrind counted nothing")
end

-- With many at once the collector's rounds are longer: so many more are counted then.
local function measure(program, folder, functions, in_flight)
  local least, most = FEW, MANY
  if in_flight then least, most = 5 * FEW + in_flight, 4 * MANY + in_flight end
  local few = profile(program.command, least, folder, in_flight)
  local many = profile(program.command, most, folder, in_flight)
  program.each = (total(many) - total(few)) / (most - least)
  if functions then program.few, program.many = self_costs(few), self_costs(many) end
end

-- ---- what is said ---------------------------------------------------------------

-- Costs per create, the dearest first.
local function sorted_difference(few, many, count)
  local list = {}
  for title, cost in pairs(many) do
    local each = (cost - (few[title] or 0)) / count
    if each >= 0.5 then list[#list + 1] = { title = title, cost = each } end
  end
  table.sort(list, function(x, y) return x.cost > y.cost end)
  return list
end

local function by_object(costs)
  local sums = {}
  for title, cost in pairs(costs) do
    local object = title:match("%[(.-)%]$")
    sums[object] = (sums[object] or 0) + cost
  end
  return sums
end

local function number(n) return ("%.0f"):format(n) end

local function show_costs(title, few, many, count)
  local rows = {}
  for i, item in ipairs(sorted_difference(few, many, count or MANY - FEW)) do
    if i <= TOP then rows[i] = { item.title, number(item.cost) } end
  end
  report.heading(title)
  report.table({ "where", "instructions" }, rows)
end

-- What the calls of ours that do something twice tell of its phases.
local function phases_of(c, looked, once, read_twice, started_twice)
  local start, result = started_twice.each - once.each, read_twice.each - once.each
  return {
    { "start (and cancel)", start }, { "result", result },
    { "wait and step", once.each - start - result },
    { "being blocking, and ready to look for it", c.each - once.each },
    { "looking at response.status: further", looked.each - c.each },
  }
end

local function show(list)
  local a, b, c = table.unpack(list)
  local rows = {}
  for i = 1, 3 do
    rows[i] = { list[i].label, number(list[i].each), ("%.3f"):format(list[i].each / b.each) }
  end
  for _, phase in ipairs(list[4] and phases_of(table.unpack(list, 3)) or {}) do
    rows[#rows + 1] = { "   of c: " .. phase[1], number(phase[2]), "" }
  end
  report.table({ "client", "instructions", "× b" }, rows)
  report.note(("c / b = %.3f, c / a = %.3f"):format(c.each / b.each, c.each / a.each))
  report.compare("instructions, http", number(b.each), number(c.each),
    ("%.3f"):format(c.each / b.each))
end

-- The same for many at once: how many, and by which protocol.
local AT_ONCE = { { 32, "http" }, { 256, "http" }, { 32, "https/2" }, { 256, "https/2" } }

local function run_at_once(nginx, settings)
  local rows = {}
  for i = 1, settings.quick and 1 or #AT_ONCE do
    local in_flight, protocol = table.unpack(AT_ONCE[i])
    local place = programs.place(nginx, protocol)
    local c = { command = programs.reference("multi", place) }
    local ours = { command = programs.lua("map", place) }
    measure(c, nginx.folder, settings.functions, in_flight)
    measure(ours, nginx.folder, settings.functions, in_flight)
    rows[i] = { ("%d, %s"):format(in_flight, protocol), number(c.each), number(ours.each),
      ("%.3f"):format(ours.each / c.each) }
    report.compare(("instructions, %s, %d at once"):format(protocol, in_flight),
      table.unpack(rows[i], 2))
    if settings.functions and i == 1 then
      show_costs("map, by what functions do themselves", ours.few, ours.many, 4 * MANY - 5 * FEW)
    end
  end
  report.heading("Instructions of a create, many at once",
    "C is curl_multi with lua-cjson; this module is map.")
  report.table({ "in flight", "C", "this module", "× C" }, rows)
end

local instructions = {}

function instructions.run(nginx, settings)
  local place = programs.place(nginx, "http")
  local list = {
    { label = "C + libcurl, no JSON (a)", command = programs.reference("easy", place) },
    { label = "C + libcurl + lua-cjson (b)", command = programs.reference("json", place) },
    { label = "this module (c)", command = programs.lua("clickup", place) },
    { label = "with a look at the response", command = programs.lua("looked", place) },
    { label = "by steps", command = programs.lua("stepped", place) },
    { label = "with a second result", command = programs.lua("read-twice", place) },
    { label = "with a second start", command = programs.lua("started-twice", place) },
  }
  if settings.quick then list = table.move(list, 1, 3, 1, {}) end
  report.heading("Instructions of a blocking create on plain HTTP",
    "Counted by callgrind, start-up excluded.")
  for _, program in ipairs(list) do measure(program, nginx.folder, settings.functions) end
  show(list)
  for i = 1, settings.functions and 3 or 0 do
    local few, many = list[i].few, list[i].many
    show_costs(list[i].label .. ", by library", by_object(few), by_object(many))
    show_costs(list[i].label .. ", by what functions do themselves", few, many)
  end
  run_at_once(nginx, settings)
end

return instructions
