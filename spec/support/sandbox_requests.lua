-- SPDX-License-Identifier: MIT
-- What the sandbox's specs share: a body, and requests that do not go through the client.

local ltn12 = require "ltn12"
local http = require "socket.http"

local json = require "clickup.sandbox.json"

local M = {}

M.EXAMPLE = {
  name = "New Key Result Name", owners = json.array { 183 }, type = "number",
  steps_start = 0, steps_end = 10, unit = "km",
  task_ids = json.array(), list_ids = json.array(),
}

function M.with(changes)
  local body = {}
  for name, value in pairs(M.EXAMPLE) do body[name] = value end
  for name, value in pairs(changes) do body[name] = value end
  return body
end

function M.without(name)
  local body = M.with {}
  body[name] = nil
  return body
end

function M.shell(command)
  local pipe = assert(io.popen(command .. " 2>&1", "r"))
  local output = pipe:read("a")
  pipe:close()
  return output
end

--- One request by luasocket, on a connection of its own.
function M.request(server, method, path, body, headers)
  local chunks = {}
  local all = { authorization = server.token }
  if body then
    if type(body) == "table" then body = json.encode(body) end
    all["content-type"], all["content-length"] = "application/json", #body
  end
  for name, value in pairs(headers or {}) do all[name] = value or nil end
  local _, status, answer_headers = assert(http.request {
    url = (server.base_url .. path):gsub("/api/_sandbox", "/_sandbox"),
    method = method,
    headers = all,
    source = body and ltn12.source.string(body),
    sink = ltn12.sink.table(chunks),
  })
  local text = table.concat(chunks)
  return status, json.decode(text, json.null), answer_headers, text
end

function M.create(server, body, headers)
  return M.request(server, "POST", "/v2/goal/" .. server.goal_id .. "/key_result", body, headers)
end

function M.get_goal(server, headers)
  return M.request(server, "GET", "/v2/goal/" .. server.goal_id, nil, headers)
end

--- Requests by curl, which prints `output` for each.
function M.curl(server, arguments, output)
  return M.shell(("curl -sS -o /dev/null -w '%s' --cacert '%s' -H 'Authorization: %s' %s"):format(
    output, server.ca_file or "/dev/null", server.token, arguments))
end

function M.connections(requests)
  local seen, number = {}, 0
  for _, entry in ipairs(requests) do
    if not seen[entry.connection] then number = number + 1 end
    seen[entry.connection] = true
  end
  return number
end

return M
