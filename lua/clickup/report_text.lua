-- SPDX-License-Identifier: MIT
--- A report as a text: for a terminal, as Markdown, as CSV. In names, what a terminal would act on
-- is shown (\x1b), a line break is a blank, and what changes the direction of writing is left out.

local core = require "clickup.core"
local width = require "clickup.width"

local LONGEST = 200     -- bytes of a name
local LONGEST_CELL = 32000 -- bytes; a spreadsheet takes 32,767 characters
local MOST_OWNERS = 10
local BAR = 20

local format = {}

-- ---- words ------------------------------------------------------------------

local HIDDEN = { "\u{61c}", "\u{200e}", "\u{200f}", "\xe2\x80[\xaa-\xae]",
  "\xe2\x81[\xa6-\xa9]" }

-- Of bytes that are no UTF-8 the rest could make what was left out: they are shown first.
local function clean(text, most)
  text = core.visible(text:gsub("[ \t\r\n]+", " "), most or LONGEST)
  for _, pattern in ipairs(HIDDEN) do text = text:gsub(pattern, "") end
  return text
end

local function join(parts, separator)
  local list = {}
  for _, part in ipairs(parts) do
    if part ~= "" then list[#list + 1] = part end
  end
  return table.concat(list, separator)
end

-- With a point, whatever the locale has.
local function number(value)
  local whole = math.tointeger(value)
  if whole then return ("%d"):format(whole) end
  return (("%.14g"):format(value):gsub("[^0-9+e-]", "."))
end

-- Only what is complete is 100.
local function percent(value)
  return value and ("%d%%"):format(math.floor(value + 1e-9)) or "?"
end

local function date(ms)
  local fine, text = pcall(os.date, "%Y-%m-%d", ms // 1000)
  return fine and text or "?"
end

local function owners(names)
  local list = {}
  for i, name in ipairs(names) do
    if i > MOST_OWNERS then
      list[i] = ("and %d more"):format(#names - MOST_OWNERS)
      break
    end
    list[i] = clean(name)
  end
  return table.concat(list, ", ")
end

-- Where a target is: 300 of 1000 visits, 88 from 90 to 80 kg, done.
local function value(target)
  local first, now, last = target.steps_start, target.steps_current, target.steps_end
  if target.type == "boolean" then return target.percent == 100 and "done" or "not done" end
  local text = ""
  if now and last then
    text = (first or 0) == 0 and ("%s of %s"):format(number(now), number(last))
      or ("%s from %s to %s"):format(number(now), number(first), number(last))
    local unit = target.unit and clean(target.unit, 40) or ""
    if unit == "" and target.type == "percentage" then unit = "%" end
    text = join({ text, unit }, " ")
  end
  if target.type ~= "automatic" then return text end
  return text == "" and "automatic" or text .. " (automatic)"
end

local function count(number_of, what)
  return ("%d %s%s"):format(number_of, what, number_of == 1 and "" or "s")
end

local function summary(report)
  local targets = 0
  for _, goal in ipairs(report) do targets = targets + #goal.targets end
  return count(#report, "goal") .. ", " .. count(targets, "target")
end

local function about_goal(goal)
  return { goal.due_date and "due " .. date(goal.due_date) or "", owners(goal.owners) }
end

-- ---- for a terminal ---------------------------------------------------------

local LEAST_NAME, MOST_NAME = 10, 44 -- columns, indented

local function bar(value_of)
  local full = value_of and math.floor(value_of / 100 * BAR + 1e-9) or 0
  return "[" .. ("#"):rep(full) .. ("."):rep(BAR - full) .. "]"
end

-- Rows { name, percent, details }; a row without percent is a heading.
local function rows_of(report)
  local rows, folder = {}, nil
  for _, goal in ipairs(report) do
    if goal.folder ~= folder then
      folder = goal.folder
      rows[#rows + 1] = { clean(folder) .. " (folder)", heading = true }
    end
    local indent = folder and "  " or ""
    rows[#rows + 1] = { indent .. clean(goal.name), goal.percent, about_goal(goal),
      goal = true }
    for _, target in ipairs(goal.targets) do
      rows[#rows + 1] = { indent .. "  " .. clean(target.name), target.percent,
        { value(target), owners(target.owners) } }
    end
  end
  return rows
end

function format.text(report)
  local rows, widest, lines = rows_of(report), LEAST_NAME, {}
  for _, row in ipairs(rows) do
    if not row.heading then widest = math.max(widest, width.of(row[1])) end
  end
  widest = math.min(widest, MOST_NAME)
  for i, row in ipairs(rows) do
    local after = i > 1 and not rows[i - 1].heading
    if after and (row.heading or row.goal) then lines[#lines + 1] = "" end
    local line = row.heading and row[1] or ("%s  %s %4s  %s"):format(width.fit(row[1], widest),
      bar(row[2]), percent(row[2]), join(row[3], "  "))
    lines[#lines + 1] = line:gsub(" +$", "")
  end
  if rows[1] then lines[#lines + 1] = "" end
  lines[#lines + 1] = rows[1] and summary(report) or "no goals"
  return table.concat(lines, "\n") .. "\n"
end

-- ---- as Markdown ------------------------------------------------------------

-- What stands for itself in CommonMark, in GitHub's tables and to pandoc.
local function escape(text) return (text:gsub("[\\`*_%[%]<>#|~$^&!@{}]", "\\%0")) end

local function table_row(cells)
  return "| " .. table.concat(cells, " | ") .. " |"
end

local function add_targets(lines, targets)
  if not targets[1] then return end
  lines[#lines + 1] = "\n| target | now | % | owners |\n|---|---|---:|---|"
  for _, target in ipairs(targets) do
    lines[#lines + 1] = table_row { escape(clean(target.name)), escape(value(target)),
      percent(target.percent), escape(owners(target.owners)) }
  end
end

function format.markdown(report)
  local lines, folder = {}, nil
  for i, goal in ipairs(report) do
    if goal.folder ~= folder then
      folder = goal.folder
      lines[#lines + 1] = (i > 1 and "\n" or "") .. "## " .. escape(clean(folder))
    end
    local break_before = lines[1] and "\n" or ""
    lines[#lines + 1] = break_before .. "### " .. escape(clean(goal.name))
    local about = join({ goal.percent and percent(goal.percent) or "",
      escape(join(about_goal(goal), ", ")) }, ", ")
    if about ~= "" then lines[#lines + 1] = "\n" .. about end
    add_targets(lines, goal.targets)
  end
  if not lines[1] then lines[1] = "no goals" end
  return table.concat(lines, "\n") .. "\n"
end

-- ---- as CSV -----------------------------------------------------------------

local COLUMNS = { "folder", "goal", "goal_id", "goal_percent", "due_date", "goal_owners", "target",
  "target_id", "type", "steps_start", "steps_current", "steps_end", "unit", "percent", "owners" }

-- What a spreadsheet would calculate: also full-width, and behind blanks.
local FORMULA = { "^ *[=+@-]", "^ *\u{ff1d}", "^ *\u{ff0b}", "^ *\u{ff0d}", "^ *\u{ff20}" }

local function cell(given)
  if given == nil then return "" end
  if type(given) == "number" then return number(given) end
  local text = clean(given, LONGEST_CELL)
  for _, pattern in ipairs(FORMULA) do
    if text:find(pattern) then
      text = "'" .. text
      break
    end
  end
  if not text:find '[",]' then return text end
  return '"' .. text:gsub('"', '""') .. '"'
end

local function hundredths(x) return x and math.floor(x * 100 + 0.5) / 100 end

local function list(names) return names[1] and table.concat(names, "; ") or nil end

function format.csv(report)
  local lines = { table.concat(COLUMNS, ",") }
  for _, goal in ipairs(report) do
    local about = { goal.folder, goal.name, goal.id, hundredths(goal.percent),
      goal.due_date and date(goal.due_date), list(goal.owners) }
    for i = 1, math.max(1, #goal.targets) do
      local target = goal.targets[i] or { owners = {} }
      local row = table.move({ target.name, target.id, target.type, target.steps_start,
        target.steps_current, target.steps_end, target.unit, hundredths(target.percent),
        list(target.owners) }, 1, 9, 7, table.move(about, 1, 6, 1, {}))
      for j = 1, #COLUMNS do row[j] = cell(row[j]) end
      lines[#lines + 1] = table.concat(row, ",")
    end
  end
  return table.concat(lines, "\r\n") .. "\r\n"
end

return format
