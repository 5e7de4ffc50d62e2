-- SPDX-License-Identifier: MIT
-- client:each: every item of a list that comes in pages, once, whatever the pages are like.

local clickup = require "clickup"
local creates = require "spec.support.creates"
local dkjson = require "dkjson"
local operations = require "spec.support.operations"
local scripted_server = require "spec.support.scripted_server"

local function answer(value, status, headers)
  return { "send", scripted_server.http(status or 200, headers or {},
    type(value) == "string" and value or dkjson.encode(value)) }
end

-- A server that answers these one after another, on any connection.
local function serving(answers)
  local steps = {}
  for _, one in ipairs(answers) do
    steps[#steps + 1] = { "request" }
    steps[#steps + 1] = one
  end
  return scripted_server.start { steps }
end

local function tasks(first, last, rest)
  local page = rest or {}
  page.tasks = setmetatable({}, { __jsontype = "array" })
  for i = first, last do page.tasks[#page.tasks + 1] = { id = "t" .. i } end
  return page
end

local function targets(server)
  local list = {}
  for _, connection in ipairs(server:received()) do
    for _, bytes in ipairs(connection) do
      list[#list + 1] = creates.parse(bytes).target:match "^/api/v%d/(.*)$"
    end
  end
  return list
end

local function ids(...)
  local list = {}
  for item in ... do list[#list + 1] = item.id end
  return list
end

local function numbered(first, last, prefix)
  local list = {}
  for i = first, last do list[#list + 1] = prefix .. i end
  return list
end

describe("client:each by page", function()
  it("goes through 250 tasks over three pages, with a fault on each", function()
    local fault = answer("{}", 503, { "Retry-After: 0" })
    local server <close> = serving { fault, answer(tasks(1, 100)), fault, answer(tasks(101, 200)),
      fault, answer(tasks(201, 250, { last_page = true })) }
    local client <close> = creates.client(server, { max_retries = 3 })
    assert.same(numbered(1, 250, "t"), ids(client:each("get_tasks", 901, { archived = false })))
    local page = "list/901/task?archived=false&page="
    assert.same({ page .. 0, page .. 0, page .. 1, page .. 1, page .. 2, page .. 2 },
      targets(server))
  end)

  it("ends at a page that is empty, where nothing tells which is the last", function()
    local server <close> = serving { answer(tasks(1, 2)), answer(tasks(3, 3)), answer(tasks(1, 0)) }
    local client <close> = creates.client(server)
    assert.same({ "t1", "t2", "t3" }, ids(client:each("get_filtered_team_tasks", 9)))
    assert.equal(3, #targets(server))
  end)

  it("begins where it is told to", function()
    local server <close> = serving { answer(tasks(5, 5)), answer(tasks(1, 0)) }
    local client <close> = creates.client(server)
    local query = { page = 7 }
    assert.same({ "t5" }, ids(client:each("get_view_tasks", "3c-1", query)))
    assert.same({ "view/3c-1/task?page=7", "view/3c-1/task?page=8" }, targets(server))
    assert.same({ page = 7 }, query)
  end)

  it("tells each item once, when others add some meanwhile", function()
    local server <close> = serving { answer(tasks(1, 3)), answer(tasks(3, 5)), answer(tasks(1, 0)) }
    local client <close> = creates.client(server)
    assert.same(numbered(1, 5, "t"), ids(client:each("get_tasks", 901)))
  end)

  it("ends when a page repeats, or pages go round", function()
    local same = answer(tasks(1, 2))
    local server <close> = serving { same, same }
    local client <close> = creates.client(server)
    assert.same({ "t1", "t2" }, ids(client:each("get_tasks", 901)))
    local a, b, c = answer(tasks(1, 1)), answer(tasks(2, 2)), answer(tasks(3, 3))
    local circle <close> = serving { a, b, c, a, b, c, a, b, c, a, b, c }
    local other <close> = creates.client(circle)
    local list = ids(other:each("get_tasks", 901))
    assert.is_true(#list < 10)
    assert.same({ "t1", "t2", "t3" }, { table.unpack(list, 1, 3) })
    local nameless = answer { templates = { { name = "a" } } }
    local third <close> = serving { nameless, nameless }
    local reader <close> = creates.client(third)
    local count = 0
    for _ in reader:each("get_task_templates", 9) do count = count + 1 end
    assert.equal(1, count)
  end)

  it("ends at what is no list", function()
    local server <close> = serving { answer '{"tasks":5}' }
    local client <close> = creates.client(server)
    assert.same({}, ids(client:each("get_tasks", 901)))
  end)
end)

describe("client:each by the last comment", function()
  local function comments(first, last)
    local list = setmetatable({}, { __jsontype = "array" })
    for i = first, last do
      list[#list + 1] = { id = "c" .. i, date = tostring(1568036964079 - i) }
    end
    return { comments = list }
  end

  it("asks for what is older than it", function()
    local server <close> = serving { answer(comments(1, 25)), answer(comments(25, 30)),
      answer(comments(30, 30)) }
    local client <close> = creates.client(server)
    assert.same(numbered(1, 30, "c"), ids(client:each("get_task_comments", "9hz",
      { custom_task_ids = true })))
    local path = "task/9hz/comment?custom_task_ids=true"
    assert.same({ path, path .. "&start=1568036964054&start_id=c25",
      path .. "&start=1568036964049&start_id=c30" }, targets(server))
  end)

  it("ends when the last one has no date", function()
    local server <close> = serving { answer { comments = { { id = "c1", date = "soon" } } } }
    local client <close> = creates.client(server)
    assert.same({ "c1" }, ids(client:each("get_list_comments", 1)))
  end)
end)

describe("client:each by cursor", function()
  local function docs(id, cursor)
    return answer { docs = { { id = id } }, next_cursor = cursor }
  end

  it("ends where there is none, an empty one, or the same again", function()
    for _, last in ipairs { docs("d3"), docs("d3", ""), docs("d3", "two") } do
      local server <close> = serving { docs("d1", "one"), docs("d2", "two"), last }
      local client <close> = creates.client(server)
      assert.same({ "d1", "d2", "d3" }, ids(client:each("search_docs", 9, { limit = 10 })))
      local path = "workspaces/9/docs?limit=10"
      assert.same({ path, path .. "&cursor=one", path .. "&cursor=two" }, targets(server))
    end
  end)

  it("ends when cursors go round", function()
    local a, b = docs("d1", "one"), docs("d2", "two")
    local server <close> = serving { a, b, a, b, a, b, a, b }
    local client <close> = creates.client(server)
    assert.is_true(#ids(client:each("search_docs", 9)) < 8)
  end)
end)

describe("client:each", function()
  it("raises what fails in the middle, as the error object, and is over then", function()
    local server <close> = serving { answer(tasks(1, 2)),
      answer('{"err":"Team not authorized","ECODE":"OAUTH_027"}', 401) }
    local client <close> = creates.client(server)
    local got = {}
    local iterator = client:each("get_tasks", 901)
    local fine, err = pcall(function()
      for task in iterator do got[#got + 1] = task.id end
    end)
    assert.is_false(fine)
    assert.equal("api", err.kind)
    assert.equal("get_tasks", err.operation)
    assert.same({ "t1", "t2" }, got)
    assert.is_nil(iterator())
  end)

  it("raises what is wrong with the query", function()
    local client <close> = clickup.new { token = "pk_1", base_url = "http://127.0.0.1:1" }
    local fine, err = pcall(client:each("get_tasks", 901, { statuses = { 5 } }))
    assert.is_false(fine)
    assert.equal("statuses[1]: expected a string, got integer 5", err.message)
    fine, err = pcall(client:each("get_tasks", 901, { page = "x" }, { strict = false }))
    assert.is_false(fine)
    assert.equal("page: expected an integer (int32), got string \"x\"", err.message)
  end)

  it("asks for the next page while one goes through this one", function()
    local server <close> = serving { answer(tasks(1, 2)), answer(tasks(1, 0)) }
    local client <close> = creates.client(server)
    local iterator = client:each("get_tasks", 901)
    assert.equal("t1", iterator().id)
    assert.is_number(client:timeout())
    creates.step_until(client, function() return #targets(server) == 2 end, "the next page")
    assert.equal("t2", iterator().id)
    assert.is_nil(iterator())
    assert.is_nil(iterator())
  end)

  it("takes back the page that it asked for, when the loop is left", function()
    local server <close> = serving { answer(tasks(1, 2)), answer(tasks(3, 4)) }
    local client <close> = creates.client(server)
    local found
    for task in client:each("get_tasks", 901) do
      found = task.id
      assert.is_number(client:timeout())
      if found then break end
    end
    assert.equal("t1", found)
    client:step()
    assert.is_nil(client:timeout())
  end)

  it("is an iterator for map, and works in tasks and in a host's loop", function()
    local function pages()
      return { answer(tasks(1, 3)), answer(tasks(4, 5)), answer(tasks(1, 0)) }
    end
    local server <close> = serving(pages())
    local client <close> = creates.client(server)
    local results = client:map(client:each("get_tasks", 901), function(task) return task.id end)
    assert.same(numbered(1, 5, "t"), { table.unpack(results, 1, results.n) })
    local second <close> = serving(pages())
    local other <close> = creates.client(second)
    local task = other:spawn(function() return ids(other:each("get_tasks", 901)) end)
    other:wait_all { task }
    assert.same(numbered(1, 5, "t"), task:result())
    if operations.host_is_missing then return end
    local third <close> = serving(pages())
    local hosted <close> = creates.client(third)
    local controller, found = require("cqueues").new(), nil
    require("clickup.loop.cqueues").attach(hosted)
    controller:wrap(function() found = ids(hosted:each("get_tasks", 901)) end)
    assert(controller:loop(20))
    assert.same(numbered(1, 5, "t"), found)
  end)

  it("has map raise what it raises", function()
    local server <close> = serving { answer(tasks(1, 3)), answer("{}", 404) }
    local client <close> = creates.client(server)
    local iterator = client:each("get_tasks", 901)
    local fine, err = pcall(client.map, client, iterator, function() return 1 end)
    assert.is_false(fine)
    assert.equal("api", err.kind)
    assert.equal(404, err.status)
  end)

  it("takes options of each call, and those of a copy of the client", function()
    local server <close> = serving { answer(tasks(1, 1)), answer(tasks(1, 0)) }
    local client <close> = creates.client(server)
    assert.is_false((pcall(client.each, client, "get_tasks", 901, nil, { timeout = -1 })))
    assert.same({ "t1" }, ids(client:with({ strict = false }):each("get_tasks", 901, { odd = 1 })))
    assert.same({ "list/901/task?page=0&odd=1", "list/901/task?page=1&odd=1" }, targets(server))
  end)

  local function raises(due, ...)
    local fine, message = pcall(...)
    assert.is_false(fine)
    assert.matches("paging_spec%.lua:%d+: ", message)
    assert.matches(due, message, 1, true)
  end

  it("tells what is wrong with its arguments", function()
    local client <close> = clickup.new { token = "pk_1", base_url = "http://127.0.0.1:1" }
    raises('each: unknown operation get_task5, did you mean "get_tasks"?', function()
      client:each "get_task5"
    end)
    for length, shown in pairs { [60] = ("x"):rep(60), [61] = ("x"):rep(60) .. "..." } do
      raises("each: unknown operation " .. shown, function() client:each(("x"):rep(length)) end)
    end
    raises("each: get_task has no pages", function() client:each("get_task", "a") end)
    raises("each: get_tasks: query: expected a table, got a string", function()
      client:each("get_tasks", 1, "page=1")
    end)
    raises("each: get_tasks: expected at most 3 arguments, got 4", function()
      client:each("get_tasks", 1, {}, {}, {})
    end)
    raises("get_tasks: list_id: expected an integer or a string, got nothing", function()
      client:each "get_tasks"
    end)
  end)
end)
