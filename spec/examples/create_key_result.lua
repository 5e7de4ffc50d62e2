-- SPDX-License-Identifier: MIT
-- Creates a key result in a local ClickUp and shows what comes back.
-- With --tls over HTTP/2 and TLS; see what happens first without the CA.

local clickup = require "clickup"
local sandbox <close> = require("clickup.sandbox").start { tls = arg[1] == "--tls" }

local function show(value, indent)
  if type(value) ~= "table" then return ("%q"):format(value) end
  if next(value) == nil then return "{}" end
  local names, lines = {}, {}
  for name in pairs(value) do names[#names + 1] = name end
  table.sort(names)
  for i, name in ipairs(names) do
    local label = type(name) == "string" and name .. " = " or ""
    lines[i] = indent .. "  " .. label .. show(value[name], indent .. "  ")
  end
  return ("{\n%s\n%s}"):format(table.concat(lines, ",\n"), indent)
end

-- Fields that came as null, which the table does not have.
local function nulls(value, path, list)
  for name, field in pairs(value) do
    local here = type(name) == "string" and path .. name or path .. "[]"
    if field == clickup.null then list[#list + 1] = here end
    if type(field) == "table" then nulls(field, here .. ".", list) end
  end
  table.sort(list)
  return list
end

local body = {
  name = "New Key Result Name", owners = { 183 }, type = "number",
  steps_start = 0, steps_end = 10, unit = "km", task_ids = {}, list_ids = {},
}

print("sandbox: " .. sandbox.base_url)
if sandbox.ca_file then
  local stranger <close> = clickup.new { token = sandbox.token, base_url = sandbox.base_url }
  local _, err = stranger:create_key_result(sandbox.goal_id, body)
  print("without its CA: " .. tostring(err))
end

local client <close> = clickup.new {
  token = sandbox.token, base_url = sandbox.base_url, ca_file = sandbox.ca_file,
}
local key_result, response = assert(client:create_key_result(sandbox.goal_id, body))
print(("%d over HTTP/%s"):format(response.status, response.http_version))
print("key_result = " .. show(key_result, ""))
local raw = require("cjson").decode(response.body).key_result
print("null: " .. table.concat(nulls(raw, "", {}), ", "))
