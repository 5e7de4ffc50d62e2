-- SPDX-License-Identifier: MIT
---@meta _
-- Made by `make types` from clickup.api.user_groups: do not edit.
-- luacheck: ignore

---@class clickup.user_groups.create_user_group_body
---@field name string
---@field handle? string
---@field members? integer[] # goes as [] when left out

---@class clickup.user_groups.create_user_group_answer
---@field id? string
---@field team_id? string
---@field userid? integer
---@field name? string
---@field handle? string
---@field date_created? string
---@field initials? string
---@field members? clickup.user_groups.member[]
---@field avatar? clickup.user_groups.avatar

---@class clickup.user_groups.member
---@field id? integer
---@field username? string
---@field email? string
---@field color? string
---@field initials? string
---@field profilePicture? string

---@class clickup.user_groups.avatar
---@field attachment_id? string
---@field color? string
---@field source? string
---@field icon? string

---@class clickup.user_groups.update_user_group_body
---@field name? string
---@field handle? string
---@field members? clickup.user_groups.members

---@class clickup.user_groups.members
---@field add? integer[] # goes as [] when left out
---@field rem? integer[] # goes as [] when left out

---@class clickup.get_user_groups.query
---@field team_id integer|string
---@field group_ids? string[]

---@class clickup.client
local Client = {}

--- Create a group of users.
---@param team_id integer|string
---@param body clickup.user_groups.create_user_group_body
---@param options? clickup.call_options
---@return clickup.user_groups.create_user_group_answer? answer
---@return clickup.response|clickup.error info
function Client:create_user_group(team_id, body, options) end

--- Rename a group of users, and change its members.
---@param group_id string
---@param body clickup.user_groups.update_user_group_body
---@param options? clickup.call_options
---@return clickup.user_groups.create_user_group_answer? answer
---@return clickup.response|clickup.error info
function Client:update_user_group(group_id, body, options) end

--- Delete a group of users.
---@param group_id string
---@param options? clickup.call_options
---@return true? done
---@return clickup.response|clickup.error info
function Client:delete_user_group(group_id, options) end

--- List the groups of users of a Workspace.
---@param query clickup.get_user_groups.query
---@param options? clickup.call_options
---@return clickup.user_groups.create_user_group_answer[]? groups
---@return clickup.response|clickup.error info
function Client:get_user_groups(query, options) end
