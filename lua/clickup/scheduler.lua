-- SPDX-License-Identifier: MIT
--- Who waits for what. A task is a coroutine of ours: it waits by yielding, and a
-- step of the client that it waits for resumes it. A host's coroutine waits as its
-- adapter (clickup.loop) says. Whoever is neither blocks: see clickup.wait.

local core = require "clickup.core"
local trace = require "clickup.trace"

local calls = core.calls
local done, completed, watch = core.call.done, calls.completed, calls.watch
local wait_for, wake_waiter = calls.wait_for, calls.wake
local sleep, steps, is_open = core.clients.sleep, core.clients.steps, core.clients.is_open
local status, continue, yield = coroutine.status, coroutine.resume, coroutine.yield

local scheduler = {}

-- Coroutine → its sleeper, for the tasks of all clients.
local sleepers = setmetatable({}, { __mode = "k" })

-- The task that was resumed last. As long as it is neither suspended nor dead, what runs is
-- the task, or a coroutine that the task resumes. Weak: an interrupt may leave it here.
local latest = setmetatable({}, { __mode = "v" })

-- Clients that tasks of other clients wait for, and how many do: whoever blocks
-- has to step them, too.
local foreign_waits = setmetatable({}, { __mode = "k" })

---@class clickup.sleeper # what a host's `sleeper` returns
---@field sleep fun()  # suspends the coroutine that it was made for
---@field go? fun()    # lets it go on

-- A turn says who is to go on: { sleeper, off? }. A sleeper is a turn of its own.
---@class clickup.scheduler.sleeper: clickup.sleeper
---@field task? thread # of a task: itself, which is resumed instead
---@field client? clickup.client # of a task: whose it is
---@field key? any     # what it waits for
---@field sleeper clickup.scheduler.sleeper # of a task: itself
---@field over? boolean # a task that has ended
---@field ours? boolean # a task that looks for a create: it needs no others

---@class clickup.scheduler # what this file keeps of a client
---@field waiting table<any, table> # what is waited for → a turn, or those that wait, in order
---@field ready (table|false)[]     # turns that are due, in order; false: taken
---@field first integer             # the first of these
---@field completed clickup.call[]  # of those that have completed, the ones not delivered yet
---@field taken integer             # where these begin, less one
---@field arrived integer           # where these end
---@field deferred any[]            # errors that callbacks have raised
---@field closed? boolean           # no step will come any more
---@field runner? thread            # closed: in it those that are ready go on, one after another
---@field more? integer             # errors that were not kept
---@field is_told? boolean          # an error of on_event is kept

---@return clickup.scheduler
function scheduler.new()
  return { waiting = {}, ready = {}, first = 1, completed = {}, taken = 0, arrived = 0,
    deferred = {} }
end

local MOST_DEFERRED = 100

--- Keeps an error that a callback has raised, for scheduler.raise.
---@param own clickup.scheduler
function scheduler.defer(own, err)
  local list = own.deferred
  if #list < MOST_DEFERRED then
    list[#list + 1] = err == nil and "nil was raised" or err
  else
    own.more = (own.more or 1) + 1 -- the last one that was kept, too
    list[MOST_DEFERRED] = ("%d more errors of callbacks are left out"):format(own.more)
  end
end

--- The same for an error of on_event: one that fails at each event is kept once.
---@param own clickup.scheduler
function scheduler.defer_once(own, err)
  if own.is_told then return end
  own.is_told = true
  scheduler.defer(own, err)
end

--- Another client's errors are for the one that steps this one.
---@param own clickup.scheduler
---@param other clickup.scheduler
function scheduler.take_errors(own, other)
  while other.deferred[1] ~= nil do scheduler.defer(own, table.remove(other.deferred, 1)) end
  other.more, other.is_told = nil, nil
end

--- Whether somebody can go on, whatever the core has.
---@param own clickup.scheduler
---@return boolean
function scheduler.is_ready(own)
  return own.ready[own.first] ~= nil or own.taken < own.arrived
end

--- Whether a step has something to do whatever the core has.
---@param own clickup.scheduler
---@return boolean
function scheduler.is_due(own) return scheduler.is_ready(own) or own.deferred[1] ~= nil end

--- Raises what a callback has raised, one error at a time.
---@param own clickup.scheduler
function scheduler.raise(own)
  if own.deferred[1] == nil then return end
  local err = table.remove(own.deferred, 1)
  if own.deferred[1] == nil then own.more, own.is_told = nil, nil end
  error(err, 0)
end

-- When the key is woken, the sleeper goes on; unless its turn is off by then.
local function register(own, key, turn)
  local waiting = own.waiting[key]
  if waiting == nil then
    own.waiting[key] = turn
  elseif waiting.sleeper then
    own.waiting[key] = { waiting, turn }
  else
    waiting[#waiting + 1] = turn
  end
end

-- A turn that was not taken must not stay where others would find it.
local function withdraw(own, key, turn)
  local waiting = own.waiting[key]
  if not waiting then return end
  if waiting == turn then own.waiting[key] = nil end
  if waiting.sleeper then return end
  for i = #waiting, 1, -1 do
    if waiting[i] == turn then table.remove(waiting, i) end
  end
  if not waiting[1] then own.waiting[key] = nil end
end

-- Errors of the task are for the step's caller, when everybody has had their turn; an
-- error at a line of ours is an interrupt, and goes where it goes.
local function resume(sleeper, ...)
  local task = sleeper.task
  -- its host has ended it; or (status may run a finalizer) a step within has, just now
  if status(task) ~= "suspended" or sleeper.over then return end
  local outer = latest.task
  latest.task = task
  local ok, err = continue(task, ...)
  latest.task = outer
  if ok and sleeper.key ~= nil then return end -- it sleeps again
  local client = sleeper.client
  local own = core.state(client).scheduler
  if not ok or status(task) == "dead" then sleeper.over = true end
  if not ok then return scheduler.defer(own, trace(err, task)) end
  if sleeper.over then return end
  -- it yielded by itself: the others have their turn, then it goes on
  if client:is_closed() then
    assert(coroutine.close(task)) -- nobody would resume it any more
  else
    register(own, watch(sleep(client, 0)), sleeper)
  end
end

-- What a host's function raises is for the step's caller, too.
local function go(own, sleeper, ...)
  if sleeper.task then return resume(sleeper, ...) end
  if not sleeper.go then return end -- it returns by itself, and looks
  local outer = latest.task
  latest.task = nil -- a coroutine of the host's, wherever this step was made
  local ok, err = pcall(sleeper.go, ...)
  latest.task = outer
  if not ok then scheduler.defer(own, err) end
end

--- Runs a function as a task, up to its first wait. It should not raise. What it
-- has left due at once is told to a host that is not in a step of ours.
---@param ours boolean # it looks for a create
---@return clickup.scheduler.sleeper
function scheduler.spawn(client, ours, fn, ...)
  local task = coroutine.create(fn)
  local sleeper = { sleep = yield, task = task, client = client, ours = ours }
  sleeper.sleeper = sleeper
  sleepers[task] = sleeper
  local state = core.state(client)
  go(state.scheduler, sleeper, ...)
  if state.host and steps(client) == 0 then scheduler.notify_host(state) end
  return sleeper
end

--- A host's loop is told that there is something to do. What that raises must take nobody's
-- outcome away: it is kept.
function scheduler.notify_host(state)
  local kick = state.host and state.host.kick
  if not kick then return end
  local ok, err = pcall(kick)
  if not ok then scheduler.defer(state.scheduler, err) end
end

--- Whether those that are ready go on further up: what an interrupt has ended is dead.
---@param own clickup.scheduler
function scheduler.is_running(own)
  local state = own.runner and status(own.runner)
  return state == "normal" or state == "running"
end

--- Something happened to the key: those that wait for it look again, in the next step.
---@param own clickup.scheduler
function scheduler.wake(own, key)
  local ready, waiting = own.ready, own.waiting[key]
  local any = wake_waiter(key, ready)
  if waiting then
    if waiting.sleeper then ready[#ready + 1] = waiting
    else table.move(waiting, 1, #waiting, #ready + 1, ready)
    end
    own.waiting[key] = nil -- last: whoever is cut short wakes them again rather than never
  end
  if own.closed and (any or waiting) then scheduler.run_closed(own) end
end

--- Everybody who waits for something of the client looks again, in the next step.
function scheduler.wake_all(client, own)
  local keys = {}
  for key in pairs(own.waiting) do keys[#keys + 1] = key end
  for _, sleeper in pairs(sleepers) do
    if sleeper.client == client and sleeper.key ~= nil then keys[#keys + 1] = sleeper.key end
  end
  for _, key in ipairs(keys) do scheduler.wake(own, key) end
end

--- Runs a function in the next step, unless it is called off before.
---@param own clickup.scheduler
---@return fun() # calls it off
function scheduler.later(own, fn)
  local turn = { go = fn }
  turn.sleeper = turn
  own.ready[#own.ready + 1] = turn
  return function()
    turn.off = true
    local ready = own.ready
    if ready[#ready] == turn then ready[#ready] = nil end
  end
end

local LONGEST = 100 -- turns that were taken, before their list is left to the collector

--- Lets those go on that are ready, and those that become so.
---@param own clickup.scheduler
function scheduler.run(own)
  while true do
    local ready, i = own.ready, own.first
    local turn = ready[i]
    if turn == nil then break end
    local sleeper = turn and not turn.off and turn.sleeper
    if sleeper then
      if sleeper.task then resume(sleeper) else go(own, sleeper) end
    end
    -- taken off only now: an error at any line here takes nobody's turn away; who has gone on is
    -- not suspended, or looks again; and a run within this one may have come further
    if own.ready == ready and own.first == i then
      own.first, ready[i] = i + 1, false
    end
  end
  if own.first > LONGEST then own.ready, own.first = {}, 1 end
end

--- The same for a client that is closed. Who goes on may wake others, to any depth: they go
-- on after it, not within it.
---@param own clickup.scheduler
function scheduler.run_closed(own)
  own.closed = true
  if scheduler.is_running(own) then return end
  own.runner = coroutine.create(scheduler.run)
  local ok, err = coroutine.resume(own.runner, own)
  if not ok then error(err, 0) end
end

--- The same, but for those only that look for creates: somebody waits so deep within
-- others' waits that no more tasks may run on top of them. The rest goes on when those
-- have returned.
---@param own clickup.scheduler
---@return boolean # whether there were any
function scheduler.run_ours(own)
  local any = false
  local ready, i = own.ready, own.first
  while ready[i] ~= nil do
    local turn = ready[i]
    if turn and turn.sleeper.ours and not turn.off then
      ready[i], any = false, true
      go(own, turn.sleeper)
    end
    i = i + 1
  end
  return any
end

local function can_sleep(found)
  return type(found) == "table" and type(found.sleep) == "function"
    and (found.go == nil or type(found.go) == "function")
end

--- How the running coroutine waits: as a task, as its host says, or (nil) it blocks. A
-- coroutine that a task resumes is the task's own (a generator, say): whoever suspended
-- it would give the task something that it did not ask for.
---@return clickup.sleeper?
function scheduler.current(state)
  if not coroutine.isyieldable() then return nil end -- the main program; or within table.sort, say
  local running = coroutine.running()
  local sleeper = sleepers[running]
  if sleeper or not state.host then return sleeper end
  if latest.task and coroutine.status(latest.task) == "normal" then return nil end
  local ok, found = pcall(state.host.sleeper, running)
  if ok and (not found or can_sleep(found)) then return found end
  if ok then
    found = "attach: sleeper: expected nil or a table with the functions sleep and go, got a "
      .. type(found)
  end
  scheduler.defer(state.scheduler, found) -- what is under way must not be lost to it: it blocks
end

--- Whether the running coroutine is a task of ours.
---@return boolean
function scheduler.is_in_task() return sleepers[coroutine.running()] ~= nil end

--- The client and those that tasks wait for besides it, as far as they are open (after a fork, the
-- parent's are not); nil when it is the only one.
---@return clickup.client[]?
function scheduler.clients_with(client)
  if not next(foreign_waits) then return nil end
  local list = { client }
  for other in pairs(foreign_waits) do
    if other ~= client and is_open(other) then list[#list + 1] = other end
  end
  return list
end

local function count_in(client, change)
  local count = (foreign_waits[client] or 0) + change
  foreign_waits[client] = count > 0 and count or nil
end

--- Suspends the sleeper until one of the keys is woken, or somebody else resumes it.
function scheduler.sleep_on(client, own, keys, sleeper)
  local turn = { sleeper = sleeper }
  for _, key in ipairs(keys) do register(own, key, turn) end
  local is_foreign = sleeper.task and sleeper.client ~= client
  sleeper.key = keys[1]
  if is_foreign then count_in(client, 1) end
  sleeper.sleep()
  if is_foreign then count_in(client, -1) end
  sleeper.key = nil
  turn.off = true -- somebody else may have resumed it
  for _, key in ipairs(keys) do withdraw(own, key, turn) end
end

--- The same for a task of ours and one call, which knows that it waits: a table with a key for
-- each of as many calls as it has room for is laid out anew each time that one takes the place of
-- another. A task that is resumed for nothing looks again, so it needs no turn that can be
-- called off.
function scheduler.sleep_for(client, own, call, sleeper)
  if sleeper.client ~= client or not wait_for(call, sleeper) then
    return scheduler.sleep_on(client, own, { watch(call) }, sleeper)
  end
  sleeper.key = call
  yield()
  sleeper.key = nil
end

--- Waits, in a task of ours, until the call is done.
function scheduler.await(client, call)
  local own, sleeper = core.state(client).scheduler, sleepers[coroutine.running()]
  while not done(call) do scheduler.sleep_for(client, own, call, sleeper) end
end

--- Waits, in a task of ours, until one of these requests has ended, settled or not.
---@param list clickup.call[]
function scheduler.await_any(client, list)
  local own, sleeper = core.state(client).scheduler, sleepers[coroutine.running()]
  while true do
    for _, call in ipairs(list) do
      if completed(watch(call)) then return end
    end
    scheduler.sleep_on(client, own, list, sleeper)
  end
end

return scheduler
