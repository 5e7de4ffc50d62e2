-- SPDX-License-Identifier: MIT
--- A client under Copas:
--
--     local loop = require "clickup.loop.copas"
--     loop.attach(client)
--     copas.addthread(function() print(client:get_goal(goal_id)) end)
--     loop.run(client)   -- instead of copas.loop()
--
-- A call made in a Copas thread suspends just that thread. Copas 1 knows only
-- sockets and has no timers, so `run` steps it for as long as the client's next
-- timer allows.

local copas = require "copas"

local M = {}

-- Copas takes this for a socket with something to read once it may go on.
local function pretend(client)
  local ready = false
  local socket = {}
  function socket.getfd() return client:is_closed() and -1 or client:fd() or -1 end
  function socket.dirty() return ready end
  function socket.receive()
    if not ready and not client:is_closed() then client:step() end
    if not ready then return nil, "timeout" end
    ready = false
    return ""
  end
  function socket.close() end -- Copas closes what a thread was woken by
  return socket, function() ready = true end
end

---@param client clickup.client
function M.attach(client)
  client:attach {
    sleeper = function()
      local socket, go = pretend(client)
      return { sleep = function() copas.receive(socket) end, go = go }
    end,
  }
end

--- Runs Copas and the client until `finished()`, or until the client has
--- nothing under way.
---@param client clickup.client
---@param finished? fun(): boolean
function M.run(client, finished)
  finished = finished or function() return client:is_closed() or not client:timeout() end
  while not finished() do
    local seconds = client:timeout() or 0.1
    copas.step(client:fd() and seconds or math.min(seconds, 0.01))
    if not client:is_closed() then client:step() end
  end
end

return M
