-- SPDX-License-Identifier: MIT
-- Usage: scripted_child.lua FOLDER
-- The process behind scripted_server: serves FOLDER/script.lua, writes what it reads
-- to FOLDER/received, prints its port, and ends at the end of its input.

local socket = require("socket")
local raw_request = require("spec.support.raw_request")

local folder = arg[1]
local script = dofile(folder .. "/script.lua")
local received = assert(io.open(folder .. "/received", "w"))
local marks = assert(io.open(folder .. "/marks", "w"))

---@class Connection
---@field id integer
---@field peer table socket
---@field buffer string read and not yet consumed
local Connection = {}
Connection.__index = Connection

-- Waits until the socket is ready; without `event` until `seconds` are over.
local function wait(peer, event, seconds)
  coroutine.yield({ peer = peer, event = event, deadline = seconds and socket.gettime() + seconds })
end

local function wait_until(condition)
  while not condition() do
    wait(nil, nil, 0.002)
  end
end

local HEX = {}
for byte = 0, 255 do
  HEX[string.char(byte)] = ("%02x"):format(byte)
end

function Connection:record(bytes)
  local hex = bytes:gsub(".", HEX)
  received:write(self.id, " ", hex, "\n")
  received:flush()
end

-- False at the end of the stream.
function Connection:read()
  local bytes, problem, partial = self.peer:receive(65536)
  bytes = bytes or partial
  if bytes ~= "" then
    self:record(bytes)
    self.buffer = self.buffer .. bytes
  elseif problem == "timeout" then
    wait(self.peer, "read")
  end
  return bytes ~= "" or problem == "timeout"
end

function Connection:write(bytes)
  local sent = 0
  while sent < #bytes do
    local last, problem, partial = self.peer:send(bytes, sent + 1)
    sent = last or partial
    if problem == "timeout" then
      wait(self.peer, "write")
    elseif problem then
      return false
    end
  end
  return true
end

-- Reads until a request is there; false when the stream ends before.
function Connection:expect()
  while not raw_request.length(self.buffer) do
    if not self:read() then
      return false
    end
  end
  return true
end

-- Each step returns false when the connection is over.
local steps = {}

function steps.request(connection)
  if not connection:expect() then
    return false
  end
  connection.buffer = connection.buffer:sub(raw_request.length(connection.buffer) + 1)
  return true
end

function steps.send(connection, bytes)
  return connection:write(bytes)
end

function steps.drip(connection, bytes, seconds)
  for byte in bytes:gmatch(".") do
    if not connection:write(byte) then
      return false
    end
    wait(nil, nil, seconds)
  end
  return true
end

function steps.wait(_, seconds)
  wait(nil, nil, seconds)
  return true
end

function steps.eof(connection)
  while connection:read() do end
  return true
end

function steps.drain(connection, size)
  local left = size - #connection.buffer
  while left > 0 do
    local bytes, problem, partial = connection.peer:receive(math.min(left, 1 << 18))
    left = left - #(bytes or partial)
    if problem == "timeout" then
      wait(connection.peer, "read")
    elseif problem then
      return false
    end
  end
  return true
end

-- The next `size` bytes, as they come; nil when the stream ends before.
local function collect(connection, size)
  local pieces, left = { connection.buffer:sub(1, size) }, size
  connection.buffer = connection.buffer:sub(size + 1)
  left = left - #pieces[1]
  while left > 0 do
    local bytes, problem, partial = connection.peer:receive(math.min(left, 1 << 18))
    pieces[#pieces + 1] = bytes or partial
    left = left - #pieces[#pieces]
    if problem == "timeout" then wait(connection.peer, "read") elseif problem then return nil end
  end
  return table.concat(pieces)
end

local function to_hex(bytes)
  return (bytes:gsub(".", function(byte) return ("%02x"):format(byte:byte()) end))
end

local DIGEST = '{"id":"%s","version":"%d","title":"%s"}'

function steps.digest(connection)
  local head = ""
  while not head:find("\r\n\r\n", 1, true) do
    local byte = collect(connection, 1)
    if not byte then return false end
    head = head .. byte
  end
  local size = math.tointeger(head:lower():match "content%-length: *(%d+)")
  local body = collect(connection, size)
  if not body then return false end
  local tail = ("\r\n--%s--\r\n"):format(head:match "boundary=(%S+)")
  local first = body:match 'filename="[^"\r]*"\r\nContent%-Type: [^\r]*\r\n\r\n()'
  assert(first and body:sub(-#tail) == tail, "no form")
  local file = body:sub(first, -#tail - 1)
  local answer = DIGEST:format(to_hex(require("openssl.digest").new("sha256"):final(file)), #file,
    to_hex(head .. body:sub(1, first - 1)))
  return connection:write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
    .. #answer .. "\r\n\r\n" .. answer)
end

function steps.close()
  return false
end

function steps.reset(connection)
  connection.peer:setoption("linger", { on = true, timeout = 0 })
  return false
end

local came = {} -- requests by method, each counted when its connection chooses its steps

steps["until"] = function(_, method, count)
  wait_until(function()
    return (came[method] or 0) >= count
  end)
  return true
end

function steps.hold()
  wait_until(function()
    return os.rename(folder .. "/released", folder .. "/released")
  end)
  return true
end

local function mark(connection)
  if not connection.marked then
    marks:write("x")
    marks:flush()
    connection.marked = true
  end
  return true
end

steps.mark = mark

-- By what is asked, or else by the order of connections.
local function choose(connection)
  local lists, place = script, connection.id
  if script.methods then
    local method = connection:expect() and connection.buffer:match("^%u+") or ""
    came[method] = (came[method] or 0) + 1
    lists, place = script.methods[method] or {}, came[method]
  end
  return lists[place] or lists.repeat_last and lists[#lists] or {}
end

local function play(connection)
  local list = choose(connection)
  local position, rounds = 1, 0
  while list[position] do
    local name, first, second = table.unpack(list[position])
    position = position + 1
    if name == "again" then
      rounds = rounds + 1
      if not first or rounds <= first then
        position = 1
      end
    elseif not steps[name](connection, first, second) then
      break
    end
  end
  connection.peer:close()
  mark(connection)
end

local listener = assert(socket.bind("127.0.0.1", 0, 1024))
listener:settimeout(0)

-- Nothing is ever written to the input, so it is readable at its end only.
local lifeline = {
  getfd = function() return 0 end,
  dirty = function() return false end,
}

local waits = {} -- coroutine -> what it waits for
local accepted = 0

local function resume(task, ...)
  local _, what = assert(coroutine.resume(task, ...))
  waits[task] = coroutine.status(task) ~= "dead" and what or nil
end

local function accept()
  local peer = listener:accept()
  if not peer then
    return
  end
  accepted = accepted + 1
  peer:settimeout(0)
  peer:setoption("tcp-nodelay", true)
  local connection = setmetatable({ id = accepted, peer = peer, buffer = "" }, Connection)
  connection:record("")
  resume(coroutine.create(play), connection)
end

local function select_all()
  local now, reads, writes, timeout = socket.gettime(), { lifeline, listener }, {}, nil
  for _, what in pairs(waits) do
    if what.peer then
      table.insert(what.event == "read" and reads or writes, what.peer)
    else
      timeout = math.min(timeout or math.huge, math.max(what.deadline - now, 0))
    end
  end
  return socket.select(reads, writes, timeout)
end

local function ready_tasks(readable, writable)
  local now, ready = socket.gettime(), {}
  for task, what in pairs(waits) do
    local peer, deadline = what.peer, what.deadline
    if peer and (readable[peer] or writable[peer]) or deadline and deadline <= now then
      ready[#ready + 1] = task
    end
  end
  return ready
end

print((select(2, listener:getsockname())))
io.stdout:flush()

while true do
  local readable, writable = select_all()
  if readable[lifeline] then
    os.exit(0)
  end
  for _, task in ipairs(ready_tasks(readable, writable)) do
    resume(task)
  end
  if readable[listener] then
    accept()
  end
end
