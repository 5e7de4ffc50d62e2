-- SPDX-License-Identifier: MIT
-- The editor types: complete, closed, current, and well formed as far as that can be told
-- without a language server. README's table, which is made as they are, is current, too.

local api = require "clickup.api"
local clickup = require "clickup"
local core = require "clickup.core"
local index = require "clickup.api.index"
local luacats = require "spec.tools.luacats"
local options = require "clickup.options"
local process = require "spec.support.process"

local FILES = { "lua/clickup/types/client.lua", "lua/clickup/types/options.lua" }
for _, group in ipairs(index.groups()) do
  FILES[#FILES + 1] = ("lua/clickup/types/operations/%s.lua"):format(group.name)
end

local BUILT_IN = {
  any = true, boolean = true, string = true, integer = true, number = true, table = true,
  ["function"] = true, lightuserdata = true, fun = true, ["nil"] = true, T = true,
  ["true"] = true, ["false"] = true, thread = true,
}

local function each_line(fn)
  for _, path in ipairs(FILES) do
    for line in io.lines(path) do fn(line, path) end
  end
end

-- Classes that are declared anywhere in the module, with their fields.
local function declared()
  local classes, name = {}, nil
  local files <close> = io.popen "find lua/clickup -name '*.lua' | LC_ALL=C sort"
  for path in files:lines() do
    for line in process.read_file(path):gmatch "[^\n]+" do
      name = line:match "^%-%-%-@class ([%w_.]+)" or line:match "^%-%-%-@alias ([%w_.]+)" or name
      if name and not classes[name] then classes[name] = {} end
      local field = line:match '^%-%-%-@field %[?"?([%w_]+)'
      if field then classes[name][field] = true end
    end
  end
  return classes
end

local function methods(class)
  local found = {}
  each_line(function(line)
    local name = line:match("^function " .. class .. ":([%w_]+)%(.*%) end$")
    if name then
      assert.is_nil(found[name], name .. " is there twice")
      found[name] = true
    end
  end)
  return found
end

local function sorted(set)
  local list = {}
  for name in pairs(set) do list[#list + 1] = name end
  table.sort(list)
  return list
end

local function public(methods_of)
  local set = {}
  for name in pairs(methods_of) do
    if not name:find "^__" then set[name] = true end
  end
  return sorted(set)
end

-- What a generator's --check says, after this chunk has changed the data.
local function check_current(tool, change)
  local pipe <close> = assert(io.popen(("%s -e %s spec/tools/%s.lua --check 2>&1"):format(
    os.getenv "LUA" or "lua5.4", process.quote(change), tool)))
  local said = pipe:read "a"
  return pipe:close() == true, said
end

local function expect_stale(path, tool, change)
  local current, said = check_current(tool, change)
  assert.equal(path .. ": stale; run make types\n", said)
  assert.is_false(current)
end

describe("the editor types", function()
  it("have every public method, and no other", function()
    assert.same(public(core.client), sorted(methods "Client"))
    assert.same(public(core.call), sorted(methods "Call"))
  end)

  it("are all that a user's objects have: the module's own functions are elsewhere", function()
    local client <close> = clickup.new { token = "pk_1", base_url = "http://127.0.0.1:1" }
    local copy, call = client:with { timeout = 1 }, client:sleep(0)
    local count = 0
    for _, own in ipairs { core.clients, core.calls } do
      for name, fn in pairs(own) do
        count = count + 1
        assert.not_equal(fn, call[name], name)
        for _, one in ipairs { client, copy } do
          local fine, method = pcall(function() return one[name] end)
          assert.not_equal(fn, fine and method, name)
          assert.equal(("wait timeout close sleep step"):find(name, 1, true) ~= nil, fine, name)
        end
      end
    end
    assert.is_true(count >= 23)
  end)

  it("refer to classes that are there", function()
    local classes = declared()
    each_line(function(line, path)
      local tag, rest = line:match "^%-%-%-@(%l+) (.*)$"
      if line:find "^%-%-%-| " then tag, rest = "return", line:sub(6) end
      if tag ~= "field" and tag ~= "param" and tag ~= "return" then return end
      if tag ~= "return" then rest = rest:gsub("^%S+ ", "") end
      local text = luacats.split_type(rest)
      text = text:gsub('"[^"]*"', ""):gsub("[%w_]+%??:", "")
      for word in text:gmatch "[%a_][%w_.]*" do
        assert.is_true(BUILT_IN[word] or classes[word] ~= nil, path .. ": " .. line)
      end
    end)
  end)

  it("have a parameter line for each parameter, and two returns for each operation", function()
    local by_name, params, returns = {}, {}, 0
    for _, entry in ipairs(api) do by_name[entry.name] = true end
    each_line(function(line)
      local param = line:match "^%-%-%-@param ([%w_.]+)"
      local name, list = line:match "^function %u%l+:([%w_]+)%((.*)%) end$"
      if param then
        params[#params + 1] = param
      elseif line:find "^%-%-%-@return" then
        returns = returns + 1
      elseif name then
        assert.equal(list, table.concat(params, ", "))
        if by_name[name] then assert.equal(2, returns, name) end
        params, returns = {}, 0
      end
    end)
  end)

  it("have every field of bodies, queries, answers and options", function()
    local classes = declared()
    local function check(class, type)
      if type.kind == "array" then return check(class, type.of) end
      for _, field in ipairs(type.fields or {}) do
        assert.is_true(classes[class][field.name], class .. "." .. field.name)
      end
      assert(type.fields or classes[class] or type.values, class)
    end
    for _, group in ipairs(index.groups()) do
      local own, named = require("clickup.api." .. group.name), {}
      for name, type in pairs(own.types or {}) do
        named[type] = ("clickup.%s.%s"):format(group.name, name)
        if type.kind == "object" then check(named[type], type) end
      end
      for _, entry in ipairs(own) do
        for _, part in ipairs { "body", "query" } do
          local type = entry[part]
          if type and type.kind == "object" then
            check(named[type] or ("clickup.%s.%s"):format(entry.name, part), type)
          end
        end
      end
    end
    for name, type in pairs(require "clickup.api.types") do check("clickup." .. name, type) end
    for _, row in ipairs(options.rows) do
      assert.is_true(classes["clickup.options"][row.name])
      assert.equal(row.per_call, classes["clickup.call_options"][row.name])
    end
  end)

  it("separate a note from a type by a number sign", function()
    each_line(function(line)
      local rest = line:match "^%-%-%-@field %S+ (.*)$"
      if not rest then return end
      local _, note = luacats.split_type(rest)
      assert.is_true(note == "" or note:find "^ *# " ~= nil, line)
    end)
  end)

  it("have no line of more than 100 characters", function()
    each_line(function(line, path)
      assert.is_true(utf8.len(line) <= 100 or line:find "^function" ~= nil, path .. ": " .. line)
    end)
  end)

  it("are Lua that does nothing", function()
    for _, path in ipairs(FILES) do
      local first, second = process.read_file(path):match "^(.-)\n(.-)\n"
      assert.equal("-- SPDX-License-Identifier: MIT", first)
      assert.equal("---@meta _", second)
      local set = setmetatable({}, { __newindex = function(_, name) error(name) end })
      assert.is_nil((assert(loadfile(path, "t", set))()))
    end
  end)

  it("are current, and so is README's table", function()
    for _, tool in ipairs { "types", "reference" } do
      local current, said = check_current(tool, "")
      assert.equal("", said)
      assert.is_true(current)
    end
  end)

  it("are stale once the data has changed, and so is README's table", function()
    local entries = 'local api = require "clickup.api" '
    local rows = 'local rows = require "clickup.options".rows '
    local types = "lua/clickup/types/"
    local goals, given = types .. "operations/goals.lua", types .. "options.lua"
    expect_stale(goals, "types", entries .. "api[2].body.fields[1].required = nil")
    expect_stale(goals, "types", entries .. 'api[2].answer.fields[1].name = "other"')
    expect_stale(types .. "operations/audit_logs.lua", "types", entries
      .. 'api[#api].doc = "Other."')
    expect_stale(given, "types", rows .. "rows[5].default = 31")
    expect_stale(given, "types", rows .. "rows[6].per_call = true")
    expect_stale("lua/clickup/api/README.md", "reference", entries .. "api[#api].path = '/v2/x'")
  end)
end)
