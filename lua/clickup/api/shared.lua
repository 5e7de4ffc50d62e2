-- SPDX-License-Identifier: MIT
--- What is shared with you.
-- Made by `make api`, from ClickUp's documents and spec/api/overlay.lua: do not edit.

local s = require "clickup.schema"

local t = {} -- types of this group
local o = s.reader(t)

t.list = o [[
  id:string name:string orderindex:integer content:string status:string priority:string
  assignee:string task_count:string due_date:string start_date:string archived:boolean
]]
t.folder = o [[
  id:string name:string orderindex:integer content:string task_count:string due_date:string
  archived:boolean
]]
t.shared = o "tasks:string[] lists:list[] folders:folder[]"

return {
  types = t,
  {
    id = "SharedHierarchy", name = "get_shared_hierarchy",
    kind = "read",
    doc = "List the tasks, Lists and Folders that are shared with you.",
    method = "GET",
    path = "/v2/team/{team_id}/shared",
    ids = { team_id = "integer" },
    answer = t.shared,
    envelope = "shared",
  },
}
