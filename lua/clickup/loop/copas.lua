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
-- timer allows. A later Copas starts a new thread in its next step, and knows
-- itself whether it has anything left to do.

local copas = require "copas"

local M = {}

local spare = assert(require("socket").udp4()) -- a descriptor where the client has none
local due = setmetatable({}, { __mode = "k" }) -- client → threads that may go on

-- Copas takes this for a socket with something to read once its thread may go on.
local function pretend(client)
  local ready = false
  local socket = {}
  function socket.getfd() return not client:is_closed() and client:fd() or spare:getfd() end
  function socket.dirty() return ready end
  function socket.receive()
    if not ready and not client:is_closed() then client:step() end
    if not ready then return nil, "timeout" end
    ready = false
    due[client] = due[client] - 1
    return ""
  end
  function socket.close() end -- Copas closes what a thread was woken by
  return socket, function()
    if not ready then due[client] = due[client] + 1 end
    ready = true
  end
end

---@param client clickup.client
function M.attach(client)
  due[client] = 0
  client:attach {
    sleeper = function()
      local socket, go = pretend(client)
      return { sleep = function() copas.receive(socket) end, go = go }
    end,
  }
end

--- Runs Copas and the client until `finished()`, or until the client has nothing
--- under way, no thread waits for it and Copas (2 and later) has nothing left.
---@param client clickup.client
---@param finished? fun(): boolean
function M.run(client, finished)
  finished = finished or function()
    return due[client] == 0 and (client:is_closed() or not client:timeout())
      and (not copas.finished or copas.finished())
  end
  while not finished() do
    local seconds = 0
    if due[client] == 0 and not client:is_closed() then
      seconds = client:timeout() or 0.1
      if not client:fd() then seconds = math.min(seconds, 0.01) end
    end
    copas.step(seconds)
    if not client:is_closed() then client:step() end
  end
end

return M
