-- SPDX-License-Identifier: MIT
--- client:each: every item of a list that comes in pages, on public calls alone, so that it works
-- in every way of waiting.

local index = require "clickup.api.index"
local core = require "clickup.core"
local signature = require "clickup.api.signature"
local usage = require "clickup.usage"

-- What each kind of paging adds to the query for the first page, and for the one after a page;
-- nil: there is none.
local KINDS = {}

KINDS.page = {
  first = function(query) return { page = query.page or 0 } end,
  after = function(query, answer)
    local page = math.tointeger(query.page)
    return page and answer.last_page ~= true and { page = page + 1 } or nil
  end,
}

KINDS.start = { -- the date and the id of the last item
  first = function() return {} end,
  after = function(_, _, items)
    local last = items[#items]
    local date = type(last) == "table" and math.tointeger(tonumber(last.date))
    if not date or last.id == nil then return nil end
    return { start = date, start_id = tostring(last.id) }
  end,
}

KINDS.cursor = {
  first = function() return {} end,
  after = function(query, answer)
    local cursor = answer.next_cursor
    if type(cursor) ~= "string" or cursor == "" or cursor == query.cursor then return nil end
    return { cursor = cursor }
  end,
}

local function merge(query, more)
  local all = {}
  for name, value in next, query do all[name] = value end
  for name, value in next, more do all[name] = value end
  return all
end

-- Starts the call for a page.
local function start(run, more)
  run.query = merge(run.query, more)
  local arguments = table.move(run.ids, 1, run.count, 1, {})
  arguments[run.count + 1], arguments[run.count + 2] = run.query, run.options
  run.call = run.client:start(run.entry.name, table.unpack(arguments, 1, run.count + 2))
end

-- The items that were not on the page before: while one reads, others add and remove.
local function new_items(run, items)
  local fresh, seen = {}, {}
  for _, item in ipairs(items) do
    local id = type(item) == "table" and item.id
    if id then seen[id] = true end
    if not id or not run.seen[id] then fresh[#fresh + 1] = item end
  end
  run.seen = seen
  return fresh
end

-- Whether the pages go round in a circle: each is compared with one that is kept, which is another
-- one after 1, 2, 4, 8, … pages.
local function goes_round(run, body)
  if run.kept == body then return true end
  run.pages = run.pages + 1
  if run.pages == run.due then run.kept, run.due = body, run.due * 2 end
  return false
end

-- Waits for the page that was asked for, and asks for the next one.
local function turn(run)
  local call = run.call
  run.call, run.items, run.at = nil, {}, 0
  run.client:wait_all { call }
  local answer, info = call:result()
  if answer == nil then error(info, 0) end
  local field = run.entry.items
  local items = type(answer) == "table" and (not field and answer or answer[field]) or {}
  if type(items) ~= "table" or goes_round(run, info.body) then return end
  run.items = new_items(run, items)
  local more = run.items[1] ~= nil and run.kind.after(run.query, answer, items)
  if more then start(run, more) end
end

local function next_item(run)
  while true do
    run.at = run.at + 1
    local item = run.items[run.at]
    if item ~= nil then
      run.items[run.at] = false
      return item
    end
    if not run.call then return nil end
    turn(run)
  end
end

local function check(name, given)
  local entry = index.find(name)
  if not entry then usage.unknown("each: unknown operation", name, index.names()) end
  if not entry.paging then core.usage_error(("each: %s has no pages"):format(name)) end
  local most = #signature.arguments(entry)
  if given > most then
    core.usage_error(("each: %s: expected at most %d arguments, got %d"):format(name, most, given))
  end
  return entry, most - 2
end

local paging = {} -- methods of a client

function paging:each(operation, ...)
  core.state(self) -- a usage error when it is no client
  local entry, count = check(operation, select("#", ...))
  local ids = table.pack(...)
  local query = ids[count + 1]
  if query == nil then query = {} end
  if type(query) ~= "table" then
    core.usage_error(("each: %s: query: expected a table, got a %s"):format(operation, type(query)))
  end
  local run = { client = self, entry = entry, kind = KINDS[entry.paging], ids = ids, count = count,
    query = query, options = ids[count + 2], items = {}, at = 0, seen = {}, pages = 0, due = 1 }
  start(run, run.kind.first(query))
  -- a loop that is left takes back the page that it asked for
  local closing <const> = setmetatable({}, { __close = function()
    if run.call then run.call:cancel() end
  end })
  return function() return next_item(run) end, nil, nil, closing
end

return paging
