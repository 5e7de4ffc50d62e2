-- SPDX-License-Identifier: MIT
--- Who has resumed a coroutine: a host's loop, or some other code, whose generator it is then.

local core = require "clickup.core"

local debug = debug -- a host may take it away later

local resumer = {}

-- The coroutine that this one has resumed, and waits for.
local function resumed_by(thread)
  local called = debug.getinfo(thread, 0, "f")
  if not called then return nil end
  local _, first = debug.getlocal(thread, 0, 1) -- of coroutine.resume
  if type(first) == "thread" then return first end
  local _, held = debug.getupvalue(called.func, 1) -- by what coroutine.wrap returned
  return type(held) == "thread" and held or nil
end

--- Where the running coroutine was resumed: in the main program or in another coroutine, and
--- by which file's code. Nil: that can't be told, as when C code has resumed it.
---@param running thread
---@return boolean? in_main
---@return string? source # as debug.getinfo gives it
function resumer.find(running)
  local thread = core.main_thread()
  local in_main = true
  for _ = 1, 200 do -- C calls cannot be nested deeper
    local inner = resumed_by(thread)
    if inner == running then
      local caller = debug.getinfo(thread, 1, "S")
      return in_main, caller and caller.source
    end
    if not inner then return nil end
    thread, in_main = inner, false
  end
end

return resumer
