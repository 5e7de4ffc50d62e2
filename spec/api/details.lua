-- SPDX-License-Identifier: MIT
-- The groups that are known in detail: what their documents lack, and where the live API differs.
-- In the order of help. `body`: more about a declared field; `more`: fields that are not declared,
-- each behind another; `answer`: types of clickup.api.types, as an expression, which the generator
-- compares with the document.

local TYPES = { "number", "currency", "boolean", "percentage", "automatic" }
local UNIT = { doc = "for currency a code such as USD" }
local TASKS = { doc = "ids of tasks to link" }
local LISTS = { doc = "ids of Lists to link" }
local USERS = { doc = "user ids" }
local TIME = { doc = "Unix milliseconds" }
local URL = { doc = "URL that is called" }
local GOAL = "e53a033c-900e-462d-a849-4a216b06d930"
local KEY_RESULT = "947d46ed-8480-49bc-8c57-e569747efe93"
local WEBHOOK = "4b67ac88-e506-4a29-9d42-26e504e3435e"

local goals = {
  {
    id = "GetGoals",
    doc = "List the Goals of a Workspace.",
    answer = [[s.object {
      { "goals", s.array(types.listed_goal), doc = "those in no folder" },
      { "folders", s.array(types.goal_folder) },
    }]],
    ids = { 123 }, given = { include_completed = true },
  },
  {
    id = "CreateGoal",
    doc = "Create a Goal in a Workspace.",
    body = { due_date = TIME, owners = USERS, color = { doc = "such as #32a852" } },
    more = { { "start_date", "s.integer", after = "due_date",
      doc = "Unix milliseconds; not declared" } },
    answer = "types.goal", envelope = "goal",
    reconcile = [[{
      read = "get_goals",
      query = { include_completed = true },
      list = candidates.goals,
      fields = { name = "name", due_date = "due_date", start_date = "start_date",
        description = "description", color = "color", multiple_owners = "multiple_owners" },
      may_lack = { start_date = true },
    }]],
    ids = { 123 },
  },
  {
    id = "GetGoal",
    doc = "Read a Goal, with its key results.",
    answer = "types.goal", envelope = "goal",
    ids = { GOAL },
  },
  {
    id = "UpdateGoal",
    doc = "Change a Goal: its name, dates, description, owners, color.",
    partial = true,
    body = { due_date = { null = true, doc = "Unix milliseconds" }, rem_owners = USERS,
      add_owners = USERS },
    more = { { "start_date", "s.integer", after = "due_date", null = true,
      doc = "Unix milliseconds; not declared" } },
    answer = "types.goal", envelope = "goal",
    ids = { GOAL },
  },
  { id = "DeleteGoal", doc = "Delete a Goal.", ids = { GOAL } },
  {
    id = "CreateKeyResult",
    doc = "Create a key result in a Goal.",
    body = { owners = USERS, type = { values = TYPES }, unit = UNIT, task_ids = TASKS,
      list_ids = LISTS },
    answer = "types.key_result", envelope = "key_result",
    reconcile = [[{
      read = "get_goal",
      list = "key_results",
      parent = "goal_id",
      fields = { name = "name", type = "type", unit = "unit", owners = "owners",
        steps_start = "steps_start", steps_end = "steps_end", task_ids = "task_ids",
        list_ids = "subcategory_ids" },
      may_lack = { steps_start = true, steps_end = true },
    }]],
    ids = { GOAL },
  },
  {
    id = "EditKeyResult",
    doc = "Change a key result, or how far it is.",
    partial = true,
    more = {
      { "name", "s.string", after = "note", doc = "this and what follows is not declared" },
      { "owners", "s.array(s.int32)", after = "name", doc = USERS.doc },
      { "type", "s.string", after = "owners", values = TYPES },
      { "steps_start", "s.int32", after = "type" },
      { "steps_end", "s.int32", after = "steps_start" },
      { "unit", "s.string", after = "steps_end", doc = UNIT.doc },
      { "task_ids", "s.array(s.string)", after = "unit", doc = TASKS.doc },
      { "list_ids", "s.array(s.string)", after = "task_ids", doc = LISTS.doc },
    },
    answer = "types.key_result", envelope = "key_result",
    ids = { KEY_RESULT },
  },
  { id = "DeleteKeyResult", doc = "Delete a key result.", ids = { KEY_RESULT } },
}

local SEATS = 'doc = "a number, or \\"Infinity\\""'

local account = {
  {
    id = "GetAuthorizedTeams",
    doc = "List the Workspaces that the token gives access to.",
    answer = "s.array(types.team)", envelope = "teams",
    ids = {},
  },
  {
    id = "GetAuthorizedUser",
    doc = "Read the user that the token belongs to.",
    answer = "types.user", envelope = "user",
    ids = {},
  },
  {
    id = "GetAccessToken",
    doc = "Exchange an OAuth code for a token; see clickup.oauth. The code works once.",
    kind = "exchange",
    body = { client_secret = { secret = true }, code = { secret = true } },
    answer = [[s.object { { "access_token", s.string, secret = true } }]],
    ids = {},
  },
  {
    id = "GetWorkspaceplan",
    doc = "Read which Plan a Workspace has.",
    answer = [[s.object {
      { "plan_name", s.string },
      { "plan_id", s.integer },
    }]],
    ids = { 123 },
  },
  {
    id = "GetWorkspaceseats",
    doc = "Read how many seats a Workspace has, and how many are filled.",
    answer = ([[s.object {
      { "members", s.object {
        { "filled_members_seats", s.int32 },
        { "total_member_seats", s.int32 },
        { "empty_member_seats", s.int32 },
      } },
      { "guests", s.object {
        { "filled_guest_seats", s.int32 },
        { "total_guest_seats", s.any, %s },
        { "empty_guest_seats", s.any, %s },
      } },
    }]]):format(SEATS, SEATS),
    ids = { 123 },
  },
}

local webhooks = {
  {
    id = "CreateWebhook",
    doc = "Create a webhook: a URL that is called when something happens.",
    body = { endpoint = URL,
      events = { doc = "such as goalCreated, keyResultUpdated; * for all" } },
    answer = "types.webhook", envelope = "webhook",
    reconcile = [[{
      read = "get_webhooks",
      fields = { endpoint = "endpoint", events = "events", space_id = "space_id",
        folder_id = "folder_id", list_id = "list_id", task_id = "task_id" },
      may_lack = {},
      refused = "OAUTH_171",
    }]],
    ids = { 123 },
  },
  {
    id = "GetWebhooks",
    doc = "List the webhooks of a Workspace that the token's user has created.",
    answer = "s.array(types.webhook)", envelope = "webhooks",
    ids = { 123 },
  },
  {
    id = "UpdateWebhook",
    doc = "Change the URL, the events or the state of a webhook.",
    partial = true,
    body = { endpoint = URL, events = { doc = "one event, or * for all" },
      status = { doc = "such as active" } },
    answer = "types.webhook", envelope = "webhook",
    ids = { WEBHOOK },
  },
  {
    id = "DeleteWebhook",
    doc = "Delete a webhook.",
    ids = { WEBHOOK },
  },
}

return { goals = goals, account = account, webhooks = webhooks }
