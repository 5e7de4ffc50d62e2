-- SPDX-License-Identifier: MIT
-- Watches everything that clickup gives out while specs run, for the secrets of
-- the client that gave it: results, errors, events, what is raised, tracebacks,
-- and what scripts in processes of their own print.

local secrets = require "spec.support.secrets"

local watch = {}

-- Called as often as anything happens, and nothing in them is text.
local SILENT = {}
for _, name in ipairs { "done", "fd", "is_closed", "sleep", "timeout" } do
  SILENT[name] = true
end

-- Misuse is told at the line of the first function that is not clickup's own, so
-- what stands between it and a spec has to look like one of clickup's.
local WRAP = [[
local name, fn, inspect = ...
return function(...) return inspect(name, (...), pcall(fn, ...)) end]]

---@class Watch
---@field report fun(place: string)
---@field held table<any, string[]> the secrets of each client
local Watch = {}
Watch.__index = Watch

function Watch:look(value, list, name)
  local place = secrets.find(value, list, name)
  if place then self.report(place) end
end

function Watch:wrap(name, fn, list_of)
  local chunk = assert(load(WRAP, self.own .. "watched.lua", "t"))
  local function inspect(_, first, fine, ...)
    local list = list_of(first)
    if fine then
      for i = 1, select("#", ...) do self:look((select(i, ...)), list, name .. ": result " .. i) end
      if type(first) == "userdata" then self:look(first, list, name) end
      return ...
    end
    local raised = ...
    self:look(raised, list, name .. ": what it raised")
    self:look(debug.traceback(), list, name .. ": traceback")
    error(raised, 0)
  end
  return chunk(name, fn, inspect)
end

function Watch:wrap_methods(class, methods, list_of)
  for name, fn in pairs(methods) do
    if type(fn) == "function" and not SILENT[name] then
      methods[name] = self:wrap(class .. ":" .. name, fn, list_of)
    end
  end
end

-- The options, with an on_event that is looked at, too.
function Watch:options(given, list)
  local on_event = type(given) == "table" and rawget(given, "on_event")
  if type(on_event) ~= "function" then return given end
  local copy = {}
  for name, value in next, given do copy[name] = value end
  function copy.on_event(event)
    self:look(event, list, "on_event: event")
    return on_event(event)
  end
  return copy
end

function Watch:wrap_new(clickup)
  local list -- of the client that is being made
  local function before(given)
    list = secrets.of_options(given)
    return self:options(given, list)
  end
  local function after(client)
    self.held[client] = list
    return client
  end
  local chunk = assert(load([[
    local before, new, after = ...
    return function(given) return after(new(before(given))) end]], self.own .. "watched.lua", "t"))
  clickup.new = self:wrap("clickup.new", chunk(before, clickup.new, after),
    function() return list end)
end

--- Wraps what a freshly loaded clickup gives to its users.
---@param clickup table
---@param core table
---@param own string   # what the sources of clickup's own functions begin with
---@param report fun(place: string) # a secret was found there
function watch.module(clickup, core, own, report)
  local self = setmetatable({ own = own, report = report }, Watch)
  self.held = setmetatable({}, { __mode = "k" })
  local function of_client(client) return self.held[client] or {} end
  self:wrap_methods("client", core.client, of_client)
  self:wrap_methods("call", core.call, function(call)
    local fine, client = pcall(core.client_of, call)
    return fine and of_client(client) or {}
  end)
  self:wrap_new(clickup)
  local oauth, webhook = clickup.oauth, clickup.webhook
  oauth.exchange = self:wrap("oauth.exchange", oauth.exchange, function(given)
    if type(given) ~= "table" then return secrets.list(given) end
    return secrets.list(rawget(given, "client_secret"), rawget(given, "code"))
  end)
  webhook.verify = self:wrap_verify(webhook.verify)
end

-- Its secret is the third of what it is given.
function Watch:wrap_verify(verify)
  local chunk = assert(load([[
    local wrap, list = ...
    return function(body, signature, secret, ...)
      return wrap(function() return list(secret) end)(body, signature, secret, ...)
    end]], self.own .. "watched.lua", "t"))
  return chunk(function(list_of) return self:wrap("webhook.verify", verify, list_of) end,
    secrets.list)
end

-- Scripts of their own get the token as an argument, and may print anything but that.
local function watch_scripts(creates, report)
  local script = creates.script
  function creates.script(server, code, environment, before)
    local output, status = script(server, code, environment, before)
    local token = server.token or creates.TOKEN
    local list = secrets.list(token, (environment or {}).CLICKUP_TOKEN)
    local place = not code:find(token, 1, true) and secrets.find(output, list, "a script's output")
    if place then report(place) end
    return output, status
  end
end

local AFTER = {
  ["clickup"] = function(clickup, path, report)
    watch.module(clickup, require "clickup.core", "@" .. path:gsub("init%.lua$", ""), report)
  end,
  ["spec.support.creates"] = function(creates, _, report) watch_scripts(creates, report) end,
}

--- From now on each clickup that is required is watched.
---@param report fun(place: string)
function watch.install(report)
  table.insert(package.searchers, 2, function(name)
    local after = AFTER[name]
    local path = after and package.searchpath(name, package.path)
    if not path then return end
    return function(...)
      local module = assert(loadfile(path))(...)
      after(module, path, report)
      return module
    end, path
  end)
end

return watch
