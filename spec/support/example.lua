-- SPDX-License-Identifier: MIT
-- Runs the examples of spec/examples in processes of their own.

local process = require "spec.support.process"

local example = {}

--- Runs shell commands beside a server, with $LUA for the interpreter.
---@param server table    # a sandbox, or a raw server
---@param command string
---@param input string?   # standard input
---@return string output
---@return string problems # what came by standard error
---@return integer status
function example.run(server, command, input)
  local path, errors = os.tmpname(), os.tmpname()
  process.write_file(path, input or "")
  local pipe <close> = assert(io.popen(([[
    exec 2>%s <%s
    export LUA=%s CLICKUP_TOKEN=%s CLICKUP_BASE_URL=%s
    %s
    echo " $?"]]):format(errors, path, process.quote(os.getenv "LUA" or "lua5.4"),
    server.token or "pk_1_A", server.base_url or server.url .. "/api", command)))
  local output, status = pipe:read "a":match "^(.*) (%d+)\n$"
  local problems = process.read_file(errors)
  os.remove(path)
  os.remove(errors)
  return output, problems, math.tointeger(tonumber(status))
end

return example
