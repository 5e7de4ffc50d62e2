-- SPDX-License-Identifier: MIT
--- What the sandbox remembers: users, tokens, goals, key results and what was done to them.
-- Pure: no I/O, and time comes from the clock that is passed in (Unix milliseconds).

local json = require "clickup.sandbox.json"

local M = {}

---@class clickup.sandbox.Action
---@field id string
---@field user_id integer
---@field at_ms integer
---@field note string
---@field steps_before number?
---@field steps_taken number?

---@class clickup.sandbox.KeyResult
---@field id string
---@field goal clickup.sandbox.Goal
---@field name string
---@field type string
---@field unit string
---@field creator integer
---@field created_ms integer
---@field owners integer[]
---@field task_ids string[]
---@field list_ids string[]
---@field steps_start number
---@field steps_end number
---@field steps_current number
---@field actions clickup.sandbox.Action[] oldest first

---@class clickup.sandbox.Goal
---@field id string
---@field pretty_id string
---@field name string
---@field team_id string
---@field creator integer
---@field created_ms integer
---@field updated_ms integer
---@field start_ms integer?
---@field due_ms integer?
---@field description string
---@field color string
---@field multiple_owners boolean
---@field owners integer[]
---@field editor_token string
---@field key_results clickup.sandbox.KeyResult[] oldest first

---@class clickup.sandbox.State
---@field users table<integer, table> the user objects of ClickUp's answers, by id
---@field teams table<string, boolean>
---@field goals clickup.sandbox.Goal[] oldest first
local State = {}
State.__index = State

local TEAM_ID = "90151234567" -- beyond 32 bits, as today's Workspace ids are
local USER_ID = 183

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

---@return string # a random UUID, version 4
local function new_uuid()
  local high = math.random(0) & ~0xF000 | 0x4000
  local low = math.random(0) & ~(3 << 62) | (1 << 63)
  local hex = ("%016x%016x"):format(high, low)
  return (hex:gsub("^(........)(....)(....)(....)", "%1-%2-%3-%4-"))
end

---@param clock fun(): integer Unix milliseconds
---@param tokens string[] personal when they start with `pk_`, else OAuth access tokens
---@param goal_id string? the id of the goal that is there from the start
---@return clickup.sandbox.State
function M.new(clock, tokens, goal_id)
  local self = setmetatable({
    clock = clock,
    users = {},
    teams = { [TEAM_ID] = true },
    tokens = {},
    goals = {},
    goals_by_id = {},
    last_pretty_id = 5,
  }, State)
  for _, user in ipairs(USERS) do self.users[user.id] = user end
  for _, token in ipairs(tokens) do self.tokens[token] = USER_ID end
  self:add_goal({ id = goal_id, name = "Goal Name", owners = { USER_ID } })
  return self
end

---@param authorization string the header's value
---@return integer? user_id nil when it is refused
---@return string? token
function State:authenticate(authorization)
  local access_token = authorization:match("^Bearer (.+)$")
  local token = access_token or authorization
  local personal = token:find("^pk_") ~= nil
  if personal == (access_token ~= nil) then return nil end
  return self.tokens[token], token
end

---@param goal_id string
---@return clickup.sandbox.Goal?
function State:goal(goal_id)
  return self.goals_by_id[goal_id]
end

---@param fields table a user object of ClickUp's answers, of which only the id is required
function State:add_user(fields)
  local user = {
    id = math.tointeger(fields.id) or error("a user needs an integer id", 0),
    username = fields.username or "New User",
    initials = fields.initials or "NU",
    email = fields.email or "newuser@gmail.com",
    color = fields.color or json.null,
    profilePicture = fields.profilePicture or json.null,
  }
  self.users[user.id] = user
end

---@param owners integer[]
---@return integer? unknown the first one that is nobody's id
function State:unknown_user(owners)
  for _, id in ipairs(owners) do
    if not self.users[math.tointeger(id)] then return id end
  end
end

local function editor_token(at_ms)
  return ("goal:%s:%d:%s:%s"):format(new_uuid(), at_ms, new_uuid(), new_uuid())
end

--- Adds a goal. What is left out of the fields gets the value of a goal made by hand.
---@param fields table the body of CreateGoal, and optionally id and team_id
---@param user_id integer? who does it
---@return clickup.sandbox.Goal
function State:add_goal(fields, user_id)
  local now = self.clock()
  self.last_pretty_id = self.last_pretty_id + 1
  local goal = {
    id = fields.id or new_uuid(),
    pretty_id = ("%d"):format(self.last_pretty_id),
    name = fields.name or "Goal Name",
    team_id = fields.team_id or TEAM_ID,
    creator = user_id or USER_ID,
    created_ms = now,
    updated_ms = now,
    start_ms = fields.start_date,
    due_ms = fields.due_date,
    description = fields.description or "",
    color = fields.color or "#32a852",
    multiple_owners = fields.multiple_owners ~= false,
    owners = fields.owners or {},
    editor_token = editor_token(now),
    key_results = {},
  }
  self.teams[goal.team_id] = true
  self.goals[#self.goals + 1] = goal
  self.goals_by_id[goal.id] = goal
  return goal
end

--- Adds a key result to a goal, and "Created Key Result" to its history.
---@param goal clickup.sandbox.Goal
---@param fields table the body of CreateKeyResult, and optionally id and steps_current
---@param user_id integer? who does it
---@return clickup.sandbox.KeyResult
function State:add_key_result(goal, fields, user_id)
  local now = self.clock()
  local steps_start = fields.steps_start or 0
  local key_result = {
    id = fields.id or new_uuid(),
    goal = goal,
    name = fields.name or "New Key Result Name",
    type = fields.type or "number",
    unit = fields.unit or "",
    creator = user_id or USER_ID,
    created_ms = now,
    owners = fields.owners or {},
    task_ids = fields.task_ids or {},
    list_ids = fields.list_ids or {},
    steps_start = steps_start,
    steps_end = fields.steps_end or 10,
    steps_current = fields.steps_current or steps_start,
    actions = {},
  }
  goal.key_results[#goal.key_results + 1] = key_result
  self:add_action(key_result, { note = "Created Key Result" }, user_id)
  return key_result
end

--- Notes in the history that something was done to a key result.
---@param key_result clickup.sandbox.KeyResult
---@param fields table note, and what is known of steps_before and steps_taken
---@param user_id integer? who does it
function State:add_action(key_result, fields, user_id)
  local now = self.clock()
  key_result.actions[#key_result.actions + 1] = {
    id = new_uuid(),
    user_id = user_id or USER_ID,
    at_ms = now,
    note = fields.note,
    steps_before = fields.steps_before,
    steps_taken = fields.steps_taken,
  }
  key_result.goal.updated_ms = now
end

M.new_uuid = new_uuid
M.TEAM_ID = TEAM_ID

return M
