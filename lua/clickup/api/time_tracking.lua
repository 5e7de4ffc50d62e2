-- SPDX-License-Identifier: MIT
--- Time entries and timers.
-- Made by `make api`, from ClickUp's documents and spec/api/overlay.lua: do not edit.

local s = require "clickup.schema"

local t = {} -- types of this group
local o = s.reader(t)

t.status = o [[
  id:string status:string color:string orderindex:integer type:string
]]
t.task = o [[
  id:string custom_id:string name:string status:status custom_type:string
]]
t.user = o [[
  id:integer username:string initials:string email:string color:string profilePicture:string
]]
t.data = o "end_of_week:integer start_of_week:integer"
t.approval_user = o [[
  id:integer username:string email:string color:string initials:string profilePicture:string
]]
t.approver = o "id:integer"
t.history = o [[
  id:string field:string before:string after:string created_at:integer user:approval_user
]]
t.approval = o [[
  id:string workspace_id:integer status:string data:data user:approval_user
  approvers:approver[] approver_id:integer approved_at:integer history:history[]
]]
t.task_location = o [[
  list_id:integer folder_id:integer space_id:integer list_name:string folder_name:string
  space_name:string
]]
t.task_tag = o [[
  name:string tag_fg:string tag_bg:string creator:integer
]]
t.get_time_entries_data = o [[
  id:string task:task wid:string user:user billable:boolean start:string end:string
  duration:string description:string tags:string[] source:string at:string approval_id:string
  approval:approval task_location:task_location task_tags:task_tag[] task_url:string
]]
t.tag = o "name!:string tag_fg!:string tag_bg!:string"
t.create_time_entry_body = o [[
  description:string tags:tag[] start!:integer stop:integer end:integer billable:boolean
  duration!:integer assignee:int32 tid:string
]]
t.create_time_entry_answer_tag = o "name:string tag_fg:string tag_bg:string"
t.create_time_entry_answer = o [[
  description:string tags:create_time_entry_answer_tag[] start:integer billable:boolean
  duration:integer assignee:integer tid:string
]]
t.get_time_entry_data = o [[
  id:string wid:string user:user billable:boolean start:string end:string duration:string
  description:string tags:string[] source:string at:string approval_id:string
  approval:approval task_location:task_location task_tags:task_tag[] task_url:string
]]
t.data_task = o [[
  id:string name:string status:status custom_type:string
]]
t.delete_time_entry_data = o [[
  id:string task:data_task wid:string user:user billable:boolean start:string end:integer
  duration:integer description:string tags:string[] source:string at:integer
]]
t.update_time_entry_body = o [[
  description:string tags!:tag[] tag_action:string start:integer end:integer tid:string
  billable:boolean duration:integer
]]
t.data_task2 = o "id:string name:string status:status"
t.get_running_time_entry_data = o [[
  id:string task:data_task2 wid:string user:user billable:boolean start:string
  duration:integer description:string tags:string[] at:string
]]
t.remove_time_entry_tags_body_tag = o "name!:string"
t.remove_time_entry_tags_body = o [[
  time_entry_ids!:string[] tags!:remove_time_entry_tags_body_tag[]
]]
t.get_time_entry_tags_data = o [[
  name:string creator:integer tag_bg:string tag_fg:string
]]
t.add_time_entry_tags_body = o "time_entry_ids!:string[] tags!:tag[]"
t.change_time_entry_tag_body = o [[
  name!:string new_name!:string tag_bg!:string tag_fg!:string
]]
t.start_time_entry_body = o [[
  description:string tags:remove_time_entry_tags_body_tag[] tid:string billable:boolean
]]
t.start_time_entry_data = o [[
  id:string task:data_task wid:string user:user billable:boolean start:string duration:integer
  description:string tags:string[] at:integer
]]

return {
  types = t,
  {
    id = "Gettimeentrieswithinadaterange", name = "get_time_entries",
    kind = "read",
    doc = "List the time entries of a Workspace between two dates.",
    method = "GET",
    path = "/v2/team/{team_id}/time_entries",
    ids = { team_id = "integer" },
    query = o [[
  start_date:number end_date:number assignee:number include_task_tags:boolean
  include_location_names:boolean include_approval_history:boolean
  include_approval_details:boolean space_id:id folder_id:id list_id:id task_id:string
  custom_task_ids:boolean team_id:id is_billable:boolean
]],
    answer = s.array(t.get_time_entries_data),
    envelope = "data",
  },
  {
    id = "Createatimeentry", name = "create_time_entry",
    kind = "create",
    doc = "Create a time entry.",
    method = "POST",
    path = "/v2/team/{team_id}/time_entries",
    ids = { team_id = "integer" },
    body = t.create_time_entry_body,
    query = o "custom_task_ids:boolean team_id:id",
    answer = t.create_time_entry_answer,
  },
  {
    id = "Getsingulartimeentry", name = "get_time_entry",
    kind = "read",
    doc = "Read a time entry.",
    method = "GET",
    path = "/v2/team/{team_id}/time_entries/{timer_id}",
    ids = { team_id = "integer", timer_id = "integer" },
    query = o [[
  include_task_tags:boolean include_location_names:boolean include_approval_history:boolean
  include_approval_details:boolean
]],
    answer = s.union { t.get_time_entry_data, s.array(t.get_time_entry_data) },
    envelope = "data",
  },
  {
    id = "DeleteatimeEntry", name = "delete_time_entry",
    kind = "delete",
    doc = "Delete a time entry.",
    method = "DELETE",
    path = "/v2/team/{team_id}/time_entries/{timer_id}",
    ids = { team_id = "integer", timer_id = "integer" },
    answer = t.delete_time_entry_data,
    envelope = "data",
  },
  {
    id = "UpdateatimeEntry", name = "update_time_entry",
    kind = "edit",
    doc = "Change a time entry.",
    method = "PUT",
    path = "/v2/team/{team_id}/time_entries/{timer_id}",
    ids = { team_id = "integer", timer_id = "integer" },
    body = t.update_time_entry_body,
    query = o "custom_task_ids:boolean team_id:id",
  },
  {
    id = "Gettimeentryhistory", name = "get_time_entry_history",
    kind = "read",
    doc = "List the changes of a time entry.",
    method = "GET",
    path = "/v2/team/{team_id}/time_entries/{timer_id}/history",
    ids = { team_id = "integer", timer_id = "integer" },
    may_be_empty = true,
    answer = s.any,
  },
  {
    id = "Getrunningtimeentry", name = "get_running_time_entry",
    kind = "read",
    doc = "Read the time entry that is running.",
    method = "GET",
    path = "/v2/team/{team_id}/time_entries/current",
    ids = { team_id = "integer" },
    query = o "assignee:number",
    answer = t.get_running_time_entry_data,
    envelope = "data",
  },
  {
    id = "Removetagsfromtimeentries", name = "remove_time_entry_tags",
    kind = "delete",
    doc = "Take tags off time entries.",
    method = "DELETE",
    path = "/v2/team/{team_id}/time_entries/tags",
    ids = { team_id = "integer" },
    body = t.remove_time_entry_tags_body,
  },
  {
    id = "Getalltagsfromtimeentries", name = "get_time_entry_tags",
    kind = "read",
    doc = "List the tags of all time entries of a Workspace.",
    method = "GET",
    path = "/v2/team/{team_id}/time_entries/tags",
    ids = { team_id = "integer" },
    answer = s.array(t.get_time_entry_tags_data),
    envelope = "data",
  },
  {
    id = "Addtagsfromtimeentries", name = "add_time_entry_tags",
    kind = "edit",
    doc = "Put tags on time entries.",
    method = "POST",
    path = "/v2/team/{team_id}/time_entries/tags",
    ids = { team_id = "integer" },
    body = t.add_time_entry_tags_body,
  },
  {
    id = "Changetagnamesfromtimeentries", name = "change_time_entry_tag",
    kind = "edit",
    doc = "Rename a tag of time entries, and set its colors.",
    method = "PUT",
    path = "/v2/team/{team_id}/time_entries/tags",
    ids = { team_id = "integer" },
    body = t.change_time_entry_tag_body,
  },
  {
    id = "StartatimeEntry", name = "start_time_entry",
    kind = "create",
    doc = "Start a timer.",
    method = "POST",
    path = "/v2/team/{team_id}/time_entries/start",
    ids = { team_id = "integer" },
    body = t.start_time_entry_body,
    query = o "custom_task_ids:boolean team_id:id",
    answer = t.start_time_entry_data,
    envelope = "data",
  },
  {
    id = "StopatimeEntry", name = "stop_time_entry",
    kind = "edit",
    doc = "Stop the timer that is running.",
    method = "POST",
    path = "/v2/team/{team_id}/time_entries/stop",
    ids = { team_id = "integer" },
    answer = t.delete_time_entry_data,
    envelope = "data",
  },
}
