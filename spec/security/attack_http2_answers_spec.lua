-- SPDX-License-Identifier: MIT
-- HTTP/2 answers that mean harm: header compression that is broken or unpacks to too much, headers
-- without end or measure, statuses that are none, bodies that disagree with their headers.

local creates = require "spec.support.creates"
local h2 = require "spec.support.h2"
local h2_attacks = require "spec.support.h2_attacks"

local STATUS_200 = h2.indexed(8) -- of the static table
local MIB = ("x"):rep(1 << 20)
local FRAME = 16384

teardown(function() h2_attacks.finish "HTTP/2 answers" end)

local function body(stream) return h2.last_data(stream, h2.json "x") end

-- An answer with these fields, or with this block of bytes.
local function with(stream, fields) return h2.headers(stream, fields) .. body(stream) end

local function good(stream) return h2.headers(stream, h2.fields()) end

-- The same for a block of any size, in as many frames as it needs.
local function in_frames(stream, block, flags)
  local frames = {}
  for at = 1, math.max(#block, 1), FRAME do
    local is_last = at + FRAME > #block
    local make = at == 1 and h2.headers or h2.continuation
    frames[#frames + 1] = make(stream, block:sub(at, at + FRAME - 1),
      (is_last and h2.FLAGS.END_HEADERS or 0) | (at == 1 and flags or 0))
  end
  return table.concat(frames)
end

local function many(count, size)
  local fields = {}
  for i = 1, count do fields[i] = h2.field("x-" .. i, ("b"):rep(size or 1)) end
  return table.concat(fields)
end

describe("header compression", function()
  local BIG = h2.field("a", ("x"):rep(4000), true) -- 62 is its index
  h2_attacks.each(it, function(s)
    return {
      { "by the static table", with(s, STATUS_200), "taken" },
      { "by index 0", with(s, STATUS_200 .. h2.indexed(0)), "cut" },
      { "by an index of an empty table", with(s, STATUS_200 .. h2.indexed(62)), "cut" },
      { "by an index beyond 32 bits", with(s, STATUS_200 .. "\xff" .. ("\xff"):rep(4) .. "\x7f"),
        "cut" },
      { "by an index beyond all bits", with(s, STATUS_200 .. ("\xff"):rep(20) .. "\1"), "cut" },
      { "by an index without an end", with(s, STATUS_200 .. "\xff\xff\xff"), "cut" },
      { "by an index of a thousand zeros", with(s, STATUS_200 .. "\xff" .. ("\x80"):rep(1000)
        .. "\0"), "cut" },
      { "by a name of an index that is not there", with(s, STATUS_200 .. "\x0f\xff\xff\3\1x"),
        "cut" },
      { "by Huffman's garbage", with(s, STATUS_200 .. "\0\1a\x84\xff\xff\xff\xff"), "cut" },
      { "by Huffman's end of a string", with(s, STATUS_200 .. "\0\1a\x85\x3f\xff\xff\xff\xff"),
        "cut" },
      { "by Huffman with long padding", with(s, STATUS_200 .. "\0\1a\x82\x1f\xff"), "cut" },
      { "by Huffman with wrong padding", with(s, STATUS_200 .. "\0\1a\x81\0"), "cut" },
      { "by a text beyond the block", with(s, STATUS_200 .. "\0\1a\x7f\xff\xff\3xxx"), "cut" },
      { "by a text of 2^63 bytes", with(s, STATUS_200 .. "\0\1a\x7f" .. ("\xff"):rep(9) .. "\1"),
        "cut" },
      { "by half a text", with(s, STATUS_200 .. "\0\5a"), "cut" },
      { "by a table that changes its size midway", with(s, STATUS_200 .. "\x3f\xe1\x1f"
        .. h2.field("a", "b")), "cut" },
      { "by a table that is too large", with(s, "\x3f\xff\xff\xff\7" .. STATUS_200), "cut" },
      { "by a table that changes its size 10,000 times", with(s, ("\x20"):rep(10000)
        .. STATUS_200), "taken cut" },
      { "that is nothing", with(s, ""), "cut" },
      { "that unpacks to 48 MB, in one frame", with(s, STATUS_200 .. BIG
        .. h2.indexed(62):rep(12000)), "spoiled cut" },
      { "that unpacks to 192 MB", in_frames(s, STATUS_200 .. BIG .. h2.indexed(62):rep(48000))
        .. body(s), "spoiled cut" },
      { "that unpacks to 64 KB", with(s, STATUS_200 .. BIG .. h2.indexed(62):rep(16)),
        "spoiled cut" },
      { "that unpacks to 16,000 empty fields", with(s, STATUS_200 .. h2.field("a", "", true)
        .. h2.indexed(62):rep(16000)), "spoiled cut" },
    }
  end)
end)

describe("headers", function()
  h2_attacks.each(it, function(s)
    local function lone(name, value) return with(s, { h2.OK, { name, value } }) end
    local opened = h2.headers(s, STATUS_200, 0)
    return {
      { "in CONTINUATIONs that are empty, without end", { { "send", opened },
        { "flood", h2.continuation(s, ""):rep(1000), 100 } }, "cut" },
      { "in CONTINUATIONs without end", { { "send", opened },
        { "flood", h2.continuation(s, h2.field("a", ("x"):rep(1000))):rep(16), 1000 } }, "cut" },
      { "in CONTINUATIONs of small fields without end", { { "send", opened },
        { "flood", h2.continuation(s, h2.field("a", "b"):rep(3000)):rep(16), 100 } },
        "spoiled cut" },
      { "that are but a CONTINUATION", h2.continuation(s, STATUS_200, 4), "cut" },
      { "that go on on another stream", opened .. h2.continuation(s + 2, "", 4), "cut" },
      { "with data within", opened .. h2.data(s, "x"), "cut" },
      { "with a PING within", opened .. h2.ping(), "cut" },
      { "with a reset within", opened .. h2.reset(s, 0), "cut" },
      { "that are 1,000", in_frames(s, STATUS_200 .. many(1000)) .. body(s), "taken" },
      { "that are 10,000", in_frames(s, STATUS_200 .. many(10000)) .. body(s), "spoiled cut" },
      { "of 60 KB", in_frames(s, STATUS_200 .. many(60, 1000)) .. body(s), "taken" },
      { "of 70 KB", in_frames(s, STATUS_200 .. many(70, 1000)) .. body(s), "spoiled cut" },
      { "of which one has 60 KB", in_frames(s, STATUS_200 .. h2.field("a", MIB:sub(1, 60000)))
        .. body(s), "taken cut" },
      { "of which one has 1 MB", in_frames(s, STATUS_200 .. h2.field("a", MIB)) .. body(s), "cut" },
      { "of which a name has 1 MB", in_frames(s, STATUS_200 .. h2.field(MIB, "b")) .. body(s),
        "cut" },
      { "whose names are in upper case", lone("X-Upper", "b"), "clean cut" },
      { "without a name", lone("", "b"), "clean cut" },
      { "with a blank in a name", lone("a b", "c"), "clean cut" },
      { "with a colon in a name", lone("a: b\r\nc", "d"), "clean cut" },
      { "with a line end in a name", lone("a\r\nb", "c"), "clean cut" },
      { "with a field in a value", lone("a", "b\r\ncontent-length: 3\r\nx-inject: c"),
        "clean cut" },
      { "with an answer in a value", lone("a", "b\n\nHTTP/1.1 429 x"), "clean cut" },
      { "with a zero byte in a value", lone("a", "b\0c"), "clean cut" },
      { "with an escape sequence in a value", lone("a", "\27[2Jb"), "clean cut" },
      { "that look like a status line", lone("http/2 429 x", "1"), "clean cut" },
      { "of a connection", lone("connection", "close"), "clean cut" },
      { "of a transfer encoding", lone("transfer-encoding", "chunked"), "clean cut" },
      { "of an upgrade", lone("upgrade", "h2c"), "clean cut" },
      { "of a connection that is kept alive", lone("keep-alive", "timeout=1"), "clean cut" },
      { "of what follows", lone("te", "gzip"), "clean cut" },
      { "with what belongs to a request", with(s, { h2.OK, { ":path", "/" } }), "clean cut" },
      { "with what begins with a colon", with(s, { h2.OK, { ":token", "x" } }), "clean cut" },
      { "with the token", with(s, { h2.OK, { "x-token", creates.TOKEN } }), "taken" },
    }
  end)
end)

describe("a status", function()
  h2_attacks.each(it, function(s)
    local function status(text) return with(s, { { ":status", text } }) end
    local function early(fields) return h2.headers(s, { { ":status", "103" }, fields }) end
    local cases = {
      { "that is not there", with(s, { { "a", "b" } }), "cut" },
      { "twice", with(s, { h2.OK, h2.OK }), "cut" },
      { "and another", with(s, { h2.OK, { ":status", "500" } }), "cut" },
      { "behind a field", with(s, { { "a", "b" }, h2.OK }), "cut" },
      { "and another after it", good(s) .. with(s, { { ":status", "500" } }), "cut" },
      { "and an early one after it", good(s) .. early() .. body(s), "cut" },
      { "of 000", status "000", "cut" },
      { "of 205", status "205", "taken" },
      { "of 302", status "302", "answered", { sent = "yes" } },
      { "of 408", status "408", "answered" },
      { "of 429", status "429", "taken", { times = 2 } },
      { "of 500", status "500", "answered" },
      { "of 600", status "600", "answered" },
      { "of 999", status "999", "answered" },
      { "of 500 with the token", h2.headers(s, { { ":status", "500" }, { "x-token",
        creates.TOKEN } }) .. h2.last_data(s, '{"err":"' .. creates.TOKEN .. '"}'), "answered" },
      { "of 103 without end", { { "flood", early():rep(100), 3000 } }, "spoiled" },
      { "of 103 with 16 KB of headers without end", { { "flood", early { "a",
        ("x"):rep(16000) }, 1000 } }, "spoiled cut" },
      { "of 103 that is all", h2.last_headers(s, { { ":status", "103" } }), "cut" },
      { "of 103 with a body", early() .. body(s), "cut" },
      { "of 100, twenty times, and an answer", h2.headers(s, { { ":status", "100" } }):rep(20)
        .. h2.answer(s, "x"), "taken" },
      { "of 101, and an answer", h2.headers(s, { { ":status", "101" } }) .. h2.answer(s, "x"),
        "cut" },
      { "of 204 with a body", status "204", "cut spoiled" },
      { "of 304 with a body", status "304", "cut answered" },
    }
    for _, text in ipairs { "", "0", "20", "99", "101", "199", "2000", "-20", "+20", "abc", "2 0",
      "0x20", "200 OK", "200\r\na: b", "429\0", ("2"):rep(10000) } do
      cases[#cases + 1] = { ("of %q"):format(text:sub(1, 20)), status(text), "cut" }
    end
    return cases
  end)
end)

describe("a length", function()
  h2_attacks.each(it, function(s)
    local right = tostring(#h2.json "x")
    local function length(text, more)
      return with(s, h2.fields({ "content-length", text }, more))
    end
    local cases = {
      { "that is right", length(right), "taken" },
      { "that is right, twice", length(right, { "content-length", right }), "cut taken" },
      { "that is right, and another", length(right, { "content-length", "57" }), "cut" },
      { "of a body that is not there", h2.last_headers(s, h2.fields { "content-length", "10" }),
        "cut" },
    }
    for _, text in ipairs { "5", "500", "0", "-1", "abc", "", "0x3c", "1e2", "9223372036854775807",
      "99999999999999999999" } do
      cases[#cases + 1] = { ("of %q"):format(text), length(text), "cut" }
    end
    return cases
  end)
end)

describe("a body", function()
  h2_attacks.each(it, function(s)
    local data = h2.data(s, h2.json "x")
    return {
      { "that is not there", h2.last_headers(s, h2.fields()), "spoiled" },
      { "before its headers", body(s), "cut" },
      { "before its headers, and those", h2.data(s, h2.json "x")
        .. h2.last_headers(s, h2.fields()), "cut" },
      { "with a trailer", good(s) .. data .. h2.last_headers(s, { { "x-t", "1" } }), "taken" },
      { "with a status in its trailer", good(s) .. data
        .. h2.last_headers(s, { { ":status", "429" } }), "cut" },
      { "with a path in its trailer", good(s) .. data .. h2.last_headers(s, { { ":path", "/" } }),
        "cut" },
      { "with a trailer that is not the end", good(s) .. data .. h2.headers(s, { { "x-t", "1" } }),
        "cut" },
      { "with a status line in its trailer", good(s) .. data
        .. h2.last_headers(s, { { "http/2 429 x", "1" } }), "clean cut" },
      { "with a token in its trailer", good(s) .. data
        .. h2.last_headers(s, { { "x-t", creates.TOKEN } }), "taken" },
      { "with a trailer of 10,000 fields", good(s) .. data .. in_frames(s, many(10000), 1),
        "spoiled cut taken" },
      { "with a trailer of 1 MB", good(s) .. data .. in_frames(s, h2.field("a", MIB), 1),
        "cut spoiled taken" },
      { "with a retry-after in its trailer", good(s) .. data
        .. h2.last_headers(s, { { "retry-after", "999" } }), "taken" },
      { "in bytes", good(s) .. h2.json "x":gsub(".", function(byte) return h2.data(s, byte) end)
        .. h2.last_data(s, ""), "taken" },
      { "that says it is gzip", with(s, h2.fields { "content-encoding", "gzip" }), "spoiled" },
      { "that says it is chunks", with(s, h2.fields { "content-encoding", "chunked" }), "spoiled" },
    }
  end)
end)

describe("a server that agreed upon nothing", function()
  local plain = "HTTP/1.1 200 OK\r\nContent-Length: " .. #h2.json "x" .. "\r\n\r\n" .. h2.json "x"
  local function none(wait_for)
    return { alpn = "none", opening = { "plain", "" }, wait_for = wait_for, only = 1 }
  end
  h2_attacks.each(it, function()
    return {
      { "and speaks HTTP/1.1", { { "send", plain }, { "close" } }, "taken", none { "send", "" } },
      { "and speaks HTTP/2", { { "send", h2.settings() .. h2.answer(1, "x") }, { "close" } }, "cut",
        none { "send", "" } },
    }
  end)
end)
