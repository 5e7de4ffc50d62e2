-- SPDX-License-Identifier: MIT
--- OAuth 2: the page where a person agrees, and a token for the code it gives.

local core = require "clickup.core"
local errors = require "clickup.errors"
local new_client = require "clickup.state"
local usage = require "clickup.usage"
local use = require "clickup.use"

local PAGE = "https://app.clickup.com/api"
local PARAMETERS = { "client_id", "redirect_uri", "state" }

---@class clickup.oauth.module
local oauth = {}

local function escape(text)
  return (text:gsub("[^%w%-._~]", function(ch) return ("%%%02X"):format(ch:byte()) end))
end

local function check(parameters, allowed, required)
  if type(parameters) ~= "table" then
    core.usage_error("expected a table of parameters, got a " .. type(parameters))
  end
  for name in next, parameters do
    local known = false
    for _, one in ipairs(allowed) do known = known or one == name end
    if not known then usage.unknown("unknown parameter", name, allowed) end
  end
  for _, name in ipairs(allowed) do
    local value = rawget(parameters, name)
    if (value ~= nil or required[name]) and (type(value) ~= "string" or value == "") then
      core.usage_error(("%s: expected a string, got %s"):format(name,
        value == "" and "an empty one" or value == nil and "nothing" or "a " .. type(value)))
    end
  end
end

--- The URL of the page where a person lets your app in. ClickUp sends them back
--- to redirect_uri with `code` and your `state` as query parameters.
---@param parameters { client_id: string, redirect_uri: string, state?: string }
---@return string
function oauth.authorize_url(parameters)
  check(parameters, PARAMETERS, { client_id = true, redirect_uri = true })
  local query = {}
  for _, name in ipairs(PARAMETERS) do
    local value = rawget(parameters, name)
    if value then query[#query + 1] = name .. "=" .. escape(value) end
  end
  return PAGE .. "?" .. table.concat(query, "&")
end

--- A token for a code. The code works once, so this is never sent again; ask
--- the person anew when it fails. Tokens do not expire.
---@param parameters { client_id: string, client_secret: string, code: string }
---@param options? table # of clickup.new, but for the token
---@return string? access_token
---@return clickup.response|clickup.error
function oauth.exchange(parameters, options)
  local allowed = { "client_id", "client_secret", "code" }
  check(parameters, allowed, { client_id = true, client_secret = true, code = true })
  local settings = { token = false }
  if options ~= nil and type(options) ~= "table" then
    core.usage_error("expected a table of options, got a " .. type(options))
  end
  for name, value in next, options or {} do
    if value and (name == "token" or name == "authorization") then
      core.usage_error(("option %s: expected nothing, an exchange goes without"):format(name))
    end
    settings[name] = value
  end
  local client <close> = new_client(use("options").of_client(settings))
  local secrets = core.state(client).secrets
  secrets[#secrets + 1] = parameters.client_secret
  secrets[#secrets + 1] = parameters.code
  local answer, info = client:get_access_token(parameters)
  if not answer then return nil, info end
  local token = answer.access_token
  if type(token) ~= "string" or token == "" then
    return nil, errors.of_answer("get_access_token", info, "an access_token", secrets)
  end
  return token, info
end

return oauth
