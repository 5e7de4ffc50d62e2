-- SPDX-License-Identifier: MIT

local socket = require "socket"

local json = require "clickup.sandbox.json"
local sandbox = require "clickup.sandbox"
local by = require "spec.support.sandbox_requests"
local retry_slower = require "spec.support.retry_slower"

local EXAMPLE = by.EXAMPLE
local with, without, request, create, get_goal, curl, connections =
  by.with, by.without, by.request, by.create, by.get_goal, by.curl, by.connections

describe("sandbox over HTTP/1.1", function()
  local server

  setup(function() server = sandbox.start { tokens = { "oauth_token" } } end)
  teardown(function() server:close() end)
  before_each(function() server:reset() end)

  it("says where it is", function()
    assert.equal(("http://127.0.0.1:%d/api"):format(server.port), server.base_url)
    assert.matches("^pk_", server.token)
    assert.equal(36, #server.goal_id)
    assert.is_nil(server.ca_file)
    assert.equal("clickup.sandbox (" .. server.base_url .. ")", tostring(server))
  end)

  it("creates a key result as documented", function()
    local status, answer = create(server, with { list_ids = json.array { "901" } })
    assert.equal(200, status)
    local key_result = answer.key_result
    local action = key_result.last_action
    assert.matches("^%d+$", key_result.date_created)
    assert.equal(36, #key_result.id)
    assert.same({
      id = key_result.id,
      goal_id = server.goal_id,
      name = "New Key Result Name",
      type = "number",
      unit = "km",
      creator = 183,
      date_created = key_result.date_created,
      goal_pretty_id = "6",
      percent_completed = json.null,
      completed = false,
      task_ids = {},
      subcategory_ids = { "901" },
      owners = {
        {
          id = 183, username = "John Doe", initials = "JD", email = "johndoe@gmail.com",
          color = "#827718", profilePicture =
            "https://attachments-public.clickup.com/profilePictures/183_abc.jpg",
        },
      },
      last_action = {
        id = action.id,
        key_result_id = key_result.id,
        userid = 183,
        date_modified = key_result.date_created,
        steps_taken = json.null,
        note = "Created Key Result",
        steps_before = json.null,
        steps_current = json.null,
        steps_before_float = json.null,
        steps_taken_float = json.null,
        workspace_id = server.team_id,
      },
      workspace_id = server.team_id,
    }, key_result)
  end)

  it("writes empty lists as arrays", function()
    local _, _, _, text = create(server, EXAMPLE)
    assert.matches('"task_ids":%[%]', text)
  end)

  it("shows key results, steps and history in the goal", function()
    create(server, with { steps_start = 0.5 })
    create(server, with { name = "second" })
    local status, answer = get_goal(server)
    local goal = answer.goal
    assert.equal(200, status)
    assert.equal(2, #goal.key_results)
    assert.equal(0.5, goal.key_results[1].steps_start)
    assert.equal(0.5, goal.key_results[1].steps_current)
    assert.equal(10, goal.key_results[1].steps_end)
    assert.equal(0, goal.key_results[1].percent_completed)
    assert.equal("second", goal.key_results[2].name)
    assert.equal(2, #goal.history)
    assert.equal("Created Key Result", goal.history[1].note)
    assert.equal(2, goal.key_result_count)
    assert.matches("^goal:", goal.editor_token)
  end)

  it("creates a goal", function()
    local path = "/v2/team/" .. server.team_id .. "/goal"
    local body = {
      name = "Goal Name", due_date = 1568036964079, description = "Goal Description",
      multiple_owners = true, owners = json.array { 182 }, color = "#32a852",
    }
    local status, answer = request(server, "POST", path, body)
    assert.equal(200, status)
    assert.equal("1568036964079", answer.goal.due_date)
    assert.equal(json.null, answer.goal.start_date)
    assert.equal("Jane Doe", answer.goal.owners[1].username)
    assert.equal("https://app.clickup.com/" .. server.team_id .. "/goals/7", answer.goal.pretty_url)
    assert.is_true(json.is_array(answer.goal.key_results))
    assert.equal(200, (request(server, "GET", "/v2/goal/" .. answer.goal.id)))
    status, answer = request(server, "POST", "/v2/team/1/goal", body)
    assert.equal(404, status)
    assert.equal("SHARD_031", answer.ECODE)
  end)

  local refused_bodies = {
    { '{"name":', "Request body is not a JSON object" },
    { "", "Request body is not a JSON object" },
    { "[]", "Request body is not a JSON object" },
    { json.encode(EXAMPLE) .. "\0", "Request body is not a JSON object" },
    { with { owners = {} }, "owners must be an array of integer" },
    { with { task_ids = {} }, "task_ids must be an array of string" },
    { with { list_ids = {} }, "list_ids must be an array of string" },
    { with { list_ids = json.array { 1 } }, "list_ids must be an array of string" },
    { with { owners = json.array { 1.5 } }, "owners must be an array of integer" },
    { with { name = json.null }, "name must be a string" },
    { with { steps_end = "10" }, "steps_end must be a number" },
    { with { type = "nubmer" }, "type is invalid" },
    { with { type = "currency" }, "unit must be a currency code" },
    { with { owners = json.array { 1 } }, "Owner invalid" },
  }
  for name in pairs(EXAMPLE) do
    table.insert(refused_bodies, { without(name), name .. " is required" })
  end
  for _, case in ipairs(refused_bodies) do
    local body = type(case[1]) == "table" and json.encode(case[1]) or case[1]
    it(("refuses %q"):format(body), function()
      local status, answer = create(server, body)
      assert.equal(400, status)
      assert.equal(case[2], answer.err)
      assert.matches("^INPUT_00%d$", answer.ECODE)
      assert.equal(0, #server:state().goals[1].key_results)
    end)
  end

  it("insists on the content type", function()
    assert.equal(400, (create(server, EXAMPLE, { ["content-type"] = "text/plain" })))
    assert.equal(200, (create(server, EXAMPLE,
      { ["content-type"] = "application/json; charset=utf-8" })))
  end)

  for _, case in ipairs {
    { false, 400, "OAUTH_017" },
    { "", 400, "OAUTH_017" },
    { "pk_wrong", 401, "OAUTH_025" },
    { "oauth_token", 401, "OAUTH_025" },
    { "Bearer wrong", 401, "OAUTH_025" },
    { "Bearer oauth_token", 200, nil },
  } do
    it(("answers %s with %d"):format(case[1] or "no token", case[2]), function()
      local status, answer = get_goal(server, { authorization = case[1] })
      assert.equal(case[2], status)
      assert.equal(case[3], answer.ECODE)
    end)
  end

  it("refuses a personal token as Bearer", function()
    local status, answer = get_goal(server, { authorization = "Bearer " .. server.token })
    assert.equal(401, status)
    assert.equal("OAUTH_025", answer.ECODE)
  end)

  it("answers what isn't there", function()
    local status, answer = request(server, "GET", "/v2/goal/e53a033c")
    assert.equal(401, status)
    assert.equal("OAUTH_027", answer.ECODE)
    status, answer = request(server, "GET", "/v2/nothing")
    assert.equal(404, status)
    assert.same({ err = "Route not found", ECODE = "APP_001" }, answer)
    local _, headers, text
    status, _, headers, text = request(server, "PATCH", "/v2/goal/x")
    assert.equal(404, status)
    assert.matches("^text/html", headers["content-type"])
    assert.matches("Cannot PATCH /api/v2/goal/x", text)
  end)

  it("sends ClickUp's headers", function()
    local _, _, headers = get_goal(server)
    assert.equal("10000", headers["x-ratelimit-limit"])
    assert.equal("9999", headers["x-ratelimit-remaining"])
    local reset = tonumber(headers["x-ratelimit-reset"])
    assert.is_true(math.abs(reset - os.time() - 60) <= 10)
    assert.matches("^%d+$", headers["x-datadog-trace-id"])
    assert.matches("^%u%l%l, %d%d %u%l%l %d%d%d%d %d%d:%d%d:%d%d GMT$", headers.date)
  end)

  it("logs what it receives", function()
    create(server, "\0\255\"\n", { ["X-Name"] = "value" })
    request(server, "GET", "/v2/goal/a%20b?x=1&y=%C3%A9")
    local first, second = table.unpack(server:requests())
    assert.equal("POST", first.method)
    assert.equal("/api/v2/goal/" .. server.goal_id .. "/key_result", first.path)
    assert.equal("\0\255\"\n", first.body)
    assert.equal("value", first.headers["x-name"])
    assert.equal("127.0.0.1:" .. server.port, first.headers.host)
    assert.equal("1.1", first.http_version)
    assert.equal(400, first.status)
    assert.equal("/api/v2/goal/a%20b?x=1&y=%C3%A9", second.target)
    assert.equal("/api/v2/goal/a%20b", second.path)
    assert.same({ x = "1", y = "é" }, second.query)
    assert.equal("", second.body)
    assert.equal(first.connection + 1, second.connection)
  end)

  it("keeps connections alive", function()
    local goal = server.base_url .. "/v2/goal/" .. server.goal_id
    assert.equal(("200 "):rep(5), curl(server, goal .. "?x=[1-5]", "%{http_code} "))
    assert.equal(1, connections(server:requests()))
  end)

  it("logs a request whose client goes away, and serves on", function()
    local client = assert(socket.connect("127.0.0.1", server.port))
    client:send("POST /api/v2/goal/x HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{")
    client:close()
    assert.equal(200, (get_goal(server)))
    local aborted = server:requests()[1]
    assert.equal("POST", aborted.method)
    assert.is_nil(aborted.status)
  end)

  it("refuses bodies above 16 MiB and serves on", function()
    local status = create(server, ("x"):rep((16 << 20) + 1))
    assert.equal(413, status)
    assert.equal(200, (get_goal(server)))
  end)

  it("serves 200 connections at once", function()
    local clients = {}
    for i = 1, 200 do clients[i] = assert(socket.connect("127.0.0.1", server.port)) end
    for _, client in ipairs(clients) do
      client:send(("GET /api/v2/goal/%s HTTP/1.1\r\nHost: x\r\nAuthorization: %s\r\n\r\n"):format(
        server.goal_id, server.token))
    end
    for _, client in ipairs(clients) do
      assert.equal("HTTP/1.1 200 OK", client:receive("*l"))
      client:close()
    end
    assert.equal(200, connections(server:requests()))
  end)

  it("can be seeded", function()
    local seeded = server:seed {
      users = { { id = 7, username = "Seven" } },
      goals = {
        {
          id = "e53a033c", name = "Seeded", owners = { 7 },
          key_results = { { name = "One", steps_end = 4, steps_current = 1 } },
        },
      },
    }
    assert.equal("Seven", seeded.goals[1].owners[1].username)
    local _, answer = request(server, "GET", "/v2/goal/e53a033c")
    assert.equal(0.25, answer.goal.key_results[1].percent_completed)
    assert.equal(0.25, answer.goal.percent_completed)
    assert.equal(2, #server:state().goals)
    server:reset()
    assert.equal(1, #server:state().goals)
    assert.equal(0, #server:requests())
    assert.has_error(function() server:seed { goals = { { owners = { 1 } } } } end,
      "clickup.sandbox: no user has the id 1")
  end)

  it("takes the commands over HTTP too", function()
    local status, answer = request(server, "POST", "/_sandbox/seed", { goals = { { id = "g" } } })
    assert.equal(200, status)
    assert.equal("g", answer.result.goals[1].id)
    status, answer = request(server, "POST", "/_sandbox/state")
    assert.equal(200, status)
    assert.equal(2, #answer.result.goals)
    status, answer = request(server, "POST", "/_sandbox/nonsense")
    assert.equal(400, status)
    assert.equal("unknown command: nonsense", answer.error)
    assert.equal(405, (request(server, "GET", "/_sandbox/state")))
    assert.equal(0, #server:requests())
  end)
end)

describe("sandbox with a rate limit", function()
  it("refuses, counts by token, and recovers", retry_slower(function(unit)
    local server <close> = sandbox.start {
      rate_limit = 2, rate_window = 0.2 * unit, tokens = { "pk_other" },
    }
    local _, _, headers = get_goal(server)
    assert.equal("2", headers["x-ratelimit-limit"])
    assert.equal("1", headers["x-ratelimit-remaining"])
    request(server, "GET", "/v2/goal/unknown")
    local status, answer
    status, answer, headers = get_goal(server)
    assert.equal(429, status)
    assert.same({ err = "Rate limit reached", ECODE = "APP_002" }, answer)
    assert.equal("0", headers["x-ratelimit-remaining"])
    assert.equal(200, (get_goal(server, { authorization = "pk_other" })))
    socket.sleep(0.25 * unit)
    assert.equal(200, (get_goal(server)))
  end))
end)
