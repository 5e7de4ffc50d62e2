-- SPDX-License-Identifier: MIT
-- What a caller's data, a redirect or the environment may try to make of a request.

local attacks = require "spec.support.attacks"
local authority = require "spec.support.authority"
local clickup = require "clickup"
local creates = require "spec.support.creates"
local process = require "spec.support.process"
local scripted_server = require "spec.support.scripted_server"
local tls_servers = require "spec.support.tls_servers"

local ROUND = { { "request" }, { "send", creates.ANSWER }, { "again" } }

local function replying() return scripted_server.start { ROUND, repeat_last = true } end

teardown(function() attacks.tell "requests" end)

-- Texts that would mean something else in a request's line, its headers, or a URL.
local TEXTS = {
  "a\r\nX-Evil: 1", "a\nX-Evil: 1", "a\rX-Evil: 1", "a\r\n\r\nGET /evil HTTP/1.1\r\n\r\n",
  "a HTTP/1.1\r\nX-Evil: 1\r\n", "a\0b", "../../evil", "..", ".", "/", "//evil.test/", "\\evil",
  "?evil=1", "#evil", "a?b#c", "%2f..%2fevil", "%0d%0aX-Evil:%201", "%00", "%", "@evil.test",
  "http://evil.test/", ":80", ";evil", "a&evil=1", "a=b&c", "\u{e4}", "\xff\xfe", "\u{ff0f}",
  "\u{2028}X-Evil: 1", "\u{10d}\u{10a}", (" "):rep(10), "\t", "{goal_id}", "%s%s%n", "$(evil)",
  "`evil`", ("a"):rep(3000), "\127", "\27[2J",
}

-- The requests that came: all of them are what was meant, and nothing more.
local function expect_clean(raw, line)
  for _, requests in ipairs(raw:received()) do
    for _, bytes in ipairs(requests) do
      local request = creates.parse(bytes)
      assert.matches(line, request.line)
      assert.is_nil(request.headers["x-evil"])
      assert.is_nil(request.line:find "[^\x21-\x7e ]")
      assert.equal(2, select(2, request.line:gsub(" ", "")))
      assert.equal("127.0.0.1:" .. raw.port, request.headers.host)
    end
  end
end

describe("a text that means harm", function()
  local function each(run)
    local raw <close> = replying()
    local client <close> = creates.client(raw)
    for _, text in ipairs(TEXTS) do
      attacks.bounded(16, function()
        local fine, message = pcall(run, client, text, raw)
        if not fine then
          assert.equal("string", type(message))
          assert.is_nil(message:find "%c", message)
        end
      end)
    end
    return raw:received(), function(line) expect_clean(raw, line) end, raw
  end

  it("stays within the path as an id", function()
    local received, clean = each(function(client, text)
      client:create_key_result(text, creates.body())
    end)
    clean "^POST /api/v2/goal/[%w%%._~-]+/key_result HTTP/1.1$"
    assert.is_true(#received[1] > 30)
  end)

  it("stays within the path as an id of a workspace, which may be a number", function()
    local _, clean = each(function(client, text) client:get_goals(text) end)
    clean "^GET /api/v2/team/[%w%%._~-]+/goal HTTP/1.1$"
  end)

  it("stays within the query as a name or a value", function()
    local _, clean = each(function(client, text)
      client:get_goals("t", { evil = text }, { strict = false })
      client:get_goals("t", { [text] = "evil" }, { strict = false })
    end)
    clean "^GET /api/v2/team/t/goal%??[%w%%._~=-]* HTTP/1.1$"
  end)

  it("stays within the body, as JSON", function()
    local received, clean = each(function(client, text)
      client:create_key_result("g", creates.body { name = text, unit = text, task_ids = { text } })
    end)
    clean "^POST /api/v2/goal/g/key_result HTTP/1.1$"
    for _, bytes in ipairs(received[1]) do
      local request = creates.parse(bytes)
      assert.equal(#request.body, tonumber(request.headers["content-length"]))
      assert.is_nil(request.body:find "[\0-\31]")
    end
  end)

  for _, name in ipairs { "token", "authorization", "user_agent" } do
    it("is no header of its own as " .. name, function()
      local _, clean = each(function(_, text, raw)
        creates.once(raw, { token = name ~= "token" and "pk_1", [name] = text })
      end)
      clean "^POST /api/v2/goal/[%w-]+/key_result HTTP/1.1$"
    end)
  end

  it("is nothing but a path behind base_url", function()
    local _, clean = each(function(_, text, raw)
      creates.once(raw, { base_url = raw.url .. "/api/" .. text })
    end)
    clean "^POST /[!-~]*v2/goal/[%w-]+/key_result HTTP/1.1$"
  end)

  it("is a path below base_url, or misuse, with client:request", function()
    local _, clean = each(function(client, text)
      client:request("GET", text)
      client:request("GET", "/v2/" .. text)
    end)
    clean "^GET /api/[!-~]+ HTTP/1.1$"
  end)

  it("is no method", function()
    local received = each(function(client, text) client:request(text, "/v2/x") end)
    assert.same({}, received)
  end)

  it("does not leave the base by dots that are encoded", function()
    local raw <close> = replying()
    local client <close> = creates.client(raw)
    for _, path in ipairs { "/v2/%2e%2e/x", "/v2/.%2e/x", "/v2/%2E./x" } do
      assert.is_false(pcall(client.request, client, "GET", path), path)
    end
    assert.same({}, raw:received())
  end)

  it("is not written raw into a message of misuse", function()
    local client <close> = clickup.new { token = "pk_1", base_url = "http://127.0.0.1:1" }
    for _, run in ipairs {
      function(text) client:request(text, "/v2/x") end,
      function(text) client:start(text) end,
      function(text) return client[text] end,
      function(text) return clickup.new { token = "pk_1", [text] = 1 } end,
      function(text) return clickup.new { token = "pk_1", base_url = text } end,
      function(text) return clickup.new { token = "pk_1", http_version = text } end,
      function(text) return clickup.new { token = "pk_1", ca_file = text } end,
      function(text) client:get_goal("g", { [text] = 1 }) end,
      function(text) clickup.oauth.authorize_url { [text] = "x" } end,
    } do
      local fine, message = pcall(run, "a\r\nWARN all is well\27[2J")
      assert.is_false(fine)
      assert.is_nil(message:find "%c", message)
    end
  end)
end)

describe("base_url", function()
  for _, url in ipairs {
    "file:///etc/passwd", "ftp://127.0.0.1/", "gopher://127.0.0.1:25/x", "dict://127.0.0.1:11211",
    "ldap://127.0.0.1", "smb://127.0.0.1/x", "scp://127.0.0.1", "sftp://127.0.0.1", "imap://h",
    "pop3://h", "smtp://h", "telnet://127.0.0.1", "tftp://127.0.0.1", "rtsp://h", "mqtt://h",
    "ws://127.0.0.1", "unix:///var/run/docker.sock", "http+unix://%2Fvar%2Frun", "data:,x",
    "javascript:alert(1)", "jar:http://h!/", "http:127.0.0.1", "//127.0.0.1", "/etc/passwd",
    "http://user:pass@127.0.0.1", "http://127.0.0.1@evil.test", "http://127.0.0.1\\@evil.test/",
    "http://evil.test\\@127.0.0.1/", "http://127.0.0.1#@evil.test", "http://127.0.0.1/?x=",
    "http://127.0.0.1/#x", "http://127.0.0.1%00.evil.test", "http://127.0.0.1%0d%0aX: y",
    "http://0/", "http://0.0.0.0/", "http://169.254.169.254/latest", "http://[::]/",
    "http://[::ffff:169.254.169.254]", "http://2852039166/", "http://0xa9.0xfe.0xa9.0xfe/",
    "http://127.0.0.1.evil.test", "http://localhost.evil.test", "http://evil.test/127.0.0.1",
    "http://metadata.internal/", "http://10.0.0.1", "http://127.0.0.1:99999", "http://127.0.0.1:-1",
    "http://127.0.0.1:80:80", " http://127.0.0.1", "http://127.0.0.1 evil.test", "https://",
    "https://" .. ("a"):rep(70000), "https://ex\r\nample.com", "https://a\0b",
  } do
    it(("is not %q"):format(url:sub(1, 60)):gsub("\n", "n"), function()
      attacks.bounded(16, function()
        local fine, message = pcall(clickup.new, { token = "pk_1_SECRET", base_url = url })
        assert.is_false(fine, url)
        assert.matches("option base_url: expected ", message, 1, true)
        assert.is_nil(message:find "%c")
        assert.is_nil(message:find("pass@", 1, true))
      end)
    end)
  end
end)

describe("a redirect", function()
  local function redirecting(location, status)
    return scripted_server.start {
      { { "request" },
        { "send", scripted_server.http(status or 302, { "Location: " .. location }) } },
      repeat_last = true,
    }
  end

  for _, status in ipairs { 300, 301, 302, 303, 305, 307, 308 } do
    for what, location in pairs {
      ["another host"] = "http://%s/x", ["a host that has no scheme"] = "//%s/x",
      ["the same path with credentials"] = "http://me:pw@%s/",
    } do
      it(("%d to %s is not followed, by any method"):format(status, what), function()
        local other <close> = replying()
        local raw <close> = redirecting(location:format("127.0.0.1:" .. other.port), status)
        local client <close> = creates.client(raw, { max_retries = 3 })
        for i, run in ipairs {
          function() return client:create_key_result("g", creates.body()) end,
          function() return client:get_goal "g" end,
          function() return client:update_goal("g", {}) end,
          function() return client:delete_goal "g" end,
        } do
          local value, err = attacks.bounded(16, run)
          assert.is_nil(value)
          assert.equal("api", err.kind)
          assert.equal(status, err.status)
          assert.matches("redirects are not followed", err.message, 1, true)
          assert.equal(i, creates.count(raw))
        end
        assert.same({}, other:received())
      end)
    end
  end

  for _, location in ipairs { "file:///etc/passwd", "gopher://127.0.0.1:25/", "dict://127.0.0.1",
    "ldap://127.0.0.1", "/elsewhere", "?x", "", ("x"):rep(60000), "http://\27[2J" } do
    it(("to %q is not followed"):format(location:sub(1, 30)), function()
      local raw <close> = redirecting(location)
      local value, err = attacks.bounded(16, function() return creates.once(raw) end)
      assert.is_nil(value)
      assert.equal(302, err.status)
      assert.equal(1, creates.count(raw))
      assert.is_true(#err.message < 400)
      assert.is_nil(err.message:find "%c")
    end)
  end

  it("from https to http is not followed", function()
    local all <close> = authority.new()
    local other <close> = replying()
    local servers <close> = tls_servers.start { one = {
      certificate = all:issue { name = "one", hosts = { "localhost" } },
      settings = ("return 307 %s/x;"):format(other.url),
    } }
    local _, err = creates.once({ base_url = "https://localhost:" .. servers.port.one },
      { ca_file = all.folder .. "/1.pem" })
    assert.equal(307, err.status, err.message)
    assert.same({}, other:received())
  end)
end)

describe("the environment", function()
  local CREATE = [[
    local client <close> = new { ca_file = CA }
    local key_result, err = client:create_key_result(GOAL, BODY)
    print(key_result and key_result.id or err.message)]]

  local folder, home

  setup(function()
    folder = process.folder()
    home = folder .. "/home"
    os.execute("mkdir " .. home)
    process.write_file(home .. "/.netrc", "machine 127.0.0.1 login evil password EVIL\n"
      .. "default login evil password EVIL\n")
    process.write_file(home .. "/.curlrc", '-H "X-Evil: 1"\nproxy = http://127.0.0.1:1\ninsecure\n'
      .. "location\nuser = evil:EVIL\n")
    process.write_file(home .. "/_netrc", "default login evil password EVIL\n")
  end)
  teardown(function() os.execute("rm -rf " .. folder) end)

  for name, variables in pairs {
    ["a .netrc and a .curlrc"] = function() return { HOME = home, CURL_HOME = home,
      NETRC = home .. "/.netrc", XDG_CONFIG_HOME = home } end,
    ["a proxy, for loopback"] = function() return { http_proxy = "http://127.0.0.1:1",
      HTTP_PROXY = "http://127.0.0.1:1", ALL_PROXY = "http://127.0.0.1:1", no_proxy = "" } end,
    ["other bundles of CAs"] = function() return { CURL_CA_BUNDLE = "/none", SSL_CERT_DIR = "/none",
      REQUESTS_CA_BUNDLE = "/none" } end,
    ["settings of a shell"] = function() return { CURL_HOME = home, COOKIE = "x", IFS = "/",
      LD_BIND_NOW = "1", MALLOC_PERTURB_ = "7", QUERY_STRING = "x", REQUEST_METHOD = "GET" } end,
  } do
    it("does not change a request by " .. name, function()
      local raw <close> = replying()
      local output = attacks.bounded(16, function()
        return creates.script(raw, CREATE:gsub("CA", "nil"), variables())
      end)
      assert.equal("kr-1\n", output)
      local request = creates.parse(raw:received()[1][1])
      assert.equal(creates.TOKEN, request.headers.authorization)
      assert.same({ "Accept", "Accept-Encoding", "Authorization", "Content-Length", "Content-Type",
        "Host", "User-Agent" }, request.names)
    end)
  end

  it("lends no name and password of a .netrc where there is no token", function()
    local raw <close> = replying()
    local output = creates.script(raw, CREATE:gsub("ca_file = CA", "token = false"),
      { HOME = home, NETRC = home .. "/.netrc" })
    assert.equal("kr-1\n", output)
    assert.is_nil(creates.parse(raw:received()[1][1]).headers.authorization)
  end)

  it("lends its CAs by SSL_CERT_FILE, not by CURL_CA_BUNDLE or SSL_CERT_DIR", function()
    local all <close> = authority.new()
    local own = all:issue { name = "one", hosts = { "localhost" } }
    local servers <close> = tls_servers.start { one = { certificate = own } }
    local server = { base_url = "https://localhost:" .. servers.port.one }
    os.execute(("mkdir %s/ca && cp %s %s/ca && openssl rehash %s/ca"):format(folder, own.file,
      folder, folder))
    local function run(environment) return creates.script(server, CREATE:gsub("CA", "nil"),
      environment) end
    assert.matches("^TLSv1%.%d\n$", (run { SSL_CERT_FILE = own.file }))
    assert.matches("the option ca_file", (run { CURL_CA_BUNDLE = own.file }))
    assert.matches("the option ca_file", (run { SSL_CERT_DIR = folder .. "/ca" }))
  end)

  -- What libcurl does for whoever debugs TLS: the owner of the environment gets the session's
  -- keys, and nothing of the token in clear.
  it("gets the keys of TLS sessions by SSLKEYLOGFILE, and no token", function()
    local all <close> = authority.new()
    local own = all:issue { name = "one", hosts = { "localhost" } }
    local servers <close> = tls_servers.start { one = { certificate = own } }
    local log = folder .. "/keys"
    assert.matches("^TLSv1%.%d\n$", (creates.script({ base_url = "https://localhost:"
      .. servers.port.one }, CREATE:gsub("CA", "%%q"):format(own.file), { SSLKEYLOGFILE = log })))
    local keys = process.read_file(log)
    assert.matches("^%u[%u%d_]+ %x+ %x+\n", keys)
    assert.is_nil(keys:find(creates.TOKEN, 1, true))
  end)
end)
