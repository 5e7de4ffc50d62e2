-- SPDX-License-Identifier: MIT
-- Creates key results with this module and in the ways that Lua programs use.
--
--     lua clients.lua NAME BASE CA_FILE COUNT [IN_FLIGHT]
--
-- Prints the wall and the CPU seconds that COUNT creates took after a few to warm
-- up. A reply that is not the right one ends it with an error.

local socket = require "socket"

local WARM_UP <const> = 20
local ID <const> = "947d46ed-8480-49bc-8c57-e569747efe93"
local GOAL <const> = "e53a033c-900e-462d-a849-4a216b06d930"

local name, base, ca_file, count = arg[1], arg[2], arg[3], math.tointeger(arg[4])
local in_flight = math.tointeger(arg[5] or 1)

local function new_body()
  return {
    name = "New Key Result Name", owners = { 183 }, type = "number",
    steps_start = 0, steps_end = 10, unit = "km", task_ids = {}, list_ids = {},
  }
end

local function new_client()
  return require("clickup").new {
    base_url = base, token = "pk_1", ca_file = ca_file ~= "" and ca_file or nil,
    max_in_flight = in_flight,
  }
end

local ways = {} -- each makes a function that creates n

function ways.clickup()
  local client = new_client()
  return function(n)
    for _ = 1, n do
      local key_result, response = client:create_key_result(GOAL, new_body())
      assert(key_result, response)
      assert(response.status == 200 and key_result.id == ID, "a wrong answer")
    end
  end
end

local run = (ways[name] or error("no such way: " .. name))()
run(math.max(WARM_UP, in_flight))
local wall, cpu = socket.gettime(), os.clock()
run(count)
print(("%.9f %.9f"):format(socket.gettime() - wall, os.clock() - cpu))
