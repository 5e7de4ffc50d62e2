-- SPDX-License-Identifier: MIT
--- A copy of a client with other defaults for its calls: the same connections,
-- the same rate limit, the same calls under way.
--
-- A copy is a name for its client and a table of options. It hands everything on,
-- with its options where a method takes options of a call; so whatever waits,
-- steps or is stepped is the client itself.

local index = require "clickup.api.index"
local copies = require "clickup.copies".known
local core = require "clickup.core"
local helpers = require "clickup.helpers"
local options = require "clickup.options"
local signature = require "clickup.api.signature"

local Client = core.client

-- How many arguments stand before the options of the call; nil: it is no operation.
local function count_before(name)
  if name == "request" then return 3 end
  local entry = index.find(name)
  return entry and #signature.arguments(entry) - 1
end

local function find(copy)
  return copies[copy] or core.usage_error(
    ("expected a clickup client, got %s (use client:method(...))"):format(type(copy)))
end

local function open(copy)
  local own = find(copy)
  if own.closed then core.usage_error "the client is closed" end
  return own.client, own.options
end

-- What is not a table is for the method to refuse.
local function merge(defaults, given)
  if given == nil then return defaults end
  if type(given) ~= "table" then return given end
  local all = {}
  for _, list in ipairs { defaults, given } do
    for name, value in next, list do all[name] = value end
  end
  return all
end

-- Too many arguments are for the method to refuse, too.
local function with_options(defaults, count, ...)
  if select("#", ...) > count + 1 then return ... end
  local arguments = table.pack(...)
  arguments[count + 1] = merge(defaults, arguments[count + 1])
  return table.unpack(arguments, 1, count + 1)
end

local Copy = {}

-- They take an operation's name and what its method takes.
for _, name in ipairs { "start", "preview", "each" } do
  Copy[name] = function(self, operation, ...)
    local client, defaults = open(self)
    local count = count_before(operation)
    if not count then return client[name](client, operation, ...) end
    return client[name](client, operation, with_options(defaults, count, ...))
  end
end

function Copy:with(given)
  local client, defaults = open(self)
  return client:with(merge(defaults, given))
end

--- Ends the copy alone: the client and all calls go on.
function Copy:close() find(self).closed = true end

function Copy:is_closed()
  local own = find(self)
  return own.closed or own.client:is_closed()
end

local function make_method(name)
  if helpers[name] then return helpers[name] end -- they call methods of the copy
  local count = count_before(name)
  return function(self, ...)
    local client, defaults = open(self)
    if count then return client[name](client, with_options(defaults, count, ...)) end
    return client[name](client, ...)
  end
end

local meta = { __name = "clickup.client", __metatable = "clickup" }

function meta.__index(_, name)
  if not Copy[name] and Client[name] then Copy[name] = make_method(name) end
  return Copy[name]
end

function meta.__newindex()
  core.usage_error "a client takes no fields"
end

function meta.__close(copy) copy:close() end

function meta.__tostring(copy)
  local own, parts = copies[copy], {}
  if copy:is_closed() then return "clickup client (closed)" end
  for name, value in next, own.options do
    parts[#parts + 1] = ("%s = %s"):format(name, value)
  end
  table.sort(parts)
  return ("%s, with %s)"):format(tostring(own.client):sub(1, -2), table.concat(parts, ", "))
end

local with = {} -- methods of a client

function with:with(given)
  core.state(self) -- a usage error when it is no client
  if self:is_closed() then core.usage_error "the client is closed" end
  options.of_call(given)
  local copy = setmetatable({}, meta)
  copies[copy] = { client = self, options = merge({}, given), closed = false }
  return copy
end

return with
