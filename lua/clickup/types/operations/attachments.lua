-- SPDX-License-Identifier: MIT
---@meta _
-- Made by `make types` from clickup.api.attachments: do not edit.
-- luacheck: ignore

---@class clickup.attachments.create_task_attachment_body
---@field attachment clickup.file

---@class clickup.create_task_attachment.query
---@field custom_task_ids? boolean
---@field team_id? integer|string

---@class clickup.attachments.create_task_attachment_answer
---@field id? string
---@field version? string
---@field date? integer
---@field title? string
---@field extension? string
---@field thumbnail_small? string
---@field thumbnail_large? string
---@field url? string

---@class clickup.get_parent_entity_attachments.query
---@field cursor? string
---@field limit? integer # 1 to 100

---@class clickup.attachments.get_parent_entity_attachments_answer
---@field next_cursor? string
---@field data? clickup.attachments.data[]

---@class clickup.attachments.data
---@field date_updated? integer
---@field date_created? integer
---@field extension? string
---@field id? string
---@field mime_type? string
---@field parent_entity_type? string
---@field parent_id? string
---@field size? integer
---@field signed? boolean
---@field thumbnail_small? string
---@field thumbnail_medium? string
---@field thumbnail_large? string
---@field title? string
---@field url? string
---@field user_id? integer

---@class clickup.attachments.post_entity_attachment_body
---@field filename? string
---@field attachment clickup.file

---@class clickup.client
local Client = {}

--- Attach a file to a task.
---@param task_id string
---@param body clickup.attachments.create_task_attachment_body
---@param query? clickup.create_task_attachment.query
---@param options? clickup.call_options
---@return clickup.attachments.create_task_attachment_answer? answer
---@return clickup.response|clickup.error info
function Client:create_task_attachment(task_id, body, query, options) end

--- List the attachments of a task or a Custom Field.
---@param workspace_id integer|string
---@param entity_type "attachments"|"custom_fields"
---@param entity_id string
---@param query? clickup.get_parent_entity_attachments.query
---@param options? clickup.call_options
---@return clickup.attachments.get_parent_entity_attachments_answer? answer
---@return clickup.response|clickup.error info
function Client:get_parent_entity_attachments(workspace_id, entity_type, entity_id, query, options) end

--- Attach a file to a task, or upload one for a Custom Field.
---@param workspace_id integer|string
---@param entity_type "attachments"|"custom_fields"
---@param entity_id string
---@param body clickup.attachments.post_entity_attachment_body
---@param options? clickup.call_options
---@return clickup.attachments.data? answer
---@return clickup.response|clickup.error info
function Client:post_entity_attachment(workspace_id, entity_type, entity_id, body, options) end
