-- SPDX-License-Identifier: MIT
-- The sandbox as a process: TLS and HTTP/2, its life, its parts.

local socket = require "socket"

local http = require "socket.http"
local json = require "clickup.sandbox.json"
local sandbox = require "clickup.sandbox"
local process = require "spec.support.process"
local by = require "spec.support.sandbox_requests"

local with, shell, get_goal, curl, connections =
  by.with, by.shell, by.get_goal, by.curl, by.connections

local LUA_HTTP = ";/usr/share/lua/5.3/?.lua;/usr/share/lua/5.3/?/init.lua"
  .. ";/usr/share/lua/5.1/?.lua;/usr/share/lua/5.1/?/init.lua"

describe("sandbox over TLS", function()
  local server, goal

  setup(function()
    server = sandbox.start { tls = true }
    goal = server.base_url .. "/v2/goal/" .. server.goal_id
  end)
  teardown(function() server:close() end)
  before_each(function() server:reset() end)

  it("speaks HTTP/2 and HTTP/1.1", function()
    assert.equal("200 2", curl(server, "--http2 " .. goal, "%{http_code} %{http_version}"))
    assert.equal("200 1.1", curl(server, "--http1.1 " .. goal, "%{http_code} %{http_version}"))
    local requests = server:requests()
    assert.equal("2", requests[1].http_version)
    assert.equal("1.1", requests[2].http_version)
    assert.equal("127.0.0.1:" .. server.port, requests[1].headers.host)
  end)

  it("is trusted by its CA only, under each of its names", function()
    assert.matches("curl: %(60%)", shell("curl -sS " .. goal))
    assert.equal("200", curl(server, goal:gsub("127%.0%.0%.1", "localhost"), "%{http_code}"))
    assert.matches("Verify return code: 0 %(ok%)", shell(
      ("openssl s_client -x509_strict -CAfile %s -connect 127.0.0.1:%d </dev/null"):format(
        server.ca_file, server.port)))
  end)

  it("reads an HTTP/2 body to its end before it answers", function()
    local body = os.tmpname()
    local file <close> = assert(io.open(body, "wb"))
    file:write(json.encode(with { name = ("x"):rep(1 << 20) }))
    file:flush()
    local post = ("--http2 -H 'Content-Type: application/json' --data-binary @%s %s/key_result")
      :format(body, goal)
    assert.equal("200 2", curl(server, post, "%{http_code} %{http_version}"))
    file:write((" "):rep(16 << 20))
    file:flush()
    assert.equal("413 2", curl(server, post, "%{http_code} %{http_version}"))
    os.remove(body)
    assert.equal(1 << 20, #server:state().goals[1].key_results[1].name)
  end)

  it("answers many HTTP/2 requests on one connection, one after another", function()
    local codes = curl(server, "--http2 '" .. goal .. "?x=[1-300]'", "%{http_code} ")
    assert.equal(("200 "):rep(300), codes)
    assert.equal(1, connections(server:requests()))
  end)

  -- libcurl itself holds back above 100 streams.
  it("answers 100 HTTP/2 streams at once on one connection", function()
    local codes = curl(server, "--http2 --no-progress-meter --parallel --parallel-max 100 '"
      .. goal .. "?x=[1-100]'", "%{http_code} ")
    assert.equal(("200 "):rep(100), codes)
    assert.equal(1, connections(server:requests()))
  end)

  it("can be limited to HTTP/1.1", function()
    local old <close> = sandbox.start { tls = true, http2 = false }
    local url = old.base_url .. "/v2/goal/" .. old.goal_id
    assert.equal("200 1.1", curl(old, "--http2 " .. url, "%{http_code} %{http_version}"))
  end)
end)

describe("sandbox's life", function()
  it("checks its options", function()
    assert.error_matches(function() sandbox.start { tsl = true } end,
      "^clickup.sandbox: unknown option 'tsl'")
    assert.error_matches(function() sandbox.start { port = "80" } end,
      "option 'port' must be an integer from 0 to 65535")
    assert.error_matches(function() sandbox.start { tokens = { 1 } } end,
      "option 'tokens' must be a list of strings")
  end)

  it("takes the token that is asked for", function()
    local server <close> = sandbox.start { token = "pk_mine" }
    assert.equal("pk_mine", server.token)
    assert.equal(200, (get_goal(server)))
  end)

  it("says why it can't start", function()
    local server <close> = sandbox.start()
    assert.error_matches(function() sandbox.start { port = server.port } end,
      "cannot listen on 127.0.0.1:" .. server.port .. ": Address already in use")
    assert.error_matches(function() sandbox.start { lua = "/nonexistent 'lua" } end,
      "expected a Lua to run it, got a command that there is not")
    assert.error_matches(function() sandbox.start { lua = "false" } end, "the process has ended")
  end)

  -- Debian's packages and the rocks, of what a Lua with these modules in C alone lacks.
  local LUA <const> = "lua5.4"
  local NEEDS <const> = {
    lpeg = "lpeg for JSON (Debian: lua-lpeg, LuaRocks: lpeg)",
    _cqueues = "cqueues for its event loop (Debian: lua-cqueues, LuaRocks: cqueues)",
    _openssl = "luaossl for TLS (Debian: lua-luaossl, LuaRocks: luaossl)",
  }

  local function starts_without(name)
    local folder <close> = setmetatable({ path = process.folder() },
      { __close = function(self) os.execute("rm -r " .. self.path) end })
    for module in pairs(NEEDS) do
      if module ~= name then
        assert(os.execute(([[ln -s "$(LUA_CPATH_5_4=';;' %s -e '
          print(package.searchpath("%s", package.cpath))')" %s/%s.so]]):format(LUA, module,
          folder.path, module)))
      end
    end
    local cpath = package.cpath
    package.cpath = folder.path .. "/?.so"
    local ok, message = pcall(sandbox.start, { lua = LUA })
    package.cpath = cpath
    assert.is_false(ok)
    return message
  end

  it("names what is missing, and what to install", function()
    for name, text in pairs(NEEDS) do
      local message = starts_without(name)
      assert.matches("clickup.sandbox: needs what Lua 5.4 does not find: ", message, 1, true)
      assert.matches(text, message, 1, true)
      for other, its_text in pairs(NEEDS) do
        assert.equal(other == name, message:find(its_text, 1, true) ~= nil, message)
      end
      assert.is_nil(message:find "no file")
    end
    local output = shell(("LUA_PATH='%s' LUA_CPATH_5_4='/nowhere/?.so' %s -e "
      .. "'require [[clickup.sandbox]]' 2>&1"):format(package.path, LUA))
    assert.matches("^" .. LUA .. ": clickup%.sandbox: needs what Lua 5%.4 does not find: lpeg for "
      .. "JSON %(Debian: lua%-lpeg, LuaRocks: lpeg%)\n", output)
  end)

  it("ends when it is closed, and leaves nothing", function()
    local server = sandbox.start { tls = true }
    server:close()
    server:close()
    assert.is_nil(io.open(server.ca_file))
    assert.is_nil((socket.connect("127.0.0.1", server.port)))
    assert.error_matches(function() server:requests() end,
      "^clickup.sandbox: closed")
    assert.equal("clickup.sandbox (closed)", tostring(server))
  end)

  it("ends when its parent does", function()
    local output = shell(([[LUA_PATH='%s' %s -e '
      local server = require("clickup.sandbox").start { tls = true }
      print(server.port, server.ca_file)
      os.exit(0, false)']]):format(package.path, os.getenv "LUA" or "lua5.4"))
    local port, ca_file = output:match("(%d+)%s+(%S+)")
    local deadline = socket.gettime() + 60
    while io.open(ca_file) and socket.gettime() < deadline do socket.sleep(0.01) end
    assert.is_nil(io.open(ca_file))
    assert.is_nil((socket.connect("127.0.0.1", tonumber(port))))
  end)
end)

describe("sandbox started by hand", function()
  local COMMAND = ("LUA_PATH='%s' exec %s -e 'require(\"clickup.sandbox.server\").main(arg)' "
    .. "/dev/null "):format(package.path .. LUA_HTTP, process.HELPER)

  it("prints where it is, takes commands, and ends with its input", function()
    local output = shell([[echo '{"command":"state"}' | (]] .. COMMAND .. "--tls --token pk_mine)")
    assert.matches("^address  https://127%.0%.0%.1:%d+/api\ntoken    pk_mine\n", output)
    assert.matches('\n{"ok":true,"result":{.-"goals":%[{', output)
    assert.is_nil(io.open(output:match("CA file  (%S+)")))
    assert.matches("^address", shell("(" .. COMMAND .. ") </dev/null"))
  end)

  it("stays until SIGINT", function()
    -- The shell starts background jobs with SIGINT ignored; the sandbox listens to it anyway.
    local output = os.tmpname()
    local pid = shell(("(%s --stay </dev/null >%s 2>&1) & echo $!"):format(COMMAND, output))
    local function address()
      local file <close> = assert(io.open(output))
      return file:read("a"):match("address  (%S+)")
    end
    local deadline = socket.gettime() + 60
    while not address() and socket.gettime() < deadline do socket.sleep(0.01) end
    local base_url = assert(address())
    assert.equal(400, (select(2, http.request(base_url .. "/v2/goal/x"))))
    shell("kill -INT " .. pid)
    while http.request(base_url) and socket.gettime() < deadline do socket.sleep(0.01) end
    assert.is_nil((http.request(base_url)))
    local file <close> = assert(io.open(output))
    assert.not_matches("traceback", file:read("a"))
    os.remove(output)
  end)
end)

describe("sandbox's service", function()
  local service = require "clickup.sandbox.service"
  local options = require "clickup.sandbox.options"

  it("answers 500 when a handler fails", function()
    local failing = service.new(options.check { token = "pk_x" }, os.time, {
      { method = "GET", path = "/v2/fails", handler = function() error "oops" end },
    })
    local stderr, written = io.stderr, ""
    -- luacheck: push ignore 122
    io.stderr = { write = function(_, ...) written = written .. table.concat { ... } end }
    local reply = failing:handle {
      method = "GET", path = "/api/v2/fails", headers = { authorization = "pk_x" }, body = "",
    }
    io.stderr = stderr
    -- luacheck: pop
    assert.equal(500, reply.status)
    assert.equal("SANDBOX_500", json.decode(reply.body).ECODE)
    assert.matches("oops.*traceback", written)
  end)

  it("keeps the last 10,000 requests and 64 MiB of bodies", function()
    local log = require "clickup.sandbox.log".new()
    for _ = 1, 10001 do log:add({}) end
    assert.equal(10000, #log:export())
    assert.equal(2, log:export()[1].number)
    for _ = 1, 5 do
      local entry = {}
      log:add(entry)
      log:set_body(entry, ("x"):rep(16 << 20))
    end
    assert.equal(4, #log:export())
  end)
end)

describe("sandbox's JSON", function()
  for _, text in ipairs {
    "{}", "[]", "[[],{}]", '{"a":[1,-2.5,true,false,null]}', '["\\u0000\\u007f"]',
    '["é\\n\\"\\\\"]', "9007199254740993",
  } do
    it("keeps " .. text, function()
      assert.equal(text, json.encode(json.decode(text, json.null)))
    end)
  end

  for _, text in ipairs {
    "", "[1,]", "{,}", "01", "1.", ".5", "+1", "NaN", "1e999", '"\n"', '"\\x"', '"\\ud800"',
    '"\255"', "[] []", "[1\0]", "{1:2}", "'a'", "/**/1", ("["):rep(10000),
  } do
    it(("refuses %q"):format(text:sub(1, 20)), function()
      assert.is_nil(json.decode(text))
    end)
  end

  it("decodes large documents", function()
    assert.equal(100000, #json.decode("[" .. ("1,"):rep(99999) .. "1]"))
  end)

  it("decodes escapes", function()
    assert.equal("A\u{1F600}/\t", json.decode('"\\u0041\\ud83d\\uDE00\\/\\t"'))
  end)

  it("leaves nulls out unless they are asked for", function()
    assert.same({ b = 1 }, json.decode('{"a":null,"b":1}'))
  end)

  it("writes what is not UTF-8 as U+FFFD", function()
    assert.equal('"\u{FFFD}"', json.encode("\255"))
  end)
end)
