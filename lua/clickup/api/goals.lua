-- SPDX-License-Identifier: MIT
--- ClickUp's Goals group, as data; see clickup.api for what an entry holds.

-- luacheck: no max string line length

local s = require "clickup.schema"
local types = require "clickup.api.types"

local KEY_RESULT_TYPES = { "number", "currency", "boolean", "percentage", "automatic" }
local UNIT = "for currency a code such as USD"
local TASKS = "ids of tasks to link the target with"
local LISTS = "ids of Lists to link the target with"
local GOAL = "e53a033c-900e-462d-a849-4a216b06d930"
local KEY_RESULT = "947d46ed-8480-49bc-8c57-e569747efe93"

-- A list, or nil: what is not one does not show that something is absent.
local function list_in(value)
  if type(value) ~= "table" or #value == 0 and next(value) ~= nil then return nil end
  return value
end

local function all_goals(answer)
  local goals, folders = list_in(answer.goals), list_in(answer.folders or {})
  if not goals or not folders then return nil end
  local list = table.move(goals, 1, #goals, 1, {})
  for _, folder in ipairs(folders) do
    local inner = type(folder) == "table" and list_in(folder.goals or {})
    if not inner then return nil end
    table.move(inner, 1, #inner, #list + 1, list)
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
      { "goals", s.array(types.listed_goal), doc = "those in no folder" },
      { "folders", s.array(types.goal_folder) },
    },
    example = {
      ids = { 123 }, query = { include_completed = true },
      answer = [[
{"goals": [{"id": "e53a033c-900e-462d-a849-4a216b06d930", "pretty_id": "6", "name": "Goal ABC",
"team_id": "512", "creator": 182, "owner": null, "color": "#32a852",
"date_created": "1568044355026", "start_date": null, "due_date": "1568036964079",
"description": "Updated Goal Description", "private": false, "archived": false,
"multiple_owners": true,
"editor_token": "goal:792c3027-83a2-45de-be96-2f623b5f9078:1626303240249:38fd99e8-f989-4125-9a05-19ead0ed83a6:57bdc749-4ca6-4082-a78e-3485ed15e675",
"date_updated": "1626130440221", "last_update": "1626132992152", "folder_id": null,
"pinned": false, "owners": [], "key_result_count": 1, "members": [{"id": 182,
"username": "Jane Doe", "email": "janedoe@gmail.com", "color": "#827718",
"permission_level": "edit",
"profilePicture": "https://attachments-public.clickup.com/profilePictures/profile.jpg",
"initials": "JD", "isCreator": true}], "group_members": [], "percent_completed": 0}],
"folders": [{"id": "05921253-7737-44af-a1aa-36fd11244e6f", "name": "Quarterly Goals",
"team_id": "512", "private": true, "date_created": "1548802674671", "creator": 182,
"goal_count": 1, "members": [{"id": 182, "email": "janedoe@gmail.com", "username": "Jane Doe",
"color": "#827718", "permission_level": "read", "date_added": 1631599941928, "added_by": 183,
"initials": "JD",
"profilePicture": "https://attachments-public.clickup.com/profilePictures/profile.jpg"}],
"goals": [{"id": "e53a033c-900e-462d-a849-4a216b06d930", "pretty_id": "8", "name": "Q1 Goals",
"team_id": "512", "creator": 182, "owner": null, "color": "#32a852",
"date_created": "1568044355026", "start_date": null, "due_date": "1568036964079",
"description": "Goal for Q1", "private": false, "archived": false, "multiple_owners": true,
"editor_token": "goal:792c3027-83b5-45de-be96-2f623b5f9078:1626303240249:38fd99e8-f989-4125-9a05-19ead0ed83a6:57bdc749-4ca6-4082-a78e-3485fc22d477",
"date_updated": "1626130440221", "last_update": "1626132992152",
"folder_id": "05921253-7737-44af-a1aa-36fd11244e6f", "folder_access": true, "pinned": false,
"owners": [], "key_result_count": 1, "members": [{"id": 182, "username": "Jane Doe",
"email": "janedoe@gmail.com", "color": "#827718", "permission_level": "edit",
"profilePicture": "https://attachments-public.clickup.com/profilePictures/profile.jpg",
"initials": "JD", "isCreator": true}], "group_members": [], "percent_completed": 1}]}]}
]],
    },
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
      ids = { 123 },
      body = {
        name = "Goal Name", due_date = 1568036964079, description = "Goal Description",
        multiple_owners = true, owners = { 183 }, color = "#32a852",
      },
      answer = [[
{"goal": {"id": "e53a033c-900e-462d-a849-4a216b06d930", "name": "Goal Name", "team_id": "512",
"date_created": "1568044355026", "start_date": null, "due_date": "1568036964079",
"description": "Goal Description", "private": false, "archived": false, "creator": 183,
"color": "#32a852", "pretty_id": "6", "multiple_owners": true, "folder_id": null, "members": [],
"owners": [{"id": 183, "username": "John Doe", "initials": "JD", "email": "johndoe@gmail.com",
"color": "#827718",
"profilePicture": "https://attachments-public.clickup.com/profilePictures/183_abc.jpg"}],
"key_results": [], "percent_completed": 0, "history": [],
"pretty_url": "https://app.clickup.com/512/goals/6"}}
]],
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
    example = {
      ids = { GOAL },
      answer = [[
{"goal": {"id": "e53a033c-900e-462d-a849-4a216b06d930", "name": "Updated Goal Name",
"team_id": "512", "date_created": "1568044355026", "start_date": null,
"due_date": "1568036964079", "description": "Updated Goal Description", "private": false,
"archived": false, "creator": 183, "color": "#32a852", "pretty_id": "6", "multiple_owners": true,
"folder_id": null, "members": [], "owners": [{"id": 182, "username": "Jane Doe", "initials": "JD",
"email": "janedoe@gmail.com", "color": "#827718",
"profilePicture": "https://attachments-public.clickup.com/profilePictures/182_abc.jpg"}],
"key_results": [], "percent_completed": 0, "history": [],
"pretty_url": "https://app.clickup.com/512/goals/6"}}
]],
    },
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
      answer = [[
{"goal": {"id": "e53a033c-900e-462d-a849-4a216b06d930", "name": "Updated Goal Name",
"team_id": "512", "date_created": "1568044355026", "start_date": null,
"due_date": "1568036964079", "description": "Updated Goal Description", "private": false,
"archived": false, "creator": 183, "color": "#32a852", "pretty_id": "6", "multiple_owners": true,
"folder_id": null, "members": [], "owners": [{"id": 182, "username": "Jane Doe", "initials": "JD",
"email": "janedoe@gmail.com", "color": "#827718",
"profilePicture": "https://attachments-public.clickup.com/profilePictures/182_abc.jpg"}],
"key_results": [], "percent_completed": 0, "history": [],
"pretty_url": "https://app.clickup.com/512/goals/6"}}
]],
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
    example = { ids = { GOAL }, answer = [[{}]] },
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
      list = function(goal) return list_in(goal.key_results) end,
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
      answer = [[
{"key_result": {"id": "947d46ed-8480-49bc-8c57-e569747efe93",
"goal_id": "e53a033c-900e-462d-a849-4a216b06d930", "name": "New Key Result Name",
"type": "number", "unit": "km", "creator": 183, "date_created": "1568062902048",
"goal_pretty_id": "6", "percent_completed": null, "completed": false, "task_ids": [],
"subcategory_ids": [], "owners": [{"id": 183, "username": "John Doe",
"email": "example@email.com", "color": "#827718",
"profilePicture": "https://attachments.clickup.com/profilePictures/183_nx1.jpg",
"initials": "JK"}], "last_action": {"id": "d3183d0f-5cbd-4158-b015-71465f1df269",
"key_result_id": "947d46ed-8480-49bc-8c57-e569747efe93", "userid": 183,
"date_modified": "1568062902048", "steps_taken": null, "note": "Created Key Result",
"steps_before": null, "steps_current": null}}}
]],
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
    example = {
      ids = { KEY_RESULT }, body = { steps_current = 5, note = "Target achieved" },
      answer = [[
{"key_result": {"id": "947d46ed-8480-49bc-8c57-e569747efe93",
"goal_id": "e53a033c-900e-462d-a849-4a216b06d930", "name": "New Key Result Name",
"type": "number", "unit": "km", "creator": 183, "date_created": "1568062902048",
"goal_pretty_id": "6", "percent_completed": null, "completed": false, "task_ids": [],
"subcategory_ids": [], "owners": [{"id": 183, "username": "John Doe",
"email": "example@email.com", "color": "#827718",
"profilePicture": "https://attachments.clickup.com/profilePictures/183_nx1.jpg",
"initials": "JK"}], "last_action": {"id": "e889858b-a023-46cc-968a-cac32fd04c1e",
"key_result_id": "19c7a55e-537e-4bc9-b741-08df05a5bda8", "userid": 183,
"date_modified": "1568122776851", "steps_taken": null, "note": "Target achieved",
"steps_before": null, "steps_current": null, "steps_before_float": 0, "steps_taken_float": 5,
"steps_current_float": null}}}
]],
    },
  },
  {
    id = "DeleteKeyResult",
    name = "delete_key_result",
    doc = "Delete a target from a Goal.",
    kind = "delete",
    method = "DELETE",
    path = "/v2/key_result/{key_result_id}",
    ids = { key_result_id = "string" },
    example = { ids = { KEY_RESULT }, answer = [[{}]] },
  },
}
