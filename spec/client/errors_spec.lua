-- SPDX-License-Identifier: MIT
-- The error table and its texts, and usage errors. (What each answer becomes: answer_spec.)

local clickup = require "clickup"
local sandbox = require "clickup.sandbox"
local answers = require "spec.support.answers"
local creates = require "spec.support.creates"
local scripted_server = require "spec.support.scripted_server"

local HERE = debug.getinfo(1, "S").short_src
local THIS_FILE = "spec/client/errors_spec.lua"

local function refusal(status, body, headers)
  headers = headers or {}
  headers[#headers + 1] = "Connection: close"
  return scripted_server.http(status, headers, body)
end

describe("an error", function()
  it("is one table, whose fields are these", function()
    local _, err = answers.one(refusal("429 Too Many",
      '{"err":"Rate limit reached","ECODE":"APP_002"}',
      { "X-Datadog-Trace-Id: 4711", "Retry-After: 7" }))
    local fields = {}
    for name in pairs(err) do fields[#fields + 1] = name end
    table.sort(fields)
    assert.equal("attempts code kind message operation request_id response retry_after retryable "
      .. "sent status", table.concat(fields, " "))
    assert.equal("rate_limited", err.kind)
    assert.equal("429 Rate limit reached (APP_002)", err.message)
    assert.equal("create_key_result", err.operation)
    assert.equal(429, err.status)
    assert.equal("APP_002", err.code)
    assert.equal("4711", err.request_id)
    assert.equal(1, err.attempts)
    assert.equal(7, err.retry_after)
    assert.equal("yes", err.sent)
    assert.is_true(err.retryable)
    assert.equal('{"err":"Rate limit reached","ECODE":"APP_002"}', err.response.body)
    assert.equal("clickup response (429)", tostring(err.response))
  end)

  it("can be printed, asserted, raised and told by its kind", function()
    local client <close> = clickup.new { token = "x", base_url = "http://127.0.0.1:1" }
    local value, err = client:create_key_result("g", {})
    assert.is_nil(value)
    assert.equal("create_key_result: " .. err.message, tostring(err))
    local fine, raised = pcall(_G.assert, client:create_key_result("g", {}))
    assert.is_false(fine)
    assert.equal("invalid", raised.kind)
    assert.equal(tostring(err), tostring(raised))
    fine, raised = pcall(error, err)
    assert.is_false(fine)
    assert.equal(err, raised)
    local message = select(2, xpcall(error, tostring, err))
    assert.equal(tostring(err), message)
    assert.equal("clickup.error", getmetatable(err).__name)
    assert.equal("clickup response (none)", tostring(err.response))
  end)

  it("ends a script that doesn't look, with its text", function()
    local server = { url = "http://127.0.0.1:1" }
    local output, status = creates.script(server, [[
      local client = new()
      assert(client:create_key_result(GOAL, { name = 1 }))]])
    assert.equal(1, status)
    assert.matches("^%S+: create_key_result: name: expected a string, got integer 1; ", output)
  end)

  it("shows of an answer what fits, and nothing that a terminal would act on", function()
    local function shown(body)
      local _, err = answers.one(refusal(500, body))
      return err.message:match '^500 with an answer that begins with "(.*)"; it may have run'
    end
    assert.equal([[\x1b[31m\x00\x7f\xc2\x9b1m\r\n\t\xff]],
      shown "\27[31m\0\127\u{9b}1m\r\n\t\xff")
    assert.equal("\u{e4}\u{20ac}\u{1f680}", shown "\u{e4}\u{20ac}\u{1f680}")
    assert.equal(("x"):rep(200), shown(("x"):rep(200)))
    assert.equal(("x"):rep(200) .. "...", shown(("x"):rep(201)))
    assert.equal(("\u{20ac}"):rep(66) .. "...", shown(("\u{20ac}"):rep(67)))
    local _, err = answers.one(refusal(400, '{"err":"a\\u001b[0m\\u0000b\\n","ECODE":"X\\u0007"}'))
    assert.equal([[400 a\x1b[0m\x00b\n (X\x07)]], err.message)
    assert.equal([[X\x07]], err.code)
  end)

  it("has ClickUp's words, in whichever field they come, and its code up to 40 bytes", function()
    for body, message in pairs {
      ['{"err":"a","error":"b","message":"c"}'] = "400 a",
      ['{"error":"b","message":"c"}'] = "400 b",
      ['{"message":"c"}'] = "400 c", ['{"err":7}'] = "400 7",
      ['{"err":{}}'] = '400 with an answer that begins with "{"err":{}}"',
      ['{"err":"a","ECODE":5}'] = "400 a",
    } do
      local _, err = answers.one(refusal(400, body))
      assert.equal(message, err.message)
      assert.is_nil(err.code)
      assert.is_false(err.retryable)
    end
    for length, code in pairs { [40] = ("C"):rep(40), [41] = ("C"):rep(40) .. "..." } do
      local given = ("C"):rep(length)
      local _, err = answers.one(refusal(400, ('{"err":"a","ECODE":"%s"}'):format(given)))
      assert.equal(code, err.code)
      assert.equal(("400 a (%s)"):format(code), err.message)
    end
  end)

  it("says which option may help", function()
    local client = clickup.new { token = "x", base_url = "http://127.0.0.1:1", timeout = 5 }
    local _, err = client:create_key_result("g", creates.body())
    client:close()
    assert.matches("^create_key_result: .*127%.0%.0%.1.* "
      .. "%(check the option base_url, the network and the proxy%)$", tostring(err))
    assert.equal("transport", err.kind)
    assert.equal("no", err.sent)
    assert.is_true(err.retryable)

    local raw <close> = scripted_server.start {
      { { "send", "HTTP/1.1 400 Bad Request\r\n\r\n" }, { "eof" } },
      repeat_last = true,
    }
    local function expect(options, advice, retryable)
      options.base_url = options.base_url or raw.url:gsub("^http:", "https:")
      local _, failure = creates.once(raw, options)
      assert.equal("transport", failure.kind)
      assert.equal("no", failure.sent)
      assert.equal(retryable, failure.retryable)
      assert.equal(" (" .. advice .. ")", failure.message:sub(-#advice - 3), failure.message)
    end
    expect({}, "what answers there does not speak TLS: check the scheme and the port of the option "
      .. "base_url, and of the option proxy", true)
    expect({ client_cert = THIS_FILE },
      "check the options client_cert, client_key and client_key_password", false)
    expect({ ca_file = THIS_FILE }, "check the options ca_file and ca_path", false)
    expect({ base_url = raw.url, proxy = ("socks5://127.0.0.1:%d"):format(raw.port) },
      "check the option proxy", true)

    local tls <close> = sandbox.start { tls = true }
    local _, untrusted = creates.once { base_url = tls.base_url, token = tls.token }
    assert.matches(" %(give the CA that issued the certificate with the option ca_file; "
      .. "a company's proxy often has one of its own%)$", untrusted.message)
    assert.equal("no", untrusted.sent)
    assert.is_false(untrusted.retryable)
    assert.equal(0, #tls:requests())
  end)
end)

describe("a usage error", function()
  local client

  setup(function() client = clickup.new { token = "x", base_url = "http://127.0.0.1:1" } end)
  teardown(function() client:close() end)

  local NO_ID = "create_key_result: goal_id: expected a string, got nothing"

  local function line_above() return debug.getinfo(2, "l").currentline - 1 end

  local function line_below() return debug.getinfo(2, "l").currentline + 1 end

  local function expect(line, text, fine, message)
    assert.is_false(fine)
    assert.equal(("%s:%d: %s"):format(HERE, line, text), message)
  end

  it("is told at the line of the caller", function()
    local line
    local fine, message = pcall(function()
      line = line_below()
      client:create_key_result()
    end)
    expect(line, NO_ID, fine, message)
    fine, message = pcall(function()
      line = line_below()
      local call = client:start("create_key_result")
      return call
    end)
    expect(line, NO_ID, fine, message)
  end)

  it("is told at the line of pcall, when that called", function()
    local fine, message = pcall(client.create_key_result, client)
    expect(line_above(), NO_ID, fine, message)
    fine, message = pcall(clickup.new, { token = 7 })
    expect(line_above(), "option token: expected a string, got a number (hidden)", fine, message)
    fine, message = xpcall(client.create_key_result, function(text) return text end, client)
    expect(line_above(), NO_ID, fine, message)
  end)

  it("is told at the line in a coroutine", function()
    local line
    local thread = coroutine.create(function()
      coroutine.yield()
      line = line_below()
      client:create_key_result()
    end)
    assert(coroutine.resume(thread))
    local fine, message = coroutine.resume(thread)
    expect(line, NO_ID, fine, message)
    fine, message = pcall(coroutine.wrap(client.create_key_result), client)
    assert.is_false(fine)
    assert.is_truthy(message:find(NO_ID, 1, true))
  end)

  it("is told at the line of a metamethod, an iterator or a callback", function()
    local lines = {}
    local object = setmetatable({}, { __index = function()
      lines[1] = line_below()
      client:create_key_result()
    end })
    local fine, message = pcall(function() return object.x end)
    expect(lines[1], NO_ID, fine, message)
    fine, message = pcall(table.sort, { 1, 2 }, function()
      lines[2] = line_below()
      client:create_key_result()
    end)
    expect(lines[2], NO_ID, fine, message)
  end)

  it("is told at the line of a chunk, by its name", function()
    local chunk = assert(load("local c = ...\n\nc:create_key_result()\n", "=(my script)"))
    local fine, message = pcall(chunk, client)
    assert.is_false(fine)
    assert.equal("(my script):3: " .. NO_ID, message)
  end)

  it("is a dot where a colon is due", function()
    local goal, body = creates.GOAL, creates.body()
    for _, case in ipairs {
      { "string", function() return client.create_key_result(goal, body) end },
      { "table", function() return client.create_key_result(body) end },
    } do
      local fine, message = pcall(case[2])
      assert.is_false(fine)
      assert.matches("expected a clickup client, got " .. case[1]
        .. " %(use client:method%(%.%.%.%)%)$", message)
    end
    local line
    local fine, message = pcall(function()
      line = line_below()
      local key_result = client.create_key_result(goal, body)
      return key_result
    end)
    expect(line, "expected a clickup client, got string (use client:method(...))", fine, message)
  end)

  it("is too many arguments, or an unknown operation", function()
    local fine, message = pcall(client.create_key_result, client, "g", {}, {}, {})
    expect(line_above(), "create_key_result: expected at most 3 arguments, got 4", fine, message)
    fine, message = pcall(client.start, client, "create_keyresult", "g", {})
    expect(line_above(), 'unknown operation create_keyresult, did you mean "create_key_result"?',
      fine, message)
    fine, message = pcall(client.start, client)
    expect(line_above(), "unknown operation nil", fine, message)
  end)

  it("is a closed client", function()
    local closed = clickup.new { token = "x", base_url = "http://127.0.0.1:1" }
    closed:close()
    local fine, message = pcall(closed.create_key_result, closed, "g", creates.body())
    expect(line_above(), "the client is closed", fine, message)
    assert.equal("clickup client (closed)", tostring(closed))
  end)
end)
