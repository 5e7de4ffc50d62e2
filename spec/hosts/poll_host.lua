-- SPDX-License-Identifier: MIT
-- The script of poll_host: BASE_URL GOAL_ID COUNT. Starts that many creates, and one
-- more for each line that the host reads. The token comes from CLICKUP_TOKEN.

local base_url, goal_id, count = ...

local clickup = require "clickup"
local client = clickup.new { base_url = base_url, http_version = "1.1" }

local function create(name)
  client:start("create_key_result", goal_id, {
    name = name, owners = { 183 }, type = "number", steps_start = 0, steps_end = 10, unit = "km",
  }):on_done(function(key_result, err)
    print(key_result and "created " .. key_result.name or "failed " .. tostring(err))
  end)
end

for i = 1, tonumber(count) do create("number " .. i) end

function on_line(line) create(line) end -- luacheck: ignore 111 (the host calls it)

return client
