-- SPDX-License-Identifier: MIT
-- Which spec files run which lines: each is run twice in a tree of the sources, once as it is (it
-- must succeed, and is timed), once with gcov and the line hook of make coverage.

local shell = require "spec.mutants.shell"

local reach = {}

local MAKE <const> = "cd %s && %s make -s test DEPS=no SPEC_JOBS=1 SPEC=%s %s >spec.out 2>&1"
-- The environment is that of make, whose paths are relative: each tree uses what is its own.
local BUSTED <const> = "cd %s && %s env SPEC_SECONDS=%d %s spec/tools/busted.lua --no-keep-going %s"
  .. " >spec.out 2>&1"
local INIT <const> = "LUA_INIT_" .. _VERSION:match "%d.*":gsub("%.", "_")
local HOOK <const> = INIT .. "='package.loadlib(\"%s/lines.so\", \"luaopen_lines\")()'"
local LIMIT <const> = 240 -- seconds, of what is run to be measured
local HANG <const> = 20 -- seconds: what takes longer hangs, of a single test

local function bounds(limit) return ("ulimit -v 8000000; timeout -k 1 %d"):format(limit) end

--- Runs spec files in a tree that is built, in one process, until a test fails or hangs.
---@param tree string
---@param specs string[]
---@param limit number # seconds, for all of them
---@param hang integer # seconds, for each test
---@return boolean ok
---@return number seconds
---@return string? noticed # by which file, as far as it was told
---@return boolean? hung
function reach.run_specs(tree, specs, limit, hang)
  local began = shell.clock()
  local ok = shell.run(BUSTED:format(shell.quote(tree), bounds(limit // 1), hang,
    shell.quote(os.getenv "LUA" or "lua5.4"), table.concat(specs, " ")))
  local took = shell.clock() - began
  if ok then return true, took end
  local output = shell.read(tree .. "/spec.out")
  local hung = output:match "\nFailed: it did not end in %d+ s: (spec/[%w_/]+_spec%.lua)"
  local failed = output:match "\nFailed: (spec/[%w_/]+_spec%.lua)"
  return false, took, hung or failed or table.concat(specs, " "), hung or took >= limit // 1
end

--- What notices the change in a tree, of some spec files. On a machine that does other things,
--- specs fail and hang without any change: what took longer than it should counts only if it
--- succeeds in a tree without the change, directly afterwards; else all is tried with more time.
---@param all Reach
---@param tree string
---@param unchanged string # a tree
---@param specs string[]
---@return string? spec # " (time limit)" behind it: it hangs
function reach.notice(all, tree, unchanged, specs)
  local expected = 2
  for _, spec in ipairs(specs) do expected = expected + 2 * all.seconds[spec] end
  for factor = 1, 4, 3 do
    local limit, hang = factor * (expected + HANG), factor * HANG
    local ok, took, noticed, hung = reach.run_specs(tree, specs, limit, hang)
    if ok then return nil end
    local again = noticed:find(" ", 1, true) and specs or { noticed }
    if not hung and took <= expected or reach.run_specs(unchanged, again, limit, hang) then
      return noticed .. (hung and " (time limit)" or "")
    end
  end
end

-- Calls found("file:line") for what ran since the counts were removed, and with " -" behind it for
-- lines of C that did not.
local function read_counts(tree, cover, found)
  local own
  local counts = ("cd %s && gcov --stdout $(find %s/obj -name '*.gcda') 2>/dev/null"):format(
    shell.quote(tree), cover)
  for line in shell.lines(counts) do
    local count, number, text = line:match "^%s*([^:]+):%s*(%d+):(.*)$"
    if number == "0" and text:find "^Source:" then own = text:match "^Source:(csrc/.*%.c)$" end
    if own and count and number ~= "0" and count:find "^[%d#]" then
      found(own .. ":" .. number .. (count:find "^#" and " -" or ""))
    end
  end
  local ran = ("cat %s/%s/lua/* 2>/dev/null | sort -u"):format(shell.quote(tree), cover)
  for line in shell.lines(ran) do found(line) end
end

-- Writes "spec seconds" (or "spec -" for one that fails), and "  file:line" for what it runs.
local function measure(tree, spec, out)
  local cover = ".build/coverage"
  local ok, seconds = reach.run_specs(tree, { spec }, LIMIT, LIMIT)
  out:write(spec, " ", ok and ("%.2f"):format(seconds) or "-", "\n")
  if not ok then return end
  shell.run(("cd %s/%s && rm -rf lua && mkdir lua && find . -name '*.gcda' -delete")
    :format(shell.quote(tree), cover))
  shell.run(MAKE:format(shell.quote(tree), bounds(2 * LIMIT), spec, table.concat({
    "BUILD=" .. cover, "CC=gcc", "CFLAGS='-O0 --coverage'",
    ("COVERAGE_LUA=\"$PWD/%s/lua\""):format(cover), HOOK:format(cover) }, " ")))
  read_counts(tree, cover, function(place) out:write("  ", place, "\n") end)
end

--- For a worker: each of these spec files. `path_of(spec)` is where the result goes.
function reach.measure_all(tree, specs, path_of)
  shell.run(("cd %s && make -s DEPS=no .build/coverage/lines.so >/dev/null"):format(
    shell.quote(tree)))
  for _, spec in ipairs(specs) do
    local out = assert(io.open(path_of(spec) .. ".new", "w"))
    measure(tree, spec, out)
    out:close()
    os.rename(path_of(spec) .. ".new", path_of(spec))
  end
end

-- ---- what was measured ------------------------------------------------------

---@class Reach
---@field seconds table<string, number> # of each spec file that succeeds
---@field failing string[]
---@field lines table<string, table<integer, table<string, boolean>>> # file → line → specs;
---   none for a line of C that no spec runs
---@field share table<string, table<string, number>> # file → spec file → lines that it runs
---@field noticed table<string, table<string, integer>> # file → spec file → changes so far

---@return Reach
function reach.read(paths)
  local all = { seconds = {}, failing = {}, lines = {}, share = {}, noticed = {} }
  for _, path in ipairs(paths) do
    local spec
    for line in io.lines(path) do
      local name, seconds = line:match "^(%S+) (%S+)$"
      local file, number, not_run = line:match "^  (%S+):(%d+)( ?%-?)$"
      if name then
        spec, all.seconds[name] = name, tonumber(seconds)
        if seconds == "-" then all.failing[#all.failing + 1] = name end
      else
        local lines, share = all.lines[file] or {}, all.share[file] or {}
        all.lines[file], all.share[file], number = lines, share, math.tointeger(tonumber(number))
        lines[number] = lines[number] or {}
        if not_run == "" then
          lines[number][spec] = true
          share[spec] = (share[spec] or 0) + 1
        end
      end
    end
  end
  return all
end

local function count(set)
  local n = 0
  for _ in pairs(set) do n = n + 1 end
  return n
end

-- Those that run a line: the line itself, or where the statement begins that it is a part of.
local function specs_at(all, file, number)
  local lines = all.lines[file] or {}
  for line = number, 1, -1 do
    if lines[line] then return lines[line] end
  end
  return all.share[file] or {}
end

--- The spec files that may notice a change there, those first that run much of the file in little
--- time, or have noticed other changes of it. What runs when the file is loaded is asked of those
--- that run more of it.
---@param all Reach
---@return string[]
function reach.specs(all, file, number)
  local share, list, most = all.share[file] or {}, {}, 0
  local found = specs_at(all, file, number)
  if file:find "%.lua$" and count(found) == count(share) then
    local least = math.huge
    for _, n in pairs(share) do least, most = math.min(least, n), math.max(most, n) end
    if least == most then least = 0 end
    found = {}
    for spec, n in pairs(share) do found[spec] = n > least or nil end
  end
  for spec in pairs(found) do list[#list + 1] = spec end
  local noticed = all.noticed[file] or {}
  local function rank(spec)
    return (0.2 + all.seconds[spec]) / share[spec] ^ 2 / (1 + 2 * (noticed[spec] or 0))
  end
  table.sort(list, function(a, b)
    if rank(a) == rank(b) then return a < b end
    return rank(a) < rank(b)
  end)
  return list
end

return reach
