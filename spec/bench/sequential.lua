-- SPDX-License-Identifier: MIT
-- One create after another on one connection, where the client can keep one.

local programs = require "spec.bench.programs"
local report = require "spec.bench.report"
local samples = require "spec.bench.samples"

-- Count: creates in a round, so that a round of each takes about as long.
local CLIENTS <const> = {
  { label = "C + libcurl, no JSON (a)", make = programs.reference, mode = "easy", count = 1000 },
  { label = "C + libcurl + lua-cjson (b)", make = programs.reference, mode = "json", count = 1000 },
  { label = "this module (c)", make = programs.lua, mode = "clickup", count = 1000 },
  {
    label = "LuaSocket/LuaSec, kept alive by hand", make = programs.lua, mode = "keepalive",
    count = 1000, only = "1.1",
  },
  {
    label = "LuaSocket/LuaSec request()", make = programs.lua, mode = "luasocket",
    count = 200, secure = 8, only = "1.1",
  },
  { label = "lua-http, kept stream", make = programs.lua, mode = "lua-http-stream", count = 300 },
  { label = "lua-http request", make = programs.lua, mode = "lua-http", count = 100, secure = 20 },
  { label = "curl command in a shell loop", make = programs.lua, mode = "curl", count = 5 },
  {
    label = "node's fetch", make = programs.node, mode = "", count = 300,
    only = "1.1", needs = "node",
  },
}

local function can(client, place)
  return (not client.only or client.only == place.version)
    and (not client.needs or programs.has(client.needs))
end

local function entries_at(place, scale)
  local entries = {}
  for _, client in ipairs(CLIENTS) do
    if can(client, place) then
      local count = place.protocol ~= "http" and client.secure or client.count
      entries[#entries + 1] = {
        label = client.label, command = client.make(client.mode, place),
        count = math.max(4, math.floor(count * scale)), outside = client.mode == "curl",
      }
    end
  end
  return entries
end

local function micro(seconds) return ("%.1f"):format(seconds * 1e6) end

-- What is told of a create by itself: the median of the rounds' percentiles.
local function each_of(entry)
  local cells = {}
  for i = 1, 3 do
    cells[i] = entry.each[i][1] and micro(samples.median(entry.each[i])) or ""
  end
  return cells
end

local function row_of(entry, a, b)
  local tenth, half, most = table.unpack(each_of(entry))
  local has_each = entry.each[1][1]
  return {
    entry.label, micro(samples.median(entry.wall)), tenth, half, most,
    entry.outside and "" or micro(samples.median(entry.cpu)),
    has_each and ("%.0f"):format(samples.median(entry.faults) * 1000) or "",
    ("%.2f"):format(samples.ratio(entry.wall, a.wall)),
    ("%.2f"):format(samples.ratio(entry.wall, b.wall)),
    has_each and ("%.2f"):format(samples.ratio(entry.each[1], b.each[1])) or "",
    entry.outside and "" or ("%.2f"):format(samples.ratio(entry.cpu, b.cpu)),
  }
end

local function show(protocol, entries)
  local a, b = entries[1], entries[2]
  local rows, bars = {}, {}
  for i, entry in ipairs(entries) do
    rows[i] = row_of(entry, a, b)
    bars[i] = { entry.label, samples.median(entry.wall), rows[i][2] .. " µs" }
  end
  local with_json, ours = rows[2], rows[3]
  report.compare("µs, a tenth took no longer, " .. protocol, with_json[3], ours[3], ours[10])
  report.compare("CPU µs, " .. protocol, with_json[6], ours[6], ours[11])
  report.compare("page faults of a thousand, " .. protocol, with_json[7], ours[7], "")
  report.heading("One after another, " .. protocol)
  report.table({ "client", "µs", "p10", "p50", "p99", "CPU µs", "faults", "× a", "× b",
    "× b, p10", "× b, CPU" }, rows)
  report.bars(bars, samples.median(b.wall) * 8)
end

local sequential = {}

function sequential.run(nginx, settings)
  programs.processor = programs.last
  report.heading("One create after another", ("Wall time of a create, median of %d rounds; "
    .. "%s; p10, p50 and p99: within which that share of the creates ended; "
    .. "faults: page faults of a thousand; × is the median of the ratios within a round.")
    :format(settings.rounds, programs.places()))
  if not programs.has("node") then report.say("  node is missing: its fetch is left out") end
  for _, protocol in ipairs(programs.PROTOCOLS) do
    local entries = entries_at(programs.place(nginx, protocol), settings.scale)
    samples.take(entries, settings.rounds, true)
    show(protocol, entries)
  end
end

return sequential
