-- SPDX-License-Identifier: MIT
-- Makes the targets of a CSV file targets of a goal. It can be run again: what the goal has
-- already is not made twice. Rows that fail are written to FILE.failed.csv with their reasons.
--
--   import_targets.lua FILE GOAL_ID   # CLICKUP_TOKEN is the token
--   import_targets.lua                # shows itself in a sandbox

local clickup = require "clickup"
local COLUMNS = { "name", "type", "steps_start", "steps_end", "unit" }

-- ---- CSV --------------------------------------------------------------------

-- Fields may be quoted, with "" for a quote; a row is a line.
local function fields_of(line)
  local fields = {}
  line = line:gsub('""', "\0") .. ","
  while line ~= "" do
    local field, rest = line:match '^"([^"]*)",(.*)$'
    if not field then field, rest = line:match "^([^,]*),(.*)$" end
    fields[#fields + 1] = field == "\0" and "" or field:gsub("%z", '"')
    line = rest
  end
  return fields
end

local function quote(text) return '"' .. tostring(text):gsub('"', '""') .. '"' end

local function read_rows(path)
  local rows, header = {}, nil
  for text in io.lines(path) do
    local line = text:gsub("\r$", "")
    local fields = fields_of(line)
    if not header then
      header, rows.header = fields, line
    elseif line ~= "" then
      local row = { line = line }
      for i, name in ipairs(header) do row[name] = fields[i] end
      rows[#rows + 1] = row
    end
  end
  return rows
end

local function target_of(row)
  local function integer(text) return math.tointeger(tonumber(text)) or text end
  return { name = row.name, type = row.type, unit = row.unit or "",
    steps_start = integer(row.steps_start), steps_end = integer(row.steps_end) }
end

-- What makes two targets the same. Steps come back as strings, 0 as nothing.
local function key_of(target)
  local parts = {}
  for i, name in ipairs(COLUMNS) do
    local value = target[name]
    if value == nil or value == "" then value = 0 end
    parts[i] = tostring(tonumber(value) or value)
  end
  return table.concat(parts, "\0")
end

-- Rows that the goal lacks; of several that are the same, as many as there are more of them.
local function missing(rows, goal)
  local has, list = {}, {}
  for _, key_result in ipairs(goal.key_results or {}) do
    local key = key_of(key_result)
    has[key] = (has[key] or 0) + 1
  end
  for _, row in ipairs(rows) do
    local key = key_of(target_of(row))
    if (has[key] or 0) > 0 then has[key] = has[key] - 1 else list[#list + 1] = row end
  end
  return list
end

-- ---- progress ---------------------------------------------------------------

-- Only a terminal has lines that can be written anew, and a cursor to ask about.
local is_terminal = os.execute "[ -t 1 ]" == true

local progress = { total = 0, started = os.time(), note = "" }

function progress.show(p)
  if not is_terminal then return end
  local seconds = math.max(os.time() - progress.started, 1)
  local rate = p.done / seconds
  io.write(("\r%d of %d, %d failed, %.0f/s, %.0f s left %s\27[K"):format(p.done, progress.total,
    p.failed, rate, (progress.total - p.done) / math.max(rate, 0.1), progress.note))
  io.flush()
  progress.note, progress.last = "", p
end

function progress.on_event(event)
  if event.event ~= "wait" then return end
  progress.note = ("(waiting %.0f s for the rate limit)"):format(event.seconds)
  progress.show(progress.last or { done = 0, failed = 0 })
end

--- Returns how many were made, how many were there already, and how many failed.
local function import(client, path, goal_id)
  local rows = read_rows(path)
  local todo, failed = missing(rows, assert(client:get_goal(goal_id))), {}
  progress.total, progress.started = #todo, os.time()
  local results = client:map(todo, function(row)
    return client:create_key_result(goal_id, target_of(row))
  end, {
    keep = false, on_progress = progress.show,
    on_result = function(_, row, value, err)
      if not value then failed[#failed + 1] = row.line .. "," .. quote(err.message) end
    end,
  })
  if is_terminal then io.write "\n" end
  os.remove(path .. ".failed.csv")
  if failed[1] then
    local file <close> = assert(io.open(path .. ".failed.csv", "w"))
    file:write(rows.header, ",reason\n", table.concat(failed, "\n"), "\n")
  end
  print(("%d made, %d were there, %d failed"):format(results.n - #failed, #rows - #todo, #failed))
  return #failed
end

if arg[1] then
  local client <close> = clickup.new { on_event = progress.on_event }
  os.exit(import(client, arg[1], assert(arg[2], "which goal?")) == 0, true)
end

local ROWS = [[
name,type,steps_start,steps_end,unit
"Visits, ""unique""",number,0,1000,visits
Revenue,currency,100,200,USD
Shipped,boolean,0,1,
Nonsense,number,0,many,km
]]

local sandbox <close> = require("clickup.sandbox").start()
local client <close> = clickup.new {
  token = sandbox.token, base_url = sandbox.base_url, on_event = progress.on_event,
}
local path = os.tmpname()
for _, count in ipairs { 20, 40 } do -- the second run has the first one's rows, too
  local file <close> = assert(io.open(path, "w"))
  file:write(ROWS)
  for i = 1, count do file:write(("Target %d,number,0,%d,\n"):format(i, i)) end
  file:close()
  import(client, path, sandbox.goal_id)
end
io.write(assert(io.open(path .. ".failed.csv")):read "a")
os.remove(path .. ".failed.csv")
os.remove(path)
