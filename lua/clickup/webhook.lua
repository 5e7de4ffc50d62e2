-- SPDX-License-Identifier: MIT
--- The signature of what ClickUp sends to a webhook.

local core = require "clickup.core"

---@class clickup.webhook.module
local webhook = {}

-- A well-kept crypto library, loaded only when it is asked for.
local function hmac_sha256(key, message)
  local found, hmac = pcall(require, "openssl.hmac")
  if not found then
    core.usage_error "webhook.verify needs luaossl (Debian: lua-luaossl, LuaRocks: luaossl)"
  end
  local digest = hmac.new(key, "sha256"):final(message)
  return (digest:gsub(".", function(ch) return ("%02x"):format(ch:byte()) end))
end

-- Takes as long for a wrong signature as for the right one.
local function same(a, b)
  local difference = #a ~ #b
  for i = 1, #a do
    difference = difference | (a:byte(i) ~ (b:byte(i) or 0))
  end
  return difference == 0
end

local function check(name, value)
  if type(value) ~= "string" or (value == "" and name == "secret") then
    core.usage_error(("webhook.verify: %s: expected a string, got %s"):format(name,
      value == "" and "an empty one" or "a " .. type(value)))
  end
end

--- Whether a request to a webhook came from ClickUp: the header X-Signature is
--- the lower-case hex HMAC-SHA256 of the raw body with the webhook's secret. Answer what it did
--- not send with 403: after a 401 or a 410 ClickUp suspends the webhook.
---@param body string       # the request's body as it came, byte by byte
---@param signature string? # the header's value; nil is never right
---@param secret string     # webhook.secret of create_webhook's answer
---@return boolean
function webhook.verify(body, signature, secret)
  check("body", body)
  check("secret", secret)
  if signature == nil then return false end
  check("signature", signature)
  return same(hmac_sha256(secret, body), signature)
end

return webhook
