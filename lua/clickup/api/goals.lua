-- SPDX-License-Identifier: MIT
--- ClickUp's Goals group, as data: what is declared in ClickUp's API v2
-- document, and, where it says so, what the live API was seen to do.
--
-- An entry: `id` (ClickUp's operationId), `name` (the method), `method`,
-- `path` with its ids in braces, `ids` (string, or integer for ids that may be
-- either), `body`, `query`, `answer` (types), `envelope` (the field of the
-- answer that is returned), `once` (running it twice is not the same as once),
-- `doc`, and an `example` { ids, body | query, answer }.

local s = require "clickup.schema"

local owner = s.object {
  { "id", s.int32 },
  { "username", s.string },
  { "initials", s.string },
  { "email", s.string },
  { "color", s.string, null = true },
  { "profilePicture", s.string, null = true },
}

local last_action = s.object {
  { "id", s.string },
  { "key_result_id", s.string },
  { "userid", s.int32 },
  { "date_modified", s.string, doc = "Unix milliseconds" },
  { "steps_taken", s.string, null = true },
  { "note", s.string },
  { "steps_before", s.string, null = true },
  { "steps_current", s.string, null = true },
}

local key_result = s.object {
  { "id", s.string, required = true },
  { "goal_id", s.string },
  { "name", s.string },
  { "type", s.string },
  { "unit", s.string },
  { "creator", s.int32, doc = "user id" },
  { "date_created", s.string, doc = "Unix milliseconds" },
  { "goal_pretty_id", s.string },
  { "percent_completed", s.number, null = true,
    doc = "null after create and edit: progress is read with get_goal" },
  { "completed", s.boolean },
  { "task_ids", s.array(s.string) },
  { "subcategory_ids", s.array(s.string), doc = "what was sent as list_ids" },
  { "owners", s.array(owner) },
  { "last_action", last_action },
}

local key_result_types = { "number", "currency", "boolean", "percentage", "automatic" }

return {
  {
    id = "CreateKeyResult",
    name = "create_key_result",
    doc = "Add a Target to a Goal.",
    method = "POST",
    path = "/v2/goal/{goal_id}/key_result",
    ids = { goal_id = "string" },
    once = true,
    body = s.object {
      { "name", s.string, required = true },
      { "owners", s.array(s.int32), required = true, doc = "user ids" },
      { "type", s.string, required = true, values = key_result_types },
      { "steps_start", s.int32, required = true },
      { "steps_end", s.int32, required = true },
      { "unit", s.string, required = true, doc = "for currency a code such as USD" },
      { "task_ids", s.array(s.string), required = true,
        doc = "tasks to link the target with" },
      { "list_ids", s.array(s.string), required = true,
        doc = "Lists to link the target with" },
    },
    answer = key_result,
    envelope = "key_result",
    example = {
      ids = { "e53a033c-900e-462d-a849-4a216b06d930" },
      body = {
        name = "New Key Result Name",
        owners = { 183 },
        type = "number",
        steps_start = 0,
        steps_end = 10,
        unit = "km",
        task_ids = {},
        list_ids = {},
      },
    },
  },
}
