-- SPDX-License-Identifier: MIT
---@meta _
-- Made by `make types` from clickup.api.tasks: do not edit.
-- luacheck: ignore

---@class clickup.get_tasks.query
---@field archived? boolean
---@field include_markdown_description? boolean
---@field page? integer
---@field order_by? string
---@field reverse? boolean
---@field subtasks? boolean
---@field statuses? string[]
---@field include_closed? boolean
---@field include_timl? boolean
---@field assignees? string[]
---@field watchers? string[]
---@field tags? string[]
---@field due_date_gt? integer
---@field due_date_lt? integer
---@field date_created_gt? integer
---@field date_created_lt? integer
---@field date_updated_gt? integer
---@field date_updated_lt? integer
---@field date_done_gt? integer
---@field date_done_lt? integer
---@field custom_fields? string[]
---@field custom_field? string[]
---@field custom_items? number[]

---@class clickup.tasks.get_tasks_answer
---@field tasks? clickup.tasks.task[]
---@field last_page? boolean

---@class clickup.tasks.task
---@field id? string
---@field custom_id? string
---@field custom_item_id? number
---@field name? string
---@field text_content? string
---@field description? string
---@field markdown_description? string
---@field status? clickup.tasks.status
---@field orderindex? any
---@field date_created? string
---@field date_updated? string
---@field date_closed? string
---@field date_done? string
---@field archived? boolean
---@field creator? clickup.tasks.creator
---@field assignees? string[]
---@field group_assignees? string[]
---@field watchers? string[]
---@field checklists? string[]
---@field tags? string[]
---@field parent? string
---@field top_level_parent? string
---@field priority? clickup.tasks.priority
---@field due_date? string
---@field start_date? string
---@field points? number
---@field time_estimate? string
---@field time_spent? number
---@field custom_fields? clickup.tasks.custom_field[]
---@field dependencies? string[]
---@field linked_tasks? string[]
---@field locations? clickup.tasks.location[]
---@field team_id? string
---@field url? string
---@field sharing? clickup.tasks.sharing
---@field permission_level? string
---@field list? clickup.tasks.list
---@field project? clickup.tasks.project
---@field folder? clickup.tasks.project
---@field space? clickup.tasks.space

---@class clickup.tasks.status
---@field id? string
---@field status? string
---@field color? string
---@field orderindex? integer
---@field type? string

---@class clickup.tasks.creator
---@field id? integer
---@field username? string
---@field color? string
---@field email? string
---@field profilePicture? string

---@class clickup.tasks.priority
---@field color? string
---@field id? string
---@field orderindex? string
---@field priority? string

---@class clickup.tasks.custom_field
---@field id? string
---@field name? string
---@field type? string
---@field type_config? table<string, any>
---@field date_created? string
---@field hide_from_guests? boolean
---@field required? boolean

---@class clickup.tasks.location
---@field id? string
---@field name? string

---@class clickup.tasks.sharing
---@field ["public"]? boolean
---@field public_share_expires_on? string
---@field public_fields? string[]
---@field token? string # secret
---@field seo_optimized? boolean

---@class clickup.tasks.list
---@field id? string
---@field name? string
---@field access? boolean

---@class clickup.tasks.project
---@field id? string
---@field name? string
---@field hidden? boolean
---@field access? boolean

---@class clickup.tasks.space
---@field id? string

---@class clickup.tasks.create_task_body
---@field name string
---@field description? string
---@field assignees? integer[]
---@field archived? boolean
---@field group_assignees? string[]
---@field tags? string[]
---@field status? string
---@field priority? integer|lightuserdata # or clickup.null
---@field due_date? integer
---@field due_date_time? boolean
---@field time_estimate? integer
---@field start_date? integer
---@field start_date_time? boolean
---@field points? number
---@field notify_all? boolean
---@field parent? string|lightuserdata # or clickup.null
---@field markdown_content? string
---@field links_to? string|lightuserdata # or clickup.null
---@field check_required_custom_fields? boolean
---@field custom_fields? clickup.tasks.create_task_body_custom_field11[]
---@field custom_item_id? number

---@class clickup.tasks.create_task_body_custom_field
---@field id string
---@field value string|lightuserdata # or clickup.null

---@class clickup.tasks.create_task_body_custom_field2
---@field id string
---@field value integer|lightuserdata # or clickup.null
---@field value_options? clickup.tasks.value_options

---@class clickup.tasks.value_options
---@field time? boolean

---@class clickup.tasks.create_task_body_custom_field3
---@field id string
---@field value number|lightuserdata # or clickup.null

---@class clickup.tasks.create_task_body_custom_field4
---@field id string
---@field value clickup.tasks.value

---@class clickup.tasks.value
---@field add? string[]
---@field rem? string[]

---@class clickup.tasks.create_task_body_custom_field5
---@field id string
---@field value clickup.tasks.custom_field_value

---@class clickup.tasks.custom_field_value
---@field add? number[]
---@field rem? number[]

---@class clickup.tasks.create_task_body_custom_field6
---@field id string
---@field value integer|lightuserdata # or clickup.null

---@class clickup.tasks.create_task_body_custom_field7
---@field id string
---@field value clickup.tasks.custom_field_value2

---@class clickup.tasks.custom_field_value2
---@field current number

---@class clickup.tasks.create_task_body_custom_field8
---@field id string
---@field value? string[] # goes as [] when left out

---@class clickup.tasks.create_task_body_custom_field9
---@field id string
---@field value clickup.tasks.custom_field_value3

---@class clickup.tasks.custom_field_value3
---@field location? clickup.tasks.value_location
---@field formatted_address? string

---@class clickup.tasks.value_location
---@field lat? number
---@field lng? number

---@class clickup.tasks.create_task_body_custom_field10
---@field id string
---@field value boolean|lightuserdata # or clickup.null

---@alias clickup.tasks.create_task_body_custom_field11
---| clickup.tasks.create_task_body_custom_field
---| clickup.tasks.create_task_body_custom_field2
---| clickup.tasks.create_task_body_custom_field3
---| clickup.tasks.create_task_body_custom_field4
---| clickup.tasks.create_task_body_custom_field5
---| clickup.tasks.create_task_body_custom_field6
---| clickup.tasks.create_task_body_custom_field7
---| clickup.tasks.create_task_body_custom_field8
---| clickup.tasks.create_task_body_custom_field9
---| clickup.tasks.create_task_body_custom_field10

---@class clickup.tasks.create_task_answer
---@field id? string
---@field custom_id? string
---@field custom_item_id? number
---@field name? string
---@field text_content? string
---@field description? string
---@field markdown_description? string
---@field status? clickup.tasks.status
---@field orderindex? string
---@field date_created? string
---@field date_updated? string
---@field date_closed? string
---@field date_done? string
---@field archived? boolean
---@field creator? clickup.tasks.creator
---@field assignees? string[]
---@field group_assignees? string[]
---@field watchers? string[]
---@field checklists? string[]
---@field tags? string[]
---@field parent? string
---@field top_level_parent? string
---@field priority? clickup.tasks.priority
---@field due_date? string
---@field start_date? string
---@field points? number
---@field time_estimate? string
---@field time_spent? number
---@field custom_fields? clickup.tasks.create_task_answer_custom_field[]
---@field dependencies? string[]
---@field linked_tasks? string[]
---@field locations? clickup.tasks.location[]
---@field team_id? string
---@field url? string
---@field sharing? clickup.tasks.sharing
---@field permission_level? string
---@field list? clickup.tasks.list
---@field project? clickup.tasks.project
---@field folder? clickup.tasks.project
---@field space? clickup.tasks.space

---@class clickup.tasks.create_task_answer_custom_field
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

---@class clickup.get_task.query
---@field custom_task_ids? boolean
---@field team_id? integer|string
---@field include_subtasks? boolean
---@field include_markdown_description? boolean
---@field custom_fields? string[]

---@class clickup.tasks.get_task_answer
---@field id? string
---@field custom_id? string
---@field custom_item_id? number
---@field name? string
---@field text_content? string
---@field description? string
---@field markdown_description? string
---@field status? clickup.tasks.status
---@field orderindex? string
---@field date_created? string
---@field date_updated? string
---@field date_closed? string
---@field date_done? string
---@field archived? boolean
---@field creator? clickup.tasks.creator
---@field assignees? clickup.tasks.assignee[]
---@field group_assignees? table<string, any>[]
---@field watchers? clickup.tasks.assignee[]
---@field checklists? table<string, any>[]
---@field tags? clickup.tasks.tag[]
---@field parent? string
---@field top_level_parent? string
---@field priority? clickup.tasks.priority
---@field due_date? string
---@field start_date? string
---@field points? number
---@field time_estimate? number
---@field time_spent? number
---@field custom_fields? clickup.tasks.create_task_answer_custom_field[]
---@field dependencies? clickup.tasks.dependency[]
---@field linked_tasks? table<string, any>[]
---@field locations? clickup.tasks.location[]
---@field team_id? string
---@field url? string
---@field sharing? clickup.tasks.sharing
---@field permission_level? string
---@field list? clickup.tasks.list
---@field project? clickup.tasks.project
---@field folder? clickup.tasks.project
---@field space? clickup.tasks.space
---@field subtasks? clickup.tasks.subtask[]
---@field attachments? clickup.tasks.attachment[]

---@class clickup.tasks.assignee
---@field id? integer
---@field username? string
---@field color? string
---@field initials? string
---@field email? string
---@field profilePicture? string

---@class clickup.tasks.tag
---@field name? string
---@field tag_fg? string
---@field tag_bg? string
---@field creator? integer

---@class clickup.tasks.dependency
---@field task_id? string
---@field depends_on? string
---@field type? integer
---@field date_created? string
---@field userid? string
---@field workspace_id? string
---@field chain_id? string

---@class clickup.tasks.subtask
---@field id? string
---@field custom_item_id? number
---@field name? string
---@field status? clickup.tasks.subtask_status
---@field orderindex? string
---@field date_created? string
---@field date_updated? string
---@field date_closed? string
---@field date_done? string
---@field archived? boolean
---@field creator? clickup.tasks.creator
---@field assignees? clickup.tasks.assignee[]
---@field group_assignees? table<string, any>[]
---@field watchers? table<string, any>[]
---@field checklists? table<string, any>[]
---@field tags? table<string, any>[]
---@field parent? string
---@field top_level_parent? string
---@field due_date? string
---@field start_date? string
---@field points? number
---@field time_estimate? number
---@field time_spent? number
---@field custom_fields? clickup.tasks.create_task_answer_custom_field[]
---@field dependencies? table<string, any>[]
---@field linked_tasks? table<string, any>[]
---@field locations? table<string, any>[]
---@field url? string

---@class clickup.tasks.subtask_status
---@field status? string
---@field orderindex? integer
---@field color? string
---@field type? string

---@class clickup.tasks.attachment
---@field id? string
---@field date? integer
---@field title? string
---@field type? integer
---@field source? integer
---@field version? integer
---@field extension? string
---@field thumbnail_small? string
---@field thumbnail_medium? string
---@field thumbnail_large? string
---@field is_folder? boolean
---@field mimetype? string
---@field hidden? boolean
---@field parent_id? string
---@field size? integer
---@field total_comments? integer
---@field resolved_comments? integer
---@field user? clickup.tasks.user
---@field deleted? boolean
---@field orientation? string
---@field url? string
---@field email_data? table<string, any>
---@field url_w_query? string
---@field url_w_host? string

---@class clickup.tasks.user
---@field id? integer
---@field username? string
---@field initials? string
---@field email? string
---@field color? string
---@field profilePicture? string

---@class clickup.tasks.update_task_body
---@field custom_item_id? number|lightuserdata # or clickup.null
---@field name? string
---@field description? string
---@field markdown_content? string
---@field status? string
---@field priority? integer
---@field due_date? integer
---@field due_date_time? boolean
---@field parent? string
---@field time_estimate? integer
---@field start_date? integer
---@field start_date_time? boolean
---@field points? number
---@field assignees? clickup.tasks.assignees
---@field group_assignees? clickup.tasks.value
---@field watchers? clickup.tasks.assignees
---@field archived? boolean

---@class clickup.tasks.assignees
---@field add? integer[] # goes as [] when left out
---@field rem? integer[] # goes as [] when left out

---@class clickup.update_task.query
---@field custom_task_ids? boolean
---@field team_id? integer|string

---@class clickup.tasks.update_task_answer
---@field id? string
---@field custom_id? string
---@field custom_item_id? number
---@field name? string
---@field text_content? string
---@field description? string
---@field markdown_description? string
---@field status? clickup.tasks.status
---@field archived? boolean
---@field orderindex? string
---@field date_created? string
---@field date_updated? string
---@field date_closed? string
---@field date_done? string
---@field creator? clickup.tasks.creator
---@field assignees? string[]
---@field group_assignees? string[]
---@field watchers? string[]
---@field checklists? string[]
---@field tags? string[]
---@field parent? string
---@field top_level_parent? string
---@field priority? clickup.tasks.priority
---@field due_date? string
---@field start_date? string
---@field points? number
---@field time_estimate? string
---@field time_spent? number
---@field custom_fields? clickup.tasks.create_task_answer_custom_field[]
---@field dependencies? string[]
---@field linked_tasks? string[]
---@field locations? clickup.tasks.location[]
---@field team_id? string
---@field url? string
---@field sharing? clickup.tasks.sharing
---@field permission_level? string
---@field list? clickup.tasks.list
---@field project? clickup.tasks.project
---@field folder? clickup.tasks.project
---@field space? clickup.tasks.space
---@field subtasks? table<string, any>[]
---@field attachments? table<string, any>[]

---@class clickup.delete_task.query
---@field custom_task_ids? boolean
---@field team_id? integer|string

---@class clickup.get_filtered_team_tasks.query
---@field page? integer
---@field order_by? string
---@field reverse? boolean
---@field subtasks? boolean
---@field space_ids? string[]
---@field project_ids? string[]
---@field list_ids? string[]
---@field statuses? string[]
---@field include_closed? boolean
---@field assignees? string[]
---@field tags? string[]
---@field due_date_gt? integer
---@field due_date_lt? integer
---@field date_created_gt? integer
---@field date_created_lt? integer
---@field date_updated_gt? integer
---@field date_updated_lt? integer
---@field date_done_gt? integer
---@field date_done_lt? integer
---@field custom_fields? string[]
---@field parent? string
---@field include_markdown_description? boolean
---@field custom_items? number[]

---@class clickup.tasks.get_filtered_team_tasks_task
---@field id? string
---@field custom_id? string
---@field name? string
---@field text_content? string
---@field description? string
---@field markdown_description? string
---@field status? clickup.tasks.status
---@field orderindex? string
---@field date_created? string
---@field date_updated? string
---@field date_closed? string
---@field date_done? string
---@field creator? clickup.tasks.creator
---@field assignees? clickup.tasks.creator[]
---@field watchers? clickup.tasks.creator[]
---@field checklists? clickup.tasks.checklist[]
---@field tags? clickup.tasks.task_tag[]
---@field parent? string
---@field priority? integer
---@field due_date? string
---@field start_date? string
---@field points? number
---@field time_estimate? number
---@field custom_fields? clickup.tasks.custom_field[]
---@field dependencies? string[]
---@field linked_tasks? string[]
---@field locations? clickup.tasks.location[]
---@field team_id? string
---@field url? string
---@field permission_level? string
---@field list? clickup.tasks.list
---@field project? clickup.tasks.project
---@field folder? clickup.tasks.project
---@field space? clickup.tasks.space

---@class clickup.tasks.checklist
---@field id? string
---@field task_id? string
---@field name? string
---@field date_created? string
---@field orderindex? integer
---@field creator? integer
---@field resolved? integer
---@field unresolved? integer
---@field items? clickup.tasks.item[]

---@class clickup.tasks.item
---@field id? string
---@field name? string
---@field orderindex? integer
---@field assignee? string
---@field resolved? boolean
---@field parent? string
---@field date_created? string
---@field children? string[]

---@class clickup.tasks.task_tag
---@field name? string
---@field tag_fg? string
---@field tag_bg? string

---@class clickup.tasks.merge_tasks_body
---@field source_task_ids? string[] # goes as [] when left out

---@class clickup.get_task_time_in_status.query
---@field custom_task_ids? boolean
---@field team_id? integer|string

---@class clickup.tasks.get_task_time_in_status_answer
---@field current_status? clickup.tasks.current_status
---@field status_history? clickup.tasks.status_history[]

---@class clickup.tasks.current_status
---@field status? string
---@field color? string
---@field total_time? clickup.tasks.total_time

---@class clickup.tasks.total_time
---@field by_minute? integer
---@field since? string

---@class clickup.tasks.status_history
---@field status? string
---@field color? string
---@field type? string
---@field total_time? clickup.tasks.total_time
---@field orderindex? integer

---@class clickup.get_bulk_tasks_time_in_status.query
---@field task_ids string[] # at most 100 items
---@field custom_task_ids? boolean
---@field team_id? integer|string

---@class clickup.tasks.create_task_from_template_body
---@field name string

---@class clickup.tasks.move_task_body
---@field move_custom_fields? boolean
---@field custom_fields_to_move? string[]
---@field status_mappings? clickup.tasks.status_mapping[]

---@class clickup.tasks.status_mapping
---@field source_status_id string
---@field destination_status_id string

---@class clickup.tasks.data
---@field task_id? string
---@field new_list_id? string

---@class clickup.tasks.update_time_estimates_by_user_body
---@field assignee integer|"unassigned"
---@field time integer # at least 0

---@class clickup.tasks.update_time_estimates_by_user_data
---@field total_time_estimate? integer
---@field updated_estimates? table<string, integer>

---@class clickup.tasks.replace_time_estimates_by_user_data
---@field total_time_estimate? integer
---@field assignee_estimates? table<string, integer>

---@class clickup.client
local Client = {}

--- List the tasks of a List, a page at a time.
---@param list_id integer|string
---@param query? clickup.get_tasks.query
---@param options? clickup.call_options
---@return clickup.tasks.get_tasks_answer? answer
---@return clickup.response|clickup.error info
function Client:get_tasks(list_id, query, options) end

--- Create a task in a List.
---@param list_id integer|string
---@param body clickup.tasks.create_task_body
---@param options? clickup.call_options
---@return clickup.tasks.create_task_answer? answer
---@return clickup.response|clickup.error info
function Client:create_task(list_id, body, options) end

--- Read a task.
---@param task_id string
---@param query? clickup.get_task.query
---@param options? clickup.call_options
---@return clickup.tasks.get_task_answer? answer
---@return clickup.response|clickup.error info
function Client:get_task(task_id, query, options) end

--- Change a task.
---@param task_id string
---@param body clickup.tasks.update_task_body
---@param query? clickup.update_task.query
---@param options? clickup.call_options
---@return clickup.tasks.update_task_answer? answer
---@return clickup.response|clickup.error info
function Client:update_task(task_id, body, query, options) end

--- Delete a task.
---@param task_id string
---@param query? clickup.delete_task.query
---@param options? clickup.call_options
---@return true? done
---@return clickup.response|clickup.error info
function Client:delete_task(task_id, query, options) end

--- List the tasks of a Workspace that meet a filter, a page at a time.
---@param team_id integer|string
---@param query? clickup.get_filtered_team_tasks.query
---@param options? clickup.call_options
---@return clickup.tasks.get_filtered_team_tasks_task[]? tasks
---@return clickup.response|clickup.error info
function Client:get_filtered_team_tasks(team_id, query, options) end

--- Merge other tasks into a task.
---@param task_id string
---@param body clickup.tasks.merge_tasks_body
---@param options? clickup.call_options
---@return true? done
---@return clickup.response|clickup.error info
function Client:merge_tasks(task_id, body, options) end

--- Read how long a task was in each status.
---@param task_id string
---@param query? clickup.get_task_time_in_status.query
---@param options? clickup.call_options
---@return clickup.tasks.get_task_time_in_status_answer? answer
---@return clickup.response|clickup.error info
function Client:get_task_time_in_status(task_id, query, options) end

--- Read how long each of several tasks was in each status.
---@param query clickup.get_bulk_tasks_time_in_status.query
---@param options? clickup.call_options
---@return table<string, clickup.tasks.get_task_time_in_status_answer>? answer
---@return clickup.response|clickup.error info
function Client:get_bulk_tasks_time_in_status(query, options) end

--- Create a task in a List, from a template.
---@param list_id integer|string
---@param template_id string
---@param body clickup.tasks.create_task_from_template_body
---@param options? clickup.call_options
---@return any? answer
---@return clickup.response|clickup.error info
function Client:create_task_from_template(list_id, template_id, body, options) end

--- Move a task to another List as its home.
---@param workspace_id integer|string
---@param task_id string
---@param list_id integer|string
---@param body clickup.tasks.move_task_body
---@param options? clickup.call_options
---@return clickup.tasks.data? data
---@return clickup.response|clickup.error info
function Client:move_task(workspace_id, task_id, list_id, body, options) end

--- Change the time estimates of some users for a task.
---@param workspace_id integer|string
---@param task_id string
---@param body clickup.tasks.update_time_estimates_by_user_body[]
---@param options? clickup.call_options
---@return clickup.tasks.update_time_estimates_by_user_data? data
---@return clickup.response|clickup.error info
function Client:update_time_estimates_by_user(workspace_id, task_id, body, options) end

--- Set the time estimates of all users for a task.
---@param workspace_id integer|string
---@param task_id string
---@param body clickup.tasks.update_time_estimates_by_user_body[]
---@param options? clickup.call_options
---@return clickup.tasks.replace_time_estimates_by_user_data? data
---@return clickup.response|clickup.error info
function Client:replace_time_estimates_by_user(workspace_id, task_id, body, options) end
