-- SPDX-License-Identifier: MIT
-- The page where a person agrees, and the token for the code that it gives.

local clickup = require "clickup"
local creates = require "spec.support.creates"
local scripted_server = require "spec.support.scripted_server"
local plays = require "spec.support.plays"
local sandbox = require "clickup.sandbox"

local oauth = clickup.oauth
local SECRET, CODE = "S3CRET/+ %\"x", "C0DE-\\one&only"

local function parameters(changes)
  local all = { client_id = "my id", client_secret = SECRET, code = CODE }
  for name, value in pairs(changes or {}) do all[name] = value end
  return all
end

local function options(server, changes)
  local all = { base_url = server.base_url or server.url .. "/api", timeout = 30 }
  for name, value in pairs(changes or {}) do all[name] = value end
  return all
end

local function serving(status, json, headers)
  return scripted_server.start {
    { { "request" }, { "send", scripted_server.http(status, headers, json) }, { "again" } },
    repeat_last = true,
  }
end

-- Everything that can be seen of an error.
local function texts_of(value, seen)
  seen = seen or {}
  if type(value) ~= "table" then return tostring(value) end
  if seen[value] then return "" end
  seen[value] = true
  local list = { tostring(value) }
  for name, field in next, value do
    list[#list + 1] = tostring(name) .. "=" .. texts_of(field, seen)
  end
  return table.concat(list, "\n")
end

local function raises(fn, due)
  local fine, message = pcall(fn)
  assert.is_false(fine, due)
  assert.matches("oauth_spec%.lua:%d+: ", message)
  assert.matches(due, message, 1, true)
  return message
end

describe("oauth.authorize_url", function()
  it("is ClickUp's page, with everything escaped", function()
    assert.equal("https://app.clickup.com/api?client_id=ABC&redirect_uri=https%3A%2F%2Fa.example",
      oauth.authorize_url { client_id = "ABC", redirect_uri = "https://a.example" })
    assert.equal("https://app.clickup.com/api?client_id=a%26b%3Dc"
      .. "&redirect_uri=https%3A%2F%2Fa.example%2Fcb%3Fx%3D1%26y%3D%C3%A9%23f"
      .. "&state=%20%25%2B%0D%0A~",
      oauth.authorize_url { client_id = "a&b=c", redirect_uri = "https://a.example/cb?x=1&y=é#f",
        state = " %+\r\n~" })
  end)

  it("raises usage errors at the caller's line", function()
    local cases = {
      { "expected a table of parameters, got a string", "x" },
      { "expected a table of parameters, got a nil", nil },
      { "client_id: expected a string, got nothing", { redirect_uri = "r" } },
      { "redirect_uri: expected a string, got nothing", { client_id = "c" } },
      { "client_id: expected a string, got an empty one", { client_id = "", redirect_uri = "r" } },
      { "client_id: expected a string, got a number", { client_id = 1, redirect_uri = "r" } },
      { "state: expected a string, got a boolean",
        { client_id = "c", redirect_uri = "r", state = false } },
      { 'unknown parameter redirect_url, did you mean "redirect_uri"?',
        { client_id = "c", redirect_url = "r" } },
      { "unknown parameter 1", { "c" } },
    }
    for i = 1, #cases do
      raises(function() oauth.authorize_url(cases[i][2]) end, cases[i][1])
    end
  end)
end)

describe("oauth.exchange", function()
  it("sends what the document has, with no Authorization, and returns the token", function()
    local server <close> = serving(200, '{"access_token":"tok-1"}')
    local token, info = oauth.exchange(parameters(), options(server))
    assert.equal("tok-1", token)
    assert.equal(200, info.status)
    assert.equal(1, creates.count(server))
    local request = creates.parse(server:received()[1][1])
    assert.equal("POST /api/v2/oauth/token HTTP/1.1", request.line)
    assert.equal([[{"client_id":"my id","client_secret":"S3CRET\/+ %\"x",]]
      .. [["code":"C0DE-\\one&only"}]], request.body)
    assert.equal("application/json", request.headers["content-type"])
    assert.is_nil(request.headers.authorization)
  end)

  it("sends no token of the environment's either", function()
    local server <close> = serving(200, '{"access_token":"tok-1"}')
    local output = creates.script(server, ([[
      print(clickup.oauth.exchange({ client_id = "a", client_secret = "b", code = "c" },
        { base_url = %q }))
    ]]):format(server.url), { CLICKUP_TOKEN = "pk_env" })
    assert.matches("^tok%-1\t", output)
    assert.is_nil(creates.parse(server:received()[1][1]).headers.authorization)
  end)

  it("is never sent again, whatever happens to it", function()
    local ends = {
      { { "request" }, { "reset" } },
      { { "request" }, { "close" } },
      { { "request" }, { "send", scripted_server.http(500, { "Retry-After: 0" }) } },
      { { "request" }, { "send", scripted_server.http(503) } },
      { { "request" }, { "send", scripted_server.http(429, { "Retry-After: 0" }, "{}") } },
      { { "request" }, { "send", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{" } },
    }
    for i, steps in ipairs(ends) do
      local server <close> = scripted_server.start { steps, repeat_last = true }
      local token, err = oauth.exchange(parameters(), options(server, { max_retries = 5 }))
      assert.is_nil(token)
      assert.equal("get_access_token", err.operation)
      assert.equal(1, err.attempts, i)
      assert.equal(1, creates.count(server), i)
    end
  end)

  it("never shows the secret or the code, even when the answer repeats them", function()
    local function escaped(text) return (text:gsub('["\\]', "\\%0")) end
    local echoes = {
      ('{"err":"bad %s and %s"}'):format(escaped(SECRET), escaped(CODE)),
      ("<html>%s %s"):format(SECRET, CODE),
      ('{"client_secret":"%s","code":"%s"'):format(escaped(SECRET), escaped(CODE)),
    }
    for _, json in ipairs(echoes) do
      for _, status in ipairs { 200, 400, 500 } do
        local server <close> = serving(status, json)
        local token, err = oauth.exchange(parameters(), options(server))
        if status ~= 200 or not json:find "err" then
          assert.is_nil(token)
          for _, text in ipairs { tostring(err), err.message } do
            assert.is_nil(text:find("S3CRET", 1, true), text)
            assert.is_nil(text:find("C0DE", 1, true), text)
          end
        end
      end
    end
  end)

  it("has no secret in the error of a request that failed on its way", function()
    local server <close> = scripted_server.start { { { "request" }, { "reset" } } }
    local _, err = oauth.exchange(parameters(), options(server))
    local all = texts_of(err)
    assert.is_nil(all:find("S3CRET", 1, true))
    assert.is_nil(all:find("C0DE", 1, true))
  end)

  it("raises usage errors at the caller's line, with no secret", function()
    local cases = {
      { "expected a table of parameters, got a nil", nil },
      { "client_secret: expected a string, got nothing", { client_id = "c", code = CODE } },
      { "client_id: expected a string, got nothing", { client_secret = SECRET, code = CODE } },
      { "code: expected a string, got nothing", { client_id = "c", client_secret = SECRET } },
      { "code: expected a string, got an empty one", parameters { code = "" } },
      { "code: expected a string, got a table", parameters { code = {} } },
      { 'unknown parameter client_secrt, did you mean "client_secret"?',
        { client_id = "c", client_secrt = SECRET, code = CODE } },
      { 'unknown option "timeoutt", did you mean "timeout"?', parameters(), { timeoutt = 1 } },
      { "expected a table of options, got", parameters(), "x" },
      { "option token: expected nothing", parameters(), { token = "pk_1" } },
      { "option authorization: expected nothing", parameters(), { authorization = "x" } },
    }
    for i = 1, #cases do
      local text = raises(function() oauth.exchange(cases[i][2], cases[i][3]) end, cases[i][1])
      assert.is_nil(text:find("S3CRET", 1, true))
      assert.is_nil(text:find("C0DE", 1, true))
    end
  end)

  it("in a task does not raise, and returns the token", function()
    local server <close> = serving(200, '{"access_token":"tok-1"}')
    local client <close> = creates.client(server)
    local results = client:map({ 1, 2 }, function()
      return oauth.exchange(parameters(), options(server))
    end)
    assert.same({ "tok-1", "tok-1", n = 2, failed = 0 }, results)
  end)

  it("is an error when 200 comes without a token", function()
    for answer, expected in pairs {
      ['{"err":"Code already used","ECODE":"OAUTH_014"}'] = { "api", "OAUTH_014",
        "Code already used" },
      [('{"ECODE":"%s"}'):format(("C"):rep(40))] = { "api", ("C"):rep(40), "%(C+%)" },
      [('{"ECODE":"%s"}'):format(("C"):rep(41))] = { "api", ("C"):rep(40) .. "...", "%(C+...%)" },
      ['{"access_token":null}'] = { "decode", nil, "without an access_token" },
      ['{"access_token":""}'] = { "decode", nil, "without an access_token" },
      ['{"access_token":5}'] = { "decode", nil, "" },
      ["{}"] = { "decode", nil, "without an access_token" },
    } do
      local raw <close> = plays.server { plays.reply(200, answer) }
      local token, err = oauth.exchange(parameters(), { base_url = raw.url .. "/api" })
      assert.is_nil(token)
      assert.equal(expected[1], err.kind, answer)
      assert.equal(expected[2], err.code)
      assert.equal("yes", err.sent)
      assert.is_false(err.retryable) -- the code may be used up
      assert.matches(expected[3], err.message)
    end
  end)

  it("gives a token whose client sends Bearer", function()
    local server <close> = sandbox.start()
    server:seed { codes = { { code = CODE, client_id = "my id", client_secret = SECRET,
      user_id = 183 } } }
    local token = assert(oauth.exchange(parameters(), options(server)))
    local client <close> = clickup.new { token = token, base_url = server.base_url }
    assert.equal(183, assert(client:get_authorized_user()).id)
    local requests = server:requests()
    assert.equal("Bearer " .. token, requests[#requests].headers.authorization)
    local again, err = oauth.exchange(parameters(), options(server)) -- the code is used up
    assert.is_nil(again)
    assert.equal("api", err.kind)
  end)
end)
