-- SPDX-License-Identifier: MIT
---@meta _
-- Made by `make types` from clickup.api.shared: do not edit.
-- luacheck: ignore

---@class clickup.shared.shared
---@field tasks? string[]
---@field lists? clickup.shared.list[]
---@field folders? clickup.shared.folder[]

---@class clickup.shared.list
---@field id? string
---@field name? string
---@field orderindex? integer
---@field content? string
---@field status? string
---@field priority? string
---@field assignee? string
---@field task_count? string
---@field due_date? string
---@field start_date? string
---@field archived? boolean

---@class clickup.shared.folder
---@field id? string
---@field name? string
---@field orderindex? integer
---@field content? string
---@field task_count? string
---@field due_date? string
---@field archived? boolean

---@class clickup.client
local Client = {}

--- List the tasks, Lists and Folders that are shared with you.
---@param team_id integer|string
---@param options? clickup.call_options
---@return clickup.shared.shared? shared
---@return clickup.response|clickup.error info
function Client:get_shared_hierarchy(team_id, options) end
