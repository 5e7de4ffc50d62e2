-- SPDX-License-Identifier: MIT
-- client:each through faults: every kind of paging, in every way of waiting, in bounded memory.
-- (What a page may be like: paging_spec.)

local api = require "clickup.api"
local creates = require "spec.support.creates"
local dkjson = require "dkjson"
local example = require "clickup.api.example"
local needs = require "spec.support.needs"
local plays = require "spec.support.plays"
local sandbox = require "clickup.sandbox"
local scripted_server = require "spec.support.scripted_server"

local server

-- 250 tasks in one List, 60 comments on another, the oldest first.
local function seed()
  local tasks, comments = {}, {}
  for i = 1, 250 do tasks[i] = { id = "t" .. i, name = "Task " .. i } end
  for i = 1, 60 do comments[i] = { id = 5000 + i, comment_text = "c" .. i } end
  server:seed { spaces = { { id = "84", lists = { { id = "85", tasks = tasks },
    { id = "86", comments = comments } } } } }
end

setup(function()
  server = sandbox.start()
  seed()
end)
teardown(function() server:close() end)
before_each(function() server:clear_faults() end)

local NOW = { ["retry-after"] = "0" }
local FAULTS = {
  { fault = "status", code = 429, headers = NOW }, { fault = "status", code = 500, headers = NOW },
  { fault = "cut", bytes = 40 }, { fault = "close_after_read" }, { fault = "reset_before_read" },
  { fault = "status", code = 502, body = "html", headers = NOW },
}

-- Each page meets one of them, another one for each `first`, before it comes.
local function one_for_each_page(first, pages)
  for page = 0, pages - 1 do
    local rule = { match = { method = "GET" }, skip = page }
    for name, value in pairs(FAULTS[(first + page) % #FAULTS + 1]) do rule[name] = value end
    server:fault(rule)
  end
end

local function requests(fn)
  local before = #server:requests()
  fn()
  return #server:requests() - before
end

local function ids(...)
  local list = {}
  for item in ... do list[#list + 1] = item.id end
  return list
end

local function falling(from, to, prefix)
  local list = {}
  for i = from, to, -1 do list[#list + 1] = prefix .. i end
  return list
end

local function new_client(options)
  local all = { max_retries = 3 }
  for name, value in pairs(options or {}) do all[name] = value end
  return creates.client(server, all)
end

local TASKS = falling(250, 1, "t")

-- ---- ways of waiting --------------------------------------------------------------------------

local hosts = {}

function hosts.blocking(_, fn) fn() end

function hosts.task(client, fn)
  local task = client:spawn(fn)
  client:wait_all { task }
  task:result()
end

function hosts.stepped(client, fn)
  local task = client:spawn(fn)
  creates.step_until(client, function() return task:done() end, "the last page")
  task:result()
end

function hosts.generator(_, fn)
  local result
  for value in coroutine.wrap(function() coroutine.yield(fn() or true) end) do result = value end
  assert(result)
end

function hosts.luv(client, fn)
  require("clickup.loop.luv").attach(client)
  coroutine.wrap(fn)()
  require("luv").run()
end

function hosts.cqueues(client, fn)
  local controller = require("cqueues").new()
  require("clickup.loop.cqueues").attach(client)
  controller:wrap(fn)
  assert(controller:loop(30))
end

function hosts.copas(client, fn)
  local loop = require "clickup.loop.copas"
  loop.attach(client)
  require("copas").addthread(fn)
  loop.run()
end

local NAMES = { "blocking", "task", "stepped", "generator", "luv", "cqueues", "copas" }
local NEEDED = { luv = "lua:luv", cqueues = "lua:cqueues", copas = "lua:copas" }

-- Calls fn for each way of waiting, in a spec of its own.
local function in_each_host(text, fn)
  for i, name in ipairs(NAMES) do
    it(("%s (%s)"):format(text, name), function()
      if NEEDED[name] then needs(pending, NEEDED[name]) end
      fn(i, hosts[name])
    end)
  end
end

-- ---- the specs --------------------------------------------------------------------------------

describe("250 tasks in three pages with a fault on each", function()
  in_each_host("come once each, in order", function(i, host)
    local client <close> = new_client()
    one_for_each_page(i, 3)
    local found
    local count = requests(function()
      host(client, function() found = ids(client:each("get_tasks", 85)) end)
    end)
    assert.same(TASKS, found)
    assert.equal(6, count)
    assert.same({}, server:faults())
    if client:timeout() then client:step() end
    assert.is_nil(client:timeout())
  end)

  it("come where nothing tells which page is the last", function()
    local client <close> = new_client()
    one_for_each_page(0, 4)
    local found
    local count = requests(function()
      found = ids(client:each("get_filtered_team_tasks", server.team_id, { list_ids = { "85" } }))
    end)
    assert.same(TASKS, found)
    assert.equal(8, count) -- the fourth page is empty
  end)

  it("go through map once each, eight at a time", function()
    for first = 1, #FAULTS do
      local client <close> = new_client()
      one_for_each_page(first, 3)
      local seen, running, most = {}, 0, 0
      local results = client:map(client:each("get_tasks", 85), function(task)
        seen[task.id] = (seen[task.id] or 0) + 1
        running = running + 1
        most = math.max(most, running)
        client:wait_all { client:sleep(0) }
        running = running - 1
        return task.id
      end, { concurrency = 8 })
      assert.same(TASKS, { table.unpack(results, 1, results.n) })
      for id, times in pairs(seen) do assert.equal(1, times, id) end
      assert.equal(8, most)
    end
  end)

  in_each_host("are over at a page that goes on failing, which is raised", function(_, host)
    local client <close> = new_client { max_retries = 1 }
    server:fault { fault = "status", code = 500, headers = NOW, skip = 1, times = "always" }
    local found, fine, err = {}, nil, nil
    host(client, function()
      fine, err = pcall(function()
        for task in client:each("get_tasks", 85) do found[#found + 1] = task.id end
      end)
      return true
    end)
    assert.is_false(fine)
    assert.same({ "api", 500, "get_tasks", 2 },
      { err.kind, err.status, err.operation, err.attempts })
    assert.same(falling(250, 151, "t"), found)
  end)
end)

describe("60 comments in three pages with a fault on each", function()
  it("come once each, in order", function()
    for first = 1, #FAULTS do
      local client <close> = new_client()
      one_for_each_page(first, 3)
      assert.same(falling(5060, 5001, ""), ids(client:each("get_list_comments", 86)))
    end
  end)

  it("are over at a page that fails, which is raised as it is", function()
    local client <close> = new_client()
    server:fault { fault = "status", code = 404, skip = 2 }
    local found = {}
    local fine, err = pcall(function()
      for comment in client:each("get_list_comments", 86) do found[#found + 1] = comment.id end
    end)
    assert.is_false(fine)
    assert.same({ "api", 404, "get_list_comments" }, { err.kind, err.status, err.operation })
    assert.same(falling(5060, 5011, ""), found)
  end)
end)

describe("Docs in three pages by cursor with a fault on each", function()
  local function page(id, cursor)
    return plays.reply(200, { docs = { { id = id } }, next_cursor = cursor })
  end
  local function cursors(raw)
    local list = {}
    for i, request in ipairs(plays.requests(raw)) do
      list[i] = request.target:match "cursor=([^&]*)" or "none"
    end
    return table.concat(list, " ")
  end
  local REFUSED = plays.reply(429, '{"err":"Rate limit reached"}', { ["Retry-After"] = "0" })
  local FAILED = plays.reply(500, "", { ["Retry-After"] = "0" })

  in_each_host("come once each, in order", function(_, host)
    local raw <close> = plays.server { REFUSED, page("d1", "one"), FAILED, page("d2", "two"),
      plays.CUT, page "d3" }
    local client <close> = plays.client(raw)
    local found
    host(client, function() found = ids(client:each("search_docs", 9)) end)
    assert.same({ "d1", "d2", "d3" }, found)
    assert.equal("none none one one two two", cursors(raw))
  end)

  it("are over at a page that fails, which is raised as it is", function()
    local raw <close> = plays.server { page("d1", "one"), plays.reply(403, '{"err":"no"}') }
    local client <close> = plays.client(raw)
    local found = {}
    local iterator = client:each("search_docs", 9)
    local fine, err = pcall(function()
      for doc in iterator do found[#found + 1] = doc.id end
    end)
    assert.is_false(fine)
    assert.same({ "api", 403, "search_docs" }, { err.kind, err.status, err.operation })
    assert.same({ "d1" }, found)
    assert.is_nil(iterator())
  end)
end)

describe("every operation that has pages", function()
  local SECOND = { page = "page=1", start = "start=5&start_id=i1", cursor = "cursor=next" }

  -- Its pages: one item, one item, and nothing, where nothing tells that the second is the last.
  local function pages_of(entry)
    local list = entry.items or entry.envelope
    local pages = { { [list] = { { id = "i1", date = "5" } }, next_cursor = "next" },
      { [list] = { { id = "i2", date = "4" } }, last_page = true } }
    local is_told = entry.paging == "cursor" or entry.paging == "page" and entry.items
    if not is_told then pages[3] = { [list] = setmetatable({}, { __jsontype = "array" }) } end
    return pages
  end

  it("goes through them, by what its kind of paging sends", function()
    local steps, paged = {}, {}
    for _, entry in ipairs(api) do
      if entry.paging then
        paged[#paged + 1] = entry
        for _, page in ipairs(pages_of(entry)) do
          steps[#steps + 1] = { "request" }
          steps[#steps + 1] = { "send", scripted_server.http(200, {}, dkjson.encode(page)) }
        end
      end
    end
    local raw <close> = scripted_server.start { steps }
    local client <close> = creates.client(raw)
    local at = 0
    for _, entry in ipairs(paged) do
      local arguments = example.arguments(entry).ids
      assert.same({ "i1", "i2" }, ids(client:each(entry.name, table.unpack(arguments))), entry.name)
      local second = creates.parse(raw:received()[1][at + 2]).target
      assert.matches(SECOND[entry.paging], second, 1, true, entry.name)
      at = at + #pages_of(entry)
      assert.equal(at, #raw:received()[1], entry.name)
    end
    assert.equal(16, #paged)
  end)
end)

describe("a list of many pages", function()
  -- Three megabytes, 30 kilobytes a page.
  local PAGES <const>, ITEMS <const>, SIZE <const> = 100, 10, 3000
  local function serving()
    local steps = {}
    for i = 1, PAGES do
      local items = {}
      for n = 1, ITEMS do
        items[n] = ('{"id":"%d-%d","name":"%s"}'):format(i, n, ("x"):rep(SIZE))
      end
      steps[#steps + 1] = { "request" }
      steps[#steps + 1] = { "send", scripted_server.http(200, {}, ('{"tasks":[%s],"last_page":%s}')
        :format(table.concat(items, ","), i == PAGES)) }
    end
    return scripted_server.start { steps }
  end

  -- The most that the heap grew, and how many items there were.
  local function growth(fn)
    local most, count = 0, 0
    collectgarbage()
    collectgarbage()
    local before = collectgarbage "count"
    fn(function()
      count = count + 1
      if count % 50 > 0 then return end
      collectgarbage()
      most = math.max(most, collectgarbage "count" - before)
    end)
    return most, count
  end

  it("takes the memory of a few", function()
    local raw <close> = serving()
    local client <close> = creates.client(raw)
    local most, count = growth(function(tick)
      for _ in client:each("get_tasks", 1) do tick() end
    end)
    assert.equal(PAGES * ITEMS, count)
    assert.is_true(most < 500, most)
  end)

  it("takes no more as the iterator of map", function()
    local raw <close> = serving()
    local client <close> = creates.client(raw)
    local most, count = growth(function(tick)
      client:map(client:each("get_tasks", 1), function()
        tick()
        return true
      end, { keep = false, concurrency = 4 })
    end)
    assert.equal(PAGES * ITEMS, count)
    assert.is_true(most < 500, most)
  end)
end)
