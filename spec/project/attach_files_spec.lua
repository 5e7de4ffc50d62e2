-- SPDX-License-Identifier: MIT
-- The example that attaches files: what it skips, what it refuses, and how it ends.

local example = require "spec.support.example"
local process = require "spec.support.process"
local sandbox = require "clickup.sandbox"

local server, path

setup(function() server = sandbox.start() end)
teardown(function() server:close() end)
before_each(function()
  server:reset()
  path = os.tmpname()
  process.write_file(path, "Hello")
end)
after_each(function() os.remove(path) end)

local function run(arguments)
  return example.run(server, "$LUA spec/examples/attach_files.lua " .. arguments)
end

describe("the example that attaches files", function()
  it("leaves out what is there", function()
    local output, problems, status = run("1 9hz " .. path)
    assert.same({ "", 0 }, { problems, status })
    assert.matches("\n1 attached, 0 were there, 0 failed\n$", output)
    assert.same({ "0 attached, 1 were there, 0 failed\n", "", 0 }, { run("1 9hz " .. path) })
    assert.equal(1, #server:state().attachments)
  end)

  it("counts what failed, and says so by its status", function()
    server:fault { fault = "status", code = 413, times = "always",
      match = { path = "/attachment$", method = "POST" } }
    local output, _, status = run("1 9hz " .. path)
    assert.matches("413 .*\n0 attached, 0 were there, 1 failed\n$", output)
    assert.equal(1, status)
  end)

  it("sends nothing when an argument is wrong", function()
    for arguments, expected in pairs {
      ["1"] = "attach_files: expected WORKSPACE_ID TASK_ID FILE...\n",
      ["1 9hz"] = "attach_files: expected WORKSPACE_ID TASK_ID FILE...\n",
      ["1 9hz /nowhere/at/all " .. path] =
        "attach_files: /nowhere/at/all: No such file or directory\n",
    } do
      assert.same({ "", expected, 2 }, { run(arguments) })
    end
    assert.same({}, server:requests())
  end)

  it("says why it cannot read what is there", function()
    server:fault { fault = "status", code = 403, times = "always" }
    local output, problems, status = run("1 9hz " .. path)
    assert.same({ "", 2 }, { output, status })
    assert.matches("^attach_files: get_parent_entity_attachments: 403 ", problems)
  end)
end)
