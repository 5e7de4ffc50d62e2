-- SPDX-License-Identifier: MIT
-- When a proxy is asked, and what it gets to see.

local creates = require "spec.support.creates"
local scripted_server = require "spec.support.scripted_server"

local FAR = "http://clickup.test/api"
local FAR_TLS = "https://clickup.test/api"

local function replying()
  return scripted_server.start {
    { { "request" }, { "send", creates.ANSWER }, { "again" } }, repeat_last = true,
  }
end

local function refusing(status)
  return scripted_server.start { { { "request" }, { "send", scripted_server.http(status) } } }
end

local function first(raw) return creates.parse(raw:received()[1][1]) end

describe("the option proxy", function()
  it("sends plain http through it, by absolute URI", function()
    local proxy <close> = replying()
    assert(creates.once({ base_url = FAR }, { allow_http = true, proxy = proxy.url }))
    local request = first(proxy)
    assert.equal(("POST %s/v2/goal/%s/key_result HTTP/1.1"):format(FAR, creates.GOAL),
      request.line)
    assert.equal("clickup.test", request.headers.host)
  end)

  it("tunnels https, and shows it neither token nor path", function()
    local proxy <close> = refusing(502)
    local _, err = creates.once({ base_url = FAR_TLS }, { proxy = proxy.url })
    local request = proxy:received()[1][1]
    assert.equal("CONNECT clickup.test:443 HTTP/1.1", request:match "^[^\r]*")
    assert.is_nil(request:find("SECRET", 1, true))
    assert.is_nil(request:find(creates.GOAL, 1, true))
    assert.equal("transport", err.kind)
    assert.equal("no", err.sent)
    assert.is_nil(err.status)
    assert.is_true(err.retryable)
    assert.matches("502", err.message, 1, true)
  end)

  it("names itself to it", function()
    local proxy <close> = refusing(407)
    local options = { proxy = proxy.url, proxy_user = "me", proxy_password = "s3cret:x" }
    local _, err = creates.once({ base_url = FAR_TLS }, options)
    assert.matches("\r\nProxy-Authorization: Basic bWU6czNjcmV0Ong=\r\n", proxy:received()[1][1],
      1, true)
    assert.equal("transport", err.kind)
    assert.equal("the proxy refused the tunnel with status 407 "
      .. "(check the options proxy_user and proxy_password)", err.message)
    assert.is_false(err.retryable)
    assert.equal("no", err.sent)
  end)

  it("applies to loopback too when it is given", function()
    local proxy <close> = replying()
    local server <close> = replying()
    assert(creates.once(server, { proxy = proxy.url }))
    assert.equal(1, creates.count(proxy))
    assert.same({}, server:received())
  end)

  it("does not apply to the hosts of no_proxy", function()
    local proxy <close> = replying()
    local server <close> = replying()
    assert(creates.once(server, { proxy = proxy.url, no_proxy = "example.com,127.0.0.1" }))
    assert(creates.once(server, { proxy = proxy.url, no_proxy = "*" }))
    assert.same({}, proxy:received())
    assert.equal(2, creates.count(server))
  end)

  it("that cannot be reached is a failure that sent nothing", function()
    local gone = replying()
    gone:close()
    local _, err = creates.once({ base_url = FAR_TLS }, { proxy = gone.url })
    assert.equal("transport", err.kind)
    assert.equal("no", err.sent)
    assert.matches("check the option base_url, the network and the proxy", err.message, 1, true)
  end)
end)

describe("the environment's proxy", function()
  local CREATE = [[
    local client <close> = new { allow_http = true, proxy = PROXY }
    local key_result, err = client:create_key_result(GOAL, BODY)
    print(key_result and key_result.id or err.message)
  ]]

  -- 0.0.0.0 leads to this machine but is not a loopback address.
  local function run(server, host, proxy, environment)
    local code = CREATE:gsub("PROXY", proxy)
    return (creates.script({ url = server.url:gsub("127%.0%.0%.1", host) }, code, environment))
  end

  local function variables(proxy)
    return { http_proxy = proxy.url, all_proxy = proxy.url, https_proxy = proxy.url,
      HTTPS_PROXY = proxy.url, ALL_PROXY = proxy.url, no_proxy = "", NO_PROXY = "" }
  end

  it("is not asked for a loopback address", function()
    local proxy <close> = replying()
    local server <close> = replying()
    assert.equal("kr-1\n", run(server, "127.0.0.1", "nil", variables(proxy)))
    assert.equal("kr-1\n", run(server, "localhost", "nil", variables(proxy)))
    assert.same({}, proxy:received())
    assert.equal(2, creates.count(server))
  end)

  it("is asked for any other, unless no_proxy names it", function()
    local proxy <close> = replying()
    local server <close> = replying()
    local environment = variables(proxy)
    assert.equal("kr-1\n", run(server, "0.0.0.0", "nil", environment))
    assert.equal(1, creates.count(proxy))
    assert.same({}, server:received())
    assert.matches("^POST http://0%.0%.0%.0:", first(proxy).line)
    environment.no_proxy = "0.0.0.0"
    assert.equal("kr-1\n", run(server, "0.0.0.0", "nil", environment))
    assert.equal(1, creates.count(proxy))
    assert.equal(1, creates.count(server))
  end)

  it('is not asked with proxy = ""', function()
    local proxy <close> = replying()
    local server <close> = replying()
    assert.equal("kr-1\n", run(server, "0.0.0.0", '""', variables(proxy)))
    assert.same({}, proxy:received())
    assert.equal(1, creates.count(server))
  end)
end)
