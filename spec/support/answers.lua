-- SPDX-License-Identifier: MIT
-- What specs about answers share: exact bytes in, and what a create makes of them.

local creates = require "spec.support.creates"
local dkjson = require "dkjson"
local scripted_server = require "spec.support.scripted_server"

local answers = {}

--- A server that gives these answers in turn: whole ones, as scripted_server.http writes them, or
--- the JSON of a 200.
---@param list string[]
---@return RawServer
function answers.server(list)
  local script = {}
  for i, answer in ipairs(list) do
    if not answer:find "^HTTP/" then
      answer = scripted_server.http(200, { "Connection: close" }, answer)
    end
    script[i] = { { "request" }, { "send", answer } }
  end
  return scripted_server.start(script)
end

--- A server that gives these answers in turn on each connection, which stays open: tables, or texts
--- of JSON.
---@param list (string|table)[]
---@param status integer? # 200
---@return RawServer
function answers.serving(list, status)
  local steps = {}
  for _, answer in ipairs(list) do
    local json = type(answer) == "string" and answer or dkjson.encode(answer)
    steps[#steps + 1] = { "request" }
    steps[#steps + 1] = { "send", scripted_server.http(status or 200, nil, json) }
  end
  steps[#steps + 1] = { "again" }
  return scripted_server.start { steps, repeat_last = true }
end

--- Runs the function as it is, and as several tasks of a map; each has to work.
function answers.everywhere(client, fn)
  fn()
  local results, errs = client:map({ 1, 2, 3 }, function()
    fn()
    return true
  end)
  assert(errs == nil, errs and tostring(select(2, next(errs))))
  assert(results.n == 3 and results.failed == 0 and results[1] and results[2] and results[3])
end

--- Creates against such a server: for each what came back.
---@param server RawServer
---@param count integer # of its answers
---@param options table? of the client
---@return { value: any, second: any }[]
function answers.asked(server, count, options)
  local client <close> = creates.client(server, options)
  local results = {}
  for i = 1, count do
    local value, second = client:create_key_result(creates.GOAL, creates.body())
    results[i] = { value = value, second = second }
  end
  assert(creates.count(server) == count, "not one request for each answer")
  return results
end

--- Both.
function answers.all(list, options)
  local server <close> = answers.server(list)
  return answers.asked(server, #list, options)
end

--- The same for one answer.
function answers.one(answer, options)
  local result = answers.all({ answer }, options)[1]
  return result.value, result.second
end

--- The JSON of an answer with this value in its field `v`.
function answers.with(json)
  return ('{"key_result":{"id":"kr","v":%s}}'):format(json)
end

--- The value of the field `v` for each JSON text.
function answers.values(texts)
  local list, values = {}, {}
  for i, text in ipairs(texts) do list[i] = answers.with(text) end
  for i, result in ipairs(answers.all(list)) do
    if not result.value then error(texts[i]:sub(1, 100) .. ": " .. tostring(result.second), 2) end
    values[i] = result.value.v
  end
  return values
end

return answers
