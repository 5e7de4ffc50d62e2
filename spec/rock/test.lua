-- SPDX-License-Identifier: MIT
-- Usage: test.lua [FOLDER|FILE...]
-- What `luarocks test` runs, by the Lua that LuaRocks is for, in the folder of the sources: specs
-- against the installed rock, where it is the one that these sources make; otherwise against a
-- build of them. It installs nothing. What is missing is told, and costs its own specs only.

-- Enough to see that the installed module is whole: how it encodes, sends, waits, fails and
-- recovers. The whole suite is `make test`.
local SPECS <const> = {
  json = "decode encode validation vocabulary",
  client = "answer errors events help helpers oauth operations options paging suggest webhook",
  retry = "reconcile_many retry", waiting = "call map", http = "tls",
}
-- Those that need neither a sandbox nor another server.
local ALONE <const> = "spec/client/help_spec.lua spec/client/suggest_spec.lua"

-- Debian packages pure Lua files for older versions only.
local OLDER <const> = "/usr/share/lua/5.4/?.lua;/usr/share/lua/5.4/?/init.lua;"
  .. "/usr/share/lua/5.3/?.lua;/usr/share/lua/5.3/?/init.lua;"
  .. "/usr/share/lua/5.1/?.lua;/usr/share/lua/5.1/?/init.lua"
local SOURCES <const> = "lua/?.lua;lua/?/init.lua;./?.lua"

local version = _VERSION:match "%d.%d"
local name = version:gsub("%.", "_")

local function say(...)
  print("luarocks test: " .. string.format(...))
  io.stdout:flush()
end

local function give_up(...)
  say(...)
  os.exit(1)
end

local function quote(text) return "'" .. text:gsub("'", [['\'']]) .. "'" end

local function shell(command)
  local pipe <close> = assert(io.popen(command))
  return pipe:read "a"
end

local function read(path)
  local file <close> = io.open(path, "rb")
  return file and file:read "a"
end

-- The command of this interpreter, as it was called.
local function interpreter()
  local first = 0
  while arg[first - 1] do first = first - 1 end
  return arg[first]
end

local lua = interpreter()

-- The folder of the rock that these sources make; nil and why not.
local function find_installed()
  local init = package.searchpath("clickup", package.path)
  if not init or not package.searchpath("clickup.core", package.cpath) then
    return nil, "clickup is not installed where Lua " .. version .. " looks"
  end
  local folder = init:gsub("init%.lua$", "")
  local own = shell "cd lua/clickup && find . -name '*.lua' | grep -v '^./sandbox/' | LC_ALL=C sort"
  for path in own:gmatch "[^\n]+" do
    if read(folder .. path) ~= read("lua/clickup/" .. path) then
      return nil, ("%s is another version (%s differs)"):format(init, path)
    end
  end
  return folder
end

-- Puts the rock, or a build of the sources, where this Lua looks first.
local function find_module()
  local folder, why = find_installed()
  if folder then return say("the rock in %s, with Lua %s", folder, version) end
  say('%s: a build of these sources is tested. For an installed rock: eval "$(luarocks path)"', why)
  if not os.execute("make -s all DEPS=check LUA=" .. quote(lua)) then give_up "the build failed" end
  local part = version == "5.4" and "" or "lua" .. version .. "/"
  package.cpath = (".build/%slib/lua/%s/?.so;%s"):format(part, version, package.cpath)
  package.path = "lua/?.lua;lua/?/init.lua;" .. package.path
end

-- The sandbox and the specs' servers are processes of their own, of a Lua that has what they need.
local function find_helper()
  local own = os.getenv "SANDBOX_LUA"
  if own then return own end
  return package.searchpath("_cqueues", package.cpath) and lua or "lua5.4"
end

local function environment(helper)
  local words = { "LUA=" .. quote(lua), "SANDBOX_LUA=" .. quote(helper),
    ("LUA_PATH_%s=%s"):format(name, quote(package.path)),
    ("LUA_CPATH_%s=%s"):format(name, quote(package.cpath)) }
  if version ~= "5.4" then -- for a helper of another version
    words[#words + 1] = ("LUA_PATH=%s LUA_CPATH=';;'"):format(quote(SOURCES .. ";" .. OLDER))
  end
  return table.concat(words, " ") .. " "
end

-- The specs that can be run; the sandbox says what it lacks.
local function choose(run, helper)
  local given = table.concat(arg, " ")
  local try = ("%s%s -e %s && %s%s -e %s"):format(run, quote(helper),
    quote 'for m in ("socket http.server cqueues openssl.x509"):gmatch "%S+" do require(m) end',
    run, quote(lua), quote 'local s <close> = require("clickup.sandbox").start()')
  if not os.execute(try) then
    say("the sandbox and other servers of the specs cannot start, with %s: see above; they need "
      .. "the rocks http, cqueues, luaossl, lpeg and luasocket", helper)
    if given ~= "" then os.exit(1) end
    say("skipped: all specs but %s", ALONE)
    return ALONE
  end
  if given ~= "" then return given end
  local list = {}
  for folder, names in pairs(SPECS) do
    for one in names:gmatch "%S+" do
      list[#list + 1] = ("spec/%s/%s_spec.lua"):format(folder, one)
    end
  end
  table.sort(list)
  return table.concat(list, " ")
end

find_module()
package.path = table.concat({ package.path, SOURCES, OLDER }, ";")
for module, rock in pairs { ["busted.runner"] = "busted", socket = "luasocket" } do
  local found, why = pcall(require, module)
  if not found then give_up("nothing can be tested without the rock %s: %s", rock, why) end
end
local helper = find_helper()
local run = environment(helper)
os.exit(os.execute(("%ssh spec/tools/suite.sh %s -- %s spec/tools/busted.lua"):format(run,
  choose(run, helper), quote(lua))) == true, true)
