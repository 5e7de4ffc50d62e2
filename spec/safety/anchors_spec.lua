-- SPDX-License-Identifier: MIT
-- What the core holds for as long as it needs it, and no longer.

local core = require "clickup.core"
local creates = require "spec.support.creates"
local scripted_server = require "spec.support.scripted_server"

-- Everything that can go is gone, and something else is where it was.
local function collect(length)
  for _ = 1, 3 do collectgarbage() end
  local rubbish = {}
  for i = 1, 2000 do rubbish[i] = ("%d"):format(i % 10):rep(length) end
  return rubbish
end

local function silent()
  return scripted_server.start { { { "request" }, { "eof" } }, repeat_last = true }
end

describe("the core", function()
  it("holds the words of an operation", function()
    local length = 60 -- longer than what Lua keeps one copy of
    local function compile()
      return core.operation {
        name = ("n"):rep(length), method = "GET", kind = "read", ids = {},
        path = "/" .. ("p"):rep(length - 1),
      }
    end
    local operation = compile()
    local rubbish = collect(length)
    local raw <close> = silent()
    local client <close> = creates.client(raw)
    local call = core.clients.submit(client, operation, nil, false)
    assert.equal(("clickup call %s (queued)"):format(("n"):rep(length)), tostring(call))
    creates.step_until(client, function() return creates.count(raw) > 0 end, "the request")
    call:cancel()
    local request = creates.parse(raw:received()[1][1])
    assert.matches(("p"):rep(length - 1) .. "$", request.target)
    assert.equal(2000, #rubbish)
  end)

  it("forgets a call that had landed when it goes together with its client", function()
    local raw <close> = silent()
    local gone = setmetatable({}, { __mode = "k" })
    do
      local client = creates.client(raw)
      for _ = 1, 3 do
        local call = client:start("create_key_result", creates.GOAL, creates.body())
        call:cancel()
        gone[call] = true
      end
      gone[client] = true
    end
    collect(60)
    assert.is_nil(next(gone))
  end)
end)
