-- SPDX-License-Identifier: MIT
-- What a failure means, and what to do about it, as a table of cases. (End to end: doctor_spec.)

local advice = require "clickup.advice"
local symptoms = require "clickup.symptoms"

local BASE = "https://api.test:8443/api"

local function context(changes)
  local all = { host = "api.test", address = "api.test:8443", base_url = BASE, token = "personal" }
  for name, value in pairs(changes or {}) do all[name] = value end
  return all
end

local PROXY = context { proxy = "http://p.test:3128" }

-- An error of an attempt that libcurl ended.
local function failed(code, message, kind, connect)
  return { kind = kind or "transport", message = message,
    response = { curl_code = code, timings = { connect = connect or 0 } } }
end

-- An error of an answer.
local function answered(status, message, headers, body, changes)
  local err = { kind = "api", status = status, message = message,
    response = { headers = headers or {}, body = body or "" } }
  for name, value in pairs(changes or {}) do err[name] = value end
  return err
end

-- What it is about, how its message begins, and what its advice has.
local function expect(err, where, topic, message, ...)
  local found = symptoms(err, where)
  assert.equal("error", found.level)
  assert.equal(topic, found.topic, found.message)
  assert.equal(message, found.message)
  for _, words in ipairs { ... } do
    assert.is_truthy(found.advice:find(words, 1, true), found.advice)
  end
  return found
end

-- One after another, all of these: the same code with and without a proxy, say.
local function expect_all(cases)
  for _, case in ipairs(cases) do expect(table.unpack(case)) end
end

describe("a symptom", function()
  it("of TLS says what is wrong with a certificate, in every library's words", function()
    local untrusted = "the certificate of api.test is not signed by a CA that is trusted here"
    local other = "the certificate of api.test is for another host"
    local check_host = "check the option base_url"
    for _, code in ipairs { 51, 60 } do
      expect_all {
        { failed(code, "certificate is not yet valid"), context(), "tls",
          "the certificate of api.test is not valid yet", "another certificate",
          "; this machine's clock says " .. os.date "!%Y-%m-%d " },
        { failed(code, "Certificate has EXPIRED"), context(), "tls",
          "the certificate of api.test has expired", "a new certificate",
          "; this machine's clock says " .. os.date "!%Y-%m-%d ", " UTC" },
        { failed(code, "no alternative certificate subject name matches"), context(), "tls", other,
          check_host },
        { failed(code, "certificate name does not match"), context(), "tls", other, check_host },
        { failed(code, "Mismatch of names"), context(), "tls", other, check_host },
        { failed(code, "unable to get local issuer certificate"), context(), "tls", untrusted,
          advice.find(60, ""), "; or install the package ca-certificates, or set SSL_CERT_FILE" },
        { failed(code, ""), context(), "tls", untrusted, advice.find(60, "") },
      }
    end
  end)

  it("of a handshake has libcurl's words without the advice behind them", function()
    expect(failed(35, "wrong version number (the other side)"), context(), "tls",
      "no TLS with api.test: wrong version number", advice.find(35, "wrong version number"))
    expect(failed(35, "it went wrong (the other side)"), context(), "tls",
      "no TLS with api.test: it went wrong", advice.find(35, "")
        .. ": check the port and the scheme in base_url, client_cert, client_key")
  end)

  it("of certificates and CAs here names the options", function()
    expect_all {
      { failed(77, "error"), context(), "tls", "the CAs to trust cannot be read",
        advice.find(77, "") .. ", and the variable SSL_CERT_FILE" },
      { failed(58, "error"), context(), "tls", "the client certificate cannot be used",
        advice.find(58, "") },
      { failed(43, "error"), context(), "tls", "the client certificate cannot be used",
        advice.find(58, "") },
    }
  end)

  it("of a name tells whose it is: a proxy's, or ClickUp's", function()
    local unknown, of_proxy = "the name api.test is not known here",
      "the proxy's name is not known here"
    local set = "; where only a proxy reaches the internet, set the option proxy or https_proxy"
    expect_all {
      { failed(5, "Could not resolve proxy: p.test"), PROXY, "proxy", of_proxy,
        advice.find(5, "") },
      { failed(6, "Could not resolve host: api.test"), context(), "dns", unknown,
        advice.find(6, "") .. set },
      { failed(6, "Could not resolve host: api.test"), PROXY, "dns", unknown,
        advice.find(6, "") .. set },
      { failed(6, "Could not resolve host: p.test"), PROXY, "proxy", of_proxy,
        advice.find(5, "") },
      { failed(6, "p.test"), PROXY, "proxy", of_proxy, advice.find(5, "") },
      { failed(6, "api.test, asked by p.test"), PROXY, "dns", unknown },
      { failed(6, "p.test: api-test"), PROXY, "proxy", of_proxy },
      { failed(6, "no such name"), PROXY, "dns", unknown },
      { failed(6, "pxtest"), PROXY, "dns", unknown },
    }
  end)

  it("of a proxy that refuses tells what it wants", function()
    local asks = "the proxy wants to know who asks (407)"
    local password = "check the options proxy_user and proxy_password, and proxy_auth if it is "
      .. "not basic"
    local host = "the proxy does not let this host through: ask its operator to let api.test "
      .. "through"
    expect_all {
      { failed(56, "the proxy refused the tunnel with status 407"), PROXY, "proxy", asks,
        password },
      { failed(7, "the proxy refused the tunnel with status 403"), PROXY, "proxy",
        "the proxy refuses the connection (403)", host },
      { failed(97, "refused the tunnel with status 502"), PROXY, "proxy",
        "the proxy refuses the connection (502)", host },
      { failed(97, "SOCKS5: rejected (1 1). (check the option proxy)"), PROXY, "proxy",
        "no connection by the proxy: SOCKS5: rejected (1 1).",
        "check the option proxy: its scheme" },
      { answered(407, "who?"), PROXY, "proxy", asks, password },
      { answered(407, "who?", { ["content-type"] = "text/html" }, "<html>"), PROXY, "proxy", asks,
        password },
    }
  end)

  it("of a connection tells where to, and whether there is a proxy between", function()
    local refused = ": it was refused, or there is no way there"
    expect_all {
      { failed(7, "refused"), context(), "connect", "no connection to api.test:8443" .. refused,
        advice.find(7, "") .. ": is the port right, and does a firewall stand between?" },
      { failed(7, "refused"), PROXY, "connect",
        "no connection to api.test:8443 through the proxy http://p.test:3128" .. refused,
        advice.find(7, "") .. ": is the proxy running, and is its port right?" },
      { failed(56, "reset"), context(), "connect", "reset",
        "something between here and api.test ended the connection; try again" },
      { failed(nil, "reset"), PROXY, "connect", "reset",
        "something between here and api.test through the proxy http://p.test:3128 ended the" },
      { failed(28, "too late", "timeout", 0), context(), "timeout",
        "no connection to api.test:8443 in time", "a firewall may drop it silently",
        advice.find(28, "") },
      { failed(28, "too late", "timeout", 0), PROXY, "timeout",
        "no connection to api.test:8443 through the proxy http://p.test:3128 in time" },
      { failed(28, "too late", "timeout", 0.001), context(), "timeout",
        "api.test was reached, but did not answer in time", "try again; " .. advice.find(28, "")
          .. ", and https://status.clickup.com" },
    }
  end)
end)

describe("a symptom of an answer", function()
  local HTML = { ["content-type"] = "Text/HTML; charset=utf-8" }
  local BASES = "(" .. BASE .. ")"

  it("tells by the status what to do", function()
    expect_all {
      { answered(304, "x"), context(), "answer",
        "304 Not Modified: something on the way answers for ClickUp", BASES },
      { answered(403, "403 no"), context(), "token",
        "the token is known, but not allowed to do this: 403 no", "ask an admin" },
      { answered(404, "404 no"), context(), "answer", "nothing is there: 404 no", BASES },
      { answered(429, "x"), context(), "rate_limit", "the rate limit of this token is used up",
        "wait a minute; another program" },
      { answered(429, "x", nil, nil, { retry_after = 7 }), context(), "rate_limit",
        "the rate limit of this token is used up", "wait 7 seconds; another program" },
      { answered(300, "redirect to nowhere: redirects"), context(), "answer",
        "300: sent on to nowhere", BASES },
      { answered(399, "x"), context(), "answer", "399: sent on to elsewhere", BASES },
      { answered(400, "400 no"), context(), "answer", "400 no", BASES },
      { answered(299, "299 no"), context(), "answer", "299 no", BASES },
      { answered(499, "499 no"), context(), "answer", "499 no", BASES },
      { answered(500, "500 no"), context(), "server", "the other side fails: 500 no",
        "https://status.clickup.com" },
    }
    for kind, words in pairs { personal = "copy it anew", oauth = "as a Bearer (OAuth) token",
      header = "sent as it stands", none = "set CLICKUP_TOKEN" } do
      expect(answered(401, "401 no"), context { token = kind }, "token",
        "the token was refused: 401 no", words)
    end
  end)

  it("tells a web page by its type or how it begins, whatever its status says", function()
    for _, page in ipairs { { HTML, "x" }, { {}, " \n<p>" }, { {}, "<" } } do
      for _, status in ipairs { 200, 304, 401, 403, 404, 429, 302, 500 } do
        local is_redirect, fails = status // 100 == 3, status == 500
        expect(answered(status, "x", page[1], page[2]), context(), fails and "server" or "answer",
          fails and "the other side fails: x" or is_redirect and status .. ": sent on to elsewhere"
            or ("a web page (HTML, %d) came instead of JSON"):format(status))
      end
    end
    for _, text in ipairs { "a < b", "{}", "" } do
      expect(answered(404, "404 no", { ["content-type"] = "application/json" }, text), context(),
        "answer", "nothing is there: 404 no")
    end
  end)
end)
