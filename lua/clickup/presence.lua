-- SPDX-License-Identifier: MIT
--- Whether a create that may have run is in a list that was read: a function of what was
-- sent, what is there and what is known, and of nothing else.
--
-- ClickUp has no idempotency key, so a create may be sent again only when nothing there
-- could be what it made. Servers trim, cut, escape and normalise names, round numbers and
-- drop fields; their clocks are off by hours, their times in other units. Hence everything
-- that is there counts, unless another create is known to have made it, somebody else made
-- it, or it was surely there before.

local presence = {}

local SLACK = 2              -- seconds; a Date header has whole ones
local TICK = 0.01            -- seconds by which two readings of our clock are apart for sure
local DAY = 26 * 3600        -- seconds; by more than a time zone no clock is off
local SPREAD = 60            -- seconds between known things' clocks; beyond it none is trusted
local EARLIEST = 1262304000  -- 2010: before it is no time, but one in another unit

---@class clickup.presence.question
---@field rule table      # which fields of what is there tell what of what was sent
---@field sent table      # the body
---@field others? table[] # bodies of the other creates in that list that are or were in doubt
---@field list any[]      # what was read
---@field claimed table<string, number> # id → when it was handed out, by a clock of seconds
---@field seen table<string, number>    # id → when a list that held it had been read
---@field answered? table<string, any> # ids of things that were answered to a create
---@field user? any       # who creates
---@field began number    # when the first attempt began
---@field now number      # before the list was asked for
---@field date number     # the server's time at now, in Unix seconds
---@field local_date number # ours
---@field package offset? number # at least so much is the clock of the list's times ahead of ours

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

-- Lists come back in other orders, owners as objects, one of one as what is in it.
local function same_list(sent, came)
  if came == nil then return #sent == 0 end
  if type(came) ~= "table" then came = { came } end
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
  return type(sent) == "number" and sent == tonumber(came) or tostring(sent) == tostring(came)
end

-- A field that an answer lacks may say nothing (rule.may_lack).
local function matches(rule, sent, came)
  if type(came) ~= "table" or came.id == nil then return false end
  for name, value in pairs(sent) do
    local field = rule.fields[name]
    local other = field and came[field]
    local silent = not field or other == nil and rule.may_lack[name]
    local same = type(value) == "table" and same_list or same_scalar
    if not silent and not same(value, other) then return false end
  end
  return true
end

-- ---- whose, and when --------------------------------------------------------

-- What is neither a text nor a number names nothing: nothing is known of such a thing.
local function id_of(thing)
  local id = type(thing) == "table" and thing.id
  return (type(id) == "string" or type(id) == "number") and tostring(id) or nil
end

-- Unix seconds; nil when it is no time that can be.
local function born_of(rule, thing)
  local ms = tonumber(thing[rule.time or "date_created"])
  return ms and ms - ms == 0 and ms / 1000 >= EARLIEST and ms / 1000 or nil
end

--- The id of the user that created a thing, as the rule says; nil: it is not told.
---@param rule clickup.reconcile.rule
---@param thing table
---@return any
function presence.maker_of(rule, thing)
  local maker = rule.maker and thing[rule.maker]
  if not rule.maker then maker = thing.creator or thing.userid end
  if type(maker) == "table" then maker = maker.id end
  return maker
end

--- Who makes what this client makes, as the list tells it of things that were answered to it: an
--- answer may number people, a list their memberships.
---@param q clickup.presence.question
---@return number|false|nil # false: these differ; nil: none is there
function presence.user_of(q)
  local user
  for _, thing in ipairs(q.list) do
    local id = id_of(thing)
    local maker = id and q.answered[id] ~= nil and tonumber(presence.maker_of(q.rule, thing))
    if maker and user and maker ~= user then return false end
    user = user or maker or nil
  end
  return user
end

-- Users are numbers. What is written in another way may be anybody.
local function is_somebody_elses(q, thing)
  local user, maker = tonumber(q.user), tonumber(presence.maker_of(q.rule, thing))
  return user ~= nil and maker ~= nil and user ~= maker and user > 0 and maker > 0
end

-- By how much the clock that the list's times are of is ahead of ours: at least and at most, as
-- known things there tell (they were made before they were handed out). Nil: there are none.
local function offsets_of(q)
  local least, most
  for _, thing in ipairs(q.list) do
    local id = id_of(thing)
    local handed_out, born = id and q.claimed[id], id and born_of(q.rule, thing)
    if handed_out and born then
      local offset = born - handed_out
      least, most = math.min(least or offset, offset), math.max(most or offset, offset)
    end
  end
  return least, most
end

-- Was it there before? By a list that was read then; or by clocks, whatever their zone is.
local function is_older(q, thing)
  local seen, born = q.seen[id_of(thing)], born_of(q.rule, thing)
  if seen and seen < q.began - TICK then return true end
  local now = math.min(q.date, q.local_date, q.now + (q.offset or math.huge))
  return born ~= nil and born < now - (q.now - q.began) - DAY
end

--- Whether it could be what a create made that is not known yet.
local function may_be_ours(q, thing)
  local id = id_of(thing)
  if not id then return true end
  return not q.claimed[id] and not is_somebody_elses(q, thing) and not is_older(q, thing)
end

-- From when until when it was made, if it is ours, by the clock that its time is of, else by the
-- server's Date. Nil: by none, what is known of the first differs.
local function window_of(q, least, most)
  if most and most - least > SPREAD then return nil end
  local offset = most or q.date - q.now
  return q.began + offset - SLACK, q.now + offset + SPREAD
end

-- ---- deciding ---------------------------------------------------------------

-- What servers leave of a name, whatever they do to it: in lower case, without blanks, signs,
-- entities and letters beyond ASCII (with the one that an accent may be composed with).
local function remains(name)
  return (tostring(name):gsub("&#?%w+;", ""):gsub("%a[\xCC\xCD][\x80-\xBF]", ""):gsub("%W", "")
    :lower())
end

local CUT = 16 -- bytes; no server cuts a name to fewer

-- Whether it could be called so because of what the server does to names.
local function could_be_named(name, came)
  local sent, left = remains(name), remains(came)
  return sent == left or #tostring(came) >= CUT and sent:sub(1, #left) == left
end

-- What is left of these when each of the other creates in doubt has got one that matches it. One
-- whose name could be ours as well stays.
local function without_others(q, things)
  local by_name, left = {}, {}
  local key = q.rule.name or "name"
  local shown = q.rule.fields[key] or key
  for _, body in ipairs(q.others or {}) do
    local name = tostring(body[key])
    by_name[name] = by_name[name] or {}
    table.insert(by_name[name], body)
  end
  for _, thing in ipairs(things) do
    local bodies, found = id_of(thing) and by_name[tostring(thing[shown])] or {}, nil
    for i, body in ipairs(bodies) do
      if not found and matches(q.rule, body, thing) then found = i end
    end
    if found and could_be_named(q.sent[key], thing[shown]) then found = nil end
    if found then table.remove(bodies, found)
    else left[#left + 1] = thing
    end
  end
  return left
end

-- Also in what does not come back: who asked for one gets no other one.
local function same_body(a, b)
  if type(a) ~= "table" or type(b) ~= "table" then return a == b end
  for name, value in pairs(a) do
    if not same_body(value, b[name]) then return false end
  end
  for name in pairs(b) do
    if a[name] == nil then return false end
  end
  return true
end

-- Another create in doubt may have made it as well, and they are not alike.
local function is_contested(q, thing)
  for _, body in ipairs(q.others or {}) do
    if matches(q.rule, body, thing) and not same_body(q.sent, body) then return true end
  end
  return false
end

local function oldest(rule, things)
  local first
  for _, thing in ipairs(things) do
    if not first or born_of(rule, thing) < born_of(rule, first) then first = thing end
  end
  return first
end

-- Where the server refuses a second one alike, what matches and has nothing besides is it, and to
-- send it again is safe.
local function find_only(q)
  for _, thing in ipairs(q.list) do
    local same = id_of(thing) and may_be_ours(q, thing) and matches(q.rule, q.sent, thing)
    for name, field in pairs(q.rule.fields) do
      if same and q.sent[name] == nil and thing[field] ~= nil then same = false end
    end
    if same then return thing end
  end
end

--- Found, absent, or neither: then with what it could be.
---@param q clickup.presence.question
---@return table? found
---@return any[] candidates # none: it is absent
function presence.decide(q)
  if q.rule.refused then return find_only(q), {} end
  local possible, alike, sure = {}, {}, {}
  local least, most = offsets_of(q)
  local from, to = window_of(q, least, most)
  q.offset = least
  -- a body without a name (strict = false) matches whatever is there
  if q.sent[q.rule.name or "name"] == nil then from = nil end
  for _, thing in ipairs(q.list) do
    if may_be_ours(q, thing) then
      possible[#possible + 1] = thing
      if matches(q.rule, q.sent, thing) then
        local born = born_of(q.rule, thing)
        local fits = from and born and born >= from and born <= to and not is_contested(q, thing)
        local kind = fits and sure or alike
        kind[#kind + 1] = thing
      end
    end
  end
  if sure[1] then return oldest(q.rule, sure), {} end
  if alike[1] then return nil, alike end
  return nil, without_others(q, possible)
end

return presence
