-- SPDX-License-Identifier: MIT
--- Audit logs.
-- Made by `make api`, from ClickUp's documents and spec/api/overlay.lua: do not edit.

local s = require "clickup.schema"

local t = {} -- types of this group
local o = s.reader(t)

t.event_type = s.one_of(s.string, {
  "USER_LOGIN", "USER_LOGOUT", "CHANGE_2FA", "CHANGE_EMAIL", "CHANGE_PASSWORD",
  "JOIN_WORKSPACE", "LEAVE_WORKSPACE", "RESET_PASSWORD", "ROLE_CHANGE", "SCIM_DEPROVISION",
  "SCIM_PROVISION", "SCIM_UPDATE", "SECURE_LOGIN_EMAIL_SENT", "ADVANCED_SETTINGS_UPDATED",
  "CHANGE_2FA_POLICY", "CHANGE_ROLE_PERMISSIONS", "CHANGE_SSO_POLICY", "CHANGE_USER_ROLE",
  "CUSTOM_ROLE_CREATED", "CUSTOM_ROLE_DELETED", "CUSTOM_ROLE_UPDATED", "TEAM_CREATED",
  "TEAM_DELETED", "TEAM_EDITED", "TEAM_MEMBER_ADDED", "TEAM_MEMBER_REMOVED",
  "INVITE_TO_WORKSPACE", "REMOVE_FROM_WORKSPACE", "SCIM_GROUP_CREATED", "SCIM_GROUP_DELETED",
  "SCIM_GROUP_UPDATED", "SSO_CONFIG_UPDATED", "TASK_ARCHIVED", "TASK_ASSIGNEES_CHANGED",
  "TASK_CREATED", "TASK_CUSTOM_FIELD_VALUES_CHANGED", "TASK_DELETED", "TASK_PRIORITY_CHANGED",
  "TASK_RESTORED", "TASK_STATUS_CHANGED", "TASK_UNARCHIVED", "FIELD_CONVERTED",
  "FIELD_CREATED", "FIELD_DROPDOWN_OPTIONS_CREATED", "FIELD_DROPDOWN_OPTIONS_REMOVED",
  "FIELD_DROPDOWN_OPTIONS_UPDATED", "FIELD_DUPLICATED",
  "FIELD_GROUP_MEMBER_PERMISSION_REMOVED", "FIELD_GROUP_MEMBER_PERMISSION_SET",
  "FIELD_LABEL_OPTIONS_CREATED", "FIELD_LABEL_OPTIONS_REMOVED", "FIELD_LABEL_OPTIONS_UPDATED",
  "FIELD_LOCATION_ADDED", "FIELD_LOCATION_REMOVED", "FIELD_LOCATION_UPDATED",
  "FIELD_MEMBER_PERMISSION_REMOVED", "FIELD_MEMBER_PERMISSION_SET", "FIELD_MERGED",
  "FIELD_PERMANENTLY_REMOVED", "FIELD_REMOVED", "FIELD_RESTORED", "FIELD_UPDATED"
})
t.event_status = s.one_of(s.string, {
  "success", "failed", "warn", "skipped", "started", "completed", "error", "system_error"
})
t.filter = o [[
  workspaceId:any{} userId:string[] userEmail:string[] eventType:event_type
  eventStatus:event_status startTime:number endTime:number
]]
t.applicability = s.one_of(s.string, {
  "agent-settings-activity", "auth-and-security", "custom-fields", "hierarchy-activity",
  "user-activity", "other-activity"
})
t.pagination = o [[
  pageRows:number pageTimestamp:number pageDirection:any
]]
t.query_audit_log_body = o [[
  filter:filter applicability:applicability pagination:pagination
]]

return {
  types = t,
  {
    id = "queryAuditLog", name = "query_audit_log",
    kind = "read",
    doc = "Search the audit log of a Workspace.",
    method = "POST",
    path = "/v3/workspaces/{workspace_id}/auditlogs",
    ids = { workspace_id = "integer" },
    body = t.query_audit_log_body,
    may_be_empty = true,
    answer = s.any,
  },
}
