-- SPDX-License-Identifier: MIT
-- Every piece of code in the READMEs runs: Lua against the sandbox, a process for each; of shell
-- every command is known, make has every target that is named, and every link leads to a file.

local needs = require "spec.support.needs"
local process = require "spec.support.process"
local sandbox = require "clickup.sandbox"

local PATHS = { "README.md", "spec/README.md", "spec/bench/README.md", "spec/hosts/README.md",
  "spec/examples/README.md",
  "spec/platforms/README.md", "lua/clickup/sandbox/README.md", "lua/clickup/loop/README.md",
  "lua/clickup/api/README.md", "lua/clickup/README.md", ".github/CONTRIBUTING.md",
  ".github/SECURITY.md" }
local README = process.read_file "README.md"
local quote = process.quote

-- ---- what is in it ----------------------------------------------------------

-- The fenced blocks in order: { path, language, text, line, output }; `output`: the
-- block without a language that follows at once.
local function read_blocks(path, blocks)
  local open, number, last = nil, 0, 0
  for line in (process.read_file(path) .. "\n"):gmatch "(.-)\n" do
    number = number + 1
    local language = line:match "^```(%w*)$"
    if language and not open then
      open = { path = path, language = language, line = number, text = "" }
      local before = blocks[#blocks]
      if language == "" and before and before.language == "lua" and number - last <= 2 then
        before.output = open
      end
    elseif language then
      blocks[#blocks + 1], open, last = open, nil, number
    elseif open then
      open.text = open.text .. line .. "\n"
    end
  end
  assert(not open, "a block is not closed: " .. path)
end

local blocks = {}
for _, path in ipairs(PATHS) do read_blocks(path, blocks) end

-- ---- Lua --------------------------------------------------------------------

-- What a reader has around a snippet. Any other name that it uses is an error.
local PRELUDE = [[
local clickup = require "clickup"
local source, name = ...
local client = clickup.new()
local function target(i)
  return { name = "Target " .. i, owners = { 183 }, type = "number", steps_start = 0,
    steps_end = 10, unit = "km" }
end
local known = setmetatable({
  clickup = clickup, client = client, goal_id = os.getenv "GOAL_ID",
  team_id = os.getenv "TEAM_ID", body = target(0), targets = { target(1), target(2), target(3) },
  tick = function() end,
}, { __index = _G })
local environment = setmetatable({}, {
  __index = function(_, key)
    local value = known[key]
    if value == nil then error("it does not say what " .. key .. " is", 2) end
    return value
  end,
  __newindex = function(_, key) error("it sets a global: " .. key, 2) end,
})
assert(load(source, name, "t", environment))()
if client:timeout() then error "something is still under way" end
client:close()
]]

local server

setup(function() server = sandbox.start() end)
teardown(function() server:close() end)

-- A command beside the sandbox; what it printed, what went wrong, its status.
local function shell(command)
  local errors = os.tmpname()
  local pipe <close> = io.popen(("env CLICKUP_TOKEN=%s CLICKUP_BASE_URL=%s GOAL_ID=%s TEAM_ID=%s "
    .. "%s %s 2>%s </dev/null; echo \" $?\""):format(quote(server.token), quote(server.base_url),
    quote(server.goal_id), quote(server.team_id), process.limit(30), command, errors))
  local output, status = pipe:read "a":match "^(.*) (%d+)\n$"
  local problems = process.read_file(errors)
  os.remove(errors)
  return output, problems, tonumber(status)
end

-- Runs a snippet in the same way.
local function run(block, text)
  local path = os.tmpname()
  process.write_file(path, ("assert(load(%q, '=prelude'))(%q, %q)\n"):format(PRELUDE,
    ("\n"):rep(block.line) .. text, "@" .. block.path))
  local output, errors, status = shell(quote(os.getenv "LUA" or "lua5.4") .. " " .. path)
  os.remove(path)
  return output, errors, status
end

-- Ids differ from run to run.
local function same_ids(text)
  return (text:gsub("%x+%-%x+%-%x+%-%x+%-%x+", "ID"))
end

local GOAL = "e53a033c-900e-462d-a849-4a216b06d930" -- the document's example

describe("the READMEs' Lua", function()
  before_each(function()
    server:reset()
    server:seed {
      users = { { id = 900, username = "jane", email = "jane@example.com" } },
      goals = { { id = GOAL, name = "Mine",
        key_results = { { name = "Distance", owners = { 183 }, type = "number", steps_start = 0,
          steps_end = 10, unit = "km" } } } },
    }
  end)

  it("is there", function()
    local count = 0
    for _, block in ipairs(blocks) do count = count + (block.language == "lua" and 1 or 0) end
    assert.is_true(count >= 5)
  end)

  for _, block in ipairs(blocks) do
    if block.language == "lua" then
      it(("of %s, line %d runs"):format(block.path, block.line), function()
        local host = block.text:match 'require%("clickup%.loop%.(%w+)"'
        if host then needs(pending, "lua:" .. host) end
        local output, errors, status = run(block, block.text)
        assert.equal("", errors)
        assert.equal(0, status)
        if block.output then assert.equal(same_ids(block.output.text), same_ids(output)) end
        for _, request in ipairs(server:requests()) do
          assert.equal(200, request.status, request.method .. " " .. request.target)
        end
      end)
    end
  end

  it("is refused for a misspelt field as it says", function()
    local first, refusal
    for i, block in ipairs(blocks) do
      first = first or block.language == "lua" and block
      if block.text:find "did you mean" then refusal = refusal or blocks[i] end
    end
    local before, after = README:match "with `([^`]+)` instead\nof `([^`]+)`"
    if not before then before, after = README:match "with `([^`]+)` instead of `([^`]+)`" end
    local text, count = first.text:gsub(after:gsub("%W", "%%%0"), (before:gsub("%%", "%%%%")))
    assert.equal(1, count)
    local output, _, status = run(first, text)
    assert.equal(refusal.text, output)
    assert.equal(1, status)
    assert.same({}, server:requests())
  end)
end)

-- ---- shell ------------------------------------------------------------------

local function make_targets()
  local pipe <close> = io.popen "MAKEFLAGS= make -s help"
  local targets = {}
  for line in pipe:lines() do targets[line:match "^%S+"] = true end
  return targets
end

local targets = make_targets()

-- Whether a command can be run, by its first word; else an error.
local check = {}

function check.make(words)
  for i = 2, #words do
    assert(words[i]:find "^%u[%u_]*=" or targets[words[i]], "no such target: " .. words[i])
  end
end

function check.sudo(words)
  table.remove(words, 1)
  return check[words[1]](words)
end

check["apt-get"] = function(words)
  local listed = process.read_file "spec/tools/deps.sh":gsub("'%$LUA_VERSION'", "5.4")
  assert(words[2] == "install")
  for i = 3, #words do
    assert(words[i]:find "^%-" or listed:find("\n%a+ +" .. words[i]:gsub("%-", "%%-") .. " "),
      "not in deps.sh: " .. words[i])
  end
end

check["luarocks-5.4"] = function(words)
  assert(words[2] == "make" or words[2] == "pack" or words[2] == "install", words[2])
  local first = words[3] == "--deps-mode" and words[4] == "none" and 5 or 3
  for i = first, #words do
    assert(words[i] == "clickup" or io.open(words[i]), "no such file: " .. words[i])
  end
end

-- Runs it, against the sandbox.
check["lua5.4"] = function(_, command)
  local output, errors, status = shell((command:gsub("^lua5%.4", quote(os.getenv "LUA"
    or "lua5.4"))))
  assert(errors == "" and status == 0, errors .. output)
end

describe("the READMEs' shell", function()
  for _, block in ipairs(blocks) do
    if block.language == "sh" then
      it(("of %s, line %d is known"):format(block.path, block.line), function()
        for text in block.text:gmatch "[^\n]+" do
          local line = text:gsub("%s*#.*", "")
          for command in (line .. "&&"):gmatch "%s*(.-)%s*&&" do
            local words = {}
            for word in command:gmatch "%S+" do words[#words + 1] = word end
            if words[1] then
              assert(check[words[1]], "an unknown command: " .. command)
              check[words[1]](words, command)
            end
          end
        end
      end)
    end
  end

  it("names targets that make has, in the text, too", function()
    local count = 0
    for _, path in ipairs(PATHS) do
      for target in process.read_file(path):gmatch "`make ([%l-]+)" do
        assert(targets[target], path .. ": no such target: " .. target)
        count = count + 1
      end
    end
    assert.is_true(count >= 4)
  end)
end)

describe("the README", function()
  it("is a page: less than 300 lines of at most 120 characters", function()
    local count = 0
    for line in README:gmatch "(.-)\n" do
      count = count + 1
      assert.is_true(utf8.len(line) <= 120, line)
    end
    assert.is_true(count < 300, count .. " lines")
  end)

  it("and the others have no link that leads nowhere", function()
    for _, path in ipairs(PATHS) do
      local folder = path:match "^(.*/)[^/]*$" or ""
      for link in process.read_file(path):gmatch "%]%(([^)]+)%)" do
        if not link:find "^https?:" then
          assert(io.open(folder .. link), ("%s: no such file: %s"):format(path, link)):close()
        end
      end
    end
  end)
end)
