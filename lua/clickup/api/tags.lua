-- SPDX-License-Identifier: MIT
--- Tags of Spaces and tasks.
-- Made by `make api`, from ClickUp's documents and spec/api/overlay.lua: do not edit.

local s = require "clickup.schema"

local t = {} -- types of this group
local o = s.reader(t)

t.tag = o "name:string tag_fg:string tag_bg:string"
t.create_space_tag_body_tag = o "name!:string tag_fg!:string tag_bg!:string"
t.create_space_tag_body = o "tag!:create_space_tag_body_tag"
t.edit_space_tag_body_tag = o "name!:string fg_color!:string bg_color!:string"
t.edit_space_tag_body = o "tag!:edit_space_tag_body_tag"
t.edit_space_tag_tag = o "name:string fg_color:string bg_color:string"

return {
  types = t,
  {
    id = "GetSpaceTags", name = "get_space_tags",
    kind = "read",
    doc = "List the tags of a Space.",
    method = "GET",
    path = "/v2/space/{space_id}/tag",
    ids = { space_id = "integer" },
    answer = s.array(t.tag),
    envelope = "tags",
  },
  {
    id = "CreateSpaceTag", name = "create_space_tag",
    kind = "edit",
    doc = "Create a tag in a Space.",
    method = "POST",
    path = "/v2/space/{space_id}/tag",
    ids = { space_id = "integer" },
    body = t.create_space_tag_body,
  },
  {
    id = "EditSpaceTag", name = "edit_space_tag",
    kind = "edit",
    doc = "Rename a tag of a Space, and set its colors.",
    method = "PUT",
    path = "/v2/space/{space_id}/tag/{tag_name}",
    ids = { space_id = "integer", tag_name = "string" },
    body = t.edit_space_tag_body,
    answer = t.edit_space_tag_tag,
    envelope = "tag",
  },
  {
    id = "DeleteSpaceTag", name = "delete_space_tag",
    kind = "delete",
    doc = "Delete a tag of a Space.",
    method = "DELETE",
    path = "/v2/space/{space_id}/tag/{tag_name}",
    ids = { space_id = "integer", tag_name = "string" },
    body = t.create_space_tag_body,
  },
  {
    id = "AddTagToTask", name = "add_tag_to_task",
    kind = "edit",
    doc = "Put a tag on a task.",
    method = "POST",
    path = "/v2/task/{task_id}/tag/{tag_name}",
    ids = { task_id = "string", tag_name = "string" },
    query = o "custom_task_ids:boolean team_id:id",
  },
  {
    id = "RemoveTagFromTask", name = "remove_tag_from_task",
    kind = "delete",
    doc = "Take a tag off a task.",
    method = "DELETE",
    path = "/v2/task/{task_id}/tag/{tag_name}",
    ids = { task_id = "string", tag_name = "string" },
    query = o "custom_task_ids:boolean team_id:id",
  },
}
