-- SPDX-License-Identifier: MIT
--- Guests and what they see.
-- Made by `make api`, from ClickUp's documents and spec/api/overlay.lua: do not edit.

local s = require "clickup.schema"

local t = {} -- types of this group
local o = s.reader(t)

t.invite_guest_to_workspace_body = o [[
  email!:string can_edit_tags:boolean can_see_time_spent:boolean
  can_see_time_estimated:boolean can_create_views:boolean can_see_points_estimated:boolean
  custom_role_id:int32
]]
t.custom_role = o "id:integer name:string"
t.user = o [[
  id:integer username:string email:string color:string profilePicture:string initials:string
  role:integer custom_role:custom_role last_active:string date_joined:string
  date_invited:string
]]
t.invited_by = o [[
  id:integer color:string username:string email:string initials:string profilePicture:string
]]
t.member = o [[
  user:user invited_by:invited_by can_see_time_spent:boolean can_see_time_estimated:boolean
  can_edit_tags:boolean can_create_views:boolean can_see_points_estimated:boolean
]]
t.role = o [[
  id:integer name:string custom:boolean inherited_role:integer
]]
t.team = o [[
  id:string name:string color:string avatar:string members:member[] roles:role[]
]]
t.edit_guest_on_workspace_body = o [[
  can_see_points_estimated:boolean can_edit_tags:boolean can_see_time_spent:boolean
  can_see_time_estimated:boolean can_create_views:boolean custom_role_id:int32
]]
t.shared = o "tasks:string[] lists:string[] folders:string[]"
t.guest = o [[
  user:user invited_by:invited_by can_see_time_spent:boolean can_see_time_estimated:boolean
  can_see_points_estimated:boolean can_edit_tags:boolean can_create_views:boolean
  shared:shared
]]
t.remove_guest_from_workspace_team = o [[
  id:string name:string color:string avatar:string members:string[]
]]
t.add_guest_to_task_body = o "permission_level!:string"
t.guest_user = o [[
  id:integer username:string email:string color:string profilePicture:string initials:string
  role:integer last_active:string date_joined:string date_invited:string
]]
t.status = o [[
  id:string status:string color:string orderindex:integer type:string
]]
t.creator = o [[
  id:integer username:string color:string email:string profilePicture:string
]]
t.priority = o [[
  color:string id:string orderindex:string priority:string
]]
t.list = o "id:string name:string access:boolean"
t.folder = o [[
  id:string name:string hidden:boolean access:boolean
]]
t.space = o "id:string"
t.task = o [[
  id:string name:string status:status orderindex:string date_created:string
  date_updated:string date_closed:string archived:boolean creator:creator assignees:string[]
  checklists:string[] tags:string[] parent:string priority:priority due_date:string
  start_date:string points:string time_estimate:string custom_fields:string[]
  dependencies:string[] team_id:string url:string permission_level:string list:list
  folder:folder space:space
]]
t.guest_shared = o "tasks:task[] lists:string[] folders:string[]"
t.add_guest_to_task_guest = o [[
  user:guest_user invited_by:invited_by can_see_time_spent:boolean
  can_see_time_estimated:boolean can_edit_tags:boolean shared:guest_shared
]]
t.remove_guest_from_task_guest = o [[
  user:guest_user invited_by:invited_by can_see_time_spent:boolean
  can_see_time_estimated:boolean can_edit_tags:boolean shared:shared
]]
t.shared_list = o [[
  id:string name:string orderindex:integer status:string priority:string assignee:string
  task_count:string due_date:string start_date:string archived:boolean
  override_statuses:boolean statuses:status[] permission_level:string
]]
t.guest_shared2 = o [[
  tasks:string[] lists:shared_list[] folders:string[]
]]
t.add_guest_to_list_guest = o [[
  user:guest_user invited_by:invited_by can_see_time_spent:boolean
  can_see_time_estimated:boolean can_edit_tags:boolean shared:guest_shared2
]]
t.shared_folder = o [[
  id:string name:string orderindex:integer override_statuses:boolean hidden:boolean
  task_count:string archived:boolean statuses:status[] lists:string[] permission_level:string
]]
t.guest_shared3 = o [[
  tasks:string[] lists:string[] folders:shared_folder[]
]]
t.add_guest_to_folder_guest = o [[
  user:guest_user invited_by:invited_by can_see_time_spent:boolean
  can_see_time_estimated:boolean can_edit_tags:boolean shared:guest_shared3
]]

return {
  types = t,
  {
    id = "InviteGuestToWorkspace", name = "invite_guest_to_workspace",
    kind = "create",
    doc = "Invite a guest to a Workspace.",
    method = "POST",
    path = "/v2/team/{team_id}/guest",
    ids = { team_id = "integer" },
    body = t.invite_guest_to_workspace_body,
    answer = t.team,
    envelope = "team",
  },
  {
    id = "GetGuest", name = "get_guest",
    kind = "read",
    doc = "Read a guest of a Workspace.",
    method = "GET",
    path = "/v2/team/{team_id}/guest/{guest_id}",
    ids = { team_id = "integer", guest_id = "integer" },
    may_be_empty = true,
    answer = s.any,
  },
  {
    id = "EditGuestOnWorkspace", name = "edit_guest_on_workspace",
    kind = "edit",
    doc = "Change what a guest of a Workspace may do.",
    method = "PUT",
    path = "/v2/team/{team_id}/guest/{guest_id}",
    ids = { team_id = "integer", guest_id = "integer" },
    body = t.edit_guest_on_workspace_body,
    answer = t.guest,
    envelope = "guest",
  },
  {
    id = "RemoveGuestFromWorkspace", name = "remove_guest_from_workspace",
    kind = "delete",
    doc = "Remove a guest from a Workspace.",
    method = "DELETE",
    path = "/v2/team/{team_id}/guest/{guest_id}",
    ids = { team_id = "integer", guest_id = "integer" },
    answer = t.remove_guest_from_workspace_team,
    envelope = "team",
  },
  {
    id = "AddGuestToTask", name = "add_guest_to_task",
    kind = "edit",
    doc = "Give a guest access to a task.",
    method = "POST",
    path = "/v2/task/{task_id}/guest/{guest_id}",
    ids = { task_id = "string", guest_id = "integer" },
    body = t.add_guest_to_task_body,
    query = o [[
  include_shared:boolean custom_task_ids:boolean team_id:id
]],
    answer = t.add_guest_to_task_guest,
    envelope = "guest",
  },
  {
    id = "RemoveGuestFromTask", name = "remove_guest_from_task",
    kind = "delete",
    doc = "End the access of a guest to a task.",
    method = "DELETE",
    path = "/v2/task/{task_id}/guest/{guest_id}",
    ids = { task_id = "string", guest_id = "integer" },
    query = o [[
  include_shared:boolean custom_task_ids:boolean team_id:id
]],
    answer = t.remove_guest_from_task_guest,
    envelope = "guest",
  },
  {
    id = "AddGuestToList", name = "add_guest_to_list",
    kind = "edit",
    doc = "Give a guest access to a List.",
    method = "POST",
    path = "/v2/list/{list_id}/guest/{guest_id}",
    ids = { list_id = "integer", guest_id = "integer" },
    body = t.add_guest_to_task_body,
    query = o "include_shared:boolean",
    answer = t.add_guest_to_list_guest,
    envelope = "guest",
  },
  {
    id = "RemoveGuestFromList", name = "remove_guest_from_list",
    kind = "delete",
    doc = "End the access of a guest to a List.",
    method = "DELETE",
    path = "/v2/list/{list_id}/guest/{guest_id}",
    ids = { list_id = "integer", guest_id = "integer" },
    query = o "include_shared:boolean",
    answer = t.remove_guest_from_task_guest,
    envelope = "guest",
  },
  {
    id = "AddGuestToFolder", name = "add_guest_to_folder",
    kind = "edit",
    doc = "Give a guest access to a Folder.",
    method = "POST",
    path = "/v2/folder/{folder_id}/guest/{guest_id}",
    ids = { folder_id = "integer", guest_id = "integer" },
    body = t.add_guest_to_task_body,
    query = o "include_shared:boolean",
    answer = t.add_guest_to_folder_guest,
    envelope = "guest",
  },
  {
    id = "RemoveGuestFromFolder", name = "remove_guest_from_folder",
    kind = "delete",
    doc = "End the access of a guest to a Folder.",
    method = "DELETE",
    path = "/v2/folder/{folder_id}/guest/{guest_id}",
    ids = { folder_id = "integer", guest_id = "integer" },
    query = o "include_shared:boolean",
    answer = t.remove_guest_from_task_guest,
    envelope = "guest",
  },
}
