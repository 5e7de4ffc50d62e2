-- SPDX-License-Identifier: MIT
-- Reads editor annotations (LuaCATS): the functions and classes of a file, with their types.

local luacats = {}

local CLOSING <const> = { ["("] = ")", ["["] = "]", ["{"] = "}" }

--- The type that an annotation begins with, and what follows it: up to a blank that stands in
--- no bracket, and behind no operator.
---@param text string
---@return string type
---@return string rest
function luacats.split_type(text)
  local stack, at = {}, 1
  while at <= #text do
    local ch = text:sub(at, at)
    if CLOSING[ch] then
      stack[#stack + 1] = CLOSING[ch]
    elseif ch == stack[#stack] then
      stack[#stack] = nil
    elseif ch == '"' then
      at = assert(text:find('"', at + 1, true), text)
    elseif ch == " " and not stack[1] and not text:sub(1, at - 1):find "[:,|]$" then
      break
    end
    at = at + 1
  end
  assert(not stack[1], text)
  return text:sub(1, at - 1), text:sub(at + 1)
end

local split_type = luacats.split_type

-- A function's type as one writes it: (name: type, …): type, type
local function signature_of(block, names)
  local parts, returns = {}, {}
  for name in names:gmatch "[%w_.]+" do
    local type = block.params[name]
    parts[#parts + 1] = type and name .. (block.optional[name] or "") .. ": " .. type or name
  end
  for i, type in ipairs(block.returns) do returns[i] = type end
  return ("(%s)%s"):format(table.concat(parts, ", "),
    returns[1] and " -> " .. table.concat(returns, ", ") or "")
end

local function new_block() return { params = {}, optional = {}, returns = {}, fields = {} } end

-- Fields that are nobody else's.
local HIDDEN <const> = { ["private "] = true, ["protected "] = true, ["package "] = true }

-- What one line of annotation adds to the block that it stands in.
local function read_line(block, line)
  local tag, rest = line:match "^%-%-%-@(%l+) (.*)$"
  if tag == "param" then
    local name, mark, text = rest:match "^([%w_.]+)(%??) +(.*)$"
    block.params[name], block.optional[name] = split_type(text), mark
  elseif tag == "return" then
    block.returns[#block.returns + 1] = split_type(rest)
  elseif tag == "class" then
    block.class, block.parent = rest:match "^([%w_.]+):? ?([%w_.]*)"
  elseif tag == "field" and not HIDDEN[rest:match "^%l+ "] then
    rest = rest:gsub("^public ", "")
    local name, mark, text = rest:match "^([^%s?]+)(%??) +(.*)$"
    table.insert(block.fields, { name = name, mark = mark, type = split_type(text) })
  end
end

local function end_block(found, block, line)
  local owner, name, names = line:match "^function ([%w_]+)[.:]([%w_]+)%((.-)%)"
  local object = line:match "^local ([%w_]+) ="
  if owner then
    table.insert(found.functions, { owner = owner, name = name, self = line:find(":", 1, true) and
      line:find(":", 1, true) < line:find("(", 1, true), text = signature_of(block, names) })
  end
  if not block.class then return end
  table.insert(found.classes, { name = block.class, fields = block.fields })
  if object then found.objects[object] = block.class end
end

--- What a file declares. A class that stands directly over `local X = …` has X's methods.
---@param path string
---@return { functions: table[], classes: table[], objects: table<string, string> }
function luacats.read(path)
  local found, block = { functions = {}, classes = {}, objects = {} }, new_block()
  for line in io.lines(path) do
    if line:find "^%-%-%-@class" and block.class then
      end_block(found, block, "")
      block = new_block()
    end
    if line:find "^%-%-%-@" then
      read_line(block, line)
    elseif not line:find "^%-%-" then
      end_block(found, block, line)
      block = new_block()
    end
  end
  end_block(found, block, "")
  return found
end

return luacats
