-- SPDX-License-Identifier: MIT
-- Every example runs, in a process of its own, and prints what it should; some have a spec file of
-- their own.

local process = require "spec.support.process"

local FOLDER = "spec/examples/"

-- Everything that an example prints, line by line; "*" stands for what differs.
local PRINTS = {
  ["attach_files.lua"] = {
    {
      "", [[
* bytes sent
spec/examples/attach_files.lua	https://*/attach_files.lua
1 attached, 0 were there, 0 failed
* bytes sent
/*.md	https://*.md
1 attached, 1 were there, 0 failed
* bytes sent
attach_files.lua	*
*.md	text/markdown
hello.txt	text/plain
]],
    },
  },
  ["from_email_to_target.lua"] = {
    {
      "", [[
the token is John Doe's
* has 3 members
members: owners[1]: no member "jandoe@gmail.com", did you mean "janedoe@gmail.com"?
goal "Run more" of Jane Doe and John Doe
2 targets
Distance: 50 from 0 to 200, 25%
Weight: 88 from 90 to 80, 20%
found again
cleaned up: 0 left
]],
    },
  },
  ["tasks_to_target.lua"] = {
    {
      "", [[
List Name in Folder Name: 3 tasks
Fourth task: to do, high
3 are open
Fourth task: Open tasks, 33%
Second task: Open tasks, 67%
First task: Open tasks, 100%
]],
    },
  },
  ["create_key_result.lua"] = {
    { "", "sandbox: http://127.0.0.1:*\n200 over HTTP/1.1\nkey_result = {\n*\n}\nnull: *\n" },
    {
      "--tls",
      "sandbox: https://127.0.0.1:*\nwithout its CA: create_key_result: *(give the CA that issued "
        .. "the certificate with the option ca_file; *)\n200 over HTTP/2\nkey_result = {\n*\n}\n"
        .. "null: *\n",
    },
  },
  ["import_targets.lua"] = {
    {
      "", [[
23 made, 0 were there, 1 failed
20 made, 23 were there, 1 failed
name,type,steps_start,steps_end,unit,owners,reason
Nonsense,number,0,many,km,,"steps_end: expected a number such as 1.5, got many"
]],
    },
  },
}

local function list()
  local pipe <close> = assert(io.popen("cd " .. FOLDER .. " && ls *.lua"))
  local names = {}
  for name in pipe:lines() do names[#names + 1] = name end
  return names
end

-- Standard output, standard error and the status of an example. It sees no token.
local function run(name, arguments)
  local errors = os.tmpname()
  local command = ("env -u CLICKUP_TOKEN %s %s %s </dev/null 2>%s; echo \" $?\""):format(
    process.quote(os.getenv "LUA" or "lua5.4"), FOLDER .. name, arguments, process.quote(errors))
  local pipe <close> = assert(io.popen(command))
  local output, status = pipe:read("a"):match "^(.*) (%d+)\n$"
  local problems = process.read_file(errors)
  os.remove(errors)
  return output, problems, tonumber(status)
end

local function pattern_of(text)
  return "^" .. text:gsub("[%^%$%(%)%%%.%[%]%+%-%?]", "%%%0"):gsub("%*", ".-") .. "$"
end

describe("the example", function()
  it("is known to this spec, each", function()
    local names = list()
    for _, name in ipairs(names) do
      local own <close> = io.open("spec/project/" .. name:gsub("%.lua$", "_spec.lua"))
      assert.is_true(own ~= nil or PRINTS[name] ~= nil, name)
    end
    for name in pairs(PRINTS) do
      assert.is_true((" " .. table.concat(names, " ") .. " "):find(" " .. name .. " ", 1, true)
        ~= nil, name)
    end
  end)

  it("has a line in the list of them, each", function()
    local text = process.read_file(FOLDER .. "README.md")
    for _, name in ipairs(list()) do
      assert.is_truthy(text:find("\n| `" .. name, 1, true), name)
    end
  end)

  for _, name in ipairs(list()) do
    for _, case in ipairs(PRINTS[name] or {}) do
      local arguments, text = table.unpack(case)
      it((name .. " " .. arguments):match "^(.-) ?$" .. " prints what it does", function()
        local output, problems, status = run(name, arguments)
        assert.equal("", problems)
        assert.matches(pattern_of(text), output)
        assert.equal(0, status)
      end)
    end
  end

  it("of a target from e-mails, or from tasks, stays short", function()
    for _, name in ipairs { "from_email_to_target.lua", "tasks_to_target.lua" } do
      local count = 0
      for _ in io.lines(FOLDER .. name) do count = count + 1 end
      assert.is_true(count < 80, name)
    end
  end)
end)
