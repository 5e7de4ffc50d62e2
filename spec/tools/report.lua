-- SPDX-License-Identifier: MIT
-- Busted's usual output, the secrets that showed, what failed by name in the last lines, and the
-- counts of the run in the file that TEST_COUNTS names. A spec that takes longer than SPEC_SECONDS
-- (300) ends the run, by its name.

local busted = require("busted")
local leaks = require("spec.tools.leaks")
local older = require("spec.tools.older")
local skip = require("spec.support.skip")

local function write_counts(passed, failed)
  local path = os.getenv("TEST_COUNTS")
  if not path then
    return
  end
  local file = assert(io.open(path, "w"))
  file:write(("%d passed, %d failed\n"):format(passed, failed))
  file:close()
end

-- Runs beside the specs. A call that hangs in C lets no hook of Lua's run, hence a process.
local WATCHDOG = [[
file='%s' limit=%d seen= since=0
{
  while kill -0 $PPID 2>/dev/null && now=$(cat "$file" 2>/dev/null); do
    if [ "$now" != "$seen" ]; then seen=$now since=0; fi
    if [ $since -ge $limit ]; then
      echo "
Failed: it did not end in $limit s: $seen" >&2
      rm -f "$file"
      kill -KILL $PPID
      break
    fi
    sleep 1 >/dev/null 2>&1
    since=$((since + 1))
  done
  kill $$
} &
read -r _
kill $! 2>/dev/null]]

-- Where the name of the spec that runs is for the watchdog.
local function watch()
  local path = os.tmpname()
  local limit = tonumber(os.getenv "SPEC_SECONDS") or 300
  local count, dog = 0, nil
  busted.subscribe({ "test", "start" }, function(element)
    count = count + 1
    local file = assert(io.open(path .. ".new", "w"))
    local trace = element.trace or {}
    file:write(("%s:%s %s (%d)\n"):format(trace.short_src or "?", trace.currentline or "?",
      element.name, count))
    file:close()
    os.rename(path .. ".new", path)
    dog = dog or io.popen(WATCHDOG:format(path, limit), "w")
    return nil, true
  end)
  return function() os.remove(path) end
end

local function follow_specs()
  busted.subscribe({ "test", "start" }, function(element)
    leaks.enter(element.trace and element.trace.short_src or "?", element.name)
    skip.element = element
    return nil, true
  end)
  busted.subscribe({ "test", "end" }, function()
    skip.element = nil
    return nil, true
  end)
end

local function tell_failures(handler)
  io.stdout:flush()
  for _, list in ipairs { handler.failures, handler.errors } do
    for _, failure in ipairs(list) do
      local trace = failure.trace or {}
      io.stderr:write(("Failed: %s:%s %s\n"):format(trace.short_src or "?",
        trace.currentline or "?", failure.name or "?"))
    end
  end
end

local function tell_leaks()
  local told = {}
  for _, leak in ipairs(leaks.list) do
    if not told[leak] then
      io.stderr:write("Leak: ", leak, "\n")
    end
    told[leak] = true
  end
  return #leaks.list
end

return function(options)
  local handler = require("busted.outputHandlers." .. options.defaultOutput)(options)
  follow_specs()
  older.install(busted)
  local rest = watch()

  -- Busted's own exit status is the number of failures modulo 256, and 0 when nothing ran.
  busted.subscribe({ "exit" }, function()
    rest()
    tell_failures(handler)
    local passed = handler.successesCount
    local failed = handler.failuresCount + handler.errorsCount + tell_leaks()
    write_counts(passed, failed)
    if passed + failed == 0 then
      io.stderr:write("No spec was run.\n")
    end
    if passed == 0 or failed > 0 then
      os.exit(1, true)
    end
    return nil, true
  end)

  return handler
end
