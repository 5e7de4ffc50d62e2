-- SPDX-License-Identifier: MIT
-- A module of Prosody, the XMPP server: a client in its event loop. Prosody watches the
-- client's descriptor and its time; nothing waits. It creates three, then ends the server.
-- luacheck: globals module prosody

local server = require "net.server"
local timer = require "util.timer"
local clickup = require "clickup"

local client = clickup.new()
local alarm

local function turn()
  client:step()
  if alarm then timer.stop(alarm) end
  local seconds = client:timeout()
  if seconds and not client:fd() then seconds = math.min(seconds, 0.01) end
  alarm = seconds and timer.add_task(seconds, function()
    alarm = nil
    turn()
  end)
end

if client:fd() then server.watchfd(client:fd(), turn) end
client:attach {
  sleeper = function() end, -- a method that waits would block
  kick = turn,
}

local left = 3
for i = 1, left do
  client:start("create_key_result", os.getenv "GOAL_ID", {
    name = os.getenv "HOST_NAME" .. " " .. i, owners = { 183 }, type = "number",
    steps_start = 0, steps_end = 10, unit = "km",
  }):on_done(function(key_result, err)
    module:log("info", "%s: %s", _VERSION, key_result and "created " .. key_result.id
      or "failed: " .. tostring(err))
    left = left - 1
    if left > 0 then return end
    -- what is asked for before Prosody's loop runs would be forgotten
    timer.add_task(0, function() prosody.shutdown("all are done", 0) end)
  end)
end
