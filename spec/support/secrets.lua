-- SPDX-License-Identifier: MIT
-- Looks for secrets in whatever a module gives out: texts, tables, and what was written in code.

local secrets = {}

-- A shorter one may be a part of any text by chance.
local LEAST = 8

-- How much of one value is looked at: tables in tables, fields, bytes of a string.
local DEEP <const>, FIELDS <const>, BYTES <const> = 8, 2000, 1 << 20

local DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

local function base64(text)
  local padded = text .. ("\0"):rep(-#text % 3)
  local coded = padded:gsub("...", function(three)
    local bits = (">I3"):unpack(three)
    return ("...."):gsub("()%.", function(at)
      local digit = bits >> (24 - 6 * at) & 63
      return DIGITS:sub(digit + 1, digit + 1)
    end)
  end)
  return coded:sub(1, #coded - -#text % 3)
end

local function coded(text, format)
  return (text:gsub("[^%w%-._~]", function(ch) return format:format(ch:byte()) end))
end

-- How a secret may stand in a text.
local function forms(secret)
  return {
    secret, coded(secret, "%%%02X"), coded(secret, "%%%02x"), coded(secret, "\\u%04x"),
    coded(secret, "\\u%04X"), (secret:gsub('["\\]', "\\%0")), (secret:gsub('["\\/]', "\\%0")),
    base64(secret),
  }
end

--- A list of what to look for. What is no string, or too short to be told from
--- other words, is left out.
---@param ... any
---@return string[]
function secrets.list(...)
  local list, known = {}, {}
  for i = 1, select("#", ...) do
    local secret = select(i, ...)
    if type(secret) == "string" and #secret >= LEAST then
      for _, form in ipairs(forms(secret)) do
        if not known[form] then list[#list + 1] = form end
        known[form] = true
      end
    end
  end
  return list
end

--- The secrets among the options of a client.
---@param given any
---@return string[]
function secrets.of_options(given)
  if type(given) ~= "table" then return secrets.list(given, os.getenv "CLICKUP_TOKEN") end
  local function field(name)
    local value = rawget(given, name)
    return type(value) == "string" and value or nil
  end
  local authorization, proxy = field "authorization", field "proxy"
  local user, password = (proxy or ""):match "^[%a+%d]*:?/?/?([^:@/]*):(.+)@"
  password = password or field "proxy_password"
  user = field "proxy_user" or user
  return secrets.list(field "token" or os.getenv "CLICKUP_TOKEN", authorization,
    authorization and authorization:match "^%a+ (.+)$", field "client_key_password", password,
    user and password and user .. ":" .. password)
end

local function in_text(text, list)
  if #text > BYTES then text = text:sub(1, BYTES) end
  for _, secret in ipairs(list) do
    if text:find(secret, 1, true) then return true end
  end
  return false
end

local walk

-- What `tostring` makes of a table that has its own.
local function in_shown(value, list, path)
  local meta = debug.getmetatable(value)
  local shown = type(meta) == "table" and rawget(meta, "__tostring")
  local fine, text = true, nil
  if shown then fine, text = pcall(shown, value) end
  if fine and type(text) == "string" and in_text(text, list) then return path .. " by tostring" end
end

local function in_table(value, list, path, state, depth)
  if state.seen[value] or depth > DEEP then return end
  state.seen[value] = true
  local found = in_shown(value, list, path)
  if found then return found end
  local meta = debug.getmetatable(value)
  if type(meta) == "table" and rawget(meta, "__name") == "clickup.response" then
    local _ = value.status -- its fields are there when the first was asked for
  end
  for key, item in next, value do
    state.fields = state.fields + 1
    if state.fields > FIELDS then return end
    local at = path .. "." .. tostring(key)
    found = walk(key, list, "a key of " .. path, state, depth + 1)
      or walk(item, list, at, state, depth + 1)
    if found then return found end
  end
end

function walk(value, list, path, state, depth)
  if type(value) == "string" then return in_text(value, list) and path or nil end
  if type(value) == "table" then return in_table(value, list, path, state, depth) end
  if type(value) == "userdata" then return in_shown(value, list, path) end
end

--- Where in a value one of the secrets is: a path like "err.response.body"; nil: nowhere.
---@param value any
---@param list string[] # of secrets.list
---@param name string   # what the value is called
---@return string?
function secrets.find(value, list, name)
  if #list == 0 then return end
  return walk(value, list, name, { seen = {}, fields = 0 }, 0)
end

return secrets
