-- SPDX-License-Identifier: MIT
--- Comments and their threads.
-- Made by `make api`, from ClickUp's documents and spec/api/overlay.lua: do not edit.

local s = require "clickup.schema"

local t = {} -- types of this group
local o = s.reader(t)

t.comment = o "text:string"
t.user = o [[
  id:integer username:string initials:string email:string color:string profilePicture:string
]]
t.assignee = o [[
  id:integer username:string email:string color:string initials:string profilePicture:string
]]
t.get_task_comments_comment = o [[
  id:string comment:comment[] comment_text:string user:user resolved:boolean assignee:assignee
  assigned_by:user reactions:string[] date:string reply_count:string
]]
t.create_task_comment_body = o [[
  comment_text!:string assignee:int32 group_assignee:string notify_all!:boolean
]]
t.create_task_comment_answer = o "id!:string hist_id:string date:integer"
t.get_chat_view_comments_comment = o [[
  id:string comment:comment[] comment_text:string user:user resolved:boolean assignee:string
  assigned_by:string reactions:string[] date:string reply_count:string
]]
t.create_chat_view_comment_body = o "comment_text!:string notify_all!:boolean"
t.create_list_comment_body = o [[
  comment_text!:string assignee!:int32 notify_all!:boolean
]]
t.update_comment_body = o [[
  comment_text!:string assignee!:int32 group_assignee:int32 resolved!:boolean
]]

return {
  types = t,
  {
    id = "GetTaskComments", name = "get_task_comments",
    kind = "read",
    doc = "List the comments on a task, the newest first, 25 at a time.",
    method = "GET",
    path = "/v2/task/{task_id}/comment",
    ids = { task_id = "string" },
    query = o [[
  custom_task_ids:boolean team_id:id start:integer start_id:string
]],
    answer = s.array(t.get_task_comments_comment),
    envelope = "comments",
    paging = "start",
  },
  {
    id = "CreateTaskComment", name = "create_task_comment",
    kind = "create",
    doc = "Comment on a task.",
    method = "POST",
    path = "/v2/task/{task_id}/comment",
    ids = { task_id = "string" },
    body = t.create_task_comment_body,
    query = o "custom_task_ids:boolean team_id:id",
    answer = t.create_task_comment_answer,
    reconcile = { fields = { comment_text = "comment_text" }, maker = "user", may_lack = {},
      most = 25, name = "comment_text", read = "get_task_comments", time = "date" },
  },
  {
    id = "GetChatViewComments", name = "get_chat_view_comments",
    kind = "read",
    doc = "List the comments in a Chat view, the newest first, 25 at a time.",
    method = "GET",
    path = "/v2/view/{view_id}/comment",
    ids = { view_id = "string" },
    query = o "start:integer start_id:string",
    answer = s.array(t.get_chat_view_comments_comment),
    envelope = "comments",
    paging = "start",
  },
  {
    id = "CreateChatViewComment", name = "create_chat_view_comment",
    kind = "create",
    doc = "Comment in a Chat view.",
    method = "POST",
    path = "/v2/view/{view_id}/comment",
    ids = { view_id = "string" },
    body = t.create_chat_view_comment_body,
    answer = t.create_task_comment_answer,
    reconcile = { fields = { comment_text = "comment_text" }, maker = "user", may_lack = {},
      most = 25, name = "comment_text", read = "get_chat_view_comments", time = "date" },
  },
  {
    id = "GetListComments", name = "get_list_comments",
    kind = "read",
    doc = "List the comments on a List, the newest first, 25 at a time.",
    method = "GET",
    path = "/v2/list/{list_id}/comment",
    ids = { list_id = "integer" },
    query = o "start:integer start_id:string",
    answer = s.array(t.get_task_comments_comment),
    envelope = "comments",
    paging = "start",
  },
  {
    id = "CreateListComment", name = "create_list_comment",
    kind = "create",
    doc = "Comment on a List.",
    method = "POST",
    path = "/v2/list/{list_id}/comment",
    ids = { list_id = "integer" },
    body = t.create_list_comment_body,
    answer = t.create_task_comment_answer,
    reconcile = { fields = { comment_text = "comment_text" }, maker = "user", may_lack = {},
      most = 25, name = "comment_text", read = "get_list_comments", time = "date" },
  },
  {
    id = "UpdateComment", name = "update_comment",
    kind = "edit",
    doc = "Change a comment, assign it, resolve it.",
    method = "PUT",
    path = "/v2/comment/{comment_id}",
    ids = { comment_id = "integer" },
    body = t.update_comment_body,
  },
  {
    id = "DeleteComment", name = "delete_comment",
    kind = "delete",
    doc = "Delete a comment.",
    method = "DELETE",
    path = "/v2/comment/{comment_id}",
    ids = { comment_id = "integer" },
  },
  {
    id = "GetThreadedComments", name = "get_threaded_comments",
    kind = "read",
    doc = "List the replies to a comment.",
    method = "GET",
    path = "/v2/comment/{comment_id}/reply",
    ids = { comment_id = "integer" },
    answer = s.array(t.get_task_comments_comment),
    envelope = "comments",
  },
  {
    id = "CreateThreadedComment", name = "create_threaded_comment",
    kind = "create",
    doc = "Reply to a comment.",
    method = "POST",
    path = "/v2/comment/{comment_id}/reply",
    ids = { comment_id = "integer" },
    body = t.create_task_comment_body,
    may_be_empty = true,
    answer = s.any,
  },
  {
    id = "getSubtypes", name = "get_comment_subtypes",
    kind = "read",
    doc = "List the subtypes of a type of comment.",
    method = "GET",
    path = "/v3/workspaces/{workspace_id}/comments/types/{comment_type}/subtypes",
    ids = { workspace_id = "integer", comment_type = "string" },
    id_values = { comment_type = {
      "post", "ai", "syncup", "ai_via_brain" } },
    may_be_empty = true,
    answer = s.any,
  },
}
