-- SPDX-License-Identifier: MIT
--- Attachments.
-- Made by `make api`, from ClickUp's documents and spec/api/overlay.lua: do not edit.

local s = require "clickup.schema"

local t = {} -- types of this group
local o = s.reader(t)

t.create_task_attachment_body = o "attachment!:file"
t.create_task_attachment_answer = o [[
  id:string version:string date:integer title:string extension:string thumbnail_small:string
  thumbnail_large:string url:string
]]
t.limit = s.limited(s.integer, { min = 1, max = 100 })
t.data = o [[
  date_updated:integer date_created:integer extension:string id:string mime_type:string
  parent_entity_type:string parent_id:string size:integer signed:boolean
  thumbnail_small:string thumbnail_medium:string thumbnail_large:string title:string
  url:string user_id:integer
]]
t.get_parent_entity_attachments_answer = o "next_cursor:string data:data[]"
t.post_entity_attachment_body = o "filename:string attachment!:file"

return {
  types = t,
  {
    id = "CreateTaskAttachment", name = "create_task_attachment",
    kind = "create",
    doc = "Attach a file to a task.",
    method = "POST",
    path = "/v2/task/{task_id}/attachment",
    ids = { task_id = "string" },
    body = t.create_task_attachment_body,
    form = true,
    query = o "custom_task_ids:boolean team_id:id",
    answer = t.create_task_attachment_answer,
  },
  {
    id = "getParentEntityAttachments", name = "get_parent_entity_attachments",
    kind = "read",
    doc = "List the attachments of a task or a Custom Field.",
    method = "GET",
    path = "/v3/workspaces/{workspace_id}/{entity_type}/{entity_id}/attachments",
    ids = { workspace_id = "integer", entity_type = "string", entity_id = "string" },
    id_values = { entity_type = {
      "attachments", "custom_fields" } },
    query = o "cursor:string limit:limit",
    answer = t.get_parent_entity_attachments_answer,
    paging = "cursor",
    items = "data",
  },
  {
    id = "postEntityAttachment", name = "post_entity_attachment",
    kind = "create",
    doc = "Attach a file to a task, or upload one for a Custom Field.",
    method = "POST",
    path = "/v3/workspaces/{workspace_id}/{entity_type}/{entity_id}/attachments",
    ids = { workspace_id = "integer", entity_type = "string", entity_id = "string" },
    id_values = { entity_type = {
      "attachments", "custom_fields" } },
    body = t.post_entity_attachment_body,
    form = true,
    answer = t.data,
  },
}
