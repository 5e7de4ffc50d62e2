-- SPDX-License-Identifier: MIT
-- Makes the rows of a CSV file targets of a goal. It can be run again, also when it has failed
-- half-way: what the goal has already is not made twice. Rows that cannot be made are written to
-- FILE.failed.csv with their reasons, to be mended and imported from there.
--
--   import_targets.lua FILE GOAL_ID   # CLICKUP_TOKEN is the token
--   import_targets.lua                # shows itself in a sandbox
--
-- The first row names the columns, in any order: name, type, steps_start, steps_end; if you like
-- unit, and owners: e-mails or user names with semicolons between. Fields are separated by commas,
-- or by semicolons or tabs; with semicolons a number has a decimal comma, else a point. Exit
-- status: 0; 1 when rows have failed; 2 when none was tried.

local clickup = require "clickup"

local COLUMNS = { name = "needed", type = "needed", steps_start = "needed", steps_end = "needed",
  unit = "known", owners = "known", reason = "known" } -- reason: of FILE.failed.csv

local function fail(...)
  io.stderr:write(("%s\n"):format(table.concat({ ... }, ": ")))
  os.exit(2, true)
end

-- ---- CSV --------------------------------------------------------------------

local function trim(text) return text:match "^%s*(.-)%s*$" end

local function quote(text)
  if not text:find '[",;\t\n]' then return text end
  return '"' .. text:gsub('"', '""') .. '"'
end

-- Returns the field that begins at a position, and the position behind it. One in quotes may have
-- anything in it, "" for a quote.
local function read_field(text, position, separator)
  if text:sub(position, position) ~= '"' then
    local behind = text:find("[\n" .. separator .. "]", position) or #text + 1
    return text:sub(position, behind - 1), behind
  end
  local parts = {}
  while true do
    local mark = text:find('"', position + 1, true)
    if not mark then return nil end
    parts[#parts + 1] = text:sub(position + 1, mark - 1)
    if text:sub(mark + 1, mark + 1) ~= '"' then return table.concat(parts, '"'), mark + 1 end
    position = mark + 1
  end
end

-- Returns the next row, a list of fields, and the position behind it; nil and what is wrong.
local function read_row(text, position, separator)
  local row = {}
  repeat
    local field
    field, position = read_field(text, position, separator)
    if not field then return nil, "a quote is not closed" end
    row[#row + 1] = trim(field)
    local mark = text:sub(position, position)
    if mark ~= separator and mark ~= "\n" and mark ~= "" then
      return nil, "expected a separator after a quote, got " .. mark
    end
    position = position + 1
  until mark ~= separator
  return row, position
end

-- Returns the columns' numbers by their names.
local function check_header(header)
  local columns = {}
  for i, name in ipairs(header) do
    name = name:lower()
    header[i] = name
    if not COLUMNS[name] then return nil, "unknown column " .. name end
    if columns[name] then return nil, "two columns " .. name end
    columns[name] = i
  end
  for name, need in pairs(COLUMNS) do
    if need == "needed" and not columns[name] then return nil, "no column " .. name end
  end
  return columns
end

-- Returns the rows, each with its fields by their columns' names; `header` and `separator` in it.
local function read_csv(text)
  if not utf8.len(text) then return nil, "expected UTF-8, got another encoding" end
  text = text:gsub("^\u{feff}", ""):gsub("\r\n?", "\n")
  local separator = text:match "^[^\n]*":match "[;\t]" or ","
  local rows, columns, position, number = { separator = separator }, nil, 1, 0
  while position <= #text do
    local row, after = read_row(text, position, separator)
    number = number + 1
    if not row then return nil, ("row %d: %s"):format(number, after) end
    position = after
    if not columns then
      local problem
      rows.header, columns, problem = row, check_header(row)
      if not columns then return nil, problem end
    elseif table.concat(row) ~= "" then
      if #row > #rows.header then
        return nil, ("row %d: expected %d fields, got %d"):format(number, #rows.header, #row)
      end
      for name, i in pairs(columns) do row[name] = row[i] or "" end
      rows[#rows + 1] = row
    end
  end
  if not columns then return nil, "expected a row of column names, got an empty file" end
  return rows
end

-- ---- targets ----------------------------------------------------------------

local function number_of(text, separator)
  local mark = separator == ";" and "," or "."
  local whole, fraction = text:match("^([+-]?%d+)%" .. mark .. "?(%d*)$")
  local number = whole and tonumber(whole .. "." .. fraction)
  return math.tointeger(number) or number
end

-- Returns the body of a create; nil and the reason when the row has none.
local function target_of(row, separator, people)
  local target = { name = row.name, type = row.type, unit = row.unit or "" }
  for _, name in ipairs { "steps_start", "steps_end" } do
    target[name] = number_of(row[name], separator)
    if not target[name] then
      return nil, ("%s: expected a number such as %s, got %s"):format(name,
        separator == ";" and "1,5" or "1.5", row[name] == "" and "nothing" or row[name])
    end
  end
  local names = {}
  for name in (row.owners or ""):gmatch "[^;]+" do names[#names + 1] = trim(name) end
  if not names[1] then return target end
  local owners, err = people:owners(names)
  if not owners then return nil, err.message end
  target.owners = owners
  return target
end

local function is_fractional(target)
  return math.type(target.steps_start) == "float" or math.type(target.steps_end) == "float"
end

-- Steps come back as numbers, strings or booleans, and 0 at times as nothing.
local function steps_of(value)
  if type(value) == "boolean" then return value and "1" or "0" end
  return ("%.14g"):format(tonumber(value) or 0)
end

-- What makes two targets the same. Owners and the steps where it is now may change.
local function key_of(target)
  return table.concat({ tostring(target.name), tostring(target.type), target.unit or "",
    steps_of(target.steps_start), steps_of(target.steps_end) }, "\0")
end

local function count(counts, key, change)
  counts[key] = (counts[key] or 0) + change
end

-- Returns what is to be made, { row, target } each. Left out is what the goal has; what it has
-- under this name, but otherwise, is a failure. Several rows that are the same are as many targets.
local function plan(rows, goal, people, on_failure)
  local keys, names = {}, {} -- of the goal's targets that no row stands for: how many there are
  for _, key_result in ipairs(goal.key_results or {}) do
    count(keys, key_of(key_result), 1)
    count(names, key_result.name, 1)
  end
  local new, todo = {}, {}
  for _, row in ipairs(rows) do
    local target, reason = target_of(row, rows.separator, people)
    local key = target and key_of(target)
    if not target then
      on_failure(row, reason)
    elseif (keys[key] or 0) > 0 then
      count(keys, key, -1)
      count(names, target.name, -1)
    else
      new[#new + 1] = { row = row, target = target }
    end
  end
  for _, item in ipairs(new) do
    local name = item.target.name
    if (names[name] or 0) > 0 then
      count(names, name, -1)
      on_failure(item.row, "the goal has a target of this name with another type, unit or steps")
    else
      todo[#todo + 1] = item
    end
  end
  return todo
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

-- ---- the import -------------------------------------------------------------

-- What is to be mended, as a file to import.
local function write_failures(path, rows, failures)
  os.remove(path)
  if not failures[1] then return end
  local file, problem = io.open(path, "w")
  if not file then fail(problem) end
  local function write_row(row, reason)
    for i, name in ipairs(rows.header) do
      if name ~= "reason" then file:write(quote(row[i] or ""), rows.separator) end
    end
    file:write(quote(reason), "\n")
  end
  write_row(rows.header, "reason")
  for _, failure in ipairs(failures) do write_row(failure.row, failure.reason) end
  file:close()
end

-- Everything that the rows are compared with and need: the goal, and for owners the people.
local function look_up(client, rows, goal_id)
  local goal, err = client:get_goal(goal_id)
  if not goal then
    local is_name = err.status == 401 and not goal_id:find "^%x+%-%x+%-%x+%-%x+%-%x+$"
    fail("GOAL_ID", goal_id, tostring(err) .. (is_name and " (expected an id, not a name)" or ""))
  end
  if not rows[1] or not rows[1].owners then return goal end
  local people
  people, err = client:members(goal.team_id)
  if not people then fail(tostring(err)) end
  return goal, people
end

-- Returns how many rows failed.
local function import(client, path, goal_id)
  local file, problem = io.open(path, "rb")
  if not file then fail(problem) end
  local rows
  rows, problem = read_csv(file:read "a")
  file:close()
  if not rows then fail(path, problem) end

  local goal, people = look_up(client, rows, goal_id)
  local failures = {}
  local function on_failure(row, reason)
    failures[#failures + 1] = { row = row, reason = reason }
  end
  local todo = plan(rows, goal, people, on_failure)
  local unfit = #failures
  progress.total, progress.started = #todo, os.time()
  client:map(todo, function(item)
    -- ClickUp takes fractions, though its document says integer
    local strict = not is_fractional(item.target)
    return client:create_key_result(goal_id, item.target, { strict = strict })
  end, {
    keep = false, on_progress = progress.show,
    on_result = function(_, item, value, err)
      if not value then on_failure(item.row, err.message) end
    end,
  })
  if is_terminal then io.write "\n" end
  write_failures(path .. ".failed.csv", rows, failures)
  local made = #todo - (#failures - unfit)
  print(("%d made, %d were there, %d failed"):format(made, #rows - #todo - unfit, #failures))
  return #failures
end

if arg[1] then
  if not arg[2] then fail("GOAL_ID", "expected the id of a goal, got nothing") end
  local client <close> = clickup.new { on_event = progress.on_event }
  os.exit(import(client, arg[1], arg[2]) == 0, true)
end

-- ---- in a sandbox -----------------------------------------------------------

local ROWS = [[
name,type,steps_start,steps_end,unit,owners
"Visits, ""unique""",number,0,1000,visits,janedoe@gmail.com; John Doe
Revenue,currency,100,200.5,USD,
Shipped,boolean,0,1,,
Nonsense,number,0,many,km,
]]

local sandbox <close> = require("clickup.sandbox").start()
local client <close> = clickup.new {
  token = sandbox.token, base_url = sandbox.base_url, on_event = progress.on_event,
}
local path = os.tmpname()
for _, last in ipairs { 20, 40 } do -- the second run has the first one's rows, too
  local file <close> = assert(io.open(path, "w"))
  file:write(ROWS)
  for i = 1, last do file:write(("Target %d,number,0,%d,,\n"):format(i, i)) end
  file:close()
  import(client, path, sandbox.goal_id)
end
io.write(assert(io.open(path .. ".failed.csv")):read "a")
os.remove(path .. ".failed.csv")
os.remove(path)
