-- SPDX-License-Identifier: MIT
--- Keeps secrets out of what is shown.

local redact = {}

-- How a secret may stand in an answer that repeats it.
local function variants(text)
  local function coded(format)
    return (text:gsub("[^%w%-._~]", function(ch) return format:format(ch:byte()) end))
  end
  local json, json_slash = text:gsub('["\\]', "\\%0"), text:gsub('["\\/]', "\\%0")
  return { text, coded "%%%02X", coded "%%%02x", coded "\\u%04x", coded "\\u%04X",
    json, json_slash }
end

--- The text without these secrets, however they are written in it.
---@param text string
---@param secrets string[]
---@return string
function redact.secrets(text, secrets)
  for _, one in ipairs(secrets) do
    for _, variant in ipairs(variants(one)) do
      if text:find(variant, 1, true) then
        text = text:gsub(variant:gsub("%W", "%%%0"), "(hidden)")
      end
    end
  end
  return text
end

--- The same, and without what the text itself calls a token or a secret.
---@param text string
---@param secrets string[]
---@return string
function redact.all(text, secrets)
  text = text:gsub('(["\'][%w_]-[Tt][Oo][Kk][Ee][Nn]["\']%s*:%s*["\'])[^"\']*', "%1(hidden)")
  text = text:gsub('(["\'][%w_]-[Ss][Ee][Cc][Rr][Ee][Tt]["\']%s*:%s*["\'])[^"\']*', "%1(hidden)")
  return redact.secrets(text, secrets)
end

return redact
