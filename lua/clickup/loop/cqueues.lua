-- SPDX-License-Identifier: MIT
--- A client in a cqueues controller (as under lua-http):
--
--     require("clickup.loop.cqueues").attach(client)
--     controller:wrap(function() print(client:get_goal(goal_id)) end)
--     controller:loop()
--
-- A call made in a coroutine of a controller suspends just that coroutine. The
-- client is stepped by one coroutine, which lives while something is under way.

local cqueues = require "cqueues"
local condition = require "cqueues.condition"

local M = {}

---@param client clickup.client
function M.attach(client)
  local news, driven = condition.new(), false

  local function poll()
    local fd, seconds = client:fd(), client:timeout()
    if not fd then return cqueues.poll(math.min(seconds, 0.01)) end
    cqueues.poll({ pollfd = fd, events = "r" }, news, seconds)
  end

  local function drive()
    while not client:is_closed() and client:timeout() do
      poll()
      if not client:is_closed() then client:step() end
    end
    driven = false
  end

  local function kick()
    local controller = cqueues.running()
    if driven then
      news:signal()
    elseif controller then
      driven = true
      controller:wrap(drive)
    end
  end

  client:attach {
    kick = kick,
    sleeper = function()
      if not cqueues.running() then return nil end
      local turn, ready = condition.new(), false
      return {
        sleep = function()
          kick()
          while not ready do turn:wait() end
          ready = false
        end,
        go = function()
          ready = true
          turn:signal()
        end,
      }
    end,
  }
end

return M
