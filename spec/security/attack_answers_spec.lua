-- SPDX-License-Identifier: MIT
-- Answers that lie about where they end, what they are, and how much there is of them.

local attacks = require "spec.support.attacks"
local compress = require "spec.support.compress"
local creates = require "spec.support.creates"
local process = require "spec.support.process"
local scripted_server = require "spec.support.scripted_server"

local http, JSON = scripted_server.http, creates.JSON
local CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
local MIB = ("a"):rep(1 << 20)
local GOOD_CHUNK = ("%x\r\n%s\r\n"):format(#JSON, JSON)

local function lone(head, body) return "HTTP/1.1 " .. head .. "\r\n\r\n" .. (body or "") end

-- The answer that would be good, with these header lines.
local function with(lines, body) return lone("200 OK\r\n" .. lines, body or JSON) end

local function chunk(size) return CHUNKED .. size .. "\r\n" .. JSON .. "\r\n0\r\n\r\n" end

local function gzip(bytes)
  local folder = process.folder()
  process.write_file(folder .. "/bytes", bytes)
  local pipe <close> = assert(io.popen("gzip -9nc " .. folder .. "/bytes; rm -rf " .. folder))
  return pipe:read "a"
end

local function gzip_often(bytes, times)
  for _ = 1, times do bytes = gzip(bytes) end
  return bytes
end

local function encoded(names, body) return http(200, { "Content-Encoding: " .. names }, body) end

teardown(function() attacks.tell "answers" end)

describe("headers", function()
  attacks.each(it, {
    { "that are 10,000", with(("X-A: b\r\n"):rep(10000)), "decode",
      "the answer has more than 4096 header lines" },
    { "that are 4,000 and have 68 KB", with(("X-A: 1234567890\r\n"):rep(4000)), "decode",
      "the answer's headers exceed 65536 bytes" },
    { "of which one has 1 MB", with("X-A: " .. MIB), "transport decode", "" },
    { "whose names have 1 MB", with(MIB .. ": a"), "transport decode", "" },
    { "without an end", { { "send", "HTTP/1.1 200 OK\r\nX-A: " }, { "send", MIB:rep(4) },
      { "eof" } }, "transport decode" },
    { "that never end, small", { { "send", "HTTP/1.1 200 OK\r\nX-A: a" }, { "eof" } }, "timeout",
      "", { timeout = 0.2 } },
    { "that set 3,000 cookies", with(("Set-Cookie: a=b\r\n"):rep(3000) .. "Content-Length: "
      .. #JSON), "taken" },
    { "without a colon", with("NoColon\r\nContent-Length: 28"), "transport",
      "" },
    { "with a zero byte", with "X-A: a\0b", "transport", "" },
    { "with escape sequences", with "X-A: \27[2J\27]0;x\7", "taken" },
    { "that are bytes without meaning", with "\1\2\255\254: \1\2\255", "taken" },
    { "that are folded", with "X-A: a\r\n b\r\n\tc", "taken" },
    { "whose lines end in LF", "HTTP/1.1 200 OK\nContent-Length: 28\n\n" .. JSON, "taken" },
    { "whose lines end in CR", "HTTP/1.1 200 OK\rContent-Length: 28\r\r" .. JSON, "transport" },
    { "with the status line of another answer", with "HTTP/1.1 404 x: y", "taken" },
    { "with the beginning of a status line", with "HTTP/x: y", "taken" },
    { "that are a trailer of 10,000", CHUNKED .. GOOD_CHUNK .. "0\r\n" .. ("X-T: a\r\n"):rep(10000)
      .. "\r\n", "decode", "the answer has more than 4096 header lines" },
    { "that are a trailer of 1 MB", CHUNKED .. GOOD_CHUNK .. "0\r\nX: " .. MIB .. "\r\n\r\n",
      "transport decode" },
    { "that are a trailer with a status line of 429", CHUNKED .. GOOD_CHUNK
      .. "0\r\nHTTP/1.1 429 x: y\r\n\r\n", "taken" },
    { "whose Date is 60 KB", with("Date: " .. ("9"):rep(60000)), "taken" },
    { "with limits beyond all numbers", with("X-RateLimit-Limit: " .. ("9"):rep(40)
      .. "\r\nX-RateLimit-Remaining: -1\r\nX-RateLimit-Reset: 1e99"), "taken" },
  })
end)

describe("a length", function()
  attacks.each(it, {
    { "below zero", with "Content-Length: -1", "transport", "" },
    { "that is empty", with "Content-Length: ", "transport", "" },
    { "beyond 64 bits", with "Content-Length: 99999999999999999999", "taken" },
    { "of 2^63 - 1", with "Content-Length: 9223372036854775807", "transport", "" },
    { "in hexadecimal", with "Content-Length: 0x1c", "decode transport" },
    { "with an exponent", with "Content-Length: 1e2", "decode transport" },
    { "that differs from another, and is longer", with "Content-Length: 28\r\nContent-Length: 100",
      "transport", "" },
    { "that differs from another, and is shorter", with "Content-Length: 28\r\nContent-Length: 10",
      "decode transport" },
    { "beside chunks", lone("200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked",
      GOOD_CHUNK .. "0\r\n\r\n"), "taken" },
    { "of a gigabyte, and silence", { { "send", with "Content-Length: 1073741824" }, { "eof" } },
      "decode", "exceeds max_response_bytes", { timeout = 0.3, max_response_bytes = 20 } },
    { "that no body follows", { { "send", lone "200 OK\r\nContent-Length: 28" }, { "eof" } },
      "timeout", "", { timeout = 0.2 } },
  })
end)

describe("a chunk", function()
  attacks.each(it, {
    { "of ffffffffffffffff", chunk "ffffffffffffffff", "transport" },
    { "of 7fffffffffffffff", chunk "7fffffffffffffff", "transport", "" },
    { "of 8000000000000000", chunk "8000000000000000", "transport" },
    { "of 17 digits", chunk "10000000000000000", "transport", "" },
    { "of 1 MB of digits", chunk(("0"):rep(1 << 20)), "transport" },
    { "below zero", chunk "-5", "transport", "" },
    { "with a plus", chunk "+1c", "transport", "" },
    { "with 0x", chunk "0x1c", "transport" },
    { "after a blank", chunk " 1c", "transport", "" },
    { "without a size", chunk "", "transport", "" },
    { "with an extension of 1 MB", chunk("1c;" .. MIB), "taken" },
    { "without an end", { { "send", CHUNKED .. "1c\r\n" .. JSON }, { "eof" } }, "timeout", "",
      { timeout = 0.2 } },
    { "that is one of a million of one byte", CHUNKED .. ("1\r\n \r\n"):rep(1000000), "decode",
      "max_response_bytes", { max_response_bytes = 100000 } },
    { "under an unknown transfer encoding", lone("200 OK\r\nTransfer-Encoding: xchunked", JSON),
      "decode", "" },
  })
end)

describe("a status", function()
  local function status(line) return line .. "\r\nContent-Length: 28\r\n\r\n" .. JSON end
  attacks.each(it, {
    { "of 000", status "HTTP/1.1 000 OK", "transport" },
    { "of two digits", status "HTTP/1.1 20 OK", "transport" },
    { "of four digits", status "HTTP/1.1 2000 OK", "transport" },
    { "of four digits and no more", status "HTTP/1.1 2000", "transport" },
    { "with letters behind it", status "HTTP/1.1 200OK", "transport" },
    { "with a tab behind it", status "HTTP/1.1 200\tOK", "transport" },
    { "after two blanks", status "HTTP/1.1  200 OK", "transport" },
    { "after a tab", status "HTTP/1.1\t200 OK", "transport" },
    { "below zero", status "HTTP/1.1 -20 OK", "transport" },
    { "of 199", status "HTTP/1.1 199 OK", "transport" },
    { "of HTTP/1.2", status "HTTP/1.2 200 OK", "transport" },
    { "of HTTP/9.9", status "HTTP/9.9 200 OK", "transport" },
    { "of a line of 1 MB", status("HTTP/1.1 200 " .. MIB), "transport decode" },
    { "101, to another protocol", lone("101 Switching Protocols\r\nUpgrade: websocket\r\n"
      .. "Connection: Upgrade", JSON), "transport", "the answer has no status" },
    { "101, to HTTP/2", lone("101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade",
      JSON), "transport", "the answer has no status" },
    { "204 with a body", lone("204 No Content\r\nContent-Length: 28", JSON), "decode",
      "the answer is empty" },
    { "205 with a body", lone("205 Reset Content\r\nContent-Length: 28", JSON), "taken" },
    { "206 of another part", lone("206 Partial\r\nContent-Range: bytes 5-9/99\r\n"
      .. "Content-Length: 5", "x\":{}"), "decode" },
    { "304 with a body", lone("304 Not Modified\r\nContent-Length: 28", JSON), "api",
      "no condition was sent" },
    { "100, 20,000 times and then nothing", { { "send", lone "100 Continue":rep(20000) },
      { "eof" } }, "decode", "the answer has more than 4096 header lines" },
    { "103, 20,000 times and then nothing", { { "send", lone "103 Early":rep(20000) },
      { "eof" } }, "decode", "the answer has more than 4096 header lines" },
    { "100, drop by drop", { { "drip", lone "100 Continue":rep(100), 0.02 } }, "timeout", "",
      { deadline = 0.4 } },
    { "103 with 60 KB of headers, a hundred times", lone("103 Early Hints\r\nX: "
      .. ("x"):rep(60000)):rep(100), "decode", "the answer's headers exceed 262144 bytes" },
  })
end)

describe("an encoding", function()
  local small = { max_response_bytes = 1 << 20 }
  attacks.each(it, {
    { "of gzip twice", encoded("gzip, gzip", gzip_often(JSON, 2)), "taken" },
    { "of gzip six times", encoded("gzip, gzip, gzip, gzip, gzip, gzip", gzip_often(JSON, 6)),
      "decode", "" },
    { "of gzip a thousand times", encoded(("gzip, "):rep(999) .. "gzip", JSON), "decode",
      "" },
    { "that hides 40 MiB of blanks", encoded("gzip", compress.gzip_blanks(40 << 20)), "decode",
      "exceeds max_response_bytes (1048576)", small },
    { "that hides 80 MiB twice over", encoded("gzip, gzip",
      gzip(compress.gzip_blanks(80 << 20))), "decode", "exceeds max_response_bytes", small },
    { "that hides as much in a refusal", http(500, { "Content-Encoding: gzip" },
      compress.gzip_blanks(40 << 20)), "decode", "exceeds max_response_bytes", small },
    { "of deflate that hides 8 MiB", encoded("deflate, gzip",
      gzip(compress.deflate((" "):rep(60000)))), "decode", "exceeds max_response_bytes",
      { max_response_bytes = 1000 } },
    { "of gzip with bytes behind its end", encoded("gzip", compress.gzip(JSON) .. MIB), "decode" },
    { "of two gzips, one after the other", encoded("gzip", compress.gzip(JSON):rep(2)),
      "decode" },
    { "of brotli that is none", encoded("br", JSON), "decode" },
    { "that nobody knows", encoded("rot13", JSON), "decode", "" },
  })
end)

describe("a server that speaks something else", function()
  local ZERO_NINE = "Received HTTP/0.9 when not allowed"
  attacks.each(it, {
    { "HTTP/0.9", JSON, "transport", ZERO_NINE },
    { "SSH", "SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n", "transport", ZERO_NINE },
    { "SMTP", "220 mail.example.com ESMTP\r\n500 what\r\n", "transport", ZERO_NINE },
    { "FTP", "220 ready\r\n", "transport", ZERO_NINE },
    { "IMAP", "* OK IMAP4rev1\r\n", "transport", ZERO_NINE },
    { "RTSP", "RTSP/1.0 200 OK\r\nContent-Length: 28\r\n\r\n" .. JSON, "transport", ZERO_NINE },
    { "ICY", "ICY 200 OK\r\n\r\n" .. JSON, "transport", ZERO_NINE },
    { "TLS", "\x15\x03\x01\x00\x02\x02\x28", "transport", ZERO_NINE },
    { "HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0", "transport", ZERO_NINE },
    { "HTTP/2's frames", "\0\0\18\4\0\0\0\0\0\0\3\0\0\0\100\0\4\0\1\0\0\0\2\0\0\0\0", "transport",
      ZERO_NINE },
    { "noise", ("\0\1\2\255\254"):rep(100000), "transport", ZERO_NINE },
    { "half of HTTP", "HTTP/1.", "transport" },
    { "a request", "POST / HTTP/1.1\r\nHost: x\r\n\r\n", "transport", ZERO_NINE },
  })
end)

describe("a server that takes its time", function()
  local deadline = { deadline = 0.4, timeout = 30 }
  attacks.each(it, {
    { "never answers", { { "eof" } }, "timeout", "deadline passed", deadline },
    { "drips its headers", { { "drip", "HTTP/1.1 200 OK\r\nX: " .. ("y"):rep(500), 0.05 } },
      "timeout", "deadline passed", deadline },
    { "drips its body", { { "send", "HTTP/1.1 200 OK\r\n\r\n" }, { "drip", JSON, 0.05 } },
      "timeout", "deadline passed", deadline },
    { "drips its chunks", { { "send", CHUNKED }, { "drip", ("1\r\n \r\n"):rep(99), 0.05 } },
      "timeout", "deadline passed", deadline },
    { "drips gzip", { { "send", lone "200 OK\r\nContent-Encoding: gzip" },
      { "drip", compress.gzip(JSON:rep(20)), 0.05 } }, "timeout", "deadline passed", deadline },
    { "has a body without an end", { { "send", "HTTP/1.1 200 OK\r\n\r\n" },
      { "send", MIB:rep(40) }, { "eof" } }, "decode", "exceeds max_response_bytes (16777216)",
      { mib = 64 } },
  })
end)
