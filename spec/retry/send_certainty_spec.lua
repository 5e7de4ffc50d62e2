-- SPDX-License-Identifier: MIT
-- Never doubled: what is certain about a create when its connection dies, and that
-- no server gets it a second time.

local socket = require "socket"

local compress = require "spec.support.compress"
local creates = require "spec.support.creates"
local plays = require "spec.support.plays"
local retry_slower = require "spec.support.retry_slower"
local scripted_server = require "spec.support.scripted_server"

local GOOD = { "send", creates.ANSWER }
local FRESH = { { "request" }, GOOD, { "eof" } } -- for a connection that should not be

-- The bodies of everything that arrived whole, each with how often.
local function arrivals(raw)
  local counts = {}
  for _, requests in ipairs(raw:received()) do
    for _, request in ipairs(requests) do
      local name = request:match '"name":"(%w+)"'
      if name and request:sub(-1) == "}" then counts[name] = (counts[name] or 0) + 1 end
    end
  end
  return counts
end

local function create(client, name)
  return client:create_key_result(creates.GOAL, creates.body { name = name })
end

-- A server in this process, for ends that come at an exact moment.
local Near = {}
Near.__index = Near

local function near_server(backlog)
  local listener = assert(socket.bind("127.0.0.1", 0, backlog))
  listener:settimeout(0)
  local url = "http://127.0.0.1:" .. select(2, listener:getsockname())
  return setmetatable({ listener = listener, url = url }, Near)
end

function Near:accept(client)
  creates.step_until(client, function()
    self.peer = self.listener:accept()
    return self.peer ~= nil
  end, "a connection")
  self.peer:settimeout(0)
end

-- Reads until the bytes that came satisfy `enough`.
function Near:read(client, enough)
  local bytes = ""
  creates.step_until(client, function()
    local more, _, part = self.peer:receive(65536)
    bytes = bytes .. (more or part)
    return enough(bytes)
  end, "the request")
end

-- Accepts a connection, answers one create on it, and leaves it open.
function Near:serve_one(client)
  local call = creates.start(client, 1)[1]
  self:accept(client)
  self:read(client, function(bytes) return bytes:sub(-1) == "}" end)
  assert(self.peer:send(creates.ANSWER))
  creates.finish(client, { call })
  assert(call:result())
end

function Near:hang_up(ending)
  if ending == "reset" then self.peer:setoption("linger", { on = true, timeout = 0 }) end
  self.peer:close()
end

Near.__close = function(self) self.listener:close() end

describe("a create on a connection that was used before", function()
  for _, ending in ipairs { "close", "reset" } do
    it(("is not sent again after a %s without an answer"):format(ending), function()
      local raw <close> = scripted_server.start {
        { { "request" }, GOOD, { "request" }, { ending } }, FRESH, FRESH,
      }
      local client <close> = creates.client(raw)
      assert(create(client, "one"))
      local value, err = create(client, "two")
      assert.is_nil(value)
      assert.equal("transport", err.kind)
      assert.equal("unknown", err.sent)
      assert.is_false(err.retryable)
      assert.is_nil(err.status)
      assert.same({ one = 1, two = 1 }, arrivals(raw))
      assert(create(client, "three"))
      assert.same({ one = 1, two = 1, three = 1 }, arrivals(raw))
    end)

    it(("is not sent again when a large body is cut by a %s"):format(ending), function()
      local server <close> = near_server()
      local client <close> = creates.client(server)
      server:serve_one(client)
      local body = creates.body { name = ("x"):rep(4 << 20) }
      local call = client:start("create_key_result", creates.GOAL, body)
      server:read(client, function(bytes) return #bytes > 1 << 17 end)
      server:hang_up(ending)
      local later = {}
      creates.step_until(client, function()
        later[#later + 1] = server.listener:accept()
        return call:done()
      end, "the end of the call")
      later[#later + 1] = server.listener:accept()
      local value, err = call:result()
      assert.is_nil(value)
      assert.equal("transport", err.kind)
      assert.equal("unknown", err.sent)
      for _, peer in ipairs(later) do
        peer:settimeout(1)
        assert.equal("", select(3, peer:receive(1)))
        peer:close()
      end
    end)

    it(("goes out on a new one when the server had ended it by a %s"):format(ending), function()
      local server <close> = near_server()
      local client <close> = creates.client(server)
      server:serve_one(client)
      server:hang_up(ending)
      server:serve_one(client)
    end)
  end

  -- The end of the connection and the next create cross on the way.
  -- libcurl would send it again: there is no body whose rewinding could be refused
  for _, method in ipairs { "POST", "PATCH" } do
    it(("is not sent again when it is a %s without a body"):format(method), function()
      local raw <close> = scripted_server.start {
        { { "request" }, GOOD, { "request" }, { "close" } },
        { { "request" }, { "close" } }, FRESH, FRESH,
      }
      local client <close> = creates.client(raw)
      assert(client:request(method, "/v2/thing"))
      local value, err = client:request(method, "/v2/thing")
      assert.is_nil(value)
      assert.equal("unknown", err.sent)
      assert.equal(2, creates.count(raw))
    end)
  end

  for _, auth in ipairs { "digest", "any", "ntlm" } do
    it(("is not tried without its body at a proxy: %s"):format(auth), function()
      local tunnel = "HTTP/1.1 200 Connected\r\n\r\n"
      local raw <close> = scripted_server.start {
        { { "request" }, { "send", tunnel }, { "request" }, GOOD, { "eof" } }, FRESH, FRESH,
      }
      local made, client = pcall(creates.client, raw, { base_url = "http://127.0.0.1:9/api",
        proxy = raw.url, proxy_user = "u", proxy_password = "p", proxy_auth = auth })
      if not made then
        assert.matches("option proxy_auth: not possible with this libcurl", client, 1, true)
        pending("this libcurl has no " .. auth)
      end
      local _ <close> = client
      assert(create(client, "Once"))
      local requests = raw:received()[1]
      assert.matches("^CONNECT 127%.0%.0%.1:9 ", requests[1])
      assert.same({ Once = 1 }, arrivals(raw))
    end)
  end

  it("is there once or never, whenever the server hangs up", function()
    local script = {}
    for i = 1, 60 do
      script[i] = { { "request" }, GOOD, { "wait", i % 6 * 0.0002 },
        { i % 4 < 2 and "close" or "reset" } }
    end
    local raw <close> = scripted_server.start(script)
    local client <close> = creates.client(raw)
    local answered = {}
    for i = 1, 60 do
      local value, err = create(client, "n" .. i)
      assert.is_true(value ~= nil or err.kind == "transport")
      answered[i] = value and "yes" or err.sent
    end
    local counts = arrivals(raw)
    for i = 1, 60 do
      local count = counts["n" .. i] or 0
      assert.is_true(count <= 1, "sent twice: " .. i)
      if answered[i] == "yes" then assert.equal(1, count) end
      if answered[i] == "no" then assert.equal(0, count) end
    end
  end)

  it("is unknown even if the way back is gone as well", function()
    local server <close> = near_server()
    local client <close> = creates.client(server)
    server:serve_one(client)
    local call = creates.start(client, 1)[1]
    server:read(client, function(bytes) return bytes:sub(-1) == "}" end)
    server.listener:close()
    server:hang_up "close"
    creates.finish(client, { call })
    local _, err = call:result()
    assert.equal("transport", err.kind)
    assert.equal("unknown", err.sent)
    assert.is_false(err.retryable)
  end)
end)

describe("a connection on which something came that nobody asked for", function()
  local surplus = {
    ["a late 408"] = "HTTP/1.1 408 Late\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
    ["a late 429"] = "HTTP/1.1 429 Too Many Requests\r\nContent-Length: 0\r\n\r\n",
    ["a second answer"] = '{"key_result":{"id":"of-another"}}',
    ["half an answer"] = "HTTP/1.1 200",
  }
  local OTHER = scripted_server.http(200, {}, '{"key_result":{"id":"kr-2"}}')

  -- Starts creates, and answers them on whatever connections they come; the peers
  -- that got one, in order.
  local function answer_all(client, near, peers, count, answer)
    local calls, used = creates.start(client, count), {}
    creates.step_until(client, function()
      local peer = near.listener:accept()
      if peer then
        peer:settimeout(0)
        peers[#peers + 1] = peer
      end
      for _, one in ipairs(peers) do
        local bytes, _, part = one:receive(65536)
        if (bytes or part):sub(-1) == "}" then
          assert(one:send(answer))
          used[#used + 1] = one
        end
      end
      return #used == count
    end, "the requests")
    creates.finish(client, calls)
    return used, calls
  end

  for name, bytes in pairs(surplus) do
    it(("is not used again: %s"):format(name), function()
      if bytes:find "^{" then bytes = scripted_server.http(200, {}, bytes) end
      local near <close>, peers = near_server(), {}
      local client <close> = creates.client(near)
      answer_all(client, near, peers, 1, creates.ANSWER)
      assert(peers[1]:send(bytes)) -- over loopback it is there at once
      local _, calls = answer_all(client, near, peers, 1, OTHER)
      local made, response = calls[1]:result()
      assert.equal("kr-2", made.id)
      assert.equal(1, response.attempts)
      assert.equal(2, #peers)
      assert.equal(2, client:stats().connections)
      assert.equal(0, client:stats().retried)
    end)
  end

  it("is told apart from those that are fine, many at once", function()
    local near <close>, peers = near_server(), {}
    local client <close> = creates.client(near)
    answer_all(client, near, peers, 4, creates.ANSWER)
    for _, i in ipairs { 1, 4 } do assert(peers[i]:send(creates.ANSWER)) end
    local used, calls = answer_all(client, near, peers, 4, OTHER)
    for _, call in ipairs(calls) do assert.equal("kr-2", assert(call:result()).id) end
    for _, peer in ipairs(used) do assert.is_true(peer ~= peers[1] and peer ~= peers[4]) end
    assert.equal(6, #peers)
    assert.equal(6, client:stats().connections)
  end)
end)

describe("a create on a new connection", function()
  it("was not sent when nobody listens", function()
    local raw = scripted_server.start {}
    raw:close()
    local value, err = creates.once(raw)
    assert.is_nil(value)
    assert.equal("transport", err.kind)
    assert.equal("no", err.sent)
    assert.equal(1, err.attempts)
    assert.is_true(err.retryable)
    assert.matches(" (check the option base_url, the network and the proxy)", err.message, 1, true)
  end)

  it("was not sent when the name has no address", function()
    local host = ("x"):rep(64) .. ".test" -- too long for a name, so that nobody is asked
    local _, err = creates.once({ base_url = "https://" .. host .. "/api" }, { proxy = "" })
    assert.equal("transport", err.kind)
    assert.equal("no", err.sent)
    assert.is_true(err.retryable)
    assert.matches("^Could not resolve host: x+%.test ", err.message)
    local asked = {}
    for line in io.lines "/etc/resolv.conf" do
      asked[#asked + 1] = #asked < 3 and line:match "^nameserver%s+(%S+)" or nil
    end
    assert.equal(("check the option base_url, the network and its name servers: %s in "
      .. "/etc/resolv.conf"):format(asked[1] and table.concat(asked, ", ") or "none"),
      err.message:match "%((.*)%)$")
  end)

  it("was not sent when no descriptor is left, and goes when there is one", function()
    local raw <close> = scripted_server.start { FRESH, repeat_last = true }
    local output = creates.script(raw, [[
      local client, held, file = new(), {}, nil
      repeat
        file = io.open "/dev/null"
        held[#held + 1] = file
      until not file
      print(select(2, pcall(function() client:create_key_result(GOAL, BODY) end)))
      held[#held]:close()
      print(pcall(client.create_key_result, client, nil))
      held[#held] = io.open "/dev/null"
      local _, err = client:create_key_result(GOAL, BODY, { max_retries = 0 })
      print(err.kind, err.sent, err.retryable, err.message)
      for _, file in ipairs(held) do file:close() end
      print(client:create_key_result(GOAL, BODY).id)]], {}, "ulimit -n 64;")
    local first, second, rest = output:match "^([^\n]*)\n([^\n]*)\n(.*)$"
    assert.matches("clickup%.api%.goals cannot be loaded: no descriptor is left %(", first)
    assert.matches("^false\t.*goal_id", second)
    assert.equal("transport\tno\ttrue\tno descriptor is left (close what is open, or allow more: "
      .. "ulimit -n)\nkr-1\n", rest)
  end)

  it("may have run when it was sent and not answered", function()
    local raw <close> = scripted_server.start { { { "request" }, { "close" } }, FRESH }
    local _, err = creates.once(raw)
    assert.equal("unknown", err.sent)
    assert.is_false(err.retryable)
    assert.equal(1, creates.count(raw))
  end)

  it("is at its server once, however it ends", function()
    for _, ending in ipairs { { "close" }, { "reset" }, { "send", "HTTP/1.1 200 OK\r\nX" },
      { "send", "HTTP/1.1 503 X\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n" },
      { "send", "HTTP/1.1 408 X\r\nConnection: close\r\nContent-Length: 0\r\n\r\n" },
      { "send", "HTTP/1.1 417 X\r\nContent-Length: 0\r\n\r\n" },
      { "send", "HTTP/1.1 401 X\r\nWWW-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n" },
      { "send", "HTTP/1.1 407 X\r\nProxy-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n" },
    } do
      local raw <close> = scripted_server.start {
        { { "request" }, ending, { "close" } }, FRESH, FRESH,
      }
      local value = creates.once(raw)
      assert.is_nil(value)
      assert.equal(1, creates.count(raw), ending[2])
    end
  end)
end)

describe("a create that the kernel did not take at once", function()
  local PROBE = assert(package.searchpath("queued_probe", package.cpath))

  local function told(raw, options, reset)
    local output, status = creates.script(raw, ([[
      local client <close> = new { reconcile = false, %s }
      if client:get_goal(GOAL) then end
      local made, err = client:create_key_result(GOAL, BODY)
      print(made and made.id or err.sent)
    ]]):format(options), { LD_PRELOAD = PROBE, PROBE_RESET = reset })
    assert.equal(0, status, output)
    return output:match "%S+", plays.methods(raw)
  end

  it("was not sent when its connection died before, and is tried again", function()
    local last = scripted_server.http(200, { "Connection: close" }, creates.JSON)
    for options, told_so in pairs { ["max_retries = 0"] = "no", ["max_retries = 1"] = "kr-1" } do
      local raw <close> = scripted_server.start {
        { { "request" }, { "send", last }, { "close" } }, { { "eof" } }, FRESH,
      }
      local sent, methods = told(raw, options, "yes")
      assert.equal(told_so, sent)
      assert.equal(told_so == "no" and "GET" or "GET POST", methods)
    end
  end)

  it("was not sent either when bytes went to a proxy before it", function()
    local tunnel = "HTTP/1.1 200 Connected\r\n\r\n"
    local last = scripted_server.http(200, { "Connection: close" }, creates.JSON)
    local raw <close> = scripted_server.start {
      { { "request" }, { "send", tunnel }, { "request" }, { "send", last }, { "close" } },
      { { "request" }, { "send", tunnel }, { "eof" } },
    }
    local sent, methods = told(raw, ([[max_retries = 0, base_url = "http://127.0.0.1:9/api",
      proxy = %q, proxy_user = "u", proxy_password = "p", proxy_auth = "any"]]):format(raw.url),
      "yes")
    assert.equal("no", sent)
    assert.equal("CONNECT GET CONNECT", methods)
  end)

  it("is unknown when its new connection dies, however often it may be tried", function()
    local last = scripted_server.http(200, { "Connection: close" }, creates.JSON)
    for _, options in ipairs { "max_retries = 0", "max_retries = 3" } do
      local raw <close> = scripted_server.start {
        { { "request" }, { "send", last }, { "close" } }, { { "request" }, { "close" } }, FRESH,
      }
      local sent, methods = told(raw, options)
      assert.equal("unknown", sent)
      assert.equal("GET POST", methods)
    end
  end)

  it("is unknown when its kept connection dies, and not sent again by libcurl", function()
    local raw <close> = scripted_server.start {
      { { "request" }, { "send", creates.ANSWER }, { "request" }, { "close" } }, FRESH,
    }
    local sent, methods = told(raw, "max_retries = 0")
    assert.equal("unknown", sent)
    assert.equal("GET POST", methods)
  end)
end)

describe("after an attempt that may have run", function()
  -- A client that tries an edit twice, whose first attempt got no answer; what is behind it then.
  local function cut(server, options, behind)
    local client = creates.client(server, { max_retries = 1, max_wait = 0.01 })
    local call = client:start("edit_key_result", "kr-1", { note = "x" }, options)
    server:accept(client)
    server:read(client, function(bytes) return bytes:sub(-1) == "}" end)
    behind()
    server:hang_up "close"
    return client, call
  end

  -- Connections that nobody accepts, until the next one hangs.
  local function fill(server, others)
    for i = 1, 4 do
      others[i] = socket.tcp()
      others[i]:settimeout(0)
      others[i]:connect("127.0.0.1", tonumber(server.url:match "%d+$"))
    end
  end

  local function unknown(call, kind)
    local value, err = call:result()
    assert.is_nil(value)
    assert.equal(kind, err.kind)
    assert.equal(2, err.attempts)
    assert.equal("unknown", err.sent)
    assert.is_false(err.retryable)
  end

  it("a second one that is refused says nothing of the first", function()
    local server <close> = near_server()
    local client <close>, call = cut(server, nil, function() server.listener:close() end)
    creates.finish(client, { call })
    unknown(call, "transport")
  end)

  it("a second one that ends before it is connected says nothing of the first", function()
    for kind, ending in pairs {
      cancelled = function(_, call) assert.is_true(call:cancel()) end,
      closed = function(client) client:close() end,
      timeout = function(client, call) creates.finish(client, { call }) end,
    } do
      local server <close>, others = near_server(0), {}
      local client <close>, call = cut(server, kind == "timeout" and { timeout = 0.1 } or nil,
        function() fill(server, others) end)
      creates.step_until(client, function()
        return client:stats().retried == 1 and client:stats().in_flight == 1
      end)
      ending(client, call)
      unknown(call, kind)
    end
  end)
end)

describe("a call that ends in the middle of its answer", function()
  local PART = { { "request" }, { "send", "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{" },
    { "mark" }, { "eof" } }
  local kinds = {
    get_goal = { creates.GOAL }, edit_key_result = { "kr-1", { note = "x" } },
    create_key_result = { creates.GOAL, creates.body() },
    get_access_token = { { client_id = "a", client_secret = "b", code = "c" } },
  }
  local function unknown(call, kind)
    local value, err = call:result()
    assert.is_nil(value)
    assert.equal(kind, err.kind)
    assert.equal(200, err.status)
    assert.equal("unknown", err.sent)
    assert.is_false(err.retryable)
  end

  for name, arguments in pairs(kinds) do
    it(("by cancel or close may have run: %s"):format(name), function()
      for kind, ending in pairs {
        cancelled = function(_, call) call:cancel() end,
        closed = function(client) client:close() end,
      } do
        local raw <close> = scripted_server.start { PART, FRESH }
        local client <close> = creates.client(raw)
        local call = client:start(name, table.unpack(arguments))
        creates.step_until(client, function() return raw:marks() == 1 end)
        for _ = 1, 3 do
          client:wait(0.01)
          client:step()
        end
        ending(client, call)
        unknown(call, kind)
      end
    end)

    it(("by its deadline may have run: %s"):format(name), retry_slower(function(unit)
      local raw <close> = scripted_server.start { PART, FRESH }
      local client <close> = creates.client(raw, { deadline = 0.1 * unit })
      local call = client:start(name, table.unpack(arguments))
      creates.finish(client, { call })
      unknown(call, "timeout")
    end))
  end
end)

-- A step that takes long: libcurl's own timer sees the deadline before ours does.
it("a call whose deadline passes within a step, with half an answer, may have run", function()
  local bomb = compress.gzip_blanks(96 << 20)
  local raw <close> = scripted_server.start {
    { { "request" }, { "send", "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{" }, { "mark" },
      { "eof" } },
    { { "request" }, { "send", scripted_server.http(200, { "Content-Encoding: gzip" }, bomb) },
      { "mark" }, { "eof" } },
  }
  local client <close> = creates.client(raw, { max_response_bytes = 1 << 30 })
  local ends = socket.gettime() + 1
  local call = client:start("create_key_result", creates.GOAL, creates.body(), { deadline = 1 })
  creates.step_until(client, function() return raw:marks() == 1 end)
  for _ = 1, 3 do
    client:wait(0.01)
    client:step()
  end
  local other = client:start("get_goal", creates.GOAL)
  creates.step_until(client, function() return creates.count(raw) == 2 end)
  raw:await_marks(2)
  while socket.gettime() < ends - 0.03 do socket.sleep(0.002) end
  creates.finish(client, { call })
  other:cancel()
  local _, err = call:result()
  assert.equal("timeout", err.kind)
  assert.equal(200, err.status)
  assert.equal("unknown", err.sent)
end)

describe("a delete that libcurl sends again by itself", function()
  it("counts as done when the second finds nothing", function()
    local goal = scripted_server.http(200, {}, '{"goal":{"id":"g"}}')
    local gone = scripted_server.http(404, {}, '{"err":"Goal not found","ECODE":"GOAL_001"}')
    local raw <close> = scripted_server.start {
      { { "request" }, { "send", goal }, { "request" }, { "close" } },
      { { "request" }, { "send", gone }, { "eof" } },
    }
    local client <close> = creates.client(raw)
    assert(client:get_goal(creates.GOAL))
    local done, response = client:delete_goal(creates.GOAL)
    assert.is_true(done)
    assert.is_true(response.recovered)
    assert.is_true(response.repeated)
    assert.equal(3, creates.count(raw))
  end)
end)
