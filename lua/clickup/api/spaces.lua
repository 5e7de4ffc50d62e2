-- SPDX-License-Identifier: MIT
--- Spaces.
-- Made by `make api`, from ClickUp's documents and spec/api/overlay.lua: do not edit.

local s = require "clickup.schema"

local t = {} -- types of this group
local o = s.reader(t)

t.user = o [[
  id:integer username:string email:string color:string profilePicture:string initials:string
  week_start_day:integer global_font_support:boolean timezone:string
]]
t.member = o "user:user"
t.status = o [[
  id:string status:string color:string orderindex:integer type:string
]]
t.due_dates = o [[
  enabled:boolean start_date:boolean remap_due_dates:boolean remap_closed_due_date:boolean
]]
t.time_tracking = o "enabled:boolean"
t.features = o [[
  due_dates:due_dates time_tracking:time_tracking tags:time_tracking
  time_estimates:time_tracking checklists:time_tracking custom_fields:time_tracking
  remap_dependencies:time_tracking dependency_warning:time_tracking portfolios:time_tracking
]]
t.space = o [[
  id:string name:string private:boolean color:string avatar:string admin_can_manage:boolean
  archived:boolean members:member[] statuses:status[] multiple_assignees:boolean
  features:features
]]
t.features_due_dates = o [[
  enabled!:boolean start_date!:boolean remap_due_dates!:boolean remap_closed_due_date!:boolean
]]
t.features_time_tracking = o "enabled!:boolean"
t.create_space_body_features = o [[
  due_dates!:features_due_dates time_tracking!:features_time_tracking
  tags!:features_time_tracking time_estimates!:features_time_tracking
  checklists!:features_time_tracking custom_fields!:features_time_tracking
  remap_dependencies!:features_time_tracking dependency_warning!:features_time_tracking
  portfolios!:features_time_tracking
]]
t.create_space_body = o [[
  name!:string multiple_assignees!:boolean features!:create_space_body_features
]]
t.create_space_answer_status = o [[
  id:string status:string type:string orderindex:integer color:string
]]
t.create_space_answer_features = o [[
  due_dates:due_dates sprints:time_tracking points:time_tracking custom_items:time_tracking
  tags:time_tracking time_estimates:time_tracking checklists:time_tracking zoom:time_tracking
  milestones:time_tracking custom_fields:time_tracking remap_dependencies:time_tracking
  dependency_warning:time_tracking multiple_assignees:time_tracking portfolios:time_tracking
  emails:time_tracking
]]
t.create_space_answer = o [[
  id!:string name:string private:boolean statuses:create_space_answer_status[]
  multiple_assignees:boolean features:create_space_answer_features archived:boolean
]]
t.get_space_answer = o [[
  id:string name:string private:boolean statuses:status[] multiple_assignees:boolean
  features:features
]]
t.update_space_body = o [[
  name!:string color!:string private!:boolean admin_can_manage!:boolean
  multiple_assignees!:boolean features!:create_space_body_features
]]

return {
  types = t,
  {
    id = "GetSpaces", name = "get_spaces",
    kind = "read",
    doc = "List the Spaces of a Workspace.",
    method = "GET",
    path = "/v2/team/{team_id}/space",
    ids = { team_id = "integer" },
    query = o "archived:boolean",
    answer = s.array(t.space),
    envelope = "spaces",
  },
  {
    id = "CreateSpace", name = "create_space",
    kind = "create",
    doc = "Create a Space in a Workspace.",
    method = "POST",
    path = "/v2/team/{team_id}/space",
    ids = { team_id = "integer" },
    body = t.create_space_body,
    answer = t.create_space_answer,
    reconcile = { fields = { multiple_assignees = "multiple_assignees", name = "name" },
      may_lack = {}, read = "get_spaces" },
  },
  {
    id = "GetSpace", name = "get_space",
    kind = "read",
    doc = "Read a Space.",
    method = "GET",
    path = "/v2/space/{space_id}",
    ids = { space_id = "integer" },
    answer = t.get_space_answer,
  },
  {
    id = "UpdateSpace", name = "update_space",
    kind = "edit",
    doc = "Rename a Space, set its color, and switch its features.",
    method = "PUT",
    path = "/v2/space/{space_id}",
    ids = { space_id = "integer" },
    body = t.update_space_body,
    answer = t.get_space_answer,
  },
  {
    id = "DeleteSpace", name = "delete_space",
    kind = "delete",
    doc = "Delete a Space.",
    method = "DELETE",
    path = "/v2/space/{space_id}",
    ids = { space_id = "integer" },
  },
}
