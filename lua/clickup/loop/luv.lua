-- SPDX-License-Identifier: MIT
--- A client in libuv's loop (luv, as in Neovim's vim.uv):
--
--     require("clickup.loop.luv").attach(client)
--     coroutine.wrap(function() print(client:get_goal(goal_id)) end)()
--     uv.run()
--
-- A call made in a coroutine suspends just that coroutine; one made in none, or in a coroutine
-- that another one has begun (a generator, say), blocks. The loop is held open only while the
-- client has something under way. An error in on_done or on_event ends the process, as luv does
-- with each that reaches it: catch yours.

local resumer = require "clickup.resumer"

local M = {}

-- Clients that have something under way: their loop alone holds them.
local active = {} -- luacheck: ignore 241 (to be in it is all that they need)

-- Luv crashes when a Lua state ends after a handle was closed and its loop has not run since. The
-- youngest finalizer is the first to run then: it lets the loop run once more.
local exit = { closed = false, ending = false }

local function renew_guard(uv)
  exit.guard = setmetatable({}, { __gc = function(guard)
    if exit.guard ~= guard then return end -- an older one
    exit.ending = true
    if exit.closed then uv.run "nowait" end
  end })
end

-- Both handles, closed once: with the client, or when nobody has it any more.
local function new_handles(uv, fd)
  local handles = { timer = assert(uv.new_timer()), poll = fd and assert(uv.new_poll(fd)) }
  function handles.stop()
    if handles.released then return end
    handles.timer:stop()
    if handles.poll then handles.poll:stop() end
  end
  function handles.release()
    if handles.released or exit.ending then return end
    handles.stop()
    handles.released, exit.closed = true, true
    handles.timer:close()
    if handles.poll then handles.poll:close() end
  end
  renew_guard(uv)
  return setmetatable(handles, { __gc = handles.release })
end

local OWN = debug.getinfo(1, "S").source

-- How a coroutine of the loop waits: one that was begun in no other, or goes on from here. Any
-- other may be a generator, which is nobody's to suspend.
local function sleeper(running)
  local in_main, source = resumer.find(running)
  if in_main == false and source ~= OWN then return nil end
  return {
    sleep = coroutine.yield,
    go = function()
      if coroutine.status(running) ~= "suspended" then return end
      local ok, err = coroutine.resume(running)
      if not ok then error(debug.traceback(running, tostring(err)), 0) end
    end,
  }
end

---@param client clickup.client
---@param uv? table  # luv, or vim.uv; require "luv" by default
function M.attach(client, uv)
  uv = uv or require "luv"
  local handles = new_handles(uv, client:fd())
  -- Luv holds its callbacks for ever: they hold nothing. The client holds its host, and that the
  -- handles.
  local weak = setmetatable({ client = client }, { __mode = "v" })

  local function step()
    local own, arm = weak.client, weak.arm
    if not own or own:is_closed() then return end
    local ok, err = pcall(own.step, own)
    arm()
    if not ok then error(err, 0) end
  end

  local function arm()
    local own = weak.client
    local seconds = own and not own:is_closed() and own:timeout()
    if own then active[own] = seconds and true or nil end
    if not seconds then return handles.stop() end -- so that uv.run can return
    if not handles.poll then seconds = math.min(seconds, 0.01) end
    uv.update_time() -- a timer starts from the loop's time, which may be old
    handles.timer:start(math.ceil(seconds * 1000), 0, step)
    if handles.poll and not handles.poll:is_active() then handles.poll:start("r", step) end
  end

  weak.arm = arm
  client:attach {
    kick = arm,
    leave = function()
      if weak.client then active[weak.client] = nil end
      handles.release()
    end,
    sleeper = sleeper,
  }
  arm() -- what was started before
end

return M
