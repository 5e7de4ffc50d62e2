-- SPDX-License-Identifier: MIT
-- Lines of the core that no other spec gets to; see make coverage.

local clickup = require "clickup"
local socket = require "socket"
local core = require "clickup.core"
local creates = require "spec.support.creates"
local plays = require "spec.support.plays"
local process = require "spec.support.process"
local scripted_server = require "spec.support.scripted_server"

local function raises(pattern, fn, ...)
  local ok, err = pcall(fn, ...)
  assert.is_false(ok)
  assert.matches(pattern, tostring(err))
end

local function settings(changes)
  local all = { base_url = "http://127.0.0.1:1", max_in_flight = 1, curl = {}, headers = {} }
  for name, value in pairs(changes) do all[name] = value end
  return all
end

-- What a Lua of its own prints.
local function output(code)
  local command = ("%s -e %s 2>&1"):format(os.getenv "LUA" or "lua5.4", process.quote(code))
  local pipe <close> = assert(io.popen(command))
  return pipe:read "a"
end

describe("the core's door", function()
  it("says why JSON cannot be decoded", function()
    local value, reason = core.decode "[1"
    assert.is_nil(value)
    assert.matches("Expected", reason)
  end)

  it("takes a base URL as a call does, read once", function()
    for url, shown in pairs { ["http://127%2e1/api"] = "http://127.0.0.1/api",
      ["http://0x7f%2e1"] = "http://127.0.0.1" } do
      local canonical, loopback, plain = core.check_base(url)
      assert.same({ shown, true, true }, { canonical, loopback, plain })
    end
  end)

  it("refuses a base URL that is longer than a URL may be", function()
    local canonical, expected = core.check_base("https://x/" .. ("a"):rep(5000))
    assert.is_nil(canonical)
    assert.equal("a shorter URL", expected)
    raises("option base_url: too long", core.new, settings { base_url = ("x"):rep(5000) }, {})
  end)

  it("refuses an id whose escapes are longer than a URL may be", function()
    local client <close> = clickup.new { token = "pk_1", base_url = "http://127.0.0.1:1" }
    raises("get_goal: goal_id: too long", client.get_goal, client, ("%"):rep(3000))
  end)

  it("names an option that libcurl does not have", function()
    raises("option proxy: not possible with this libcurl %(this libcurl does not know it%)",
      core.new, settings { curl = { { "proxy", "NO_SUCH_OPTION", "x" } } }, {})
  end)

  it("names a number that libcurl does not take", function()
    raises("option max: not possible with this libcurl", core.new,
      settings { curl = { { "max", "MAXFILESIZE_LARGE", -2 } } }, {})
  end)

  it("takes no schema whose names need an escape", function()
    raises("schema: the name 'a b'", core.schema,
      { kind = "object", fields = { { name = "a b", type = { kind = "any" } } } })
  end)

  it("needs a lua-cjson that can be configured", function()
    local code = "package.loaded.cjson = %s; print(pcall(require, 'clickup.core'))"
    assert.matches("lua%-cjson 2.1.0 or later is needed", output(code:format "{}"))
    assert.matches("lua%-cjson without cjson.new%(%).encode",
      output(code:format "{ new = function() return {} end }"))
  end)
end)

describe("a body", function()
  it("has no fraction where an integer is declared", function()
    local client <close> = clickup.new { base_url = "http://127.0.0.1:1", token = "pk_1" }
    local _, err = client:create_goal(1, { name = "n", due_date = 1.5, description = "",
      multiple_owners = true, color = "#000000" })
    assert.equal("invalid", err.kind)
    assert.equal("due_date: expected an integer, got number 1.5", err.message)
  end)
end)

describe("an answer", function()
  it("that is null comes as null, not as a failure without a kind", function()
    local server <close> = scripted_server.start {
      { { "request" }, { "send", scripted_server.http(200, {}, "null") } } }
    local client <close> = creates.client(server)
    local value, response = client:request("GET", "/v2/task")
    assert.equal(clickup.null, value)
    assert.equal(200, response.status)
  end)
end)

describe("an answer without a status", function()
  it("is a failure of the transport", function()
    for _, line in ipairs { "HTTP/ 1.1 200 x", "HTTP/foo" } do
      local server <close> = scripted_server.start {
        { { "request" }, { "send", line .. "\r\n\r\nx" } } }
      local client <close> = creates.client(server)
      local _, err = client:create_key_result(creates.GOAL, creates.body())
      assert.equal("transport", err.kind)
      assert.equal("unknown", err.sent)
    end
  end)
end)

describe("an edit on a connection that has died", function()
  it("is sent again by libcurl itself: twice is the same as once", function()
    local goal = scripted_server.http(200, {}, '{"goal":{"id":"g"}}')
    local server <close> = scripted_server.start {
      { { "request" }, { "send", goal }, { "request" }, { "close" } },
      { { "request" }, { "send", goal } },
    }
    local client <close> = creates.client(server)
    assert.equal("g", (assert(client:get_goal "g")).id)
    assert.equal("g", (assert(client:update_goal("g", { name = "n" }))).id)
    local received = server:received()
    assert.matches("^PUT .*\r\n\r\n{\"name\":\"n\"}$", received[1][2])
    assert.equal(received[1][2], received[2][1])
  end)
end)

describe("a create that is sent again", function()
  it("has what is left of the first one's deadline", function()
    local raw <close> = plays.server { plays.CLOSE, plays.goal {}, plays.goal {},
      plays.created { id = "kr-2" } }
    local client <close> = plays.client(raw)
    local value = assert(client:create_key_result(creates.GOAL, creates.body(), { deadline = 20 }))
    assert.equal("kr-2", value.id)
    assert.equal("POST GET GET POST", plays.methods(raw))
  end)
end)

-- A link-local address of this machine, and its interface; nil: it has none.
local function link_local()
  local file <close> = io.open "/proc/net/if_inet6" or io.open "/dev/null"
  for line in file:lines() do
    local digits, name = line:match "^(fe80%x+) .* (%S+)$"
    if digits then return (digits:gsub("%x%x%x%x", "%0:", 7)), name end
  end
end

describe("a base URL with an IPv6 zone", function()
  it("keeps the zone, without which there is no way to the address", function()
    local address, interface = link_local()
    if not address then return end
    local listener = assert(socket.tcp6())
    assert(listener:bind("::", 0))
    assert(listener:listen(1))
    listener:settimeout(0)
    local _, port = listener:getsockname()
    local client <close> = clickup.new { token = creates.TOKEN, max_retries = 0, proxy = "",
      base_url = ("https://[%s%%25%s]:%d/api"):format(address, interface, port) }
    local call = client:start("get_authorized_teams")
    creates.step_until(client, function()
      assert(not call:done(), "it ended without a connection")
      return listener:accept()
    end, "the connection")
    listener:close()
  end)
end)
