-- SPDX-License-Identifier: MIT
-- make mutants: does a spec notice when the code is a little wrong? Small changes of csrc and lua,
-- one at a time, in trees of their own; the spec files that run the line are run, until one fails.
--
--     lua5.4 spec/mutants/mutants.lua SEED COUNT JOBS [FILE…]        # of these, by default of all
--     lua5.4 spec/mutants/mutants.lua --measure|--try TREE LIST OUT  # one of JOBS processes
--
-- The compiler command is in COMPILE. What does not compile, or compiles to the same code, does not
-- count. What no spec can notice is in equivalent.lua, with the reason.

local changes = require "spec.mutants.changes"
local reach = require "spec.mutants.reach"
local shell = require "spec.mutants.shell"

local FOLDER <const> = ".build/mutants"
local KEPT <const> = ". -name .git -prune -o -name .build -prune -o -type f -print"
local FILES <const> = "{ find csrc -name '*.c'; find lua/clickup -path lua/clickup/sandbox -prune"
  .. " -o -path lua/clickup/types -prune -o -name '*.lua' -print; }"

local quote = shell.quote

local function read_lines(path)
  local list = {}
  for line in io.lines(path) do list[#list + 1] = line end
  return list
end

local function sorted(command)
  local list = {}
  for line in shell.lines(command .. " | LC_ALL=C sort") do list[#list + 1] = line end
  return list
end

-- ---- one process of several -------------------------------------------------

-- The spec file that notices it, and how many were asked: ever more of them in one process.
local function notice(all, tree, change)
  if change.file:find "%.c$"
    and not shell.run(("make -s -C %s probes >%s/spec.out 2>&1"):format(quote(tree), tree)) then
    return "make", 0
  end
  local specs = reach.specs(all, change.file, change.line)
  local from, size = 1, 1
  while specs[from] do
    local some = table.move(specs, from, math.min(from + size - 1, #specs), 1, {})
    local noticed = reach.notice(all, tree, FOLDER .. "/tree0", some)
    if noticed then return noticed, from end
    from, size = from + size, from > 1 and 2 * size or 1
  end
  return nil, #specs
end

local function remember(all, file, spec)
  local here = all.noticed[file] or {}
  all.noticed[file], here[spec] = here, (here[spec] or 0) + 1
end

-- Puts the change there, calls `run`, and takes it back: with its object, which is made anew only
-- for the change.
local function with_change(tree, change, run)
  local path, kept = tree .. "/" .. change.file, tree .. "/.build/kept.o"
  local object = change.file:find "%.c$" and ("%s/%s/%s.o"):format(tree,
    os.getenv "MUTANT_OBJECTS", change.file:match "^csrc/(.*)%.c$")
  local text = shell.read(path)
  if object then shell.write(kept, shell.read(object)) end
  shell.write(path, changes.apply(text, change))
  local spec, asked = run()
  shell.write(path, text)
  if object then shell.write(object, shell.read(kept)) end
  return spec, asked
end

local function try_all(tree, list, out, all)
  for _, words in ipairs(list) do
    local change = load("return " .. words)()
    local spec, asked = with_change(tree, change, function() return notice(all, tree, change) end)
    if spec then remember(all, change.file, spec) end
    local result = spec and "noticed by " .. spec or ("SURVIVES %d spec files"):format(asked)
    io.stderr:write(("%s:%d %s\n  %s\n  %s\n"):format(change.file, change.line, result,
      change.before:match "^%s*(.*)", change.after:match "^%s*(.*)"))
    out:write(spec or "-", "\n"):flush()
  end
end

-- ---- all of them ------------------------------------------------------------

local function tree_of(job) return ("%s/tree%d"):format(FOLDER, job) end
local function path_of(what, job) return ("%s/%s%d"):format(FOLDER, what, job) end

-- Each list in a process and a tree of its own; the files that they have written.
local function work(mode, lists)
  local pipes, paths = {}, {}
  for job, list in ipairs(lists) do
    paths[job] = path_of(mode .. ".out", job)
    shell.write(path_of(mode, job), table.concat(list, "\n") .. "\n")
    pipes[job] = assert(io.popen(table.concat({ quote(os.getenv "LUA" or "lua5.4"), arg[0],
      "--" .. mode, tree_of(job), path_of(mode, job), paths[job] }, " "), "w"))
  end
  local ok = true
  for _, pipe in ipairs(pipes) do ok = pipe:close() and ok end
  assert(ok, "a process ended early")
  return paths
end

local function deal(list, jobs)
  local lists = {}
  for i, item in ipairs(list) do
    local job = (i - 1) % jobs + 1
    lists[job] = lists[job] or {}
    table.insert(lists[job], item)
  end
  return lists
end

-- Never the user's own files: these are copies.
local function make_trees(jobs)
  for job = 0, jobs do -- nothing is ever changed in the first
    local tree = quote(tree_of(job))
    assert(shell.run(("mkdir -p %s/.build && rm -rf %s/csrc %s/lua %s/spec"):format(tree, tree,
      tree, tree)))
    assert(shell.run(("find %s | tar -cf - -T - | tar -xf - -C %s"):format(KEPT, tree)))
    assert(shell.run(("[ ! -d .build/needs ] || cp -r .build/needs %s/.build/"):format(tree)))
    assert(shell.run(("make -s -C %s probes >/dev/null"):format(tree)))
  end
end

local function reach_path(spec) return ("%s/reach/%s"):format(FOLDER, (spec:gsub("/", "+"))) end

-- What was measured is kept until a source, what specs share, or the spec file itself is newer.
local function is_stale(spec)
  return shell.lines(("[ -f %s ] || echo no; find csrc lua spec/support spec/tools spec/c %s "
    .. "-type f -newer %s 2>/dev/null"):format(reach_path(spec), spec, reach_path(spec)))() ~= nil
end

local function measure(jobs)
  local specs, stale, paths = sorted "find spec -name '*_spec.lua'", {}, {}
  for i, spec in ipairs(specs) do
    paths[i] = reach_path(spec)
    if is_stale(spec) then stale[#stale + 1] = spec end
  end
  io.stderr:write(("which lines do spec files run: %d of %d are asked\n"):format(#stale, #specs))
  work("measure", deal(stale, jobs))
  return reach.read(paths)
end

-- The code of a text; nil: it does not compile.
local function compile(file, text)
  if file:find "%.lua$" then
    local chunk = load(text, "=")
    return chunk and string.dump(chunk, true)
  end
  local path, object = FOLDER .. "/try.c", FOLDER .. "/try.o"
  shell.write(path, text)
  local ok = shell.run(("%s -I%s -w -O2 -g0 -c -o %s %s 2>/dev/null"):format(os.getenv "COMPILE",
    file:match ".*/", object, path))
  return ok and shell.read(object) or nil
end

local function is_known(list, change)
  for _, known in ipairs(list) do
    if known.file == change.file and change.before:match "^%s*(.*)" == known.before
      and change.after:match "^%s*(.*)" == known.after
      and (not known.above or change.above:match "^%s*(.*)" == known.above) then
      known.used = true
      return true
    end
  end
end

-- Those that are asked for, each of which has to be one that is changed.
local function files_of(wanted)
  local files, known = sorted(FILES), {}
  for _, file in ipairs(files) do known[file] = true end
  for _, file in ipairs(wanted) do
    if not known[file] then
      io.stderr:write(("FILES: expected files of csrc or lua/clickup, got %s\n"):format(file))
      os.exit(2)
    end
  end
  return wanted[1] and wanted or files
end

-- A line is drawn, then a change of it.
local function draw(count, files)
  local lines, list, equivalent = {}, {}, 0
  local known = require "spec.mutants.equivalent"
  for _, file in ipairs(files) do
    local text = shell.read(file)
    for _, here in ipairs(changes.of(file, text)) do lines[#lines + 1] = here end
  end
  local unchanged = {}
  while #list < count and #lines > 0 do
    local place = math.random(#lines)
    local change = table.remove(lines[place], math.random(#lines[place]))
    if not lines[place][1] then table.remove(lines, place) end
    local text = shell.read(change.file)
    local code = compile(change.file, changes.apply(text, change))
    unchanged[change.file] = unchanged[change.file] or compile(change.file, text)
    if code and code ~= unchanged[change.file] then
      if is_known(known, change) then equivalent = equivalent + 1
      else list[#list + 1] = change
      end
    end
  end
  return list, equivalent
end

local function serialize(change)
  return ("{ file = %q, line = %d, before = %q, after = %q }"):format(change.file, change.line,
    change.before, change.after)
end

local function report(lists, paths, equivalent, all)
  local count, survivors = 0, {}
  for job, path in ipairs(paths) do
    for i, spec in ipairs(read_lines(path)) do
      count = count + 1
      if spec == "-" then table.insert(survivors, load("return " .. lists[job][i])()) end
    end
  end
  print "\nsurvivors:"
  for _, change in ipairs(survivors) do
    print(("%s:%d\n  %s\n  %s"):format(change.file, change.line, change.before:match "^%s*(.*)",
      change.after:match "^%s*(.*)"))
  end
  for _, spec in ipairs(all.failing) do print("fails without any change, not asked: " .. spec) end
  print(("%d mutants: %d noticed, %d survive (%.1f %%); %d more are known to be equivalent"):format(
    count, count - #survivors, #survivors, 100 * #survivors / math.max(count, 1), equivalent))
end

local function main(seed, count, jobs, wanted)
  math.randomseed(seed)
  local files = files_of(wanted)
  assert(shell.run(("mkdir -p %s/reach"):format(FOLDER)))
  make_trees(jobs)
  local all = measure(jobs)
  assert(next(all.lines), "no line is known to be run")
  make_trees(jobs) -- again: the sources may have changed since
  local list, equivalent = draw(count, files)
  for i, change in ipairs(list) do list[i] = serialize(change) end
  local lists = deal(list, jobs)
  report(lists, work("try", lists), equivalent, all)
end

if arg[1] == "--measure" then
  reach.measure_all(arg[2], read_lines(arg[3]), reach_path)
elseif arg[1] == "--try" then
  local out <close> = assert(io.open(arg[4], "w"))
  local measured = reach.read(sorted("find " .. FOLDER .. "/reach -type f"))
  try_all(arg[2], read_lines(arg[3]), out, measured)
else
  main(tonumber(arg[1]), tonumber(arg[2]), tonumber(arg[3]), table.move(arg, 4, #arg, 1, {}))
end
