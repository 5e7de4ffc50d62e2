-- SPDX-License-Identifier: MIT
-- Runs one program (program.lua) and says what it did that it must not.

local clickup = require "clickup"
local socket = require "socket"
local hosts = require "spec.schedules.hosts"

local LIMIT = 60 -- seconds for a program; each of its calls has 0.4 s for an attempt
local SLACK = 10 -- seconds that a busy machine may be late by

local steps = {}

local function fail(run, ...) run.problems[#run.problems + 1] = string.format(...) end

local function body_of(record)
  return { name = record.name, owners = { 183 }, type = "number", steps_start = 0,
    steps_end = 10, unit = "km" }
end

-- ---- what became of a call ------------------------------------------------------

local function new_record(run, step)
  local record = { name = ("p%d-%d"):format(run.program.seed, #run.records + 1),
    began = socket.gettime(), deadline = step.deadline }
  run.records[#run.records + 1] = record
  return record
end

local function ended(run, record, value, info)
  record.ended = (record.ended or 0) + 1
  record.value, record.info = value, info
  local took = socket.gettime() - record.began
  if record.deadline and record.measured and took > record.deadline + SLACK then
    fail(run, "%s: took %.1f s, its deadline was %.1f", record.name, took, record.deadline)
  end
  if value == nil and type(info) ~= "table" then
    fail(run, "%s: ended with neither a value nor an error: %s", record.name, tostring(info))
  end
end

-- What may be raised where a call is made: an interrupt, which ends the whole; what a callback
-- has raised, once; and that the client was closed.
local function raised(run, record, err)
  record.raised = true
  local text = tostring(err)
  if text:find("interrupted!", 1, true) then error(err, 0) end
  if text:find("nil was raised", 1, true) then return end
  local token = text:match "token %d+"
  if token then
    run.arrived[token] = (run.arrived[token] or 0) + 1
    if run.arrived[token] > 1 then fail(run, "%s was raised twice", token) end
    return
  end
  local client_closed = text:find("closed", 1, true) and run.closed
  if not client_closed then fail(run, "%s: raised %s", record.name or "a step", text) end
end

local function attempt(run, record, fn, ...)
  local result = table.pack(pcall(fn, ...))
  if not result[1] then return raised(run, record, result[2]) end
  return table.unpack(result, 2, result.n)
end

-- ---- the steps ------------------------------------------------------------------

local function perform(run, list)
  for _, step in ipairs(list) do
    if run.over then return end
    steps[step.kind](run, step, run.clients[step.client])
  end
end

local function options_of(step) return step.deadline and { deadline = step.deadline } or nil end

function steps.create(run, step, client)
  local record = new_record(run, step)
  record.measured = true
  local result = table.pack(pcall(client.create_key_result, client, run.goal_id, body_of(record),
    options_of(step)))
  if result[1] then ended(run, record, result[2], result[3])
  else raised(run, record, result[2])
  end
end

function steps.start(run, step, client)
  local record = new_record(run, step)
  record.call = attempt(run, record, client.start, client, "create_key_result", run.goal_id,
    body_of(record), options_of(step))
  return record
end

function steps.on_done(run, step)
  local record = steps.start(run, step, run.clients[step.client])
  if not record.call then return end
  local added = attempt(run, record, record.call.on_done, record.call, function(value, info)
    record.told = (record.told or 0) + 1
    ended(run, record, value, info)
    perform(run, step.body)
  end)
  record.watched = added ~= nil
end

function steps.cancel(run, step, client)
  local record = steps.start(run, step, client)
  if step.child then attempt(run, record, client.step, client) end
  if record.call then attempt(run, record, record.call.cancel, record.call) end
end

-- What a task or map raises: an error stays what it is.
local ERRORS = {
  function() error(nil) end,
  function(token) error(token, 0) end,
  function(token) error(setmetatable({}, { __tostring = function() return token end }), 0) end,
}

function steps.raise(run, step)
  run.tokens = run.tokens + 1
  ERRORS[step.what](("token %d"):format(run.tokens))
end

local function task_result(run, task)
  if not task:done() then return end
  local ok, err = pcall(task.result, task)
  if ok then return end
  local text = tostring(err)
  if text:find("interrupted!", 1, true) then return end
  if not hosts.is_callbacks(err) then
    fail(run, "a task raised %s", text)
  end
end

function steps.spawn(run, step, client)
  local task = attempt(run, {}, client.spawn, client, perform, run, step.body)
  if not task then return end
  run.tasks[#run.tasks + 1] = { task = task, client = client }
end

local function map(run, step, client, items)
  local seen = 0
  local ok, results = pcall(client.map, client, items, function()
    seen = seen + 1
    perform(run, step.body)
    return true
  end, { concurrency = step.what })
  if not ok then
    if hosts.is_callbacks(results) then return end
    return raised(run, {}, results)
  end
  if not results.cancelled and (seen ~= step.n or results.n ~= step.n) then
    fail(run, "map #%d ran %d of %d items and said %s", step.id, seen, step.n, tostring(results.n))
  end
end

function steps.map(run, step, client)
  local items = {}
  for i = 1, step.n do items[i] = i end
  map(run, step, client, items)
end

-- An iterator that is a generator and waits for a call before each item.
function steps.map_pages(run, step, client)
  map(run, step, client, coroutine.wrap(function()
    for i = 1, step.n do
      steps.create(run, step, client)
      coroutine.yield(i)
    end
  end))
end

function steps.generator(run, step, client)
  local count = 0
  for i in coroutine.wrap(function()
    for i = 1, step.n do
      steps.create(run, step, client)
      coroutine.yield(i)
    end
  end) do
    count = count + 1
    if i ~= count then
      fail(run, "generator #%d gave %s for %d", step.id, tostring(i), count)
      break
    end
  end
  if count ~= step.n then fail(run, "generator #%d gave %d of %d", step.id, count, step.n) end
end

-- Not within a task's own coroutine, but in one that it resumes.
function steps.nested(run, step)
  local thread = coroutine.create(perform)
  local ok, err = coroutine.resume(thread, run, step.body)
  if not ok then error(err, 0) end
  if coroutine.status(thread) ~= "dead" then
    fail(run, "nested #%d was suspended", step.id)
  end
end

local function started_of(run, step, client)
  local list = {}
  for i = 1, step.n do
    local record = steps.start(run, step, client)
    list[i] = record.call
    if not record.call then break end
  end
  return list
end

function steps.wait_any(run, step, client)
  local list = started_of(run, step, client)
  local item = attempt(run, {}, client.wait_any, client, list)
  if item and not item:done() then fail(run, "wait_any gave one that is not done") end
end

function steps.wait_all(run, step, client)
  local list = started_of(run, step, client)
  local ok, err = pcall(client.wait_all, client, list)
  if not ok then return raised(run, {}, err) end
  for _, call in ipairs(list) do
    if not call:done() then fail(run, "wait_all left one that is not done") end
  end
end

function steps.sleep(run, step, client)
  local timer = attempt(run, {}, client.sleep, client, step.n / 200)
  if timer then attempt(run, {}, client.wait_all, client, { timer }) end
end

function steps.step(run, _, client)
  if not client:is_closed() then attempt(run, {}, client.step, client) end
end

function steps.exchange(run)
  attempt(run, {}, clickup.oauth.exchange, { client_id = "id", client_secret = "cs-secret",
    code = "nothing" }, { base_url = run.server.base_url, timeout = 0.4, max_retries = 0 })
end

function steps.collect() collectgarbage() end

-- The old one goes on with what it has under way, as long as somebody has a call of it.
function steps.replace(run, step)
  local client = run.new_client()
  run.clients[step.client] = client
  if run.attach then run.attach(client) end
end

function steps.close(run, _, client)
  run.closed = true
  attempt(run, {}, client.close, client)
end

-- ---- a whole program -------------------------------------------------------------

local FAULTS = {
  { weight = 4, fault = "delay", seconds = 0.01, processed = "before" },
  { weight = 3, fault = "delay", seconds = 0.03, processed = "before" },
  { weight = 2, fault = "close_after_read", processed = true },
  { weight = 2, fault = "close_after_read", processed = false },
  { weight = 2, fault = "status", code = 500, processed = true },
  { weight = 2, fault = "status", code = 502, body = "html", bare = true },
  { weight = 1, fault = "status", code = 429, headers = { ["retry-after"] = "0" } },
  { weight = 1, fault = "cut", bytes = 12, processed = true },
  { weight = 1, fault = "stall", processed = "before" },
}

local function on_event_of(run)
  local mode = run.program.mode
  if mode == "luv" or mode == "cqueues" then return nil end
  if run.program.on_event == 1 then
    local tell = true
    return function()
      if not tell then return end
      tell = false
      run.tokens = run.tokens + 1
      error(("token %d"):format(run.tokens), 0)
    end
  end
  if run.program.on_event == 2 then
    return function() run.events = (run.events or 0) + 1 end
  end
end

local function new_run(draft, server)
  local run = { program = draft, server = server, goal_id = server.goal_id, clients = {},
    records = {}, tasks = {}, problems = {}, arrived = {}, tokens = 0,
    known = setmetatable({}, { __mode = "k" }), limit = socket.gettime() + LIMIT }
  function run.new_client()
    local client = clickup.new {
      base_url = server.base_url, token = server.token, ca_file = server.ca_file,
      timeout = 0.4, max_retries = 2, max_wait = 0.2, reconcile_wait = 0.05,
      on_event = on_event_of(run),
    }
    run.known[client] = true
    return client
  end
  function run.known_clients()
    local list = {}
    for client in pairs(run.known) do list[#list + 1] = client end
    return list
  end
  function run.attach_all()
    for _, client in ipairs(run.clients) do run.attach(client) end
  end
  function run.outside(i) perform(run, { draft.outside[i] }) end
  for i = 1, draft.clients do run.clients[i] = run.new_client() end
  return run
end

-- Raises at the n-th line of ours from now on, in this coroutine and in those that it makes. What
-- undoes it.
local function interrupt_at(n)
  local create = coroutine.create
  local function hook()
    if not n or not debug.getinfo(2, "S").source:find "lua/clickup/%l+%.lua$" then return end
    n = n - 1
    if n == 0 then
      n = nil
      error("interrupted!", 0)
    end
  end
  -- luacheck: push ignore 122 (while the program runs)
  function coroutine.create(fn)
    local thread = create(fn)
    if n then debug.sethook(thread, hook, "l") end
    return thread
  end
  debug.sethook(hook, "l")
  return function()
    n, coroutine.create = nil, create
    debug.sethook()
  end
  -- luacheck: pop
end

-- Moves on what is still under way; nothing may be for ever.
local function drain(run)
  local busy
  repeat
    busy = false
    for _, client in ipairs(run.known_clients()) do
      if not client:is_closed() and client:timeout() then
        busy = true
        client:wait(0.02)
        local ok, err = pcall(client.step, client)
        if not ok and not tostring(err):find("interrupted!", 1, true) then raised(run, {}, err) end
      end
    end
  until not busy or socket.gettime() > run.limit
  if busy then fail(run, "something never ends") end
end

local function check_ends(run)
  local may_miss = run.program.interrupt and 1 or 0 -- the task of one on_done that died of it
  for _, record in ipairs(run.records) do
    local call = record.call
    if call and not call:done() then
      fail(run, "%s: never done", record.name)
    elseif call and not record.info and not record.value then
      record.value, record.info = call:result()
    end
    local told = record.told or 0
    if record.watched and told == 0 and may_miss > 0 then may_miss = may_miss - 1
    elseif record.watched and told ~= 1 then
      fail(run, "%s: on_done ran %d times", record.name, told)
    end
    if not call and not record.raised and not record.ended and not run.program.interrupt then
      fail(run, "%s: neither ended nor raised", record.name)
    end
  end
  for _, one in ipairs(run.tasks) do
    if one.task:done() then task_result(run, one.task)
    elseif not run.interrupted and not one.client:is_closed() then fail(run, "a task never ends")
    end
  end
end

local function check_server(run)
  local there = {}
  for _, goal in ipairs(run.server:state().goals) do
    for _, key_result in ipairs(goal.key_results or {}) do
      there[key_result.name] = (there[key_result.name] or 0) + 1
    end
  end
  for _, record in ipairs(run.records) do
    local count = there[record.name] or 0
    if count > 1 then fail(run, "%s: doubled", record.name) end
    if record.value and count == 0 then fail(run, "%s: lost", record.name) end
    local sent = record.value == nil and record.info and record.info.sent
    if sent == "no" and count > 0 then
      fail(run, "%s: told sent = no, and it ran: %s", record.name, tostring(record.info))
    end
  end
end

-- Closes the clients or drops them, in some order.
local function check_rest(run)
  local list, known, draft = run.known_clients(), run.known, run.program
  for _, client in ipairs(list) do
    local stats = not client:is_closed() and client:stats()
    if stats and stats.in_flight + stats.queued > 0 then fail(run, "calls are left in a client") end
  end
  run.clients, run.tasks, run.records = nil, nil, nil
  while list[1] do
    local client = table.remove(list, draft.ends % #list + 1)
    draft.ends = draft.ends * 7919 % 1009 + 1
    if draft.ends % 3 > 0 then
      local ok, err = pcall(client.close, client)
      if not ok and not tostring(err):find("interrupted!", 1, true) then raised(run, {}, err) end
    end
    client = nil -- luacheck: ignore 311 (dropped)
    if draft.ends % 2 == 0 then collectgarbage() end
  end
  hosts.rest(draft.mode)
  collectgarbage()
  collectgarbage()
  if next(known) then fail(run, "a client is never collected") end
end

--- Runs it. What it did that it must not: nothing, as a rule.
---@return string[]
function steps.play(program, server)
  server:reset()
  if program.faults then
    server:randomize { seed = program.fault_seed, normal = 20, rules = FAULTS,
      match = { path = "key_result" } }
  end
  local run = new_run(program, server)
  local undo = program.interrupt and interrupt_at(program.interrupt)
  local ok, err = pcall(hosts[program.mode], run, function() perform(run, program.steps) end)
  if undo then undo() end
  if not ok then
    if tostring(err):find("interrupted!", 1, true) then run.interrupted = true
    elseif not hosts.is_callbacks(err) then fail(run, "raised: %s", tostring(err))
    end
  end
  if program.interrupt then run.interrupted = true end
  drain(run)
  check_ends(run)
  check_server(run)
  check_rest(run)
  return run.problems
end

return steps.play
