-- SPDX-License-Identifier: MIT
--- ClickUp's Goals group, as data; see clickup.api for what an entry holds.

local s = require "clickup.schema"
local types = require "clickup.api.types"

local KEY_RESULT_TYPES = { "number", "currency", "boolean", "percentage", "automatic" }
local UNIT = "for currency a code such as USD"
local TASKS = "ids of tasks to link the target with"
local LISTS = "ids of Lists to link the target with"
local GOAL = "e53a033c-900e-462d-a849-4a216b06d930"
local KEY_RESULT = "947d46ed-8480-49bc-8c57-e569747efe93"

local function all_goals(answer)
  local list = table.move(answer.goals or {}, 1, #(answer.goals or {}), 1, {})
  for _, folder in ipairs(answer.folders or {}) do
    table.move(folder.goals or {}, 1, #(folder.goals or {}), #list + 1, list)
  end
  return list
end

return {
  {
    id = "GetGoals",
    name = "get_goals",
    doc = "View the Goals available in a Workspace.",
    kind = "read",
    method = "GET",
    path = "/v2/team/{team_id}/goal",
    ids = { team_id = "integer" },
    query = s.object {
      { "include_completed", s.boolean },
    },
    answer = s.object {
      { "goals", s.array(types.goal) },
      { "folders", s.array(types.goal_folder) },
    },
    example = { ids = { 512 }, query = { include_completed = true } },
  },
  {
    id = "CreateGoal",
    name = "create_goal",
    doc = "Add a new Goal to a Workspace.",
    kind = "create",
    method = "POST",
    path = "/v2/team/{team_id}/goal",
    ids = { team_id = "integer" },
    body = s.object {
      { "name", s.string, required = true },
      { "due_date", s.integer, required = true, doc = "Unix milliseconds" },
      { "start_date", s.integer, doc = "Unix milliseconds; not declared" },
      { "description", s.string, required = true },
      { "multiple_owners", s.boolean, required = true },
      { "owners", s.array(s.int32), required = true, doc = "user ids" },
      { "color", s.string, required = true, doc = "such as #32a852" },
    },
    answer = types.goal,
    envelope = "goal",
    reconcile = {
      read = "get_goals",
      query = { include_completed = true },
      list = all_goals,
      fields = { name = "name", due_date = "due_date", start_date = "start_date",
        description = "description", color = "color", multiple_owners = "multiple_owners" },
      may_lack = { start_date = true },
    },
    example = {
      ids = { 512 },
      body = {
        name = "Goal Name", due_date = 1568036964079, description = "Goal Description",
        multiple_owners = true, owners = { 183 }, color = "#32a852",
      },
    },
  },
  {
    id = "GetGoal",
    name = "get_goal",
    doc = "View the details of a Goal including its Targets.",
    kind = "read",
    method = "GET",
    path = "/v2/goal/{goal_id}",
    ids = { goal_id = "string" },
    answer = types.goal,
    envelope = "goal",
    example = { ids = { GOAL } },
  },
  {
    id = "UpdateGoal",
    name = "update_goal",
    doc = "Rename a Goal, set the due date, replace the description, add or remove owners, "
      .. "and set the Goal color.",
    kind = "edit",
    method = "PUT",
    path = "/v2/goal/{goal_id}",
    ids = { goal_id = "string" },
    body = s.object {
      { "name", s.string },
      { "due_date", s.integer, null = true, doc = "Unix milliseconds" },
      { "start_date", s.integer, null = true, doc = "Unix milliseconds; not declared" },
      { "description", s.string },
      { "rem_owners", s.array(s.int32), doc = "user ids" },
      { "add_owners", s.array(s.int32), doc = "user ids" },
      { "color", s.string },
    },
    answer = types.goal,
    envelope = "goal",
    example = {
      ids = { GOAL },
      body = {
        name = "Updated Goal Name", due_date = 1568036964079,
        description = "Updated Goal Description", rem_owners = { 183 }, add_owners = { 184 },
        color = "#32a852",
      },
    },
  },
  {
    id = "DeleteGoal",
    name = "delete_goal",
    doc = "Remove a Goal from your Workspace.",
    kind = "delete",
    method = "DELETE",
    path = "/v2/goal/{goal_id}",
    ids = { goal_id = "string" },
    example = { ids = { GOAL } },
  },
  {
    id = "CreateKeyResult",
    name = "create_key_result",
    doc = "Add a Target to a Goal.",
    kind = "create",
    method = "POST",
    path = "/v2/goal/{goal_id}/key_result",
    ids = { goal_id = "string" },
    body = s.object {
      { "name", s.string, required = true },
      { "owners", s.array(s.int32), required = true, doc = "user ids" },
      { "type", s.string, required = true, values = KEY_RESULT_TYPES },
      { "steps_start", s.int32, required = true },
      { "steps_end", s.int32, required = true },
      { "unit", s.string, required = true, doc = UNIT },
      { "task_ids", s.array(s.string), required = true, doc = TASKS },
      { "list_ids", s.array(s.string), required = true, doc = LISTS },
    },
    answer = types.key_result,
    envelope = "key_result",
    reconcile = {
      read = "get_goal",
      list = function(goal) return goal.key_results or {} end,
      fields = { name = "name", type = "type", unit = "unit", owners = "owners",
        steps_start = "steps_start", steps_end = "steps_end", task_ids = "task_ids",
        list_ids = "subcategory_ids" },
      may_lack = { steps_start = true, steps_end = true },
    },
    example = {
      ids = { GOAL },
      body = {
        name = "New Key Result Name", owners = { 183 }, type = "number", steps_start = 0,
        steps_end = 10, unit = "km", task_ids = {}, list_ids = {},
      },
    },
  },
  {
    id = "EditKeyResult",
    name = "edit_key_result",
    doc = "Update a Target.",
    kind = "edit",
    method = "PUT",
    path = "/v2/key_result/{key_result_id}",
    ids = { key_result_id = "string" },
    body = s.object {
      { "steps_current", s.int32 },
      { "note", s.string },
      { "name", s.string, doc = "this and what follows is not declared" },
      { "owners", s.array(s.int32), doc = "user ids" },
      { "type", s.string, values = KEY_RESULT_TYPES },
      { "steps_start", s.int32 },
      { "steps_end", s.int32 },
      { "unit", s.string, doc = UNIT },
      { "task_ids", s.array(s.string), doc = TASKS },
      { "list_ids", s.array(s.string), doc = LISTS },
    },
    answer = types.key_result,
    envelope = "key_result",
    example = { ids = { KEY_RESULT }, body = { steps_current = 5, note = "Target achieved" } },
  },
  {
    id = "DeleteKeyResult",
    name = "delete_key_result",
    doc = "Delete a target from a Goal.",
    kind = "delete",
    method = "DELETE",
    path = "/v2/key_result/{key_result_id}",
    ids = { key_result_id = "string" },
    example = { ids = { KEY_RESULT } },
  },
}
