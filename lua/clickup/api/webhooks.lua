-- SPDX-License-Identifier: MIT
--- Webhooks, as data. clickup.webhook checks what they send.

local s = require "clickup.schema"
local types = require "clickup.api.types"

local EVENTS = "such as goalCreated, keyResultUpdated"
local WEBHOOK = "4b67ac88-e506-4a29-9d42-26e504e3435e"

return {
  {
    id = "CreateWebhook",
    name = "create_webhook",
    doc = "Set up a webhook to monitor for events.",
    kind = "create",
    method = "POST",
    path = "/v2/team/{team_id}/webhook",
    ids = { team_id = "integer" },
    body = s.object {
      { "endpoint", s.string, required = true, doc = "URL that is called" },
      { "events", s.array(s.string), required = true, doc = EVENTS },
      { "space_id", s.integer },
      { "folder_id", s.integer },
      { "list_id", s.integer },
      { "task_id", s.string },
    },
    answer = types.webhook,
    envelope = "webhook",
    example = {
      ids = { 512 },
      body = {
        endpoint = "https://yourdomain.com/webhook",
        events = { "goalCreated", "goalUpdated", "goalDeleted", "keyResultCreated",
          "keyResultUpdated", "keyResultDeleted" },
        space_id = 1234, folder_id = 5678, list_id = 9876, task_id = "abc1234",
      },
    },
  },
  {
    id = "GetWebhooks",
    name = "get_webhooks",
    doc = "View the webhooks that the authenticated user created via the API in a Workspace.",
    kind = "read",
    method = "GET",
    path = "/v2/team/{team_id}/webhook",
    ids = { team_id = "integer" },
    answer = s.array(types.webhook),
    envelope = "webhooks",
    example = { ids = { 512 } },
  },
  {
    id = "UpdateWebhook",
    name = "update_webhook",
    doc = "Update a webhook to change the events to be monitored.",
    kind = "edit",
    method = "PUT",
    path = "/v2/webhook/{webhook_id}",
    ids = { webhook_id = "string" },
    body = s.object {
      { "endpoint", s.string, doc = "URL that is called" },
      { "events", s.string, doc = "one event, or * for all" },
      { "status", s.string, doc = "such as active" },
    },
    answer = types.webhook,
    envelope = "webhook",
    example = {
      ids = { WEBHOOK },
      body = { endpoint = "https://yourdomain.com/webhook", events = "*", status = "active" },
    },
  },
  {
    id = "DeleteWebhook",
    name = "delete_webhook",
    doc = "Delete a webhook to stop monitoring its events and locations.",
    kind = "delete",
    method = "DELETE",
    path = "/v2/webhook/{webhook_id}",
    ids = { webhook_id = "string" },
    example = { ids = { WEBHOOK } },
  },
}
