-- SPDX-License-Identifier: MIT
-- Runs a function to its end in each kind of host, with the clients of a run.

local socket = require "socket"

local hosts = {}

--- Whether a callback of the program raised this.
function hosts.is_callbacks(err)
  return tostring(err):find "token %d+" ~= nil or tostring(err):find "nil was raised" ~= nil
end

function hosts.blocking(run, fn)
  fn()
  for i = 1, run.program.leaves do run.outside(i) end
end

-- The program is a task; whoever steps does nothing else.
function hosts.stepped(run, fn)
  local client = run.clients[1]
  local task, rounds = client:spawn(fn), 0
  while not task:done() and not client:is_closed() and socket.gettime() < run.limit do
    for _, one in ipairs(run.known_clients()) do
      if not one:is_closed() and one:timeout() then
        one:wait(0.005)
        local ok, err = pcall(one.step, one)
        if not ok and not hosts.is_callbacks(err) and not tostring(err):find "closed" then
          error(err, 0)
        end
      end
    end
    rounds = rounds + 1
    if rounds % 5 == 0 and rounds // 5 <= run.program.leaves then run.outside(rounds // 5) end
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
  function run.attach(client) require("clickup.loop.luv").attach(client, uv) end
  local body, tell = kept(fn)
  run.attach_all()
  coroutine.wrap(body)()
  for i = 1, run.program.leaves do
    for _ = 1, 3 do uv.run "once" end
    run.outside(i)
  end
  uv.run()
  tell()
end

-- What is done outside of the first controller may be done in another one.
function hosts.cqueues(run, fn)
  local cqueues = require "cqueues"
  local controller = cqueues.new()
  run.attach = require("clickup.loop.cqueues").attach
  local body, tell = kept(fn)
  run.attach_all()
  controller:wrap(body)
  for i = 1, run.program.leaves do
    assert(controller:loop(0.01))
    local other = cqueues.new()
    if i % 2 == 0 then run.outside(i)
    else other:wrap(function() run.outside(i) end)
    end
    assert(other:loop())
  end
  assert(controller:loop())
  tell()
end

function hosts.copas(run, fn)
  local copas, loop = require "copas", require "clickup.loop.copas"
  run.attach = loop.attach
  local body, tell = kept(fn)
  run.attach_all()
  copas.addthread(body)
  local function enter(finished) -- what a callback raises comes out of run
    repeat
      local ok, err = pcall(loop.run, nil, finished)
      if not ok and not hosts.is_callbacks(err) then error(err, 0) end
    until ok or socket.gettime() > run.limit
  end
  for i = 1, run.program.leaves do
    local rounds = 0
    enter(function()
      rounds = rounds + 1
      return rounds > 5
    end)
    run.outside(i)
  end
  enter()
  tell()
end

--- Lets a host let go of what was closed.
function hosts.rest(mode)
  if mode == "luv" then require("luv").run() end
  if mode == "copas" then require("clickup.loop.copas").run() end
end

return hosts
