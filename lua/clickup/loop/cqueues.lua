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
  local fd, news, driven = client:fd(), condition.new(), false

  local function poll()
    local seconds = client:timeout()
    if not fd then return cqueues.poll(math.min(seconds, 0.01)) end
    cqueues.poll({ pollfd = fd, events = "r" }, news, seconds)
  end

  -- What a callback raises ends this coroutine, as it should be told; another
  -- goes on.
  local drive
  function drive()
    while not client:is_closed() and client:timeout() do
      poll()
      local ok, err = true, nil
      if not client:is_closed() then ok, err = pcall(client.step, client) end
      if not ok then
        cqueues.running():wrap(drive)
        error(err, 0)
      end
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
    leave = function()
      if fd then cqueues.cancel(fd) end
      news:signal()
    end,
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
