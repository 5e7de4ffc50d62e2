-- SPDX-License-Identifier: MIT
---@meta _
-- Made by `make types` from clickup.api.chat: do not edit.
-- luacheck: ignore

---@class clickup.get_chat_channels.query
---@field description_format? "text/md"|"text/plain"
---@field cursor? string
---@field limit? integer # 1 to 100
---@field is_follower? boolean
---@field include_closed? boolean
---@field with_message_since? number
---@field channel_types? string[]

---@class clickup.chat.get_chat_channels_answer
---@field next_cursor? string
---@field data? clickup.chat.data[]

---@class clickup.chat.data
---@field id? string
---@field name? string
---@field description? string
---@field topic? string
---@field type? string
---@field visibility? string
---@field parent? clickup.chat.parent
---@field creator? string
---@field created_at? string
---@field updated_at? string
---@field workspace_id? string
---@field archived? boolean
---@field latest_comment_at? string
---@field is_canonical_channel? boolean
---@field is_hidden? boolean
---@field default_view? clickup.chat.default_view
---@field channel_type? integer
---@field counts? clickup.chat.counts
---@field chat_room_category? string
---@field canvas_id? string
---@field links? clickup.chat.links

---@class clickup.chat.parent
---@field id? string
---@field type? number

---@class clickup.chat.default_view
---@field type? number
---@field view_id? string
---@field standard? boolean

---@class clickup.chat.counts
---@field parent_id? string
---@field parent_type? string
---@field root_parent_id? string
---@field root_parent_type? string
---@field date? number
---@field _version_vector? clickup.chat._version_vector
---@field version? number
---@field has_unread? boolean
---@field num_unread? number
---@field latest_comment_at? number
---@field badge_count? number
---@field thread_count? number
---@field mention_count? number
---@field last_updated_at? number

---@class clickup.chat._version_vector
---@field object_id? string
---@field object_type? string
---@field vector? clickup.chat.vector[]
---@field workspace_id? number

---@class clickup.chat.vector
---@field master_id? number
---@field version? number
---@field deleted? boolean

---@class clickup.chat.links
---@field members? string
---@field followers? string

---@class clickup.chat.create_chat_channel_body
---@field description? string
---@field name string
---@field topic? string
---@field user_ids? string[] # at most 100 items, no item twice
---@field visibility? "PUBLIC"|"PRIVATE"

---@class clickup.chat.create_location_chat_channel_body
---@field description? string
---@field topic? string
---@field user_ids? string[] # at most 100 items, no item twice
---@field visibility? "PUBLIC"|"PRIVATE"
---@field location clickup.chat.location

---@class clickup.chat.location
---@field id string
---@field type "folder"|"list"|"space"

---@class clickup.chat.create_direct_message_chat_channel_body
---@field user_ids? string[] # at most 15 items, no item twice

---@class clickup.get_chat_channel.query
---@field description_format? "text/md"|"text/plain"

---@class clickup.chat.update_chat_channel_body
---@field content_format? "text/md"|"text/plain"
---@field description? string
---@field location? clickup.chat.location
---@field name? string
---@field topic? string
---@field visibility? "PUBLIC"|"PRIVATE"

---@class clickup.get_chat_channel_followers.query
---@field cursor? string
---@field limit? integer # 1 to 100

---@class clickup.chat.get_chat_channel_followers_answer
---@field next_cursor? string
---@field data? clickup.chat.get_chat_channel_followers_answer_data[]

---@class clickup.chat.get_chat_channel_followers_answer_data
---@field email? string
---@field id? string
---@field initials? string
---@field name? string
---@field username? string

---@class clickup.get_chat_channel_members.query
---@field cursor? string
---@field limit? integer # 1 to 100

---@class clickup.get_chat_messages.query
---@field cursor? string
---@field limit? integer # 1 to 100
---@field content_format? "text/md"|"text/plain"

---@class clickup.chat.get_chat_messages_answer
---@field next_cursor? string
---@field data? clickup.chat.get_chat_messages_answer_data[]

---@class clickup.chat.get_chat_messages_answer_data
---@field assignee? string
---@field assigned_by? string
---@field content? string
---@field date? number
---@field date_assigned? number
---@field date_resolved? number
---@field date_updated? number
---@field group_assignee? string
---@field id? string
---@field parent_channel? string
---@field parent_message? string
---@field post_data? clickup.chat.post_data
---@field resolved? boolean
---@field resolved_by? string
---@field triaged_action? integer
---@field triaged_object_id? string
---@field triaged_object_type? number
---@field type? string
---@field user_id? string
---@field links? clickup.chat.data_links
---@field replies_count? number

---@class clickup.chat.post_data
---@field subtype? clickup.chat.subtype
---@field title? string

---@class clickup.chat.subtype
---@field id? string
---@field name? string

---@class clickup.chat.data_links
---@field reactions? string
---@field replies? string
---@field tagged_users? string

---@class clickup.chat.create_chat_message_body
---@field assignee? string
---@field group_assignee? string
---@field triaged_action? 1|2
---@field triaged_object_id? string
---@field triaged_object_type? number
---@field type "message"|"post"
---@field content string # at most 40000 characters
---@field reactions? clickup.chat.reaction[] # at most 10 items
---@field followers? string[] # at most 10 items
---@field content_format? "text/md"|"text/plain"
---@field post_data? clickup.chat.create_chat_message_body_post_data

---@class clickup.chat.reaction
---@field date number
---@field reaction string
---@field user_id string

---@class clickup.chat.create_chat_message_body_post_data
---@field title string # at most 255 characters
---@field subtype clickup.chat.post_data_subtype

---@class clickup.chat.post_data_subtype
---@field id string

---@class clickup.chat.create_chat_message_answer
---@field post_data? clickup.chat.create_chat_message_answer_post_data
---@field assignee? string
---@field assigned_by? string
---@field content? string
---@field date? number
---@field date_assigned? number
---@field date_resolved? number
---@field date_updated? number
---@field group_assignee? string
---@field id? string
---@field parent_channel? string
---@field parent_message? string
---@field resolved? boolean
---@field resolved_by? string
---@field triaged_action? integer
---@field triaged_object_id? string
---@field triaged_object_type? number
---@field type? string
---@field user_id? string
---@field links? clickup.chat.data_links
---@field replies_count? number

---@class clickup.chat.create_chat_message_answer_post_data
---@field title? string
---@field subtype? clickup.chat.post_data_subtype2

---@class clickup.chat.post_data_subtype2
---@field id? string

---@class clickup.chat.update_chat_message_body
---@field assignee? string
---@field group_assignee? string
---@field content? string # at most 40000 characters
---@field content_format? "text/md"|"text/plain"
---@field post_data? clickup.chat.update_chat_message_body_post_data
---@field resolved? boolean

---@class clickup.chat.update_chat_message_body_post_data
---@field subtype? clickup.chat.post_data_subtype
---@field title? string # at most 255 characters

---@class clickup.chat.update_chat_message_answer
---@field post_data? clickup.chat.create_chat_message_answer_post_data
---@field assignee? string
---@field assigned_by? string
---@field content? string
---@field date? number
---@field date_assigned? number
---@field date_resolved? number
---@field date_updated? number
---@field group_assignee? string
---@field id? string
---@field parent_channel? string
---@field parent_message? string
---@field resolved? boolean
---@field resolved_by? string
---@field triaged_action? integer
---@field triaged_object_id? string
---@field triaged_object_type? number
---@field type? string
---@field user_id? string
---@field replies_count? number
---@field links? any

---@class clickup.get_chat_message_reactions.query
---@field cursor? string
---@field limit? integer # 1 to 100

---@class clickup.chat.get_chat_message_reactions_answer
---@field next_cursor? string
---@field data? clickup.chat.get_chat_message_reactions_answer_data[]

---@class clickup.chat.get_chat_message_reactions_answer_data
---@field date? number
---@field reaction? string
---@field user_id? string

---@class clickup.chat.create_chat_reaction_body
---@field reaction string

---@class clickup.get_chat_message_replies.query
---@field cursor? string
---@field limit? integer # 1 to 100
---@field content_format? "text/md"|"text/plain"

---@class clickup.chat.get_chat_message_replies_answer
---@field next_cursor? string
---@field data? clickup.chat.get_chat_message_replies_answer_data[]

---@class clickup.chat.get_chat_message_replies_answer_data
---@field assignee? string
---@field assigned_by? string
---@field content? string
---@field date? number
---@field date_assigned? number
---@field date_resolved? number
---@field date_updated? number
---@field group_assignee? string
---@field id? string
---@field parent_channel? string
---@field parent_message? string
---@field post_data? clickup.chat.post_data
---@field resolved? boolean
---@field resolved_by? string
---@field triaged_action? integer
---@field triaged_object_id? string
---@field triaged_object_type? number
---@field type? string
---@field user_id? string
---@field links? clickup.chat.data_links2

---@class clickup.chat.data_links2
---@field reactions? string
---@field tagged_users? string

---@class clickup.chat.create_reply_message_answer
---@field post_data? clickup.chat.create_chat_message_answer_post_data
---@field assignee? string
---@field assigned_by? string
---@field content? string
---@field date? number
---@field date_assigned? number
---@field date_resolved? number
---@field date_updated? number
---@field group_assignee? string
---@field id? string
---@field parent_channel? string
---@field parent_message? string
---@field resolved? boolean
---@field resolved_by? string
---@field triaged_action? integer
---@field triaged_object_id? string
---@field triaged_object_type? number
---@field type? string
---@field user_id? string
---@field links? clickup.chat.data_links2

---@class clickup.get_chat_message_tagged_users.query
---@field cursor? string
---@field limit? integer # 1 to 100

---@class clickup.client
local Client = {}

--- List the channels of a Workspace.
---@param workspace_id integer|string
---@param query? clickup.get_chat_channels.query
---@param options? clickup.call_options
---@return clickup.chat.get_chat_channels_answer? answer
---@return clickup.response|clickup.error info
function Client:get_chat_channels(workspace_id, query, options) end

--- Create a channel.
---@param workspace_id integer|string
---@param body clickup.chat.create_chat_channel_body
---@param options? clickup.call_options
---@return clickup.chat.data? data
---@return clickup.response|clickup.error info
function Client:create_chat_channel(workspace_id, body, options) end

--- Create the channel of a Space, a Folder or a List.
---@param workspace_id integer|string
---@param body clickup.chat.create_location_chat_channel_body
---@param options? clickup.call_options
---@return clickup.chat.data? data
---@return clickup.response|clickup.error info
function Client:create_location_chat_channel(workspace_id, body, options) end

--- Create a channel for direct messages.
---@param workspace_id integer|string
---@param body clickup.chat.create_direct_message_chat_channel_body
---@param options? clickup.call_options
---@return clickup.chat.data? data
---@return clickup.response|clickup.error info
function Client:create_direct_message_chat_channel(workspace_id, body, options) end

--- Read a channel.
---@param workspace_id integer|string
---@param channel_id string
---@param query? clickup.get_chat_channel.query
---@param options? clickup.call_options
---@return clickup.chat.data? data
---@return clickup.response|clickup.error info
function Client:get_chat_channel(workspace_id, channel_id, query, options) end

--- Change a channel.
---@param workspace_id integer|string
---@param channel_id string
---@param body clickup.chat.update_chat_channel_body
---@param options? clickup.call_options
---@return clickup.chat.data? data
---@return clickup.response|clickup.error info
function Client:update_chat_channel(workspace_id, channel_id, body, options) end

--- Delete a channel.
---@param workspace_id integer|string
---@param channel_id string
---@param options? clickup.call_options
---@return true? done
---@return clickup.response|clickup.error info
function Client:delete_chat_channel(workspace_id, channel_id, options) end

--- List the followers of a channel.
---@param workspace_id integer|string
---@param channel_id string
---@param query? clickup.get_chat_channel_followers.query
---@param options? clickup.call_options
---@return clickup.chat.get_chat_channel_followers_answer? answer
---@return clickup.response|clickup.error info
function Client:get_chat_channel_followers(workspace_id, channel_id, query, options) end

--- List the members of a channel.
---@param workspace_id integer|string
---@param channel_id string
---@param query? clickup.get_chat_channel_members.query
---@param options? clickup.call_options
---@return clickup.chat.get_chat_channel_followers_answer? answer
---@return clickup.response|clickup.error info
function Client:get_chat_channel_members(workspace_id, channel_id, query, options) end

--- List the messages of a channel.
---@param workspace_id integer|string
---@param channel_id string
---@param query? clickup.get_chat_messages.query
---@param options? clickup.call_options
---@return clickup.chat.get_chat_messages_answer? answer
---@return clickup.response|clickup.error info
function Client:get_chat_messages(workspace_id, channel_id, query, options) end

--- Send a message to a channel.
---@param workspace_id integer|string
---@param channel_id string
---@param body clickup.chat.create_chat_message_body
---@param options? clickup.call_options
---@return clickup.chat.create_chat_message_answer? answer
---@return clickup.response|clickup.error info
function Client:create_chat_message(workspace_id, channel_id, body, options) end

--- Change a message.
---@param workspace_id integer|string
---@param message_id string
---@param body clickup.chat.update_chat_message_body
---@param options? clickup.call_options
---@return clickup.chat.update_chat_message_answer? answer
---@return clickup.response|clickup.error info
function Client:update_chat_message(workspace_id, message_id, body, options) end

--- Delete a message.
---@param workspace_id integer|string
---@param message_id string
---@param options? clickup.call_options
---@return true? done
---@return clickup.response|clickup.error info
function Client:delete_chat_message(workspace_id, message_id, options) end

--- List the reactions to a message.
---@param workspace_id integer|string
---@param message_id string
---@param query? clickup.get_chat_message_reactions.query
---@param options? clickup.call_options
---@return clickup.chat.get_chat_message_reactions_answer? answer
---@return clickup.response|clickup.error info
function Client:get_chat_message_reactions(workspace_id, message_id, query, options) end

--- React to a message.
---@param workspace_id integer|string
---@param message_id string
---@param body clickup.chat.create_chat_reaction_body
---@param options? clickup.call_options
---@return clickup.chat.get_chat_message_reactions_answer_data? answer
---@return clickup.response|clickup.error info
function Client:create_chat_reaction(workspace_id, message_id, body, options) end

--- Take back a reaction to a message.
---@param workspace_id integer|string
---@param message_id string
---@param reaction string
---@param options? clickup.call_options
---@return true? done
---@return clickup.response|clickup.error info
function Client:delete_chat_reaction(workspace_id, message_id, reaction, options) end

--- List the replies to a message.
---@param workspace_id integer|string
---@param message_id string
---@param query? clickup.get_chat_message_replies.query
---@param options? clickup.call_options
---@return clickup.chat.get_chat_message_replies_answer? answer
---@return clickup.response|clickup.error info
function Client:get_chat_message_replies(workspace_id, message_id, query, options) end

--- Reply to a message.
---@param workspace_id integer|string
---@param message_id string
---@param body clickup.chat.create_chat_message_body
---@param options? clickup.call_options
---@return clickup.chat.create_reply_message_answer? answer
---@return clickup.response|clickup.error info
function Client:create_reply_message(workspace_id, message_id, body, options) end

--- List the users that a message mentions.
---@param workspace_id integer|string
---@param message_id string
---@param query? clickup.get_chat_message_tagged_users.query
---@param options? clickup.call_options
---@return clickup.chat.get_chat_channel_followers_answer? answer
---@return clickup.response|clickup.error info
function Client:get_chat_message_tagged_users(workspace_id, message_id, query, options) end
