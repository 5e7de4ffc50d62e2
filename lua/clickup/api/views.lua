-- SPDX-License-Identifier: MIT
--- Views.
-- Made by `make api`, from ClickUp's documents and spec/api/overlay.lua: do not edit.

local s = require "clickup.schema"

local t = {} -- types of this group
local o = s.reader(t)

t.parent = o "id:string type:integer"
t.grouping = o [[
  field:string dir:integer collapsed:string[] ignore:boolean
]]
t.divide = o "field:any dir:any collapsed:string[]"
t.sorting = o "fields:string[]"
t.filters = o [[
  op:string fields:string[] search:string show_closed:boolean
]]
t.view = o [[
  id:string name:string type:string parent:parent grouping:grouping divide:divide
  sorting:sorting filters:filters
]]
t.get_team_views_view = o "view:view"
t.create_team_view_body_grouping = o [[
  field!:string dir!:int32 collapsed!:string[] ignore!:boolean
]]
t.create_team_view_body_divide = o "field:null dir:null collapsed!:string[]"
t.create_team_view_body_sorting = o "fields!:string[]"
t.create_team_view_body_filters = o [[
  op!:string fields!:string[] search!:string show_closed!:boolean
]]
t.team_sidebar = o [[
  assignees!:string[] assigned_comments!:boolean unassigned_tasks!:boolean
]]
t.settings = o [[
  show_task_locations!:boolean show_subtasks!:int32 show_subtask_parent_names!:boolean
  show_closed_subtasks!:boolean show_assignees!:boolean show_images!:boolean
  collapse_empty_columns!:string? me_comments!:boolean me_subtasks!:boolean
  me_checklists!:boolean
]]
t.create_team_view_body = o [[
  name!:string type!:string grouping!:create_team_view_body_grouping
  divide!:create_team_view_body_divide sorting!:create_team_view_body_sorting
  filters!:create_team_view_body_filters columns!:create_team_view_body_sorting
  team_sidebar!:team_sidebar settings!:settings
]]
t.create_team_view_answer = o "view:any"
t.update_view_body_parent = o "id!:string type!:int32"
t.update_view_body = o [[
  name!:string type!:string parent!:update_view_body_parent
  grouping!:create_team_view_body_grouping divide!:create_team_view_body_divide
  sorting!:create_team_view_body_sorting filters!:create_team_view_body_filters
  columns!:create_team_view_body_sorting team_sidebar!:team_sidebar settings!:settings
]]
t.status = o [[
  id:string status:string color:string orderindex:integer type:string
]]
t.creator = o [[
  id:integer username:string color:string email:string profilePicture:string
]]
t.priority = o [[
  color:string id:string orderindex:string priority:string
]]
t.custom_fields = o [[
  id:string name:string type:string type_config:any{} date_created:string
  hide_from_guests:boolean value:any value_richtext:string value_markdown:string
  required:boolean
]]
t.location = o "id:string name:string"
t.list = o "id:string name:string access:boolean"
t.folder = o [[
  id:string name:string hidden:boolean access:boolean
]]
t.space = o "id:string"
t.task = o [[
  id:string custom_item_id:number name:string status:status markdown_description:string
  orderindex:string date_created:string date_updated:string date_closed:string
  date_done:string creator:creator assignees:string[] watchers:string[] checklists:string[]
  tags:string[] parent:string priority:priority due_date:string start_date:string
  points:number time_estimate:string time_spent:string custom_fields:custom_fields
  locations:location[] list:list folder:folder space:space url:string
]]
t.get_view_tasks_answer = o "tasks:task[] last_page:boolean"

return {
  types = t,
  {
    id = "GetTeamViews", name = "get_team_views",
    kind = "read",
    doc = "List the views of a Workspace.",
    method = "GET",
    path = "/v2/team/{team_id}/view",
    ids = { team_id = "integer" },
    answer = s.array(t.get_team_views_view),
    envelope = "views",
  },
  {
    id = "CreateTeamView", name = "create_team_view",
    kind = "create",
    doc = "Create a view of a Workspace.",
    method = "POST",
    path = "/v2/team/{team_id}/view",
    ids = { team_id = "integer" },
    body = t.create_team_view_body,
    answer = t.create_team_view_answer,
  },
  {
    id = "GetSpaceViews", name = "get_space_views",
    kind = "read",
    doc = "List the views of a Space.",
    method = "GET",
    path = "/v2/space/{space_id}/view",
    ids = { space_id = "integer" },
    answer = s.array(t.get_team_views_view),
    envelope = "views",
  },
  {
    id = "CreateSpaceView", name = "create_space_view",
    kind = "create",
    doc = "Create a view of a Space.",
    method = "POST",
    path = "/v2/space/{space_id}/view",
    ids = { space_id = "integer" },
    body = t.create_team_view_body,
    answer = t.create_team_view_answer,
  },
  {
    id = "GetFolderViews", name = "get_folder_views",
    kind = "read",
    doc = "List the views of a Folder.",
    method = "GET",
    path = "/v2/folder/{folder_id}/view",
    ids = { folder_id = "integer" },
    answer = s.array(t.get_team_views_view),
    envelope = "views",
  },
  {
    id = "CreateFolderView", name = "create_folder_view",
    kind = "create",
    doc = "Create a view of a Folder.",
    method = "POST",
    path = "/v2/folder/{folder_id}/view",
    ids = { folder_id = "integer" },
    body = t.create_team_view_body,
    answer = t.create_team_view_answer,
  },
  {
    id = "GetListViews", name = "get_list_views",
    kind = "read",
    doc = "List the views of a List.",
    method = "GET",
    path = "/v2/list/{list_id}/view",
    ids = { list_id = "integer" },
    answer = s.array(t.get_team_views_view),
    envelope = "views",
  },
  {
    id = "CreateListView", name = "create_list_view",
    kind = "create",
    doc = "Create a view of a List.",
    method = "POST",
    path = "/v2/list/{list_id}/view",
    ids = { list_id = "integer" },
    body = t.create_team_view_body,
    answer = t.create_team_view_answer,
  },
  {
    id = "GetView", name = "get_view",
    kind = "read",
    doc = "Read a view.",
    method = "GET",
    path = "/v2/view/{view_id}",
    ids = { view_id = "string" },
    answer = t.create_team_view_answer,
  },
  {
    id = "UpdateView", name = "update_view",
    kind = "edit",
    doc = "Change a view.",
    method = "PUT",
    path = "/v2/view/{view_id}",
    ids = { view_id = "string" },
    body = t.update_view_body,
    answer = t.create_team_view_answer,
  },
  {
    id = "DeleteView", name = "delete_view",
    kind = "delete",
    doc = "Delete a view.",
    method = "DELETE",
    path = "/v2/view/{view_id}",
    ids = { view_id = "string" },
  },
  {
    id = "GetViewTasks", name = "get_view_tasks",
    kind = "read",
    doc = "List the tasks that a view shows, a page at a time.",
    method = "GET",
    path = "/v2/view/{view_id}/task",
    ids = { view_id = "string" },
    query = o "page!:int32",
    answer = t.get_view_tasks_answer,
    paging = "page",
    items = "tasks",
  },
}
