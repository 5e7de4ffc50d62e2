-- SPDX-License-Identifier: MIT
--- Lists, and the tasks in several of them.
-- Made by `make api`, from ClickUp's documents and spec/api/overlay.lua: do not edit.

local s = require "clickup.schema"

local t = {} -- types of this group
local o = s.reader(t)

t.folder = o [[
  id:string name:string hidden:boolean access:boolean
]]
t.space = o "id:string name:string access:boolean"
t.list = o [[
  id:string name:string orderindex:integer content:string status:any priority:any
  assignee:string task_count:string due_date:string start_date:string folder:folder
  space:space archived:boolean override_statuses:boolean permission_level:string
]]
t.create_list_body = o [[
  name!:string content:string markdown_content:string due_date:integer due_date_time:boolean
  priority:int32 assignee:int32 status:string
]]
t.status = o "status:string color:string hide_label:boolean"
t.priority = o "priority:string color:string"
t.assignee = o [[
  id:integer color:string username:string initials:string profilePicture:string
]]
t.create_list_answer_status = o [[
  id:string status:string color:string orderindex:integer type:string
]]
t.create_list_answer = o [[
  id!:string name:string orderindex:integer content:string status:status priority:priority
  assignee:assignee task_count:string due_date:string due_date_time:boolean start_date:string
  start_date_time:string folder:folder space:space statuses:create_list_answer_status[]
  inbound_address:string
]]
t.get_list_answer = o [[
  id:string name:string orderindex:integer content:string status:status priority:priority
  assignee:string task_count:string due_date:string due_date_time:boolean start_date:string
  start_date_time:string folder:folder space:space inbound_address:string archived:boolean
  override_statuses:boolean statuses:create_list_answer_status[] permission_level:string
]]
t.update_list_body = o [[
  name!:string content:string markdown_content:string due_date:integer due_date_time:boolean
  priority:int32 assignee:string status:string unset_status:boolean
]]
t.update_list_answer = o [[
  id:string name:string orderindex:integer content:string status:status priority:priority
  assignee:string task_count:string due_date:string due_date_time:boolean start_date:string
  start_date_time:string folder:folder space:space statuses:create_list_answer_status[]
  inbound_address:string
]]
t.start_date = s.limited(s.string, { format = "date-time" })
t.archived = s.one_of(s.integer, { 1, 2 })
t.options = o [[
  return_immediately:boolean content:string time_estimate:number automation:boolean
  include_views:boolean old_due_date:boolean old_start_date:boolean old_followers:boolean
  comment_attachments:boolean recur_settings:boolean old_tags:boolean old_statuses:boolean
  subtasks:boolean custom_type:boolean old_assignees:boolean attachments:boolean
  comment:boolean old_status:boolean external_dependencies:boolean
  internal_dependencies:boolean priority:boolean custom_fields:boolean old_checklists:boolean
  relationships:boolean old_subtask_assignees:boolean start_date:start_date
  due_date:start_date remap_start_date:boolean skip_weekends:boolean archived:archived?
]]
t.create_folder_list_from_template_body = o "name!:string options:options"
t.list_status = o [[
  id:string status:string orderindex:integer color:string type:string status_group:string
]]
t.create_folder_list_from_template_answer_list = o [[
  id:string name:string deleted:boolean orderindex:integer priority:string assignee:string
  due_date:string start_date:string folder:folder space:space inbound_address:string
  archived:boolean override_statuses:boolean statuses:list_status[] permission_level:string
]]
t.create_folder_list_from_template_answer = o [[
  id:string list:create_folder_list_from_template_answer_list
]]

return {
  types = t,
  {
    id = "GetLists", name = "get_lists",
    kind = "read",
    doc = "List the Lists of a Folder.",
    method = "GET",
    path = "/v2/folder/{folder_id}/list",
    ids = { folder_id = "integer" },
    query = o "archived:boolean",
    answer = s.array(t.list),
    envelope = "lists",
  },
  {
    id = "CreateList", name = "create_list",
    kind = "create",
    doc = "Create a List in a Folder.",
    method = "POST",
    path = "/v2/folder/{folder_id}/list",
    ids = { folder_id = "integer" },
    body = t.create_list_body,
    answer = t.create_list_answer,
    reconcile = { fields = { due_date = "due_date", name = "name" }, may_lack = {},
      read = "get_lists" },
  },
  {
    id = "GetFolderlessLists", name = "get_folderless_lists",
    kind = "read",
    doc = "List the Lists of a Space that are in no Folder.",
    method = "GET",
    path = "/v2/space/{space_id}/list",
    ids = { space_id = "integer" },
    query = o "archived:boolean",
    answer = s.array(t.list),
    envelope = "lists",
  },
  {
    id = "CreateFolderlessList", name = "create_folderless_list",
    kind = "create",
    doc = "Create a List in a Space, in no Folder.",
    method = "POST",
    path = "/v2/space/{space_id}/list",
    ids = { space_id = "integer" },
    body = t.create_list_body,
    answer = t.create_list_answer,
    reconcile = { fields = { due_date = "due_date", name = "name" }, may_lack = {},
      read = "get_folderless_lists" },
  },
  {
    id = "GetList", name = "get_list",
    kind = "read",
    doc = "Read a List.",
    method = "GET",
    path = "/v2/list/{list_id}",
    ids = { list_id = "integer" },
    answer = t.get_list_answer,
  },
  {
    id = "UpdateList", name = "update_list",
    kind = "edit",
    doc = "Rename a List, and set its content, due date, priority, assignee and color.",
    method = "PUT",
    path = "/v2/list/{list_id}",
    ids = { list_id = "integer" },
    body = t.update_list_body,
    answer = t.update_list_answer,
  },
  {
    id = "DeleteList", name = "delete_list",
    kind = "delete",
    doc = "Delete a List.",
    method = "DELETE",
    path = "/v2/list/{list_id}",
    ids = { list_id = "integer" },
  },
  {
    id = "AddTaskToList", name = "add_task_to_list",
    kind = "edit",
    doc = "Show a task in one more List.",
    method = "POST",
    path = "/v2/list/{list_id}/task/{task_id}",
    ids = { list_id = "integer", task_id = "string" },
  },
  {
    id = "RemoveTaskFromList", name = "remove_task_from_list",
    kind = "delete",
    doc = "Take a task out of a List that it was added to.",
    method = "DELETE",
    path = "/v2/list/{list_id}/task/{task_id}",
    ids = { list_id = "integer", task_id = "string" },
  },
  {
    id = "CreateFolderListFromTemplate", name = "create_folder_list_from_template",
    kind = "create",
    doc = "Create a List in a Folder, from a template.",
    method = "POST",
    path = "/v2/folder/{folder_id}/list_template/{template_id}",
    ids = { folder_id = "integer", template_id = "string" },
    body = t.create_folder_list_from_template_body,
    answer = t.create_folder_list_from_template_answer,
  },
  {
    id = "CreateSpaceListFromTemplate", name = "create_space_list_from_template",
    kind = "create",
    doc = "Create a List in a Space, from a template.",
    method = "POST",
    path = "/v2/space/{space_id}/list_template/{template_id}",
    ids = { space_id = "integer", template_id = "string" },
    body = t.create_folder_list_from_template_body,
    answer = t.create_folder_list_from_template_answer,
  },
}
