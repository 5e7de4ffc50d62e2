-- SPDX-License-Identifier: MIT
--- What a handler may answer.

local json = require "clickup.sandbox.json"

local M = {}

---@class clickup.sandbox.Reply
---@field status integer
---@field headers table<string, string> lower-case names
---@field body string
---@field chunked boolean? its length is not told

---@param status integer
---@param value table
---@return clickup.sandbox.Reply
function M.json(status, value)
  return {
    status = status,
    headers = { ["content-type"] = "application/json; charset=utf-8" },
    body = json.encode(value),
  }
end

--- ClickUp's error answer.
---@param status integer
---@param err string
---@param code string the ECODE
---@return clickup.sandbox.Reply
function M.refuse(status, err, code)
  return M.json(status, { err = err, ECODE = code })
end

--- The page of the web framework, which a path answers whose method is wrong.
---@param status integer
---@param text string
---@return clickup.sandbox.Reply
function M.page(status, text)
  local escaped = text:gsub("[<>&]", { ["<"] = "&lt;", [">"] = "&gt;", ["&"] = "&amp;" })
  return {
    status = status,
    headers = { ["content-type"] = "text/html; charset=utf-8" },
    body = '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
      .. "<title>Error</title>\n</head>\n<body>\n<pre>" .. escaped
      .. "</pre>\n</body>\n</html>\n",
  }
end

return M
