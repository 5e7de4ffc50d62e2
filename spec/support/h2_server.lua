-- SPDX-License-Identifier: MIT
-- A scripted HTTP/2 server over TLS in a process of its own, for specs that need exact frames. It
-- plays many scripts, each at a port of its own.

local authority = require "spec.support.authority"
local process = require "spec.support.process"
local serialize = require "spec.support.serialize"

local h2_server = {}

local Server = {}
Server.__index = Server

---@class H2Play
---@field base_url string
---@field ca_file string
local Play = {}
Play.__index = Play

-- How many operands each step needs.
local STEPS = {
  open = 0, preface = 0, head = 1, request = 1, requests = 1, plain = 1, send = 1, flood = 2,
  drip = 2, wait = 1, pong = 0, serve = 0, eof = 0, bye = 0, close = 0, reset = 0,
}

local function check(script)
  for i, steps in ipairs(script) do
    for j, step in ipairs(steps) do
      local operands = STEPS[step[1]]
      if not operands or #step - 1 < operands then
        error(("connection %d, step %d: no such step: %s"):format(i, j, step[1]), 3)
      end
    end
  end
end

function h2_server.start()
  local issuer <close> = authority.new()
  local certificate = issuer:issue { name = "h2", hosts = { "127.0.0.1" } }
  local folder = process.folder()
  process.write_file(folder .. "/certificate", certificate.pem)
  process.write_file(folder .. "/key", certificate.key_pem)
  local child = process.start(folder, ("%s spec/support/h2_child.lua %s"):format(
    process.HELPER, process.quote(folder)))
  return setmetatable({ child = child, plays = 0 }, Server)
end

--- Plays a script. It has a list of steps for each connection that is accepted, in order, and with
--- `repeat_last` the last of them for all others. A list may have `alpn`: what is agreed upon where
--- it is offered (by default "h2"); `acknowledges = false`: SETTINGS are not. Once the client has
--- said goodbye, nothing more is read.
---
--- Steps:
---   { "open", settings? }          read the preface, send SETTINGS (what they hold as bytes)
---   { "preface" }                  that alone
---   { "head", stream }             read until that stream's HEADERS are there
---   { "request", stream }          read until that stream has ended
---   { "requests", stream }         the same for all of the client's up to that one
---   { "plain", bytes }             read a request of HTTP/1.1 and send its answer
---   { "send", bytes }
---   { "flood", bytes, times }
---   { "drip", bytes, seconds }     send byte by byte, waiting after each
---   { "wait", seconds }            read nothing for so long
---   { "pong" }                     wait until the client has read what it was sent
---   { "serve", stream? }           answer every request that ends from now on, and those that have
---                                  ended from that stream on
---   { "eof" }                      read until the peer closes
---   { "bye" }                      say so in TLS and close
---   { "close" }                    close without a word, as the end of the list does
---   { "reset" }                    close with a TCP RST
---@param script table
---@return H2Play
function Server:play(script)
  check(script)
  self.plays = self.plays + 1
  local base = ("%s/%d"):format(self.child.folder, self.plays)
  process.write_file(base .. ".lua", "return " .. serialize(script))
  self.child.input:write(self.plays, "\n")
  self.child.input:flush()
  local port = self.child:line() or self.child:fail "h2 server"
  return setmetatable({
    log = base .. ".received", base_url = ("https://127.0.0.1:%s/api"):format(port),
    ca_file = self.child.folder .. "/certificate",
  }, Play)
end

--- Ends the server; raises when it had broken down.
function Server:close()
  local problem = self.child:errors()
  self.child:close()
  assert(problem == "", problem)
end

Server.__close = Server.close

local function bytes_of(hex)
  return (hex:gsub("%x%x", function(byte) return string.char(tonumber(byte, 16)) end))
end

-- Every line is "CONNECTION STREAM EVENT HEX"; an unfinished one is still being written.
local function events(log)
  return process.read_file(log):gmatch "(%d+) (%d+) (%a+) (%x*)\n"
end

---@class H2Request
---@field method string
---@field path string
---@field body string      what has come of it
---@field whole boolean    all of it has
---@field reset string?    the code of a RST_STREAM

--- The requests that have come, in order of their HEADERS.
---@return H2Request[]
function Play:requests()
  local list, by_stream = {}, {}
  for connection, stream, event, hex in events(self.log) do
    local key, bytes = connection .. " " .. stream, bytes_of(hex)
    local request = by_stream[key]
    if event == "head" then
      local method, path = bytes:match "^(%S+) (%S+)$"
      request = { method = method, path = path, body = "", whole = false }
      by_stream[key] = request
      list[#list + 1] = request
    elseif request and event == "data" then
      request.body = request.body .. bytes
    elseif request and event == "end" then
      request.whole = true
    elseif request and event == "reset" then
      request.reset = bytes
    end
  end
  return list
end

--- How often the create of a goal has come, if only its HEADERS.
---@param goal string
function Play:creates(goal)
  local count = 0
  for _, request in ipairs(self:requests()) do
    local path = "/api/v2/goal/" .. goal .. "/key_result"
    if request.method == "POST" and request.path == path then count = count + 1 end
  end
  return count
end

--- How many connections were accepted.
function Play:connections()
  local count = 0
  for _, _, event in events(self.log) do count = count + (event == "open" and 1 or 0) end
  return count
end

return h2_server
