-- SPDX-License-Identifier: MIT
---@meta _
-- Made by `make types` from clickup.api.folders: do not edit.
-- luacheck: ignore

---@class clickup.get_folders.query
---@field archived? boolean

---@class clickup.folders.folder
---@field id? string
---@field name? string
---@field orderindex? integer
---@field override_statuses? boolean
---@field hidden? boolean
---@field space? clickup.folders.space
---@field task_count? string
---@field lists? string[]
---@field parent_folder? string

---@class clickup.folders.space
---@field id? string
---@field name? string
---@field access? boolean

---@class clickup.folders.create_folder_body
---@field name string
---@field parent_folder_id? string

---@class clickup.folders.create_folder_answer
---@field id? string
---@field name? string
---@field orderindex? integer
---@field override_statuses? boolean
---@field hidden? boolean
---@field space? clickup.folders.space
---@field task_count? string
---@field parent_folder? string

---@class clickup.get_folder.query
---@field include_subfolders? boolean

---@class clickup.folders.get_folder_answer
---@field id? string
---@field name? string
---@field orderindex? integer
---@field override_statuses? boolean
---@field hidden? boolean
---@field space? clickup.folders.space
---@field task_count? string
---@field lists? string[]
---@field parent_folder? string
---@field folders? clickup.folders.get_folder_answer_folder[]

---@class clickup.folders.get_folder_answer_folder
---@field id? string

---@class clickup.folders.update_folder_body
---@field name string

---@class clickup.folders.update_folder_answer
---@field id? string
---@field name? string
---@field orderindex? integer
---@field override_statuses? boolean
---@field hidden? boolean
---@field space? clickup.folders.space
---@field task_count? string
---@field parent_folder? string

---@class clickup.folders.create_folder_from_template_body
---@field name string
---@field parent_folder_id? string
---@field options? clickup.folders.options

---@class clickup.folders.options
---@field return_immediately? boolean
---@field content? string
---@field time_estimate? boolean
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

---@class clickup.folders.create_folder_from_template_answer
---@field id? integer
---@field folder? clickup.folders.create_folder_from_template_answer_folder

---@class clickup.folders.create_folder_from_template_answer_folder
---@field id? string
---@field name? string
---@field orderindex? integer
---@field override_statuses? boolean
---@field hidden? boolean
---@field space? clickup.folders.space
---@field task_count? string
---@field archived? boolean
---@field statuses? clickup.folders.status[]
---@field lists? table<string, any>[]
---@field parent_folder? string
---@field permission_level? string

---@class clickup.folders.status
---@field id? string
---@field status? string
---@field orderindex? integer
---@field color? string
---@field type? string

---@class clickup.client
local Client = {}

--- List the Folders of a Space.
---@param space_id integer|string
---@param query? clickup.get_folders.query
---@param options? clickup.call_options
---@return clickup.folders.folder[]? folders
---@return clickup.response|clickup.error info
function Client:get_folders(space_id, query, options) end

--- Create a Folder in a Space.
---@param space_id integer|string
---@param body clickup.folders.create_folder_body
---@param options? clickup.call_options
---@return clickup.folders.create_folder_answer? answer
---@return clickup.response|clickup.error info
function Client:create_folder(space_id, body, options) end

--- Read a Folder and its Lists.
---@param folder_id integer|string
---@param query? clickup.get_folder.query
---@param options? clickup.call_options
---@return clickup.folders.get_folder_answer? answer
---@return clickup.response|clickup.error info
function Client:get_folder(folder_id, query, options) end

--- Rename a Folder.
---@param folder_id integer|string
---@param body clickup.folders.update_folder_body
---@param options? clickup.call_options
---@return clickup.folders.update_folder_answer? answer
---@return clickup.response|clickup.error info
function Client:update_folder(folder_id, body, options) end

--- Delete a Folder.
---@param folder_id integer|string
---@param options? clickup.call_options
---@return true? done
---@return clickup.response|clickup.error info
function Client:delete_folder(folder_id, options) end

--- Create a Folder in a Space, from a template.
---@param space_id integer|string
---@param template_id string
---@param body clickup.folders.create_folder_from_template_body
---@param options? clickup.call_options
---@return clickup.folders.create_folder_from_template_answer? answer
---@return clickup.response|clickup.error info
function Client:create_folder_from_template(space_id, template_id, body, options) end
