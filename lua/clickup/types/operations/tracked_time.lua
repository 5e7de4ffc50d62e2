-- SPDX-License-Identifier: MIT
---@meta _
-- Made by `make types` from clickup.api.tracked_time: do not edit.
-- luacheck: ignore

---@class clickup.get_tracked_time.query
---@field custom_task_ids? boolean
---@field team_id? integer|string

---@class clickup.tracked_time.data
---@field user? clickup.tracked_time.user
---@field time? integer
---@field intervals? clickup.tracked_time.interval[]

---@class clickup.tracked_time.user
---@field id? integer
---@field username? string
---@field email? string
---@field color? string
---@field initials? string
---@field profilePicture? string

---@class clickup.tracked_time.interval
---@field id? string
---@field start? string
---@field end? string
---@field time? string
---@field source? string
---@field date_added? string

---@class clickup.tracked_time.track_time_body
---@field start integer
---@field end integer
---@field time integer

---@class clickup.track_time.query
---@field custom_task_ids? boolean
---@field team_id? integer|string

---@class clickup.tracked_time.track_time_answer
---@field id? string

---@class clickup.edit_tracked_time.query
---@field custom_task_ids? boolean
---@field team_id? integer|string

---@class clickup.delete_tracked_time.query
---@field custom_task_ids? boolean
---@field team_id? integer|string

---@class clickup.client
local Client = {}

--- List the time that was tracked on a task.
---@param task_id string
---@param query? clickup.get_tracked_time.query
---@param options? clickup.call_options
---@return clickup.tracked_time.data[]? data
---@return clickup.response|clickup.error info
function Client:get_tracked_time(task_id, query, options) end

--- Add time to a task.
---@param task_id string
---@param body clickup.tracked_time.track_time_body
---@param query? clickup.track_time.query
---@param options? clickup.call_options
---@return clickup.tracked_time.track_time_answer? answer
---@return clickup.response|clickup.error info
function Client:track_time(task_id, body, query, options) end

--- Change an interval of tracked time.
---@param task_id string
---@param interval_id string
---@param body clickup.tracked_time.track_time_body
---@param query? clickup.edit_tracked_time.query
---@param options? clickup.call_options
---@return true? done
---@return clickup.response|clickup.error info
function Client:edit_tracked_time(task_id, interval_id, body, query, options) end

--- Delete an interval of tracked time.
---@param task_id string
---@param interval_id string
---@param query? clickup.delete_tracked_time.query
---@param options? clickup.call_options
---@return true? done
---@return clickup.response|clickup.error info
function Client:delete_tracked_time(task_id, interval_id, query, options) end
