-- SPDX-License-Identifier: MIT
---@meta _
-- Made by `make types` from clickup.api.checklists: do not edit.
-- luacheck: ignore

---@class clickup.checklists.create_checklist_body
---@field name string

---@class clickup.create_checklist.query
---@field custom_task_ids? boolean
---@field team_id? integer|string

---@class clickup.checklists.checklist
---@field id? string
---@field task_id? string
---@field name? string
---@field orderindex? integer
---@field resolved? integer
---@field unresolved? integer
---@field items? string[]

---@class clickup.checklists.edit_checklist_body
---@field name? string
---@field position? integer

---@class clickup.checklists.create_checklist_item_body
---@field name? string
---@field assignee? integer

---@class clickup.checklists.create_checklist_item_checklist
---@field id? string
---@field task_id? string
---@field name? string
---@field date_created? string
---@field orderindex? integer
---@field resolved? integer
---@field unresolved? integer
---@field items? clickup.checklists.item[]

---@class clickup.checklists.item
---@field id? string
---@field name? string
---@field orderindex? integer
---@field assignee? clickup.checklists.assignee
---@field resolved? boolean
---@field parent? string
---@field date_created? string
---@field children? string[]

---@class clickup.checklists.assignee
---@field id? integer
---@field username? string
---@field email? string
---@field color? string
---@field initials? string
---@field profilePicture? string

---@class clickup.checklists.edit_checklist_item_body
---@field name? string
---@field assignee? string|lightuserdata # or clickup.null
---@field resolved? boolean
---@field parent? string|lightuserdata # or clickup.null

---@class clickup.checklists.edit_checklist_item_checklist
---@field id? string
---@field task_id? string
---@field name? string
---@field date_created? string
---@field orderindex? integer
---@field resolved? integer
---@field unresolved? integer
---@field items? clickup.checklists.checklist_item[]

---@class clickup.checklists.checklist_item
---@field id? string
---@field name? string
---@field orderindex? integer
---@field assignee? string
---@field resolved? boolean
---@field parent? string
---@field date_created? string
---@field children? string[]

---@class clickup.client
local Client = {}

--- Add a checklist to a task.
---@param task_id string
---@param body clickup.checklists.create_checklist_body
---@param query? clickup.create_checklist.query
---@param options? clickup.call_options
---@return clickup.checklists.checklist? checklist
---@return clickup.response|clickup.error info
function Client:create_checklist(task_id, body, query, options) end

--- Rename a checklist, and move it among those of its task.
---@param checklist_id string
---@param body clickup.checklists.edit_checklist_body
---@param options? clickup.call_options
---@return true? done
---@return clickup.response|clickup.error info
function Client:edit_checklist(checklist_id, body, options) end

--- Delete a checklist.
---@param checklist_id string
---@param options? clickup.call_options
---@return true? done
---@return clickup.response|clickup.error info
function Client:delete_checklist(checklist_id, options) end

--- Add an item to a checklist.
---@param checklist_id string
---@param body clickup.checklists.create_checklist_item_body
---@param options? clickup.call_options
---@return clickup.checklists.create_checklist_item_checklist? checklist
---@return clickup.response|clickup.error info
function Client:create_checklist_item(checklist_id, body, options) end

--- Change an item of a checklist.
---@param checklist_id string
---@param checklist_item_id string
---@param body clickup.checklists.edit_checklist_item_body
---@param options? clickup.call_options
---@return clickup.checklists.edit_checklist_item_checklist? checklist
---@return clickup.response|clickup.error info
function Client:edit_checklist_item(checklist_id, checklist_item_id, body, options) end

--- Delete an item of a checklist.
---@param checklist_id string
---@param checklist_item_id string
---@param options? clickup.call_options
---@return true? done
---@return clickup.response|clickup.error info
function Client:delete_checklist_item(checklist_id, checklist_item_id, options) end
