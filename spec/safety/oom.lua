-- SPDX-License-Identifier: MIT
-- The scenarios of oom.c: `setup` with all the memory there is, `run` without
-- some of it, `check` with all of it again. Called without a name it returns
-- their names.

local host, name = ...

-- Parsing the modules anew for each run would take most of the time.
table.insert(package.searchers, 2, function(module)
  local code = host.kept(module)
  if not code and module:find "^clickup%f[.\0]" and not package.preload[module] then
    code = string.dump(assert(loadfile(assert(package.searchpath(module, package.path)))))
    host.keep(module, code)
  end
  return code and load(code, module, "b")
end)

local clickup
local client, call   -- as far as they could be made
local sent = {}      -- name of a create → its number
local came = {}      -- name of a create → { value, err } as it was told

local function body(number)
  return {
    name = "kr-" .. number, owners = { 183 }, type = "number", steps_start = 0,
    steps_end = 10, unit = "km", task_ids = {}, list_ids = { "a", "b" },
  }
end

local function options(given)
  local all = {
    base_url = host.url, token = "pk_1", timeout = 5, max_retries = 0, reconcile = false,
    proxy = "",
  }
  for key, value in pairs(given or {}) do all[key] = value end
  return all
end

-- ---- what a scenario is made of ---------------------------------------------

local function with_client(given)
  return function()
    clickup = require "clickup"
    client = clickup.new(options(given))
  end
end

-- Bodies and the places of outcomes are made before memory is short, so that
-- what is told is known.
local function prepare(...)
  local bodies = {}
  for _, key in ipairs { ... } do
    sent[key] = host.next()
    bodies[key] = body(sent[key])
    came[key] = { false, false }
  end
  return bodies
end

local bodies

local function creating(given, ...)
  local keys = { ... }
  local make = with_client(given)
  return function()
    make()
    bodies = prepare(table.unpack(keys))
  end
end

local function create(key, goal)
  local at = came[key]
  at[1], at[2] = client:create_key_result(goal, bodies[key])
end

local function start(key, goal)
  call = client:start("create_key_result", goal, bodies[key])
end

local function finish(key)
  local at = came[key]
  while not call:done() do
    client:wait()
    client:step()
  end
  at[1], at[2] = call:result()
end

-- Every error kind, with what it says read to the end.
local function read_all(err)
  local text = tostring(err) .. err.message
  for _, value in pairs(err.response) do text = text .. tostring(value) end
  return text
end

-- ---- the scenarios ----------------------------------------------------------

local order, scenarios = {}, {}

local function scenario(title, setup, run)
  order[#order + 1] = title
  scenarios[title] = { setup = setup, run = run }
end

scenario("require", function() end, function() clickup = require "clickup" end)

scenario("new", function() clickup = require "clickup" end, function()
  local function ignore() end
  client = clickup.new(options { on_event = ignore, user_agent = "x", http_version = "1.1" })
end)

-- A prefix that the server does not mind, of a length that fills a buffer.
scenario("a long base_url", function() clickup = require "clickup" end, function()
  client = clickup.new(options { base_url = host.url .. ("/team"):rep(60) })
end)

scenario("create", creating(nil, "one"), function() create("one", "ok") end)

scenario("start, step, result, close", creating(nil, "one"), function()
  start("one", "ok")
  finish("one")
  local info = came.one[2]
  read_all(info.response and info or { message = "", response = info })
  assert(tostring(call) and tostring(client))
  client:close()
end)

scenario("a second create", function()
  creating(nil, "first", "one")()
  create("first", "ok")
end, function()
  create("one", "odd")
  assert(not came.one[1] or came.one[1].id == "odd")
end)

scenario("invalid", creating(nil, "one"), function()
  bodies.one = { name = 1, owner = 1, owners = { "x", 1.5 }, type = "nmber",
    steps_end = 1 << 40, unit = "\xff", task_ids = { {} }, list_ids = { "a", [4] = "b" } }
  create("one", "ok")
  read_all(came.one[2])
end)

scenario("refused by the API", creating(nil, "one"), function()
  create("one", "bad")
  read_all(came.one[2])
end)

scenario("garbage", creating(nil, "one"), function()
  create("one", "garbage")
  read_all(came.one[2])
end)

scenario("an odd answer", creating(nil, "one"), function() create("one", "odd") end)

scenario("too large", creating({ max_response_bytes = 2048 }, "one"), function()
  create("one", "long")
  read_all(came.one[2])
end)

scenario("no connection", creating({ base_url = host.dead_url }, "one"), function()
  create("one", "ok")
  read_all(came.one[2])
end)

scenario("a cut", creating(nil, "one"), function()
  create("one", "cut")
  read_all(came.one[2])
end)

scenario("a cut of a used connection", function()
  creating(nil, "first", "one")()
  create("first", "ok")
end, function() create("one", "cut") end)

scenario("timeout", creating({ timeout = 0.004 }, "one"), function()
  create("one", "mute")
  read_all(came.one[2])
end)

scenario("deadline", creating({ deadline = 0.004 }, "one"), function() create("one", "mute") end)

scenario("reconciled", creating({ reconcile = true, reconcile_wait = 0.002 }, "one"), function()
  create("one", "cut")
end)

scenario("cancel", creating(nil, "one"), function()
  start("one", "ok")
  client:step()
  call:cancel()
  finish("one")
end)

scenario("close in flight", creating(nil, "one"), function()
  start("one", "mute")
  client:step()
  client:close()
  came.one[1], came.one[2] = call:result()
end)

scenario("events", function()
  creating({ on_event = function(event) assert(event.event) end }, "one", "two")()
end, function()
  create("one", "ok")
  create("two", "bad")
end)

scenario("collected unclosed", creating(nil, "one"), function()
  start("one", "mute")
  client:step()
  client, call = nil, nil
  collectgarbage()
end)

scenario("many at once", creating({ max_in_flight = 2 }, "a", "b", "c"), function()
  client:map({ "a", "b", "c" }, function(key) create(key, "ok") return true end)
end)

scenario("on_done", creating(nil, "one"), function()
  start("one", "ok")
  call:on_done(function(value, err)
    local at = came.one
    at[1], at[2] = value, err
  end)
  finish("one")
  client:step()
end)

scenario("a query", with_client(), function()
  client:get_goals("7", { include_completed = true })
end)

scenario("a union and a query", function()
  with_client()()
  require "clickup.api.custom_fields"
end, function()
  local _, err = client:set_custom_field_value("9hz", "f", { value = { add = { 1, true } } },
    { team_id = {}, custom_task_ids = true })
  if err then tostring(err) end
  client:set_custom_field_value("9hz", "f", { value = { "a", "b" } }, { team_id = "7" })
end)

-- The file's name is that of the create, which the server counts.
scenario("an upload", function()
  creating({ on_event = function() end }, "one")()
  require "clickup.api.attachments"
end, function()
  local at = came.one
  local file = { path = "LICENSE", filename = "kr-" .. sent.one }
  at[1], at[2] = client:create_task_attachment("odd", { attachment = file })
end)

scenario("an upload of bytes, and of none", function()
  creating(nil, "one")()
  require "clickup.api.attachments"
end, function()
  local _, err = client:create_task_attachment("odd", { attachment = { path = "none", bytes = 1,
    filename = "/", content_type = "x", other = 1 } })
  if err then tostring(err) end
  local file = { bytes = ("x"):rep(1000), filename = "kr-" .. sent.one }
  call = client:start("post_entity_attachment", 1, "attachments", "odd", { filename = "é",
    attachment = file })
  finish("one")
end)

scenario("a request", with_client(), function()
  client:request("GET", "/v2/team/7/goal?a=b")
  client:rate_limit()
  client:stats()
end)

scenario("a sleep", with_client(), function()
  call = client:sleep(0.001)
  while not call:done() do
    client:wait()
    client:step()
  end
end)

if not name then return order end

-- ---- what must hold afterwards ----------------------------------------------

local UNUSABLE = { garbage = true, ["too large"] = true }

local function check_told(key)
  local value, err = came[key][1], came[key][2]
  local blamed = err and err.kind == "decode" and not UNUSABLE[name]
  assert(not blamed, "the server is blamed: " .. tostring(err))
  local runs = host.runs(sent[key])
  assert(runs <= 1, "a create was run twice")
  if value then
    assert(runs == 1, "success, but it was not run")
  elseif err and err.sent == "no" then
    assert(not host.saw(sent[key]), "sent is no, but the server saw it")
  end
end

-- What was started ends, whatever was missed.
local function check_call()
  if not call or client and client:is_closed() then return end
  if not client then return end
  for _ = 1, 2000 do
    if call:done() then break end
    client:wait(0.005)
    client:step()
  end
  assert(call:done(), "a call that never ends")
  assert(client:is_closed() or client:stats().in_flight == 0, "in flight for ever")
end

-- What a callback or a task raised when memory was short comes out of the next
-- step that gets so far.
local function settle()
  for _ = 1, 50 do
    if not client or client:is_closed() then return end
    local ok, err = pcall(client.step, client)
    assert(ok or tostring(err):find("memory", 1, true), err)
    if ok and not client:timeout() then return end
    client:wait(0.002)
  end
end

local function check_usable()
  clickup = clickup or require "clickup"
  local elsewhere = name == "no connection" or name == "a long base_url"
  if not client or client:is_closed() or elsewhere then
    client = clickup.new(options())
  end
  bodies = prepare("after")
  local ok, err = client:create_key_result("ok", bodies.after, { timeout = 5, deadline = 5 })
  assert(ok, "unusable: " .. tostring(err))
  assert(host.runs(sent.after) == 1, "the create after it was not run once")
end

local function check()
  assert(collectgarbage("isrunning"), "the collector does not run any more")
  settle()
  check_call()
  for key in pairs(came) do check_told(key) end
  check_usable()
  for key in pairs(came) do check_told(key) end
end

return scenarios[name].setup, scenarios[name].run, check
