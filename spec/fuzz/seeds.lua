-- SPDX-License-Identifier: MIT
-- Usage: make fuzz-seeds
-- Writes the seeds of the corpus anew, from the examples of the API's document.

local api = require "clickup.api"
local common = require "spec.fuzz.common"

local function write(target, name, bytes)
  local file <close> = assert(io.open(("spec/fuzz/corpus/%s/%s"):format(target, name), "wb"))
  file:write(bytes)
end

local function byte_of(name) return string.char(common.index(name)) end

for _, entry in ipairs(api) do
  if entry.answer and entry.example then
    write("decode", entry.name, byte_of(entry.name) .. (entry.example.answer:gsub("\n", " ")))
  end
end
write("decode", "numbers", byte_of "request"
  .. '[0,-0.0,1e3,1e400,9007199254740993,9223372036854775808,-9223372036854775808,0.1,1E-7]')
write("decode", "strings", byte_of "request"
  .. [[{"a":"\ud83e\udd8a","b":"\ud83e x","c":"\u0041"}]])
write("decode", "nulls", byte_of "request" .. '[null,1,null,{"a":null,"b":[null]},[],{}]')
write("decode", "deep", byte_of "request" .. ("["):rep(40) .. ("]"):rep(40))

local HEADS = {
  refused = "HTTP/1.1 404 Not Found\r\nContent-Type: application/json\r\n\r\n"
    .. '{"err":"Goal not found","ECODE":"GOAL_001"}',
  unauthorized = 'HTTP/2 401 \r\n\r\n{"err":"Token invalid: pk_1_FUZZSECRET","ECODE":"OAUTH_025"}',
  limited = "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 17\r\nX-RateLimit-Limit: 100\r\n"
    .. "X-RateLimit-Remaining: 0\r\nX-RateLimit-Reset: 1700000017\r\n\r\n"
    .. '{"err":"Rate limit reached"}',
  moved = "HTTP/1.1 302 Found\r\nLocation: https://example.com/pk_1_FUZZSECRET\r\n\r\n",
  html = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><body>Bad</body></html>",
  down = "HTTP/1.1 503 \r\nx-datadog-trace-id: 12345\r\n\r\n",
}
for name, text in pairs(HEADS) do
  write("error", name, byte_of "create_key_result" .. "\0" .. text)
end
write("error", "curl", byte_of "get_goal" .. "\28" .. HEADS.down)

write("headers", "limits", HEADS.limited)
write("headers", "dates", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 503 x\r\n"
  .. "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\nRetry-After: Sun, 06 Nov 1994 08:50:37 GMT\r\n\r\n")
write("headers", "odd", "HTTP/1.1  200\nA:b\na : c\n: d\nno colon\nHTTP/ : x\nX-RateLimit-Limit:\n")

local SEND = "\2\0\0"
write("retry", "by_hand", "\3\1" .. SEND:rep(5) .. "\0\20\0" .. SEND
  .. "\0\100\0\0\200\0" .. SEND)
write("retry", "learned", "\0\0\1\0\2" .. SEND:rep(3) .. "\1\131\5" .. SEND .. "\1\1\9"
  .. SEND .. "\0\250\0" .. SEND)

for i, base in ipairs { "https://api.clickup.com/api", "http://localhost:8080/",
  "HTTP://[::1]:1/x//", "http://0x7f.1/", "https://a:b@c/", "https://h/?q#f" } do
  write("url", "base" .. i, "\0" .. base)
end
for i, path in ipairs { "/v2/task/9hz?custom_task_ids=true", "/v2/../x", "/v2/a b",
  "//evil.example/" } do
  write("url", "path" .. i, "\1" .. path)
end
write("url", "id", "\2e53a033c-900e-462d-a849-4a216b06d930")
write("url", "odd_id", "\2../\xc3\xa9 ?#%")

write("utf8", "valid", '\255a"\\ \xc3\xa9\xe2\x82\xac\xf0\x9f\xa6\x8a\127\xc2\x80')
write("utf8", "overlong", "\255\xc0\xaf\xe0\x80\xaf")
write("utf8", "surrogate", "\255\xed\xa0\x80")
write("utf8", "beyond", "\255\xf4\x90\x80\x80")
write("utf8", "zero", "\255a\0b")

write("encode", "typed", string.char(58) .. ("\1\2\3\4\5\6\7\8"):rep(12))
write("encode", "any", "\5" .. ("\1\3\100\7\40\2"):rep(12))
write("encode", "vocabulary", string.char(224) .. ("\10\2\8\11\9\1\5\7"):rep(8))
write("encode", "query", "\40" .. ("\2\1\3"):rep(6))

return function() end
