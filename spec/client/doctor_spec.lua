-- SPDX-License-Identifier: MIT
-- clickup.doctor: what is there, and for each way to fail what to do about it.

local clickup = require "clickup"
local checked = require "clickup.options"
local core = require "clickup.core"
local socket = require "socket"
local creates = require "spec.support.creates"
local dated_server = require "spec.support.dated_server"
local retry_slower = require "spec.support.retry_slower"
local plays = require "spec.support.plays"
local process = require "spec.support.process"
local scripted_server = require "spec.support.scripted_server"
local sandbox = require "clickup.sandbox"

local TOKEN = "pk_183_SECRET"

local function examine(base, changes)
  local given = { base_url = base, token = TOKEN, timeout = 5, connect_timeout = 5 }
  for name, value in pairs(changes or {}) do given[name] = value end
  return clickup.doctor(given)
end

-- Everything in a report, to look for what must not be there.
local function dump(value)
  if type(value) ~= "table" then return tostring(value) end
  local parts = { tostring(value) }
  for key, item in next, value do parts[#parts + 1] = dump(key) .. "=" .. dump(item) end
  return table.concat(parts, "\n")
end

-- The one finding of a report; it is in the text, too, and the token nowhere.
local function only(report, topic, message, advice)
  assert.equal(1, #report.findings, tostring(report))
  local found = report.findings[1]
  assert.equal(topic, found.topic)
  assert.matches(message, found.message)
  assert.matches(advice, found.advice, 1, true)
  assert.is_nil((found.message .. found.advice):find "%f[%w]nil%f[%W]")
  local text = tostring(report)
  assert.is_truthy(text:find(found.message, 1, true))
  assert.is_truthy(text:find(found.advice, 1, true))
  assert.is_truthy(text:find("\nfindings\n", 1, true))
  assert.is_nil(text:find("all is well", 1, true))
  assert.is_nil(text:find(" nil\n", 1, true))
  assert.is_truthy(text:find(("\n\nfindings\n  %s, %s: %s\n    → %s\n"):format(found.level, topic,
    found.message, found.advice), 1, true), text)
  assert.is_nil(dump(report):find("SECRET", 1, true))
  assert.equal(found.level ~= "error", report.ok)
end

-- The line of its text that begins so; nil: there is none.
local function row(report, title)
  return tostring(report):match("\n  " .. title .. (" "):rep(20 - #title) .. " ([^\n]*)\n")
end

-- What comes of one answer.
local function answered(status, body, headers, changes)
  local server <close> = plays.server { plays.reply(status, body, headers) }
  return examine(server.url .. "/api", changes)
end

describe("clickup.doctor", function()
  it("tells what there is, and whose the token is", function()
    local server <close> = sandbox.start { tls = true }
    local report = clickup.doctor { base_url = server.base_url, token = server.token,
      ca_file = server.ca_file }
    assert.same({}, report.findings)
    assert.is_true(report.ok)
    assert.equal(clickup.VERSION, report.versions.clickup)
    assert.equal(_VERSION, report.versions.lua)
    assert.matches("^%d+%.%d+%.%d+", report.versions.libcurl)
    assert.matches("^%d+%.%d+%.%d+", report.versions.libcurl_headers)
    assert.matches("%S", report.versions.tls)
    assert.equal(require "cjson".array_mt and "OpenResty" or "original",
      report.versions.cjson:match "the (%a+) line")
    assert.is_true(report.features.http2)
    assert.is_truthy(("threaded c-ares blocking"):find(report.features.dns, 1, true))
    assert.equal(server.ca_file, report.ca.file)
    assert.equal(1, report.ca.certificates)
    assert.equal("the option ca_file", report.ca.from)
    assert.equal(16 * 1024 * 1024, report.limits.body_bytes)
    assert.is_true(report.live.ok)
    assert.equal(200, report.live.status)
    assert.equal("2", report.live.http_version)
    assert.equal("John Doe", report.live.user.username)
    assert.is_true(math.abs(report.live.skew) <= 2)
    assert.equal(1, #server:requests())
    assert.equal("/api/v2/user", server:requests()[1].target)
    local text = tostring(report)
    for _, part in ipairs { report.versions.libcurl, report.versions.tls, server.ca_file,
      server.base_url, "200 over HTTP/2", "John Doe (183)", "all is well" } do
      assert.is_truthy(text:find(part, 1, true), part)
    end
    assert.is_nil(dump(report):find(server.token, 1, true))
  end)

  it("tells the pollset that the build has", function()
    local client <close> = clickup.new { token = TOKEN, base_url = "http://127.0.0.1:1" }
    local report = clickup.doctor { token = TOKEN, offline = true }
    assert.equal(client:fd() ~= nil, report.features.pollset ~= nil)
  end)

  it("tells in its text how answers may be compressed, whatever libcurl lacks", function()
    local report = clickup.doctor { token = TOKEN, offline = true }
    for _, case in ipairs {
      { "1.2", "1.0", "1.5", "zlib 1.2, brotli 1.0, zstd 1.5" }, { "1.2", nil, nil, "zlib 1.2" },
      { "1.2", nil, "1.5", "zlib 1.2, zstd 1.5" }, { nil, "1.0", nil, "brotli 1.0" },
      { nil, nil, "1.5", "zstd 1.5" }, { nil, nil, nil, "none" },
    } do
      report.versions.zlib, report.versions.brotli, report.versions.zstd = table.unpack(case, 1, 3)
      assert.equal(case[4], row(report, "compression"))
    end
  end)

  it("tells every limit and setting in its text", function()
    local report = clickup.doctor { token = TOKEN, offline = true,
      base_url = "http://127.0.0.1:1/api" }
    local count = 0
    for name, value in pairs(report.limits) do
      assert.equal(tostring(value), row(report, (name:gsub("_", " "))))
      count = count + 1
    end
    assert.is_true(count > 3)
    local limits = tostring(report):match "\nlimits\n(.-)\n\n"
    local lines, sorted = {}, {}
    for line in limits:gmatch "[^\n]+" do lines[#lines + 1], sorted[#sorted + 1] = line, line end
    table.sort(sorted)
    assert.same(sorted, lines)
    assert.equal(count, #lines)
    assert.equal("http://127.0.0.1:1/api", row(report, "base_url"))
    assert.equal("a personal token (pk_…), 13 bytes, from the option token", row(report, "token"))
    assert.equal("not asked for", row(report, "answer"))
    for kind, given in pairs {
      ["an OAuth token (sent as Bearer), 7 bytes, from the option token"] = { token = "SECRET1" },
      ["a whole header, 7 bytes, from the option authorization"] = { authorization = "SECRET1" },
      none = { token = false },
    } do
      given.offline, given.base_url = true, "http://127.0.0.1:1"
      assert.equal(kind, row(clickup.doctor(given), "token"))
    end
  end)

  it("tells in its text the proxy that counts, or why there is none", function()
    local function told(proxy, no_proxy)
      return clickup.doctor { token = TOKEN, offline = true, base_url = "https://clickup.test/api",
        proxy = proxy, no_proxy = no_proxy }
    end
    local report = told("http://me:SECRET@p.test:1", "other.test")
    assert.equal("http://(hidden)@p.test:1, from the option proxy", row(report, "proxy"))
    assert.equal("other.test", row(report, "no_proxy"))
    report = told("http://p.test:1", "clickup.test")
    assert.equal("none: " .. report.proxy.why, row(report, "proxy"))
    assert.equal("none", row(told "", "proxy"))
  end)

  it("tells in its text what else there is, and is not", function()
    local report = clickup.doctor { token = TOKEN, offline = true }
    report.versions.libcurl, report.versions.libcurl_headers = "8.1.0", "8.1.0"
    assert.equal("8.1.0", row(report, "libcurl"))
    report.versions.libcurl_headers = "8.0.0"
    assert.equal("8.1.0 (headers of 8.0.0)", row(report, "libcurl"))
    report.versions.nghttp2, report.features.http2 = "1.2", true
    assert.equal("nghttp2 1.2", row(report, "HTTP/2"))
    report.versions.nghttp2 = nil
    assert.equal("nghttp2 of an unknown version", row(report, "HTTP/2"))
    report.versions.tls, report.features.http2, report.features.pollset = nil, false, nil
    assert.equal("none", row(report, "TLS"))
    assert.equal("no", row(report, "HTTP/2"))
    assert.matches("^none: client:fd%(%) is nil", row(report, "pollset"))
  end)

  it("tells in its text how long it took, as far as it came", function()
    local report = answered(200, { user = { id = 183, username = "x" } })
    for _, title in ipairs { "connected", "answered" } do
      assert.matches("^after %d+%.%d%d%d s$", row(report, title))
    end
    report = examine "http://127.0.0.1:1/api"
    assert.equal("none", row(report, "answer"))
    assert.is_nil(row(report, "connected"))
    assert.is_nil(row(report, "answered"))
  end)

  it("asks nobody with offline = true", function()
    local server <close> = plays.server {}
    local report = examine(server.url, { offline = true })
    assert.is_true(report.ok)
    assert.is_nil(report.live)
    assert.same({}, server:received())
    assert.is_truthy(tostring(report):find("not asked for", 1, true))
  end)

  it("is run by a line of shell, and prints nothing by itself", function()
    local output, status = creates.script({ url = "http://127.0.0.1:1" },
      [[require 'clickup.doctor'
      io.write('[', tostring(clickup.doctor { offline = true }):sub(1, 15), ']')]],
      { CLICKUP_TOKEN = TOKEN })
    assert.equal("[clickup doctor\n]", output)
    assert.equal(0, status)
    local pipe <close> = io.popen(("CLICKUP_TOKEN=%s CLICKUP_BASE_URL=http://127.0.0.1:1/api %s "
      .. "-l clickup -e 'print(clickup.doctor())' 2>&1"):format(TOKEN, os.getenv "LUA" or "lua5.4"))
    local text = pipe:read "a"
    assert.matches("^clickup doctor\n", text)
    assert.matches("error, connect: no connection to 127%.0%.0%.1:1: ", text)
  end)

  it("raises what its caller got wrong", function()
    for _, case in ipairs {
      { { tokn = "x" }, 'unknown option "tokn", did you mean "token"?' },
      { { timeout = 0 }, "option timeout: expected a number of seconds" },
      { { ca_file = "/nowhere" }, "option ca_file: expected a file that can be read" },
      { 7, "doctor: expected a table of options, got a number" },
    } do
      local ok, err = pcall(function() return clickup.doctor(case[1]) end)
      assert.is_false(ok)
      assert.matches("^spec/client/doctor_spec%.lua:%d+: ", err)
      assert.is_truthy(err:find(case[2], 1, true), err)
    end
  end)

  it("finds what the environment got wrong", function()
    local function run(environment)
      return (creates.script({ url = "http://127.0.0.1:1" },
        "io.write(tostring(clickup.doctor { offline = true }))", environment))
    end
    local text = run { CLICKUP_TOKEN = TOKEN, SSL_CERT_FILE = "/nowhere" }
    assert.is_truthy(text:find("error, ca_file: option ca_file (from SSL_CERT_FILE): expected a "
      .. "file that can be read", 1, true), text)
    text = run { CLICKUP_TOKEN = TOKEN, CLICKUP_BASE_URL = "ftp://x" }
    assert.is_truthy(text:find("error, base_url: option base_url (from CLICKUP_BASE_URL): expected",
      1, true), text)
    text = run { CLICKUP_TOKEN = "two words" }
    assert.is_truthy(text:find("error, token: option token (from CLICKUP_TOKEN): ", 1, true), text)
    assert.is_nil(text:find("two words", 1, true))
    text = run { CLICKUP_TOKEN = "" }
    assert.is_truthy(text:find("error, token: there is no token", 1, true), text)
    text = run { CLICKUP_TOKEN = TOKEN, SSL_CERT_FILE = "", CURL_CA_BUNDLE = "",
      SSL_CERT_DIR = "/etc/ssl" }
    assert.is_truthy(text:find("warning, tls: SSL_CERT_DIR is set, but", 1, true), text)
  end)
end)

it("clickup.doctor tells the versions that curl tells of the same libcurl", function()
  local pipe <close> = assert(io.popen "curl --version 2>/dev/null")
  local line, versions = pipe:read "l" or "", clickup.doctor { offline = true }.versions
  if line:match " libcurl/(%S+)" ~= versions.libcurl then
    pending "no curl of that libcurl"
    return
  end
  for _, name in ipairs { "zlib", "brotli", "zstd", "nghttp2" } do
    assert.equal(line:match(" " .. name .. "/(%S+)"), versions[name], name)
  end
end)

describe("clickup.doctor's own client", function()
  -- Which options it has is seen where they are checked; a timeout of ten seconds would have to
  -- be waited for.
  local function expect(timeout_ms, connect_ms, retries, changes)
    local of_client, seen = checked.of_client, 0
    finally(function() checked.of_client = of_client end)
    function checked.of_client(...)
      local settings, more = of_client(...)
      seen = seen + 1
      assert.equal(timeout_ms, settings.timeout_ms)
      assert.equal(retries, settings.max_retries)
      for _, option in ipairs(settings.curl) do
        if option[1] == "connect_timeout" then assert.equal(connect_ms, option[3]) end
      end
      return settings, more
    end
    local given = { base_url = "http://127.0.0.1:1/api", token = TOKEN }
    for name, value in pairs(changes) do given[name] = value end
    local report = clickup.doctor(given)
    checked.of_client = of_client
    assert.is_false(report.ok) -- nobody listens
    assert.is_true(seen > 0)
  end

  it("waits for ten seconds and tries once, unless it is told otherwise", function()
    expect(10000, 10000, 0, {})
    expect(2000, 3000, 1, { timeout = 2, connect_timeout = 3, max_retries = 1 })
  end)
end)

describe("clickup.doctor on libcurl", function()
  -- A report of a libcurl that has these features and versions; false: it has it not.
  local function report_of(features, versions)
    local buildinfo, getenv = core.buildinfo, os.getenv
    finally(function() core.buildinfo, os.getenv = buildinfo, getenv end) -- luacheck: ignore 122
    -- luacheck: push ignore 122
    function os.getenv(name) return not name:find "^SSL_CERT_" and name ~= "CURL_CA_BUNDLE"
      and getenv(name) or nil end
    -- luacheck: pop
    function core.buildinfo()
      local found = buildinfo()
      found.features.async_dns, found.features.tls, found.features.http2 = true, true, true
      found.features.ca_file, found.features.ca_path, found.versions.c_ares = nil, nil, nil
      for name, value in pairs(features) do found.features[name] = value or nil end
      for name, value in pairs(versions or {}) do found.versions[name] = value end
      return found
    end
    local report = clickup.doctor { token = TOKEN, offline = true, base_url = "https://c.test/api" }
    core.buildinfo, os.getenv = buildinfo, getenv -- luacheck: ignore 122
    return report
  end

  it("says how it looks up names", function()
    assert.equal("threaded", report_of({}).features.dns)
    assert.equal("c-ares", report_of({}, { c_ares = "1.18" }).features.dns)
    for _, c_ares in ipairs { false, "1.18" } do
      local report = report_of({ async_dns = false }, { c_ares = c_ares or nil })
      assert.equal("blocking", report.features.dns)
      assert.is_nil(report.features.async_dns)
      only(report, "dns", "name look%-ups block everything else", "threaded resolver")
    end
  end)

  it("says what it lacks", function()
    local report = report_of { tls = false }
    only(report, "tls", "cannot do TLS", "use a libcurl that can")
    assert.is_false(report.ok)
    report = report_of { http2 = false }
    only(report, "http2", "cannot do HTTP/2", "use a libcurl with nghttp2")
    assert.is_true(report.ok)
  end)

  it("says which CAs it trusts by itself, its file before its folder", function()
    local folder = process.folder()
    finally(function() os.execute("rm -rf " .. process.quote(folder)) end)
    local file = folder .. "/one.pem"
    process.write_file(file, "-----BEGIN CERTIFICATE-----\n")
    local default = "libcurl's default"
    local function told(features)
      local ca = report_of(features).ca
      return { ca.file, ca.path, ca.from, ca.certificates }
    end
    assert.same({ file, nil, default, 1 }, told { ca_file = file })
    assert.same({ file, nil, default, 1 }, told { ca_file = file, ca_path = folder })
    assert.same({ nil, folder, default, 0 }, told { ca_path = folder })
    assert.same({ nil, nil, "the TLS library's own store" }, told {})
    assert.equal("the TLS library's own store", row(report_of {}, "CAs"))
    assert.equal(file .. " (libcurl's default, 1 certificates)", row(report_of { ca_file = file },
      "CAs"))
    only(report_of { ca_file = folder }, "tls", "^no CA in " .. folder:gsub("%W", "%%%0")
      .. " %(it is not a file%)$", "install the package")
    only(report_of { ca_file = file .. "x" }, "tls", "%(.*No such file or directory%)$",
      "install the package")
  end)
end)

describe("clickup.doctor on the token", function()
  it("says its kind, its length and where it is from, and never itself", function()
    local function told(given)
      given.offline, given.base_url = true, "http://127.0.0.1:1"
      local report = clickup.doctor(given)
      assert.is_nil(dump(report):find("SECRET", 1, true))
      return report.token
    end
    assert.same({ kind = "personal", length = 13, from = "the option token" },
      told { token = TOKEN })
    assert.same({ kind = "oauth", length = 7, from = "the option token" },
      told { token = "SECRET1" })
    assert.same({ kind = "header", length = 13, from = "the option authorization" },
      told { authorization = "Bearer SECRET" })
    assert.same({ kind = "none" }, told { token = false })
  end)

  it("says once that there is none, and of another finding and a refusal both", function()
    local server <close> = plays.server { plays.reply(401, { err = "x" }) }
    assert.equal("1 there is no token", (creates.script(server, ([[
      local findings = clickup.doctor { base_url = %q }.findings
      io.write(#findings, " ", findings[1].message)]]):format(server.url), { CLICKUP_TOKEN = "",
        CURL_CA_BUNDLE = "", SSL_CERT_DIR = "" })))
    local topics = {}
    for i, found in ipairs(answered(401, { err = "x" }, { Date = plays.date(7200) }).findings) do
      topics[i] = found.topic
    end
    assert.same({ "clock", "token" }, topics)
  end)

  it("says what to do about one that is refused", function()
    local refusal = { err = "Token invalid", ECODE = "OAUTH_025" }
    only(answered(401, refusal), "token",
      "^the token was refused: 401 Token invalid %(OAUTH_025%)$", "copy it anew, whole")
    only(answered(401, refusal, nil, { token = "9_SECRET" }), "token", "refused",
      "it does not begin with pk_")
    only(answered(401, refusal, nil, { token = false, authorization = "Bearer SECRET" }), "token",
      "refused", "sent as it stands")
    only(answered(401, refusal, nil, { token = false }), "token", "refused", "set CLICKUP_TOKEN")
    only(answered(403, { err = "No", ECODE = "ACCESS_1" }), "token", "not allowed to do this",
      "ask an admin of the Workspace")
  end)
end)

describe("clickup.doctor on an answer", function()
  it("tells a used-up rate limit", function()
    only(answered(429, { err = "Rate limit reached" }, { ["Retry-After"] = 17 }), "rate_limit",
      "rate limit of this token is used up", "wait 17 seconds")
  end)

  it("tells a server that fails", function()
    only(answered(500, { err = "Oops" }), "server", "the other side fails: 500 Oops",
      "https://status.clickup.com")
    assert.is_false(answered(500, "").live.ok)
    only(answered(502, "<html>Bad gateway</html>", { ["Content-Type"] = "text/html" }), "server",
      "the other side fails", "try again later")
  end)

  it("tells what is not ClickUp", function()
    local html = { ["Content-Type"] = "text/html; charset=utf-8" }
    only(answered(200, "<!doctype html><title>Log in</title>", html), "answer",
      "a web page %(HTML, 200%) came instead of JSON", "captive portal")
    only(answered(403, "<html>blocked</html>", html), "answer", "a web page %(HTML, 403%)",
      "a proxy's error page")
    only(answered(302, "", { Location = "https://portal.example/login" }), "answer",
      "302: sent on to https://portal.example/login", "redirects are not followed")
    for _, status in ipairs { 300, 399 } do
      only(answered(status, ""), "answer", ("^%d: sent on to nowhere$"):format(status),
        "redirects are not followed")
    end
    only(answered(304, ""), "answer", "304 Not Modified: something on the way answers for ClickUp",
      "a cache or a proxy does")
    only(answered(404, { err = "Route not found", ECODE = "APP_001" }), "answer",
      "nothing is there: 404 Route not found", "ClickUp's ends in /api")
    only(answered(200, { hello = "world" }), "answer", "200, but the answer is not usable",
      "is it ClickUp's API that answers there?")
  end)

  it("compares the clocks", function()
    local function skewed(offset)
      return answered(200, { user = { id = 183, username = "John Doe" } },
        { Date = plays.date(offset) })
    end
    only(skewed(7200), "clock", "^this machine's clock is 7[12]%d%d seconds behind the server's$",
      "set it (NTP)")
    only(skewed(-7200), "clock", "ahead of the server's$", "set it (NTP)")
    only(skewed(-61), "clock", "^this machine's clock is 6%d seconds ahead", "set it (NTP)")
    assert.same({}, skewed(-20).findings)
    local time = os.time
    finally(function() os.time = time end) -- luacheck: ignore 122
    for offset, told in pairs { [60] = false, [61] = "ahead of", [-60] = false,
      [-61] = "behind" } do
      local now = time()
      -- luacheck: push ignore 122
      function os.time(...) return ... and time(...) or now end
      local date = plays.date()
      function os.time(...) return ... and time(...) or now + offset end
      -- luacheck: pop
      local report = answered(200, { user = { id = 183, username = "x" } }, { Date = date })
      assert.equal(offset, report.live.skew)
      assert.equal(told, report.findings[1] and report.findings[1].message:match "seconds (.-) the "
        or false)
    end
  end)
end)

describe("clickup.doctor on the way there", function()
  -- It holds a port on which nobody answers.
  local function nobody()
    local server = assert(socket.bind("127.0.0.1", 0))
    local _, port = server:getsockname()
    server:close()
    return "127.0.0.1:" .. math.tointeger(tonumber(port))
  end

  it("tells a host that refuses", function()
    local address = nobody()
    only(examine("https://" .. address .. "/api"), "connect", "^no connection to " .. address
      :gsub("%.", "%%.") .. ": it was refused", "check the option base_url")
  end)

  it("tells a name that is not known", function()
    only(examine("https://clickup.invalid/api", { proxy = "" }), "dns",
      "^the name clickup%.invalid is not known here$", "in /etc/resolv.conf; where only a proxy "
        .. "reaches the internet, set the option proxy")
  end)

  it("tells a server that does not answer", retry_slower(function(unit)
    local silent <close> = plays.server { plays.SILENT }
    only(examine(silent.url, { timeout = 0.2 * unit }), "timeout",
      "^127%.0%.0%.1 was reached, but did not answer in time$", "see the options timeout")
  end))

  it("tells a network that drops it", function()
    local full <close> = setmetatable({ assert(socket.tcp4()) }, { __close = function(list)
      for _, one in ipairs(list) do one:close() end
    end })
    assert(full[1]:bind("127.0.0.1", 0))
    assert(full[1]:listen(0))
    local _, port = full[1]:getsockname()
    for i = 2, 4 do -- so many that the system drops what comes then
      full[i] = assert(socket.tcp4())
      full[i]:settimeout(0)
      full[i]:connect("127.0.0.1", port)
    end
    only(examine(("http://127.0.0.1:%d"):format(port), { timeout = 0.3 }), "timeout",
      "^no connection to 127%.0%.0%.1:%d+ in time$", "a firewall may drop it silently")
  end)

  it("tells a connection that ends", function()
    local server <close> = plays.server { plays.CLOSE }
    only(examine(server.url), "connect", ".", "something between here and 127.0.0.1")
  end)
end)

describe("clickup.doctor on TLS", function()
  it("tells a CA that is not known", function()
    local server <close> = sandbox.start { tls = true }
    only(examine(server.base_url), "tls",
      "^the certificate of 127%.0%.0%.1 is not signed by a CA that is trusted here$",
      "with the option ca_file")
  end)

  it("tells a certificate for another host", function()
    local server <close> = sandbox.start { tls = true }
    local base = server.base_url:gsub("127%.0%.0%.1", "wrong.localhost")
    only(examine(base, { ca_file = server.ca_file }), "tls",
      "^the certificate of wrong%.localhost is for another host$", "check the option base_url")
  end)

  it("tells one that is over or not yet valid, and what the clock says", function()
    local year = os.date "!%Y-%m-%d"
    local over <close> = dated_server.start(-7200, -3600)
    only(examine(over.url, { ca_file = over.ca_file }), "tls",
      "^the certificate of localhost has expired$", "this machine's clock says " .. year)
    local early <close> = dated_server.start(3600, 7200)
    only(examine(early.url, { ca_file = early.ca_file }), "tls",
      "^the certificate of localhost is not valid yet$", "this machine's clock says " .. year)
  end)

  it("tells what does not speak it", function()
    local raw <close> = scripted_server.start {
      { { "send", "HTTP/1.1 400 Bad Request\r\n\r\n" } }, repeat_last = true,
    }
    only(examine((raw.url:gsub("^http", "https"))), "tls", "^no TLS with 127%.0%.0%.1: ",
      "what answers there does not speak TLS: check the scheme and the port of the option base_url")
    local older <close> = scripted_server.start {
      { { "drain", 100 }, { "send", "\x15\3\1\0\2\2\70" } }, repeat_last = true,
    }
    only(examine((older.url:gsub("^http", "https"))), "tls", "^no TLS with 127%.0%.0%.1: ",
      "client certificate: check the port and the scheme in base_url, client_cert, client_key")
  end)

  it("counts the CAs of files and folders, and says where there are none", function()
    local server <close> = sandbox.start { tls = true }
    local folder = process.folder()
    finally(function() os.execute("rm -rf " .. process.quote(folder)) end)
    local function look(given)
      given.base_url, given.token, given.offline = server.base_url, TOKEN, true
      given.ca_file = given.ca_file or server.ca_file -- not SSL_CERT_FILE's
      return clickup.doctor(given)
    end
    only(look { ca_path = folder }, "tls", "^no CA in " .. folder:gsub("%W", "%%%0")
      .. " %(it has none%)$", "install the package ca-certificates")
    process.write_file(folder .. "/sandbox.pem", process.read_file(server.ca_file))
    assert(os.execute("openssl rehash " .. process.quote(folder)))
    assert.equal(2, look { ca_path = folder }.ca.certificates)
    only(look { ca_path = folder .. "/none" }, "tls", "No such file", "install the package")
    process.write_file(folder .. "/two.pem", process.read_file(server.ca_file):rep(2))
    assert.equal(2, look { ca_file = folder .. "/two.pem" }.ca.certificates)
    process.write_file(folder .. "/empty.pem", "")
    only(look { ca_file = folder .. "/empty.pem" }, "tls", "empty%.pem", "install the package")
  end)
end)

describe("clickup.doctor on proxies", function()
  local FAR = "https://clickup.test/api"

  local function refusing(status)
    return scripted_server.start { { { "request" }, { "send", scripted_server.http(status) } } }
  end

  it("tells one that wants a password, and one that refuses", function()
    local asking <close> = refusing(407)
    only(examine(FAR, { proxy = asking.url }), "proxy", "wants to know who asks %(407%)",
      "check the options proxy_user and proxy_password")
    local closed <close> = refusing(403)
    only(examine(FAR, { proxy = closed.url }), "proxy", "refuses the connection %(403%)",
      "the proxy does not let this host through: ask its operator to let clickup.test through")
    local plain <close> = refusing(407)
    only(examine("http://clickup.test/api", { proxy = plain.url, allow_http = true }), "proxy",
      "wants to know who asks", "check the options proxy_user")
  end)

  it("tells one that speaks no SOCKS", function()
    local raw <close> = scripted_server.start {
      { { "send", "HTTP/1.1 400 Bad Request\r\n\r\n" }, { "eof" } }, repeat_last = true,
    }
    only(examine(FAR, { proxy = ("socks5://127.0.0.1:%d"):format(raw.port) }), "proxy",
      "^no connection by the proxy: .", "check the option proxy")
  end)

  it("tells one that is not there", function()
    local gone = refusing(200)
    gone:close()
    only(examine(FAR, { proxy = gone.url }), "connect", "through the proxy " .. gone.url:gsub("%W",
      "%%%0"), "check the option base_url, the network and the proxy: is the proxy running")
    only(examine(FAR, { proxy = "http://my-proxy.invalid:8080" }), "proxy",
      "the proxy's name is not known here", "check the option proxy")
  end)

  -- The proxy of an offline report, without this process's environment.
  local function from(environment, base, options)
    for _, name in ipairs { "http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY",
      "no_proxy", "NO_PROXY" } do
      environment[name] = environment[name] or ""
    end
    local code = ([[local proxy = clickup.doctor { offline = true, allow_http = true, token = "x",
      base_url = %q, %s }.proxy io.write(tostring(proxy.url), " ", tostring(proxy.from))]])
    return (creates.script({ url = "" }, code:format(base, options or ""), environment))
  end

  it("names the one that counts, without its password", function()
    local https = "https://api.example.com/api"
    assert.equal("nil nil", from({}, https))
    assert.equal("http://p:1 https_proxy", from({ https_proxy = "http://p:1" }, https))
    assert.equal("http://p:1 HTTPS_PROXY", from({ HTTPS_PROXY = "http://p:1" }, https))
    assert.equal("socks5h://p:1 all_proxy", from({ all_proxy = "socks5h://p:1" }, https))
    assert.equal("nil nil", from({ http_proxy = "http://p:1" }, https))
    assert.equal("http://p:1 http_proxy", from({ http_proxy = "http://p:1" }, "http://a.example/"))
    assert.equal("http://o:2 the option proxy", from({ https_proxy = "http://p:1" }, https,
      'proxy = "http://o:2"'))
    assert.equal("nil nil", from({ https_proxy = "http://p:1" }, https, 'proxy = ""'))
    assert.equal("http://(hidden)@p:1 https_proxy", from({ https_proxy = "http://me:pass@p:1" },
      https))
    assert.equal("nil nil", from({ all_proxy = "http://p:1" }, "https://127.0.0.1:1/api"))
  end)

  it("agrees with libcurl about no_proxy", function()
    local function answering()
      return scripted_server.start { repeat_last = true,
        { { "request" }, { "send", scripted_server.http(401, { "Connection: close" }, "{}") } } }
    end
    local proxy <close> = answering()
    local server <close> = answering()
    local through, past = 0, 0
    for host, lists in pairs {
      -- both lead to this machine, but are no loopback addresses to us
      ["a.localhost"] = { "*", "x.test,*", "localhost", ".localhost", "a.localhost", "A.LocalHost",
        "ost", "b.localhost", "x.test,a.localhost", "x.test a.localhost", "x, y,  localhost", "**",
        "a.localhost.", "*.localhost", "127.0.0.0/8", ",", " " },
      ["0.0.0.0"] = { "*", "0.0.0.0", "0.0.0.0/8", "0.0.0.0/32", "10.0.0.0/8", "0.0.0.1/32",
        "0.0.0.1/31", "99999999999999999999.0.0.0/8", "0.0.0.0/99999999999999999999", "localhost",
        "0.0.0", ".0", "0.0.0.0/0", "0.0.0.1/0", "0.0.0.0/33", "0.0.0.0/", "1.0.0.1/", "/8",
        "0.0.0/8" },
    } do
      for _, list in ipairs(lists) do
        local seen = { creates.count(proxy), creates.count(server) }
        local report = examine(server.url:gsub("127%.0%.0%.1", host) .. "/api", { allow_http = true,
          proxy = proxy.url, no_proxy = list })
        local asked = creates.count(proxy) > seen[1]
        assert.equal(1, creates.count(proxy) - seen[1] + creates.count(server) - seen[2])
        assert.equal(asked, report.proxy.url ~= nil, host .. " with " .. list)
        if asked then through = through + 1 else past = past + 1 end
      end
    end
    assert.is_true(through > 5 and past > 5)
  end)

  it("believes what libcurl says that it has done", function()
    local new = clickup.new
    finally(function() clickup.new = new end)
    local function look(used, proxy, no_proxy)
      function clickup.new()
        return { close = function() end, get_authorized_user = function()
          return { id = 183, username = "x" }, { status = 200, http_version = "1.1",
            used_proxy = used, timings = { connect = 1, total = 1 } }
        end }
      end
      return examine("https://clickup.test/api", { proxy = proxy, no_proxy = no_proxy }).proxy
    end
    local P, LIST = "http://p.test:1", "clickup.test"
    local why = "the option proxy names one, but no_proxy excepts clickup.test"
    for _, case in ipairs { { true, P }, { false, nil, why } } do
      for _, list in ipairs { "other.test", LIST } do
        assert.same({ url = case[2], from = case[2] and "the option proxy", why = case[3],
          no_proxy = list }, look(case[1], P, list))
      end
    end
    assert.same({ url = P, from = "the option proxy", no_proxy = "other.test" },
      look(nil, P, "other.test"))
    assert.same({ why = why, no_proxy = LIST }, look(nil, P, LIST))
    assert.same({ no_proxy = LIST }, look(false, "", LIST))
  end)

  it("knows what no_proxy excepts", function()
    local function excepted(list, host)
      return from({ https_proxy = "http://p:1", no_proxy = list }, "https://" .. host) == "nil nil"
    end
    assert.is_true(excepted("*", "api.example.com"))
    assert.is_true(excepted("other, example.com", "api.example.com"))
    assert.is_true(excepted(".example.com", "api.example.com"))
    assert.is_true(excepted("API.example.com", "api.example.com"))
    assert.is_false(excepted("ample.com", "api.example.com"))
    assert.is_true(excepted("10.0.0.0/8", "10.1.2.3"))
    assert.is_false(excepted("10.0.0.0/16", "10.1.2.3"))
    assert.is_true(excepted("10.1.0.0/16", "10.1.255.3"))
  end)
end)
