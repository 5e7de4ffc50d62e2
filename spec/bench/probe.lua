-- SPDX-License-Identifier: MIT
-- What a process of its own has to look at: prints one figure or a few.
--
--     lua probe.lua load NAME           seconds that `require NAME` takes
--     lua probe.lua open LIBRARY        seconds that loading a shared library takes
--     lua probe.lua queued COUNT        bytes that a queued call takes, of a body
--     lua probe.lua phases BASE COUNT   µs of CPU time in start, wait, step and result

local socket = require "socket"

local GOAL <const> = "e53a033c-900e-462d-a849-4a216b06d930"

local function new_body()
  return {
    name = "New Key Result Name", owners = { 183 }, type = "number",
    steps_start = 0, steps_end = 10, unit = "km", task_ids = {}, list_ids = {},
  }
end

local function resident()
  collectgarbage()
  collectgarbage()
  local file <close> = assert(io.open("/proc/self/status"))
  return tonumber(file:read("a"):match("VmRSS:%s*(%d+)")) * 1024
end

local probes = {}

function probes.load(name)
  local since = socket.gettime()
  require(name)
  print(socket.gettime() - since)
end

function probes.open(library)
  local since = socket.gettime()
  assert(package.loadlib(library, "*"))
  print(socket.gettime() - since)
end

--- Nothing is sent: no step is made.
function probes.queued(count)
  local client <close> = require("clickup").new {
    token = "pk_1", base_url = "http://127.0.0.1:9", max_in_flight = 1,
  }
  local first = client:start("create_key_result", GOAL, new_body())
  local before, lua_before = resident(), collectgarbage("count")
  for _ = 1, count do client:start("create_key_result", GOAL, new_body()) end
  local after, lua_after = resident(), collectgarbage("count")
  assert(client:stats().queued == count + 1, "not queued")
  local body = require("clickup.core").calls.request_body(first)
  print((after - before) / count, (lua_after - lua_before) * 1024 / count, #body)
end

function probes.phases(base, count)
  local client <close> = require("clickup").new {
    token = "pk_1", base_url = base, reconcile = false,
  }
  local now = os.clock -- by the wall, a step would have the server's time, too
  local start, wait, step, result = 0, 0, 0, 0
  for i = -19, count do
    if i == 1 then start, wait, step, result = 0, 0, 0, 0 end
    local body = new_body()
    local t = now()
    local call = client:start("create_key_result", GOAL, body)
    start = start + now() - t
    while not call:done() do
      t = now()
      client:wait()
      local later = now()
      wait = wait + later - t
      client:step()
      step = step + now() - later
    end
    t = now()
    assert(call:result())
    result = result + now() - t
  end
  local each = 1e6 / count
  print(start * each, wait * each, step * each, result * each)
end

probes[arg[1]](arg[2] and tonumber(arg[2]) or arg[2], arg[3] and tonumber(arg[3]))
