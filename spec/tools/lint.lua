-- SPDX-License-Identifier: MIT
-- What no packaged linter checks: length of functions, licence lines, layers and circles.

-- A file is as long as its concept; a function is read at one look.
local MAX_LINES <const> = { c = 40, lua = 60 }

local problems = {}

local function report(...)
  problems[#problems + 1] = string.format(...)
end

local function find(folders, pattern)
  local files = {}
  local command <close> = io.popen("find " .. folders .. " -type f | LC_ALL=C sort")
  for path in command:lines() do
    if path:find(pattern) then
      files[#files + 1] = path
    end
  end
  return files
end

local function check_licence(path)
  local lines = io.lines(path)
  local first = lines() or ""
  if first:find "^#!" then first = lines() or "" end
  if not first:find("SPDX-License-Identifier: MIT", 1, true) then
    report("%s:1: no SPDX line", path)
  end
end

-- How the functions of a language begin, and the line that ends one which began so.
local FUNCTIONS = {
  c = function(line)
    if line:find "^[%a_].*%(" and not line:find ";%s*$" then return "^}" end
  end,
  lua = function(line)
    local indent = line:match "^(%s*)l?o?c?a?l? ?function " or line:match "^(%s*).*= function%("
    if indent and not line:find "%f[%w]end%W*$" then return "^" .. indent .. "end%f[%W]" end
  end,
}

local function check_functions(path)
  local language = path:match "[^.]+$"
  local begins, limit = FUNCTIONS[language], MAX_LINES[language]
  local start, ending, number = nil, nil, 0
  for line in io.lines(path) do
    number = number + 1
    if start and line:find(ending) then
      local lines = number - start + 1
      if lines > limit then
        report("%s:%d: function of %d lines (more than %d)", path, start, lines, limit)
      end
      start = nil
    elseif not start then
      ending = begins(line)
      start = ending and number
    end
  end
end

-- A folder of csrc is a layer: what each may include besides itself. http and base know no Lua.
local LAYERS = {
  base = {}, http = { base = true }, json = { base = true },
  binding = { base = true, http = true, json = true },
}
local NO_LUA = { base = true, http = true }

local function read_includes(path)
  local folder = path:match "^csrc/(%w+)/"
  local list = {}
  for line in io.lines(path) do
    local own, system = line:match '^#include "(.-)"', line:match "^#include <(.-)>"
    if own then list[#list + 1] = own:find "/" and own or folder .. "/" .. own end
    if system and NO_LUA[folder] and system:find "^l[ua]*x?l?i?b?%.h$" then
      report("%s: includes %s, but %s knows no Lua", path, system, folder)
    end
  end
  return list, folder
end

-- No file is reached from itself: a header and its .c count as one.
local function check_circle(what, name, graph, seen, trail)
  if seen[name] == "done" then return end
  trail[#trail + 1] = name
  if seen[name] then return report("circle of %s: %s", what, table.concat(trail, " -> ")) end
  seen[name] = "open"
  for other in pairs(graph[name] or {}) do
    check_circle(what, other, graph, seen, table.move(trail, 1, #trail, 1, {}))
  end
  seen[name] = "done"
end

local function check_circles(what, graph)
  local seen = {}
  for name in pairs(graph) do check_circle(what, name, graph, seen, {}) end
end

-- What a file of lua/ loads as it is loaded; what is loaded when it is asked for may go upwards.
local function check_requires()
  local graph = {}
  for _, path in ipairs(find("lua", "%.lua$")) do
    local name = path:match "^lua/(.*)%.lua$":gsub("/init$", ""):gsub("/", ".")
    graph[name] = {}
    for line in io.lines(path) do
      local other = line:match '^[%l].*require "(clickup[%w_.]*)"'
      if other then graph[name][other] = true end
    end
  end
  check_circles("requires", graph)
end

local function check_layers()
  local graph = {}
  for _, path in ipairs(find("csrc", "%.[ch]$")) do
    local list, folder = read_includes(path)
    local name = path:match "^csrc/(.*)%.[ch]$"
    graph[name] = graph[name] or {}
    for _, include in ipairs(list) do
      local other = include:match "^(%w+)/"
      if folder and other ~= folder and not LAYERS[folder][other] then
        report("%s: includes %s, which is not below %s", path, include, folder)
      end
      local target = include:match "^(.*)%.h$"
      if target ~= name then graph[name][target] = true end
    end
  end
  check_circles("includes", graph)
end

for _, path in ipairs(find("csrc lua spec", "%.[ch]$")) do check_licence(path) end
for _, path in ipairs(find("lua spec", "%.lua$")) do check_licence(path) end
for _, path in ipairs(find("csrc lua", "%.[cl]u?a?$")) do check_functions(path) end
check_layers()
check_requires()

for _, problem in ipairs(problems) do
  io.stderr:write(problem, "\n")
end
os.exit(#problems == 0, true)
