-- SPDX-License-Identifier: MIT
-- What a host that just calls Lua runs: one create, which blocks the host meanwhile.
-- The goal is in GOAL_ID, the name in HOST_NAME; the client reads its own variables.

local clickup = require "clickup"

local client <close> = clickup.new()
local key_result, err = client:create_key_result(os.getenv "GOAL_ID", {
  name = os.getenv "HOST_NAME", owners = { 183 }, type = "number", steps_start = 0,
  steps_end = 10, unit = "km",
})
return _VERSION .. (key_result and ": created " .. key_result.id or ": failed: " .. tostring(err))
