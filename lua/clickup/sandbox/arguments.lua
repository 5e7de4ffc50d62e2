-- SPDX-License-Identifier: MIT
--- The command line of a sandbox that is started by hand.

local options = require "clickup.sandbox.options"

local M = {}

--- `lua -e '…' -- --tls` makes the interpreter take `--tls` for the script: look for the `--`.
local function own_arguments(arg)
  local first = 0
  while arg[first - 1] do first = first - 1 end
  if first == 0 and arg[1] == "-e" then first = #arg end
  for i = first, #arg do
    if arg[i] == "--" then return { table.unpack(arg, i + 1) } end
  end
  return { table.unpack(arg, first == #arg and first + 1 or 1) }
end

--- Ends the process when they are wrong, or ask for help.
---@param arg string[] the interpreter's `arg`
---@return clickup.sandbox.Options
---@return boolean stay whether to go on at the end of standard input
function M.parse(arg)
  local parser = require "argparse"("clickup-sandbox", "A local ClickUp for demos and tests.")
  parser:flag("--tls", "Serve https with a throw-away CA.")
  parser:flag("--no-http2", "Offer HTTP/1.1 only.")
  parser:option("--port", "The port; 0 takes a free one."):convert(math.tointeger):default("0")
  parser:option("--token", "A token to accept; may be repeated."):count("*")
  parser:option("--rate-limit", "Requests per token and minute."):convert(math.tointeger)
  parser:flag("--retry-after", "Say Retry-After with 429.")
  parser:flag("--stay", "Go on at the end of standard input.")
  local given = parser:parse(own_arguments(arg))
  local tokens = given.token
  local opts, problem = options.check {
    tls = given.tls or false,
    http2 = not given.no_http2,
    port = given.port,
    token = table.remove(tokens, 1),
    tokens = tokens,
    rate_limit = given.rate_limit,
    retry_after = given.retry_after or false,
  }
  if not opts then parser:error(problem) end
  return opts, given.stay
end

--- What somebody who has started it by hand wants to see.
---@param ready table what a client has to know
---@return string
function M.describe(ready)
  local lines = {
    "address  " .. ready.base_url,
    "token    " .. ready.token,
    "goal id  " .. ready.goal_id,
    "team id  " .. ready.team_id,
    "list id  " .. ready.list_id,
  }
  if ready.ca_file then lines[#lines + 1] = "CA file  " .. ready.ca_file end
  return table.concat(lines, "\n") .. "\n"
end

return M
