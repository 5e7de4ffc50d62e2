-- SPDX-License-Identifier: MIT
-- A create that may have run: found, sent again, or told as unknown; never doubled.

local json = require "cjson"
local socket = require "socket"

local creates = require "spec.support.creates"
local retry_slower = require "spec.support.retry_slower"
local plays = require "spec.support.plays"

local undecided = plays.undecided

local FOUND, ABSENT = "POST GET", "POST GET GET POST"
local NULL = json.null

local function create(client, changes, options)
  return client:create_key_result(creates.GOAL, creates.body(changes), options)
end

-- One create against this script: value, second, and the methods that came.
local function once(list, options, changes, per_call)
  local raw <close> = plays.server(list)
  local client <close> = plays.client(raw, options)
  local value, second = create(client, changes, per_call)
  return value, second, plays.methods(raw)
end

-- The second create against this script: the first one tells who the user is.
local FIRST = plays.key_result { id = "first", name = "First", creator = 183,
  date_created = NULL }
local FIRST_CREATED = plays.created { id = "first", name = "First" }
local function twice(list)
  local raw <close> = plays.server(list)
  local client <close> = plays.client(raw)
  assert(create(client, { name = "First" }))
  local value, second = create(client)
  return value, second, plays.methods(raw)
end

describe("a create that may have run", function()
  local ways = {
    ["no answer"] = plays.CLOSE,
    ["a reset"] = plays.RESET,
    ["a cut answer"] = plays.CUT,
    ["a 500"] = plays.reply(500, '{"err":"no"}'),
    ["a 502 page"] = plays.reply(502, "<html>"),
    ["a 503"] = plays.reply(503),
    ["a 408"] = plays.reply(408),
    ["a 200 with broken JSON"] = plays.reply(200, '{"key_result":{"id":"k'),
    ["a 200 with a page"] = plays.reply(200, "<html><body>Sign in"),
    ["a 200 with nothing"] = plays.reply(200, ""),
    ["a 200 without an id"] = plays.reply(200, '{"key_result":{}}'),
  }
  for name, steps in pairs(ways) do
    it(("is found after %s"):format(name), function()
      local value, response, came = once { steps, plays.goal { plays.key_result() } }
      assert.equal(FOUND, came)
      assert.equal("kr-1", value.id)
      assert.is_true(response.recovered)
      assert.equal(1, response.attempts)
    end)

    it(("is sent once more after %s, when it was twice not there"):format(name), function()
      local value, response, came = once { steps, plays.goal {}, plays.goal {},
        plays.created { id = "kr-2" } }
      assert.equal(ABSENT, came)
      assert.equal("kr-2", value.id)
      assert.is_nil(response.recovered)
      assert.equal(2, response.attempts)
      assert.equal(200, response.status)
    end)
  end

  local pending = {
    ["a timeout"] = plays.SILENT,
    ["a 504"] = plays.reply(504, "<html>"),
    ["a 524"] = plays.reply(524),
    ["a gateway's 503 after a second"] = plays.reply(503, "<html>", nil, 1.02),
  }
  for name, steps in pairs(pending) do
    it(("is found after %s, but never sent again"):format(name), retry_slower(function(unit)
      local options = steps == plays.SILENT and { timeout = 0.15 * unit } or nil
      local value, response = once({ steps, plays.goal { plays.key_result() } }, options)
      assert.equal("kr-1", value.id)
      assert.is_true(response.recovered)
      undecided("POST GET GET", "still be at work",
        once({ steps, plays.goal {}, plays.goal {} }, options))
    end))
  end

  it("is not absent because another goal was answered", function()
    local other = plays.reply(200, '{"goal":{"id":"another","key_results":[]}}')
    undecided("POST GET GET", "the answer has another id", once { plays.CLOSE, other, other })
    local mixed = plays.goal { plays.key_result { goal_id = "another" } }
    undecided("POST GET GET", "the answer has another id", once { plays.CLOSE, mixed, mixed })
    local value = once { plays.CLOSE, other, plays.goal { plays.key_result() } }
    assert.equal("kr-1", value.id)
    local loud = plays.reply(200, ('{"goal":{"id":%q,"key_results":[]}}'):format(
      creates.GOAL:upper()))
    assert.equal("kr-2", once({ plays.CLOSE, loud, loud, plays.created { id = "kr-2" } }).id)
  end)

  it("is not absent because a cache answered that is older than it", function()
    local function cached(headers) return plays.goal({}, headers) end
    local old, fresh = cached { Age = "1" }, cached { Age = "0, 0" }
    undecided("POST GET GET", "older than it", once { plays.CLOSE, old, old })
    undecided("POST GET GET", "older than it", once { plays.CLOSE, old, fresh })
    assert.equal("kr-1", once({ plays.CLOSE, old, plays.goal({ plays.key_result() },
      { Age = "60" }) }).id)
    -- of two looks the second has a Date of before the first
    undecided("POST GET GET", "older than it",
      once { plays.CLOSE, cached { Date = plays.date(7) }, cached() })
    local again = plays.created { id = "kr-2" }
    assert.equal("kr-2", once({ plays.CLOSE, cached { Date = plays.date(3) }, cached(), again }).id)
    assert.equal("kr-2", once({ plays.CLOSE, cached(), cached { Age = "none" }, again }).id)
  end)

  it("is not absent from a list that lacks what was created there before", function()
    local function second(list, between, parent)
      local script = { FIRST_CREATED, between or plays.CLOSE, plays.CLOSE, list, list,
        plays.created { id = "new" } }
      if not between then table.remove(script, 2) end
      local raw <close> = plays.server(script)
      local client <close> = plays.client(raw)
      assert(client:create_key_result(parent or creates.GOAL, creates.body { name = "First" }))
      if between then assert(client:delete_key_result "first") end
      return create(client)
    end
    local _, err = second(plays.goal {})
    assert.matches("the list lacks what was created before it", err.message)
    assert.equal("unknown", err.sent)
    assert.equal("kr-1", second(plays.goal { plays.key_result() }).id)
    assert.equal("new", second(plays.goal { FIRST }).id)
    assert.equal("new", second(plays.goal {}, nil, "another-goal").id)
    assert.equal("new", second(plays.goal {}, plays.reply(200, "{}")).id) -- it was deleted since
  end)

  it("is not absent from a list that goes on", function()
    local function list(more, headers)
      return plays.reply(200, ('{"goal":{"id":%q,"key_results":[]%s}%s}'):format(creates.GOAL, more,
        more), headers)
    end
    local next_page = { Link = '<https://example.com/?page=1>; rel="next"' }
    for _, more in ipairs { ',"last_page":false', ', "has_more" : true', ',"next_cursor":"abc"',
      ',"next_page":2', next_page } do
      local part = list(more == next_page and "" or more, more == next_page and next_page or nil)
      undecided("POST GET GET", "the list need not have it", once { plays.CLOSE, part, part })
    end
    for _, more in ipairs { ',"last_page":true', ',"has_more":false', ',"next_cursor":null',
      ',"next_cursor":""', ',"next_page":null', ',"next_cursor":false' } do
      assert.equal("new", once({ plays.CLOSE, list(more), list(more),
        plays.created { id = "new" } }).id, more)
    end
  end)

  it("is found by a look within reconcile_wait, when the list lags", function()
    local value, _, came = once({ plays.CLOSE, plays.goal {}, plays.goal { plays.key_result() } },
      { reconcile_wait = 60 })
    assert.equal("POST GET GET", came)
    assert.equal("kr-1", value.id)
  end)

  it("is found when the look had to wait for others", function()
    local slow = plays.reply(200, "{}", nil, 3.5)
    local raw <close> = plays.server { POST = { plays.CLOSE },
      GET = { slow, plays.goal({ plays.key_result() }, { Date = plays.date(4) }) } }
    local client <close> = plays.client(raw, { max_in_flight = 1 })
    local call = client:start("create_key_result", creates.GOAL, creates.body())
    client:start("request", "GET", "/v2/slow")
    creates.finish(client, { call })
    assert.equal("kr-1", call:result().id)
  end)

  it("is found by the second look", function()
    local value, response, came = once { plays.CLOSE, plays.goal {},
      plays.goal { plays.key_result() } }
    assert.equal("POST GET GET", came)
    assert.equal("kr-1", value.id)
    assert.is_true(response.recovered)
  end)

  it("is looked for again when what was sent again may have run, too", function()
    local value, response, came = once { plays.CLOSE, plays.goal {}, plays.goal {},
      plays.reply(500), plays.goal { plays.key_result { id = "kr-9" } } }
    assert.equal(ABSENT .. " GET", came)
    assert.equal("kr-9", value.id)
    assert.equal(2, response.attempts)
  end)

  it("is unknown when it was sent again and refused: that says nothing of the first", function()
    local value, err, came = once { plays.CLOSE, plays.goal {}, plays.goal {},
      plays.reply(400, '{"err":"bad name","ECODE":"GOAL_1"}') }
    assert.equal(ABSENT, came)
    assert.is_nil(value)
    assert.equal("api", err.kind)
    assert.equal("GOAL_1", err.code)
    assert.equal("unknown", err.sent)
    assert.is_false(err.retryable)
    assert.equal(2, err.attempts)
  end)

  it("is sent again when all that is there is what another create in doubt has made", function()
    local late = plays.goal { plays.key_result { id = "late", name = "First" } }
    local raw <close> = plays.server { plays.CLOSE, plays.goal {}, plays.goal {}, plays.CLOSE, late,
      late, plays.created { id = "new" } }
    local client <close> = plays.client(raw)
    local _, err = create(client, { name = "First" }, { max_retries = 0 })
    assert.equal("unknown", err.sent)
    assert.equal("new", create(client).id)
  end)

  it("is not sent again for what another in doubt has made in another goal", function()
    local late = plays.goal { plays.key_result { id = "late", name = "First" } }
    local raw <close> = plays.server { plays.CLOSE, plays.goal {}, plays.goal {}, plays.CLOSE, late,
      late }
    local client <close> = plays.client(raw)
    local _, err = client:create_key_result("another", creates.body { name = "First" },
      { max_retries = 0 })
    assert.equal("unknown", err.sent)
    local value, later = create(client)
    undecided("POST GET GET POST GET GET", "something that it could be", value, later,
      plays.methods(raw))
  end)

  it("is sent again for what others in doubt have made: the last 256 of those", function()
    local late = plays.goal { plays.key_result { id = "a", name = "First" },
      plays.key_result { id = "b", name = "Last" } }
    for count, methods in pairs { [2] = ABSENT, [256] = ABSENT, [257] = "POST GET GET" } do
      local post, get = {}, {}
      for i = 1, count do post[i], get[i] = plays.CLOSE, plays.reply(404, '{"err":"gone"}') end
      table.move({ plays.CLOSE, plays.created { id = "new" } }, 1, 2, count + 1, post)
      table.move({ late, late }, 1, 2, count + 1, get)
      local raw <close> = plays.server { POST = post, GET = get }
      local client <close> = plays.client(raw)
      for i = 1, count do
        local name = i == 1 and "First" or i == count and "Last" or "Other"
        local _, err = create(client, { name = name }, { max_retries = 0 })
        assert.equal("unknown", err.sent)
      end
      local value, err = create(client)
      assert.equal(("POST GET "):rep(count) .. methods, plays.methods(raw))
      if value then assert.equal("new", value.id)
      else assert.equal("a", err.candidates[1].id)
      end
    end
  end)

  it("is looked for by when it began, however late the look comes", function()
    -- the only clock that counts is real: 3 s are more than a Date's whole seconds explain
    local late = plays.after({ "wait", 3.1 }, plays.CLOSE)
    local value, response, came = once { late,
      plays.goal({ plays.key_result() }, { Date = plays.date(3) }) }
    assert.equal(FOUND, came)
    assert.equal("kr-1", value.id)
    assert.is_true(response.recovered)
  end)

  it("is not sent again when only a list that lags does not have it any more", function()
    local there = plays.goal { plays.key_result { name = "Another" } }
    local err = undecided("POST GET GET", "something that it could be",
      once { plays.CLOSE, there, plays.goal {} })
    assert.equal(1, #err.candidates)
    assert.equal("kr-1", err.candidates[1].id)
  end)

  it("is sent again as often as max_retries says, no more", function()
    local list = {}
    for i = 1, 9, 3 do
      list[i], list[i + 1], list[i + 2] = plays.reply(500), plays.goal {}, plays.goal {}
    end
    local err = undecided("POST GET GET POST GET GET POST GET GET", "no retries are left",
      once(list, { max_retries = 2, reconcile_wait = 0.001 }))
    assert.equal(3, err.attempts)
    undecided("POST GET GET", "no retries", once(list, { max_retries = 0 }))
    undecided("POST GET GET", "no retries", once(list, nil, nil, { max_retries = 0 }))
  end)

  it("is not looked for with reconcile = false, of client or call", function()
    for _, options in ipairs { { { reconcile = false } }, { nil, { reconcile = false } } } do
      for _, steps in ipairs { plays.CLOSE, plays.reply(500), plays.reply(200, "<p>") } do
        local value, err, came = once({ steps }, options[1], nil, options[2])
        assert.equal("POST", came)
        assert.is_nil(value)
        assert.equal("unknown", err.sent)
        assert.is_false(err.retryable)
      end
    end
    local value = once({ plays.CLOSE, plays.goal { plays.key_result() } },
      { reconcile = false }, nil, { reconcile = true })
    assert.equal("kr-1", value.id)
  end)
end)

describe("what was sent is recognised", function()
  local function recognised(name, sent, came)
    it(name, function()
      local value = once({ plays.CLOSE, plays.goal { plays.key_result(came) } }, nil, sent)
      assert.equal("kr-1", value.id)
    end)
  end
  recognised("with owners as objects in another order", { owners = { 1, 2, 3 } },
    { owners = { { id = 3 }, { id = "1" }, { id = 2 } } })
  recognised("with list_ids as subcategory_ids, as numbers", { list_ids = { "7", "8" } },
    { subcategory_ids = { 8, 7 } })
  recognised("with task_ids", { task_ids = { "9hz" } }, { task_ids = { "9hz" } })
  recognised("with numeric strings", { steps_start = 5 }, { steps_start = "5", steps_end = 10.0 })
  recognised("with null for 0 and for an empty text", { unit = "" },
    { unit = NULL, steps_start = NULL })
  recognised("with null for empty lists", { owners = {} },
    { owners = NULL, task_ids = NULL, subcategory_ids = NULL })
  recognised("without steps", {}, { steps_start = NULL, steps_end = NULL })
end)

describe("what was not sent is not taken", function()
  local function absent(name, came, age)
    it(name, function()
      local goal = plays.goal { FIRST, plays.key_result(came, age) }
      local value, _, methods = twice { FIRST_CREATED, plays.CLOSE, goal, goal,
        plays.created { id = "new" } }
      assert.equal("POST " .. ABSENT, methods)
      assert.equal("new", value.id)
    end)
  end
  absent("of another name, when it is older than any clock is off", { name = "Another" }, 27 * 3600)
  absent("when it is older than that", {}, 27 * 3600)
  absent("when somebody else made it", { name = "Another", creator = 184 })

  local function unclear(name, came, age)
    it("but told, and nothing sent again: " .. name, function()
      local goal = plays.goal { FIRST, plays.key_result(came, age) }
      local err = undecided("POST POST GET GET", "something that it could be",
        twice { FIRST_CREATED, plays.CLOSE, goal, goal })
      assert.equal(1, #err.candidates)
      assert.equal("kr-1", err.candidates[1].id)
    end)
  end
  unclear("so little older that a server's clock may be off", {}, 10)
  unclear("hours older, as a clock of another zone says", {}, 8 * 3600)
  unclear("its time in seconds", { date_created = tostring(os.time()) })
  unclear("a time to come", {}, -7200)
  unclear("another name", { name = "Another" })
  unclear("a name that was escaped", { name = "New &amp; Key" })
  unclear("another unit", { unit = "mi" })
  unclear("another type", { type = "currency" })
  unclear("other steps", { steps_end = 11 })
  unclear("other owners", { owners = { { id = 184 } } })
  unclear("one owner more", { owners = { { id = 183 }, { id = 184 } } })
  unclear("a name in another case", { name = " new key  result NAME" })
  unclear("no date", { date_created = NULL })

  it("but told, when what is there are no objects", function()
    for _, list in ipairs { "[false]", "[0]", '["kr-1"]', "[[]]", "[{}]", "[null]",
      '[{"id":"old","date_created":"1262304000000"}, null ]' } do
      local odd = plays.reply(200, ('{"goal":{"id":"%s","key_results":%s}}'):format(creates.GOAL,
        list))
      local err = undecided("POST GET GET", "something that it could be",
        once { plays.CLOSE, odd, odd })
      assert.equal(1, #err.candidates, list)
    end
  end)

  it("when the host was busy elsewhere after the answer had come", retry_slower(function(unit)
    -- 3.5 s old: too old to be ours, not so old that it can't be
    local born = math.floor((socket.gettime() - 2.5 - unit) * 1000)
    local came = plays.key_result { date_created = tostring(born) }
    local raw <close> = plays.server { plays.CLOSE, plays.goal({ came }, nil, 0.1) }
    local client <close> = plays.client(raw)
    local call = client:start("create_key_result", creates.GOAL, creates.body())
    creates.step_until(client, function() return plays.methods(raw) == FOUND end)
    socket.sleep(1.2 + unit)
    creates.finish(client, { call })
    local value, err = call:result()
    assert.is_nil(value)
    assert.equal("unknown", err.sent)
    assert.equal(1, #err.candidates)
  end))

  it("when somebody else made it", function()
    local both = plays.goal { FIRST, plays.key_result { creator = 99 } }
    assert.equal("new", twice({ FIRST_CREATED, plays.CLOSE, both, both,
      plays.created { id = "new" } }).id)
  end)

  it("but not when the list numbers users otherwise than answers", function()
    local first = plays.key_result { id = "first", name = "First", creator = 9001 }
    local trimmed = plays.key_result { name = "trimmed", creator = 9001 }
    local other = plays.key_result { id = "other", name = "other", creator = 183 }
    local goal = plays.goal { first, trimmed }
    undecided("POST POST GET GET", "something that it could be",
      twice { FIRST_CREATED, plays.CLOSE, goal, goal })
    goal = plays.goal { first, other }
    assert.equal("new", twice({ FIRST_CREATED, plays.CLOSE, goal, goal,
      plays.created { id = "new" } }).id)
    -- two of ours that differ: nobody's is somebody else's
    goal = plays.goal { first, plays.key_result { id = "two", creator = 183 }, trimmed }
    local raw <close> = plays.server { FIRST_CREATED, plays.created { id = "two" }, plays.CLOSE,
      goal, goal }
    local client <close> = plays.client(raw)
    for _ = 1, 2 do assert(create(client, { name = "First" })) end
    assert.matches("something that it could be", select(2, create(client)).message)
  end)

  it("but not when another kind of thing numbers users otherwise", function()
    local list = plays.goal { plays.key_result { name = "trimmed", creator = 183 } }
    local raw <close> = plays.server { plays.reply(200, { goal = { id = "g", creator = 9001 } }),
      plays.CLOSE, list, list }
    local client <close> = plays.client(raw)
    assert(client:create_goal("1", { name = "G", due_date = 0, description = "", owners = { 1 },
      multiple_owners = true, color = "#32a852" }))
    assert.matches("something that it could be", select(2, create(client)).message)
  end)

  local function user(id) return plays.reply(200, { user = { id = id } }) end

  it("when somebody else made it before this client made anything; nor is it proof", function()
    local theirs = plays.goal { plays.key_result { creator = 99 } }
    local raw <close> = plays.server { plays.CLOSE, theirs, user(183), theirs }
    local client <close> = plays.client(raw)
    local value, err = create(client)
    undecided("POST GET GET GET", "something that it could be", value, err, plays.methods(raw))
    assert.equal("kr-1", err.candidates[1].id)
    assert.equal("/api/v2/user", plays.requests(raw)[3].target)
  end)

  it("but what we made ourselves is: who we are is asked for once", function()
    local raw <close> = plays.server {
      plays.CLOSE, plays.goal { plays.key_result { creator = 99 } }, user(99),
      plays.CLOSE, plays.goal { plays.key_result { id = "two", creator = 99 } },
    }
    local client <close> = plays.client(raw)
    assert.equal("kr-1", create(client).id)
    assert.equal("two", create(client).id)
    assert.equal("POST GET GET POST GET", plays.methods(raw))
  end)

  it("but is where nobody tells who we are", function()
    for _, answer in ipairs { plays.reply(404, "<html>"), plays.reply(200, "{}"),
      plays.reply(200, { user = {} }), plays.reply(501, ""), plays.CLOSE } do
      local theirs = plays.goal { plays.key_result { creator = 99 } }
      local raw <close> = plays.server { plays.CLOSE, theirs, answer }
      local client <close> = plays.client(raw, { max_retries = 0 })
      assert.equal("kr-1", create(client).id)
      assert.equal("POST GET GET", plays.methods(raw))
    end
  end)

  it("when a list that held it had been read: the last 4096 of those", function()
    for count, methods in pairs { [4096] = "POST GET GET POST", [4097] = "POST GET GET" } do
      local things, known = {}, plays.key_result { id = "known" }
      for i = 1, count - 1 do things[i] = { id = tostring(i) } end
      things[count] = known
      local raw <close> = plays.server { plays.CLOSE, plays.goal(things), plays.CLOSE,
        plays.goal(things), plays.goal(things), plays.created { id = "new" } }
      local client <close> = plays.client(raw)
      assert.equal("known", create(client).id)
      socket.sleep(0.02) -- two readings of a clock differ for sure
      local value, err = create(client)
      assert.equal("POST GET " .. methods, plays.methods(raw))
      if value then assert.equal("new", value.id)
      else assert.equal("1", err.candidates[1].id)
      end
    end
  end)

  it("unless it is ours, however the server writes its ids and its users", function()
    local raw <close> = plays.server { plays.created { id = 1, creator = "183" }, plays.CLOSE,
      plays.goal { plays.key_result { id = "1" }, plays.key_result { id = 2, creator = 183 } } }
    local client <close> = plays.client(raw)
    assert.equal(1, create(client).id)
    assert.equal(2, create(client).id)
    assert.equal("POST POST GET", plays.methods(raw))
  end)

  it("when it was handed out before, answered or found", function()
    local one, two = plays.key_result { id = "one" }, plays.key_result { id = "two" }
    local raw <close> = plays.server { plays.created { id = "one" },
      plays.CLOSE, plays.goal { one, two },
      plays.CLOSE, plays.goal { two, one }, plays.goal { one, two }, plays.created { id = "3" } }
    local client <close> = plays.client(raw)
    for _, id in ipairs { "one", "two", "3" } do assert.equal(id, create(client).id) end
    assert.equal("POST POST GET POST GET GET POST", plays.methods(raw))
  end)

  it("when a create that is not looked for may have made it as well", function()
    local silent = plays.goal { plays.key_result { steps_start = NULL, steps_end = NULL } }
    for _, together in ipairs { false, true, "late" } do
      local late = together == "late"
      local raw <close> = plays.server { GET = { silent, silent },
        POST = { late and plays.SILENT or plays.CLOSE, plays.CLOSE } }
      local client <close> = plays.client(raw)
      local calls = {}
      for i, options in ipairs { late and { deadline = 0.1 } or { reconcile = false }, {} } do
        calls[i] = client:start("create_key_result", creates.GOAL, creates.body { steps_end = i },
          options)
        if together ~= true then creates.finish(client, { calls[i] }) end
      end
      creates.finish(client, calls)
      for i = 1, 2 do assert.equal("unknown", select(2, calls[i]:result()).sent) end
      assert.equal("kr-1", select(2, calls[2]:result()).candidates[1].id)
    end
  end)

  it("when it was handed out to a call that is not looked for itself", function()
    local seen = plays.goal { plays.key_result { id = "one" } }
    local raw <close> = plays.server { plays.created { id = "one" }, plays.CLOSE, seen, seen,
      plays.created { id = "two" }, plays.CLOSE }
    local client <close> = plays.client(raw)
    assert.equal("one", create(client, nil, { reconcile = false }).id)
    assert.equal("two", create(client).id)
    local _, err = create(client, nil, { reconcile = false })
    assert.equal("unknown", err.sent)
    assert.equal("POST POST GET GET POST POST", plays.methods(raw))
  end)
end)

describe("whether it is there can't be told", function()
  local function unknown(name, pattern, answer)
    it(name, function() undecided("POST GET", pattern, once({ plays.CLOSE, answer })) end)
  end
  unknown("when the look is refused", "404", plays.reply(404, '{"err":"gone"}'))
  unknown("without a Date", "does not tell its time", plays.goal({}, { Date = false }))
  unknown("with a broken Date", "does not tell its time", plays.goal({}, { Date = "soon" }))
  for _, list in ipairs { "5", "true", '"abc"', '{"a":1}', "null" } do
    unknown("when the list is " .. list, "does not hold the list",
      plays.reply(200, ('{"goal":{"id":"%s","key_results":%s}}'):format(creates.GOAL, list)))
  end
  unknown("when there is no list", "does not hold the list",
    plays.reply(200, ('{"goal":{"id":"%s"}}'):format(creates.GOAL)))

  it("when the server goes on failing", function()
    local list = { plays.CLOSE, plays.reply(500), plays.reply(500), plays.reply(500),
      plays.reply(500) }
    undecided("POST GET GET GET GET", "looking for it failed: 500",
      once(list, { max_retries = 1 }, nil, nil))
  end)

  it("when the last look is no JSON, though an earlier one did not find it", function()
    undecided("POST GET GET", "not usable",
      once { plays.CLOSE, plays.goal {}, plays.reply(200, "<html>") })
  end)

  it("but is, when only the first look failed", function()
    local value, _, methods = once { plays.CLOSE, plays.reply(200, "<html>"),
      plays.goal { plays.key_result() } }
    assert.equal("POST GET GET", methods)
    assert.equal("kr-1", value.id)
  end)

  it("when the deadline passes during the look", retry_slower(function(unit)
    undecided("POST GET", "deadline",
      once({ plays.CLOSE, plays.SILENT }, { timeout = 60, deadline = 0.2 * unit }))
  end))

  it("when the deadline passes after it was sent again", retry_slower(function(unit)
    local started = socket.gettime()
    local err = undecided("POST GET GET POST", "deadline",
      once({ plays.CLOSE, plays.goal {}, plays.goal {}, plays.SILENT },
        { timeout = 60, deadline = 0.4 * unit }))
    assert.equal("timeout", err.kind)
    assert.equal(2, err.attempts)
    assert.is_true(socket.gettime() - started < 30) -- the deadline is the whole call's
  end))

  it("when the deadline would pass before the second one", function()
    local started = socket.gettime()
    undecided("POST GET", "deadline",
      once({ plays.CLOSE, plays.goal {} }, { deadline = 1.8, reconcile_wait = 1.9 }))
    assert.is_true(socket.gettime() - started < 1.8)
  end)
end)

describe("the server's clock decides", function()
  for _, skew in ipairs { -7200, 7200 } do
    it(("when it is %d s off"):format(skew), function()
      local headers = { Date = plays.date(skew) }
      local value = once { plays.CLOSE, plays.goal({ plays.key_result({}, -skew) }, headers) }
      assert.equal("kr-1", value.id)
      local old = plays.goal({ plays.key_result({}, 30 * 3600 - skew) }, headers)
      local new, _, methods = once { plays.CLOSE, old, old, plays.created { id = "new" } }
      assert.equal(ABSENT, methods)
      assert.equal("new", new.id)
    end)
  end
end)

describe("a goal", function()
  local BODY = { name = "G", due_date = 1568036964079, description = "", multiple_owners = true,
    owners = { 1 }, color = "#32a852" }
  local function goal(changes)
    local made = { id = "g-1", name = "G", due_date = "1568036964079", description = NULL,
      multiple_owners = true, color = "#32a852", start_date = NULL,
      date_created = ("%d"):format(os.time() * 1000) }
    for name, value in pairs(changes or {}) do made[name] = value end
    return made
  end
  local function run(list)
    local raw <close> = plays.server(list)
    local client <close> = plays.client(raw)
    local value, second = client:create_goal(123, BODY)
    return value, second, plays.methods(raw), plays.requests(raw)
  end
  local function goals(list, folders)
    return plays.reply(200, ('{"goals":%s,"folders":[{"id":"f","goals":%s}]}'):format(
      plays.array(list), plays.array(folders or {})))
  end

  it("is found among those of the Workspace and of its folders", function()
    for _, answer in ipairs { goals { goal { name = "H", id = "h" }, goal() },
      goals({}, { goal() }) } do
      local value, response, methods, requests = run { plays.reply(500), answer }
      assert.equal(FOUND, methods)
      assert.equal("g-1", value.id)
      assert.is_true(response.recovered)
      assert.equal("/api/v2/team/123/goal?include_completed=true", requests[2].target)
    end
  end)

  it("is sent again when it is in neither", function()
    local other = goals({}, { goal { name = "H", date_created = "1568036964079" } })
    local value, response, methods = run { plays.CLOSE, other, other,
      plays.reply(200, { goal = { id = "g-2" } }) }
    assert.equal(ABSENT, methods)
    assert.equal("g-2", value.id)
    assert.equal(2, response.attempts)
  end)

  it("is not sent again when the lists are none", function()
    for _, body in ipairs { "{}", '{"goals":5}', '{"goals":{"a":{}}}', '{"goals":null}',
      '{"goals":[],"folders":5}', '{"goals":[],"folders":[5]}',
      '{"goals":[],"folders":[{"goals":"x"}]}' } do
      undecided(FOUND, "does not hold the list", run { plays.CLOSE, plays.reply(200, body) })
    end
  end)

  it("is of one Workspace, however its id is written", function()
    local made = goals { goal { id = "first", name = "First" } }
    for _, ids in ipairs { { 123, "123" }, { "123", 123 }, { 123, 123.0 }, { 123.0, "123" } } do
      local raw <close> = plays.server { plays.CLOSE, goals {}, goals {}, plays.CLOSE, made, made,
        plays.reply(200, { goal = { id = "new" } }) }
      local client <close> = plays.client(raw)
      local first = { name = "First" }
      for name, value in pairs(BODY) do first[name] = first[name] or value end
      local _, err = client:create_goal(ids[1], first, { max_retries = 0 })
      assert.equal("unknown", err.sent)
      assert.equal("new", assert(client:create_goal(ids[2], BODY)).id)
    end
  end)

  it("that is alike but not equal is told", function()
    local alike = goals { goal { color = "#000000" } }
    local value, err, methods = run { plays.CLOSE, alike, alike }
    undecided("POST GET GET", "something that it could be", value, err, methods)
    assert.equal("g-1", err.candidates[1].id)
  end)
end)

describe("a webhook, of which ClickUp refuses a second one alike,", function()
  local BODY = { endpoint = "https://example.com/hook", events = { "goalCreated", "goalDeleted" },
    space_id = 1234 }
  local KNOWN = plays.reply(400, '{"err":"Webhook exists","ECODE":"OAUTH_171"}')
  local function hook(changes)
    local made = { id = "w-1", endpoint = BODY.endpoint, events = { "goalDeleted", "goalCreated" },
      space_id = 1234, folder_id = NULL, list_id = NULL, task_id = NULL, secret = "S" }
    for name, value in pairs(changes or {}) do made[name] = value end
    return made
  end
  local function hooks(list)
    return plays.reply(200, ('{"webhooks":%s}'):format(plays.array(list)))
  end
  local function run(list, body)
    local raw <close> = plays.server(list)
    local client <close> = plays.client(raw)
    local value, second = client:create_webhook(123, body or BODY)
    return value, second, plays.methods(raw)
  end
  local OTHERS = { hook { id = "a", endpoint = "https://example.com/other" },
    hook { id = "b", space_id = NULL }, hook { id = "c", task_id = "t" },
    hook { id = "d", events = { "goalCreated" } } }

  it("is found by all that was sent", function()
    local list = { hook(), table.unpack(OTHERS) }
    local value, response, methods = run { plays.reply(502), hooks(list) }
    assert.equal(FOUND, methods)
    assert.equal("w-1", value.id)
    assert.is_true(response.recovered)
    local all = { endpoint = BODY.endpoint, events = { "*" } }
    value = run({ plays.CLOSE, hooks { hook { events = "*", space_id = NULL } } }, all)
    assert.equal("w-1", value.id)
  end)

  it("is sent again after two looks, whatever else is there", function()
    local value, response, methods = run { plays.CLOSE, hooks(OTHERS), hooks(OTHERS),
      plays.reply(200, { id = "new", webhook = hook { id = "new" } }) }
    assert.equal("POST GET GET POST", methods)
    assert.equal("new", value.id)
    assert.equal(2, response.attempts)
  end)

  it("is sent again when the list does not even have what was created before it", function()
    local made = plays.reply(200, { id = "new", webhook = hook { id = "new" } })
    local raw <close> = plays.server { plays.reply(200, { id = "a", webhook = hook { id = "a" } }),
      plays.CLOSE, hooks {}, hooks {}, made }
    local client <close> = plays.client(raw)
    for _, id in ipairs { "a", "new" } do assert.equal(id, client:create_webhook(123, BODY).id) end
  end)

  it("is looked for again when that is refused: the list lagged", function()
    local value, response, methods = run { plays.CLOSE, hooks {}, hooks {}, KNOWN, hooks {},
      hooks { hook() } }
    assert.equal("POST GET GET POST GET GET", methods)
    assert.equal("w-1", value.id)
    assert.is_true(response.recovered)
  end)

  it("is not sent again when what is read is no list", function()
    local value, err, methods = run { plays.CLOSE, plays.reply(200, '{"webhooks":{"a":{}}}') }
    undecided("POST GET", "does not hold the list", value, err, methods)
  end)

  it("is unknown when it is refused and not there, and not sent a third time", function()
    local value, err, methods = run { plays.CLOSE, hooks {}, hooks {}, KNOWN, hooks {},
      hooks(OTHERS) }
    undecided("POST GET GET POST GET GET", "one like it is there", value, err, methods)
    assert.equal("OAUTH_171", err.code)
  end)

  it("is unknown when what is sent again is refused for another reason", function()
    local refusal = plays.reply(400, '{"err":"no","ECODE":"OAUTH_023"}')
    local value, err, methods = run { plays.CLOSE, hooks {}, hooks {}, refusal }
    undecided("POST GET GET POST", "an earlier attempt got no answer", value, err, methods)
  end)

  it("that is refused at once is refused", function()
    local value, err, methods = run { KNOWN }
    assert.is_nil(value)
    assert.same({ "POST", "api", "OAUTH_171", "yes" }, { methods, err.kind, err.code, err.sent })
  end)

  it("is given to one of two creates", function()
    local raw <close> = plays.server { POST = { plays.CLOSE, plays.CLOSE, KNOWN },
      GET = { hooks { hook() }, hooks { hook() }, hooks { hook() }, hooks { hook() },
        hooks { hook() }, hooks { hook() } } }
    local client <close> = plays.client(raw)
    local calls = {}
    for i = 1, 2 do calls[i] = client:start("create_webhook", 123, BODY) end
    client:wait_all(calls)
    local made = {}
    for _, call in ipairs(calls) do
      local value, err = call:result()
      if value then made[#made + 1] = value.id
      else assert.same({ "unknown", "OAUTH_171" }, { err.sent, err.code })
      end
    end
    assert.same({ "w-1" }, made)
  end)
end)
