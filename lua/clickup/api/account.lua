-- SPDX-License-Identifier: MIT
--- Who and what a token gives access to.
-- Made by `make api`, from ClickUp's documents and spec/api/details.lua: do not edit.

-- luacheck: no max string line length

local s = require "clickup.schema"
local types = require "clickup.api.types"

return {
  {
    id = "GetAuthorizedTeams",
    name = "get_authorized_teams",
    doc = "List the Workspaces that the token gives access to.",
    kind = "read",
    method = "GET",
    path = "/v2/team",
    answer = s.array(types.team),
    envelope = "teams",
    example = {
      ids = {},
      answer = [[
{"teams": [{"id": "1234", "name": "My ClickUp Workspace", "color": "#000000",
"avatar": "https://clickup.com/avatar.jpg", "members": [{"user": {"id": 123,
"username": "John Doe", "color": "#000000",
"profilePicture": "https://clickup.com/avatar.jpg"}}]}]}
]],
    },
  },
  {
    id = "GetAuthorizedUser",
    name = "get_authorized_user",
    doc = "Read the user that the token belongs to.",
    kind = "read",
    method = "GET",
    path = "/v2/user",
    answer = types.user,
    envelope = "user",
    example = {
      ids = {},
      answer = [[
{"user": {"id": 123, "username": "John Doe", "email": "user@company.com", "color": "#000000",
"profilePicture": "https://clickup.com/avatar.jpg", "initials": "JD", "week_start_day": 0,
"global_font_support": false, "timezone": "America/Los_Angeles"}}
]],
    },
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
      answer = [[
{"access_token": "access token"}
]],
    },
  },
  {
    id = "GetWorkspaceplan",
    name = "get_workspaceplan",
    doc = "Read which Plan a Workspace has.",
    kind = "read",
    method = "GET",
    path = "/v2/team/{team_id}/plan",
    ids = { team_id = "integer" },
    answer = s.object {
      { "plan_name", s.string },
      { "plan_id", s.integer },
    },
    example = {
      ids = { 123 },
      answer = [[
{"plan_name": "Enterprise", "plan_id": 4}
]],
    },
  },
  {
    id = "GetWorkspaceseats",
    name = "get_workspaceseats",
    doc = "Read how many seats a Workspace has, and how many are filled.",
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
        { "total_guest_seats", s.any, doc = "a number, or \"Infinity\"" },
        { "empty_guest_seats", s.any, doc = "a number, or \"Infinity\"" },
      } },
    },
    example = {
      ids = { 123 },
      answer = [[
{"members": {"filled_members_seats": 9, "total_member_seats": 9, "empty_member_seats": 0},
"guests": {"filled_guest_seats": 2, "total_guest_seats": 50, "empty_guest_seats": 48}}
]],
    },
  },
}
