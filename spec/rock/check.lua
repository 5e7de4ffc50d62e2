-- SPDX-License-Identifier: MIT
-- Usage: check.lua TREE SOURCES
-- Fails unless clickup loads from TREE alone, whole, and makes a client.

local tree, sources = arg[1], arg[2]

local function assert_inside(name, path)
  local file = assert(package.searchpath(name, path))
  assert(file:sub(1, #tree) == tree, name .. " comes from " .. file)
end

local pipe <close> = assert(io.popen("cd '" .. sources
  .. "' && find . -name '*.lua' | grep -v '^./clickup/sandbox/'"))
local count = 0
for file in pipe:lines() do
  assert_inside(file:match "^%./(.*)%.lua$":gsub("/init$", ""):gsub("/", "."), package.path)
  count = count + 1
end
assert_inside("clickup.core", package.cpath)
assert(not package.searchpath("clickup.sandbox", package.path), "the sandbox is a rock of its own")

local clickup = require "clickup"
local client <close> = clickup.new { token = "pk_rock", base_url = "http://127.0.0.1:1" }
assert(client:preview("get_authorized_user").method == "GET")
assert(clickup.doctor { token = "pk_rock", offline = true }.versions.clickup == clickup.VERSION)
assert(#(require "clickup.help")() > 0)
print(("%d modules and the core, %s"):format(count, client))
