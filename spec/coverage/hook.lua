-- SPDX-License-Identifier: MIT
-- Run first by every Lua of the specs (LUA_INIT): counts the lines of lua/ that
-- are run, in all coroutines, and leaves them in the folder COVERAGE_LUA.
-- luacheck: globals coroutine.create coroutine.wrap os.exit require LEAVE_COVERAGE

local folder = os.getenv "COVERAGE_LUA"
if not folder then return end

local seen = {} -- by file, by line

-- The files of the module, by the name that the interpreter knows them by.
local names = setmetatable({}, { __index = function(names, source)
  local name = source:match "^@%.?/?(lua/clickup.*)$" or false
  names[source] = name
  if name then seen[name] = seen[name] or {} end
  return name
end })

local getinfo, sethook = debug.getinfo, debug.sethook

local function on_line(_, line)
  local name = names[getinfo(2, "S").source]
  if name then seen[name][line] = true end
end

local create = coroutine.create

local function hooked(fn)
  local thread = create(fn)
  sethook(thread, on_line, "l")
  return thread
end
coroutine.create = hooked

local function pass(ok, ...)
  if not ok then error((...), 0) end
  return ...
end

function coroutine.wrap(fn)
  local thread = hooked(fn)
  return function(...) return pass(coroutine.resume(thread, ...)) end
end

-- The coroutines that cqueues makes are not Lua's, so they hook themselves.
local load = require
function require(name)
  local first = name == "cqueues" and not package.loaded.cqueues
  local module, where = load(name)
  if first then
    local wrap
    wrap = module.interpose("wrap", function(queue, fn, ...)
      return wrap(queue, function(...)
        sethook(on_line, "l")
        return fn(...)
      end, ...)
    end)
  end
  return module, where
end

local function leave()
  local name = ("%s/%s-%d"):format(folder, tostring(seen):match "0x%x+", os.time())
  local file <close> = io.open(name, "a")
  if not file then return end
  for source, lines in pairs(seen) do
    for line in pairs(lines) do file:write(source, ":", line, "\n") end
  end
end

local exit = os.exit
function os.exit(...)
  leave()
  exit(...)
end

-- At the end of the state, when nobody has called os.exit.
LEAVE_COVERAGE = setmetatable({}, { __gc = leave })
sethook(on_line, "l")
