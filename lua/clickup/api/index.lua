-- SPDX-License-Identifier: MIT
--- Operations by name. The group that one is in is loaded when it is first asked for.

local use = require "clickup.use"

local GROUPS = {
  { "goals", "get_goals create_goal get_goal update_goal delete_goal create_key_result "
    .. "edit_key_result delete_key_result" },
  { "account", "get_authorized_teams get_authorized_user get_access_token get_workspaceplan "
    .. "get_workspaceseats" },
  { "webhooks", "create_webhook get_webhooks update_webhook delete_webhook" },
}

local index = {}

local group_of, entries = {}, {}
for _, group in ipairs(GROUPS) do
  for name in group[2]:gmatch "%S+" do group_of[name] = group[1] end
end

---@param name any
---@return clickup.operation? # nil: there is none
function index.find(name)
  local group = group_of[name]
  if group and not entries[name] then
    for _, entry in ipairs(use("api." .. group)) do entries[entry.name] = entry end
  end
  return entries[name]
end

--- The names of all operations, in order.
---@return string[]
function index.names()
  local names = {}
  for _, group in ipairs(GROUPS) do
    for name in group[2]:gmatch "%S+" do names[#names + 1] = name end
  end
  return names
end

return index
