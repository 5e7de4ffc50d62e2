-- SPDX-License-Identifier: MIT
--- What on_event gets, and what a verbose client writes. An error in either is kept for
-- scheduler.raise, and harms no call.

local core = require "clickup.core"
local redact = require "clickup.redact"
local scheduler = require "clickup.scheduler"

local io = io -- a host may take it away later

local events = {}

-- ---- verbose ------------------------------------------------------------------

local line = {}

function line.start(e) return ("> %s %s (%d bytes)"):format(e.method, e.url, e.bytes) end

line["end"] = function(e)
  local head = "no answer"
  if e.status then
    head = ("%d, HTTP/%s, %d bytes"):format(e.status, e.http_version or "?", e.bytes)
  end
  return ("< %s in %.3f s (connect %.3f, first byte %.3f)%s; %s"):format(head, e.seconds, e.connect,
    e.first_byte, e.reason and ": " .. e.reason or "", e.decision or "ended")
end

function line.progress(e) return ("%d of %d bytes"):format(e.bytes, e.total) end

function line.retry(e) return ("retry in %.3f s: %s"):format(e.seconds, e.reason) end

function line.wait(e) return ("wait for %.3f s: %s"):format(e.seconds, e.reason) end

function line.recovered(e) return "recovered: " .. e.reason end

-- "clickup: create_key_result #1 > POST https://…": one line to standard error.
local function write(state, event)
  if not io.stderr then return end
  local method = line[event.event]
  local ok, text = pcall(method, event)
  if not ok then text = event.event end -- its call was freed meanwhile
  text = core.visible(redact.all(text, state.secrets), 1000)
  io.stderr:write(("clickup: %s #%d %s\n"):format(event.operation or "?", event.attempt, text))
end

-- ---- both ---------------------------------------------------------------------

-- on_event runs within a step, in whatever coroutine that is made in: to suspend that would suspend
-- what everybody waits for.
local function explain(err)
  if type(err) ~= "string" or not err:find("attempt to yield", 1, true) then return err end
  return err .. ": on_event cannot suspend a coroutine (a task of client:spawn can)"
end

local function try(state, fn, ...)
  local ok, err = pcall(fn, ...)
  if not ok then scheduler.defer_once(state.scheduler, explain(err)) end
end

---@param event table
function events.emit(state, event)
  if state.verbose then try(state, write, state, event) end -- a host may have its own io.stderr
  if state.on_event then try(state, state.on_event, event) end
end

--- Those of the core; what a server says may repeat a secret.
---@param list table[]
function events.report(state, list)
  for _, event in ipairs(list) do
    for _, name in ipairs { "reason", "request_id", "url" } do
      if event[name] then event[name] = redact.all(event[name], state.secrets) end
    end
    events.emit(state, event)
  end
end

return events
