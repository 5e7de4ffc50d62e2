-- SPDX-License-Identifier: MIT
--- Time of tasks, the older way.
-- Made by `make api`, from ClickUp's documents and spec/api/overlay.lua: do not edit.

local s = require "clickup.schema"

local t = {} -- types of this group
local o = s.reader(t)

t.user = o [[
  id:integer username:string email:string color:string initials:string profilePicture:string
]]
t.interval = o [[
  id:string start:string end:string time:string source:string date_added:string
]]
t.data = o "user:user time:integer intervals:interval[]"
t.track_time_body = o "start!:integer end!:integer time!:integer"
t.track_time_answer = o "id:string"

return {
  types = t,
  {
    id = "Gettrackedtime", name = "get_tracked_time",
    kind = "read",
    doc = "List the time that was tracked on a task.",
    method = "GET",
    path = "/v2/task/{task_id}/time",
    ids = { task_id = "string" },
    query = o "custom_task_ids:boolean team_id:id",
    answer = s.array(t.data),
    envelope = "data",
  },
  {
    id = "Tracktime", name = "track_time",
    kind = "create",
    doc = "Add time to a task.",
    method = "POST",
    path = "/v2/task/{task_id}/time",
    ids = { task_id = "string" },
    body = t.track_time_body,
    query = o "custom_task_ids:boolean team_id:id",
    answer = t.track_time_answer,
  },
  {
    id = "Edittimetracked", name = "edit_tracked_time",
    kind = "edit",
    doc = "Change an interval of tracked time.",
    method = "PUT",
    path = "/v2/task/{task_id}/time/{interval_id}",
    ids = { task_id = "string", interval_id = "string" },
    body = t.track_time_body,
    query = o "custom_task_ids:boolean team_id:id",
  },
  {
    id = "Deletetimetracked", name = "delete_tracked_time",
    kind = "delete",
    doc = "Delete an interval of tracked time.",
    method = "DELETE",
    path = "/v2/task/{task_id}/time/{interval_id}",
    ids = { task_id = "string", interval_id = "string" },
    query = o "custom_task_ids:boolean team_id:id",
  },
}
