-- SPDX-License-Identifier: MIT
--- Webhooks; clickup.webhook checks what they send.
-- Made by `make api`, from ClickUp's documents and spec/api/details.lua: do not edit.

-- luacheck: no max string line length

local s = require "clickup.schema"
local types = require "clickup.api.types"

return {
  {
    id = "CreateWebhook",
    name = "create_webhook",
    doc = "Create a webhook: a URL that is called when something happens.",
    kind = "create",
    method = "POST",
    path = "/v2/team/{team_id}/webhook",
    ids = { team_id = "integer" },
    body = s.object {
      { "endpoint", s.string, required = true, doc = "URL that is called" },
      { "events", s.array(s.string), required = true,
        doc = "such as goalCreated, keyResultUpdated; * for all" },
      { "space_id", s.integer },
      { "folder_id", s.integer },
      { "list_id", s.integer },
      { "task_id", s.string },
    },
    answer = types.webhook,
    envelope = "webhook",
    reconcile = {
      read = "get_webhooks",
      fields = { endpoint = "endpoint", events = "events", space_id = "space_id",
        folder_id = "folder_id", list_id = "list_id", task_id = "task_id" },
      may_lack = {},
      refused = "OAUTH_171",
    },
    example = {
      ids = { 123 },
      body = { endpoint = "https://yourdomain.com/webhook", events = { "taskCreated",
        "taskUpdated", "taskDeleted", "taskPriorityUpdated", "taskStatusUpdated",
        "taskAssigneeUpdated", "taskDueDateUpdated", "taskTagUpdated", "taskMoved",
        "taskCommentPosted", "taskCommentUpdated", "taskTimeEstimateUpdated",
        "taskTimeTrackedUpdated", "listCreated", "listUpdated", "listDeleted",
        "folderCreated", "folderUpdated", "folderDeleted", "spaceCreated", "spaceUpdated",
        "spaceDeleted", "goalCreated", "goalUpdated", "goalDeleted", "keyResultCreated",
        "keyResultUpdated", "keyResultDeleted" }, space_id = 1234, folder_id = 5678,
        list_id = 9876, task_id = "abc1234" },
      answer = [[
{"id": "4b67ac88-e506-4a29-9d42-26e504e3435e",
"webhook": {"id": "4b67ac88-e506-4a29-9d42-26e504e3435e", "userid": 183, "team_id": 108,
"endpoint": "https://yourdomain.com/webhook", "client_id": "QVOQP06ZXC6CMGVFKB0ZT7J9Y7APOYGO",
"events": ["taskCreated", "taskUpdated", "taskDeleted", "taskPriorityUpdated",
"taskStatusUpdated", "taskAssigneeUpdated", "taskDueDateUpdated", "taskTagUpdated",
"taskMoved", "taskCommentPosted", "taskCommentUpdated", "taskTimeEstimateUpdated",
"taskTimeTrackedUpdated", "listCreated", "listUpdated", "listDeleted", "folderCreated",
"folderUpdated", "folderDeleted", "spaceCreated", "spaceUpdated", "spaceDeleted",
"goalCreated", "goalUpdated", "goalDeleted", "keyResultCreated", "keyResultUpdated",
"keyResultDeleted"], "task_id": null, "list_id": null, "folder_id": null, "space_id": null,
"health": {"status": "active", "fail_count": 0},
"secret": "O94IM25S7PXBPYTMNXLLET230SRP0S89COR7B1YOJ2ZIE8WQNK5UUKEF26W0Z5GA"}}
]],
    },
  },
  {
    id = "GetWebhooks",
    name = "get_webhooks",
    doc = "List the webhooks of a Workspace that the token's user has created.",
    kind = "read",
    method = "GET",
    path = "/v2/team/{team_id}/webhook",
    ids = { team_id = "integer" },
    answer = s.array(types.webhook),
    envelope = "webhooks",
    example = {
      ids = { 123 },
      answer = [[
{"webhooks": [{"id": "4b67ac88-e506-4a29-9d42-26e504e3435e", "userid": 183, "team_id": 108,
"endpoint": "https://yourdomain.com/webhook", "client_id": "QVOQP06ZXC6CMGVFKB0ZT7J9Y7APOYGO",
"events": ["taskCreated", "taskUpdated", "taskDeleted", "taskPriorityUpdated",
"taskStatusUpdated", "taskAssigneeUpdated", "taskDueDateUpdated", "taskTagUpdated",
"taskMoved", "taskCommentPosted", "taskCommentUpdated", "taskTimeEstimateUpdated",
"taskTimeTrackedUpdated", "listCreated", "listUpdated", "listDeleted", "folderCreated",
"folderUpdated", "folderDeleted", "spaceCreated", "spaceUpdated", "spaceDeleted",
"goalCreated", "goalUpdated", "goalDeleted", "keyResultCreated", "keyResultUpdated",
"keyResultDeleted"], "task_id": null, "list_id": null, "folder_id": null, "space_id": null,
"health": {"status": "failing", "fail_count": 5},
"secret": "O94IM25S7PXBPYTMNXLLET230SRP0S89COR7B1YOJ2ZIE8WQNK5UUKEF26W0Z5GA"}]}
]],
    },
  },
  {
    id = "UpdateWebhook",
    name = "update_webhook",
    doc = "Change the URL, the events or the state of a webhook.",
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
      ids = { "4b67ac88-e506-4a29-9d42-26e504e3435e" },
      body = { endpoint = "https://yourdomain.com/webhook", events = "*", status = "active" },
      answer = [[
{"id": "4b67ac88-e506-4a29-9d42-26e504e3435e",
"webhook": {"id": "4b67ac88-e506-4a29-9d42-26e504e3435e", "userid": 183, "team_id": 108,
"endpoint": "https://yourdomain.com/webhook", "client_id": "QVOQP06ZXC6CMGVFKB0ZT7J9Y7APOYGO",
"events": ["taskCreated", "taskUpdated", "taskDeleted", "taskPriorityUpdated",
"taskStatusUpdated", "taskAssigneeUpdated", "taskDueDateUpdated", "taskTagUpdated",
"taskMoved", "taskCommentPosted", "taskCommentUpdated", "taskTimeEstimateUpdated",
"taskTimeTrackedUpdated", "listCreated", "listUpdated", "listDeleted", "folderCreated",
"folderUpdated", "folderDeleted", "spaceCreated", "spaceUpdated", "spaceDeleted",
"goalCreated", "goalUpdated", "goalDeleted", "keyResultCreated", "keyResultUpdated",
"keyResultDeleted"], "task_id": null, "list_id": null, "folder_id": null, "space_id": null,
"health": {"status": "active", "fail_count": 0},
"secret": "O94IM25S7PXBPYTMNXLLET230SRP0S89COR7B1YOJ2ZIE8WQNK5UUKEF26W0Z5GA"}}
]],
    },
  },
  {
    id = "DeleteWebhook",
    name = "delete_webhook",
    doc = "Delete a webhook.",
    kind = "delete",
    method = "DELETE",
    path = "/v2/webhook/{webhook_id}",
    ids = { webhook_id = "string" },
    example = {
      ids = { "4b67ac88-e506-4a29-9d42-26e504e3435e" },
      answer = [[
{}
]],
    },
  },
}
