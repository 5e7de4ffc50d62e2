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
---@field at integer? it strikes once so many bytes of the request's body have come
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

local function is_offset(value)
  return type(value) == "number" and math.abs(value) < 1e10
end

local BOOLEAN = is "boolean"

---@class clickup.sandbox.Fault
---@field doc string what the client sees, and what the fields say
---@field fields table<string, fun(value: any): boolean> beside those of every rule
---@field needs string? the field that has to be there
---@field of_connections boolean? strikes connections, before there is any request
---@field version string? the only HTTP that knows it; a request of the other one is left alone

--- By name. Where nothing else is said, the request is carried out, unless `processed` is false.
---@type table<string, clickup.sandbox.Fault>
M.FAULTS = {
  refuse = {
    doc = "The connection is accepted, and reset at once.",
    fields = {}, of_connections = true,
  },
  tls_failure = {
    doc = "The connection is closed in the middle of its TLS handshake.",
    fields = {}, of_connections = true,
  },
  reset_before_read = {
    doc = "The connection is reset when the request's head has come, or with `at` so much of its "
      .. "body; it is not carried out.",
    fields = { at = is_count },
  },
  close_after_read = {
    doc = "The request is read, carried out only if `processed` is true, and the connection is "
      .. "closed, or with `reset` reset.",
    fields = { processed = BOOLEAN, reset = BOOLEAN },
  },
  close_on_next = {
    doc = "A good answer; the next request on the connection meets close_after_read, with the "
      .. "same `processed`.",
    fields = { processed = BOOLEAN }, version = "1",
  },
  idle_close = {
    doc = "A good answer; then the connection is closed though nothing has announced it.",
    fields = {},
  },
  cut = {
    doc = "The first `bytes` of the answer (HTTP/2: of its body), then the connection is closed.",
    fields = { processed = BOOLEAN, bytes = is_count }, needs = "bytes",
  },
  stall = {
    doc = "No answer for `seconds`, or until the client goes. It is carried out, and then "
      .. "answered, if `processed` is \"before\" or \"after\" that; else the connection is closed. "
      .. "With `bytes`, so much of the answer comes first and the rest afterwards, and it is "
      .. "carried out unless `processed` is false. With `at`, only so much of the body is read; "
      .. "it is not carried out, and the connection is closed after `seconds`.",
    fields = {
      processed = one_of("before", "after", false), seconds = is_amount, bytes = is_count,
      at = is_count,
    },
  },
  delay = {
    doc = "The answer, `seconds` late. It is carried out first; with `processed` \"after\", last.",
    fields = { processed = one_of("before", "after"), seconds = is_amount }, needs = "seconds",
  },
  drip = {
    doc = "The answer, byte by byte, with `seconds` between.",
    fields = { seconds = is_amount }, needs = "seconds",
  },
  status = {
    doc = "The status `code`, with the `body` \"json\" (as ClickUp's errors, with `ecode`), "
      .. "\"html\", \"empty\" or any other text, and with `headers`; `bare`: without the usual "
      .. "ones, Date among them. It is carried out only if `processed` is true. With `at`, it "
      .. "comes when so much of the body has; the rest is read.",
    fields = {
      processed = BOOLEAN, code = is_code, at = is_count, body = is "string", ecode = is "string",
      headers = is_headers, bare = BOOLEAN,
    },
    needs = "code",
  },
  html_200 = {
    doc = "200 with a page.",
    fields = { processed = BOOLEAN },
  },
  not_json = {
    doc = "200 with JSON that breaks off.",
    fields = { processed = BOOLEAN },
  },
  empty_200 = {
    doc = "200 with an empty body.",
    fields = { processed = BOOLEAN },
  },
  wrong_length = {
    doc = "A Content-Length that is off by `delta`.",
    fields = { processed = BOOLEAN, delta = is_delta }, needs = "delta",
  },
  broken_chunk = {
    doc = "Half of the body in a good chunk, then one whose size is no number.",
    fields = { processed = BOOLEAN }, version = "1",
  },
  broken_gzip = {
    doc = "A body that is said to be gzip, and isn't.",
    fields = { processed = BOOLEAN },
  },
  clock = {
    doc = "The answer of a clock that is `seconds` off; what the request creates is dated by it.",
    fields = { seconds = is_offset }, needs = "seconds",
  },
  goaway = {
    doc = "GOAWAY with an earlier stream's id, so that this one certainly wasn't carried out; with "
      .. "`processed`: it was, and the id is its own.",
    fields = { processed = BOOLEAN }, version = "2",
  },
  rst_stream = {
    doc = "RST_STREAM with the `code` REFUSED_STREAM, INTERNAL_ERROR or CANCEL. It is carried out "
      .. "only if `processed` is true.",
    fields = {
      processed = BOOLEAN, code = one_of("REFUSED_STREAM", "INTERNAL_ERROR", "CANCEL"),
    },
    needs = "code", version = "2",
  },
}

local QUEUED = { fault = is "string", match = is_match, skip = is_count, times = is_times }
local DRAWN = { fault = is "string", weight = is_amount }

local function check_fields(rule, common)
  local fault = M.FAULTS[rule.fault]
  for name, value in pairs(rule) do
    local valid = common[name] or fault.fields[name]
    if not valid then error(("%s has no field '%s'"):format(rule.fault, tostring(name)), 0) end
    if not valid(value) then error(("%s: bad '%s'"):format(rule.fault, name), 0) end
  end
  if fault.needs and rule[fault.needs] == nil then
    error(("%s needs '%s'"):format(rule.fault, fault.needs), 0)
  end
end

local function check(rule, common, tls)
  if type(rule) ~= "table" then error("a rule must be a table", 0) end
  if not M.FAULTS[rule.fault] then error("unknown fault: " .. tostring(rule.fault), 0) end
  check_fields(rule, common)
  if rule.fault == "tls_failure" and not tls then
    error("tls_failure: the sandbox serves no TLS", 0)
  end
  if rule.bytes and rule.processed == "after" then
    error("stall: there are no bytes before it is carried out", 0)
  end
  if rule.at and rule.processed then
    error(rule.fault .. ": what is not read whole is not carried out", 0)
  end
  if rule.at and rule.fault == "stall" and (rule.bytes or not rule.seconds) then
    error("stall with 'at' needs 'seconds', and no 'bytes'", 0)
  end
end

--- Raises when a rule for the queue is wrong.
---@param rule any
---@param tls boolean whether there are handshakes that can fail
function M.check_queued(rule, tls)
  check(rule, QUEUED, tls)
  if M.is_of_connections(rule) and rule.match then
    error(rule.fault .. " strikes connections, not requests: it has no match", 0)
  end
end

--- Raises when what `randomize` was given is wrong.
---@param given table
---@param tls boolean whether there are handshakes that can fail
function M.check_lottery(given, tls)
  if not math.tointeger(given.seed or 0) then error("seed must be an integer", 0) end
  if not is_amount(given.normal or 0) then error("normal must be a weight", 0) end
  if given.match ~= nil and not is_match(given.match) then error("bad 'match'", 0) end
  if type(given.rules) ~= "table" then error("rules must be a list", 0) end
  for _, rule in ipairs(given.rules) do check(rule, DRAWN, tls) end
end

---@param rule clickup.sandbox.Rule
---@return boolean
function M.is_of_connections(rule)
  return M.FAULTS[rule.fault].of_connections == true
end

--- Whether the rule's fault can strike this request.
---@param rule clickup.sandbox.Rule
---@param request clickup.sandbox.Request
---@return boolean
function M.is_of_request(rule, request)
  local fault = M.FAULTS[rule.fault]
  return not fault.of_connections
    and (not fault.version or request.http_version:sub(1, 1) == fault.version)
end

return M
