-- SPDX-License-Identifier: MIT
--- Tasks, and waiting for several of them and for calls.

local core = require "clickup.core"
local scheduler = require "clickup.scheduler"
local trace = require "clickup.trace"
local wait = require "clickup.wait"

local calls = core.calls

local methods = {} -- of a client

---@class clickup.task
---@field package client clickup.client
---@field package sleeper clickup.sleeper
---@field package outcome any
local Task = {}
Task.__index = Task
Task.__name = "clickup.task"

local function check_task(self)
  if getmetatable(self) == Task then return end
  core.usage_error(("expected a clickup task, got %s (use task:method(...))"):format(type(self)))
end

local function perform(task, fn, ...)
  task.outcome = table.pack(xpcall(fn, trace, ...))
  scheduler.wake(core.state(task.client).scheduler, task)
end

--- Runs a function as a task. In it, every method that would block suspends
--- only the task. Returns when the task waits for the first time, or is done.
---@param fn function
---@param ... any  # its arguments
---@return clickup.task
function methods:spawn(fn, ...)
  core.state(self) -- a usage error when it is no client
  if type(fn) ~= "function" then
    core.usage_error("spawn: expected a function, got a " .. type(fn))
  end
  local task = setmetatable({ client = self }, Task)
  task.sleeper = scheduler.spawn(self, false, perform, task, fn, ...)
  return task
end

---@return boolean
function Task:done()
  check_task(self)
  return self.outcome ~= nil
end

--- What the function returned, once it has; raises what it raised.
function Task:result()
  check_task(self)
  local outcome = self.outcome
  if not outcome then core.usage_error "the task is not done yet" end
  if not outcome[1] then error(outcome[2], 0) end
  return table.unpack(outcome, 2, outcome.n)
end

--- Ends the call that the task waits for, itself or through other tasks, if it has not been
--- sent yet.
---@return boolean # whether there was one
function Task:cancel()
  check_task(self)
  local key, seen = self.sleeper.key, {} -- tasks may wait for each other in a circle
  while getmetatable(key) == Task and not seen[key] do
    seen[key] = true
    key = key.sleeper.key
  end
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
function methods:wait_all(list)
  core.state(self)
  check_list("wait_all", list)
  for _, item in ipairs(list) do
    if not item:done() then
      local key, client = key_of(item)
      wait.until_over(client, { key }, is_first_done)
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
function methods:wait_any(list)
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
  wait.until_over(self, keys, first_done)
  return first_done(list)
end

return methods
