-- SPDX-License-Identifier: MIT
--- Who waits, and how: the only thing that differs between a blocking script,
-- many calls at once and a host's loop.
--
-- A task is a coroutine of ours: it waits by yielding, and a step of its client
-- resumes it. A host's coroutine waits as its adapter (clickup.loop) says.
-- Anybody else waits by the loop over client:wait() and client:step().

local core = require "clickup.core"

local done, landed, watch = core.call.done, core.call.landed, core.call.watch

local tasks = {}

---@class clickup.sleeper
---@field sleep fun()  # suspends the coroutine that it was made for
---@field go fun()     # lets it go on
---@field key? any     # what it waits for

-- The part of a client's Lua side that belongs to this file.
function tasks.init(state)
  state.tasks = {}   -- coroutine → its sleeper, while it lives
  state.waiting = {} -- what is waited for → the sleepers, in order
  state.ready = {}   -- sleepers that may go on, in order
end

--- Keeps the first error of a step; the step raises it when its work is done.
function tasks.fail(state, err)
  if state.failure == nil then state.failure = err end
end

local function resume(client, task, ...)
  local state = core.state(client)
  local ok, err = coroutine.resume(task, ...)
  local sleeper = state.tasks[task]
  if not ok then tasks.fail(state, debug.traceback(task, tostring(err))) end
  if coroutine.status(task) == "dead" then
    state.tasks[task] = nil
  elseif not sleeper.key then
    -- it yielded by itself: the others have their turn, then it goes on
    tasks.on(state, watch(client:sleep(0)), sleeper)
  end
end

-- When the key is woken, the sleeper goes on.
function tasks.on(state, key, sleeper)
  local waiting = state.waiting[key] or {}
  state.waiting[key] = waiting
  waiting[#waiting + 1] = sleeper
end

--- Runs a function as a task, up to its first wait. It should not raise.
---@return clickup.sleeper
function tasks.spawn(client, fn, ...)
  local state = core.state(client)
  local task = coroutine.create(fn)
  local sleeper = {
    sleep = coroutine.yield,
    go = function() resume(client, task) end,
  }
  state.tasks[task] = sleeper
  resume(client, task, ...)
  return sleeper
end

--- Something happened to the key: those that wait for it look again.
function tasks.wake(state, key)
  local waiting = state.waiting[key]
  if not waiting then return end
  state.waiting[key] = nil
  table.move(waiting, 1, #waiting, #state.ready + 1, state.ready)
end

--- Lets those go on that are ready, and those that become so; then raises what
-- failed.
function tasks.run(state)
  while state.ready[1] do
    local ready = state.ready
    state.ready = {}
    for _, sleeper in ipairs(ready) do sleeper.go() end
  end
  local failure = state.failure
  state.failure = nil
  if failure ~= nil then error(failure, 0) end
end

local function sleep_on(state, key, sleeper)
  tasks.on(state, key, sleeper)
  sleeper.key = key
  sleeper.sleep()
  sleeper.key = nil
end

local function sleeper_of(state)
  local running, is_main = coroutine.running()
  local sleeper = state.tasks[running]
  if sleeper or is_main or not state.host then return sleeper end
  return state.host(running)
end

--- Waits, in whatever way fits the caller, until `is_over(key)`. Somebody has
-- to call tasks.wake for the key.
function tasks.wait_until(client, key, is_over)
  local state = core.state(client)
  local sleeper = not is_over(key) and sleeper_of(state)
  while not is_over(key) do
    if sleeper then
      sleep_on(state, key, sleeper)
    else
      if not state.ready[1] then
        if not client:timeout() then
          core.misuse "this wait would never end: nothing is under way"
        end
        client:wait()
      end
      client:step()
    end
  end
end

--- Waits until the call is done.
function tasks.await(client, call)
  if not done(call) then tasks.wait_until(client, watch(call), done) end
end

--- Waits until the request of the call has ended, settled or not.
function tasks.await_landing(client, call)
  if not landed(call) then tasks.wait_until(client, watch(call), landed) end
end

return tasks
