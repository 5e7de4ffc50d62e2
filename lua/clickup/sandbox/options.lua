-- SPDX-License-Identifier: MIT
--- The sandbox's options: one row each, which checks, applies and documents it.

local M = {}

---@class clickup.sandbox.Options
---@field tls boolean? serve https, with a throw-away CA (default false)
---@field http2 boolean? offer HTTP/2 beside HTTP/1.1 (default true)
---@field port integer? 0 takes a free one (default 0)
---@field token string? the token to accept (default: a random personal one)
---@field tokens string[]? more tokens to accept; those without `pk_` are OAuth access tokens
---@field rate_limit integer|false? requests per token in a window; false refuses nothing (default)
---@field rate_window number? length of that window in seconds (default 60)
---@field retry_after boolean? whether a 429 carries Retry-After (default false)
---@field clock_offset number? seconds by which its clock is off (default 0)
---@field lua string? for `start`; default: $LUA if it has cqueues, else $SANDBOX_LUA or lua5.4

local function is_tokens(value)
  if type(value) ~= "table" then return false end
  for _, token in ipairs(value) do
    if type(token) ~= "string" then return false end
  end
  return true
end

local function is_port(value)
  return math.type(value) == "integer" and value >= 0 and value < 65536
end

local function is_limit(value)
  return value == false or math.type(value) == "integer" and value > 0
end

local function is_seconds(value)
  return type(value) == "number" and value > 0
end

local function is_offset(value)
  return type(value) == "number" and math.abs(value) < 1e10
end

local function is(kind)
  return function(value) return type(value) == kind end
end

--- name, check, what is expected, default
M.rows = {
  { "tls", is "boolean", "a boolean", false },
  { "http2", is "boolean", "a boolean", true },
  { "port", is_port, "an integer from 0 to 65535", 0 },
  { "token", is "string", "a string", nil },
  { "tokens", is_tokens, "a list of strings", nil },
  { "rate_limit", is_limit, "a positive integer or false", false },
  { "rate_window", is_seconds, "a positive number", 60 },
  { "retry_after", is "boolean", "a boolean", false },
  { "clock_offset", is_offset, "a number of seconds", 0 },
  { "lua", is "string", "a string", nil },
}

--- Checks the options and fills in the defaults.
---@param given table?
---@return clickup.sandbox.Options? options nil when they are wrong
---@return string? problem
function M.check(given)
  given = given or {}
  local options = {}
  for _, row in ipairs(M.rows) do
    local name, valid, expected, default = table.unpack(row, 1, 4)
    local value = given[name]
    if value == nil then value = default end
    if value ~= nil and not valid(value) then
      return nil, ("option '%s' must be %s"):format(name, expected)
    end
    options[name] = value
  end
  for name in pairs(given) do
    local known = false
    for _, row in ipairs(M.rows) do known = known or row[1] == name end
    if not known then return nil, ("unknown option '%s'"):format(tostring(name)) end
  end
  return options
end

return M
