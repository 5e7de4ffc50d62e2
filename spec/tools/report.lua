-- SPDX-License-Identifier: MIT
-- Busted's usual output, and the counts of the run in the file that TEST_COUNTS names.

local busted = require("busted")

local function write_counts(passed, failed)
  local path = os.getenv("TEST_COUNTS")
  if not path then
    return
  end
  local file = assert(io.open(path, "w"))
  file:write(("%d passed, %d failed\n"):format(passed, failed))
  file:close()
end

return function(options)
  local handler = require("busted.outputHandlers." .. options.defaultOutput)(options)

  -- Busted's own exit status is the number of failures modulo 256, and 0 when nothing ran.
  busted.subscribe({ "exit" }, function()
    local passed = handler.successesCount
    local failed = handler.failuresCount + handler.errorsCount
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
