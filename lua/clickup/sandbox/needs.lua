-- SPDX-License-Identifier: MIT
--- What the sandbox needs of others, and what to install where it is missing.

local M = {}

-- A module of each, what it is called, for what it is needed, Debian's package, the rock.
local ALL = {
  { "lpeg", "lpeg", "JSON", "lua-lpeg", "lpeg" },
  { "cqueues", "cqueues", "its event loop", "lua-cqueues", "cqueues" },
  { "openssl.ssl.context", "luaossl", "TLS", "lua-luaossl", "luaossl" },
  { "lpeg_patterns.core", "lpeg_patterns", "lua-http", "lua-lpeg-patterns", "lpeg_patterns" },
  { "binaryheap", "binaryheap", "lua-http", "lua-binaryheap", "binaryheap" },
  { "basexx", "basexx", "lua-http", "lua-basexx", "basexx" },
  { "fifo", "fifo", "lua-http", "lua-fifo", "fifo" },
  { "http.server", "lua-http", "HTTP", "lua-http", "http" },
}

-- nil: it is there. What is there and needs another that is missing is not missing itself.
local function problem_of(need)
  local ok, message = pcall(require, need[1])
  if ok then return nil end
  local missing = message:match "module '([^']+)' not found"
  if not missing then return ("%s cannot be loaded: %s"):format(need[2], message:match "[^\n]*") end
  if missing:match "^_?([%w_]+)" ~= need[1]:match "^[%w_]+" then return nil end
  return ("%s for %s (Debian: %s, LuaRocks: %s)"):format(table.unpack(need, 2))
end

--- Looks for all that the server needs, or for one module.
---@param module? string
---@return string? problem # nil: nothing is missing
function M.problem(module)
  local problems = {}
  for _, need in ipairs(ALL) do
    if not module or need[1] == module then problems[#problems + 1] = problem_of(need) end
  end
  if not problems[1] then return nil end
  return ("needs what %s does not find: %s"):format(_VERSION, table.concat(problems, ", "))
end

--- In the sandbox's process, before anything of its is loaded: the answer to who started it is the
--- problem, if there is one.
function M.check()
  local problem = M.problem()
  if not problem then return end
  problem = problem:gsub('[%c\\"]', " ")
  print(('{"ok":false,"error":"%s"}'):format(problem))
  os.exit(1)
end

return M
