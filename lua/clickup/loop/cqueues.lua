-- SPDX-License-Identifier: MIT
--- A client in cqueues controllers (as under lua-http):
--
--     require("clickup.loop.cqueues").attach(client)
--     controller:wrap(function() print(client:get_goal(goal_id)) end)
--     controller:loop()
--
-- A call made in a coroutine of a controller suspends just that coroutine; in a
-- generator there it blocks. One coroutine of each controller steps the client, as long
-- as something is under way; several controllers may share a client, and each may be left.

local cqueues = require "cqueues"
local condition = require "cqueues.condition"

local M = {}

-- Seconds. Where several controllers step a client, none knows what the others have done.
local TURN = 0.05

-- How a coroutine of a controller waits; a generator in one is nobody's to suspend.
local function new_sleeper(kick)
  local controller, is_own = cqueues.running()
  if not controller or not is_own then return nil end
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
end

---@param client clickup.client
---@param home? table # the controller that moves on what is started outside of all
function M.attach(client, home)
  local fd = client:fd()
  local drivers = setmetatable({}, { __mode = "k" }) -- controller → what its driver waits for

  local function poll(news)
    local seconds = client:timeout()
    if next(drivers, next(drivers)) then seconds = math.min(seconds, TURN) end
    if not fd then return cqueues.poll(math.min(seconds, 0.01)) end
    cqueues.poll({ pollfd = fd, events = "r" }, news, seconds)
  end

  -- What a callback raises ends this coroutine, as it should be told; another
  -- goes on.
  local drive
  local function move_on(controller)
    while not client:is_closed() and client:timeout() do
      poll(drivers[controller])
      if not client:is_closed() then client:step() end
    end
  end
  function drive()
    local controller = cqueues.running()
    local ok, err = pcall(move_on, controller)
    if not ok then
      controller:wrap(drive)
      error(err, 0)
    end
    drivers[controller] = nil
  end

  -- A controller that nobody runs any more has a driver, too: it does no harm.
  local function kick()
    local controller = cqueues.running() or home
    if controller and not drivers[controller] then
      local news = condition.new()
      controller:wrap(drive)
      drivers[controller] = news -- last: without a driver it must not be here
    end
    for _, news in pairs(drivers) do news:signal() end
  end

  client:attach {
    kick = kick,
    leave = function()
      if fd then cqueues.cancel(fd) end
      for _, news in pairs(drivers) do news:signal() end
    end,
    sleeper = function() return new_sleeper(kick) end,
  }
  kick() -- what was started before
end

return M
