-- SPDX-License-Identifier: MIT
---@meta _
-- Made by `make types` from clickup.api.custom_items: do not edit.
-- luacheck: ignore

---@class clickup.custom_items.custom_item
---@field id? integer
---@field name? string
---@field name_plural? string
---@field description? string

---@class clickup.client
local Client = {}

--- List the custom task types of a Workspace.
---@param team_id integer|string
---@param options? clickup.call_options
---@return clickup.custom_items.custom_item[]? custom_items
---@return clickup.response|clickup.error info
function Client:get_custom_items(team_id, options) end
