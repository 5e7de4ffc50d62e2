-- SPDX-License-Identifier: MIT
-- Which servers are trusted, and what is told of those that are not: certificates of every kind
-- against nginx and openssl.

local authority = require "spec.support.authority"
local creates = require "spec.support.creates"
local process = require "spec.support.process"
local tls_servers = require "spec.support.tls_servers"

local HERE = { "localhost", "127.0.0.1" }
local CA = "give the CA that issued the certificate with the option ca_file"
local HOST = "check the option base_url"
local CLOCK = "clock"
local KEYS = "check the options client_cert, client_key and client_key_password"
local OTHER_SIDE = "the other side may not speak TLS"

local made, servers

local function certificates(all)
  local root = all:issue { name = "Root", ca = true }
  local other = all:issue { name = "Other", ca = true }
  local middle = all:issue { name = "Middle", ca = true, issuer = root }
  local function leaf(options)
    options.name, options.issuer = options.name or "leaf", options.issuer or root
    options.hosts = options.hosts or HERE
    return all:issue(options)
  end
  local good = leaf { name = "good" }
  return {
    root = root, other = other, middle = middle, good = good,
    self_signed = all:issue { name = "localhost", hosts = HERE },
    other_host = leaf { hosts = { "example.com", "localhost.example.com" } },
    name_only = leaf { hosts = { "localhost" } },
    wild = leaf { hosts = { "*.wild.localhost" } },
    zero = leaf { hosts = { "127.0.0.1.example.com" } },
    expired = leaf { from = -9, to = -1 },
    future = leaf { from = 1, to = 9 },
    incomplete = leaf { issuer = middle },
    complete = leaf { issuer = middle, chain = { middle } },
    by_a_leaf = leaf { issuer = good, chain = { good } },
    for_clients = leaf { purpose = "clientAuth" },
    short_key = leaf { key = { type = "RSA", bits = 1024 } },
    mine = all:issue { name = "mine", issuer = root },
    mine_expired = all:issue { name = "mine", issuer = root, from = -9, to = -1 },
    mine_future = all:issue { name = "mine", issuer = root, from = 1, to = 9 },
    mine_of_other = all:issue { name = "mine", issuer = other },
  }
end

setup(function()
  local all = authority.new()
  made = certificates(all)
  made.authority = all
  local list = {}
  for _, name in ipairs { "good", "self_signed", "other_host", "name_only", "wild", "zero",
    "expired", "future", "incomplete", "complete", "by_a_leaf", "for_clients" } do
    list[name] = { certificate = made[name] }
  end
  local old = "ssl_ciphers ALL:@SECLEVEL=0; ssl_protocols "
  for name, settings in pairs {
    tls_1_0 = old .. "TLSv1;", tls_1_1 = old .. "TLSv1.1;", tls_1_2 = "ssl_protocols TLSv1.2;",
    tls_1_3 = "ssl_protocols TLSv1.3;",
    asking = ("ssl_client_certificate %s; ssl_verify_client on;"):format(made.root.file),
  } do
    list[name] = { certificate = made.good, settings = settings }
  end
  servers = tls_servers.start(list)
  os.execute(("cd %s && mkdir folder empty && cp %s folder && openssl rehash folder && "
    .. "printf hello >garbage && openssl pkey -in %s -aes256 -passout pass:opensesame -out locked")
    :format(all.folder, made.root.file, made.mine.key_file))
end)

teardown(function()
  servers:close()
  made.authority:close()
end)

-- Paths of files among the options: "@root" is a certificate, "@root.key" its key, "@/x" a file
-- in the folder.
local function resolve(options)
  local resolved = {}
  for name, value in pairs(options) do
    resolved[name] = type(value) ~= "string" and value or value:gsub("^@([%w_/]+)(.*)$",
      function(what, part)
        if what:find "^/" then return made.authority.folder .. what end
        return part == ".key" and made[what].key_file or made[what].file
      end)
  end
  return resolved
end

local function attempt(port, host, options)
  return creates.once({ base_url = ("https://%s:%d"):format(host, port) }, resolve(options))
end

-- What was refused before anything was sent, and what a person is told to do.
local function expect_refused(err, texts, retryable)
  assert.equal("transport", err.kind)
  assert.equal("no", err.sent, err.message)
  assert.is_nil(err.status)
  assert.equal(1, err.attempts)
  for _, text in ipairs(texts) do assert.matches(text, err.message, 1, true) end
  assert.equal(retryable or false, err.retryable, err.message)
end

local ROOT = { ca_file = "@root" }

describe("a server is trusted", function()
  for _, case in ipairs {
    { "by the CA in ca_file", "good", "127.0.0.1", ROOT },
    { "under each of its names", "good", "localhost", ROOT },
    { "by the CA in the folder ca_path", "good", "localhost", { ca_path = "@/folder" } },
    { "by itself, when it is its own CA", "self_signed", "localhost",
      { ca_file = "@self_signed" } },
    { "by its very certificate", "good", "localhost", { ca_file = "@good" } },
    { "with the whole chain", "complete", "localhost", ROOT },
    { "by the CA in the middle of the chain", "complete", "localhost", { ca_file = "@middle" } },
    { "without the chain, by the CA in the middle", "incomplete", "localhost",
      { ca_file = "@middle" } },
    { "by a wildcard, for one label", "wild", "a.wild.localhost", ROOT },
    { "over TLS 1.2", "tls_1_2", "localhost", ROOT, "TLSv1.2" },
    { "over TLS 1.3", "tls_1_3", "localhost", ROOT, "TLSv1.3" },
    { "that asks for a certificate of ours", "asking", "localhost",
      { ca_file = "@root", client_cert = "@mine", client_key = "@mine.key" }, "CN=mine" },
    { "that asks for one whose key is encrypted", "asking", "localhost",
      { ca_file = "@root", client_cert = "@mine", client_key = "@/locked",
        client_key_password = "opensesame" }, "CN=mine" },
  } do
    local name, server, host, options, id = table.unpack(case)
    it(name, function()
      local value, response = attempt(servers.port[server], host, options)
      assert(value, response)
      if id then assert.matches(id .. "$", value.id) end
    end)
  end
end)

describe("a server is refused", function()
  for _, case in ipairs {
    { "without its CA", "good", "localhost", {}, { CA } },
    { "by another CA", "good", "localhost", { ca_file = "@other" }, { CA } },
    { "by another certificate of its CA", "good", "localhost", { ca_file = "@for_clients" },
      { CA } },
    { "by a folder without its CA", "good", "localhost", { ca_path = "@/empty" }, { CA } },
    { "by a folder that is not there", "good", "localhost", { ca_path = "@/none" },
      { CA } },
    { "that has signed itself", "self_signed", "localhost", ROOT,
      { CA } },
    { "without the middle of its chain", "incomplete", "localhost", ROOT, { CA } },
    { "whose certificate is by what is no CA", "by_a_leaf", "localhost", ROOT,
      {} },
    { "whose certificate is for clients", "for_clients", "localhost", ROOT,
      {} },
    { "by a file that holds no CA", "good", "localhost", { ca_file = "@/garbage" },
      { "check the options ca_file and ca_path" } },
    { "by a file that holds a key", "good", "localhost", { ca_file = "@good.key" },
      { "check the options ca_file and ca_path" } },
    { "under a name that it has not", "other_host", "localhost", ROOT, { HOST } },
    { "under an address that it has not", "name_only", "127.0.0.1", ROOT, { HOST } },
    { "by a name that only begins with the address", "zero", "127.0.0.1", ROOT,
      { HOST } },
    { "by a wildcard, for two labels", "wild", "a.b.wild.localhost", ROOT, { HOST } },
    { "by a wildcard, for none", "wild", "wild.localhost", ROOT, { HOST } },
    { "whose certificate has expired", "expired", "localhost", ROOT,
      { CLOCK } },
    { "whose certificate is not valid yet", "future", "localhost", ROOT,
      { CLOCK } },
    { "with a certificate of ours and another's key", "asking", "localhost",
      { ca_file = "@root", client_cert = "@mine", client_key = "@good.key" }, { KEYS } },
    { "with a certificate of ours without a key", "asking", "localhost",
      { ca_file = "@root", client_cert = "@mine" }, { KEYS } },
    { "with a certificate of ours that is none", "asking", "localhost",
      { ca_file = "@root", client_cert = "@/garbage", client_key = "@mine.key" },
      { KEYS } },
    { "with a key of ours under another password", "asking", "localhost",
      { ca_file = "@root", client_cert = "@mine", client_key = "@/locked",
        client_key_password = "opensessame" }, { KEYS } },
  } do
    local name, server, host, options, texts = table.unpack(case)
    it(name, function()
      local _, err = attempt(servers.port[server], host, options)
      expect_refused(err, texts)
      local right = { HOST, CLOCK } -- the CA is no remedy where these are
      local about_ca = err.message:find(CA, 1, true)
      for _, text in ipairs(right) do
        if texts[1] == text then assert.is_nil(about_ca, err.message) end
      end
    end)
  end

  for _, version in ipairs { "1.0", "1.1" } do
    it("that has nothing but TLS " .. version, function()
      local _, err = attempt(servers.port["tls_" .. version:gsub("%.", "_")], "localhost", ROOT)
      expect_refused(err, { "TLS 1.2" }, true)
    end)
  end

  for _, case in ipairs {
    { "whose key is too short", "short_key", "-cipher ALL:@SECLEVEL=0",
      {}, false },
    { "that has only ciphers without encryption", "good", "-tls1_2 -cipher NULL@SECLEVEL=0",
      { OTHER_SIDE }, true },
    { "that demands a certificate, over TLS 1.2", "good", "-tls1_2 -Verify 1",
      { "want a client certificate" }, true },
  } do
    local name, certificate, arguments, texts, retryable = table.unpack(case)
    it(name, function()
      local server <close> = tls_servers.openssl(made[certificate],
        arguments .. " -verify_return_error")
      local _, err = attempt(server.port, "localhost", ROOT)
      expect_refused(err, texts, retryable)
    end)
  end
end)

describe("a server that wants a certificate of ours", function()
  it("says so where it answers", function()
    for _, options in ipairs {
      {},
      { client_cert = "@mine_expired", client_key = "@mine_expired.key" },
      { client_cert = "@mine_of_other", client_key = "@mine_of_other.key" },
    } do
      options.ca_file = "@root"
      local _, err = attempt(servers.port.asking, "localhost", options)
      assert.equal("api", err.kind)
      assert.equal(400, err.status)
      assert.truthy(err.message:find("400 ", 1, true), err.message)
      assert.is_false(err.retryable)
    end
  end)

  -- Over TLS 1.3 this side is done with the handshake before the other has refused.
  it("is told of, over TLS 1.3 as well", function()
    for _, name in ipairs { "", "mine_of_other", "mine_expired", "mine_future" } do
      local options = name == "" and {} or { client_cert = "@" .. name,
        client_key = "@" .. name .. ".key" }
      local server <close> = tls_servers.openssl(made.good, ("-tls1_3 -Verify 1 -CAfile %s "
        .. "-verify_return_error"):format(made.root.file))
      options.ca_file = "@root"
      local _, err = attempt(server.port, "localhost", options)
      assert.equal("transport", err.kind)
      assert.not_equal("yes", err.sent)
      assert.matches("client_cert", err.message, 1, true)
      assert.is_false(err.retryable)
      -- a read, which may be sent again, is not: the server would refuse it again
      local client <close> = creates.client({ base_url = "https://localhost:" .. server.port },
        resolve { max_retries = 3, max_wait = 0.01, ca_file = options.ca_file,
          client_cert = options.client_cert, client_key = options.client_key })
      local _, read = client:get_goal(creates.GOAL)
      assert.equal(1, read.attempts)
      assert.equal("it would fail the same way", read.response.retry_reason)
    end
  end)

  it("never makes anyone ask for a pass phrase", function()
    local options = resolve { ca_file = "@root", client_cert = "@mine", client_key = "@/locked" }
    local code = ([[
      local clickup = require "clickup"
      local client <close> = clickup.new { token = "pk_1", base_url = "https://localhost:%d",
        ca_file = %q, client_cert = %q, client_key = %q }
      local _, err = client:get_goal "g"
      print(err.sent, err.retryable, err.message)]]):format(servers.port.asking, options.ca_file,
      options.client_cert, options.client_key)
    local pipe <close> = assert(io.popen(("setsid -w %s -e %s </dev/null 2>&1"):format(
      process.quote(os.getenv "LUA" or "lua5.4"), process.quote(code))))
    local output = pipe:read "a"
    assert.is_nil(output:find("pass phrase:", 1, true), output)
    assert.matches("^no\tfalse\t[^\n]*" .. KEYS .. "%)\n$", output)
  end)
end)

describe("one side without TLS", function()
  it("is told by a server that has it", function()
    local _, err = creates.once { base_url = "http://localhost:" .. servers.port.good }
    assert.equal(400, err.status)
    assert.matches("The plain HTTP request was sent to HTTPS port", err.message, 1, true)
  end)

  it("is a failure when the server has it and does not tell", function()
    local server <close> = tls_servers.openssl(made.good, "")
    local _, err = creates.once { base_url = "http://localhost:" .. server.port }
    assert.equal("transport", err.kind)
    assert.equal("unknown", err.sent)
  end)
end)
