-- SPDX-License-Identifier: MIT
-- Versions, changelog and rockspecs agree, and a release keeps it so. That rocks are packed,
-- installed and tested is proven by `make rock`.

local needs = require "spec.support.needs"
local process = require "spec.support.process"
local release = require "spec.tools.release"

local quote = process.quote

-- ---- do they agree? -------------------------------------------------------------

local SCM = [[
version = "scm-1"
source = {
  url = "git+https://example.com/c.git",
}
description = { homepage = "https://example.com/c" }
dependencies = { "clickup == scm" }
]]

local CHANGELOG = [[
# Changelog

## [Unreleased]
%s
## [1.1.0] - 2026-02-03

- b

## [1.0.0] - 2026-01-02

- a

[Unreleased]: https://example.com/c/compare/v1.1.0...HEAD
[1.1.0]: https://example.com/c/compare/v1.0.0...v1.1.0
[1.0.0]: https://example.com/c/releases/tag/v1.0.0
]]

-- A project of two releases that agrees; what is changed of it: path → text, false: none.
local function project(changes)
  local files = {
    ["lua/clickup/version.lua"] = '--\nreturn "1.1.0"\n',
    ["CHANGELOG.md"] = CHANGELOG:format "",
    ["README.md"] = "# clickup\n",
  }
  for _, rock in ipairs { "clickup", "clickup-sandbox" } do
    local scm = ('package = "%s"\n%s'):format(rock, SCM)
    files[("rockspec/%s-scm-1.rockspec"):format(rock)] = scm
    for _, version in ipairs { "1.0.0", "1.1.0" } do
      files[("rockspec/%s-%s-1.rockspec"):format(rock, version)] = release.rockspec(rock, version,
        scm)
    end
  end
  for path, text in pairs(changes) do files[path] = text or nil end
  local paths = {}
  for path in pairs(files) do
    if path:find "%.rockspec$" then paths[#paths + 1] = path end
  end
  table.sort(paths)
  return table.concat(release.problems(function(path) return files[path] end, paths), "\n")
end

describe("versions, changelog and rockspecs", function()
  it("agree", function() assert.equal("", table.concat(release.problems_here(), "\n")) end)

  it("agree in a project of two releases, also when something is unreleased", function()
    assert.equal("", project {})
    local scm = ('package = "clickup"\n%s-- new\n'):format(SCM)
    assert.equal("", project { ["rockspec/clickup-scm-1.rockspec"] = scm,
      ["CHANGELOG.md"] = CHANGELOG:format "\n- c\n" })
  end)

  local function log(from, to) return (CHANGELOG:format "":gsub(from, to)) end
  local rock = "rockspec/clickup-1.1.0-1.rockspec"
  local made = release.rockspec("clickup", "1.1.0", 'package = "clickup"\n' .. SCM)

  for what, case in pairs {
    ["a version of two numbers"] = { "lua/clickup/version.lua", 'return "1.1"\n',
      "lua/clickup/version.lua: expected x.y.z, got nil" },
    ["a version without a section"] = { "lua/clickup/version.lua", '\nreturn "1.2.0"\n',
      "lua/clickup/version.lua says 1.2.0, but the newest section of CHANGELOG.md is [1.1.0]" },
    ["no section of the unreleased"] = { "CHANGELOG.md", log("## %[Unrel", "## [Rel"),
      "CHANGELOG.md: its first section is not [Unreleased]" },
    ["a section without a date"] = { "CHANGELOG.md", log("%[1.0.0%] %- [%d-]+", "[1.0.0]"),
      "CHANGELOG.md: expected [x.y.z] - yyyy-mm-dd, got [1.0.0]" },
    ["sections in another order"] = { "CHANGELOG.md", log("## %[1.0.0%]", "## [1.2.0]"),
      "CHANGELOG.md: [1.2.0] - 2026-01-02 stands below [1.1.0] - 2026-02-03" },
    ["dates in another order"] = { "CHANGELOG.md", log("2026%-01", "2026-03"),
      "CHANGELOG.md: [1.0.0] - 2026-03-02 stands below [1.1.0] - 2026-02-03" },
    ["no link"] = { "CHANGELOG.md", log("\n%[1.0.0%]: [^\n]+", ""),
      "CHANGELOG.md: no link for [1.0.0]" },
    ["a rockspec that is missing"] = { rock, false, rock .. " is missing" },
    ["a rockspec of no section"] = { "rockspec/clickup-3.0.0-1.rockspec", "",
      "rockspec/clickup-3.0.0-1.rockspec: CHANGELOG.md has no section for it" },
    ["a rockspec that is not Lua"] = { rock, "version = ", rock .. ":1: unexpected symbol" },
    ["a rockspec of another version"] = { rock, made:gsub('"1.1.0%-1"', '"1.1.1-1"'),
      rock .. ": it is of clickup 1.1.1-1" },
    ["a rockspec of other sources"] = { rock, made:gsub("/v1.1.0", "/v1.0.0"),
      rock .. ": its source is not that of v1.1.0" },
    ["a rockspec that was edited"] = { rock, made .. "\n",
      rock .. ": it is not what rockspec/clickup-scm-1.rockspec makes" },
    ["a README that is behind"] = { "README.md", "before 1.0",
      "README.md: it still says before 1.0" },
  } do
    it("do not agree: " .. what, function()
      assert.matches(case[3], project { [case[1]] = case[2] }, 1, true)
    end)
  end
end)

-- ---- a release ------------------------------------------------------------------

describe("make release", function()
  local folder

  local function shell(command)
    local pipe <close> = assert(io.popen(("cd %s && { %s ; } 2>&1"):format(quote(folder), command)))
    local said = pipe:read "a"
    return said, pipe:close() == true
  end

  local function git(words)
    local said, fine = shell("git -c user.name=x -c user.email=x@localhost " .. words)
    assert(fine, said)
  end

  -- A scratch repository of these files, at the version 0.1.0 and with something unreleased.
  local function make_repository()
    needs(pending, "git")
    folder = process.folder()
    local files = "spec/tools/release.lua spec/tools/generate.lua rockspec/*-scm-1.rockspec"
    assert(os.execute(("mkdir -p %s/lua/clickup && tar cf - %s | tar xf - -C %s"):format(
      quote(folder), files, quote(folder))))
    process.write_file(folder .. "/CHANGELOG.md", "# Changelog\n\n## [Unreleased]\n\n- a\n\n"
      .. "[Unreleased]: https://example.com/commits/main\n")
    process.write_file(folder .. "/lua/clickup/version.lua", '\nreturn "0.1.0"\n')
    git "init -q . && git add -A"
    git "commit -qm a"
  end

  after_each(function()
    if folder then os.execute("rm -rf " .. quote(folder)) end
    folder = nil
  end)

  local function make(version, date)
    return shell(("RELEASE_DATE=%s VERSION=%s %s -e %s"):format(date or "2026-02-03",
      quote(version), os.getenv "LUA" or "lua5.4",
      quote 'package.path = "./?.lua;" .. package.path require("spec.tools.release").main()'))
  end

  -- It writes nothing, and says why.
  local function refuses(text, version, date)
    local before = shell "git status --porcelain"
    local said, fine = make(version, date)
    assert.is_false(fine)
    assert.matches("make release: " .. text, said, 1, true)
    assert.is_nil(said:find("stack traceback", 1, true))
    assert.equal(before, (shell "git status --porcelain"))
  end

  it("writes version, changelog and rockspecs, and prints what follows", function()
    make_repository()
    local said, fine = make "1.0.0"
    assert.is_true(fine, said)
    for _, text in ipairs { "wrote lua/clickup/version.lua\n", "git tag -a v1.0.0", "make pack",
      "upload rockspec/clickup-sandbox-1.0.0-1.rockspec" } do
      assert.matches(text, said, 1, true)
    end
    assert.equal("1.0.0", dofile(folder .. "/lua/clickup/version.lua"))
    local home = "https://github.com/clickup-lua/clickup"
    local links = ("[Unreleased]: %s/compare/v1.0.0...HEAD\n[1.0.0]: %s/releases/tag/v1.0.0\n")
      :format(home, home)
    assert.equal("# Changelog\n\n## [Unreleased]\n\n## [1.0.0] - 2026-02-03\n\n- a\n\n" .. links,
      process.read_file(folder .. "/CHANGELOG.md"))
    local rock = {}
    assert(loadfile(folder .. "/rockspec/clickup-sandbox-1.0.0-1.rockspec", "t", rock))()
    assert.equal("1.0.0-1", rock.version)
    assert.same({ url = home .. "/archive/refs/tags/v1.0.0.tar.gz", dir = "clickup-1.0.0" },
      rock.source)
    assert.equal("clickup == 1.0.0", rock.dependencies[2])
  end)

  it("refuses a second time, and goes on with the next version", function()
    make_repository()
    assert.is_true(select(2, make "1.0.0"))
    refuses("1.0.0 exists: rockspec/clickup-1.0.0-1.rockspec", "1.0.0")
    refuses("the working tree is not clean", "1.1.0")
    git "add -A && git -c user.name=x -c user.email=x commit -qm b"
    refuses("CHANGELOG.md: nothing is under [Unreleased]", "1.0.1")
    shell "sed '/^## .Unreleased/a - b' CHANGELOG.md >n && mv n CHANGELOG.md"
    git "commit -qam c"
    assert.is_true(select(2, make "1.0.1"))
    assert.matches("[1.0.1]: https://github.com/clickup-lua/clickup/compare/v1.0.0...v1.0.1\n",
      process.read_file(folder .. "/CHANGELOG.md"), 1, true)
  end)

  it("refuses what is no version, or no newer one", function()
    make_repository()
    for _, version in ipairs { "1", "v1.0.0", "1.0.0-rc.1", "01.0.0", "1.0.0.0", "1.0.", "x; y",
      "1000000000000000000000.0.0" } do
      refuses(('VERSION: expected x.y.z, such as 1.0.0, got "%s"'):format(version), version)
    end
    refuses("VERSION: expected x.y.z, such as 1.0.0, got nothing", "")
    for _, version in ipairs { "0.1.0", "0.0.9" } do
      refuses("VERSION: expected one above 0.1.0, which lua/clickup/version.lua has, got "
        .. version, version)
    end
  end)

  it("refuses changes that are not committed, a tag that exists, and an odd date", function()
    make_repository()
    process.write_file(folder .. "/new", "")
    refuses("the working tree is not clean; commit these first, or put them away:\n?? new", "1.0.0")
    os.remove(folder .. "/new")
    git "tag v1.0.0"
    refuses("the tag v1.0.0 exists", "1.0.0")
    refuses("RELEASE_DATE: expected yyyy-mm-dd, got 2026", "1.0.1", "2026")
  end)

  it("writes nothing where things would not agree", function()
    make_repository()
    process.write_file(folder .. "/README.md", "before 1.0\n")
    git "add -A && git -c user.name=x -c user.email=x commit -qm b"
    refuses("nothing is written:\nREADME.md: it still says before 1.0", "1.0.0")
  end)
end)
