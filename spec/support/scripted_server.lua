-- SPDX-License-Identifier: MIT
-- A scripted TCP server in a process of its own, for specs that need exact bytes.

local socket = require "socket"
local process = require("spec.support.process")
local serialize = require "spec.support.serialize"
local raw_request = require("spec.support.raw_request")

local scripted_server = {}

---@class RawServer
---@field port integer
---@field url string `http://127.0.0.1:PORT`
local Server = {}
Server.__index = Server

-- How many operands each step needs.
local STEPS = {
  request = 0, send = 1, drip = 2, wait = 1, eof = 0, close = 0, reset = 0, again = 0,
  ["until"] = 2, hold = 0, mark = 0, drain = 1, digest = 0,
}

local function check(lists, name, level)
  for i, steps in ipairs(lists) do
    for j, step in ipairs(steps) do
      local operands = STEPS[step[1]]
      if not operands or #step - 1 < operands then
        error(("%s %d, step %d: no such step: %s"):format(name, i, j, table.concat(step, " ")),
          level)
      end
    end
  end
end

--- Starts a server on loopback. `script` has a list of steps for each connection
--- that is accepted, in order; connections are served at the same time. One
--- beyond the script is closed at once, unless `script.repeat_last` is set. Where
--- several may come in any order, `script.methods` has the lists of each method: a
--- connection plays the next one of its request's.
---
--- Steps:
---   { "request" }                 read one request (head and Content-Length)
---   { "send", bytes }
---   { "drip", bytes, seconds }    send byte by byte, waiting after each
---   { "wait", seconds }
---   { "eof" }                     read until the peer closes
---   { "drain", size }             read as many bytes, which `received` does not show
---   { "digest" }                  read one request with a form, and answer with what its file is:
---                                 `version` has its length, `id` its SHA-256, `title` its head
---   { "close" }                   as the end of the list does
---   { "reset" }                   close with a TCP RST
---   { "again", times? }           back to the first step; without a number for ever
---   { "until", method, count }    wait until that many such have come (with `script.methods`)
---   { "hold" }                    wait for `release`
---   { "mark" }                    see `marks`
---@param script table
---@return RawServer
function scripted_server.start(script)
  check(script, "connection", 3)
  for method, lists in pairs(script.methods or {}) do
    check(lists, method, 3)
  end
  local folder = process.folder()
  process.write_file(folder .. "/script.lua", "return " .. serialize(script))
  local child = process.start(folder, ("%s spec/support/scripted_child.lua %s"):format(
    process.HELPER, process.quote(folder)))
  local port = tonumber(child:line())
  if not port then
    child:fail("raw server")
  end
  return setmetatable({ child = child, port = port, url = "http://127.0.0.1:" .. port }, Server)
end

local BYTES = {}
for byte = 0, 255 do
  BYTES[("%02x"):format(byte)] = string.char(byte)
end

--- What has been read so far: for each connection, in order of arrival, its
--- requests, of which the last may be incomplete. Only the steps "request" and
--- "eof" read.
---@return string[][]
function Server:received()
  local streams = {}
  -- Every line is "CONNECTION HEX"; an unfinished one is still being written.
  for number, hex in process.read_file(self.child.folder .. "/received"):gmatch("(%d+) (%x*)\n") do
    local id = tonumber(number)
    streams[id] = (streams[id] or "") .. hex:gsub("%x%x", BYTES)
  end
  for id, bytes in ipairs(streams) do
    streams[id] = raw_request.split(bytes)
  end
  return streams
end

--- Lets those go on that "hold", and all that come to it later.
function Server:release()
  process.write_file(self.child.folder .. "/released", "")
end

--- How many connections have come to their "mark", or else to their end.
function Server:marks()
  return #process.read_file(self.child.folder .. "/marks")
end

--- Waits, ten seconds at most, until so many have.
---@param count integer
function Server:await_marks(count)
  local ends = socket.gettime() + 10
  while self:marks() < count do
    assert(socket.gettime() < ends, "no connection came to its mark")
    socket.sleep(0.002)
  end
end

--- Ends the server; raises when it had broken down.
function Server:close()
  local problem = self.child:errors()
  self.child:close()
  assert(problem == "", problem)
end

Server.__close = Server.close

--- The bytes of an HTTP/1.1 answer with Content-Length. Headers are a map, a list
--- of lines, or both.
---@param status integer|string `200` or `"200 OK"`
---@param headers table?
---@param body string?
---@return string
function scripted_server.http(status, headers, body)
  body = body or ""
  local lines = { ("HTTP/1.1 %s%s"):format(status, type(status) == "number" and " Scripted" or "") }
  for name, value in pairs(headers or {}) do
    lines[#lines + 1] = type(name) == "number" and value or ("%s: %s"):format(name, value)
  end
  lines[#lines + 1] = "Content-Length: " .. #body
  return table.concat(lines, "\r\n") .. "\r\n\r\n" .. body
end

return scripted_server
