-- SPDX-License-Identifier: MIT
--- ClickUp's Goals API for Lua: create key results, never lose or double one.

local api = require "clickup.api"
local requests = require "clickup.api.request"
local core = require "clickup.core"
local errors = require "clickup.errors"
local helpers = require "clickup.helpers"
local many = require "clickup.many"
local nearest = require "clickup.nearest"
local options = require "clickup.options"
local preview = require "clickup.preview"
local reconcile = require "clickup.reconcile"
local response = require "clickup.response"
local secret = require "clickup.secret"
local tasks = require "clickup.tasks"
local version = require "clickup.version"
local with = require "clickup.with"

-- Misuse is told at the line of the caller, which is not in one of our files.
core.own((debug.getinfo(1, "S").source:gsub("init%.lua$", "")))

local Client, Call = core.client, core.call
local calls, clients = core.calls, core.clients
local submit, advance, close = clients.submit, clients.advance, clients.close
local timeout, wait, sleep = clients.timeout, clients.wait, clients.sleep
local cancel, done, kept_by, outcome = calls.cancel, Call.done, calls.kept, calls.outcome

local clickup = {
  VERSION = version,
  null = core.null, -- JSON null, as in lua-cjson
  oauth = require "clickup.oauth",
  webhook = require "clickup.webhook",
}

-- Operations by name, each compiled when it is first used.
local entries, names, compiled = {}, {}, {}
for _, entry in ipairs(api) do
  entries[entry.name] = entry
  names[#names + 1] = entry.name
end

local function suggest(what, name, candidates)
  local near = nearest(name, candidates)
  core.usage_error(("unknown %s %s%s"):format(what, tostring(name),
    near and (", did you mean %s?"):format(near) or ""))
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
  local entry = entries[name]
  if not entry then suggest("operation", name, names) end
  compiled[name] = compile_entry(entry)
  return compiled[name]
end

-- client:request's operation for a method, with a body or without one.
local function find_request(method, body)
  local pair = requests[method]
  if not pair then
    core.usage_error("request: method: expected DELETE, GET, PATCH, POST or PUT, got "
      .. tostring(method))
  end
  if body ~= nil and not pair.with then
    core.usage_error(("request: a %s has no body"):format(method))
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
  return settings ~= nil and options.of_call(settings) or nil
end

local function start(client, state, known, ...)
  if state.failure ~= nil then tasks.surface(state) end
  -- held even when it is not looked for: others must not take what it makes
  local rule = known.entry.reconcile
  local settings
  local call = submit(client, known.core, nil, rule, ...)
  if not call then
    settings = options_of(known, select("#", ...), ...)
    call = submit(client, known.core, settings, rule, table.unpack({ ... }, 1, known.arguments))
  end
  if rule and not done(call) then
    local wanted = settings and settings.reconcile
    if wanted == nil then wanted = state.reconcile end
    reconcile.track(state, call, known.tracked[wanted])
    -- a finalizer may have stepped the client
    if calls.completed(call) then reconcile.landed(client, state, call) end
  end
  return call
end

local function start_request(client, state, method, path, body, given)
  local known = find_request(method, body)
  local settings = given ~= nil and options.of_call(given) or {}
  if state.failure ~= nil then tasks.surface(state) end
  settings.strict = false -- nothing is declared about its body
  if body == nil then return submit(client, known.core, settings, false, path) end
  return submit(client, known.core, settings, false, path, body)
end

-- A host's loop is told that there is something to do.
local function kick(state, call)
  if state.kick then state.kick() end
  return call
end

--- Starts a call and returns at once; nothing is sent before the next step.
---@param operation string  # an operation's name, such as "create_key_result"; or "request"
---@param ... any           # its path ids, body or query, and options of the call
---@return clickup.call     # already done when the body broke the schema
function Client:start(operation, ...)
  local state = core.state(self)
  if operation == "request" then return kick(state, start_request(self, state, ...)) end
  return kick(state, start(self, state, compiled[operation] or compile(operation), ...))
end

--- A call that is done after so many seconds, without a request.
---@param seconds? number # 0
---@return clickup.call
function Client.sleep(...)
  local timer = sleep(...)
  return kick(core.state(...), timer)
end

---@class clickup.host
---@field sleeper fun(running: thread): clickup.sleeper? # how this coroutine waits; nil: it blocks
---@field kick? fun() # there is something to do: look at client:timeout() again
---@field leave? fun() # the client is about to close: let go of its descriptor

--- Makes the client part of a host's loop; see clickup.loop for adapters.
---@param host clickup.host
function Client:attach(host)
  local state = core.state(self)
  state.host, state.kick, state.leave = host.sleeper, host.kick, host.leave
end

-- Calls on_event; an error in it is kept for tasks.raise, and harms no call.
local function emit(client, event)
  local state = core.state(client)
  if not state.on_event then return end
  local ok, err = pcall(state.on_event, event)
  if not ok then tasks.fail(state, err) end
end

local function report(client, state, list)
  for _, event in ipairs(list) do
    for _, name in ipairs { "reason", "request_id" } do
      if event[name] then event[name] = secret.redact(event[name], state.secrets) end
    end
    emit(client, event)
  end
end

local function attend(client, state, call)
  if state.flying[call] then
    local ok, err = pcall(reconcile.landed, client, state, call)
    if not ok then
      reconcile.drop(state, call)
      tasks.fail(state, err)
    end
  end
  tasks.wake(state, call)
end

-- A step that ran out of memory has left landed calls behind: all are looked at.
local function catch_up(client, state)
  local flying, keys = {}, {}
  for call in pairs(state.flying) do flying[#flying + 1] = call end
  for key in pairs(state.waiting) do keys[#keys + 1] = key end
  for _, call in ipairs(flying) do
    if calls.completed(call) then attend(client, state, call) end
  end
  for _, key in ipairs(keys) do tasks.wake(state, key) end
  state.behind = false
end

local function deliver(client, state, n, landed, happened)
  if happened then report(client, state, happened) end
  for i = 1, n do
    local call = landed[i]
    landed[i] = nil
    attend(client, state, call)
  end
  if state.behind then catch_up(client, state) end
  if state.ready[1] then tasks.run(state) end
end

-- A step that raises nothing but usage errors and memory errors: what callbacks raise is
-- kept. One that is patient waits for something to happen; false: nothing will;
-- nil: the client is closed.
local function move(client, state, patient)
  local landed = state.landed or {}
  state.landed = nil -- a step within a callback of this one takes another
  local n, happened = advance(client, landed, patient and not state.behind)
  if n == nil then return nil end
  if not n then return reconcile.rescue(state) end
  state.moving = state.moving + 1
  local ok, err = pcall(deliver, client, state, n, landed, happened)
  state.moving = state.moving - 1
  if not ok then
    state.behind = true
    error(err, 0)
  end
  state.landed = landed
  if state.failure ~= nil and not client:is_closed() and not timeout(client) then
    reconcile.rescue(state)
  end
  return true
end

--- Moves sockets, timers and the queue on, and what waits for them. Never
--- blocks. Raises what a callback raised, once everything else is done.
function Client:step()
  local state = core.state(self)
  if move(self, state) == nil then core.usage_error "the client is closed" end
  tasks.raise(state)
end

-- What ClickUp answers for an id that is not there (any more).
local GONE = { OAUTH_018 = true, OAUTH_023 = true, OAUTH_027 = true, OAUTH_056 = true }

-- The first delete may have run; then the second finds nothing.
local function is_gone(err)
  local entry = entries[err.operation]
  return entry and entry.kind == "delete" and err.response.repeated
    and (err.status == 404 or GONE[err.code])
end

--- What the call came to. It has to be done.
---@return any value             # nil when it failed
---@return clickup.response|clickup.error
function Call:result()
  local kept, info = kept_by(self)
  if info then return kept, info end
  local value, kind, detail = outcome(self)
  if kind == nil then return value, response.new(self) end
  local err = errors.of_call(self, kind, detail, core.state(core.client_of(self)).secrets)
  if kind ~= "api" or not is_gone(err) then return nil, err end
  local answer = err.response
  answer.recovered = true
  return true, answer
end

--- Ends the call as `cancelled`, at whatever it is; true when it was not done.
---@return boolean
function Call:cancel()
  if done(self) then return false end
  local client = core.client_of(self)
  local state = core.state(client)
  local flew = cancel(self)
  local abandoned = state.flying[self] and reconcile.abandon(state, self)
  tasks.wake(state, self)
  kick(state)
  return flew or abandoned
end

--- Calls fn(value, err) from a later step, once the call is done.
---@param fn fun(value: any, info: clickup.response|clickup.error)
---@return clickup.call # itself
function Call:on_done(fn)
  if type(fn) ~= "function" then
    core.usage_error("on_done: expected a function, got a " .. type(fn))
  end
  local client = core.client_of(self)
  if client:is_closed() then -- there is no later step
    fn(self:result())
    return self
  end
  tasks.spawn(client, function()
    if self:done() then tasks.await(client, sleep(client, 0)) end
    tasks.await(client, self)
    fn(self:result())
  end)
  return self
end

local function finish(client, state, call)
  kick(state)
  tasks.await(client, call, state)
  return call:result()
end

for name in pairs(entries) do
  Client[name] = function(client, ...)
    local state = core.state(client)
    return finish(client, state, start(client, state, compiled[name] or compile(name), ...))
  end
end

--- Any other operation of ClickUp's, with the policies of all. What is sent with
--- POST or PATCH is taken for something that must not run twice.
---@param method "GET"|"POST"|"PUT"|"PATCH"|"DELETE"
---@param path string   # below base_url, with its query: "/v2/task/9hz?custom_task_ids=true"
---@param body? table   # empty tables in it go as [], the body itself as an object
---@param given? table  # options of the call
---@return any value    # what was answered, as it is; true for an empty answer
---@return clickup.response|clickup.error
function Client:request(method, path, body, given)
  local state = core.state(self)
  return finish(self, state, start_request(self, state, method, path, body, given))
end

for _, methods in ipairs { helpers, many, preview, with } do
  for name, method in pairs(methods) do Client[name] = method end
end

-- A misspelt method is told with the name that is nearest.
setmetatable(Client, {
  __index = function(_, name)
    local methods = {}
    for method in pairs(Client) do methods[#methods + 1] = method end
    table.sort(methods)
    suggest("method", name, methods)
  end,
})

--- Seconds until step has something to do, whatever the sockets do; nil: never.
---@return number?
function Client.timeout(...)
  local seconds = timeout(...)
  return core.state(...).ready[1] and 0 or seconds
end

--- Blocks until step has something to do, a signal comes, or the seconds pass.
function Client.wait(...)
  if core.state(...).ready[1] then return wait((...), 0) end
  wait(...)
end

--- Ends what is in flight as `closed`, and lets go of everything. Idempotent.
function Client:close()
  local state = core.state(self)
  if state.leave and not self:is_closed() then state.leave() end
  close(self)
  for key in pairs(state.waiting) do tasks.wake(state, key) end
  tasks.run(state)
  tasks.raise(state)
end

--- A client: connections, settings and calls of its own.
---@param given? clickup.options
---@return clickup.client
function clickup.new(given)
  if given == nil then given = {} end
  local settings, state = options.of_client(given)
  state.settings = settings
  state.emit, state.move = emit, move
  tasks.init(state)
  reconcile.init(state)
  return core.new(settings, state)
end

--- Prints what there is to know about an operation, about "options", or (nil)
--- the list of all.
---@param name? string
function clickup.help(name)
  io.write((require "clickup.help")(name))
end

--- What this installation is made of, and whether it reaches ClickUp; see
--- clickup.doctor. It prints nothing: print(clickup.doctor()).
---@param given? clickup.options # of clickup.new; and offline = true: without asking
---@return clickup.report
function clickup.doctor(given)
  return (require "clickup.doctor")(given)
end

return clickup
