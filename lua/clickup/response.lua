-- SPDX-License-Identifier: MIT
--- The second value of a successful call, and `err.response` of a failed one.
-- It is filled in when a field is first asked for, so that a script that does
-- not look at it does not pay for it.

---@class clickup.response
---@field operation string
---@field status? integer        # HTTP status; nil when nothing was answered
---@field headers table<string, string> # names in lower case
---@field body string            # the answer's bytes
---@field request_id? string     # x-datadog-trace-id, for ClickUp's support
---@field attempts integer       # how often it was sent
---@field sent "no"|"unknown"|"yes"
---@field verdict string         # why it was not tried again
---@field repeated? boolean      # an earlier attempt may have run, too
---@field recovered? boolean     # the answer was found by reading, not by this response
---@field retry_after? integer   # seconds
---@field date? integer          # the server's clock, Unix seconds
---@field http_version? string   # "1.1", "2"
---@field timings { queued: number, connect: number, first_byte: number, total: number } # seconds

local Response = {}
Response.__name = "clickup.response"

local CALL = {} -- the key of the call, until it was read

local function fill(response)
  local call = rawget(response, CALL)
  if not call then return end
  response[CALL] = nil
  local facts = call:facts()
  facts.headers, facts.body = call:headers(), call:body()
  for name, value in pairs(facts) do
    if rawget(response, name) == nil then response[name] = value end
  end
end

function Response.__index(response, name)
  if rawget(response, CALL) then
    fill(response)
    return rawget(response, name)
  end
end

function Response.__pairs(response)
  fill(response)
  return next, response, nil
end

function Response.__tostring(response)
  return ("clickup response (%s)"):format(response.status or "none")
end

---@param call table
---@return clickup.response
local function new(call)
  return setmetatable({ [CALL] = call }, Response)
end

return { new = new }
