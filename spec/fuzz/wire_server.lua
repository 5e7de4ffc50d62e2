-- SPDX-License-Identifier: MIT
-- The server of wire.lua: turns when it is told to, in its client's process, so
-- that what it has read is known for certain.

local raw_request = require "spec.support.raw_request"
local socket = require "socket"

local server = {}

local listener = assert(socket.bind("127.0.0.1", 0, 256))
listener:settimeout(0)
server.url = "http://127.0.0.1:" .. select(2, listener:getsockname())

local cases, connections, answers = {}, {}, 0

---@param case table `id`; `plans`: what is sent for each attempt; `answered`: what was
function server.expect(case) cases[case.id] = case end

function server.forget(case) cases[case.id] = nil end

function server.answers() return answers end

local function drop(peer)
  connections[peer] = nil
  peer:close()
end

local finish = {
  keep = function() end,
  close = drop,
  shut = function(peer) peer:shutdown("send") end,
  reset = function(peer)
    peer:setoption("linger", { on = true, timeout = 0 })
    drop(peer)
  end,
}

-- What is left of an answer goes out piece by piece, one in each turn.
local function write(peer, connection)
  local plan = connection.plan
  local last, problem, partial = peer:send(plan.bytes, connection.sent + 1,
    math.min(#plan.bytes, connection.sent + plan.piece))
  connection.sent = last or partial or connection.sent
  if problem and problem ~= "timeout" then return drop(peer) end
  if connection.sent < #plan.bytes then return end
  connection.plan = nil
  finish[plan.finish](peer)
end

-- A whole request was read: it counts, whatever becomes of the answer.
local function answer(connection, request)
  local case = cases[request:match "^%u+ [^ ]-/(c%d+)[/ ?]"]
  local plan = case and case.plans[#case.answered % #case.plans + 1]
  if not plan then return false end
  answers = answers + 1
  case.answered[#case.answered + 1] = plan
  connection.plan, connection.sent = plan, 0
  return true
end

local function read(peer, connection)
  local bytes, problem, partial = peer:receive(1 << 16)
  connection.buffer = connection.buffer .. (bytes or partial or "")
  local length = raw_request.length(connection.buffer)
  if length and not connection.plan then
    local request = connection.buffer:sub(1, length)
    connection.buffer = connection.buffer:sub(length + 1)
    if not answer(connection, request) then drop(peer) end
  elseif problem == "closed" then
    drop(peer)
  end
end

local function lists(descriptor)
  local reads, writes = { listener }, {}
  if descriptor then
    reads[2] = { getfd = function() return descriptor end, dirty = function() return false end }
  end
  for peer, connection in pairs(connections) do
    if connection.plan then writes[#writes + 1] = peer else reads[#reads + 1] = peer end
  end
  return reads, writes
end

--- Waits until the descriptor or a connection is ready; does what can be done.
function server.turn(descriptor, seconds)
  local reads, writes = lists(descriptor)
  local readable, writable = socket.select(reads, writes, seconds)
  for _, peer in ipairs(writable) do
    if connections[peer] then write(peer, connections[peer]) end
  end
  for _, peer in ipairs(readable) do
    if connections[peer] then read(peer, connections[peer]) end
  end
  local peer = readable[listener] and listener:accept()
  if peer then
    peer:settimeout(0)
    peer:setoption("tcp-nodelay", true)
    connections[peer] = { buffer = "" }
  end
end

return server
