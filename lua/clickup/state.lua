-- SPDX-License-Identifier: MIT
--- What a client's Lua side keeps: its configuration, which nothing changes, and a
-- part for each file that writes one.

local core = require "clickup.core"
local reconcile = require "clickup.reconcile"
local scheduler = require "clickup.scheduler"

---@class clickup.state
---@field settings table       # what the core was given, for previews
---@field secrets string[]     # must not appear in any text
---@field reconcile? boolean   # the option
---@field reconcile_wait? number # seconds
---@field on_event? fun(event: table)
---@field verbose? boolean     # the option
---@field read_only? boolean   # the option; not of the stand-in that makes a preview
---@field scheduler clickup.scheduler
---@field creates clickup.creates
---@field host? clickup.host   # client:attach's
---@field list? table          # wait.lua's: where the core puts what completed

--- A client with this configuration (options.of_client), which becomes its state.
---@return clickup.client
return function(settings, configured)
  configured.settings = settings
  configured.scheduler = scheduler.new()
  configured.creates = reconcile.new()
  return core.new(settings, configured)
end
