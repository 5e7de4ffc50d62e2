-- SPDX-License-Identifier: MIT
---@meta _
-- Made by `make types` from clickup.api.webhooks: do not edit.
-- luacheck: ignore

---@class clickup.create_webhook.body
---@field endpoint string # URL that is called
--- goes as [] when left out; such as goalCreated, keyResultUpdated; * for all
---@field events? string[]
---@field space_id? integer
---@field folder_id? integer
---@field list_id? integer
---@field task_id? string

---@class clickup.webhook
---@field id string
---@field userid integer
---@field team_id integer
---@field endpoint string
---@field client_id? string
---@field events string[]
---@field task_id? string
---@field list_id? string
---@field folder_id? string
---@field space_id? string
---@field health clickup.webhook.health
---@field secret string # what the signature is made with; secret

---@class clickup.webhook.health
---@field status string
---@field fail_count integer

---@class clickup.update_webhook.body
---@field endpoint? string # URL that is called
---@field events? string # one event, or * for all
---@field status? string # such as active

---@class clickup.client
local Client = {}

--- Create a webhook: a URL that is called when something happens.
---@param team_id integer|string
---@param body clickup.create_webhook.body
---@param options? clickup.call_options
---@return clickup.webhook? webhook
---@return clickup.response|clickup.error info
function Client:create_webhook(team_id, body, options) end

--- List the webhooks of a Workspace that the token's user has created.
---@param team_id integer|string
---@param options? clickup.call_options
---@return clickup.webhook[]? webhooks
---@return clickup.response|clickup.error info
function Client:get_webhooks(team_id, options) end

--- Change the URL, the events or the state of a webhook.
---@param webhook_id string
---@param body clickup.update_webhook.body
---@param options? clickup.call_options
---@return clickup.webhook? webhook
---@return clickup.response|clickup.error info
function Client:update_webhook(webhook_id, body, options) end

--- Delete a webhook.
---@param webhook_id string
---@param options? clickup.call_options
---@return true? done
---@return clickup.response|clickup.error info
function Client:delete_webhook(webhook_id, options) end
