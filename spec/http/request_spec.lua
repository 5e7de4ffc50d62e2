-- SPDX-License-Identifier: MIT
-- What a server is asked, byte for byte, and what it is never asked.

local clickup = require "clickup"
local creates = require "spec.support.creates"
local needs = require "spec.support.needs"
local nginx = require "spec.support.nginx"
local scripted_server = require "spec.support.scripted_server"
local sandbox = require "clickup.sandbox"

local REPLIES = { { "request" }, { "send", creates.ANSWER }, { "again" } }

local function replying() return scripted_server.start { REPLIES, repeat_last = true } end

local function first(raw) return creates.parse(raw:received()[1][1]) end

describe("a request", function()
  it("is one POST with these headers and no other", function()
    local raw <close> = replying()
    assert(creates.once(raw))
    assert.same(1, creates.count(raw))
    local request = first(raw)
    assert.equal("POST /api/v2/goal/" .. creates.GOAL .. "/key_result HTTP/1.1", request.line)
    assert.same({ "Accept", "Accept-Encoding", "Authorization", "Content-Length", "Content-Type",
      "Host", "User-Agent" }, request.names)
    local headers = request.headers
    assert.equal("application/json", headers.accept)
    assert.equal("application/json", headers["content-type"])
    assert.equal(creates.TOKEN, headers.authorization)
    assert.equal("127.0.0.1:" .. raw.port, headers.host)
    assert.equal(tostring(#request.body), headers["content-length"])
    assert.equal("gzip", headers["accept-encoding"])
    assert.matches("^{.*}$", request.body)
  end)

  it("names itself in its User-Agent, and the caller's words after that", function()
    local raw <close> = replying()
    assert(creates.once(raw))
    assert(creates.once(raw, { user_agent = "my-script/2 (me@example.com)" }))
    local agents = {}
    for i, requests in ipairs(raw:received()) do
      agents[i] = creates.parse(requests[1]).headers["user-agent"]
    end
    local name = "clickup-lua/" .. clickup.VERSION
    assert.same({ name, name .. " my-script/2 (me@example.com)" }, agents)
  end)

  it("carries a personal token raw and any other as Bearer", function()
    local raw <close> = replying()
    local sent = {}
    for _, options in ipairs {
      { token = "pk_1_A" }, { token = "abc.def" }, { token = false },
      { token = false, authorization = "Custom x" },
    } do
      assert(creates.once(raw, options))
    end
    for i, requests in ipairs(raw:received()) do
      sent[i] = creates.parse(requests[1]).headers.authorization or "none"
    end
    assert.same({ "pk_1_A", "Bearer abc.def", "none", "Custom x" }, sent)
  end)

  it("does not pause for a 100 Continue, however large", function()
    local raw <close> = replying()
    local client <close> = creates.client(raw)
    local sizes = { 1, 2 << 20, (1 << 20) - 300, 1 << 20, 1 } -- from 1 MiB on libcurl would
    for _, size in ipairs(sizes) do
      assert(client:create_key_result(creates.GOAL, creates.body { name = ("x"):rep(size) }))
    end
    for i, text in ipairs(raw:received()[1]) do
      local request = creates.parse(text)
      assert.is_nil(request.headers.expect)
      assert.equal(tostring(#request.body), request.headers["content-length"])
      assert.is_true(request.body:find('"' .. ("x"):rep(sizes[i]) .. '"', 1, true) ~= nil)
    end
    assert.is_true(client:timeout() == nil)
  end)

  it("is appended to a base_url with a path", function()
    local raw <close> = replying()
    for _, path in ipairs { "/a/b", "/a/b/", "", "/", "/a%20b//" } do
      assert(creates.once(raw, { base_url = raw.url .. path }))
    end
    local prefixes = {}
    for i, requests in ipairs(raw:received()) do
      prefixes[i] = creates.parse(requests[1]).target:match "^(.*)/v2/goal/"
    end
    assert.same({ "/a/b", "/a/b", "", "", "/a%20b" }, prefixes)
  end)

  it("is understood by a server of another make", function()
    local server <close> = nginx.start {
      locations = [[location / { default_type application/json;
        return 200 '{"key_result":{"id":"$request_method $content_type $content_length"}}'; }]],
    }
    assert.matches("^POST application/json %d+$", assert(creates.once(server)).id)
  end)
end)

describe("a goal id", function()
  local NAMES = {
    { "a/b", "a%2Fb" }, { "../x", "..%2Fx" }, { "a?b=c&d", "a%3Fb%3Dc%26d" },
    { "a#b", "a%23b" }, { "100%", "100%25" }, { "%2F", "%252F" }, { "a b", "a%20b" },
    { "Zieł ü", "Zie%C5%82%20%C3%BC" },
    { "a-b_c.d~e", "a-b_c.d~e" }, { "...", "..." }, { "a+b;c:d@e", "a%2Bb%3Bc%3Ad%40e" },
    { "\r\nX: 1", "%0D%0AX%3A%201" }, { "\xff", "%FF" }, { "{}", "%7B%7D" }, { "\\", "%5C" },
  }

  it("goes out percent-encoded, as one path segment", function()
    local raw <close> = replying()
    local client <close> = creates.client(raw)
    for _, pair in ipairs(NAMES) do
      assert(client:create_key_result(pair[1], creates.body()))
    end
    for i, request in ipairs(raw:received()[1]) do
      assert.equal("/api/v2/goal/" .. NAMES[i][2] .. "/key_result", creates.parse(request).target)
    end
    assert.equal(#NAMES, creates.count(raw))
  end)

  it("comes back to what it was on the other side", function()
    local server <close> = sandbox.start()
    local client <close> = creates.client(server)
    for _, pair in ipairs(NAMES) do
      if utf8.len(pair[1]) then
        server:seed { goals = { { id = pair[1] } } }
        local key_result = assert(client:create_key_result(pair[1], creates.body()))
        assert.equal(pair[1], key_result.goal_id)
      end
    end
  end)

  local REFUSED = {
    { "", "expected a string, got an empty one" },
    { "a\0b", "expected a string, got one with a zero byte" },
    { 7, "expected a string, got number" },
    { nil, "expected a string, got nothing" },
    { true, "expected a string, got boolean" },
    { {}, "expected a string, got table (path ids come first)" },
    { ".", "'.' cannot stand in a path" },
    { "..", "'..' cannot stand in a path" },
  }

  it("that cannot stand in a path is a usage error, and nothing is sent", function()
    local raw <close> = replying()
    local client <close> = creates.client(raw)
    for i = 1, #REFUSED do
      local id, expected = REFUSED[i][1], REFUSED[i][2]
      for _, method in ipairs { "create_key_result", "start" } do
        local before = debug.getinfo(1, "l").currentline
        local ok, text = pcall(function()
          if method == "start" then client:start("create_key_result", id, creates.body()) end
          client:create_key_result(id, creates.body())
        end)
        assert.is_false(ok)
        local line, message = text:match "request_spec%.lua:(%d+): (.*)$"
        assert.equal("create_key_result: goal_id: " .. expected, message)
        assert.equal(before + (method == "start" and 2 or 3), tonumber(line))
      end
    end
    client:step()
    assert.same({}, raw:received())
  end)

  it("cannot smuggle a header in, nor can the body", function()
    local raw <close> = replying()
    local client <close> = creates.client(raw)
    assert(client:create_key_result("x HTTP/1.1\r\nX-Evil: 1\r\n\r\n", creates.body {
      name = "\r\n\r\nGET / HTTP/1.1\r\n\r\n",
    }))
    assert.equal(1, creates.count(raw))
    assert.is_nil(first(raw).headers["x-evil"])
  end)
end)

describe("a redirect", function()
  it("is not followed: nothing reaches the other server", function()
    local other <close> = scripted_server.start { REPLIES, repeat_last = true }
    for _, status in ipairs { 301, 302, 303, 307, 308 } do
      local raw <close> = scripted_server.start {
        { { "request" },
          { "send", scripted_server.http(status, { Location = other.url .. "/x" }) } },
      }
      local key_result, err = creates.once(raw)
      assert.is_nil(key_result)
      assert.equal("api", err.kind)
      assert.equal(status, err.status)
      assert.equal(("%d redirect to %s/x: redirects are not followed, check the option base_url")
        :format(status, other.url), err.message)
      assert.equal(1, creates.count(raw))
    end
    assert.same({}, other:received())
  end)
end)

describe("connections", function()
  it("are used again, one call after another", function()
    local server <close> = sandbox.start()
    local client <close> = creates.client(server)
    for _ = 1, 5 do assert(client:create_key_result(server.goal_id, creates.body())) end
    assert.equal(5, #server:requests())
    assert.equal(1, creates.connections(server))
    assert.equal("1.1", server:requests()[5].http_version)
  end)

  it("are used again after an answer that is an error", function()
    local raw <close> = scripted_server.start {
      { { "request" }, { "send", scripted_server.http(500) }, { "request" },
        { "send", creates.ANSWER }, { "eof" } },
    }
    local client <close> = creates.client(raw)
    assert.is_nil((client:create_key_result("a", creates.body())))
    assert(client:create_key_result("b", creates.body()))
    assert.equal(1, #raw:received())
  end)

  it("are not shared by clients, and end with theirs", function()
    local raw <close> = scripted_server.start {
      { { "request" }, { "send", creates.ANSWER }, { "eof" } }, repeat_last = true,
    }
    assert(creates.once(raw, { token = "pk_A" }))
    assert(creates.once(raw, { token = "pk_B" }))
    local received = raw:received()
    assert.equal(2, #received)
    assert.equal("pk_A", creates.parse(received[1][1]).headers.authorization)
    assert.equal("pk_B", creates.parse(received[2][1]).headers.authorization)
  end)
end)

describe("a handle that serves one call after another", function()
  -- What differs in what it asks of libcurl.
  local CALLS <const> = {
    function(client) return client:get_goal(creates.GOAL) end,
    function(client) return client:request("GET", "/v2/task/9hz?include_subtasks=true") end,
    function(client) return client:create_key_result(creates.GOAL, creates.body()) end,
    function(client) return client:request("POST", "/v2/x") end,
    function(client) return client:request("PATCH", "/v2/x", { name = "y" }) end,
    function(client) return client:delete_goal(creates.GOAL) end,
    function(client)
      return client:create_task_attachment("9hz", { attachment = { bytes = "a", filename = "x" } })
    end,
    function(client) return client:request("PUT", "/v2/x", { name = ("x"):rep(1 << 20) }) end,
  }

  -- Each after each other; the last one, which is long, twice.
  local function orders()
    local list = { 3, #CALLS, #CALLS, 1 }
    for i = 1, #CALLS - 1 do
      for j = 1, #CALLS - 1 do table.move({ i, j }, 1, 2, #list + 1, list) end
    end
    return list
  end

  -- The boundary of a form is another one each time.
  local function plain(request) return (request:gsub("clickup%-%w+", "BOUNDARY")) end

  it("sends of each what a new handle does", function()
    local raw <close> = replying()
    for _, call in ipairs(CALLS) do
      local client <close> = creates.client(raw)
      call(client)
    end
    local client <close> = creates.client(raw, { max_in_flight = 1 })
    local list = orders()
    for _, i in ipairs(list) do CALLS[i](client) end
    local received = raw:received()
    local sent = received[#CALLS + 1]
    assert.equal(#list, #sent)
    for at, i in ipairs(list) do
      local expected, got = plain(received[i][1]), plain(sent[at])
      if expected ~= got then assert.equal(expected:sub(1, 500), got:sub(1, 500)) end
    end
  end)

  it("takes as long as each call may", function()
    local raw <close> = scripted_server.start { repeat_last = true, { { "request" },
      { "wait", 0.15 }, { "send", creates.ANSWER }, { "request" }, { "hold" } } }
    local client <close> = creates.client(raw, { max_in_flight = 1 })
    for _ = 1, 2 do
      assert(client:create_key_result(creates.GOAL, creates.body()))
      local _, err = client:create_key_result(creates.GOAL, creates.body(), { timeout = 0.05 })
      assert.equal("timeout", err.kind)
    end
  end)

  it("opens a connection for one call, and uses that for the next ones", function()
    local answer <const> = { "send", creates.ANSWER }
    local raw <close> = scripted_server.start {
      { { "request" }, answer, { "wait", 0.02 }, answer, { "mark" }, { "eof" } },
      { { "request" }, answer, { "again" } }, repeat_last = true }
    local client <close> = creates.client(raw, { max_in_flight = 1 })
    assert(client:create_key_result(creates.GOAL, creates.body()))
    raw:await_marks(1) -- there is an answer that nobody asked for: it is of no use any more
    for _ = 1, 3 do assert(client:create_key_result(creates.GOAL, creates.body())) end
    assert.equal(2, #raw:received())
  end)
end)

describe("a process", function()
  -- Not here: other modules of the specs have changed how signals are handled.
  it("gets no SIGPIPE when the server is gone in the middle of a body", function()
    local raw <close> = scripted_server.start {
      { { "wait", 0.05 }, { "reset" } }, repeat_last = true,
    }
    local output, status = creates.script(raw, [[
      BODY.name = ("x"):rep(4 << 20)
      local client <close> = new { max_retries = 0, reconcile = false }
      local _, err = client:create_key_result(GOAL, BODY)
      print(err.kind)
    ]])
    assert.equal("transport\n", output)
    assert.equal(0, status)
  end)

  it("keeps its signal handling", function()
    needs(pending, "/proc/self/status")
    local raw <close> = replying()
    local output, status = creates.script({ url = raw.url:gsub("127%.0%.0%.1", "localhost") }, [[
      local function signals() -- 1 to 32; glibc has one of its own above, once there are threads
        local file <close> = assert(io.open "/proc/self/status")
        return file:read "a":match "SigBlk.-SigCgt:%s*%x+":gsub("%x+(%x%x%x%x%x%x%x%x)", "%1")
      end
      local before = signals()
      local client = new { connect_timeout = 5 }
      assert(client:create_key_result(GOAL, BODY))
      local call = client:start("create_key_result", GOAL, BODY)
      client:step()
      assert(signals() == before)
      client:close()
      print(signals() == before, before ~= nil)
    ]])
    assert.equal("true\ttrue\n", output)
    assert.equal(0, status)
  end)
end)
