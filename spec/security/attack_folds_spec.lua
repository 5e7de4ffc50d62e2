-- SPDX-License-Identifier: MIT
-- A header line that begins with a blank continues the one before it. From 7.84.0 to 8.0.1 libcurl
-- takes the last line of an earlier answer for that, which it has freed: memcheck and
-- AddressSanitizer see it in each of these cases when csrc/http/curl_compat does not refuse it.

local attacks = require "spec.support.attacks"
local clickup = require "clickup"
local creates = require "spec.support.creates"
local nginx = require "spec.support.nginx"
local scripted_server = require "spec.support.scripted_server"
local tunnel = require "spec.support.tunnel"

local REFUSED <const> = "the answer begins with a line that continues another"
local OK <const> = "HTTP/1.1 200 OK\r\n"
local LENGTH <const> = "Content-Length: " .. #creates.JSON .. "\r\n"
local CHUNKS <const> = ("%x\r\n%s\r\n0\r\n"):format(#creates.JSON, creates.JSON)

local major, minor = clickup.doctor { token = "pk_1", offline = true }.versions.libcurl
  :match "^(%d+)%.(%d+)"
local version = major * 100 + minor
local guarded = version >= 784 and version < 801

teardown(function() attacks.tell "folds" end)

-- Three creates by one client: the second, with the handle of the first, meets the answer.
local function three(answer)
  local good = { "send", creates.ANSWER }
  local raw <close> = scripted_server.start {
    { { "request" }, good, { "request" }, { "send", answer } },
    { { "request" }, good, { "again" } }, repeat_last = true,
  }
  local client <close> = creates.client(raw)
  return attacks.bounded(16, function()
    assert(client:create_key_result(creates.GOAL, creates.body()))
    local value, second = client:create_key_result(creates.GOAL, creates.body())
    raw:await_marks(1) -- it has closed the connection
    assert(client:create_key_result(creates.GOAL, creates.body()))
    assert.equal(3, creates.count(raw))
    return value, second
  end)
end

describe("a line that continues none", function()
  for _, case in ipairs {
    { "is the first of the headers", OK .. " a: b\r\n" .. LENGTH .. "\r\n" .. creates.JSON },
    { "begins with a tab", OK .. "\ta: b\r\n" .. LENGTH .. "\r\n" .. creates.JSON },
    { "is blank", OK .. " \r\n" .. LENGTH .. "\r\n" .. creates.JSON, "Header without colon" },
    { "ends in LF", "HTTP/1.1 200 OK\n a: b\n" .. LENGTH .. "\r\n" .. creates.JSON },
    { "has 20,000 bytes", OK .. " a: " .. ("b"):rep(20000) .. "\r\n" .. LENGTH .. "\r\n"
      .. creates.JSON },
    { "follows a status of 20,000 bytes", "HTTP/1.1 200 " .. (" b"):rep(9998) .. "\r\n a: b\r\n"
      .. LENGTH .. "\r\n" .. creates.JSON },
    { "follows a 100", "HTTP/1.1 100 Continue\r\n\r\n" .. OK .. " a: b\r\n" .. LENGTH .. "\r\n"
      .. creates.JSON },
    { "is a 103's", "HTTP/1.1 103 Early\r\n a: b\r\n\r\n" .. OK .. LENGTH .. "\r\n"
      .. creates.JSON },
    { "follows three empty 1xx", ("HTTP/1.1 103 Early\r\n\r\n"):rep(3) .. OK .. " a: b\r\n"
      .. LENGTH .. "\r\n" .. creates.JSON },
    -- 100 for libcurl, 200 for others
    { "follows a status that is read in two ways", "HTTP/2\t100 200\r\n\r\n" .. OK .. " a: b\r\n"
      .. LENGTH .. "\r\n" .. creates.JSON },
    { "follows a status with two blanks", "HTTP/1.1  100 X\r\n\r\n" .. OK .. " a: b\r\n" .. LENGTH
      .. "\r\n" .. creates.JSON },
    { "is an error's", "HTTP/1.1 500 No\r\n a: b\r\nContent-Length: 2\r\n\r\n{}" },
    { "is HTTP/1.0's", "HTTP/1.0 200 OK\r\n a: b\r\n\r\n" .. creates.JSON },
  } do
    it(case[1], function()
      local value, err = three(case[2])
      assert.is_true(value ~= nil or err.kind ~= nil)
      if guarded then
        assert.is_nil(value)
        assert.matches(case[3] or REFUSED, err.message, 1, true)
        assert.equal(case[3] and "transport" or "decode", err.kind)
        assert.equal("unknown", err.sent)
      end
    end)
  end
end)

describe("what can be read", function()
  for _, case in ipairs {
    { "is a line that continues the first header", OK .. "X-A: a\r\n b\r\n\tc\r\n" .. LENGTH
      .. "\r\n" .. creates.JSON },
    -- libcurl hands it over in pieces, of which the second one begins with a blank
    { "is a first header of 20,000 bytes", OK .. "X-A:" .. (" b"):rep(9998) .. "\r\n" .. LENGTH
      .. "\r\n" .. creates.JSON },
    { "is one that continues a 103's header", "HTTP/1.1 103 Early\r\nLink: a\r\n b\r\n\r\n" .. OK
      .. LENGTH .. "\r\n" .. creates.JSON },
    { "is one that begins with a blank as a trailer", OK .. "Transfer-Encoding: chunked\r\n\r\n"
      .. CHUNKS .. " a: b\r\n\r\n" },
    { "is a trailer", OK .. "Transfer-Encoding: chunked\r\n\r\n" .. CHUNKS .. "X-T: a\r\n\r\n" },
    { "is a body that begins with blanks", OK .. "Content-Length: 31\r\n\r\n \t " .. creates.JSON },
    { "is an answer after a 100", "HTTP/1.1 100 Continue\r\n\r\n" .. OK .. LENGTH .. "\r\n"
      .. creates.JSON },
    { "is an answer after a 103 with headers", "HTTP/1.1 103 Early\r\nLink: a\r\n\r\n" .. OK
      .. LENGTH .. "\r\n" .. creates.JSON },
    { "is an answer without a header", OK .. "\r\n" .. creates.JSON },
  } do
    it(case[1], function() assert.same({ id = "kr-1" }, assert(three(case[2]))) end)
  end

  it("is an answer after a 100 that only libcurl takes for one", function()
    local value, err = three("HTTP/1.1  100 Continue\r\n\r\n" .. OK .. LENGTH .. "\r\n"
      .. creates.JSON)
    assert.same({ id = "kr-1" }, value or not guarded and { id = "kr-1" }, tostring(err))
  end)
end)

describe("a proxy", function()
  local server
  setup(function()
    server = nginx.start {
      tls = true, server = "keepalive_timeout 0;",
      locations = ("location / { return 200 '%s'; }"):format(creates.JSON),
    }
  end)
  teardown(function() server:close() end)

  -- Two creates over TLS by one client: the proxy answers the second CONNECT so.
  local function tunnelled(answer)
    local proxy <close> = tunnel.start { answers = { false, answer } }
    local client <close> = creates.client({ base_url = server.tls_url, ca_file = server.ca },
      { proxy = proxy.url, proxy_user = "me", proxy_password = "secret" })
    return attacks.bounded(16, function()
      assert.same({ id = "kr-1" },
        assert(client:create_key_result(creates.GOAL, creates.body())))
      return client:create_key_result(creates.GOAL, creates.body())
    end)
  end

  for _, case in ipairs {
    { "refuses, with a line that continues none", "HTTP/1.1 502 No\r\n a: b\r\n\r\n", true },
    { "agrees, with a line that continues none", "HTTP/1.1 200 OK\r\n a: b\r\n\r\n", true },
    -- such trailers libcurl stores before it shows them
    { "asks for credentials, with a trailer that continues none", "HTTP/1.1 407 Who?\r\n"
      .. "Transfer-Encoding: chunked\r\n\r\n0\r\n a: b\r\n\r\n" },
    { "asks for credentials, with a line that continues none", "HTTP/1.1 407 Who?\r\n a: b\r\n"
      .. "Transfer-Encoding: chunked\r\n\r\n0\r\n a: b\r\n\r\n", true },
    { "begins with what is no status", "Transfer-Encoding: chunked\r\n a: b\r\n"
      .. "HTTP/1.1 407 a: b\r\n\r\n0\r\n a: b\r\n\r\n", true },
    { "sends 10,000 header lines", "HTTP/1.1 200 OK\r\n" .. ("X-A: b\r\n"):rep(10000) .. "\r\n",
      true },
  } do
    it("that " .. case[1], function()
      local value, err = tunnelled(case[2])
      assert.is_nil(value)
      assert.equal("transport", err.kind)
      assert.equal("no", err.sent)
      assert.is_nil(err.status)
      if guarded and case[3] then
        assert.matches("the proxy's answer cannot be read", err.message, 1, true)
      end
    end)
  end
end)
