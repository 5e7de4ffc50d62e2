-- SPDX-License-Identifier: MIT
--- ClickUp's API for Lua: create key results, never lose or double one; and all the rest of it.

local core = require "clickup.core"

-- A usage error is told at the line of the caller, which is not in one of our files.
core.own((debug.getinfo(1, "S").source:gsub("init%.lua$", "")))

require "clickup.client"
local use = require "clickup.use"
local new_client = require "clickup.state"

---@class clickup
---@field oauth clickup.oauth.module
---@field webhook clickup.webhook.module
local clickup = {
  VERSION = require "clickup.version",
  null = core.null, -- JSON null, as in lua-cjson
}

--- Marks a table as an object: it goes as {} when it is empty, at any depth of a body. Elsewhere
--- an empty table goes as [] where nothing is declared about it.
---@param fields? table # without a metatable; nil: an empty one
---@return table fields # the same table
function clickup.object(fields)
  return core.object(fields)
end

-- Loaded when they are first used.
local LATER = { oauth = true, webhook = true }
setmetatable(clickup, {
  __index = function(self, name)
    if not LATER[name] then return nil end
    rawset(self, name, use(name))
    return self[name]
  end,
  __pairs = function(self)
    for name in next, LATER do local _ = self[name] end
    return next, self
  end,
})

--- A client: connections, settings and calls of its own.
---@param given? clickup.options
---@return clickup.client
function clickup.new(given)
  if given == nil then given = {} end
  return new_client(use("options").of_client(given))
end

--- Prints what there is to know about an operation, about "options" or "helpers", or (nil) the
--- list of all.
---@param name? string
function clickup.help(name)
  io.write(use("help")(name))
end

--- What this installation is made of, and whether it reaches ClickUp; see
--- clickup.doctor. It prints nothing: print(clickup.doctor()).
---@param given? clickup.options # of clickup.new; and offline = true: without asking
---@return clickup.report
function clickup.doctor(given)
  return use("doctor")(given)
end

--- A time as the milliseconds since 1970 that ClickUp wants, for due_date and its like. What is no
--- time raises.
---     due_date = clickup.time "2026-11-28"             -- noon in UTC: that day nearly everywhere
---     due_date = clickup.time "2026-11-28T17:30+01:00" -- a time of day needs a zone (Z: UTC)
---     due_date = clickup.time(os.time() + 7 * 86400)   -- seconds
---     due_date = clickup.time { year = 2026, month = 11, day = 28 } -- local time, as to os.time
---@param value integer|string|table
---@return integer
function clickup.time(value)
  return use("time")(value)
end

use "version" -- from now on it knows those that go together

return clickup
