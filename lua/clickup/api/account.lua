-- SPDX-License-Identifier: MIT
--- Who and what a token gives access to, as data.

local s = require "clickup.schema"
local types = require "clickup.api.types"

local team = s.object {
  { "id", s.string },
  { "name", s.string },
  { "color", s.string, null = true },
  { "avatar", s.string, null = true },
  { "members", s.array(s.object { { "user", types.user } }) },
}

return {
  {
    id = "GetAuthorizedTeams",
    name = "get_authorized_teams",
    doc = "View the Workspaces available to the authenticated user.",
    kind = "read",
    method = "GET",
    path = "/v2/team",
    answer = s.array(team),
    envelope = "teams",
    example = { ids = {} },
  },
  {
    id = "GetAuthorizedUser",
    name = "get_authorized_user",
    doc = "View the details of the authenticated user's ClickUp account.",
    kind = "read",
    method = "GET",
    path = "/v2/user",
    answer = types.user,
    envelope = "user",
    example = { ids = {} },
  },
  {
    id = "GetAccessToken",
    name = "get_access_token",
    doc = "Exchange an OAuth code for a token; see clickup.oauth. The code works once.",
    kind = "exchange",
    method = "POST",
    path = "/v2/oauth/token",
    body = s.object {
      { "client_id", s.string, required = true },
      { "client_secret", s.string, required = true, secret = true },
      { "code", s.string, required = true, secret = true },
    },
    answer = s.object { { "access_token", s.string, secret = true } },
    example = {
      ids = {},
      body = { client_id = "your_client_id", client_secret = "your_client_secret",
        code = "authorization_code" },
    },
  },
  {
    id = "GetWorkspaceplan",
    name = "get_workspaceplan",
    doc = "View the current Plan of the specified Workspace.",
    kind = "read",
    method = "GET",
    path = "/v2/team/{team_id}/plan",
    ids = { team_id = "integer" },
    answer = s.object { { "plan_name", s.string }, { "plan_id", s.integer } },
    example = { ids = { 512 } },
  },
  {
    id = "GetWorkspaceseats",
    name = "get_workspaceseats",
    doc = "View the used, total, and available member and guest seats of a Workspace.",
    kind = "read",
    method = "GET",
    path = "/v2/team/{team_id}/seats",
    ids = { team_id = "integer" },
    answer = s.object {
      { "members", s.object {
        { "filled_members_seats", s.int32 },
        { "total_member_seats", s.int32 },
        { "empty_member_seats", s.int32 },
      } },
      { "guests", s.object {
        { "filled_guest_seats", s.int32 },
        { "total_guest_seats", s.int32, null = true },
        { "empty_guest_seats", s.int32, null = true },
      } },
    },
    example = { ids = { 512 } },
  },
}
