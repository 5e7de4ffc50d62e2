-- SPDX-License-Identifier: MIT
---@meta _
-- Made by `make types` from clickup.api.time_tracking: do not edit.
-- luacheck: ignore

---@class clickup.get_time_entries.query
---@field start_date? number
---@field end_date? number
---@field assignee? number
---@field include_task_tags? boolean
---@field include_location_names? boolean
---@field include_approval_history? boolean
---@field include_approval_details? boolean
---@field space_id? integer|string
---@field folder_id? integer|string
---@field list_id? integer|string
---@field task_id? string
---@field custom_task_ids? boolean
---@field team_id? integer|string
---@field is_billable? boolean

---@class clickup.time_tracking.get_time_entries_data
---@field id? string
---@field task? clickup.time_tracking.task
---@field wid? string
---@field user? clickup.time_tracking.user
---@field billable? boolean
---@field start? string
---@field end? string
---@field duration? string
---@field description? string
---@field tags? string[]
---@field source? string
---@field at? string
---@field approval_id? string
---@field approval? clickup.time_tracking.approval
---@field task_location? clickup.time_tracking.task_location
---@field task_tags? clickup.time_tracking.task_tag[]
---@field task_url? string

---@class clickup.time_tracking.task
---@field id? string
---@field custom_id? string
---@field name? string
---@field status? clickup.time_tracking.status
---@field custom_type? string

---@class clickup.time_tracking.status
---@field id? string
---@field status? string
---@field color? string
---@field orderindex? integer
---@field type? string

---@class clickup.time_tracking.user
---@field id? integer
---@field username? string
---@field initials? string
---@field email? string
---@field color? string
---@field profilePicture? string

---@class clickup.time_tracking.approval
---@field id? string
---@field workspace_id? integer
---@field status? string
---@field data? clickup.time_tracking.data
---@field user? clickup.time_tracking.approval_user
---@field approvers? clickup.time_tracking.approver[]
---@field approver_id? integer
---@field approved_at? integer
---@field history? clickup.time_tracking.history[]

---@class clickup.time_tracking.data
---@field end_of_week? integer
---@field start_of_week? integer

---@class clickup.time_tracking.approval_user
---@field id? integer
---@field username? string
---@field email? string
---@field color? string
---@field initials? string
---@field profilePicture? string

---@class clickup.time_tracking.approver
---@field id? integer

---@class clickup.time_tracking.history
---@field id? string
---@field field? string
---@field before? string
---@field after? string
---@field created_at? integer
---@field user? clickup.time_tracking.approval_user

---@class clickup.time_tracking.task_location
---@field list_id? integer
---@field folder_id? integer
---@field space_id? integer
---@field list_name? string
---@field folder_name? string
---@field space_name? string

---@class clickup.time_tracking.task_tag
---@field name? string
---@field tag_fg? string
---@field tag_bg? string
---@field creator? integer

---@class clickup.time_tracking.create_time_entry_body
---@field description? string
---@field tags? clickup.time_tracking.tag[]
---@field start integer
---@field stop? integer
---@field end? integer
---@field billable? boolean
---@field duration integer
---@field assignee? integer
---@field tid? string

---@class clickup.time_tracking.tag
---@field name string
---@field tag_fg string
---@field tag_bg string

---@class clickup.create_time_entry.query
---@field custom_task_ids? boolean
---@field team_id? integer|string

---@class clickup.time_tracking.create_time_entry_answer
---@field description? string
---@field tags? clickup.time_tracking.create_time_entry_answer_tag[]
---@field start? integer
---@field billable? boolean
---@field duration? integer
---@field assignee? integer
---@field tid? string

---@class clickup.time_tracking.create_time_entry_answer_tag
---@field name? string
---@field tag_fg? string
---@field tag_bg? string

---@class clickup.get_time_entry.query
---@field include_task_tags? boolean
---@field include_location_names? boolean
---@field include_approval_history? boolean
---@field include_approval_details? boolean

---@class clickup.time_tracking.get_time_entry_data
---@field id? string
---@field wid? string
---@field user? clickup.time_tracking.user
---@field billable? boolean
---@field start? string
---@field end? string
---@field duration? string
---@field description? string
---@field tags? string[]
---@field source? string
---@field at? string
---@field approval_id? string
---@field approval? clickup.time_tracking.approval
---@field task_location? clickup.time_tracking.task_location
---@field task_tags? clickup.time_tracking.task_tag[]
---@field task_url? string

---@alias clickup.get_time_entry.answer
---| clickup.time_tracking.get_time_entry_data
---| clickup.time_tracking.get_time_entry_data[]

---@class clickup.time_tracking.delete_time_entry_data
---@field id? string
---@field task? clickup.time_tracking.data_task
---@field wid? string
---@field user? clickup.time_tracking.user
---@field billable? boolean
---@field start? string
---@field end? integer
---@field duration? integer
---@field description? string
---@field tags? string[]
---@field source? string
---@field at? integer

---@class clickup.time_tracking.data_task
---@field id? string
---@field name? string
---@field status? clickup.time_tracking.status
---@field custom_type? string

---@class clickup.time_tracking.update_time_entry_body
---@field description? string
---@field tags? clickup.time_tracking.tag[] # goes as [] when left out
---@field tag_action? string
---@field start? integer
---@field end? integer
---@field tid? string
---@field billable? boolean
---@field duration? integer

---@class clickup.update_time_entry.query
---@field custom_task_ids? boolean
---@field team_id? integer|string

---@class clickup.get_running_time_entry.query
---@field assignee? number

---@class clickup.time_tracking.get_running_time_entry_data
---@field id? string
---@field task? clickup.time_tracking.data_task2
---@field wid? string
---@field user? clickup.time_tracking.user
---@field billable? boolean
---@field start? string
---@field duration? integer
---@field description? string
---@field tags? string[]
---@field at? string

---@class clickup.time_tracking.data_task2
---@field id? string
---@field name? string
---@field status? clickup.time_tracking.status

---@class clickup.time_tracking.remove_time_entry_tags_body
---@field time_entry_ids? string[] # goes as [] when left out
---@field tags? clickup.time_tracking.remove_time_entry_tags_body_tag[] # goes as [] when left out

---@class clickup.time_tracking.remove_time_entry_tags_body_tag
---@field name string

---@class clickup.time_tracking.get_time_entry_tags_data
---@field name? string
---@field creator? integer
---@field tag_bg? string
---@field tag_fg? string

---@class clickup.time_tracking.add_time_entry_tags_body
---@field time_entry_ids? string[] # goes as [] when left out
---@field tags? clickup.time_tracking.tag[] # goes as [] when left out

---@class clickup.time_tracking.change_time_entry_tag_body
---@field name string
---@field new_name string
---@field tag_bg string
---@field tag_fg string

---@class clickup.time_tracking.start_time_entry_body
---@field description? string
---@field tags? clickup.time_tracking.remove_time_entry_tags_body_tag[]
---@field tid? string
---@field billable? boolean

---@class clickup.start_time_entry.query
---@field custom_task_ids? boolean
---@field team_id? integer|string

---@class clickup.time_tracking.start_time_entry_data
---@field id? string
---@field task? clickup.time_tracking.data_task
---@field wid? string
---@field user? clickup.time_tracking.user
---@field billable? boolean
---@field start? string
---@field duration? integer
---@field description? string
---@field tags? string[]
---@field at? integer

---@class clickup.client
local Client = {}

--- List the time entries of a Workspace between two dates.
---@param team_id integer|string
---@param query? clickup.get_time_entries.query
---@param options? clickup.call_options
---@return clickup.time_tracking.get_time_entries_data[]? data
---@return clickup.response|clickup.error info
function Client:get_time_entries(team_id, query, options) end

--- Create a time entry.
---@param team_id integer|string
---@param body clickup.time_tracking.create_time_entry_body
---@param query? clickup.create_time_entry.query
---@param options? clickup.call_options
---@return clickup.time_tracking.create_time_entry_answer? answer
---@return clickup.response|clickup.error info
function Client:create_time_entry(team_id, body, query, options) end

--- Read a time entry.
---@param team_id integer|string
---@param timer_id integer|string
---@param query? clickup.get_time_entry.query
---@param options? clickup.call_options
---@return clickup.get_time_entry.answer? data
---@return clickup.response|clickup.error info
function Client:get_time_entry(team_id, timer_id, query, options) end

--- Delete a time entry.
---@param team_id integer|string
---@param timer_id integer|string
---@param options? clickup.call_options
---@return clickup.time_tracking.delete_time_entry_data|true|nil data
---@return clickup.response|clickup.error info
function Client:delete_time_entry(team_id, timer_id, options) end

--- Change a time entry.
---@param team_id integer|string
---@param timer_id integer|string
---@param body clickup.time_tracking.update_time_entry_body
---@param query? clickup.update_time_entry.query
---@param options? clickup.call_options
---@return true? done
---@return clickup.response|clickup.error info
function Client:update_time_entry(team_id, timer_id, body, query, options) end

--- List the changes of a time entry.
---@param team_id integer|string
---@param timer_id integer|string
---@param options? clickup.call_options
---@return any? answer
---@return clickup.response|clickup.error info
function Client:get_time_entry_history(team_id, timer_id, options) end

--- Read the time entry that is running.
---@param team_id integer|string
---@param query? clickup.get_running_time_entry.query
---@param options? clickup.call_options
---@return clickup.time_tracking.get_running_time_entry_data? data
---@return clickup.response|clickup.error info
function Client:get_running_time_entry(team_id, query, options) end

--- Take tags off time entries.
---@param team_id integer|string
---@param body clickup.time_tracking.remove_time_entry_tags_body
---@param options? clickup.call_options
---@return true? done
---@return clickup.response|clickup.error info
function Client:remove_time_entry_tags(team_id, body, options) end

--- List the tags of all time entries of a Workspace.
---@param team_id integer|string
---@param options? clickup.call_options
---@return clickup.time_tracking.get_time_entry_tags_data[]? data
---@return clickup.response|clickup.error info
function Client:get_time_entry_tags(team_id, options) end

--- Put tags on time entries.
---@param team_id integer|string
---@param body clickup.time_tracking.add_time_entry_tags_body
---@param options? clickup.call_options
---@return true? done
---@return clickup.response|clickup.error info
function Client:add_time_entry_tags(team_id, body, options) end

--- Rename a tag of time entries, and set its colors.
---@param team_id integer|string
---@param body clickup.time_tracking.change_time_entry_tag_body
---@param options? clickup.call_options
---@return true? done
---@return clickup.response|clickup.error info
function Client:change_time_entry_tag(team_id, body, options) end

--- Start a timer.
---@param team_id integer|string
---@param body clickup.time_tracking.start_time_entry_body
---@param query? clickup.start_time_entry.query
---@param options? clickup.call_options
---@return clickup.time_tracking.start_time_entry_data? data
---@return clickup.response|clickup.error info
function Client:start_time_entry(team_id, body, query, options) end

--- Stop the timer that is running.
---@param team_id integer|string
---@param options? clickup.call_options
---@return clickup.time_tracking.delete_time_entry_data? data
---@return clickup.response|clickup.error info
function Client:stop_time_entry(team_id, options) end
