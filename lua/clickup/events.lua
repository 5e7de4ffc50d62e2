-- SPDX-License-Identifier: MIT
--- What on_event is told. An error in it is kept for scheduler.raise, and harms no
-- call.

local redact = require "clickup.redact"
local scheduler = require "clickup.scheduler"

local events = {}

---@param event table
function events.emit(state, event)
  if not state.on_event then return end
  local ok, err = pcall(state.on_event, event)
  if not ok then scheduler.defer(state.scheduler, err) end
end

--- Those of the core; what a server says may repeat a secret.
---@param list table[]
function events.report(state, list)
  for _, event in ipairs(list) do
    for _, name in ipairs { "reason", "request_id" } do
      if event[name] then event[name] = redact.all(event[name], state.secrets) end
    end
    events.emit(state, event)
  end
end

return events
