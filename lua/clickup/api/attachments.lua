-- SPDX-License-Identifier: MIT
--- Attachments.
-- Made by `make api`, from ClickUp's documents and spec/api/overlay.lua: do not edit.

local s = require "clickup.schema"

local t = {} -- types of this group
local o = s.reader(t)

t.limit = s.limited(s.integer, { min = 1, max = 100 })
t.data = o [[
  date_updated:integer date_created:integer extension:string id:string mime_type:string
  parent_entity_type:string parent_id:string size:integer signed:boolean
  thumbnail_small:string thumbnail_medium:string thumbnail_large:string title:string
  url:string user_id:integer
]]
t.get_parent_entity_attachments_answer = o "next_cursor:string data:data[]"

return {
  types = t,
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
}
