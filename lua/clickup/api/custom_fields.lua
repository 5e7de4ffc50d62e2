-- SPDX-License-Identifier: MIT
--- Custom Fields and their values.
-- Made by `make api`, from ClickUp's documents and spec/api/overlay.lua: do not edit.

local s = require "clickup.schema"

local t = {} -- types of this group
local o = s.reader(t)

t.option = o [[
  id:string label:string color:string name:string value:integer type:string orderindex:integer
]]
t.tracking = o [[
  subtasks:boolean checklists:boolean assigned_comments:boolean
]]
t.type_config = o [[
  options:option[] default:any precision:integer currency_type:string placeholder:string
  end:integer start:integer count:integer code_point:string tracking:tracking
  complete_on:integer
]]
t.applied_object = o "object_type:integer object_id:integer"
t.field = o [[
  id:string name:string type:string type_config:type_config date_created:string
  hide_from_guests:boolean applied_objects:applied_object[]
]]
t.set_custom_field_value_body = o "value!:string"
t.value_options = o "time!:boolean"
t.set_custom_field_value_body2 = o "value:integer value_options:value_options"
t.set_custom_field_value_body3 = o "value!:number"
t.value = o "add:string[] rem:string[]"
t.set_custom_field_value_body4 = o "value!:value"
t.set_custom_field_value_body_value = o "add:number[] rem:number[]"
t.set_custom_field_value_body5 = o "value!:set_custom_field_value_body_value"
t.set_custom_field_value_body6 = o "value!:int32"
t.set_custom_field_value_body_value2 = o "current!:number"
t.set_custom_field_value_body7 = o "value!:set_custom_field_value_body_value2"
t.set_custom_field_value_body8 = o "value!:string[]"
t.location = o "lat:number lng:number"
t.set_custom_field_value_body_value3 = o "location:location formatted_address:string"
t.set_custom_field_value_body9 = o "value!:set_custom_field_value_body_value3"
t.set_custom_field_value_body10 = o "value!:boolean"
t.set_custom_field_value_body11 = s.union {
  t.set_custom_field_value_body, t.set_custom_field_value_body2,
  t.set_custom_field_value_body3, t.set_custom_field_value_body4,
  t.set_custom_field_value_body5, t.set_custom_field_value_body6,
  t.set_custom_field_value_body7, t.set_custom_field_value_body8,
  t.set_custom_field_value_body9, t.set_custom_field_value_body10
}

return {
  types = t,
  {
    id = "GetAccessibleCustomFields", name = "get_accessible_custom_fields",
    kind = "read",
    doc = "List the Custom Fields of a List.",
    method = "GET",
    path = "/v2/list/{list_id}/field",
    ids = { list_id = "integer" },
    query = o "include_applied_objects:boolean",
    answer = s.array(t.field),
    envelope = "fields",
  },
  {
    id = "getFolderAvailableFields", name = "get_folder_available_fields",
    kind = "read",
    doc = "List the Custom Fields of a Folder.",
    method = "GET",
    path = "/v2/folder/{folder_id}/field",
    ids = { folder_id = "integer" },
    query = o "include_applied_objects:boolean",
    answer = s.array(t.field),
    envelope = "fields",
  },
  {
    id = "getSpaceAvailableFields", name = "get_space_available_fields",
    kind = "read",
    doc = "List the Custom Fields of a Space.",
    method = "GET",
    path = "/v2/space/{space_id}/field",
    ids = { space_id = "integer" },
    query = o "include_applied_objects:boolean",
    answer = s.array(t.field),
    envelope = "fields",
  },
  {
    id = "getTeamAvailableFields", name = "get_team_available_fields",
    kind = "read",
    doc = "List the Custom Fields of a Workspace.",
    method = "GET",
    path = "/v2/team/{team_id}/field",
    ids = { team_id = "integer" },
    query = o "include_applied_objects:boolean",
    answer = s.array(t.field),
    envelope = "fields",
  },
  {
    id = "SetCustomFieldValue", name = "set_custom_field_value",
    kind = "edit",
    doc = "Set the value of a Custom Field of a task.",
    method = "POST",
    path = "/v2/task/{task_id}/field/{field_id}",
    ids = { task_id = "string", field_id = "string" },
    body = t.set_custom_field_value_body11,
    query = o "custom_task_ids:boolean team_id:id",
  },
  {
    id = "RemoveCustomFieldValue", name = "remove_custom_field_value",
    kind = "delete",
    doc = "Empty a Custom Field of a task.",
    method = "DELETE",
    path = "/v2/task/{task_id}/field/{field_id}",
    ids = { task_id = "string", field_id = "string" },
    query = o "custom_task_ids:boolean team_id:id",
  },
}
