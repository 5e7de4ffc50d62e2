-- SPDX-License-Identifier: MIT
--- The one table that every failure is told with.

local core = require "clickup.core"
local suggest = require "clickup.suggest"
local response = require "clickup.response"
local redact = require "clickup.redact"

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
---@field candidates? table[]  # what may be what was sent, when that can't be told
---@field problems? clickup.problem[] # kind invalid: everything that is wrong
---@field response clickup.response

local Error = {}
Error.__index = Error
Error.__name = "clickup.error"

function Error:__tostring()
  return ("%s: %s"):format(self.operation, self.message)
end

local SHOWN = 200 -- bytes of an answer in a message
local SEARCHED = 1 << 18

local CLIENT_CERTIFICATE = "check the options client_cert, client_key and client_key_password"

-- What a person can do about it, by libcurl's code.
local ADVICE = {
  [5] = "check the option proxy and the variables https_proxy and all_proxy",
  [6] = "check the option base_url, the network and its name servers",
  [7] = "check the option base_url, the network and the proxy",
  [27] = "or the answer has a header line of more than 100 kB",
  [28] = "see the options timeout and connect_timeout",
  [35] = "the other side may not speak TLS 1.2 or later, or want a client certificate",
  [43] = CLIENT_CERTIFICATE, -- since libcurl 8.21, for a key that does not fit
  [58] = CLIENT_CERTIFICATE,
  [60] = "give the CA that issued the certificate with the option ca_file; "
    .. "a company's proxy often has one of its own",
  [77] = "check the options ca_file and ca_path",
  [97] = "check the option proxy",
}

-- By the words of a TLS library, which tell more.
local BY_WORDS = {
  { "alert certificate required", "the server wants a client certificate: check the options "
    .. "client_cert and client_key" },
  { "alert bad certificate", "the server wants another client certificate: check the options "
    .. "client_cert and client_key" },
  { "alert unknown ca", "the server does not trust the client certificate: check the options "
    .. "client_cert and client_key" },
  { "alert certificate expired", "the client certificate is out of date: see the option "
    .. "client_cert" },
  { "subject name", "the certificate is for another host: check the option base_url" },
  { "host ?name", "the certificate is for another host: check the option base_url" },
  { "expired", "check this machine's clock; else the server needs a new certificate" },
  { "not yet valid", "check this machine's clock; else the server needs another certificate" },
}

local BY_PROXY = {
  [403] = "the proxy does not let this host through",
  [407] = "check the options proxy_user and proxy_password",
}

local function advise(facts, text)
  if BY_PROXY[facts.proxy_status] then return BY_PROXY[facts.proxy_status] end
  if facts.proxy_distrust then
    return "give the CA that issued the proxy's certificate with the option proxy_ca_file"
  end
  for _, case in ipairs(BY_WORDS) do
    if text:find(case[1]) then return case[2] end
  end
  return ADVICE[facts.curl_code]
end

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
  if facts.curl_code then return visible(detail, secrets) end
  if calls.body(call) == "" then return ("%d, but the answer is empty"):format(facts.status) end
  return ("%d, but the answer is not usable: %s; %s"):format(facts.status,
    visible(detail, secrets), beginning(call, secrets))
end

function message.transport(facts, detail, _, secrets)
  local text = visible(detail, secrets)
  local advice = advise(facts, text)
  return advice and ("%s (%s)"):format(text, advice) or text
end

message.timeout = message.transport
message.closed = message.transport

function message.cancelled(_, detail) return detail end

-- The core keeps its own list, so that a result can be read twice.
local function explain(found)
  local suggestion = found.candidates and suggest(found.key, found.candidates)
  return {
    path = found.path,
    expected = found.expected,
    got = found.got,
    suggestion = suggestion,
    message = ("%s: expected %s, got %s%s"):format(found.path == "" and "body" or found.path,
      found.expected, found.got, suggestion and ('; did you mean "%s"?'):format(suggestion) or ""),
  }
end

function message.invalid(_, found)
  local texts, problems = {}, {}
  for i, one in ipairs(found) do
    problems[i] = explain(one)
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
