-- SPDX-License-Identifier: MIT
--- Members of tasks and Lists.
-- Made by `make api`, from ClickUp's documents and spec/api/overlay.lua: do not edit.

local s = require "clickup.schema"

local t = {} -- types of this group
local o = s.reader(t)

t.profile_info = o [[
  display_profile:string verified_ambassador:string verified_consultant:string
  top_tier_user:string viewed_verified_ambassador:string viewed_verified_consultant:string
  viewed_top_tier_user:string
]]
t.member = o [[
  id:integer username:string email:string color:string initials:string profilePicture:string
  profileInfo:profile_info
]]

return {
  types = t,
  {
    id = "GetTaskMembers", name = "get_task_members",
    kind = "read",
    doc = "List the users who have access to a task.",
    method = "GET",
    path = "/v2/task/{task_id}/member",
    ids = { task_id = "string" },
    answer = s.array(t.member),
    envelope = "members",
  },
  {
    id = "GetListMembers", name = "get_list_members",
    kind = "read",
    doc = "List the users who have access to a List.",
    method = "GET",
    path = "/v2/list/{list_id}/member",
    ids = { list_id = "integer" },
    answer = s.array(t.member),
    envelope = "members",
  },
}
