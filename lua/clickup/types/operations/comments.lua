-- SPDX-License-Identifier: MIT
---@meta _
-- Made by `make types` from clickup.api.comments: do not edit.
-- luacheck: ignore

---@class clickup.get_task_comments.query
---@field custom_task_ids? boolean
---@field team_id? integer|string
---@field start? integer
---@field start_id? string

---@class clickup.comments.get_task_comments_comment
---@field id? string
---@field comment? clickup.comments.comment[]
---@field comment_text? string
---@field user? clickup.comments.user
---@field resolved? boolean
---@field assignee? clickup.comments.assignee
---@field assigned_by? clickup.comments.user
---@field reactions? string[]
---@field date? string
---@field reply_count? string

---@class clickup.comments.comment
---@field text? string

---@class clickup.comments.user
---@field id? integer
---@field username? string
---@field initials? string
---@field email? string
---@field color? string
---@field profilePicture? string

---@class clickup.comments.assignee
---@field id? integer
---@field username? string
---@field email? string
---@field color? string
---@field initials? string
---@field profilePicture? string

---@class clickup.comments.create_task_comment_body
---@field comment_text string
---@field assignee? integer
---@field group_assignee? string
---@field notify_all boolean

---@class clickup.create_task_comment.query
---@field custom_task_ids? boolean
---@field team_id? integer|string

---@class clickup.comments.create_task_comment_answer
---@field id? string
---@field hist_id? string
---@field date? integer

---@class clickup.get_chat_view_comments.query
---@field start? integer
---@field start_id? string

---@class clickup.comments.get_chat_view_comments_comment
---@field id? string
---@field comment? clickup.comments.comment[]
---@field comment_text? string
---@field user? clickup.comments.user
---@field resolved? boolean
---@field assignee? string
---@field assigned_by? string
---@field reactions? string[]
---@field date? string
---@field reply_count? string

---@class clickup.comments.create_chat_view_comment_body
---@field comment_text string
---@field notify_all boolean

---@class clickup.get_list_comments.query
---@field start? integer
---@field start_id? string

---@class clickup.comments.create_list_comment_body
---@field comment_text string
---@field assignee integer
---@field notify_all boolean

---@class clickup.comments.update_comment_body
---@field comment_text string
---@field assignee integer
---@field group_assignee? integer
---@field resolved boolean

---@class clickup.client
local Client = {}

--- List the comments on a task, the newest first, 25 at a time.
---@param task_id string
---@param query? clickup.get_task_comments.query
---@param options? clickup.call_options
---@return clickup.comments.get_task_comments_comment[]? comments
---@return clickup.response|clickup.error info
function Client:get_task_comments(task_id, query, options) end

--- Comment on a task.
---@param task_id string
---@param body clickup.comments.create_task_comment_body
---@param query? clickup.create_task_comment.query
---@param options? clickup.call_options
---@return clickup.comments.create_task_comment_answer? answer
---@return clickup.response|clickup.error info
function Client:create_task_comment(task_id, body, query, options) end

--- List the comments in a Chat view, the newest first, 25 at a time.
---@param view_id string
---@param query? clickup.get_chat_view_comments.query
---@param options? clickup.call_options
---@return clickup.comments.get_chat_view_comments_comment[]? comments
---@return clickup.response|clickup.error info
function Client:get_chat_view_comments(view_id, query, options) end

--- Comment in a Chat view.
---@param view_id string
---@param body clickup.comments.create_chat_view_comment_body
---@param options? clickup.call_options
---@return clickup.comments.create_task_comment_answer? answer
---@return clickup.response|clickup.error info
function Client:create_chat_view_comment(view_id, body, options) end

--- List the comments on a List, the newest first, 25 at a time.
---@param list_id integer|string
---@param query? clickup.get_list_comments.query
---@param options? clickup.call_options
---@return clickup.comments.get_task_comments_comment[]? comments
---@return clickup.response|clickup.error info
function Client:get_list_comments(list_id, query, options) end

--- Comment on a List.
---@param list_id integer|string
---@param body clickup.comments.create_list_comment_body
---@param options? clickup.call_options
---@return clickup.comments.create_task_comment_answer? answer
---@return clickup.response|clickup.error info
function Client:create_list_comment(list_id, body, options) end

--- Change a comment, assign it, resolve it.
---@param comment_id integer|string
---@param body clickup.comments.update_comment_body
---@param options? clickup.call_options
---@return true? done
---@return clickup.response|clickup.error info
function Client:update_comment(comment_id, body, options) end

--- Delete a comment.
---@param comment_id integer|string
---@param options? clickup.call_options
---@return true? done
---@return clickup.response|clickup.error info
function Client:delete_comment(comment_id, options) end

--- List the replies to a comment.
---@param comment_id integer|string
---@param options? clickup.call_options
---@return clickup.comments.get_task_comments_comment[]? comments
---@return clickup.response|clickup.error info
function Client:get_threaded_comments(comment_id, options) end

--- Reply to a comment.
---@param comment_id integer|string
---@param body clickup.comments.create_task_comment_body
---@param options? clickup.call_options
---@return any? answer
---@return clickup.response|clickup.error info
function Client:create_threaded_comment(comment_id, body, options) end

--- List the subtypes of a type of comment.
---@param workspace_id integer|string
---@param comment_type "post"|"ai"|"syncup"|"ai_via_brain"
---@param options? clickup.call_options
---@return any? answer
---@return clickup.response|clickup.error info
function Client:get_comment_subtypes(workspace_id, comment_type, options) end
