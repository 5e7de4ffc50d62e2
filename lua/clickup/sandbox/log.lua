-- SPDX-License-Identifier: MIT
--- The requests that came in, oldest first. Holds the last ones only, by number and by bytes.

local json = require "clickup.sandbox.json"

local M = {}

local MAX_REQUESTS = 10000
local MAX_BODY_BYTES = 64 << 20

---@class clickup.sandbox.Log
---@field private requests table<integer, clickup.sandbox.Request> by number
---@field private first integer the number of the oldest that is kept
---@field private last integer
---@field private body_bytes integer of all that are kept
local Log = {}
Log.__index = Log

---@return clickup.sandbox.Log
function M.new()
  return setmetatable({ requests = {}, first = 1, last = 0, body_bytes = 0 }, Log)
end

local function forget_oldest(self)
  self.body_bytes = self.body_bytes - #self.requests[self.first].body
  self.requests[self.first] = nil
  self.first = self.first + 1
end

--- Notes a request whose head has arrived. Its body and status are filled in as they come to be.
---@param request clickup.sandbox.Request
function Log:add(request)
  self.last = self.last + 1
  request.number, request.body = self.last, ""
  self.requests[self.last] = request
  if self.last - self.first >= MAX_REQUESTS then forget_oldest(self) end
end

---@param request clickup.sandbox.Request one that was added
---@param body string
function Log:set_body(request, body)
  request.body = body
  if request.number < self.first then return end
  self.body_bytes = self.body_bytes + #body
  while self.body_bytes > MAX_BODY_BYTES and self.first < self.last do forget_oldest(self) end
end

local function to_hex(bytes)
  return (bytes:gsub(".", function(char) return ("%02x"):format(char:byte()) end))
end

local function exported(request)
  local copy = {}
  for name, value in pairs(request) do copy[name] = value end
  if not utf8.len(request.body) then copy.body, copy.body_hex = nil, to_hex(request.body) end
  return copy
end

--- For JSON: a body that is not UTF-8 is in `body_hex` instead of `body`.
---@return table[]
function Log:export()
  local result = json.array()
  for i = self.first, self.last do result[#result + 1] = exported(self.requests[i]) end
  return result
end

--- Undoes what was done to a field for JSON: `name_hex` becomes `name`.
---@param record table a request, or what else has such a field
---@param name string? "body"
---@return table record
function M.import(record, name)
  name = name or "body"
  local hex = record[name .. "_hex"]
  if hex then
    record[name] = hex:gsub("%x%x", function(pair) return string.char(tonumber(pair, 16)) end)
    record[name .. "_hex"] = nil
  end
  return record
end

return M
