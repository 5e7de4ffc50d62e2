-- SPDX-License-Identifier: MIT
--- Chat: channels, messages, replies and reactions.
-- Made by `make api`, from ClickUp's documents and spec/api/overlay.lua: do not edit.

local s = require "clickup.schema"

local t = {} -- types of this group
local o = s.reader(t)

t.description_format = s.one_of(s.string, { "text/md", "text/plain" })
t.limit = s.limited(s.integer, { min = 1, max = 100 })
t.parent = o "id:string type:number"
t.default_view = o "type:number view_id:string standard:boolean"
t.vector = o "master_id:number version:number deleted:boolean"
t._version_vector = o [[
  object_id:string object_type:string vector:vector[] workspace_id:number
]]
t.counts = o [[
  parent_id:string parent_type:string root_parent_id:string root_parent_type:string
  date:number _version_vector:_version_vector version:number has_unread:boolean
  num_unread:number latest_comment_at:number badge_count:number thread_count:number
  mention_count:number last_updated_at:number
]]
t.links = o "members:string followers:string"
t.data = o [[
  id:string name:string description:string topic:string type:string visibility:string
  parent:parent creator:string created_at:string updated_at:string workspace_id:string
  archived:boolean latest_comment_at:string is_canonical_channel:boolean is_hidden:boolean
  default_view:default_view channel_type:integer counts:counts chat_room_category:string
  canvas_id:string links:links
]]
t.get_chat_channels_answer = o "next_cursor:string data:data[]"
t.user_ids = s.limited(s.array(s.string), {
  max = 100, unique = true
})
t.visibility = s.one_of(s.string, { "PUBLIC", "PRIVATE" })
t.create_chat_channel_body = o [[
  description:string name!:string topic:string user_ids:user_ids visibility:visibility
]]
t.type = s.one_of(s.string, { "folder", "list", "space" })
t.location = o "id!:string type!:type"
t.create_location_chat_channel_body = o [[
  description:string topic:string user_ids:user_ids visibility:visibility location!:location
]]
t.create_direct_message_chat_channel_body_user_ids = s.limited(s.array(s.string), {
  max = 15, unique = true
})
t.create_direct_message_chat_channel_body = o [[
  user_ids:create_direct_message_chat_channel_body_user_ids
]]
t.update_chat_channel_body = o [[
  content_format:description_format description:string location:location name:string
  topic:string visibility:visibility
]]
t.get_chat_channel_followers_answer_data = o [[
  email:string id:string initials:string name:string username:string
]]
t.get_chat_channel_followers_answer = o [[
  next_cursor:string data:get_chat_channel_followers_answer_data[]
]]
t.subtype = o "id:string name:string"
t.post_data = o "subtype:subtype title:string"
t.data_links = o [[
  reactions:string replies:string tagged_users:string
]]
t.get_chat_messages_answer_data = o [[
  assignee:string assigned_by:string content:string date:number date_assigned:number
  date_resolved:number date_updated:number group_assignee:string id:string
  parent_channel:string parent_message:string post_data:post_data resolved:boolean
  resolved_by:string triaged_action:integer triaged_object_id:string
  triaged_object_type:number type:string user_id:string links:data_links replies_count:number
]]
t.get_chat_messages_answer = o [[
  next_cursor:string data:get_chat_messages_answer_data[]
]]
t.triaged_action = s.one_of(s.integer, { 1, 2 })
t.create_chat_message_body_type = s.one_of(s.string, { "message", "post" })
t.content = s.limited(s.string, { max = 40000 })
t.reaction = o "date!:number reaction!:string user_id!:string"
t.reactions = s.limited(s.array(t.reaction), { max = 10 })
t.followers = s.limited(s.array(s.string), { max = 10 })
t.title = s.limited(s.string, { max = 255 })
t.post_data_subtype = o "id!:string"
t.create_chat_message_body_post_data = o "title!:title subtype!:post_data_subtype"
t.create_chat_message_body = o [[
  assignee:string group_assignee:string triaged_action:triaged_action triaged_object_id:string
  triaged_object_type:number type!:create_chat_message_body_type content!:content
  reactions:reactions followers:followers content_format:description_format
  post_data:create_chat_message_body_post_data
]]
t.post_data_subtype2 = o "id:string"
t.create_chat_message_answer_post_data = o "title:string subtype:post_data_subtype2"
t.create_chat_message_answer = o [[
  post_data:create_chat_message_answer_post_data assignee:string assigned_by:string
  content:string date:number date_assigned:number date_resolved:number date_updated:number
  group_assignee:string id:string parent_channel:string parent_message:string resolved:boolean
  resolved_by:string triaged_action:integer triaged_object_id:string
  triaged_object_type:number type:string user_id:string links:data_links replies_count:number
]]
t.update_chat_message_body_post_data = o "subtype:post_data_subtype title:title"
t.update_chat_message_body = o [[
  assignee:string group_assignee:string content:content content_format:description_format
  post_data:update_chat_message_body_post_data resolved:boolean
]]
t.update_chat_message_answer = o [[
  post_data:create_chat_message_answer_post_data assignee:string assigned_by:string
  content:string date:number date_assigned:number date_resolved:number date_updated:number
  group_assignee:string id:string parent_channel:string parent_message:string resolved:boolean
  resolved_by:string triaged_action:integer triaged_object_id:string
  triaged_object_type:number type:string user_id:string replies_count:number links:any
]]
t.get_chat_message_reactions_answer_data = o "date:number reaction:string user_id:string"
t.get_chat_message_reactions_answer = o [[
  next_cursor:string data:get_chat_message_reactions_answer_data[]
]]
t.create_chat_reaction_body = o "reaction!:string"
t.data_links2 = o "reactions:string tagged_users:string"
t.get_chat_message_replies_answer_data = o [[
  assignee:string assigned_by:string content:string date:number date_assigned:number
  date_resolved:number date_updated:number group_assignee:string id:string
  parent_channel:string parent_message:string post_data:post_data resolved:boolean
  resolved_by:string triaged_action:integer triaged_object_id:string
  triaged_object_type:number type:string user_id:string links:data_links2
]]
t.get_chat_message_replies_answer = o [[
  next_cursor:string data:get_chat_message_replies_answer_data[]
]]
t.create_reply_message_answer = o [[
  post_data:create_chat_message_answer_post_data assignee:string assigned_by:string
  content:string date:number date_assigned:number date_resolved:number date_updated:number
  group_assignee:string id:string parent_channel:string parent_message:string resolved:boolean
  resolved_by:string triaged_action:integer triaged_object_id:string
  triaged_object_type:number type:string user_id:string links:data_links2
]]

return {
  types = t,
  {
    id = "getChatChannels", name = "get_chat_channels",
    kind = "read",
    doc = "List the channels of a Workspace.",
    method = "GET",
    path = "/v3/workspaces/{workspace_id}/chat/channels",
    ids = { workspace_id = "integer" },
    query = o [[
  description_format:description_format cursor:string limit:limit is_follower:boolean
  include_closed:boolean with_message_since:number channel_types:string[]
]],
    answer = t.get_chat_channels_answer,
    paging = "cursor",
    items = "data",
  },
  {
    id = "createChatChannel", name = "create_chat_channel",
    kind = "create",
    doc = "Create a channel.",
    method = "POST",
    path = "/v3/workspaces/{workspace_id}/chat/channels",
    ids = { workspace_id = "integer" },
    body = t.create_chat_channel_body,
    answer = t.data,
    envelope = "data",
  },
  {
    id = "createLocationChatChannel", name = "create_location_chat_channel",
    kind = "create",
    doc = "Create the channel of a Space, a Folder or a List.",
    method = "POST",
    path = "/v3/workspaces/{workspace_id}/chat/channels/location",
    ids = { workspace_id = "integer" },
    body = t.create_location_chat_channel_body,
    answer = t.data,
    envelope = "data",
  },
  {
    id = "createDirectMessageChatChannel", name = "create_direct_message_chat_channel",
    kind = "create",
    doc = "Create a channel for direct messages.",
    method = "POST",
    path = "/v3/workspaces/{workspace_id}/chat/channels/direct_message",
    ids = { workspace_id = "integer" },
    body = t.create_direct_message_chat_channel_body,
    answer = t.data,
    envelope = "data",
  },
  {
    id = "getChatChannel", name = "get_chat_channel",
    kind = "read",
    doc = "Read a channel.",
    method = "GET",
    path = "/v3/workspaces/{workspace_id}/chat/channels/{channel_id}",
    ids = { workspace_id = "integer", channel_id = "string" },
    query = o "description_format:description_format",
    answer = t.data,
    envelope = "data",
  },
  {
    id = "updateChatChannel", name = "update_chat_channel",
    kind = "edit",
    doc = "Change a channel.",
    method = "PATCH",
    path = "/v3/workspaces/{workspace_id}/chat/channels/{channel_id}",
    ids = { workspace_id = "integer", channel_id = "string" },
    body = t.update_chat_channel_body,
    answer = t.data,
    envelope = "data",
  },
  {
    id = "deleteChatChannel", name = "delete_chat_channel",
    kind = "delete",
    doc = "Delete a channel.",
    method = "DELETE",
    path = "/v3/workspaces/{workspace_id}/chat/channels/{channel_id}",
    ids = { workspace_id = "integer", channel_id = "string" },
  },
  {
    id = "getChatChannelFollowers", name = "get_chat_channel_followers",
    kind = "read",
    doc = "List the followers of a channel.",
    method = "GET",
    path = "/v3/workspaces/{workspace_id}/chat/channels/{channel_id}/followers",
    ids = { workspace_id = "integer", channel_id = "string" },
    query = o "cursor:string limit:limit",
    answer = t.get_chat_channel_followers_answer,
    paging = "cursor",
    items = "data",
  },
  {
    id = "getChatChannelMembers", name = "get_chat_channel_members",
    kind = "read",
    doc = "List the members of a channel.",
    method = "GET",
    path = "/v3/workspaces/{workspace_id}/chat/channels/{channel_id}/members",
    ids = { workspace_id = "integer", channel_id = "string" },
    query = o "cursor:string limit:limit",
    answer = t.get_chat_channel_followers_answer,
    paging = "cursor",
    items = "data",
  },
  {
    id = "getChatMessages", name = "get_chat_messages",
    kind = "read",
    doc = "List the messages of a channel.",
    method = "GET",
    path = "/v3/workspaces/{workspace_id}/chat/channels/{channel_id}/messages",
    ids = { workspace_id = "integer", channel_id = "string" },
    query = o [[
  cursor:string limit:limit content_format:description_format
]],
    answer = t.get_chat_messages_answer,
    paging = "cursor",
    items = "data",
  },
  {
    id = "createChatMessage", name = "create_chat_message",
    kind = "create",
    doc = "Send a message to a channel.",
    method = "POST",
    path = "/v3/workspaces/{workspace_id}/chat/channels/{channel_id}/messages",
    ids = { workspace_id = "integer", channel_id = "string" },
    body = t.create_chat_message_body,
    answer = t.create_chat_message_answer,
  },
  {
    id = "patchChatMessage", name = "update_chat_message",
    kind = "edit",
    doc = "Change a message.",
    method = "PATCH",
    path = "/v3/workspaces/{workspace_id}/chat/messages/{message_id}",
    ids = { workspace_id = "integer", message_id = "string" },
    body = t.update_chat_message_body,
    answer = t.update_chat_message_answer,
  },
  {
    id = "deleteChatMessage", name = "delete_chat_message",
    kind = "delete",
    doc = "Delete a message.",
    method = "DELETE",
    path = "/v3/workspaces/{workspace_id}/chat/messages/{message_id}",
    ids = { workspace_id = "integer", message_id = "string" },
  },
  {
    id = "getChatMessageReactions", name = "get_chat_message_reactions",
    kind = "read",
    doc = "List the reactions to a message.",
    method = "GET",
    path = "/v3/workspaces/{workspace_id}/chat/messages/{message_id}/reactions",
    ids = { workspace_id = "integer", message_id = "string" },
    query = o "cursor:string limit:limit",
    answer = t.get_chat_message_reactions_answer,
    paging = "cursor",
    items = "data",
  },
  {
    id = "createChatReaction", name = "create_chat_reaction",
    kind = "edit",
    doc = "React to a message.",
    method = "POST",
    path = "/v3/workspaces/{workspace_id}/chat/messages/{message_id}/reactions",
    ids = { workspace_id = "integer", message_id = "string" },
    body = t.create_chat_reaction_body,
    answer = t.get_chat_message_reactions_answer_data,
  },
  {
    id = "deleteChatReaction", name = "delete_chat_reaction",
    kind = "delete",
    doc = "Take back a reaction to a message.",
    method = "DELETE",
    path = "/v3/workspaces/{workspace_id}/chat/messages/{message_id}/reactions/{reaction}",
    ids = { workspace_id = "integer", message_id = "string", reaction = "string" },
  },
  {
    id = "getChatMessageReplies", name = "get_chat_message_replies",
    kind = "read",
    doc = "List the replies to a message.",
    method = "GET",
    path = "/v3/workspaces/{workspace_id}/chat/messages/{message_id}/replies",
    ids = { workspace_id = "integer", message_id = "string" },
    query = o [[
  cursor:string limit:limit content_format:description_format
]],
    answer = t.get_chat_message_replies_answer,
    paging = "cursor",
    items = "data",
  },
  {
    id = "createReplyMessage", name = "create_reply_message",
    kind = "create",
    doc = "Reply to a message.",
    method = "POST",
    path = "/v3/workspaces/{workspace_id}/chat/messages/{message_id}/replies",
    ids = { workspace_id = "integer", message_id = "string" },
    body = t.create_chat_message_body,
    answer = t.create_reply_message_answer,
  },
  {
    id = "getChatMessageTaggedUsers", name = "get_chat_message_tagged_users",
    kind = "read",
    doc = "List the users that a message mentions.",
    method = "GET",
    path = "/v3/workspaces/{workspace_id}/chat/messages/{message_id}/tagged_users",
    ids = { workspace_id = "integer", message_id = "string" },
    query = o "cursor:string limit:limit",
    answer = t.get_chat_channel_followers_answer,
    paging = "cursor",
    items = "data",
  },
}
