-- SPDX-License-Identifier: MIT
--- Where in an answer the things are among which a create is looked for. nil: what is not a list
-- does not show that something is absent.

local candidates = {}

local function list_in(value)
  if type(value) ~= "table" or #value == 0 and next(value) ~= nil then return nil end
  return value
end

--- The list, when it is one of objects; an empty one for none.
---@param list any
---@return table[]?
function candidates.objects(list)
  if list == nil then return {} end
  if type(list) ~= "table" or next(list) ~= nil and list[1] == nil then return nil end
  for _, item in ipairs(list) do
    if type(item) ~= "table" then return nil end
  end
  return list
end

--- All goals of get_goals' answer, each { goal, folder? }: those in no folder come first.
---@return table[]? # nil: it makes no sense
function candidates.all_goals(answer)
  local list = {}
  local loose, folders = candidates.objects(answer.goals), candidates.objects(answer.folders)
  if not loose or not folders then return nil end
  for _, goal in ipairs(loose) do list[#list + 1] = { goal } end
  for _, folder in ipairs(folders) do
    local inside = candidates.objects(folder.goals)
    if not inside then return nil end
    for _, goal in ipairs(inside) do list[#list + 1] = { goal, folder } end
  end
  return list
end

--- The goals of a Workspace, those in folders, too.
---@param answer table
---@return table[]?
function candidates.goals(answer)
  local all = answer.goals and candidates.all_goals(answer)
  if not all then return nil end
  local list = {}
  for i, item in ipairs(all) do list[i] = item[1] end
  return list
end

--- The list that a rule says.
---@param rule clickup.reconcile.rule
---@param answer any
---@return any[]?
function candidates.of(rule, answer)
  if type(rule.list) == "function" then return rule.list(answer) end
  if rule.list == nil then return list_in(answer) end
  return type(answer) == "table" and list_in(answer[rule.list]) or nil
end

return candidates
