-- SPDX-License-Identifier: MIT
---@meta _
-- Made by `make types` from clickup.api.spaces: do not edit.
-- luacheck: ignore

---@class clickup.get_spaces.query
---@field archived? boolean

---@class clickup.spaces.space
---@field id? string
---@field name? string
---@field ["private"]? boolean
---@field color? string
---@field avatar? string
---@field admin_can_manage? boolean
---@field archived? boolean
---@field members? clickup.spaces.member[]
---@field statuses? clickup.spaces.status[]
---@field multiple_assignees? boolean
---@field features? clickup.spaces.features

---@class clickup.spaces.member
---@field user? clickup.spaces.user

---@class clickup.spaces.user
---@field id? integer
---@field username? string
---@field email? string
---@field color? string
---@field profilePicture? string
---@field initials? string
---@field week_start_day? integer
---@field global_font_support? boolean
---@field timezone? string

---@class clickup.spaces.status
---@field id? string
---@field status? string
---@field color? string
---@field orderindex? integer
---@field type? string

---@class clickup.spaces.features
---@field due_dates? clickup.spaces.due_dates
---@field time_tracking? clickup.spaces.time_tracking
---@field tags? clickup.spaces.time_tracking
---@field time_estimates? clickup.spaces.time_tracking
---@field checklists? clickup.spaces.time_tracking
---@field custom_fields? clickup.spaces.time_tracking
---@field remap_dependencies? clickup.spaces.time_tracking
---@field dependency_warning? clickup.spaces.time_tracking
---@field portfolios? clickup.spaces.time_tracking

---@class clickup.spaces.due_dates
---@field enabled? boolean
---@field start_date? boolean
---@field remap_due_dates? boolean
---@field remap_closed_due_date? boolean

---@class clickup.spaces.time_tracking
---@field enabled? boolean

---@class clickup.spaces.create_space_body
---@field name string
---@field multiple_assignees boolean
---@field features clickup.spaces.create_space_body_features

---@class clickup.spaces.create_space_body_features
---@field due_dates clickup.spaces.features_due_dates
---@field time_tracking clickup.spaces.features_time_tracking
---@field tags clickup.spaces.features_time_tracking
---@field time_estimates clickup.spaces.features_time_tracking
---@field checklists clickup.spaces.features_time_tracking
---@field custom_fields clickup.spaces.features_time_tracking
---@field remap_dependencies clickup.spaces.features_time_tracking
---@field dependency_warning clickup.spaces.features_time_tracking
---@field portfolios clickup.spaces.features_time_tracking

---@class clickup.spaces.features_due_dates
---@field enabled boolean
---@field start_date boolean
---@field remap_due_dates boolean
---@field remap_closed_due_date boolean

---@class clickup.spaces.features_time_tracking
---@field enabled boolean

---@class clickup.spaces.create_space_answer
---@field id? string
---@field name? string
---@field ["private"]? boolean
---@field statuses? clickup.spaces.create_space_answer_status[]
---@field multiple_assignees? boolean
---@field features? clickup.spaces.create_space_answer_features
---@field archived? boolean

---@class clickup.spaces.create_space_answer_status
---@field id? string
---@field status? string
---@field type? string
---@field orderindex? integer
---@field color? string

---@class clickup.spaces.create_space_answer_features
---@field due_dates? clickup.spaces.due_dates
---@field sprints? clickup.spaces.time_tracking
---@field points? clickup.spaces.time_tracking
---@field custom_items? clickup.spaces.time_tracking
---@field tags? clickup.spaces.time_tracking
---@field time_estimates? clickup.spaces.time_tracking
---@field checklists? clickup.spaces.time_tracking
---@field zoom? clickup.spaces.time_tracking
---@field milestones? clickup.spaces.time_tracking
---@field custom_fields? clickup.spaces.time_tracking
---@field remap_dependencies? clickup.spaces.time_tracking
---@field dependency_warning? clickup.spaces.time_tracking
---@field multiple_assignees? clickup.spaces.time_tracking
---@field portfolios? clickup.spaces.time_tracking
---@field emails? clickup.spaces.time_tracking

---@class clickup.spaces.get_space_answer
---@field id? string
---@field name? string
---@field ["private"]? boolean
---@field statuses? clickup.spaces.status[]
---@field multiple_assignees? boolean
---@field features? clickup.spaces.features

---@class clickup.spaces.update_space_body
---@field name string
---@field color string
---@field ["private"] boolean
---@field admin_can_manage boolean
---@field multiple_assignees boolean
---@field features clickup.spaces.create_space_body_features

---@class clickup.client
local Client = {}

--- List the Spaces of a Workspace.
---@param team_id integer|string
---@param query? clickup.get_spaces.query
---@param options? clickup.call_options
---@return clickup.spaces.space[]? spaces
---@return clickup.response|clickup.error info
function Client:get_spaces(team_id, query, options) end

--- Create a Space in a Workspace.
---@param team_id integer|string
---@param body clickup.spaces.create_space_body
---@param options? clickup.call_options
---@return clickup.spaces.create_space_answer? answer
---@return clickup.response|clickup.error info
function Client:create_space(team_id, body, options) end

--- Read a Space.
---@param space_id integer|string
---@param options? clickup.call_options
---@return clickup.spaces.get_space_answer? answer
---@return clickup.response|clickup.error info
function Client:get_space(space_id, options) end

--- Rename a Space, set its color, and switch its features.
---@param space_id integer|string
---@param body clickup.spaces.update_space_body
---@param options? clickup.call_options
---@return clickup.spaces.get_space_answer? answer
---@return clickup.response|clickup.error info
function Client:update_space(space_id, body, options) end

--- Delete a Space.
---@param space_id integer|string
---@param options? clickup.call_options
---@return true? done
---@return clickup.response|clickup.error info
function Client:delete_space(space_id, options) end
