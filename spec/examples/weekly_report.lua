-- SPDX-License-Identifier: MIT
-- Prints how far all goals of a Workspace are, or what has moved since the last time; for cron,
-- which mails what is printed:
--
--   0 8 * * 1  CLICKUP_TOKEN_FILE=$HOME/.clickup lua5.4 weekly_report.lua --since $HOME/.goals
--
--   weekly_report.lua [--markdown] [--since FILE]
--
-- FILE keeps where each target was. With it, only goals in which something has moved are printed,
-- and nothing at all when nothing has. The token is in CLICKUP_TOKEN, or in the file that
-- CLICKUP_TOKEN_FILE names, which only its owner may read. CLICKUP_TEAM_ID, a Workspace's id or
-- name, is needed when the token has several. Exit status: 0; 1 when there is no report; 2 when the
-- arguments or settings are wrong.

local cjson = require "cjson"
local clickup = require "clickup"

local DEADLINE = 300 -- seconds for each call, with all its retries

local function fail(status, ...)
  local parts = { ... }
  for i, part in ipairs(parts) do parts[i] = tostring(part) end
  io.stderr:write("weekly_report: ", table.concat(parts, ": "), "\n")
  os.exit(status, true)
end

-- ---- arguments and settings -------------------------------------------------

local function parse(words)
  local options, i = { format = "text" }, 1
  while words[i] do
    if words[i] == "--markdown" then
      options.format = "markdown"
    elseif words[i] == "--since" and words[i + 1] then
      i = i + 1
      options.since = words[i]
    else
      fail(2, "expected [--markdown] [--since FILE], got " .. words[i])
    end
    i = i + 1
  end
  return options
end

local function quote(word) return "'" .. word:gsub("'", [['\'']]) .. "'" end

-- The token in a file; nil where none is named.
local function read_token()
  local path = os.getenv "CLICKUP_TOKEN_FILE"
  if not path then return nil end
  local file, problem = io.open(path)
  if not file then fail(2, "CLICKUP_TOKEN_FILE", problem) end
  local listing <close> = assert(io.popen("ls -ldL -- " .. quote(path)))
  local mode = listing:read "l":match "^%S+"
  if not mode:find "^%-...%-%-%-%-%-%-" then
    fail(2, "CLICKUP_TOKEN_FILE", path, "expected a file that only its owner may read (chmod 600), "
      .. "got " .. mode)
  end
  local token = file:read "a":match "%S+"
  file:close()
  return token or fail(2, "CLICKUP_TOKEN_FILE", path, "expected a token, got nothing")
end

local function find_team(client)
  local team, err = client:workspace(os.getenv "CLICKUP_TEAM_ID")
  if team then return team.id end
  if err.kind == "invalid" then fail(2, "CLICKUP_TEAM_ID", err) end
  fail(1, err)
end

-- ---- what has moved ---------------------------------------------------------

-- Steps by the targets' ids; empty the first time.
local function read_steps(path)
  local file = io.open(path)
  if not file then return {} end
  local ok, steps = pcall(cjson.decode, file:read "a")
  file:close()
  if not ok or type(steps) ~= "table" then
    fail(1, path, "expected what an earlier report has written, got something else")
  end
  return steps
end

-- Either all of it is written or nothing.
local function write_steps(path, steps)
  local file, problem = io.open(path .. ".new", "w")
  if not file then fail(1, problem) end
  local ok
  ok, problem = file:write(cjson.encode(steps), "\n")
  ok = file:close() and ok and os.rename(path .. ".new", path)
  if not ok then fail(1, path, problem or "it could not be written") end
end

local function number(steps) return tostring(math.tointeger(steps) or steps) end

-- As the whole report says it: 3 of 10 km, 60 from 100 to 20 bugs, done.
local function where(target)
  if target.type == "boolean" then return target.percent == 100 and "done" or "not done" end
  local first, last = target.steps_start or 0, number(target.steps_end or "?")
  local text = number(target.steps_current) .. (first == 0 and " of "
    or " from " .. number(first) .. " to ") .. last
  local unit = target.unit or target.type == "percentage" and "%" or ""
  return unit == "" and text or text .. " " .. unit
end

local function line_of(target, before)
  local was = ", new"
  if before and target.type == "boolean" then
    was = ""
  elseif before then
    was = ", was " .. number(before)
  end
  return ("%s: %s%s"):format(target.name, where(target), was)
end

-- Returns a text of what has moved, and where everything is now.
local function compare(goals, before, format)
  local heading, item = "", "  "
  if format == "markdown" then heading, item = "## ", "- " end
  local lines, steps = {}, {}
  for _, goal in ipairs(goals) do
    local first = #lines + 1
    for _, target in ipairs(goal.targets) do
      local now, was = target.steps_current, before[target.id]
      if now and now ~= was then lines[#lines + 1] = item .. line_of(target, was) end
      steps[target.id] = now
    end
    if lines[first] then
      local percent = goal.percent and (", %d%%"):format(goal.percent // 1) or ""
      table.insert(lines, first, heading .. goal.name .. percent)
    end
  end
  for i, line in ipairs(lines) do lines[i] = line:gsub("%c", " ") .. "\n" end
  return table.concat(lines), steps
end

-- ---- the program ------------------------------------------------------------

local options = parse(arg)
local client <close> = clickup.new { token = read_token(), deadline = DEADLINE }
local team_id = find_team(client)
if not options.since then
  local text, err = client:report(team_id, { format = options.format })
  if not text then fail(1, err) end
  io.write(text)
else
  local before = read_steps(options.since)
  local goals, err = client:report(team_id, { format = "table", include_completed = true })
  if not goals then fail(1, err) end
  local text, steps = compare(goals, before, options.format)
  local ok, problem = io.write(text)
  if ok then ok, problem = io.stdout:flush() end
  if not ok then fail(1, "standard output", problem) end -- it is told the next time
  write_steps(options.since, steps)
end
