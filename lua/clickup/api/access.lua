-- SPDX-License-Identifier: MIT
--- Privacy of objects, and who has access.
-- Made by `make api`, from ClickUp's documents and spec/api/overlay.lua: do not edit.

local s = require "clickup.schema"

local t = {} -- types of this group
local o = s.reader(t)

t.kind = s.one_of(s.string, { "user", "group" })
t.permission_level = s.one_of(s.integer, { 1, 3, 4, 5 })
t.from_parent_type = s.one_of(s.string, {
  "approval", "attachment", "attachmentAccess", "banWorkspace", "checklist", "checklistItem",
  "checklistTemplateAccess", "comment", "commentThread", "commentsLastReadAt", "customField",
  "customFieldAccess", "customItem", "customPermissionLevel", "dashboard", "dashboardAccess",
  "doc", "docAccess", "folder", "folderDescendantsSet", "folderTemplateAccess", "form",
  "formulaValue", "foundationalJob", "goal", "goalAccess", "goalFolder", "goalFolderAccess",
  "hierarchy", "list", "listDescendantsPoints", "listDescendantsSet",
  "listDescendantsTimeEstimates", "listTemplateAccess", "notepad", "page", "pageAccess",
  "post", "reminder", "reminderAccess", "rolledUpFieldValue", "scheduledComment", "space",
  "spaceDescendantsSet", "spaceTemplateAccess", "task", "taskAccess", "taskHistory",
  "taskProperty", "taskTemplateAccess", "template", "user", "userAccess", "userGroup",
  "userHierarchy", "userPresence", "view", "viewAccess", "viewTemplateAccess", "whiteboard",
  "whiteboardAccess", "widget", "workscheduleScheduleExceptions",
  "workscheduleWorkweekSchedule", "workspace", "workspaceDescendantsSet"
})
t.entry = o [[
  kind!:kind id!:string permission_level:permission_level from_group_id:string
  from_parent_type:from_parent_type from_parent_id:string calculated:boolean
]]
t.update_acl_body = o "private:boolean entries:entry[]"

return {
  types = t,
  {
    id = "publicPatchAcl", name = "update_acl",
    kind = "edit",
    doc = "Make an object private or public, and share it with users and groups.",
    method = "PATCH",
    path = "/v3/workspaces/{workspace_id}/{object_type}/{object_id}/acls",
    ids = { workspace_id = "integer", object_type = "string", object_id = "string" },
    id_values = { object_type = {
      "approval", "attachment", "attachmentAccess", "banWorkspace", "checklist",
      "checklistItem", "checklistTemplateAccess", "comment", "commentThread",
      "commentsLastReadAt", "customField", "customFieldAccess", "customItem",
      "customPermissionLevel", "dashboard", "dashboardAccess", "doc", "docAccess", "folder",
      "folderDescendantsSet", "folderTemplateAccess", "form", "formulaValue",
      "foundationalJob", "goal", "goalAccess", "goalFolder", "goalFolderAccess", "hierarchy",
      "list", "listDescendantsPoints", "listDescendantsSet", "listDescendantsTimeEstimates",
      "listTemplateAccess", "notepad", "page", "pageAccess", "post", "reminder",
      "reminderAccess", "rolledUpFieldValue", "scheduledComment", "space",
      "spaceDescendantsSet", "spaceTemplateAccess", "task", "taskAccess", "taskHistory",
      "taskProperty", "taskTemplateAccess", "template", "user", "userAccess", "userGroup",
      "userHierarchy", "userPresence", "view", "viewAccess", "viewTemplateAccess",
      "whiteboard", "whiteboardAccess", "widget", "workscheduleScheduleExceptions",
      "workscheduleWorkweekSchedule", "workspace", "workspaceDescendantsSet" } },
    body = t.update_acl_body,
  },
}
