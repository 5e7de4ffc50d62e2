-- SPDX-License-Identifier: MIT
--- What the operations on Spaces, Folders, Lists, tasks and comments do: one row for each, one
-- function for each verb. `clickup.sandbox.generic` has checked what is sent against its data.

local handlers = require "clickup.sandbox.handlers"
local hierarchy = require "clickup.sandbox.hierarchy"
local json = require "clickup.sandbox.json"
local replies = require "clickup.sandbox.replies"
local views = require "clickup.sandbox.hierarchy_views"
local worlds = require "clickup.sandbox.worlds"

local M = {}

local TASKS_A_PAGE <const>, COMMENTS_A_PAGE <const> = 100, 25

-- Verb, kind, and the kind of what it is in; `as`: the field of the answer that the list is in.
local OPERATIONS = {
  get_spaces = { "list", "space", "team", as = "spaces" },
  create_space = { "create", "space", "team" },
  get_folders = { "list", "folder", "space", as = "folders" },
  create_folder = { "create", "folder", "space" },
  get_lists = { "list", "list", "folder", as = "lists" },
  create_list = { "create", "list", "folder" },
  get_folderless_lists = { "list", "list", "space", as = "lists" },
  create_folderless_list = { "create", "list", "space" },
  get_tasks = { "list", "task", "list", as = "tasks", tells_last = true },
  get_filtered_team_tasks = { "list", "task", "team", as = "tasks" },
  create_task = { "create", "task", "list" },
  get_task_comments = { "list", "comment", "task", as = "comments" },
  create_task_comment = { "create", "comment", "task" },
  get_list_comments = { "list", "comment", "list", as = "comments" },
  create_list_comment = { "create", "comment", "list" },
  get_chat_view_comments = { "list", "comment", "view", as = "comments" },
  create_chat_view_comment = { "create", "comment", "view" },
  get_threaded_comments = { "list", "comment", "comment", as = "comments", whole = true },
  create_threaded_comment = { "create", "comment", "comment" },
}
for _, kind in ipairs { "space", "folder", "list", "task", "comment" } do
  if kind ~= "comment" then OPERATIONS["get_" .. kind] = { "get", kind } end
  OPERATIONS["update_" .. kind] = { "update", kind }
  OPERATIONS["delete_" .. kind] = { "delete", kind }
end

-- What is refused ---------------------------------------------------------------------------------

local IDS_OF_LETTERS = { task = true, view = true }

-- The thing that the path names; or nil, and what is answered then.
local function named(exchange, kind)
  if kind == "team" then
    local refusal = handlers.unknown_team(exchange)
    if refusal then return nil, refusal end
  end
  local id = exchange.ids[kind .. "_id"]
  local tree = exchange.state.hierarchy
  local thing = tree:find(kind, id)
  if kind == "task" and exchange.request.query.custom_task_ids == "true" then
    thing = tree:find_custom(id)
  end
  if thing then return thing end
  if not IDS_OF_LETTERS[kind] and not id:find "^%d+$" then
    return nil, replies.refuse(400, kind:gsub("^%l", string.upper) .. " ID invalid", "INPUT_003")
  end
  return nil, replies.refuse(401, "Team not authorized", "OAUTH_027")
end

-- The people in a body: as a list, as changes of one, or one alone.
local function people_in(body)
  local assignees = type(body.assignees) == "table" and body.assignees or {}
  local list = table.move(assignees, 1, #assignees, 1, {})
  for _, id in ipairs(assignees.add or {}) do list[#list + 1] = id end
  if math.tointeger(body.assignee) then list[#list + 1] = body.assignee end
  return list
end

local function has_status(thing, name)
  for _, known in ipairs(hierarchy.statuses(thing)) do
    if known == name then return true end
  end
  return false
end

-- Why a body cannot be stored; nil: it can.
local function refused(exchange, kind, body, near)
  if exchange.state:unknown_user(people_in(body)) then
    return replies.refuse(400, "Assignee invalid", "INPUT_003")
  end
  if kind ~= "task" then return nil end
  if type(body.status) == "string" and not has_status(near, body.status) then
    return replies.refuse(400, "Status not found", "INPUT_002")
  end
  if type(body.parent) == "string" and not exchange.state.hierarchy:find("task", body.parent) then
    return replies.refuse(400, "Parent not found", "INPUT_003")
  end
end

-- Which tasks are asked for -----------------------------------------------------------------------

local function as_set(list)
  local set = {}
  for _, item in ipairs(list) do set[tostring(item)] = true end
  return set
end

local function any_in(list, set)
  for _, item in ipairs(list or {}) do
    if set[tostring(item)] then return true end
  end
  return false
end

local function is_in(kind)
  return function(task, ids)
    local place = hierarchy.up(task, kind)
    return place ~= nil and ids[place.id] == true
  end
end

-- By parameter: whether a task is one that is asked for, by the set of its values.
local FILTERS = {
  statuses = function(task, names)
    return names[task.fields.status or hierarchy.statuses(task)[1]] == true
  end,
  assignees = function(task, ids) return any_in(task.fields.assignees, ids) end,
  tags = function(task, names) return any_in(task.fields.tags, names) end,
  parent = function(task, ids) return ids[tostring(task.fields.parent)] == true end,
  custom_items = function(task, ids) return any_in({ task.fields.custom_item_id or 0 }, ids) end,
  space_ids = is_in "space", project_ids = is_in "folder", list_ids = is_in "list",
}

local TIMES = {
  date_created = function(task) return task.created_ms end,
  date_updated = function(task) return task.updated_ms end,
  date_done = function(task) return task.done_ms end,
  due_date = function(task) return math.tointeger(task.fields.due_date) end,
}

-- Whether a task meets a parameter; true for one that filters nothing.
local function meets(task, name, values)
  local time, side = name:match "^(%l+_%l+)_([gl]t)$"
  if TIMES[time] then
    local ms, limit = TIMES[time](task), tonumber(values[1])
    if not ms or not limit then return false end
    return side == "gt" and ms > limit or side == "lt" and ms < limit
  end
  return not FILTERS[name] or FILTERS[name](task, as_set(values))
end

local function unescape(text)
  return (text:gsub("+", " "):gsub("%%(%x%x)", function(hex)
    return string.char(tonumber(hex, 16))
  end))
end

-- The values of each parameter, with or without brackets, in the order in which they came.
local function parameters(request)
  local all = {}
  for key, value in (request.target:match "%?(.*)$" or ""):gmatch "([^&=]+)=([^&]*)" do
    local name = unescape(key):gsub("%[%]$", "")
    all[name] = all[name] or {}
    table.insert(all[name], unescape(value))
  end
  return all
end

local function is_asked_for(task, given, query)
  local fields = task.fields
  local is_listed = (fields.archived == true) == (query.archived == "true")
    and (not fields.parent or query.subtasks == "true" or given.parent)
    and (not task.done_ms or query.include_closed == "true" or given.statuses)
  if not is_listed then return false end
  for name, values in pairs(given) do
    if not meets(task, name, values) then return false end
  end
  return true
end

local ORDERS = {
  id = function(task) return task.id end,
  created = function(task) return task.number end,
  updated = TIMES.date_updated,
  due_date = function(task) return TIMES.due_date(task) or 0 end,
}

-- The newest first, by default.
local function sorted(tasks, query)
  local key = ORDERS[query.order_by] or ORDERS.created
  local forward = query.reverse == "true"
  table.sort(tasks, function(a, b)
    local x, y = key(a), key(b)
    if x == y then x, y = a.number, b.number end
    if forward then return x < y end
    return x > y
  end)
  return tasks
end

-- Pages -------------------------------------------------------------------------------------------

local select_page = {}

function select_page.task(things, exchange)
  local query, given, tasks = exchange.request.query, parameters(exchange.request), {}
  for _, task in ipairs(things) do
    if is_asked_for(task, given, query) then tasks[#tasks + 1] = task end
  end
  local first = math.max(0, tonumber(query.page) or 0) // 1 * TASKS_A_PAGE
  local page = table.move(sorted(tasks, query), first + 1, first + TASKS_A_PAGE, 1, {})
  return page, first + TASKS_A_PAGE >= #tasks
end

-- The newest first; those behind the one that is named.
function select_page.comment(things, exchange, row)
  local query, list = exchange.request.query, {}
  local start, most = tonumber(query.start), row.whole and #things or COMMENTS_A_PAGE
  local passed = not start
  for i = #things, 1, -1 do
    local thing = things[i]
    passed = passed or thing.created_ms ~= nil and thing.created_ms < start
    if passed and #list < most then list[#list + 1] = thing end
    passed = passed or thing.id == query.start_id
  end
  return list
end

local function select_unarchived(things, exchange)
  local list, archived = {}, exchange.request.query.archived == "true"
  for _, thing in ipairs(things) do
    if (thing.fields.archived == true) == archived then list[#list + 1] = thing end
  end
  return list
end

-- Verbs -------------------------------------------------------------------------------------------

local verbs = {}

function verbs.list(exchange, row)
  local place, refusal = named(exchange, row[3])
  if not place then return refusal end
  local state, kind, shown = exchange.state, row[2], {}
  local things = kind == "task" and hierarchy.within(place, kind) or place.things
  for _, thing in ipairs(things) do
    if thing.kind == kind and worlds.shows(state.world, thing.made_ms, state.clock()) then
      shown[#shown + 1] = thing
    end
  end
  local page, is_last = (select_page[kind] or select_unarchived)(shown, exchange, row)
  local answer = { [row.as] = json.array() }
  for i, thing in ipairs(page) do
    answer[row.as][i] = views.view(thing, state, exchange.request.query)
  end
  if row.tells_last then answer.last_page = is_last end
  return replies.json(200, answer)
end

function verbs.create(exchange, row)
  local place, refusal = named(exchange, row[3])
  refusal = refusal or refused(exchange, row[2], exchange.body, place)
  if refusal then return refusal end
  local state, body = exchange.state, exchange.body
  body.id = nil
  local thing = state.hierarchy:add(place, row[2], body, exchange.user_id)
  if state.world.writer then state.hierarchy:add(place, row[2], body, exchange.user_id + 1) end
  return replies.json(200, views.created(thing, state))
end

function verbs.get(exchange, row)
  local thing, refusal = named(exchange, row[2])
  if not thing then return refusal end
  return replies.json(200, views.view(thing, exchange.state, exchange.request.query))
end

-- Lists that are sent as what to add and what to remove, as they are then.
local function resolve_changes(thing, body)
  for name, value in pairs(body) do
    if type(value) == "table" and (value.add or value.rem) then
      local removed, list = as_set(value.rem or {}), {}
      for _, ids in ipairs { thing.fields[name] or {}, value.add or {} } do
        for _, id in ipairs(ids) do
          if not removed[tostring(id)] then list[#list + 1], removed[tostring(id)] = id, true end
        end
      end
      body[name] = list
    end
  end
end

function verbs.update(exchange, row)
  local thing, refusal = named(exchange, row[2])
  refusal = refusal or refused(exchange, row[2], exchange.body, thing)
  if refusal then return refusal end
  local body = exchange.body
  body.id = nil
  resolve_changes(thing, body)
  exchange.state.hierarchy:edit(thing, body)
  local shown = thing.kind ~= "comment" and views.view(thing, exchange.state) or {}
  return replies.json(200, shown)
end

function verbs.delete(exchange, row)
  local thing, refusal = named(exchange, row[2])
  if not thing then return refusal end
  exchange.state.hierarchy:delete(thing)
  return replies.json(200, {})
end

for name, row in pairs(OPERATIONS) do
  M[name] = function(exchange) return verbs[row[1]](exchange, row) end
end

return M
