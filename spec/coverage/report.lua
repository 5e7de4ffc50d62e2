-- SPDX-License-Identifier: MIT
-- Usage: report.lua FOLDER csrc/x.c...
-- What was covered, file by file, and what was not and why (uncovered.lua).

local WANTED <const> = 95

local folder = arg[1]
local reasons = dofile "spec/coverage/uncovered.lua"

local function lines_of(command)
  local pipe <close> = assert(io.popen(command))
  local list = {}
  for line in pipe:lines() do list[#list + 1] = line end
  return list
end

local function percent(part, whole) return whole == 0 and 100 or 100 * part / whole end

local function row(name, covered, total)
  print(("%6.1f %%  %4d of %4d  %s"):format(percent(covered, total), covered, total, name))
end

local function reason_of(name, text)
  for _, entry in ipairs(reasons) do
    if entry.file == name and text:find(entry.line, 1, true) then
      entry.used = true
      return entry.reason
    end
  end
end

-- gcov's "count:line:text", for the file and for what it includes; a count of -
-- is no code, ##### was never run.
local function read_c(name)
  local covered, total, missed = 0, 0, {}
  local object, own = ("%s/obj/%s"):format(folder, name:match "^csrc/(.*)%.c$"), false
  local command = ("gcov --stdout -o %s.gcda %s 2>/dev/null"):format(object, name)
  for _, line in ipairs(lines_of(command)) do
    local count, number, text = line:match "^%s*([^:]+):%s*(%d+):(.*)$"
    if number == "0" and text:find "^Source:" then own = text == "Source:" .. name end
    if own and count and count ~= "-" and number ~= "0" then
      total = total + 1
      if count:find "^[#=]" then
        missed[#missed + 1] = { name = name, number = number, text = text:match "^%s*(.-)%s*$" }
      else
        covered = covered + 1
      end
    end
  end
  assert(total > 0, "nothing known about " .. name)
  return covered, total, missed
end

local function report_c()
  local covered, total, missed = 0, 0, {}
  for i = 2, #arg do
    local c, t, m = read_c(arg[i])
    row(arg[i], c, t)
    covered, total = covered + c, total + t
    table.move(m, 1, #m, #missed + 1, missed)
  end
  row("csrc", covered, total)
  local open = 0
  print "\nlines of csrc that were not run, and why:"
  for _, miss in ipairs(missed) do
    local reason = reason_of(miss.name, miss.text)
    if not reason then open = open + 1 end
    print(("  %s:%s: %s  -- %s"):format(miss.name, miss.number, miss.text, reason or "NO REASON"))
  end
  print(("%d lines were not run, %d of them without a reason\n"):format(#missed, open))
  for _, entry in ipairs(reasons) do
    if not entry.used then print(("stale reason: %s: %s"):format(entry.file, entry.line)) end
  end
  return percent(covered, total)
end

local LUAC = "luac" .. _VERSION:match "%d.%d" -- Debian's name of it

-- Lines that the compiler made code for.
local function active_lines(name)
  local active = {}
  for _, line in ipairs(lines_of(LUAC .. " -l -l -p " .. name)) do
    local number, op = line:match "^%s+%d+%s+%[(%d+)%]%s+(%u+)"
    local marks_only = op == "VARARGPREP" or op and op:find "^RETURN"
    if number and not marks_only then active[tonumber(number)] = true end
  end
  return active
end

local function report_lua()
  local run, covered, total = {}, 0, 0
  for _, line in ipairs(lines_of(("cat %s/lua/* | sort -u"):format(folder))) do run[line] = true end
  for _, name in ipairs(lines_of "find lua -name '*.lua' -not -path '*/types/*' | LC_ALL=C sort") do
    local c, t = 0, 0
    for number in pairs(active_lines(name)) do
      t = t + 1
      if run[name .. ":" .. number] then c = c + 1 end
    end
    row(name, c, t)
    covered, total = covered + c, total + t
  end
  row("lua", covered, total)
end

report_lua()
print()
local reached = report_c()
if reached < WANTED then
  io.stderr:write(("csrc: %.1f %%, less than %d %%\n"):format(reached, WANTED))
  os.exit(1)
end
