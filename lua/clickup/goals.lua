-- SPDX-License-Identifier: MIT
--- What the helpers read out of ClickUp's answers about goals.

local candidates = require "clickup.api.candidates"
local copies = require "clickup.copies"
local core = require "clickup.core"
local errors = require "clickup.errors"
local redact = require "clickup.redact"

local goals = {}

--- What must not appear in any text of the client's. Raises a usage error when it is no client.
---@param self clickup.client # or a copy
---@return string[]
function goals.secrets_of(self) return core.state(copies.client_of(self)).secrets end

--- An answer whose shape makes no sense.
---@return nil, clickup.error
function goals.malformed(self, operation, info, lacks)
  return nil, errors.of_answer(operation, info, lacks, goals.secrets_of(self))
end

--- A name for people, in quotes.
---@param name string
---@param secrets? string[] # of what a server tells: it may repeat them
function goals.quote(name, secrets)
  if secrets then name = redact.secrets(name, secrets) end
  return '"' .. core.visible(name, 60) .. '"'
end

goals.objects = candidates.objects
goals.all = candidates.all_goals

--- An id that a call can be made with: what a server tells may be anything, and as a part of a
--- path raises.
---@return string?
function goals.id_of(thing)
  local id = thing.id
  local usable = type(id) == "string" and #id <= 200 and id:find "%w" and not id:find "%c"
  return usable and id or nil
end

--- A finite number; ClickUp writes them as strings at times, and those of a boolean key result may
--- be booleans.
---@return number?
function goals.number_of(value)
  if type(value) == "boolean" then return value and 1 or 0 end
  local number = tonumber(value)
  return number and number - number == 0 and number or nil
end

--- How far a key result is, 0 to 100. ClickUp leaves percent_completed null in many answers; steps
--- tell the same.
---@return number? # nil: they do not tell
function goals.percent_of(key_result)
  local first, last = goals.number_of(key_result.steps_start), goals.number_of(key_result.steps_end)
  local now = goals.number_of(key_result.steps_current)
  if first and last and now and first ~= last then
    first = first + 0.0 -- integers would wrap
    return math.max(0, math.min(100, (now - first) * 100 / (last - first)))
  end
  return key_result.completed and 100 or nil
end

return goals
