-- SPDX-License-Identifier: MIT
---@meta _
-- Made by `make types` from clickup.api.goals: do not edit.
-- luacheck: ignore

---@class clickup.get_goals.query
---@field include_completed? boolean

---@class clickup.get_goals.answer
---@field goals clickup.listed_goal[] # those in no folder
---@field folders clickup.goal_folder[]

---@class clickup.listed_goal
---@field id string
---@field pretty_id string
---@field name string
---@field team_id string # the Workspace
---@field creator integer # user id
---@field color? string
---@field date_created string # Unix milliseconds
---@field start_date? string # Unix milliseconds
---@field due_date? string # Unix milliseconds
---@field description? string
---@field ["private"] boolean
---@field archived boolean
---@field multiple_owners boolean
---@field folder_id? string
---@field members clickup.member[] # for one goal declared as strings
---@field owners clickup.owner[] # in get_goals declared as strings
---@field percent_completed? number # as it came: its scale is not documented
---@field owner? string
---@field editor_token string # keep it out of logs; secret
---@field date_updated? string # Unix milliseconds
---@field last_update? string # Unix milliseconds
---@field pinned boolean
---@field folder_access? boolean # in a folder
---@field key_result_count integer
---@field group_members any[] # declared as strings
---@field folder_name? string # not declared
---@field role_subtype? integer # not declared

---@class clickup.member
---@field id integer
---@field username? string
---@field email string
---@field color? string
---@field permission_level string
---@field profilePicture? string
---@field initials string
---@field isCreator? boolean # of a goal's members
---@field date_added? integer # Unix milliseconds; of a folder's members
---@field added_by? integer # user id; of a folder's members

---@class clickup.owner
---@field id integer
---@field username? string
---@field initials string
---@field email string
---@field color? string
---@field profilePicture? string

---@class clickup.goal_folder
---@field id string
---@field name string
---@field team_id string
---@field ["private"] boolean
---@field date_created string # Unix milliseconds
---@field creator integer # user id
---@field goal_count integer
---@field members clickup.member[]
---@field goals clickup.listed_goal[] # not repeated outside of the folder

---@class clickup.create_goal.body
---@field name string
---@field due_date integer # Unix milliseconds
---@field start_date? integer # Unix milliseconds; not declared
---@field description string
---@field multiple_owners boolean
---@field owners? integer[] # goes as [] when left out; user ids
---@field color string # such as #32a852

---@class clickup.goal
---@field id string
---@field pretty_id string
---@field name string
---@field team_id string # the Workspace
---@field creator integer # user id
---@field color? string
---@field date_created string # Unix milliseconds
---@field start_date? string # Unix milliseconds
---@field due_date? string # Unix milliseconds
---@field description? string
---@field ["private"] boolean
---@field archived boolean
---@field multiple_owners boolean
---@field folder_id? string
---@field members clickup.member[] # for one goal declared as strings
---@field owners clickup.owner[] # in get_goals declared as strings
---@field percent_completed? number # as it came: its scale is not documented
---@field key_results clickup.key_result[] # declared as strings
---@field history clickup.last_action[] # declared as strings
---@field pretty_url string
---@field editor_token? string # keep it out of logs; not declared; secret
---@field date_updated? string # Unix milliseconds; not declared
---@field folder_name? string # not declared
---@field role_subtype? integer # not declared
---@field group_members? any[] # not declared
---@field key_result_count? integer # not declared

---@class clickup.key_result
---@field id string
---@field goal_id string
---@field name string
---@field type string
---@field unit? string
---@field creator integer # user id
---@field date_created string # Unix milliseconds
---@field goal_pretty_id string
---@field percent_completed? number # null after create and edit: progress is read with get_goal
---@field completed boolean
---@field steps_start? number # get_goal only; not declared
---@field steps_end? number # get_goal only; not declared
---@field steps_current? number # get_goal only; not declared
---@field task_ids string[]
---@field subcategory_ids string[] # what was sent as list_ids
---@field owners clickup.owner[]
---@field last_action clickup.last_action
---@field workspace_id? string # not declared

---@class clickup.last_action
---@field id string
---@field key_result_id string
---@field userid integer
---@field date_modified string # Unix milliseconds
---@field steps_taken? string
---@field note string
---@field steps_before? string
---@field steps_current? string
---@field steps_before_float? number # declared for edit_key_result
---@field steps_taken_float? number # declared for edit_key_result
---@field steps_current_float? number # declared for edit_key_result
---@field workspace_id? string # not declared

---@class clickup.update_goal.body
---@field name? string
---@field due_date? integer|lightuserdata # or clickup.null; Unix milliseconds
---@field start_date? integer|lightuserdata # or clickup.null; Unix milliseconds; not declared
---@field description? string
---@field rem_owners? integer[] # user ids
---@field add_owners? integer[] # user ids
---@field color? string

---@class clickup.create_key_result.body
---@field name string
---@field owners? integer[] # goes as [] when left out; user ids
---@field type "number"|"currency"|"boolean"|"percentage"|"automatic"
---@field steps_start integer
---@field steps_end integer
---@field unit string # for currency a code such as USD
---@field task_ids? string[] # goes as [] when left out; ids of tasks to link
---@field list_ids? string[] # goes as [] when left out; ids of Lists to link

---@class clickup.edit_key_result.body
---@field steps_current? integer
---@field note? string
---@field name? string # this and what follows is not declared
---@field owners? integer[] # user ids
---@field type? "number"|"currency"|"boolean"|"percentage"|"automatic"
---@field steps_start? integer
---@field steps_end? integer
---@field unit? string # for currency a code such as USD
---@field task_ids? string[] # ids of tasks to link
---@field list_ids? string[] # ids of Lists to link

---@class clickup.client
local Client = {}

--- List the Goals of a Workspace.
---@param team_id integer|string
---@param query? clickup.get_goals.query
---@param options? clickup.call_options
---@return clickup.get_goals.answer? answer
---@return clickup.response|clickup.error info
function Client:get_goals(team_id, query, options) end

--- Create a Goal in a Workspace.
---@param team_id integer|string
---@param body clickup.create_goal.body
---@param options? clickup.call_options
---@return clickup.goal? goal
---@return clickup.response|clickup.error info
function Client:create_goal(team_id, body, options) end

--- Read a Goal, with its key results.
---@param goal_id string
---@param options? clickup.call_options
---@return clickup.goal? goal
---@return clickup.response|clickup.error info
function Client:get_goal(goal_id, options) end

--- Change a Goal: its name, dates, description, owners, color.
---@param goal_id string
---@param body clickup.update_goal.body
---@param options? clickup.call_options
---@return clickup.goal? goal
---@return clickup.response|clickup.error info
function Client:update_goal(goal_id, body, options) end

--- Delete a Goal.
---@param goal_id string
---@param options? clickup.call_options
---@return true? done
---@return clickup.response|clickup.error info
function Client:delete_goal(goal_id, options) end

--- Create a key result in a Goal.
---@param goal_id string
---@param body clickup.create_key_result.body
---@param options? clickup.call_options
---@return clickup.key_result? key_result
---@return clickup.response|clickup.error info
function Client:create_key_result(goal_id, body, options) end

--- Change a key result, or how far it is.
---@param key_result_id string
---@param body clickup.edit_key_result.body
---@param options? clickup.call_options
---@return clickup.key_result? key_result
---@return clickup.response|clickup.error info
function Client:edit_key_result(key_result_id, body, options) end

--- Delete a key result.
---@param key_result_id string
---@param options? clickup.call_options
---@return true? done
---@return clickup.response|clickup.error info
function Client:delete_key_result(key_result_id, options) end
