-- SPDX-License-Identifier: MIT
-- What no document says about the operations: their groups, what they are in our words, names where
-- the operationId is odd, and what running one twice means where its method does not tell.

local details = require "spec.api.details"
local found = require "spec.api.found"

-- Twice is the same as once, or the second is refused.
local function idempotent(doc, name) return { doc, name = name, kind = "edit" } end

-- Twice is more than once, though it is a PUT.
local function unsafe(doc, name) return { doc, name = name, kind = "create" } end

local function named(name, doc) return { doc, name = name } end

return {
  -- In the order of help and index; `details`: groups that are known in detail.
  groups = {
    { name = "goals", doc = "Goals and their key results, which the app calls Targets.",
      tags = { "Goals" }, details = details.goals },
    { name = "account", doc = "Who and what a token gives access to.", details = details.account,
      tags = { "Authorization", "Workspaces" } },
    { name = "webhooks", doc = "Webhooks; clickup.webhook checks what they send.",
      tags = { "Webhooks" }, details = details.webhooks },
    { name = "spaces", doc = "Spaces.", tags = { "Spaces" } },
    { name = "folders", doc = "Folders.", tags = { "Folders" } },
    { name = "lists", doc = "Lists, and the tasks in several of them.", tags = { "Lists" } },
    { name = "tasks", doc = "Tasks.", tags = { "Tasks" } },
    { name = "checklists", doc = "Checklists of tasks.", tags = { "Task Checklists" } },
    { name = "relationships", doc = "Links and dependencies between tasks.",
      tags = { "Task Relationships" } },
    { name = "comments", doc = "Comments and their threads.", tags = { "Comments" } },
    { name = "tags", doc = "Tags of Spaces and tasks.", tags = { "Tags" } },
    { name = "custom_fields", doc = "Custom Fields and their values.", tags = { "Custom Fields" } },
    { name = "custom_items", doc = "Custom task types.", tags = { "Custom Task Types" } },
    { name = "time_tracking", doc = "Time entries and timers.", tags = { "Time Tracking" } },
    { name = "tracked_time", doc = "Time of tasks, the older way.",
      tags = { "Time Tracking (Legacy)" } },
    { name = "views", doc = "Views.", tags = { "Views" } },
    { name = "members", doc = "Members of tasks and Lists.", tags = { "Members" } },
    { name = "users", doc = "Users of a Workspace.", tags = { "Users" } },
    { name = "guests", doc = "Guests and what they see.", tags = { "Guests" } },
    { name = "user_groups", doc = "Groups of users.", tags = { "User Groups" } },
    { name = "roles", doc = "Custom roles.", tags = { "Roles" } },
    { name = "shared", doc = "What is shared with you.", tags = { "Shared Hierarchy" } },
    { name = "templates", doc = "Templates.", tags = { "Templates" } },
    { name = "docs", doc = "Docs and their pages.", tags = { "Docs" } },
    { name = "chat", doc = "Chat: channels, messages, replies and reactions.", tags = { "Chat" } },
    { name = "attachments", doc = "Attachments.", tags = { "Attachments" } },
    { name = "access", doc = "Privacy of objects, and who has access.",
      tags = { "Acls" } },
    { name = "audit_logs", doc = "Audit logs.", tags = { "Auditlogs" } },
  },

  -- Operations that are not there: none.
  left_out = {},

  -- Objects whose names in the document are ids of examples.
  maps = { "GetBulkTasks'TimeinStatus:answer" },

  -- How creates are found again.
  found = found,

  -- Fields that stand beside `properties`, not in them.
  stray = {
    "GetSpaces:answer.spaces[].members user",
    "GetTeamViews:answer.views[].view team_sidebar",
    "GetTeamViews:answer.views[].view settings",
    "GetTeamViews:answer.views[].view columns",
    "GetSpaceViews:answer.views[].view team_sidebar",
    "GetSpaceViews:answer.views[].view settings",
    "GetSpaceViews:answer.views[].view columns",
    "GetFolderViews:answer.views[].view team_sidebar",
    "GetFolderViews:answer.views[].view settings",
    "GetFolderViews:answer.views[].view columns",
    "GetListViews:answer.views[].view team_sidebar",
    "GetListViews:answer.views[].view settings",
    "GetListViews:answer.views[].view columns",
    "GetView:answer|1.view team_sidebar",
    "GetView:answer|1.view settings",
    "GetView:answer|1.view columns",
  },

  -- Fields that are called otherwise by the live API.
  misspelt = { timezeone = "timezone" },

  operations = {
    -- spaces
    GetSpaces = "List the Spaces of a Workspace.",
    CreateSpace = "Create a Space in a Workspace.",
    GetSpace = "Read a Space.",
    UpdateSpace = "Rename a Space, set its color, and switch its features.",
    DeleteSpace = "Delete a Space.",

    -- folders
    GetFolders = { "List the Folders of a Space.", right = "example" },
    CreateFolder = "Create a Folder in a Space.",
    GetFolder = "Read a Folder and its Lists.",
    UpdateFolder = "Rename a Folder.",
    DeleteFolder = "Delete a Folder.",
    CreateFolderFromTemplate = "Create a Folder in a Space, from a template.",

    -- lists
    GetLists = "List the Lists of a Folder.",
    CreateList = "Create a List in a Folder.",
    GetFolderlessLists = "List the Lists of a Space that are in no Folder.",
    CreateFolderlessList = "Create a List in a Space, in no Folder.",
    GetList = "Read a List.",
    UpdateList = "Rename a List, and set its content, due date, priority, assignee and color.",
    DeleteList = "Delete a List.",
    AddTaskToList = idempotent "Show a task in one more List.",
    RemoveTaskFromList = "Take a task out of a List that it was added to.",
    CreateFolderListFromTemplate = "Create a List in a Folder, from a template.",
    CreateSpaceListFromTemplate = "Create a List in a Space, from a template.",

    -- tasks
    GetTasks = "List the tasks of a List, a page at a time.",
    CreateTask = "Create a task in a List.",
    GetTask = "Read a task.",
    UpdateTask = "Change a task.",
    DeleteTask = "Delete a task.",
    GetFilteredTeamTasks = "List the tasks of a Workspace that meet a filter, a page at a time.",
    ["GetTask'sTimeinStatus"] = named("get_task_time_in_status",
      "Read how long a task was in each status."),
    ["GetBulkTasks'TimeinStatus"] = { "Read how long each of several tasks was in each status.",
      name = "get_bulk_tasks_time_in_status",
      query = { task_ids = { kind = "array", of = { kind = "string" }, max = 100 } } },
    CreateTaskFromTemplate = "Create a task in a List, from a template.",
    mergeTasks = idempotent "Merge other tasks into a task.",
    moveTask = "Move a task to another List as its home.",
    updateTimeEstimatesByUser = "Change the time estimates of some users for a task.",
    replaceTimeEstimatesByUser = "Set the time estimates of all users for a task.",

    -- checklists
    CreateChecklist = "Add a checklist to a task.",
    EditChecklist = "Rename a checklist, and move it among those of its task.",
    DeleteChecklist = "Delete a checklist.",
    CreateChecklistItem = "Add an item to a checklist.",
    EditChecklistItem = "Change an item of a checklist.",
    DeleteChecklistItem = "Delete an item of a checklist.",

    -- relationships
    AddDependency = idempotent "Make a task wait for another, or another wait for it.",
    DeleteDependency = "Remove a dependency between two tasks.",
    AddTaskLink = idempotent "Link two tasks.",
    DeleteTaskLink = "Unlink two tasks.",

    -- comments
    GetTaskComments = "List the comments on a task, the newest first, 25 at a time.",
    CreateTaskComment = "Comment on a task.",
    GetChatViewComments = "List the comments in a Chat view, the newest first, 25 at a time.",
    CreateChatViewComment = "Comment in a Chat view.",
    GetListComments = "List the comments on a List, the newest first, 25 at a time.",
    CreateListComment = "Comment on a List.",
    UpdateComment = "Change a comment, assign it, resolve it.",
    DeleteComment = "Delete a comment.",
    GetThreadedComments = "List the replies to a comment.",
    CreateThreadedComment = "Reply to a comment.",
    getSubtypes = named("get_comment_subtypes", "List the subtypes of a type of comment."),

    -- tags
    GetSpaceTags = "List the tags of a Space.",
    CreateSpaceTag = idempotent "Create a tag in a Space.",
    EditSpaceTag = "Rename a tag of a Space, and set its colors.",
    DeleteSpaceTag = "Delete a tag of a Space.",
    AddTagToTask = idempotent "Put a tag on a task.",
    RemoveTagFromTask = "Take a tag off a task.",

    -- custom_fields
    GetAccessibleCustomFields = "List the Custom Fields of a List.",
    getFolderAvailableFields = "List the Custom Fields of a Folder.",
    getSpaceAvailableFields = "List the Custom Fields of a Space.",
    getTeamAvailableFields = "List the Custom Fields of a Workspace.",
    SetCustomFieldValue = idempotent "Set the value of a Custom Field of a task.",
    RemoveCustomFieldValue = "Empty a Custom Field of a task.",

    -- custom_items
    GetCustomItems = { "List the custom task types of a Workspace.", right = "schema" },

    -- time_tracking
    Gettimeentrieswithinadaterange = named("get_time_entries",
      "List the time entries of a Workspace between two dates."),
    Createatimeentry = named("create_time_entry", "Create a time entry."),
    Getsingulartimeentry = { "Read a time entry.", name = "get_time_entry", right = "either" },
    UpdateatimeEntry = named("update_time_entry", "Change a time entry."),
    DeleteatimeEntry = named("delete_time_entry", "Delete a time entry."),
    Gettimeentryhistory = named("get_time_entry_history", "List the changes of a time entry."),
    Getrunningtimeentry = named("get_running_time_entry", "Read the time entry that is running."),
    StartatimeEntry = named("start_time_entry", "Start a timer."),
    StopatimeEntry = idempotent("Stop the timer that is running.", "stop_time_entry"),
    Getalltagsfromtimeentries = named("get_time_entry_tags",
      "List the tags of all time entries of a Workspace."),
    Addtagsfromtimeentries = idempotent("Put tags on time entries.", "add_time_entry_tags"),
    Removetagsfromtimeentries = named("remove_time_entry_tags", "Take tags off time entries."),
    Changetagnamesfromtimeentries = named("change_time_entry_tag",
      "Rename a tag of time entries, and set its colors."),

    -- tracked_time
    Gettrackedtime = named("get_tracked_time", "List the time that was tracked on a task."),
    Tracktime = named("track_time", "Add time to a task."),
    Edittimetracked = named("edit_tracked_time", "Change an interval of tracked time."),
    Deletetimetracked = named("delete_tracked_time", "Delete an interval of tracked time."),

    -- views
    GetTeamViews = "List the views of a Workspace.",
    CreateTeamView = "Create a view of a Workspace.",
    GetSpaceViews = "List the views of a Space.",
    CreateSpaceView = "Create a view of a Space.",
    GetFolderViews = "List the views of a Folder.",
    CreateFolderView = "Create a view of a Folder.",
    GetListViews = "List the views of a List.",
    CreateListView = "Create a view of a List.",
    GetView = { "Read a view.", answer_of = "UpdateView" },
    UpdateView = "Change a view.",
    DeleteView = "Delete a view.",
    GetViewTasks = "List the tasks that a view shows, a page at a time.",

    -- members, users, guests, user_groups, roles
    GetTaskMembers = "List the users who have access to a task.",
    GetListMembers = "List the users who have access to a List.",
    InviteUserToWorkspace = "Invite a user to a Workspace.",
    GetUser = "Read a user of a Workspace.",
    EditUserOnWorkspace = "Rename a user of a Workspace, and set their role.",
    RemoveUserFromWorkspace = "Remove a user from a Workspace.",
    InviteGuestToWorkspace = "Invite a guest to a Workspace.",
    GetGuest = "Read a guest of a Workspace.",
    EditGuestOnWorkspace = "Change what a guest of a Workspace may do.",
    RemoveGuestFromWorkspace = "Remove a guest from a Workspace.",
    AddGuestToTask = idempotent "Give a guest access to a task.",
    RemoveGuestFromTask = "End the access of a guest to a task.",
    AddGuestToList = idempotent "Give a guest access to a List.",
    RemoveGuestFromList = "End the access of a guest to a List.",
    AddGuestToFolder = idempotent "Give a guest access to a Folder.",
    RemoveGuestFromFolder = "End the access of a guest to a Folder.",
    CreateUserGroup = "Create a group of users.",
    GetTeams1 = named("get_user_groups", "List the groups of users of a Workspace."),
    UpdateTeam = named("update_user_group", "Rename a group of users, and change its members."),
    DeleteTeam = named("delete_user_group", "Delete a group of users."),
    GetCustomRoles = "List the custom roles of a Workspace.",

    -- shared, templates
    SharedHierarchy = named("get_shared_hierarchy",
      "List the tasks, Lists and Folders that are shared with you."),
    GetTaskTemplates = "List the task templates of a Workspace, a page at a time.",
    GetListTemplates = "List the List templates of a Workspace.",
    GetFolderTemplates = "List the Folder templates of a Workspace.",

    -- docs
    searchDocsPublic = named("search_docs", "List the Docs of a Workspace that meet a filter."),
    createDocPublic = named("create_doc", "Create a Doc."),
    getDocPublic = named("get_doc", "Read a Doc, without its pages."),
    getDocPageListingPublic = named("get_doc_page_listing", "List the pages of a Doc by name."),
    getDocPagesPublic = named("get_doc_pages", "Read the pages of a Doc."),
    createPagePublic = named("create_page", "Create a page in a Doc."),
    getPagePublic = named("get_page", "Read a page of a Doc."),
    editPagePublic = unsafe("Change a page of a Doc; what is added to it twice is there twice.",
      "edit_page"),

    -- chat
    getChatChannels = { "List the channels of a Workspace.",
      query = { channel_types = { kind = "array", of = { kind = "string" } } } },
    createChatChannel = "Create a channel.",
    createLocationChatChannel = "Create the channel of a Space, a Folder or a List.",
    createDirectMessageChatChannel = "Create a channel for direct messages.",
    getChatChannel = "Read a channel.",
    updateChatChannel = "Change a channel.",
    deleteChatChannel = "Delete a channel.",
    getChatChannelFollowers = "List the followers of a channel.",
    getChatChannelMembers = "List the members of a channel.",
    getChatMessages = "List the messages of a channel.",
    createChatMessage = "Send a message to a channel.",
    patchChatMessage = named("update_chat_message", "Change a message."),
    deleteChatMessage = "Delete a message.",
    getChatMessageReactions = "List the reactions to a message.",
    createChatReaction = idempotent "React to a message.",
    deleteChatReaction = "Take back a reaction to a message.",
    getChatMessageReplies = "List the replies to a message.",
    createReplyMessage = "Reply to a message.",
    getChatMessageTaggedUsers = "List the users that a message mentions.",

    -- attachments, access, audit_logs; `file`: the field of a form that the file is in, which the
    -- document of v3 does not declare
    CreateTaskAttachment = { "Attach a file to a task.", file = "attachment" },
    postEntityAttachment = { "Attach a file to a task, or upload one for a Custom Field.",
      file = "attachment" },
    getParentEntityAttachments = "List the attachments of a task or a Custom Field.",
    publicPatchAcl = named("update_acl",
      "Make an object private or public, and share it with users and groups."),
    queryAuditLog = { "Search the audit log of a Workspace.", kind = "read" },
  },
}
