-- SPDX-License-Identifier: MIT
--- gzip (RFC 1952), with lua-zlib where there is one. Without, the data is only stored: clients
-- have to unwrap and to check it all the same.

local M = {}

local MAX_PLAIN_BYTES = 1024 -- of answers: what is larger is compressed
local MAX_BLOCK_BYTES = 0xFFFF
local HEAD = "\x1F\x8B\x08\0\0\0\0\0\0\xFF"
local GZIP_WINDOW = 15 + 16

local function crc_table()
  local entries = {}
  for i = 0, 255 do
    local crc = i
    for _ = 1, 8 do crc = crc & 1 == 1 and crc >> 1 ~ 0xEDB88320 or crc >> 1 end
    entries[i] = crc
  end
  return entries
end

local CRC = crc_table()

local function crc32(data)
  local crc, entries = 0xFFFFFFFF, CRC
  for first = 1, #data, 4096 do
    local bytes = table.pack(data:byte(first, first + 4095))
    for i = 1, bytes.n do crc = entries[(crc ~ bytes[i]) & 0xFF] ~ crc >> 8 end
  end
  return crc ~ 0xFFFFFFFF
end

--- In blocks that are not compressed.
---@param data string
---@return string
function M.store(data)
  local out = { HEAD }
  for first = 1, math.max(1, #data), MAX_BLOCK_BYTES do
    local block = data:sub(first, first + MAX_BLOCK_BYTES - 1)
    local last = first + #block > #data
    out[#out + 1] = ("<BI2I2"):pack(last and 1 or 0, #block, ~#block & 0xFFFF)
    out[#out + 1] = block
  end
  out[#out + 1] = ("<I4I4"):pack(crc32(data), #data & 0xFFFFFFFF)
  return table.concat(out)
end

--- Several libraries are called zlib; only one of them takes this.
local function deflater()
  local found, zlib = pcall(require, "zlib")
  if not found then return nil end
  local function deflate(data) return (zlib.deflate(nil, GZIP_WINDOW)(data, "finish")) end
  local works, bytes = pcall(deflate, "")
  return works and type(bytes) == "string" and bytes:find("^\x1F\x8B") and deflate or nil
end

---@type fun(data: string): string
M.compress = deflater() or M.store

--- Whether an Accept-Encoding header lets gzip through.
---@param accepted string? its value
---@return boolean
function M.is_accepted(accepted)
  for coding in (accepted or ""):lower():gmatch "[^,]+" do
    local name, weight = coding:match "^%s*([^%s;]+)%s*;?%s*(.-)%s*$"
    if name == "gzip" or name == "*" then return not weight:find "^q=0%.?0*$" end
  end
  return false
end

--- A reply as it is to be sent: compressed when it is large and the client takes that. Servers
-- that compress don't know the length beforehand: over HTTP/1.1 it goes out in chunks.
---@param request clickup.sandbox.Request
---@param reply clickup.sandbox.Reply
---@return clickup.sandbox.Reply
function M.reply(request, reply)
  local given = reply.headers
  if #reply.body <= MAX_PLAIN_BYTES or given["content-encoding"] or given["content-length"]
    or not M.is_accepted(request.headers["accept-encoding"]) then return reply end
  local headers = { ["content-encoding"] = "gzip", vary = "accept-encoding" }
  for name, value in pairs(given) do headers[name] = value end
  return { status = reply.status, headers = headers, body = M.compress(reply.body), chunked = true }
end

return M
