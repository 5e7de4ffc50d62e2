-- SPDX-License-Identifier: MIT
--- How a test looks into a running sandbox and arranges it: one function is one command, reached
-- by the launcher's pipe and by `POST /_sandbox/<command>` alike. Misuse raises a plain string.

local attachments = require "clickup.sandbox.attachments"
local hierarchy_views = require "clickup.sandbox.hierarchy_views"
local seeds = require "clickup.sandbox.seeds"
local views = require "clickup.sandbox.views"
local worlds = require "clickup.sandbox.worlds"

local M = {}

local commands = {}

--- Every request received, in order.
function commands.requests(service)
  return service.log:export()
end

--- The goals with their key results, the folders of goals, the webhooks, the attachments, and what
--- is in the Workspaces: of each kind a list.
function commands.state(service)
  local state = service.state
  return {
    hierarchy = hierarchy_views.all(state),
    goals = views.goals(state),
    folders = views.folders(state),
    webhooks = views.webhooks(state.webhooks),
    attachments = attachments.export(state.attachments),
  }
end

--- Adds what is listed; answers with what was added. See clickup.sandbox.seeds.
function commands.seed(service, arguments)
  return seeds.plant(service.state, arguments)
end

--- Adds a rule to the queue of faults: the arguments are the rule.
function commands.fault(service, rule)
  service.faults:add(rule)
  return {}
end

--- The rules that still wait.
function commands.faults(service)
  return service.faults:pending()
end

--- Forgets all rules, and draws no more.
function commands.clear_faults(service)
  service.faults:clear()
  return {}
end

--- Draws a fault for each request; without `rules`, draws no more.
function commands.randomize(service, arguments)
  service.faults:randomize(arguments)
  return {}
end

--- Shows a time that is off by `seconds`.
function commands.clock(service, arguments)
  local seconds = arguments.seconds
  if type(seconds) ~= "number" or math.abs(seconds) > 1e10 then
    error("seconds must be a number", 0)
  end
  service:shift_clock(seconds)
  return {}
end

--- Is another server from now on: the arguments are its world.
function commands.world(service, arguments)
  local problem = worlds.problem(arguments)
  if problem then error(problem, 0) end
  service.state.world = arguments
  return {}
end

--- Forgets all that was created, seeded, counted and logged, the faults, the world and the
--- clock's offset.
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
