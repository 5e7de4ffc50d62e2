-- SPDX-License-Identifier: MIT
--- What to do next about a message: which other name, field, option or function is the one.

local core = require "clickup.core"
local options = require "clickup.options"

local hints = {}

local READ = "key results are read with get_goal, in whose key_results they are"

-- Names that there are not, and what does it.
local TEXTS = { get_key_result = READ, get_key_results = READ, list_key_results = READ,
  get_target = READ, get_targets = READ, list_targets = READ }
local INSTEAD = { update_key_result = "edit_key_result", create_target = "create_key_result",
  edit_target = "edit_key_result", update_target = "edit_key_result",
  delete_target = "delete_key_result", edit_goal = "update_goal", list_goals = "get_goals",
  get_teams = "get_authorized_teams", get_workspaces = "get_authorized_teams",
  get_me = "get_authorized_user" }

--- What to say of a method or an operation that there is not; nil: nothing is known.
---@param name any
---@return string?
function hints.of_name(name)
  if TEXTS[name] then return ": " .. TEXTS[name] end
  return INSTEAD[name] and (', did you mean "%s"?'):format(INSTEAD[name])
end

local per_call = {}
for _, row in ipairs(options.rows) do per_call[row.name] = row.per_call end

-- The last name in a path: due_date of folder.due_date; of owners[2], owners.
local function last_name(path) return path:match "([%w_]+)[^%w_]*%d*[^%w_]*$" or "" end

local IDS = { owners = true, assignees = true, assignee = true, members = true }
local function is_id(name) return IDS[name] or name:find "_?ids?$" or name:find "_owners$" end

--- What to say of a problem of a body or a query; "" when there is nothing more.
---@param found { path: string, expected: string, got: string, key: any }
---@param part "body"|"query"
---@return string
function hints.of_problem(found, part)
  local expected, got, name = found.expected, found.got, last_name(found.path)
  if expected == "Unix milliseconds" then return "; clickup.time makes them of seconds" end
  if expected == "a known field" and per_call[found.key] then
    return ("; it is an option of the call: options come behind the %s"):format(part)
  end
  local whole = expected == "an integer" or expected == "an integer (int32)"
  if not whole and expected ~= "a number" then return "" end
  if core.is_date(name) then
    local given = got:find "^string" or got == "a table"
    return given and "; clickup.time makes one of a date" or ""
  end
  local fraction = whole and got:find "^number"
  return fraction and not is_id(name) and "; strict = false lets it through" or ""
end

return hints
