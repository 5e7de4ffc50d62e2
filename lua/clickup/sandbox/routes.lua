-- SPDX-License-Identifier: MIT
--- ClickUp's operations, as the sandbox answers them. One entry is one operation; a handler sees
-- a request that is authorized, counted, and whose body has the declared fields.
-- Where nobody has recorded which ECODE the live API uses, the nearest recorded one stands in.

local replies = require "clickup.sandbox.replies"
local views = require "clickup.sandbox.views"

---@class clickup.sandbox.Route
---@field operation string ClickUp's operationId
---@field method string
---@field path string below `/api`, with `{name}` for a segment
---@field body clickup.sandbox.Field[]? the declared fields, for operations that have a body
---@field handler fun(exchange: clickup.sandbox.Exchange): clickup.sandbox.Reply

local TYPES = {
  number = true, currency = true, boolean = true, percentage = true, automatic = true,
}

local KEY_RESULT = {
  { "name", "string" },
  { "owners", "array of integer" },
  { "type", "string", one_of = TYPES },
  { "steps_start", "number" }, -- fractions too: the live API takes them
  { "steps_end", "number" },
  { "unit", "string" },
  { "task_ids", "array of string" },
  { "list_ids", "array of string" },
}

local GOAL = {
  { "name", "string" },
  { "due_date", "integer" },
  { "description", "string" },
  { "multiple_owners", "boolean" },
  { "owners", "array of integer" },
  { "color", "string" },
  { "start_date", "integer", optional = true },
}

--- An unknown id is a 401 although the token is good: ClickUp doesn't tell "absent" from "not
-- yours".
local function no_such_goal()
  return replies.refuse(401, "Team not authorized", "OAUTH_027")
end

local function unknown_owner(exchange)
  if exchange.state:unknown_user(exchange.body.owners) then
    return replies.refuse(400, "Owner invalid", "INPUT_003")
  end
end

local function get_goal(exchange)
  local goal = exchange.state:goal(exchange.ids.goal_id)
  if not goal then return no_such_goal() end
  return replies.json(200, { goal = views.goal(goal, exchange.state) })
end

local function create_goal(exchange)
  local state, body, team_id = exchange.state, exchange.body, exchange.ids.team_id
  if not state.teams[team_id] then
    return replies.refuse(404, "Shard not found", "SHARD_031")
  end
  local refusal = unknown_owner(exchange)
  if refusal then return refusal end
  body.id, body.team_id = nil, team_id
  local goal = state:add_goal(body, exchange.user_id)
  return replies.json(200, { goal = views.goal(goal, state) })
end

local function create_key_result(exchange)
  local state, body = exchange.state, exchange.body
  local goal = state:goal(exchange.ids.goal_id)
  if not goal then return no_such_goal() end
  local refusal = unknown_owner(exchange)
  if refusal then return refusal end
  if body.type == "currency" and not body.unit:find("^%u%u%u$") then
    return replies.refuse(400, "unit must be a currency code", "INPUT_002")
  end
  body.id, body.steps_current = nil, nil
  local key_result = state:add_key_result(goal, body, exchange.user_id)
  return replies.json(200, { key_result = views.key_result(key_result, state) })
end

---@type clickup.sandbox.Route[]
return {
  {
    operation = "CreateGoal",
    method = "POST", path = "/v2/team/{team_id}/goal", body = GOAL, handler = create_goal,
  },
  {
    operation = "GetGoal",
    method = "GET", path = "/v2/goal/{goal_id}", handler = get_goal,
  },
  {
    operation = "CreateKeyResult",
    method = "POST", path = "/v2/goal/{goal_id}/key_result", body = KEY_RESULT,
    handler = create_key_result,
  },
}
