-- SPDX-License-Identifier: MIT
--- The sandbox's process: sockets, TLS and HTTP by lua-http, handed to the service and back.
-- It listens on 127.0.0.1 only, and ends when its standard input does.

local cqueues = require "cqueues"
local http_headers = require "http.headers"
local http_server = require "http.server"
local http_tls = require "http.tls"
local http_util = require "http.util"
local ssl_context = require "openssl.ssl.context"

local call = require "clickup.sandbox.call"
local command_line = require "clickup.sandbox.arguments"
local commands = require "clickup.sandbox.commands"
local json = require "clickup.sandbox.json"
local fault_actions = require "clickup.sandbox.fault_actions"
local replies = require "clickup.sandbox.replies"
local service = require "clickup.sandbox.service"
local states = require "clickup.sandbox.state"
local wire = require "clickup.sandbox.wire"

local M = {}

local HOST = "127.0.0.1"
local IO_TIMEOUT_S = 30
local KEEP_ALIVE_S = 120
local CONTROL_PREFIX = "^/_sandbox/(.*)$"
local STDIN = { pollfd = 0, events = "r" }

---@class clickup.sandbox.Server
---@field loop any cqueues'
---@field service clickup.sandbox.Service
---@field ready table what a client has to know: base_url, token, …
local Server = {}
Server.__index = Server

--- Unix milliseconds that never go back.
local function new_clock()
  local offset = os.time() - cqueues.monotime()
  return function() return math.floor((offset + cqueues.monotime()) * 1000) end
end

-- Requests ----------------------------------------------------------------------------------------

local function connection_number(self, connection)
  local number = self.connection_numbers[connection]
  if not number then
    self.connections = self.connections + 1
    number = self.connections
    self.connection_numbers[connection] = number
  end
  return number
end

local function plain_headers(headers)
  local result = { host = headers:get(":authority") }
  for name, value in headers:each() do
    if name:sub(1, 1) ~= ":" then
      result[name] = result[name] and result[name] .. ", " .. value or value
    end
  end
  return result
end

local function parse_query(text)
  local query = {}
  for name, value in http_util.query_args(text or "") do query[name] = value or "" end
  return query
end

local function new_request(self, stream, headers)
  local target = headers:get(":path") or "/"
  local path, query = target:match("^([^?]*)%??(.*)$")
  local version = stream.connection.version == 2 and 2 or stream.peer_version
  return {
    method = headers:get(":method"),
    path = path,
    target = target,
    query = parse_query(query),
    headers = plain_headers(headers),
    http_version = ("%g"):format(version),
    connection = connection_number(self, stream.connection),
  }
end

-- Replies -----------------------------------------------------------------------------------------

local function control_reply(self, name, request)
  if request.method ~= "POST" then
    return replies.json(405, { ok = false, error = "commands are sent with POST" })
  end
  local arguments = json.decode(request.body == "" and "{}" or request.body)
  if type(arguments) ~= "table" then
    return replies.json(400, { ok = false, error = "the body is not a JSON object" })
  end
  local outcome = commands.run(self.service, name, arguments)
  return replies.json(outcome.ok and 200 or 400, outcome)
end

--- Answers what lua-http could not parse. Over HTTP/2 it has done so itself.
local function answer_malformed(stream)
  if stream.connection.version == 2 or stream.state ~= "open" then return end
  local headers = http_headers.new()
  headers:append(":status", "400")
  headers:append("connection", "close")
  stream:write_headers(headers, true, IO_TIMEOUT_S)
end

--- What is sent to the sandbox itself is neither logged nor met by faults.
local function serve_control(self, exchange, name)
  if exchange:read() then exchange:send(control_reply(self, name, exchange.request)) end
end

local function serve(self, stream)
  local headers = stream:get_headers(IO_TIMEOUT_S)
  if not headers then return answer_malformed(stream) end
  local request = new_request(self, stream, headers)
  local exchange = call.new(self.service, stream, request)
  local command = request.path:match(CONTROL_PREFIX)
  if command then return serve_control(self, exchange, command) end
  local rule = fault_actions.next_fault(exchange) or self.service.faults:take(request)
  request.fault, request.processed = rule and rule.fault, false
  self.service.log:add(request)
  if rule then return fault_actions.run(exchange, rule) end
  if not exchange:read() then return end
  if fault_actions.is_refused(exchange) then return wire.finish(stream) end
  exchange:send(exchange:process())
end

--- Ends an HTTP/1.1 stream that wasn't finished. lua-http 0.4, left to itself, would wait for the
-- rest of what ended early, or couldn't be parsed, in a loop without end.
local function abandon(stream)
  local connection = stream.connection
  if connection.version == 2 or stream.state == "closed" then return end
  if connection.socket then connection.socket:shutdown() end
  stream:set_state("closed")
end

--- What goes wrong with one connection is that connection's business, except for our own mistakes.
-- cqueues raises when a client that is gone is written to many times: that is not one of them.
local function on_stream(self, stream)
  local ok, err = pcall(serve, self, stream)
  if not ok and not tostring(err):find("unchecked error limit", 1, true) then
    io.stderr:write("clickup.sandbox: ", tostring(err), "\n")
  end
  abandon(stream)
end

-- Listening ---------------------------------------------------------------------------------------

local function select_protocol(_, offered, http2)
  local chosen
  for _, protocol in ipairs(offered) do
    if protocol == "h2" and http2 then return protocol end
    if protocol == "http/1.1" then chosen = protocol end
  end
  return chosen
end

--- lua-http's server context leaves X25519 out, the group that clients guess first: the groups here
-- save them a second round trip.
local function new_tls_context(identity, http2)
  local context = http_tls.new_server_context()
  context:setOptions(ssl_context.OP_NO_TLSv1 + ssl_context.OP_NO_TLSv1_1)
  context:setGroups("X25519:P-256:P-384")
  context:setAlpnSelect(select_protocol, http2)
  context:setPrivateKey(identity.key)
  context:setCertificate(identity.certificate)
  return context
end

--- lua-http's server calls this for what it has accepted.
local function new_accept(self)
  local add_socket = http_server.mt.__index.add_socket
  return function(http, socket)
    local rule = self.service.faults:take_connection()
    if not rule then return add_socket(http, socket) end
    self.loop:wrap(fault_actions.meet, socket, rule)
  end
end

local function write_file(path, text)
  local file <close> = assert(io.open(path, "wb"))
  assert(file:write(text))
end

local function listen(self, opts, ca_file)
  local context
  if opts.tls then
    local identity = require("clickup.sandbox.certs").new_identity()
    write_file(ca_file, identity.ca_pem)
    context = new_tls_context(identity, opts.http2)
  end
  local http, problem = http_server.listen {
    cq = self.loop,
    host = HOST,
    port = opts.port,
    tls = opts.tls,
    ctx = context,
    version = not opts.http2 and 1.1 or nil,
    intra_stream_timeout = KEEP_ALIVE_S,
    onstream = function(_, stream) on_stream(self, stream) end,
    onerror = function() end,
  }
  local ok
  if http then
    http.add_socket = new_accept(self)
    ok, problem = http:listen()
  end
  if not ok then error(("cannot listen on %s:%d: %s"):format(HOST, opts.port, problem), 0) end
  return select(3, http:localname())
end

--- Makes a server that listens but doesn't serve yet.
---@param opts clickup.sandbox.Options checked
---@param ca_file string where to write the CA's certificate, with TLS
---@return clickup.sandbox.Server
local function new(opts, ca_file)
  local self = setmetatable({
    loop = cqueues.new(),
    service = service.new(opts, new_clock()),
    connections = 0,
    connection_numbers = setmetatable({}, { __mode = "k" }),
  }, Server)
  local port = listen(self, opts, ca_file)
  self.ready = {
    base_url = ("%s://%s:%d/api"):format(opts.tls and "https" or "http", HOST, port),
    port = port,
    token = self.service.token,
    goal_id = self.service.goal_id,
    team_id = self.service.state.goals[1].team_id,
    space_id = states.SPACE_ID,
    list_id = states.LIST_ID,
    ca_file = opts.tls and ca_file or nil,
  }
  return self
end

--- Serves until `stop` is called.
function Server:run()
  repeat
    local ok, err = self.loop:step()
    if not ok then io.stderr:write("clickup.sandbox: ", tostring(err), "\n") end
  until self.stopped
end

function Server:stop()
  self.stopped = true
end

-- Control by standard input and output ------------------------------------------------------------

local function write_line(value)
  io.stdout:write(json.encode(value), "\n")
  io.stdout:flush()
end

--- Files and /dev/null can't be waited for; nor need they be, as reading them never blocks.
local function can_wait_for(descriptor)
  local probe = cqueues.new()
  probe:wrap(function() cqueues.poll(descriptor, 0) end)
  return probe:loop() and true or false
end

--- One JSON line is one command, and is answered by one. The peer waits for the answer before it
-- sends more, so a readable descriptor means that a line is on its way.
local function serve_stdin(self)
  local waits = can_wait_for(STDIN)
  while true do
    if waits then cqueues.poll(STDIN) end
    local line = io.read("L")
    if not line then break end
    local message = json.decode(line)
    if type(message) ~= "table" then message = { command = "not JSON" } end
    if message.command == "close" then break end
    write_line(commands.run(self.service, message.command, message.arguments or {}))
  end
  self:stop()
end

--- The process that `clickup.sandbox.start` starts: the first line of input holds the options and
-- the CA's file name; the first line of output says where the server is, or why it isn't.
function M.launched()
  local message = json.decode(io.read("L") or "") or os.exit(1)
  local ok, server = pcall(new, message.options, message.ca_file)
  if not ok then
    write_line { ok = false, error = tostring(server) }
    os.exit(1)
  end
  write_line { ok = true, result = server.ready }
  server.loop:wrap(serve_stdin, server)
  server:run()
  os.exit(0)
end

-- Started by hand ---------------------------------------------------------------------------------

local function stop_at_signal(self)
  local signal = require "cqueues.signal"
  signal.block(signal.SIGINT, signal.SIGTERM)
  local listener = signal.listen(signal.SIGINT, signal.SIGTERM)
  self.loop:wrap(function()
    listener:wait()
    self:stop()
  end)
end

--- Runs a sandbox by hand, until standard input ends or SIGINT comes. Does not return:
--
--     lua5.4 -e 'require("clickup.sandbox.server").main(arg)' /dev/null --tls --stay
--
-- Where lua-http is packaged for Lua 5.3 only, its folder has to be at the end of LUA_PATH.
---@param arg string[] the interpreter's `arg`
function M.main(arg)
  local opts, stay = command_line.parse(arg)
  local ca_file = os.tmpname()
  local ok, server = pcall(new, opts, ca_file)
  if ok then
    stop_at_signal(server)
    if not stay then server.loop:wrap(serve_stdin, server) end
    io.stdout:write(command_line.describe(server.ready))
    io.stdout:flush()
    server:run()
  else
    io.stderr:write("clickup.sandbox: ", tostring(server), "\n")
  end
  os.remove(ca_file)
  os.exit(ok)
end

return M
