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
    if client:is_closed() then return arm() end
    local ok, err = pcall(client.step, client)
    arm()
    if not ok then error(err, 0) end
  end

  -- Idle handles are stopped, so that uv.run can return. They are closed when
  -- they are collected: luv crashes at exit when a handle was closed and the loop
  -- has not run since.
  local function stop()
    timer:stop()
    if poll then poll:stop() end
  end

  function arm()
    local seconds = not client:is_closed() and client:timeout()
    if not seconds then return stop() end
    if not fd then seconds = math.min(seconds, 0.01) end
    uv.update_time() -- a timer starts from the loop's time, which may be old
    timer:start(math.ceil(seconds * 1000), 0, step)
    if poll and not poll:is_active() then poll:start("r", step) end
  end

  client:attach {
    kick = arm,
    leave = stop,
    sleeper = function(running)
      return {
        sleep = coroutine.yield,
        go = function()
          if coroutine.status(running) ~= "suspended" then return end
          local ok, err = coroutine.resume(running)
          if not ok then error(debug.traceback(running, tostring(err)), 0) end
        end,
      }
    end,
  }
  arm() -- what was started before
end

return M
