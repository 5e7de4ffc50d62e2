-- SPDX-License-Identifier: MIT
-- One byte: 0 to 2; then a base URL, a path, or the id of a goal.

local common = require "spec.fuzz.common"
local core = require "clickup.core"

local BASE <const> = "http://127.0.0.1:1/api"
local glue = common.glue

local function unescape(text)
  return (text:gsub("%%(%x%x)", function(hex) return string.char(tonumber(hex, 16)) end))
end

-- What is accepted is a fixed point, and libcurl reads the same host in it.
local function check_base(text)
  if text:find "%c" then return end
  local canonical, loopback, plain = core.check_base(text)
  if not canonical then return assert(type(loopback) == "string") end
  local again, loopback_again, plain_again = core.check_base(canonical)
  assert(again == canonical and loopback_again == loopback and plain_again == plain, canonical)
  local scheme, host = glue.parse(canonical .. "/v2/x")
  assert(scheme == (plain and "http" or "https"), "another scheme")
  local four = host:match "^127%.%d+%.%d+%.%d+$"
  assert(loopback == (four ~= nil or host:lower() == "localhost" or host == "[::1]"), "loopback")
  assert(not canonical:find "[?#]" and not canonical:find "/$", canonical)
end

-- Misuse raises; what it lets through stays below the base, as it was given.
local function check_path(path)
  local ok, call = pcall(common.landed, "request", "GET", path)
  if not ok then return assert(tostring(call):find("request: path:", 1, true), call) end
  local url = glue.url(call)
  assert(url:sub(1, #BASE) == BASE and url:gsub("%z$", "") == BASE .. path, "another URL")
  local scheme, host, parsed = glue.parse(url:gsub("%z$", ""))
  assert(scheme == "http" and host == "127.0.0.1", "another host")
  assert(parsed:find("/api/", 1, true) == 1, "outside of the base's path")
  assert(not parsed:find "/%.%.?/" and not parsed:find "/%.%.?$", "dots")
end

local function check_id(id)
  local escaped = glue.escape(id, 3 * #id)
  assert(unescape(escaped) == id and not escaped:find "[^%w%-._~%%]", "escaped")
  assert(#escaped == 0 or glue.escape(id, #escaped - 1) == nil, "longer than allowed")
  local ok, call = pcall(common.landed, "get_goal", id)
  if not ok then return assert(tostring(call):find("get_goal: goal_id:", 1, true), call) end
  assert(glue.url(call):gsub("%z$", "") == BASE .. "/v2/goal/" .. escaped, "another URL")
end

local checks = { [0] = check_base, check_path, check_id }

return function(bytes)
  checks[(bytes:byte() or 0) % 3](bytes:sub(2))
end
