-- SPDX-License-Identifier: MIT
--- Which request meets which fault. Rules wait in a queue; the first one that is due takes the
-- request. What no rule took is drawn for, where a seed says how often which fault comes.
-- Pure: `fault_actions` does to the connection what is decided here.

local json = require "clickup.sandbox.json"
local fault_schema = require "clickup.sandbox.fault_schema"

local M = {}

---@class clickup.sandbox.Faults
---@field queue clickup.sandbox.Rule[]
---@field tls boolean?
local Faults = {}
Faults.__index = Faults

local function copy_of(rule)
  local copy = {}
  for name, value in pairs(rule) do copy[name] = value end
  return copy
end

local function matches(match, request)
  if not match then return true end
  if match.method and match.method:upper() ~= request.method then return false end
  return not match.path or request.path:find(match.path) ~= nil
end

-- The queue ---------------------------------------------------------------------------------------

--- Strikes with the rule at this place of the queue, which leaves it after the last time.
local function strike(self, index)
  local rule = self.queue[index]
  if rule.times ~= "always" then
    rule.times = rule.times - 1
    if rule.times == 0 then table.remove(self.queue, index) end
  end
  return rule
end

local function first_due(self, applies)
  for index, rule in ipairs(self.queue) do
    if applies(rule) then
      if rule.skip == 0 then return strike(self, index) end
      rule.skip = rule.skip - 1
    end
  end
end

--- Adds a rule to the end of the queue; raises when it is wrong.
---@param rule clickup.sandbox.Rule
function Faults:add(rule)
  fault_schema.check_queued(rule, self.tls)
  local copy = copy_of(rule)
  copy.skip = math.tointeger(rule.skip or 0)
  copy.times = math.tointeger(rule.times) or rule.times or 1
  self.queue[#self.queue + 1] = copy
end

--- The rules that still wait, with what is left of `skip` and `times`.
---@return clickup.sandbox.Rule[]
function Faults:pending()
  local result = json.array()
  for i, rule in ipairs(self.queue) do result[i] = copy_of(rule) end
  return result
end

function Faults:clear()
  self.queue, self.lottery = {}, nil
end

-- Drawing -----------------------------------------------------------------------------------------

--- SplitMix64: a generator of its own, as the ids that are made meanwhile use Lua's.
local function new_generator(seed)
  local state = seed
  return function()
    state = state + 0x9E3779B97F4A7C15
    local mixed = (state ~ (state >> 30)) * 0xBF58476D1CE4E5B9
    mixed = (mixed ~ (mixed >> 27)) * 0x94D049BB133111EB
    mixed = mixed ~ (mixed >> 31)
    return (mixed >> 11) * 2.0 ^ -53
  end
end

--- Draws for every matching request and every connection from now on; without rules, draws no
-- more. What is drawn for a request but strikes connections only, or the other way round, is none.
---@param given { seed: integer?, normal: number?, rules: table[]?, match: table? }
function Faults:randomize(given)
  if not given.rules then
    self.lottery = nil
    return
  end
  fault_schema.check_lottery(given, self.tls)
  local normal = given.normal or 0
  local seed = math.tointeger(given.seed or 0)
  local lottery = {
    next_request = new_generator(seed),
    next_connection = new_generator(~seed),
    normal = normal, total = normal, match = given.match, rules = {},
  }
  for i, rule in ipairs(given.rules) do
    lottery.rules[i] = copy_of(rule)
    lottery.rules[i].weight = rule.weight or 1
    lottery.total = lottery.total + lottery.rules[i].weight
  end
  if lottery.total <= 0 then error("all weights are 0", 0) end
  self.lottery = lottery
end

local function draw(lottery, number)
  local point = number * lottery.total - lottery.normal
  if point < 0 then return nil end
  for _, rule in ipairs(lottery.rules) do
    point = point - rule.weight
    if point < 0 then return rule end
  end
end

-- Deciding ----------------------------------------------------------------------------------------

--- The fault that this request meets, if any.
---@param request clickup.sandbox.Request
---@return clickup.sandbox.Rule?
function Faults:take(request)
  local rule, lottery = first_due(self, function(candidate)
    return fault_schema.is_of_request(candidate, request) and matches(candidate.match, request)
  end), self.lottery
  if rule or not lottery or not matches(lottery.match, request) then return rule end
  local drawn = draw(lottery, lottery.next_request())
  return drawn and fault_schema.is_of_request(drawn, request) and drawn or nil
end

--- The fault that a new connection meets, if any.
---@return clickup.sandbox.Rule?
function Faults:take_connection()
  local rule, lottery = first_due(self, fault_schema.is_of_connections), self.lottery
  if rule or not lottery then return rule end
  local drawn = draw(lottery, lottery.next_connection())
  return drawn and fault_schema.is_of_connections(drawn) and drawn or nil
end

---@param tls boolean whether there are handshakes that can fail
---@return clickup.sandbox.Faults
function M.new(tls)
  return setmetatable({ tls = tls, queue = {} }, Faults)
end

return M
