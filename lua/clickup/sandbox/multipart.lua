-- SPDX-License-Identifier: MIT
--- Reads a form (multipart/form-data, RFC 7578) strictly: a server that judges its clients.

local M = {}

local MAX_PARTS = 100
local MAX_HEAD_BYTES = 8192

---@class clickup.sandbox.Part
---@field name string
---@field filename string? as it was sent: %22 stands for a quote
---@field content_type string?
---@field content string

local function boundary_of(content_type)
  local boundary = (content_type or ""):match '^[Mm]ultipart/form%-data;%s*boundary="?([^"; ]+)"?$'
  return boundary and #boundary <= 70 and boundary or nil
end

-- The headers of a part, by lower-case name.
local function read_head(text)
  local headers = {}
  for line in (text .. "\r\n"):gmatch "(.-)\r\n" do
    local name, value = line:match "^([%w-]+): (.*)$"
    if not name then return nil end
    headers[name:lower()] = value
  end
  return headers
end

local function read_part(text)
  local stop = text:find("\r\n\r\n", 1, true)
  if not stop or stop > MAX_HEAD_BYTES then return nil end
  local headers = read_head(text:sub(1, stop - 1))
  local disposition = headers and headers["content-disposition"] or ""
  local name, rest = disposition:match '^form%-data; name="([^"]*)"(.*)$'
  local filename = rest and rest:match '^; filename="([^"]*)"$'
  if not name or rest ~= "" and not filename then return nil end
  return { name = name, filename = filename, content_type = headers["content-type"],
    content = text:sub(stop + 4) }
end

--- The parts of a form in order, or nil and what is wrong with it.
---@param content_type string? the request's header
---@param body string
---@return clickup.sandbox.Part[]? parts
---@return string? problem
function M.parse(content_type, body)
  local boundary = boundary_of(content_type)
  if not boundary then return nil, "Content-Type must be multipart/form-data with a boundary" end
  local parts, mark = {}, "\r\n--" .. boundary
  local at = #mark - 1
  if body:sub(1, #mark - 2) ~= mark:sub(3) then return nil, "the form does not begin with it" end
  while body:sub(at, at + 1) == "\r\n" do
    local stop = body:find(mark, at + 2, true)
    local part = stop and #parts < MAX_PARTS and read_part(body:sub(at + 2, stop - 1))
    if not part then return nil, ("part %d of the form cannot be read"):format(#parts + 1) end
    parts[#parts + 1] = part
    at = stop + #mark
  end
  if body:sub(at) ~= "--\r\n" then return nil, "the form does not end as it must" end
  return parts
end

return M
