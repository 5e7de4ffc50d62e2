-- SPDX-License-Identifier: MIT
-- How a create that may have run is found again, by operationId: see clickup.reconcile.rule.
-- `fields`: which of those sent come back, as name or sent=came. Left out are those that come back
-- as something else (a status, a priority, a tag), and those of which it is not known.
--
-- Spaces, Folders and Lists tell no time: what is there and was not there before can be told, not
-- handed out. Tasks tell all, but an automation may have moved one before anybody looks, and only
-- the newest 100 are read: what is not found need not be absent. Folders in Folders need not be in
-- a Space's list. Comments come 25 at a time, the newest first: with fewer, all are there. Replies
-- to comments are left out: what their create answers is not declared.

local COMMENT = { fields = "comment_text", name = "comment_text", time = "date", maker = "user",
  most = 25 }

local function comment(read)
  local rule = { read = read }
  for name, value in pairs(COMMENT) do rule[name] = value end
  return rule
end

return {
  CreateSpace = { read = "get_spaces", fields = "name multiple_assignees" },
  CreateFolder = { read = "get_folders", fields = "name parent_folder_id=parent_folder",
    partial = "parent_folder_id" },
  CreateList = { read = "get_lists", fields = "name due_date" },
  CreateFolderlessList = { read = "get_folderless_lists", fields = "name due_date" },
  CreateTask = { read = "get_tasks", list = "tasks", partial = true,
    query = { include_closed = true, subtasks = true },
    fields = "name description assignees due_date start_date points time_estimate parent" },
  CreateTaskComment = comment "get_task_comments",
  CreateListComment = comment "get_list_comments",
  CreateChatViewComment = comment "get_chat_view_comments",
}
