-- SPDX-License-Identifier: MIT
--- client:report: all goals of a Workspace with their targets, as one table or as a text of it.

local core = require "clickup.core"
local goals = require "clickup.goals"
local usage = require "clickup.usage"
local use = require "clickup.use"

local WIDTH = 8 -- goals that are read at once

---@class clickup.report.target
---@field id string
---@field name string
---@field type? string
---@field unit? string
---@field owners string[]        # names
---@field steps_start? number
---@field steps_current? number
---@field steps_end? number
---@field percent? number        # 0 to 100; nil: ClickUp does not tell
---@field completed boolean

---@class clickup.report.goal
---@field id string
---@field name string
---@field folder? string         # the name of the folder that it is in
---@field owners string[]        # names
---@field due_date? integer      # Unix milliseconds
---@field percent? number        # 0 to 100: the mean of its targets; nil: they do not tell
---@field targets clickup.report.target[] # in ClickUp's order

---@class clickup.report.settings
---@field format? "text"|"markdown"|"csv"|"table" # text
---@field include_completed? boolean # goals that are completed, too

local KINDS = { format = "string", include_completed = "boolean" }
local FORMATS = { "csv", "markdown", "table", "text" }

local function check(settings)
  if settings == nil then return {} end
  if type(settings) ~= "table" then
    core.usage_error("report: expected a table such as { format = \"text\" }, got a "
      .. type(settings))
  end
  local checked = {}
  for name, value in next, settings do
    local kind = KINDS[name]
    if not kind then
      usage.unknown("report: unknown field", name, { "format", "include_completed" },
        "; options of the calls come behind it")
    end
    if type(value) ~= kind then
      core.usage_error(("report: %s: expected a %s, got a %s"):format(name, kind, type(value)))
    end
    checked[name] = value
  end
  for _, known in ipairs(FORMATS) do
    if (checked.format or "text") == known then return checked end
  end
  return core.usage_error(("report: format: expected one of %s, got %s"):format(
    table.concat(FORMATS, ", "), goals.quote(checked.format)))
end

-- ---- what was read ----------------------------------------------------------

local function text_of(value) return type(value) == "string" and value ~= "" and value or nil end

-- A user's id, as a text; nil: a server that makes no sense tells none.
local function id_text(id)
  return (type(id) == "string" or type(id) == "number") and tostring(id) or nil
end

-- Users are objects, and in lists of goals at times their ids.
local function names_of(list, known)
  local names = {}
  for _, user in ipairs(type(list) == "table" and list or {}) do
    local is_object = type(user) == "table"
    local id = id_text(is_object and user.id or user)
    local name = is_object and (text_of(user.username) or text_of(user.email)) or id and known[id]
    if id then known[id] = name end
    names[#names + 1] = name or id or "?"
  end
  return names
end

-- Of what steps do not tell, ClickUp's own number: a fraction, or else what it says.
local function percent_of(key_result)
  local percent = goals.percent_of(key_result)
  if percent then return percent end
  local own = goals.number_of(key_result.percent_completed)
  if own and own >= 0 then return math.min(100, own <= 1 and own * 100 or own) end
  if key_result.type ~= "boolean" then return nil end
  return (goals.number_of(key_result.steps_current) or 0) > 0 and 100 or 0
end

local function target_of(key_result, known)
  return {
    id = text_of(key_result.id), name = text_of(key_result.name) or "",
    type = text_of(key_result.type), unit = text_of(key_result.unit),
    owners = names_of(key_result.owners, known),
    steps_start = goals.number_of(key_result.steps_start),
    steps_current = goals.number_of(key_result.steps_current),
    steps_end = goals.number_of(key_result.steps_end),
    percent = percent_of(key_result), completed = key_result.completed == true,
  }
end

local function mean(targets)
  local sum, count = 0, 0
  for _, target in ipairs(targets) do
    if target.percent then sum, count = sum + target.percent, count + 1 end
  end
  return count > 0 and sum / count or nil
end

local function goal_of(id, goal, folder, key_results)
  local targets, known = {}, {}
  names_of(goal.members, known)
  for i, key_result in ipairs(key_results) do targets[i] = target_of(key_result, known) end
  local due = goals.number_of(goal.due_date)
  return {
    id = id, name = text_of(goal.name) or "",
    folder = folder and (text_of(folder.name) or ""), owners = names_of(goal.owners, known),
    due_date = due and due > 0 and math.tointeger(due) or nil,
    percent = mean(targets), targets = targets,
  }
end

-- A goal and its key results; nil and an error.
local function read_goal(self, goal, folder, options)
  if goal.key_result_count == 0 then return goal_of(goal.id, goal, folder, {}) end
  local whole, info = self:get_goal(goal.id, options)
  if not whole then return nil, info end
  local key_results = goals.objects(whole.key_results)
  if not key_results then
    return goals.malformed(self, "get_goal", info, "a usable list of key results")
  end
  return goal_of(goal.id, whole, folder, key_results)
end

-- Goals in no folder, then by folder; by name; what is called the same by its id.
local function comes_before(a, b)
  if a.folder ~= b.folder then
    if not a.folder or not b.folder then return not a.folder end
    return a.folder < b.folder
  end
  if a.name ~= b.name then return a.name < b.name end
  return a.id < b.id
end

-- The first error ends it: a report that lacks a goal says so to nobody.
local function read_all(self, list, options)
  local failure
  local read = self:map(list, function(item)
    if failure then return nil, failure end
    local goal, err = read_goal(self, item[1], item[2], options)
    if not goal then failure = failure or err end
    return goal, err
  end, { concurrency = WIDTH })
  if failure then return nil, failure end
  if read.n < #list then core.usage_error "the client is closed" end
  read = table.move(read, 1, #list, 1, {})
  table.sort(read, comes_before)
  return read
end

---@return string|clickup.report.goal[]|nil
---@return clickup.response|clickup.error
return function(self, team_id, settings, options)
  local checked = check(settings)
  local answer, info = self:get_goals(team_id,
    { include_completed = checked.include_completed }, options)
  if not answer then return nil, info end
  local list = goals.all(answer)
  if not list then return goals.malformed(self, "get_goals", info, "usable lists of goals") end
  for _, item in ipairs(list) do
    if not goals.id_of(item[1]) then
      return goals.malformed(self, "get_goals", info, "a usable id of each goal")
    end
  end
  local read, err = read_all(self, list, options)
  if not read then return nil, err end
  if checked.format == "table" then return read, info end
  return use("report_text")[checked.format or "text"](read), info
end
