-- SPDX-License-Identifier: MIT
-- Sets a goal's target to a number that a command prints, or that is in a file. Nothing is sent
-- when the target is there already.
--
--   metric_to_target.lua GOAL TARGET -- COMMAND…   # such as: -- psql -At -c 'select count(*) …'
--   metric_to_target.lua GOAL TARGET FILE
--
-- GOAL and TARGET are ids or names; the name of a goal needs CLICKUP_TEAM_ID (a Workspace's id or
-- name) when the token has several. The number is the last one in the last line that is not blank:
-- 42, -1.5, 1e3, 12.5%. CLICKUP_TOKEN is the token. Exit status: 0 when the target is at the
-- number, 1 when not, 2 when the arguments are wrong.

local clickup = require "clickup"

local MAX_OUTPUT = 1 << 20 -- bytes

local function fail(status, ...)
  local parts = { ... }
  for i, part in ipairs(parts) do parts[i] = tostring(part) end
  io.stderr:write("metric_to_target: ", table.concat(parts, ": "), "\n")
  os.exit(status, true)
end

-- ---- the number -------------------------------------------------------------

local function quote(word) return "'" .. word:gsub("'", [['\'']]) .. "'" end

-- What is in a file, or what a command prints; `what` is its name for people.
local function read(stream, what)
  local text = stream:read(MAX_OUTPUT + 1) or ""
  if #text > MAX_OUTPUT then fail(1, what, ("expected at most %d bytes"):format(MAX_OUTPUT)) end
  local ok, how, code = stream:close()
  if not ok then fail(1, what, ("it ended with %s %d, nothing was sent"):format(how, code)) end
  return text
end

local function last_number(text, what)
  local line = text:match "([^\n]*%S[^\n]*)%s*$"
  if not line then fail(1, what, "expected a number, got nothing") end
  local number
  for found in line:gmatch "%S+" do
    local word = found:gsub("%%$", "")
    if not word:find "[xX]" then number = tonumber(word) or number end -- no hexadecimal ones
  end
  if not number then
    fail(1, what, ("expected a number in its last line, got %q"):format(line:sub(1, 80)))
  end
  return math.tointeger(number) or number
end

local function read_number(source, ...)
  if source == "--" then
    local words = { ... }
    for i, word in ipairs(words) do words[i] = quote(word) end
    local command = table.concat(words, " ")
    return last_number(read(assert(io.popen(command)), command), command)
  end
  local file, problem = io.open(source)
  if not file then fail(1, problem) end
  return last_number(read(file, source), source)
end

-- ---- the target -------------------------------------------------------------

local function find_team(client)
  local team, err = client:workspace(os.getenv "CLICKUP_TEAM_ID")
  if team then return team.id end
  if err.kind == "invalid" then fail(2, "CLICKUP_TEAM_ID", err) end
  fail(1, err)
end

local function find_goal(client, goal)
  if goal:find "^%x+%-%x+%-%x+%-%x+%-%x+$" then return goal end
  local found, err = client:find_goal(find_team(client), goal)
  if not found then fail(1, err) end
  return found.id
end

local goal, target, source = arg[1], arg[2], arg[3]
if not source or source == "--" and not arg[4] or source ~= "--" and arg[4] then
  fail(2, "expected GOAL TARGET -- COMMAND… or GOAL TARGET FILE")
end
local number = read_number(source, table.unpack(arg, 4))
local client <close> = clickup.new()
-- ClickUp takes fractions, though its document says integer.
local options = { strict = math.type(number) == "integer" }
local key_result, info = client:set_target(find_goal(client, goal), target, number, nil, options)
if not key_result then fail(1, info) end
if info.changed then
  print(("%s: %s, was %s"):format(key_result.name, number, info.before or "nothing"))
else
  print(("%s: %s, as before"):format(key_result.name, number))
end
