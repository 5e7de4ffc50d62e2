-- SPDX-License-Identifier: MIT
--- Does to a connection what a fault says. One function is one fault; each gets
--- the exchange { stream, request, rule, run, send }: `run()` handles the request
--- and gives the reply, `send(reply)` answers as it should be.

local cqueues = require "cqueues"

local M = {}

local FOREVER_S = 20 -- longer than any client in a test waits
local IO_TIMEOUT_S = 30
local RST_CODES = { REFUSED_STREAM = 7, INTERNAL_ERROR = 2, CANCEL = 8, PROTOCOL_ERROR = 1 }
local PAGE = "<!DOCTYPE html>\n<html><body><h1>Welcome</h1></body></html>\n"

local function is_http2(x) return x.stream.connection.version == 2 end

local function hang_up(x)
  local socket = x.stream.connection.socket
  if socket then socket:shutdown() end
end

-- The reply of a request that runs, or of none: whatever is sent must be one.
local function reply_of(x, otherwise)
  local processed = x.rule.processed
  if processed == nil then processed = otherwise end
  if processed then return x.run() end
  return { status = 200, headers = { ["content-type"] = "application/json" }, body = "{}" }
end

local function bytes_of(reply, more)
  local lines = { ("HTTP/1.1 %d Status"):format(reply.status) }
  for name, value in pairs(reply.headers) do lines[#lines + 1] = name .. ": " .. value end
  for _, line in ipairs(more or { "content-length: " .. #reply.body }) do
    lines[#lines + 1] = line
  end
  return table.concat(lines, "\r\n") .. "\r\n\r\n" .. reply.body
end

local function write(x, bytes)
  x.stream.connection.socket:xwrite(bytes, "n", IO_TIMEOUT_S)
end

-- A part of the reply: bytes of the whole on HTTP/1.1, of its body on HTTP/2.
local function write_part(x, reply, part)
  if is_http2(x) then
    x.send_headers(reply)
    x.stream:write_chunk(reply.body:sub(1, part), false, IO_TIMEOUT_S)
  else
    write(x, bytes_of(reply):sub(1, part))
  end
end

local faults = {}

faults.reset_before_read = hang_up

function faults.close_after_read(x)
  if x.rule.processed then x.run() end
  hang_up(x)
end

function faults.idle_close(x)
  x.send(x.run())
  hang_up(x)
end

function faults.close_on_next(x)
  x.send(x.run())
end

function faults.cut(x)
  local reply = reply_of(x, true)
  if x.rule.bytes ~= 0 then write_part(x, reply, x.rule.bytes or 0) end
  hang_up(x)
end

function faults.stall(x)
  local processed = x.rule.processed
  local reply
  if processed == "before" or processed == true then reply = x.run() end
  cqueues.sleep(x.rule.seconds or FOREVER_S)
  if processed == "after" then reply = x.run() end
  if reply and x.rule.seconds then return x.send(reply) end
  hang_up(x)
end

function faults.delay(x)
  local reply
  if x.rule.processed == "before" then reply = x.run() end
  cqueues.sleep(x.rule.seconds or 0)
  x.send(reply or x.run())
end

function faults.drip(x)
  local reply = reply_of(x, true)
  local bytes = is_http2(x) and reply.body or bytes_of(reply)
  if is_http2(x) then x.send_headers(reply) end
  for i = 1, #bytes do
    if is_http2(x) then
      if not x.stream:write_chunk(bytes:sub(i, i), i == #bytes, IO_TIMEOUT_S) then return end
    else
      write(x, bytes:sub(i, i))
    end
    cqueues.sleep(x.rule.seconds or 0.001)
  end
  hang_up(x)
end

local BODIES = {
  json = function(rule)
    return ('{"err":"Fault","ECODE":"%s"}'):format(rule.ecode or "FAULT_001")
  end,
  html = function() return PAGE end,
  empty = function() return "" end,
}

function faults.status(x)
  local rule = x.rule
  local usual = rule.processed and x.run() or x.finish {}
  local body = rule.body or "json"
  local reply = {
    status = rule.code or 500,
    headers = rule.bare and {} or usual.headers,
    body = BODIES[body] and BODIES[body](rule) or body,
  }
  reply.headers["content-type"] = body == "html" and "text/html" or "application/json"
  for name, value in pairs(rule.headers or {}) do reply.headers[name:lower()] = value end
  x.send(reply)
end

function faults.html_200(x)
  local reply = reply_of(x, true)
  reply.headers["content-type"], reply.body, reply.status = "text/html", PAGE, 200
  x.send(reply)
end

function faults.not_json(x)
  local reply = reply_of(x, true)
  reply.body, reply.status = reply.body:sub(1, #reply.body // 2), 200
  x.send(reply)
end

function faults.empty_200(x)
  local reply = reply_of(x, true)
  reply.body, reply.status = "", 200
  x.send(reply)
end

function faults.wrong_length(x)
  local reply = reply_of(x, true)
  local length = "content-length: " .. #reply.body + (x.rule.delta or 1)
  if is_http2(x) then write_part(x, reply, #reply.body - 1)
  else write(x, bytes_of(reply, { length })) end
  hang_up(x)
end

function faults.broken_chunk(x)
  local reply = reply_of(x, true)
  reply.body = "zz\r\n" .. reply.body
  write(x, bytes_of(reply, { "transfer-encoding: chunked" }))
  hang_up(x)
end

function faults.broken_gzip(x)
  local reply = reply_of(x, true)
  reply.headers["content-encoding"] = "gzip"
  x.send(reply)
end

function faults.rst_stream(x)
  if x.rule.processed then x.run() end
  if not is_http2(x) then return hang_up(x) end
  local code = RST_CODES[x.rule.code or "INTERNAL_ERROR"] or RST_CODES.INTERNAL_ERROR
  x.stream:write_rst_stream_frame(code, IO_TIMEOUT_S)
end

function faults.goaway(x)
  local connection = x.stream.connection
  if not is_http2(x) then return hang_up(x) end
  connection:write_goaway_frame(x.stream.id - 2, 0, "fault", IO_TIMEOUT_S)
  hang_up(x)
end

--- Whether the fault strikes before the body is read.
function M.is_early(rule) return rule.fault == "reset_before_read" end

---@param exchange table
function M.perform(exchange)
  faults[exchange.rule.fault](exchange)
end

return M
