-- SPDX-License-Identifier: MIT
-- An attack: a create against a server that means harm. Whatever it answers, the create is sent
-- once, and ends in time and within its memory.

local assert = require "luassert"
local socket = require "socket"
local creates = require "spec.support.creates"
local retry_slower = require "spec.support.retry_slower"
local process = require "spec.support.process"
local scripted_server = require "spec.support.scripted_server"

local attacks = { tried = 0 }

-- Memcheck takes its time.
local SLOW = os.getenv "VALGRIND_LOG" and 20 or 1

-- What takes longer hangs; of the processor there is a right to less.
local SECONDS, CPU_SECONDS, MIB = 60 * SLOW, 10 * SLOW, 1024

--- The timeout, in seconds, of a client that an attack must not let come to it.
attacks.TIMEOUT = 4 * SLOW

-- The most memory that was in use since it was last forgotten, in KiB; 0 where no /proc tells.
local function peak()
  return tonumber(process.read_file "/proc/self/status":match "VmHWM:%s*(%d+)") or 0
end

-- AddressSanitizer keeps what was freed for a while, memcheck a shadow of it.
local SLACK = (os.getenv "ASAN_OPTIONS" or os.getenv "VALGRIND_LOG") and 3 or 1

local function forget_peak()
  collectgarbage()
  if peak() > 0 then process.write_file("/proc/self/clear_refs", "5") end
end

--- Runs what must end in time and within so many MiB more than are in use.
---@param mib integer
---@param run fun(): any, any
function attacks.bounded(mib, run)
  forget_peak()
  local before, started, used = peak(), socket.gettime(), os.clock()
  local value, second = run()
  local took, grown = socket.gettime() - started, peak() - before
  used = os.clock() - used
  assert(took < SECONDS and used < CPU_SECONDS,
    ("it took %.1f s, %.1f s of them of the processor"):format(took, used))
  assert(grown < mib * MIB * SLACK, ("it took %d MiB"):format(grown // MIB))
  attacks.tried = attacks.tried + 1
  return value, second
end

local function steps_of(answer)
  if type(answer) == "string" then answer = { { "send", answer }, { "close" } } end
  return { { "request" }, table.unpack(answer) }
end

--- A create that meets this answer (bytes, or steps after the request), with retries allowed.
---@param answer string|table
---@param options table? # of the client; `mib`: how much memory it may take (16)
---@return any value, any second, integer count # how often it came to the server
function attacks.create(answer, options)
  local given = { max_retries = 3 }
  for name, value in pairs(options or {}) do given[name] = value end
  given.mib = nil
  local raw <close> = scripted_server.start { steps_of(answer), repeat_last = true }
  local value, second = attacks.bounded(options and options.mib or 16, function()
    return creates.once(raw, given)
  end)
  return value, second, creates.count(raw)
end

local EVERY <const> = 17

--- Those of generated cases that are tried: all of them with ATTACKS=all (make attacks), else
--- every 17th, the first among them.
---@param cases table[]
---@return table[]
function attacks.sample(cases)
  if os.getenv "ATTACKS" == "all" then return cases end
  local some = {}
  for i = 1, #cases, EVERY do some[#some + 1] = cases[i] end
  return some
end

--- Each case: name, answer, what comes of it ("taken", or the error's kind; two where libcurls
--- differ), a part of the error's message, options.
---@param it function # busted's
---@param cases table[]
function attacks.each(it, cases)
  for _, case in ipairs(attacks.sample(cases)) do
    local name, answer, kind, text, given = table.unpack(case, 1, 5)
    local most = 0
    local function attack(unit)
      local options = {}
      for key, value in pairs(given or {}) do options[key] = value end
      options.timeout = given and given.timeout and given.timeout * unit
      options.deadline = given and given.deadline and given.deadline * unit
      local value, second, count = attacks.create(answer, options)
      most = math.max(most, count)
      assert(count == 1 and most == 1, ("it was sent %d times"):format(most))
      if kind == "taken" then
        assert.same({ id = "kr-1" }, value, second)
        return
      end
      assert.is_nil(value)
      assert.is_truthy(kind:find(second.kind, 1, true), tostring(second))
      assert.matches(text or "", second.message, 1, true)
      assert.is_true(#second.message < 1000)
      assert.is_nil(second.message:find "%c")
      assert.is_false(second.retryable)
      if kind ~= "api" then assert.equal("unknown", second.sent) end -- it may have run
    end
    local timed = given and (given.timeout or given.deadline)
    it(name, timed and retry_slower(attack) or function() attack(1) end)
  end
end

--- Prints how many were tried.
---@param what string
function attacks.tell(what)
  print(("\n%s: %d attacks"):format(what, attacks.tried))
end

return attacks
