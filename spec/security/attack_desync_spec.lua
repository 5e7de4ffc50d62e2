-- SPDX-License-Identifier: MIT
-- Answers that nobody asked for, on a connection that is kept: none may be taken for the answer
-- of a later create, and none may make it run twice.

local attacks = require "spec.support.attacks"
local creates = require "spec.support.creates"
local process = require "spec.support.process"
local scripted_server = require "spec.support.scripted_server"

local http = scripted_server.http

local function answer(id, status, headers)
  return http(status or 200, headers, ('{"key_result":{"id":"%s"}}'):format(id))
end

local ROUND = { { "request" }, { "send", answer "good" }, { "again" } }
local CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
local LATER = { "wait", 0.02 }

teardown(function() attacks.tell "desync" end)

-- How many requests a server has read whole, and how often the last of them.
local function whole_requests(raw, path)
  local count = 0
  for _, requests in ipairs(raw:received()) do
    for _, request in ipairs(requests) do
      local head, body = request:match "^(.-\r\n)\r\n(.*)$"
      local length = head and tonumber(head:match "Content%-Length: (%d+)")
      if length and #body == length and request:find(path, 1, true) then count = count + 1 end
    end
  end
  return count
end

-- The first create meets these steps; the second is what they are aimed at, and comes
-- when they are done.
local function two_creates(steps)
  local list = { { "request" }, table.unpack(steps) }
  list[#list + 1] = { "mark" }
  for _, step in ipairs(ROUND) do list[#list + 1] = step end
  local raw <close> = scripted_server.start { list, ROUND, repeat_last = true }
  local client <close> = creates.client(raw, { max_retries = 2 })
  return attacks.bounded(16, function()
    local first, why = client:create_key_result("first", creates.body())
    raw:await_marks(1)
    local second, err = client:create_key_result("second", creates.body())
    return { first = first, why = why, second = second, err = err },
      whole_requests(raw, "/goal/second/")
  end)
end

describe("a second answer", function()
  local SMUGGLED = answer "SMUGGLED"
  for _, case in ipairs {
    { "in one go with the first", { { "send", answer "one" .. SMUGGLED } } },
    { "a little later", { { "send", answer "one" }, LATER, { "send", SMUGGLED } } },
    { "a little later, half of it", { { "send", answer "one" }, LATER,
      { "send", SMUGGLED:sub(1, 30) } } },
    { "a little later, three times", { { "send", answer "one" }, LATER,
      { "send", SMUGGLED:rep(3) } } },
    { "behind chunks", { { "send", CHUNKED .. "1c\r\n" .. creates.JSON .. "\r\n0\r\n\r\n"
      .. SMUGGLED } } },
    { "behind chunks, a little later", { { "send", CHUNKED .. "1c\r\n" .. creates.JSON
      .. "\r\n0\r\n\r\n" }, LATER, { "send", SMUGGLED } } },
    { "behind a length that is too short", { { "send",
      "HTTP/1.1 200 OK\r\nContent-Length: 500\r\nContent-Length: 10\r\n\r\n"
      .. creates.JSON .. SMUGGLED } } },
    { "behind a 204", { { "send", "HTTP/1.1 204 No\r\n\r\n" .. SMUGGLED } } },
    { "behind a 204, a little later", { { "send", "HTTP/1.1 204 No\r\n\r\n" }, LATER,
      { "send", SMUGGLED } } },
    { "behind a 304, a little later", { { "send", "HTTP/1.1 304 Not\r\n\r\n" }, LATER,
      { "send", SMUGGLED } } },
    { "behind a 500, a little later", { { "send", http(500, {}, "{}") }, LATER,
      { "send", SMUGGLED } } },
    { "after a 100 and a 103", { { "send", answer "one" }, LATER,
      { "send", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\n\r\n" .. SMUGGLED } } },
    { "of HTTP/1.0", { { "send", answer "one" }, LATER,
      { "send", (SMUGGLED:gsub("1%.1", "1.0")) } } },
    { "that is a 429", { { "send", answer "one" }, LATER,
      { "send", http(429, { "Retry-After: 0" }, "{}") } } },
    { "that is a 408, as of a balancer", { { "send", answer "one" }, LATER,
      { "send", http(408, { "Connection: close" }) } } },
    { "that is a 401", { { "send", answer "one" }, LATER, { "send", http(401, {}, "{}") } } },
    { "that is a 503", { { "send", answer "one" }, LATER, { "send", http(503, {}, "{}") } } },
    { "that is a 302", { { "send", answer "one" }, LATER,
      { "send", http(302, { "Location: http://127.0.0.1:1/" }) } } },
    { "that is garbage", { { "send", answer "one" }, LATER, { "send", "\0\1\2garbage\r\n\r\n" } } },
    { "that is garbage without end", { { "send", answer "one" }, LATER,
      { "send", ("x"):rep(100000) } } },
  } do
    local name, steps = table.unpack(case)
    it(name .. " is never the next create's, which runs once", function()
      local outcome, runs = two_creates(steps)
      local second, err = outcome.second, outcome.err
      if second then
        assert.equal("good", second.id)
        assert.equal(1, runs)
      elseif runs > 0 then
        assert.equal("unknown", err.sent, err.message)
        assert.is_false(err.retryable)
      else
        assert.not_equal("yes", err.sent, err.message)
      end
      assert.is_true(runs <= 1, "it may have run " .. runs .. " times")
    end)
  end
end)

describe("a connection that is kept", function()
  it("keeps no cookie for the next call, nor for another client", function()
    local raw <close> = scripted_server.start {
      { { "request" }, { "send", answer("a", 200, { "Set-Cookie: session=STOLEN; Path=/",
        "Set-Cookie: b=STOLEN; Domain=127.0.0.1" }) }, { "again" } }, repeat_last = true,
    }
    for _ = 1, 2 do
      local client <close> = creates.client(raw)
      for _ = 1, 3 do assert(client:create_key_result("g", creates.body())) end
    end
    for _, requests in ipairs(raw:received()) do
      for _, request in ipairs(requests) do
        assert.is_nil(request:lower():find("cookie", 1, true))
        assert.is_nil(request:find("STOLEN", 1, true))
      end
    end
    assert.equal(6, creates.count(raw))
  end)

  it("is not moved elsewhere by what an answer says", function()
    local other <close> = scripted_server.start { ROUND, repeat_last = true }
    local raw <close> = scripted_server.start {
      { { "request" }, { "send", answer("good", 200, {
        ('Alt-Svc: http/1.1="127.0.0.1:%d"; ma=999, h2=":%d"'):format(other.port, other.port),
        "Strict-Transport-Security: max-age=31536000",
        ("Refresh: 0; url=%s"):format(other.url), ("Link: <%s>; rel=preload"):format(other.url),
        ("Location: %s/x"):format(other.url), ("Content-Location: %s/x"):format(other.url),
      }) }, { "again" } }, repeat_last = true,
    }
    local client <close> = creates.client(raw)
    for _ = 1, 3 do
      assert.equal("good", client:create_key_result("g", creates.body()).id)
    end
    assert.equal(3, creates.count(raw))
    assert.same({}, other:received())
    assert.equal("", process.read_file "alt-svc.txt")
  end)
end)
