-- SPDX-License-Identifier: MIT
--- ClickUp's operations, as the sandbox answers them. One entry is one operation.

local attachments = require "clickup.sandbox.attachments"
local fields = require "clickup.sandbox.fields"
local handlers = require "clickup.sandbox.handlers"

---@class clickup.sandbox.Route
---@field operation string ClickUp's operationId
---@field method string
---@field path string below `/api`, with `{name}` for a segment
---@field body clickup.sandbox.Field[]? the declared fields, for operations that have a body
---@field content_type boolean? declared as required though there is no body
---@field ["public"] boolean? needs no token
---@field handler fun(exchange: clickup.sandbox.Exchange): clickup.sandbox.Reply

local TYPES = {
  number = true, currency = true, boolean = true, percentage = true, automatic = true,
}

local KEY_RESULT = {
  { "name", "string" },
  { "owners", "array of integer" },
  { "type", "string", one_of = TYPES },
  { "steps_start", "number" }, -- fractions too: the live API takes them
  { "steps_end", "number" },
  { "unit", "string" },
  { "task_ids", "array of string" },
  { "list_ids", "array of string" },
}

local KEY_RESULT_EDIT = fields.optional {
  { "steps_current", "number" },
  { "note", "string" },
  table.unpack(KEY_RESULT), -- not declared here, yet taken
}

local GOAL = {
  { "name", "string" },
  { "due_date", "integer" },
  { "description", "string" },
  { "multiple_owners", "boolean" },
  { "owners", "array of integer" },
  { "color", "string" },
  { "start_date", "integer", optional = true, null = true },
}

local GOAL_EDIT = fields.optional {
  { "name", "string" },
  { "due_date", "integer", null = true },
  { "start_date", "integer", null = true },
  { "description", "string" },
  { "multiple_owners", "boolean" },
  { "rem_owners", "array of integer" },
  { "add_owners", "array of integer" },
  { "color", "string" },
}

local CODE = {
  { "client_id", "string" },
  { "client_secret", "string" },
  { "code", "string" },
}

local WEBHOOK = {
  { "endpoint", "string" },
  { "events", "array of string" },
  { "space_id", "integer", optional = true },
  { "folder_id", "integer", optional = true },
  { "list_id", "integer", optional = true },
  { "task_id", "string", optional = true },
}

local WEBHOOK_EDIT = fields.optional {
  { "endpoint", "string" },
  { "events", "string or array of string" }, -- declared as a string
  { "status", "string" },
}

---@type clickup.sandbox.Route[]
return {
  {
    operation = "GetGoals",
    method = "GET", path = "/v2/team/{team_id}/goal", handler = handlers.get_goals,
  },
  {
    operation = "CreateGoal",
    method = "POST", path = "/v2/team/{team_id}/goal", body = GOAL,
    handler = handlers.create_goal,
  },
  {
    operation = "GetGoal",
    method = "GET", path = "/v2/goal/{goal_id}", handler = handlers.get_goal,
  },
  {
    operation = "UpdateGoal",
    method = "PUT", path = "/v2/goal/{goal_id}", body = GOAL_EDIT,
    handler = handlers.update_goal,
  },
  {
    operation = "DeleteGoal",
    method = "DELETE", path = "/v2/goal/{goal_id}", content_type = true,
    handler = handlers.delete_goal,
  },
  {
    operation = "CreateKeyResult",
    method = "POST", path = "/v2/goal/{goal_id}/key_result", body = KEY_RESULT,
    handler = handlers.create_key_result,
  },
  {
    operation = "EditKeyResult",
    method = "PUT", path = "/v2/key_result/{key_result_id}", body = KEY_RESULT_EDIT,
    handler = handlers.edit_key_result,
  },
  {
    operation = "DeleteKeyResult",
    method = "DELETE", path = "/v2/key_result/{key_result_id}",
    handler = handlers.delete_key_result,
  },
  {
    operation = "GetAuthorizedTeams",
    method = "GET", path = "/v2/team", handler = handlers.get_authorized_teams,
  },
  {
    operation = "GetAuthorizedUser",
    method = "GET", path = "/v2/user", handler = handlers.get_authorized_user,
  },
  {
    operation = "GetAccessToken",
    method = "POST", path = "/v2/oauth/token", body = CODE, public = true,
    handler = handlers.get_access_token,
  },
  {
    operation = "GetWorkspaceplan",
    method = "GET", path = "/v2/team/{team_id}/plan", handler = handlers.get_workspaceplan,
  },
  {
    operation = "GetWorkspaceseats",
    method = "GET", path = "/v2/team/{team_id}/seats", handler = handlers.get_workspaceseats,
  },
  {
    operation = "CreateWebhook",
    method = "POST", path = "/v2/team/{team_id}/webhook", body = WEBHOOK,
    handler = handlers.create_webhook,
  },
  {
    operation = "GetWebhooks",
    method = "GET", path = "/v2/team/{team_id}/webhook", handler = handlers.get_webhooks,
  },
  {
    operation = "UpdateWebhook",
    method = "PUT", path = "/v2/webhook/{webhook_id}", body = WEBHOOK_EDIT,
    handler = handlers.update_webhook,
  },
  {
    operation = "DeleteWebhook",
    method = "DELETE", path = "/v2/webhook/{webhook_id}", handler = handlers.delete_webhook,
  },
  {
    operation = "CreateTaskAttachment",
    method = "POST", path = "/v2/task/{task_id}/attachment",
    handler = attachments.create_task_attachment,
  },
  {
    operation = "getParentEntityAttachments",
    method = "GET", path = "/v3/workspaces/{workspace_id}/{entity_type}/{entity_id}/attachments",
    handler = attachments.get_parent_entity_attachments,
  },
  {
    operation = "postEntityAttachment",
    method = "POST", path = "/v3/workspaces/{workspace_id}/{entity_type}/{entity_id}/attachments",
    handler = attachments.post_entity_attachment,
  },
}
