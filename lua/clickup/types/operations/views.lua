-- SPDX-License-Identifier: MIT
---@meta _
-- Made by `make types` from clickup.api.views: do not edit.
-- luacheck: ignore

---@class clickup.views.get_team_views_view
---@field view? clickup.views.view

---@class clickup.views.view
---@field id? string
---@field name? string
---@field type? string
---@field parent? clickup.views.parent
---@field grouping? clickup.views.grouping
---@field divide? clickup.views.divide
---@field sorting? clickup.views.sorting
---@field filters? clickup.views.filters

---@class clickup.views.parent
---@field id? string
---@field type? integer

---@class clickup.views.grouping
---@field field? string
---@field dir? integer
---@field collapsed? string[]
---@field ignore? boolean

---@class clickup.views.divide
---@field field? any
---@field dir? any
---@field collapsed? string[]

---@class clickup.views.sorting
---@field fields? string[]

---@class clickup.views.filters
---@field op? string
---@field fields? string[]
---@field search? string
---@field show_closed? boolean

---@class clickup.views.create_team_view_body
---@field name string
---@field type string
---@field grouping clickup.views.create_team_view_body_grouping
---@field divide clickup.views.create_team_view_body_divide
---@field sorting clickup.views.create_team_view_body_sorting
---@field filters clickup.views.create_team_view_body_filters
---@field columns clickup.views.create_team_view_body_sorting
---@field team_sidebar clickup.views.team_sidebar
---@field settings clickup.views.settings

---@class clickup.views.create_team_view_body_grouping
---@field field string
---@field dir integer
---@field collapsed? string[] # goes as [] when left out
---@field ignore boolean

---@class clickup.views.create_team_view_body_divide
---@field field? lightuserdata
---@field dir? lightuserdata
---@field collapsed? string[] # goes as [] when left out

---@class clickup.views.create_team_view_body_sorting
---@field fields? string[] # goes as [] when left out

---@class clickup.views.create_team_view_body_filters
---@field op string
---@field fields? string[] # goes as [] when left out
---@field search string
---@field show_closed boolean

---@class clickup.views.team_sidebar
---@field assignees? string[] # goes as [] when left out
---@field assigned_comments boolean
---@field unassigned_tasks boolean

---@class clickup.views.settings
---@field show_task_locations boolean
---@field show_subtasks integer
---@field show_subtask_parent_names boolean
---@field show_closed_subtasks boolean
---@field show_assignees boolean
---@field show_images boolean
---@field collapse_empty_columns string|lightuserdata # or clickup.null
---@field me_comments boolean
---@field me_subtasks boolean
---@field me_checklists boolean

---@class clickup.views.create_team_view_answer
---@field view? any

---@class clickup.views.update_view_body
---@field name string
---@field type string
---@field parent clickup.views.update_view_body_parent
---@field grouping clickup.views.create_team_view_body_grouping
---@field divide clickup.views.create_team_view_body_divide
---@field sorting clickup.views.create_team_view_body_sorting
---@field filters clickup.views.create_team_view_body_filters
---@field columns clickup.views.create_team_view_body_sorting
---@field team_sidebar clickup.views.team_sidebar
---@field settings clickup.views.settings

---@class clickup.views.update_view_body_parent
---@field id string
---@field type integer

---@class clickup.get_view_tasks.query
---@field page integer

---@class clickup.views.get_view_tasks_answer
---@field tasks? clickup.views.task[]
---@field last_page? boolean

---@class clickup.views.task
---@field id? string
---@field custom_item_id? number
---@field name? string
---@field status? clickup.views.status
---@field markdown_description? string
---@field orderindex? string
---@field date_created? string
---@field date_updated? string
---@field date_closed? string
---@field date_done? string
---@field creator? clickup.views.creator
---@field assignees? string[]
---@field watchers? string[]
---@field checklists? string[]
---@field tags? string[]
---@field parent? string
---@field priority? clickup.views.priority
---@field due_date? string
---@field start_date? string
---@field points? number
---@field time_estimate? string
---@field time_spent? string
---@field custom_fields? clickup.views.custom_fields
---@field locations? clickup.views.location[]
---@field list? clickup.views.list
---@field folder? clickup.views.folder
---@field space? clickup.views.space
---@field url? string

---@class clickup.views.status
---@field id? string
---@field status? string
---@field color? string
---@field orderindex? integer
---@field type? string

---@class clickup.views.creator
---@field id? integer
---@field username? string
---@field color? string
---@field email? string
---@field profilePicture? string

---@class clickup.views.priority
---@field color? string
---@field id? string
---@field orderindex? string
---@field priority? string

---@class clickup.views.custom_fields
---@field id? string
---@field name? string
---@field type? string
---@field type_config? table<string, any>
---@field date_created? string
---@field hide_from_guests? boolean
---@field value? any
---@field value_richtext? string
---@field value_markdown? string
---@field required? boolean

---@class clickup.views.location
---@field id? string
---@field name? string

---@class clickup.views.list
---@field id? string
---@field name? string
---@field access? boolean

---@class clickup.views.folder
---@field id? string
---@field name? string
---@field hidden? boolean
---@field access? boolean

---@class clickup.views.space
---@field id? string

---@class clickup.client
local Client = {}

--- List the views of a Workspace.
---@param team_id integer|string
---@param options? clickup.call_options
---@return clickup.views.get_team_views_view[]? views
---@return clickup.response|clickup.error info
function Client:get_team_views(team_id, options) end

--- Create a view of a Workspace.
---@param team_id integer|string
---@param body clickup.views.create_team_view_body
---@param options? clickup.call_options
---@return clickup.views.create_team_view_answer? answer
---@return clickup.response|clickup.error info
function Client:create_team_view(team_id, body, options) end

--- List the views of a Space.
---@param space_id integer|string
---@param options? clickup.call_options
---@return clickup.views.get_team_views_view[]? views
---@return clickup.response|clickup.error info
function Client:get_space_views(space_id, options) end

--- Create a view of a Space.
---@param space_id integer|string
---@param body clickup.views.create_team_view_body
---@param options? clickup.call_options
---@return clickup.views.create_team_view_answer? answer
---@return clickup.response|clickup.error info
function Client:create_space_view(space_id, body, options) end

--- List the views of a Folder.
---@param folder_id integer|string
---@param options? clickup.call_options
---@return clickup.views.get_team_views_view[]? views
---@return clickup.response|clickup.error info
function Client:get_folder_views(folder_id, options) end

--- Create a view of a Folder.
---@param folder_id integer|string
---@param body clickup.views.create_team_view_body
---@param options? clickup.call_options
---@return clickup.views.create_team_view_answer? answer
---@return clickup.response|clickup.error info
function Client:create_folder_view(folder_id, body, options) end

--- List the views of a List.
---@param list_id integer|string
---@param options? clickup.call_options
---@return clickup.views.get_team_views_view[]? views
---@return clickup.response|clickup.error info
function Client:get_list_views(list_id, options) end

--- Create a view of a List.
---@param list_id integer|string
---@param body clickup.views.create_team_view_body
---@param options? clickup.call_options
---@return clickup.views.create_team_view_answer? answer
---@return clickup.response|clickup.error info
function Client:create_list_view(list_id, body, options) end

--- Read a view.
---@param view_id string
---@param options? clickup.call_options
---@return clickup.views.create_team_view_answer? answer
---@return clickup.response|clickup.error info
function Client:get_view(view_id, options) end

--- Change a view.
---@param view_id string
---@param body clickup.views.update_view_body
---@param options? clickup.call_options
---@return clickup.views.create_team_view_answer? answer
---@return clickup.response|clickup.error info
function Client:update_view(view_id, body, options) end

--- Delete a view.
---@param view_id string
---@param options? clickup.call_options
---@return true? done
---@return clickup.response|clickup.error info
function Client:delete_view(view_id, options) end

--- List the tasks that a view shows, a page at a time.
---@param view_id string
---@param query clickup.get_view_tasks.query
---@param options? clickup.call_options
---@return clickup.views.get_view_tasks_answer? answer
---@return clickup.response|clickup.error info
function Client:get_view_tasks(view_id, query, options) end
