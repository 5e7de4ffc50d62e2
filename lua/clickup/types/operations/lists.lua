-- SPDX-License-Identifier: MIT
---@meta _
-- Made by `make types` from clickup.api.lists: do not edit.
-- luacheck: ignore

---@class clickup.get_lists.query
---@field archived? boolean

---@class clickup.lists.list
---@field id? string
---@field name? string
---@field orderindex? integer
---@field content? string
---@field status? any
---@field priority? any
---@field assignee? string
---@field task_count? string
---@field due_date? string
---@field start_date? string
---@field folder? clickup.lists.folder
---@field space? clickup.lists.space
---@field archived? boolean
---@field override_statuses? boolean
---@field permission_level? string

---@class clickup.lists.folder
---@field id? string
---@field name? string
---@field hidden? boolean
---@field access? boolean

---@class clickup.lists.space
---@field id? string
---@field name? string
---@field access? boolean

---@class clickup.lists.create_list_body
---@field name string
---@field content? string
---@field markdown_content? string
---@field due_date? integer
---@field due_date_time? boolean
---@field priority? integer
---@field assignee? integer
---@field status? string

---@class clickup.lists.create_list_answer
---@field id? string
---@field name? string
---@field orderindex? integer
---@field content? string
---@field status? clickup.lists.status
---@field priority? clickup.lists.priority
---@field assignee? clickup.lists.assignee
---@field task_count? string
---@field due_date? string
---@field due_date_time? boolean
---@field start_date? string
---@field start_date_time? string
---@field folder? clickup.lists.folder
---@field space? clickup.lists.space
---@field statuses? clickup.lists.create_list_answer_status[]
---@field inbound_address? string

---@class clickup.lists.status
---@field status? string
---@field color? string
---@field hide_label? boolean

---@class clickup.lists.priority
---@field priority? string
---@field color? string

---@class clickup.lists.assignee
---@field id? integer
---@field color? string
---@field username? string
---@field initials? string
---@field profilePicture? string

---@class clickup.lists.create_list_answer_status
---@field id? string
---@field status? string
---@field color? string
---@field orderindex? integer
---@field type? string

---@class clickup.get_folderless_lists.query
---@field archived? boolean

---@class clickup.lists.get_list_answer
---@field id? string
---@field name? string
---@field orderindex? integer
---@field content? string
---@field status? clickup.lists.status
---@field priority? clickup.lists.priority
---@field assignee? string
---@field task_count? string
---@field due_date? string
---@field due_date_time? boolean
---@field start_date? string
---@field start_date_time? string
---@field folder? clickup.lists.folder
---@field space? clickup.lists.space
---@field inbound_address? string
---@field archived? boolean
---@field override_statuses? boolean
---@field statuses? clickup.lists.create_list_answer_status[]
---@field permission_level? string

---@class clickup.lists.update_list_body
---@field name string
---@field content? string
---@field markdown_content? string
---@field due_date? integer
---@field due_date_time? boolean
---@field priority? integer
---@field assignee? string
---@field status? string
---@field unset_status? boolean

---@class clickup.lists.update_list_answer
---@field id? string
---@field name? string
---@field orderindex? integer
---@field content? string
---@field status? clickup.lists.status
---@field priority? clickup.lists.priority
---@field assignee? string
---@field task_count? string
---@field due_date? string
---@field due_date_time? boolean
---@field start_date? string
---@field start_date_time? string
---@field folder? clickup.lists.folder
---@field space? clickup.lists.space
---@field statuses? clickup.lists.create_list_answer_status[]
---@field inbound_address? string

---@class clickup.lists.create_folder_list_from_template_body
---@field name string
---@field options? clickup.lists.options

---@class clickup.lists.options
---@field return_immediately? boolean
---@field content? string
---@field time_estimate? number
---@field automation? boolean
---@field include_views? boolean
---@field old_due_date? boolean
---@field old_start_date? boolean
---@field old_followers? boolean
---@field comment_attachments? boolean
---@field recur_settings? boolean
---@field old_tags? boolean
---@field old_statuses? boolean
---@field subtasks? boolean
---@field custom_type? boolean
---@field old_assignees? boolean
---@field attachments? boolean
---@field comment? boolean
---@field old_status? boolean
---@field external_dependencies? boolean
---@field internal_dependencies? boolean
---@field priority? boolean
---@field custom_fields? boolean
---@field old_checklists? boolean
---@field relationships? boolean
---@field old_subtask_assignees? boolean
---@field start_date? string # such as 2026-01-31T09:30:00Z
---@field due_date? string # such as 2026-01-31T09:30:00Z
---@field remap_start_date? boolean
---@field skip_weekends? boolean
---@field archived? 1|2|lightuserdata # or clickup.null

---@class clickup.lists.create_folder_list_from_template_answer
---@field id? string
---@field list? clickup.lists.create_folder_list_from_template_answer_list

---@class clickup.lists.create_folder_list_from_template_answer_list
---@field id? string
---@field name? string
---@field deleted? boolean
---@field orderindex? integer
---@field priority? string
---@field assignee? string
---@field due_date? string
---@field start_date? string
---@field folder? clickup.lists.folder
---@field space? clickup.lists.space
---@field inbound_address? string
---@field archived? boolean
---@field override_statuses? boolean
---@field statuses? clickup.lists.list_status[]
---@field permission_level? string

---@class clickup.lists.list_status
---@field id? string
---@field status? string
---@field orderindex? integer
---@field color? string
---@field type? string
---@field status_group? string

---@class clickup.client
local Client = {}

--- List the Lists of a Folder.
---@param folder_id integer|string
---@param query? clickup.get_lists.query
---@param options? clickup.call_options
---@return clickup.lists.list[]? lists
---@return clickup.response|clickup.error info
function Client:get_lists(folder_id, query, options) end

--- Create a List in a Folder.
---@param folder_id integer|string
---@param body clickup.lists.create_list_body
---@param options? clickup.call_options
---@return clickup.lists.create_list_answer? answer
---@return clickup.response|clickup.error info
function Client:create_list(folder_id, body, options) end

--- List the Lists of a Space that are in no Folder.
---@param space_id integer|string
---@param query? clickup.get_folderless_lists.query
---@param options? clickup.call_options
---@return clickup.lists.list[]? lists
---@return clickup.response|clickup.error info
function Client:get_folderless_lists(space_id, query, options) end

--- Create a List in a Space, in no Folder.
---@param space_id integer|string
---@param body clickup.lists.create_list_body
---@param options? clickup.call_options
---@return clickup.lists.create_list_answer? answer
---@return clickup.response|clickup.error info
function Client:create_folderless_list(space_id, body, options) end

--- Read a List.
---@param list_id integer|string
---@param options? clickup.call_options
---@return clickup.lists.get_list_answer? answer
---@return clickup.response|clickup.error info
function Client:get_list(list_id, options) end

--- Rename a List, and set its content, due date, priority, assignee and color.
---@param list_id integer|string
---@param body clickup.lists.update_list_body
---@param options? clickup.call_options
---@return clickup.lists.update_list_answer? answer
---@return clickup.response|clickup.error info
function Client:update_list(list_id, body, options) end

--- Delete a List.
---@param list_id integer|string
---@param options? clickup.call_options
---@return true? done
---@return clickup.response|clickup.error info
function Client:delete_list(list_id, options) end

--- Show a task in one more List.
---@param list_id integer|string
---@param task_id string
---@param options? clickup.call_options
---@return true? done
---@return clickup.response|clickup.error info
function Client:add_task_to_list(list_id, task_id, options) end

--- Take a task out of a List that it was added to.
---@param list_id integer|string
---@param task_id string
---@param options? clickup.call_options
---@return true? done
---@return clickup.response|clickup.error info
function Client:remove_task_from_list(list_id, task_id, options) end

--- Create a List in a Folder, from a template.
---@param folder_id integer|string
---@param template_id string
---@param body clickup.lists.create_folder_list_from_template_body
---@param options? clickup.call_options
---@return clickup.lists.create_folder_list_from_template_answer? answer
---@return clickup.response|clickup.error info
function Client:create_folder_list_from_template(folder_id, template_id, body, options) end

--- Create a List in a Space, from a template.
---@param space_id integer|string
---@param template_id string
---@param body clickup.lists.create_folder_list_from_template_body
---@param options? clickup.call_options
---@return clickup.lists.create_folder_list_from_template_answer? answer
---@return clickup.response|clickup.error info
function Client:create_space_list_from_template(space_id, template_id, body, options) end
