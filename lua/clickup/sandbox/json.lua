-- SPDX-License-Identifier: MIT
--- A strict JSON codec for the sandbox's own use.
-- A server that judges its clients must tell `[]` from `{}`, `1` from `1.0e400` and UTF-8 from
-- junk. lua-cjson does none of these, and a second implementation is a better witness anyway.

local lpeg = require "lpeg"

local P, R, S, V = lpeg.P, lpeg.R, lpeg.S, lpeg.V
local C, Cs, Ct, Carg = lpeg.C, lpeg.Cs, lpeg.Ct, lpeg.Carg

local M = {}

local array_mt = { __name = "json.array" }

--- What `null` decodes to when the caller asks to keep it.
M.null = setmetatable({}, { __name = "json.null", __tostring = function() return "null" end })

--- Marks a list as an array, so that it is written as `[]` even when empty.
---@generic T
---@param list T[]?
---@return T[]
function M.array(list)
  return setmetatable(list or {}, array_mt)
end

---@param value any
---@return boolean # true for a decoded `[…]` and for what `array` has marked
function M.is_array(value)
  return getmetatable(value) == array_mt
end

local function to_object(list, null)
  local object = {}
  for i = 1, #list, 2 do
    local value = list[i + 1]
    if value == M.null then value = null end
    object[list[i]] = value
  end
  return object
end

local function surrogates_to_utf8(high, low)
  local offset = (tonumber(high, 16) - 0xD800 << 10) + (tonumber(low, 16) - 0xDC00)
  return utf8.char(0x10000 + offset)
end

local function to_number(digits)
  local number = tonumber(digits)
  if number - number ~= 0 then error "beyond the range of numbers" end
  return number
end

local function grammar()
  local space = S " \t\r\n" ^ 0
  local digit, hex = R "09", R("09", "af", "AF")
  local integer = P "-" ^ -1 * (P "0" + R "19" * digit ^ 0)
  local number = C(integer * (P "." * digit ^ 1) ^ -1 * (S "eE" * S "+-" ^ -1 * digit ^ 1) ^ -1)
    / to_number
  local named = { b = "\b", f = "\f", n = "\n", r = "\r", t = "\t" }
  local d = S "dD"
  local high = P "\\u" * C(d * R("89", "ab", "AB") * hex * hex)
  local low = P "\\u" * C(d * R("cf", "CF") * hex * hex)
  local single = P "\\u" * C((hex - d) * hex * hex * hex + d * R "07" * hex * hex)
  local escape = high * low / surrogates_to_utf8
    + single / function(code) return utf8.char(tonumber(code, 16)) end
    + P "\\" * C(S "bfnrt") / named
    + P "\\" / "" * S '"\\/'
  local plain = 1 - S '"\\' - R "\0\31"
  local text = P '"' * (C(plain ^ 0) * P '"' + Cs((plain + escape) ^ 0) * P '"')
  local function list_of(item)
    return (item * (space * "," * space * item) ^ 0) ^ -1
  end
  return space * P {
    "value",
    value = V "object" + V "array" + text + number
      + P "true" * lpeg.Cc(true) + P "false" * lpeg.Cc(false) + P "null" * lpeg.Cc(M.null),
    array = P "[" * space * Ct(list_of(V "value")) * space * "]" / M.array,
    object = P "{" * space * (Ct(list_of(text * space * ":" * space * V "value")) * Carg(1))
      / to_object * space * "}",
  } * space * -1
end

local document = grammar()

--- Decodes exactly what RFC 8259 allows. Nested deeper than LPeg's stack counts as malformed.
---@param text string
---@param null any stands for a member that is null; when nil, such members are left out
---@return any value nil when the text is malformed
function M.decode(text, null)
  if not utf8.len(text) then return nil end
  local ok, value = pcall(document.match, document, text, 1, null)
  if ok then return value end
end

local escapes = setmetatable({
  ['"'] = '\\"', ["\\"] = "\\\\", ["\n"] = "\\n", ["\r"] = "\\r", ["\t"] = "\\t",
}, { __index = function(_, char) return ("\\u%04x"):format(char:byte()) end })

local function quote(text)
  if not utf8.len(text) then text = text:gsub("[\x80-\xFF]", "\u{FFFD}") end
  return '"' .. text:gsub('[%c"\\]', escapes) .. '"'
end

local function number_text(number)
  assert(number - number == 0, "JSON has no infinity and no NaN")
  local integer = math.tointeger(number)
  if integer then return ("%d"):format(integer) end
  local short = ("%.14g"):format(number)
  return tonumber(short) == number and short or ("%.17g"):format(number)
end

local append

local function append_array(out, list)
  out[#out + 1] = "["
  for i, item in ipairs(list) do
    if i > 1 then out[#out + 1] = "," end
    append(out, item)
  end
  out[#out + 1] = "]"
end

local function append_object(out, object)
  local names = {}
  for name in pairs(object) do names[#names + 1] = name end
  table.sort(names)
  for i, name in ipairs(names) do
    out[#out + 1] = (i == 1 and "{" or ",") .. quote(name) .. ":"
    append(out, object[name])
  end
  out[#out + 1] = names[1] and "}" or "{}"
end

function append(out, value)
  local kind = type(value)
  if kind == "string" then
    out[#out + 1] = quote(value)
  elseif kind == "number" then
    out[#out + 1] = number_text(value)
  elseif kind == "boolean" or value == M.null then
    out[#out + 1] = tostring(value)
  elseif kind ~= "table" then
    error("cannot write a " .. kind .. " as JSON")
  elseif M.is_array(value) or value[1] ~= nil then
    append_array(out, value)
  else
    append_object(out, value)
  end
end

--- Encodes on one line, names sorted. Bytes that are not UTF-8 become U+FFFD.
---@param value any
---@return string
function M.encode(value)
  local out = {}
  append(out, value)
  return table.concat(out)
end

return M
