-- SPDX-License-Identifier: MIT
---@meta _
-- Made by `make types` from clickup.api.roles: do not edit.
-- luacheck: ignore

---@class clickup.get_custom_roles.query
---@field include_members? boolean

---@class clickup.roles.custom_role
---@field id? integer
---@field team_id? string
---@field name? string
---@field inherited_role? integer
---@field date_created? string
---@field members? integer[]

---@class clickup.client
local Client = {}

--- List the custom roles of a Workspace.
---@param team_id integer|string
---@param query? clickup.get_custom_roles.query
---@param options? clickup.call_options
---@return clickup.roles.custom_role[]? custom_roles
---@return clickup.response|clickup.error info
function Client:get_custom_roles(team_id, query, options) end
