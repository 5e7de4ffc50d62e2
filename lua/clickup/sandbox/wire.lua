-- SPDX-License-Identifier: MIT
--- What the faults do to connections, below what lua-http offers: it ends them, and writes answers
-- that lua-http would not.

local cqueues = require "cqueues"
local errno = require "cqueues.errno"
local reason_phrases = require "http.h1_reason_phrases"

local M = {}

local IO_TIMEOUT_S = 30
local LINGER_S = 1

--- lua-http's connections go on for a while after they have ended; this is their socket then. It
-- takes all that is written, so that streams come to their end, and gives nothing.
local gone = {}

function gone.xread() return nil, errno.strerror(errno.EPIPE), errno.EPIPE end
function gone.xwrite() return true end
function gone.eof() return true end
function gone.pending() return 0 end
function gone.error() end
function gone.pollfd() end
function gone.events() end
function gone.timeout() return 0 end
function gone.checktls() end
gone.fill = gone.xread
for _, name in ipairs { "flush", "unget", "shutdown", "close", "seterror", "clearerr" } do
  gone[name] = gone.xwrite
end

--- cqueues can't set SO_LINGER, luasocket can; without it, a reset is a mere close.
local function reset_at_close(socket)
  local found, luasocket = pcall(require, "socket")
  if not found then return end
  local handle = luasocket.tcp()
  handle:setfd(socket:pollfd())
  handle:setoption("linger", { on = true, timeout = 0 })
  handle:setfd(-1)
end

--- Whoever still waits for the socket has to notice first, before the descriptor is another's.
local function close(socket)
  cqueues.cancel(socket:pollfd())
  cqueues.poll()
  cqueues.poll()
  socket:close()
end

local function close_by_reset(socket)
  reset_at_close(socket)
  close(socket)
end

--- Says that nothing more comes, and goes on reading for a moment: closing with something unread
-- would be a reset, by which the peer may lose what it was sent.
local function close_in_peace(socket)
  socket:onerror(function(_, _, why) return why end)
  socket:shutdown "w"
  local deadline = cqueues.monotime() + LINGER_S
  while socket:xread(-65536, math.max(0, deadline - cqueues.monotime())) do end
  close(socket)
end

--- The descriptor of a connection's socket, unless it has come to its end.
local function descriptor_of(socket)
  if not socket or socket == gone then return nil end
  local open, descriptor = pcall(socket.pollfd, socket)
  return open and descriptor >= 0 and descriptor or nil
end

--- Resets a connection that nobody has begun to use.
---@param socket any cqueues' one
function M.abort(socket)
  reset_at_close(socket)
  socket:close()
end

--- Ends a connection, with all its streams, unannounced.
---@param connection any lua-http's one
---@param reset boolean? by a TCP RST
function M.hang_up(connection, reset)
  local socket = connection.socket
  local descriptor = descriptor_of(socket)
  if socket then connection.socket = gone end
  if not descriptor then return end
  cqueues.cancel(descriptor)
  cqueues.running():wrap(reset and close_by_reset or close_in_peace, socket)
end

--- Whether nobody waits for an answer any more.
---@param stream any
---@return boolean
function M.is_gone(stream)
  local socket = stream.connection.socket
  return stream.state == "closed" or not descriptor_of(socket) or socket:eof "r"
end

--- Reads what has come, if only to see whether the peer has gone.
local function look(stream)
  local connection = stream.connection
  if connection.version == 2 then return connection:step(0) end
  local ok, _, why = connection.socket:fill(1, 0)
  if not ok then return why == errno.ETIMEDOUT end
  cqueues.sleep(0.01) -- the next request is there, so reading can't tell whether the peer is
  return true
end

--- Waits until the peer has gone, or for so long.
---@param stream any
---@param seconds number? nil: without end
---@return boolean gone
function M.wait_gone(stream, seconds)
  local deadline = seconds and cqueues.monotime() + seconds
  while not M.is_gone(stream) and look(stream) and not M.is_gone(stream) do
    local left = deadline and deadline - cqueues.monotime()
    if left and left <= 0 then return false end
    cqueues.poll(stream.connection, stream.chunk_cond, left)
  end
  return true
end

--- Waits for the answers to the requests that came before on an HTTP/1.1 connection.
local function wait_turn(stream)
  local pipeline = stream.connection.pipeline
  while stream.state ~= "closed" and pipeline:peek() ~= stream do stream.pipeline_cond:wait() end
end

--- The head of an HTTP/1.1 answer, with the headers in the order of their names.
---@param reply clickup.sandbox.Reply
---@param framing string the header that says how the body ends
---@return string
function M.head(reply, framing)
  local code = ("%d"):format(reply.status)
  local lines = { framing }
  for name, value in pairs(reply.headers) do lines[#lines + 1] = name .. ": " .. value end
  table.sort(lines)
  return ("HTTP/1.1 %s %s\r\n%s\r\n\r\n"):format(code, reason_phrases[code] or "Unknown",
    table.concat(lines, "\r\n"))
end

--- Writes bytes on an HTTP/1.1 connection as they are.
---@param stream any
---@param bytes string
---@return boolean? ok
function M.write(stream, bytes)
  wait_turn(stream)
  if stream.state == "closed" or not descriptor_of(stream.connection.socket) then return nil end
  return stream.connection.socket:xwrite(bytes, "n", IO_TIMEOUT_S)
end

--- Ends a stream whose answer was written as bytes; the connection goes on.
---@param stream any
function M.finish(stream)
  if stream.state ~= "closed" then stream:set_state "closed" end
end

return M
