-- SPDX-License-Identifier: MIT
--- Custom roles.
-- Made by `make api`, from ClickUp's documents and spec/api/overlay.lua: do not edit.

local s = require "clickup.schema"

local t = {} -- types of this group
local o = s.reader(t)

t.custom_role = o [[
  id:integer team_id:string name:string inherited_role:integer date_created:string
  members:integer[]
]]

return {
  types = t,
  {
    id = "GetCustomRoles", name = "get_custom_roles",
    kind = "read",
    doc = "List the custom roles of a Workspace.",
    method = "GET",
    path = "/v2/team/{team_id}/customroles",
    ids = { team_id = "integer" },
    query = o "include_members:boolean",
    answer = s.array(t.custom_role),
    envelope = "custom_roles",
  },
}
