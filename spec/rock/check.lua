-- SPDX-License-Identifier: MIT
-- Usage: check.lua TREE
-- Fails unless clickup loads from TREE alone and makes a client.

local tree = arg[1]

local function assert_inside(name, path)
  local file = assert(package.searchpath(name, path))
  assert(file:sub(1, #tree) == tree, name .. " comes from " .. file)
  print(name, file)
end

assert_inside("clickup", package.path)
assert_inside("clickup.core", package.cpath)

local clickup = require("clickup")
local client <close> = clickup.new({ token = "pk_rock" })
assert(client.create_key_result, "no create_key_result")
print("client", client)
