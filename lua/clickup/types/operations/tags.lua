-- SPDX-License-Identifier: MIT
---@meta _
-- Made by `make types` from clickup.api.tags: do not edit.
-- luacheck: ignore

---@class clickup.tags.tag
---@field name? string
---@field tag_fg? string
---@field tag_bg? string

---@class clickup.tags.create_space_tag_body
---@field tag clickup.tags.create_space_tag_body_tag

---@class clickup.tags.create_space_tag_body_tag
---@field name string
---@field tag_fg string
---@field tag_bg string

---@class clickup.tags.edit_space_tag_body
---@field tag clickup.tags.edit_space_tag_body_tag

---@class clickup.tags.edit_space_tag_body_tag
---@field name string
---@field fg_color string
---@field bg_color string

---@class clickup.tags.edit_space_tag_tag
---@field name? string
---@field fg_color? string
---@field bg_color? string

---@class clickup.add_tag_to_task.query
---@field custom_task_ids? boolean
---@field team_id? integer|string

---@class clickup.remove_tag_from_task.query
---@field custom_task_ids? boolean
---@field team_id? integer|string

---@class clickup.client
local Client = {}

--- List the tags of a Space.
---@param space_id integer|string
---@param options? clickup.call_options
---@return clickup.tags.tag[]? tags
---@return clickup.response|clickup.error info
function Client:get_space_tags(space_id, options) end

--- Create a tag in a Space.
---@param space_id integer|string
---@param body clickup.tags.create_space_tag_body
---@param options? clickup.call_options
---@return true? done
---@return clickup.response|clickup.error info
function Client:create_space_tag(space_id, body, options) end

--- Rename a tag of a Space, and set its colors.
---@param space_id integer|string
---@param tag_name string
---@param body clickup.tags.edit_space_tag_body
---@param options? clickup.call_options
---@return clickup.tags.edit_space_tag_tag? tag
---@return clickup.response|clickup.error info
function Client:edit_space_tag(space_id, tag_name, body, options) end

--- Delete a tag of a Space.
---@param space_id integer|string
---@param tag_name string
---@param body clickup.tags.create_space_tag_body
---@param options? clickup.call_options
---@return true? done
---@return clickup.response|clickup.error info
function Client:delete_space_tag(space_id, tag_name, body, options) end

--- Put a tag on a task.
---@param task_id string
---@param tag_name string
---@param query? clickup.add_tag_to_task.query
---@param options? clickup.call_options
---@return true? done
---@return clickup.response|clickup.error info
function Client:add_tag_to_task(task_id, tag_name, query, options) end

--- Take a tag off a task.
---@param task_id string
---@param tag_name string
---@param query? clickup.remove_tag_from_task.query
---@param options? clickup.call_options
---@return true? done
---@return clickup.response|clickup.error info
function Client:remove_tag_from_task(task_id, tag_name, query, options) end
