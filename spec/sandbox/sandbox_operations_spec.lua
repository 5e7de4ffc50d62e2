-- SPDX-License-Identifier: MIT
-- What the sandbox's operations do to its state, and what they refuse.

local socket = require "socket"

local gzip = require "clickup.sandbox.gzip"
local json = require "clickup.sandbox.json"
local sandbox = require "clickup.sandbox"
local by = require "spec.support.sandbox_requests"

local with, request, get_goal, shell = by.with, by.request, by.get_goal, by.shell

local JSON = { ["content-type"] = "application/json" }

local server, goal_path, team_path

local function ok(method, path, body, headers)
  local status, answer = request(server, method, path, body, headers)
  assert.equal(200, status, answer and answer.err)
  return answer
end

local function refused(status, code, method, path, body, headers)
  local got, answer = request(server, method, path, body, headers)
  assert.equal(status, got)
  assert.equal(code, answer.ECODE)
  assert.is_string(answer.err)
  return answer.err
end

local function goal()
  local _, answer = get_goal(server)
  return answer.goal
end

local function new_key_result(changes)
  return ok("POST", goal_path .. "/key_result", with(changes or {})).key_result
end

local function names(list)
  local result = {}
  for i, item in ipairs(list) do result[i] = item.name end
  return result
end

describe("sandbox", function()
  setup(function()
    server = sandbox.start { tokens = { "pk_other" } }
    goal_path = "/v2/goal/" .. server.goal_id
    team_path = "/v2/team/" .. server.team_id
  end)
  teardown(function() server:close() end)
  before_each(function() server:reset() end)

  describe("lists goals", function()
    local function list(query) return ok("GET", team_path .. "/goal" .. (query or "")) end

    it("without key results and history", function()
      new_key_result { steps_end = 4 }
      local answer = list()
      assert.is_true(json.is_array(answer.folders))
      local listed = answer.goals[1]
      assert.is_nil(listed.key_results)
      assert.is_nil(listed.history)
      assert.equal(1, listed.key_result_count)
      assert.equal(json.null, listed.owner)
      assert.equal(json.null, listed.folder_id)
      assert.is_false(listed.pinned)
      assert.equal(listed.date_updated, listed.last_update)
      assert.same({ 183, true, "edit" }, {
        listed.members[1].id, listed.members[1].isCreator, listed.members[1].permission_level,
      })
      assert.matches("^goal:", listed.editor_token)
    end)

    it("in their folders only, if they are in one", function()
      server:seed {
        folders = {
          { id = "f1", name = "Quarter", goals = { { name = "Inside" } } }, { id = "f2" },
        },
        goals = { { name = "Outside" } },
      }
      server:seed { goals = { { name = "Later", folder_id = "f1" } } }
      local answer = list()
      assert.same({ "Goal Name", "Outside" }, names(answer.goals))
      local first, second = table.unpack(answer.folders)
      assert.same({ "Inside", "Later" }, names(first.goals))
      assert.equal("f1", first.goals[1].folder_id)
      assert.equal("Quarter", first.goals[1].folder_name)
      assert.is_true(first.goals[1].folder_access)
      assert.equal(2, first.goal_count)
      assert.equal("number", math.type(first.members[1].date_added) and "number")
      assert.matches("^%d+$", first.date_created)
      assert.same({ 0, 0 }, { second.goal_count, #second.goals })
      assert.equal("f1", server:state().folders[1].id)
    end)

    it("that are completed when asked to", function()
      server:seed { goals = { { name = "Done", key_results = { { steps_current = 10 } } } } }
      assert.same({ "Goal Name" }, names(list().goals))
      assert.same({ "Goal Name" }, names(list("?include_completed=false").goals))
      local all = list("?include_completed=true").goals
      assert.same({ "Goal Name", "Done" }, names(all))
      assert.equal(1, all[2].percent_completed)
    end)

    it("of a Workspace that is there", function()
      refused(404, "SHARD_031", "GET", "/v2/team/1/goal")
      refused(400, "INPUT_003", "GET", "/v2/team/x/goal")
      server:seed { teams = { { id = "1", name = "Second" } } }
      assert.same({}, ok("GET", "/v2/team/1/goal").goals)
    end)
  end)

  describe("updates a goal", function()
    it("by what is in the body alone", function()
      ok("PUT", goal_path, { name = "New", due_date = 1568036964079 })
      local answer = ok("PUT", goal_path, { description = "Text", start_date = 5 }).goal
      assert.same({ "New", "1568036964079", "Text", "5" },
        { answer.name, answer.due_date, answer.description, answer.start_date })
      assert.same(answer, goal())
    end)

    it("with what is empty", function()
      ok("PUT", goal_path, { description = "Text", due_date = 7, color = "#fff" })
      local answer = ok("PUT", goal_path, { name = "", description = "", due_date = 0 }).goal
      assert.same({ "", "", "0", "#fff" },
        { answer.name, answer.description, answer.due_date, answer.color })
      assert.equal(json.null, ok("PUT", goal_path, { due_date = json.null }).goal.due_date)
    end)

    it("with owners that come and go", function()
      local function owners(body)
        local ids = {}
        for i, owner in ipairs(ok("PUT", goal_path, body).goal.owners) do ids[i] = owner.id end
        return ids
      end
      assert.same({ 183, 182 }, owners { add_owners = json.array { 182, 183 } })
      assert.same({ 182, 184 },
        owners { rem_owners = json.array { 183, 1 }, add_owners = json.array { 184 } })
      assert.same({}, owners { rem_owners = json.array { 182, 184 } })
      refused(400, "INPUT_003", "PUT", goal_path, { add_owners = json.array { 1 } })
    end)

    it("unless the body is wrong, or the goal isn't there", function()
      assert.equal("add_owners must be an array of integer",
        refused(400, "INPUT_002", "PUT", goal_path, { add_owners = {} }))
      refused(400, "INPUT_002", "PUT", goal_path, { name = json.null })
      refused(401, "OAUTH_027", "PUT", "/v2/goal/x", { name = "n" })
    end)
  end)

  it("creates a goal with a start date, and ignores what it doesn't know", function()
    local answer = ok("POST", team_path .. "/goal", {
      name = "n", due_date = 2, description = "", multiple_owners = false, color = "#32a852",
      owners = json.array(), start_date = 1, id = "mine", folder = "f", unknown = json.null,
    }).goal
    assert.equal("1", answer.start_date)
    assert.equal("2", answer.due_date)
    assert.not_equal("mine", answer.id)
    assert.equal(json.null, answer.folder_id)
  end)

  it("deletes a goal with its key results", function()
    local key_result = new_key_result()
    refused(400, "INPUT_002", "DELETE", goal_path)
    assert.same({}, ok("DELETE", goal_path, nil, JSON))
    refused(401, "OAUTH_027", "DELETE", goal_path, nil, JSON)
    refused(401, "OAUTH_023", "DELETE", "/v2/key_result/" .. key_result.id)
    assert.same({}, server:state().goals)
  end)

  describe("edits a key result", function()
    local key_result, path

    before_each(function()
      key_result = new_key_result()
      path = "/v2/key_result/" .. key_result.id
    end)

    it("by steps and a note, which the goal's history keeps", function()
      local answer = ok("PUT", path, { steps_current = 5, note = "Half" }).key_result
      assert.equal(json.null, answer.percent_completed)
      assert.is_nil(answer.steps_current)
      local action = answer.last_action
      assert.same({ "Half", 0, 5, json.null, key_result.id, 183 }, {
        action.note, action.steps_before_float, action.steps_taken_float, action.steps_taken,
        action.key_result_id, action.userid,
      })
      ok("PUT", path, { steps_current = 2.5 })
      local shown = goal()
      assert.equal(2.5, shown.key_results[1].steps_current)
      assert.equal(0.25, shown.key_results[1].percent_completed)
      assert.equal(0.25, shown.percent_completed)
      assert.same({ "Created Key Result", "Half", "" },
        { shown.history[1].note, shown.history[2].note, shown.history[3].note })
      assert.same({ 5, -2.5 },
        { shown.history[3].steps_before_float, shown.history[3].steps_taken_float })
    end)

    it("by any field of its creation", function()
      local answer = ok("PUT", path, {
        name = "", unit = "USD", type = "currency", owners = json.array { 182 }, steps_end = 4,
        task_ids = json.array { "t" }, list_ids = json.array { "l" },
      }).key_result
      assert.same({ "", "USD", "currency", 182, "t", "l" }, {
        answer.name, answer.unit, answer.type, answer.owners[1].id, answer.task_ids[1],
        answer.subcategory_ids[1],
      })
      assert.equal(4, goal().key_results[1].steps_end)
      assert.equal(json.null, answer.last_action.steps_before_float)
      assert.is_true(ok("PUT", path, { steps_current = 4 }).key_result.completed)
    end)

    it("unless something is wrong", function()
      refused(400, "INPUT_002", "PUT", path, { steps_current = "5" })
      refused(400, "INPUT_002", "PUT", path, { type = "currency" })
      refused(400, "INPUT_002", "PUT", path, { type = "nubmer" })
      refused(400, "INPUT_003", "PUT", path, { owners = json.array { 1 } })
      refused(401, "OAUTH_023", "PUT", "/v2/key_result/x", { steps_current = 1 })
      assert.equal(1, #goal().history)
    end)

    it("and deletes it", function()
      local other = new_key_result()
      assert.same({}, ok("DELETE", path))
      refused(401, "OAUTH_023", "DELETE", path)
      local shown = goal()
      assert.same({ other.id, 1 }, { shown.key_results[1].id, #shown.key_results })
      assert.same({ other.id, 1 }, { shown.history[1].key_result_id, #shown.history })
    end)
  end)

  describe("knows", function()
    it("the Workspaces and their members", function()
      server:seed {
        users = { { id = 7, username = "Seven", email = "seven@example.com" } },
        teams = { { id = 512, name = "Second" } },
      }
      local teams = ok("GET", "/v2/team").teams
      assert.same({ server.team_id, "512" }, { teams[1].id, teams[2].id })
      assert.equal("Second", teams[2].name)
      assert.equal(4, #teams[1].members)
      assert.equal("seven@example.com", teams[1].members[4].user.email)
      assert.equal(json.null, teams[1].members[3].user.profilePicture)
    end)

    it("whose token it is", function()
      local user = ok("GET", "/v2/user").user
      assert.same({ 183, "America/Los_Angeles", 0 },
        { user.id, user.timezone, user.week_start_day })
    end)

    it("plan and seats", function()
      assert.same({ plan_id = 4, plan_name = "Enterprise" }, ok("GET", team_path .. "/plan"))
      assert.same({
        members = { filled_members_seats = 3, total_member_seats = 10, empty_member_seats = 7 },
        guests = { filled_guest_seats = 0, total_guest_seats = 50, empty_guest_seats = 50 },
      }, ok("GET", team_path .. "/seats"))
      server:seed { teams = { { id = server.team_id, guest_seats = "Infinity", plan_id = 1 } } }
      assert.equal("Infinity", ok("GET", team_path .. "/seats").guests.empty_guest_seats)
      assert.equal(1, ok("GET", team_path .. "/plan").plan_id)
      refused(404, "SHARD_031", "GET", "/v2/team/1/seats")
    end)
  end)

  it("gives a token for an OAuth code, once", function()
    server:seed {
      codes = { { code = "abc", client_id = "app", client_secret = "s", user_id = 182 } },
    }
    local body = { client_id = "app", client_secret = "s", code = "abc" }
    local open = { authorization = false }
    refused(401, "OAUTH_010", "POST", "/v2/oauth/token",
      { client_id = "app", client_secret = "wrong", code = "abc" }, open)
    local token = ok("POST", "/v2/oauth/token", body, open).access_token
    assert.equal(182,
      ok("GET", "/v2/user", nil, { authorization = "Bearer " .. token }).user.id)
    refused(401, "OAUTH_014", "POST", "/v2/oauth/token", body, open)
    body.code = "other"
    refused(401, "OAUTH_013", "POST", "/v2/oauth/token", body, open)
    refused(400, "INPUT_002", "POST", "/v2/oauth/token", { client_id = "app" }, open)
  end)

  it("has a code for any app from the start", function()
    local body = { client_id = "any", client_secret = "any", code = "sandbox-code" }
    local open = { authorization = false }
    local token = ok("POST", "/v2/oauth/token", body, open).access_token
    assert.equal(183, ok("GET", "/v2/user", nil, { authorization = "Bearer " .. token }).user.id)
    refused(401, "OAUTH_025", "GET", "/v2/user", nil, { authorization = token })
    refused(401, "OAUTH_014", "POST", "/v2/oauth/token", body, open)
    server:reset()
    refused(401, "OAUTH_025", "GET", "/v2/user", nil, { authorization = "Bearer " .. token })
    assert.not_equal(token, ok("POST", "/v2/oauth/token", body, open).access_token)
  end)

  it("shows null for what a goal made by hand lacks", function()
    local shown = goal()
    assert.same({ json.null, json.null, json.null },
      { shown.description, shown.due_date, shown.start_date })
    assert.equal(json.null, ok("GET", team_path .. "/goal").goals[1].description)
  end)

  describe("has webhooks:", function()
    local function create()
      return ok("POST", team_path .. "/webhook", {
        endpoint = "https://example.com/hook", events = json.array { "goalCreated" },
        space_id = 1234, task_id = "abc",
      })
    end

    it("makes one, with its secret", function()
      local answer = create()
      local webhook = answer.webhook
      assert.equal(answer.id, webhook.id)
      assert.equal(64, #webhook.secret)
      assert.same({ "1234", "abc", json.null, math.tointeger(server.team_id), 183 }, {
        webhook.space_id, webhook.task_id, webhook.list_id, webhook.team_id, webhook.userid,
      })
      assert.same({ status = "active", fail_count = 0 }, webhook.health)
      assert.same({ webhook }, ok("GET", team_path .. "/webhook").webhooks)
    end)

    it("refuses a second one alike", function()
      create()
      local body = { endpoint = "https://example.com/hook", space_id = 1234, task_id = "abc",
        events = json.array { "goalCreated" } }
      refused(400, "OAUTH_171", "POST", team_path .. "/webhook", body)
      body.events = json.array { "goalCreated", "goalDeleted" }
      ok("POST", team_path .. "/webhook", body)
      body.events = json.array { "goalDeleted", "goalCreated" }
      refused(400, "OAUTH_171", "POST", team_path .. "/webhook", body)
      body.space_id = nil
      ok("POST", team_path .. "/webhook", body)
      assert.equal(3, #ok("GET", team_path .. "/webhook").webhooks)
    end)

    it("changes and deletes one", function()
      local path = "/v2/webhook/" .. create().id
      local webhook = ok("PUT", path, { events = "*", status = "inactive" }).webhook
      assert.same({ "*" }, webhook.events)
      assert.equal("inactive", webhook.health.status)
      assert.equal("https://example.com/hook", webhook.endpoint)
      local events = json.array { "goalUpdated", "goalDeleted" }
      assert.same(events, ok("PUT", path, { events = events }).webhook.events)
      refused(400, "INPUT_002", "PUT", path, { events = 1 })
      assert.same({}, ok("DELETE", path))
      refused(401, "OAUTH_056", "DELETE", path)
      refused(401, "OAUTH_056", "PUT", path, { status = "active" })
    end)

    it("keeps those of others to itself", function()
      server:seed {
        webhooks = { { id = "w", fail_count = 5, status = "failing" } },
        codes = { { code = "c", user_id = 182, access_token = "t" } },
      }
      ok("POST", "/v2/oauth/token",
        { client_id = "client_id", client_secret = "client_secret", code = "c" })
      local jane = { authorization = "Bearer t" }
      assert.same({}, ok("GET", team_path .. "/webhook", nil, jane).webhooks)
      refused(401, "OAUTH_056", "DELETE", "/v2/webhook/w", nil, jane)
      assert.equal(5, ok("GET", team_path .. "/webhook").webhooks[1].health.fail_count)
    end)
  end)

  for _, case in ipairs {
    { { goals = { { folder_id = "f" } } }, "no folder has the id f" },
    { { goals = { { name = "good" }, { key_results = { { owners = { 1 } } } } } },
      "no user has the id 1" },
    { { folders = { { goals = 1 } } }, "goals must be a list" },
    { { codes = { { code = 1 } } }, "a code needs a string 'code'" },
    { { teams = { { id = "x" } } }, "x is no Workspace's id, a string of digits" },
    { { users = { { id = 7 }, { id = 8.5 } } }, "a user needs an integer id" },
    { { users = { { id = 7 } }, goals = { { team_id = "x" } } },
      "x is no Workspace's id, a string of digits" },
    { { goals = { { key_results = { { steps_end = "x" } } } } }, "steps_end must be a number" },
    { { gaols = {} }, "can't seed gaols" },
  } do
    it("refuses seeds: " .. case[2], function()
      assert.has_error(function() server:seed(case[1]) end, "clickup.sandbox: " .. case[2])
      assert.equal(1, #server:state().goals)
      assert.equal(3, #ok("GET", "/v2/team").teams[1].members)
    end)
  end

  for _, path in ipairs { "/v2/team/1/plan", "/v2/key_result/x", "/v2/oauth/token" } do
    it("answers a wrong method with a page: " .. path, function()
      local status, _, headers = request(server, "PATCH", path)
      assert.equal(404, status)
      assert.matches("^text/html", headers["content-type"])
    end)
  end

  describe("compresses", function()
    -- The head of the answer, line by line.
    local function head_of(encoding)
      local client = assert(socket.connect("127.0.0.1", server.port))
      client:send(("GET /api%s HTTP/1.1\r\nHost: x\r\nAuthorization: %s\r\n%s\r\n"):format(
        goal_path, server.token, encoding and "Accept-Encoding: " .. encoding .. "\r\n" or ""))
      local lines = {}
      repeat lines[#lines + 1] = assert(client:receive "*l") until lines[#lines] == ""
      client:close()
      return table.concat(lines, "\n")
    end

    it("large answers, for those who take it, in chunks", function()
      for _ = 1, 5 do new_key_result() end
      local head = head_of "deflate, gzip;q=0.5"
      assert.matches("\ncontent%-encoding: gzip", head)
      assert.matches("\ntransfer%-encoding: chunked", head)
      local text = shell(("curl -sS --compressed -H 'Authorization: %s' %s%s"):format(server.token,
        server.base_url, goal_path))
      assert.equal(5, #json.decode(text).goal.key_results)
      for _, encoding in ipairs { "gzip;q=0", "br", false } do
        assert.not_matches("content%-encoding", head_of(encoding))
        assert.matches("\ncontent%-length", head_of(encoding))
      end
    end)

    it("not small ones", function()
      assert.not_matches("content%-encoding", head_of "gzip")
    end)

    for name, compress in pairs { ["as it does"] = gzip.compress, ["by storing"] = gzip.store } do
      for _, length in ipairs { 0, 1, 65535, 65536, 200000 } do
        it(("%d bytes %s so that gzip agrees"):format(length, name), function()
          local text = (("0123456789abcdef\n"):rep(length // 17 + 1)):sub(1, length)
          local path = os.tmpname()
          local file = assert(io.open(path, "wb"))
          file:write(compress(text))
          file:close()
          local pipe = io.popen("gzip -dc <" .. path, "r")
          assert.is_true(text == pipe:read "a")
          assert.is_true(pipe:close())
          os.remove(path)
        end)
      end
    end
  end)

  describe("takes uploads", function()
    local FORM = { ["content-type"] = "multipart/form-data; boundary=b" }

    local function part(head, content) return ("--b\r\n%s\r\n\r\n%s\r\n"):format(head, content) end

    local function form(...) return table.concat { ... } .. "--b--\r\n" end

    local FILE = part('Content-Disposition: form-data; name="attachment"; filename="a.TXT"\r\n'
      .. "Content-Type: text/plain", "one\r\n--two\r\n\0\xff")
    local NAME = part('Content-Disposition: form-data; name="filename"', "other.png")

    it("and shows what came", function()
      local made = ok("POST", "/v2/task/9hz/attachment", form(FILE), FORM)
      assert.equal("a.TXT", made.title)
      assert.equal("TXT", made.extension)
      assert.matches("^https://attachments%.clickup%.test/.*/a%.TXT$", made.url)
      local kept = server:state().attachments
      assert.equal(1, #kept)
      assert.equal("one\r\n--two\r\n\0\xff", kept[1].bytes)
      assert.equal(14, kept[1].size)
      assert.equal(made.id, kept[1].id)
      assert.equal("9hz", kept[1].parent_id)
      assert.equal("text/plain", kept[1].mime_type)
      local pipe = io.popen("printf 'one\\r\\n--two\\r\\n\\000\\377' | sha256sum")
      assert.equal(pipe:read "a":match "%x+", kept[1].sha256)
      pipe:close()
    end)

    it("under a name of their own, and lists them", function()
      local path = "/v3/workspaces/1/attachments/9hz/attachments"
      assert.same({}, ok("GET", path).data)
      local made = ok("POST", path, form(NAME, FILE), FORM)
      assert.equal("other.png", made.title)
      assert.equal("tasks", made.parent_entity_type)
      ok("POST", "/v2/task/9hz/attachment", form(FILE), FORM)
      ok("POST", "/v2/task/another/attachment", form(FILE), FORM)
      ok("POST", "/v3/workspaces/1/custom_fields/9hz/attachments", form(FILE), FORM)
      local list = ok("GET", path).data
      assert.equal(2, #list)
      assert.same(made, list[1])
      assert.equal("a.TXT", list[2].title)
      server:reset()
      assert.same({}, server:state().attachments)
    end)

    it("of 64 KiB at most with their bytes", function()
      local head = 'Content-Disposition: form-data; name="attachment"; filename="a"'
      for i, size in ipairs { 0, 65536, 65537 } do
        ok("POST", "/v2/task/9hz/attachment", form(part(head, ("x"):rep(size))), FORM)
        local kept = server:state().attachments[i]
        assert.equal(size, kept.size)
        assert.equal(size <= 65536 and ("x"):rep(size) or nil, kept.bytes)
      end
    end)

    it("but no other forms", function()
      local function no(due, body, headers, path)
        local problem = refused(400, "INPUT_002", "POST", path or "/v2/task/9hz/attachment", body,
          headers or FORM)
        assert.equal(due, problem)
      end
      no("Content-Type must be multipart/form-data with a boundary", "{}", JSON)
      no("the form does not begin with it", "x" .. form(FILE))
      no("the form does not end as it must", FILE .. "--b--")
      no("part 2 of the form cannot be read", NAME .. FILE)
      no("part 1 of the form cannot be read", form(part("Content-Disposition: form-data", "x")))
      no("part 1 of the form cannot be read", form(part("nothing", "x")))
      no("part 101 of the form cannot be read", form(NAME:rep(101)))
      no("form.attachment: required", form())
      no("form.filename: unknown", form(NAME, FILE))
      no("form.attachment: unknown", form(FILE, FILE))
      no("entity_type: expected attachments or custom_fields", form(FILE), FORM,
        "/v3/workspaces/1/docs/9hz/attachments")
    end)
  end)
end)
