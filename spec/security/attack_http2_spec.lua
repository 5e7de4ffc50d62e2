-- SPDX-License-Identifier: MIT
-- HTTP/2 frames that mean harm: streams that are reset, goodbyes, pushes, floods, windows, frames
-- that lie about their size, connections that end. What answers hold: attack_http2_answers_spec;
-- many calls at once: attack_http2_many_spec.

local creates = require "spec.support.creates"
local h2 = require "spec.support.h2"
local h2_attacks = require "spec.support.h2_attacks"

local MOST = (1 << 31) - 1
local LARGE = { name = ("x"):rep(100000) } -- more than the first window
local ESCAPES = "\27[2J\27]0;x\7\r\n\0" .. creates.TOKEN

local function json(stream, from, to)
  return h2.data(stream, h2.json "x":sub(from or 1, to or -1))
end

local function good(stream) return h2.headers(stream, h2.fields()) end

local function goaway_words(size) return ESCAPES:rep(size // #ESCAPES + 1):sub(1, size) end

teardown(function() h2_attacks.finish "HTTP/2 frames" end)

describe("a stream that is reset", function()
  h2_attacks.each(it, function(s)
    local cases = {
      { "by a frame that is too short", h2.frame("RST_STREAM", 0, s, "abc"), "cut" },
      { "that is the connection itself", h2.reset(0, 0), "cut" },
      { "that is nobody's yet", h2.reset(s + 20, 0), "cut" },
      { "that is the server's own", h2.reset(2, 0), "cut" },
      { "twice", h2.reset(s, h2.CANCEL):rep(2), "cut" },
      { "and answered then", h2.reset(s, h2.CANCEL) .. h2.answer(s, "x"), "cut" },
      { "after its answer", h2.answer(s, "x") .. h2.reset(s, h2.INTERNAL_ERROR), "taken cut" },
    }
    for code = 0, 14 do
      local name = h2.CODES[code] or "a code that nobody knows"
      local reset = h2.reset(s, code)
      for _, case in ipairs {
        { "", reset, "cut" },
        { " behind headers", good(s) .. reset, "cut spoiled" },
        { " after headers", { { "send", good(s) }, { "pong" }, { "send", reset } },
          "cut spoiled" },
        { " within the body", good(s) .. json(s, 1, 9) .. reset, "cut spoiled" },
        { " behind all but its end", good(s) .. json(s) .. reset, "cut taken" },
        { " after a 103", h2.headers(s, { { ":status", "103" } }) .. reset, "cut" },
      } do cases[#cases + 1] = { "with " .. name .. case[1], case[2], case[3] } end
    end
    return cases
  end)
end)

describe("a goodbye", function()
  h2_attacks.each(it, function(s)
    local cases = {
      { "that is too short", h2.frame("GOAWAY", 0, 0, "abc"), "cut" },
      { "on a stream", h2.frame("GOAWAY", 0, s, ("\0"):rep(8)), "cut" },
      { "as it should be, in two steps", h2.goaway(MOST, 0) .. h2.goaway(s, 0)
        .. h2.answer(s, "x"), "taken" },
      { "that takes more streams than the one before", h2.goaway(s, 0) .. h2.goaway(s + 100, 0)
        .. h2.answer(s, "x"), "cut" },
      { "that takes fewer streams than the one before", h2.goaway(MOST, 0) .. h2.goaway(0, 0),
        "cut" },
      { "a thousand times", h2.goaway(s, 0):rep(1000) .. h2.answer(s, "x"), "taken cut" },
    }
    for _, code in ipairs { 0, h2.INTERNAL_ERROR, h2.REFUSED_STREAM, h2.ENHANCE_YOUR_CALM,
      h2.HTTP_1_1_REQUIRED, 14 } do
      local name = "with " .. (h2.CODES[code] or "a code that nobody knows")
      for _, case in ipairs {
        { " below the stream", h2.goaway(s > 1 and s - 2 or 0, code), "cut" },
        { " and an answer", h2.goaway(s, code) .. h2.answer(s, "x"), "taken" },
        { " at the stream, and the end", { { "send", h2.goaway(s, code) }, { "close" } }, "cut" },
        { " above it, and the end", { { "send", h2.goaway(MOST, code) }, { "bye" } }, "cut" },
      } do cases[#cases + 1] = { name .. case[1], case[2], case[3] } end
    end
    for _, size in ipairs { 1000, 16000, 1 << 20 } do
      local words = goaway_words(size)
      cases[#cases + 1] = { ("with %d bytes of words"):format(size),
        h2.goaway(s > 1 and s - 2 or 0, h2.INTERNAL_ERROR, words), "cut" }
      cases[#cases + 1] = { ("with %d bytes of words, and an answer"):format(size),
        h2.goaway(s, 0, words) .. h2.answer(s, "x"), size < 1 << 14 and "taken" or "cut" }
    end
    return cases
  end)
end)

describe("what nobody asked for", function()
  local REQUEST = { { ":method", "GET" }, { ":scheme", "https" }, { ":authority", "127.0.0.1" },
    { ":path", "/api/v2/goal/one" } }
  h2_attacks.each(it, function(s)
    return {
      { "a push", h2.promise(s, 2, REQUEST) .. h2.answer(2, "pushed") .. h2.answer(s, "x"),
        "cut" },
      { "a push for a stream that is not there", h2.promise(s + 10, 2, REQUEST), "cut" },
      { "a push for the connection", h2.promise(0, 2, REQUEST), "cut" },
      { "a thousand pushes", h2.promise(s, 2, REQUEST):rep(1000), "cut" },
      { "an answer on a stream of the server's", h2.answer(2, "y"), "cut" },
      { "an answer on a stream that is not there yet", h2.answer(s + 2, "y"), "cut" },
      { "an answer on the connection", h2.answer(0, "y"), "cut" },
      { "a second answer", h2.answer(s, "x") .. h2.answer(s, "y"), "taken" },
      { "a second answer, later", { { "send", h2.answer(s, "x") }, { "pong" },
        { "send", h2.answer(s, "y") } }, "taken" },
      { "a second answer to the call before", h2.answer(1, "y") .. h2.answer(s, "x"), "cut taken",
        { only = 3 } },
      { "data for a stream that is not there yet", h2.data(s + 2, "x"), "cut" },
      { "data for the connection", h2.data(0, "x"), "cut" },
      { "data behind the end", h2.answer(s, "x") .. h2.data(s, "y"):rep(10), "taken" },
      { "data behind the end, later", { { "send", h2.answer(s, "x") }, { "pong" },
        { "send", h2.data(s, "y"):rep(10) } }, "taken" },
      { "a window for a stream that is not there yet", h2.window(s + 30, 1), "cut" },
      { "SETTINGS on a stream", h2.frame("SETTINGS", 0, s), "cut" },
      { "a PING on a stream", h2.frame("PING", 0, s, "12345678"), "cut" },
      { "a PRIORITY on itself", h2.frame("PRIORITY", 0, s, (">I4B"):pack(s, 1))
        .. h2.answer(s, "x"), "cut taken" },
      { "frames that nobody knows", h2.frame(77, 255, s, ("x"):rep(16384)):rep(10)
        .. h2.answer(s, "x"), "taken" },
      { "an answer before the body has come, and no more of that", h2.answer(s, "x")
        .. h2.reset(s, 0), "taken cut", { wait_for = { "head", s }, body = LARGE } },
      { "a refusal before the body has come, and no more of that", h2.last_headers(s,
        { { ":status", "413" } }) .. h2.reset(s, 0), "answered cut",
        { wait_for = { "head", s }, body = LARGE, sent = "yes unknown" } },
    }
  end)
end)

describe("a flood", function()
  local function flood(frame, times, s)
    return { { "flood", frame:rep(100), times / 100 }, { "send", h2.answer(s, "x") } }
  end
  h2_attacks.each(it, function(s)
    return {
      { "of 500 SETTINGS", flood(h2.settings(), 500, s), "taken" },
      { "of SETTINGS in one frame", flood(h2.settings(h2.setting("streams", 100):rep(2700)), 100,
        s), "cut taken" },
      { "of a thousand answers to SETTINGS", flood(h2.frame("SETTINGS", 1, 0), 1000, s), "cut" },
      { "of 300 PINGs", flood(h2.ping(), 300, s), "taken" },
      { "of 300,000 PINGs", flood(h2.ping(), 300000, s), "cut taken" },
      { "of 100,000 answers to PING", flood(h2.ping(1), 100000, s), "taken" },
      { "of 300,000 windows", flood(h2.window(0, 1), 300000, s), "taken" },
      { "of 100,000 priorities", flood(h2.frame("PRIORITY", 0, s, "\0\0\0\0\1"), 100000, s),
        "taken cut" },
      { "of 8 MB of frames that nobody knows", flood(h2.frame(77, 255, s, ("x"):rep(8000)), 1000,
        s), "taken" },
      { "of empty DATA", { { "send", good(s) }, { "flood", h2.data(s, ""):rep(1000), 100 },
        { "send", json(s) .. h2.last_data(s, "") } }, "taken cut" },
      { "of DATA", { { "send", good(s) }, { "flood", h2.data(s, (" "):rep(16384)), 3000 } },
        "spoiled", { max_response_bytes = 1 << 20 } },
      { "of DATA beyond every window, behind the end", { { "send", h2.answer(s, "x") },
        { "flood", h2.data(s, (" "):rep(16384)), 3000 } }, "taken" },
      { "of DATA in bytes", { { "send", good(s) }, { "flood", h2.data(s, " "):rep(1000), 100 },
        { "send", json(s) .. h2.last_data(s, "") } }, "taken" },
      { "of resets", flood(h2.reset(s, 0), 10000, s), "cut" },
    }
  end)
end)

describe("a window", function()
  h2_attacks.each(it, function(s)
    return {
      { "beyond all numbers, of the connection", h2.window(0, MOST):rep(2), "cut" },
      { "beyond all numbers, of the stream", h2.window(s, MOST):rep(2), "cut" },
      { "that is not larger, of the connection", h2.window(0, 0), "cut" },
      { "that is not larger, of the stream", h2.window(s, 0), "cut" },
      { "that is too short", h2.frame("WINDOW_UPDATE", 0, 0, "ab"), "cut" },
      { "that is as large as can be", h2.window(s, MOST - 65535) .. h2.answer(s, "x"), "taken" },
    }
  end)
end)

describe("SETTINGS", function()
  -- What they do to the first call is what is looked at: it is on its way when they come.
  local function with(name, value)
    return { settings = h2.setting(name, value), only = 1 }
  end
  h2_attacks.each(it, function(s)
    local answer = h2.answer(s, "x")
    return {
      { "without a stream", answer, "taken", { settings = h2.setting("streams", 0), only = 1,
        timeout = 0.5 } },
      { "with one stream", answer, "taken", { settings = h2.setting("streams", 1) } },
      { "with a window of 2^31", answer, "cut", with("window", 1 << 31) },
      { "with the largest window", answer, "taken", { settings = h2.setting("window", MOST) } },
      { "with frames of 0 bytes", answer, "cut", with("frame_size", 0) },
      { "with frames of 2^24 bytes", answer, "cut", with("frame_size", 1 << 24) },
      { "with the largest frames", answer, "taken",
        { settings = h2.setting("frame_size", (1 << 24) - 1) } },
      { "with pushes", answer, "cut taken", with("push", 1) },
      { "with pushes, twice as many", answer, "cut", with("push", 2) },
      { "without a table", answer, "taken", { settings = h2.setting("table_size", 0) } },
      { "with the largest table", answer, "taken",
        { settings = h2.setting("table_size", 0xffffffff) } },
      { "without headers", answer, "taken", { settings = h2.setting("header_size", 0) } },
      { "that nobody knows", answer, "taken", { settings = h2.setting(0xfafa, 0xffffffff) } },
      { "of half a setting", answer, "cut", { settings = "abc", only = 1 } },
      { "that are an answer with something in it", h2.frame("SETTINGS", 1, 0,
        h2.setting("streams", 1)), "cut" },
      { "that are never acknowledged", answer, "taken", { acknowledges = false } },
    }
  end)
end)

describe("a size", function()
  h2_attacks.each(it, function(s)
    return {
      { "of a frame beyond what is allowed", good(s) .. h2.data(s, (" "):rep(16385)),
        "cut spoiled" },
      { "of 16 MB that do not come", "\xff\xff\xff\0\0" .. (">I4"):pack(s), "cut" },
      { "of headers beyond what is allowed", h2.headers(s, h2.fields { "a", ("x"):rep(17000) }),
        "cut" },
      { "of padding that is more than there is of headers", h2.frame("HEADERS", 12, s, "\xff\x88"),
        "cut" },
      { "of padding that is right", good(s) .. h2.frame("DATA", 9, s, "\xff" .. h2.json "x"
        .. ("\0"):rep(255)), "taken" },
      { "of headers below that of their priority", h2.frame("HEADERS", 36, s, "ab"), "cut" },
      { "of a PING that is too short", h2.frame("PING", 0, 0, "123"), "cut" },
      { "of a PING that is too long", h2.frame("PING", 0, 0, ("1"):rep(100)), "cut" },
      { "of a PRIORITY that is too short", h2.frame("PRIORITY", 0, s, "12"), "cut" },
    }
  end)
end)

describe("a connection that ends", function()
  for word, ending in pairs { ["without a word"] = "close", ["as TLS does"] = "bye",
    ["by a reset"] = "reset" } do
    describe(word, function()
      h2_attacks.each(it, function(s)
        local function after(bytes) return { { "send", bytes }, { ending } } end
        local whole = h2.fields { "content-length", tostring(#h2.json "x") }
        return {
          { "before anything", { { ending } }, "cut" },
          { "within the head of a frame", after(good(s):sub(1, 5)), "cut" },
          { "within headers", after(good(s):sub(1, 20)), "cut" },
          { "before the rest of headers", after(h2.headers(s, h2.fields(), 0)), "cut" },
          { "after headers", after(good(s)), "cut" },
          { "within data", after(good(s) .. json(s):sub(1, 20)), "cut" },
          { "before the end of data", after(good(s) .. json(s)), "cut" },
          { "before the end of data, but not of its length", after(h2.headers(s, whole) .. json(s)),
            "taken cut" },
          { "after the answer", after(h2.answer(s, "x")), "taken cut" },
        }
      end)
      h2_attacks.each(it, function()
        return {
          { "instead of an answer to the preface", { { ending } }, "cut",
            { opening = { "preface" }, only = 1 } },
          { "within its SETTINGS", { { "send", h2.settings(h2.setting("streams", 9)):sub(1, 11) },
            { ending } }, "cut", { opening = { "preface" }, only = 1 } },
        }
      end)
    end)
  end
end)

describe("a server that agreed upon HTTP/2", function()
  local function says(bytes, kind)
    return { bytes[1], { { "send", bytes[2] } }, kind, { opening = { "preface" }, only = 1 } }
  end
  h2_attacks.each(it, function(s)
    return {
      says({ "and speaks HTTP/1.1", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}" }, "cut"),
      says({ "and sends noise", ("\255noise\0"):rep(100000) }, "cut"),
      says({ "and sends zeros", ("\0"):rep(100000) }, "cut taken"),
      says({ "and sends a preface, too", h2.PREFACE .. h2.settings() .. h2.answer(s, "x") }, "cut"),
      says({ "and answers without SETTINGS", h2.answer(s, "x") }, "cut taken"),
      says({ "and pings without SETTINGS", h2.ping() }, "cut"),
      says({ "and says goodbye without SETTINGS", h2.goaway(0, 0) }, "cut"),
      says({ "and acknowledges before its SETTINGS", h2.frame("SETTINGS", 1, 0) }, "cut"),
    }
  end)
end)

describe("a server that takes its time", function()
  local function drip(bytes) return { { "drip", bytes, 0.02 } } end
  local NO_END = h2.FLAGS.ACK -- any but END_HEADERS
  h2_attacks.together(setup, it, function(s)
    return {
      { "answers nothing", { { "eof" } }, "late" },
      { "sends no SETTINGS", { { "eof" } }, "late", { opening = { "preface" }, only = 1,
        acknowledges = false } },
      { "sends headers and nothing more", good(s), "late" },
      { "ends no headers", { { "send", h2.headers(s, h2.fields(), NO_END) }, { "eof" } }, "late" },
      { "sends all but the end", good(s) .. json(s), "late" },
      { "says goodbye and takes the stream", { { "send", h2.goaway(s, 0) }, { "eof" } }, "late" },
      { "drips headers", drip(h2.headers(s, h2.fields { "a", ("x"):rep(500) })), "late" },
      { "drips data", drip(good(s) .. h2.data(s, (" "):rep(500))), "late" },
      { "drips 103s", drip(h2.headers(s, { { ":status", "103" } }):rep(30)), "late" },
      { "drips PINGs", drip(h2.ping():rep(30)), "late" },
      { "pads more than there is", { { "send", good(s) .. h2.frame("DATA", 8, s, "\xffabc") },
        { "eof" } }, "late cut spoiled" },
      { "pads nothing", { { "send", good(s) .. h2.frame("DATA", 8, s, "") }, { "eof" } },
        "late cut spoiled" },
      { "takes only a part of the body", { { "eof" } }, "late", { body = LARGE } },
      { "answers before the body has come", h2.answer(s, "x"), "late taken",
        { wait_for = { "head", s }, body = LARGE } },
      { "takes nothing of the body", { { "eof" } }, "late",
        { settings = h2.setting("window", 0), wait_for = { "head", s }, only = 3 } },
      { "floods SETTINGS and reads nothing", { { "flood", h2.settings():rep(1000), 300 } },
        "late cut" },
      { "has no stream any more", { { "eof" } }, "late taken", -- on another connection
        { settings = h2.setting("streams", 0), only = 3, times = 0 } },
    }
  end)
end)
