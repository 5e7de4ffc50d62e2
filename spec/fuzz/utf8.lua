-- SPDX-License-Identifier: MIT
-- Any bytes, against Lua's own idea of UTF-8.

local core = require "clickup.core"
local glue = require "fuzz_glue"

local function expected(bytes)
  local zero, _, bad = bytes:find("\0", 1, true), utf8.len(bytes)
  if not utf8.len(bytes) then bad = select(2, utf8.len(bytes)) end
  if zero and (not bad or zero < bad) then return "zero", zero end
  if bad then return "broken", bad end
  return bytes:find '[%z\1-\31"\\]' and "escape" or "plain"
end

return function(bytes)
  local verdict, at = glue.utf8(bytes)
  local wanted, where = expected(bytes)
  assert(verdict == wanted, verdict)
  assert(not where or at == where - 1, "another place")
  local most = (bytes:byte() or 0) // 2
  local shown = core.visible(bytes, most)
  assert(utf8.len(shown) and not shown:find "%c" and #shown <= 4 * most + 8, "visible")
  assert(wanted ~= "plain" or #bytes > most or bytes:find "[\127\194]" or shown == bytes, "changed")
end
