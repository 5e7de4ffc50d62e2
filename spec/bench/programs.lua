-- SPDX-License-Identifier: MIT
-- The programs that the bench runs: how each is started, where, and how it is
-- measured. All of them print the wall and the CPU seconds of what they did.

local process = require "spec.support.process"
local server = require "spec.bench.server"

local programs = {
  REFERENCE = os.getenv("REFERENCE") or ".build/bench/reference",
  LUA = os.getenv("LUA") or "lua5.4",
}

local quote = process.quote

--- What a command prints; raises, with that, when it fails.
function programs.output(command)
  local pipe = assert(io.popen("exec 2>&1; " .. command))
  local text = pipe:read("a")
  if not pipe:close() then error(("failed: %s\n%s"):format(command, text), 0) end
  return text
end

function programs.has(command)
  return (os.execute("command -v " .. command .. " >/dev/null 2>&1"))
end

-- ---- processors ---------------------------------------------------------------

local function allowed_processors()
  local list = programs.has("taskset") and programs.output("taskset -pc $$") or ""
  local first, last = list:match(": (%d+).-(%d*)%s*$")
  return first, last ~= "" and last or first
end

local first, last = allowed_processors()

--- Where clients run from now on; the server stays on the first processor.
programs.processor = first
programs.first, programs.last = first, last

--- That, in words.
function programs.places()
  return first ~= last and "client and server on a processor each"
    or "client and server on one processor"
end

function programs.pinned(command)
  return programs.processor and ("taskset -c %s %s"):format(programs.processor, command) or command
end

--- Puts the server on the first processor. Its pid file comes a little after it
--- has begun to listen.
function programs.pin_server(nginx)
  local file = quote(nginx.folder .. "/nginx.pid")
  programs.output(("timeout 5 sh -c 'until [ -s \"$0\" ]; do sleep 0.01; done' %s"):format(file))
  local pid = tonumber(process.read_file(nginx.folder .. "/nginx.pid"))
  if first then programs.output(("taskset -pc %s %d"):format(first, pid)) end
end

-- ---- commands -------------------------------------------------------------------

local PROTOCOLS <const> = { "http", "https/1.1", "https/2" }
programs.PROTOCOLS = PROTOCOLS

--- A place to send creates to: the protocol, and a folder such as "/slow".
function programs.place(nginx, protocol, folder)
  local base = nginx.bases[protocol] .. (folder or "")
  return {
    protocol = protocol, base = base, ca = nginx.ca,
    url = ("%s/v2/goal/%s/key_result"):format(base, server.GOAL),
    version = protocol == "https/2" and "2" or "1.1",
  }
end

function programs.reference(mode, place)
  return ("%s %s %s %s %s"):format(
    quote(programs.REFERENCE), mode, quote(place.url), quote(place.ca), place.version)
end

function programs.lua(way, place)
  return ("%s spec/bench/clients.lua %s %s %s %s"):format(
    quote(programs.LUA), way, quote(place.base), quote(place.ca), place.version)
end

function programs.node(_, place)
  return ("env NODE_EXTRA_CA_CERTS=%s node spec/bench/fetch.mjs %s"):format(
    quote(place.ca), quote(place.url))
end

---@class bench.times
---@field wall number    # seconds that `count` creates took
---@field cpu number     # seconds
---@field peak integer   # most memory, in KiB
---@field faults? number # page faults
---@field each? number[] # seconds within which a tenth, half and 99 of 100 ended

---@param command string
---@param count integer
---@param in_flight? integer
---@param each? boolean
---@return bench.times
function programs.time(command, count, in_flight, each)
  local text = programs.output(("timeout 60 %s%s"):format(each and "env EACH=1 " or "",
    programs.pinned(("%s %d %s"):format(command, count, in_flight or ""))))
  local figures = {}
  for figure in (text:match "^[%d. ]+\n?$" or ""):gmatch "[%d.]+" do
    figures[#figures + 1] = tonumber(figure)
  end
  if #figures < 3 then error(("no figures: %s\n%s"):format(command, text), 0) end
  local wall, cpu, peak, faults = table.unpack(figures)
  return { wall = wall, cpu = cpu, peak = peak, faults = faults,
    each = figures[7] and table.move(figures, 5, 7, 1, {}) }
end

--- The share of the processors that others use, while nothing of ours runs.
---@return number # 0 to 1; 0 where it can't be told
function programs.others()
  local function read()
    local file <close> = io.open("/proc/stat")
    local sum, idle = 0, 0
    local i = 0
    for ticks in (file and file:read "l" or ""):gmatch "%d+" do
      i = i + 1
      if i <= 8 then sum = sum + tonumber(ticks) end
      if i == 4 or i == 5 then idle = idle + tonumber(ticks) end
    end
    return sum, idle
  end
  local sum, idle = read()
  programs.output "sleep 0.5"
  local sum_then, idle_then = read()
  local passed = sum_then - sum
  return passed > 0 and 1 - (idle_then - idle) / passed or 0
end

return programs
