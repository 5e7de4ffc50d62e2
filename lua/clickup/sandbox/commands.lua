-- SPDX-License-Identifier: MIT
--- How a test looks into a running sandbox and arranges it: one function is one command, reached
-- by the launcher's pipe and by `POST /_sandbox/<command>` alike. Misuse raises a plain string.

local json = require "clickup.sandbox.json"
local views = require "clickup.sandbox.views"

local M = {}

local commands = {}

--- Every request received, in order.
function commands.requests(service)
  return service.log:export()
end

--- The goals with their key results.
function commands.state(service)
  return { goals = views.goals(service.state) }
end

local function list(value, name)
  if value == nil then return {} end
  if type(value) ~= "table" or not json.is_array(value) and next(value) ~= nil then
    error(name .. " must be a list", 0)
  end
  return value
end

local function check_goal(state, goal)
  local things = { goal, table.unpack(list(goal.key_results, "key_results")) }
  for _, thing in ipairs(things) do
    local unknown = state:unknown_user(list(thing.owners, "owners"))
    if unknown then error(("no user has the id %s"):format(unknown), 0) end
  end
end

--- Adds users, and goals with their key results; answers with the goals that were added.
-- Goals take CreateGoal's fields, key results CreateKeyResult's; all are optional, and so is an id.
function commands.seed(service, arguments)
  local state, added = service.state, json.array()
  for _, user in ipairs(list(arguments.users, "users")) do state:add_user(user) end
  local goals = list(arguments.goals, "goals")
  for _, goal in ipairs(goals) do check_goal(state, goal) end
  for i, fields in ipairs(goals) do
    local goal = state:add_goal(fields)
    for _, key_result in ipairs(fields.key_results or {}) do
      state:add_key_result(goal, key_result)
    end
    added[i] = views.goal(goal, state)
  end
  return { goals = added }
end

--- Forgets all that was created, seeded, counted and logged.
function commands.reset(service)
  service:reset()
  return {}
end

---@param service clickup.sandbox.Service
---@param name string
---@param arguments table
---@return table # { ok = true, result = … } or { ok = false, error = "…" }
function M.run(service, name, arguments)
  local command = commands[name]
  if not command then return { ok = false, error = "unknown command: " .. tostring(name) } end
  local ok, result = pcall(command, service, arguments)
  if not ok then return { ok = false, error = tostring(result) } end
  return { ok = true, result = result }
end

return M
