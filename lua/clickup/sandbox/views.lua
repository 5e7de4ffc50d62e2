-- SPDX-License-Identifier: MIT
--- How records look in ClickUp's answers: the documents' examples, plus the fields that the live
-- API adds without declaring them. Dates are decimal strings of Unix milliseconds.

local json = require "clickup.sandbox.json"

local M = {}

local null, array = json.null, json.array

local function or_null(value)
  if value == nil then return null end
  return value
end

local function date(at_ms)
  return at_ms and ("%d"):format(at_ms) or null
end

local function map(list, view, context)
  local result = array()
  for i, item in ipairs(list) do result[i] = view(item, context) end
  return result
end

local function with(view, more)
  for name, value in pairs(more) do view[name] = value end
  return view
end

-- People ------------------------------------------------------------------------------------------

local function user(id, state)
  return state.users[math.tointeger(id)]
end

--- The owner of the token, with the settings that only they see.
---@param id integer
---@param state clickup.sandbox.State
---@return table
function M.authorized_user(id, state)
  return with({
    week_start_day = 0,
    global_font_support = false,
    timezone = "America/Los_Angeles", -- which the document calls timezeone
  }, user(id, state))
end

local function member(id, state)
  return { user = with({ role = 3, custom_role = null }, user(id, state)) }
end

local function team(team_id, state)
  return {
    id = team_id,
    name = state.teams[team_id].name,
    color = "#000000",
    avatar = null,
    members = map(state.user_ids, member, state),
  }
end

---@param state clickup.sandbox.State
---@return table[] # every Workspace
function M.teams(state)
  return map(state.team_ids, team, state)
end

-- Key results -------------------------------------------------------------------------------------

local function action(record)
  return {
    id = record.id,
    key_result_id = record.key_result.id,
    userid = record.user_id,
    date_modified = date(record.at_ms),
    note = record.note,
    steps_taken = null,
    steps_before = null,
    steps_current = null,
    steps_before_float = or_null(record.steps_before),
    steps_taken_float = or_null(record.steps_taken),
    workspace_id = record.key_result.goal.team_id,
  }
end

-- Where it is now: an automatic one is as far as the tasks that it is linked with are done, if
-- there are any.
local function steps_current(record)
  if record.type ~= "automatic" then return record.steps_current end
  local done, count = record.hierarchy:progress(record.task_ids, record.list_ids)
  local distance = record.steps_end - record.steps_start
  return count > 0 and record.steps_start + distance * done / count or record.steps_current
end

---@param record clickup.sandbox.KeyResult
---@return number # a fraction from 0 to 1; that ClickUp's is one too is likely, not certain
local function progress(record)
  local distance = record.steps_end - record.steps_start
  if distance == 0 then return 0 end
  return math.max(0, math.min(1, (steps_current(record) - record.steps_start) / distance))
end

--- The answer to a create or an edit: neither steps nor progress are in it.
---@param record clickup.sandbox.KeyResult
---@param state clickup.sandbox.State
---@return table
function M.key_result(record, state)
  return {
    id = record.id,
    goal_id = record.goal.id,
    name = record.name,
    type = record.type,
    unit = record.unit,
    creator = record.creator,
    date_created = date(record.created_ms),
    goal_pretty_id = record.goal.pretty_id,
    percent_completed = null,
    completed = progress(record) == 1,
    task_ids = array(record.task_ids),
    subcategory_ids = array(record.list_ids),
    owners = map(record.owners, user, state),
    last_action = action(record.last_action),
    workspace_id = record.goal.team_id,
  }
end

--- A key result inside its goal, where steps and progress do appear.
local function key_result_in_goal(record, state)
  return with(M.key_result(record, state), {
    percent_completed = progress(record),
    steps_start = record.steps_start,
    steps_end = record.steps_end,
    steps_current = steps_current(record),
  })
end

-- Goals -------------------------------------------------------------------------------------------

--- How far a goal is: the mean of its key results, from 0 to 1.
---@param goal clickup.sandbox.Goal
---@return number
function M.goal_progress(goal)
  local sum = 0
  for _, key_result in ipairs(goal.key_results) do sum = sum + progress(key_result) end
  return #goal.key_results > 0 and sum / #goal.key_results or 0
end

--- What a goal has wherever it is shown.
local function basic_goal(record, state)
  return {
    id = record.id,
    pretty_id = record.pretty_id,
    name = record.name,
    team_id = record.team_id,
    creator = record.creator,
    color = record.color,
    date_created = date(record.created_ms),
    date_updated = date(record.updated_ms),
    start_date = date(record.start_ms),
    due_date = date(record.due_ms),
    description = or_null(record.description), -- declared as a string
    private = false,
    archived = false,
    multiple_owners = record.multiple_owners,
    folder_id = record.folder and record.folder.id or null,
    folder_name = record.folder and record.folder.name or null,
    owners = map(record.owners, user, state),
    percent_completed = M.goal_progress(record),
    editor_token = record.editor_token,
    role_subtype = 0,
    group_members = array(),
    key_result_count = #record.key_results,
  }
end

---@param record clickup.sandbox.Goal
---@param state clickup.sandbox.State
---@return table
function M.goal(record, state)
  return with(basic_goal(record, state), {
    members = array(),
    key_results = map(record.key_results, key_result_in_goal, state),
    history = map(record.history, action),
    pretty_url = ("https://app.clickup.com/%s/goals/%s"):format(record.team_id, record.pretty_id),
  })
end

--- A goal in a list: its key results are only counted.
local function listed_goal(record, state)
  local creator = with({ permission_level = "edit", isCreator = true }, user(record.creator, state))
  local view = with(basic_goal(record, state), {
    owner = null,
    last_update = date(record.updated_ms),
    pinned = false,
    members = array { creator },
  })
  if record.folder then view.folder_access = true end
  return view
end

--- A folder with those of its goals that are to be listed.
local function goal_folder(record, goals, state)
  local creator = with({
    permission_level = "edit",
    date_added = record.created_ms, -- the one date that is a number
    added_by = record.creator,
  }, user(record.creator, state))
  return {
    id = record.id,
    name = record.name,
    team_id = record.team_id,
    private = record.private,
    date_created = date(record.created_ms),
    creator = record.creator,
    goal_count = #goals,
    members = array { creator },
    goals = map(goals, listed_goal, state),
  }
end

--- A Workspace's goals. Those in folders are in their folders only.
---@param loose clickup.sandbox.Goal[] those in no folder
---@param by_folder table<clickup.sandbox.Folder, clickup.sandbox.Goal[]>
---@param team_id string
---@param state clickup.sandbox.State
---@return { goals: table[], folders: table[] }
function M.goal_list(loose, by_folder, team_id, state)
  local folders = array()
  for _, folder in ipairs(state.folders) do
    if folder.team_id == team_id then
      folders[#folders + 1] = goal_folder(folder, by_folder[folder], state)
    end
  end
  return { goals = map(loose, listed_goal, state), folders = folders }
end

---@param state clickup.sandbox.State
---@return table[] # every folder with all its goals, oldest first
function M.folders(state)
  return map(state.folders, function(folder)
    local goals = {}
    for _, goal in ipairs(state.goals) do
      if goal.folder == folder then goals[#goals + 1] = goal end
    end
    return goal_folder(folder, goals, state)
  end)
end

---@param state clickup.sandbox.State
---@return table[] # every goal, oldest first
function M.goals(state)
  return map(state.goals, M.goal, state)
end

-- Webhooks ----------------------------------------------------------------------------------------

local function id_or_null(id)
  return id and tostring(id) or null
end

---@param record clickup.sandbox.Webhook
---@return table
function M.webhook(record)
  return {
    id = record.id,
    userid = record.user_id,
    team_id = math.tointeger(tonumber(record.team_id)),
    endpoint = record.endpoint,
    client_id = "QVOQP06ZXC6CMGVFKB0ZT7J9Y7APOYGO",
    events = array(record.events),
    task_id = id_or_null(record.task_id),
    list_id = id_or_null(record.list_id),
    folder_id = id_or_null(record.folder_id),
    space_id = id_or_null(record.space_id),
    health = { status = record.status, fail_count = record.fail_count },
    secret = record.secret,
  }
end

---@param webhooks clickup.sandbox.Webhook[]
---@return table[]
function M.webhooks(webhooks)
  return map(webhooks, M.webhook)
end

return M
