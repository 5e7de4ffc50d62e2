-- SPDX-License-Identifier: MIT
-- What a state of threads.c does with its life. Returns how many calls it made
-- and the number of its next create.

local part, next_number, url, dead_url = ...

local clickup = require "clickup"

local calls = 0

local function body()
  local number = next_number
  next_number = number + 1
  calls = calls + 1
  return {
    name = "kr-" .. number, owners = { 183 }, type = "number", steps_start = 0,
    steps_end = 10, unit = "km", task_ids = {}, list_ids = {},
  }
end

local function new(given)
  local all = { base_url = url, token = "pk_1", timeout = 10, max_retries = 0, proxy = "" }
  for name, value in pairs(given or {}) do all[name] = value end
  return clickup.new(all)
end

local function fails(kind, client, ...)
  local value, err = client:create_key_result(...)
  assert(value == nil and err.kind == kind, tostring(err))
  assert(tostring(err) ~= "" and err.response.attempts)
end

-- One after the other, every kind of end.
local function blocking()
  local client <close> = new { reconcile = false }
  for _ = 1, 10 do assert(client:create_key_result("ok", body())) end
  fails("api", client, "bad", body())
  fails("decode", client, "garbage", body())
  fails("transport", client, "cut", body())
  fails("invalid", client, "ok", { name = 1 })
  local quick <close> = new { reconcile = false, timeout = 0.02 }
  fails("timeout", quick, "mute", body())
  local nowhere <close> = new { base_url = dead_url }
  fails("transport", nowhere, "ok", body())
end

local function at_once()
  local client <close> = new { on_event = function(event) assert(event.event) end }
  local started = {}
  for i = 1, 16 do started[i] = client:start("create_key_result", "ok", body()) end
  started[3]:cancel()
  collectgarbage()
  while client:timeout() do
    client:wait()
    client:step()
  end
  for i, call in ipairs(started) do assert((call:result() ~= nil) == (i ~= 3)) end
  client:map({ 1, 2, 3, 4, 5, 6 }, function() return client:create_key_result("ok", body()) end)
end

local function looked_for()
  local client <close> = new { reconcile_wait = 0.01 }
  local value, info = client:create_key_result("cut", body())
  assert(value == nil and info.sent == "unknown" or info.recovered, tostring(info))
end

-- Nothing is closed here: the state's end has to do it.
local left_open = new()
package.loaded.left_open = left_open
left_open:start("create_key_result", "mute", body())
left_open:start("create_key_result", "ok", body())
left_open:step()
if part == "work" then
  blocking()
  at_once()
  looked_for()
end
return calls, next_number
