-- SPDX-License-Identifier: MIT
-- Every operation that is known in detail: complete, sent as ClickUp's document has it, and
-- its answer handed on unchanged, in every way of waiting. (The others: generated_spec.)

local all = require "clickup.api"
local clickup = require "clickup"
local creates = require "spec.support.creates"
local dkjson = require "dkjson"
local documented = require "spec.support.documented"
local operations = require "spec.support.operations"
local scripted_server = require "spec.support.scripted_server"
local routes = require "clickup.sandbox.routes"
local sandbox = require "clickup.sandbox"

-- What the documents of the Goals group, and of what a script needs around it, name; and the
-- request that each example is.
local GOAL = "e53a033c-900e-462d-a849-4a216b06d930"
local KEY_RESULT = "947d46ed-8480-49bc-8c57-e569747efe93"
local WEBHOOK = "4b67ac88-e506-4a29-9d42-26e504e3435e"
local REQUESTS = {
  GetGoals = "GET /v2/team/123/goal?include_completed=true",
  CreateGoal = "POST /v2/team/123/goal",
  GetGoal = "GET /v2/goal/" .. GOAL,
  UpdateGoal = "PUT /v2/goal/" .. GOAL,
  DeleteGoal = "DELETE /v2/goal/" .. GOAL,
  CreateKeyResult = "POST /v2/goal/" .. GOAL .. "/key_result",
  EditKeyResult = "PUT /v2/key_result/" .. KEY_RESULT,
  DeleteKeyResult = "DELETE /v2/key_result/" .. KEY_RESULT,
  GetAuthorizedTeams = "GET /v2/team",
  GetAuthorizedUser = "GET /v2/user",
  GetAccessToken = "POST /v2/oauth/token",
  GetWorkspaceplan = "GET /v2/team/123/plan",
  GetWorkspaceseats = "GET /v2/team/123/seats",
  CreateWebhook = "POST /v2/team/123/webhook",
  GetWebhooks = "GET /v2/team/123/webhook",
  UpdateWebhook = "PUT /v2/webhook/" .. WEBHOOK,
  DeleteWebhook = "DELETE /v2/webhook/" .. WEBHOOK,
}

-- What the documents require of bodies, and which of these are lists.
local REQUIRED = {
  create_goal = { { "name", "due_date", "description", "multiple_owners", "color" }, { "owners" } },
  create_key_result = { { "name", "type", "steps_start", "steps_end", "unit" },
    { "owners", "task_ids", "list_ids" } },
  get_access_token = { { "client_id", "client_secret", "code" }, {} },
  create_webhook = { { "endpoint" }, { "events" } },
}

local KINDS = { GET = "read", PUT = "edit", DELETE = "delete", POST = "create" }

-- Further answers in the documents.
local MORE_ANSWERS = {
  get_workspaceseats = [[{"members": {"filled_members_seats": 9, "total_member_seats": 9,
    "empty_member_seats": 0}, "guests": {"filled_guest_seats": 2,
    "total_guest_seats": "Infinity", "empty_guest_seats": "Infinity"}}]],
}

local function serving(json)
  local answer = scripted_server.http(200, { "Content-Type: application/json" }, json)
  return scripted_server.start { repeat_last = true,
    { { "request" }, { "send", answer }, { "again" } } }
end

local api = {} -- those known in detail have the document's example
for _, entry in ipairs(all) do
  if entry.example then api[#api + 1] = entry end
end

-- What belongs to an operation; what was forgotten is told with the file that it belongs to.
for _, entry in ipairs(api) do
  local name = tostring(entry.name)
  for _, field in ipairs { "id", "name", "doc", "kind", "method", "path", "example" } do
    assert(entry[field], ("lua/clickup/api: %s: no %s"):format(name, field))
  end
  assert(REQUESTS[entry.id], "spec/client/operations_spec.lua: REQUESTS has no " .. entry.id)
  assert(documented[entry.id], "spec/support/documented.lua: it has no " .. entry.id)
end

local function each(fn)
  for _, entry in ipairs(api) do fn(entry) end
end

-- JSON without the blanks between its tokens: the bytes that are due.
local function compact(json)
  local strings = {}
  json = json:gsub('"[^"]*"', function(text)
    strings[#strings + 1] = text
    return "\0"
  end)
  local i = 0
  return (json:gsub("%s+", ""):gsub("%z", function()
    i = i + 1
    return strings[i]
  end))
end

-- A table of JSON text or of Lua, in one form.
local function normal(value)
  if type(value) == "string" then value = assert(dkjson.decode(value, 1, nil, nil, nil)) end
  return operations.dump(value)
end

local function field_names(type)
  local names = {}
  for _, field in ipairs(type.fields) do names[#names + 1] = field.name end
  return names
end

-- ---- the data -----------------------------------------------------------------------------

describe("the data", function()
  it("holds every operation, under its name in snake_case", function()
    local found = {}
    each(function(entry)
      assert.is_string(REQUESTS[entry.id], entry.id)
      assert.is_nil(found[entry.id], entry.id)
      found[entry.id] = true
      assert.equal(entry.name, (entry.id:gsub("(%l)(%u)", "%1_%2"):lower()))
    end)
    for id in pairs(REQUESTS) do assert.is_true(found[id], id) end
  end)

  it("says of each what it does, what running it twice means, and gives an example", function()
    each(function(entry)
      assert.matches("^%u.*%.$", entry.doc, 1, false, entry.name)
      local kind = entry.id == "GetAccessToken" and "exchange" or KINDS[entry.method]
      assert.equal(kind, entry.kind, entry.name)
      local example = entry.example
      local _, ids = entry.path:gsub("{", "")
      assert.equal(ids, #example.ids, entry.name)
      for id in entry.path:gmatch "{(.-)}" do
        assert.is_true(entry.ids[id] == "integer" or entry.ids[id] == "string", entry.name)
      end
      assert.equal(entry.body ~= nil, example.body ~= nil, entry.name)
      assert.equal(entry.query ~= nil, example.query ~= nil, entry.name)
      assert.is_string(example.answer, entry.name)
      assert.equal(entry.kind == "delete", entry.answer == nil, entry.name)
    end)
  end)

  it("is what the document has: method, path, and the examples", function()
    each(function(entry)
      local document = documented[entry.id]
      assert.equal(document.method .. " " .. document.path, entry.method .. " " .. entry.path)
      assert.equal(normal(document.answer), normal(entry.example.answer), entry.name)
      assert.equal(document.body ~= nil, entry.body ~= nil, entry.name)
      if entry.body then
        assert.equal(normal(document.body), normal(entry.example.body), entry.name)
      end
    end)
    for id in pairs(documented) do assert.is_string(REQUESTS[id], id) end
  end)

  it("marks every secret", function()
    local marked = {}
    local function look(type)
      if type.kind == "array" then return look(type.of) end
      for _, field in ipairs(type.fields or {}) do
        if field.secret then marked[field.name] = true end
        local named = field.name:find "secret$" or field.name:find "token$" or field.name == "code"
        assert.equal(named ~= nil and named ~= false, field.secret == true, field.name)
        look(field.type)
      end
    end
    each(function(entry)
      for _, type in ipairs { entry.body or {}, entry.answer or {} } do look(type) end
    end)
    assert.same({ client_secret = true, code = true, access_token = true, secret = true,
      editor_token = true }, marked)
  end)

  it("is handed out by methods of that name", function()
    local client <close> = clickup.new { token = "pk_1" }
    each(function(entry) assert.is_function(client[entry.name]) end)
  end)
end)

-- ---- against exact bytes ------------------------------------------------------------------

local function check_request(entry, bytes, port)
  local request = creates.parse(bytes)
  local body = operations.body(entry)
  if entry.body then assert.equal(compact(documented[entry.id].body), request.body) end
  assert.equal(REQUESTS[entry.id]:gsub(" ", " /api") .. " HTTP/1.1", request.line)
  assert.equal(body, request.body)
  local names = { "Accept", "Accept-Encoding", "Authorization", "Content-Type", "Host",
    "User-Agent" }
  if entry.body then table.insert(names, 4, "Content-Length") end
  assert.same(names, request.names)
  local headers = request.headers
  assert.equal("application/json", headers.accept)
  assert.equal("application/json", headers["content-type"])
  assert.equal(creates.TOKEN, headers.authorization)
  assert.equal("127.0.0.1:" .. port, headers.host)
  assert.equal(entry.body and tostring(#body) or nil, headers["content-length"])
end

local function check_results(entry, json, results)
  local due = operations.dump(operations.value(entry, json))
  for _, result in ipairs(results) do
    assert(result[1], tostring(result[2]))
    assert.equal(due, operations.dump(result[1]))
    assert.equal(200, result[2].status)
    assert.equal(entry.name, result[2].operation)
    assert.equal(json, result[2].body)
  end
end

local function check_mode(entry, mode, json)
  local server <close> = serving(json)
  local client <close> = creates.client(server)
  local results = operations.modes[mode](client, entry.name, operations.arguments(entry))
  check_results(entry, json, results)
  local count = 0
  for _, requests in ipairs(server:received()) do
    for _, bytes in ipairs(requests) do
      check_request(entry, bytes, server.port)
      count = count + 1
    end
  end
  assert.equal(#results, count)
end

describe("the document's example of", function()
  if operations.host_is_missing then
    it("each goes out and comes back unchanged (hosted)", function()
      pending(operations.host_is_missing)
    end)
  end

  each(function(entry)
    for mode in pairs(operations.modes) do
      it(("%s goes out and comes back unchanged (%s)"):format(entry.name, mode), function()
        check_mode(entry, mode, documented[entry.id].answer)
      end)
    end
  end)

  it("another answer comes back unchanged, too", function()
    each(function(entry)
      local json = MORE_ANSWERS[entry.name]
      if json then check_mode(entry, "blocking", json) end
    end)
  end)
end)

-- ---- against the sandbox ------------------------------------------------------------------

-- An id of each kind that is there, made by public calls.
local function fresh_ids(server, client)
  local supported = {}
  for _, route in ipairs(routes) do supported[route.operation] = true end
  local ids = { team_id = server.team_id, goal_id = server.goal_id }
  ids.key_result_id = assert(client:create_key_result(server.goal_id, creates.body())).id
  if supported.CreateWebhook then
    ids.webhook_id = assert(client:create_webhook(server.team_id, { events = { "goalCreated" },
      endpoint = "https://example.com/hook" })).id
  end
  return ids, supported
end

local function check_logged(entry, arguments, request, server)
  assert.equal(entry.method, request.method)
  assert.equal("/api" .. operations.path(entry, arguments), request.path)
  assert.equal(request.path .. operations.query(entry), request.target)
  assert.equal(operations.body(entry), request.body)
  assert.equal("application/json", request.headers["content-type"])
  assert.equal("application/json", request.headers.accept)
  assert.equal(server.token, request.headers.authorization)
end

describe("the sandbox", function()
  local server
  lazy_setup(function() server = sandbox.start() end)
  lazy_teardown(function() server:close() end)

  each(function(entry)
    it("receives " .. entry.name .. " as the document has it", function()
      server:reset()
      server:seed { users = { { id = 184, username = "Jane Doe" } } }
      local client <close> = creates.client(server)
      local ids, supported = fresh_ids(server, client)
      local arguments = operations.arguments(entry, ids)
      local before = #server:requests()
      local value, info = client[entry.name](client, table.unpack(arguments, 1, arguments.n))
      local requests = server:requests()
      assert.equal(before + 1, #requests)
      check_logged(entry, arguments, requests[#requests], server)
      if not supported[entry.id] then return pending "not in the sandbox yet" end
      if entry.kind == "exchange" then return end -- its code is not one that the sandbox gave
      assert(value, tostring(info))
      assert.equal(200, info.status)
    end)
  end)
end)

-- ---- what holds for all of them -----------------------------------------------------------

describe("an id", function()
  it("of a Workspace is an integer or a string, beyond 32 bits too", function()
    local server <close> = serving '{"goals":[],"folders":[]}'
    local client <close> = creates.client(server)
    for _, id in ipairs { 90151234567, 90151234567.0, "90151234567", 9007199254740993, "a/b ?#" } do
      assert(client:get_goals(id))
    end
    local targets = {}
    for _, bytes in ipairs(server:received()[1]) do
      targets[#targets + 1] = creates.parse(bytes).target:match "/team/(.*)/goal$"
    end
    local id = "90151234567"
    assert.same({ id, id, id, "9007199254740993", "a%2Fb%20%3F%23" }, targets)
  end)

  it("must be there, and of its type", function()
    local client <close> = clickup.new { token = "pk_1" }
    each(function(entry)
      local name = entry.path:match "{(.-)}"
      if not name then return end
      local kind = entry.ids[name] == "integer" and "an integer or a string" or "a string"
      local fine, message = pcall(client[entry.name], client, nil, {})
      assert.is_false(fine)
      assert.matches(("%s: %s: expected %s, got nothing"):format(entry.name, name, kind), message,
        1, true)
    end)
  end)
end)

describe("a body", function()
  local server, client
  lazy_setup(function()
    server = serving '{}'
    client = creates.client(server)
  end)
  lazy_teardown(function()
    client:close()
    server:close()
  end)

  local function refused(entry, body)
    local before = creates.count(server)
    local arguments = operations.arguments(entry)
    arguments[#arguments] = body
    local value, err = client[entry.name](client, table.unpack(arguments, 1, arguments.n))
    assert.is_nil(value)
    assert.equal("invalid", err.kind, entry.name)
    assert.equal("no", err.sent)
    assert.equal(before, creates.count(server))
    local paths = {}
    for i, problem in ipairs(err.problems) do paths[i] = problem.path end
    return paths, err
  end

  -- The request that goes out with strict = false.
  local function sent_leniently(entry, body)
    local arguments = operations.arguments(entry)
    arguments[#arguments], arguments[#arguments + 1] = body, { strict = false }
    client[entry.name](client, table.unpack(arguments))
    local connections = server:received()
    local last = connections[#connections]
    return creates.parse(last[#last])
  end

  each(function(entry)
    local type = entry.body or entry.query
    if not type then return end

    it("of " .. entry.name .. " is refused with every field that is wrong", function()
      local wrong = {}
      for _, name in ipairs(field_names(type)) do wrong[name] = print end
      assert.same(field_names(type), (refused(entry, wrong)))
    end)

    it("of " .. entry.name .. " has no other fields, unless strict is false", function()
      local body, known = {}, type.fields[1].name
      for name, value in pairs(entry.example.body or entry.example.query) do body[name] = value end
      local misspelt = known .. "s"
      body[misspelt] = 1
      local paths, err = refused(entry, body)
      assert.same({ misspelt }, paths)
      assert.equal(known, err.problems[1].suggestion)
      assert.matches(('; did you mean "%s"?'):format(known), err.message, 1, true)
      local sent = sent_leniently(entry, body)
      if entry.body then assert.equal(normal(body), normal(sent.body)) end
      if entry.query then assert.matches("&" .. misspelt .. "=1$", sent.target) end
    end)

    it("of " .. entry.name .. " has what the document requires", function()
      local due, lists = table.unpack(REQUIRED[entry.name] or { {}, {} })
      if due[1] then assert.same(due, (refused(entry, {}))) end
      -- lists may be left out, and are sent empty
      local body = {}
      for _, name in ipairs(due) do body[name] = entry.example.body[name] end
      local sent = entry.body and sent_leniently(entry, body).body or "{}"
      for _, name in ipairs(lists) do body[name] = dkjson.decode "[]" end
      assert.same(body, dkjson.decode(sent))
      for _, name in ipairs(lists) do
        assert.matches(('"%s":[]'):format(name), sent, 1, true)
      end
    end)
  end)

  it("of an edit holds what was given, and nothing else", function()
    local bodies = {
      { "update_goal", { description = "" }, '{"description":""}' },
      { "update_goal", { due_date = 0, rem_owners = {} }, '{"due_date":0,"rem_owners":[]}' },
      { "update_goal", { due_date = clickup.null }, '{"due_date":null}' },
      { "edit_key_result", { steps_current = 0 }, '{"steps_current":0}' },
      { "edit_key_result", { note = "", task_ids = {} }, '{"note":"","task_ids":[]}' },
      { "edit_key_result", { name = "n", type = "boolean" }, '{"name":"n","type":"boolean"}' },
      { "update_webhook", { status = "active" }, '{"status":"active"}' },
      { "update_webhook", { endpoint = "" }, '{"endpoint":""}' },
      { "update_goal", {}, "{}" },
      { "edit_key_result", { owners = {}, steps_start = -1, steps_end = 0 },
        '{"owners":[],"steps_start":-1,"steps_end":0}' },
    }
    local raw <close> = serving '{"goal":{"id":"1"},"key_result":{"id":"1"},"webhook":{"id":"1"}}'
    local other <close> = creates.client(raw)
    local sent = {}
    for _, case in ipairs(bodies) do assert(other[case[1]](other, "id", case[2])) end
    for i, bytes in ipairs(raw:received()[1]) do sent[i] = creates.parse(bytes).body end
    for i, case in ipairs(bodies) do assert.equal(case[3], sent[i]) end
  end)

  it("of a create, an edit or a webhook is answered with what has an id, or not at all", function()
    local raw <close> = serving '{"goal":{"name":"n"},"key_result":{"name":"n"},"webhook":{"x":1}}'
    local other <close> = creates.client(raw)
    local fields = { create_goal = "goal", update_goal = "goal", create_key_result = "key_result",
      edit_key_result = "key_result", create_webhook = "webhook", update_webhook = "webhook" }
    for _, entry in ipairs(all) do
      local name, field = entry.name, fields[entry.name]
      if field then
        local value, err = other[name](other, table.unpack(operations.arguments(entry)))
        assert.is_nil(value, name)
        assert.equal("decode", err.kind, tostring(err))
        assert.matches(field .. " has no id", err.message, 1, true)
      end
    end
  end)

  it("of a create holds 0, false and empty strings, and what is left out is absent", function()
    local raw <close> = serving '{"goal":{"id":"1"},"webhook":{"id":"1"}}'
    local other <close> = creates.client(raw)
    assert(other:create_goal(1, { name = "", due_date = 0, description = "", color = "",
      multiple_owners = false }))
    assert(other:create_webhook(1, { endpoint = "", space_id = 0 }))
    local sent = {}
    for i, bytes in ipairs(raw:received()[1]) do sent[i] = creates.parse(bytes).body end
    assert.same({
      '{"name":"","due_date":0,"description":"","multiple_owners":false,"owners":[],"color":""}',
      '{"endpoint":"","events":[],"space_id":0}',
    }, sent)
  end)

  it("never shows a secret when it is refused", function()
    local _, err = client:get_access_token { client_id = 1, client_secret = { "S3CRET" },
      code = 12345678 }
    assert.equal(3, #err.problems)
    for _, problem in ipairs(err.problems) do
      for _, text in pairs(problem) do
        assert.is_nil(text:find("S3CRET", 1, true))
        assert.is_nil(text:find("12345678", 1, true))
      end
    end
    assert.is_nil(tostring(err):find("S3CRET", 1, true))
  end)
end)
