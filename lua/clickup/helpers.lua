-- SPDX-License-Identifier: MIT
--- What every script writes anew, on public calls alone, so that it works in
--- every way of waiting. Failures come back as nil, err, as with any call. See types/client.lua.

local core = require "clickup.core"
local errors = require "clickup.errors"
local goals = require "clickup.goals"
local redact = require "clickup.redact"
local suggest = require "clickup.suggest"
local use = require "clickup.use"

local helpers = {}

local malformed, objects, quote = goals.malformed, goals.objects, goals.quote

function helpers:each_goal(team_id, query, options)
  local answer, info = self:get_goals(team_id, query, options)
  if not answer then return nil, info end
  local list, i = goals.all(answer), 0
  if not list then return malformed(self, "get_goals", info, "usable lists of goals") end
  return function()
    i = i + 1
    if list[i] then return list[i][1], list[i][2] end
  end, info
end

---@class clickup.members
---@field list table[]  # the users, in ClickUp's order
---@field private by_name table<string, table|false> # false: several are called so
---@field private names string[] # all of them, for suggestions
local Members = {}
Members.__index = Members
Members.__name = "clickup.members"

-- Every way to name a user, in lower case → the user.
local function index_users(users)
  local by_name = {}
  for _, user in ipairs(users) do
    for _, name in ipairs { user.email or false, user.username or false } do
      if type(name) == "string" then
        local key = name:lower()
        local taken = by_name[key]
        by_name[key] = (taken == nil or taken == user) and user or false
      end
    end
  end
  return by_name
end

-- All names, for suggestions.
local function names_of(users, secrets)
  local names = {}
  for _, user in ipairs(users) do
    for _, name in ipairs { user.email or false, user.username or false } do
      if type(name) == "string" then names[#names + 1] = redact.secrets(name, secrets) end
    end
  end
  return names
end

local function users_of(team)
  local users, members = {}, objects(team.members)
  for i, member in ipairs(members or {}) do
    if type(member.user) ~= "table" then return nil end
    users[i] = member.user
  end
  return members and users
end

-- What is wrong with a name, and the name that may have been meant.
local function explain(self, name)
  if type(name) ~= "string" then
    return "expected an e-mail or a user name, got a " .. type(name)
  end
  if self.by_name[name:lower()] == false then return quote(name) .. " is the name of several" end
  return ("no member %s%s"):format(quote(name), suggest.phrase(name, self.names)),
    suggest.nearest(name, self.names)
end

--- The user with this e-mail or user name (case does not matter).
---@param name string
---@return table? user
---@return string? problem
function Members:find(name)
  local user = type(name) == "string" and self.by_name[name:lower()]
  if user then return user end
  return nil, (explain(self, name))
end

--- The ids that a body's `owners` needs.
---@param names string[]  # e-mails or user names
---@return integer[]? ids
---@return clickup.error? # kind invalid, with one problem for each unknown name
function Members:owners(names)
  if type(names) ~= "table" then
    core.usage_error("owners: expected a list of names, got a " .. type(names))
  end
  local ids, problems = {}, {}
  for i, name in ipairs(names) do
    local user = self:find(name)
    if user then
      ids[#ids + 1] = user.id
    else
      local path, problem, near = ("owners[%d]"):format(i), explain(self, name)
      problems[#problems + 1] = { path = path, expected = "a member", suggestion = near,
        got = type(name) == "string" and quote(name) or "a " .. type(name),
        message = path .. ": " .. problem }
    end
  end
  if problems[1] then return nil, errors.of_problems("members", problems) end
  return ids
end

function helpers:members(team_id, options)
  local teams, info = self:get_authorized_teams(options)
  if not teams then return nil, info end
  teams = objects(teams)
  if not teams then
    return malformed(self, "get_authorized_teams", info, "a usable list of Workspaces")
  end
  team_id = math.tointeger(team_id) or team_id
  for _, team in ipairs(teams) do
    if tostring(team.id) == tostring(team_id) then
      local users = users_of(team)
      if not users then
        return malformed(self, "get_authorized_teams", info, "a usable list of members")
      end
      return setmetatable({ list = users, by_name = index_users(users),
        names = names_of(users, goals.secrets_of(self)) }, Members), info
    end
  end
  return nil, errors.of_problems("members", { { path = "team_id", expected = "a Workspace of yours",
    got = tostring(team_id), message = ("team_id: %s is not a Workspace of this token's"):format(
      core.visible(tostring(team_id), 40)) } })
end

---@class clickup.progress
---@field id string
---@field name string
---@field steps_start? number
---@field steps_end? number
---@field steps_current? number
---@field percent? number
---@field completed? boolean
---@field key_result table

function helpers:progress(goal_id, options)
  local goal, info = self:get_goal(goal_id, options)
  if not goal then return nil, info end
  local list, key_results = {}, objects(goal.key_results)
  if not key_results then
    return malformed(self, "get_goal", info, "a usable list of key results")
  end
  for i, key_result in ipairs(key_results) do
    list[i] = {
      id = key_result.id,
      name = key_result.name,
      steps_start = goals.number_of(key_result.steps_start),
      steps_end = goals.number_of(key_result.steps_end),
      steps_current = goals.number_of(key_result.steps_current),
      percent = goals.percent_of(key_result),
      completed = key_result.completed,
      key_result = key_result,
    }
  end
  return list, info
end

function helpers:find_goal(team_id, name, query, options)
  if type(name) ~= "string" or not name:find "%S" then
    core.usage_error("find_goal: name: expected a string, got "
      .. (type(name) == "string" and "a blank one" or use("usage").describe(name)))
  end
  local each, info = self:each_goal(team_id, query, options)
  if not each then return nil, info end
  local list = {}
  for goal in each do list[#list + 1] = goal end
  local all = type(query) == "table" and rawget(query, "include_completed")
  local goal, err = use("lookup")(list, name, { operation = "find_goal", path = "name",
    what = "goal", secrets = goals.secrets_of(self),
    hint = all and "" or " that is not completed (include_completed = true: all)" })
  return goal, goal and info or err
end

function helpers:set_target(goal_id, target, steps, settings, options)
  return use("set_target")(self, goal_id, target, steps, settings, options)
end

function helpers:report(team_id, settings, options)
  return use("report")(self, team_id, settings, options)
end

return helpers
