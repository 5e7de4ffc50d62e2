-- SPDX-License-Identifier: MIT
--- The one table that every failure is told with.

local advice = require "clickup.advice"
local core = require "clickup.core"
local index = require "clickup.api.index"
local suggest = require "clickup.suggest"
local response = require "clickup.response"
local redact = require "clickup.redact"
local use = require "clickup.use"

local calls = core.calls

---@class clickup.problem
---@field path string       # owners[2]; "" for the body itself
---@field expected string
---@field got string
---@field suggestion? string # what may have been meant
---@field message string

---@class clickup.error
---@field kind "invalid"|"transport"|"timeout"|"rate_limited"|"api"|"decode"|"cancelled"|"closed"
---@field message string
---@field operation string
---@field status? integer      # HTTP status
---@field code? string         # ClickUp's ECODE
---@field request_id? string
---@field attempts integer     # how often it was sent
---@field retry_after? integer # seconds
---@field sent "no"|"unknown"|"yes" # never left, may have run, was answered
---@field retryable boolean    # the same call may succeed later, and did not run
---@field candidates? any[]    # what may be what was sent, or what was looked for by its name,
---                            # when that can't be told; as it came
---@field problems? clickup.problem[] # kind invalid: everything that is wrong
---@field traceback? string     # of one that was raised in a task
---@field response clickup.response

local Error = {}
Error.__index = Error
Error.__name = "clickup.error"

function Error:__tostring()
  return ("%s: %s%s"):format(self.operation, self.message,
    self.traceback and "\n" .. self.traceback or "")
end

function Error.__concat(a, b) return tostring(a) .. tostring(b) end

local SHOWN = 200 -- bytes of an answer in a message
local SEARCHED = 1 << 18

-- So much more is searched than is shown that no half of a secret is left over.
local function visible(text, secrets, most)
  return core.visible(redact.all(text:sub(1, SEARCHED), secrets), most or SHOWN)
end

local function beginning(call, secrets)
  local body = calls.body(call)
  if body == "" then return "an empty answer" end
  return ('an answer that begins with "%s"'):format(visible(body, secrets))
end

local message = {}

function message.api(facts, detail, call, secrets)
  local status = tostring(facts.status)
  local text = detail and (detail.err or detail.error or detail.message)
  if type(text) ~= "string" and type(text) ~= "number" then text = nil end
  if text then
    text = ("%s %s"):format(status, visible(tostring(text), secrets))
  elseif facts.status == 304 then
    text = "304 Not Modified, though no condition was sent: a cache or a proxy on the way has "
      .. "answered"
  elseif facts.status and facts.status >= 300 and facts.status < 400 then
    local to = calls.headers(call).location or "nowhere"
    text = ("%s redirect to %s: redirects are not followed, check the option base_url"):format(
      status, visible(to, secrets))
  else
    text = ("%s with %s"):format(status, beginning(call, secrets))
  end
  return facts.code and ("%s (%s)"):format(text, facts.code) or text
end

function message.rate_limited(facts, detail, call, secrets)
  if facts.status == 429 then return message.api(facts, detail, call, secrets) end
  return ("%s: it would be %d s"):format(detail, facts.retry_after)
end

function message.decode(facts, detail, call, secrets)
  if facts.curl_code then return message.transport(facts, detail, call, secrets) end
  if calls.body(call) == "" then return ("%d, but the answer is empty"):format(facts.status) end
  return ("%d, but the answer is not usable: %s; %s"):format(facts.status,
    visible(detail, secrets), beginning(call, secrets))
end

function message.transport(facts, detail, _, secrets)
  local text = visible(detail, secrets)
  local hint = advice.find(facts.curl_code, text, facts.proxy_status, facts.proxy_distrust)
  return hint and ("%s (%s)"):format(text, hint) or text
end

message.timeout = message.transport
message.closed = message.transport

function message.cancelled(_, detail) return detail end

-- What a problem is in: the one that the operation has, or the one that it is said to be in.
local function part_of(operation, path)
  local entry = index.find(operation)
  if not entry or not entry.query then return "body" end
  return (not entry.body or path:find "^query%f[^%w_]") and "query" or "body"
end

-- The core keeps its own list, so that a result can be read twice.
local function explain(found, operation)
  local key, candidates = found.key, found.candidates or {}
  local part = part_of(operation, found.path)
  return {
    path = found.path,
    expected = found.expected,
    got = found.got,
    suggestion = suggest.nearest(key, candidates),
    message = ("%s: expected %s, got %s%s%s"):format(found.path == "" and part or found.path,
      found.expected, found.got, suggest.phrase(key, candidates, "; "),
      use("hints").of_problem(found, part)),
  }
end

function message.invalid(facts, found)
  local texts, problems = {}, {}
  for i, one in ipairs(found) do
    problems[i] = explain(one, facts.operation)
    texts[i] = problems[i].message
  end
  if found.more then texts[#texts + 1] = ("and %d more"):format(found.more) end
  return table.concat(texts, "; "), problems
end

-- Never a call that may have run and is not safe to run again.
local function is_retryable(kind, facts)
  if kind == "rate_limited" then return true end
  if facts.sent == "unknown" then return false end
  if kind == "transport" or kind == "timeout" then
    return facts.sent == "no" and not facts.permanent
  end
  return false
end

local errors = {}

--- The error of a call that failed.
---@param call table
---@param kind string
---@param detail any     # as calls.outcome(call) gives it
---@param secrets string[]
---@return clickup.error
function errors.of_call(call, kind, detail, secrets)
  local facts = calls.facts(call)
  local code = type(detail) == "table" and detail.ECODE
  facts.code = type(code) == "string" and visible(code, secrets, 40) or nil
  local text, problems = message[kind](facts, detail, call, secrets)
  return setmetatable({
    kind = kind,
    message = text,
    operation = facts.operation,
    status = facts.status,
    code = facts.code,
    request_id = facts.request_id and redact.secrets(facts.request_id, secrets),
    attempts = facts.attempts,
    retry_after = facts.retry_after,
    sent = facts.sent,
    retryable = is_retryable(kind, facts),
    problems = problems,
    response = response.new(call),
  }, Error)
end

--- The error of an answer of 200 that lacks what it was asked for; it may say why.
---@param operation string
---@param info clickup.response
---@param lacks string
---@param secrets string[]
---@return clickup.error
function errors.of_answer(operation, info, lacks, secrets)
  local said = core.decode(info.body or "")
  if type(said) ~= "table" then said = {} end
  local code = type(said.ECODE) == "string" and visible(said.ECODE, secrets, 40) or nil
  local text = type(said.err) == "string" and ": " .. visible(said.err, secrets) or ""
  return setmetatable({
    kind = code and "api" or "decode",
    message = ("%d without %s%s%s"):format(info.status, lacks, text, code and (" (%s)"):format(code)
      or ""),
    operation = operation,
    status = info.status,
    code = code,
    request_id = info.request_id,
    attempts = info.attempts,
    sent = "yes",
    retryable = false,
    response = info,
  }, Error)
end

--- The error of data that was wrong before any call was made.
---@param operation string
---@param problems clickup.problem[]
---@return clickup.error
function errors.of_problems(operation, problems)
  local texts = {}
  for i, problem in ipairs(problems) do texts[i] = problem.message end
  return setmetatable({
    kind = "invalid",
    message = table.concat(texts, "; "),
    operation = operation,
    attempts = 0,
    sent = "no",
    retryable = false,
    problems = problems,
  }, Error)
end

return errors
