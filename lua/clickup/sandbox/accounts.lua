-- SPDX-License-Identifier: MIT
--- Who there is: users, Workspaces, tokens, and the OAuth codes that become tokens.

local json = require "clickup.sandbox.json"

local M = {}

---@class clickup.sandbox.Team a Workspace; every user is a member of each
---@field id string
---@field name string
---@field plan_id integer
---@field plan_name string
---@field member_seats integer|string
---@field guest_seats integer|string a number, or "Infinity"

---@class clickup.sandbox.Code an OAuth code
---@field client_id string? the app that it is for (default: any)
---@field client_secret string? that app's (default: any)
---@field user_id integer who has agreed
---@field access_token string what it becomes
---@field used boolean?

---@class clickup.sandbox.Accounts
---@field users table<integer, table> the user objects of ClickUp's answers, by id
---@field user_ids integer[] in the order in which they came
---@field teams table<string, clickup.sandbox.Team>
---@field team_ids string[] in the order in which they came
---@field tokens table<string, integer> the user's id
---@field codes table<string, clickup.sandbox.Code>
local Accounts = {}
Accounts.__index = Accounts

local TEAM_ID = "90151234567" -- beyond 32 bits, as today's Workspace ids are
local USER_ID = 183
local CODE = "sandbox-code" -- there from the start, for any app

local PICTURES = "https://attachments-public.clickup.com/profilePictures/"
local USERS = {
  {
    id = 183, username = "John Doe", initials = "JD", email = "johndoe@gmail.com",
    color = "#827718", profilePicture = PICTURES .. "183_abc.jpg",
  },
  {
    id = 182, username = "Jane Doe", initials = "JD", email = "janedoe@gmail.com",
    color = "#827718", profilePicture = PICTURES .. "182_abc.jpg",
  },
  -- The picture and colour of a user who never set them are null, whatever the document says.
  {
    id = 184, username = "Robin Roe", initials = "RR", email = "robinroe@gmail.com",
    color = json.null, profilePicture = json.null,
  },
}

--- Adds a user, or replaces the one with this id.
---@param fields table a user object of ClickUp's answers, of which only the id is required
function Accounts:add_user(fields)
  local user = {
    id = math.tointeger(fields.id),
    username = fields.username or "New User",
    initials = fields.initials or "NU",
    email = fields.email or "newuser@gmail.com",
    color = fields.color or json.null,
    profilePicture = fields.profilePicture or json.null,
  }
  if not self.users[user.id] then table.insert(self.user_ids, user.id) end
  self.users[user.id] = user
end

---@param owners integer[]
---@return integer? unknown the first one that is nobody's id
function Accounts:unknown_user(owners)
  for _, id in ipairs(owners) do
    if not self.users[math.tointeger(id)] then return id end
  end
end

--- Adds a Workspace, or changes the one with this id.
---@param fields table of clickup.sandbox.Team; only the id is required
function Accounts:add_team(fields)
  local id = fields.id
  local team = self.teams[id]
  if not team then
    table.insert(self.team_ids, id)
    team = {
      id = id, name = "My ClickUp Workspace", plan_id = 4, plan_name = "Enterprise",
      member_seats = 10, guest_seats = 50,
    }
    self.teams[id] = team
  end
  for name in pairs(team) do
    if fields[name] ~= nil then team[name] = fields[name] end
  end
end

---@param authorization string the header's value
---@return integer? user_id nil when it is refused
---@return string? token
function Accounts:authenticate(authorization)
  local access_token = authorization:match("^Bearer (.+)$")
  local token = access_token or authorization
  local personal = token:find("^pk_") ~= nil
  if personal == (access_token ~= nil) then return nil end
  return self.tokens[token], token
end

local function random_hex(length)
  local digits = {}
  for i = 1, length do digits[i] = ("%x"):format(math.random(0, 15)) end
  return table.concat(digits)
end

--- Adds a code, as the page where a user agrees would give to an app.
---@param fields table of clickup.sandbox.Code, and `code`, the only one that is required
function Accounts:add_code(fields)
  self.codes[fields.code] = {
    client_id = fields.client_id,
    client_secret = fields.client_secret,
    user_id = math.tointeger(fields.user_id) or USER_ID,
    access_token = fields.access_token or "183_" .. random_hex(64),
  }
end

local function is_for(code, app)
  return (not code.client_id or code.client_id == app.client_id)
    and (not code.client_secret or code.client_secret == app.client_secret)
end

--- Makes a token of a code, once. Another app's attempt doesn't use it up.
---@param fields { code: string, client_id: string, client_secret: string }
---@return string? access_token
---@return "unknown"|"client"|"used"|nil problem
function Accounts:exchange_code(fields)
  local code = self.codes[fields.code]
  if not code then return nil, "unknown" end
  if not is_for(code, fields) then return nil, "client" end
  if code.used then return nil, "used" end
  code.used = true
  self.tokens[code.access_token] = code.user_id
  return code.access_token
end

--- Gives a state the accounts that there are from the start.
---@param state table
---@param tokens string[] personal when they start with `pk_`, else OAuth access tokens
function M.init(state, tokens)
  state.users, state.user_ids = {}, {}
  state.teams, state.team_ids = {}, {}
  state.tokens, state.codes = {}, {}
  for _, user in ipairs(USERS) do Accounts.add_user(state, user) end
  Accounts.add_team(state, { id = TEAM_ID })
  Accounts.add_code(state, { code = CODE })
  for _, token in ipairs(tokens) do state.tokens[token] = USER_ID end
end

M.Accounts = Accounts
M.TEAM_ID = TEAM_ID
M.USER_ID = USER_ID

return M
