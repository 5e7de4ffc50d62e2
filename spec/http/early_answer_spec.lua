-- SPDX-License-Identifier: MIT
-- A server that refuses a large body before it has read it all: what it says is the answer, and the
-- request is not sent again, whatever becomes of the rest.

local socket = require "socket"

local clickup = require "clickup"
local creates = require "spec.support.creates"
local h2 = require "spec.support.h2"
local h2_server = require "spec.support.h2_server"
local scripted_server = require "spec.support.scripted_server"

local HOLDS_BACK = not clickup.doctor { token = "pk_1", offline = true }.versions.libcurl
  :find "^7%."
local MUCH = ("x"):rep(300000) -- more than the first window of HTTP/2
local LARGE = ("x"):rep(15 << 20) -- more than two sockets hold
local TOO_LARGE = '{"err":"too large","ECODE":"X_1"}'

local function create(client, bytes)
  return client:create_key_result("one", creates.body { name = bytes })
end

local function upload(client, bytes)
  return client:create_task_attachment("one", { attachment = { bytes = bytes, filename = "x" } })
end

-- Requests that run once, with so many bytes in their bodies.
local BODIES = { ["a create"] = create, ["an upload"] = upload }

-- One refused request; the error, in how many seconds.
local function send(request, play, bytes)
  local client <close> = creates.client(play, { timeout = 3, max_retries = 3 })
  local began = socket.gettime()
  local value, err = request(client, bytes)
  assert.is_nil(value)
  return err, socket.gettime() - began
end

local function check(status, text, err, took)
  assert.equal("api", err.kind, tostring(err))
  assert.equal(status, err.status)
  assert.matches(text, err.message, 1, true)
  assert.equal("yes", err.sent)
  assert.equal(1, err.attempts)
  assert.is_true(took < 2.5, took .. " s") -- the time-out is later
end

-- Where the end of a connection, or of a stream, may overtake the answer.
local function check_overtaken(err, took)
  if err.kind ~= "transport" then return check(413, "too large", err, took) end
  assert.equal("unknown", err.sent)
  assert.equal(1, err.attempts)
end

-- What a server that has answered over HTTP/2 does while the body is still sent.
local ENDS = {
  ["and reads on"] = { { "eof" } },
  ["and resets the stream"] = { { "pong" }, { "send", h2.reset(1, h2.NO_ERROR) }, { "eof" } },
  ["and cancels the stream"] = { { "pong" }, { "send", h2.reset(1, h2.CANCEL) }, { "eof" } },
  ["and says goodbye"] = { { "send", h2.goaway(1, 0) }, { "eof" } },
  ["and closes"] = { { "bye" } },
}

describe("over HTTP/2", function()
  local server
  setup(function() server = h2_server.start() end)
  teardown(function() server:close() end)

  local LENGTH = { "content-length", tostring(#TOO_LARGE) }

  local function answer(status, ...)
    return h2.headers(1, { { ":status", tostring(status) }, ... }) .. h2.last_data(1, TOO_LARGE)
  end

  local function play(settings, bytes, last)
    return server:play { { { "open", settings }, { "head", 1 }, { "send", bytes },
      table.unpack(last) }, { { "open" }, { "serve" } } }
  end

  for what, request in pairs(BODIES) do
    for how, ending in pairs(ENDS) do
      it(what .. " is answered early, " .. how, function()
        local played = play("", answer(413), ending)
        check(413, "too large", send(request, played, MUCH))
        assert.equal(1, #played:requests())
      end)
    end

    -- libcurl 8 counts as sent what it holds back itself, up to 64 KiB: there is no knowing
    it(what .. " of any size is answered early", function()
      for _, size in ipairs { 100, 65000, 300000 } do
        local played = play(h2.setting("window", 0), answer(401), ENDS["and reads on"])
        local err, took = send(request, played, ("x"):rep(size))
        if HOLDS_BACK and size < 65536 and err.kind == "timeout" then
          assert.equal("unknown", err.sent)
          assert.equal(1, err.attempts)
        else
          check(401, "too large", err, took)
        end
        assert.equal(1, #played:requests())
      end
    end)

    it(what .. " is redirected early, and goes nowhere", function()
      local played = play("", answer(302, { "location", "/api/v2/x" }),
        ENDS["and reads on"])
      check(302, "too large", send(request, played, MUCH))
      assert.equal(1, #played:requests())
    end)

    it(what .. " ends as soon as the whole answer is there, and leaves its connection", function()
      local played = play("", answer(400, LENGTH), ENDS["and reads on"])
      local client <close> = creates.client(played, { timeout = 20 })
      local began = socket.gettime()
      local _, err = request(client, MUCH)
      check(400, "too large", err, socket.gettime() - began)
      assert(client:create_key_result("one", creates.body()))
      assert.equal(2, played:connections())
    end)

    -- libcurl 7.88 drops what it reads together with the reset
    it(what .. " whose stream is reset in the same breath is sent once", function()
      for _, code in ipairs { h2.NO_ERROR, h2.CANCEL } do
        local played = play("", answer(413) .. h2.reset(1, code), ENDS["and reads on"])
        check_overtaken(send(request, played, MUCH))
        assert.equal(1, #played:requests())
      end
    end)
  end
end)

describe("over HTTP/1.1", function()
  local REFUSED = scripted_server.http(413, { "Content-Type: application/json" }, TOO_LARGE)
  local LAST = { ["and reads on"] = { "drain", #LARGE }, ["and reads nothing more"] = { "hold" },
    ["and closes"] = { "close" }, ["and resets"] = { "reset" } }

  for what, request in pairs(BODIES) do
    for how, last in pairs(LAST) do
      it(what .. " is answered early, " .. how, function()
        local raw <close> = scripted_server.start {
          { { "drain", 30000 }, { "send", REFUSED }, last },
          { { "request" }, { "send", creates.ANSWER } } }
        local waits = last[1] == "drain" or last[1] == "hold"
        local err, took = send(request, raw, LARGE)
        if waits then check(413, "too large", err, took) else check_overtaken(err, took) end
        assert.equal(1, #raw:received())
        raw:release()
      end)
    end
  end
end)
