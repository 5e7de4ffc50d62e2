-- SPDX-License-Identifier: MIT
--- The methods of a client and of a call, made from the operations. What they promise stands in
-- types/client.lua, as for all methods of a client.

local index = require "clickup.api.index"
local core = require "clickup.core"
local errors = require "clickup.errors"
local use = require "clickup.use"
local reconcile = require "clickup.reconcile"
local response = require "clickup.response"
local scheduler = require "clickup.scheduler"
local wait = require "clickup.wait"

local Client, Call = core.client, core.call
local calls, clients = core.calls, core.clients
local submit, close = clients.submit, clients.close
local timeout, block, sleep = clients.timeout, clients.wait, clients.sleep
local cancel, done, kept_by, outcome = calls.cancel, Call.done, calls.kept, calls.outcome
local track = calls.track
local notify_host = scheduler.notify_host

local compiled = {} -- operations by name, each when it is first used

local function refuse_unknown(what, name, candidates)
  local hint = use("hints").of_name(name)
  use("usage").unknown("unknown " .. what, name, hint and {} or candidates, hint)
end

local function compile_entry(entry)
  local copy = setmetatable({}, { __index = entry })
  copy.body = entry.body and core.schema(entry.body)
  copy.query = entry.query and core.schema(entry.query)
  copy.answer = entry.answer and core.schema(entry.answer)
  local _, ids = entry.path:gsub("{", "")
  return {
    core = core.operation(copy),
    entry = entry,
    tracked = entry.reconcile and reconcile.pair(entry),
    arguments = ids + (entry.body and 1 or 0) + (entry.query and 1 or 0),
  }
end

local function compile(name)
  local entry = index.find(name)
  if not entry then refuse_unknown("operation", name, index.names()) end
  compiled[name] = compile_entry(entry)
  return compiled[name]
end

-- client:request's operation for a method, with a body or without one.
local function find_request(method, body)
  local pair = use("api.request")[method]
  if not pair then
    local path = type(method) == "string" and method:find "^/"
    core.usage_error(("request: method: expected DELETE, GET, PATCH, POST or PUT, got %s%s"):format(
      tostring(method), path and ": the method comes before the path" or ""))
  end
  if body ~= nil and not pair.with then
    core.usage_error(("request: a %s has no body (options of the call come behind it: nil, { … })")
      :format(method))
  end
  local entry = body ~= nil and pair.with or pair.without
  compiled[entry] = compiled[entry] or compile_entry(entry)
  return compiled[entry]
end

-- The options that go with a call are the one argument more than it has.
local function options_of(known, given, ...)
  local name, most = known.entry.name, known.arguments + 1
  if given > most then
    core.usage_error(("%s: expected at most %d arguments, got %d"):format(name, most, given))
  end
  local settings = select(given, ...)
  return settings ~= nil and use("options").of_call(settings, known.entry) or nil
end

-- The option read_only lets reads through, whatever method they have; a request of one's own with
-- POST may be anything.
local function check_allowed(state, known, name)
  if state.read_only and known.entry.kind ~= "read" then
    core.usage_error(("%s: expected a read, as the client was made with read_only = true"):format(
      name))
  end
end

local function start(client, state, known, ...)
  check_allowed(state, known, known.entry.name)
  if state.scheduler.deferred[1] ~= nil then wait.raise_deferred(client, state) end
  -- held even when it is not looked for: others must not take what it makes
  local rule = known.entry.reconcile
  local settings
  local call = submit(client, known.core, nil, rule, ...)
  if not call then
    settings = options_of(known, select("#", ...), ...)
    call = submit(client, known.core, settings, rule, table.unpack({ ... }, 1, known.arguments))
  end
  if rule then
    local wanted = settings and settings.reconcile
    if wanted == nil then wanted = state.reconcile end
    if not state.creates.peers then reconcile.join_peers(client, state) end
    local completed = track(call, known.tracked[wanted]) -- a finalizer may have stepped the client
    if completed then reconcile.on_completed(client, state, call) end
  elseif known.entry.kind == "delete" then
    reconcile.forget(state, ...)
  end
  return call
end

local function start_request(client, state, method, path, body, given)
  local known = find_request(method, body)
  check_allowed(state, known, "request: " .. method)
  local settings = given ~= nil and use("options").of_call(given) or {}
  if state.scheduler.deferred[1] ~= nil then wait.raise_deferred(client, state) end
  settings.strict = false -- nothing is declared about its body
  if body == nil then return submit(client, known.core, settings, false, path) end
  return submit(client, known.core, settings, false, path, body)
end

function Client:start(operation, ...)
  local state = core.state(self)
  local call
  if operation == "request" then call = start_request(self, state, ...)
  else call = start(self, state, compiled[operation] or compile(operation), ...)
  end
  notify_host(state)
  return call
end

function Client.sleep(...)
  local timer = sleep(...)
  notify_host(core.state(...))
  return timer
end

---@class clickup.host
---@field sleeper fun(running: thread): clickup.sleeper? # how this coroutine waits; nil: it blocks
---@field kick? fun() # there is something to do: look at client:timeout() again
---@field leave? fun() # the client is about to close: let go of its descriptor

function Client:attach(host)
  local state = core.state(self)
  if type(host) ~= "table" then
    core.usage_error("attach: expected a table, got a " .. type(host))
  end
  for name, needed in pairs { sleeper = true, kick = false, leave = false } do
    local kind = type(host[name])
    if kind ~= "function" and (needed or kind ~= "nil") then
      core.usage_error(("attach: %s: expected a function, got a %s"):format(name, kind))
    end
  end
  state.host = { sleeper = host.sleeper, kick = host.kick, leave = host.leave }
end

function Client:step()
  local state = core.state(self)
  if wait.step(self, state) == nil then core.usage_error "the client is closed" end
  wait.step_others(self)
  scheduler.raise(state.scheduler)
end

-- What ClickUp answers for an id that is not there (any more).
local GONE = { OAUTH_018 = true, OAUTH_023 = true, OAUTH_027 = true, OAUTH_056 = true }

-- The first delete may have run; then the second finds nothing.
local function is_gone(err)
  local entry = index.find(err.operation)
  return entry and entry.kind == "delete" and err.response.repeated
    and (err.status == 404 or GONE[err.code])
end

local function makes_something(call, name)
  local pair = name == "request" and use("api.request")[calls.request_line(call)]
  local entry = pair and pair.without or index.find(name)
  return entry ~= nil and entry.kind == "create"
end

function Call:result()
  local kept, info = kept_by(self)
  if info then return kept, info end
  local value, kind, detail = outcome(self)
  if kind == nil then return value, response.new(self) end
  local err = errors.of_call(self, kind, detail, core.state(core.client_of(self)).secrets)
  if err.sent == "unknown" and makes_something(self, err.operation) then
    err.message = err.message .. "; it may have run: look for it before you send it again"
  end
  if kind ~= "api" or not is_gone(err) then return nil, err end
  local answer = err.response
  answer.recovered = true
  return true, answer
end

function Call:cancel()
  if done(self) then return false end
  local client = core.client_of(self)
  local state = core.state(client)
  local call_off
  if calls.known(self) then -- should an interrupt come in between
    call_off = scheduler.later(state.scheduler, function()
      if calls.completed(self) then reconcile.on_completed(client, state, self) end
      scheduler.wake(state.scheduler, self)
    end)
  end
  local flew = cancel(self)
  local abandoned = call_off and reconcile.abandon(state, self)
  scheduler.wake(state.scheduler, self)
  if call_off then call_off() end
  notify_host(state)
  return flew or abandoned
end

function Call:on_done(fn)
  if type(fn) ~= "function" then
    core.usage_error("on_done: expected a function, got a " .. type(fn))
  end
  local client = core.client_of(self)
  if client:is_closed() then -- there is no later step
    fn(self:result())
    return self
  end
  scheduler.spawn(client, false, function()
    if self:done() then scheduler.await(client, sleep(client, 0)) end
    scheduler.await(client, self)
    fn(self:result())
  end)
  return self
end

local function finish(client, state, call)
  notify_host(state)
  wait.for_call(client, call, state)
  return call:result()
end

function Client:request(method, path, body, given)
  local state = core.state(self)
  return finish(self, state, start_request(self, state, method, path, body, given))
end

-- Methods that are loaded when they are first used, with the file that each is in.
local LATER = { each = "paging", each_goal = "helpers", find_goal = "helpers",
  members = "helpers", progress = "helpers", report = "helpers", set_target = "helpers",
  map = "map", preview = "preview", spawn = "task", wait_all = "task", wait_any = "task",
  with = "with", workspace = "helpers" }

local function method_of(name)
  local file = LATER[name]
  if file then -- all of them: what one makes, another takes
    for method, fn in next, use(file) do rawset(Client, method, fn) end
    return rawget(Client, name)
  end
  if not index.has(name) then return nil end
  return function(client, ...)
    local state = core.state(client)
    local call = start(client, state, compiled[name] or compile(name), ...)
    return finish(client, state, call)
  end
end

-- A misspelt method is told with the name that is nearest.
local function load_method(self, name)
  local method = method_of(name)
  if method then
    rawset(self, name, method)
    return method
  end
  local names, seen = index.names(), {}
  for _, list in ipairs { self, LATER } do
    for known in next, list do seen[known] = true end
  end
  for _, known in ipairs(names) do seen[known] = nil end
  for known in pairs(seen) do names[#names + 1] = known end
  table.sort(names)
  refuse_unknown("method", name, names)
end

-- Whoever goes through the methods sees all of them.
local function load_all(self)
  for name in next, LATER do local _ = self[name] end
  for _, name in ipairs(index.names()) do local _ = self[name] end
  return next, self
end

setmetatable(Client, { __index = load_method, __pairs = load_all })

function Client.timeout(...)
  local seconds = timeout(...)
  if scheduler.is_due(core.state(...).scheduler) then return 0 end
  local other = wait.others_timeout(...)
  return other and math.min(seconds or other, other) or seconds
end

function Client.wait(...)
  local soon = scheduler.is_due(core.state(...).scheduler) and 0 or wait.others_timeout(...)
  local client, seconds = ...
  if soon and (seconds == nil or type(seconds) == "number" and seconds > soon) then
    seconds = soon
  end
  if soon and timeout(client) == nil then -- the core would not wait: one of the others does
    client = wait.busy_other(client) or client
  end
  block(client, seconds)
end

function Client:close()
  local state = core.state(self)
  local own, host = state.scheduler, state.host
  if host and host.leave and not self:is_closed() then
    local ok, err = pcall(host.leave)
    if not ok then scheduler.defer(own, err) end -- it is closed all the same
  end
  close(self)
  scheduler.wake_all(self, own)
  if scheduler.is_running(own) then return end -- closed once more, by who hears of it
  scheduler.run_closed(own)
  scheduler.raise(own)
end
