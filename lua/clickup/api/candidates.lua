-- SPDX-License-Identifier: MIT
--- Where in an answer the things are among which a create is looked for. nil: what is not a list
-- does not show that something is absent.

local candidates = {}

local function list_in(value)
  if type(value) ~= "table" or #value == 0 and next(value) ~= nil then return nil end
  return value
end

--- The goals of a Workspace, those in folders, too.
---@param answer table
---@return table[]?
function candidates.goals(answer)
  local goals, folders = list_in(answer.goals), list_in(answer.folders or {})
  if not goals or not folders then return nil end
  local list = table.move(goals, 1, #goals, 1, {})
  for _, folder in ipairs(folders) do
    local inner = type(folder) == "table" and list_in(folder.goals or {})
    if not inner then return nil end
    table.move(inner, 1, #inner, #list + 1, list)
  end
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
