-- SPDX-License-Identifier: MIT
---@meta _
-- Made by `make types` from clickup.api.guests: do not edit.
-- luacheck: ignore

---@class clickup.guests.invite_guest_to_workspace_body
---@field email string
---@field can_edit_tags? boolean
---@field can_see_time_spent? boolean
---@field can_see_time_estimated? boolean
---@field can_create_views? boolean
---@field can_see_points_estimated? boolean
---@field custom_role_id? integer

---@class clickup.guests.team
---@field id? string
---@field name? string
---@field color? string
---@field avatar? string
---@field members? clickup.guests.member[]
---@field roles? clickup.guests.role[]

---@class clickup.guests.member
---@field user? clickup.guests.user
---@field invited_by? clickup.guests.invited_by
---@field can_see_time_spent? boolean
---@field can_see_time_estimated? boolean
---@field can_edit_tags? boolean
---@field can_create_views? boolean
---@field can_see_points_estimated? boolean

---@class clickup.guests.user
---@field id? integer
---@field username? string
---@field email? string
---@field color? string
---@field profilePicture? string
---@field initials? string
---@field role? integer
---@field custom_role? clickup.guests.custom_role
---@field last_active? string
---@field date_joined? string
---@field date_invited? string

---@class clickup.guests.custom_role
---@field id? integer
---@field name? string

---@class clickup.guests.invited_by
---@field id? integer
---@field color? string
---@field username? string
---@field email? string
---@field initials? string
---@field profilePicture? string

---@class clickup.guests.role
---@field id? integer
---@field name? string
---@field custom? boolean
---@field inherited_role? integer

---@class clickup.guests.edit_guest_on_workspace_body
---@field can_see_points_estimated? boolean
---@field can_edit_tags? boolean
---@field can_see_time_spent? boolean
---@field can_see_time_estimated? boolean
---@field can_create_views? boolean
---@field custom_role_id? integer

---@class clickup.guests.guest
---@field user? clickup.guests.user
---@field invited_by? clickup.guests.invited_by
---@field can_see_time_spent? boolean
---@field can_see_time_estimated? boolean
---@field can_see_points_estimated? boolean
---@field can_edit_tags? boolean
---@field can_create_views? boolean
---@field shared? clickup.guests.shared

---@class clickup.guests.shared
---@field tasks? string[]
---@field lists? string[]
---@field folders? string[]

---@class clickup.guests.remove_guest_from_workspace_team
---@field id? string
---@field name? string
---@field color? string
---@field avatar? string
---@field members? string[]

---@class clickup.guests.add_guest_to_task_body
---@field permission_level string

---@class clickup.add_guest_to_task.query
---@field include_shared? boolean
---@field custom_task_ids? boolean
---@field team_id? integer|string

---@class clickup.guests.add_guest_to_task_guest
---@field user? clickup.guests.guest_user
---@field invited_by? clickup.guests.invited_by
---@field can_see_time_spent? boolean
---@field can_see_time_estimated? boolean
---@field can_edit_tags? boolean
---@field shared? clickup.guests.guest_shared

---@class clickup.guests.guest_user
---@field id? integer
---@field username? string
---@field email? string
---@field color? string
---@field profilePicture? string
---@field initials? string
---@field role? integer
---@field last_active? string
---@field date_joined? string
---@field date_invited? string

---@class clickup.guests.guest_shared
---@field tasks? clickup.guests.task[]
---@field lists? string[]
---@field folders? string[]

---@class clickup.guests.task
---@field id? string
---@field name? string
---@field status? clickup.guests.status
---@field orderindex? string
---@field date_created? string
---@field date_updated? string
---@field date_closed? string
---@field archived? boolean
---@field creator? clickup.guests.creator
---@field assignees? string[]
---@field checklists? string[]
---@field tags? string[]
---@field parent? string
---@field priority? clickup.guests.priority
---@field due_date? string
---@field start_date? string
---@field points? string
---@field time_estimate? string
---@field custom_fields? string[]
---@field dependencies? string[]
---@field team_id? string
---@field url? string
---@field permission_level? string
---@field list? clickup.guests.list
---@field folder? clickup.guests.folder
---@field space? clickup.guests.space

---@class clickup.guests.status
---@field id? string
---@field status? string
---@field color? string
---@field orderindex? integer
---@field type? string

---@class clickup.guests.creator
---@field id? integer
---@field username? string
---@field color? string
---@field email? string
---@field profilePicture? string

---@class clickup.guests.priority
---@field color? string
---@field id? string
---@field orderindex? string
---@field priority? string

---@class clickup.guests.list
---@field id? string
---@field name? string
---@field access? boolean

---@class clickup.guests.folder
---@field id? string
---@field name? string
---@field hidden? boolean
---@field access? boolean

---@class clickup.guests.space
---@field id? string

---@class clickup.remove_guest_from_task.query
---@field include_shared? boolean
---@field custom_task_ids? boolean
---@field team_id? integer|string

---@class clickup.guests.remove_guest_from_task_guest
---@field user? clickup.guests.guest_user
---@field invited_by? clickup.guests.invited_by
---@field can_see_time_spent? boolean
---@field can_see_time_estimated? boolean
---@field can_edit_tags? boolean
---@field shared? clickup.guests.shared

---@class clickup.add_guest_to_list.query
---@field include_shared? boolean

---@class clickup.guests.add_guest_to_list_guest
---@field user? clickup.guests.guest_user
---@field invited_by? clickup.guests.invited_by
---@field can_see_time_spent? boolean
---@field can_see_time_estimated? boolean
---@field can_edit_tags? boolean
---@field shared? clickup.guests.guest_shared2

---@class clickup.guests.guest_shared2
---@field tasks? string[]
---@field lists? clickup.guests.shared_list[]
---@field folders? string[]

---@class clickup.guests.shared_list
---@field id? string
---@field name? string
---@field orderindex? integer
---@field status? string
---@field priority? string
---@field assignee? string
---@field task_count? string
---@field due_date? string
---@field start_date? string
---@field archived? boolean
---@field override_statuses? boolean
---@field statuses? clickup.guests.status[]
---@field permission_level? string

---@class clickup.remove_guest_from_list.query
---@field include_shared? boolean

---@class clickup.add_guest_to_folder.query
---@field include_shared? boolean

---@class clickup.guests.add_guest_to_folder_guest
---@field user? clickup.guests.guest_user
---@field invited_by? clickup.guests.invited_by
---@field can_see_time_spent? boolean
---@field can_see_time_estimated? boolean
---@field can_edit_tags? boolean
---@field shared? clickup.guests.guest_shared3

---@class clickup.guests.guest_shared3
---@field tasks? string[]
---@field lists? string[]
---@field folders? clickup.guests.shared_folder[]

---@class clickup.guests.shared_folder
---@field id? string
---@field name? string
---@field orderindex? integer
---@field override_statuses? boolean
---@field hidden? boolean
---@field task_count? string
---@field archived? boolean
---@field statuses? clickup.guests.status[]
---@field lists? string[]
---@field permission_level? string

---@class clickup.remove_guest_from_folder.query
---@field include_shared? boolean

---@class clickup.client
local Client = {}

--- Invite a guest to a Workspace.
---@param team_id integer|string
---@param body clickup.guests.invite_guest_to_workspace_body
---@param options? clickup.call_options
---@return clickup.guests.team? team
---@return clickup.response|clickup.error info
function Client:invite_guest_to_workspace(team_id, body, options) end

--- Read a guest of a Workspace.
---@param team_id integer|string
---@param guest_id integer|string
---@param options? clickup.call_options
---@return any? answer
---@return clickup.response|clickup.error info
function Client:get_guest(team_id, guest_id, options) end

--- Change what a guest of a Workspace may do.
---@param team_id integer|string
---@param guest_id integer|string
---@param body clickup.guests.edit_guest_on_workspace_body
---@param options? clickup.call_options
---@return clickup.guests.guest? guest
---@return clickup.response|clickup.error info
function Client:edit_guest_on_workspace(team_id, guest_id, body, options) end

--- Remove a guest from a Workspace.
---@param team_id integer|string
---@param guest_id integer|string
---@param options? clickup.call_options
---@return clickup.guests.remove_guest_from_workspace_team|true|nil team
---@return clickup.response|clickup.error info
function Client:remove_guest_from_workspace(team_id, guest_id, options) end

--- Give a guest access to a task.
---@param task_id string
---@param guest_id integer|string
---@param body clickup.guests.add_guest_to_task_body
---@param query? clickup.add_guest_to_task.query
---@param options? clickup.call_options
---@return clickup.guests.add_guest_to_task_guest? guest
---@return clickup.response|clickup.error info
function Client:add_guest_to_task(task_id, guest_id, body, query, options) end

--- End the access of a guest to a task.
---@param task_id string
---@param guest_id integer|string
---@param query? clickup.remove_guest_from_task.query
---@param options? clickup.call_options
---@return clickup.guests.remove_guest_from_task_guest|true|nil guest
---@return clickup.response|clickup.error info
function Client:remove_guest_from_task(task_id, guest_id, query, options) end

--- Give a guest access to a List.
---@param list_id integer|string
---@param guest_id integer|string
---@param body clickup.guests.add_guest_to_task_body
---@param query? clickup.add_guest_to_list.query
---@param options? clickup.call_options
---@return clickup.guests.add_guest_to_list_guest? guest
---@return clickup.response|clickup.error info
function Client:add_guest_to_list(list_id, guest_id, body, query, options) end

--- End the access of a guest to a List.
---@param list_id integer|string
---@param guest_id integer|string
---@param query? clickup.remove_guest_from_list.query
---@param options? clickup.call_options
---@return clickup.guests.remove_guest_from_task_guest|true|nil guest
---@return clickup.response|clickup.error info
function Client:remove_guest_from_list(list_id, guest_id, query, options) end

--- Give a guest access to a Folder.
---@param folder_id integer|string
---@param guest_id integer|string
---@param body clickup.guests.add_guest_to_task_body
---@param query? clickup.add_guest_to_folder.query
---@param options? clickup.call_options
---@return clickup.guests.add_guest_to_folder_guest? guest
---@return clickup.response|clickup.error info
function Client:add_guest_to_folder(folder_id, guest_id, body, query, options) end

--- End the access of a guest to a Folder.
---@param folder_id integer|string
---@param guest_id integer|string
---@param query? clickup.remove_guest_from_folder.query
---@param options? clickup.call_options
---@return clickup.guests.remove_guest_from_task_guest|true|nil guest
---@return clickup.response|clickup.error info
function Client:remove_guest_from_folder(folder_id, guest_id, query, options) end
