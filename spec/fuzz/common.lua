-- SPDX-License-Identifier: MIT
-- What the targets share: a client that sends nothing, calls that have landed,
-- and what must hold of every value and every error that the module hands out.

local api = require "clickup.api"
local clickup = require "clickup"
local example = require "clickup.api.example"

local common = { glue = require "fuzz_glue", TOKEN = "pk_1_FUZZSECRET", MOST = 4096 }

common.client = clickup.new {
  base_url = "http://127.0.0.1:1/api", token = common.TOKEN,
  max_response_bytes = common.MOST, reconcile = false, proxy = "",
}

local started = 0

--- A call that was cancelled before it was sent; glue.answer makes it answered.
---@param ... any as for client:start
function common.landed(...)
  local call = common.client:start(...)
  call:cancel()
  started = started + 1
  if started % 64 == 0 then common.client:step() end -- lets go of what has landed
  return call
end

-- The operations that have an answer, in the order of the data.
local calls, envelopes = {}, {}
for _, entry in ipairs(api) do
  if entry.answer then
    local given = example.arguments(entry)
    local arguments = { table.unpack(given.ids) }
    arguments[#arguments + 1] = given.body
    arguments[#arguments + 1] = given.query
    envelopes[#calls + 1] = entry.envelope
    calls[#calls + 1] = common.landed(entry.name, table.unpack(arguments))
  end
end
calls[#calls + 1] = common.landed("request", "GET", "/v2/task")

--- One of the calls, by a byte; and the field of its answer that it returns, if not the whole.
function common.call(byte)
  local i = byte % #calls + 1
  return calls[i], envelopes[i]
end

--- The byte that stands for an operation.
function common.index(name)
  for i, call in ipairs(calls) do
    if tostring(call):find(" " .. name .. " ", 1, true) then return i - 1 end
  end
end

--- What ::decode promises: nulls absent, integers as integers, arrays whole.
function common.check_value(value)
  local kind = type(value)
  if kind == "number" then
    local integral = math.type(value) == "float" and math.tointeger(value)
    assert(value == value and value - value == 0, "a number that is not finite")
    assert(not integral or integral >= 1 << 53 or integral <= -(1 << 53), "an integer as a float")
  elseif kind == "table" then
    local count, length = 0, #value
    for key, inner in next, value do
      count = count + 1
      assert(type(key) == "string" or math.type(key) == "integer" and key >= 1 and key <= length,
        "a key that JSON has not")
      common.check_value(inner)
    end
    assert(length == 0 or length == count, "an array with a hole, or with named fields")
  else
    assert(kind == "string" or kind == "boolean", kind)
  end
end

--- Whether two values are the same, table by table. From 2^53 on a float that
--- has no fraction may come back as the integer that it is equal to.
function common.same(a, b)
  if type(a) ~= "table" or type(b) ~= "table" then
    if a ~= b then return false end
    return math.type(a) == math.type(b) or math.abs(a) >= 1 << 53
  end
  for key, inner in next, a do
    if not common.same(inner, b[key]) then return false end
  end
  for key in next, b do
    if a[key] == nil then return false end
  end
  return true
end

local KINDS = { invalid = true, transport = true, timeout = true, rate_limited = true, api = true,
  decode = true, cancelled = true, closed = true }
local SENT = { no = true, unknown = true, yes = true }

local function check_text(text, what, own)
  assert(type(text) == "string" and text ~= "", what)
  assert(utf8.len(text), what .. " is not UTF-8")
  assert(not text:find "%c", what .. " holds a control")
  assert(own or not text:find(common.TOKEN, 1, true), what .. " tells the token")
end

--- What an error promises.
function common.check_error(err)
  assert(type(err) == "table" and KINDS[err.kind], "no kind")
  assert(SENT[err.sent], "no sent")
  assert(math.type(err.attempts) == "integer", "no attempts")
  assert(type(err.retryable) == "boolean", "no retryable")
  assert(not (err.retryable and err.sent == "unknown"), "retryable, but it may have run")
  local own = err.kind == "invalid" -- it shows what its caller wrote, and nothing else
  check_text(err.message, "the message", own)
  check_text(tostring(err), "the error as a string", own)
  if err.code and err.code ~= "" then check_text(err.code, "the code") end
  if err.kind == "invalid" then
    assert(#err.problems > 0, "invalid without problems")
    for _, problem in ipairs(err.problems) do
      assert(type(problem.path) == "string", "no path")
      check_text(problem.expected, "what was expected", own)
      check_text(problem.got, "what came", own)
      check_text(problem.message, "the problem", own)
    end
  end
  if err.response then
    assert(type(err.response.body) == "string" and type(err.response.headers) == "table")
  end
end

return common
