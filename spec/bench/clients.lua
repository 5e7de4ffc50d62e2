-- SPDX-License-Identifier: MIT
-- Creates key results with this module and in the ways that Lua programs use.
--
--     lua clients.lua WAY BASE CA_FILE VERSION COUNT [IN_FLIGHT]
--
-- VERSION of HTTP is 1.1 or 2. Prints the wall and the CPU seconds that COUNT creates took after
-- a few to warm up, the most memory it had, in KiB, and the page faults meanwhile; where EACH is
-- set the seconds, too, within which a tenth, half and 99 of 100 creates ended.
-- A reply that is not the right one, or that came by another version, ends it with
-- an error.

local cjson = require "cjson"
local idioms = require "spec.bench.idioms"
local socket = require "socket"

local WARM_UP <const> = 20
local ID <const> = "947d46ed-8480-49bc-8c57-e569747efe93"
local GOAL <const> = "e53a033c-900e-462d-a849-4a216b06d930"

local way, base, ca_file, version = arg[1], arg[2], arg[3], arg[4]
local count, in_flight = math.tointeger(arg[5]), math.tointeger(arg[6] or 1)

local function new_body()
  return {
    name = "New Key Result Name", owners = { 183 }, type = "number",
    steps_start = 0, steps_end = 10, unit = "km", task_ids = {}, list_ids = {},
  }
end

local function new_client(reconcile)
  return require("clickup").new {
    reconcile = reconcile,
    base_url = base, token = "pk_1", ca_file = ca_file ~= "" and ca_file or nil,
    max_in_flight = in_flight,
  }
end

local last_response

local function check(status, decoded)
  assert(status == 200 and decoded.key_result.id == ID, "a wrong answer")
end

-- Only an answer of 2xx is returned as a value. The rest of the response is read
-- once, for what it costs: see ways.looked.
local function check_ours(key_result, response)
  assert(key_result, response)
  assert(key_result.id == ID, "a wrong answer")
  last_response = response
end

local function check_last_response()
  if not last_response then return end
  assert(last_response.http_version == version, "another protocol")
  assert(last_response.status == 200, "another status")
end

-- Each makes a function that makes n creates.
local ways = {}

function ways.clickup()
  local client = new_client()
  return function(n)
    for _ = 1, n do check_ours(client:create_key_result(GOAL, new_body())) end
  end
end

--- With a look at the second value, which is filled in by that.
function ways.looked()
  local client = new_client()
  return function(n)
    for _ = 1, n do
      local key_result, response = client:create_key_result(GOAL, new_body())
      check_ours(key_result, response)
      assert(response.status == 200, "another status")
    end
  end
end

-- By the steps that the blocking method is made of, some of them twice: what a
-- step costs is then told by the difference. (A create that may be looked for is
-- decoded by the step that it lands in, hence no reconciling.)
local function stepped(starts, results)
  local client = new_client(false)
  local function start() return client:start("create_key_result", GOAL, new_body()) end
  return function(n)
    for _ = 1, n do
      for _ = 2, starts do start():cancel() end
      local call = start()
      while not call:done() do
        client:wait()
        client:step()
      end
      for _ = 1, results do check_ours(call:result()) end
    end
  end
end

function ways.stepped() return stepped(1, 1) end
ways["started-twice"] = function() return stepped(2, 1) end
ways["read-twice"] = function() return stepped(1, 2) end

--- Many at once, as the README shows it.
function ways.map()
  local client = new_client()
  local done = 0
  local function create()
    check_ours(client:create_key_result(GOAL, new_body()))
    done = done + 1
  end
  return function(n)
    local i, before = 0, done
    local function next_item()
      i = i + 1
      return i <= n and i or nil
    end
    client:map(next_item, create, { concurrency = in_flight, keep = false })
    assert(done - before == n, "map lost some")
  end
end

--- Many at once, by hand: as many calls as may be under way, and a loop.
function ways.start()
  local client = new_client()
  local function start() return client:start("create_key_result", GOAL, new_body()) end
  return function(n)
    local calls, last = {}, 0
    for i = 1, n do
      while last < n and last < i + in_flight - 1 do
        last = last + 1
        calls[last] = start()
      end
      while not calls[i]:done() do
        client:wait()
        client:step()
      end
      check_ours(calls[i]:result())
      calls[i] = nil
    end
  end
end

local function task_of()
  local scheme, host, port = base:match("^(%w+)://([^:/]+):(%d+)")
  local path = ("%s/v2/goal/%s/key_result"):format(base:match("^%w+://[^/]+(.*)"), GOAL)
  return {
    url = ("%s://%s:%s%s"):format(scheme, host, port, path), host = host, port = tonumber(port),
    path = path, secure = scheme == "https", ca_file = ca_file, version = version,
  }
end

local function run_idiom()
  local task = task_of()
  if way == "curl" then
    return function(n) idioms.curl(task, cjson.encode(new_body()), n, check) end
  end
  local create = (idioms[way] or error("no such way: " .. way))(task)
  return function(n)
    for _ = 1, n do
      local status, reply = create(task, cjson.encode(new_body()))
      check(status, cjson.decode(reply))
    end
  end
end

local function peak_memory()
  local file <close> = io.open("/proc/self/status")
  local status = file and file:read("a") or ""
  return math.tointeger(tonumber(status:match("VmHWM:%s*(%d+)") or 0))
end

local function page_faults()
  local file <close> = io.open("/proc/self/stat")
  local words = file and file:read("a"):match("%) (.*)") or ""
  return math.tointeger(tonumber(words:match("^%S+" .. (" %S+"):rep(6) .. " (%d+)") or 0))
end

-- The sorted seconds of each.
local function run_each(run, n)
  local each = {}
  for i = 1, n do
    local began = socket.gettime()
    run(1)
    each[i] = socket.gettime() - began
  end
  return each
end

local run = ways[way] and ways[way]() or run_idiom()
run(math.max(math.min(WARM_UP, count), in_flight))
local each
local wall, cpu, faults = socket.gettime(), os.clock(), page_faults()
if os.getenv "EACH" then each = run_each(run, count) else run(count) end
wall, cpu, faults = socket.gettime() - wall, os.clock() - cpu, page_faults() - faults
check_last_response()
io.write(("%.9f %.9f %d %d"):format(wall, cpu, peak_memory(), faults))
if each then
  table.sort(each)
  io.write((" %.9f %.9f %.9f"):format(each[count // 10 + 1], each[count // 2 + 1],
    each[count * 99 // 100 + 1]))
end
io.write("\n")
