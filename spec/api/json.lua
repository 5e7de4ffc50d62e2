-- SPDX-License-Identifier: MIT
-- JSON whose objects keep the order of their names: what is sent goes in the document's order.
-- lua-cjson reads the scalars.

local cjson = require "cjson"

local json = { null = cjson.null }

local orders = setmetatable({}, { __mode = "k" })

--- The names of an object in the order of the text; of an array, none.
---@return string[]
function json.names(object) return orders[object] or {} end

--- Whether a table stands for an object.
---@return boolean
function json.is_object(value) return orders[value] ~= nil end

local read

local function skip(text, at) return text:find("[^ \t\r\n]", at) or #text + 1 end

local function read_string(text, at)
  local stop = at
  repeat
    stop = assert(text:find('["\\]', stop + 1), "a string without an end")
    local escape = text:sub(stop, stop) == "\\"
    if escape then stop = stop + 1 end
  until not escape
  return cjson.decode("[" .. text:sub(at, stop) .. "]")[1], stop + 1
end

local function read_scalar(text, at)
  local word = text:match("^[%w.+-]+", at)
  local value = cjson.decode("[" .. assert(word, "no value at " .. at) .. "]")[1]
  return math.type(value) and math.tointeger(value) or value, at + #word
end

local function read_list(text, at)
  local list = {}
  at = skip(text, at + 1)
  while text:sub(at, at) ~= "]" do
    list[#list + 1], at = read(text, at)
    at = skip(text, at)
    if text:sub(at, at) == "," then at = skip(text, at + 1) end
  end
  return list, at + 1
end

local function read_object(text, at)
  local object, names = {}, {}
  orders[object] = names
  at = skip(text, at + 1)
  while text:sub(at, at) ~= "}" do
    local name
    name, at = read_string(text, at)
    at = skip(text, at)
    assert(text:sub(at, at) == ":", "no colon at " .. at)
    object[name], at = read(text, skip(text, at + 1))
    names[#names + 1] = name
    at = skip(text, at)
    if text:sub(at, at) == "," then at = skip(text, at + 1) end
  end
  return object, at + 1
end

function read(text, at)
  local first = text:sub(at, at)
  if first == "{" then return read_object(text, at) end
  if first == "[" then return read_list(text, at) end
  if first == '"' then return read_string(text, at) end
  return read_scalar(text, at)
end

--- The value of a text; raises when it is not JSON.
---@param text string
function json.read(text)
  cjson.decode(text) -- says what is wrong with it
  return (read(text, skip(text, 1)))
end

return json
