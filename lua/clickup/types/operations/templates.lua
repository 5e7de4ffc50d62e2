-- SPDX-License-Identifier: MIT
---@meta _
-- Made by `make types` from clickup.api.templates: do not edit.
-- luacheck: ignore

---@class clickup.get_task_templates.query
---@field page integer

---@class clickup.templates.template
---@field name? string
---@field id? string

---@class clickup.client
local Client = {}

--- List the task templates of a Workspace, a page at a time.
---@param team_id integer|string
---@param query clickup.get_task_templates.query
---@param options? clickup.call_options
---@return string[]? templates
---@return clickup.response|clickup.error info
function Client:get_task_templates(team_id, query, options) end

--- List the List templates of a Workspace.
---@param team_id integer|string
---@param options? clickup.call_options
---@return clickup.templates.template[]? templates
---@return clickup.response|clickup.error info
function Client:get_list_templates(team_id, options) end

--- List the Folder templates of a Workspace.
---@param team_id integer|string
---@param options? clickup.call_options
---@return clickup.templates.template[]? templates
---@return clickup.response|clickup.error info
function Client:get_folder_templates(team_id, options) end
