-- SPDX-License-Identifier: MIT
-- TLS and HTTP/2: who is trusted, what is spoken, how connections are shared.

local creates = require "spec.support.creates"
local nginx = require "spec.support.nginx"
local process = require "spec.support.process"
local scripted_server = require "spec.support.scripted_server"
local sandbox = require "clickup.sandbox"

local KEY_RESULT = [[location / { default_type application/json;
  return 200 '{"key_result":{"id":"$server_protocol"}}'; }]]

local server

setup(function() server = sandbox.start { tls = true } end)
teardown(function() server:close() end)
before_each(function() server:reset() end)

local NO_CA = "the option ca_file"

local function without_ca(changes)
  local bare = { base_url = server.base_url, token = server.token, goal_id = server.goal_id }
  for name, value in pairs(changes or {}) do bare[name] = value end
  return bare
end

-- A failure before anything was sent.
local function refused(value, err)
  assert.is_nil(value)
  assert.equal("transport", err.kind)
  assert.equal("no", err.sent)
  assert.is_nil(err.status)
  assert.equal(1, err.attempts)
  assert.same({}, server:requests())
  return err
end

local CREATE = [[
  local client <close> = new(%s)
  local key_result, err = client:create_key_result(GOAL, BODY)
  print(key_result and key_result.name or err.message)
]]

describe("TLS", function()
  it("is spoken with a server whose CA is given, by HTTP/2", function()
    local key_result, response = creates.once(server)
    assert.equal("New Key Result Name", key_result.name)
    assert.equal(200, response.status)
    assert.equal("2", response.http_version)
    local request = server:requests()[1]
    assert.equal("2", request.http_version)
    assert.equal("POST", request.method)
    assert.equal("/api/v2/goal/" .. server.goal_id .. "/key_result", request.target)
    assert.equal(server.token, request.headers.authorization)
    assert.equal("application/json", request.headers["content-type"])
    assert.equal("127.0.0.1:" .. server.port, request.headers.host)
    assert.is_nil(request.headers.expect)
  end)

  it("is refused without the CA, and the message says what to do", function()
    local err = refused(creates.once(without_ca()))
    assert.is_false(err.retryable)
    assert.matches(" (give the CA that issued the certificate with the option ca_file; a company's "
      .. "proxy often has one of its own)", err.message, 1, true)
  end)

  it("is refused with another CA", function()
    local other <close> = sandbox.start { tls = true }
    refused(creates.once(without_ca(), { ca_file = other.ca_file }))
    assert(creates.once(other))
  end)

  it("is refused when the certificate is for another host", function()
    local url = server.base_url:gsub("127%.0%.0%.1", "wrong.localhost")
    local err = refused(creates.once(without_ca { base_url = url }, { ca_file = server.ca_file }))
    assert.matches("the option base_url", err.message, 1, true)
    assert(creates.once(server, { base_url = server.base_url:gsub("127%.0%.0%.1", "localhost") }))
  end)

  it("is refused by what does not speak it", function()
    local raw <close> = scripted_server.start {
      { { "send", "HTTP/1.1 400 Bad Request\r\n\r\n" } }, repeat_last = true,
    }
    local _, err = creates.once { url = raw.url:gsub("^http", "https") }
    assert.equal("transport", err.kind)
    assert.equal("no", err.sent)
    assert.matches("%(what answers there does not speak TLS: check the scheme", err.message)
  end)

  -- As nginx does where all its worker_connections are taken; the others are alerts.
  it("is ended for reasons that are told apart", function()
    local ended = "%(the other side ended the connection before TLS was set up: it may have"
    local alert = "\x15\3\1\0\2\2"
    for _, case in ipairs {
      { ended, { "close" } }, { ended, { "drain", 100 }, { "close" } },
      { ended, { "drain", 100 }, { "reset" } }, -- any earlier, nothing may be connected yet
      { "%(the server does not know this host: check the option base_url%)", { "drain", 100 },
        { "send", alert .. "\112" } },
      { "%(the server has failed: try again later%)", { "drain", 100 },
        { "send", alert .. "\80" } },
      { "%(the other side may not speak TLS 1.2 or later, or want a client certificate%)",
        { "drain", 100 }, { "send", alert .. "\70" } },
    } do
      local raw <close> = scripted_server.start { { table.unpack(case, 2) }, repeat_last = true }
      local _, err = creates.once { url = raw.url:gsub("^http", "https") }
      assert.equal("no", err.sent)
      assert.matches(case[1], err.message)
    end
  end)

  it("takes its CA from a folder", function()
    local folder = process.folder()
    finally(function() os.execute("rm -rf " .. process.quote(folder)) end)
    process.write_file(folder .. "/sandbox.pem", process.read_file(server.ca_file))
    refused(creates.once(without_ca(), { ca_path = folder }))
    assert(os.execute("openssl rehash " .. process.quote(folder)))
    assert(creates.once(without_ca(), { ca_path = folder }))
  end)

  it("takes its CA from SSL_CERT_FILE, unless another is given", function()
    local environment = { SSL_CERT_FILE = server.ca_file }
    assert.equal("New Key Result Name\n",
      (creates.script(server, CREATE:format "", environment)))
    local other <close> = sandbox.start { tls = true }
    local options = ("{ ca_file = %q }"):format(other.ca_file)
    assert.matches(NO_CA,
      (creates.script(server, CREATE:format(options), environment)))
    assert.matches(NO_CA, (creates.script(server, CREATE:format "")))
    assert.matches(NO_CA, -- a folder without it, which is not beside it
      (creates.script(server, CREATE:format '{ ca_path = "/var/empty" }', environment)))
  end)

  it("shows a certificate of ours to a server that asks for one", function()
    local asking <close> = nginx.start {
      tls = true, locations = KEY_RESULT,
      server = "ssl_client_certificate cert.pem; ssl_verify_client on;",
    }
    local base = { base_url = asking.tls_url .. "/api" }
    local _, err = creates.once(base, { ca_file = asking.ca })
    assert.equal(400, err.status)
    assert(creates.once(base, {
      ca_file = asking.ca, client_cert = asking.ca, client_key = asking.folder .. "/key.pem",
    }))
  end)

  it("gives no SIGPIPE when the server is gone in the middle of a body", function()
    local raw <close> = nginx.start {
      tls = true, http2 = false, server = "client_max_body_size 1k; lingering_close off;",
    }
    local output, status = creates.script({ base_url = raw.tls_url .. "/api" }, ([[
      BODY.name = ("x"):rep(8 << 20)
      local client <close> = new { ca_file = %q }
      for _ = 1, 5 do
        local _, err = client:create_key_result(GOAL, BODY)
        assert(err.sent ~= "no", err)
      end
      print "alive"
    ]]):format(raw.ca))
    assert.equal("alive\n", output)
    assert.equal(0, status)
  end)
end)

describe("HTTP/2", function()
  local function at_once(client, goal_id, count)
    local calls = creates.start(client, count, goal_id)
    creates.finish(client, calls)
    local ids, different = {}, 0
    for _, call in ipairs(calls) do
      local key_result = assert(call:result())
      different = different + (ids[key_result.id] and 0 or 1)
      ids[key_result.id] = true
    end
    return different
  end

  it("carries 100 calls at once on one connection", function()
    local client <close> = creates.client(server, { max_in_flight = 100 })
    assert.equal(100, at_once(client, server.goal_id, 100))
    assert.equal(100, #server:requests())
    assert.equal(1, creates.connections(server))
    assert.equal(100, #server:state().goals[1].key_results)
  end)

  it("opens a connection for each 100 of many calls, and two, however full those are", function()
    local other <close> = nginx.start { tls = true, http2 = true, locations = KEY_RESULT,
      http = "http2_max_concurrent_streams 100;" } -- libcurl takes it for so many at first
    local client <close> = creates.client({ base_url = other.tls_url .. "/api", ca = other.ca },
      { max_in_flight = 250 })
    assert(client:create_key_result(creates.GOAL, creates.body()))
    local calls, failed = creates.start(client, 250), 0
    creates.finish(client, calls)
    for _, call in ipairs(calls) do -- a stream that nginx has not done with is one too many
      if not call:result() then failed = failed + 1 end
    end
    local opened = client:stats().connections
    assert.is_true(opened <= 4 + failed, opened)
  end)

  it("keeps that connection for later calls", function()
    local client <close> = creates.client(server)
    for _ = 1, 3 do
      assert(client:create_key_result(server.goal_id, creates.body()))
      at_once(client, server.goal_id, 10)
    end
    assert.equal(1, creates.connections(server))
  end)

  it("is not spoken when http_version is 1.1", function()
    local _, response = creates.once(server, { http_version = "1.1" })
    assert.equal("1.1", response.http_version)
    assert.equal("1.1", server:requests()[1].http_version)
  end)

  it("is not spoken with a server that has only HTTP/1.1", function()
    local old <close> = sandbox.start { tls = true, http2 = false }
    local client <close> = creates.client(old, { max_in_flight = 5 })
    local _, response = assert(client:create_key_result(old.goal_id, creates.body()))
    assert.equal("1.1", response.http_version)
    assert.equal(30, at_once(client, old.goal_id, 30))
    assert.is_true(creates.connections(old) <= 5)
  end)

  it("carries a large body", function()
    local client <close> = creates.client(server)
    local name = ("x"):rep(1 << 20)
    local body = creates.body { name = name }
    local key_result = assert(client:create_key_result(server.goal_id, body))
    assert.is_true(key_result.name == name)
  end)

  it("leaves the others alone when one call is cancelled", function()
    local client <close> = creates.client(server)
    assert(client:create_key_result(server.goal_id, creates.body()))
    local calls = creates.start(client, 10, server.goal_id)
    client:step()
    local cancelled = { [3] = calls[3]:cancel(), [10] = calls[10]:cancel() }
    creates.finish(client, calls)
    for i, call in ipairs(calls) do
      local value, more = call:result()
      if cancelled[i] then assert.equal("cancelled", more.kind) else assert(value, more) end
    end
    assert.equal(1, creates.connections(server))
  end)

  it("is understood by a server of another make, on one connection", function()
    local other <close> = nginx.start { tls = true, http2 = true, locations = KEY_RESULT }
    local client <close> = creates.client({ base_url = other.tls_url .. "/api", ca = other.ca })
    local calls = creates.start(client, 20)
    creates.finish(client, calls)
    for _, call in ipairs(calls) do assert.equal("HTTP/2.0", assert(call:result()).id) end
    local connections, log = {}, nil
    creates.step_until(client, function() -- a line is written after its answer
      log = process.read_file(other.folder .. "/access.log")
      return select(2, log:gsub("\n", "")) == 20
    end, "the log")
    for line in log:gmatch "[^\n]+" do connections[line:match "^%d+"] = line end
    local number, line = next(connections)
    assert.is_nil(next(connections, number))
    assert.matches(("HTTP/2.0 POST /api/v2/goal/%s/key_result 200"):format(creates.GOAL), line, 1,
      true)
  end)

  it("does not send a create again when its connection dies", function()
    local raw <close> = scripted_server.start {
      { { "request" }, { "send", creates.ANSWER } }, { { "request" }, { "eof" } },
      { { "request" }, { "eof" } },
    }
    local front = nginx.start {
      tls = true, http2 = true, locations = ("location / { proxy_pass %s; }"):format(raw.url),
    }
    local client <close> = creates.client({ base_url = front.tls_url .. "/api", ca = front.ca })
    local _, response = assert(client:create_key_result(creates.GOAL, creates.body()))
    assert.equal("2", response.http_version)
    local call = creates.start(client, 1)[1]
    creates.step_until(client, function() return creates.count(raw) == 2 end, "the request")
    front:close()
    creates.finish(client, { call })
    local value, err = call:result()
    assert.is_nil(value)
    assert.equal("transport", err.kind)
    assert.equal("unknown", err.sent)
    assert.is_false(err.retryable)
    assert.equal(2, creates.count(raw))
  end)

  it("sends nothing to a server that is gone", function()
    local own = sandbox.start { tls = true }
    local client <close> = creates.client(own)
    assert(client:create_key_result(own.goal_id, creates.body()))
    own:close()
    local value, err = client:create_key_result(own.goal_id, creates.body())
    assert.is_nil(value)
    assert.equal("transport", err.kind)
    assert.equal("no", err.sent)
    assert.is_true(err.retryable)
  end)
end)
