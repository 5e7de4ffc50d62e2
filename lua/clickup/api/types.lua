-- SPDX-License-Identifier: MIT
--- The things that ClickUp's operations answer with. What is marked `null` may be
-- absent. Where it says "not declared", the live API sends a field that its
-- document does not have.

local s = require "clickup.schema"

local types = {}

types.user = s.object {
  { "id", s.int32 },
  { "username", s.string, null = true },
  { "email", s.string, null = true },
  { "color", s.string, null = true },
  { "profilePicture", s.string, null = true },
  { "initials", s.string, null = true },
  { "week_start_day", s.int32, null = true, doc = "0 is Sunday, 1 is Monday" },
  { "global_font_support", s.boolean, null = true },
  { "timezone", s.string, null = true, doc = "declared as timezeone" },
}

types.owner = s.object {
  { "id", s.int32 },
  { "username", s.string, null = true },
  { "initials", s.string },
  { "email", s.string },
  { "color", s.string, null = true },
  { "profilePicture", s.string, null = true },
}

types.last_action = s.object {
  { "id", s.string },
  { "key_result_id", s.string },
  { "userid", s.int32 },
  { "date_modified", s.string, doc = "Unix milliseconds" },
  { "steps_taken", s.string, null = true },
  { "note", s.string },
  { "steps_before", s.string, null = true },
  { "steps_current", s.string, null = true },
  { "steps_before_float", s.number, null = true, doc = "declared for edit_key_result" },
  { "steps_taken_float", s.number, null = true, doc = "declared for edit_key_result" },
  { "steps_current_float", s.number, null = true, doc = "declared for edit_key_result" },
  { "workspace_id", s.string, null = true, doc = "not declared" },
}

types.key_result = s.object {
  { "id", s.string, required = true },
  { "goal_id", s.string },
  { "name", s.string },
  { "type", s.string },
  { "unit", s.string, null = true },
  { "creator", s.int32, doc = "user id" },
  { "date_created", s.string, doc = "Unix milliseconds" },
  { "goal_pretty_id", s.string },
  { "percent_completed", s.number, null = true,
    doc = "null after create and edit: progress is read with get_goal" },
  { "completed", s.boolean },
  { "steps_start", s.number, null = true, doc = "get_goal only; not declared" },
  { "steps_end", s.number, null = true, doc = "get_goal only; not declared" },
  { "steps_current", s.number, null = true, doc = "get_goal only; not declared" },
  { "task_ids", s.array(s.string) },
  { "subcategory_ids", s.array(s.string), doc = "what was sent as list_ids" },
  { "owners", s.array(types.owner) },
  { "last_action", types.last_action },
  { "workspace_id", s.string, null = true, doc = "not declared" },
}

types.member = s.object {
  { "id", s.int32 },
  { "username", s.string, null = true },
  { "email", s.string },
  { "color", s.string, null = true },
  { "permission_level", s.string },
  { "profilePicture", s.string, null = true },
  { "initials", s.string },
  { "isCreator", s.boolean, null = true, doc = "of a goal's members" },
  { "date_added", s.integer, null = true, doc = "Unix milliseconds; of a folder's members" },
  { "added_by", s.int32, null = true, doc = "user id; of a folder's members" },
}

-- What a goal has wherever it is shown, and what it has there.
local function goal(more)
  local fields = {
    { "id", s.string, required = true },
    { "pretty_id", s.string },
    { "name", s.string },
    { "team_id", s.string, doc = "the Workspace" },
    { "creator", s.int32, doc = "user id" },
    { "color", s.string, null = true },
    { "date_created", s.string, doc = "Unix milliseconds" },
    { "start_date", s.string, null = true, doc = "Unix milliseconds" },
    { "due_date", s.string, null = true, doc = "Unix milliseconds" },
    { "description", s.string, null = true },
    { "private", s.boolean },
    { "archived", s.boolean },
    { "multiple_owners", s.boolean },
    { "folder_id", s.string, null = true },
    { "members", s.array(types.member), doc = "for one goal declared as strings" },
    { "owners", s.array(types.owner), doc = "in get_goals declared as strings" },
    { "percent_completed", s.number, null = true, doc = "as it came: its scale is not documented" },
  }
  table.move(more, 1, #more, #fields + 1, fields)
  return s.object(fields)
end

types.goal = goal {
  { "key_results", s.array(types.key_result), doc = "declared as strings" },
  { "history", s.array(types.last_action), doc = "declared as strings" },
  { "pretty_url", s.string },
  { "editor_token", s.string, null = true, secret = true,
    doc = "keep it out of logs; not declared" },
  { "date_updated", s.string, null = true, doc = "Unix milliseconds; not declared" },
  { "folder_name", s.string, null = true, doc = "not declared" },
  { "role_subtype", s.int32, null = true, doc = "not declared" },
  { "group_members", s.array(s.any), null = true, doc = "not declared" },
  { "key_result_count", s.int32, null = true, doc = "not declared" },
}

types.listed_goal = goal {
  { "owner", s.string, null = true },
  { "editor_token", s.string, secret = true, doc = "keep it out of logs" },
  { "date_updated", s.string, null = true, doc = "Unix milliseconds" },
  { "last_update", s.string, null = true, doc = "Unix milliseconds" },
  { "pinned", s.boolean },
  { "folder_access", s.boolean, null = true, doc = "in a folder" },
  { "key_result_count", s.int32 },
  { "group_members", s.array(s.any), doc = "declared as strings" },
  { "folder_name", s.string, null = true, doc = "not declared" },
  { "role_subtype", s.int32, null = true, doc = "not declared" },
}

types.goal_folder = s.object {
  { "id", s.string },
  { "name", s.string },
  { "team_id", s.string },
  { "private", s.boolean },
  { "date_created", s.string, doc = "Unix milliseconds" },
  { "creator", s.int32, doc = "user id" },
  { "goal_count", s.int32 },
  { "members", s.array(types.member) },
  { "goals", s.array(types.listed_goal), doc = "not repeated outside of the folder" },
}

types.team = s.object {
  { "id", s.string },
  { "name", s.string },
  { "color", s.string, null = true },
  { "avatar", s.string, null = true },
  { "members", s.array(s.object { { "user", types.user } }) },
}

types.webhook = s.object {
  { "id", s.string, required = true },
  { "userid", s.int32 },
  { "team_id", s.integer },
  { "endpoint", s.string },
  { "client_id", s.string, null = true },
  { "events", s.array(s.string) },
  { "task_id", s.string, null = true },
  { "list_id", s.string, null = true },
  { "folder_id", s.string, null = true },
  { "space_id", s.string, null = true },
  { "health", s.object { { "status", s.string }, { "fail_count", s.int32 } } },
  { "secret", s.string, secret = true, doc = "what the signature is made with" },
}

return types
