-- SPDX-License-Identifier: MIT
--- Folders.
-- Made by `make api`, from ClickUp's documents and spec/api/overlay.lua: do not edit.

local s = require "clickup.schema"

local t = {} -- types of this group
local o = s.reader(t)

t.space = o "id:string name:string access:boolean"
t.folder = o [[
  id:string name:string orderindex:integer override_statuses:boolean hidden:boolean
  space:space task_count:string lists:string[] parent_folder:string
]]
t.create_folder_body = o "name!:string parent_folder_id:string"
t.create_folder_answer = o [[
  id!:string name:string orderindex:integer override_statuses:boolean hidden:boolean
  space:space task_count:string parent_folder:string
]]
t.get_folder_answer_folder = o "id:string"
t.get_folder_answer = o [[
  id:string name:string orderindex:integer override_statuses:boolean hidden:boolean
  space:space task_count:string lists:string[] parent_folder:string
  folders:get_folder_answer_folder[]
]]
t.update_folder_body = o "name!:string"
t.update_folder_answer = o [[
  id:string name:string orderindex:integer override_statuses:boolean hidden:boolean
  space:space task_count:string parent_folder:string
]]
t.start_date = s.limited(s.string, { format = "date-time" })
t.archived = s.one_of(s.integer, { 1, 2 })
t.options = o [[
  return_immediately:boolean content:string time_estimate:boolean automation:boolean
  include_views:boolean old_due_date:boolean old_start_date:boolean old_followers:boolean
  comment_attachments:boolean recur_settings:boolean old_tags:boolean old_statuses:boolean
  subtasks:boolean custom_type:boolean old_assignees:boolean attachments:boolean
  comment:boolean old_status:boolean external_dependencies:boolean
  internal_dependencies:boolean priority:boolean custom_fields:boolean old_checklists:boolean
  relationships:boolean old_subtask_assignees:boolean start_date:start_date
  due_date:start_date remap_start_date:boolean skip_weekends:boolean archived:archived?
]]
t.create_folder_from_template_body = o [[
  name!:string parent_folder_id:string options:options
]]
t.status = o [[
  id:string status:string orderindex:integer color:string type:string
]]
t.create_folder_from_template_answer_folder = o [[
  id:string name:string orderindex:integer override_statuses:boolean hidden:boolean
  space:space task_count:string archived:boolean statuses:status[] lists:any{}[]
  parent_folder:string permission_level:string
]]
t.create_folder_from_template_answer = o [[
  id:integer folder:create_folder_from_template_answer_folder
]]

return {
  types = t,
  {
    id = "GetFolders", name = "get_folders",
    kind = "read",
    doc = "List the Folders of a Space.",
    method = "GET",
    path = "/v2/space/{space_id}/folder",
    ids = { space_id = "integer" },
    query = o "archived:boolean",
    answer = s.array(t.folder),
    envelope = "folders",
  },
  {
    id = "CreateFolder", name = "create_folder",
    kind = "create",
    doc = "Create a Folder in a Space.",
    method = "POST",
    path = "/v2/space/{space_id}/folder",
    ids = { space_id = "integer" },
    body = t.create_folder_body,
    answer = t.create_folder_answer,
    reconcile = { fields = { name = "name", parent_folder_id = "parent_folder" },
      may_lack = {}, partial = "parent_folder_id", read = "get_folders" },
  },
  {
    id = "GetFolder", name = "get_folder",
    kind = "read",
    doc = "Read a Folder and its Lists.",
    method = "GET",
    path = "/v2/folder/{folder_id}",
    ids = { folder_id = "integer" },
    query = o "include_subfolders:boolean",
    answer = t.get_folder_answer,
  },
  {
    id = "UpdateFolder", name = "update_folder",
    kind = "edit",
    doc = "Rename a Folder.",
    method = "PUT",
    path = "/v2/folder/{folder_id}",
    ids = { folder_id = "integer" },
    body = t.update_folder_body,
    answer = t.update_folder_answer,
  },
  {
    id = "DeleteFolder", name = "delete_folder",
    kind = "delete",
    doc = "Delete a Folder.",
    method = "DELETE",
    path = "/v2/folder/{folder_id}",
    ids = { folder_id = "integer" },
  },
  {
    id = "CreateFolderFromTemplate", name = "create_folder_from_template",
    kind = "create",
    doc = "Create a Folder in a Space, from a template.",
    method = "POST",
    path = "/v2/space/{space_id}/folder_template/{template_id}",
    ids = { space_id = "integer", template_id = "string" },
    body = t.create_folder_from_template_body,
    answer = t.create_folder_from_template_answer,
  },
}
