-- SPDX-License-Identifier: MIT
--- What may go wrong with a request, on purpose: rules in a queue, or drawn at
--- random by a seed. wire.lua does to the connection what a rule says.
--
-- `processed` tells whether the request runs (its handler changes the state):
-- true or false; for stall and delay "before" or "after" the wait.

local M = {}

---@class clickup.sandbox.Rule
---@field fault string     # one of the names below
---@field match? { method?: string, path?: string } # path: a Lua pattern
---@field skip? integer    # how many that match are let pass first
---@field times? integer|"always" # how many are hit; 1
---@field processed? boolean|"before"|"after"
---@field bytes? integer   # cut: how many are sent
---@field seconds? number  # stall, delay, drip
---@field code? integer|string # status: its number; rst_stream: REFUSED_STREAM, …
---@field body? string     # status: "json", "html", "empty", or the body itself
---@field ecode? string    # status: the ECODE
---@field headers? table<string, string> # status
---@field bare? boolean    # status: none of the usual headers
---@field delta? integer   # wrong_length: what is added to Content-Length

--- Names, with what they do and the fields that they take.
M.NAMES = {
  refuse = "the connection is closed when it is accepted",
  tls_failure = "the same, for TLS: the handshake fails",
  reset_before_read = "the connection is closed before the body is read",
  close_after_read = "the request is read, and the connection closed: processed",
  close_on_next = "a good answer; the next request on the connection: close_after_read",
  idle_close = "a good answer, and the connection is closed unannounced",
  cut = "the answer's first bytes, then the end: bytes, processed",
  stall = "no answer for seconds, or for ever: seconds, processed",
  delay = "the answer, later: seconds, processed",
  drip = "the answer byte by byte: seconds between two",
  status = "another answer: code, body, ecode, headers, bare, processed",
  html_200 = "200 with a page: processed",
  not_json = "200 with half of the JSON: processed",
  empty_200 = "200 with nothing: processed",
  wrong_length = "a Content-Length that is wrong: delta",
  broken_chunk = "a chunk size that is no number (HTTP/1.1)",
  broken_gzip = "said to be gzip, and is not",
  rst_stream = "the stream is reset (HTTP/2): code, processed",
  goaway = "the connection goes away before the stream (HTTP/2); it does not run",
}

---@class clickup.sandbox.Faults
local Faults = {}
Faults.__index = Faults

---@field used boolean # whether anything that goes wrong may be on purpose

---@return clickup.sandbox.Faults
function M.new()
  return setmetatable({ rules = {} }, Faults)
end

local function check(rule)
  if type(rule) ~= "table" or not M.NAMES[rule.fault] then
    error("no fault " .. tostring(type(rule) == "table" and rule.fault or rule), 0)
  end
  local times = rule.times or 1
  if times ~= "always" and math.type(times) ~= "integer" then
    error('times must be an integer or "always"', 0)
  end
  return rule
end

---@param rule clickup.sandbox.Rule
function Faults:add(rule)
  check(rule)
  self.used = true
  rule.left = rule.times or 1
  rule.to_skip = rule.skip or 0
  self.rules[#self.rules + 1] = rule
end

--- From now on each request that matches meets a fault with the chance of its
--- weight, `normal` being the weight of none. The same seed gives the same.
---@param draw { seed: integer, normal: number, rules: clickup.sandbox.Rule[], match?: table }
function Faults:randomize(draw)
  local total = draw.normal or 0
  self.used = true
  for _, rule in ipairs(draw.rules or {}) do
    check(rule)
    total = total + (rule.weight or 1)
  end
  self.draw, self.total, self.seed = draw, total, draw.seed or 1
end

function Faults:clear()
  self.rules, self.draw = {}, nil
end

local function matches(match, request)
  if not match then return true end
  return (not match.method or match.method == request.method)
    and (not match.path or request.path:find(match.path) ~= nil)
end

local CONNECTION = { refuse = true, tls_failure = true }

-- A number from 0 to 1 (a 64-bit congruential generator's upper half).
local function random(self)
  self.seed = self.seed * 6364136223846793005 + 1442695040888963407
  return (self.seed >> 32) / (1 << 32)
end

local function drawn(self, request)
  local draw = self.draw
  if not draw or not matches(draw.match, request) then return nil end
  local at = random(self) * self.total - (draw.normal or 0)
  if at < 0 then return nil end
  for _, rule in ipairs(draw.rules) do
    at = at - (rule.weight or 1)
    if at < 0 then return rule end
  end
end

local function take(self, i, rule)
  if rule.to_skip > 0 then
    rule.to_skip = rule.to_skip - 1
    return nil
  end
  if rule.left ~= "always" then
    rule.left = rule.left - 1
    if rule.left <= 0 then table.remove(self.rules, i) end
  end
  return rule
end

--- The fault that this request meets, or nil.
---@return clickup.sandbox.Rule?
function Faults:of_request(request)
  for i, rule in ipairs(self.rules) do
    if not CONNECTION[rule.fault] and matches(rule.match, request) then
      return take(self, i, rule)
    end
  end
  return drawn(self, request)
end

--- The fault that a new connection meets, or nil.
---@return clickup.sandbox.Rule?
function Faults:of_connection()
  for i, rule in ipairs(self.rules) do
    if CONNECTION[rule.fault] then return take(self, i, rule) end
  end
end

return M
