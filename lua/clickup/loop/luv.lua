-- SPDX-License-Identifier: MIT
--- A client in libuv's loop (luv, as in Neovim's vim.uv):
--
--     require("clickup.loop.luv").attach(client)
--     coroutine.wrap(function() print(client:get_goal(goal_id)) end)()
--     uv.run()
--
-- A call made in a coroutine suspends just that coroutine; one made in none
-- blocks. The loop is held open only while the client has something under way.

local M = {}

---@param client clickup.client
---@param uv? table  # luv, or vim.uv; require "luv" by default
function M.attach(client, uv)
  uv = uv or require "luv"
  local fd = client:fd()
  local poll, timer = fd and assert(uv.new_poll(fd)), assert(uv.new_timer())
  local arm

  local function step()
    client:step()
    arm()
  end

  local function close()
    if poll and not poll:is_closing() then poll:close() end
    if not timer:is_closing() then timer:close() end
  end

  -- Idle handles are stopped, so that uv.run can return.
  function arm()
    if client:is_closed() then return close() end
    local seconds = client:timeout()
    if not seconds then
      timer:stop()
      if poll then poll:stop() end
      return
    end
    if not fd then seconds = math.min(seconds, 0.01) end
    timer:start(math.ceil(seconds * 1000), 0, step)
    if poll and not poll:is_active() then poll:start("r", step) end
  end

  client:attach {
    kick = arm,
    sleeper = function(running)
      return {
        sleep = coroutine.yield,
        go = function()
          local ok, err = coroutine.resume(running)
          if not ok then error(debug.traceback(running, tostring(err)), 0) end
        end,
      }
    end,
  }
end

return M
