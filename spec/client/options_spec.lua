-- SPDX-License-Identifier: MIT
-- What a client and a call can be told, and how usage errors are told.

local clickup = require "clickup"
local options = require "clickup.options"
local help = require "clickup.help"
local sandbox = require "clickup.sandbox"
local creates = require "spec.support.creates"
local plays = require "spec.support.plays"
local process = require "spec.support.process"
local scripted_server = require "spec.support.scripted_server"

local HERE = debug.getinfo(1, "S").short_src
local CONTROL = { "a string without control characters", "one with a control character" }
local BLANK = { "a string that is not blank", "a blank one" }
local SECONDS = "a number of seconds above 0, at most 1e9"
local NOT_HTTPS = "option base_url: expected https (http only to a loopback address, or with "
  .. "allow_http = true), got "
local THIS_FILE = "spec/client/options_spec.lua"

--- Raises this text at the line that calls `clickup.new`.
local function expect_usage_error(text, given)
  local line
  local fine, message = pcall(function()
    line = debug.getinfo(1, "l").currentline; local client = clickup.new(given)
    return client
  end)
  assert.is_false(fine, "no usage error: " .. text)
  assert.equal(("%s:%d: %s"):format(HERE, line, text), message)
end

local function with(changes)
  local given = { token = "pk_1", base_url = "http://127.0.0.1:1/api" }
  for name, value in pairs(changes) do given[name] = value end
  return given
end

local function expect_wrong(name, value, expected, got)
  expect_usage_error(("option %s: expected %s, got %s"):format(name, expected, got),
    with { [name] = value })
end

-- Values that a kind of option refuses, with what it expected and what it got.
local WRONG = {
  boolean = { { 1, "true or false", "number 1" }, { "true", "true or false", 'string "true"' },
    { ("x"):rep(60), "true or false", ('string "%s"'):format(("x"):rep(60)) },
    { ("x"):rep(61), "true or false", ('string "%s..."'):format(("x"):rep(60)) } },
  seconds = {
    { 0, SECONDS, "number 0" }, { -1, SECONDS, "number -1" }, { "5", SECONDS, 'string "5"' },
    { 0 / 0, SECONDS, "number nan" }, { math.huge, SECONDS, "number inf" },
    { 1e9 + 1, SECONDS, "number 1000000001.0" }, { true, SECONDS, "boolean true" },
  },
  string = { { 7, "a string", "number 7" }, { false, "a string", "boolean false" },
    { {}, "a string", "a table" }, { "a\nb", table.unpack(CONTROL) },
    { "a\0", table.unpack(CONTROL) } },
  file = {
    { 7, "a string", "number 7" },
    { "/no/such/file", "a file that can be read", "/no/such/file: No such file or directory" },
    { "/tmp\n", table.unpack(CONTROL) },
  },
  header = {
    { 7, "a string", "number 7" }, { true, "a string", "boolean true" },
    { "x\r\nX-Evil: 1", table.unpack(CONTROL) }, { "x\n", table.unpack(CONTROL) },
    { "x\0", table.unpack(CONTROL) }, { "x\127", table.unpack(CONTROL) },
    { "", table.unpack(BLANK) }, { "  ", table.unpack(BLANK) },
  },
}
local CHOICES = "one of any, basic, digest, negotiate, ntlm"
WRONG.callable = { { 5, "a function", "number 5" }, { "print", "a function", 'string "print"' },
  { setmetatable({}, { __call = print }), "a function", "a table" },
  { false, "a function", "boolean false" } }
WRONG.rate = {}
for _, case in ipairs { { 0, "number 0" }, { -1, "number -1" }, { 1.5, "number 1.5" },
  { "60", 'string "60"' }, { true, "boolean true" } } do
  WRONG.rate[#WRONG.rate + 1] = { case[1],
    "requests per minute (an integer from 1) or false", case[2] }
end
WRONG.proxy_auth = { { 1, CHOICES, "number 1" }, { "Basic", CHOICES, 'string "Basic"' } }
WRONG.proxy = WRONG.string
WRONG.switch = WRONG.boolean
WRONG.token = { table.unpack(WRONG.header) }
for _, more in ipairs {
  { "pk_a b", "a token", "one with a blank" }, { " pk_a", "a token", "one with a blank" },
  { "Bearer x", "a token alone", "one that begins with Bearer" },
  { "bearer  x", "a token alone", "one that begins with Bearer" },
  { " BEARER x", "a token alone", "one that begins with Bearer" },
} do
  WRONG.token[#WRONG.token + 1] = more
end

-- Those that have specs of their own below.
local TOLD_BELOW = { count = true, base_url = true, http_version = true }

-- Values that are taken, by option, or by kind where the option has none of its own.
local RIGHT = {
  boolean = { true, false },
  switch = { true, false },
  seconds = { 1, 0.0001, 1e9, 30.5 },
  count = { 1, 7.0 },
  string = { "x", "" },
  file = { THIS_FILE },
  header = { "words", "x/1 (y)" },
  token = { "pk_1", "oauth", false },
  base_url = { "http://127.0.0.1:1" },
  proxy = { "", "http://127.0.0.1:1", "socks5h://u:p@127.0.0.1:1" },
  rate = { 1, 100, false },
  callable = { function() end },
  proxy_auth = { "basic", "digest", "any" }, -- ntlm and negotiate: not every libcurl has them
  http_version = { "auto", "1.1" },
}

describe("the options of a client", function()
  for _, row in ipairs(options.rows) do
    it("take a good " .. row.name .. " and refuse others", function()
      local good = assert(RIGHT[row.name] or RIGHT[row.kind], "no case for this option")
      for _, value in ipairs(good) do clickup.new(with { [row.name] = value }):close() end
      local bad = WRONG[row.name] or WRONG[row.kind]
      assert.is_true(bad ~= nil or TOLD_BELOW[row.name] or TOLD_BELOW[row.kind], "no wrong values")
      for _, case in ipairs(bad or {}) do
        local value, expected, got = table.unpack(case)
        if row.secret and type(value) == "number" then got = "a number (hidden)" end
        expect_wrong(row.name, value, expected, got)
      end
      assert.is_true(#row.doc > 0)
    end)
  end

  it("have bounds for counts", function()
    for name, most in pairs { max_in_flight = 10000, max_response_bytes = 1 << 40 } do
      local expected = ("an integer from 1 to %d"):format(most)
      clickup.new(with { [name] = most }):close()
      for _, case in ipairs {
        { 0, "number 0" }, { most + 1, "number " .. most + 1 }, { 1.5, "number 1.5" },
        { "1", 'string "1"' }, { true, "boolean true" }, { math.huge, "number inf" },
      } do
        expect_wrong(name, case[1], expected, case[2])
      end
    end
  end)

  it("have lists of choices", function()
    expect_wrong("http_version", "2", "one of 1.1, auto", 'string "2"')
    expect_wrong("http_version", 1.1, "one of 1.1, auto", "number 1.1")
    expect_wrong("proxy_auth", "Basic", "one of any, basic, digest, negotiate, ntlm",
      'string "Basic"')
  end)

  it("are all known", function()
    expect_usage_error('unknown option "tokn", did you mean "token"?', with { tokn = 1 })
    expect_usage_error('unknown option "baseurl", did you mean "base_url"?', with { baseurl = 1 })
    expect_usage_error('unknown option "Timeout", did you mean "timeout"?', with { Timeout = 1 })
    expect_usage_error('unknown option "verify"', with { verify = false })
    expect_usage_error('unknown option "a\\n"', with { ["a\n"] = 1 })
    expect_usage_error("unknown option number 1", { "pk_SECRET" })
    expect_usage_error("unknown option boolean true", with { [true] = 1 })
  end)

  it("are a table", function()
    expect_usage_error("expected a table of options, got a string (hidden)", "pk_SECRET")
    expect_usage_error("expected a table of options, got a number (hidden)", 7)
    expect_usage_error("expected a table of options, got boolean true", true)
    expect_usage_error("expected a table of options, got a function", print)
  end)

  it("are read raw and left alone", function()
    local meta = { __index = { timeout = -1 }, __pairs = function() error "never" end }
    local given = setmetatable(with { strict = false }, meta)
    clickup.new(given):close()
    assert.same(with { strict = false }, setmetatable(given, nil))
  end)
end)

describe("base_url", function()
  it("has no version: paths begin with it", function()
    for _, url in ipairs { "https://api.clickup.com/api/v2", "https://api.clickup.com/api/v3/" } do
      expect_usage_error("option base_url: expected one without /v" .. url:match "v(%d)"
        .. (', which all paths begin with, got string "%s"'):format((url:gsub("/$", ""))),
        with { base_url = url })
    end
  end)

  it("is https, or http to this machine only", function()
    for url, shown in pairs {
      ["https://api.clickup.com/api"] = "https://api.clickup.com/api",
      ["HTTPS://Example.COM/Api/"] = "https://Example.COM/Api",
      ["https://example.com"] = "https://example.com",
      ["https://example.com:8443///"] = "https://example.com:8443",
      ["http://127.0.0.1:1/a/b"] = "http://127.0.0.1:1/a/b",
      ["http://127.8.9.1"] = "http://127.8.9.1",
      ["http://0x7f.1:1/"] = "http://127.0.0.1:1",
      ["http://127%2e1:1/"] = "http://127.0.0.1:1",
      ["http://localhost:1"] = "http://localhost:1",
      ["http://[::1]:1/api"] = "http://[::1]:1/api",
    } do
      local client <close> = clickup.new(with { base_url = url })
      assert.equal("clickup client (" .. shown .. ")", tostring(client))
    end
    for _, url in ipairs {
      "http://127.0.0.1.evil.com", "http://example.com/api", "http://localhost.evil.com",
      "http://evil.com.", "http://128.0.0.1", "http://[::2]",
      "http://evil.com:80",
    } do
      expect_usage_error(NOT_HTTPS .. url, with { base_url = url })
      clickup.new(with { base_url = url, allow_http = true }):close()
    end
    -- a name to an older libcurl, and to a newer one the address
    local made, client = pcall(clickup.new, with { base_url = "http://127.0.0.1." })
    if made then assert.equal("clickup client (http://127.0.0.1)", tostring(client)) end
  end)

  it("has a host: what follows three slashes is none", function()
    for _, url in ipairs { "https:///host/api", "https:/host/api", "http:///127.0.0.1" } do
      expect_wrong("base_url", url, "a URL with a host behind ://", ('string "%s"'):format(url))
    end
  end)

  it("is refused when it says more than where, or nothing", function()
    local shape, https = "a URL like https://api.clickup.com/api", "a URL that begins with https://"
    local bare, plain = "a URL without a user name or password", "a URL without a query or fragment"
    for _, case in ipairs {
      { "", shape }, { "api.clickup.com", shape }, { "https://", shape }, { "//host/api", shape },
      { "https://exa mple.com", shape }, { "https://host:99999", shape },
      { "https://host:x", shape },
      { "ftp://host", https }, { "file:///etc/passwd", https }, { "ws://host", https },
      { "https://host?x=1", plain }, { "https://host/#x", plain },
    } do
      expect_wrong("base_url", case[1], case[2], ('string "%s"'):format(case[1]))
    end
    expect_wrong("base_url", 7, "a string", "number 7")
    expect_wrong("base_url", "https://host\r\nX: y", table.unpack(CONTROL))
    expect_wrong("base_url", "https://host\0.evil", table.unpack(CONTROL))
    for _, url in ipairs { "https://me:SECRET@host/api", "https://SECRET@host/api",
      "http://me:SECRET@127.0.0.1/api" } do
      expect_wrong("base_url", url, bare, ('string "(hidden)@%s"'):format(url:match "@(.*)$"))
    end
  end)
end)

describe("the token", function()
  local server

  setup(function() server = sandbox.start { tokens = { "oauth" } } end)
  teardown(function() server:close() end)
  before_each(function() server:reset() end)

  local function authorization_of(given)
    given.base_url = server.base_url
    local client <close> = clickup.new(given)
    client:create_key_result(server.goal_id, creates.body())
    local requests = server:requests()
    return requests[#requests].headers.authorization
  end

  it("goes raw when it is personal, as Bearer when it is not", function()
    assert.equal("pk_1_A", authorization_of { token = "pk_1_A" })
    assert.equal("Bearer 1_abc", authorization_of { token = "1_abc" })
    assert.equal("Bearer PK_1", authorization_of { token = "PK_1" })
    assert.equal("Bearer a.pk_1", authorization_of { token = "a.pk_1" })
    assert.equal("Bearer \u{e4}", authorization_of { token = "\u{e4}" })
    assert.is_nil(authorization_of { token = false })
  end)

  it("is overridden by authorization", function()
    assert.equal("Bearer pk_1", authorization_of { token = "pk_2", authorization = "Bearer pk_1" })
    assert.equal("Basic eDp5", authorization_of { token = false, authorization = "Basic eDp5" })
    assert.equal("x", authorization_of { authorization = "x" })
  end)

  -- `given` is Lua code; prints what the client's Authorization was, or the usage error.
  local function in_environment(environment, given)
    local output = creates.script(server, ([[
      local fine, client = pcall(function() return (clickup.new %s) end)
      if not fine then print(client) os.exit(0) end
      local _, response = client:create_key_result(GOAL, BODY)
      print(response.response and response.status or response.status)
      client:close()]]):format(given), environment)
    local requests = server:requests()
    return output:match "^(.-)\n?$", requests[1] and (requests[1].headers.authorization or "none")
  end

  local function env(changes)
    local all = { CLICKUP_BASE_URL = server.base_url }
    for name, value in pairs(changes) do all[name] = value end
    return all
  end

  it("comes from CLICKUP_TOKEN, and base_url from CLICKUP_BASE_URL", function()
    for token, header in pairs { [server.token] = server.token, oauth = "Bearer oauth" } do
      local output, sent = in_environment(env { CLICKUP_TOKEN = token }, "{}")
      assert.equal("200", output)
      assert.equal(header, sent)
      server:reset()
    end
  end)

  it("given in Lua wins over the environment's", function()
    for given, header in pairs {
      ['{ token = "pk_lua" }'] = "pk_lua", ["{ token = false }"] = "none",
      ['{ authorization = "Mine" }'] = "Mine",
    } do
      local _, sent = in_environment(env { CLICKUP_TOKEN = "not\na token" }, given)
      assert.equal(header, sent)
      server:reset()
    end
    local given = ("{ base_url = %q }"):format(server.base_url)
    local output = in_environment({ CLICKUP_BASE_URL = "x", CLICKUP_TOKEN = server.token }, given)
    assert.equal("200", output)
  end)

  it("has to be somewhere", function()
    assert.matches("^%(command line%):%d+: option token: expected a string, got nothing "
      .. "%(nor is CLICKUP_TOKEN set%)$", (in_environment(env { CLICKUP_TOKEN = "" }, "{}")))
  end)

  it("is checked in the environment too, which is named then", function()
    for _, case in ipairs {
      { { CLICKUP_TOKEN = "a\nb" }, "option token (from CLICKUP_TOKEN): expected a string "
        .. "without control characters, got one with a control character" },
      { { CLICKUP_TOKEN = "Bearer x" }, "option token (from CLICKUP_TOKEN): expected a token "
        .. "alone, got one that begins with Bearer" },
      { { CLICKUP_TOKEN = "x", CLICKUP_BASE_URL = "nowhere" }, "option base_url (from "
        .. "CLICKUP_BASE_URL): expected a URL like https://api.clickup.com/api, got string "
        .. '"nowhere"' },
      { { CLICKUP_TOKEN = "x", SSL_CERT_FILE = "/no/file" }, "option ca_file (from "
        .. "SSL_CERT_FILE): expected a file that can be read, got /no/file: No such file or "
        .. "directory" },
      { { CLICKUP_TOKEN = "x", CLICKUP_DEBUG = "yes" }, "option verbose (from CLICKUP_DEBUG): "
        .. 'expected 0 or 1, got string "yes"' },
      { { CLICKUP_TOKEN = "x", CLICKUP_BASE_URL = "http://example.com" },
        NOT_HTTPS .. "http://example.com" },
    } do
      local output = in_environment(env(case[1]), "{}")
      assert.equal(case[2], output:match "^[^:]*:%d+: (.*)$")
    end
    assert.equal(0, #server:requests())
  end)
end)

describe("an option's row", function()
  local README = process.read_file "README.md"

  for _, row in ipairs(options.rows) do
    it("is whole: " .. row.name, function()
      local where = "lua/clickup/options.lua: " .. row.name .. ": "
      assert(row.kind and row.doc, where .. "no kind or doc")
      assert(not row.curl or row.shell ~= nil,
        where .. "no shell: its word in preview.curl (false: none)")
      assert(README:find("\n- `" .. row.name .. "`", 1, true), where .. "run make types")
      assert(help "options":find("\n  " .. row.name .. " ", 1, true),
        where .. "not in clickup.help")
    end)
  end
end)

describe("verbose", function()
  it("writes requests, answers and decisions to standard error, and no secret", function()
    local raw <close> = scripted_server.start {
      { { "request" }, { "close" } },
      { { "request" }, { "send", scripted_server.http(503, { "Retry-After: 0" }) } },
      { { "request" }, { "send", scripted_server.http(400, {},
        '{"err":"no","token":"pk_9_SECRET"}') } },
    }
    local output = creates.script({ base_url = raw.url .. "/api", token = "pk_9_SECRET" }, [[
      new { verbose = true }:request("GET", "/v2/x?key=pk_9_SECRET")]])
    local lines = {}
    for line in output:gmatch "[^\n]+" do lines[#lines + 1] = line end
    assert.matches("^clickup: request #1 > GET http://127%.0%.0%.1:%d+/api/v2/x%?key=%(hidden%)"
      .. " %(0 bytes%)$", lines[1])
    assert.matches("^clickup: request #1 < no answer in %d.*; no answer, and safe to repeat$",
      lines[2])
    assert.matches("^clickup: request #1 retry in %d", lines[3])
    assert.matches("^clickup: request #2 < 503, HTTP/1.1, %d+ bytes in ", lines[5])
    assert.matches("^clickup: request #3 < 400, HTTP/1.1, %d+ bytes in .*; answered$", lines[8])
    assert.equal(8, #lines)
    assert.is_nil(output:find("SECRET", 1, true))
  end)

  it("writes what became of a create without an answer, and how long it is held", function()
    local raw <close> = plays.server { plays.CLOSE, plays.goal { plays.key_result() } }
    local output = creates.script({ base_url = raw.url .. "/api", token = "pk_9_SECRET" }, [[
      local client = new { verbose = true, rate_limit = 2, max_wait = 5 }
      print(client:create_key_result(GOAL, BODY).id)
      client:get_goal(GOAL)]])
    assert.matches("\nclickup: create_key_result #1 recovered: found by reading\n", output)
    assert.matches("\nclickup: get_goal #0 wait for %d+%.%d%d%d s: rate limit\n", output)
  end)
end)

describe("options of one call", function()
  it("are three, and checked", function()
    local client <close> = clickup.new(with {})
    for _, case in ipairs {
      { { timeout = 0 }, ("option timeout: expected %s, got number 0"):format(SECONDS) },
      { { deadline = "1" }, ("option deadline: expected %s, got string \"1\""):format(SECONDS) },
      { { strict = 1 }, "option strict: expected true or false, got number 1" },
      { { timeot = 1 }, 'unknown option "timeot", did you mean "timeout"?' },
      { { token = "pk_2" }, "option token: expected with clickup.new, got with a call" },
      { { base_url = 1 }, "option base_url: expected with clickup.new, got with a call" },
      { "pk_SECRET", "expected a table of options for the call, got a string (hidden)" },
      { true, "expected a table of options for the call, got boolean true" },
    } do
      local line
      local fine, message = pcall(function()
        line = debug.getinfo(1, "l").currentline + 1
        client:start("create_key_result", "g", {}, case[1])
      end)
      assert.is_false(fine)
      assert.equal(("%s:%d: %s"):format(HERE, line, case[2]), message)
    end
    for _, given in ipairs { {}, { timeout = 1, deadline = 2.5, strict = false } } do
      client:start("create_key_result", "g", creates.body(), given):cancel()
    end
    client:start("create_key_result", "g", creates.body(), nil):cancel()
  end)
end)
