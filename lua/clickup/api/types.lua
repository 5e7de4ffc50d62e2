-- SPDX-License-Identifier: MIT
--- The things that several of ClickUp's operations answer with. Where it says
-- "not declared", the live API sends a field that its document does not have.

local s = require "clickup.schema"

local types = {}

types.user = s.object {
  { "id", s.int32 },
  { "username", s.string, null = true },
  { "email", s.string },
  { "color", s.string, null = true },
  { "profilePicture", s.string, null = true },
  { "initials", s.string },
  { "week_start_day", s.int32, null = true, doc = "0 is Sunday, 1 is Monday" },
  { "global_font_support", s.boolean, null = true },
  { "timezone", s.string, null = true, doc = "the document's schema says timezeone" },
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
  { "steps_before_float", s.number, null = true },
  { "steps_taken_float", s.number, null = true },
  { "steps_current_float", s.number, null = true },
  { "workspace_id", s.string, doc = "not declared" },
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
  { "workspace_id", s.string, doc = "not declared" },
}

local member = s.object {
  { "id", s.int32 },
  { "username", s.string, null = true },
  { "email", s.string },
  { "color", s.string, null = true },
  { "permission_level", s.string },
  { "profilePicture", s.string, null = true },
  { "initials", s.string },
  { "isCreator", s.boolean },
  { "date_added", s.integer, doc = "Unix milliseconds, in folders" },
  { "added_by", s.int32, doc = "user id, in folders" },
}

types.goal = s.object {
  { "id", s.string, required = true },
  { "name", s.string },
  { "team_id", s.string, doc = "the Workspace" },
  { "date_created", s.string, doc = "Unix milliseconds" },
  { "start_date", s.string, null = true, doc = "Unix milliseconds" },
  { "due_date", s.string, null = true, doc = "Unix milliseconds" },
  { "date_updated", s.string, null = true, doc = "Unix milliseconds; not declared" },
  { "last_update", s.string, null = true, doc = "Unix milliseconds, in get_goals" },
  { "description", s.string, null = true },
  { "private", s.boolean },
  { "archived", s.boolean },
  { "pinned", s.boolean, doc = "in get_goals" },
  { "creator", s.int32, doc = "user id" },
  { "owner", s.string, null = true, doc = "in get_goals" },
  { "color", s.string, null = true },
  { "pretty_id", s.string },
  { "pretty_url", s.string },
  { "multiple_owners", s.boolean },
  { "folder_id", s.string, null = true },
  { "folder_name", s.string, null = true, doc = "not declared" },
  { "folder_access", s.boolean, doc = "in folders" },
  { "members", s.array(member) },
  { "group_members", s.array(s.any), doc = "not declared for one goal" },
  { "owners", s.array(types.owner) },
  { "key_results", s.array(types.key_result), doc = "declared as strings; not in get_goals" },
  { "key_result_count", s.int32 },
  { "percent_completed", s.number, null = true },
  { "history", s.array(types.last_action), doc = "declared as strings; not in get_goals" },
  { "editor_token", s.string, secret = true, doc = "a secret: keep it out of logs" },
}

types.goal_folder = s.object {
  { "id", s.string },
  { "name", s.string },
  { "team_id", s.string },
  { "private", s.boolean },
  { "date_created", s.string, doc = "Unix milliseconds" },
  { "creator", s.int32 },
  { "goal_count", s.int32 },
  { "members", s.array(member) },
  { "goals", s.array(types.goal), doc = "not repeated in goals" },
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
