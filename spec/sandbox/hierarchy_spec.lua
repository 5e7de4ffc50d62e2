-- SPDX-License-Identifier: MIT
-- Spaces, Folders, Lists, tasks and comments in the sandbox: created, listed, read, changed,
-- deleted, and refused as ClickUp refuses.

local creates = require "spec.support.creates"
local handlers = require "clickup.sandbox.hierarchy_handlers"
local sandbox = require "clickup.sandbox"

local server, client
local called = {} -- operations

setup(function()
  server = sandbox.start()
  client = creates.client(server)
end)
teardown(function()
  client:close()
  server:close()
end)
before_each(function() server:reset() end)

local function call(name, ...)
  called[name] = true
  return client[name](client, ...)
end

local function get(name, ...)
  local value, err = call(name, ...)
  return assert(value, tostring(err))
end

local function refused(status, code, name, ...)
  local value, err = call(name, ...)
  assert.is_nil(value, name)
  assert.same({ status, code }, { err.status, err.code }, name)
end

local function ids(list)
  local found = {}
  for i, one in ipairs(list) do found[i] = one.id end
  return found
end

local FEATURE = { enabled = true }
local FEATURES = { due_dates = { enabled = true, start_date = true, remap_due_dates = false,
  remap_closed_due_date = false }, time_tracking = FEATURE, tags = FEATURE,
  time_estimates = FEATURE, checklists = FEATURE, custom_fields = FEATURE,
  remap_dependencies = FEATURE, dependency_warning = FEATURE, portfolios = FEATURE }

-- One of each kind: where it is created and listed, what it is made of, what is changed then. `id`
-- and `in_list`: what names it, and the List's field that it is in.
local function kinds()
  local note = { notify_all = false, comment_text = "Hello" }
  local list_note = { notify_all = false, comment_text = "Hello", assignee = 182 }
  local changed_note = { comment_text = "Bye", assignee = 183, resolved = true }
  return {
    { "space", "get_spaces", "create_space", server.team_id,
      { name = "New", multiple_assignees = true, features = FEATURES },
      { name = "Newer", color = "#123456", private = true, admin_can_manage = false,
        multiple_assignees = false, features = FEATURES } },
    { "folder", "get_folders", "create_folder", 790, { name = "New", parent_folder_id = "457" },
      { name = "Newer" } },
    { "list", "get_lists", "create_list", 457, { name = "New", content = "About", priority = 1,
      assignee = 182, due_date = 1567780450202 }, { name = "Newer", content = "" } },
    { "list", "get_folderless_lists", "create_folderless_list", 790, { name = "New" },
      { name = "Newer", priority = 4 } },
    { "task", "get_tasks", "create_task", 124, { name = "New", description = "About",
      assignees = { 182 }, tags = { "a", "b" }, priority = 1, due_date = 1508369194377 },
      { name = "Newer", description = "", status = "in progress",
        assignees = { add = { 183 }, rem = { 182 } } } },
    { "comment", "get_task_comments", "create_task_comment", "9hx", note, changed_note },
    { "comment", "get_list_comments", "create_list_comment", 124, list_note, changed_note },
    { "comment", "get_chat_view_comments", "create_chat_view_comment", "3c-1", note, changed_note },
  }
end

local function list_of(name, place)
  local answer = get(name, place)
  return answer.tasks or answer
end

-- What is in the body is in the view, where it comes back as it was sent.
local function shows(body, view)
  for _, name in ipairs { "name", "description", "comment_text", "content", "color", "private",
    "resolved", "multiple_assignees" } do
    if body[name] ~= nil then assert.equal(body[name], view[name], name) end
  end
end

describe("the sandbox's Workspace", function()
  it("has a few of each from the start", function()
    local there = server:state().hierarchy
    assert.same({ 1, 1, 2, 3, 2 }, { #there.spaces, #there.folders, #there.lists, #there.tasks,
      #there.comments })
    assert.equal(server.space_id, there.spaces[1].id)
    assert.same({ "9hy", "9hx" }, ids(get("get_tasks", server.list_id).tasks))
    get("create_task", server.list_id, { name = "x" })
    server:reset()
    assert.equal(3, #server:state().hierarchy.tasks)
  end)

  it("has what is created listed, read, changed and deleted", function()
    for _, row in ipairs(kinds()) do
      local kind, list, create, place, body, changes = table.unpack(row)
      local before = #list_of(list, place)
      local id = get(create, place, body).id
      local listed = list_of(list, place)
      assert.equal(before + 1, #listed, create)
      local own
      for _, one in ipairs(listed) do own = one.id == id and one or own end
      shows(body, own)
      get("update_" .. kind, id, changes)
      for _, one in ipairs(list_of(list, place)) do own = one.id == id and one or own end
      shows(changes, own)
      if kind ~= "comment" then shows(changes, get("get_" .. kind, id)) end
      assert.is_true(get("delete_" .. kind, id))
      assert.equal(before, #list_of(list, place), create)
      refused(401, "OAUTH_027", "update_" .. kind, id, changes)
    end
  end)

  it("tells the rest of a task in ClickUp's way", function()
    local made = get("create_task", 124, { name = "x", assignees = { 183 }, tags = { "a" },
      priority = 3, due_date = 5, custom_fields = { { id = "cf", value = "v" } } })
    local task = get("get_task", made.id, { include_subtasks = true,
      include_markdown_description = true })
    assert.same({ "to do", "open" }, { task.status.status, task.status.type })
    assert.same({ "normal", "5", "a", 183, "v", 183 }, { task.priority.priority, task.due_date,
      task.tags[1].name, task.assignees[1].id, task.custom_fields[1].value, task.creator.id })
    assert.same({ "124", "457", "790", server.team_id }, { task.list.id, task.folder.id,
      task.space.id, task.team_id })
    assert.equal("", task.markdown_description)
    assert.is_nil(task.date_done)
    get("update_task", made.id, { status = "complete", priority = 1 })
    task = get("get_task", made.id)
    assert.same({ "closed", "urgent" }, { task.status.type, task.priority.priority })
    assert.is_string(task.date_done)
    assert.is_nil(get("update_task", made.id, { status = "to do" }).date_done)
  end)

  it("has subtasks, Folders in Folders, and replies", function()
    local task = get("create_task", 124, { name = "x", parent = "9hx" })
    assert.equal(2, #get("get_tasks", 124).tasks)
    assert.equal(3, #get("get_tasks", 124, { subtasks = true }).tasks)
    assert.same({ task.id }, ids(get("get_task", "9hx", { include_subtasks = true }).subtasks))
    get("delete_task", "9hx")
    refused(401, "OAUTH_027", "get_task", task.id)
    local folder = get("create_folder", 790, { name = "In it", parent_folder_id = "457" })
    assert.equal("457", folder.parent_folder)
    assert.same({ folder.id }, ids(get("get_folder", 457, { include_subfolders = true }).folders))
    local comment = get("create_list_comment", 124, { comment_text = "x", assignee = 183,
      notify_all = false })
    get("create_threaded_comment", comment.id, { comment_text = "y", notify_all = false })
    assert.equal("y", get("get_threaded_comments", comment.id)[1].comment_text)
    assert.equal("1", tostring(get("get_list_comments", 124)[1].reply_count))
  end)

  it("loses all that was in what is deleted", function()
    get("delete_space", 790)
    local there = server:state().hierarchy
    for kind, list in pairs(there) do assert.same({}, list, kind) end
    refused(401, "OAUTH_027", "get_list", 124)
  end)

  it("knows a task by its custom id where it is asked so", function()
    server:seed { spaces = { { id = "790", lists = { { id = "124", tasks = {
      { id = "9zz", custom_id = "DEV-1", name = "Custom" } } } } } } }
    local query = { custom_task_ids = true, team_id = server.team_id }
    assert.equal("9zz", get("get_task", "DEV-1", query).id)
    refused(401, "OAUTH_027", "get_task", "DEV-1")
    refused(401, "OAUTH_027", "get_task", "9zz", query)
  end)
end)

describe("the sandbox refuses", function()
  it("what is not there, as ClickUp does", function()
    local task = { name = "x" }
    for _, case in ipairs {
      { 401, "OAUTH_027", "create_task", 999, task },
      { 400, "INPUT_003", "create_task", "x", task },
      { 401, "OAUTH_027", "get_tasks", 999 }, { 401, "OAUTH_027", "get_task", "nope" },
      { 401, "OAUTH_027", "delete_task", "nope" }, { 401, "OAUTH_027", "get_folders", 1 },
      { 401, "OAUTH_027", "get_lists", 1 }, { 401, "OAUTH_027", "get_folderless_lists", 1 },
      { 401, "OAUTH_027", "get_space", 1 }, { 401, "OAUTH_027", "get_folder", 1 },
      { 401, "OAUTH_027", "get_task_comments", "nope" }, { 401, "OAUTH_027", "delete_comment", 1 },
      { 404, "SHARD_031", "get_spaces", 1 }, { 400, "INPUT_003", "get_filtered_team_tasks", "x" },
    } do
      refused(table.unpack(case))
    end
  end)

  it("what a body has that cannot be", function()
    refused(400, "INPUT_002", "create_task", 124, { name = "x", status = "nope" })
    refused(400, "INPUT_003", "create_task", 124, { name = "x", parent = "nope" })
    refused(400, "INPUT_003", "create_task", 124, { name = "x", assignees = { 1 } })
    refused(400, "INPUT_003", "update_task", "9hx", { assignees = { add = { 1 }, rem = {} } })
    refused(400, "INPUT_002", "update_task", "9hx", { status = "nope" })
    refused(400, "INPUT_003", "create_list", 457, { name = "x", assignee = 1 })
    assert.equal(3, #server:state().hierarchy.tasks)
  end)

  it("seeds that are wrong, and adds nothing then", function()
    for path, spaces in pairs {
      ["spaces[1] must be an object"] = { 5 },
      ["spaces[1].lists must be a list"] = { { lists = 5 } },
      ["spaces[2].folders[1].lists[1].tasks must be a list"] = { {}, { folders = {
        { lists = { { tasks = { a = 1 } } } } } } },
    } do
      local fine, problem = pcall(server.seed, server, { spaces = spaces })
      assert.is_false(fine)
      assert.matches(path, problem, 1, true)
    end
    assert.equal(1, #server:state().hierarchy.spaces)
  end)
end)

-- Tasks "t1" to "t250", the oldest first.
local function seed_tasks(count, more)
  local tasks = {}
  for i = 1, count do
    tasks[i] = { id = "t" .. i, name = "Task " .. i }
    for name, value in pairs(more and more(i) or {}) do tasks[i][name] = value end
  end
  server:seed { spaces = { { id = "790", lists = { { id = "many", tasks = tasks } } } } }
end

describe("a list of the sandbox's tasks", function()
  it("comes 100 at a time, the newest first, and tells the last page", function()
    seed_tasks(250)
    for page, due in pairs { [0] = { 100, "t250", false }, { 100, "t150", false },
      { 50, "t50", true }, { 0, nil, true } } do
      local answer = get("get_tasks", "many", { page = page })
      local first = answer.tasks[1]
      assert.same(due, { #answer.tasks, first and first.id, answer.last_page })
    end
    assert.equal("t1", get("get_tasks", "many", { reverse = true }).tasks[1].id)
    assert.equal(50, #get("get_filtered_team_tasks", server.team_id,
      { page = 2, list_ids = { "many" } }))
  end)

  it("is full with exactly a hundred", function()
    seed_tasks(100)
    assert.is_true(get("get_tasks", "many").last_page)
  end)

  it("is filtered", function()
    seed_tasks(6, function(i)
      return { status = i % 2 == 0 and "in progress" or i == 5 and "complete" or nil,
        assignees = i < 3 and { 183 } or {}, tags = i == 4 and { "a b" } or {},
        due_date = i * 1000, archived = i == 6 or nil, parent = i == 3 and "t1" or nil,
        custom_item_id = i == 1 and 7 or nil }
    end)
    local first = assert(client:get_task "t1")
    local cases = {
      { {}, "t4 t2 t1" },
      { { include_closed = true }, "t5 t4 t2 t1" },
      { { statuses = { "complete", "to do" } }, "t5 t1" },
      { { statuses = { "in progress" } }, "t4 t2" },
      { { subtasks = true }, "t4 t3 t2 t1" },
      { { archived = true }, "t6" },
      { { assignees = { "183", "9" } }, "t2 t1" },
      { { tags = { "a b" } }, "t4" },
      { { custom_items = { 7 } }, "t1" },
      { { due_date_gt = 1000, due_date_lt = 4000 }, "t2" },
      { { date_created_gt = math.tointeger(first.date_created) - 1 }, "t4 t2 t1" },
      { { date_created_gt = math.tointeger(first.date_created) + 60000 }, "" },
      { { date_updated_lt = 5 }, "" },
      { { order_by = "due_date", reverse = true }, "t1 t2 t4" },
      { { order_by = "id" }, "t4 t2 t1" },
      { { date_done_gt = 1 , include_closed = true }, "t5" },
    }
    for i, case in ipairs(cases) do
      assert.equal(case[2], table.concat(ids(get("get_tasks", "many", case[1]).tasks), " "), i)
    end
    for query, due in pairs {
      [{ list_ids = { "many" }, parent = "t1" }] = "t3", [{ space_ids = { "1" } }] = "",
      [{ project_ids = { "457" } }] = "9hy 9hx",
      [{ space_ids = { "790" }, statuses = { "in progress" } }] = "t4 t2",
    } do
      local tasks = get("get_filtered_team_tasks", server.team_id, query)
      assert.equal(due, table.concat(ids(tasks), " "))
    end
  end)
end)

describe("a list of the sandbox's comments", function()
  it("comes 25 at a time, the newest first, and goes on behind one that is named", function()
    local comments = {}
    for i = 1, 60 do comments[i] = { id = 5000 + i, comment_text = "c" .. i } end
    server:seed { spaces = { { id = "790", lists = { { id = "7", comments = comments } } } } }
    local page = get("get_list_comments", 7)
    assert.same({ 25, "c60", "c36" }, { #page, page[1].comment_text, page[25].comment_text })
    page = get("get_list_comments", 7, { start = math.tointeger(page[25].date),
      start_id = page[25].id })
    assert.same({ 25, "c35", "c11" }, { #page, page[1].comment_text, page[25].comment_text })
    page = get("get_list_comments", 7, { start = math.tointeger(page[25].date),
      start_id = page[25].id })
    assert.same({ 10, "c10", "c1" }, { #page, page[1].comment_text, page[10].comment_text })
    assert.equal(0, #get("get_list_comments", 7, { start = 5 }))
    local count = 0
    for comment in client:each("get_list_comments", 7) do
      count = count + 1
      assert.equal("c" .. 61 - count, comment.comment_text)
    end
    assert.equal(60, count)
  end)
end)

describe("the sandbox's Workspace", function()
  it("meets worlds, faults and rate limits as the goals do", function()
    server:world { names = { "upper" }, lag = 60 }
    local made = get("create_task", 124, { name = "abc" })
    assert.equal("ABC", made.name)
    assert.equal(0, #get("get_tasks", 124).tasks)
    server:world { unit = "none", writer = true }
    get("create_task_comment", "9hx", { comment_text = "x", notify_all = false })
    local comments = get("get_task_comments", "9hx")
    assert.same({ 3, nil, 184, 183 }, { #comments, comments[1].date, comments[1].user.id,
      comments[2].user.id })
    server:world {}
    server:fault { fault = "close_after_read", processed = true }
    local _, err = client:create_task(124, { name = "lost" })
    assert.equal("unknown", err.sent)
    assert.equal("lost", get("get_tasks", 124).tasks[1].name)
  end)

  it("makes an automatic target as far as its tasks are done", function()
    local target = assert(client:create_key_result(server.goal_id, creates.body {
      type = "automatic", steps_end = 4, unit = "", task_ids = { "9hx" }, list_ids = { "124" } }))
    local function current() return client:progress(server.goal_id)[1].percent end
    assert.equal("33.33", ("%.2f"):format(current()))
    get("update_task", "9hx", { status = "complete" })
    get("delete_task", "9hy")
    assert.equal(100, current())
    assert.is_true(client:edit_key_result(target.id, { note = "x" }).completed)
    get("delete_list", 124)
    assert.equal(0, current())
  end)

  it("was asked for all that it has", function()
    for name in pairs(handlers) do assert.is_true(called[name], name) end
  end)
end)
