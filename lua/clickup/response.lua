-- SPDX-License-Identifier: MIT
--- The second value of a successful call, and `err.response` of a failed one.
-- It is filled in when a field is first asked for, so that a script that does
-- not look at it does not pay for it. What a server repeats of the client's own
-- secrets is hidden in it.

local core = require "clickup.core"
local redact = require "clickup.redact"

local calls = core.calls

---@class clickup.response
---@field operation string
---@field status? integer        # HTTP status; nil when nothing was answered
---@field headers table<string, string> # names in lower case
---@field body string            # the answer's bytes; secrets of the client's own are hidden
---@field request_id? string     # x-datadog-trace-id, for ClickUp's support
---@field attempts integer       # how often it was sent
---@field sent "no"|"unknown"|"yes"
---@field retry_reason string    # why it was not tried again
---@field repeated? boolean      # an earlier attempt may have run, too
---@field recovered? boolean     # the answer was found by reading, not by this response
---@field retry_after? integer   # seconds
---@field date? integer          # the server's clock, Unix seconds
---@field http_version? string   # "1.1", "2"
---@field used_proxy? boolean     # libcurl 8.7 and later tells
---@field changed? boolean       # set_target: whether it was edited
---@field before? number         # set_target: the steps of before
---@field timings { queued: number, connect: number, first_byte: number, total: number } # seconds

local Response = {}
Response.__name = "clickup.response"

local CALL = {} -- the key of the call, until all was read

local function fill_facts(response)
  local call = rawget(response, CALL)
  if not call or rawget(response, "retry_reason") then return end
  local facts = calls.facts(call)
  for name, value in next, facts do
    if rawget(response, name) == nil then response[name] = value end
  end
  if facts.request_id then
    response.request_id = redact.secrets(facts.request_id, core.state(core.client_of(call)).secrets)
  end
end

local function fill(response)
  local call = rawget(response, CALL)
  if not call then return end
  fill_facts(response)
  response[CALL] = nil
  local secrets = core.state(core.client_of(call)).secrets
  local headers = calls.headers(call)
  for name, value in next, headers do headers[name] = redact.secrets(value, secrets) end
  response.headers, response.body = headers, redact.secrets(calls.body(call), secrets)
end

function Response.__index(response, name)
  local call = rawget(response, CALL)
  if name == "status" then return call and calls.status(call) end -- what most ask for
  if name == "headers" or name == "body" then fill(response) else fill_facts(response) end
  return rawget(response, name)
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
