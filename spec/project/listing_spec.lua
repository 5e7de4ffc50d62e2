-- SPDX-License-Identifier: MIT
-- The public interface is what spec/project/api.txt says: no change of it by accident.

local creates = require "spec.support.creates"
local listing = require "spec.tools.listing"
local needs = require "spec.support.needs"
local process = require "spec.support.process"
local sandbox = require "clickup.sandbox"

local function set_of(text)
  local set = {}
  for line in text:gmatch "[^\n]+" do set[line] = true end
  return set
end

-- The lines that one has and the other has not, with a sign before each.
local function missing(sign, text, set, list)
  for line in text:gmatch "[^\n]+" do
    if not set[line] then list[#list + 1] = sign .. " " .. line end
  end
  return list
end

local function difference(accepted, now)
  local gone = missing("-", accepted, set_of(now), {})
  return table.concat(missing("+", now, set_of(accepted), gone), "\n")
end

describe("the public interface", function()
  local accepted

  setup(function() accepted = process.read_file(listing.PATH) end)

  it("is as it was accepted", function()
    local changed = difference(accepted, listing.text())
    assert(changed == "", ("the public interface has changed:\n%s\nIf that is meant, run `make "
      .. "listing`, commit spec/project/api.txt and name the change in CHANGELOG.md: what is gone "
      .. "or other than before (-) takes a new major version, what is new (+) a minor one."):format(
      changed))
    assert.equal(accepted, listing.text(), "run make listing")
  end)

  it("is told by lines: a function that is gone, and one that is new", function()
    assert.equal("- a\n+ c", difference("a\nb\n", "b\nc\n"))
  end)

  it("has something of each kind", function()
    local lines = set_of(accepted)
    for _, line in ipairs {
      "clickup.VERSION: string", "clickup.new(given?: clickup.options) -> clickup.client",
      "client:get_goal(goal_id [, options]) -> goal", "call:cancel() -> boolean",
      "task:done() -> boolean", "option timeout: number = 30, also of a call",
      'err.sent: "no"|"unknown"|"yes"', "response.status?: integer", "event.seconds?: number",
      "clickup.oauth.authorize_url(parameters: { client_id: string, redirect_uri: string, "
        .. "state?: string }) -> string",
      "clickup.loop.luv.attach(client: clickup.client, uv?: table)",
      "clickup.members:find(name: string) -> table?, string?", "clickup.sleeper.go?: fun()",
      "clickup.sandbox fault: cut", "clickup.sandbox on the command line: --tls",
      "clickup.sandbox by HTTP: POST /_sandbox/seed",
      "clickup.sandbox.Sandbox:close()",
    } do assert.is_true(lines[line], line) end
    for line in pairs(lines) do
      assert.is_nil(line:find(":_", 1, true), line)
      for _, scope in ipairs { "private", "protected", "package", "public" } do
        assert.is_nil(line:find("%." .. scope .. "%f[%W]"), line)
      end
    end
  end)
end)

describe("what a program gets", function()
  local function expect_listed(object, of)
    local text = process.read_file(listing.PATH)
    for name in pairs(of) do
      local line = ("\n%s.%s"):format(object, name)
      assert.is_truthy(text:find(line .. ": ", 1, true) or text:find(line .. "?: ", 1, true),
        line .. " is not listed")
    end
  end

  it("is listed: fields of errors, problems, events, stats and the rate limit", function()
    local server <close> = sandbox.start { rate_limit = 100 }
    local client <close> = creates.client(server, {
      on_event = function(event) expect_listed("event", event) end,
    })
    local body = creates.body()
    assert(client:create_key_result(server.goal_id, body))
    server:fault { fault = "close_after_read", times = 2 }
    assert(client:get_goal(server.goal_id, { max_retries = 3 }))
    local _, err = client:get_goal "unknown"
    expect_listed("err", err)
    local _, wrong = client:create_key_result(server.goal_id, {})
    expect_listed("err", wrong)
    expect_listed("clickup.problem", wrong.problems[1])
    expect_listed("clickup.stats", client:stats())
    expect_listed("clickup.rate", client:rate_limit())
  end)
end)

describe("the core", function()
  it("exports one symbol, so that it can meet no other library's", function()
    needs(pending, "nm")
    local path = assert(package.searchpath("clickup.core", package.cpath))
    local pipe <close> = assert(io.popen("nm -D --defined-only " .. process.quote(path)))
    local symbols = {}
    for line in pipe:lines() do
      local name = line:match " [TDBRVW] (%S+)$"
      -- what coverage and sanitizers put in does not count
      if name and not name:find "^_" and name ~= "mangle_path" then
        symbols[#symbols + 1] = name
      end
    end
    assert.same({ "luaopen_clickup_core" }, symbols)
  end)
end)
