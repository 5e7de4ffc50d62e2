-- SPDX-License-Identifier: MIT
-- The rate limit end to end: what a server says, by whichever clock, holds all calls
-- of the client, and a wait that can't end in time is not begun.

local socket = require "socket"

local creates = require "spec.support.creates"
local plays = require "spec.support.plays"
local sandbox = require "clickup.sandbox"

local GOAL = creates.GOAL
local LIMITED = '{"err":"Rate limit reached","ECODE":"APP_002"}'
local DAY = 86400

local function good(headers) return plays.reply(200, '{"goal":{"id":"g"}}', headers) end

local function limited(headers) return plays.reply(429, LIMITED, headers) end

-- The server's clock, `skew` seconds from ours, and a moment by it.
local function at(skew, seconds) return ("%d"):format(os.time() + skew + seconds) end

-- One read against this script: value, second, requests, and the seconds that it took
-- and that it said it would wait.
local function once(list, options)
  local raw <close> = plays.server(list)
  local all, waits = {}, 0
  for name, value in pairs(options or {}) do all[name] = value end
  function all.on_event(event)
    if event.event == "retry" then waits = waits + event.seconds end
  end
  local client <close> = plays.client(raw, all)
  local started = socket.gettime()
  local value, second = client:get_goal(GOAL)
  return value, second, #plays.requests(raw), socket.gettime() - started, waits
end

describe("a 429", function()
  -- What the answer asks for is told when it is longer than max_wait.
  local function asks(name, seconds, headers)
    it(("asks for %d s: %s"):format(seconds, name), function()
      local since = socket.gettime()
      local answer = limited(type(headers) == "function" and headers() or headers)
      local value, err, requests, took = once({ answer }, { max_wait = 1.5 })
      assert.is_nil(value)
      assert.equal("rate_limited", err.kind)
      assert.equal(429, err.status)
      assert.equal("APP_002", err.code)
      assert.is_true(err.retry_after <= seconds + 1, err.retry_after)
      local past = type(headers) == "function" and socket.gettime() - since or 0
      assert.is_true(err.retry_after + past >= seconds - 1, err.retry_after)
      assert.equal("the server asks to wait longer than max_wait", err.response.retry_reason)
      assert.is_true(err.retryable)
      assert.equal(1, requests)
      assert.is_true(took < 5) -- less than any of them asks for
    end)
  end
  asks("Retry-After in seconds", 7, { ["Retry-After"] = "7" })
  asks("Retry-After in seconds, without a Date", 7, { ["Retry-After"] = "7", Date = false })
  for text, seconds in pairs { ["6.2"] = 7, ["7.0"] = 7, ["7s"] = 7, ["6.001s"] = 7, ["3, 7"] = 7,
    ["7, 3"] = 7 } do
    asks("Retry-After of " .. text, seconds, { ["Retry-After"] = text })
  end
  it("is rounded up", function()
    for _, text in ipairs { "6.2", "6.001s", "7s", "3, 7", "7\r\nRetry-After: 3" } do
      local _, err = once({ limited { ["Retry-After"] = text } }, { max_wait = 1.5 })
      assert.equal(7, err.retry_after, text)
    end
  end)
  asks("the longest of two of them", 7, { ["Retry-After"] = "7\r\nRetry-After: 3" })
  asks("a reset in milliseconds", 41,
    { Date = plays.date(0), ["X-RateLimit-Reset"] = at(0, 40) .. "000" })
  asks("a reset far away, as a minute", 61, { ["X-RateLimit-Reset"] = ("9"):rep(20) })
  asks("Retry-After before the reset", 7,
    { ["Retry-After"] = "7", ["X-RateLimit-Reset"] = at(0, 40) })
  asks("a day", DAY, { ["Retry-After"] = tostring(DAY) })
  for _, skew in ipairs { 0, -7200, 7200 } do
    asks(("a date by a clock %d s off"):format(skew), 21,
      { Date = plays.date(skew), ["Retry-After"] = plays.date(skew + 20) })
    asks(("a reset by a clock %d s off"):format(skew), 21,
      { Date = plays.date(skew), ["X-RateLimit-Reset"] = at(skew, 20) })
  end
  asks("a date without a Date, by our clock", 21,
    function() return { Date = false, ["Retry-After"] = plays.date(20) } end)

  local function waits(name, least, most, headers, options)
    it(("is waited for, %g to %g s: %s"):format(least, most, name), function()
      local value, response, requests, took, waited = once({ limited(headers), good() }, options)
      assert.equal("g", value.id)
      assert.equal(2, response.attempts)
      assert.equal(2, requests)
      assert.is_true(waited >= least and waited <= most, "waited " .. waited)
      assert.is_true(took >= waited and took < waited + 9, "took " .. took)
    end)
  end
  waits("a second", 1, 1, { ["Retry-After"] = "1" })
  waits("nothing said", 0, 0.25)
  waits("0", 0, 0, { ["Retry-After"] = "0" })
  waits("nonsense", 0, 0.25, { ["Retry-After"] = "soon", ["X-RateLimit-Reset"] = "-5" })
  waits("a reset in the past, two hours off", 1, 1,
    { Date = plays.date(7200), ["X-RateLimit-Reset"] = at(0, 0) })
  waits("a date in the past", 1, 1, { ["Retry-After"] = plays.date(-99) })
  waits("a reset without a Date is no help", 0, 0.25,
    { Date = false, ["X-RateLimit-Reset"] = at(0, 500) })

  it("never loses a create: it is sent again", function()
    local raw <close> = plays.server { limited { ["Retry-After"] = "0" }, plays.created() }
    local client <close> = plays.client(raw)
    local value, response = client:create_key_result(GOAL, creates.body())
    assert.equal("kr-1", value.id)
    assert.equal(2, response.attempts)
    assert.is_nil(response.recovered)
    assert.equal("POST POST", plays.methods(raw))
  end)

  it("again and again ends with the retries, told as not run", function()
    local raw <close> = plays.server { limited(), limited(), limited() }
    local client <close> = plays.client(raw, { max_retries = 1, max_wait = 0.05 })
    local value, err = client:create_key_result(GOAL, creates.body())
    assert.is_nil(value)
    assert.equal("rate_limited", err.kind)
    assert.equal(2, err.attempts)
    assert.is_true(err.retryable)
    assert.equal("POST POST", plays.methods(raw))
  end)

  it("costs nothing of the retry budget", function()
    local _, response = once({ limited(), limited(), good() },
      { retry_budget = 0, max_wait = 0.05 })
    assert.equal(3, response.attempts)
  end)

  it("of a day holds the next call, which fails at once and is not sent", function()
    local raw <close> = plays.server { limited { ["Retry-After"] = tostring(DAY) }, good() }
    local client <close> = plays.client(raw)
    local started = socket.gettime()
    local _, first = client:get_goal(GOAL)
    local call = client:start("create_key_result", GOAL, creates.body())
    assert.equal(0, client:timeout()) -- a host's loop must not wait for a day either
    client:step()
    assert.is_true(call:done())
    local _, second = call:result()
    assert.is_true(socket.gettime() - started < 30)
    assert.equal(DAY, first.retry_after)
    assert.equal("rate_limited", second.kind)
    assert.equal("no", second.sent)
    assert.equal(0, second.attempts)
    assert.is_nil(second.status)
    assert.is_true(second.retryable)
    assert.is_true(second.retry_after > DAY - 60 and second.retry_after <= DAY)
    assert.matches("it would be %d+ s", second.message)
    assert.equal(1, #plays.requests(raw))
    local rate = client:rate_limit()
    assert.equal(0, rate.remaining)
    assert.is_true(rate.reset > DAY - 60 and rate.reset <= DAY)
  end)

  it("holds the calls that are queued, too", function()
    local list = { limited { ["Retry-After"] = "1" } }
    for i = 2, 5 do list[i] = good() end
    local raw <close> = plays.server(list)
    local client <close> = plays.client(raw, { max_in_flight = 1 })
    local calls, started = {}, socket.gettime()
    for i = 1, 4 do calls[i] = client:start("get_goal", GOAL) end
    creates.step_until(client, function() return client:stats().retried == 1 end)
    client:wait_any(calls)
    assert.is_true(socket.gettime() - started >= 0.95)
    client:wait_all(calls)
    for i = 1, 4 do assert.equal("g", calls[i]:result().id) end
    assert.equal(5, #plays.requests(raw))
  end)

  it("is what timeout() tells a host's loop, not 0", function()
    local raw <close> = plays.server { limited { ["Retry-After"] = "50" }, plays.SILENT }
    local client <close> = plays.client(raw)
    local first = client:start("get_goal", GOAL)
    creates.step_until(client, function() return client:stats().retried == 1 end)
    local second = client:start("get_goal", GOAL)
    client:step() -- looks whether it comes too late
    local function holds()
      client:step()
      local left = client:timeout()
      return left > 20 and left <= 50
    end
    assert.is_true(holds())
    first:cancel()
    assert.is_true(holds())
    second:cancel()
    assert.is_nil(client:timeout())
  end)

  it("ends queued calls whose deadline comes first, at once", function()
    local raw <close> = plays.server { limited { ["Retry-After"] = "50" } }
    local client <close> = plays.client(raw, { max_in_flight = 1 })
    local started = socket.gettime()
    local calls = {}
    for i = 1, 3 do calls[i] = client:start("get_goal", GOAL, { deadline = 20 }) end
    client:wait_all(calls)
    assert.is_true(socket.gettime() - started < 15)
    for i = 1, 3 do
      local _, err = calls[i]:result()
      assert.equal("rate_limited", err.kind)
      assert.is_true(err.retry_after > 30 and err.retry_after <= 50)
      assert.equal(i == 1 and "yes" or "no", err.sent)
    end
    assert.equal(1, #plays.requests(raw))
  end)
end)

describe("what answers tell", function()
  local function told(headers, options)
    local raw <close> = plays.server { good(headers), good() }
    local client <close> = plays.client(raw, options)
    assert(client:get_goal(GOAL))
    return client:rate_limit(), client, raw
  end

  it("is in client:rate_limit()", function()
    local rate = told { ["X-RateLimit-Limit"] = "100", ["X-RateLimit-Remaining"] = "42",
      ["X-RateLimit-Reset"] = at(0, 30) }
    assert.equal(100, rate.limit)
    assert.equal(42, rate.remaining)
    assert.is_true(rate.reset > 20 and rate.reset <= 31.5)
  end)

  it("is nothing before the first answer, and when nothing was said", function()
    local raw <close> = plays.server {}
    local client <close> = plays.client(raw)
    assert.same({ reset = 0 }, client:rate_limit())
    assert.same({ reset = 0 }, (told {}))
  end)

  it("may be nonsense", function()
    assert.same({ reset = 0 }, (told { ["X-RateLimit-Limit"] = "many",
      ["X-RateLimit-Remaining"] = "-3", ["X-RateLimit-Reset"] = "1e99" }))
    for _, text in ipairs { "", "none", "1a", "0x0", "0.0", ("0"):rep(16) } do
      local rate = told { ["X-RateLimit-Remaining"] = text, ["X-RateLimit-Reset"] = at(0, 20) }
      assert.is_nil(rate.remaining, text)
    end
  end)

  it("holds at Remaining 0 until the reset, by the server's clock", function()
    for _, skew in ipairs { 0, -7200, 7200 } do
      local raw <close> = plays.server { good { Date = plays.date(skew),
        ["X-RateLimit-Remaining"] = "0", ["X-RateLimit-Reset"] = at(skew, 20) }, good() }
      local client <close> = plays.client(raw, { max_wait = 5 })
      assert(client:get_goal(GOAL))
      local rate = client:rate_limit()
      assert.equal(0, rate.remaining)
      assert.is_true(rate.reset > 10 and rate.reset <= 22)
      local _, err = client:get_goal(GOAL)
      assert.equal("rate_limited", err.kind)
      assert.equal("no", err.sent)
      assert.is_true(err.retry_after > 10 and err.retry_after <= 22)
      assert.equal(1, #plays.requests(raw))
    end
  end)

  it("holds for a second when the reset is in the past, then goes on", function()
    local raw <close> = plays.server { good { ["X-RateLimit-Remaining"] = "0",
      ["X-RateLimit-Reset"] = at(0, -500) }, good() }
    local client <close> = plays.client(raw)
    local started = socket.gettime()
    assert(client:get_goal(GOAL))
    assert.is_true(client:rate_limit().reset <= 1)
    assert(client:get_goal(GOAL))
    local took = socket.gettime() - started
    assert.is_true(took > 0.99 and took < 9, "took " .. took)
  end)

  it("is the plan's limit, which is kept without being told again", function()
    local list = {}
    for i = 1, 4 do list[i] = good { ["X-RateLimit-Limit"] = "3" } end
    local raw <close> = plays.server(list)
    local client <close> = plays.client(raw, { max_wait = 5 })
    for i = 1, 3 do
      assert(client:get_goal(GOAL))
      assert.equal(3 - i, client:rate_limit().remaining)
    end
    local _, err = client:get_goal(GOAL)
    assert.equal("rate_limited", err.kind)
    assert.is_true(err.retry_after > 50 and err.retry_after <= 61)
    assert.equal(3, #plays.requests(raw))
  end)
end)

describe("the option rate_limit", function()
  it("is a number by hand, whatever the server says", function()
    local list = {}
    for i = 1, 3 do list[i] = good { ["X-RateLimit-Limit"] = "1000" } end
    local raw <close> = plays.server(list)
    local client <close> = plays.client(raw, { rate_limit = 2, max_wait = 5 })
    assert.same({ limit = 2, remaining = 2, reset = 0 }, client:rate_limit())
    local calls = {}
    for i = 1, 3 do calls[i] = client:start("get_goal", GOAL) end
    client:wait_all(calls)
    local failed = select(2, calls[3]:result())
    assert.equal("rate_limited", failed.kind)
    assert.equal("no", failed.sent)
    assert.equal(2, client:rate_limit().limit)
    assert.equal(0, client:rate_limit().remaining)
    assert.equal(2, #plays.requests(raw))
  end)

  it("lets the next call go when the oldest of the last minute's is a minute old", function()
    local raw <close> = plays.server { good(), good() }
    local client <close> = plays.client(raw, { rate_limit = 2, max_wait = 5 })
    assert(client:get_goal(GOAL))
    client:wait_all { client:sleep(2.1) }
    assert(client:get_goal(GOAL))
    local _, err = client:get_goal(GOAL)
    assert.is_true(err.retry_after > 50 and err.retry_after <= 59, err.retry_after)
  end)

  it("counts retries and looks, too", function()
    local raw <close> = plays.server { plays.CLOSE, plays.goal {}, plays.goal {} }
    local client <close> = plays.client(raw, { rate_limit = 2, max_wait = 5 })
    local value, err = client:create_key_result(GOAL, creates.body())
    assert.is_nil(value)
    assert.equal("unknown", err.sent)
    assert.matches("rate limit", err.message)
    assert.equal("POST GET", plays.methods(raw))
  end)

  it("that is false counts nothing, but a 429 is still heard", function()
    local list = {}
    for i = 1, 5 do list[i] = good { ["X-RateLimit-Limit"] = "2" } end
    list[6] = limited { ["Retry-After"] = "60" }
    local raw <close> = plays.server(list)
    local client <close> = plays.client(raw, { rate_limit = false, max_wait = 5 })
    for _ = 1, 5 do assert(client:get_goal(GOAL)) end
    assert.is_nil(client:rate_limit().limit)
    assert.equal(60, select(2, client:get_goal(GOAL)).retry_after)
    assert.equal("no", select(2, client:get_goal(GOAL)).sent)
    assert.equal(6, #plays.requests(raw))
  end)
end)

describe("a wait for the rate limit", function()
  it("that can't end before the deadline is not begun", function()
    local raw <close> = plays.server { limited { ["Retry-After"] = "50" }, good() }
    local client <close> = plays.client(raw, { deadline = 20 })
    local started = socket.gettime()
    local _, first = client:get_goal(GOAL)
    assert.equal("the wait would pass the deadline", first.response.retry_reason)
    assert.equal(50, first.retry_after)
    local _, second = client:get_goal(GOAL)
    assert.equal("rate_limited", second.kind)
    assert.equal("no", second.sent)
    assert.is_true(socket.gettime() - started < 15)
    assert.equal(1, #plays.requests(raw))
  end)

  it("can be cancelled and closed", function()
    local raw <close> = plays.server { limited { ["Retry-After"] = "50" } }
    local client = plays.client(raw)
    local first = client:start("get_goal", GOAL)
    creates.step_until(client, function() return client:stats().retried == 1 end)
    local second = client:start("create_key_result", GOAL, creates.body())
    client:step()
    assert.is_true(first:cancel())
    client:close()
    assert.equal("cancelled", select(2, first:result()).kind)
    local _, err = second:result()
    assert.equal("closed", err.kind)
    assert.equal("no", err.sent)
    assert.equal(1, #plays.requests(raw))
  end)
end)

describe("two clients with one token", function()
  it("share what the server allows", function()
    local server <close> = sandbox.start { rate_limit = 4, rate_window = 0.5 }
    local function client() return plays.client(server, { rate_limit = false }) end
    local one <close> = client()
    local other <close> = client()
    local calls = {}
    for i = 1, 6 do
      calls[i] = (i % 2 == 0 and one or other):start("create_key_result", server.goal_id,
        creates.body { name = "n" .. i })
    end
    creates.finish({ timeout = function() return one:timeout() or other:timeout() end,
      wait = function(_, seconds) (one:timeout() and one or other):wait(seconds) end,
      step = function()
        one:step()
        other:step()
      end }, calls)
    for i = 1, 6 do assert(calls[i]:result()) end
    assert.equal(6, #server:state().goals[1].key_results)
  end)
end)
