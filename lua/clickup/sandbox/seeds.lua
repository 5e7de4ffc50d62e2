-- SPDX-License-Identifier: MIT
--- What a test wants to be there. All of it is checked before anything is added; what is wrong
-- raises a plain string.

local accounts = require "clickup.sandbox.accounts"
local hierarchy = require "clickup.sandbox.hierarchy"
local hierarchy_views = require "clickup.sandbox.hierarchy_views"
local json = require "clickup.sandbox.json"
local views = require "clickup.sandbox.views"

local M = {}

--- Every field of every thing is optional, unless it says otherwise.
---@class clickup.sandbox.Seeds
---@field users table[]? user objects of ClickUp's answers; `id` is required
---@field teams table[]? Workspaces: `id`, which is required, and clickup.sandbox.Team's fields
---@field folders table[]? id, name, team_id, private, and `goals`, those in the folder
---@field goals table[]? CreateGoal's fields, id, team_id, folder_id, and `key_results`:
--- CreateKeyResult's fields, id, steps_current
---@field webhooks table[]? CreateWebhook's fields, id, team_id, status, fail_count, secret
---@field spaces table[]? CreateSpace's fields, id, team_id, `statuses` (names, the last one that of
--- what is done), and what is within: `folders` and `lists`; `lists` of a folder; `tasks` and
--- `comments` of a list; `comments` of a task; `replies` of a comment. One whose id is there is
--- left as it is, and gets what is within.
---@field codes table[]? for OAuth: `code`, which is required, and clickup.sandbox.Code's fields

local NAMES = { "users", "teams", "folders", "goals", "webhooks", "spaces", "codes" }

local function list(value, name)
  if value == nil then return {} end
  if type(value) ~= "table" or not json.is_array(value) and next(value) ~= nil then
    error(name .. " must be a list", 0)
  end
  return value
end

local function check_user(id, known)
  if not known[math.tointeger(id)] then error(("no user has the id %s"):format(id), 0) end
end

local function check_team(id)
  if id ~= nil and not math.tointeger(id) and not tostring(id):find "^%d+$" then
    error(("%s is no Workspace's id, a string of digits"):format(id), 0)
  end
end

local function check_steps(key_result)
  for _, name in ipairs { "steps_start", "steps_end", "steps_current" } do
    local steps = key_result[name]
    if steps ~= nil and type(steps) ~= "number" then error(name .. " must be a number", 0) end
  end
end

local function check_goal(goal, users, folders)
  local things = { goal, table.unpack(list(goal.key_results, "key_results")) }
  for _, thing in ipairs(things) do
    for _, id in ipairs(list(thing.owners, "owners")) do check_user(id, users) end
  end
  for _, key_result in ipairs(goal.key_results or {}) do check_steps(key_result) end
  check_team(goal.team_id)
  if goal.folder_id and not folders[goal.folder_id] then
    error(("no folder has the id %s"):format(goal.folder_id), 0)
  end
end

local function check_code(code, users)
  if type(code.code) ~= "string" then error("a code needs a string 'code'", 0) end
  if code.user_id then check_user(code.user_id, users) end
end

--- The ids that are there, or will be.
local function ids_of(present, coming)
  local known = {}
  for _, thing in pairs(present) do known[thing.id] = true end
  for _, thing in ipairs(coming) do
    if thing.id then known[math.tointeger(thing.id) or thing.id] = true end
  end
  return known
end

local function check_names(seeds)
  for name in pairs(seeds) do
    local fine = false
    for _, one in ipairs(NAMES) do fine = fine or one == name end
    if not fine then error("can't seed " .. tostring(name), 0) end
  end
  for _, name in ipairs(NAMES) do list(seeds[name], name) end
end

local function check(state, seeds)
  check_names(seeds)
  for _, user in ipairs(seeds.users or {}) do
    if not math.tointeger(user.id) then error("a user needs an integer id", 0) end
  end
  local users = ids_of(state.users, seeds.users or {})
  local folders = ids_of(state.folders, seeds.folders or {})
  for _, team in ipairs(seeds.teams or {}) do check_team(team.id or "nothing") end
  for _, goal in ipairs(seeds.goals or {}) do check_goal(goal, users, folders) end
  for _, folder in ipairs(seeds.folders or {}) do
    check_team(folder.team_id)
    for _, goal in ipairs(list(folder.goals, "goals")) do check_goal(goal, users, folders) end
  end
  for _, webhook in ipairs(seeds.webhooks or {}) do check_team(webhook.team_id) end
  for i, space in ipairs(seeds.spaces or {}) do
    local problem = hierarchy.problem("space", space, ("spaces[%d]"):format(i))
    if problem then error(problem, 0) end
    check_team(space.team_id)
  end
  for _, code in ipairs(seeds.codes or {}) do check_code(code, users) end
end

--- A Workspace's id may be given as a number.
local function fields_of(thing, more)
  local fields = {}
  for name, value in pairs(thing) do fields[name] = value end
  for name, value in pairs(more or {}) do fields[name] = value end
  local team_id = math.tointeger(fields.team_id)
  if team_id then fields.team_id = ("%d"):format(team_id) end
  return fields
end

local function add_goal(state, given, folder)
  folder = folder or given.folder_id and state:folder(given.folder_id) or nil
  local goal = state:add_goal(fields_of(given, { folder = folder }))
  for _, key_result in ipairs(given.key_results or {}) do state:add_key_result(goal, key_result) end
  return views.goal(goal, state)
end

--- The goals that no folder has brought, then those that are in the folders.
local function add_goals(state, seeds)
  local goals, folders = json.array(), {}
  for i, folder in ipairs(seeds.folders or {}) do
    folders[i] = state:add_folder(fields_of(folder))
  end
  for _, goal in ipairs(seeds.goals or {}) do goals[#goals + 1] = add_goal(state, goal) end
  for i, folder in ipairs(seeds.folders or {}) do
    for _, goal in ipairs(folder.goals or {}) do
      goals[#goals + 1] = add_goal(state, goal, folders[i])
    end
  end
  return goals
end

local function add_spaces(state, seeds)
  local spaces = json.array()
  for i, given in ipairs(seeds.spaces or {}) do
    local fields = fields_of(given)
    local team_id = fields.team_id or accounts.TEAM_ID
    fields.team_id = nil
    state:add_team { id = team_id }
    local space = state.hierarchy:plant(state.hierarchy:place("team", team_id), "space", fields)
    spaces[i] = hierarchy_views.view(space, state)
  end
  return spaces
end

--- Adds what is there to add, and answers with it as ClickUp would show it.
---@param state clickup.sandbox.State
---@param seeds clickup.sandbox.Seeds
---@return { goals: table[], webhooks: table[], spaces: table[] } # the goals of `goals`, then those
--- in `folders`
function M.plant(state, seeds)
  check(state, seeds)
  for _, user in ipairs(seeds.users or {}) do state:add_user(user) end
  for _, team in ipairs(seeds.teams or {}) do
    local id = math.tointeger(team.id)
    state:add_team(fields_of(team, { id = id and ("%d"):format(id) }))
  end
  for _, code in ipairs(seeds.codes or {}) do state:add_code(code) end
  local goals, webhooks = add_goals(state, seeds), {}
  for i, webhook in ipairs(seeds.webhooks or {}) do
    webhooks[i] = state:add_webhook(fields_of(webhook))
  end
  return { goals = goals, webhooks = views.webhooks(webhooks), spaces = add_spaces(state, seeds) }
end

return M
