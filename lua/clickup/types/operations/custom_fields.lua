-- SPDX-License-Identifier: MIT
---@meta _
-- Made by `make types` from clickup.api.custom_fields: do not edit.
-- luacheck: ignore

---@class clickup.get_accessible_custom_fields.query
---@field include_applied_objects? boolean

---@class clickup.custom_fields.field
---@field id? string
---@field name? string
---@field type? string
---@field type_config? clickup.custom_fields.type_config
---@field date_created? string
---@field hide_from_guests? boolean
---@field applied_objects? clickup.custom_fields.applied_object[]

---@class clickup.custom_fields.type_config
---@field options? clickup.custom_fields.option[]
---@field default? any
---@field precision? integer
---@field currency_type? string
---@field placeholder? string
---@field end? integer
---@field start? integer
---@field count? integer
---@field code_point? string
---@field tracking? clickup.custom_fields.tracking
---@field complete_on? integer

---@class clickup.custom_fields.option
---@field id? string
---@field label? string
---@field color? string
---@field name? string
---@field value? integer
---@field type? string
---@field orderindex? integer

---@class clickup.custom_fields.tracking
---@field subtasks? boolean
---@field checklists? boolean
---@field assigned_comments? boolean

---@class clickup.custom_fields.applied_object
---@field object_type? integer
---@field object_id? integer

---@class clickup.get_folder_available_fields.query
---@field include_applied_objects? boolean

---@class clickup.get_space_available_fields.query
---@field include_applied_objects? boolean

---@class clickup.get_team_available_fields.query
---@field include_applied_objects? boolean

---@class clickup.custom_fields.set_custom_field_value_body
---@field value string

---@class clickup.custom_fields.set_custom_field_value_body2
---@field value? integer
---@field value_options? clickup.custom_fields.value_options

---@class clickup.custom_fields.value_options
---@field time boolean

---@class clickup.custom_fields.set_custom_field_value_body3
---@field value number

---@class clickup.custom_fields.set_custom_field_value_body4
---@field value clickup.custom_fields.value

---@class clickup.custom_fields.value
---@field add? string[]
---@field rem? string[]

---@class clickup.custom_fields.set_custom_field_value_body5
---@field value clickup.custom_fields.set_custom_field_value_body_value

---@class clickup.custom_fields.set_custom_field_value_body_value
---@field add? number[]
---@field rem? number[]

---@class clickup.custom_fields.set_custom_field_value_body6
---@field value integer

---@class clickup.custom_fields.set_custom_field_value_body7
---@field value clickup.custom_fields.set_custom_field_value_body_value2

---@class clickup.custom_fields.set_custom_field_value_body_value2
---@field current number

---@class clickup.custom_fields.set_custom_field_value_body8
---@field value? string[] # goes as [] when left out

---@class clickup.custom_fields.set_custom_field_value_body9
---@field value clickup.custom_fields.set_custom_field_value_body_value3

---@class clickup.custom_fields.set_custom_field_value_body_value3
---@field location? clickup.custom_fields.location
---@field formatted_address? string

---@class clickup.custom_fields.location
---@field lat? number
---@field lng? number

---@class clickup.custom_fields.set_custom_field_value_body10
---@field value boolean

---@alias clickup.custom_fields.set_custom_field_value_body11
---| clickup.custom_fields.set_custom_field_value_body
---| clickup.custom_fields.set_custom_field_value_body2
---| clickup.custom_fields.set_custom_field_value_body3
---| clickup.custom_fields.set_custom_field_value_body4
---| clickup.custom_fields.set_custom_field_value_body5
---| clickup.custom_fields.set_custom_field_value_body6
---| clickup.custom_fields.set_custom_field_value_body7
---| clickup.custom_fields.set_custom_field_value_body8
---| clickup.custom_fields.set_custom_field_value_body9
---| clickup.custom_fields.set_custom_field_value_body10

---@class clickup.set_custom_field_value.query
---@field custom_task_ids? boolean
---@field team_id? integer|string

---@class clickup.remove_custom_field_value.query
---@field custom_task_ids? boolean
---@field team_id? integer|string

---@class clickup.client
local Client = {}

--- List the Custom Fields of a List.
---@param list_id integer|string
---@param query? clickup.get_accessible_custom_fields.query
---@param options? clickup.call_options
---@return clickup.custom_fields.field[]? fields
---@return clickup.response|clickup.error info
function Client:get_accessible_custom_fields(list_id, query, options) end

--- List the Custom Fields of a Folder.
---@param folder_id integer|string
---@param query? clickup.get_folder_available_fields.query
---@param options? clickup.call_options
---@return clickup.custom_fields.field[]? fields
---@return clickup.response|clickup.error info
function Client:get_folder_available_fields(folder_id, query, options) end

--- List the Custom Fields of a Space.
---@param space_id integer|string
---@param query? clickup.get_space_available_fields.query
---@param options? clickup.call_options
---@return clickup.custom_fields.field[]? fields
---@return clickup.response|clickup.error info
function Client:get_space_available_fields(space_id, query, options) end

--- List the Custom Fields of a Workspace.
---@param team_id integer|string
---@param query? clickup.get_team_available_fields.query
---@param options? clickup.call_options
---@return clickup.custom_fields.field[]? fields
---@return clickup.response|clickup.error info
function Client:get_team_available_fields(team_id, query, options) end

--- Set the value of a Custom Field of a task.
---@param task_id string
---@param field_id string
---@param body clickup.custom_fields.set_custom_field_value_body11
---@param query? clickup.set_custom_field_value.query
---@param options? clickup.call_options
---@return true? done
---@return clickup.response|clickup.error info
function Client:set_custom_field_value(task_id, field_id, body, query, options) end

--- Empty a Custom Field of a task.
---@param task_id string
---@param field_id string
---@param query? clickup.remove_custom_field_value.query
---@param options? clickup.call_options
---@return true? done
---@return clickup.response|clickup.error info
function Client:remove_custom_field_value(task_id, field_id, query, options) end
