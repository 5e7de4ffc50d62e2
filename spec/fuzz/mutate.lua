-- SPDX-License-Identifier: MIT
-- Valid HTTP/1.1 answers, and what can go wrong with their bytes on the way.

local compress = require "spec.support.compress"

local mutate = {}

local random = math.random

local function pick(list) return list[random(#list)] end

local function head(status, headers, body)
  return ("HTTP/1.1 %s\r\n%s\r\n\r\n%s"):format(status, table.concat(headers, "\r\n"), body)
end

local function json(id)
  return ('{"key_result":{"id":"k-%s","name":"%s","owners":[{"id":183}],"steps_end":10,"x":null}}')
    :format(id, id)
end

local function chunked(body)
  local parts, at = {}, 1
  while at <= #body do
    local n = random(40)
    local piece = body:sub(at, at + n - 1)
    parts[#parts + 1] = ("%x\r\n%s\r\n"):format(#piece, piece)
    at = at + n
  end
  return table.concat(parts) .. "0\r\n" .. (random(4) == 1 and "X-Trailer: 1\r\n" or "") .. "\r\n"
end

local gzipped = compress.gzip('{"key_result":{"id":"k-any","name":"any"}}')

local templates = {
  function(id) return head("200 OK", { "Content-Length: " .. #json(id) }, json(id)) end,
  function(id) return head("200 OK", { "Transfer-Encoding: chunked" }, chunked(json(id))) end,
  function(id) return head("200 OK", { "Connection: close" }, json(id)) end,
  function(id)
    local body = compress.deflate(json(id))
    return head("200 OK", { "Content-Encoding: deflate", "Content-Length: " .. #body }, body)
  end,
  function()
    return head("200 OK", { "Content-Encoding: gzip", "Transfer-Encoding: chunked" },
      chunked(gzipped))
  end,
  function(id)
    return "HTTP/1.1 100 Continue\r\n\r\n"
      .. head("200 OK", { "Content-Length: " .. #json(id), "X-RateLimit-Limit: 1000" }, json(id))
  end,
  function() return head("204 No Content", { "X-A: b" }, "") end,
  function() return head("429 Too Many", { "Retry-After: 0", "Content-Length: 0" }, "") end,
  function()
    return head("404 Not Found", { "Content-Length: 43" },
      '{"err":"Goal not found","ECODE":"GOAL_0001"}')
  end,
  function() return head("503 Service Unavailable", { "Content-Length: 2" }, "{}") end,
  function() return head("302 Found", { "Location: /elsewhere", "Content-Length: 0" }, "") end,
}

local WORDS = { "\r\n", "\r\n\r\n", "\n", "\0", " ", ":", "0\r\n\r\n", "ffffffffffffffff\r\n",
  "Content-Length: 99999999999999999999\r\n", "Content-Length: -1\r\n", "Content-Length: 3\r\n",
  "Transfer-Encoding: chunked\r\n", "Transfer-Encoding: gzip, chunked\r\n",
  "Connection: close\r\n", "Retry-After: 99999999999\r\n",
  "Content-Encoding: br\r\n", "Content-Encoding: gzip\r\n", "HTTP/1.1 200 OK\r\n",
  "HTTP/1.1 100 \r\n\r\n", "HTTP/2 200\r\n", "HTTP/9.9 999 \r\n", "HTTP/1.1 429 a:b\r\n",
  "Retry-After: Thu, 01 Jan 2100 00:00:00 GMT\r\n", "Upgrade: h2c\r\nConnection: Upgrade\r\n",
  "Location: file:///etc/passwd\r\n", "Set-Cookie: a=b\r\n", "WWW-Authenticate: Basic\r\n",
  "{", "\"", "null", "[[[[[[[[", "1e999", "\\ud800", "\xff\xfe" }

local function replace(text, from, to, with)
  return text:sub(1, from - 1) .. with .. text:sub(to + 1)
end

-- Mostly in the head, where a byte counts for more.
local function place(text)
  return random(random(3) == 1 and #text or math.min(#text, 90))
end

local mutations = {
  function(text) -- flip a bit
    local at = place(text)
    return replace(text, at, at, string.char(text:byte(at) ~ 1 << random(0, 7)))
  end,
  function(text) -- another byte
    local at = place(text)
    return replace(text, at, at, string.char(random(0, 255)))
  end,
  function(text) return text:sub(1, random(0, #text)) end,
  function(text)
    local at = place(text)
    return replace(text, at, at + random(0, 12), "")
  end,
  function(text)
    local at = place(text)
    return replace(text, at, at - 1, pick(WORDS))
  end,
  function(text) -- a word at the begin of a line
    local ends = {}
    for at in text:gmatch "\r\n()" do ends[#ends + 1] = at end
    if #ends == 0 then return text end
    local at = pick(ends)
    return replace(text, at, at - 1, pick(WORDS))
  end,
  function(text) -- said twice
    local from = place(text)
    local to = math.min(#text, from + random(0, 60))
    return replace(text, to + 1, to, text:sub(from, to))
  end,
  function(text) -- lengths that lie
    return (text:gsub("(Content%-Length: )(%d+)", function(name, n)
      return name .. math.max(0, n + random(-9, 9))
    end):gsub("\r\n(%x+)\r\n", function(n)
      return random(3) == 1 and ("\r\n%x\r\n"):format(math.max(0, tonumber(n, 16) + random(-4, 4)))
    end))
  end,
  function(text) return text .. text end,
  function(text) return text .. string.rep(pick(WORDS), random(200)) end,
}

--- An answer to the call `id`, mutated none to four times, and how it is sent:
--- in pieces of so many bytes, and what becomes of the connection then.
function mutate.plan(id)
  local bytes = pick(templates)(id)
  for _ = 1, random(0, 4) do
    if bytes ~= "" then bytes = pick(mutations)(bytes) end
  end
  return {
    bytes = bytes,
    piece = pick { 1, 7, 64, 1 << 16, 1 << 16, 1 << 16 },
    finish = pick { "keep", "keep", "close", "close", "shut", "reset" },
  }
end

return mutate
