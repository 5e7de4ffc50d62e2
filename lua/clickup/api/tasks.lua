-- SPDX-License-Identifier: MIT
--- Tasks.
-- Made by `make api`, from ClickUp's documents and spec/api/overlay.lua: do not edit.

local s = require "clickup.schema"

local t = {} -- types of this group
local o = s.reader(t)

t.status = o [[
  id:string status:string color:string orderindex:integer type:string
]]
t.creator = o [[
  id:integer username:string color:string email:string profilePicture:string
]]
t.priority = o [[
  color:string id:string orderindex:string priority:string
]]
t.custom_field = o [[
  id:string name:string type:string type_config:any{} date_created:string
  hide_from_guests:boolean required:boolean
]]
t.location = o "id:string name:string"
t.sharing = o [[
  public:boolean public_share_expires_on:string public_fields:string[] token*:string
  seo_optimized:boolean
]]
t.list = o "id:string name:string access:boolean"
t.project = o [[
  id:string name:string hidden:boolean access:boolean
]]
t.space = o "id:string"
t.task = o [[
  id:string custom_id:string custom_item_id:number name:string text_content:string
  description:string markdown_description:string status:status orderindex:any
  date_created:string date_updated:string date_closed:string date_done:string archived:boolean
  creator:creator assignees:string[] group_assignees:string[] watchers:string[]
  checklists:string[] tags:string[] parent:string top_level_parent:string priority:priority
  due_date:string start_date:string points:number time_estimate:string time_spent:number
  custom_fields:custom_field[] dependencies:string[] linked_tasks:string[]
  locations:location[] team_id:string url:string sharing:sharing permission_level:string
  list:list project:project folder:project space:space
]]
t.get_tasks_answer = o "tasks:task[] last_page:boolean"
t.create_task_body_custom_field = o "id!:string value!:string?"
t.value_options = o "time:boolean"
t.create_task_body_custom_field2 = o [[
  id!:string value!:integer? value_options:value_options
]]
t.create_task_body_custom_field3 = o "id!:string value!:number?"
t.value = o "add:string[] rem:string[]"
t.create_task_body_custom_field4 = o "id!:string value!:value"
t.custom_field_value = o "add:number[] rem:number[]"
t.create_task_body_custom_field5 = o "id!:string value!:custom_field_value"
t.create_task_body_custom_field6 = o "id!:string value!:int32?"
t.custom_field_value2 = o "current!:number"
t.create_task_body_custom_field7 = o "id!:string value!:custom_field_value2"
t.create_task_body_custom_field8 = o "id!:string value!:string[]"
t.value_location = o "lat:number lng:number"
t.custom_field_value3 = o "location:value_location formatted_address:string"
t.create_task_body_custom_field9 = o "id!:string value!:custom_field_value3"
t.create_task_body_custom_field10 = o "id!:string value!:boolean?"
t.create_task_body_custom_field11 = s.union {
  t.create_task_body_custom_field, t.create_task_body_custom_field2,
  t.create_task_body_custom_field3, t.create_task_body_custom_field4,
  t.create_task_body_custom_field5, t.create_task_body_custom_field6,
  t.create_task_body_custom_field7, t.create_task_body_custom_field8,
  t.create_task_body_custom_field9, t.create_task_body_custom_field10
}
t.create_task_body = o [[
  name!:string description:string assignees:int32[] archived:boolean group_assignees:string[]
  tags:string[] status:string priority:int32? due_date:integer due_date_time:boolean
  time_estimate:integer start_date:integer start_date_time:boolean points:number
  notify_all:boolean parent:string? markdown_content:string links_to:string?
  check_required_custom_fields:boolean custom_fields:create_task_body_custom_field11[]
  custom_item_id:number
]]
t.create_task_answer_custom_field = o [[
  id:string name:string type:string type_config:any{} date_created:string
  hide_from_guests:boolean value:any value_richtext:string value_markdown:string
  required:boolean
]]
t.create_task_answer = o [[
  id!:string custom_id:string custom_item_id:number name:string text_content:string
  description:string markdown_description:string status:status orderindex:string
  date_created:string date_updated:string date_closed:string date_done:string archived:boolean
  creator:creator assignees:string[] group_assignees:string[] watchers:string[]
  checklists:string[] tags:string[] parent:string top_level_parent:string priority:priority
  due_date:string start_date:string points:number time_estimate:string time_spent:number
  custom_fields:create_task_answer_custom_field[] dependencies:string[] linked_tasks:string[]
  locations:location[] team_id:string url:string sharing:sharing permission_level:string
  list:list project:project folder:project space:space
]]
t.assignee = o [[
  id:integer username:string color:string initials:string email:string profilePicture:string
]]
t.tag = o [[
  name:string tag_fg:string tag_bg:string creator:integer
]]
t.dependency = o [[
  task_id:string depends_on:string type:integer date_created:string userid:string
  workspace_id:string chain_id:string
]]
t.subtask_status = o [[
  status:string orderindex:integer color:string type:string
]]
t.subtask = o [[
  id:string custom_item_id:number name:string status:subtask_status orderindex:string
  date_created:string date_updated:string date_closed:string date_done:string archived:boolean
  creator:creator assignees:assignee[] group_assignees:any{}[] watchers:any{}[]
  checklists:any{}[] tags:any{}[] parent:string top_level_parent:string due_date:string
  start_date:string points:number time_estimate:number time_spent:number
  custom_fields:create_task_answer_custom_field[] dependencies:any{}[] linked_tasks:any{}[]
  locations:any{}[] url:string
]]
t.user = o [[
  id:integer username:string initials:string email:string color:string profilePicture:string
]]
t.attachment = o [[
  id:string date:integer title:string type:integer source:integer version:integer
  extension:string thumbnail_small:string thumbnail_medium:string thumbnail_large:string
  is_folder:boolean mimetype:string hidden:boolean parent_id:string size:integer
  total_comments:integer resolved_comments:integer user:user deleted:boolean
  orientation:string url:string email_data:any{} url_w_query:string url_w_host:string
]]
t.get_task_answer = o [[
  id:string custom_id:string custom_item_id:number name:string text_content:string
  description:string markdown_description:string status:status orderindex:string
  date_created:string date_updated:string date_closed:string date_done:string archived:boolean
  creator:creator assignees:assignee[] group_assignees:any{}[] watchers:assignee[]
  checklists:any{}[] tags:tag[] parent:string top_level_parent:string priority:priority
  due_date:string start_date:string points:number time_estimate:number time_spent:number
  custom_fields:create_task_answer_custom_field[] dependencies:dependency[]
  linked_tasks:any{}[] locations:location[] team_id:string url:string sharing:sharing
  permission_level:string list:list project:project folder:project space:space
  subtasks:subtask[] attachments:attachment[]
]]
t.assignees = o "add!:int32[] rem!:int32[]"
t.update_task_body = o [[
  custom_item_id:number? name:string description:string markdown_content:string status:string
  priority:int32 due_date:integer due_date_time:boolean parent:string time_estimate:integer
  start_date:integer start_date_time:boolean points:number assignees:assignees
  group_assignees:value watchers:assignees archived:boolean
]]
t.update_task_answer = o [[
  id:string custom_id:string custom_item_id:number name:string text_content:string
  description:string markdown_description:string status:status archived:boolean
  orderindex:string date_created:string date_updated:string date_closed:string
  date_done:string creator:creator assignees:string[] group_assignees:string[]
  watchers:string[] checklists:string[] tags:string[] parent:string top_level_parent:string
  priority:priority due_date:string start_date:string points:number time_estimate:string
  time_spent:number custom_fields:create_task_answer_custom_field[] dependencies:string[]
  linked_tasks:string[] locations:location[] team_id:string url:string sharing:sharing
  permission_level:string list:list project:project folder:project space:space
  subtasks:any{}[] attachments:any{}[]
]]
t.item = o [[
  id:string name:string orderindex:integer assignee:string resolved:boolean parent:string
  date_created:string children:string[]
]]
t.checklist = o [[
  id:string task_id:string name:string date_created:string orderindex:integer creator:integer
  resolved:integer unresolved:integer items:item[]
]]
t.task_tag = o "name:string tag_fg:string tag_bg:string"
t.get_filtered_team_tasks_task = o [[
  id:string custom_id:string name:string text_content:string description:string
  markdown_description:string status:status orderindex:string date_created:string
  date_updated:string date_closed:string date_done:string creator:creator assignees:creator[]
  watchers:creator[] checklists:checklist[] tags:task_tag[] parent:string priority:integer
  due_date:string start_date:string points:number time_estimate:number
  custom_fields:custom_field[] dependencies:string[] linked_tasks:string[]
  locations:location[] team_id:string url:string permission_level:string list:list
  project:project folder:project space:space
]]
t.merge_tasks_body = o "source_task_ids!:string[]"
t.total_time = o "by_minute:integer since:string"
t.current_status = o "status:string color:string total_time:total_time"
t.status_history = o [[
  status:string color:string type:string total_time:total_time orderindex:integer
]]
t.get_task_time_in_status_answer = o [[
  current_status:current_status status_history:status_history[]
]]
t.task_ids = s.limited(s.array(s.string), { max = 100 })
t.create_task_from_template_body = o "name!:string"
t.status_mapping = o [[
  source_status_id!:string destination_status_id!:string
]]
t.move_task_body = o [[
  move_custom_fields:boolean custom_fields_to_move:string[] status_mappings:status_mapping[]
]]
t.data = o "task_id:string new_list_id:string"
t.update_time_estimates_by_user_body_assignee = s.one_of(s.string, { "unassigned" })
t.update_time_estimates_by_user_body_assignee2 = s.union {
  s.integer, t.update_time_estimates_by_user_body_assignee
}
t.time = s.limited(s.integer, { min = 0 })
t.update_time_estimates_by_user_body = o [[
  assignee!:update_time_estimates_by_user_body_assignee2 time!:time
]]
t.update_time_estimates_by_user_data = o [[
  total_time_estimate:integer updated_estimates:integer{}
]]
t.replace_time_estimates_by_user_data = o [[
  total_time_estimate:integer assignee_estimates:integer{}
]]

return {
  types = t,
  {
    id = "GetTasks", name = "get_tasks",
    kind = "read",
    doc = "List the tasks of a List, a page at a time.",
    method = "GET",
    path = "/v2/list/{list_id}/task",
    ids = { list_id = "integer" },
    query = o [[
  archived:boolean include_markdown_description:boolean page:int32 order_by:string
  reverse:boolean subtasks:boolean statuses:string[] include_closed:boolean
  include_timl:boolean assignees:string[] watchers:string[] tags:string[] due_date_gt:integer
  due_date_lt:integer date_created_gt:integer date_created_lt:integer date_updated_gt:integer
  date_updated_lt:integer date_done_gt:integer date_done_lt:integer custom_fields:string[]
  custom_field:string[] custom_items:number[]
]],
    answer = t.get_tasks_answer,
    paging = "page",
    items = "tasks",
  },
  {
    id = "CreateTask", name = "create_task",
    kind = "create",
    doc = "Create a task in a List.",
    method = "POST",
    path = "/v2/list/{list_id}/task",
    ids = { list_id = "integer" },
    body = t.create_task_body,
    answer = t.create_task_answer,
    reconcile = { fields = { assignees = "assignees", description = "description",
      due_date = "due_date", name = "name", parent = "parent", points = "points",
      start_date = "start_date", time_estimate = "time_estimate" }, list = "tasks",
      may_lack = {}, partial = true, query = { include_closed = true, subtasks = true },
      read = "get_tasks" },
  },
  {
    id = "GetTask", name = "get_task",
    kind = "read",
    doc = "Read a task.",
    method = "GET",
    path = "/v2/task/{task_id}",
    ids = { task_id = "string" },
    query = o [[
  custom_task_ids:boolean team_id:id include_subtasks:boolean
  include_markdown_description:boolean custom_fields:string[]
]],
    answer = t.get_task_answer,
  },
  {
    id = "UpdateTask", name = "update_task",
    kind = "edit",
    doc = "Change a task.",
    method = "PUT",
    path = "/v2/task/{task_id}",
    ids = { task_id = "string" },
    body = t.update_task_body,
    query = o "custom_task_ids:boolean team_id:id",
    answer = t.update_task_answer,
  },
  {
    id = "DeleteTask", name = "delete_task",
    kind = "delete",
    doc = "Delete a task.",
    method = "DELETE",
    path = "/v2/task/{task_id}",
    ids = { task_id = "string" },
    query = o "custom_task_ids:boolean team_id:id",
  },
  {
    id = "GetFilteredTeamTasks", name = "get_filtered_team_tasks",
    kind = "read",
    doc = "List the tasks of a Workspace that meet a filter, a page at a time.",
    method = "GET",
    path = "/v2/team/{team_id}/task",
    ids = { team_id = "integer" },
    query = o [[
  page:int32 order_by:string reverse:boolean subtasks:boolean space_ids[]:string[]
  project_ids[]:string[] list_ids[]:string[] statuses[]:string[] include_closed:boolean
  assignees[]:string[] tags[]:string[] due_date_gt:integer due_date_lt:integer
  date_created_gt:integer date_created_lt:integer date_updated_gt:integer
  date_updated_lt:integer date_done_gt:integer date_done_lt:integer custom_fields:string[]
  parent:string include_markdown_description:boolean custom_items[]:number[]
]],
    answer = s.array(t.get_filtered_team_tasks_task),
    envelope = "tasks",
    paging = "page",
  },
  {
    id = "mergeTasks", name = "merge_tasks",
    kind = "edit",
    doc = "Merge other tasks into a task.",
    method = "POST",
    path = "/v2/task/{task_id}/merge",
    ids = { task_id = "string" },
    body = t.merge_tasks_body,
  },
  {
    id = "GetTask'sTimeinStatus", name = "get_task_time_in_status",
    kind = "read",
    doc = "Read how long a task was in each status.",
    method = "GET",
    path = "/v2/task/{task_id}/time_in_status",
    ids = { task_id = "string" },
    query = o "custom_task_ids:boolean team_id:id",
    answer = t.get_task_time_in_status_answer,
  },
  {
    id = "GetBulkTasks'TimeinStatus", name = "get_bulk_tasks_time_in_status",
    kind = "read",
    doc = "Read how long each of several tasks was in each status.",
    method = "GET",
    path = "/v2/task/bulk_time_in_status/task_ids",
    query = o [[
  task_ids!:task_ids custom_task_ids:boolean team_id:id
]],
    answer = s.map(t.get_task_time_in_status_answer),
  },
  {
    id = "CreateTaskFromTemplate", name = "create_task_from_template",
    kind = "create",
    doc = "Create a task in a List, from a template.",
    method = "POST",
    path = "/v2/list/{list_id}/taskTemplate/{template_id}",
    ids = { list_id = "integer", template_id = "string" },
    body = t.create_task_from_template_body,
    may_be_empty = true,
    answer = s.any,
  },
  {
    id = "moveTask", name = "move_task",
    kind = "edit",
    doc = "Move a task to another List as its home.",
    method = "PUT",
    path = "/v3/workspaces/{workspace_id}/tasks/{task_id}/home_list/{list_id}",
    ids = { workspace_id = "integer", task_id = "string", list_id = "integer" },
    body = t.move_task_body,
    answer = t.data,
    envelope = "data",
  },
  {
    id = "updateTimeEstimatesByUser", name = "update_time_estimates_by_user",
    kind = "edit",
    doc = "Change the time estimates of some users for a task.",
    method = "PATCH",
    path = "/v3/workspaces/{workspace_id}/tasks/{task_id}/time_estimates_by_user",
    ids = { workspace_id = "integer", task_id = "string" },
    body = s.array(t.update_time_estimates_by_user_body),
    answer = t.update_time_estimates_by_user_data,
    envelope = "data",
  },
  {
    id = "replaceTimeEstimatesByUser", name = "replace_time_estimates_by_user",
    kind = "edit",
    doc = "Set the time estimates of all users for a task.",
    method = "PUT",
    path = "/v3/workspaces/{workspace_id}/tasks/{task_id}/time_estimates_by_user",
    ids = { workspace_id = "integer", task_id = "string" },
    body = s.array(t.update_time_estimates_by_user_body),
    answer = t.replace_time_estimates_by_user_data,
    envelope = "data",
  },
}
