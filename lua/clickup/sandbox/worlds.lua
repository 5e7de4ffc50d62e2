-- SPDX-License-Identifier: MIT
--- What a server made by somebody else does with what it stores and tells: it changes names and
-- numbers, its clocks are off, its reads lag, and others create beside us.

local M = {}

---@class clickup.sandbox.World
---@field names ("nfc"|"escape"|"no_emoji"|"trim"|"cut"|"upper"|"collapse")[]? in that order
---@field steps "round"? of key results
---@field owners "drop"?
---@field lag number? seconds by which reads are behind
---@field read_date number? seconds by which Date is off for GET
---@field write_date number? and for all others
---@field born number? seconds by which date_created is off
---@field flap number? seconds by which each of these is off in addition, now and then
---@field unit "s"|"none"? of date_created, instead of milliseconds
---@field writer boolean? another user creates the same after each of ours

local COMPOSED = {}
for base, list in pairs { a = "àáâ ä", e = "èéê ë", i = "ìíî ï", o = "òóôõö", u = "ùúû ü" } do
  local at = 0
  for _, letter in utf8.codes(list) do
    at = at + 1
    COMPOSED[base .. utf8.char(({ 0x300, 0x301, 0x302, 0x303, 0x308 })[at])] = utf8.char(letter)
  end
end

local ESCAPES = { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;" }

local change = {}

function change.nfc(name) return (name:gsub("[aeiou]\xCC[\x80-\xBF]", COMPOSED)) end

function change.escape(name) return (name:gsub('[&<>"]', ESCAPES)) end

function change.no_emoji(name)
  return (name:gsub("[\xF0-\xF4][\x80-\xBF][\x80-\xBF][\x80-\xBF]", ""))
end

function change.trim(name) return (name:gsub("^%s+", ""):gsub("%s+$", "")) end

function change.cut(name) return name:sub(1, (utf8.offset(name, 21) or #name + 1) - 1) end

function change.upper(name) return name:upper() end

function change.collapse(name) return (name:gsub("%s+", " ")) end

local function is_offset(value) return type(value) == "number" and math.abs(value) < 1e10 end

local function is_names(value)
  if type(value) ~= "table" then return false end
  for _, name in ipairs(value) do
    if not change[name] then return false end
  end
  return true
end

local FIELDS = {
  names = is_names,
  steps = function(value) return value == "round" end,
  owners = function(value) return value == "drop" end,
  lag = function(value) return is_offset(value) and value >= 0 end,
  read_date = is_offset, write_date = is_offset, born = is_offset, flap = is_offset,
  unit = function(value) return value == "s" or value == "none" end,
  writer = function(value) return type(value) == "boolean" end,
}

--- What is wrong with it, or nil.
---@return string?
function M.problem(world)
  for name, value in pairs(world) do
    if not FIELDS[name] then return ("a world has no '%s'"):format(tostring(name)) end
    if not FIELDS[name](value) then return ("a world's '%s' is wrong"):format(name) end
  end
end

local function round(value)
  if type(value) ~= "number" or math.type(value) == "integer" then return value end
  return math.floor(value + 0.5)
end

--- The body of a create as it is stored.
function M.receive(world, body)
  for _, field in ipairs { "name", "comment_text" } do
    for _, name in ipairs(type(body[field]) == "string" and world.names or {}) do
      body[field] = change[name](body[field])
    end
  end
  if world.owners and body.owners then body.owners = {} end
  if world.steps then
    body.steps_start, body.steps_end = round(body.steps_start), round(body.steps_end)
  end
end

local function flap(world) return world.flap and math.random(2) == 1 and world.flap or 0 end

--- Seconds by which the Date of an answer is off.
function M.date_offset(world, method)
  local offset = method == "GET" and world.read_date or method ~= "GET" and world.write_date
  return (offset or 0) + flap(world)
end

--- What a thing tells that was made at that time; both in milliseconds.
---@return number?
function M.born(world, made_ms)
  if world.unit == "none" then return nil end
  local born_ms = made_ms + math.floor(((world.born or 0) + flap(world)) * 1000)
  return world.unit == "s" and born_ms // 1000 or born_ms
end

--- Whether a read shows what was made at that time.
function M.shows(world, made_ms, now_ms)
  return not world.lag or not made_ms or made_ms <= now_ms - world.lag * 1000
end

return M
