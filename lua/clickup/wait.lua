-- SPDX-License-Identifier: MIT
--- A step: sockets, timers and the queue move on, and what completed is delivered to
-- those that wait for it. And waiting, in whatever way fits the caller: a task of ours
-- and a host's coroutine are suspended; anybody else blocks, in a loop over steps.

local core = require "clickup.core"
local events = require "clickup.events"
local reconcile = require "clickup.reconcile"
local scheduler = require "clickup.scheduler"

local calls = core.calls
local done, completed, known, watch = core.call.done, calls.completed, calls.known, calls.watch
local wake, on_completed = scheduler.wake, reconcile.on_completed
local move, steps, timeout = core.clients.step, core.clients.steps, core.clients.timeout

local ENDLESS = "this wait would never end: nothing is under way"
local CLOSED = "the client is closed"
local TOO_DEEP = "too many waits within each other: wait in tasks, not in coroutines that tasks "
  .. "resume"
local GLANCE = 0.005 -- seconds
local DEEPEST = 16 -- waits within each other that run tasks: Lua allows some 200 calls of C
local NO_MEMORY = "not enough memory"

local wait = {}

-- ---- a step --------------------------------------------------------------------

local function attend(client, state, call)
  if known(call) then
    local ok, err = pcall(on_completed, client, state, call)
    if ok and err then return end -- settled: whoever waits for it was woken
    if not ok then
      reconcile.drop(state, call)
      -- an interrupt is for whoever steps; for want of memory nobody else's outcome is lost
      if err ~= NO_MEMORY then error(err, 0) end
      scheduler.defer(state.scheduler, err)
    end
  end
  wake(state.scheduler, call)
end

-- A delivery was cut short: all that may wait is looked at.
local function catch_up(client, state)
  for _, call in ipairs(core.clients.held(client)) do
    if completed(call) then attend(client, state, call) end
  end
  scheduler.wake_all(client, state.scheduler)
end

-- Called by the core, which knows then whether all of it was done. Whoever waits for a call goes
-- on before the next is read: so there is one answer in memory, not one of each. A step within
-- that goes on with the same list. What it has been given stays there until it is told: those that
-- wait for it may be known to nobody else, and an interrupt must not leave them to the collector.
local function deliver(client, state, happened, missed, depth)
  local own = state.scheduler
  local run = depth > DEEPEST and scheduler.run_ours or scheduler.run
  if happened then events.report(state, happened) end
  if missed then catch_up(client, state) end
  while own.taken < own.arrived do
    local i, list = own.taken + 1, own.completed
    local call = list[i]
    own.taken = i
    attend(client, state, call)
    if list[i] == call then list[i] = nil end
    if own.ready[own.first] ~= nil then run(own) end
  end
  own.taken, own.arrived = 0, 0
  if own.ready[own.first] ~= nil then run(own) end
end

-- Nothing is under way any more, so whoever looked for these has died for want of
-- memory; unless a step further up may still attend to them, or they wait for another client.
local function settle_orphans(client, state)
  return steps(client) == 0 and not scheduler.clients_with(client)
    and reconcile.settle_orphans(client, state)
end

--- A step that raises nothing but usage errors, memory errors and interrupts: what
-- callbacks raise is kept. One that is patient waits for something to happen; false:
-- nothing will; nil: the client is closed.
---@param client clickup.client
---@param state clickup.state
---@param patient? boolean
---@return boolean?
function wait.step(client, state, patient)
  local own = state.scheduler
  local moved = move(client, state, own, patient, deliver)
  if moved == nil then return nil end
  if not moved then return settle_orphans(client, state) end
  if own.deferred[1] ~= nil and not client:is_closed() and not timeout(client) then
    settle_orphans(client, state)
  end
  return true
end

local step = wait.step

-- ---- waiting -------------------------------------------------------------------

-- Waits for one of these clients, and moves all of them on. Why nothing more can
-- happen, or nil.
local function block_on(clients)
  local busy, idle, soon = nil, true, GLANCE
  for _, client in ipairs(clients) do
    local ready = scheduler.is_ready(core.state(client).scheduler)
    local seconds = ready and 0 or timeout(client) -- whatever is kept: nobody raises it here
    if ready then soon = 0 end
    if seconds then idle = false end
    if seconds and (not busy or seconds > 0) then busy = client end
  end
  if idle then return ENDLESS end
  core.clients.wait(busy, soon)
  for _, client in ipairs(clients) do step(client, core.state(client)) end
end

-- A finalizer may close any of them between two lines of ours: then the caller
-- looks again at what it waits for.
local function block_together(client, clients)
  local ok, stuck = pcall(block_on, clients)
  if ok then return stuck end
  for _, one in ipairs(clients) do
    if one:is_closed() then return one == client and CLOSED or nil end
  end
  error(stuck, 0)
end

-- The same where so many wait within each other that no more tasks may run here: what is
-- under way in the core goes on, and so does the search for a create.
local function block_deep(client, state)
  local own = state.scheduler
  if scheduler.run_ours(own) then return nil end
  local moved = step(client, state, own.taken == own.arrived)
  if moved == nil then return CLOSED end
  return not moved and TOO_DEEP or nil
end

-- Waits until something happens. What a callback raises must not take the outcome
-- away from the one who waits here: it is kept. Why nothing more can happen, or nil.
local function block(client, state)
  if steps(client) >= DEEPEST then return block_deep(client, state) end
  local own = state.scheduler
  local patient = own.ready[own.first] == nil and own.taken == own.arrived
  local clients = patient and scheduler.clients_with(client)
  if clients then return block_together(client, clients) end
  local moved = step(client, state, patient)
  if moved == nil then return CLOSED end
  return not moved and ENDLESS or nil
end

-- What was waited for may have died of what a callback raised.
local function refuse(state, stuck)
  scheduler.raise(state.scheduler)
  core.usage_error(stuck)
end

--- Waits until `is_over(keys)`. Somebody has to call scheduler.wake for one of the
-- keys.
function wait.until_over(client, keys, is_over)
  if is_over(keys) then return end
  local state = core.state(client)
  local sleeper = scheduler.current(state)
  local stuck
  repeat
    if sleeper then scheduler.sleep_on(client, state.scheduler, keys, sleeper)
    else stuck = block(client, state)
    end
    local over = is_over(keys)
    if stuck and not over then refuse(state, stuck) end
  until over
  if not sleeper then scheduler.notify_host(state) end -- it may have nothing left to do
end

local function is_done(keys) return done(keys[1]) end

--- Waits until the call is done. Whoever has the client's state gives it, too.
function wait.for_call(client, call, state)
  if done(call) then return end
  state = state or core.state(client)
  local sleeper = scheduler.current(state)
  if sleeper and not sleeper.client then
    return wait.until_over(client, { watch(call) }, is_done)
  end
  local stuck
  repeat
    if sleeper then scheduler.sleep_for(client, state.scheduler, call, sleeper)
    else stuck = block(client, state)
    end
    local over = done(call)
    if stuck and not over then refuse(state, stuck) end
  until over
  if not sleeper then scheduler.notify_host(state) end -- it may have nothing left to do
end

--- Seconds until one of the other clients that tasks wait for has something to do;
-- their sockets are looked at every few milliseconds. Nil: there are none.
---@return number?
function wait.others_timeout(client)
  local clients = scheduler.clients_with(client)
  if not clients then return nil end
  local soonest
  for i = 2, #clients do
    local ready = scheduler.is_ready(core.state(clients[i]).scheduler)
    local seconds = ready and 0 or timeout(clients[i])
    if seconds then soonest = math.min(seconds, soonest or GLANCE) end
  end
  return soonest
end

--- One of these clients that has something under way.
function wait.busy_other(client)
  for i, other in ipairs(scheduler.clients_with(client) or {}) do
    if i > 1 and timeout(other) then return other end
  end
end

--- Steps these clients; one that is in a step already goes on by itself. What their callbacks
-- raise is for the client's caller, unless they have a loop of their own.
function wait.step_others(client)
  local own = core.state(client).scheduler
  for i, other in ipairs(scheduler.clients_with(client) or {}) do
    if i > 1 and steps(other) == 0 then
      local state = core.state(other)
      step(other, state)
      if not state.host then scheduler.take_errors(own, state.scheduler) end
    end
  end
end

--- Raises what a callback has raised while somebody waited; not into tasks and
-- callbacks, which have nothing to do with it, and not where a host's loop will step.
function wait.raise_deferred(client, state)
  if steps(client) == 0 and not state.host and not scheduler.is_in_task() then
    scheduler.raise(state.scheduler)
  end
end

return wait
