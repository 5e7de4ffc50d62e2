-- SPDX-License-Identifier: MIT
-- clickup.object: a table that goes as {} when it is empty, at any depth of any body.

local clickup = require "clickup"

local object = clickup.object
local client

before_each(function()
  client = clickup.new { token = "pk_1", base_url = "http://127.0.0.1:1/api" }
end)
after_each(function() client:close() end)

local function sent(...) return assert(client:preview(...)).body end

describe("clickup.object", function()
  it("is {} at any depth of client:request's body, where an empty table is []", function()
    for json, body in pairs {
      ['{"a":{}}'] = { a = object {} }, ['{"a":[]}'] = { a = {} },
      ['{"a":{"b":{"c":{}}}}'] = { a = { b = object { c = object() } } },
      ['{"a":[{},[],{}]}'] = { a = { object {}, {}, object() } },
      ["{}"] = object {},
    } do
      assert.equal(json, sent("request", "POST", "/v2/x", body))
    end
  end)

  it("is {} where an operation's body may have anything, and what strict leaves alone", function()
    assert.equal('{"filter":{}}', sent("query_audit_log", 9, { filter = object {} },
      { strict = false }))
    assert.equal('{"name":"x","more":[{},[]]}', sent("create_task", 901,
      { name = "x", more = { object {}, {} } }, { strict = false }))
  end)

  it("is an object as any other where one is declared", function()
    assert.equal('{"assignees":{"add":[],"rem":[]}}', sent("update_task", "a",
      { assignees = object {} }))
    assert.equal('{"name":"x"}', sent("create_task", 901, object { name = "x" }))
    local _, err = client:preview("create_task", 901, object { nam = "x" })
    assert.matches("nam: expected a known field", err.message, 1, true)
  end)

  it("is refused where an array is declared, and with items in it", function()
    for _, options in ipairs { { strict = true }, { strict = false } } do
      local _, err = client:preview("create_task", 901, { name = "x", assignees = object {} },
        options)
      assert.equal("assignees: expected an array of integers (int32), got an object", err.message)
    end
    local _, err = client:preview("request", "POST", "/v2/x", { a = object { 7 } })
    assert.equal("a: expected named fields, got the key integer 1", err.message)
  end)

  it("returns the same table, and takes it again", function()
    local fields = { a = 1 }
    assert.equal(fields, object(object(fields)))
    assert.same({ a = 1 }, { a = fields.a })
  end)

  it("takes nothing but a plain table", function()
    for what, value in pairs { ["a number"] = 7, ["a string"] = "x", ["a function"] = print } do
      local line = debug.getinfo(1, "l").currentline + 1
      local fine, message = pcall(function() return object(value) end)
      assert.is_false(fine)
      assert.matches(("object_spec.lua:%d: object: expected a table, got %s$"):format(line, what),
        message)
    end
    local own = setmetatable({}, {})
    local fine, message = pcall(object, own)
    assert.is_false(fine)
    assert.matches("object: expected a table without a metatable$", message)
  end)
end)
