-- SPDX-License-Identifier: MIT
--- Groups of users.
-- Made by `make api`, from ClickUp's documents and spec/api/overlay.lua: do not edit.

local s = require "clickup.schema"

local t = {} -- types of this group
local o = s.reader(t)

t.create_user_group_body = o "name!:string handle:string members!:int32[]"
t.member = o [[
  id:integer username:string email:string color:string initials:string profilePicture:string
]]
t.avatar = o [[
  attachment_id:string color:string source:string icon:string
]]
t.create_user_group_answer = o [[
  id:string team_id:string userid:integer name:string handle:string date_created:string
  initials:string members:member[] avatar:avatar
]]
t.members = o "add!:int32[] rem!:int32[]"
t.update_user_group_body = o "name:string handle:string members:members"

return {
  types = t,
  {
    id = "CreateUserGroup", name = "create_user_group",
    kind = "create",
    doc = "Create a group of users.",
    method = "POST",
    path = "/v2/team/{team_id}/group",
    ids = { team_id = "integer" },
    body = t.create_user_group_body,
    answer = t.create_user_group_answer,
  },
  {
    id = "UpdateTeam", name = "update_user_group",
    kind = "edit",
    doc = "Rename a group of users, and change its members.",
    method = "PUT",
    path = "/v2/group/{group_id}",
    ids = { group_id = "string" },
    body = t.update_user_group_body,
    answer = t.create_user_group_answer,
  },
  {
    id = "DeleteTeam", name = "delete_user_group",
    kind = "delete",
    doc = "Delete a group of users.",
    method = "DELETE",
    path = "/v2/group/{group_id}",
    ids = { group_id = "string" },
  },
  {
    id = "GetTeams1", name = "get_user_groups",
    kind = "read",
    doc = "List the groups of users of a Workspace.",
    method = "GET",
    path = "/v2/group",
    query = o "team_id!:id group_ids:string[]",
    answer = s.array(t.create_user_group_answer),
    envelope = "groups",
  },
}
