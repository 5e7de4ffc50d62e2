-- SPDX-License-Identifier: MIT
-- A stand-in for the lua-cjson that LuaRocks installs (the OpenResty line, 2.1.0.x), where only
-- 2.1.0 is packaged. To be put into package.preload.cjson of a process of its own.
--
-- What it is: lua-cjson 2.1.0, with what makes the difference to this module put on top in Lua:
-- integers decode to Lua integers and stop at 64 bits (strtoll); array metatables and
-- `empty_array` are there; so are the settings that only that line has.
-- What it isn't: that line's C code. Encoding is 2.1.0's but for `empty_array`; the texts of its
-- errors are 2.1.0's, with positions in a text whose integers were marked.

local MARK = "\2integer:"

local real = assert(package.searchpath("cjson", package.cpath))
real = assert(package.loadlib(real, "luaopen_cjson"))()

local array_mt, empty_array_mt = {}, {}

-- A light userdata that is nothing else's.
local empty_array = debug.upvalueid(function() return array_mt end, 1)

local function to_integer(digits)
  local number = tonumber(digits)
  if math.type(number) == "integer" then return number end
  return number > 0 and math.maxinteger or math.mininteger
end

-- A number that JSON's grammar takes for an integer, and that is no key.
local function mark(json, position)
  local number, stop = json:match("^(-?%d[%d.eE+-]*)()", position)
  if not number then return nil, position + 1 end
  local fine = number:find "^-?%d+$" and not number:find "^-?0%d"
  return fine and not json:find("^%s*:", stop) and number or nil, stop
end

local function mark_integers(json)
  local parts, from, position = {}, 1, 1
  while true do
    position = json:find('["%d-]', position)
    if not position then break end
    if json:sub(position, position) == '"' then
      local last = position
      repeat
        last = json:find('["\\]', last + 1)
        local escape = last and json:byte(last) == 92
        last = escape and last + 1 or last
      until not escape
      position = (last or #json) + 1
    else
      local number, stop = mark(json, position)
      if number then
        parts[#parts + 1] = json:sub(from, position - 1)
        parts[#parts + 1] = '"\\u0002' .. MARK:sub(2) .. number .. '"'
        from = stop
      end
      position = stop
    end
  end
  parts[#parts + 1] = json:sub(from)
  return table.concat(parts)
end

local function restore(value, with_mt)
  if type(value) == "string" and value:sub(1, #MARK) == MARK then
    return to_integer(value:sub(#MARK + 1))
  end
  if type(value) ~= "table" then return value end
  for key, item in next, value do value[key] = restore(item, with_mt) end
  if with_mt and value[1] ~= nil then setmetatable(value, array_mt) end
  return value
end

local function new()
  local instance = real.new()
  local decode, encode = instance.decode, instance.encode
  local with_mt = false
  instance._VERSION = "2.1.0.9 (stand-in)"
  instance.null, instance.empty_array = real.null, empty_array
  instance.array_mt, instance.empty_array_mt = array_mt, empty_array_mt
  instance.new = new

  function instance.decode(json)
    local fine, value = pcall(decode, mark_integers(json))
    if not fine then error(value, 0) end
    return restore(value, with_mt)
  end

  function instance.encode(value)
    if value == empty_array then return "[]" end
    return encode(value)
  end

  function instance.decode_array_with_array_mt(set)
    if set ~= nil then with_mt = set end
    return with_mt
  end

  for _, name in ipairs { "encode_empty_table_as_object", "encode_escape_forward_slash" } do
    local setting = true
    instance[name] = function(set)
      if set ~= nil then setting = set end
      return setting
    end
  end
  return instance
end

return new()
