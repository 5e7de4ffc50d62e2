-- SPDX-License-Identifier: MIT
--- A create that may have run is looked for before anything else happens.
--
-- ClickUp has no idempotency key: what is sent twice is created twice. So when
-- no usable answer came, the list that the new thing would be in is read. What
-- matches everything that was sent, is not older than the first attempt by the
-- server's own clock, and has not been handed out already is the answer. Only
-- what was looked for twice in vain is sent again, and only when the server
-- cannot still be at work on it.

local core = require "clickup.core"
local errors = require "clickup.errors"
local events = require "clickup.events"
local response = require "clickup.response"
local scheduler = require "clickup.scheduler"

local calls, clients = core.calls, core.clients

local REMEMBERED = 1024 -- ids handed out last
local SLACK = 2         -- seconds; a Date header has whole ones
local DOUBT = 30        -- seconds by which the clocks of several servers may differ

local reconcile = {}

---@class clickup.creates # what this file keeps of a client
---@field pending table<clickup.call, table>        # not settled yet → what reconcile.pair made
---@field resent table<clickup.call, clickup.call>  # of these: → the call that sends it again
---@field searched table<clickup.call, true>        # of these: a task looks for them
---@field claimed table<string, true>               # ids handed out
---@field ring string[]                             # the same in order
---@field turn integer                              # where the last one is in the ring
---@field user? any                                 # this client's user

---@return clickup.creates
function reconcile.new()
  return { pending = {}, resent = {}, searched = {}, claimed = {}, ring = {}, turn = 0 }
end

-- An id is handed out once; old ones are forgotten.
local function claim(creates, id)
  if type(id) ~= "string" then id = tostring(id) end
  if creates.claimed[id] then return end
  creates.turn = creates.turn % REMEMBERED + 1
  local old = creates.ring[creates.turn]
  if old then creates.claimed[old] = nil end
  creates.ring[creates.turn] = id
  creates.claimed[id] = true
end

-- ---- does it match what was sent ------------------------------------------

local function set_of(list)
  local set, size = {}, 0
  for _, item in ipairs(list) do
    local key = tostring(type(item) == "table" and item.id or item)
    if not set[key] then size = size + 1 end
    set[key] = true
  end
  return set, size
end

-- Lists come back in other orders, owners as objects.
local function same_list(sent, came)
  if type(came) ~= "table" then return #sent == 0 end
  local set, size = set_of(sent)
  local other, other_size = set_of(came)
  if size ~= other_size then return false end
  for key in pairs(set) do
    if not other[key] then return false end
  end
  return true
end

-- Numbers come back as strings, 0 and "" as null.
local function same_scalar(sent, came)
  if came == nil then return sent == "" or sent == 0 or sent == false end
  if sent == came then return true end
  local a, b = tonumber(sent), tonumber(came)
  return a ~= nil and a == b or tostring(sent) == tostring(came)
end

-- A field that an answer lacks may say nothing (rule.may_lack).
local function matches(rule, sent, came)
  for name, value in pairs(sent) do
    local field = rule.fields[name]
    local other = field and came[field]
    local silent = not field or other == nil and rule.may_lack[name]
    local same = type(value) == "table" and same_list or same_scalar
    if not silent and not same(value, other) then return false end
  end
  return true
end

-- Servers trim, shorten and change case; what may be ours by name must not be
-- taken for absent.
local function alike(a, b)
  local function plain(name)
    return tostring(name):lower():gsub("%s+", " "):gsub("^ ", ""):gsub(" $", ""):sub(1, 60)
  end
  return plain(a) == plain(b)
end

-- ---- looking ----------------------------------------------------------------

local function is_older(a, b)
  return tonumber(a.date_created) < tonumber(b.date_created)
end

-- What may be ours at all: new or nearly so, not handed out, made by this user.
local function is_eligible(creates, came, cutoff_ms)
  if type(came) ~= "table" or came.id == nil or creates.claimed[tostring(came.id)] then
    return false
  end
  local other = creates.user ~= nil and came.creator ~= nil
    and tostring(came.creator) ~= tostring(creates.user)
  local born = tonumber(came.date_created)
  return not other and (born == nil or born >= cutoff_ms - DOUBT * 1000)
end

-- What matches, oldest first; and what could be ours but can't be told.
local function find(creates, rule, sent, list, cutoff_ms)
  local found, unclear = {}, {}
  for _, came in ipairs(list) do
    if is_eligible(creates, came, cutoff_ms) and alike(sent.name, came.name) then
      local born = tonumber(came.date_created)
      local sure = born and born >= cutoff_ms and matches(rule, sent, came)
      local kind = sure and found or unclear
      kind[#kind + 1] = came
    end
  end
  table.sort(found, is_older)
  return found, unclear
end

-- A create of this client's by the same name that has not ended yet, sent for the
-- first time or again: it may be the one that made what is found.
local function unsettled_duplicate(creates, pending)
  for first, known in pairs(creates.pending) do
    local other = creates.resent[first] or first
    if other ~= pending.call and not calls.completed(other)
      and known.entry.name == pending.operation
      and tostring(calls.parent(first)) == tostring(pending.id)
      and alike(core.decode(calls.request_body(other)).name, pending.sent.name) then
      return other
    end
  end
end

local function read(client, pending)
  local rule, left = pending.rule, calls.left(pending.first)
  if client:is_closed() then return nil, { message = "the client was closed" } end
  if left and left <= 0 then return nil, { message = "the deadline passed" } end
  local options = { deadline = left }
  if rule.query then return client[rule.read](client, pending.id, rule.query, options) end
  return client[rule.read](client, pending.id, options)
end

local DEADLINE = "the deadline passes before it can be looked for again"

-- Waits until the duplicate has ended; false when the deadline comes first.
local function outlast(client, pending, duplicate)
  local left = calls.left(pending.first)
  local list = { duplicate, left and client:sleep(math.max(left, 0)) }
  scheduler.await_any(client, list)
  return calls.completed(duplicate)
end

-- One look. Returns a list (empty: surely not there now), or nil and why.
local function look(client, state, pending)
  -- taken before: what a busy host takes to hear the answer must not make others' look new
  local age = calls.age(pending.first)
  local answer, info = read(client, pending)
  if not answer then return nil, "looking for it failed: " .. info.message end
  if not info.date then return nil, "the server does not tell its time" end
  local list = pending.rule.list(answer)
  if not list then return nil, "what was read does not hold the list that it would be in" end
  local cutoff_ms = (info.date - age - SLACK) * 1000
  local found, unclear = find(state.creates, pending.rule, pending.sent, list, cutoff_ms)
  local duplicate = found[1] and unsettled_duplicate(state.creates, pending)
  if duplicate then
    if not outlast(client, pending, duplicate) then return nil, DEADLINE end
    return look(client, state, pending)
  end
  if not found[1] and unclear[1] then
    pending.candidates = unclear
    return nil, "something like it is there"
  end
  return found
end

-- False when the deadline comes first.
local function pause(client, pending, seconds)
  local left = calls.left(pending.first)
  if left and left <= seconds then return false end
  scheduler.await(client, client:sleep(seconds))
  return true
end

-- ---- deciding ---------------------------------------------------------------

-- A gateway that did not wait for the server's answer.
local GAVE_UP = { [504] = true, [524] = true }

-- Whether the server may still be at work on it: we gave up, it did not.
local function may_still_run(kind, facts)
  return kind == "timeout" or kind == "cancelled" or kind == "closed" or GAVE_UP[facts.status]
end

local function settle(state, call, value, info)
  local creates = state.creates
  if not creates.pending[call] then return end
  calls.settle(call, value, info) -- first: if memory is short, it is still known
  creates.pending[call], creates.resent[call], creates.searched[call] = nil, nil, nil
  scheduler.wake(state.scheduler, call)
end

--- Nothing can be done about it: it is done, with what came.
function reconcile.drop(state, call) settle(state, call) end

--- Whoever looked for these has died: they are done, with what came. Whether there
--- were any.
---@return boolean
function reconcile.settle_orphans(state)
  local pending = state.creates.pending
  local any = next(pending) ~= nil
  while next(pending) do settle(state, (next(pending))) end
  return any
end

local function hand_out(state, call, value, extra)
  local creates = state.creates
  claim(creates, value.id)
  creates.user = creates.user or value.creator
  local info = response.new(extra and extra.call or call)
  if extra then
    info.recovered = extra.recovered
    info.attempts = extra.attempts
  end
  settle(state, call, value, info)
end

local function give_up(state, pending, kind, detail, why)
  local err = errors.of_call(pending.call, kind, detail, state.secrets)
  err.sent = "unknown"
  err.retryable = false
  err.candidates = pending.candidates
  err.attempts = pending.attempts
  err.message = ("%s; it may have been created (%s)"):format(err.message, why)
  settle(state, pending.first, nil, err)
end

-- Looks twice; true when it was found and handed out (or nobody waits for it any
-- more), false when it is not there, nil and why when that can't be told.
local function search(client, state, pending)
  for turn = 1, 2 do
    if turn == 2 and not pause(client, pending, state.reconcile_wait) then return nil, DEADLINE end
    local found, why = look(client, state, pending)
    if not state.creates.pending[pending.first] then return true end
    if not found then return nil, why end
    if found[1] then
      hand_out(state, pending.first, found[1],
        { call = pending.call, recovered = true, attempts = pending.attempts })
      events.emit(state, { event = "recovered", operation = pending.operation,
        attempt = pending.attempts, reason = "found by reading" })
      return true
    end
  end
  return false
end

-- The outcome of a create that was sent again.
local function on_resent(state, pending, again)
  local value, kind, detail = calls.outcome(again)
  pending.attempts = pending.attempts + calls.facts(again).attempts
  if kind == nil then
    hand_out(state, pending.first, value, { call = again, attempts = pending.attempts })
    return true
  end
  if calls.ambiguous(again) then return false, kind, detail end
  local err = errors.of_call(again, kind, detail, state.secrets)
  err.attempts = pending.attempts
  settle(state, pending.first, nil, err)
  return true
end

local function resolve(client, state, pending, kind, detail)
  local searched = state.creates.searched
  -- a delivery that was cut short is done again, but one who looks for it is enough
  if searched[pending.first] then return end
  searched[pending.first] = true
  for send = 0, pending.max_sends do
    local found, why = search(client, state, pending)
    if found then return end
    if found == nil then return give_up(state, pending, kind, detail, why) end
    if may_still_run(kind, calls.facts(pending.call)) then
      return give_up(state, pending, kind, detail,
        "it is not there yet, but the server may still be at work on it")
    end
    local again = send < pending.max_sends and clients.resubmit(client, pending.first)
    if not again then
      return give_up(state, pending, kind, detail, "it was not found, and no retries are left")
    end
    events.emit(state, { event = "retry", operation = pending.operation, seconds = 0,
      attempt = pending.attempts, reason = "looked for, and surely absent" })
    local creates = state.creates
    creates.resent[pending.first] = again
    scheduler.await(client, again)
    if not creates.pending[pending.first] then return end
    creates.resent[pending.first] = nil
    pending.call = again
    local done
    done, kind, detail = on_resent(state, pending, again)
    if done then return end
  end
end

local function fail_search(state, pending, kind, detail, problem)
  give_up(state, pending, kind, detail, "looking for it failed: " .. tostring(problem))
end

-- Runs as a task. Whatever a server can answer, the call is settled.
local function run(client, state, pending, kind, detail)
  local ok, problem = pcall(resolve, client, state, pending, kind, detail)
  if not ok and not pcall(fail_search, state, pending, kind, detail, problem) then
    settle(state, pending.first)
  end
end

-- ---- what client.lua and wait.lua call -------------------------------------

--- What is known of the creates of an operation: of those that are looked for if
-- need be (true), and of those that are not. One for all of them, so that a create
-- that waits costs little.
function reconcile.pair(entry)
  return { [true] = { entry = entry, wanted = true }, [false] = { entry = entry, wanted = false } }
end

--- A create was started that is held until it is settled here.
function reconcile.track(state, call, known) state.creates.pending[call] = known end

-- What needs no look is settled as it is; else false, and what came.
local function settle_surely(state, call, known)
  local value, kind, detail = calls.outcome(call)
  if kind == nil then
    hand_out(state, call, value)
  elseif calls.ambiguous(call) and known.wanted then
    return false, kind, detail
  else
    settle(state, call)
  end
  return true
end

--- The request of a held create has ended: it is settled, at once if there is no doubt.
function reconcile.on_completed(client, state, call)
  local known = state.creates.pending[call]
  if not known then return end
  local settled, kind, detail = settle_surely(state, call, known)
  if settled then return end
  local pending = {
    first = call, -- what the caller holds
    call = call,  -- what was sent last
    id = calls.parent(call),
    rule = known.entry.reconcile,
    operation = known.entry.name,
    sent = core.decode(calls.request_body(call)),
    attempts = calls.facts(call).attempts,
    max_sends = calls.retries(call),
  }
  scheduler.spawn(client, true, run, client, state, pending, kind, detail)
end

--- The caller does not want to wait any longer for what has completed; false: it was
--- settled as it is.
---@return boolean
function reconcile.abandon(state, call)
  local known = state.creates.pending[call]
  if settle_surely(state, call, known) then return false end
  local again, attempts = state.creates.resent[call], calls.facts(call).attempts
  if again then
    attempts = attempts + (calls.attempted(again) and 1 or 0)
    again:cancel()
  end
  give_up(state, { first = call, call = call, attempts = attempts }, "cancelled", "cancelled",
    "it was being looked for")
  return true
end

return reconcile
