-- SPDX-License-Identifier: MIT
---@meta _
-- Made by `make types` from clickup.api.account: do not edit.
-- luacheck: ignore

---@class clickup.team
---@field id string
---@field name string
---@field color? string
---@field avatar? string
---@field members clickup.team.members[]

---@class clickup.team.members
---@field user clickup.user

---@class clickup.user
---@field id integer
---@field username? string
---@field email? string
---@field color? string
---@field profilePicture? string
---@field initials? string
---@field week_start_day? integer # 0 is Sunday, 1 is Monday
---@field global_font_support? boolean
---@field timezone? string # declared as timezeone

---@class clickup.get_access_token.body
---@field client_id string
---@field client_secret string # secret
---@field code string # secret

---@class clickup.get_access_token.answer
---@field access_token string # secret

---@class clickup.get_workspaceplan.answer
---@field plan_name string
---@field plan_id integer

---@class clickup.get_workspaceseats.answer
---@field members clickup.get_workspaceseats.answer.members
---@field guests clickup.get_workspaceseats.answer.guests

---@class clickup.get_workspaceseats.answer.members
---@field filled_members_seats integer
---@field total_member_seats integer
---@field empty_member_seats integer

---@class clickup.get_workspaceseats.answer.guests
---@field filled_guest_seats integer
---@field total_guest_seats any # a number, or "Infinity"
---@field empty_guest_seats any # a number, or "Infinity"

---@class clickup.client
local Client = {}

--- List the Workspaces that the token gives access to.
---@param options? clickup.call_options
---@return clickup.team[]? teams
---@return clickup.response|clickup.error info
function Client:get_authorized_teams(options) end

--- Read the user that the token belongs to.
---@param options? clickup.call_options
---@return clickup.user? user
---@return clickup.response|clickup.error info
function Client:get_authorized_user(options) end

--- Exchange an OAuth code for a token; see clickup.oauth. The code works once.
---@param body clickup.get_access_token.body
---@param options? clickup.call_options
---@return clickup.get_access_token.answer? answer
---@return clickup.response|clickup.error info
function Client:get_access_token(body, options) end

--- Read which Plan a Workspace has.
---@param team_id integer|string
---@param options? clickup.call_options
---@return clickup.get_workspaceplan.answer? answer
---@return clickup.response|clickup.error info
function Client:get_workspaceplan(team_id, options) end

--- Read how many seats a Workspace has, and how many are filled.
---@param team_id integer|string
---@param options? clickup.call_options
---@return clickup.get_workspaceseats.answer? answer
---@return clickup.response|clickup.error info
function Client:get_workspaceseats(team_id, options) end
