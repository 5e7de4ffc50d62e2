-- SPDX-License-Identifier: MIT
--- Carries the faults out: one function each.

local cqueues = require "cqueues"
local h2_error = require "http.h2_error"
local reason_phrases = require "http.h1_reason_phrases"

local replies = require "clickup.sandbox.replies"
local wire = require "clickup.sandbox.wire"

local M = {}

local IO_TIMEOUT_S = 30
local CHUNKED = "transfer-encoding: chunked"
local PAGE = "<!DOCTYPE html>\n<html>\n<head><title>%s</title></head>\n"
  .. "<body><h1>%s</h1></body>\n</html>\n"
local HTML = "text/html; charset=utf-8"
local NOT_JSON = '{"key_result": {"id": "' -- and there it ends
local NOT_GZIP = "\x1F\x8B\8\0\0\0\0\0\0\3 this is not deflated \xFF\xFF"

-- Answers -----------------------------------------------------------------------------------------

local function with_headers(reply, changes)
  local headers = {}
  for name, value in pairs(reply.headers) do headers[name] = value end
  for name, value in pairs(changes) do headers[name:lower()] = value end
  return { status = reply.status, headers = headers, body = reply.body }
end

--- What the request would be answered; when it isn't carried out, that the server has failed.
local function real_answer(call, processed)
  if processed then return call:process() end
  return call.service:pretend(call.request,
    replies.refuse(500, "Internal server error", "SANDBOX_500"))
end

--- Another status and body, with the headers that the request would be answered.
local function answer_instead(call, processed, status, content_type, body)
  local reply = with_headers(real_answer(call, processed), { ["content-type"] = content_type })
  reply.status, reply.body = status, body
  return reply
end

local function status_body(rule)
  local reason = reason_phrases[("%d"):format(rule.code)] or "Unknown"
  local body = rule.body or "json"
  if body == "html" then return HTML, PAGE:format(reason, reason) end
  if body == "empty" then return nil, "" end
  if body ~= "json" then return "text/plain; charset=utf-8", body end
  local reply = replies.refuse(rule.code, reason, rule.ecode or ("SANDBOX_%d"):format(rule.code))
  return reply.headers["content-type"], reply.body
end

local function status_answer(call, rule)
  local content_type, body = status_body(rule)
  local reply = answer_instead(call, rule.processed, math.tointeger(rule.code), content_type, body)
  if not content_type then reply.headers["content-type"] = nil end
  if rule.bare then reply.headers = { ["content-type"] = content_type } end
  return with_headers(reply, rule.headers or {})
end

-- Connections -------------------------------------------------------------------------------------

local function is_http2(call)
  return call.stream.connection.version == 2
end

local function hang_up(call, reset)
  wire.hang_up(call.stream.connection, reset)
end

--- The whole answer of HTTP/1.1, as bytes.
local function bytes_of(call, reply)
  local head = wire.head(reply, ("content-length: %d"):format(#reply.body))
  return call.request.method == "HEAD" and head or head .. reply.body
end

--- Sends to HTTP/2 the headers, with the true content-length, and the beginning of the body.
local function send_beginning(call, reply, bytes)
  if call:send_head(reply, false) and bytes > 0 then
    call.stream:write_chunk(reply.body:sub(1, bytes), false, IO_TIMEOUT_S)
  end
end

--- The requests that overtook this one on its connection have been carried out, perhaps.
local function last_stream(call)
  local connection = call.stream.connection
  local last = math.max(call.stream.id - 2, connection.last_processed or 0, 0)
  return math.min(last, connection.send_goaway_lowest or last)
end

--- Ends the connection when the streams that were not refused have been answered.
local function hang_up_later(call)
  local connection = call.stream.connection
  local deadline = cqueues.monotime() + IO_TIMEOUT_S
  while connection.n_active_streams > 0 and not wire.is_gone(connection.stream0)
    and cqueues.monotime() < deadline do
    cqueues.sleep(0.005)
  end
  hang_up(call)
end

-- The faults --------------------------------------------------------------------------------------

local acts = {}

function acts.close_after_read(call, rule)
  if rule.processed then call:process() end
  hang_up(call, rule.reset)
end

function acts.cut(call, rule)
  local reply = real_answer(call, rule.processed ~= false)
  if is_http2(call) then
    send_beginning(call, reply, rule.bytes)
  elseif rule.bytes > 0 then
    wire.write(call.stream, bytes_of(call, reply):sub(1, rule.bytes))
  end
  call.request.status = nil
  hang_up(call)
end

--- The rest of the answer comes when the wait is over.
local function stall_midway(call, rule)
  local reply, http2 = real_answer(call, rule.processed ~= false), is_http2(call)
  local bytes = http2 and reply.body or bytes_of(call, reply)
  if http2 then
    send_beginning(call, reply, rule.bytes)
  else
    wire.write(call.stream, bytes:sub(1, rule.bytes))
  end
  call.request.status = nil
  if wire.wait_gone(call.stream, rule.seconds) then return not http2 and hang_up(call) end
  call.request.status = reply.status
  local rest = bytes:sub(rule.bytes + 1)
  if http2 then return call.stream:write_chunk(rest, true, IO_TIMEOUT_S) end
  wire.write(call.stream, rest)
  wire.finish(call.stream)
end

function acts.stall(call, rule)
  if rule.bytes then return stall_midway(call, rule) end
  local reply = rule.processed == "before" and call:process()
  if wire.wait_gone(call.stream, rule.seconds) and rule.processed == "after" then
    local left = rule.seconds and call.started + rule.seconds - cqueues.monotime()
    if left and left > 0 then cqueues.sleep(left) end
  end
  if rule.processed == "after" then reply = call:process() end
  if reply and not wire.is_gone(call.stream) then return call:send(reply) end
  if call.stream.state ~= "closed" then hang_up(call) end
end

function acts.delay(call, rule)
  local reply = rule.processed ~= "after" and call:process()
  cqueues.sleep(rule.seconds)
  reply = reply or call:process()
  if not wire.is_gone(call.stream) then call:send(reply) end
end

local function drip_body(call, body, seconds)
  for i = 1, #body do
    if wire.wait_gone(call.stream, seconds) then return end
    call.stream:write_chunk(body:sub(i, i), i == #body, IO_TIMEOUT_S)
  end
end

function acts.drip(call, rule)
  local reply = call:process()
  if is_http2(call) then
    call:send_head(reply, reply.body == "")
    return drip_body(call, reply.body, rule.seconds)
  end
  for byte in bytes_of(call, reply):gmatch "." do
    if not wire.write(call.stream, byte) then return end
    if wire.wait_gone(call.stream, rule.seconds) then return end
  end
  call.request.status = reply.status
  wire.finish(call.stream)
end

function acts.status(call, rule)
  call:send(status_answer(call, rule))
end

function acts.html_200(call, rule)
  call:send(answer_instead(call, rule.processed ~= false, 200, HTML, PAGE:format("OK", "OK")))
end

function acts.not_json(call, rule)
  call:send(answer_instead(call, rule.processed ~= false, 200, nil, NOT_JSON))
end

function acts.empty_200(call, rule)
  call:send(answer_instead(call, rule.processed ~= false, 200, nil, ""))
end

function acts.broken_gzip(call, rule)
  local reply = with_headers(real_answer(call, rule.processed ~= false),
    { ["content-encoding"] = "gzip" })
  reply.body = NOT_GZIP
  call:send(reply)
end

function acts.wrong_length(call, rule)
  local reply = real_answer(call, rule.processed ~= false)
  local length = ("%d"):format(math.max(0, #reply.body + math.tointeger(rule.delta)))
  call.request.status = reply.status
  if is_http2(call) then return call:send(with_headers(reply, { ["content-length"] = length })) end
  wire.write(call.stream, wire.head(reply, "content-length: " .. length) .. reply.body)
  hang_up(call)
end

function acts.broken_chunk(call, rule)
  local reply = real_answer(call, rule.processed ~= false)
  call.request.status = reply.status
  local half = reply.body:sub(1, #reply.body // 2)
  wire.write(call.stream,
    wire.head(reply, CHUNKED) .. ("%x\r\n%s\r\nno chunk\r\n"):format(#half, half))
  hang_up(call)
end

function acts.clock(call, rule)
  local before = call.service.offset_ms
  call.service:shift_clock(before / 1000 + rule.seconds)
  local reply = call:process()
  call.service.offset_ms = before
  call:send(reply)
end

function acts.idle_close(call)
  call:send(call:process())
  hang_up(call)
end

--- What was not told about the request after this one: see `next_fault`.
function acts.close_on_next(call, rule)
  call.stream.connection.next_fault = { fault = "close_after_read", processed = rule.processed }
  call:send(call:process())
end

function acts.goaway(call, rule)
  local connection = call.stream.connection
  if rule.processed then
    call:process()
    connection:write_goaway_frame(nil, h2_error.errors.INTERNAL_ERROR.code, nil, IO_TIMEOUT_S)
    return hang_up(call)
  end
  local last = last_stream(call)
  connection.refused_above = last
  connection:write_goaway_frame(last, h2_error.errors.NO_ERROR.code, nil, IO_TIMEOUT_S)
  wire.finish(call.stream)
  cqueues.running():wrap(hang_up_later, call)
end

function acts.rst_stream(call, rule)
  if rule.processed then call:process() end
  if call.stream.state == "closed" then return end
  call.stream:rst_stream(h2_error.errors[rule.code]:new { stream_error = true }, IO_TIMEOUT_S)
end

-- Before the whole body has come: what does it there.
local early = {}

function early.reset_before_read(call) hang_up(call, true) end

function early.status(call, rule)
  call:send(status_answer(call, rule))
  call:read()
end

function early.stall(call, rule)
  cqueues.sleep(rule.seconds)
  hang_up(call)
end

--- What the request before this one on its connection has left for it.
---@param call clickup.sandbox.Call
---@return clickup.sandbox.Rule?
function M.next_fault(call)
  local connection = call.stream.connection
  local rule = connection.next_fault
  connection.next_fault = nil
  return rule
end

--- Whether a GOAWAY has already told the client that this request won't be carried out.
---@param call clickup.sandbox.Call
---@return boolean
function M.is_refused(call)
  local above = call.stream.connection.refused_above
  return above ~= nil and call.stream.id > above
end

--- Lets a request meet its fault.
---@param call clickup.sandbox.Call whose body is not read yet
---@param rule clickup.sandbox.Rule
function M.run(call, rule)
  local all = not rule.at
  if rule.at then all = call:read_beginning(rule.at) end
  if all == nil then return end
  if not all or rule.fault == "reset_before_read" then return early[rule.fault](call, rule) end
  if not call:read() then return end
  call.started = cqueues.monotime()
  if M.is_refused(call) then return wire.finish(call.stream) end
  acts[rule.fault](call, rule)
end

--- Lets a new connection meet its fault.
---@param socket any cqueues' one, just accepted
---@param rule clickup.sandbox.Rule
function M.meet(socket, rule)
  socket:onerror(function(_, _, why) return why end)
  if rule.fault == "refuse" then return wire.abort(socket) end
  socket:fill(1, IO_TIMEOUT_S) -- that the client has begun to shake hands
  socket:close()
end

return M
