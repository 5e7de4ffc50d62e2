-- SPDX-License-Identifier: MIT
-- Every operation that is generated from the documents alone: well formed, called once with all
-- that it takes, its answer handed on, and refused with the path of each mistake. (By its command
-- for curl: preview_spec. What is known in more detail: operations_spec.)

local api = require "clickup.api"
local clickup = require "clickup"
local core = require "clickup.core"
local creates = require "spec.support.creates"
local dkjson = require "dkjson"
local example = require "clickup.api.example"
local operations = require "spec.support.operations"
local scripted_server = require "spec.support.scripted_server"

local KINDS = { GET = "read", PUT = "edit", PATCH = "edit", DELETE = "delete", POST = "create" }

-- What running it twice means where the method does not tell.
local OTHER_KINDS = {}
for name in ([[add_task_to_list merge_tasks add_dependency add_task_link create_space_tag
  add_tag_to_task set_custom_field_value stop_time_entry add_time_entry_tags add_guest_to_task
  add_guest_to_list add_guest_to_folder create_chat_reaction]]):gmatch "%S+" do
  OTHER_KINDS[name] = "edit"
end
OTHER_KINDS.edit_page, OTHER_KINDS.query_audit_log = "create", "read"

local generated = {}
for _, entry in ipairs(api) do
  if not entry.example then generated[#generated + 1] = entry end
end

local function json_of(entry)
  local answer = example.answer(entry)
  return entry.answer and dkjson.encode(answer) or "{}"
end

describe("the generated data", function()
  it("is there: all of the documents, with what is known in detail", function()
    assert.equal(172, #api)
    assert.equal(155, #generated)
  end)

  it("says of each what it is, and what running it twice means", function()
    local seen = {}
    for _, entry in ipairs(generated) do
      local name = entry.name
      assert.is_nil(seen[entry.id], name)
      seen[entry.id] = true
      assert.matches("^%l[%l%d_]+$", name)
      assert.matches("^%u.*%.$", entry.doc, 1, false, name)
      assert.matches("^/v[23]/", entry.path, 1, false, name)
      assert.equal(OTHER_KINDS[name] or KINDS[entry.method], entry.kind, name)
      for id in entry.path:gmatch "{(.-)}" do
        assert.is_true(entry.ids[id] == "integer" or entry.ids[id] == "string", name)
      end
      for _, part in ipairs { "body", "query", "answer" } do
        if entry[part] then assert(core.schema(entry[part]), name) end
      end
    end
  end)

  it("has one kind of each id, so that what works once works everywhere", function()
    local kinds = {}
    for _, entry in ipairs(api) do
      for name, kind in pairs(entry.ids or {}) do
        kinds[name] = kinds[name] or kind
        assert.equal(kinds[name], kind, entry.name .. ": " .. name)
      end
    end
    assert.equal("integer", kinds.workspace_id)
    assert.equal("string", kinds.task_id)
  end)

  it("declares no time as an int32", function()
    local function look(type, name)
      if type.kind == "array" or type.kind == "map" then return look(type.of, name) end
      for _, one in ipairs(type.kind == "union" and type.of or {}) do look(one, name) end
      for _, field in ipairs(type.fields or {}) do look(field.type, field.name) end
      local is_time = name:find "date" or name:find "time" or name:find "_[gl]t$"
      assert.is_false(type.kind == "int32" and is_time ~= nil, name)
    end
    for _, entry in ipairs(generated) do
      look(entry.body or {}, entry.name)
      look(entry.query or {}, entry.name)
    end
  end)

  it("marks every secret", function()
    local function look(type, path)
      if type.kind == "array" or type.kind == "map" then return look(type.of, path) end
      for _, field in ipairs(type.fields or {}) do
        local secret = field.name:find "secret$" or field.name:find "token$"
          or field.name:find "password$"
        assert.equal(secret ~= nil and field.type.kind == "string", field.secret == true,
          path .. field.name)
        look(field.type, path .. field.name .. ".")
      end
    end
    for _, entry in ipairs(generated) do
      for _, part in ipairs { "body", "query", "answer" } do
        look(entry[part] or {}, entry.name .. ".")
      end
    end
  end)
end)

describe("each generated operation", function()
  it("is called with all that it takes, and hands its answer on", function()
    local steps = {}
    for _, entry in ipairs(generated) do
      steps[#steps + 1] = { "request" }
      steps[#steps + 1] = { "send", scripted_server.http(200, { "Content-Type: application/json" },
        json_of(entry)) }
    end
    local server <close> = scripted_server.start { steps }
    local client <close> = creates.client(server)
    for _, entry in ipairs(generated) do
      local arguments = operations.arguments(entry)
      local value, info = client[entry.name](client, table.unpack(arguments, 1, arguments.n))
      assert(value ~= nil, tostring(info))
      assert.equal(entry.name, info.operation)
      assert.equal(operations.dump(operations.value(entry, json_of(entry))),
        operations.dump(value), entry.name)
    end
    local received = server:received()[1]
    assert.equal(#generated, #received)
    for i, entry in ipairs(generated) do
      local request = creates.parse(received[i])
      local arguments = operations.arguments(entry)
      assert.equal(("%s /api%s%s HTTP/1.1"):format(entry.method, operations.path(entry, arguments),
        operations.query(entry)), request.line)
      assert.equal(operations.body(entry, request.body), request.body, entry.name)
    end
  end)

  it("is true where ClickUp answers nothing", function()
    local nothing = scripted_server.http(200, {}, "")
    local server <close> = scripted_server.start { repeat_last = true,
      { { "request" }, { "send", nothing }, { "again" } } }
    local client <close> = creates.client(server)
    assert.is_true((client:create_task_from_template(1, "t-1", { name = "x" })))
    assert.is_true((client:add_tag_to_task("9hz", "a b")))
    assert.is_true((client:delete_task("9hz")))
  end)

  it("returns what a delete is answered with, or true", function()
    local function answer(json)
      return scripted_server.http(200, { "Content-Type: application/json" }, json)
    end
    local cases = { { '{"task":{"id":"9hv"}}', { id = "9hv" } }, { "{}", true }, { "", true },
      { '{"task":[7]}', true }, { "[]", true }, { "<html>", true } }
    local steps = {}
    for i, case in ipairs(cases) do
      steps[2 * i - 1], steps[2 * i] = { "request" }, { "send", answer(case[1]) }
    end
    local server <close> = scripted_server.start { steps }
    local client <close> = creates.client(server)
    for _, case in ipairs(cases) do
      local value, info = client:delete_task_link("9hv", "9hz")
      assert.same(case[2], value)
      assert.equal(200, info.status)
      assert.equal(case[1], info.body)
    end
  end)

  it("returns a list where the document's example has one, against its schema", function()
    local server <close> = scripted_server.start { {
      { "request" }, { "send", scripted_server.http(200, {}, '{"folders":[{"id":"457"}]}') },
      { "request" }, { "send", scripted_server.http(200, {}, '{"data":[{"id":"1"}]}') },
      { "request" }, { "send", scripted_server.http(200, {}, '{"data":{"id":"1"}}') } } }
    local client <close> = creates.client(server)
    assert.same({ { id = "457" } }, (client:get_folders(789)))
    assert.same({ { id = "1" } }, (client:get_time_entry(9, 1)))
    assert.same({ id = "1" }, (client:get_time_entry(9, 1)))
  end)

  -- Problems as a set of paths.
  local function refused(client, entry, arguments)
    local value, err = client[entry.name](client, table.unpack(arguments, 1, arguments.n))
    assert.is_nil(value)
    assert.equal("invalid", err.kind, entry.name)
    assert.equal("no", err.sent)
    local paths = {}
    for _, problem in ipairs(err.problems) do paths[problem.path] = true end
    return paths
  end

  local function prefix_of(entry, part)
    return part == "query" and entry.body and "query." or ""
  end

  it("is refused with the path of every field that is wrong", function()
    local client <close> = clickup.new { token = "pk_1", base_url = "http://127.0.0.1:1" }
    for _, entry in ipairs(generated) do
      for i, part in ipairs { "body", "query" } do
        local type = entry[part]
        if type and type.kind == "object" then
          local arguments = operations.arguments(entry)
          local place = #example.arguments(entry, true).ids + (entry.body and i or 1)
          local wrong = {}
          for _, field in ipairs(type.fields) do wrong[field.name] = print end
          arguments[place] = wrong
          local paths = refused(client, entry, arguments)
          for _, field in ipairs(type.fields) do
            local path = prefix_of(entry, part) .. field.name
            assert.is_true(paths[path], entry.name .. ": " .. path)
          end
        end
      end
    end
  end)

  -- A value that is just beyond a limit of a type; nil: it has none.
  local function beyond(type)
    if type.format then return "tomorrow" end
    if type.unique then return { "a", "a" } end
    if not type.max then return type.min and type.min - 1 end
    if type.kind == "string" then return ("x"):rep(type.max + 1) end
    if type.kind ~= "array" then return type.max + 1 end
    local list = {}
    for i = 1, type.max + 1 do list[i] = example.value(type.of, true) end
    return list
  end

  -- Each place in a value that has a limit: calls fn(table, name, type, path).
  local function each_limit(type, value, path, fn)
    if type.kind == "array" then return each_limit(type.of, value[1], path .. "[1]", fn) end
    if type.kind == "union" then return each_limit(type.of[1], value, path, fn) end
    for _, field in ipairs(type.fields or {}) do
      local inner = path .. (path == "" and "" or ".") .. field.name
      if beyond(field.type) then fn(value, field.name, field.type, inner) end
      if value[field.name] ~= nil then each_limit(field.type, value[field.name], inner, fn) end
    end
  end

  it("is refused with what is beyond a limit of the documents, unless strict is false", function()
    local client <close> = clickup.new { token = "pk_1", base_url = "http://127.0.0.1:1" }
    local count = 0
    for _, entry in ipairs(generated) do
      local arguments = operations.arguments(entry)
      for i, part in ipairs { "body", "query" } do
        local place = #example.arguments(entry, true).ids + (entry.body and i or 1)
        if entry[part] then
          each_limit(entry[part], arguments[place], "", function(holder, name, type, path)
            local before = holder[name]
            holder[name] = beyond(type)
            assert.is_true(refused(client, entry, arguments)[prefix_of(entry, part) .. path
              .. (type.unique and "[2]" or "")], entry.name .. ": " .. path)
            assert(client:with({ strict = false }):preview(entry.name, table.unpack(arguments)))
            holder[name], count = before, count + 1
          end)
        end
      end
    end
    assert.equal(31, count)
  end)

  it("is refused without what is required", function()
    local client <close> = clickup.new { token = "pk_1", base_url = "http://127.0.0.1:1" }
    local count = 0
    for _, entry in ipairs(generated) do
      local ids, due = example.arguments(entry, true).ids, {}
      for _, part in ipairs { "body", "query" } do
        local type = entry[part]
        for _, field in ipairs(type and type.fields or {}) do
          if field.required and (part == "query" or field.type.kind ~= "array") then
            due[prefix_of(entry, part) .. field.name] = true
          end
        end
      end
      local arguments = table.pack(table.unpack(ids))
      if entry.body then arguments[#ids + 1], arguments.n = {}, #ids + 1 end
      if next(due) then
        count = count + 1
        assert.same(due, refused(client, entry, arguments), entry.name)
      end
    end
    assert.is_true(count > 30)
  end)
end)

describe("what the documents of tasks need", function()
  local client
  before_each(function()
    client = clickup.new { token = "pk_1", base_url = "http://127.0.0.1:1/api" }
  end)
  after_each(function() client:close() end)

  local function problems(...)
    local preview, err = client:preview(...)
    assert.is_nil(preview)
    return err.message
  end

  it("is a filter of lists, in the spelling of each", function()
    assert.equal("http://127.0.0.1:1/api/v2/list/901/task?page=0&statuses=to%20do&statuses=done",
      client:preview("get_tasks", 901, { page = 0, statuses = { "to do", "done" } }).url)
    assert.equal("http://127.0.0.1:1/api/v2/team/9/task?list_ids%5B%5D=1&statuses%5B%5D=a"
      .. "&statuses%5B%5D=b&due_date_gt=1568036964079",
      client:preview("get_filtered_team_tasks", 9, { list_ids = { "1" },
        statuses = { "a", "b" }, due_date_gt = 1568036964079 }).url)
    assert.equal("statuses[2]: expected a string, got integer 5",
      problems("get_tasks", 901, { statuses = { "a", 5 } }))
  end)

  it("is a Custom Field of any kind", function()
    local body = { name = "x", custom_fields = { { id = "a", value = "text" },
      { id = "b", value = { add = { "u" } } }, { id = "c", value = clickup.null } } }
    assert.equal('{"name":"x","custom_fields":[{"id":"a","value":"text"},'
      .. '{"id":"b","value":{"add":["u"]}},{"id":"c","value":null}]}',
      client:preview("create_task", 901, body).body)
    body.custom_fields[2].value = { ad = { "u" } }
    assert.matches("custom_fields[2].value.ad: expected a known field",
      problems("create_task", 901, body), 1, true)
    assert.matches("custom_fields[1].value", problems("create_task", 901,
      { name = "x", custom_fields = { { id = "a" } } }), 1, true)
  end)

  it("is at least one task, of whose status something is asked", function()
    assert.matches("/v2/task/bulk_time_in_status/task_ids%?task_ids=a&task_ids=b$",
      client:preview("get_bulk_tasks_time_in_status", { task_ids = { "a", "b" } }).url)
    assert.equal("task_ids: expected at least one item (it is required), got an empty array",
      problems("get_bulk_tasks_time_in_status", { task_ids = {} }))
    assert.equal("task_ids: expected an array of strings, got nothing (it is required)",
      problems("get_bulk_tasks_time_in_status"))
  end)

  it("is a list of the types of channels", function()
    assert.matches("/channels%?channel_types=DM&channel_types=CHANNEL$",
      client:preview("get_chat_channels", 9, { channel_types = { "DM", "CHANNEL" } }).url)
  end)

  it("is an id as it came in an answer, or as a number", function()
    assert.equal("http://127.0.0.1:1/api/v2/task/a?custom_task_ids=true&team_id=90151234567",
      client:preview("get_task", "a", { custom_task_ids = true, team_id = "90151234567" }).url)
    assert.equal("http://127.0.0.1:1/api/v2/task/a?team_id=90151234567",
      client:preview("get_task", "a", { team_id = 90151234567 }).url)
    assert.equal("team_id: expected an integer or a string, got boolean true",
      problems("get_task", "a", { team_id = true }))
  end)

  it("is a body with a query", function()
    local preview = client:preview("update_task", "a", { name = "x" }, { custom_task_ids = true,
      team_id = 9 })
    assert.equal("http://127.0.0.1:1/api/v2/task/a?custom_task_ids=true&team_id=9", preview.url)
    assert.equal('{"name":"x"}', preview.body)
    assert.equal("nam: expected a known field, got an unknown one; did you mean \"name\"?; "
      .. "query.team_i: expected a known field, got an unknown one; did you mean \"team_id\"?",
      problems("update_task", "a", { nam = "x" }, { team_i = 9 }))
    assert.equal('{"name":"x"}', client:preview("update_task", "a", { name = "x" }).body)
  end)

  it("is an id that is one of a few", function()
    local fine, message = pcall(client.get_comment_subtypes, client, 9, "pst")
    assert.is_false(fine)
    assert.matches("generated_spec.lua:%d+: get_comment_subtypes: comment_type: expected one of "
      .. "post, ai, syncup, ai_via_brain, got 'pst'$", message)
    assert.matches("/comments/types/post/subtypes$",
      client:preview("get_comment_subtypes", 9, "post").url)
    assert.matches("/comments/types/pst/subtypes$",
      client:preview("get_comment_subtypes", 9, "pst", { strict = false }).url)
    fine, message = pcall(client.get_comment_subtypes, client, 9, ("x\n"):rep(50))
    assert.is_false(fine)
    assert.matches("got 'x\\nx\\n[x\\n]+%.%.%.'$", message)
  end)

  it("is a list as a body", function()
    assert.equal('[{"assignee":5,"time":60},{"assignee":"unassigned","time":0}]',
      client:preview("update_time_estimates_by_user", "9", "a",
        { { assignee = 5, time = 60 }, { assignee = "unassigned", time = 0 } }).body)
    assert.equal('[1].assignee: expected one of unassigned, got string "unasigned"; did you mean '
      .. '"unassigned"?', problems("update_time_estimates_by_user", "9", "a",
        { { assignee = "unasigned", time = 60 } }))
  end)
end)
