-- SPDX-License-Identifier: MIT
--- ClickUp's Goals API for Lua: create key results, never lose or double one.

local core = require "clickup.core"

-- A usage error is told at the line of the caller, which is not in one of our files.
core.own((debug.getinfo(1, "S").source:gsub("init%.lua$", "")))

require "clickup.client"
local new_state = require "clickup.state"
local options = require "clickup.options"

local clickup = {
  VERSION = require "clickup.version",
  null = core.null, -- JSON null, as in lua-cjson
  oauth = require "clickup.oauth",
  webhook = require "clickup.webhook",
}

--- A client: connections, settings and calls of its own.
---@param given? clickup.options
---@return clickup.client
function clickup.new(given)
  if given == nil then given = {} end
  local settings, configured = options.of_client(given)
  return core.new(settings, new_state(settings, configured))
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
