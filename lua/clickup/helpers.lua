-- SPDX-License-Identifier: MIT
--- What every script writes anew, on public calls alone, so that it works in
--- every way of waiting. Failures come back as nil, err, as with any call.

local core = require "clickup.core"
local errors = require "clickup.errors"
local goals = require "clickup.goals"
local redact = require "clickup.redact"
local suggest = require "clickup.suggest"
local use = require "clickup.use"

local helpers = {}

local malformed, objects, quote = goals.malformed, goals.objects, goals.quote
local check_client = goals.secrets_of

--- All goals of a Workspace, those in folders too:
---     for goal, folder in assert(client:each_goal(team_id)) do … end
---@param team_id integer|string
---@param query? { include_completed?: boolean }
---@return (fun(): table?, table?)? iterator # goal, and its folder if it is in one
---@return clickup.response|clickup.error
function helpers:each_goal(team_id, query, options)
  check_client(self)
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

local function check_members(self)
  if getmetatable(self) == Members then return end
  core.usage_error(("expected clickup members, got %s (use members:method(...))"):format(
    type(self)))
end

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
  check_members(self)
  local user = type(name) == "string" and self.by_name[name:lower()]
  if user then return user end
  return nil, (explain(self, name))
end

--- The ids that a body's `owners` needs.
---@param names string[]  # e-mails or user names
---@return integer[]? ids
---@return clickup.error? # kind invalid, with one problem for each unknown name
function Members:owners(names)
  check_members(self)
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

--- The members of a Workspace.
---@param team_id integer|string
---@return clickup.members?
---@return clickup.response|clickup.error
function helpers:members(team_id, options)
  check_client(self)
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

--- How far a goal's key results are. `percent` is 0 to 100, from the steps; nil
--- when they don't tell. The key result itself is in `key_result`.
---@param goal_id string
---@return clickup.progress[]?
---@return clickup.response|clickup.error
function helpers:progress(goal_id, options)
  check_client(self)
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

--- The goal of that name, as a list of goals has it: without its key results. It is taken as it
--- is written; when no goal is called that, case (of A to Z) and blanks do not matter.
---     local goal = assert(client:find_goal(team_id, "Q3: more readers"))
---@param team_id integer|string
---@param name string
---@param query? { include_completed?: boolean } # goals that are completed are not looked at
---@return table? goal
---@return clickup.response|clickup.error # kind invalid: none; or several, in err.candidates
function helpers:find_goal(team_id, name, query, options)
  check_client(self)
  if type(name) ~= "string" or not name:find "%S" then
    core.usage_error("find_goal: name: expected a string, got "
      .. (name == nil and "nothing" or type(name) == "string" and "a blank one"
        or "a " .. type(name)))
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

--- Sets where a key result is, when it is somewhere else. The response, which is the last call's,
--- has two fields more: `changed`, and `before`, the steps of before (nil: ClickUp did not tell).
---     local key_result, info = assert(client:set_target(goal_id, "Visits", 1200))
---     if info.changed then print(info.before, key_result.steps_current) end
---@param goal_id string
---@param target string         # the id or the name of a key result, as with find_goal
---@param steps number|boolean  # boolean: of a boolean key result; may be beyond steps_end
---@param settings? { note?: string } # goes with a change
---@param options? clickup.call_options # of each of the calls
---@return table? key_result    # as it is now
---@return clickup.response|clickup.error # invalid: no such key result; one that is automatic
function helpers:set_target(goal_id, target, steps, settings, options)
  check_client(self)
  return use("set_target")(self, goal_id, target, steps, settings, options)
end

--- All goals of a Workspace with their targets, as a text for a terminal, as Markdown (one table a
--- goal), as CSV (one row a target), or as a table. Goals in no folder come first, then folder by
--- folder, by their names. Each goal is read, eight at a time; the first error ends it.
---     local text = assert(client:report(team_id))
---     local csv = assert(client:report(team_id, { format = "csv", include_completed = true }))
--- Due dates are days of this machine's time zone (TZ). A cell of CSV that a spreadsheet would
--- calculate (=, +, -, @) gets a ' before it. In texts, names have no control characters; the table
--- has them as they came.
---@param team_id integer|string
---@param settings? clickup.report.settings
---@param options? clickup.call_options # of each of the calls
---@return string|clickup.report.goal[]|nil report
---@return clickup.response|clickup.error
function helpers:report(team_id, settings, options)
  check_client(self)
  return use("report")(self, team_id, settings, options)
end

return helpers
