-- SPDX-License-Identifier: MIT
---@meta _
-- Made by `make types` from clickup.api.attachments: do not edit.
-- luacheck: ignore

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

---@class clickup.client
local Client = {}

--- List the attachments of a task or a Custom Field.
---@param workspace_id integer|string
---@param entity_type "attachments"|"custom_fields"
---@param entity_id string
---@param query? clickup.get_parent_entity_attachments.query
---@param options? clickup.call_options
---@return clickup.attachments.get_parent_entity_attachments_answer? answer
---@return clickup.response|clickup.error info
function Client:get_parent_entity_attachments(workspace_id, entity_type, entity_id, query, options) end
