-- SPDX-License-Identifier: MIT
-- The retry table and the rate limit, by csrc/retry.c alone: the clock, the
-- random number and the server's answers are the spec's.

local retry = require "retry_probe"

local NEVER = retry.NEVER

describe("whether to try again", function()
  -- What happened; then for each kind the action. D: it stands, A: again,
  -- ?: look first. The reason is that of all kinds, or of those that it names.
  local events = {
    { "answered 200", { sent = "yes", status = 200 }, "D D D D D" },
    { "answered 201", { sent = "yes", status = 201 }, "D D D D D" },
    { "redirected", { sent = "yes", status = 302 }, "D D D D D" },
    { "refused 400", { sent = "yes", status = 400 }, "D D D D D" },
    { "refused 401", { sent = "yes", status = 401 }, "D D D D D" },
    { "not found 404", { sent = "yes", status = 404 }, "D D D D D" },
    { "refused 499", { sent = "yes", status = 499 }, "D D D D D" },
    { "rate limit 429", { sent = "yes", status = 429 }, "A A A A D" },
    { "timed out at the server 408", { sent = "yes", status = 408 }, "A A A ? D" },
    { "server error 500", { sent = "yes", status = 500 }, "A A A ? D" },
    { "bad gateway 502", { sent = "yes", status = 502 }, "A A A ? D" },
    { "unavailable 503", { sent = "yes", status = 503 }, "A A A ? D" },
    { "gateway timeout 504", { sent = "yes", status = 504 }, "A A A ? D" },
    { "never left", { sent = "no" }, "A A A A D" },
    { "no answer", { sent = "unknown" }, "A A A ? D" },
    { "an answer that was cut", { sent = "yes" }, "A A A ? D" },
    { "an answer that is not usable", { sent = "yes", status = 0, unusable = true }, "D D D ? D" },
    { "a certificate", { sent = "no", permanent = true }, "D D D D D" },
    { "out of time, not sent", { sent = "no", expired = true }, "D D D D D" },
    { "out of time, perhaps run", { sent = "unknown", expired = true }, "D D D D D" },
  }
  local kinds = { "read", "edit", "delete", "create", "exchange" }
  local actions = { D = "stop", A = "again", ["?"] = "ambiguous" }

  for _, event in ipairs(events) do
    local column = 0
    for mark in event[3]:gmatch "%S" do
      column = column + 1
      local kind = kinds[column]
      it(("%s: %s is %s"):format(event[1], kind, actions[mark]), function()
        local question = { kind = kind }
        for name, value in pairs(event[2]) do question[name] = value end
        assert.equal(actions[mark], (retry.decide(question)))
      end)
    end
  end

  local function reason(question)
    local _, why, wait = retry.decide(question)
    return why, wait
  end

  it("says why", function()
    local why = {
      ["answered"] = { status = 200 },
      ["rate limit: it did not run"] = { status = 429 },
      ["it never left"] = { sent = "no" },
      ["the server failed"] = { status = 500 },
      ["no answer, and safe to repeat"] = { sent = "unknown" },
      ["it may have run"] = { kind = "create", sent = "unknown" },
      ["it would fail the same way"] = { sent = "no", permanent = true },
      ["a code is sent once only"] = { kind = "exchange", sent = "no" },
      ["answer not usable"] = { unusable = true },
      ["out of time"] = { sent = "unknown", expired = true },
      ["no retries left"] = { sent = "no", number = 4 },
      ["retry budget spent"] = { sent = "no", tokens = 999 },
      ["the wait would pass the deadline"] = { sent = "no", now = 10, deadline_ms = 10 },
      ["the server asks to wait longer than max_wait"] = { status = 429, asked_ms = 90001 },
    }
    for expected, question in pairs(why) do assert.equal(expected, (reason(question))) end
  end)

  it("backs off with full jitter, doubling up to max_wait", function()
    local function wait(number, random)
      return (select(2, reason { sent = "no", number = number, random = random,
        max_retries = 100, max_wait_ms = 3000 }))
    end
    assert.equal(0, wait(1, 0))
    assert.equal(250, wait(1, 65535))
    assert.equal(500, wait(2, 65535))
    assert.equal(1000, wait(3, 65535))
    assert.equal(3000, wait(5, 65535))
    assert.equal(3000, wait(99, 65535))
    assert.equal(125, wait(1, 32768))
  end)

  it("waits as long as the server asks, jitter or not", function()
    local _, wait = reason { status = 429, asked_ms = 7000, random = 65535 }
    assert.equal(7000, wait)
    assert.equal(0, (select(2, reason { status = 429, asked_ms = 0, random = 65535 })))
  end)

  it("tries again as often as max_retries says", function()
    for number, action in pairs { [3] = "again", [4] = "stop" } do
      assert.equal(action, (retry.decide { sent = "no", number = number, max_retries = 3 }))
    end
  end)

  it("does not begin a wait that can't end before the deadline", function()
    assert.equal("stop",
      (retry.decide { status = 429, asked_ms = 5000, now = 0, deadline_ms = 5000 }))
    assert.equal("again",
      (retry.decide { status = 429, asked_ms = 5000, now = 0, deadline_ms = 5001 }))
  end)

  it("takes a token for a retry and gives back a fifth for an answer", function()
    local function tokens(question)
      question.tokens = 50000
      return (select(4, retry.decide(question)))
    end
    assert.equal(49000, tokens { sent = "no" })
    assert.equal(50200, tokens { status = 200 })
    assert.equal(50200, tokens { status = 429 })
    assert.equal(49000, tokens { status = 500 })
    assert.equal(50000, tokens { kind = "create", sent = "unknown" })
    assert.equal(100000, (select(4, retry.decide { status = 200, tokens = 100000 })))
  end)
end)

describe("what a server asks for", function()
  it("is Retry-After before all else", function()
    assert.equal(3000, retry.asked { retry_after = 3, reset = 2000, date = 1000 })
    assert.equal(0, retry.asked { retry_after = 0 })
  end)

  it("is a date against the server's own clock, plus a second", function()
    assert.equal(31000, retry.asked { retry_at = 1030, date = 1000, local_s = 8200 })
    assert.equal(1000, retry.asked { retry_at = 900, date = 1000 })
  end)

  it("is the reset against the server's clock, however wrong ours is", function()
    assert.equal(41000, retry.asked { reset = 1040, date = 1000, local_s = 1000 + 7200 })
    assert.equal(41000, retry.asked { reset = 1040, date = 1000, local_s = 1000 - 7200 })
  end)

  it("takes our clock for a Retry-After without a Date, but guesses no reset", function()
    assert.equal(11000, retry.asked { retry_at = 1010, local_s = 1000 })
    assert.equal(-1, retry.asked { reset = 1010, local_s = 1000 })
  end)

  it("is a second for a reset in the past, a minute for one that is further off", function()
    assert.equal(1000, retry.asked { reset = 10, date = 1000 })
    assert.equal(61000, retry.asked { reset = 1795000000000, date = 1795000000 })
  end)

  it("is a year at most", function()
    assert.equal(366 * 24 * 3600 * 1000, retry.asked { retry_after = 99999999999 })
  end)

  it("may be said by a clock that begins at 0", function()
    assert.equal(31000, retry.asked { retry_at = 30, date = 0, local_s = 8200 })
    assert.equal(41000, retry.asked { reset = 40, date = 0, local_s = 8200 })
    assert.equal(1000, retry.asked { retry_at = 0, date = 1000 })
    assert.equal(1000, retry.asked { reset = 0, date = 1000 })
  end)

  it("is nothing when nothing was said", function() assert.equal(-1, retry.asked {}) end)
end)

describe("the rate limit", function()
  it("lets a minute's worth through, then waits for the first to leave", function()
    local limiter = retry.limiter(3)
    for i = 1, 3 do
      assert.equal(1500, limiter:free(1500))
      limiter:count(1500)
      assert.equal(3 - i, limiter:remaining(1500))
    end
    assert.equal(62000, limiter:free(1600))
    assert.equal(62000, limiter:free(61999))
    assert.equal(0, limiter:remaining(61999))
    assert.equal(62000, limiter:free(62000))
    assert.equal(3, limiter:remaining(62000))
  end)

  it("never lets more than the limit through in any minute", function()
    local limiter, sent = retry.limiter(10), {}
    local now = 0
    for _ = 1, 200 do
      now = math.max(now + 137, limiter:free(now + 137))
      limiter:count(now)
      sent[#sent + 1] = now
    end
    for i = 11, #sent do assert.is_true(sent[i] - sent[i - 10] >= 60000) end
  end)

  it("may be one a minute, by hand or learned", function()
    local set, learned = retry.limiter(1), retry.limiter()
    learned:hear({ limit = 1 }, 200, -1, 0)
    for _, limiter in ipairs { set, learned } do
      assert.equal(5, limiter:free(5))
      limiter:count(5)
      assert.equal(61000, limiter:free(5000)) -- counted from when it was sent
      assert.equal(0, limiter:remaining(5000))
    end
  end)

  it("may be none by hand, and a plan without a limit is none that is told", function()
    local none, learned = retry.limiter(0), retry.limiter()
    none:hear({ limit = 2 }, 200, -1, 0)
    assert.equal(-1, none:remaining(5))
    learned:hear({ limit = 2 }, 200, -1, 0)
    learned:hear({ limit = 0 }, 200, -1, 0)
    assert.equal(2, learned:remaining(5))
  end)

  it("learns the plan from the server, unless it was set by hand", function()
    local learned, set = retry.limiter(), retry.limiter(5)
    for _, limiter in ipairs { learned, set } do
      limiter:hear({ limit = 2, remaining = 1 }, 200, -1, 0)
      for _ = 1, 2 do limiter:count(0) end
    end
    assert.equal(61000, learned:free(10))
    assert.equal(10, set:free(10))
  end)

  it("has no limit of its own before it knows one", function()
    local limiter = retry.limiter()
    for _ = 1, 1000 do limiter:count(0) end
    assert.equal(5, limiter:free(5))
    assert.equal(-1, limiter:remaining(5))
  end)

  it("holds at Remaining 0 until the reset, by the server's clock", function()
    local limiter = retry.limiter()
    limiter:hear({ limit = 100, remaining = 0, reset = 1020, date = 1000 }, 200, -1, 5000, 99999)
    assert.equal(5000 + 21000, limiter:free(5000))
    assert.equal(0, limiter:remaining(5000))
    assert.equal(26000, limiter:free(26000))
  end)

  it("does not believe in a reset beyond its minute", function()
    local limiter = retry.limiter()
    limiter:hear({ remaining = 0, reset = 9999, date = 1000 }, 200, -1, 0)
    assert.equal(61000, limiter:free(0))
  end)

  it("holds for a second when the reset is in the past", function()
    local limiter = retry.limiter()
    limiter:hear({ remaining = 0, reset = 10, date = 1000 }, 200, -1, 0)
    assert.equal(1000, limiter:free(0))
    local at_0 = retry.limiter()
    at_0:hear({ remaining = 0, reset = 0, date = 0 }, 200, -1, 0)
    assert.equal(1000, at_0:free(0))
    assert.equal(0, at_0:remaining(0))
  end)

  it("takes a 429 as a hold for every call", function()
    local limiter = retry.limiter()
    limiter:hear({}, 429, 4000, 1000)
    assert.equal(5000, limiter:free(1000))
    limiter:hear({}, 429, 1000, 1000) -- a shorter one does not shorten it
    assert.equal(5000, limiter:free(1000))
    limiter:hear({}, 429, -1, 6000)
    assert.equal(6000, limiter:free(6000))
    limiter:hear({}, 429, 1, 6000)
    assert.equal(6001, limiter:free(6000))
    assert.equal(0, limiter:remaining(6000))
    assert.equal(-1, limiter:remaining(6001))
  end)

  it("takes what a server that fails asks for as that call's only", function()
    local limiter = retry.limiter()
    limiter:hear({}, 503, 4000, 1000)
    assert.equal(1000, limiter:free(1000))
  end)

  it("tells the smaller of its own count and the server's", function()
    local limiter = retry.limiter(100)
    limiter:hear({ remaining = 7, reset = 1030, date = 1000 }, 200, -1, 0)
    assert.equal(7, limiter:remaining(10))
    limiter:hear({ remaining = 0 }, 200, -1, 10)
    assert.equal(0, limiter:remaining(20))
    assert.equal(0, limiter:remaining(30999))
    assert.equal(100, limiter:remaining(31000))
    local spent = retry.limiter(1)
    spent:count(0)
    spent:hear({ remaining = 7, reset = 1030, date = 1000 }, 200, -1, 0)
    assert.equal(0, spent:remaining(10))
  end)

  it("survives a clock that jumps by hours", function()
    local limiter = retry.limiter(2)
    limiter:count(0)
    limiter:count(0)
    assert.equal(61000, limiter:free(1))
    assert.equal(7200000, limiter:free(7200000))
    for _, now in ipairs { 7200000, 7230000, 7261000, 7300000 } do
      assert.equal(2, limiter:remaining(now))
    end
  end)
end)

describe("the allowance of an attempt", function()
  it("is its own limit, cut by the deadline", function()
    assert.equal(30000, retry.allowance(0, 30000))
    assert.equal(5000, retry.allowance(1000, 30000, 6000))
    assert.equal(0, retry.allowance(6000, 30000, 6000))
    assert.equal(1, retry.allowance(0, 1))
    assert.equal(1, retry.allowance(5, 30000, 6))
    assert.equal(0, retry.allowance(9, 30000, 6))
    assert.equal(NEVER, retry.allowance(0, 0))
    assert.equal(10, retry.allowance(0, 0, 10))
  end)
end)
