-- SPDX-License-Identifier: MIT
-- What clickup.help has to say: everything that the data knows, and examples that run.

local api = require "clickup.api"
local index = require "clickup.api.index"
local clickup = require "clickup"
local example = require "clickup.api.example"
local help = require "clickup.help"
local operations = require "spec.support.operations"
local options = require "clickup.options"
local process = require "spec.support.process"
local signature = require "clickup.api.signature"

local EDIT_KEY_RESULT = [[
Change a key result, or how far it is.

  client:edit_key_result(key_result_id, body [, options])

PUT /v2/key_result/{key_result_id} (EditKeyResult). It may run twice: sent
again when no answer came.

ids:
  key_result_id  string

body:
  steps_current  integer (int32)
  note           string
  name           string                     this and what follows is not
                                            declared
  owners         array of integers (int32)  user ids
  type           string                     one of number, currency, boolean,
                                            percentage, automatic
  steps_start    integer (int32)
  steps_end      integer (int32)
  unit           string                     for currency a code such as USD
  task_ids       array of strings           ids of tasks to link
  list_ids       array of strings           ids of Lists to link

It returns key_result (a table) and the response, or nil and an error:
]]

local function expect_usage_error(text, name)
  local fine, message = pcall(help, name)
  assert.is_false(fine)
  assert.equal(text, (message:gsub("^.-:%d+: ", "")))
end

-- The first word of each line of a list.
local function words(text)
  local found = {}
  for word in ("\n" .. text):gmatch "\n +([%w_]+)" do found[word] = true end
  return found
end

-- Calls what stands under "Example:"; what it calls, and with what.
local function run_example(text)
  local code = text:match "\nExample:\n(.*)$"
  local called
  local client = setmetatable({}, {
    __index = function(_, name)
      return function(_, ...)
        called = { name = name, arguments = table.pack(...) }
        return "value", "second"
      end
    end,
  })
  local value, err = assert(load(("local client = ...\n%s\nreturn %s, err"):format(code,
    code:match "local ([%w_]+), err = ")))(client)
  assert.same({ "value", "second" }, { value, err })
  return called
end

-- The names of the fields in a type, and in the tables in it.
local function add_names(names, type)
  if type.kind == "array" then return add_names(names, type.of) end
  for _, field in ipairs(type.fields or {}) do
    names[field.name] = true
    add_names(names, field.type)
  end
  return names
end

describe("help", function()
  it("is this for one operation", function()
    local text = help "edit_key_result"
    assert.equal(EDIT_KEY_RESULT, text:sub(1, #EDIT_KEY_RESULT))
    assert.equal('\n\nExample:\n  local key_result, err = client:edit_key_result('
      .. '"947d46ed-8480-49bc-8c57-e569747efe93", {\n    steps_current = 5,\n'
      .. '    note = "Target achieved",\n  })\n', text:match "\n\nExample:.*$")
  end)

  it("tells what is required, what is secret, and how often it is sent", function()
    local text = help "get_access_token"
    assert.matches("client_secret  string  required; secret\n", text, 1, true)
    assert.matches("It is never sent twice.", text, 1, true)
    text = help("create_key_result"):gsub("%s+", " ")
    assert.matches("task_ids array of strings required; [] when left out; ids", text, 1, true)
    assert.matches("It must not run twice: sent again only when it surely did not run. When "
      .. "that is unclear, it is looked for first.", text, 1, true)
    assert.matches("It returns true and the response, or nil and an error.", help "delete_goal",
      1, true)
    assert.matches("or clickup.null; Unix milliseconds", help "update_goal", 1, true)
    assert.matches("It returns teams (array of tables)", help "get_authorized_teams", 1, true)
  end)

  for _, entry in ipairs(api) do
    it("knows all of " .. entry.name, function()
      local text = help(entry.name)
      local unwrapped = text:gsub("\n(%S)", " %1")
      for _, part in ipairs { entry.doc, signature.call(entry), entry.id, entry.method,
        entry.path } do
        assert.matches(part, unwrapped, 1, true)
      end
      local known, names = words(text), {}
      for _, type in ipairs { entry.body or {}, entry.query or {}, entry.answer or {} } do
        add_names(names, type)
      end
      for name in pairs(entry.ids or {}) do names[name] = true end
      for name in pairs(names) do assert.is_true(known[name], name) end
      for line in text:gmatch "[^\n]+" do assert.is_true(#line <= 100, line) end
    end)

    it("shows a call of " .. entry.name .. " that runs", function()
      local called = run_example(help(entry.name))
      assert.equal(entry.name, called.name)
      assert.same(operations.arguments(entry, nil, true), called.arguments)
    end)
  end

  it("tells the limits of what is sent, and what a query cannot do without", function()
    local text = help("get_chat_channels"):gsub("%s+", " ")
    assert.matches("limit integer 1 to 100", text, 1, true)
    text = help("create_direct_message_chat_channel"):gsub("%s+", " ")
    assert.matches("user_ids array of strings at most 15 items, no item twice", text, 1, true)
    text = help("create_chat_message"):gsub("%s+", " ")
    assert.matches("content string required; at most 40000 characters", text, 1, true)
    text = help("update_time_estimates_by_user"):gsub("%s+", " ")
    assert.matches("time integer required; at least 0", text, 1, true)
    text = help("create_space_list_from_template"):gsub("%s+", " ")
    assert.matches("start_date string such as 2026-01-31T09:30:00Z", text, 1, true)
    text = help("get_bulk_tasks_time_in_status"):gsub("%s+", " ")
    assert.matches("task_ids array of strings required; at most 100 items", text, 1, true)
  end)

  it("says of each upload that a file at a path is read within the program", function()
    local count = 0
    for _, entry in ipairs(api) do
      if entry.form then
        count = count + 1
        assert.matches("slow disk.*holds up.*whole.*program.*bytes.*do.*not", help(entry.name))
      end
    end
    assert.equal(2, count)
  end)

  it("tells what a delete returns that is answered with what was deleted", function()
    local text = help("delete_task_link"):gsub("%s+", " ")
    assert.matches("It returns task (a table), or true where none was answered, and the response, "
      .. "or nil and an error:", text, 1, true)
    text = help("get_time_entry"):gsub("%s+", " ")
    assert.matches("It returns data (table or array of tables) and the response", text, 1, true)
  end)

  it("says what declared means, where it says that something is not", function()
    assert.matches("\n\nDeclared is what ClickUp's document has%. [^\n]+\n[^\n]+%.\n\nExample:\n",
      help "create_goal")
    assert.is_nil(help "get_task":find "eclared")
  end)

  it("tells how null and an empty object are written", function()
    assert.matches("clickup.object {} goes as {} everywhere.\n$", help())
  end)

  it("fills its lines up to 78 bytes, and those of examples up to 98", function()
    for _, name in ipairs(index.names()) do
      local text, code = help(name):match "^(.*)\nExample:\n(.*)$"
      local before
      assert.is_nil(text:find "\n %S", name)
      assert.is_nil(text:find "%f[%w](%w+) or %1%f[%W]", name) -- each alternative once
      for line in text:gmatch "[^\n]+" do
        local is_whole = line:find "^Declared is " or line:find "^clickup%.null goes "
          or line:find "^  client:"
        assert.is_true(#line <= 78 or is_whole ~= nil, name .. ": " .. line)
        local word = line:match "^            +(%S+)" -- it goes on below a note
        if word then
          assert.is_true(#before + 1 + #word > 78, name .. ": " .. before .. " | " .. line)
        end
        before = line
      end
      for line in code:gmatch "[^\n]+" do assert.is_true(#line <= 98, name .. ": " .. line) end
    end
  end)

  it("has the columns of a group side by side", function()
    for _, group in ipairs(index.groups()) do
      local longest, text = 0, help(group.name)
      for _, name in ipairs(group.operations) do longest = math.max(longest, #name) end
      for _, name in ipairs(group.operations) do
        assert.matches(("\n  %s%s    %%S"):format(name, (" "):rep(longest - #name)), text)
      end
    end
  end)

  it("tells of each helper what it does, in lines that are filled", function()
    assert.matches("\n    Milliseconds for due_date and its like, ", help "time", 1, true)
    local before
    for line in help "helpers":gmatch "[^\n]+" do
      local word = line:match "^    (%S+)"
      if word and before:find "^    %S" then assert.is_true(#before + 1 + #word > 78, line) end
      before = line
    end
  end)

  it("tells what a file is, and fields that were told already only once", function()
    assert.is_truthy(help "create_task_attachment":find([[
body:
  attachment  file  required; { path = … } or { bytes = …, filename = …
                    }, and content_type; at most 1 GiB]], 1, true))
    assert.is_truthy(help "create_task_attachment":find([[
    { attachment = { bytes = "text", filename = "text.txt" } })
]], 1, true))
    local goals = help "get_goals":match "\n  folders (.*)$"
    assert.is_truthy(goals:find([[
    members             array of tables  fields as above
    goals               array of tables  not repeated outside of the folder;
                                         fields as above
]], 1, true))
    local _, count = help "get_goals":gsub("\n +key_result_count ", "")
    assert.equal(1, count)
  end)

  it("lists all groups, and of each group its operations", function()
    local overview, count = words(help()), 0
    for _, group in ipairs(index.groups()) do
      assert.is_true(overview[group.name], group.name)
      local known = words(help(group.name))
      for _, name in ipairs(group.operations) do assert.is_true(known[name], name) end
      count = count + #group.operations
    end
    assert.equal(#api, count)
    assert.matches("  goals +8 +Goals and their key results, which the app calls Targets%.\n",
      help())
    assert.matches("^" .. #require "clickup.api" .. " operations in groups; ", help())
    assert.matches("  create_key_result +Create a key result in a Goal%.\n", help "goals")
  end)

  it("shows the alternatives of a union, and what each may be", function()
    local text = help("create_task"):gsub("%s+", " ")
    assert.matches("When that is unclear, it is looked for, and not sent again.", text, 1, true)
    assert.matches("custom_fields array of values id string required value string required; or "
      .. "clickup.null or id string required value integer", text, 1, true)
    assert.matches("priority integer (int32) or clickup.null", text, 1, true)
    text = help("update_time_estimates_by_user"):gsub("%s+", " ")
    assert.matches("assignee integer or string required", text, 1, true)
    assert.matches("updated_estimates table of integers", text, 1, true)
    assert.matches("permission_level integer one of 1, 3, 4, 5", (help("update_acl"):gsub("%s+",
      " ")), 1, true)
  end)

  it("lists all options, with defaults, variables and those of a call", function()
    local text = help "options"
    local known = words(text)
    for _, row in ipairs(options.rows) do assert.is_true(known[row.name], row.name) end
    assert.matches("\n  timeout %* +seconds +limit of one attempt; ", text)
    assert.matches("\n  connect_timeout +seconds +limit of name look%-up.-; default 10\n", text)
    assert.matches("environment CLICKUP_TOKEN", text:gsub("%s+", " "), 1, true)
    assert.matches("\n  on_event +function +gets", text)
    assert.is_nil(text:match "base_url %*")
  end)

  it("tells of each option what it takes, what it is by default, and which is secret", function()
    local text = help("options"):gsub("%s+", " ")
    local kinds = { token = "string or false", header = "string", url = "string", file = "string",
      proxy = "string", choice = "string", count = "integer", rate = "integer or false",
      callable = "function", switch = "boolean" }
    local secret = {}
    for i, row in ipairs(options.rows) do
      local behind = options.rows[i + 1] and " " .. options.rows[i + 1].name .. " " or " $"
      local notes = { row.doc }
      if row.default ~= nil then notes[#notes + 1] = "default " .. tostring(row.default) end
      if row.env then notes[#notes + 1] = "environment " .. row.env end
      if row.secret then secret[#secret + 1], notes[#notes + 1] = row.name, "secret" end
      local line = (" %s %s%s %s"):format(row.name, row.per_call and "* " or "",
        kinds[row.kind] or row.kind, table.concat(notes, "; "))
      local _, stop = text:find(line, 1, true)
      assert.is_truthy(stop, line)
      assert.is_truthy(text:find("^" .. behind, stop + 1), line)
    end
    table.sort(secret)
    assert.same({ "authorization", "client_key_password", "proxy", "proxy_password", "token" },
      secret)
  end)

  it("tells of each helper how it is called, as the editor types have it", function()
    local text = help "helpers"
    local types = process.read_file "lua/clickup/types/client.lua"
    local methods = { each = "paging" }
    for name in pairs(require "clickup.helpers") do methods[name] = "helpers" end
    for name in pairs(methods) do
      local own = help(name):match "  client:.*$" -- behind the group that is called the same
      assert.is_truthy(text:find(own, 1, true), name)
      local given = types:match("function Client:" .. name .. "%((.-)%) end")
      local _, commas = own:match "[^\n]+":gsub("{.-}", "x"):gsub(",", "")
      if name ~= "each" then assert.equal(select(2, given:gsub(",", "")), commas, name) end
      for line in own:gmatch "[^\n]+" do assert.is_true(utf8.len(line) <= 80, line) end
    end
    assert.matches("clickup.time%(value%)", help "time")
    assert.matches('clickup.help%("helpers"%)', help())
  end)

  it("shows what is required in an example that it makes itself, or else one field", function()
    local text = { kind = "string" }
    local function of(...)
      return example.value { kind = "object", fields = { { name = "a", type = text },
        { name = "b", type = text, required = ... }, { name = "c", type = text } } }
    end
    assert.same({ b = "text" }, of(true))
    assert.same({ a = "text" }, of(nil))
  end)

  it("names what may have been meant", function()
    expect_usage_error('help: unknown operation create_keyresult, did you mean '
      .. '"create_key_result"?', "create_keyresult")
    expect_usage_error('help: unknown operation option, did you mean "options"?', "option")
    local names = { "options", "helpers", index.names()[1] }
    for _, group in ipairs(index.groups()) do names[#names + 1] = group.name end
    for _, name in ipairs(names) do
      expect_usage_error(('help: unknown operation %sq, did you mean "%s"?'):format(name, name),
        name .. "q")
    end
    expect_usage_error("help: unknown operation xyz", "xyz")
    expect_usage_error("help: unknown operation 7", 7)
    local x = ("x"):rep(60)
    expect_usage_error("help: unknown operation " .. x, x)
    expect_usage_error("help: unknown operation " .. x .. "...", x .. "x")
  end)

  it("is printed by clickup.help, which raises at the caller's line", function()
    local written = {}
    local write = stub(io, "write", function(text) written[#written + 1] = text end)
    for _, name in ipairs { false, "options", "get_goal" } do clickup.help(name or nil) end
    write:revert()
    assert.same({ help(), help "options", help "get_goal" }, written)
    local fine, message = pcall(function() clickup.help "get_gaol" end)
    assert.is_false(fine)
    local line = debug.getinfo(1, "l").currentline - 2
    assert.matches(("help_spec.lua:%d: .*did you mean \"get_goal\"%%?$"):format(line), message)
  end)
end)
