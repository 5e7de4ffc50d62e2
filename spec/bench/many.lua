-- SPDX-License-Identifier: MIT
-- Many creates at once, with and without 20 ms that the server adds.

local programs = require "spec.bench.programs"
local report = require "spec.bench.report"
local samples = require "spec.bench.samples"
local server = require "spec.bench.server"

local CLIENTS = {
  { label = "C, curl_multi_perform", make = programs.reference, mode = "multi" },
  { label = "C, curl_multi_socket_action", make = programs.reference, mode = "epoll" },
  { label = "this module, map", make = programs.lua, mode = "map" },
  { label = "this module, start and step", make = programs.lua, mode = "start", no_delay = true },
}

local AT_ONCE = { 1, 8, 32, 100, 256 }
local IN_A_ROUND <const> = 2000 -- creates without a delay
local WAVES <const> = 5         -- with one: as many times all that are in flight

local function count_of(in_flight, settings, folder)
  if folder then return in_flight * WAVES end
  -- one after another takes longer, and says sooner what there is to say
  return math.floor(IN_A_ROUND * settings.scale * (in_flight == 1 and 0.3 or 1))
end

-- With a delay all are busy waiting: there one way of ours tells enough.
local function clients_for(folder)
  local list = {}
  for i, client in ipairs(CLIENTS) do
    if not (folder and client.no_delay) then list[i] = client end
  end
  return list
end

local function take(clients, place, in_flight, count, rounds)
  local entries = {}
  for i, client in ipairs(clients) do
    local command = client.make(client.mode, place)
    entries[i] = { command = command, in_flight = in_flight, count = count }
  end
  samples.take(entries, rounds)
  return entries
end

-- Entries of all clients by the number in flight.
local function take_all(nginx, protocol, folder, settings)
  local place = programs.place(nginx, protocol, folder)
  local taken = { clients = clients_for(folder) }
  for _, in_flight in ipairs(AT_ONCE) do
    local count = count_of(in_flight, settings, folder)
    taken[in_flight] = take(taken.clients, place, in_flight, count, settings.rounds)
  end
  return taken
end

-- ---- what is said of an entry --------------------------------------------------

local function speed(entry) return ("%.0f"):format(1 / samples.median(entry.wall)) end

local function processor(entry) return ("%.1f"):format(samples.median(entry.cpu) * 1e6) end

local function share(entry)
  return ("%.0f %%"):format(100 * server.DELAY / entry.in_flight / samples.median(entry.wall))
end

-- How many creates it makes while the better of the two in C makes one.
local function ratio(entry, c)
  local against = samples.ratio
  return ("%.2f"):format(
    math.min(against(c[1].wall, entry.wall), against(c[2].wall, entry.wall)))
end

local function ratio_of_fastest(entry, c)
  local least = samples.least
  return ("%.2f"):format(math.min(least(c[1].wall), least(c[2].wall)) / least(entry.wall))
end

-- ---- tables ----------------------------------------------------------------------

local function row_of(label, taken, i, cell)
  local row = { label }
  for at, in_flight in ipairs(AT_ONCE) do
    row[at + 1] = cell(taken[in_flight][i], taken[in_flight])
  end
  return row
end

local function names_of()
  local names = { "in flight" }
  for i, in_flight in ipairs(AT_ONCE) do names[i + 1] = tostring(in_flight) end
  return names
end

local function show(title, taken, cell, compare)
  local rows = {}
  for i, client in ipairs(taken.clients) do rows[i] = row_of(client.label, taken, i, cell) end
  for i, client in ipairs(compare and taken.clients or {}) do
    if i > 2 then
      rows[#rows + 1] = row_of(client.label .. ", × C", taken, i, ratio)
      rows[#rows + 1] = row_of(client.label .. ", × C, fastest", taken, i, ratio_of_fastest)
    end
  end
  report.heading(title)
  report.table(names_of(), rows)
end

local CHARTED <const> = 32

local function chart(taken)
  local bars = {}
  for i, client in ipairs(taken.clients) do
    local entry = taken[CHARTED][i]
    bars[i] = { client.label, 1 / samples.median(entry.wall), speed(entry) .. " in a second" }
  end
  report.note(("%d in flight:"):format(CHARTED))
  report.bars(bars)
end

-- The better of the two in C, and map.
local function compare(what, taken, cell)
  for _, in_flight in ipairs(AT_ONCE) do
    local c, ours = taken[in_flight], taken[in_flight][3]
    local better = samples.median(c[1].wall) < samples.median(c[2].wall) and c[1] or c[2]
    report.compare(("%s, %d at once"):format(what, in_flight), cell(better), cell(ours),
      ratio(ours, c))
  end
end

local many = {}

function many.run(nginx, settings)
  programs.processor = programs.last
  if settings.quick then
    AT_ONCE = { 32, 256 }
    CLIENTS[4] = nil
  end
  report.heading("Many creates at once", ("Median of %d rounds; %s; all build and decode JSON "
    .. "with lua-cjson; × C is against the better of the two in C."):format(settings.rounds,
    programs.places()))
  for _, protocol in ipairs(programs.PROTOCOLS) do
    local taken = take_all(nginx, protocol, nil, settings)
    show("Creates in a second, " .. protocol, taken, speed, true)
    compare("creates in a second, " .. protocol, taken, speed)
    chart(taken)
    show("CPU µs of a create, " .. protocol, taken, processor)
    local slow = take_all(nginx, protocol, "/slow", settings)
    local title = ("Share of the ideal with %.0f ms in the server, "):format(server.DELAY * 1000)
    show(title .. protocol, slow, share, true)
    if protocol == "https/2" then compare("share of the ideal with 20 ms, https/2", slow, share) end
    show("CPU µs of a create with the delay, " .. protocol, slow, processor)
  end
end

return many
