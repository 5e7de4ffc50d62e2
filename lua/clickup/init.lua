-- SPDX-License-Identifier: MIT
--- ClickUp's Goals API for Lua: create key results, never lose or double one.

local core = require "clickup.core"
local errors = require "clickup.errors"
local nearest = require "clickup.nearest"
local options = require "clickup.options"
local response = require "clickup.response"
local version = require "clickup.version"

-- Misuse is told at the line of the caller, which is not in one of our files.
core.own((debug.getinfo(1, "S").source:gsub("init%.lua$", "")))

---@class clickup.client
---@class clickup.call

local Client, Call = core.client, core.call
local submit, outcome = Client.submit, Call.outcome

local clickup = {
  VERSION = version,
  null = core.null, -- JSON null, as in lua-cjson
}

-- Operations by name, each compiled when it is first used.
local entries, names, compiled = {}, {}, {}
for _, group in ipairs { require "clickup.api.goals" } do
  for _, entry in ipairs(group) do
    entries[entry.name] = entry
    names[#names + 1] = entry.name
  end
end

local function compile(name)
  local entry = entries[name]
  if not entry then
    local near = nearest(name, names)
    core.misuse(("unknown operation %s%s"):format(tostring(name),
      near and (", did you mean %s?"):format(near) or ""))
  end
  local copy = setmetatable({}, { __index = entry })
  copy.body = entry.body and core.schema(entry.body)
  copy.query = entry.query and core.schema(entry.query)
  copy.answer = entry.answer and core.schema(entry.answer)
  local _, ids = entry.path:gsub("{", "")
  local operation = {
    core = core.operation(copy),
    arguments = ids + (entry.body and 1 or 0) + (entry.query and 1 or 0),
  }
  compiled[name] = operation
  return operation
end

--- Starts a call and returns at once; nothing is sent before the next step.
---@param operation string  # an operation's name, such as "create_key_result"
---@param ... any           # its path ids, body or query, and options of the call
---@return clickup.call     # already done when the body broke the schema
function Client:start(operation, ...)
  core.state(self) -- misuse when it is no client
  local known = compiled[operation] or compile(operation)
  local given = select("#", ...)
  if given <= known.arguments then return submit(self, known.core, nil, ...) end
  if given > known.arguments + 1 then
    core.misuse(("%s: expected at most %d arguments, got %d"):format(operation,
      known.arguments + 1, given))
  end
  local settings = select(given, ...)
  return submit(self, known.core, settings ~= nil and options.of_call(settings) or nil, ...)
end

--- What the call came to. It has to be done.
---@return any value             # nil when it failed
---@return clickup.response|clickup.error
function Call:result()
  local value, kind, detail = outcome(self)
  if kind == nil then return value, response.new(self) end
  return nil, errors.of_call(self, kind, detail, core.state(core.client_of(self)).secrets)
end

local function run(client, operation, ...)
  local call = Client.start(client, operation, ...)
  while not call:done() do
    client:wait()
    client:step()
  end
  return call:result()
end

for name in pairs(entries) do
  Client[name] = function(client, ...) return run(client, name, ...) end
end

--- A client: connections, settings and calls of its own.
---@param given? table  # options; see clickup.options.rows or the README
---@return clickup.client
function clickup.new(given)
  if given == nil then given = {} end
  local settings, secrets = options.of_client(given)
  return core.new(settings, { secrets = secrets })
end

return clickup
