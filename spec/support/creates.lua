-- SPDX-License-Identifier: MIT
-- What specs about requests and answers share: one body, its answer, clients that
-- give up soon, and whole scripts in a process of their own.

local clickup = require "clickup"
local socket = require "socket"
local process = require "spec.support.process"
local scripted_server = require "spec.support.scripted_server"

local creates = {}

creates.GOAL = "e53a033c-900e-462d-a849-4a216b06d930"
creates.TOKEN = "pk_183_SECRET"
creates.JSON = '{"key_result":{"id":"kr-1"}}'
creates.ANSWER = scripted_server.http(200, { "Content-Type: application/json" }, creates.JSON)

-- What the message of a create ends with that may have run and is not looked for.
creates.ADVICE = "; it may have run: look for it before you send it again"

--- The document's example, with these fields instead.
---@param changes table?
function creates.body(changes)
  local body = {
    name = "New Key Result Name", owners = { 183 }, type = "number",
    steps_start = 0, steps_end = 10, unit = "km", task_ids = {}, list_ids = {},
  }
  for name, value in pairs(changes or {}) do body[name] = value end
  return body
end

--- A client of a raw server or nginx (`url`) or of a sandbox (`base_url`).
---@param server table
---@param options table?
function creates.client(server, options)
  local all = {
    base_url = server.base_url or server.url .. "/api",
    token = server.token or creates.TOKEN,
    ca_file = server.ca_file or server.ca,
    timeout = 10,
    max_retries = 0, -- one attempt is what these specs look at
    reconcile = false,
  }
  for name, value in pairs(options or {}) do all[name] = value end
  return clickup.new(all)
end

--- One create by a client that is closed again.
---@return any value, clickup.response|clickup.error
function creates.once(server, options)
  local client <close> = creates.client(server, options)
  return client:create_key_result(server.goal_id or creates.GOAL, creates.body())
end

--- Starts `count` creates.
function creates.start(client, count, goal_id)
  local calls = {}
  for i = 1, count do
    calls[i] = client:start("create_key_result", goal_id or creates.GOAL, creates.body())
  end
  return calls
end

--- Steps the client until the condition holds; raises when it never does.
function creates.step_until(client, condition, what)
  local deadline = socket.gettime() + 60
  while not condition() do
    assert(socket.gettime() < deadline, (what or "it") .. " did not come about")
    client:wait(0.01)
    client:step()
    if not client:timeout() then socket.sleep(0.002) end
  end
end

--- Steps the client until all calls are done.
function creates.finish(client, calls)
  creates.step_until(client, function()
    for _, call in ipairs(calls) do
      if not call:done() then return false end
    end
    return true
  end, "the end of all calls")
end

--- The number of requests that a raw server has read.
function creates.count(raw)
  local count = 0
  for _, requests in ipairs(raw:received()) do count = count + #requests end
  return count
end

--- The number of connections in a sandbox's log.
function creates.connections(sandbox)
  local seen, count = {}, 0
  for _, request in ipairs(sandbox:requests()) do
    count = count + (seen[request.connection] and 0 or 1)
    seen[request.connection] = true
  end
  return count
end

--- A request's target, its headers (lower-case names) and its body.
---@param bytes string
function creates.parse(bytes)
  local head, body = bytes:match "^(.-\r\n)\r\n(.*)$"
  local line, rest = head:match "^(.-)\r\n(.*)$"
  local headers, names = {}, {}
  for name, value in rest:gmatch "([^:\r\n]+): ?([^\r\n]*)" do
    assert(not headers[name:lower()], "sent twice: " .. name)
    headers[name:lower()] = value
    names[#names + 1] = name
  end
  table.sort(names)
  local method, target = line:match "^(%S+) (%S+) HTTP/1%.1$"
  return { line = line, method = method, target = target, headers = headers, names = names,
    body = body }
end

-- In the script: `server` (the fields of a raw server, nginx or sandbox that a
-- client needs) and `creates`, this module without its servers.
local PRELUDE = [[
local clickup = require "clickup"
local server = %s
local BODY = { name = "New Key Result Name", owners = { 183 }, type = "number",
  steps_start = 0, steps_end = 10, unit = "km", task_ids = {}, list_ids = {} }
local function new(options)
  options = options or {}
  for name, value in pairs(server) do
    if options[name] == nil then options[name] = value end
  end
  return clickup.new(options)
end
local GOAL = %q
]]

--- Runs Lua code in a process of its own, that knows `clickup`, `new(options)`
--- (a client of the server), `BODY` and `GOAL`.
---@param server table
---@param code string
---@param environment table<string, string>? variables; "" unsets nothing but empties
---@param before string? what the shell does first
---@return string output  # what it printed, standard error included
---@return integer status # 128 and more: ended by a signal
function creates.script(server, code, environment, before)
  local fields = ("{ base_url = %q, token = %q, timeout = 10 }"):format(
    server.base_url or server.url .. "/api", server.token or creates.TOKEN)
  local words = { before or "", "env" }
  for name, value in pairs(environment or {}) do
    words[#words + 1] = process.quote(name .. "=" .. value)
  end
  words[#words + 1] = process.quote(os.getenv "LUA" or "lua5.4")
  words[#words + 1] = "-e " .. process.quote(PRELUDE:format(fields, server.goal_id or creates.GOAL)
    .. code)
  local pipe = assert(io.popen(table.concat(words, " ") .. " 2>&1; echo \" $?\"", "r"))
  local output, status = pipe:read("a"):match "^(.*) (%d+)\n$"
  pipe:close()
  return output, math.tointeger(tonumber(status))
end

return creates
