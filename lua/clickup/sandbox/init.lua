-- SPDX-License-Identifier: MIT
--- A local ClickUp in a process of its own, for demos and tests:
--
--     local sandbox <close> = require("clickup.sandbox").start { tls = true }
--     local client = clickup.new {
--       base_url = sandbox.base_url, token = sandbox.token, ca_file = sandbox.ca_file,
--     }
--
-- The process needs lua-http, cqueues and luaossl; this side needs lpeg and a POSIX shell.

local needs = require "clickup.sandbox.needs"

local problem = needs.problem "lpeg"
if problem then error("clickup.sandbox: " .. problem, 0) end

local json = require "clickup.sandbox.json"
local log = require "clickup.sandbox.log"
local options = require "clickup.sandbox.options"

local M = {}

--- Debian packages lua-http for Lua 5.1 to 5.3 only; its files are pure Lua, later ones run them.
local FALLBACK_PATH = ";/usr/share/lua/5.3/?.lua;/usr/share/lua/5.3/?/init.lua"
  .. ";/usr/share/lua/5.1/?.lua;/usr/share/lua/5.1/?/init.lua"

--- The shell outlives the interpreter: it removes the folder however the interpreter ended, and
-- goes on reading after a crash, so that writing to a dead sandbox is no SIGPIPE in this process.
-- Signals to the whole group are the parent's to handle; when it ends, so does the input.
local SCRIPT = [[
trap '' INT HUP TERM
unset LUA_PATH_5_4 LUA_CPATH_5_4 LUA_PATH_5_5 LUA_CPATH_5_5
LUA_PATH=%s LUA_CPATH=%s %s -e '
require("clickup.sandbox.needs").check()
require("clickup.sandbox.server").launched()' >%s/answers
status=$?
rm -rf %s
[ $status -eq 0 ] || cat >/dev/null
exit $status]]

local NEW_FOLDER = [[
folder=$(mktemp -d "${TMPDIR:-/tmp}/clickup-sandbox.XXXXXX") &&
mkfifo "$folder/answers" && printf %s "$folder"]]

---@class clickup.sandbox.Sandbox
---@field base_url string such as `https://127.0.0.1:40123/api`
---@field port integer
---@field token string a token that it accepts
---@field goal_id string a goal that exists from the start
---@field team_id string the Workspace of that goal
---@field space_id string a Space in it that exists from the start
---@field list_id string a List with tasks, the same
---@field ca_file string? the CA's certificate, with TLS
local Sandbox = {}

local sandbox_mt = { __name = "clickup.sandbox", __index = Sandbox }

local function quote(word)
  return "'" .. word:gsub("'", [['\'']]) .. "'"
end

local function new_folder()
  local pipe = assert(io.popen(NEW_FOLDER, "r"))
  local folder = pipe:read("a")
  if not pipe:close() then error("clickup.sandbox: cannot make a temporary folder", 0) end
  return folder
end

-- The interpreter, and where it finds modules in C. Where this Lua has no cqueues (as 5.5 on many
-- systems), one that may have it serves.
local function interpreter(opts)
  local own = opts.lua or os.getenv "LUA"
  if package.searchpath("_cqueues", package.cpath) or opts.lua then
    return own or "lua" .. _VERSION:match "%d.%d", package.cpath
  end
  return os.getenv "SANDBOX_LUA" or "lua5.4", ";;"
end

local function script(opts, folder)
  local lua, cpath = interpreter(opts)
  return SCRIPT:format(quote(package.path .. FALLBACK_PATH), quote(cpath), quote(lua),
    quote(folder), quote(folder))
end

local function write_line(self, message)
  return self.input:write(json.encode(message), "\n") and self.input:flush()
end

-- Returns the process's exit status.
local function end_process(self)
  local input, answers = self.input, self.answers
  self.input, self.answers = nil, nil
  if not input then return nil end
  input:write('{"command":"close"}\n')
  local _, _, status = input:close()
  answers:close()
  return status
end

--- Waits for the answer to what was written; a sandbox that is gone has closed its side.
local function read_answer(self)
  local line = self.answers:read("L")
  local answer = line and json.decode(line)
  if not answer then
    error(end_process(self) == 127
      and "clickup.sandbox: expected a Lua to run it, got a command that there is not (the option "
        .. "lua, or else LUA or SANDBOX_LUA)"
      or "clickup.sandbox: the process has ended; its standard error says why", 0)
  end
  if not answer.ok then error("clickup.sandbox: " .. answer.error, 0) end
  return answer.result
end

local function command(self, name, arguments)
  if not self.input then error("clickup.sandbox: closed", 3) end
  write_line(self, { command = name, arguments = arguments })
  return read_answer(self)
end

--- Everything that was received, in order. Aborted requests have no status. Of the last 10,000.
---@return clickup.sandbox.Request[]
function Sandbox:requests()
  local requests = command(self, "requests")
  for _, request in ipairs(requests) do log.import(request) end
  return requests
end

---@class clickup.sandbox.Contents
---@field goals table[]
---@field folders table[]
---@field webhooks table[]
---@field attachments clickup.sandbox.Attachment[]
---@field hierarchy table

--- What there is, oldest first: goals as GetGoal shows them, folders as GetGoals does, webhooks;
-- attachments with `size`, `sha256`, and `bytes` when there are at most 64 KiB; in `hierarchy` the
-- spaces, folders, lists, tasks and comments. Nulls are absent.
---@return clickup.sandbox.Contents
function Sandbox:state()
  local state = command(self, "state")
  for _, attachment in ipairs(state.attachments) do log.import(attachment, "bytes") end
  return state
end

--- Adds goals and what else there is to add.
---@param seeds clickup.sandbox.Seeds
---@return { goals: table[], webhooks: table[], spaces: table[] } # of `goals`, `webhooks` and
--- `spaces`, as ClickUp shows them
function Sandbox:seed(seeds)
  return (command(self, "seed", seeds))
end

--- Adds a rule to the queue of faults. Each request meets the first rule that is due for it; a
-- rule's `skip` counts the matching requests that no earlier rule took. Faults of HTTP/2 leave
-- HTTP/1.1 alone, and wait. `tls_failure` and `refuse` strike new connections. What each fault
-- does, and which fields it has: clickup.sandbox.fault_schema. The log has what it struck: see
-- `requests`.
---@param rule clickup.sandbox.Rule
function Sandbox:fault(rule)
  command(self, "fault", rule)
end

--- The rules that still wait, with what is left of `skip` and `times`.
---@return clickup.sandbox.Rule[]
function Sandbox:faults()
  return (command(self, "faults"))
end

--- Forgets all rules, and draws no more.
function Sandbox:clear_faults()
  command(self, "clear_faults")
end

--- Draws for every matching request, in their order, one of the rules, or with the weight `normal`
-- none. The same seed draws the same. The queue of `fault` goes first. `false` draws no more.
-- For every new connection one is drawn, too, in a row of its own; only `tls_failure` and `refuse`
-- mean something there, and only there.
---@param lottery { seed: integer?, normal: number?, rules: table[], match: table? } | false
function Sandbox:randomize(lottery)
  command(self, "randomize", lottery or {})
end

--- Moves the time of Date, X-RateLimit-Reset and what is created from now on. See the option
-- `clock_offset`, and for one answer the fault `clock`.
---@param seconds number off the true time
function Sandbox:clock(seconds)
  command(self, "clock", { seconds = seconds })
end

--- Is a server made by somebody else from now on, with lagging reads, say; {} for the usual one.
---@param world clickup.sandbox.World
function Sandbox:world(world)
  command(self, "world", world)
end

--- Back to how it was at the start: the same token and goal id, an empty log, and no faults.
function Sandbox:reset()
  command(self, "reset")
end

--- Ends the process and waits until it is gone. Closing twice is fine.
function Sandbox:close()
  end_process(self)
end

sandbox_mt.__close = Sandbox.close
sandbox_mt.__gc = Sandbox.close

function sandbox_mt:__tostring()
  return ("clickup.sandbox (%s)"):format(self.input and self.base_url or "closed")
end

--- Starts a sandbox and returns when it serves. Raises when the options are wrong or it can't
-- start.
---@param opts clickup.sandbox.Options?
---@return clickup.sandbox.Sandbox
function M.start(opts)
  local checked, wrong = options.check(opts)
  if not checked then error("clickup.sandbox: " .. wrong, 2) end
  local folder = new_folder()
  local self = setmetatable({}, sandbox_mt)
  self.input = assert(io.popen(script(checked, folder), "w"))
  self.answers = assert(io.open(folder .. "/answers", "r"))
  write_line(self, { options = checked, ca_file = folder .. "/ca.pem" })
  local ready_ok, ready = pcall(read_answer, self)
  if not ready_ok then
    self:close()
    error(ready, 2)
  end
  for name, value in pairs(ready) do self[name] = value end
  return self
end

return M
