-- SPDX-License-Identifier: MIT
--- The faults by name, and what a rule for each may say.

local M = {}

---@class clickup.sandbox.Match
---@field method string?
---@field path string? a Lua pattern, found anywhere in the path

---@class clickup.sandbox.Rule
---@field fault string its name
---@field match clickup.sandbox.Match? which requests (default: all)
---@field skip integer? so many matching requests pass first (default 0)
---@field times integer|"always"|nil how often it strikes (default 1)
---@field weight number? in `randomize` only: how often, compared with the others (default 1)
---@field processed boolean|"before"|"after"|nil whether, and when, the request is carried out
---@field seconds number?
---@field bytes integer?
---@field reset boolean?
---@field code integer|string|nil
---@field body string?
---@field ecode string?
---@field headers table<string, string>?
---@field bare boolean?
---@field delta integer?

local function is(kind)
  return function(value) return type(value) == kind end
end

local function one_of(...)
  local allowed = {}
  for _, value in ipairs { ... } do allowed[value] = true end
  return function(value) return allowed[value] == true end
end

local function is_count(value)
  return math.tointeger(value) ~= nil and value >= 0
end

local function is_amount(value)
  return type(value) == "number" and value >= 0 and value < math.huge
end

local function is_times(value)
  return value == "always" or is_count(value) and value > 0
end

local function is_code(value)
  return math.tointeger(value) ~= nil and value >= 200 and value <= 999
end

local function is_delta(value)
  return math.tointeger(value) ~= nil and value ~= 0
end

local function is_headers(value)
  if type(value) ~= "table" then return false end
  for name, text in pairs(value) do
    if type(name) ~= "string" or type(text) ~= "string" or text:find "[\r\n]"
      or not name:find "^[%w!#$%%&'*+.^_`|~-]+$" then return false end
  end
  return true
end

local function is_match(value)
  if type(value) ~= "table" then return false end
  for name, text in pairs(value) do
    if name ~= "method" and name ~= "path" or type(text) ~= "string" then return false end
  end
  return value.path == nil or (pcall(string.find, "", value.path))
end

local BOOLEAN = is "boolean"
local ANSWER = { processed = BOOLEAN }

--- The fields of each fault, beside those of every rule.
local FIELDS = {
  reset_before_read = {},
  close_after_read = { processed = BOOLEAN, reset = BOOLEAN },
  close_on_next = ANSWER,
  cut = { processed = BOOLEAN, bytes = is_count },
  stall = { processed = one_of("before", "after", false), seconds = is_amount },
  delay = { processed = one_of("before", "after"), seconds = is_amount },
  drip = { seconds = is_amount },
  status = {
    processed = BOOLEAN, code = is_code, body = is "string", ecode = is "string",
    headers = is_headers, bare = BOOLEAN,
  },
  wrong_length = { processed = BOOLEAN, delta = is_delta },
  broken_chunk = ANSWER,
  broken_gzip = ANSWER,
  html_200 = ANSWER,
  not_json = ANSWER,
  empty_200 = ANSWER,
  goaway = ANSWER,
  rst_stream = {
    processed = BOOLEAN, code = one_of("REFUSED_STREAM", "INTERNAL_ERROR", "CANCEL"),
  },
  idle_close = {},
  tls_failure = {},
  refuse = {},
}

local NEEDED = {
  cut = { "bytes" }, delay = { "seconds" }, drip = { "seconds" }, status = { "code" },
  wrong_length = { "delta" }, rst_stream = { "code" },
}

--- What strikes connections, before there is any request.
local OF_CONNECTIONS = { tls_failure = true, refuse = true }

--- What only one version of HTTP knows; a request of the other one does not meet it.
local VERSIONS = { goaway = "2", rst_stream = "2", broken_chunk = "1", close_on_next = "1" }

local QUEUED = { fault = is "string", match = is_match, skip = is_count, times = is_times }
local DRAWN = { fault = is "string", weight = is_amount }

local function check_fields(rule, common)
  local own = FIELDS[rule.fault]
  for name, value in pairs(rule) do
    local valid = common[name] or own[name]
    if not valid then error(("%s has no field '%s'"):format(rule.fault, tostring(name)), 0) end
    if not valid(value) then error(("%s: bad '%s'"):format(rule.fault, name), 0) end
  end
  for _, name in ipairs(NEEDED[rule.fault] or {}) do
    if rule[name] == nil then error(("%s needs '%s'"):format(rule.fault, name), 0) end
  end
end

local function check(rule, common)
  if type(rule) ~= "table" then error("a rule must be a table", 0) end
  if not FIELDS[rule.fault] then error("unknown fault: " .. tostring(rule.fault), 0) end
  check_fields(rule, common)
end

--- Raises when a rule for the queue is wrong.
---@param rule any
function M.check_queued(rule)
  check(rule, QUEUED)
  if M.is_of_connection(rule) and rule.match then
    error(rule.fault .. " strikes connections, not requests: it has no match", 0)
  end
end

--- Raises when what `randomize` was given is wrong.
---@param given table
function M.check_lottery(given)
  if not math.tointeger(given.seed or 0) then error("seed must be an integer", 0) end
  if not is_amount(given.normal or 0) then error("normal must be a weight", 0) end
  if given.match ~= nil and not is_match(given.match) then error("bad 'match'", 0) end
  if type(given.rules) ~= "table" then error("rules must be a list", 0) end
  for _, rule in ipairs(given.rules) do
    check(rule, DRAWN)
    if M.is_of_connection(rule) then error(rule.fault .. " can't be drawn", 0) end
  end
end

---@param rule clickup.sandbox.Rule
---@return boolean
function M.is_of_connection(rule)
  return OF_CONNECTIONS[rule.fault] == true
end

--- Whether the version of HTTP that the request uses knows this fault.
---@param rule clickup.sandbox.Rule
---@param request clickup.sandbox.Request
---@return boolean
function M.is_known_to(rule, request)
  local version = VERSIONS[rule.fault]
  return not version or request.http_version:sub(1, 1) == version
end

return M
