-- SPDX-License-Identifier: MIT
-- What no packaged linter checks: sizes, licence lines, and the rockspec's list of sources.

local MAX_FUNCTION_LINES <const> = 80
local MAX_FILE_LINES <const> = 450
local ROCKSPEC <const> = "rockspec/clickup-scm-1.rockspec"

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

local function check_size(path)
  local count = 0
  for line in io.lines(path) do
    count = count + 1
    if count == 1 and not line:find("SPDX-License-Identifier: MIT", 1, true) then
      report("%s:1: no SPDX line", path)
    end
  end
  if count > MAX_FILE_LINES then
    report("%s: %d lines (more than %d)", path, count, MAX_FILE_LINES)
  end
end

-- clang-format starts a function in the first column and ends it there.
local function check_functions(path)
  local start, number = nil, 0
  for line in io.lines(path) do
    number = number + 1
    if line:find("^}") then
      local lines = start and number - start + 1 or 0
      if lines > MAX_FUNCTION_LINES then
        local limit = MAX_FUNCTION_LINES
        report("%s:%d: function of %d lines (more than %d)", path, start, lines, limit)
      end
      start = nil
    elseif not start and line:find("^[%a_].*%(") and not line:find(";%s*$") then
      start = number
    end
  end
end

local function check_rockspec()
  local spec = {}
  assert(loadfile(ROCKSPEC, "t", spec))()
  local listed = table.concat(spec.build.modules["clickup.core"].sources, " ")
  local present = table.concat(find("csrc", "%.c$"), " ")
  if listed ~= present then
    report("%s: sources are %s\n  but csrc has %s", ROCKSPEC, listed, present)
  end
end

for _, path in ipairs(find("csrc lua spec", "%.[ch]$")) do
  check_size(path)
  check_functions(path)
end
for _, path in ipairs(find("lua spec", "%.lua$")) do
  check_size(path)
end
check_rockspec()

for _, problem in ipairs(problems) do
  io.stderr:write(problem, "\n")
end
os.exit(#problems == 0, true)
