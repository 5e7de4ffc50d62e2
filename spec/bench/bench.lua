-- SPDX-License-Identifier: MIT
-- The whole bench: one nginx, all clients, one report.
--
--     lua bench.lua REPORT.md [--quick] [--functions] [--readme] [SECTION...]

local programs = require "spec.bench.programs"
local report = require "spec.bench.report"
local server = require "spec.bench.server"

local SECTIONS <const> = { "instructions", "sequential", "many", "costs" }

local function parse(arguments)
  local settings, chosen = { rounds = 7, scale = 1 }, {}
  for i = 2, #arguments do
    if arguments[i] == "--quick" then
      settings.rounds, settings.scale, settings.quick = 3, 0.3, true
    elseif arguments[i] == "--functions" then
      settings.functions = true
    elseif arguments[i] == "--readme" then
      settings.readme = true
    else
      chosen[#chosen + 1] = arguments[i]
    end
  end
  return arguments[1], settings, #chosen > 0 and chosen or SECTIONS
end

-- The name of this release of Debian, say.
local function release()
  local file <close> = io.open "/etc/os-release"
  return file and file:read("a"):match "VERSION_CODENAME=(%S+)" or "other"
end

-- The programs that were measured, in a line.
local function versions()
  local text = programs.output("curl --version; PATH=$PATH:/usr/sbin nginx -v; nproc")
  local libcurl, tls = text:match("libcurl/(%S+)[^\n]*(OpenSSL/%S+)")
  return ("Lua %s, lua-cjson %s, libcurl %s, %s, nginx %s, %s processors"):format(
    programs.output(programs.LUA .. " -v"):match("Lua (%S+)") or "", require("cjson")._VERSION,
    libcurl or "?", tls or "?", text:match("nginx/(%S+)") or "?", text:match("(%d+)%s*$"))
end

local BUSY <const> = 0.1 -- the share of the processors that others use

local was_busy = false

local function warn_when_busy()
  local others = programs.others()
  if others > BUSY then
    was_busy = true
    report.note(("The machine is busy with something else (%.0f %% of its processors): times are "
      .. "worth little, instructions hold."):format(others * 100))
  end
end

local path, settings, sections = parse(arg)
local nginx <close> = server.start()
programs.pin_server(nginx)
local since = os.time()
local title = os.date "%Y-%m-%d" .. ", " .. versions()
report.note(title)
warn_when_busy()
for _, section in ipairs(sections) do
  require("spec.bench." .. section).run(nginx, settings)
end
warn_when_busy()
report.write(path)
if was_busy then title = title .. "; the machine was busy with something else, too" end
if settings.readme then report.write_digest("spec/bench/README.md", release(), title .. ":") end
report.say(("\n%d s; also written to %s"):format(os.time() - since, path))
