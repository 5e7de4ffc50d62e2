-- SPDX-License-Identifier: MIT
-- The sandbox's faults, by what they do on the wire.

local socket = require "socket"

local json = require "clickup.sandbox.json"
local sandbox = require "clickup.sandbox"
local by = require "spec.support.sandbox_requests"
local retry_slower = require "spec.support.retry_slower"

local curl, shell = by.curl, by.shell

local function open(server)
  local connection = assert(socket.connect("127.0.0.1", server.port))
  connection:settimeout(30)
  return connection
end

local function head_of(server, body)
  return ("POST /api/v2/goal/%s/key_result HTTP/1.1\r\nHost: x\r\nAuthorization: %s\r\n"
    .. "Content-Type: application/json\r\nContent-Length: %d\r\n\r\n"):format(
    server.goal_id, server.token, #body)
end

local BODY = json.encode(by.EXAMPLE)

--- Everything that is answered to a create until the connection ends, and how it ended.
local function exchange(server, connection)
  connection = connection or open(server)
  connection:send(head_of(server, BODY) .. BODY)
  local all, problem, rest = connection:receive "*a"
  connection:close()
  return all or rest, problem
end

--- One answer with Content-Length, on a connection that goes on.
local function answer(connection)
  local head = ""
  repeat
    local line = assert(connection:receive "*l")
    head = head .. line .. "\n"
  until line == ""
  local length = tonumber(head:match "\ncontent%-length: (%d+)")
  return head, connection:receive(length)
end

local function key_results(server)
  return #(server:state().goals[1].key_results or {})
end

local function last(server)
  local requests = server:requests()
  return requests[#requests]
end

local function wait_for(condition)
  local deadline = socket.gettime() + 60
  while not condition() and socket.gettime() < deadline do socket.sleep(0.005) end
  assert.is_true(condition())
end

describe("sandbox's faults", function()
  local server

  setup(function() server = sandbox.start() end)
  teardown(function() server:close() end)
  before_each(function() server:reset() end)

  it("reset the connection before the body is read", function()
    server:fault { fault = "reset_before_read" }
    local connection = open(server)
    connection:send(head_of(server, BODY))
    local _, problem = connection:receive(1)
    assert.equal("closed", problem)
    local requests = server:requests()
    assert.equal("reset_before_read", requests[1].fault)
    assert.is_false(requests[1].processed)
    assert.equal("", requests[1].body)
    assert.equal(0, key_results(server))
  end)

  it("tell a reset from a close", function()
    local command = ([[curl -sS -o /dev/null -H 'Authorization: %s' %s/v2/goal/%s]]):format(
      server.token, server.base_url, server.goal_id)
    server:fault { fault = "close_after_read", reset = true }
    assert.matches("curl: %(56%).*reset", shell(command))
    server:fault { fault = "close_after_read" }
    assert.matches("curl: %(52%)", shell(command))
  end)

  for _, processed in ipairs { true, false } do
    it("close after the request, processed: " .. tostring(processed), function()
      server:fault { fault = "close_after_read", processed = processed }
      assert.equal("", (exchange(server)))
      assert.equal(processed, last(server).processed)
      assert.is_nil(last(server).status)
      assert.equal(BODY, last(server).body)
      assert.equal(processed and 1 or 0, key_results(server))
    end)
  end

  it("cut the answer", function()
    server:fault { fault = "cut", bytes = 12, times = 2 }
    assert.equal("HTTP/1.1 200", (exchange(server)))
    assert.equal("HTTP/1.1 200", (exchange(server)))
    server:fault { fault = "cut", bytes = 300 }
    local text = exchange(server)
    assert.equal(300, #text)
    assert.matches("\r\ncontent%-length: %d%d%d", text)
    server:fault { fault = "cut", bytes = 12, processed = false }
    assert.equal("HTTP/1.1 500", (exchange(server)))
    server:fault { fault = "cut", bytes = 0 }
    assert.equal("", (exchange(server)))
    assert.equal(4, key_results(server))
  end)

  it("stall until the client goes", function()
    for _, processed in ipairs { "before", "after" } do
      server:reset()
      server:fault { fault = "stall", processed = processed }
      local connection = open(server)
      connection:send(head_of(server, BODY) .. BODY)
      wait_for(function() return last(server) and last(server).body == BODY end)
      if processed == "before" then
        wait_for(function() return last(server).processed end)
      else
        assert.is_false(last(server).processed)
      end
      connection:settimeout(0.02)
      assert.equal("timeout", (select(2, connection:receive(1))))
      connection:close()
      wait_for(function() return last(server).processed end)
      assert.equal(1, key_results(server))
    end
  end)

  it("stall for a time, then run though the client has gone", retry_slower(function(unit)
    server:reset()
    server:fault { fault = "stall", seconds = 0.1 * unit, processed = "after" }
    local connection = open(server)
    connection:send(head_of(server, BODY) .. BODY)
    wait_for(function() return last(server) and last(server).body == BODY end)
    connection:close()
    assert.equal(0, key_results(server))
    wait_for(function() return key_results(server) == 1 end)
    server:fault { fault = "stall", seconds = 0.05 }
    assert.equal("", (exchange(server)))
    assert.is_false(last(server).processed)
  end))

  it("do not run what was stalled before a reset", function()
    server:fault { fault = "stall", processed = "after" }
    local connection = open(server)
    connection:send(head_of(server, BODY) .. BODY)
    wait_for(function() return last(server) and last(server).body == BODY end)
    server:reset()
    connection:close()
    assert.equal(200, (by.get_goal(server)))
    assert.equal(0, key_results(server))
  end)

  it("delay and drip the answer, and the connection goes on", function()
    local connection = open(server)
    for _, rule in ipairs {
      { fault = "delay", seconds = 0.05 }, { fault = "delay", seconds = 0.05, processed = "after" },
      { fault = "drip", seconds = 0.0001 },
    } do
      server:fault(rule)
      local before = socket.gettime()
      connection:send(head_of(server, BODY) .. BODY)
      local head, body = answer(connection)
      assert.is_true(socket.gettime() - before > 0.04)
      assert.matches("^HTTP/1.1 200", head)
      assert.is_table(json.decode(body).key_result)
    end
    assert.equal(3, key_results(server))
    assert.equal(1, by.connections(server:requests()))
  end)

  it("answer another status", function()
    server:fault {
      fault = "status", code = 503, ecode = "X_1", headers = { ["Retry-After"] = "7" },
    }
    local status, body, headers = by.create(server, by.EXAMPLE)
    assert.same({ 503, "X_1", "7" }, { status, body.ECODE, headers["retry-after"] })
    assert.truthy(headers["x-ratelimit-reset"] and headers.date)
    server:fault { fault = "status", code = 502, body = "html", bare = true }
    status, body, headers = by.create(server, by.EXAMPLE)
    assert.same({ 502 }, { status, body, headers.date, headers["x-ratelimit-limit"] })
    assert.matches("^text/html", headers["content-type"])
    assert.equal(0, key_results(server))
    for body_name, text in pairs { empty = "", ["as it is"] = "as it is" } do
      server:fault { fault = "status", code = 500, body = body_name, processed = true }
      assert.equal(text, (select(4, by.create(server, by.EXAMPLE))))
    end
    assert.equal(2, key_results(server))
    assert.same({ "status", true, 500 },
      { last(server).fault, last(server).processed, last(server).status })
  end)

  it("answer 200 with something else", function()
    for fault, pattern in pairs {
      html_200 = "^<!DOCTYPE html>", not_json = '^{"key_result"', empty_200 = "^$",
    } do
      for _, processed in ipairs { true, false } do
        server:reset()
        server:fault { fault = fault, processed = processed }
        local status, body, _, text = by.create(server, by.EXAMPLE)
        assert.same({ 200 }, { status, body })
        assert.matches(pattern, text)
        assert.equal(processed and 1 or 0, key_results(server))
        assert.equal(processed, last(server).processed)
      end
    end
  end)

  it("break the framing", function()
    for fault, problem in pairs { broken_chunk = 56, broken_gzip = 61, wrong_length = 18 } do
      server:fault { fault = fault, delta = fault == "wrong_length" and 5 or nil }
      local arguments = ("--compressed %s/v2/goal/%s"):format(server.base_url, server.goal_id)
      assert.matches("curl: %(" .. problem .. "%)", curl(server, arguments, ""))
      assert.is_true(last(server).processed)
    end
    server:fault { fault = "wrong_length", delta = -5 }
    local text = exchange(server)
    local length, body = text:match "\r\ncontent%-length: (%d+).-\r\n\r\n(.*)"
    assert.equal(tonumber(length) + 5, #body)
  end)

  it("close a kept connection without a word", function()
    server:fault { fault = "idle_close" }
    local text = exchange(server)
    assert.matches("^HTTP/1.1 200", text)
    assert.not_matches("\r\n[Cc]onnection:", text)
    assert.same({ 200, true }, { last(server).status, last(server).processed })
  end)

  it("close at the next request of the connection", function()
    server:fault { fault = "close_on_next", processed = true }
    local connection = open(server)
    connection:send(head_of(server, BODY) .. BODY)
    answer(connection)
    assert.equal("", (exchange(server, connection)))
    assert.equal(2, key_results(server))
    assert.equal("close_after_read", last(server).fault)
  end)

  it("spare those before and those that do not match", function()
    server:fault { match = { method = "POST", path = "/key_result$" }, skip = 1, times = 2,
      fault = "status", code = 500 }
    server:fault { match = { method = "GET" }, fault = "status", code = 501, times = "always" }
    local got = {}
    for i = 1, 4 do got[i] = by.create(server, by.EXAMPLE) end
    assert.same({ 200, 500, 500, 200 }, got)
    assert.equal(501, (by.get_goal(server)))
    assert.equal(501, (by.get_goal(server)))
    assert.same({ { match = { method = "GET" }, fault = "status", code = 501, times = "always",
      skip = 0 } }, server:faults())
    server:clear_faults()
    assert.same({}, server:faults())
    assert.equal(200, (by.get_goal(server)))
  end)

  it("are drawn, the same for the same seed", function()
    local function drawn(seed)
      server:reset()
      server:randomize { seed = seed, normal = 2, match = { method = "GET" }, rules = {
        { weight = 1, fault = "status", code = 500 }, { weight = 1, fault = "status", code = 502 },
      } }
      local got = {}
      for i = 1, 40 do got[i] = by.get_goal(server) end
      assert.equal(200, (by.create(server, by.EXAMPLE)))
      return table.concat(got, " ")
    end
    local first = drawn(7)
    assert.equal(first, drawn(7))
    assert.not_equal(first, drawn(8))
    for _, code in ipairs { "200", "500", "502" } do assert.matches(code, first) end
    server:randomize(false)
    for _ = 1, 10 do assert.equal(200, (by.get_goal(server))) end
  end)

  it("are added over HTTP", function()
    local status = by.request(server, "POST", "/_sandbox/fault", { fault = "status", code = 418 })
    assert.equal(200, status)
    assert.equal(418, (by.get_goal(server)))
    status = by.request(server, "POST", "/_sandbox/fault", { fault = "nonsense" })
    assert.equal(400, status)
  end)

  for problem, rule in pairs {
    ["unknown fault: x"] = { fault = "x" },
    ["cut needs 'bytes'"] = { fault = "cut" },
    ["cut has no field 'code'"] = { fault = "cut", bytes = 1, code = 1 },
    ["delay: bad 'processed'"] = { fault = "delay", seconds = 1, processed = true },
    ["idle_close: bad 'match'"] = { fault = "idle_close", match = { path = "[" } },
    ["tls_failure: the sandbox serves no TLS"] = { fault = "tls_failure" },
    ["refuse strikes connections"] = { fault = "refuse", match = {} },
  } do
    it("say: " .. problem, function()
      assert.error_matches(function() server:fault(rule) end, problem, 1, true)
    end)
  end

  it("leave HTTP/1.1 alone when they are HTTP/2's", function()
    server:fault { fault = "goaway" }
    assert.equal(200, (by.get_goal(server)))
    assert.equal("goaway", server:faults()[1].fault)
  end)

  it("move the clock", function()
    local _, _, before = by.get_goal(server)
    server:clock(86400)
    local _, body, headers = by.create(server, by.EXAMPLE)
    assert.not_equal(before.date:sub(1, 16), headers.date:sub(1, 16))
    assert.is_true(headers["x-ratelimit-reset"] - before["x-ratelimit-reset"] >= 86399)
    assert.is_true(tonumber(body.key_result.date_created) // 1000 - os.time() > 86000)
  end)

  it("tell when to retry, if asked to", function()
    local limited <close> = sandbox.start { rate_limit = 1, retry_after = true }
    by.get_goal(limited)
    local status, _, headers = by.get_goal(limited)
    assert.equal(429, status)
    assert.is_true(tonumber(headers["retry-after"]) <= 60 and tonumber(headers["retry-after"]) > 50)
  end)
end)

describe("sandbox's faults over TLS", function()
  local server, url

  setup(function()
    server = sandbox.start { tls = true }
    url = server.base_url .. "/v2/goal/" .. server.goal_id
  end)
  teardown(function() server:close() end)
  before_each(function() server:reset() end)

  local function get(options)
    return curl(server, (options or "--http2") .. " " .. url, "%{http_code} %{size_download} ")
  end

  local function post()
    return curl(server, ("-m 2 --http2 -H 'Content-Type: application/json' -d '%s' %s/key_result")
      :format(BODY, url), "%{http_code} ")
  end

  it("fail handshakes", function()
    server:fault { fault = "tls_failure" }
    assert.matches("curl: %(35%)", get())
    assert.matches("^200", get())
  end)

  for _, options in ipairs { "--http1.1", "--http2" } do
    it("end connections: " .. options, function()
      for _, rule in ipairs {
        { fault = "reset_before_read" }, { fault = "close_after_read", processed = true },
        { fault = "close_after_read", reset = true }, { fault = "cut", bytes = 0 },
        { fault = "stall", seconds = 0.05 },
      } do
        server:fault(rule)
        assert.matches("curl: %(%d+%).*\n%d00 0 $", get(options), rule.fault)
        assert.equal(rule.fault, last(server).fault)
      end
      assert.equal("200", get(options):match "%d+")
    end)
  end

  it("cut HTTP/2 bodies", function()
    server:fault { fault = "cut", bytes = 20 }
    assert.matches("curl: %(%d+%).*\n200 20 $", get())
  end)

  it("answer otherwise", function()
    server:fault { fault = "status", code = 503, body = "empty" }
    assert.matches("^503 0", get())
    server:fault { fault = "drip", seconds = 0.0001 }
    assert.matches("^200 %d%d%d", get())
    server:fault { fault = "idle_close", times = 2 }
    local codes = curl(server, "--http2 '" .. url .. "?x=[1-2]'", "%{http_code} ")
    -- curl may have written the second request before it sees that the connection is gone
    if codes == "200 200 " then
      assert.equal(2, by.connections({ server:requests()[3], server:requests()[4] }))
    else
      assert.matches("^curl: %(%d+%).*200 000 $", codes)
    end
  end)

  it("reset streams", function()
    for _, code in ipairs { "INTERNAL_ERROR", "CANCEL" } do
      server:fault { fault = "rst_stream", code = code, processed = true }
      assert.matches("curl: %(92%).*" .. code, post())
    end
    assert.equal(2, key_results(server))
    server:fault { fault = "rst_stream", code = "REFUSED_STREAM" }
    post()
    assert.is_false(server:requests()[3].processed)
  end)

  it("go away", function()
    server:fault { fault = "goaway" }
    post()
    assert.same({ "goaway", false }, { server:requests()[1].fault, server:requests()[1].processed })
    server:reset()
    server:fault { fault = "goaway", processed = true }
    assert.matches("curl: %(%d+%)", post())
    assert.equal(1, key_results(server))
  end)

  it("leave nothing of a stalled stream", function()
    server:fault { fault = "stall", processed = "before", seconds = 0.1 }
    assert.matches("^200", get())
    server:fault { fault = "stall", processed = "after" }
    assert.matches("curl: %(28%)", get "-m 0.1 --http2")
    wait_for(function() return last(server).processed end)
  end)
end)
