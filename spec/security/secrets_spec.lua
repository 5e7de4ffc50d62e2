-- SPDX-License-Identifier: MIT
-- What must not be seen: no text has a token or a password in it, whoever sent it back.

local clickup = require "clickup"
local creates = require "spec.support.creates"
local scripted_server = require "spec.support.scripted_server"

-- Every form of a secret has this word in it, and nothing else has.
local WORD = "S3CR3T"
local PERSONAL = 'pk_1_' .. WORD .. '/a+b=="c\\d%e&f'
local OAUTH = "1_" .. WORD .. ".eyJ/+=-_"

local function percent(text, format)
  return (text:gsub("[^%w%-._~]", function(ch) return (format):format(ch:byte()) end))
end

-- How a server may write what it was sent.
local WRITTEN = {
  raw = function(text) return text end,
  percent = function(text) return percent(text, "%%%02X") end,
  lower_percent = function(text) return percent(text, "%%%02x") end,
  json = function(text) return (text:gsub('["\\]', "\\%0")) end,
  json_slashes = function(text) return (text:gsub('["\\/]', "\\%0")) end,
  json_codes = function(text) return percent(text, "\\u%04x") end,
  upper_json_codes = function(text) return percent(text, "\\u%04X") end,
}

local function json_string(text) return '"' .. WRITTEN.json(text) .. '"' end

local function refusal(status, body, headers)
  headers = headers or {}
  headers[#headers + 1] = "Connection: close"
  return scripted_server.http(status, headers, body)
end

-- Whole answers that send a text back in every place that a message is made of.
local function echoes(text, written)
  return {
    refusal(401, "<html>your token " .. written .. " is bad</html>"),
    refusal(401, '{"err":' .. json_string("bad token: " .. text) .. ',"ECODE":'
      .. json_string(text) .. "}"),
    refusal(400, '{"error":' .. json_string(text) .. "}"),
    refusal(400, '{"message":' .. json_string(text) .. "}"),
    refusal(500, '{"headers":{"authorization":"' .. written .. '"}}'),
    refusal(200, written),
    refusal(200, '{"key_result":["' .. written .. '"]}'),
    refusal(429, '{"authorization":"' .. written .. '"}'),
    refusal(302, "", { "Location: https://example.com/?token=" .. written }),
  }
end

local function check(shown, what)
  assert.is_nil(shown:find(WORD, 1, true), what .. " shows the secret: " .. shown)
end

-- Everything about a failed call that is text.
local function check_error(err, what)
  local texts = { tostring(err), err.message, err.code or "", tostring(err.response) }
  for _, problem in ipairs(err.problems or {}) do texts[#texts + 1] = problem.message end
  for _, text in ipairs(texts) do check(text, what) end
end

local function check_answers(list, options, what)
  local script = {}
  for i, answer in ipairs(list) do script[i] = { { "request" }, { "send", answer } } end
  local server <close> = scripted_server.start(script)
  options.base_url = options.base_url or server.url
  options.max_retries, options.reconcile = 0, false
  local client <close> = clickup.new(options)
  check(tostring(client), what)
  for i = 1, #list do
    local call = client:start("create_key_result", creates.GOAL, creates.body())
    check(tostring(call), what)
    creates.finish(client, { call })
    local value, err = call:result()
    assert.is_nil(value)
    check(tostring(call), what)
    check_error(err, what .. ", answer " .. i)
    assert.is_truthy(err.message:find("(hidden)", 1, true), err.message)
  end
  return server:received()
end

describe("a token", function()
  for name, write in pairs(WRITTEN) do
    it("that comes back " .. name .. " is hidden", function()
      local received = check_answers(echoes(PERSONAL, write(PERSONAL)), { token = PERSONAL }, name)
      assert.equal(PERSONAL, creates.parse(received[1][1]).headers.authorization)
      received = check_answers(echoes("Bearer " .. OAUTH, write("Bearer " .. OAUTH)),
        { token = OAUTH }, name)
      assert.equal("Bearer " .. OAUTH, creates.parse(received[1][1]).headers.authorization)
      check_answers(echoes(OAUTH, write(OAUTH)), { token = OAUTH }, name)
      local basic = "Basic " .. OAUTH
      check_answers(echoes(basic, write(basic)), { authorization = basic }, name)
    end)
  end

  it("is hidden where a message is cut, however often it comes", function()
    local token = WORD:rep(50)
    local list = {}
    for i, before in ipairs { 0, 150, 190, 199, 200, 3100, 3190, 3199 } do
      list[i] = refusal(500, (" "):rep(before) .. token:rep(40))
    end
    local server <close> = scripted_server.start((function()
      local script = {}
      for i, answer in ipairs(list) do script[i] = { { "request" }, { "send", answer } } end
      return script
    end)())
    for i = 1, #list do
      local _, err = creates.once(server, { token = token })
      check_error(err, "answer " .. i)
    end
  end)

  it("that comes back as an answer's id is hidden, in errors, responses and events", function()
    for _, write in pairs(WRITTEN) do
      local id = "X-Datadog-Trace-Id: a " .. write(PERSONAL)
      local server <close> = scripted_server.start {
        { { "request" }, { "send", refusal(500, "{}", { id }) } },
        { { "request" }, { "send", refusal(200, creates.JSON, { id }) } },
      }
      local ids = {}
      local client <close> = creates.client(server, { token = PERSONAL, on_event = function(event)
        ids[#ids + 1] = event.request_id
      end })
      local _, err = client:create_key_result(creates.GOAL, creates.body())
      local _, response = client:create_key_result(creates.GOAL, creates.body())
      assert.same({ "a (hidden)", "a (hidden)" }, ids)
      assert.equal("a (hidden)", err.request_id)
      assert.equal("a (hidden)", err.response.request_id)
      assert.equal("a (hidden)", response.request_id)
    end
  end)

  it("is hidden in the answer's own fields, too", function()
    local received = check_answers({
      refusal(200, '{"goal":{"editor_token": "' .. WORD .. '","x":1}}'),
      refusal(500, '{"access_token":"' .. WORD .. '"}'),
      refusal(500, "{'client_secret' : '" .. WORD .. "'}"),
      refusal(500, '{"Token":"' .. WORD .. '"}'),
    }, { token = "pk_1" }, "a field")
    assert.equal(4, #received)
  end)

  it("is in no text about a request that nobody answered", function()
    for _, options in ipairs { { token = PERSONAL }, { token = OAUTH },
      { token = false, authorization = OAUTH } } do
      options.base_url, options.max_retries = "http://127.0.0.1:1", 0
      local client <close> = clickup.new(options)
      local _, err = client:create_key_result(creates.GOAL, creates.body())
      assert.equal("transport", err.kind)
      check_error(err, "a refused connection")
      _, err = client:create_key_result(creates.GOAL, { name = 1 })
      assert.equal("invalid", err.kind)
      check_error(err, "a refused body")
    end
  end)
end)

describe("a proxy's password", function()
  it("is in no text, wherever it was given", function()
    local proxy <close> = scripted_server.start {
      { { "request" }, { "send", refusal(407, "you are me:" .. WORD .. "@") }, { "close" } },
      repeat_last = true,
    }
    local address = "127.0.0.1:" .. proxy.port
    for _, options in ipairs {
      { proxy = ("http://me:%s@%s"):format(WORD, address) },
      { proxy = ("me:%s@%s"):format(WORD, address) },
      { proxy = "http://" .. address, proxy_user = "me", proxy_password = WORD },
    } do
      options.token, options.base_url, options.allow_http = "pk_1", "http://example.com", true
      local client <close> = clickup.new(options)
      check(tostring(client), "the client")
      local _, err = client:create_key_result(creates.GOAL, creates.body())
      assert.equal("407 with an answer that begins with \"you are me:(hidden)@\"",
        err.message)
      check_error(err, "a proxy's answer")
    end
    assert.equal(3, creates.count(proxy))
  end)

  it("is in no text when the proxy cannot be reached", function()
    local client <close> = clickup.new {
      token = "pk_1", base_url = "https://example.com", max_retries = 0,
      proxy = ("http://me:%s@127.0.0.1:1"):format(WORD),
    }
    local _, err = client:create_key_result(creates.GOAL, creates.body())
    assert.equal("transport", err.kind)
    check_error(err, "a proxy that is not there")
  end)
end)

describe("a usage error", function()
  it("shows no secret", function()
    for _, given in ipairs {
      WORD, { WORD }, { token = WORD .. "\n" }, { token = "Bearer " .. WORD },
      { token = WORD .. " x" }, { token = { WORD } }, { authorization = WORD .. "\r\nX: y" },
      { proxy = "http://me:" .. WORD .. "@host\n" }, { proxy_password = WORD .. "\0" },
      { client_key_password = WORD .. "\n" }, { base_url = "https://me:" .. WORD .. "@host" },
      { base_url = "https://" .. WORD .. "@host" }, { base_url = "ftp://me:" .. WORD .. "@host" },
      { base_url = "me:" .. WORD .. "@host" },
      { base_url = "http://me:a@" .. WORD .. "@127.0.0.1" },
    } do
      if type(given) == "table" then given.token = given.token or "pk_1" end
      local fine, message = pcall(clickup.new, given)
      assert.is_false(fine)
      check(message, "usage error")
    end
  end)

  it("shows no secret of a call", function()
    local client <close> = clickup.new { token = "pk_1", base_url = "http://127.0.0.1:1" }
    for _, extra in ipairs { WORD, { token = WORD }, { timeout = {} }, { { WORD } } } do
      local fine, message = pcall(client.create_key_result, client, "g", creates.body(), extra)
      assert.is_false(fine)
      check(message, "usage error")
    end
  end)
end)
