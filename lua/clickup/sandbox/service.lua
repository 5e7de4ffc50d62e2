-- SPDX-License-Identifier: MIT
--- From request to reply, with no socket in sight. A request goes through `stages` in order until
-- one of them replies; then the reply goes through `finish`. New behaviour is one more stage.

local faults = require "clickup.sandbox.faults"
local fields = require "clickup.sandbox.fields"
local json = require "clickup.sandbox.json"
local log = require "clickup.sandbox.log"
local replies = require "clickup.sandbox.replies"
local states = require "clickup.sandbox.state"
local worlds = require "clickup.sandbox.worlds"

local M = {}

---@class clickup.sandbox.Request
---@field number integer
---@field method string
---@field path string without the query
---@field target string as it came in
---@field query table<string, string>
---@field headers table<string, string> lower-case names
---@field body string
---@field http_version string
---@field connection integer
---@field status integer? set once it is answered
---@field fault string? the one that it met
---@field processed boolean whether its handler ran

---@class clickup.sandbox.Exchange one request on its way through the stages
---@field request clickup.sandbox.Request
---@field state clickup.sandbox.State
---@field route clickup.sandbox.Route
---@field ids table<string, string> the path's ids
---@field user_id integer? of operations that need a token
---@field token string?
---@field body table
---@field headers table<string, string> more headers for the reply

---@class clickup.sandbox.Service
---@field options clickup.sandbox.Options
---@field clock fun(): integer Unix milliseconds
---@field state clickup.sandbox.State
---@field log clickup.sandbox.Log
---@field faults clickup.sandbox.Faults
---@field token string
---@field goal_id string
local Service = {}
Service.__index = Service

local BASE = "/api"
local NO_LIMIT = 10000 -- what the headers say when nothing is refused

local function unescape(segment)
  return (segment:gsub("%%(%x%x)", function(hex) return string.char(tonumber(hex, 16)) end))
end

--- Compiles `/v2/goal/{goal_id}` to a Lua pattern and the names of its captures.
local function compile(route)
  local names = {}
  local pattern = (BASE .. route.path):gsub("[%-%.]", "%%%0"):gsub("{([%w_]+)}", function(name)
    names[#names + 1] = name
    return "([^/]+)"
  end)
  return { route = route, pattern = "^" .. pattern .. "$", names = names }
end

local function compile_all(routes)
  local list = {}
  for i, route in ipairs(routes) do list[i] = compile(route) end
  return list
end

local function ids_of(compiled, path)
  local values = table.pack(path:match(compiled.pattern))
  if not values[1] then return nil end
  local ids = {}
  for i, name in ipairs(compiled.names) do ids[name] = unescape(values[i]) end
  return ids
end

-- Looks for the route among these; whether there is one, and whether the path is there at all.
local function look_for_route(routes, exchange)
  local request, path_exists = exchange.request, false
  for _, compiled in ipairs(routes) do
    local ids = ids_of(compiled, request.path)
    if ids and compiled.route.method == request.method then
      exchange.route, exchange.ids = compiled.route, ids
      return true, true
    end
    path_exists = path_exists or ids ~= nil
  end
  return false, path_exists
end

local generic -- the operations without state, once one is asked for

local function find_route(self, exchange)
  local request = exchange.request
  local found, path_exists = look_for_route(self.routes, exchange)
  if not found and not self.only_own then
    generic = generic or compile_all(require("clickup.sandbox.generic").routes())
    local exists
    found, exists = look_for_route(generic, exchange)
    path_exists = path_exists or exists
  end
  if found then return nil end
  if path_exists then
    return replies.page(404, ("Cannot %s %s"):format(request.method, request.path))
  end
  return replies.refuse(404, "Route not found", "APP_001")
end

local function authorize(_, exchange)
  if exchange.route and exchange.route.public then return nil end
  local authorization = exchange.request.headers.authorization
  if not authorization or authorization == "" then
    return replies.refuse(400, "Authorization header required", "OAUTH_017")
  end
  exchange.user_id, exchange.token = exchange.state:authenticate(authorization)
  if not exchange.user_id then
    return replies.refuse(401, "Token invalid", "OAUTH_025")
  end
end

local function window_of(self, token)
  local now, length_ms = self.true_clock(), math.floor(self.options.rate_window * 1000)
  local window = self.windows[token]
  if not window or now >= window.ends_ms then
    window = { ends_ms = now + length_ms, count = 0 }
    self.windows[token] = window
  end
  return window
end

--- Counts the request, whatever comes of it, in its token's window.
local function count(self, exchange)
  if not exchange.token then return nil end
  local window = window_of(self, exchange.token)
  window.count = window.count + 1
  local limit = self.options.rate_limit
  local remaining = limit and math.max(0, limit - window.count) or NO_LIMIT - 1
  exchange.headers["x-ratelimit-limit"] = ("%d"):format(limit or NO_LIMIT)
  exchange.headers["x-ratelimit-remaining"] = ("%d"):format(remaining)
  local reset_ms = window.ends_ms + self.offset_ms
  exchange.headers["x-ratelimit-reset"] = ("%d"):format((reset_ms + 999) // 1000)
  if limit and window.count > limit then
    if self.options.retry_after then
      local left_ms = window.ends_ms - self.true_clock()
      exchange.headers["retry-after"] = ("%d"):format((left_ms + 999) // 1000)
    end
    return replies.refuse(429, "Rate limit reached", "APP_002")
  end
end

local function read_body(_, exchange)
  local declared, request = exchange.route.body, exchange.request
  if not declared and not exchange.route.content_type then return nil end
  local content_type = request.headers["content-type"] or ""
  if not content_type:lower():find("^application/json%f[%s;\0]") then
    return replies.refuse(400, "Content-Type must be application/json", "INPUT_002")
  end
  if not declared then return nil end
  local body = json.decode(request.body, json.null)
  if type(body) ~= "table" or body == json.null or json.is_array(body) then
    return replies.refuse(400, "Request body is not a JSON object", "INPUT_002")
  end
  local problem = fields.problem(body, declared)
  if problem then return replies.refuse(400, problem, "INPUT_002") end
  exchange.body = body
end

local function call_handler(_, exchange)
  exchange.request.processed = true
  local world, body = exchange.state.world, exchange.body
  if exchange.request.method == "POST" and body then worlds.receive(world, body) end
  return exchange.route.handler(exchange)
end

local stages = { find_route, authorize, count, read_body, call_handler }

local function add_headers(self, exchange, reply)
  local offset = worlds.date_offset(self.state.world, exchange.request.method)
  reply.headers.date = os.date("!%a, %d %b %Y %H:%M:%S GMT", self.clock() // 1000 + offset // 1)
  reply.headers["x-datadog-trace-id"] = ("%d"):format(math.random(1, math.maxinteger))
  for name, value in pairs(exchange.headers) do reply.headers[name] = value end
end

local finish = { add_headers }

local function run_stages(self, exchange)
  for _, stage in ipairs(stages) do
    local reply = stage(self, exchange)
    if reply then return reply end
  end
  error("no stage replied")
end

--- Replies to a request; a handler that fails is a 500, and a traceback on stderr.
---@param request clickup.sandbox.Request
---@return clickup.sandbox.Reply
function Service:handle(request)
  local exchange = { request = request, state = self.state, headers = {} }
  local ok, reply = xpcall(run_stages, debug.traceback, self, exchange)
  if not ok then
    io.stderr:write("clickup.sandbox: ", tostring(reply), "\n")
    reply = replies.refuse(500, "Internal server error", "SANDBOX_500")
  end
  for _, step in ipairs(finish) do step(self, exchange, reply) end
  return reply
end

--- Gives a reply, that no handler made, the headers it would have; the rate limit counts it.
---@param request clickup.sandbox.Request
---@param reply clickup.sandbox.Reply
---@return clickup.sandbox.Reply
function Service:pretend(request, reply)
  local exchange = { request = request, state = self.state, headers = {} }
  if not authorize(self, exchange) then count(self, exchange) end
  exchange.headers["retry-after"] = nil
  for _, step in ipairs(finish) do step(self, exchange, reply) end
  return reply
end

--- Moves the clock that answers show; the rate limit's windows last as long as they did.
---@param seconds number
function Service:shift_clock(seconds)
  self.offset_ms = math.floor(seconds * 1000)
end

--- Back to how it was at the start: the same tokens and goal id, nothing else.
function Service:reset()
  self:shift_clock(self.options.clock_offset or 0)
  local tokens = { self.token, table.unpack(self.options.tokens or {}) }
  self.state = states.new(self.clock, tokens, self.goal_id)
  self.log = log.new()
  self.faults:clear()
  self.windows = {}
end

local function random_token()
  local letters = {}
  for i = 1, 32 do
    local index = math.random(36)
    letters[i] = ("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"):sub(index, index)
  end
  return "pk_183_" .. table.concat(letters)
end

---@param options clickup.sandbox.Options checked
---@param clock fun(): integer Unix milliseconds
---@param routes clickup.sandbox.Route[]? the operations (default: ClickUp's)
---@return clickup.sandbox.Service
function M.new(options, clock, routes)
  local self = setmetatable({
    options = options,
    true_clock = clock,
    faults = faults.new(options.tls),
    routes = compile_all(routes or require "clickup.sandbox.routes"),
    only_own = routes ~= nil,
    token = options.token or random_token(),
    goal_id = states.new_uuid(),
  }, Service)
  self.clock = function() return clock() + self.offset_ms end
  self:reset()
  return self
end

return M
