-- SPDX-License-Identifier: MIT
-- What a query may hold, any other operation by client:request, and methods that are not there.

local clickup = require "clickup"
local creates = require "spec.support.creates"
local scripted_server = require "spec.support.scripted_server"

local function serving(...)
  local steps = {}
  for _, answer in ipairs { ... } do
    steps[#steps + 1] = { "request" }
    steps[#steps + 1] = { "send", answer:find "^HTTP/" and answer
      or scripted_server.http(200, { "Content-Type: application/json" }, answer) }
  end
  steps[#steps + 1] = { "again" }
  return scripted_server.start { steps, repeat_last = true }
end

-- All requests in order, parsed.
local function requests(server)
  local list = {}
  for _, connection in ipairs(server:received()) do
    for _, bytes in ipairs(connection) do list[#list + 1] = creates.parse(bytes) end
  end
  return list
end

describe("a query", function()
  local function targets(cases)
    local server <close> = serving '{"goals":[],"folders":[]}'
    local client <close> = creates.client(server)
    for _, case in ipairs(cases) do assert(client:get_goals(1, case[1], case[2])) end
    local list = {}
    for i, request in ipairs(requests(server)) do
      list[i] = request.target:match "/goal(.*)$"
    end
    return list
  end

  it("has true and false, and only what was given", function()
    assert.same({ "?include_completed=true", "?include_completed=false", "", "" }, targets {
      { { include_completed = true } }, { { include_completed = false } }, { {} }, {},
    })
  end)

  it("with strict = false takes others, as text; null is left out", function()
    local lenient = { strict = false }
    assert.same({ "?a%20b=c%26d", "?n=10", "?n=1e%2B300", "?n=0.5", "?n=true", "",
      "?include_completed=true&x=" }, targets {
      { { ["a b"] = "c&d" }, lenient }, { { n = 10.0 }, lenient }, { { n = 1e300 }, lenient },
      { { n = 0.5 }, lenient }, { { n = true }, lenient },
      { { n = clickup.null, include_completed = clickup.null }, lenient },
      { { x = "", include_completed = true }, lenient },
    })
  end)

  it("is refused when it is no text, or makes the URL too long", function()
    local client <close> = clickup.new { token = "pk_1", strict = false,
      base_url = "http://127.0.0.1:9" }
    local _, err = client:get_goals(1, { list = { 1 } })
    assert.equal("list: expected a string, number or boolean, got a table", err.message)
    _, err = client:get_goals(1, { long = ("x"):rep(1 << 20) })
    assert.matches("^query: expected a URL of at most %d+ bytes, got more$", err.message)
    assert.equal("no", err.sent)
    for _, query in ipairs { clickup.null, "x=1", 7 } do
      assert.equal("invalid", select(2, client:get_goals(1, query)).kind)
    end
  end)
end)

describe("a method that is not there", function()
  it("is told at the caller's line, with the nearest", function()
    local client <close> = clickup.new { token = "pk_1" }
    for wrong, right in pairs {
      create_keyresult = "create_key_result", get_goal_s = "get_goals", getGoals = "get_goals",
      update_webhok = "update_webhook", requests = "request", each_goals = "each_goal",
    } do
      local line = debug.getinfo(1, "l").currentline + 1
      local fine, message = pcall(function() return client[wrong](client) end)
      assert.is_false(fine)
      assert.matches(('request_method_spec.lua:%d: unknown method %s, did you mean "%s"?'):format(
        line, wrong, right), message, 1, true)
    end
    local fine, message = pcall(function() client:frobnicate() end)
    assert.is_false(fine)
    assert.matches("unknown method frobnicate$", message)
    fine, message = pcall(client.start, client, "create_keyresult")
    assert.is_false(fine)
    assert.matches('unknown operation create_keyresult, did you mean "create_key_result"?', message,
      1, true)
  end)
end)

describe("client:request", function()
  local JSON = '{"task":{"id":"9hz","none":null,"order":1.0,"list":[1,null]}}'

  it("sends any method, with a body and without", function()
    local server <close> = serving(JSON)
    local client <close> = creates.client(server)
    local cases = {
      { "GET", "/v2/task/9hz?custom_task_ids=true&team_id=1" },
      { "DELETE", "/v2/task/9hz" },
      { "DELETE", "/v2/task/9hz/tag", { name = "x" }, '{"name":"x"}' },
      { "POST", "/v2/list/1/task", { name = "T" }, '{"name":"T"}' },
      { "POST", "/v2/task/9hz/merge" },
      { "PUT", "/v2/task/9hz", { n = 0 }, '{"n":0}' },
      { "PUT", "/v2/task/9hz" },
      { "PATCH", "/v3/a%20b/x", { s = "" }, '{"s":""}' },
      { "PATCH", "/v3/docs" },
      { "POST", "/v2/x", {}, "{}" },
    }
    for _, case in ipairs(cases) do
      local value, info = client:request(case[1], case[2], case[3])
      assert.same({ task = { id = "9hz", order = 1, list = { 1 } } }, value)
      assert.equal(200, info.status)
      assert.equal("request", info.operation)
    end
    local sent = requests(server)
    assert.equal(#cases, #sent)
    -- a create without a body goes over a connection of its own: they are listed by connection
    local by_bytes = {}
    for _, one in ipairs(sent) do by_bytes[one.line .. "\n" .. one.body] = one end
    for _, case in ipairs(cases) do
      local line = ("%s /api%s HTTP/1.1"):format(case[1], case[2])
      local one = assert(by_bytes[line .. "\n" .. (case[4] or "")], line)
      assert.equal("application/json", one.headers["content-type"])
      assert.equal("application/json", one.headers.accept)
      assert.equal(creates.TOKEN, one.headers.authorization)
    end
  end)

  it("sends empty tables as [], the body itself as an object", function()
    local server <close> = serving(JSON)
    local client <close> = creates.client(server)
    local bodies = {
      { { tags = {} }, '{"tags":[]}' }, { { a = { b = {} } }, '{"a":{"b":[]}}' },
      { { list = { {}, { x = clickup.null } } }, '{"list":[[],{"x":null}]}' },
      { { f = false }, '{"f":false}' }, { { n = 0.5 }, '{"n":0.5}' }, { { n = 10.0 }, '{"n":10}' },
    }
    for _, case in ipairs(bodies) do assert(client:request("POST", "/v2/x", case[1])) end
    for i, request in ipairs(requests(server)) do assert.equal(bodies[i][2], request.body) end
  end)

  it("returns true for an empty answer, and whatever else was answered", function()
    local server <close> = serving("", scripted_server.http(204), "{}", "[1,2]", "true", '"x"')
    local client <close> = creates.client(server)
    local due = { true, true, {}, { 1, 2 }, true, "x" }
    for _, value in ipairs(due) do
      local got, err = client:request("GET", "/v2/x")
      assert.same(value, got, tostring(err))
    end
  end)

  it("tells errors as every operation does, and sends a create once", function()
    local server <close> = serving(scripted_server.http(404, nil,
      '{"err":"Task not found","ECODE":"ITEM_013"}'), scripted_server.http(500),
      scripted_server.http(200,
      nil, "<html>"))
    local client <close> = creates.client(server)
    local value, err = client:request("GET", "/v2/task/1")
    assert.is_nil(value)
    assert.equal("request: 404 Task not found (ITEM_013)", tostring(err))
    assert.equal("ITEM_013", err.code)
    value, err = client:request("POST", "/v2/x", { a = 1 }, { max_retries = 3 })
    assert.is_nil(value)
    assert.equal(500, err.status)
    assert.equal(1, err.attempts)
    value, err = client:request("GET", "/v2/x")
    assert.is_nil(value)
    assert.equal("decode", err.kind)
    assert.equal(3, creates.count(server))
  end)

  it("works in tasks and with start", function()
    local server <close> = serving '{"id":7}'
    local client <close> = creates.client(server)
    local results, errs = client:map({ 1, 2, 3 }, function(i)
      return client:request("PUT", "/v2/x/" .. i, { i = i })
    end)
    assert.is_nil(errs)
    assert.same({ { id = 7 }, { id = 7 }, { id = 7 }, n = 3, failed = 0 }, results)
    local call = client:start("request", "GET", "/v2/y")
    client:wait_all { call }
    assert.same({ id = 7 }, (call:result()))
  end)

  it("refuses a body that is none, and sends nothing", function()
    local client <close> = clickup.new { token = "pk_1", base_url = "http://127.0.0.1:9" }
    for _, body in ipairs { "text", 7, true, { 1, 2 } } do
      local value, err = client:request("POST", "/v2/x", body)
      assert.is_nil(value, tostring(body))
      assert.equal("invalid", err.kind)
      assert.equal("no", err.sent)
    end
    local _, err = client:request("POST", "/v2/x", { a = { b = print } })
    assert.equal("a.b", err.problems[1].path)
  end)

  local PATH = "request: path: "
  local ENCODED = PATH .. "byte %d has to be percent-encoded"
  local DOTS = PATH .. ". and .. cannot stand in it"
  local MISUSES = {
    { PATH .. "expected one that begins with /", "GET", "v2/x" },
    { PATH .. "expected one that begins with /", "GET", "https://evil.example/x" },
    { PATH .. "expected one that begins with /", "GET", "@evil.example/x" },
    { PATH .. "expected a string, got an empty one", "GET", "" },
    { PATH .. "expected a string, got nothing", "GET" },
    { PATH .. "expected a string, got number", "GET", 7 },
    { PATH .. "expected a string, got one with a zero byte", "GET", "/a\0" },
    { ENCODED:format(3), "GET", "/a b" }, { ENCODED:format(3), "GET", "/a\r\nX: 1" },
    { ENCODED:format(3), "GET", "/a\127" }, { ENCODED:format(2), "GET", "/\u{e9}" },
    { ENCODED:format(3), "GET", "/a#b" }, { ENCODED:format(5), "GET", "/a?b\tc" },
    { DOTS, "GET", "/../x" }, { DOTS, "GET", "/a/.." }, { DOTS, "GET", "/a/./b" },
    { DOTS, "GET", "/a/..?x=1" },
    { "request: the URL is too long", "GET", "/" .. ("x"):rep(1 << 20) },
    { "request: a GET has no body (options of the call come behind it: nil, { … })", "GET", "/x",
      {} },
    { "request: method: expected DELETE, GET, PATCH, POST or PUT, got /x: the method comes before "
      .. "the path", "/x", "GET" },
    { "request: method: expected DELETE, GET, PATCH, POST or PUT, got get", "get", "/x" },
    { "request: method: expected DELETE, GET, PATCH, POST or PUT, got HEAD", "HEAD", "/x" },
    { "request: method: expected DELETE, GET, PATCH, POST or PUT, got nil", nil, "/x" },
    { "expected a table of options for the call, got a number (hidden)", "GET", "/x", nil, 7 },
    { 'unknown option "timeoutt", did you mean "timeout"?', "POST", "/x", {}, { timeoutt = 1 } },
  }

  it("raises usage errors at the caller's line, and nothing is sent", function()
    local server <close> = serving(JSON)
    local client <close> = creates.client(server)
    for _, case in ipairs(MISUSES) do
      local line = debug.getinfo(1, "l").currentline + 1
      local fine, text = pcall(function() client:request(case[2], case[3], case[4], case[5]) end)
      assert.is_false(fine, case[1])
      local where, message = text:match "request_method_spec%.lua:(%d+): (.*)$"
      assert.equal(case[1], message or text)
      assert.equal(line, tonumber(where), message)
    end
    client:step()
    assert.same({}, server:received())
  end)

  it("takes dots that are no segment, and a query with slashes", function()
    local server <close> = serving(JSON)
    local client <close> = creates.client(server)
    local paths = { "/v2/...", "/v2/a.b", "/x?y=../z", "/x?u=https://a/b/..", "/a//b", "/%2e%2F" }
    for _, path in ipairs(paths) do assert(client:request("GET", path)) end
    for i, request in ipairs(requests(server)) do
      local target = request.target:gsub("%%2E", "%%2e") -- as newer libcurls write it
      assert.equal("/api" .. paths[i], target)
    end
  end)
end)
