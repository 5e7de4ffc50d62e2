-- SPDX-License-Identifier: MIT
---@meta _
-- Made by `make types` from clickup.api.relationships: do not edit.
-- luacheck: ignore

---@class clickup.relationships.add_dependency_body
---@field depends_on? string
---@field dependency_of? string

---@class clickup.add_dependency.query
---@field custom_task_ids? boolean
---@field team_id? integer|string

---@class clickup.delete_dependency.query
---@field depends_on string
---@field dependency_of string
---@field custom_task_ids? boolean
---@field team_id? integer|string

---@class clickup.add_task_link.query
---@field custom_task_ids? boolean
---@field team_id? integer|string

---@class clickup.relationships.task
---@field id? string
---@field name? string
---@field status? clickup.relationships.status
---@field orderindex? string
---@field date_created? string
---@field date_updated? string
---@field date_closed? string
---@field creator? clickup.relationships.creator
---@field assignees? string[]
---@field checklists? string[]
---@field tags? string[]
---@field parent? string
---@field priority? string
---@field due_date? string
---@field start_date? string
---@field time_estimate? string
---@field time_spent? string
---@field list? clickup.relationships.list
---@field folder? clickup.relationships.folder
---@field space? clickup.relationships.space
---@field linked_tasks? clickup.relationships.linked_task[]
---@field url? string

---@class clickup.relationships.status
---@field id? string
---@field status? string
---@field color? string
---@field orderindex? integer
---@field type? string

---@class clickup.relationships.creator
---@field id? integer
---@field username? string
---@field color? string
---@field email? string
---@field profilePicture? string

---@class clickup.relationships.list
---@field id? string
---@field name? string
---@field access? boolean

---@class clickup.relationships.folder
---@field id? string
---@field name? string
---@field hidden? boolean
---@field access? boolean

---@class clickup.relationships.space
---@field id? string

---@class clickup.relationships.linked_task
---@field task_id? string
---@field link_id? string
---@field date_created? string
---@field userid? string

---@class clickup.delete_task_link.query
---@field custom_task_ids? boolean
---@field team_id? integer|string

---@class clickup.relationships.delete_task_link_task
---@field id? string
---@field name? string
---@field status? clickup.relationships.status
---@field orderindex? string
---@field date_created? string
---@field date_updated? string
---@field date_closed? string
---@field creator? clickup.relationships.creator
---@field assignees? string[]
---@field checklists? string[]
---@field tags? string[]
---@field parent? string
---@field priority? string
---@field due_date? string
---@field start_date? string
---@field time_estimate? string
---@field time_spent? string
---@field list? clickup.relationships.list
---@field folder? clickup.relationships.folder
---@field space? clickup.relationships.space
---@field linked_tasks? string[]
---@field url? string

---@class clickup.client
local Client = {}

--- Make a task wait for another, or another wait for it.
---@param task_id string
---@param body clickup.relationships.add_dependency_body
---@param query? clickup.add_dependency.query
---@param options? clickup.call_options
---@return true? done
---@return clickup.response|clickup.error info
function Client:add_dependency(task_id, body, query, options) end

--- Remove a dependency between two tasks.
---@param task_id string
---@param query clickup.delete_dependency.query
---@param options? clickup.call_options
---@return true? done
---@return clickup.response|clickup.error info
function Client:delete_dependency(task_id, query, options) end

--- Link two tasks.
---@param task_id string
---@param links_to string
---@param query? clickup.add_task_link.query
---@param options? clickup.call_options
---@return clickup.relationships.task? task
---@return clickup.response|clickup.error info
function Client:add_task_link(task_id, links_to, query, options) end

--- Unlink two tasks.
---@param task_id string
---@param links_to string
---@param query? clickup.delete_task_link.query
---@param options? clickup.call_options
---@return clickup.relationships.delete_task_link_task|true|nil task
---@return clickup.response|clickup.error info
function Client:delete_task_link(task_id, links_to, query, options) end
