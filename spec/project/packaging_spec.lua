-- SPDX-License-Identifier: MIT
-- What the rockspec says of the module. That it installs is proven by `make rock`.

local clickup = require "clickup"
local process = require "spec.support.process"

local function read_rockspec(name)
  local rock = {}
  assert(loadfile("rockspec/" .. name .. "-scm-1.rockspec", "t", rock))()
  return rock
end

local rock = read_rockspec "clickup"

local function shell(command)
  local pipe <close> = assert(io.popen(command))
  return pipe:read "a"
end

describe("the rockspec", function()
  it("describes the module", function()
    local about = rock.description
    assert.equal("clickup", rock.package)
    assert.equal("3.0", rock.rockspec_format)
    for _, name in ipairs { "summary", "detailed", "homepage", "issues_url", "license",
      "maintainer" } do assert.matches("%S", about[name], name) end
    assert.is_true(#about.summary <= 60)
    assert.equal(about.license, process.read_file "LICENSE":match "^(%S+) License")
    assert.is_true(#about.labels >= 3)
    assert.matches(about.homepage, rock.source.url, 1, true)
  end)

  it("asks for what the README asks for, and nobody newer is locked out", function()
    local needs = process.read_file "README.md":match "It needs ([^\n]+)"
    for _, dependency in ipairs(rock.dependencies) do
      local name, version = dependency:match "^(%S+) >= (%S+)$"
      assert.is_truthy(name, dependency)
      assert.is_truthy(needs:lower():find(name .. " " .. version, 1, true), dependency)
    end
    assert.is_nil(rock.external_dependencies.CURL.header) -- Debian's is in a multiarch folder
  end)

  it("keeps examples and pages in its own folder, and the sandbox its page", function()
    for _, one in ipairs { rock, read_rockspec "clickup-sandbox" } do
      assert.equal("$(PREFIX)/doc", one.build.variables.DOC_DIR) -- LuaRocks's PREFIX is the rock's
      assert.equal("$(CFLAGS)", one.build.variables.CFLAGS) -- else LuaRocks warns
    end
  end)

  it("of the sandbox is as the module's own", function()
    local own = read_rockspec "clickup-sandbox"
    assert.equal("clickup-sandbox", own.package)
    assert.is_true(#own.description.summary <= 60)
    for _, name in ipairs { "homepage", "issues_url", "license", "maintainer" } do
      assert.equal(rock.description[name], own.description[name])
    end
    assert.same(rock.source, own.source)
    assert.equal(rock.version, own.version)
    assert.equal("clickup == scm", own.dependencies[2]) -- whose data it answers by
  end)

  it("is tested by a script that is there, with what the specs need", function()
    local script = "spec/rock/test.lua"
    assert.same({ type = "command", script = script }, rock.test)
    local own = read_rockspec "clickup-sandbox"
    assert.same({ type = "command", script = script,
      flags = { "spec/sandbox/sandbox_spec.lua" } }, own.test)
    assert.not_equal("", process.read_file(own.test.flags[1]))
    local needs = table.concat(rock.test_dependencies, " ") .. " "
    for _, dependency in ipairs(own.dependencies) do -- the specs start one
      if not dependency:find "^lua " and not dependency:find "^clickup "
        and dependency ~= "argparse" then
        assert.is_truthy(needs:find(dependency .. " ", 1, true), dependency)
      end
    end
    local count = 0
    local list = process.read_file(script):match "SPECS.-\n}"
    for folder, names in list:gmatch '(%l+) = "([%l_ ]+)"' do
      for name in names:gmatch "%S+" do
        count = count + 1
        local path = ("spec/%s/%s_spec.lua"):format(folder, name)
        assert.not_equal("", process.read_file(path), path)
      end
    end
    assert.is_true(count > 15)
  end)

  it("passes on what LuaRocks knows of the compiler, Lua and libcurl", function()
    local given = table.concat({ "", rock.build.variables.CC, rock.build.variables.CFLAGS,
      rock.build.variables.SHARED, rock.build.variables.LUA, rock.build.variables.LUA_CFLAGS,
      rock.build.variables.CURL_CFLAGS, rock.build.variables.CURL_LIBS }, " ")
    for name in ("CC CFLAGS LIBFLAG LUA LUA_INCDIR CURL_INCDIR CURL_LIBDIR"):gmatch "%S+" do
      assert.is_truthy(given:find("$(" .. name .. ")", 1, true), name)
    end
  end)
end)

describe("make install", function()
  it("puts modules and core where Lua looks, pages and examples; uninstall removes them", function()
    local top = process.folder()
    finally(function() os.execute("rm -rf " .. process.quote(top)) end)
    local folder = top .. "/with a blank"
    assert(os.execute("mkdir " .. process.quote(folder)))
    local function make(target)
      local none = package.cpath:find(".build/none/", 1, true) and "POLLSET=none" or ""
      -- not with the flags of make asan or make coverage
      local command = "env -u MAKEFLAGS -u CFLAGS make -s LUA=%s %s %s DESTDIR=%s PREFIX=/p "
        .. ">/dev/null"
      assert(os.execute(command:format(process.quote(os.getenv "LUA" or "lua5.4"), target, none,
        process.quote(folder))))
      return shell("cd " .. process.quote(folder) .. " && find . -type f -printf '%P %m\\n' | sort")
    end
    local version = _VERSION:match "%d.%d"
    local expected = { ("p/lib/lua/%s/clickup/core.so 755"):format(version) }
    local sandbox = {}
    for file in shell("cd lua && find . -name '*.lua' -printf '%P\\n'"):gmatch "%S+" do
      local list = file:find "^clickup/sandbox/" and sandbox or expected
      list[#list + 1] = ("p/share/lua/%s/%s 644"):format(version, file)
    end
    for example in shell("cd spec/examples && find . -type f -printf '%P %m\\n'"):gmatch "[^\n]+" do
      expected[#expected + 1] = "p/share/doc/clickup/examples/" .. example
    end
    for _, page in ipairs { "", "lua/clickup/", "lua/clickup/api/", "lua/clickup/loop/" } do
      expected[#expected + 1] = ("p/share/doc/clickup/%sREADME.md 644"):format(page)
    end
    sandbox[#sandbox + 1] = "p/share/doc/clickup/lua/clickup/sandbox/README.md 644"
    local function sorted(list)
      table.sort(list)
      return table.concat(list, "\n") .. "\n"
    end
    assert.equal(sorted(expected), make "install")
    assert.equal(sorted(table.move(sandbox, 1, #sandbox, #expected + 1, expected)),
      make "install-sandbox")
    assert.equal("", make "uninstall")
  end)
end)

describe("the version", function()
  it("is told by the module, and to the server", function()
    assert.matches("^%d+%.%d+%.%d+$", clickup.VERSION)
    local client <close> = clickup.new { token = "x", base_url = "http://127.0.0.1:1" }
    assert.equal("clickup-lua/" .. clickup.VERSION,
      client:preview("get_authorized_user").headers["User-Agent"])
  end)
end)
