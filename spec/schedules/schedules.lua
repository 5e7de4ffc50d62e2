-- SPDX-License-Identifier: MIT
-- make schedules: random programs of calls, tasks, callbacks, generators, several clients, closing,
-- errors and interrupts, in every kind of host, against a sandbox with delays and faults. Every
-- call ends exactly once and in time, and nothing is lost, doubled, wrongly told or left behind.
--
--     lua5.4 spec/schedules/schedules.lua SEED COUNT [MODE]
--     lua5.4 spec/schedules/schedules.lua --run MODE FIRST COUNT [ID,ID…]  # steps to leave out
--
-- Each mode is a process of its own. A program that fails is cut down to a small one.

local program = require "spec.schedules.program"
local process = require "spec.support.process"

local BATCH_SECONDS = 120 -- for the processes that cut a program down, and per 10 programs

-- ---- one process: some programs in one mode -----------------------------------------

local function run_batch(mode, first, count, out)
  local play = require "spec.schedules.play"
  local server <close> = require("clickup.sandbox").start()
  local failed, files, bytes = 0, nil, nil
  for seed = first, first + count - 1 do
    io.write("begin ", seed, "\n"):flush()
    local draft = program.make(seed, mode)
    program.leave_out(draft, out)
    local problems = play(draft, server)
    for _, problem in ipairs(problems) do
      io.write("problem ", (problem:gsub("\n", " | ")), "\n")
    end
    if problems[1] then failed = failed + 1 end
    if seed == first + math.min(9, count // 2) then
      files, bytes = process.descriptors(), collectgarbage "count"
    end
  end
  if count >= 20 then
    local grown = collectgarbage "count" - bytes
    if process.descriptors() > files then io.write("problem descriptors are left\n") end
    if grown > 200 then io.write(("problem %d KB are left\n"):format(grown // 1)) end
  end
  io.write("end\n")
  os.exit(failed == 0)
end

-- ---- all of them ----------------------------------------------------------------------

local function command_of(mode, first, count, out)
  return ("timeout -k 1 %d %s %s --run %s %d %d %s 2>&1"):format(
    BATCH_SECONDS + count * 6, process.quote(os.getenv "LUA" or "lua5.4"), process.quote(arg[0]),
    mode, first, count, out or "")
end

-- What a process told: seed → problems. One that did not come to its end counts, too.
local function read(pipe)
  local found, seed, over, last = {}, nil, false, nil
  for line in pipe:lines() do
    seed = tonumber(line:match "^begin (%d+)") or seed
    local problem = line:match "^problem (.*)"
    if problem then
      found[seed] = found[seed] or {}
      table.insert(found[seed], problem)
    end
    over, last = line == "end", line
  end
  pipe:close()
  if not over then
    found[seed or 0] = found[seed or 0] or {}
    table.insert(found[seed or 0], "the process died or hung: " .. tostring(last))
  end
  return found
end

local function fails(mode, seed, out)
  local found = read(assert(io.popen(command_of(mode, seed, 1, out))))
  return found[seed] and found[seed][1]
end

-- Leaves out one step after another, as long as it still fails.
local function cut_down(mode, seed)
  local draft, out, problem = program.make(seed, mode), {}, nil
  for _, id in ipairs(program.ids(draft)) do
    local try = table.concat({ table.unpack(out) }, ",") .. (out[1] and "," or "") .. id
    local still = fails(mode, seed, try)
    if still then
      out[#out + 1] = id
      problem = still
    end
  end
  local set = {}
  for _, id in ipairs(out) do set[id] = true end
  program.leave_out(draft, set)
  return draft, problem, table.concat(out, ",")
end

local function tell(mode, seed, problems)
  print(("\n%s, seed %d:"):format(mode, seed))
  for i = 1, math.min(5, #problems) do print("  ! " .. problems[i]) end
  if not fails(mode, seed) then return print "  (by itself it does not fail again)" end
  local draft, problem, out = cut_down(mode, seed)
  print("cut down (--run " .. mode .. " " .. seed .. " 1 " .. out .. "): " .. tostring(problem))
  print(program.text(draft))
end

local function run_all(seed, count, modes)
  local each = math.ceil(count / #modes)
  local pipes, failed = {}, 0
  for i, mode in ipairs(modes) do
    pipes[i] = assert(io.popen(command_of(mode, seed * 1000, each)))
  end
  for i, mode in ipairs(modes) do
    for bad, problems in pairs(read(pipes[i])) do
      failed = failed + 1
      if failed <= 3 then tell(mode, bad, problems) end
    end
  end
  print(("seed %d: %d programs in %s; failed: %d"):format(seed, each * #modes,
    table.concat(modes, ", "), failed))
  os.exit(failed == 0)
end

if arg[1] == "--run" then
  local out = {}
  for id in (arg[5] or ""):gmatch "%d+" do out[tonumber(id)] = true end
  run_batch(arg[2], tonumber(arg[3]), tonumber(arg[4]), out)
end

local modes = {}
for _, mode in ipairs(program.MODES) do
  local known = mode == "blocking" or mode == "stepped" or pcall(require, mode)
  if known and (not arg[3] or arg[3] == mode) then modes[#modes + 1] = mode end
end
run_all(tonumber(arg[1]), tonumber(arg[2]), modes)
