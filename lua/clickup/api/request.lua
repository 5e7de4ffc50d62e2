-- SPDX-License-Identifier: MIT
--- client:request(method, path, body): any other operation of ClickUp's, with
-- the policies of all. Nothing is known about its body or its answer.

local s = require "clickup.schema"

local KINDS = { GET = "read", PUT = "edit", DELETE = "delete", POST = "create", PATCH = "create" }

local function entry(method, body)
  return {
    name = "request",
    doc = "Any other operation: a method, a path below base_url, and a body.",
    kind = KINDS[method],
    method = method,
    path = "{path}",
    ids = { path = "path" },
    body = body and s.object {} or nil,
    answer = s.any,
    may_be_empty = true,
  }
end

--- The entries by method; each with and without a body.
---@type table<string, { with?: table, without: table }>
local requests = {}
for method in pairs(KINDS) do
  requests[method] = { with = method ~= "GET" and entry(method, true) or nil,
    without = entry(method, false) }
end

return requests
