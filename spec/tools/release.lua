-- SPDX-License-Identifier: MIT
-- make release VERSION=x.y.z
-- Writes a release: version.lua, the dated section of CHANGELOG.md, and a rockspec for each rock,
-- made from its scm one. Everything is checked before anything is written. The date is today's
-- (UTC), or RELEASE_DATE.

local generate = require "spec.tools.generate"

local VERSION_FILE <const>, CHANGELOG <const> = "lua/clickup/version.lua", "CHANGELOG.md"
local ROCKS <const> = { "clickup", "clickup-sandbox" }
local UNRELEASED <const> = "## [Unreleased]\n"

local release = {}

-- ---- texts ----------------------------------------------------------------------

-- { major, minor, patch }, or nil: no number has a zero in front, nothing follows.
local function numbers_of(version)
  local list = { version:match "^(%d+)%.(%d+)%.(%d+)$" }
  for i, digits in ipairs(list) do
    if #digits > 6 or digits:find "^0%d" then return nil end
    list[i] = math.tointeger(digits)
  end
  return list[3] and list
end

local function is_newer(version, than)
  local a, b = numbers_of(version), numbers_of(than)
  for i = 1, 3 do
    if a[i] ~= b[i] then return a[i] > b[i] end
  end
  return false
end

local function rockspec_path(rock, version)
  return ("rockspec/%s-%s-1.rockspec"):format(rock, version)
end

local function version_of(text) return text and text:match '\nreturn "([^"]*)"\n$' end

-- What is between the heading of the unreleased and the next section, or the links.
local function unreleased(changelog)
  local _, last = changelog:find(UNRELEASED, 1, true)
  local text = last and changelog:sub(last + 1) or ""
  return text:sub(1, (text:find "\n## " or text:find "\n%[[^%]]+%]: " or #text + 1) - 1)
end

-- { version, date } of each section, in their order.
local function sections(changelog)
  local list = {}
  for heading in changelog:gmatch "\n## ([^\n]+)" do
    local version, date = heading:match "^%[([%d.]+)%] %- (%d%d%d%d%-%d%d%-%d%d)$"
    list[#list + 1] = { version = version, date = date, heading = heading }
  end
  return list
end

-- One replacement, of what must be there once.
local function replace(path, text, old, new)
  local first, last = text:find(old, 1, true)
  if not first or text:find(old, last + 1, true) then
    error(("%s: expected once: %s"):format(path, old), 0)
  end
  return text:sub(1, first - 1) .. new .. text:sub(last + 1)
end

--- The rockspec of a version, made from the scm one. Its sources are GitHub's archive of the tag,
--- the same files as `make pack` takes.
---@param rock string
---@param version string
---@param scm string # the text of the scm rockspec
---@return string
function release.rockspec(rock, version, scm)
  local path = rockspec_path(rock, "scm")
  local home = scm:match 'homepage = "(https://[^"]+)"' or error(path .. ": no homepage", 0)
  local text = replace(path, scm, 'version = "scm-1"', ('version = "%s-1"'):format(version))
  text = replace(path, text, ('  url = "git+%s.git",\n'):format(home),
    ('  url = "%s/archive/refs/tags/v%s.tar.gz",\n  dir = "clickup-%s",\n'):format(home, version,
      version))
  return (text:gsub('"clickup == scm"', ('"clickup == %s"'):format(version)))
end

local function new_changelog(text, version, date, home, before)
  local dated = ("%s\n## [%s] - %s\n"):format(UNRELEASED, version, date)
  local new = replace(CHANGELOG, text, UNRELEASED, dated)
  local old = new:match "\n(%[Unreleased%]: [^\n]+\n)" or error(CHANGELOG .. ": no link for "
    .. "[Unreleased] at its end", 0)
  local links = ("[Unreleased]: %s/compare/v%s...HEAD\n[%s]: %s\n"):format(home, version, version,
    before and ("%s/compare/v%s...v%s"):format(home, before, version)
      or ("%s/releases/tag/v%s"):format(home, version))
  return replace(CHANGELOG, new, old, links)
end

-- ---- do they agree? -------------------------------------------------------------

local function shell(command)
  local pipe <close> = assert(io.popen(command))
  return pipe:read "a", pipe:close() == true
end

local function check_changelog(text, version, report)
  local list = sections(text)
  if not list[1] or list[1].heading ~= "[Unreleased]" then
    report("%s: its first section is not [Unreleased]", CHANGELOG)
  end
  local previous
  for i = 2, #list do
    local own = list[i]
    if not own.version or not numbers_of(own.version) then
      report("%s: expected [x.y.z] - yyyy-mm-dd, got %s", CHANGELOG, own.heading)
    else
      if previous and not (is_newer(previous.version, own.version) and previous.date >= own.date)
      then report("%s: %s stands below %s", CHANGELOG, own.heading, previous.heading) end
      if not text:find(("\n[%s]: https://"):format(own.version), 1, true) then
        report("%s: no link for [%s]", CHANGELOG, own.version)
      end
      previous = own
    end
  end
  if list[2] and list[2].version ~= version then
    report("%s says %s, but the newest section of %s is %s", VERSION_FILE, version, CHANGELOG,
      list[2].heading)
  end
  return list
end

local function check_rockspec(read, rock, version, exact, report)
  local path = rockspec_path(rock, version)
  local text, environment = read(path), {}
  local chunk, problem = load(text or "", "@" .. path, "t", environment)
  if not text then return report("%s is missing", path) end
  if not chunk then return report("%s", problem) end
  chunk()
  local source = environment.source or {}
  if environment.package ~= rock or environment.version ~= version .. "-1" then
    report("%s: it is of %s %s", path, environment.package, environment.version)
  end
  if not (source.url or ""):find(("/v%s.tar.gz"):format(version), 1, true)
    or source.dir ~= "clickup-" .. version then
    report("%s: its source is not that of v%s", path, version)
  end
  if exact and text ~= release.rockspec(rock, version, read(rockspec_path(rock, "scm"))) then
    report("%s: it is not what %s makes", path, rockspec_path(rock, "scm"))
  end
end

--- What does not agree: the version, the sections of the changelog, and the rockspecs. As long as
--- nothing is unreleased, the rockspecs must be those that the scm ones make.
---@param read fun(path: string): string?
---@param rockspecs string[] # the paths of those that are there
---@return string[]
function release.problems(read, rockspecs)
  local list, known = {}, {}
  local function report(...) list[#list + 1] = string.format(...) end
  local version, changelog = version_of(read(VERSION_FILE)), read(CHANGELOG) or ""
  if not version or not numbers_of(version) then
    report("%s: expected x.y.z, got %s", VERSION_FILE, version)
    return list
  end
  for i, section in ipairs(check_changelog(changelog, version, report)) do
    local exact = i == 2 and not unreleased(changelog):find "%S"
    for _, rock in ipairs(section.version and ROCKS or {}) do
      known[rockspec_path(rock, section.version)] = true
      check_rockspec(read, rock, section.version, exact, report)
    end
    if section.version and section.version:find "^[^0]"
      and (read "README.md" or ""):find("before 1.0", 1, true) then
      report("README.md: it still says before 1.0")
    end
  end
  for _, rock in ipairs(ROCKS) do known[rockspec_path(rock, "scm")] = true end
  for _, path in ipairs(rockspecs) do
    if not known[path] then report("%s: %s has no section for it", path, CHANGELOG) end
  end
  return list
end

--- Those of the files as they are.
---@return string[]
function release.problems_here()
  local paths = {}
  for path in shell "ls rockspec/*.rockspec":gmatch "[^\n]+" do paths[#paths + 1] = path end
  return release.problems(generate.read, paths)
end

-- ---- a release ------------------------------------------------------------------

local function refuse(form, ...) error("make release: " .. form:format(...), 0) end

local function check_version(version)
  if not version or not numbers_of(version) then
    refuse("VERSION: expected x.y.z, such as 1.0.0, got %s", version and '"' .. version .. '"'
      or "nothing")
  end
  for _, rock in ipairs(ROCKS) do
    local path = rockspec_path(rock, version)
    if generate.read(path) then refuse("%s exists: %s", version, path) end
  end
  local now = version_of(generate.read(VERSION_FILE)) or refuse("%s has no version", VERSION_FILE)
  if not is_newer(version, now) then
    refuse("VERSION: expected one above %s, which %s has, got %s", now, VERSION_FILE, version)
  end
end

local function check_repository(version)
  local changed, fine = shell "git status --porcelain 2>&1"
  if not fine then refuse("git: %s", changed) end
  if changed ~= "" then
    refuse("the working tree is not clean; commit these first, or put them away:\n%s", changed)
  end
  local tag = "v" .. version
  if shell("git tag --list " .. tag) ~= "" then refuse("the tag %s exists", tag) end
end

local function check_date(date)
  if not date:find "^%d%d%d%d%-[01]%d%-[0-3]%d$" then
    refuse("RELEASE_DATE: expected yyyy-mm-dd, got %s", date)
  end
  return date
end

-- Path → text of all that a release writes.
local function make(version, date)
  local files = {}
  files[VERSION_FILE] = ('-- SPDX-License-Identifier: MIT\nreturn "%s"\n'):format(version)
  local changelog = generate.read(CHANGELOG)
  if not unreleased(changelog):find "%S" then
    refuse("%s: nothing is under [Unreleased]", CHANGELOG)
  end
  for _, rock in ipairs(ROCKS) do
    files[rockspec_path(rock, version)] = release.rockspec(rock, version,
      generate.read(rockspec_path(rock, "scm")))
  end
  local home = files[rockspec_path("clickup", version)]:match 'homepage = "([^"]+)"'
  local last = sections(changelog)[2]
  files[CHANGELOG] = new_changelog(changelog, version, date, home, last and last.version)
  return files
end

local function check_made(files)
  local paths = {}
  for path in shell "ls rockspec/*.rockspec":gmatch "[^\n]+" do paths[#paths + 1] = path end
  for path in pairs(files) do
    if path:find "%.rockspec$" then paths[#paths + 1] = path end
  end
  local problems = release.problems(function(path)
    return files[path] or generate.read(path)
  end, paths)
  if problems[1] then refuse("nothing is written:\n%s", table.concat(problems, "\n")) end
end

local NEXT <const> = [[

%s is written, not committed. Look at it (git diff), then:

  make lint test rock
  git add -A && git commit -m 'Version %s'
  git tag -a v%s -m 'clickup %s'
  make pack                # .build/pack: the archive of the sources, and the source rocks
  git push origin HEAD v%s
  luarocks upload rockspec/clickup-%s-1.rockspec
  luarocks upload rockspec/clickup-sandbox-%s-1.rockspec

The rocks of .build/pack can be uploaded by hand, or given to anybody. To take it back before the
commit: git checkout . && git clean -f rockspec
]]

--- Makes the release, or raises why not; then nothing is written.
---@param version string?
function release.run(version)
  check_version(version)
  check_repository(version)
  local files = make(version, check_date(os.getenv "RELEASE_DATE" or os.date "!%Y-%m-%d"))
  check_made(files)
  local paths = {}
  for path in pairs(files) do paths[#paths + 1] = path end
  table.sort(paths)
  for _, path in ipairs(paths) do
    local file <close> = assert(io.open(path, "wb"))
    assert(file:write(files[path]))
    print("wrote " .. path)
  end
  io.write((NEXT:gsub("%%s", version)))
end

--- What make runs: VERSION is in the environment.
function release.main()
  local version = os.getenv "VERSION"
  local fine, problem = pcall(release.run, version ~= "" and version or nil)
  if not fine then io.stderr:write(problem, "\n") end
  os.exit(fine, true)
end

return release
