-- SPDX-License-Identifier: MIT
--- Users of a Workspace.
-- Made by `make api`, from ClickUp's documents and spec/api/overlay.lua: do not edit.

local s = require "clickup.schema"

local t = {} -- types of this group
local o = s.reader(t)

t.invite_user_to_workspace_body = o "email!:string admin!:boolean custom_role_id:int32"
t.custom_role = o "id:integer name:string"
t.user = o [[
  id:integer username:string email:string color:string profilePicture:string initials:string
  role:integer custom_role:custom_role last_active:string date_joined:string
  date_invited:string
]]
t.invited_by = o [[
  id:integer color:string username:string email:string initials:string profilePicture:string
]]
t.member = o "user:user invited_by:invited_by"
t.role = o [[
  id:integer name:string custom:boolean inherited_role:integer
]]
t.team = o [[
  id:string name:string color:string avatar:string members:member[] roles:role[]
]]
t.shared = o "tasks:string[] lists:string[] folders:string[]"
t.get_user_member = o "user:user invited_by:invited_by shared:shared"
t.edit_user_on_workspace_body = o [[
  username!:string admin!:boolean custom_role_id!:int32
]]
t.remove_user_from_workspace_team = o [[
  id:string name:string color:string avatar:string members:string[]
]]

return {
  types = t,
  {
    id = "InviteUserToWorkspace", name = "invite_user_to_workspace",
    kind = "create",
    doc = "Invite a user to a Workspace.",
    method = "POST",
    path = "/v2/team/{team_id}/user",
    ids = { team_id = "integer" },
    body = t.invite_user_to_workspace_body,
    answer = t.team,
    envelope = "team",
  },
  {
    id = "GetUser", name = "get_user",
    kind = "read",
    doc = "Read a user of a Workspace.",
    method = "GET",
    path = "/v2/team/{team_id}/user/{user_id}",
    ids = { team_id = "integer", user_id = "integer" },
    query = o "include_shared:boolean",
    answer = t.get_user_member,
    envelope = "member",
  },
  {
    id = "EditUserOnWorkspace", name = "edit_user_on_workspace",
    kind = "edit",
    doc = "Rename a user of a Workspace, and set their role.",
    method = "PUT",
    path = "/v2/team/{team_id}/user/{user_id}",
    ids = { team_id = "integer", user_id = "integer" },
    body = t.edit_user_on_workspace_body,
    answer = t.get_user_member,
    envelope = "member",
  },
  {
    id = "RemoveUserFromWorkspace", name = "remove_user_from_workspace",
    kind = "delete",
    doc = "Remove a user from a Workspace.",
    method = "DELETE",
    path = "/v2/team/{team_id}/user/{user_id}",
    ids = { team_id = "integer", user_id = "integer" },
    answer = t.remove_user_from_workspace_team,
    envelope = "team",
  },
}
