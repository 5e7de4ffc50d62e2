-- SPDX-License-Identifier: MIT
-- client:preview: the same bytes as are sent, and a curl command that sends them, too.

local api = require "clickup.api"
local clickup = require "clickup"
local creates = require "spec.support.creates"
local needs = require "spec.support.needs"
local operations = require "spec.support.operations"
local process = require "spec.support.process"
local rounds = require "spec.support.rounds"
local scripted_server = require "spec.support.scripted_server"
local sandbox = require "clickup.sandbox"

local TOKEN = "pk_183_SECRET"

local function answering()
  return scripted_server.start { repeat_last = true,
    { { "request" }, { "send", scripted_server.http(418, { "Connection: close" }, "{}") } } }
end

-- The one request of each connection, in order.
local function requests(raw)
  local list = {}
  for i, connection in ipairs(raw:received()) do list[i] = connection[1] end
  return list
end

-- The bytes of a preview on HTTP/1.1, its token put back.
local function bytes_of(preview, token)
  local path = preview.url:match "^%a+://[^/]+(/.*)$"
  local lines = { ("%s %s HTTP/1.1"):format(preview.method, path) }
  for _, line in ipairs(preview.headers) do
    lines[#lines + 1] = line:gsub("%[token%]", token or TOKEN)
  end
  return table.concat(lines, "\r\n") .. "\r\n\r\n" .. preview.body
end

-- Runs previews' commands by one shell; what they printed and the status of the first that failed.
local function run(previews, token)
  local script, lines = os.tmpname(), { "set -e" }
  for _, preview in ipairs(previews) do lines[#lines + 1] = preview.curl end
  process.write_file(script, table.concat(lines, "\n") .. "\n")
  local pipe = assert(io.popen(("CLICKUP_TOKEN=%s sh %s 2>&1; echo \" $?\""):format(
    process.quote(token or TOKEN), script)))
  local output, status = pipe:read "a":match "^(.*) (%d+)\n$"
  pipe:close()
  os.remove(script)
  return output, tonumber(status)
end

-- The lines of a request's head in an order of their own, and its body.
local function sorted(bytes)
  local head, body = bytes:match "^(.-\r\n)\r\n(.*)$"
  local lines = {}
  for line in head:gmatch "[^\r\n]+" do lines[#lines + 1] = line end
  table.sort(lines)
  return table.concat(lines, "\n") .. "\n\n" .. body
end

-- Each form has a boundary of its own, which may be of another length.
local function without_boundary(bytes)
  local boundary = bytes:match "; boundary=([%w-]+)"
  if not boundary then return bytes end
  bytes = bytes:gsub(boundary:gsub("%p", "%%%0"), "BOUNDARY")
  return (bytes:gsub("Content%-Length: %d+", "Content-Length: " .. #bytes:match "\r\n\r\n(.*)$"))
end

-- Previews and sends each call, and runs the commands of each kind: the same requests.
local function same(client, raw, calls, kind_of)
  local previews, places = {}, {}
  for i, call in ipairs(calls) do
    previews[i], places[i] = assert(client:preview(table.unpack(call, 1, call.n))), i
    client[call[1]](client, table.unpack(call, 2, call.n))
    assert.is_nil(previews[i].curl:find("SECRET", 1, true))
    assert.is_nil(tostring(previews[i]):find("SECRET", 1, true))
  end
  if kind_of then
    places = rounds.of_each_kind(places, function(i) return kind_of(previews[i]) end)
  end
  local commands = {}
  for i, place in ipairs(places) do commands[i] = previews[place] end
  local output, status = run(commands)
  assert.equal(0, status, output)
  local received = requests(raw)
  assert.equal(#calls + #commands, #received)
  for i, bytes in ipairs(received) do received[i] = without_boundary(bytes) end
  for i, preview in ipairs(previews) do
    assert.equal(received[i], without_boundary(bytes_of(preview)))
  end
  for i, place in ipairs(places) do
    assert.equal(sorted(received[place]), sorted(received[#calls + i]))
  end
  return previews
end

describe("client:preview", function()
  it("shows the bytes of every operation, and a command that sends them", function()
    local raw <close> = answering()
    local client <close> = creates.client(raw)
    local calls = {}
    for i, entry in ipairs(api) do
      local arguments = operations.arguments(entry)
      calls[i] = table.pack(entry.name, table.unpack(arguments, 1, arguments.n))
    end
    local previews = same(client, raw, calls, function(preview)
      return preview.method .. (preview.body ~= "" and " a body" or "")
        .. (preview.url:find "?" and " a query" or "") .. preview.headers["Content-Type"]:sub(1, 9)
    end)
    for i, entry in ipairs(api) do
      local preview, arguments = previews[i], operations.arguments(entry)
      assert.equal(entry.method, preview.method)
      assert.equal(operations.body(entry, preview.body), preview.body)
      assert.equal(raw.url .. "/api" .. operations.path(entry, arguments)
        .. operations.query(entry), preview.url)
    end
  end)

  it("lets curl wait for no 100 Continue where there is a body", function()
    local client <close> = clickup.new { token = "pk_1_x" }
    local with = assert(client:preview("request", "POST", "/v2/x", {})).curl
    local without = assert(client:preview("request", "GET", "/v2/x")).curl
    assert.matches("-H Expect:", with, 1, true)
    assert.is_nil(without:find("Expect", 1, true))
  end)

  it("shows any other request, too", function()
    local raw <close> = answering()
    local client <close> = creates.client(raw)
    same(client, raw, {
      { "request", "POST", "/v2/task/9hz/tag/a%20b?custom_task_ids=true&x=[1]{2}",
        { name = "x", list = {} } },
      { "request", "POST", "/v2/team/1/empty" }, { "request", "PUT", "/v2/team/1/empty" },
      { "request", "PATCH", "/v2/team/1/x", { a = 1 } }, { "request", "GET", "/v2/it's" },
    })
  end)

  it("quotes whatever a body holds", function()
    local raw <close> = answering()
    local client <close> = creates.client(raw, { user_agent = "it's \"mine\" $(date) `date` \\" })
    local calls = {}
    for i, name in ipairs { "@/etc/passwd", "it's $HOME `id` $(id) \\ \" ! % %s\n\t*?", "grün 你好",
      "--", "'", "''\\''" } do
      calls[i] = { "create_key_result", name, creates.body { name = name } }
    end
    table.insert(calls, { "create_key_result", "g", creates.body { name = ("'x"):rep(150000) } })
    same(client, raw, calls)
  end)

  it("shows an upload, and a command that reads the same file", function()
    local raw <close> = answering()
    local client <close> = creates.client(raw)
    local folder = process.folder()
    finally(function() os.execute("rm -rf " .. process.quote(folder)) end)
    local path = folder .. '/it\'s "a", b; c=d.txt'
    process.write_file(path, "some\0bytes\r\n")
    for _, file in ipairs { { path = path, filename = "x.txt" },
      { bytes = "it's\n%s", filename = "y" },
      { path = path, filename = "grün; a=b, c.txt", content_type = "text/x; charset=utf-8" },
      { bytes = "", filename = "empty" } } do
      local preview = assert(client:preview("create_task_attachment", "a", { attachment = file }))
      local call = client:start("post_entity_attachment", 1, "attachments", "a",
        { filename = "it's; \"x\"=@y", attachment = file })
      creates.finish(client, { call })
      local shown = assert(client:preview("post_entity_attachment", 1, "attachments", "a",
        { filename = "it's; \"x\"=@y", attachment = file }))
      local output, status = run { shown }
      assert.equal(0, status, output)
      local received = requests(raw)
      assert.equal(sorted(without_boundary(received[#received - 1])),
        sorted(without_boundary(received[#received])))
      local content = file.path and ("[12 bytes of %s]"):format(path) or file.bytes
      assert.is_truthy(preview.body:find("\r\n\r\n" .. content .. "\r\n--clickup-", 1, true))
      local due = #preview.body - #content + (file.path and 12 or #content)
      assert.equal(tostring(due), preview.headers["Content-Length"])
    end
    for _, bytes in ipairs { "a\0b", ("x"):rep(100001) } do -- what no word of a shell holds
      local curl = client:preview("create_task_attachment", "a",
        { attachment = { bytes = bytes, filename = "x" } }).curl
      assert.matches("^curl ", curl)
      assert.is_truthy(curl:find('attachment=@-;filename="x"', 1, true))
    end
  end)

  it("shows what goes over TLS and HTTP/2", function()
    local server <close> = sandbox.start { tls = true }
    local client <close> = creates.client(server)
    local preview = assert(client:preview("create_key_result", server.goal_id, creates.body()))
    assert.same({}, server:requests())
    assert(client:create_key_result(server.goal_id, creates.body()))
    local output, status = run({ preview }, server.token)
    assert.equal(0, status, output)
    assert.matches('{"key_result":{', output, 1, true)
    local sent, command = table.unpack(server:requests())
    assert.equal("2", sent.http_version)
    assert.equal("2", command.http_version)
    for _, request in ipairs { sent, command } do
      assert.equal(preview.method, request.method)
      assert.equal(preview.url, server.base_url:match "^(.*)/api$" .. request.target)
      assert.equal(preview.body, request.body)
      local names = 0
      for name, value in pairs(preview.headers) do
        if type(name) == "string" then
          assert.equal(name == "Authorization" and server.token or value,
            request.headers[name:lower()], name)
          names = names + 1
        end
      end
      for name in pairs(request.headers) do names = names - (name:find "^:" and 0 or 1) end
      assert.equal(0, names)
    end
  end)

  it("hides the token, of whatever kind, and says where it stands", function()
    local function shown(options)
      options.base_url = "https://clickup.test/api"
      local client <close> = clickup.new(options)
      local preview = client:preview("get_authorized_user")
      assert.is_nil((preview.curl .. tostring(preview)):find("SECRET", 1, true))
      return preview.headers.Authorization, preview.curl:match '%-H "(Authorization.-)"'
    end
    assert.same({ "[token]", "Authorization: $CLICKUP_TOKEN" }, { shown { token = "pk_SECRET" } })
    assert.same({ "Bearer [token]", "Authorization: Bearer $CLICKUP_TOKEN" },
      { shown { token = "SECRET" } })
    assert.same({ "[token]", "Authorization: $CLICKUP_TOKEN" },
      { shown { authorization = "Basic SECRET" } })
    assert.same({}, { shown { token = false } })
    local raw <close> = answering()
    local client <close> = creates.client(raw, { token = "SECRET" })
    local preview = client:preview("get_authorized_user")
    client:get_authorized_user()
    run({ preview }, "SECRET")
    local received = requests(raw)
    assert.equal(bytes_of(preview, "SECRET"), received[1])
    assert.equal(sorted(received[1]), sorted(received[2]))
  end)

  it("carries the options of the connection over to the command", function()
    local folder = process.folder()
    finally(function() os.execute("rm -rf " .. process.quote(folder)) end)
    local pem = folder .. "/it's: a.pem"
    process.write_file(pem, "x")
    local client <close> = clickup.new {
      base_url = "https://clickup.test/api", token = TOKEN, ca_file = pem, client_cert = pem,
      client_key = pem, client_key_password = "SECRET", proxy = "http://me:SECRET@p.test:8080",
      no_proxy = "a.test", proxy_user = "me", proxy_password = "SECRET", proxy_auth = "digest",
      proxy_ca_file = pem, http_version = "1.1",
    }
    local curl = client:preview("get_authorized_user").curl
    assert.is_nil(curl:find("SECRET", 1, true))
    local quoted = process.quote(pem)
    for _, words in ipairs {
      "--cacert " .. quoted, "--cert " .. process.quote((pem:gsub(":", "\\:"))), "--key " .. quoted,
      '--pass "$CLICKUP_CLIENT_KEY_PASSWORD"', '--proxy "$CLICKUP_PROXY"', "--noproxy a.test",
      '--proxy-user me:"$CLICKUP_PROXY_PASSWORD"', "--proxy-digest", "--proxy-cacert " .. quoted,
      "--http1.1",
    } do assert.is_truthy(curl:find(" \\\n  " .. words .. " \\\n", 1, true), words) end
  end)

  it("has none of TLS in the command for a plain server, but all the rest", function()
    local file, given = "spec/client/preview_spec.lua", { token = TOKEN, base_url = "http://[::1]" }
    for name, value in pairs { ca_file = file, ca_path = "/a", client_cert = file,
      client_key = file, client_key_password = "SECRET", http_version = "1.1",
      proxy = "http://p.test:1", no_proxy = "a.test", proxy_ca_file = file } do
      given[name] = value
    end
    local client <close> = clickup.new(given)
    local curl = client:preview("get_authorized_user").curl
    for _, word in ipairs { "--cacert", "--capath", "--cert", "--key", "--pass", "--http1.1" } do
      assert.is_nil(curl:find(word .. " ", 1, true), word)
    end
    for _, word in ipairs { "--proxy http://p.test:1", "--noproxy a.test" } do
      assert.is_truthy(curl:find(" \\\n  " .. word .. " \\\n", 1, true), word)
    end
    given.base_url = "https://[::1]"
    local secure <close> = clickup.new(given)
    assert.is_truthy(secure:preview("get_authorized_user").curl:find("--capath /a \\\n", 1, true))
  end)

  it("names the method in the command only where curl would take another", function()
    local client <close> = creates.client { url = "http://127.0.0.1:1" }
    local function named(...) return (client:preview("request", ...).curl:match "%-X (%u+)") end
    assert.is_nil(named("GET", "/v2/x"))
    assert.is_nil(named("POST", "/v2/x", { a = 1 }))
    assert.is_nil(named("POST", "/v2/x"))
    assert.equal("PUT", named("PUT", "/v2/x", { a = 1 }))
    assert.equal("PUT", named("PUT", "/v2/x"))
    assert.equal("DELETE", named("DELETE", "/v2/x"))
    assert.equal("PATCH", named("PATCH", "/v2/x", { a = 1 }))
  end)

  it("gives curl a body of more than 100000 bytes by a pipe: no word may be as long", function()
    local client <close> = creates.client { url = "http://127.0.0.1:1" }
    local empty = #client:preview("request", "POST", "/v2/x", { a = "" }).body
    for more, by_pipe in pairs { [0] = false, [1] = true } do
      local preview = client:preview("request", "POST", "/v2/x",
        { a = ("x"):rep(100000 - empty + more) })
      assert.equal(100000 + more, #preview.body)
      assert.equal(by_pipe, preview.curl:find("--data-binary @-", 1, true) ~= nil)
      assert.equal(by_pipe, preview.curl:find("^printf %%s ") ~= nil)
      assert.equal(not by_pipe, preview.curl:find("--data-raw ", 1, true) ~= nil)
    end
  end)

  it("sends, queues and counts nothing", function()
    local raw <close> = answering()
    local events = 0
    local client <close> = creates.client(raw, {
      rate_limit = 1, max_in_flight = 1, on_event = function() events = events + 1 end,
    })
    local before, rate = client:stats(), client:rate_limit()
    for _ = 1, 50 do assert(client:preview("create_key_result", "g", creates.body())) end
    client:step()
    assert.same(before, client:stats())
    assert.same(rate, client:rate_limit())
    assert.is_nil(client:timeout())
    assert.equal(0, events)
    assert.same({}, raw:received())
  end)

  it("leaves to curl what curl writes, and knows a token by its header only", function()
    local client <close> = clickup.new { base_url = "https://clickup.test/api", token = TOKEN,
      user_agent = "my [token] x", ca_path = "/", proxy = "http://p.test:1" }
    local command = assert(client:preview("create_key_result", "g", creates.body())).curl
    for _, header in ipairs { "Host:", "Content-Length:", "--cacert" } do
      assert.is_nil(command:find(header, 1, true), command)
    end
    for _, word in ipairs { "-H 'User-Agent: clickup-lua/" .. clickup.VERSION .. " my [token] x'",
       '-H "Authorization: $CLICKUP_TOKEN"', "--capath /" } do
      assert.is_truthy(command:find(word, 1, true), command)
    end
  end)

  it("has curl's own word for each way to log in to a proxy", function()
    for way, word in pairs { basic = "basic", digest = "digest", ntlm = "ntlm",
      negotiate = "negotiate", any = "anyauth" } do
      local client <close> = clickup.new { base_url = "https://clickup.test/api", token = TOKEN,
        proxy = "http://p.test:1", proxy_user = "me", proxy_password = "x", proxy_auth = way }
      local command = assert(client:preview("get_authorized_user")).curl
      assert.is_truthy(command:find("--proxy-" .. word .. " ", 1, true), command)
    end
  end)

  it("asks no name server and no proxy", function()
    local proxy <close> = answering()
    local client <close> = clickup.new { base_url = "https://clickup.invalid/api", token = TOKEN,
      proxy = proxy.url }
    assert.equal("clickup.invalid", client:preview("get_authorized_user").headers.Host)
    assert.same({}, proxy:received())
  end)

  it("names the host as libcurl does", function()
    for base, host in pairs {
      ["https://clickup.test/api"] = "clickup.test", ["https://clickup.test:443"] = "clickup.test",
      ["https://clickup.test:8443/api"] = "clickup.test:8443", ["http://[::1]:81"] = "[::1]:81",
      ["http://127.0.0.1:80"] = "127.0.0.1", ["https://[::1]:80"] = "[::1]:80",
      ["https://clickup.test:8080"] = "clickup.test:8080",
    } do
      local client <close> = clickup.new { base_url = base, token = TOKEN }
      assert.equal(host, client:preview("get_authorized_user").headers.Host)
    end
  end)

  it("names the host as curl does on the wire, on each scheme's port and on the other's", function()
    local raw <close> = answering()
    local server <close> = sandbox.start { tls = true }
    local function on_wire(url, port)
      local command = "curl -sko /dev/null --http1.1 --connect-to ::127.0.0.1:%d %s"
      assert(os.execute(command:format(port, url)))
    end
    for _, port in ipairs { "", ":80", ":443" } do
      local lines, hosts = {}, {}
      for i, scheme in ipairs { "http", "https" } do
        local base = ("%s://clickup.test%s"):format(scheme, port)
        local client <close> = clickup.new { base_url = base, token = TOKEN, allow_http = true }
        local preview = client:preview "get_authorized_user"
        on_wire(preview.url, i == 1 and raw.port or server.port)
        hosts[i], lines[i] = preview.headers.Host, preview.headers[1]
      end
      local plain, secure = requests(raw), server:requests()
      local received = { plain[#plain]:match "\r\nHost: ([^\r]*)", secure[#secure].headers.host }
      assert.same(received, hosts)
      assert.same({ "Host: " .. received[1], "Host: " .. received[2] }, lines)
    end
  end)

  it("refuses a body as the call would, and takes the options of a call", function()
    local client <close> = creates.client { url = "http://127.0.0.1:1" }
    local preview, err = client:preview("create_key_result", "g", creates.body { steps_end = 0.5 })
    assert.is_nil(preview)
    local _, other = client:create_key_result("g", creates.body { steps_end = 0.5 })
    assert.equal("invalid", err.kind)
    assert.equal(tostring(other), tostring(err))
    assert.same(other.problems, err.problems)
    preview = assert(client:preview("create_key_result", "g", creates.body { steps_end = 0.5 },
      { strict = false }))
    assert.matches('"steps_end":0.5', preview.body, 1, true)
    assert.matches('"steps_end":0.5', assert(client:preview("create_key_result", "g",
      creates.body { steps_end = 0.5 }, { strict = false, reconcile = true })).body, 1, true)
  end)

  it("raises a usage error at the caller's line", function()
    local client <close> = creates.client { url = "http://127.0.0.1:1" }
    local closed = creates.client { url = "http://127.0.0.1:1" }
    closed:close()
    for _, case in ipairs {
      { client, { "create_key_resul" }, "unknown operation create_key_resul, did you mean" },
      { client, { "create_key_result" }, "create_key_result: goal_id: expected a string" },
      { client, { "get_goal", "g", { deadlin = 1 } }, "unknown option" },
      { client, {}, "unknown operation nil" },
      { closed, { "get_goal", "g" }, "the client is closed" },
    } do
      local who, arguments, text = table.unpack(case)
      local ok, err = pcall(function() return (who:preview(table.unpack(arguments))) end)
      assert.is_false(ok)
      assert.matches("^spec/client/preview_spec%.lua:%d+: ", err)
      assert.is_truthy(err:find(text, 1, true), err)
    end
  end)

  it("leaves no descriptor behind", function()
    needs(pending, "/proc/self/status")
    local client <close> = creates.client { url = "http://127.0.0.1:1" }
    client:preview("get_goal", "g")
    collectgarbage() -- other specs' clients
    collectgarbage()
    local before = process.descriptors()
    for _ = 1, 20 do client:preview("get_goal", "g") end
    assert.is_true(process.descriptors() <= before)
  end)
end)
