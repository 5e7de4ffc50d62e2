-- SPDX-License-Identifier: MIT
--- Checklists of tasks.
-- Made by `make api`, from ClickUp's documents and spec/api/overlay.lua: do not edit.

local s = require "clickup.schema"

local t = {} -- types of this group
local o = s.reader(t)

t.create_checklist_body = o "name!:string"
t.checklist = o [[
  id:string task_id:string name:string orderindex:integer resolved:integer unresolved:integer
  items:string[]
]]
t.edit_checklist_body = o "name:string position:int32"
t.create_checklist_item_body = o "name:string assignee:int32"
t.assignee = o [[
  id:integer username:string email:string color:string initials:string profilePicture:string
]]
t.item = o [[
  id:string name:string orderindex:integer assignee:assignee resolved:boolean parent:string
  date_created:string children:string[]
]]
t.create_checklist_item_checklist = o [[
  id:string task_id:string name:string date_created:string orderindex:integer resolved:integer
  unresolved:integer items:item[]
]]
t.edit_checklist_item_body = o [[
  name:string assignee:string? resolved:boolean parent:string?
]]
t.checklist_item = o [[
  id:string name:string orderindex:integer assignee:string resolved:boolean parent:string
  date_created:string children:string[]
]]
t.edit_checklist_item_checklist = o [[
  id:string task_id:string name:string date_created:string orderindex:integer resolved:integer
  unresolved:integer items:checklist_item[]
]]

return {
  types = t,
  {
    id = "CreateChecklist", name = "create_checklist",
    kind = "create",
    doc = "Add a checklist to a task.",
    method = "POST",
    path = "/v2/task/{task_id}/checklist",
    ids = { task_id = "string" },
    body = t.create_checklist_body,
    query = o "custom_task_ids:boolean team_id:id",
    answer = t.checklist,
    envelope = "checklist",
  },
  {
    id = "EditChecklist", name = "edit_checklist",
    kind = "edit",
    doc = "Rename a checklist, and move it among those of its task.",
    method = "PUT",
    path = "/v2/checklist/{checklist_id}",
    ids = { checklist_id = "string" },
    body = t.edit_checklist_body,
  },
  {
    id = "DeleteChecklist", name = "delete_checklist",
    kind = "delete",
    doc = "Delete a checklist.",
    method = "DELETE",
    path = "/v2/checklist/{checklist_id}",
    ids = { checklist_id = "string" },
  },
  {
    id = "CreateChecklistItem", name = "create_checklist_item",
    kind = "create",
    doc = "Add an item to a checklist.",
    method = "POST",
    path = "/v2/checklist/{checklist_id}/checklist_item",
    ids = { checklist_id = "string" },
    body = t.create_checklist_item_body,
    answer = t.create_checklist_item_checklist,
    envelope = "checklist",
  },
  {
    id = "EditChecklistItem", name = "edit_checklist_item",
    kind = "edit",
    doc = "Change an item of a checklist.",
    method = "PUT",
    path = "/v2/checklist/{checklist_id}/checklist_item/{checklist_item_id}",
    ids = { checklist_id = "string", checklist_item_id = "string" },
    body = t.edit_checklist_item_body,
    answer = t.edit_checklist_item_checklist,
    envelope = "checklist",
  },
  {
    id = "DeleteChecklistItem", name = "delete_checklist_item",
    kind = "delete",
    doc = "Delete an item of a checklist.",
    method = "DELETE",
    path = "/v2/checklist/{checklist_id}/checklist_item/{checklist_item_id}",
    ids = { checklist_id = "string", checklist_item_id = "string" },
  },
}
