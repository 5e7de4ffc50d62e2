-- SPDX-License-Identifier: MIT
-- HTTP/2 connections that end, or are spoiled, under many calls: what each of them is told, that no
-- create goes twice, and that one bad stream does not harm the others.

local clickup = require "clickup"

local attacks = require "spec.support.attacks"
local creates = require "spec.support.creates"
local h2 = require "spec.support.h2"
local h2_attacks = require "spec.support.h2_attacks"
local scripted_server = require "spec.support.scripted_server"

local MOST = (1 << 31) - 1

teardown(function() h2_attacks.finish "HTTP/2, many at once" end)

local function good(stream) return h2.headers(stream, h2.fields()) end

local function all(first, last, frames_of)
  local frames = {}
  for stream = first, last, 2 do frames[#frames + 1] = frames_of(stream, (stream + 1) // 2) end
  return table.concat(frames)
end

local function own_answer(stream, i) return h2.answer(stream, "n" .. i) end

-- Starts calls at once on a connection that, when all are there, plays these frames or steps, and
-- ends them all. `settings` are the server's, `others` the connections after that one.
local function at_once(count, operation, steps, options)
  options = options or {}
  if type(steps) == "string" then steps = { { "send", steps } } end
  local list = { { "open", options.settings }, { "requests", options.last or 2 * count - 1 } }
  table.move(steps, 1, #steps, 3, list)
  list[#list + 1] = { "serve", options.serve_from }
  local script = { list, table.unpack(options.others or {}) }
  script[#script + 1] = { { "open" }, { "serve" } }
  script.repeat_last = true
  local batch = { calls = {}, play = h2_attacks.server():play(script) }
  batch.client = creates.client(batch.play, { timeout = attacks.TIMEOUT, max_retries = 3,
    max_wait = 0.01, max_in_flight = count })
  for i = 1, count do
    local body = operation == "create_key_result" and creates.body() or nil
    batch.calls[i] = batch.client:start(operation, "n" .. i, body)
  end
  attacks.bounded(16, function() creates.finish(batch.client, batch.calls) end)
  return batch
end

-- That of these creates those up to one were answered, each with its own; that of the others
-- nothing is known, that none went twice, and that the client is of use. Where the whole
-- connection may end of it, none needs to be answered; where libcurl may wait on, it may be too
-- long.
local function check_creates(batch, answered, is_lost, may_end, may_wait)
  for i, call in ipairs(batch.calls) do
    local value, err = call:result()
    if i <= answered and i ~= is_lost and (value or not may_end) then
      assert.equal("n" .. i, value and value.id, tostring(err))
    else
      assert.is_nil(value)
      h2_attacks.check_error(err)
      if not (may_wait and err.kind == "timeout") then
        assert.equal("transport", err.kind, err.message)
      end
      assert.equal("unknown", err.sent, err.message)
    end
    assert.equal(1, batch.play:creates("n" .. i))
  end
  assert.equal("after", assert(batch.client:create_key_result("after", creates.body())).id)
  assert.equal(1, batch.play:creates "after")
  batch.client:close()
end

local function check_reads(batch)
  for i, call in ipairs(batch.calls) do
    local goal, err = call:result()
    assert.equal("n" .. i, goal and goal.id, tostring(err))
  end
  batch.client:close()
end

describe("of fifty streams that are reset", function()
  for code = 0, 14 do
    local name = " with " .. (h2.CODES[code] or "a code that nobody knows")
    local resets = all(1, 99, function(stream) return h2.reset(stream, code) end)
    it("no create goes twice" .. name, function()
      check_creates(at_once(50, "create_key_result", resets), 0)
    end)
    if code ~= h2.HTTP_1_1_REQUIRED then
      it("each read is answered in the end" .. name, function()
        check_reads(at_once(50, "get_goal", resets))
      end)
    end
  end
end)

describe("of streams that are to be HTTP/1.1's", function()
  local resets = all(1, 5, function(stream) return h2.reset(stream, h2.HTTP_1_1_REQUIRED) end)
  local plain = { alpn = "http/1.1", { "plain", scripted_server.http(200, {}, h2.json "n1") } }

  it("no create goes twice", function()
    check_creates(at_once(3, "create_key_result", resets, { others = { plain, plain, plain } }), 0)
  end)

  it("a read is answered there", function()
    check_reads(at_once(1, "get_goal", resets:sub(1, 13), { others = { plain } }))
  end)
end)

describe("of ten creates at once", function()
  local function attack(steps, options) return at_once(10, "create_key_result", steps, options) end
  local first_half = all(1, 9, own_answer)

  it("each gets its own answer, whatever their order", function()
    local list = {}
    for stream = 19, 1, -2 do list[#list + 1] = own_answer(stream, (stream + 1) // 2) end
    check_creates(attack(table.concat(list)), 10)
  end)

  it("each gets its own answer when they come in pieces of each", function()
    local frames = { all(1, 19, good) }
    for at = 1, 70, 7 do
      frames[#frames + 1] = all(1, 19, function(stream, i)
        return h2.data(stream, h2.json("n" .. i):sub(at, at + 6))
      end)
    end
    frames[#frames + 1] = all(1, 19, function(stream) return h2.last_data(stream, "") end)
    check_creates(attack(table.concat(frames)), 10)
  end)

  for code, name in pairs { [0] = "no error", [h2.ENHANCE_YOUR_CALM] = "an error" } do
    it("those below a goodbye are answered, after it: " .. name, function()
      check_creates(attack(h2.goaway(9, code) .. first_half), 5)
    end)

    it("those below a goodbye are answered, long after it: " .. name, function()
      check_creates(attack { { "send", h2.goaway(9, code) }, { "pong" },
        { "send", first_half } }, 5)
    end)

    it("those below a goodbye are answered, before it: " .. name, function()
      check_creates(attack(first_half .. h2.goaway(9, code)), 5)
    end)
  end

  it("all are answered when a goodbye takes all", function()
    check_creates(attack { { "send", h2.goaway(MOST, 0) }, { "pong" },
      { "send", first_half }, { "send", h2.goaway(19, 0) .. all(11, 19, own_answer) } }, 10)
  end)

  for name, frames in pairs {
    ["that is reset"] = h2.reset(1, h2.INTERNAL_ERROR),
    ["that is refused"] = h2.reset(1, h2.REFUSED_STREAM),
    ["whose status is none"] = h2.last_headers(1, { { ":status", "x" } }),
    ["whose length is wrong"] = h2.headers(1, h2.fields { "content-length", "5" })
      .. h2.last_data(1, h2.json "n1"),
    ["whose window overflows"] = h2.window(1, MOST),
    ["that is answered twice"] = h2.reset(1, h2.CANCEL) .. h2.answer(1, "n2"),
  } do
    it("one " .. name .. " does not harm the others", function()
      -- newer nghttp2 ends the connection for a window that overflows
      check_creates(attack(frames .. all(3, 19, own_answer)), 10, 1, name:find "overflows")
    end)
  end

  for name, frames in pairs {
    ["headers are broken"] = h2.headers(1, ""),
    ["windows overflow"] = h2.window(0, MOST),
    ["connection says goodbye to all"] = h2.goaway(0, h2.PROTOCOL_ERROR),
    ["pushes come"] = h2.promise(1, 2, h2.fields()),
  } do
    it("none goes twice when its " .. name, function()
      check_creates(attack(frames), 0, nil, nil, name:find "overflow")
    end)
  end

  for _, ending in ipairs { "close", "bye", "reset" } do
    it("none goes twice when the connection ends by " .. ending, function()
      check_creates(attack { { ending } }, 0)
    end)
  end

  -- What was read when a reset comes may be lost, and a peer that closes while more is on its way
  -- to it resets: only the end that TLS has leaves no doubt. Libcurl 8.14 lets go of what it has
  -- read when it then cannot write.
  it("those that were answered are known when it ends as TLS does", function()
    local libcurl = clickup.doctor({ token = "pk_1", offline = true }).versions.libcurl
    check_creates(attack { { "send", first_half }, { "pong" }, { "bye" } }, 5, nil,
      not libcurl:find "^7%.")
  end)

  it("all are answered where there is one stream", function()
    check_creates(attack({ { "send", own_answer(1, 1) } },
      { settings = h2.setting("streams", 1), last = 1, serve_from = 3 }), 10)
  end)
end)

describe("of creates beside reads, sixteen at once", function()
  -- Each connection answers some calls, and then ends in one of these ways.
  local ENDINGS = { "close", "bye", "reset" }
  local GOODBYES = { h2.goaway(0, 0), h2.goaway(MOST, 0), h2.reset(1, h2.HTTP_1_1_REQUIRED),
    h2.reset(3, h2.REFUSED_STREAM), h2.headers(1, ""), "" }

  local function dying()
    local script = { repeat_last = true }
    for i = 1, 300 do
      script[i] = { { "open" }, { "serve", 1, i % 7 + 1 }, { "send", GOODBYES[i % #GOODBYES + 1] },
        { ENDINGS[i % #ENDINGS + 1] } }
    end
    script[#script + 1] = { { "open" }, { "serve" } }
    return script
  end

  for _, retries in ipairs { 0, 3 } do
    it(("none goes twice as their connections die, with %d retries"):format(retries), function()
      local play = h2_attacks.server():play(dying())
      local client <close> = creates.client(play, { timeout = attacks.TIMEOUT,
        max_retries = retries, max_wait = 0.01, max_in_flight = 16 })
      local calls = {}
      for i = 1, 100 do
        calls[#calls + 1] = client:start("create_key_result", "n" .. i, creates.body())
        calls[#calls + 1] = client:start("get_goal", "r" .. i)
      end
      attacks.bounded(32, function() creates.finish(client, calls) end)
      for i = 1, 100 do
        local value, err = calls[2 * i - 1]:result()
        local times = play:creates("n" .. i)
        assert.is_true(times <= 1, ("create %d went %d times"):format(i, times))
        if value then assert.equal("n" .. i, value.id) end
        if value or err.sent == "yes" then assert.equal(1, times) end
        if err and err.sent == "no" then assert.equal(0, times) end
      end
    end)
  end
end)

describe("a create whose stream was refused", function()
  it("is looked for, and sent again when it is absent", function()
    local play = h2_attacks.server():play { { { "open" }, { "request", 1 },
      { "send", h2.reset(1, h2.REFUSED_STREAM) }, { "serve" } }, { { "open" }, { "serve" } },
      repeat_last = true }
    local client <close> = creates.client(play, { reconcile = true, reconcile_wait = 0.02,
      max_retries = 3, max_wait = 0.01 })
    assert.equal("one", assert(client:create_key_result("one", creates.body())).id)
    local methods = {}
    for i, request in ipairs(play:requests()) do methods[i] = request.method end
    assert.equal("POST GET GET POST", table.concat(methods, " "))
  end)
end)
