-- SPDX-License-Identifier: MIT
--- The words of usage errors: what was given, and which name may have been meant.

local core = require "clickup.core"
local suggest = require "clickup.suggest"

local LONGEST = 60 -- bytes that are shown

local usage = {}

--- What was given: string "x", number 7, boolean true, a table, nothing.
---@param value any
---@param secret? boolean # it is not shown
---@return string
function usage.describe(value, secret)
  local kind = type(value)
  if kind == "nil" then return "nothing" end
  if secret and (kind == "string" or kind == "number") then return "a " .. kind .. " (hidden)" end
  if kind == "string" then return ('string "%s"'):format(core.visible(value, LONGEST)) end
  if value ~= value then return "number nan" end -- whatever its sign
  if kind == "number" or kind == "boolean" then return kind .. " " .. tostring(value) end
  return "a " .. kind
end

--- Raises that there is no such name, with the one that is nearest.
---@param what string # such as "each: unknown operation"
---@param name any
---@param candidates string[]
---@param more? string # the end of the message
function usage.unknown(what, name, candidates, more)
  core.usage_error(("%s %s%s%s"):format(what, core.visible(tostring(name), LONGEST),
    suggest.phrase(name, candidates), more or ""))
end

return usage
