-- SPDX-License-Identifier: MIT
--- Operations by name. The group that one is in is loaded when it is first asked for.

-- The sandbox reads the data in a process of its own, whose Lua may have no core.
local has_core, use = pcall(require, "clickup.use")
if not has_core then use = function(name) return require("clickup." .. name) end end

-- Made by `make api`: name, what is in it, and its operations.
local GROUPS = {
  { "goals", "Goals and their key results, which the app calls Targets.", [[
    get_goals create_goal get_goal update_goal delete_goal create_key_result edit_key_result
    delete_key_result]] },
  { "account", "Who and what a token gives access to.", [[
    get_authorized_teams get_authorized_user get_access_token get_workspaceplan
    get_workspaceseats]] },
  { "webhooks", "Webhooks; clickup.webhook checks what they send.", [[
    create_webhook get_webhooks update_webhook delete_webhook]] },
  { "spaces", "Spaces.", [[
    get_spaces create_space get_space update_space delete_space]] },
  { "folders", "Folders.", [[
    get_folders create_folder get_folder update_folder delete_folder
    create_folder_from_template]] },
  { "lists", "Lists, and the tasks in several of them.", [[
    get_lists create_list get_folderless_lists create_folderless_list get_list update_list
    delete_list add_task_to_list remove_task_from_list create_folder_list_from_template
    create_space_list_from_template]] },
  { "tasks", "Tasks.", [[
    get_tasks create_task get_task update_task delete_task get_filtered_team_tasks merge_tasks
    get_task_time_in_status get_bulk_tasks_time_in_status create_task_from_template move_task
    update_time_estimates_by_user replace_time_estimates_by_user]] },
  { "checklists", "Checklists of tasks.", [[
    create_checklist edit_checklist delete_checklist create_checklist_item edit_checklist_item
    delete_checklist_item]] },
  { "relationships", "Links and dependencies between tasks.", [[
    add_dependency delete_dependency add_task_link delete_task_link]] },
  { "comments", "Comments and their threads.", [[
    get_task_comments create_task_comment get_chat_view_comments create_chat_view_comment
    get_list_comments create_list_comment update_comment delete_comment get_threaded_comments
    create_threaded_comment get_comment_subtypes]] },
  { "tags", "Tags of Spaces and tasks.", [[
    get_space_tags create_space_tag edit_space_tag delete_space_tag add_tag_to_task
    remove_tag_from_task]] },
  { "custom_fields", "Custom Fields and their values.", [[
    get_accessible_custom_fields get_folder_available_fields get_space_available_fields
    get_team_available_fields set_custom_field_value remove_custom_field_value]] },
  { "custom_items", "Custom task types.", [[
    get_custom_items]] },
  { "time_tracking", "Time entries and timers.", [[
    get_time_entries create_time_entry get_time_entry delete_time_entry update_time_entry
    get_time_entry_history get_running_time_entry remove_time_entry_tags get_time_entry_tags
    add_time_entry_tags change_time_entry_tag start_time_entry stop_time_entry]] },
  { "tracked_time", "Time of tasks, the older way.", [[
    get_tracked_time track_time edit_tracked_time delete_tracked_time]] },
  { "views", "Views.", [[
    get_team_views create_team_view get_space_views create_space_view get_folder_views
    create_folder_view get_list_views create_list_view get_view update_view delete_view
    get_view_tasks]] },
  { "members", "Members of tasks and Lists.", [[
    get_task_members get_list_members]] },
  { "users", "Users of a Workspace.", [[
    invite_user_to_workspace get_user edit_user_on_workspace remove_user_from_workspace]] },
  { "guests", "Guests and what they see.", [[
    invite_guest_to_workspace get_guest edit_guest_on_workspace remove_guest_from_workspace
    add_guest_to_task remove_guest_from_task add_guest_to_list remove_guest_from_list
    add_guest_to_folder remove_guest_from_folder]] },
  { "user_groups", "Groups of users.", [[
    create_user_group update_user_group delete_user_group get_user_groups]] },
  { "roles", "Custom roles.", [[
    get_custom_roles]] },
  { "shared", "What is shared with you.", [[
    get_shared_hierarchy]] },
  { "templates", "Templates.", [[
    get_task_templates get_list_templates get_folder_templates]] },
  { "docs", "Docs and their pages.", [[
    search_docs create_doc get_doc get_doc_page_listing get_doc_pages create_page get_page
    edit_page]] },
  { "chat", "Chat: channels, messages, replies and reactions.", [[
    get_chat_channels create_chat_channel create_location_chat_channel
    create_direct_message_chat_channel get_chat_channel update_chat_channel
    delete_chat_channel get_chat_channel_followers get_chat_channel_members get_chat_messages
    create_chat_message update_chat_message delete_chat_message get_chat_message_reactions
    create_chat_reaction delete_chat_reaction get_chat_message_replies create_reply_message
    get_chat_message_tagged_users]] },
  { "attachments", "Attachments.", [[
    create_task_attachment get_parent_entity_attachments post_entity_attachment]] },
  { "access", "Privacy of objects, and who has access.", [[
    update_acl]] },
  { "audit_logs", "Audit logs.", [[
    query_audit_log]] },
}

local index = {}

local entries = {} -- by name, of the groups that are loaded

local function group_of(name)
  if type(name) ~= "string" or not name:find "^[%l%d_]+$" then return nil end
  local word = "%f[%S]" .. name .. "%f[%s\0]"
  for _, group in ipairs(GROUPS) do
    if group[3]:find(word) then return group[1] end
  end
end

--- Whether there is an operation of that name; loads nothing.
---@param name any
---@return boolean
function index.has(name) return (entries[name] or group_of(name)) ~= nil end

---@param name any
---@return clickup.operation? # nil: there is none
function index.find(name)
  local group = not entries[name] and group_of(name)
  if group then
    for _, entry in ipairs(use("api." .. group)) do entries[entry.name] = entry end
  end
  return entries[name]
end

---@class clickup.group
---@field name string
---@field doc string
---@field operations string[] # by name, in order

--- The groups, in order; loads nothing.
---@return clickup.group[]
function index.groups()
  local groups = {}
  for i, group in ipairs(GROUPS) do
    local names = {}
    for name in group[3]:gmatch "%S+" do names[#names + 1] = name end
    groups[i] = { name = group[1], doc = group[2], operations = names }
  end
  return groups
end

--- The names of all operations, in order.
---@return string[]
function index.names()
  local names = {}
  for _, group in ipairs(index.groups()) do
    table.move(group.operations, 1, #group.operations, #names + 1, names)
  end
  return names
end

return index
