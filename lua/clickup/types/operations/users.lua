-- SPDX-License-Identifier: MIT
---@meta _
-- Made by `make types` from clickup.api.users: do not edit.
-- luacheck: ignore

---@class clickup.users.invite_user_to_workspace_body
---@field email string
---@field admin boolean
---@field custom_role_id? integer

---@class clickup.users.team
---@field id? string
---@field name? string
---@field color? string
---@field avatar? string
---@field members? clickup.users.member[]
---@field roles? clickup.users.role[]

---@class clickup.users.member
---@field user? clickup.users.user
---@field invited_by? clickup.users.invited_by

---@class clickup.users.user
---@field id? integer
---@field username? string
---@field email? string
---@field color? string
---@field profilePicture? string
---@field initials? string
---@field role? integer
---@field custom_role? clickup.users.custom_role
---@field last_active? string
---@field date_joined? string
---@field date_invited? string

---@class clickup.users.custom_role
---@field id? integer
---@field name? string

---@class clickup.users.invited_by
---@field id? integer
---@field color? string
---@field username? string
---@field email? string
---@field initials? string
---@field profilePicture? string

---@class clickup.users.role
---@field id? integer
---@field name? string
---@field custom? boolean
---@field inherited_role? integer

---@class clickup.get_user.query
---@field include_shared? boolean

---@class clickup.users.get_user_member
---@field user? clickup.users.user
---@field invited_by? clickup.users.invited_by
---@field shared? clickup.users.shared

---@class clickup.users.shared
---@field tasks? string[]
---@field lists? string[]
---@field folders? string[]

---@class clickup.users.edit_user_on_workspace_body
---@field username string
---@field admin boolean
---@field custom_role_id integer

---@class clickup.users.remove_user_from_workspace_team
---@field id? string
---@field name? string
---@field color? string
---@field avatar? string
---@field members? string[]

---@class clickup.client
local Client = {}

--- Invite a user to a Workspace.
---@param team_id integer|string
---@param body clickup.users.invite_user_to_workspace_body
---@param options? clickup.call_options
---@return clickup.users.team? team
---@return clickup.response|clickup.error info
function Client:invite_user_to_workspace(team_id, body, options) end

--- Read a user of a Workspace.
---@param team_id integer|string
---@param user_id integer|string
---@param query? clickup.get_user.query
---@param options? clickup.call_options
---@return clickup.users.get_user_member? member
---@return clickup.response|clickup.error info
function Client:get_user(team_id, user_id, query, options) end

--- Rename a user of a Workspace, and set their role.
---@param team_id integer|string
---@param user_id integer|string
---@param body clickup.users.edit_user_on_workspace_body
---@param options? clickup.call_options
---@return clickup.users.get_user_member? member
---@return clickup.response|clickup.error info
function Client:edit_user_on_workspace(team_id, user_id, body, options) end

--- Remove a user from a Workspace.
---@param team_id integer|string
---@param user_id integer|string
---@param options? clickup.call_options
---@return clickup.users.remove_user_from_workspace_team|true|nil team
---@return clickup.response|clickup.error info
function Client:remove_user_from_workspace(team_id, user_id, options) end
