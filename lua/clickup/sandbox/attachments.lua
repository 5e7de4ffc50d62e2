-- SPDX-License-Identifier: MIT
--- Attachments: what is uploaded is kept, by its size and hash, and a short one by its bytes.
-- A task, or a Custom Field, need not be there.

local json = require "clickup.sandbox.json"
local multipart = require "clickup.sandbox.multipart"
local replies = require "clickup.sandbox.replies"

local M = {}

local MAX_ATTACHMENTS = 10000
local MAX_KEPT_BYTES = 65536

---@class clickup.sandbox.Attachment
---@field id string
---@field parent_type string
---@field parent_id string
---@field title string
---@field extension string
---@field mime_type string
---@field size integer
---@field sha256 string in hexadecimal
---@field bytes string? of one of at most 64 KiB
---@field created_ms integer
---@field user_id integer

local function to_hex(bytes)
  return (bytes:gsub(".", function(char) return ("%02x"):format(char:byte()) end))
end

local function add(exchange, parent_type, parent_id, file, title)
  local state, content = exchange.state, file.content
  local extension = title:match "%.([%w]+)$" or ""
  local attachment = {
    id = state.new_uuid() .. (extension ~= "" and "." .. extension or ""),
    parent_type = parent_type,
    parent_id = parent_id,
    title = title,
    extension = extension,
    mime_type = file.content_type or "application/octet-stream",
    size = #content,
    sha256 = to_hex(require("openssl.digest").new("sha256"):final(content)),
    bytes = #content <= MAX_KEPT_BYTES and content or nil,
    created_ms = state.clock(),
    user_id = exchange.user_id,
  }
  local list = state.attachments
  list[#list + 1] = attachment
  if #list > MAX_ATTACHMENTS then table.remove(list, 1) end
  return attachment
end

-- ---- what is sent -------------------------------------------------------------------

-- The file and the other fields of a form; or a refusal.
local function read_form(exchange, known)
  local request, fields, file = exchange.request, {}, nil
  local parts, problem = multipart.parse(request.headers["content-type"], request.body)
  for _, part in ipairs(parts or {}) do
    if part.name == "attachment" and part.filename and not file then file = part
    elseif known[part.name] and not part.filename then fields[part.name] = part.content
    else problem = problem or ("form." .. part.name .. ": unknown")
    end
  end
  if not problem and not file then problem = "form.attachment: required" end
  if problem then return nil, replies.refuse(400, problem, "INPUT_002") end
  return file, fields
end

-- ---- answers ------------------------------------------------------------------------

local function url_of(attachment, name)
  return ("https://attachments.clickup.test/%s/%s"):format(attachment.id, name or attachment.title)
end

local function entity_view(attachment)
  return {
    id = attachment.id,
    date_created = attachment.created_ms,
    date_updated = attachment.created_ms,
    title = attachment.title,
    extension = attachment.extension,
    mime_type = attachment.mime_type,
    size = attachment.size,
    parent_entity_type = attachment.parent_type == "attachments" and "tasks" or "custom_fields",
    parent_id = attachment.parent_id,
    signed = true,
    thumbnail_small = url_of(attachment, "small.png"),
    thumbnail_medium = url_of(attachment, "medium.png"),
    thumbnail_large = url_of(attachment, "large.png"),
    url = url_of(attachment),
    user_id = attachment.user_id,
  }
end

function M.create_task_attachment(exchange)
  local file, fields = read_form(exchange, {})
  if not file then return fields end
  local made = add(exchange, "attachments", exchange.ids.task_id, file, file.filename)
  return replies.json(200, {
    id = made.id,
    version = "0",
    date = made.created_ms,
    title = made.title,
    extension = made.extension,
    thumbnail_small = url_of(made, "small.png"),
    thumbnail_large = url_of(made, "large.png"),
    url = url_of(made),
  })
end

local TYPES = { attachments = true, custom_fields = true }

local function unknown_type(exchange)
  if not TYPES[exchange.ids.entity_type] then
    return replies.refuse(400, "entity_type: expected attachments or custom_fields", "INPUT_002")
  end
end

function M.post_entity_attachment(exchange)
  local ids, refusal = exchange.ids, unknown_type(exchange)
  if refusal then return refusal end
  local file, fields = read_form(exchange, { filename = true })
  if not file then return fields end
  local title = fields.filename or file.filename
  return replies.json(200, entity_view(add(exchange, ids.entity_type, ids.entity_id, file, title)))
end

function M.get_parent_entity_attachments(exchange)
  local ids, refusal = exchange.ids, unknown_type(exchange)
  if refusal then return refusal end
  local list = json.array()
  for _, one in ipairs(exchange.state.attachments) do
    if one.parent_type == ids.entity_type and one.parent_id == ids.entity_id then
      list[#list + 1] = entity_view(one)
    end
  end
  return replies.json(200, { data = list })
end

-- ---- for those who look -------------------------------------------------------------

--- For JSON: bytes that are not UTF-8 are in `bytes_hex`.
---@param attachments clickup.sandbox.Attachment[]
---@return table[]
function M.export(attachments)
  local list = json.array()
  for i, one in ipairs(attachments) do
    local copy = {}
    for name, value in pairs(one) do copy[name] = value end
    if one.bytes and not utf8.len(one.bytes) then
      copy.bytes, copy.bytes_hex = nil, to_hex(one.bytes)
    end
    list[i] = copy
  end
  return list
end

return M
