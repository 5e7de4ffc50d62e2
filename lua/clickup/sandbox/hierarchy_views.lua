-- SPDX-License-Identifier: MIT
--- How Spaces, Folders, Lists, tasks and comments look in ClickUp's answers.

local hierarchy = require "clickup.sandbox.hierarchy"
local json = require "clickup.sandbox.json"

local M = {}

local null, array = json.null, json.array
local up = hierarchy.up

local function or_null(value)
  if value == nil then return null end
  return value
end

-- Times are sent as numbers, and come back as strings.
local function date(ms)
  ms = math.tointeger(ms)
  return ms and ("%d"):format(ms) or null
end

local function map(list, view, ...)
  local result = array()
  for i, item in ipairs(list or {}) do result[i] = view(item, ...) end
  return result
end

local function user(id, state)
  return or_null(state.users[math.tointeger(tonumber(id) or -1)])
end

-- Statuses ----------------------------------------------------------------------------------------

local function status(name, index, count)
  local kind = index == 1 and "open" or index == count and "closed" or "custom"
  return { id = "p" .. index, status = name, type = kind, orderindex = index - 1,
    color = kind == "closed" and "#6bc950" or "#d3d3d3" }
end

local function statuses(thing)
  local names, list = hierarchy.statuses(thing), array()
  for i, name in ipairs(names) do list[i] = status(name, i, #names) end
  return list
end

local function status_of(task)
  local names = hierarchy.statuses(task)
  for i, name in ipairs(names) do
    if name == (task.fields.status or names[1]) then return status(name, i, #names) end
  end
  return status(task.fields.status, 2, 3)
end

-- Places ------------------------------------------------------------------------------------------

local function features(thing)
  local made = { due_dates = { enabled = true, start_date = false, remap_due_dates = false,
    remap_closed_due_date = false } }
  for _, name in ipairs { "time_tracking", "tags", "time_estimates", "checklists",
    "custom_fields", "remap_dependencies", "dependency_warning", "portfolios" } do
    made[name] = { enabled = true }
  end
  return thing.fields.features or made
end

local views = {}

function views.space(thing)
  local fields = thing.fields
  return { id = thing.id, name = or_null(fields.name), private = fields.private == true,
    color = or_null(fields.color), avatar = null, archived = fields.archived == true,
    admin_can_manage = fields.admin_can_manage ~= false, members = array(),
    statuses = statuses(thing), multiple_assignees = fields.multiple_assignees == true,
    features = features(thing) }
end

local function place_of(thing)
  local space = up(thing, "space")
  return { id = space.id, name = or_null(space.fields.name), access = true }
end

-- What is in no Folder is told to be in a hidden one.
local function folder_of(thing)
  local folder = up(thing, "folder")
  return { id = folder and folder.id or "9" .. up(thing, "space").id, access = true,
    name = folder and or_null(folder.fields.name) or "hidden", hidden = folder == nil }
end

local function index_of(thing)
  for i, other in ipairs(thing.parent.things) do
    if other == thing then return i - 1 end
  end
end

local function subfolders(thing)
  local ids = array()
  for _, other in ipairs(thing.parent.things) do
    if other.fields.parent_folder_id == thing.id then ids[#ids + 1] = { id = other.id } end
  end
  return ids
end

function views.folder(thing, state, query)
  return { id = thing.id, name = or_null(thing.fields.name), orderindex = index_of(thing),
    override_statuses = false, hidden = false, space = place_of(thing),
    task_count = ("%d"):format(#hierarchy.within(thing, "task")),
    archived = thing.fields.archived == true, lists = map(thing.things, M.view, state),
    parent_folder = thing.fields.parent_folder_id,
    folders = query and query.include_subfolders == "true" and subfolders(thing) or nil }
end

local PRIORITIES = { "urgent", "high", "normal", "low" }
local COLORS = { "#f50000", "#f8ae00", "#6fddff", "#d8d8d8" }

local function priority(value)
  local i = math.tointeger(value)
  if not PRIORITIES[i] then return null end
  return { id = ("%d"):format(i), priority = PRIORITIES[i], color = COLORS[i],
    orderindex = ("%d"):format(i) }
end

function views.list(thing, state)
  local fields = thing.fields
  return { id = thing.id, name = or_null(fields.name), orderindex = index_of(thing),
    content = or_null(fields.content or fields.markdown_content),
    archived = fields.archived == true,
    status = fields.status and { status = fields.status, color = "#e50000", hide_label = true }
      or null,
    priority = priority(fields.priority), assignee = user(fields.assignee, state),
    task_count = #hierarchy.within(thing, "task"), due_date = date(fields.due_date),
    due_date_time = fields.due_date_time == true, start_date = null, start_date_time = null,
    folder = folder_of(thing), space = place_of(thing), statuses = statuses(thing),
    inbound_address = ("add.task.%s@tasks.clickup.com"):format(thing.id),
    override_statuses = false, permission_level = "create" }
end

-- Tasks -------------------------------------------------------------------------------------------

local function tag(name, creator)
  return { name = name, tag_fg = "#000000", tag_bg = "#d3d3d3", creator = creator }
end

local function custom_field(sent)
  return { id = sent.id, name = "Custom Field", type = "text", type_config = {}, value = sent.value,
    date_created = "1567780450202", hide_from_guests = false, required = false }
end

-- What was sent comes back as it is.
local KEPT = { "custom_id", "parent", "points", "time_estimate", "name" }
local EMPTY = { "group_assignees", "watchers", "checklists", "dependencies", "linked_tasks",
  "locations" }
local NONE = { "top_level_parent" }

local function places(task)
  local list, folder = up(task, "list"), folder_of(task)
  return {
    list = { id = list.id, name = or_null(list.fields.name), access = true },
    folder = folder, project = folder, space = { id = up(task, "space").id },
    team_id = up(task, "team").id,
  }
end

local function with(view, more)
  for name, value in pairs(more) do view[name] = value end
  return view
end

local function subtasks(task, state)
  local list = array()
  for _, other in ipairs(task.parent.things) do
    if other.fields.parent == task.id then list[#list + 1] = views.task(other, state) end
  end
  return list
end

function views.task(task, state, query)
  local fields = task.fields
  local text = fields.markdown_content or fields.description or ""
  local view = with(places(task), {
    id = task.id, custom_item_id = fields.custom_item_id or 0, description = text,
    text_content = text, status = status_of(task), orderindex = ("%d.0"):format(task.number),
    date_created = date(task.created_ms), date_updated = date(task.updated_ms),
    date_closed = date(task.done_ms), date_done = date(task.done_ms), time_spent = 0,
    archived = fields.archived == true, creator = user(task.creator, state),
    assignees = map(fields.assignees, user, state), tags = map(fields.tags, tag, task.creator),
    priority = priority(fields.priority), due_date = date(fields.due_date),
    start_date = date(fields.start_date), custom_fields = map(fields.custom_fields, custom_field),
    sharing = { public = false, public_fields = array() }, permission_level = "create",
    url = "https://app.clickup.com/t/" .. task.id,
  })
  for _, name in ipairs(KEPT) do view[name] = or_null(fields[name]) end
  for _, name in ipairs(EMPTY) do view[name] = array() end
  for _, name in ipairs(NONE) do view[name] = null end
  query = query or {}
  if query.include_markdown_description == "true" then view.markdown_description = text end
  if query.include_subtasks == "true" then view.subtasks = subtasks(task, state) end
  return view
end

-- Comments ----------------------------------------------------------------------------------------

function views.comment(thing, state)
  local fields = thing.fields
  return { id = thing.id, comment = array { { text = fields.comment_text or "" } },
    comment_text = or_null(fields.comment_text), user = user(thing.creator, state),
    resolved = fields.resolved == true, assignee = user(fields.assignee, state),
    assigned_by = fields.assignee and user(thing.creator, state) or null, reactions = array(),
    date = date(thing.created_ms), reply_count = #thing.things }
end

--- The answer to a create: neither text nor author are in it.
local function new_comment(thing)
  return { id = thing.id, hist_id = "2" .. thing.id, date = or_null(thing.created_ms) }
end

---@param thing clickup.sandbox.Thing
---@param state clickup.sandbox.State
---@param query table<string, string>?
---@return table
function M.view(thing, state, query) return views[thing.kind](thing, state, query) end

---@param thing clickup.sandbox.Thing one that was just created
---@param state clickup.sandbox.State
---@return table
function M.created(thing, state)
  return thing.kind == "comment" and new_comment(thing) or M.view(thing, state)
end

local KINDS = { "space", "folder", "list", "task", "comment" }

--- All there is, oldest first: of each kind a list.
---@param state clickup.sandbox.State
---@return table<string, table[]> # spaces, folders, lists, tasks, comments
function M.all(state)
  local all = {}
  for _, kind in ipairs(KINDS) do
    local things = {}
    for _, thing in pairs(state.hierarchy.by_id[kind]) do things[#things + 1] = thing end
    table.sort(things, function(a, b) return a.number < b.number end)
    all[kind .. "s"] = map(things, M.view, state)
  end
  return all
end

return M
