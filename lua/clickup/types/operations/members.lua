-- SPDX-License-Identifier: MIT
---@meta _
-- Made by `make types` from clickup.api.members: do not edit.
-- luacheck: ignore

---@class clickup.members.member
---@field id? integer
---@field username? string
---@field email? string
---@field color? string
---@field initials? string
---@field profilePicture? string
---@field profileInfo? clickup.members.profile_info

---@class clickup.members.profile_info
---@field display_profile? string
---@field verified_ambassador? string
---@field verified_consultant? string
---@field top_tier_user? string
---@field viewed_verified_ambassador? string
---@field viewed_verified_consultant? string
---@field viewed_top_tier_user? string

---@class clickup.client
local Client = {}

--- List the users who have access to a task.
---@param task_id string
---@param options? clickup.call_options
---@return clickup.members.member[]? members
---@return clickup.response|clickup.error info
function Client:get_task_members(task_id, options) end

--- List the users who have access to a List.
---@param list_id integer|string
---@param options? clickup.call_options
---@return clickup.members.member[]? members
---@return clickup.response|clickup.error info
function Client:get_list_members(list_id, options) end
