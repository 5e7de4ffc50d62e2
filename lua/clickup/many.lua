-- SPDX-License-Identifier: MIT
--- Many calls at once: tasks, waiting for several, and map.

local core = require "clickup.core"
local tasks = require "clickup.tasks"

local calls = core.calls

local many = {} -- methods of a client

-- ---- tasks ------------------------------------------------------------------

---@class clickup.task
local Task = {}
Task.__index = Task
Task.__name = "clickup.task"

local function is_done(task) return task.outcome ~= nil end

-- An error of ours, as assert raises it, is told in words; other objects are
-- somebody's own.
local function trace(err)
  local meta = getmetatable(err)
  local ours = type(meta) == "table" and rawget(meta, "__name") == "clickup.error"
  if type(err) == "string" or ours then return debug.traceback(tostring(err), 2) end
  return err
end

local function perform(client, task, fn, ...)
  task.outcome = table.pack(xpcall(fn, trace, ...))
  tasks.wake(core.state(client), task)
end

--- Runs a function as a task. In it, every method that would block suspends
--- only the task. Returns when the task waits for the first time, or is done.
---@param fn function
---@param ... any  # its arguments
---@return clickup.task
function many:spawn(fn, ...)
  if type(fn) ~= "function" then
    core.usage_error("spawn: expected a function, got a " .. type(fn))
  end
  local task = setmetatable({ client = self }, Task)
  task.sleeper = tasks.spawn(self, perform, self, task, fn, ...)
  return task
end

---@return boolean
function Task:done() return is_done(self) end

--- What the function returned, once it has; raises what it raised.
function Task:result()
  local outcome = self.outcome
  if not outcome then core.usage_error "the task is not done yet" end
  if not outcome[1] then error(outcome[2], 0) end
  return table.unpack(outcome, 2, outcome.n)
end

--- Ends the call that the task waits for, if it has not been sent yet.
---@return boolean # whether there was one
function Task:cancel()
  local key = self.sleeper.key
  if getmetatable(key) == Task then return key:cancel() end
  if getmetatable(key) ~= "clickup" then return false end
  return not calls.completed(key) and not calls.attempted(key) and key:cancel()
end

-- What is to be watched of an item, and the client that tells of it.
local function key_of(item)
  if getmetatable(item) == Task then return item, item.client end
  return calls.watch(item), core.client_of(item)
end

local function check_list(name, list)
  if type(list) ~= "table" then
    core.usage_error(("%s: expected a list, got a %s"):format(name, type(list)))
  end
  for i, item in ipairs(list) do
    if getmetatable(item) ~= Task and not pcall(core.client_of, item) then
      core.usage_error(("%s: expected a task or a call at %d, got a %s"):format(name, i,
        type(item)))
    end
  end
end

local function is_first_done(keys) return keys[1]:done() end

--- Waits until all of these tasks and calls are done.
---@param list (clickup.task|clickup.call)[]
function many:wait_all(list)
  core.state(self) -- a usage error when it is no client
  check_list("wait_all", list)
  for _, item in ipairs(list) do
    if not item:done() then
      local key, client = key_of(item)
      tasks.wait_until(client, { key }, is_first_done)
    end
  end
end

local function first_done(list)
  for i, item in ipairs(list) do
    if item:done() then return item, i end
  end
end

--- Waits until one of these tasks and calls of the client is done.
---@param list (clickup.task|clickup.call)[]
---@return clickup.task|clickup.call|nil item  # the first of those that are; nil for an empty list
---@return integer? index
function many:wait_any(list)
  core.state(self)
  check_list("wait_any", list)
  if list[1] == nil then return nil end
  local keys = {}
  for i, item in ipairs(list) do
    local client
    keys[i], client = key_of(item)
    if client ~= self then
      core.usage_error(("wait_any: the one at %d is another client's"):format(i))
    end
  end
  tasks.wait_until(self, keys, first_done)
  return first_done(list)
end

-- ---- map --------------------------------------------------------------------

---@class clickup.map.progress
---@field started integer
---@field done integer
---@field failed integer
---@field cancel fun()

---@class clickup.map.options
---@field concurrency? integer  # items under way at once; 32
---@field on_progress? fun(progress: clickup.map.progress)
---@field on_result? fun(i: integer, item: any, value: any, err: any)
---@field keep? boolean         # false: neither results nor errors are collected, only told

local OPTIONS = { concurrency = "number", on_progress = "function", on_result = "function",
  keep = "boolean" }

local function check(options)
  if type(options) ~= "table" then
    core.usage_error("map: expected a table of options, got a " .. type(options))
  end
  for name, value in next, options do
    if not OPTIONS[name] then core.usage_error("map: unknown option " .. tostring(name)) end
    if type(value) ~= OPTIONS[name] then
      core.usage_error(("map: option %s: expected a %s, got a %s"):format(name, OPTIONS[name],
        type(value)))
    end
  end
  local width = options.concurrency or 32
  if math.type(width) ~= "integer" or width < 1 or width > 10000 then
    core.usage_error "map: option concurrency: expected an integer from 1 to 10000"
  end
  return width
end

-- Items one by one, from a table or an iterator.
local function source(list)
  if type(list) == "function" then return list end
  if type(list) ~= "table" then
    core.usage_error("map: expected a table or an iterator, got a " .. type(list))
  end
  local i = 0
  return function()
    i = i + 1
    return list[i]
  end
end

local function tell(run, i, item, value, err)
  run.done = run.done + 1
  if value == nil then
    run.failed = run.failed + 1
    if run.keep then run.errors[i] = err == nil and "no reason given" or err end
  elseif run.keep then
    run.results[i] = value
  end
  if run.on_result then run.on_result(i, item, value, err) end
  if run.on_progress then run.on_progress(run.progress) end
end

local function describe(item, i, err)
  if type(err) ~= "string" then return err end
  local plain = type(item) == "string" or type(item) == "number"
  local name = plain and core.visible(tostring(item), 60) or "a " .. type(item)
  return ("map: item %d (%s): %s"):format(i, name, err)
end

local function stop(run, raised)
  run.stopped = true
  if run.raised == nil then run.raised = raised end
end

local function is_free(keys) return not keys[1].taking end

-- The next item and its number. An iterator may wait (for a page of them);
-- meanwhile nobody else calls it.
local function take(client, run)
  if run.taking then tasks.wait_until(client, { run }, is_free) end
  if client:is_closed() then run.stopped, run.cancelled = true, true end
  if run.stopped then return nil end
  run.taking = true
  local ok, item = xpcall(run.next, trace)
  run.taking = false
  tasks.wake(core.state(client), run)
  if not ok then
    stop(run, type(item) == "string" and "map: the iterator: " .. item or item)
  elseif item == nil or run.stopped then
    run.stopped = true
  else
    run.started = run.started + 1
    return item, run.started
  end
end

-- Takes items until there are none, or something was raised.
local function work(client, run, fn)
  for item, i in function() return take(client, run) end do
    local ok, value, err = xpcall(fn, trace, item, i)
    if ok then ok, value = xpcall(tell, trace, run, i, item, value, err) end
    if not ok then stop(run, describe(item, i, value)) end
  end
end

local function new_run(list, options)
  local run = {
    next = source(list), keep = options.keep ~= false, results = {}, errors = {},
    done = 0, failed = 0, started = 0, workers = {},
    on_result = options.on_result, on_progress = options.on_progress,
  }
  run.progress = setmetatable({
    cancel = function()
      run.stopped, run.cancelled = true, true
      for _, worker in ipairs(run.workers) do worker:cancel() end
    end,
  }, { __index = run })
  return run
end

--- Calls fn(item, i) for every item, several at once, and waits for all of them.
---
--- An item fails when fn returns nil; its second value is the error. Nothing
--- else is affected. When fn raises, no further item is begun, those under way
--- are finished, and it is raised here with its item and traceback.
---
--- progress.cancel() begins no further item and ends the calls that have not
--- been sent; what was sent is finished. `results.n` tells how many were begun:
--- items 1 to n; each error's `sent` tells the rest.
---@param list any[]|fun(): any  # a table, or an iterator, so that it need not be in memory
---@param fn fun(item: any, i: integer): any, any
---@param options? clickup.map.options
---@return { n: integer, failed: integer, cancelled: boolean? } results  # [i]: fn's first value
---@return table<integer, any>? errors  # errors[i]; nil when there are none
function many:map(list, fn, options)
  core.state(self)
  if options == nil then options = {} end
  local width = check(options)
  if type(fn) ~= "function" then
    core.usage_error("map: expected a function, got a " .. type(fn))
  end
  local run = new_run(list, options)
  for i = 1, width do
    if run.stopped then break end
    run.workers[i] = self:spawn(work, self, run, fn)
  end
  self:wait_all(run.workers)
  if run.raised ~= nil then error(run.raised, 0) end
  local results = run.results
  results.n, results.failed, results.cancelled = run.started, run.failed, run.cancelled
  return results, next(run.errors) and run.errors or nil
end

return many
