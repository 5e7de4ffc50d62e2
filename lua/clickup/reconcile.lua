-- SPDX-License-Identifier: MIT
--- A create that may have run is looked for before anything else happens.
--
-- ClickUp has no idempotency key: what is sent twice is created twice. So when
-- no usable answer came, the list that the new thing would be in is read, again and
-- again for `reconcile_wait`, for it may come from a server that lags. What is surely
-- it (clickup.presence) is the answer. It is sent again only when nothing there could
-- be it, and when the server cannot still be working on it.

local index = require "clickup.api.index"
local core = require "clickup.core"
local errors = require "clickup.errors"
local events = require "clickup.events"
local presence = require "clickup.presence"
local response = require "clickup.response"
local scheduler = require "clickup.scheduler"
local use = require "clickup.use"

local calls, clients = core.calls, core.clients

local REMEMBERED = 4096 -- ids handed out last, and as many that were seen
local UNKNOWN = 256     -- creates that were told to be unknown last
local LATELY = 600      -- seconds; who looks for longer at what was made, it may be deleted
local SOON = 1          -- seconds; who answers within has not given up waiting for another server
local DRIFT = 5         -- seconds by which the servers of one Date may differ

local reconcile = {}

---@class clickup.creates # what this file keeps of a client
---@field resent table<clickup.call, clickup.call> # not settled yet → the call that sends it again
---@field searched table<clickup.call, table>      # not settled yet → what its search knows
---@field claimed table<string, clickup.memory> # by list operation: ids handed out
---@field seen table<string, clickup.memory>    # by list operation: ids in lists that were read
---@field unknown table[]        # told as such: { operation, parent, sent }, in a ring
---@field told integer           # how many were
---@field user? any              # this client's user, as the first answer to a create tells
---@field users table<string, any> # the same by list operation, or better as such a list tells;
---   false: that can't be told
---@field asked? number           # the same, as the server says
---@field peers? table<clickup.state, true> # of all clients of the same server: none of them is
---   given what another one has made

-- Id → when, for the youngest of them.
---@class clickup.memory
---@field at table<string, number>
---@field parent table<string, any> # what was created in it
---@field ring string[]   # in order
---@field turn integer    # where the last one is in the ring

-- Ids are those of one kind of thing: those of another kind may be the same.
local function memory_of(memories, rule)
  local memory = memories[rule.read] or { at = {}, parent = {}, ring = {}, turn = 0 }
  memories[rule.read] = memory
  return memory
end

local servers = setmetatable({}, { __mode = "v" }) -- base_url → peers

---@return clickup.creates
function reconcile.new()
  return { resent = {}, searched = {}, claimed = {}, seen = {}, unknown = {},
    users = {}, told = 0 }
end

-- With its first create: a client that only reads costs the others nothing.
function reconcile.join_peers(client, state)
  local url = state.settings.base_url
  local peers = servers[url] or setmetatable({}, { __mode = "kv" })
  servers[url], peers[state], state.creates.peers = peers, client, peers
end

-- Those that are open: once a client is closed, its server may have begun with new ids.
-- Each as { client, state }.
local function peers_of(client, state)
  local open = { { client = client, state = state } }
  for peer, its in pairs(state.creates.peers) do
    if peer ~= state and not peer.scheduler.closed then
      open[#open + 1] = { client = its, state = peer }
    end
  end
  return open
end

-- 123, 123.0 and "123" are one.
local function text_of(id)
  return tostring(math.type(id) == "float" and math.tointeger(id) or id)
end

-- What a thing of a list is remembered by; nil: it has no id.
local function key_of(thing)
  return type(thing) == "table" and thing.id ~= nil and tostring(thing.id) or nil
end

local function remember(memories, rule, id, parent)
  local memory = memory_of(memories, rule)
  if type(id) ~= "string" then id = tostring(id) end
  if memory.at[id] then return end
  memory.turn = memory.turn % REMEMBERED + 1
  local old = memory.ring[memory.turn]
  if old then memory.at[old], memory.parent[old] = nil, nil end
  memory.ring[memory.turn] = id
  memory.at[id], memory.parent[id] = core.clock(), parent
end

--- It is about to be deleted: that it is not in a list shows nothing any more.
function reconcile.forget(state, id)
  for _, memory in pairs(state.creates.claimed) do memory.parent[text_of(id)] = nil end
end

-- ---- settling ---------------------------------------------------------------

local function settle(state, call, value, info)
  if not calls.settle(call, value, info) then return end
  scheduler.wake(state.scheduler, call)
  local creates = state.creates -- last: after an interrupt they may be all that knows the call
  creates.resent[call], creates.searched[call] = nil, nil
end

--- Nothing can be done about it: it is done, with what came.
function reconcile.drop(state, call) settle(state, call) end

--- Whoever looked for these has died: they are done, with what came. Whether there
--- were any.
---@return boolean
function reconcile.settle_orphans(client, state)
  local held = clients.held(client)
  for _, call in ipairs(held) do settle(state, call) end
  return held[1] ~= nil
end

-- Each kind of answer may number users in its own way.
local function learn_user(creates, rule, maker)
  if creates.users[rule.read] == nil then creates.users[rule.read] = maker end
  creates.user = creates.user or maker
end

local function hand_out(state, call, rule, value, extra)
  local creates, recovered = state.creates, extra and extra.recovered
  remember(creates.claimed, rule, value.id, not recovered and calls.parent(call) or nil)
  if not recovered then learn_user(creates, rule, presence.maker_of(rule, value)) end
  local info = response.new(extra and extra.call or call)
  if extra then
    info.recovered = recovered
    info.attempts = extra.attempts
  end
  settle(state, call, value, info)
end

-- What it would have made may be there, and is nobody else's.
local function keep_unknown(creates, operation, parent, sent)
  creates.unknown[creates.told % UNKNOWN + 1] = { operation = operation, parent = parent,
    sent = sent }
  creates.told = creates.told + 1
end

local function fail_unknown(state, pending, err, why)
  err.sent = "unknown"
  err.retryable = false
  err.candidates = pending.candidates
  err.attempts = pending.attempts
  err.message = ("%s; it may have been created (%s)"):format(err.message, why)
  keep_unknown(state.creates, pending.operation, pending.parent, pending.sent)
  settle(state, pending.first, nil, err)
end

local function give_up(state, pending, kind, detail, why)
  fail_unknown(state, pending, errors.of_call(pending.call, kind, detail, state.secrets), why)
end

local function url_of(call)
  local _, url = calls.request_line(call)
  return url or "" -- a finalizer may have been faster
end

-- Where it creates; the query may say whose id it is.
local function parent_of(call)
  return text_of(calls.parent(call)) .. (url_of(call):match "%?.*$" or "")
end

-- What needs no look, or shall not be looked for, is settled as it is; else false, and what came.
local function settle_surely(state, call, known)
  local value, kind, detail = calls.outcome(call)
  if kind == nil then
    hand_out(state, call, known.entry.reconcile, value)
  elseif known.wanted and calls.ambiguous(call) then
    return false, kind, detail
  else -- with ambiguous ones also what a deadline or a cancel has ended
    local sent = calls.facts(call).sent == "unknown" and core.decode(calls.request_body(call))
    settle(state, call)
    if sent then keep_unknown(state.creates, known.entry.name, parent_of(call), sent) end
  end
  return true
end

-- ---- looking ----------------------------------------------------------------

local function read(client, pending)
  local rule, left = pending.rule, calls.left(pending.first)
  if client:is_closed() then return nil, { message = "the client was closed" } end
  if left and left <= 0 then return nil, { message = "the deadline passed" } end
  local options = { deadline = left }
  if index.find(rule.read).query then
    return client[rule.read](client, pending.id, pending.query, options)
  end
  return client[rule.read](client, pending.id, options)
end

local VALUES = { ["true"] = true, ["false"] = false }

local function unescape(text)
  return (text:gsub("%%(%x%x)", function(hex) return string.char(tonumber(hex, 16)) end))
end

-- What the list is asked for: also what the create was sent with, where the list knows it, for
-- that may tell whose id it is.
local function query_of(call, rule)
  local query, known, url = {}, index.find(rule.read).query, url_of(call)
  for name, value in next, rule.query or {} do query[name] = value end
  for _, field in ipairs(known and known.fields or {}) do
    local value = url:match("[?&]" .. field.name .. "=([^&]*)")
    if value and VALUES[value] ~= nil then query[field.name] = VALUES[value]
    elseif value then query[field.name] = unescape(value)
    end
  end
  return query
end

local DEADLINE = "the deadline passes before it can be looked for again"

local function is_custom(parent) return parent:find("custom_task_ids=true", 1, true) ~= nil end

-- Whether these are surely one, or with `perhaps`, may be: a task has two ids.
local function same_parent(a, b, perhaps)
  return a == b or perhaps and (is_custom(a) or is_custom(b))
end

-- Other creates in the same list, also other clients': { call, known, state } each.
local function others_of(client, state, pending, perhaps)
  local others = {}
  for _, peer in ipairs(peers_of(client, state)) do
    for _, call in ipairs(clients.held(peer.client)) do
      local known = calls.known(call)
      if call ~= pending.first and known and known.entry.name == pending.operation
        and same_parent(parent_of(call), pending.parent, perhaps) then
        others[#others + 1] = { call = call, known = known, state = peer.state }
      end
    end
  end
  return others
end

-- Those that have begun and not ended.
local function running_of(client, state, pending)
  local running = {}
  for _, other in ipairs(others_of(client, state, pending, true)) do
    local last = other.state.creates.resent[other.call] or other.call
    if calls.attempted(last) and not calls.completed(last) then running[#running + 1] = last end
  end
  return running
end

-- The body of another create that is in doubt, or nil. What it was answered is known, and handed
-- out if nobody has yet.
local function body_of(other)
  local creates, call, known = other.state.creates, other.call, other.known
  local search, again = creates.searched[call], creates.resent[call]
  if again and calls.completed(again) then
    local value, failed = calls.outcome(again)
    if failed == nil then
      remember(creates.claimed, known.entry.reconcile, value.id, calls.parent(call))
    end
  end
  if search then return search.sent end
  if not calls.completed(call) then return nil end
  settle_surely(other.state, call, known)
  if clients.steps(core.client_of(call)) == 0 then scheduler.notify_host(other.state) end
  return calls.ambiguous(call) and core.decode(calls.request_body(call)) or nil
end

-- The bodies of those that are in doubt, or were told so.
local function bodies_of(client, state, pending)
  local bodies = {}
  for _, peer in ipairs(peers_of(client, state)) do
    for _, told in ipairs(peer.state.creates.unknown) do
      if told.operation == pending.operation and told.parent == pending.parent then
        bodies[#bodies + 1] = told.sent
      end
    end
  end
  for _, other in ipairs(others_of(client, state, pending)) do
    bodies[#bodies + 1] = body_of(other)
  end
  return bodies
end

-- Id → when it was handed out, by any of them.
local function claims_of(client, state, rule)
  local peers = peers_of(client, state)
  return setmetatable({}, { __index = function(_, id)
    for _, peer in ipairs(peers) do
      local at = memory_of(peer.state.creates.claimed, rule).at[id]
      if at then return at end
    end
  end })
end

-- Waits until it has ended; false when the deadline comes first. Another client is stepped by
-- whoever waits for this one.
local function outlast(pending, other)
  local left, owner = calls.left(pending.first), core.client_of(other)
  if owner:is_closed() then return true end
  local list = { other, left and owner:sleep(math.max(left, 0)) }
  scheduler.await_any(owner, list)
  if list[2] then list[2]:cancel() end
  return calls.completed(other)
end

local function is_other(id, parent)
  return id ~= nil and text_of(id):lower() ~= text_of(parent):lower()
end

-- A server, or a cache before it, may mix up its answers.
local function is_of_another(pending, answer, list)
  if type(answer) == "table" and is_other(answer.id, pending.id) then return true end
  local field = pending.rule.parent
  for _, thing in ipairs(field and list or {}) do
    if type(thing) == "table" and is_other(thing[field], pending.id) then return true end
  end
  return false
end

local function ids_of(list)
  local ids = {}
  for _, thing in ipairs(list) do
    ids[key_of(thing) or false] = true
  end
  return ids
end

-- Whether the answer is older than the create's end: it says so, or its Date stands still.
local function is_stale(pending, now, info)
  local age = tonumber(tostring(info.headers.age):match "%d+")
  if age and age + 1 > now - pending.ended then return true end
  local first = pending.first_read
  pending.first_read = first or { now = now, date = info.date }
  return first ~= nil and info.date - first.date < now - first.now - DRIFT
end

-- Whether something is not in the list that this client has made there not long before.
local function lacks_known(state, pending, list)
  local memory, there = memory_of(state.creates.claimed, pending.rule), ids_of(list)
  for id, at in pairs(memory.at) do
    local parent = not there[id] and memory.parent[id]
    if parent and at <= pending.ended and at > pending.ended - LATELY
      and text_of(parent) == text_of(pending.id) then
      return true
    end
  end
  return false
end

-- What servers say of a list that goes on.
local GOES_ON = { '"last_page"%s*:%s*false', '"has_more"%s*:%s*true',
  '"next_cursor"%s*:%s*"?[^"ntf ]', '"next_page"%s*:%s*["%d]' }

local function goes_on(info)
  if (info.headers.link or ""):find 'rel="?next' then return true end
  for _, pattern in ipairs(GOES_ON) do
    if info.body:find(pattern) then return true end
  end
  return false
end

-- Why what is not in the list may be there all the same; nil: it is not.
local function doubt_of(state, pending, now, list, info)
  local rule = pending.rule
  if rule.refused then return nil end -- then it is safe to find out
  local partial = rule.partial
  if type(partial) == "string" then partial = pending.sent[partial] ~= nil end
  if is_stale(pending, now, info) then return "what was read may be older than it" end
  if lacks_known(state, pending, list) then return "the list lacks what was created before it" end
  if partial or goes_on(info) or rule.most ~= nil and #list >= rule.most then
    return "the list need not have it"
  end
end

-- What is asked of clickup.presence, or nil, why that can't be, and whether it may be later.
local function ask(client, state, pending)
  -- taken before: what a busy host takes to hear the answer must not make others' look new
  local now, local_date = core.clock(), os.time()
  local began = now - calls.age(pending.first)
  local answer, info = read(client, pending)
  if not answer then
    local refused = info.kind == nil or info.kind == "api" and info.status < 500
    return nil, "looking for it failed: " .. info.message, not refused
  end
  if not info.date then return nil, "the server does not tell its time" end
  local rule = pending.rule
  local list = use("api.candidates").of(rule, answer)
  if not list then return nil, "what was read does not hold the list that it would be in" end
  if is_of_another(pending, answer, list) then return nil, "the answer has another id", true end
  pending.doubt = doubt_of(state, pending, now, list, info)
  -- an array's null is left out when it is decoded: it could be anything
  if info.body:find "[%[,]%s*null%s*[,%]]" then list[#list + 1] = false end
  local creates, queued = state.creates, info.timings.queued
  return { rule = rule, sent = pending.sent, list = list, claimed = claims_of(client, state, rule),
    answered = memory_of(creates.claimed, rule).parent, seen = memory_of(creates.seen, rule).at,
    began = began, now = now + queued, date = info.date, local_date = local_date + queued }
end

-- What an earlier look has shown is there, though a list that lags has it no more.
local function keep_candidates(list, candidates)
  local there = ids_of(list)
  for _, thing in ipairs(candidates or {}) do
    local key = key_of(thing)
    if key and not there[key] then list[#list + 1] = thing end
  end
end

-- What a list tells of this client's user is kept for others of its kind. Where the answers to
-- creates don't tell, and lists show whole users (comments), their ids are those of all.
local function user_by(creates, question)
  local shown, rule = presence.user_of(question), question.rule
  if shown ~= nil then creates.users[rule.read] = shown end
  local user = creates.users[rule.read]
  if user == nil and rule.maker then user = creates.user end
  return user or nil
end

-- The number of who made what matches, where nothing tells this client's user; else nil.
local function unknown_maker(pending, question, found)
  local maker = tonumber(presence.maker_of(pending.rule, found))
  return question.user == nil and maker and maker > 0 and maker or nil
end

local function ask_user(client, state, pending)
  local left = calls.left(pending.first)
  if left and left <= 0 or client:is_closed() then return end
  local user = client:get_authorized_user { deadline = left }
  state.creates.asked = user and tonumber(user.id)
end

-- What presence.decide says of it, knowing the others, and the user as far as the server tells it.
-- A create that was answered tells it surely, and presence knows that; what the server says is no
-- proof that ours is absent.
local function decide(client, state, pending, question)
  local creates = state.creates
  question.others = bodies_of(client, state, pending)
  local found, candidates = presence.decide(question)
  if found and not creates.asked and unknown_maker(pending, question, found) then
    ask_user(client, state, pending)
    question.others = bodies_of(client, state, pending) -- and one may have got it meanwhile
    found, candidates = presence.decide(question)
  end
  local maker = found and unknown_maker(pending, question, found)
  if maker and creates.asked and creates.asked ~= maker then return nil, { found } end
  return found, candidates
end

-- One look. What was found; or nil, and what it could be is in `candidates`; or nil, why it can't
-- be told, and whether it may be later.
local function look(client, state, pending)
  local question, why, later = ask(client, state, pending)
  if not question then return nil, why, later end
  keep_candidates(question.list, pending.candidates)
  question.user = user_by(state.creates, question)
  local found, candidates = presence.decide(question)
  if found or #candidates > 0 then -- another create may have made it
    for _, other in ipairs(running_of(client, state, pending)) do
      if not outlast(pending, other) then return nil, DEADLINE end
    end
    if client:is_closed() then return nil, "the client was closed" end -- it knows no others
    found, candidates = decide(client, state, pending, question)
    if client:is_closed() then return nil, "the client was closed" end
  end
  for _, thing in ipairs(question.list) do
    local key = key_of(thing)
    if key then remember(state.creates.seen, pending.rule, key) end
  end
  pending.candidates = #candidates > 0 and candidates or nil
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

-- Whether the server may still be at work on it: we gave up, or a gateway did, with whatever
-- status, or by an end of the connection after a while.
local function may_still_run(state, kind, facts)
  return kind == "timeout" or kind == "cancelled" or kind == "closed" or GAVE_UP[facts.status]
    or facts.timings.total >= math.max(state.reconcile_wait, SOON)
end

-- When to look, in seconds: at once, after 1, 3, 9… and at the end of reconcile_wait.
local function times_of(span)
  local times, at = { 0 }, 1
  while at * 2 < span do
    times[#times + 1], at = at, at * 3
  end
  times[#times + 1] = span
  return times
end

-- True when it was found and handed out (or nobody waits for it any more), false when it
-- is not there, nil and why when that can't be told.
local function search(client, state, pending, kind, send)
  local before, why = 0, nil
  local span = state.reconcile_wait
  -- what would be refused a second time is soon sent again
  if pending.rule.refused and not pending.refused and send < pending.max_sends
    and not may_still_run(state, kind, calls.facts(pending.call)) then
    span = math.min(span, SOON)
  end
  pending.ended, pending.first_read = core.clock(), nil
  for _, at in ipairs(times_of(span)) do
    if at > before and not pause(client, pending, at - before) then return nil, why or DEADLINE end
    before = at
    local found, reason, later = look(client, state, pending)
    why = reason
    if not calls.known(pending.first) then return true end
    if why and not later then return nil, why end
    if found then
      hand_out(state, pending.first, pending.rule, found,
        { call = pending.call, recovered = true, attempts = pending.attempts })
      events.emit(state, { event = "recovered", operation = pending.operation,
        attempt = pending.attempts, reason = "found by reading" })
      return true
    end
  end
  if why then return nil, why end -- only the last look can tell that it is absent
  if pending.candidates then return nil, "something that it could be is there" end
  if pending.doubt then return nil, "it was not found, but " .. pending.doubt end
  return false
end

-- The outcome of a create that was sent again. What it says is true of that attempt only.
local function on_resent(state, pending, again)
  local value, kind, detail = calls.outcome(again)
  pending.attempts = pending.attempts + calls.facts(again).attempts
  if kind == nil then
    hand_out(state, pending.first, pending.rule, value,
      { call = again, attempts = pending.attempts })
    return true
  end
  if calls.ambiguous(again) then return false, kind, detail end
  local err = errors.of_call(again, kind, detail, state.secrets)
  pending.refused = err.code ~= nil and err.code == pending.rule.refused
  if pending.refused then return false, kind, detail end
  fail_unknown(state, pending, err, "an earlier attempt got no answer")
  return true
end

local function resolve(client, state, pending, kind, detail)
  local searched = state.creates.searched
  -- a delivery that was cut short is done again, but one who looks for it is enough
  if searched[pending.first] then return end
  searched[pending.first] = pending
  for send = 0, pending.max_sends do
    local found, why = search(client, state, pending, kind, send)
    if found then return end
    if found == nil then return give_up(state, pending, kind, detail, why) end
    if pending.refused then
      return give_up(state, pending, kind, detail, "one like it is there, but not shown")
    end
    if may_still_run(state, kind, calls.facts(pending.call)) then
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
    if not calls.known(pending.first) then return end
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
-- that waits costs little. What a look needs is loaded by now: later no descriptor may be left.
function reconcile.pair(entry)
  use "api.candidates"
  return { [true] = { entry = entry, wanted = true }, [false] = { entry = entry, wanted = false } }
end

local function new_pending(call, known)
  return {
    first = call, -- what the caller holds
    call = call,  -- what was sent last
    id = calls.parent(call),
    parent = parent_of(call),
    rule = known.entry.reconcile,
    query = query_of(call, known.entry.reconcile),
    operation = known.entry.name,
    sent = core.decode(calls.request_body(call)),
    attempts = calls.facts(call).attempts,
    max_sends = calls.retries(call),
  }
end

--- The request of a held create has ended: it is settled, at once if there is no doubt.
---@return boolean? # whether it was
function reconcile.on_completed(client, state, call)
  local known = calls.known(call)
  if not known then return end
  local settled, kind, detail = settle_surely(state, call, known)
  if settled then return true end
  scheduler.spawn(client, true, run, client, state, new_pending(call, known), kind, detail)
end

--- The caller does not want to wait any longer for what has completed; false: it was
--- settled as it is.
---@return boolean
function reconcile.abandon(state, call)
  local known = calls.known(call)
  if settle_surely(state, call, known) then return false end
  local again, pending = state.creates.resent[call], new_pending(call, known)
  if again then
    pending.attempts = pending.attempts + (calls.attempted(again) and 1 or 0)
    again:cancel()
  end
  give_up(state, pending, "cancelled", "cancelled", "it was being looked for")
  return true
end

return reconcile
