-- SPDX-License-Identifier: MIT
--- A client under Copas:
--
--     local loop = require "clickup.loop.copas"
--     loop.attach(client)
--     copas.addthread(function() print(client:get_goal(goal_id)) end)
--     loop.run()         -- instead of copas.loop()
--
-- A call made in a Copas thread suspends just that thread. Copas 1 knows only
-- sockets and has no timers, so `run` steps it for as long as the client's next
-- timer allows. A later Copas starts a new thread in its next step, and knows
-- itself whether it has anything left to do.

local copas = require "copas"
local resumer = require "clickup.resumer"

local M = {}

local COPAS = debug.getinfo(copas.step, "S").source

local spare = assert(require("socket").udp4()) -- a descriptor where the client has none
local due = setmetatable({}, { __mode = "k" }) -- client → threads that may go on
-- Clients that have something under way, which hold themselves so.
local active = {} -- luacheck: ignore 241 (to be in it is all that they need)
local watched = setmetatable({}, { __mode = "k" }) -- clients that a thread of `run` listens for

-- Copas takes this for a socket. It may hold it for longer than its thread runs: so it does not
-- hold the client. `is_ready(client)`: there is something to read, and then its thread goes on.
local function pretend(client, is_ready, look)
  local weak = setmetatable({ client = client }, { __mode = "v" })
  local function own() return weak.client and not weak.client:is_closed() and weak.client end
  local socket = {}
  function socket.getfd() return own() and own():fd() or spare:getfd() end
  function socket.dirty() return is_ready(own()) end
  function socket.receive()
    if look and own() and not is_ready(own()) then look(own()) end
    if is_ready(own()) then return "" end
    return nil, "timeout"
  end
  function socket.close() end -- Copas closes what a thread was woken by
  return socket
end

-- What a callback raises has nothing to do with the thread that waits.
local function step(client)
  local ok, err = pcall(client.step, client)
  if not ok then copas.addthread(function() error(err, 0) end) end
end

local function new_sleeper(client)
  local ready = false
  local socket = pretend(client, function() return ready end, step)
  local weak = setmetatable({ client = client }, { __mode = "v" })
  local function add(change)
    if weak.client then due[weak.client] = due[weak.client] + change end
  end
  return {
    sleep = function()
      copas.receive(socket)
      if ready then add(-1) end
      ready = false
    end,
    go = function()
      if not ready then add(1) end
      ready = true
    end,
  }
end

---@param client clickup.client
function M.attach(client)
  due[client] = 0
  local weak = setmetatable({ client = client }, { __mode = "v" })
  local function look()
    local own = weak.client
    if own then active[own] = not own:is_closed() and own:timeout() and true or nil end
  end
  client:attach {
    sleeper = function(running) -- a generator in a thread is nobody's to suspend
      local _, source = resumer.find(running)
      return (source == nil or source == COPAS) and new_sleeper(client) or nil
    end,
    kick = look,
    leave = function() if weak.client then active[weak.client] = nil end end,
  }
  look() -- what was started before
end

local function is_idle(client)
  return not client or client:is_closed() or not client:timeout()
end

-- Wakes Copas up when the client's sockets have something, whether a thread waits or not; it
-- ends when nothing is under way.
local function watch(client)
  if watched[client] or is_idle(client) then return end
  watched[client] = true
  local socket = pretend(client, is_idle)
  local weak = setmetatable({ client = client }, { __mode = "v" })
  copas.addthread(function()
    copas.receive(socket)
    if weak.client then watched[weak.client] = nil end
  end)
end

-- The attached clients that are open. New each time: to step one may attach another.
local function open_clients()
  local list = {}
  for client in pairs(due) do
    if not client:is_closed() then list[#list + 1] = client end
  end
  return list
end

local function is_over()
  for client, threads in pairs(due) do
    if threads > 0 or not is_idle(client) then return false end
  end
  return not copas.finished or copas.finished()
end

-- Seconds for which Copas may wait for sockets.
local function idle_seconds()
  local soonest
  for client, threads in pairs(due) do
    if threads > 0 then return 0 end
    local seconds = not client:is_closed() and client:timeout()
    if seconds and not client:fd() then seconds = math.min(seconds, 0.01) end
    if seconds then soonest = math.min(seconds, soonest or seconds) end
  end
  return soonest or 0.1
end

--- Runs Copas and all attached clients until `finished()`, or until none has anything under
--- way, no thread waits for one and Copas (2 and later) has nothing left.
---@param _? clickup.client # what was needed here before 1.0
---@param finished? fun(): boolean
function M.run(_, finished)
  finished = finished or is_over
  while true do
    for one in pairs(active) do
      if is_idle(one) then active[one] = nil end
    end
    if finished() then return end
    for _, one in ipairs(open_clients()) do watch(one) end
    copas.step(idle_seconds())
    for _, one in ipairs(open_clients()) do
      if not one:is_closed() then one:step() end
    end
  end
end

return M
