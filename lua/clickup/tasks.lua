-- SPDX-License-Identifier: MIT
--- Who waits, and how: the only thing that differs between a blocking script,
-- many calls at once and a host's loop.
--
-- A task is a coroutine of ours: it waits by yielding, and a step of the client
-- that it waits for resumes it. A host's coroutine waits as its adapter
-- (clickup.loop) says. Anybody else waits by the loop over client:wait() and
-- client:step().

local core = require "clickup.core"

local done, landed, watch = core.call.done, core.calls.completed, core.calls.watch
local sleep = core.clients.sleep

local ENDLESS = "this wait would never end: nothing is under way"
local CLOSED = "the client is closed"

local tasks = {}

-- Coroutine → its sleeper, for the tasks of all clients.
local sleepers = setmetatable({}, { __mode = "k" })

-- Clients that tasks of other clients wait for, and how many do: whoever blocks
-- has to step them, too.
local joint = setmetatable({}, { __mode = "k" })

-- A turn says who is to go on: { sleeper, off? }. A sleeper is a turn of its own.
---@class clickup.sleeper
---@field sleep fun()  # suspends the coroutine that it was made for
---@field go fun()     # lets it go on
---@field client? clickup.client # of a task: whose it is
---@field key? any     # what it waits for
---@field sleeper clickup.sleeper # of a task: itself

-- The part of a client's Lua side that belongs to this file.
function tasks.init(state)
  state.waiting = {} -- what is waited for → a turn, or those that wait, in order
  state.ready = {}   -- turns that are due, in order
  state.moving = 0   -- steps that are under way, one within a callback of another
end

--- Keeps the first error that a callback has raised, for tasks.raise.
function tasks.fail(state, err)
  if state.failure == nil then state.failure = err end
end

-- When the key is woken, the sleeper goes on; unless its turn is off by then.
local function register(state, key, turn)
  local waiting = state.waiting[key]
  if waiting == nil then
    state.waiting[key] = turn
  elseif waiting.sleeper then
    state.waiting[key] = { waiting, turn }
  else
    waiting[#waiting + 1] = turn
  end
end

local function resume(sleeper, task, ...)
  if coroutine.status(task) ~= "suspended" then return end -- its host has ended it
  local ok, err = coroutine.resume(task, ...)
  if not ok then error(debug.traceback(task, tostring(err)), 0) end
  if coroutine.status(task) == "dead" or sleeper.key ~= nil then return end
  -- it yielded by itself: the others have their turn, then it goes on
  local client = sleeper.client
  if client:is_closed() then
    assert(coroutine.close(task)) -- nobody would resume it any more
  else
    register(core.state(client), watch(sleep(client, 0)), sleeper)
  end
end

-- Errors are for the step's caller, when everybody has had their turn.
local function go(state, sleeper, ...)
  local ok, err = pcall(sleeper.go, ...)
  if not ok then tasks.fail(state, err) end
end

--- Runs a function as a task, up to its first wait. It should not raise. What it
-- has left due at once is told to a host that is not in a step of ours.
---@return clickup.sleeper
function tasks.spawn(client, fn, ...)
  local task = coroutine.create(fn)
  local sleeper = { sleep = coroutine.yield, client = client }
  sleeper.sleeper = sleeper
  function sleeper.go(...) resume(sleeper, task, ...) end
  sleepers[task] = sleeper
  local state = core.state(client)
  go(state, sleeper, ...)
  if state.kick and state.moving == 0 then state.kick() end
  return sleeper
end

--- Something happened to the key: those that wait for it look again.
function tasks.wake(state, key)
  local waiting = state.waiting[key]
  if not waiting then return end
  local ready = state.ready
  state.waiting[key] = nil
  if waiting.sleeper then ready[#ready + 1] = waiting
  else table.move(waiting, 1, #waiting, #ready + 1, ready)
  end
end

--- Lets those go on that are ready, and those that become so.
function tasks.run(state)
  while state.ready[1] do
    local ready = state.ready
    state.ready = {}
    for _, turn in ipairs(ready) do
      if not turn.off then go(state, turn.sleeper) end
    end
  end
end

--- Raises what a callback has raised.
function tasks.raise(state)
  local failure = state.failure
  state.failure = nil
  if failure ~= nil then error(failure, 0) end
end

-- A turn that was not taken must not stay where others would find it.
local function withdraw(state, key, turn)
  local waiting = state.waiting[key]
  if not waiting then return end
  if waiting == turn then state.waiting[key] = nil end
  if waiting.sleeper then return end
  for i = #waiting, 1, -1 do
    if waiting[i] == turn then table.remove(waiting, i) end
  end
  if not waiting[1] then state.waiting[key] = nil end
end

local function count_in(client, sleeper, change)
  if not sleeper.client or sleeper.client == client then return end
  local count = (joint[client] or 0) + change
  joint[client] = count > 0 and count or nil
end

local function sleep_on(client, state, keys, sleeper)
  local turn = { sleeper = sleeper }
  for _, key in ipairs(keys) do register(state, key, turn) end
  sleeper.key = keys[1]
  count_in(client, sleeper, 1)
  sleeper.sleep()
  count_in(client, sleeper, -1)
  sleeper.key = nil
  turn.off = true -- somebody else may have resumed it
  for _, key in ipairs(keys) do withdraw(state, key, turn) end
end

local function sleeper_of(state)
  local running, is_main = coroutine.running()
  local sleeper = sleepers[running]
  if sleeper or is_main or not state.host then return sleeper end
  return state.host(running)
end

-- The client and those that tasks wait for besides it, as far as they are open.
local function clients_with(client)
  local list = { client }
  for other in pairs(joint) do
    if other ~= client and not other:is_closed() then list[#list + 1] = other end
  end
  return list
end

-- Waits for one of these clients, and moves all of them on. Why nothing more can
-- happen, or nil.
local function block_on(clients)
  local busy, idle = nil, true
  for _, client in ipairs(clients) do
    local seconds = client:timeout()
    if seconds then idle = false end
    if seconds and (not busy or seconds > 0) then busy = client end
  end
  if idle then return ENDLESS end
  busy:wait(0.005)
  for _, client in ipairs(clients) do
    local state = core.state(client)
    state.move(client, state)
  end
end

-- A finalizer may close any of them between two lines of ours: then the caller
-- looks again at what it waits for.
local function block_together(client)
  local clients = clients_with(client)
  local ok, stuck = pcall(block_on, clients)
  if ok then return stuck end
  for _, one in ipairs(clients) do
    if one:is_closed() then return one == client and CLOSED or nil end
  end
  error(stuck, 0)
end

-- Waits until something happens. What a callback raises must not take the outcome
-- away from the one who waits here: it is kept. Why nothing more can happen, or nil.
local function block(client, state)
  if next(joint) and not state.ready[1] then return block_together(client) end
  local moved = state.move(client, state, not state.ready[1])
  if moved == nil then return CLOSED end
  return not moved and ENDLESS or nil
end

-- What was waited for may have died of what a callback raised.
local function refuse(state, stuck)
  tasks.raise(state)
  core.usage_error(stuck)
end

--- Waits, in whatever way fits the caller, until `is_over(keys)`. Somebody has
-- to call tasks.wake for one of the keys.
function tasks.wait_until(client, keys, is_over)
  if is_over(keys) then return end
  local state = core.state(client)
  local sleeper = sleeper_of(state)
  local stuck
  repeat
    if sleeper then sleep_on(client, state, keys, sleeper) else stuck = block(client, state) end
    local over = is_over(keys)
    if stuck and not over then refuse(state, stuck) end
  until over
end

--- Raises what a callback has raised while somebody waited; not into tasks and
-- callbacks, which have nothing to do with it.
function tasks.surface(state)
  if state.moving == 0 and not sleeper_of(state) then tasks.raise(state) end
end

local function is_done(keys) return done(keys[1]) end
local function has_landed(keys) return landed(keys[1]) end

-- A task of ours that is resumed for nothing looks again, so it needs no turn that
-- can be called off.
local function sleep_for(client, state, call, sleeper)
  register(state, watch(call), sleeper)
  sleeper.key = call
  count_in(client, sleeper, 1)
  sleeper.sleep()
  count_in(client, sleeper, -1)
  sleeper.key = nil
  withdraw(state, call, sleeper)
end

--- Waits until the call is done. Whoever has the client's state gives it, too.
function tasks.await(client, call, state)
  if done(call) then return end
  state = state or core.state(client)
  local sleeper = sleeper_of(state)
  if sleeper and not sleeper.client then
    return tasks.wait_until(client, { watch(call) }, is_done)
  end
  local stuck
  repeat
    if sleeper then sleep_for(client, state, call, sleeper) else stuck = block(client, state) end
    local over = done(call)
    if stuck and not over then refuse(state, stuck) end
  until over
end

--- Waits until the request of the call has ended, settled or not.
function tasks.await_landing(client, call)
  if not landed(call) then tasks.wait_until(client, { watch(call) }, has_landed) end
end

return tasks
