-- SPDX-License-Identifier: MIT
--- What the sandbox remembers: accounts, goals in folders and outside, their key results, what was
-- done to these, and webhooks.
-- Pure: no I/O, and time comes from the clock that is passed in (Unix milliseconds).

local accounts = require "clickup.sandbox.accounts"
local hierarchy = require "clickup.sandbox.hierarchy"
local worlds = require "clickup.sandbox.worlds"

local M = {}

---@class clickup.sandbox.Action
---@field id string
---@field key_result clickup.sandbox.KeyResult
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
---@field last_action clickup.sandbox.Action
---@field hierarchy clickup.sandbox.Hierarchy

---@class clickup.sandbox.Goal
---@field id string
---@field pretty_id string
---@field name string
---@field team_id string
---@field folder clickup.sandbox.Folder?
---@field creator integer
---@field created_ms integer
---@field updated_ms integer
---@field start_ms integer?
---@field due_ms integer?
---@field description string? none when a goal was made by hand without one
---@field color string
---@field multiple_owners boolean
---@field owners integer[]
---@field editor_token string
---@field key_results clickup.sandbox.KeyResult[] oldest first
---@field history clickup.sandbox.Action[] oldest first

---@class clickup.sandbox.Folder of goals
---@field id string
---@field name string
---@field team_id string
---@field private boolean
---@field creator integer
---@field created_ms integer

---@class clickup.sandbox.Webhook
---@field id string
---@field team_id string
---@field user_id integer
---@field endpoint string
---@field events string[]
---@field status string
---@field fail_count integer
---@field secret string
---@field space_id integer?
---@field folder_id integer?
---@field list_id integer?
---@field task_id string?

---@class clickup.sandbox.State: clickup.sandbox.Accounts
---@field clock fun(): integer Unix milliseconds
---@field world clickup.sandbox.World
---@field goals_by_id table<string, clickup.sandbox.Goal>
---@field key_results_by_id table<string, clickup.sandbox.KeyResult>
---@field goals clickup.sandbox.Goal[] oldest first
---@field folders clickup.sandbox.Folder[] oldest first
---@field webhooks clickup.sandbox.Webhook[] oldest first
---@field attachments clickup.sandbox.Attachment[] oldest first
---@field hierarchy clickup.sandbox.Hierarchy what is in the Workspaces
local State = setmetatable({}, accounts.Accounts)
State.__index = State

local USER_ID = accounts.USER_ID

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
    world = {},
    goals = {},
    goals_by_id = {},
    key_results_by_id = {},
    folders = {},
    webhooks = {},
    attachments = {},
    last_pretty_id = 5,
  }, State)
  accounts.init(self, tokens)
  self.hierarchy = hierarchy.new(self, accounts.TEAM_ID)
  self:add_goal({ id = goal_id, name = "Goal Name", owners = { USER_ID } })
  return self
end

local function remove(list, item)
  for i, other in ipairs(list) do
    if other == item then return table.remove(list, i) end
  end
end

local function find(list, id)
  for _, item in ipairs(list) do
    if item.id == id then return item end
  end
end

-- Goals -------------------------------------------------------------------------------------------

---@param goal_id string
---@return clickup.sandbox.Goal?
function State:goal(goal_id)
  return self.goals_by_id[goal_id]
end

---@param folder_id string
---@return clickup.sandbox.Folder?
function State:folder(folder_id)
  return find(self.folders, folder_id)
end

--- Adds a folder for goals.
---@param fields table id, name, team_id, private, creator; all optional
---@return clickup.sandbox.Folder
function State:add_folder(fields)
  local folder = {
    id = fields.id or new_uuid(),
    name = fields.name or "Quarterly Goals",
    team_id = fields.team_id or accounts.TEAM_ID,
    private = fields.private == true,
    creator = fields.creator or USER_ID,
    created_ms = self.clock(),
  }
  self:add_team { id = folder.team_id }
  self.folders[#self.folders + 1] = folder
  return folder
end

local function editor_token(at_ms)
  return ("goal:%s:%d:%s:%s"):format(new_uuid(), at_ms, new_uuid(), new_uuid())
end

--- Adds a goal. What is left out of the fields gets the value of a goal made by hand.
---@param fields table the body of CreateGoal, and optionally id, team_id and folder
---@param user_id integer? who does it
---@return clickup.sandbox.Goal
function State:add_goal(fields, user_id)
  local now = self.clock()
  self.last_pretty_id = self.last_pretty_id + 1
  local goal = {
    id = fields.id or new_uuid(),
    pretty_id = ("%d"):format(self.last_pretty_id),
    name = fields.name or "Goal Name",
    team_id = fields.team_id or fields.folder and fields.folder.team_id or accounts.TEAM_ID,
    folder = fields.folder,
    creator = user_id or USER_ID,
    created_ms = worlds.born(self.world, now),
    updated_ms = now,
    start_ms = math.tointeger(fields.start_date),
    due_ms = math.tointeger(fields.due_date),
    description = fields.description,
    color = fields.color or "#32a852",
    multiple_owners = fields.multiple_owners ~= false,
    owners = fields.owners or {},
    editor_token = editor_token(now),
    made_ms = now,
    key_results = {},
    history = {},
  }
  self:add_team { id = goal.team_id }
  self.goals[#self.goals + 1] = goal
  self.goals_by_id[goal.id] = goal
  return goal
end

local function changed_owners(owners, removed, added)
  local result, leave = {}, {}
  for _, id in ipairs(removed or {}) do leave[math.tointeger(id)] = true end
  local function add(id)
    id = math.tointeger(id)
    if leave[id] then return end
    leave[id] = true -- it is there: not a second time
    result[#result + 1] = id
  end
  for _, id in ipairs(owners) do add(id) end
  for _, id in ipairs(added or {}) do add(id) end
  return result
end

--- Overwrites what the fields hold, be it empty, and nothing else.
---@param goal clickup.sandbox.Goal
---@param fields table the body of UpdateGoal; a date that isn't a number is none
function State:edit_goal(goal, fields)
  for _, name in ipairs { "name", "description", "color", "multiple_owners" } do
    if fields[name] ~= nil then goal[name] = fields[name] end
  end
  if fields.due_date ~= nil then goal.due_ms = math.tointeger(fields.due_date) end
  if fields.start_date ~= nil then goal.start_ms = math.tointeger(fields.start_date) end
  goal.owners = changed_owners(goal.owners, fields.rem_owners, fields.add_owners)
  goal.updated_ms = self.clock()
end

--- Removes a goal, and its key results with it.
---@param goal clickup.sandbox.Goal
function State:delete_goal(goal)
  for _, key_result in ipairs(goal.key_results) do self.key_results_by_id[key_result.id] = nil end
  self.goals_by_id[goal.id] = nil
  remove(self.goals, goal)
end

-- Key results -------------------------------------------------------------------------------------

---@param key_result_id string
---@return clickup.sandbox.KeyResult?
function State:key_result(key_result_id)
  return self.key_results_by_id[key_result_id]
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
    created_ms = worlds.born(self.world, now),
    made_ms = now,
    owners = fields.owners or {},
    task_ids = fields.task_ids or {},
    list_ids = fields.list_ids or {},
    steps_start = steps_start,
    steps_end = fields.steps_end or 10,
    steps_current = fields.steps_current or steps_start,
    hierarchy = self.hierarchy, -- of which an automatic one is made
  }
  goal.key_results[#goal.key_results + 1] = key_result
  self.key_results_by_id[key_result.id] = key_result
  self:add_action(key_result, { note = "Created Key Result", at_ms = now }, user_id)
  return key_result
end

--- Notes in the history that something was done to a key result.
---@param key_result clickup.sandbox.KeyResult
---@param fields table note, and what is known of steps_before, steps_taken and at_ms (else now)
---@param user_id integer? who does it
function State:add_action(key_result, fields, user_id)
  local action = {
    id = new_uuid(),
    key_result = key_result,
    user_id = user_id or USER_ID,
    at_ms = fields.at_ms or self.clock(),
    note = fields.note,
    steps_before = fields.steps_before,
    steps_taken = fields.steps_taken,
  }
  local goal = key_result.goal
  goal.history[#goal.history + 1] = action
  goal.updated_ms = action.at_ms
  key_result.last_action = action
end

local EDITABLE = {
  "name", "owners", "type", "steps_start", "steps_end", "unit", "task_ids", "list_ids",
}

--- Overwrites what the fields hold, be it empty, and nothing else; and notes it in the history.
---@param key_result clickup.sandbox.KeyResult
---@param fields table the body of EditKeyResult
---@param user_id integer? who does it
function State:edit_key_result(key_result, fields, user_id)
  local before, current = key_result.steps_current, fields.steps_current
  for _, name in ipairs(EDITABLE) do
    if fields[name] ~= nil then key_result[name] = fields[name] end
  end
  if current then key_result.steps_current = current end
  self:add_action(key_result, {
    note = fields.note or "",
    steps_before = current and before,
    steps_taken = current and current - before,
  }, user_id)
end

--- Removes a key result, and what was done to it from the history.
---@param key_result clickup.sandbox.KeyResult
function State:delete_key_result(key_result)
  local goal, history = key_result.goal, {}
  for _, action in ipairs(goal.history) do
    if action.key_result ~= key_result then history[#history + 1] = action end
  end
  goal.history = history
  goal.updated_ms = self.clock()
  self.key_results_by_id[key_result.id] = nil
  remove(goal.key_results, key_result)
end

-- Webhooks ----------------------------------------------------------------------------------------

local function new_secret()
  local letters = {}
  for i = 1, 64 do
    local index = math.random(36)
    letters[i] = ("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"):sub(index, index)
  end
  return table.concat(letters)
end

---@param webhook_id string
---@return clickup.sandbox.Webhook?
function State:webhook(webhook_id)
  return find(self.webhooks, webhook_id)
end

--- Adds a webhook. It is kept only: the sandbox calls nobody.
---@param fields table the body of CreateWebhook, and optionally id, team_id, status, secret
---@param user_id integer? who does it
---@return clickup.sandbox.Webhook
function State:add_webhook(fields, user_id)
  local webhook = {
    id = fields.id or new_uuid(),
    team_id = fields.team_id or accounts.TEAM_ID,
    user_id = user_id or USER_ID,
    endpoint = fields.endpoint or "https://example.com/webhook",
    events = fields.events or { "*" },
    status = fields.status or "active",
    fail_count = fields.fail_count or 0,
    secret = fields.secret or new_secret(),
  }
  for _, place in ipairs { "space_id", "folder_id", "list_id", "task_id" } do
    webhook[place] = fields[place]
  end
  self:add_team { id = webhook.team_id }
  self.webhooks[#self.webhooks + 1] = webhook
  return webhook
end

--- Overwrites what the fields hold, and nothing else.
---@param webhook clickup.sandbox.Webhook
---@param fields table the body of UpdateWebhook
function State.edit_webhook(_, webhook, fields)
  webhook.endpoint = fields.endpoint or webhook.endpoint
  webhook.status = fields.status or webhook.status
  local events = fields.events
  if events then webhook.events = type(events) == "table" and events or { events } end
end

---@param webhook clickup.sandbox.Webhook
function State:delete_webhook(webhook)
  remove(self.webhooks, webhook)
end

M.new_uuid, State.new_uuid = new_uuid, new_uuid
M.TEAM_ID, M.SPACE_ID, M.LIST_ID = accounts.TEAM_ID, hierarchy.SPACE_ID, hierarchy.LIST_ID

return M
