-- SPDX-License-Identifier: MIT
-- Busted's usual output, the secrets that showed, and the counts of the run in the file that
-- TEST_COUNTS names.

local busted = require("busted")
local leaks = require("spec.tools.leaks")

local function write_counts(passed, failed)
  local path = os.getenv("TEST_COUNTS")
  if not path then
    return
  end
  local file = assert(io.open(path, "w"))
  file:write(("%d passed, %d failed\n"):format(passed, failed))
  file:close()
end

local function follow_specs()
  busted.subscribe({ "test", "start" }, function(element)
    leaks.enter(element.trace and element.trace.short_src or "?", element.name)
    return nil, true
  end)
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

  -- Busted's own exit status is the number of failures modulo 256, and 0 when nothing ran.
  busted.subscribe({ "exit" }, function()
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
