-- SPDX-License-Identifier: MIT
-- Ways through a proxy and ways that end at it, and what is told of each.

local authority = require "spec.support.authority"
local creates = require "spec.support.creates"
local retry_slower = require "spec.support.retry_slower"
local scripted_server = require "spec.support.scripted_server"
local tls_servers = require "spec.support.tls_servers"
local tunnel = require "spec.support.tunnel"

local FAR = "https://clickup.test"
local all, root, other, servers

setup(function()
  all = authority.new()
  root = all:issue { name = "Root", ca = true }
  other = all:issue { name = "Other", ca = true }
  local hosts = { "localhost", "127.0.0.1", "clickup.test" }
  servers = tls_servers.start {
    good = { certificate = all:issue { name = "good", hosts = hosts, issuer = root } },
    wrong = { certificate = all:issue { name = "w", hosts = { "a.test" }, issuer = root } },
  }
end)

teardown(function()
  servers:close()
  all:close()
end)

-- A create over https through this proxy.
local function through(proxy, options, server)
  local given = { proxy = proxy, ca_file = root.file, timeout = 2 }
  for name, value in pairs(options or {}) do given[name] = value end
  return creates.once({ base_url = ("%s:%d"):format(FAR, servers.port[server or "good"]) }, given)
end

local function refused(err, text, retryable)
  assert.equal("no", err.sent, err.message)
  assert.is_nil(err.status)
  assert.matches(text, err.message, 1, true)
  assert.equal(retryable, err.retryable, err.message)
end

describe("a tunnel", function()
  it("carries a create, and its proxy sees where it goes and nothing else", function()
    local proxy <close> = tunnel.start()
    assert(through(proxy.url))
    local heads = proxy:heads()
    assert.matches("^CONNECT clickup.test:%d+ HTTP/1.1\n", heads)
    assert.is_nil(heads:find("SECRET", 1, true))
    assert.is_nil(heads:find(creates.GOAL, 1, true))
    assert.is_nil(heads:find("User-Agent: clickup", 1, true) and heads:find("Content-", 1, true))
  end)

  for name, options in pairs {
    ["by options"] = function() return { proxy_user = "me", proxy_password = "pass:word@1" } end,
    ["in its URL, percent-encoded"] = function(proxy)
      return { proxy = ("http://me:pass%%3Aword%%401@127.0.0.1:%d"):format(proxy.port) }
    end,
  } do
    it("is given credentials " .. name, function()
      local proxy <close> = tunnel.start { user = "me:pass:word@1" }
      assert(through(proxy.url, options(proxy)))
    end)
  end

  for name, options in pairs {
    ["without credentials"] = {},
    ["with a wrong password"] = { proxy_user = "me", proxy_password = "wrong-password" },
    ["with a wrong name"] = { proxy_user = "you", proxy_password = "right-password" },
  } do
    it("is refused " .. name .. ", which no retry mends", function()
      local proxy <close> = tunnel.start { user = "me:right-password" }
      local _, err = through(proxy.url, options)
      assert.equal("transport", err.kind)
      refused(err, "407", false)
      assert.matches("proxy_user", err.message, 1, true)
    end)
  end

  it("ends at a server that is not there", function()
    local proxy <close> = tunnel.start()
    local gone = scripted_server.start {}
    gone:close()
    local _, err = creates.once({ base_url = FAR .. ":" .. gone.port },
      { proxy = proxy.url, ca_file = root.file })
    assert.equal("transport", err.kind)
    refused(err, "the proxy refused the tunnel with status 502", true)
  end)

  it("leads to a server that is verified as any other", function()
    for _, case in ipairs {
      { "wrong", root.file, "the option base_url" },
      { "good", other.file, "the option ca_file" },
    } do
      local server, ca_file, text = table.unpack(case)
      local proxy <close> = tunnel.start()
      local _, err = through(proxy.url, { ca_file = ca_file }, server)
      assert.equal("transport", err.kind)
      refused(err, text, false)
    end
  end)
end)

describe("a proxy that gives no tunnel", function()
  local reply = scripted_server.http
  for _, case in ipairs {
    { "answers 403", { { "send", reply(403, {}, "no") } }, "transport",
      "the proxy refused the tunnel with status 403", false },
    { "answers 407 to nobody", { { "send", reply(407) } }, "transport",
      "the proxy refused the tunnel with status 407", false },
    { "answers 500", { { "send", reply(500, {}, "broken") } }, "transport",
      "the proxy refused the tunnel with status 500", true },
    { "answers 429", { { "send", reply(429, { "Retry-After: 1" }) } }, "transport",
      "the proxy refused the tunnel with status 429", true },
    { "answers 302", { { "send", reply(302, { "Location: http://127.0.0.1:1/" }) } }, "transport",
      "the proxy refused the tunnel with status 302", true },
    { "answers 200 and ends", { { "send", "HTTP/1.1 200 OK\r\n\r\n" } }, "transport",
      "", true },
    { "answers 200 and speaks no TLS", { { "send", "HTTP/1.1 200 OK\r\n\r\nhello, hello" } },
      "transport", "", true },
    { "speaks garbage", { { "send", "\0\1\2garbage\r\n\r\n" } }, "transport", "", true },
    { "is an SSH server", { { "send", "SSH-2.0-OpenSSH_9.2\r\n" }, { "eof" } }, "timeout",
      "", true },
    { "says nothing", { { "eof" } }, "timeout", "see the options timeout and connect_timeout",
      true },
    { "hangs up", { { "close" } }, "transport", "", true },
    { "resets", { { "reset" } }, "transport", "", true },
    { "has headers without end", { { "send", "HTTP/1.1 200 OK\r\n" .. ("X: y\r\n"):rep(100000) } },
      "transport", "", true },
    { "draws its 200 out", { { "drip", reply(200), 0.3 } }, "timeout", "", true },
  } do
    local name, steps, kind, text, retryable = table.unpack(case)
    it(name, retry_slower(function(unit)
      local list = { { "request" }, table.unpack(steps) }
      local proxy <close> = scripted_server.start { list, repeat_last = true }
      local _, err = through(proxy.url, { timeout = 0.3 * unit })
      assert.equal(kind, err.kind, err.message)
      refused(err, text, retryable)
      assert.is_true(#err.message > 10)
      for _, requests in ipairs(proxy:received()) do
        assert.is_nil(table.concat(requests):find(creates.TOKEN, 1, true))
      end
    end))
  end
end)

describe("an https proxy", function()
  -- nginx answers a whole URL in a request as it answers a path.
  local function plain(options)
    options.allow_http, options.proxy = true, "https://localhost:" .. servers.port.good
    return creates.once({ base_url = "http://clickup.test" }, options)
  end

  it("is verified by proxy_ca_file", function()
    assert(plain { proxy_ca_file = root.file })
  end)

  for name, options in pairs {
    ["without its CA"] = function() return {} end,
    ["by another CA"] = function() return { proxy_ca_file = other.file } end,
    ["by ca_file, which is for the server"] = function() return { ca_file = root.file } end,
  } do
    it("is refused " .. name, function()
      local _, err = plain(options())
      assert.equal("transport", err.kind)
      refused(err, "proxy_ca_file", false)
    end)
  end

  it("is refused under a name that it has not", function()
    local _, err = creates.once({ base_url = "http://clickup.test" }, { allow_http = true,
      proxy = "https://127.0.0.1:" .. servers.port.wrong, proxy_ca_file = root.file })
    refused(err, "proxy", false)
  end)
end)

describe("no_proxy", function()
  local function asked(no_proxy, host)
    local proxy <close> = scripted_server.start {
      { { "request" }, { "send", scripted_server.http(502) } }, repeat_last = true,
    }
    creates.once({ base_url = ("https://%s:%d"):format(host, servers.port.good) },
      { proxy = proxy.url, no_proxy = no_proxy, ca_file = root.file })
    return creates.count(proxy) > 0
  end

  for _, case in ipairs {
    { "localhost", "localhost", false }, { ".localhost", "a.localhost", false },
    { "localhost", "a.localhost", false }, { "other.test", "localhost", true },
    { "*", "localhost", false }, { "127.0.0.1", "127.0.0.1", false },
    { "127.0.0.0/8", "127.0.0.1", false }, { "10.0.0.0/8", "127.0.0.1", true },
    { "a.test, localhost", "localhost", false }, { "LOCALHOST", "localhost", false },
    { "ocalhost", "localhost", true }, { "", "localhost", true },
  } do
    local no_proxy, host, through_it = table.unpack(case)
    it(('"%s" %s %s'):format(no_proxy, through_it and "leaves" or "takes out", host), function()
      assert.equal(through_it, asked(no_proxy, host))
    end)
  end
end)
