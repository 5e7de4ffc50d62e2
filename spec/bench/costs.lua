-- SPDX-License-Identifier: MIT
-- What a create costs besides its time: system calls, memory, loading the module,
-- phases, new TLS connections, and connections that a burst opens.

local process = require "spec.support.process"
local programs = require "spec.bench.programs"
local report = require "spec.bench.report"
local samples = require "spec.bench.samples"

local quote = process.quote

-- The figures that the probe prints, each the median of some rounds.
local function probe(rounds, ...)
  local words = table.pack(...)
  for i = 1, words.n do words[i] = quote(tostring(words[i])) end
  local command = "timeout 60 " .. programs.pinned(("%s spec/bench/probe.lua %s"):format(
    quote(programs.LUA), table.concat(words, " ")))
  local columns = {}
  for _ = 1, rounds do
    local i = 0
    for figure in programs.output(command):gmatch("[%d.e+-]+") do
      i = i + 1
      columns[i] = columns[i] or {}
      table.insert(columns[i], tonumber(figure))
    end
  end
  for i, column in ipairs(columns) do columns[i] = samples.median(column) end
  return table.unpack(columns)
end

local function three(place)
  return {
    { label = "C + libcurl, no JSON (a)", command = programs.reference("easy", place) },
    { label = "C + libcurl + lua-cjson (b)", command = programs.reference("json", place) },
    { label = "this module (c)", command = programs.lua("clickup", place) },
  }
end

-- ---- system calls -----------------------------------------------------------------

local FEW <const>, MANY <const> = 100, 600

local function count_system_calls(command, count, folder)
  local file, calls = folder .. "/strace", {}
  programs.output(("timeout 60 strace -f -c -o %s %s %d"):format(quote(file), command, count))
  for line in io.lines(file) do
    local times, name = line:match("^%s*[%d.]+%s+[%d.]+%s+%d+%s+(%d+)%s+%d*%s*([%w_]+)$")
    if name and name ~= "total" then calls[name] = tonumber(times) end
  end
  return calls
end

local function system_calls(nginx)
  report.heading("System calls of a create on HTTP", "Counted by strace, start-up excluded.")
  if not pcall(programs.output, "strace -c true") then
    report.say("  strace may not trace here: left out")
    return
  end
  local rows = {}
  for i, program in ipairs(three(programs.place(nginx, "http"))) do
    local few = count_system_calls(program.command, FEW, nginx.folder)
    local sum, list = 0, {}
    for name, times in pairs(count_system_calls(program.command, MANY, nginx.folder)) do
      local each = (times - (few[name] or 0)) / (MANY - FEW)
      sum = sum + each
      if each >= 0.05 then list[#list + 1] = ("%s %.1f"):format(name, each) end
    end
    table.sort(list)
    rows[i] = { program.label, ("%.1f"):format(sum), table.concat(list, ", ") }
  end
  report.table({ "client", "calls", "which" }, rows)
end

-- ---- memory -------------------------------------------------------------------------

local function memory(nginx, settings)
  local counts = { 1, 1000, settings.quick and 10000 or 100000 }
  local names, rows = { "creates" }, {}
  for i, program in ipairs(three(programs.place(nginx, "http"))) do
    rows[i] = { program.label }
    for j, count in ipairs(counts) do
      names[j + 1] = ("%d"):format(count)
      rows[i][j + 1] = ("%.1f"):format(programs.time(program.command, count).peak / 1024)
    end
  end
  report.heading("Most resident memory, MiB, after so many creates")
  report.table(names, rows)
  local resident, of_lua, body = probe(1, "queued", 10000)
  report.note(("10,000 queued calls take %.0f bytes each above the body's %d; %.0f in Lua's heap.")
    :format(resident - body, body, of_lua))
end

-- ---- loading, phases ------------------------------------------------------------------

local function loading(rounds)
  local rows = {}
  for i, what in ipairs {
    { 'require "clickup"', "load", "clickup" },
    { "libcurl alone", "open", "libcurl.so.4" },
    { 'require "cjson"', "load", "cjson" },
  } do
    rows[i] = { what[1], ("%.1f"):format(probe(rounds, what[2], what[3]) * 1e3) }
  end
  report.heading("Loading, ms")
  report.table({ "what", "ms" }, rows)
end

local function phases(nginx, settings)
  local names = { "protocol", "start", "wait", "step", "result" }
  local row, figures = { "http" }, table.pack(probe(settings.rounds, "phases", nginx.url, 1000))
  for i = 1, 4 do row[i + 1] = ("%.1f"):format(figures[i]) end
  report.heading("Phases of a create, µs of CPU time",
    "By the steps of the README, without reconciling.")
  report.table(names, { row })
end

-- ---- TLS connections --------------------------------------------------------------------

local BUNDLE <const> = "/etc/ssl/certs/ca-certificates.crt"

-- The system's bundle, with the server's own certificate added.
local function write_bundle(nginx)
  local path = nginx.folder .. "/bundle.pem"
  process.write_file(path, process.read_file(BUNDLE) .. process.read_file(nginx.ca))
  return path
end

local function handshakes(nginx, settings)
  local place = programs.place(nginx, "https/1.1", "/closing")
  place.ca = write_bundle(nginx)
  local entries = {
    { label = "C + libcurl, as it comes", command = programs.reference("plain", place) },
    { label = "C + libcurl, CAs kept", command = programs.reference("easy", place) },
    { label = "this module", command = programs.lua("clickup", place) },
  }
  for _, entry in ipairs(entries) do entry.count = 10 end
  samples.take(entries, settings.rounds)
  local rows = {}
  for i, entry in ipairs(entries) do
    rows[i] = {
      entry.label, ("%.2f"):format(samples.median(entry.wall) * 1e3),
      ("%.2f"):format(samples.least(entry.wall) * 1e3),
      ("%.2f"):format(samples.ratio(entry.wall, entries[2].wall)),
    }
  end
  report.heading("A create on a new TLS connection, ms",
    "The server closes after each; Debian's CA bundle.")
  report.table({ "client", "ms", "fastest", "× CAs kept" }, rows)
end

-- The connections that the lines of the log tell apart.
local function connections_in(log)
  local seen, count = {}, 0
  for id in log:gmatch("(%d+) %d+ HTTP[^\n]*\n") do
    if not seen[id] then
      seen[id] = true
      count = count + 1
    end
  end
  return count
end

-- nginx writes a line after it has sent the answer.
local function read_log(nginx, lines, skip)
  local path = nginx.folder .. "/access.log"
  programs.output(("timeout 60 sh -c 'until [ $(wc -l <\"$0\") -ge %d ]; do sleep 0.01; done' %s")
    :format(lines, quote(path)))
  return process.read_file(path):sub(skip + 1)
end

local function burst(nginx)
  local place, rows, lines, skip = programs.place(nginx, "https/2", "/logged"), {}, 0, 0
  for i, client in ipairs {
    { label = "C, curl_multi, PIPEWAIT", command = programs.reference("multi", place) },
    { label = "this module, map", command = programs.lua("map", place) },
  } do
    rows[i] = { client.label }
    for j, in_flight in ipairs { 32, 100, 256 } do
      programs.time(client.command, in_flight, in_flight)
      lines = lines + 2 * in_flight
      local log = read_log(nginx, lines, skip)
      skip = skip + #log
      rows[i][j + 1] = ("%d"):format(connections_in(log))
    end
  end
  report.heading("TLS connections that two bursts of creates opened on HTTP/2")
  report.table({ "at once", "32", "100", "256" }, rows)
end

local costs = {}

function costs.run(nginx, settings)
  programs.processor = programs.first
  system_calls(nginx)
  memory(nginx, settings)
  loading(settings.rounds)
  phases(nginx, settings)
  handshakes(nginx, settings)
  burst(nginx)
end

return costs
