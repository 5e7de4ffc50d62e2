-- SPDX-License-Identifier: MIT
-- Runs a function to its end in each kind of host, with the clients of a run.

local socket = require "socket"

local hosts = {}

--- Whether a callback of the program raised this.
function hosts.is_callbacks(err)
  return tostring(err):find "token %d+" ~= nil or tostring(err):find "nil was raised" ~= nil
end

function hosts.blocking(_, fn) fn() end

-- The program is a task; whoever steps does nothing else.
function hosts.stepped(run, fn)
  local client = run.clients[1]
  local task = client:spawn(fn)
  while not task:done() and not client:is_closed() and socket.gettime() < run.limit do
    for _, one in ipairs(run.clients) do
      if not one:is_closed() and one:timeout() then
        one:wait(0.005)
        local ok, err = pcall(one.step, one)
        if not ok and not hosts.is_callbacks(err) and not tostring(err):find "closed" then
          error(err, 0)
        end
      end
    end
  end
  if task:done() then task:result() end
end

-- The error of a coroutine is kept, so that the loop goes on.
local function kept(fn)
  local err
  return function()
    local ok, raised = pcall(fn)
    if not ok then err = raised end
  end, function()
    if err ~= nil then error(err, 0) end
  end
end

function hosts.luv(run, fn)
  local uv = require "luv"
  for _, client in ipairs(run.clients) do require("clickup.loop.luv").attach(client, uv) end
  local body, tell = kept(fn)
  coroutine.wrap(body)()
  uv.run()
  tell()
end

function hosts.cqueues(run, fn)
  local controller = require("cqueues").new()
  for _, client in ipairs(run.clients) do require("clickup.loop.cqueues").attach(client) end
  local body, tell = kept(fn)
  controller:wrap(body)
  assert(controller:loop())
  tell()
end

function hosts.copas(run, fn)
  local copas, loop = require "copas", require "clickup.loop.copas"
  loop.attach(run.clients[1])
  local body, tell = kept(fn)
  copas.addthread(body)
  repeat -- what a callback raises comes out here
    local ok, err = pcall(loop.run, run.clients[1])
    if not ok and not hosts.is_callbacks(err) then error(err, 0) end
  until ok or socket.gettime() > run.limit
  tell()
end

--- Lets a host let go of what was closed.
function hosts.rest(mode)
  if mode == "luv" then require("luv").run() end
end

return hosts
