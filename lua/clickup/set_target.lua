-- SPDX-License-Identifier: MIT
--- client:set_target: a key result moved to where a number of the caller's is.

local core = require "clickup.core"
local errors = require "clickup.errors"
local goals = require "clickup.goals"
local usage = require "clickup.usage"
local use = require "clickup.use"

local describe = usage.describe

local function refuse(path, expected, got, text)
  local message = text or ("expected %s, got %s"):format(expected, got)
  return nil, errors.of_problems("set_target", { { path = path, expected = expected, got = got,
    message = path .. ": " .. message } })
end

-- What can be told before anything is asked for: what is wrong here is wrong in the program.
local function check(target, settings)
  if type(target) ~= "string" or not target:find "%S" then
    core.usage_error("set_target: target: expected the id or the name of a key result, got "
      .. (type(target) == "string" and "a blank one" or describe(target)))
  end
  if settings == nil then return nil end
  if type(settings) ~= "table" then
    core.usage_error("set_target: expected a table such as { note = … }, got "
      .. describe(settings))
  end
  for name in next, settings do
    if name ~= "note" then
      usage.unknown("set_target: unknown field", name, { "note" },
        "; options of the calls come behind it")
    end
  end
  local note = rawget(settings, "note")
  if note ~= nil and type(note) ~= "string" then
    core.usage_error("set_target: note: expected a string, got " .. describe(note))
  end
  return note
end

local function check_steps(steps)
  if type(steps) == "boolean" then return true end
  if type(steps) ~= "number" then
    return refuse("steps", "a number", describe(steps), type(steps) == "string"
      and tonumber(steps) and ("expected a number, got %s: tonumber makes one of it"):format(
        describe(steps)))
  end
  if steps - steps ~= 0 then return refuse("steps", "a finite number", describe(steps)) end
  return true
end

-- The steps as they are sent to a key result of that type; one that is boolean has 0 and 1.
local function steps_for(key_result, steps, secrets)
  local kind = key_result.type
  if kind == "automatic" then
    return refuse("target", "a key result that is not automatic", "an automatic one",
      ("%s is automatic: ClickUp itself counts the tasks and Lists that are linked with it")
        :format(goals.quote(tostring(key_result.name), secrets)))
  end
  if kind == "boolean" then
    if steps ~= true and steps ~= false and steps ~= 0 and steps ~= 1 then
      return refuse("steps", "true or false (or 1 or 0) for a boolean key result", describe(steps))
    end
    return goals.number_of(steps)
  end
  if type(steps) == "boolean" then
    return refuse("steps", "a number", describe(steps), ("expected a number, got %s: only a "
      .. "boolean key result takes that"):format(describe(steps)))
  end
  return steps
end

-- A name is no id. What a server says of an id that it does not know tells nobody that.
local function explain(goal_id, err)
  if err.kind == "api" and type(goal_id) == "string" and not goal_id:find "^%x[%x-]+$" then
    err.message = err.message .. "; goal_id is an id: client:find_goal(team_id, name) finds the "
      .. "goal of a name"
  end
  return nil, err
end

local function find(key_results, target, secrets)
  for _, key_result in ipairs(key_results) do
    if key_result.id == target then return key_result end
  end
  return use("lookup")(key_results, target, { operation = "set_target", path = "target",
    what = "key result", hint = " in this goal", secrets = secrets })
end

-- An edit answers without steps: what was read, with what was answered over it.
local function merge(key_result, answer, steps)
  local all = {}
  for name, value in next, key_result do all[name] = value end
  all.percent_completed = nil -- of before
  all.steps_current = steps
  for name, value in next, answer do all[name] = value end
  return all
end

---@return table? key_result
---@return clickup.response|clickup.error
return function(self, goal_id, target, steps, settings, options)
  local note = check(target, settings)
  local fine, err = check_steps(steps)
  if not fine then return nil, err end
  local goal, info = self:get_goal(goal_id, options)
  if not goal then return explain(goal_id, info) end
  local key_results = goals.objects(goal.key_results)
  if not key_results then
    return goals.malformed(self, "get_goal", info, "a usable list of key results")
  end
  local secrets = goals.secrets_of(self)
  local key_result, wanted
  key_result, err = find(key_results, target, secrets)
  if not key_result then return nil, err end
  if not goals.id_of(key_result) then
    return goals.malformed(self, "get_goal", info, "the id of that key result")
  end
  wanted, err = steps_for(key_result, steps, secrets)
  if not wanted then return nil, err end
  local before = goals.number_of(key_result.steps_current)
  if before == wanted then
    info.changed, info.before = false, before
    return key_result, info
  end
  local answer
  answer, info = self:edit_key_result(key_result.id, { steps_current = wanted, note = note },
    options)
  if not answer then return nil, info end
  info.changed, info.before = true, before
  return merge(key_result, answer, wanted), info
end
