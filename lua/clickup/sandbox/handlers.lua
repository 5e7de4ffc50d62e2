-- SPDX-License-Identifier: MIT
--- What ClickUp's operations do. A handler gets an exchange that is authorized and counted, and
-- whose body has the declared fields.
-- Where nobody has recorded which ECODE the live API uses, the nearest recorded one stands in.

local replies = require "clickup.sandbox.replies"
local views = require "clickup.sandbox.views"
local worlds = require "clickup.sandbox.worlds"

local M = {}

-- What is refused ---------------------------------------------------------------------------------

--- An unknown id is a 401 although the token is good: ClickUp doesn't tell "absent" from "not
-- yours".
local function no_such_goal()
  return replies.refuse(401, "Team not authorized", "OAUTH_027")
end

local function no_such_key_result()
  return replies.refuse(401, "Team not authorized", "OAUTH_023")
end

local function no_such_webhook()
  return replies.refuse(401, "Webhook not found", "OAUTH_056")
end

--- The answer where the path names a Workspace that is not there; nil: it is.
---@param exchange clickup.sandbox.Exchange
---@return clickup.sandbox.Reply?
local function unknown_team(exchange)
  local team_id = exchange.ids.team_id
  if exchange.state.teams[team_id] then return nil end
  if not team_id:find "^%d+$" then
    return replies.refuse(400, "Team ID invalid", "INPUT_003")
  end
  return replies.refuse(404, "Shard not found", "SHARD_031")
end

local function unknown_owner(exchange, name)
  if exchange.state:unknown_user(exchange.body[name] or {}) then
    return replies.refuse(400, "Owner invalid", "INPUT_003")
  end
end

local function wrong_unit(kind, unit)
  if kind == "currency" and not unit:find("^%u%u%u$") then
    return replies.refuse(400, "unit must be a currency code", "INPUT_002")
  end
end

-- Accounts ----------------------------------------------------------------------------------------

local function bad_code(problem)
  if problem == "used" then return replies.refuse(401, "Code already used", "OAUTH_014") end
  if problem == "client" then return replies.refuse(401, "Client not found", "OAUTH_010") end
  return replies.refuse(401, "Code not found", "OAUTH_013")
end

function M.get_access_token(exchange)
  local token, problem = exchange.state:exchange_code(exchange.body)
  if not token then return bad_code(problem) end
  return replies.json(200, { access_token = token })
end

function M.get_authorized_user(exchange)
  return replies.json(200, { user = views.authorized_user(exchange.user_id, exchange.state) })
end

function M.get_authorized_teams(exchange)
  return replies.json(200, { teams = views.teams(exchange.state) })
end

function M.get_workspaceplan(exchange)
  local refusal = unknown_team(exchange)
  if refusal then return refusal end
  local team = exchange.state.teams[exchange.ids.team_id]
  return replies.json(200, { plan_name = team.plan_name, plan_id = team.plan_id })
end

local function empty_seats(total, filled)
  return math.tointeger(total) and math.max(0, total - filled) or total
end

function M.get_workspaceseats(exchange)
  local refusal = unknown_team(exchange)
  if refusal then return refusal end
  local state, guests = exchange.state, 0
  local team, members = state.teams[exchange.ids.team_id], #state.user_ids
  return replies.json(200, {
    members = {
      filled_members_seats = members,
      total_member_seats = team.member_seats,
      empty_member_seats = empty_seats(team.member_seats, members),
    },
    guests = {
      filled_guest_seats = guests,
      total_guest_seats = team.guest_seats,
      empty_guest_seats = empty_seats(team.guest_seats, guests),
    },
  })
end

-- Goals -------------------------------------------------------------------------------------------

local function goal_reply(goal, state)
  return replies.json(200, { goal = views.goal(goal, state) })
end

--- Completed goals are listed only when they are asked for.
local function is_listed(goal, request)
  return request.query.include_completed == "true" or views.goal_progress(goal) < 1
end

function M.get_goals(exchange)
  local refusal = unknown_team(exchange)
  if refusal then return refusal end
  local state, loose, by_folder = exchange.state, {}, {}
  for _, folder in ipairs(state.folders) do by_folder[folder] = {} end
  for _, goal in ipairs(state.goals) do
    if goal.team_id == exchange.ids.team_id and is_listed(goal, exchange.request)
      and worlds.shows(state.world, goal.made_ms, state.clock()) then
      table.insert(goal.folder and by_folder[goal.folder] or loose, goal)
    end
  end
  return replies.json(200, views.goal_list(loose, by_folder, exchange.ids.team_id, state))
end

function M.get_goal(exchange)
  local state = exchange.state
  local goal = state:goal(exchange.ids.goal_id)
  if not goal then return no_such_goal() end
  local shown = {}
  for _, key_result in ipairs(goal.key_results) do
    if worlds.shows(state.world, key_result.made_ms, state.clock()) then
      shown[#shown + 1] = key_result
    end
  end
  return goal_reply(setmetatable({ key_results = shown }, { __index = goal }), state)
end

function M.create_goal(exchange)
  local state, body = exchange.state, exchange.body
  local refusal = unknown_team(exchange) or unknown_owner(exchange, "owners")
  if refusal then return refusal end
  body.id, body.folder, body.team_id = nil, nil, exchange.ids.team_id
  return goal_reply(state:add_goal(body, exchange.user_id), state)
end

function M.update_goal(exchange)
  local state = exchange.state
  local goal = state:goal(exchange.ids.goal_id)
  if not goal then return no_such_goal() end
  local refusal = unknown_owner(exchange, "add_owners")
  if refusal then return refusal end
  state:edit_goal(goal, exchange.body)
  return goal_reply(goal, state)
end

function M.delete_goal(exchange)
  local goal = exchange.state:goal(exchange.ids.goal_id)
  if not goal then return no_such_goal() end
  exchange.state:delete_goal(goal)
  return replies.json(200, {})
end

-- Key results -------------------------------------------------------------------------------------

local function key_result_reply(key_result, state)
  return replies.json(200, { key_result = views.key_result(key_result, state) })
end

function M.create_key_result(exchange)
  local state, body = exchange.state, exchange.body
  local goal = state:goal(exchange.ids.goal_id)
  if not goal then return no_such_goal() end
  local refusal = unknown_owner(exchange, "owners") or wrong_unit(body.type, body.unit)
  if refusal then return refusal end
  body.id, body.steps_current = nil, nil
  local key_result = state:add_key_result(goal, body, exchange.user_id)
  if state.world.writer then state:add_key_result(goal, body, exchange.user_id + 1) end
  return key_result_reply(key_result, state)
end

function M.edit_key_result(exchange)
  local state, body = exchange.state, exchange.body
  local key_result = state:key_result(exchange.ids.key_result_id)
  if not key_result then return no_such_key_result() end
  local refusal = unknown_owner(exchange, "owners")
    or wrong_unit(body.type or key_result.type, body.unit or key_result.unit)
  if refusal then return refusal end
  state:edit_key_result(key_result, body, exchange.user_id)
  return key_result_reply(key_result, state)
end

function M.delete_key_result(exchange)
  local key_result = exchange.state:key_result(exchange.ids.key_result_id)
  if not key_result then return no_such_key_result() end
  exchange.state:delete_key_result(key_result)
  return replies.json(200, {})
end

-- Webhooks ----------------------------------------------------------------------------------------

local function webhook_reply(webhook)
  return replies.json(200, { id = webhook.id, webhook = views.webhook(webhook) })
end

--- A webhook belongs to the user that has made it.
local function own_webhook(exchange)
  local webhook = exchange.state:webhook(exchange.ids.webhook_id)
  return webhook and webhook.user_id == exchange.user_id and webhook or nil
end

local function key_of(webhook)
  local events = table.move(webhook.events, 1, #webhook.events, 1, {})
  table.sort(events)
  local parts = { webhook.team_id, webhook.endpoint, table.concat(events, " ") }
  for _, place in ipairs { "space_id", "folder_id", "list_id", "task_id" } do
    parts[#parts + 1] = tostring(math.tointeger(webhook[place]) or webhook[place])
  end
  return table.concat(parts, "\n")
end

--- There is one of a kind.
local function known_webhook(exchange, fields)
  for _, webhook in ipairs(exchange.state.webhooks) do
    if webhook.user_id == exchange.user_id and key_of(webhook) == key_of(fields) then
      return replies.refuse(400, "Webhook configuration already exists", "OAUTH_171")
    end
  end
end

function M.create_webhook(exchange)
  local refusal = unknown_team(exchange)
  if refusal then return refusal end
  local body, fields = exchange.body, { team_id = exchange.ids.team_id }
  for _, name in ipairs { "endpoint", "events", "space_id", "folder_id", "list_id", "task_id" } do
    fields[name] = body[name]
  end
  return known_webhook(exchange, fields)
    or webhook_reply(exchange.state:add_webhook(fields, exchange.user_id))
end

function M.get_webhooks(exchange)
  local refusal = unknown_team(exchange)
  if refusal then return refusal end
  local own = {}
  for _, webhook in ipairs(exchange.state.webhooks) do
    if webhook.team_id == exchange.ids.team_id and webhook.user_id == exchange.user_id then
      own[#own + 1] = webhook
    end
  end
  return replies.json(200, { webhooks = views.webhooks(own) })
end

function M.update_webhook(exchange)
  local webhook = own_webhook(exchange)
  if not webhook then return no_such_webhook() end
  exchange.state:edit_webhook(webhook, exchange.body)
  return webhook_reply(webhook)
end

function M.delete_webhook(exchange)
  local webhook = own_webhook(exchange)
  if not webhook then return no_such_webhook() end
  exchange.state:delete_webhook(webhook)
  return replies.json(200, {})
end

M.unknown_team = unknown_team

return M
