-- SPDX-License-Identifier: MIT
-- Usage: h2_child.lua FOLDER
-- The process behind h2_server: for each number N that it reads, it listens on a port of its own,
-- which it prints; there it plays FOLDER/N.lua and writes what it reads to FOLDER/N.received. It
-- ends at the end of its input.

local cqueues = require "cqueues"
local cqueues_socket = require "cqueues.socket"
local hpack = require "http.hpack"
local pkey = require "openssl.pkey"
local ssl_context = require "openssl.ssl.context"
local x509 = require "openssl.x509"

local h2 = require "spec.support.h2"
local process = require "spec.support.process"
local wire = require "clickup.sandbox.wire"

local folder = arg[1]
local loop = cqueues.new()
local STDIN = { pollfd = function() return 0 end, events = function() return "r" end }

local function new_context(protocol)
  local context = ssl_context.new("TLS", true)
  context:setPrivateKey(pkey.new(process.read_file(folder .. "/key")))
  context:setCertificate(x509.new(process.read_file(folder .. "/certificate")))
  context:setAlpnSelect(function(_, offered)
    for _, name in ipairs(offered) do
      if name == protocol then return name end
    end
  end)
  return context
end

local contexts = setmetatable({}, { __index = function(all, protocol)
  all[protocol] = new_context(protocol)
  return all[protocol]
end })

-- ---- a connection ---------------------------------------------------------------------------

local Connection = {}
Connection.__index = Connection

function Connection:record(stream, event, bytes)
  local hex = (bytes or ""):gsub(".", function(byte) return ("%02x"):format(byte:byte()) end)
  self.log:write(("%d %d %s %s\n"):format(self.id, stream, event, hex))
  self.log:flush()
end

function Connection:write(bytes) return self.peer:xwrite(bytes, "bn") end

-- nil at the end of the connection.
function Connection:take(count)
  while #self.buffer - self.taken < count do
    local bytes = self.peer:xread(-65536, "b")
    if not bytes then return nil end
    self.buffer = self.buffer:sub(self.taken + 1) .. bytes
    self.taken = 0
  end
  self.taken = self.taken + count
  return self.buffer:sub(self.taken - count + 1, self.taken)
end

-- What a kind of frame does to the connection.
local on = {}

local function finish(connection, stream, flags)
  if flags & h2.FLAGS.END_STREAM == 0 then return end
  connection:record(stream, "end")
  connection.ended[stream] = true
end

function on.HEADERS(connection, flags, stream, payload)
  local from = flags & h2.FLAGS.PRIORITY ~= 0 and 6 or 1
  local fields = connection.hpack:decode_headers(payload, nil, from)
  connection.heads[stream] = fields:get ":path"
  connection:record(stream, "head", fields:get ":method" .. " " .. fields:get ":path")
  finish(connection, stream, flags)
end

function on.DATA(connection, flags, stream, payload)
  connection:record(stream, "data", payload)
  finish(connection, stream, flags)
end

function on.SETTINGS(connection, flags)
  if flags ~= 0 or not connection.acknowledges then return end
  connection:write(h2.frame("SETTINGS", h2.FLAGS.ACK, 0))
end

function on.PING(connection, flags)
  if flags == h2.FLAGS.ACK then connection.pongs = connection.pongs + 1 end
end

function on.RST_STREAM(connection, _, stream, payload)
  connection:record(stream, "reset", h2.CODES[(">I4"):unpack(payload)])
end

function on.GOAWAY(connection, _, stream, payload)
  connection:record(stream, "goaway", h2.CODES[(">I4"):unpack(payload, 5)])
  connection.is_over = true
end

local NAMES = {}
for name, kind in pairs(h2.KINDS) do NAMES[kind] = name end

-- False at the end of the connection.
function Connection:read()
  local head = self:take(9)
  if not head then return false end
  local length, kind, flags, stream = (">I3BBI4"):unpack(head)
  local payload = self:take(length)
  local act = on[NAMES[kind]]
  if payload and act then act(self, flags, stream, payload) end
  return payload ~= nil and not self.is_over
end

-- ---- steps: each returns false when the connection is over ----------------------------------

local steps = {}

-- What is no preface is the head of a request of HTTP/1.1.
function steps.preface(connection)
  local bytes = connection:take(#h2.PREFACE)
  if bytes == h2.PREFACE then return true end
  while bytes and not bytes:find " HTTP/" do
    local more = connection:take(1)
    bytes = more and bytes .. more
  end
  if bytes then connection:record(1, "head", bytes:match "^(%S+ %S+)") end
  return false
end

function steps.open(connection, settings)
  return steps.preface(connection) and connection:write(h2.settings(settings or ""))
end

function steps.head(connection, stream)
  while not connection.heads[stream] do
    if not connection:read() then return false end
  end
  return true
end

function steps.request(connection, stream)
  while not connection.ended[stream] do
    if not connection:read() then return false end
  end
  return true
end

-- All streams of the client's up to this one.
function steps.requests(connection, last)
  for stream = 1, last, 2 do
    if not steps.request(connection, stream) then return false end
  end
  return true
end

function steps.send(connection, bytes) return connection:write(bytes) end

function steps.flood(connection, bytes, times)
  for _ = 1, times do
    if not connection:write(bytes) then return false end
  end
  return true
end

function steps.drip(connection, bytes, seconds)
  for byte in bytes:gmatch "." do
    if not connection:write(byte) then return false end
    cqueues.sleep(seconds)
  end
  return true
end

function steps.wait(_, seconds)
  cqueues.sleep(seconds)
  return true
end

-- Until the peer has read all that it was sent.
function steps.pong(connection)
  local before = connection.pongs
  if not connection:write(h2.ping()) then return false end
  while connection.pongs == before do
    if not connection:read() then return false end
  end
  return true
end

-- A request of HTTP/1.1, if it is whole, and its answer.
function steps.plain(connection, bytes)
  local peer = connection.peer
  local line, length = peer:xread "*l", 0
  for field in peer:lines "*l" do
    if field == "" or field == "\r" then break end
    length = tonumber(field:match "^Content%-Length: (%d+)") or length
  end
  if not line or length > 0 and not peer:xread(length) then return false end
  connection:record(1, "head", line:match "^(%S+ %S+)")
  return connection:write(bytes)
end

-- Answers what comes from now on, and from that stream on, so many times (else to the end of the
-- connection); whatever else comes is read.
function steps.serve(connection, from, most)
  local answered, count = {}, 0
  for stream in pairs(connection.ended) do answered[stream] = stream < (from or math.huge) end
  repeat
    for stream in pairs(connection.ended) do
      local id = connection.heads[stream]:match "/goal/([^/?]+)"
      if not answered[stream] then
        local date = os.date "!%a, %d %b %Y %H:%M:%S GMT"
        connection:write(h2.answer(stream, id, { "date", date }))
        count = count + 1
      end
      answered[stream] = true
      if count == most then return true end
    end
  until not connection:read()
  return false
end

function steps.eof(connection)
  while connection:read() do end
  return false
end

function steps.bye(connection)
  connection.peer:shutdown "w"
  while connection.peer:xread(-65536, "b") do end
  return false
end

function steps.close() return false end

function steps.reset(connection)
  wire.abort(connection.peer)
  return false
end

local function play(connection, list)
  for _, step in ipairs(list) do
    if not steps[step[1]](connection, step[2], step[3]) then break end
  end
end

-- ---- listening ------------------------------------------------------------------------------

local function serve(script, log, peer, id)
  local list = script[id] or script.repeat_last and script[#script] or {}
  peer:onerror(function(_, _, why) return why end)
  peer:setmode("bn", "bn")
  local connection = setmetatable({
    id = id, peer = peer, log = log, buffer = "", taken = 0, hpack = hpack.new(4096),
    heads = {}, ended = {}, pongs = 0, acknowledges = list.acknowledges ~= false,
  }, Connection)
  connection:record(0, "open")
  if peer:starttls(contexts[list.alpn or "h2"], 10) then play(connection, list) end
  peer:close()
end

local function listen(number)
  local script = dofile(("%s/%s.lua"):format(folder, number))
  local log = assert(io.open(("%s/%s.received"):format(folder, number), "w"))
  local listener = assert(cqueues_socket.listen { host = "127.0.0.1", port = 0 })
  assert(listener:listen(10))
  loop:wrap(function()
    for id = 1, math.huge do
      local peer = assert(listener:accept { nodelay = true })
      loop:wrap(function() serve(script, log, peer, id) end)
    end
  end)
  print((select(3, listener:localname())))
  io.stdout:flush()
end

loop:wrap(function()
  while true do
    cqueues.poll(STDIN)
    local number = io.read "l"
    if not number then os.exit(0) end
    listen(number)
  end
end)

assert(loop:loop())
