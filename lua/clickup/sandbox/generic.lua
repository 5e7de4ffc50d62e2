-- SPDX-License-Identifier: MIT
--- The operations of the module's data: what is sent is checked against them. Those that have
-- state here (`clickup.sandbox.hierarchy_handlers`) are carried out, the others answered with a
-- small answer made from the data. Only the module's data are used, not its encoder.

local hierarchy_handlers = require "clickup.sandbox.hierarchy_handlers"
local json = require "clickup.sandbox.json"
local replies = require "clickup.sandbox.replies"
local worlds = require "clickup.sandbox.worlds"

local M = {}

-- ---- checks -----------------------------------------------------------------------

local check

local plain = {
  any = function() return true end,
  string = function(value) return type(value) == "string" end,
  boolean = function(value) return type(value) == "boolean" end,
  number = function(value) return type(value) == "number" end,
  integer = function(value) return type(value) == "number" and math.tointeger(value) ~= nil end,
  null = function(value) return value == json.null end,
}
plain.int32 = plain.integer

local function is_listed(values, value)
  for _, one in ipairs(values or { value }) do
    if one == value then return true end
  end
  return false
end

-- Whether a value, or how much there is of it, is within the limits of its type.
local function is_within(kind, value)
  local size = value
  if kind.kind == "string" then size = utf8.len(value) or #value end
  if kind.kind == "array" then size = #value end
  return math.type(size) == nil or size >= (kind.min or size) and size <= (kind.max or size)
end

local function is_object(value)
  return type(value) == "table" and value ~= json.null and not json.is_array(value)
end

local function object_problem(kind, value, path)
  if not is_object(value) then return path .. ": expected an object" end
  local known = {}
  for _, field in ipairs(kind.fields) do
    local inner, name = value[field.name], path .. "." .. field.name
    known[field.name] = true
    if inner == nil then
      if field.required then return name .. ": required" end
    elseif inner ~= json.null or not field.null then
      local problem = not is_listed(field.values, inner) and name .. ": none of those listed"
        or check(field.type, inner, name)
      if problem then return problem end
    end
  end
  for name in pairs(value) do
    if not known[name] then return path .. "." .. name .. ": unknown" end
  end
end

local tables = { object = object_problem }

function tables.array(kind, value, path)
  if not json.is_array(value) then return path .. ": expected an array" end
  if not is_within(kind, value) then return path .. ": not as long as declared" end
  for i, item in ipairs(value) do
    local problem = check(kind.of, item, ("%s[%d]"):format(path, i))
    if problem then return problem end
  end
end

function tables.map(kind, value, path)
  if not is_object(value) then return path .. ": expected an object" end
  for name, item in pairs(value) do
    local problem = check(kind.of, item, path .. "." .. name)
    if problem then return problem end
  end
end

function tables.union(kind, value, path)
  local first
  for _, one in ipairs(kind.of) do
    local problem = check(one, value, path)
    if not problem then return nil end
    first = first or problem
  end
  return first
end

-- What is wrong with a value; nil: nothing.
function check(kind, value, path)
  if value == json.null and kind.null then return nil end
  local of_table = tables[kind.kind]
  if of_table then return of_table(kind, value, path) end
  if plain[kind.kind](value) and is_listed(kind.values, value) then
    return not is_within(kind, value) and path .. ": not within what is declared" or nil
  end
  return ("%s: expected %s"):format(path, kind.kind)
end

-- A parameter as what it stands for.
local function parsed(text)
  if text == "true" or text == "false" then return text == "true" end
  return tonumber(text) or text
end

local function query_problem(entry, query)
  local known = {}
  for _, field in ipairs(entry.query and entry.query.fields or {}) do
    local name = field.brackets and field.name .. "[]" or field.name
    local text, kind = query[name], field.type
    known[name] = true
    if kind.kind == "array" then kind = kind.of end
    if text == nil and field.required then return "query." .. name .. ": required" end
    local problem = text and check(kind, kind.kind == "string" and text or parsed(text),
      "query." .. name)
    if problem then return problem end
  end
  for name in pairs(query) do
    if not known[name] then return "query." .. name .. ": unknown" end
  end
end

local function body_problem(entry, text)
  if not entry.body then return nil end
  local body = json.decode(text, json.null)
  if body == nil then return "the body is not JSON" end
  return check(entry.body, body, "body")
end

-- ---- answers ----------------------------------------------------------------------

-- Behind the first page there is nothing.
local function without_items(entry, answer, query)
  local page = tonumber(query.page) or 0
  local first = page == 0 and not query.cursor and not query.start
  if not entry.paging then return answer end
  local list = entry.items or entry.envelope
  if not first then answer[list] = json.array {} end
  if answer.last_page ~= nil then answer.last_page = not first end
  if not first then answer.next_cursor = nil end
  return answer
end

local function carry_out(handler, exchange)
  local request = exchange.request
  exchange.body = request.body ~= "" and json.decode(request.body, json.null) or {}
  if request.method == "POST" then worlds.receive(exchange.state.world, exchange.body) end
  return handler(exchange)
end

local function handler_of(entry, example)
  local handler = hierarchy_handlers[entry.name]
  return function(exchange)
    local request = exchange.request
    local problem = query_problem(entry, request.query) or body_problem(entry, request.body)
    if problem then return replies.refuse(400, problem, "INPUT_002") end
    if handler then return carry_out(handler, exchange) end
    return replies.json(200, without_items(entry, example.answer(entry), request.query))
  end
end

--- The operations of the module's data; none where the module is not installed.
---@return clickup.sandbox.Route[]
function M.routes()
  local routes = {}
  local found, index = pcall(require, "clickup.api.index")
  if not found then return routes end
  local example = require "clickup.api.example"
  for _, group in ipairs(index.groups()) do
    for _, entry in ipairs(require("clickup.api." .. group.name)) do
      routes[#routes + 1] = { operation = entry.id, method = entry.method, path = entry.path,
        content_type = entry.body ~= nil, handler = handler_of(entry, example) }
    end
  end
  -- a word of the path goes before an id in its place
  table.sort(routes, function(a, b)
    local _, ids = a.path:gsub("{", "")
    local _, others = b.path:gsub("{", "")
    if ids ~= others then return ids < others end
    return a.path < b.path
  end)
  return routes
end

return M
