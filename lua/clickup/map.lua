-- SPDX-License-Identifier: MIT
--- client:map: a function for every item, several at once.

local core = require "clickup.core"
local scheduler = require "clickup.scheduler"
local trace = require "clickup.trace"
local wait = require "clickup.wait"

local methods = {} -- of a client

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

-- A hole would end it half way, and nobody would go through names.
local function check_list(list)
  if type(list) ~= "table" then
    core.usage_error("map: expected a list or an iterator, got a " .. type(list))
  end
  local most, count = 0, 0
  for key in next, list do
    if math.type(key) ~= "integer" or key < 1 then
      core.usage_error(("map: expected a list, got a table with the key %s"):format(
        type(key) == "string" and ('"%s"'):format(core.visible(key, 60)) or tostring(key)))
    end
    most, count = math.max(most, key), count + 1
  end
  if most == count then return end
  for i = 1, most do
    if rawget(list, i) == nil then
      core.usage_error(("map: the list has a hole at %d"):format(i))
    end
  end
end

-- What pairs(t) and ipairs(t) give first: it needs the table that they give with it.
local STATELESS = { [next] = "pairs(t)", [ipairs {}] = "ipairs(t)" }

local function check_source(list)
  if STATELESS[list] then
    core.usage_error(("map: expected a list or an iterator of one value, got %s: give t itself, or "
      .. "a list of its keys"):format(STATELESS[list]))
  end
  if type(list) ~= "function" then check_list(list) end
end

-- Items one by one, from a table or an iterator.
local function source(list)
  if type(list) == "function" then return list end
  local i = 0
  return function()
    i = i + 1
    return list[i]
  end
end

-- What fn returned for an item.
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

-- One that was interrupted while it took an item is dead.
local function is_free(keys)
  local taker = keys[1].taker
  return not taker or coroutine.status(taker) == "dead"
end

-- The next item and its number. An iterator may wait (for a page of them);
-- meanwhile nobody else calls it.
local function take(run, worker)
  local own = run.scheduler
  if run.taker then wait.until_over(run.client, { run }, is_free) end
  if own.closed then run.stopped, run.cancelled = true, true end
  if run.stopped then return nil end
  run.taker = worker
  local item = run.next()
  run.taker = nil
  if own.waiting[run] then scheduler.wake(own, run) end
  if item == nil or run.stopped then
    run.stopped = true
    return nil
  end
  run.started = run.started + 1
  return item, run.started
end

-- What the iterator, fn or a callback has raised; an interrupt elsewhere is the worker's end.
local function on_raised(run, worker, item, i, err)
  if run.taker == worker then
    run.taker = nil
    scheduler.wake(run.scheduler, run)
    stop(run, type(err) == "string" and "map: the iterator: " .. err or err)
  elseif item ~= nil then
    stop(run, describe(item, i, err))
  else
    error(err, 0)
  end
end

-- Takes items until there are none, or something was raised. Its arguments are on its stack
-- three times, so there is one: a create within it shall not need more than 80 slots.
local function work(run)
  local worker = coroutine.running()
  local item, i
  local ok, err = xpcall(function()
    item, i = take(run, worker)
    while item ~= nil do
      local value, err = run.fn(item, i)
      tell(run, i, item, value, err)
      item = nil
      item, i = take(run, worker)
    end
  end, trace)
  if not ok then on_raised(run, worker, item, i, err) end
end

local function new_run(client, list, fn, options)
  local run = {
    client = client, fn = fn, scheduler = core.state(client).scheduler,
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
function methods:map(list, fn, options)
  core.state(self)
  if options == nil then options = {} end
  local width = check(options)
  check_source(list)
  if type(fn) ~= "function" then
    core.usage_error(("map: expected a function, got a %s%s"):format(type(fn),
      type(list) == "function" and type(fn) == "table" and ": the list comes before it" or ""))
  end
  local run = new_run(self, list, fn, options)
  for i = 1, width do
    if run.stopped then break end
    run.workers[i] = self:spawn(work, run)
  end
  self:wait_all(run.workers)
  if run.raised ~= nil then error(run.raised, 0) end
  for _, worker in ipairs(run.workers) do worker:result() end -- raises what ended it: an interrupt
  local results = run.results
  results.n, results.failed, results.cancelled = run.started, run.failed, run.cancelled
  return results, next(run.errors) and run.errors or nil
end

return methods
