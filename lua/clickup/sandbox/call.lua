-- SPDX-License-Identifier: MIT
--- One request on its stream: read to its end, carried out, answered. The faults do the same steps
-- in another order, or leave some out.

local cqueues = require "cqueues"
local errors = require "cqueues.errno"
local http_headers = require "http.headers"

local gzip = require "clickup.sandbox.gzip"
local replies = require "clickup.sandbox.replies"
local wire = require "clickup.sandbox.wire"

local M = {}

local MAX_BODY_BYTES = 16 << 20
local IO_TIMEOUT_S = 30
local WAKE_S = 0.25

---@class clickup.sandbox.Call
---@field log clickup.sandbox.Log
---@field started number? when a fault met it
---@field service clickup.sandbox.Service
---@field stream any lua-http's
---@field request clickup.sandbox.Request
---@field chunks string[] of the body, as they come
---@field size integer bytes of the body that have come
---@field state clickup.sandbox.State as it was when the request came
local Call = {}
Call.__index = Call

--- lua-http 0.4 may go to sleep over an HTTP/2 frame that has come, when it was told of a part
-- first and the rest is in the buffer of its socket. So it is made to look again now and then.
local function next_chunk(stream, deadline)
  local left = deadline - cqueues.monotime()
  if stream.connection.version ~= 2 then return stream:get_next_chunk(left) end
  while true do
    local chunk, err, errno = stream:get_next_chunk(math.min(left, WAKE_S))
    if errno ~= errors.ETIMEDOUT or left <= WAKE_S then return chunk, err end
    stream.connection:step(0)
    left = deadline - cqueues.monotime()
  end
end

--- Reads on until there are so many bytes, or all.
---@return boolean? all nil when the client went away or took too long
local function read_on(self, bytes)
  local deadline = cqueues.monotime() + IO_TIMEOUT_S
  while self.size < bytes do
    local chunk, err = next_chunk(self.stream, deadline)
    if not chunk then
      -- No error is no proof of completeness: a connection that just ends is none either.
      if err or self.stream.state ~= "half closed (remote)" then return nil end
      return true
    end
    self.size = self.size + #chunk
    if self.size <= MAX_BODY_BYTES then self.chunks[#self.chunks + 1] = chunk end
  end
  return false
end

--- Reads so many bytes of the body, or what there is.
---@param bytes integer
---@return boolean? all nil when the client went away or took too long
function Call:read_beginning(bytes)
  if self.size == 0 and (self.request.headers.expect or ""):lower() == "100-continue" then
    self.stream:write_continue(IO_TIMEOUT_S)
  end
  return read_on(self, bytes)
end

--- Reads the body to the very end, even what is too large to keep: a reply to HTTP/2 that overtakes
-- the body confuses clients, and frames that arrive for a finished stream end the connection.
---@return boolean complete false when the client went away or took too long
function Call:read()
  local request = self.request
  if not self:read_beginning(math.huge) then return false end
  local body = table.concat(self.chunks)
  self.too_large = self.size > MAX_BODY_BYTES
  if request.number then self.log:set_body(request, body) else request.body = body end
  return true
end

--- Carries the request out, unless the sandbox was reset since it came.
---@return clickup.sandbox.Reply
function Call:process()
  if self.too_large then return replies.refuse(413, "Request body too large", "INPUT_002") end
  if self.service.state ~= self.state then
    return replies.refuse(503, "The sandbox was reset", "SANDBOX_503")
  end
  local connection, id = self.stream.connection, self.stream.id
  if id then connection.last_processed = math.max(connection.last_processed or 0, id) end
  return self.service:handle(self.request)
end

--- All headers are "never indexed": lua-http 0.4 miscodes HPACK integers that just fill their
-- prefix (RFC 7541, 5.1), so a name that is the dynamic table's second entry ends the connection.
local function response_headers(reply)
  local headers = http_headers.new()
  headers:append(":status", ("%d"):format(reply.status), true)
  for name, value in pairs(reply.headers) do headers:append(name, value, true) end
  if not reply.headers["content-length"] and reply.status ~= 204 and not reply.chunked then
    headers:append("content-length", ("%d"):format(#reply.body), true)
  end
  return headers
end

--- Sends the status line and the headers only.
---@param reply clickup.sandbox.Reply
---@param last boolean no body follows
---@return boolean? ok
function Call:send_head(reply, last)
  if wire.is_gone(self.stream) and self.stream.state == "closed" then return nil end
  self.request.status = reply.status
  return self.stream:write_headers(response_headers(reply), last, IO_TIMEOUT_S)
end

--- Sends the whole answer.
---@param reply clickup.sandbox.Reply
function Call:send(reply)
  reply = gzip.reply(self.request, reply)
  local without_body = self.request.method == "HEAD" or reply.status == 204 or reply.status == 304
  if self:send_head(reply, without_body) and not without_body then
    self.stream:write_chunk(reply.body, true, IO_TIMEOUT_S)
  end
end

---@param service clickup.sandbox.Service
---@param stream any lua-http's
---@param request clickup.sandbox.Request
---@return clickup.sandbox.Call
function M.new(service, stream, request)
  return setmetatable({
    service = service,
    log = service.log,
    state = service.state,
    stream = stream,
    request = request,
    chunks = {},
    size = 0,
  }, Call)
end

return M
