-- SPDX-License-Identifier: MIT
-- Programs of others that hold a Lua 5.4 of their own: each runs a client against the
-- sandbox, in a process of its own.

local socket = require "socket"
local needs = require "spec.support.needs"
local retry_slower = require "spec.support.retry_slower"
local process = require "spec.support.process"
local sandbox = require "clickup.sandbox"

local quote = process.quote
local VERSION = _VERSION:match "%d.%d":gsub("%.", "_")
local server

setup(function() server = sandbox.start() end)
teardown(function() server:close() end)
before_each(function() server:reset() end)

-- Paths that hold wherever the host goes.
local function everywhere(path)
  local pipe <close> = io.popen "pwd"
  local here = pipe:read "l"
  return (path:gsub("[^;]+", function(one)
    return one:find "^/" and one or here .. "/" .. one:gsub("^%./", "")
  end))
end

local function environment(name)
  local words = { "env -u http_proxy -u all_proxy" }
  for key, value in pairs {
    CLICKUP_TOKEN = server.token, CLICKUP_BASE_URL = server.base_url, GOAL_ID = server.goal_id,
    HOST_NAME = name, ["LUA_PATH_" .. VERSION] = everywhere(package.path),
    ["LUA_CPATH_" .. VERSION] = everywhere(package.cpath),
  } do words[#words + 1] = key .. "=" .. quote(value) end
  return table.concat(words, " ") .. " PATH=$PATH:/usr/sbin " .. process.limit(60) .. " "
end

-- What a host prints, its standard error too; raises when it fails.
local function run(name, command)
  local pipe = io.popen(environment(name) .. command .. " 2>&1; echo \" $?\"")
  local output, status = pipe:read "a":match "^(.*) (%d+)\n$"
  pipe:close()
  assert(status == "0", ("%s: status %s\n%s"):format(name, status, output))
  return output
end

-- The names of the key results that a goal has.
local function created()
  local names = {}
  for _, request in ipairs(server:requests()) do
    if request.method == "POST" then
      names[#names + 1] = request.body:match '"name":"([^"]*)"'
    end
  end
  table.sort(names)
  return names
end

describe("a C program with a poll loop of its own", function()
  local PROGRAM = assert(package.searchpath("poll_host", (package.cpath:gsub("%?%.so", "?"))))

  local function poll(count, input)
    local command = ("printf '%s' | %s spec/hosts/poll_host.lua %s %s %d"):format(input or "",
      PROGRAM, server.base_url, server.goal_id, count)
    return run("poll", "sh -c " .. quote(command))
  end

  it("runs many calls, and does its own work meanwhile", retry_slower(function(unit)
    server:reset()
    server:fault { fault = "delay", seconds = 0.4 * unit }
    local output = poll(20, "one\\ntwo\\n")
    local turns, ticks = output:match "done after (%d+) turns and (%d+) ticks\n$"
    assert.is_true(tonumber(ticks) >= 10, output)
    assert.is_true(tonumber(turns) < tonumber(ticks) + 400, output)
    local names = created()
    assert.equal(22, #names)
    for _, name in ipairs(names) do
      assert.is_truthy(output:find("created " .. name .. "\n", 1, true), name)
    end
  end))

  it("ends at once when there is nothing to do", function()
    assert.matches("^done after 1 turns and 0 ticks\n$", (poll(0):gsub("[23] turns", "1 turns")))
  end)
end)

describe("the host", function()
  local function wants(program)
    needs(pending, program)
    if _VERSION ~= "Lua 5.4" then pending(program .. " holds Lua 5.4") end
  end

  local function tells(name, output)
    assert.matches("Lua 5%.4: created %x+%-", output)
    assert.same({ name }, created())
  end

  it("gringo, a grounder, runs a client", function()
    wants("gringo")
    tells("gringo", run("gringo", "gringo --text spec/hosts/gringo.lp"))
  end)

  it("neomutt, a mail reader, runs a client", function()
    wants("neomutt")
    tells("neomutt", run("neomutt",
      "sh -c " .. quote("neomutt -n -F /dev/null -e 'lua-source spec/hosts/neomutt.lua' -Q editor; "
      .. "exit 0"))) -- some versions end with 1
  end)

  it("lighttpd, a web server, runs a client in a page", function()
    wants("lighttpd")
    local probe = assert(socket.bind("127.0.0.1", 0))
    local _, port = probe:getsockname()
    probe:close()
    local folder = process.folder()
    process.write_file(folder .. "/lighttpd.conf", ([[
server.document-root = %q
server.bind = "127.0.0.1"
server.port = %d
server.modules = ( "mod_magnet" )
magnet.attract-physical-path-to = ( %q )
]]):format(folder, port, everywhere "spec/hosts/lighttpd.lua"))
    local web <close> = process.start(folder, ("%s lighttpd -D -f %s/lighttpd.conf 2>&1 & "
      .. "cat; kill $!; wait $!"):format(environment "lighttpd", folder))
    assert.matches("server started", web:line())
    local pipe <close> = io.popen(("curl -s --max-time 50 --noproxy '*' http://127.0.0.1:%d/")
      :format(port))
    tells("lighttpd", pipe:read "a")
  end)

  it("prosody, an XMPP server, has a client in its event loop", function()
    wants("prosody")
    local folder = process.folder()
    finally(function() os.execute("rm -rf " .. quote(folder)) end)
    process.write_file(folder .. "/prosody.cfg.lua", ([[
run_as_root = true
data_path, pidfile, certificates = %q, %q, %q
plugin_paths = { %q }
modules_enabled = { "clickup" }
modules_disabled = { "s2s", "c2s", "offline", "http" }
c2s_ports, s2s_ports, http_ports, https_ports = {}, {}, {}, {}
log = { { levels = { min = "info" }, to = "console" } }
VirtualHost "localhost"
]]):format(folder, folder .. "/pid", folder, everywhere "spec/hosts/prosody"))
    local output = run("prosody", ("prosody -F --config %s/prosody.cfg.lua"):format(folder))
    local _, count = output:gsub("Lua 5%.4: created %x+%-", "")
    assert.equal(3, count, output)
    assert.same({ "prosody 1", "prosody 2", "prosody 3" }, created())
  end)
end)
