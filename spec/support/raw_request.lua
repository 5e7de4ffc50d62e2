-- SPDX-License-Identifier: MIT

local raw_request = {}

--- The length of the HTTP/1.1 request that `bytes` begin with, or nil while it isn't complete.
---@param bytes string
---@return integer?
function raw_request.length(bytes)
  local _, head_end = bytes:find("\r\n\r\n", 1, true)
  if not head_end then
    return nil
  end
  local head = bytes:sub(1, head_end):lower()
  local length = head_end + math.tointeger(head:match("\r\ncontent%-length: *(%d+)") or 0)
  return length <= #bytes and length or nil
end

--- Cuts what a connection carried into requests; the last may be incomplete.
---@param bytes string
---@return string[]
function raw_request.split(bytes)
  local requests = {}
  while bytes ~= "" do
    local length = raw_request.length(bytes) or #bytes
    requests[#requests + 1] = bytes:sub(1, length)
    bytes = bytes:sub(length + 1)
  end
  return requests
end

return raw_request
