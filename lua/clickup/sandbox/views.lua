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

local function user(id, state)
  return state.users[math.tointeger(id)]
end

local function action(record, key_result)
  return {
    id = record.id,
    key_result_id = key_result.id,
    userid = record.user_id,
    date_modified = date(record.at_ms),
    note = record.note,
    steps_taken = null,
    steps_before = null,
    steps_current = null,
    steps_before_float = or_null(record.steps_before),
    steps_taken_float = or_null(record.steps_taken),
    workspace_id = key_result.goal.team_id,
  }
end

---@param record clickup.sandbox.KeyResult
---@return number # a fraction from 0 to 1; that ClickUp's is one too is likely, not certain
local function progress(record)
  local distance = record.steps_end - record.steps_start
  if distance == 0 then return 0 end
  return math.max(0, math.min(1, (record.steps_current - record.steps_start) / distance))
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
    last_action = action(record.actions[#record.actions], record),
    workspace_id = record.goal.team_id,
  }
end

--- A key result inside its goal, where steps and progress do appear.
---@param record clickup.sandbox.KeyResult
---@param state clickup.sandbox.State
---@return table
function M.key_result_in_goal(record, state)
  local view = M.key_result(record, state)
  view.percent_completed = progress(record)
  view.steps_start = record.steps_start
  view.steps_end = record.steps_end
  view.steps_current = record.steps_current
  return view
end

local function history(goal)
  local result = array()
  for _, key_result in ipairs(goal.key_results) do
    for _, record in ipairs(key_result.actions) do
      result[#result + 1] = action(record, key_result)
    end
  end
  table.sort(result, function(a, b)
    if a.date_modified == b.date_modified then return a.id < b.id end
    return a.date_modified < b.date_modified
  end)
  return result
end

local function goal_progress(goal)
  local sum = 0
  for _, key_result in ipairs(goal.key_results) do sum = sum + progress(key_result) end
  return #goal.key_results > 0 and sum / #goal.key_results or 0
end

---@param record clickup.sandbox.Goal
---@param state clickup.sandbox.State
---@return table
function M.goal(record, state)
  return {
    id = record.id,
    pretty_id = record.pretty_id,
    name = record.name,
    team_id = record.team_id,
    creator = record.creator,
    color = record.color,
    date_created = date(record.created_ms),
    start_date = date(record.start_ms),
    due_date = date(record.due_ms),
    description = record.description,
    private = false,
    archived = false,
    multiple_owners = record.multiple_owners,
    folder_id = null,
    members = array(),
    owners = map(record.owners, user, state),
    key_results = map(record.key_results, M.key_result_in_goal, state),
    percent_completed = goal_progress(record),
    history = history(record),
    pretty_url = ("https://app.clickup.com/%s/goals/%s"):format(record.team_id, record.pretty_id),
    editor_token = record.editor_token,
    date_updated = date(record.updated_ms),
    folder_name = null,
    role_subtype = 0,
    group_members = array(),
    key_result_count = #record.key_results,
  }
end

---@param state clickup.sandbox.State
---@return table[] # every goal, oldest first
function M.goals(state)
  return map(state.goals, M.goal, state)
end

return M
