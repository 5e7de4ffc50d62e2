-- SPDX-License-Identifier: MIT
--- Links and dependencies between tasks.
-- Made by `make api`, from ClickUp's documents and spec/api/overlay.lua: do not edit.

local s = require "clickup.schema"

local t = {} -- types of this group
local o = s.reader(t)

t.add_dependency_body = o "depends_on:string dependency_of:string"
t.status = o [[
  id:string status:string color:string orderindex:integer type:string
]]
t.creator = o [[
  id:integer username:string color:string email:string profilePicture:string
]]
t.list = o "id:string name:string access:boolean"
t.folder = o [[
  id:string name:string hidden:boolean access:boolean
]]
t.space = o "id:string"
t.linked_task = o [[
  task_id:string link_id:string date_created:string userid:string
]]
t.task = o [[
  id:string name:string status:status orderindex:string date_created:string
  date_updated:string date_closed:string creator:creator assignees:string[]
  checklists:string[] tags:string[] parent:string priority:string due_date:string
  start_date:string time_estimate:string time_spent:string list:list folder:folder space:space
  linked_tasks:linked_task[] url:string
]]
t.delete_task_link_task = o [[
  id:string name:string status:status orderindex:string date_created:string
  date_updated:string date_closed:string creator:creator assignees:string[]
  checklists:string[] tags:string[] parent:string priority:string due_date:string
  start_date:string time_estimate:string time_spent:string list:list folder:folder space:space
  linked_tasks:string[] url:string
]]

return {
  types = t,
  {
    id = "AddDependency", name = "add_dependency",
    kind = "edit",
    doc = "Make a task wait for another, or another wait for it.",
    method = "POST",
    path = "/v2/task/{task_id}/dependency",
    ids = { task_id = "string" },
    body = t.add_dependency_body,
    query = o "custom_task_ids:boolean team_id:id",
  },
  {
    id = "DeleteDependency", name = "delete_dependency",
    kind = "delete",
    doc = "Remove a dependency between two tasks.",
    method = "DELETE",
    path = "/v2/task/{task_id}/dependency",
    ids = { task_id = "string" },
    query = o [[
  depends_on!:string dependency_of!:string custom_task_ids:boolean team_id:id
]],
  },
  {
    id = "AddTaskLink", name = "add_task_link",
    kind = "edit",
    doc = "Link two tasks.",
    method = "POST",
    path = "/v2/task/{task_id}/link/{links_to}",
    ids = { task_id = "string", links_to = "string" },
    query = o "custom_task_ids:boolean team_id:id",
    answer = t.task,
    envelope = "task",
  },
  {
    id = "DeleteTaskLink", name = "delete_task_link",
    kind = "delete",
    doc = "Unlink two tasks.",
    method = "DELETE",
    path = "/v2/task/{task_id}/link/{links_to}",
    ids = { task_id = "string", links_to = "string" },
    query = o "custom_task_ids:boolean team_id:id",
    answer = t.delete_task_link_task,
    envelope = "task",
  },
}
