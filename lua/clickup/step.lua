-- SPDX-License-Identifier: MIT
--- One step of a client: sockets, timers and the queue move on, and what completed
-- is delivered to those that wait for it.

local core = require "clickup.core"
local events = require "clickup.events"
local reconcile = require "clickup.reconcile"
local scheduler = require "clickup.scheduler"

local completed = core.calls.completed
local advance, timeout = core.clients.advance, core.clients.timeout

local function attend(client, state, call)
  if state.creates.pending[call] then
    local ok, err = pcall(reconcile.on_completed, client, state, call)
    if not ok then
      reconcile.drop(state, call)
      scheduler.defer(state.scheduler, err)
    end
  end
  scheduler.wake(state.scheduler, call)
end

-- A step that ran out of memory has missed some that completed: all are looked at.
local function catch_up(client, state)
  local own = state.scheduler
  local pending, keys = {}, {}
  for call in pairs(state.creates.pending) do pending[#pending + 1] = call end
  for key in pairs(own.waiting) do keys[#keys + 1] = key end
  for _, call in ipairs(pending) do
    if completed(call) then attend(client, state, call) end
  end
  for _, key in ipairs(keys) do scheduler.wake(own, key) end
  state.missed = false
end

local function deliver(client, state, n, list, happened)
  if happened then events.report(state, happened) end
  for i = 1, n do
    local call = list[i]
    list[i] = nil
    attend(client, state, call)
  end
  if state.missed then catch_up(client, state) end
  if state.scheduler.ready[1] then scheduler.run(state.scheduler) end
end

-- Nothing is under way any more, so whoever looked for these has died for want of
-- memory; unless a step further up may still attend to them.
local function settle_orphans(state)
  return state.scheduler.steps == 0 and reconcile.settle_orphans(state)
end

--- A step that raises nothing but usage errors and memory errors: what callbacks
-- raise is kept. One that is patient waits for something to happen; false: nothing
-- will; nil: the client is closed.
---@param client clickup.client
---@param state clickup.state
---@param patient? boolean
---@return boolean?
return function(client, state, patient)
  local list, own = state.list or {}, state.scheduler
  state.list = nil -- a step within a callback of this one takes another
  local n, happened = advance(client, list, patient and not state.missed)
  if n == nil then return nil end
  if not n then return settle_orphans(state) end
  own.steps = own.steps + 1
  local ok, err = pcall(deliver, client, state, n, list, happened)
  own.steps = own.steps - 1
  if not ok then
    state.missed = true
    error(err, 0)
  end
  state.list = list
  if own.deferred ~= nil and not client:is_closed() and not timeout(client) then
    settle_orphans(state)
  end
  return true
end
