-- SPDX-License-Identifier: MIT
-- What each answer, or lack of one, becomes.

local socket = require "socket"

local compress = require "spec.support.compress"
local creates = require "spec.support.creates"
local needs = require "spec.support.needs"
local nginx = require "spec.support.nginx"
local scripted_server = require "spec.support.scripted_server"

local http, JSON = scripted_server.http, creates.JSON
local CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
local ERROR = '{"err":"Goal not found","ECODE":"GOAL_001"}'

local function lone(head, body) return "HTTP/1.1 " .. head .. "\r\n\r\n" .. (body or "") end

-- The connection's steps: one request, these bytes, the end.
local function reply(bytes) return { { "request" }, { "send", bytes }, { "close" } } end

local function ask(steps, options)
  local raw <close> = scripted_server.start { steps }
  local value, more = creates.once(raw, options)
  assert.equal(1, #raw:received())
  return value, more
end

local function plain(text) return (text:gsub("%p", "%%%0")) end

-- Each case: name, bytes or steps, what is expected of the error, options.
-- `message` is the whole text, `matches` a pattern.
local function refused(cases)
  for _, case in ipairs(cases) do
    local name, answer, expected, options = table.unpack(case, 1, 4)
    it(name, function()
      local steps = type(answer) == "table" and answer or reply(answer)
      local value, err = ask(steps, options)
      assert.is_nil(value)
      for _, field in ipairs { "kind", "status", "code", "sent", "retry_after", "request_id" } do
        assert.equal(expected[field], err[field], field)
      end
      assert.equal(expected.retryable or false, err.retryable)
      assert.equal(1, err.attempts)
      assert.equal("create_key_result", err.operation)
      local told, advised = err.message:gsub(plain(creates.ADVICE) .. "$", "")
      assert.equal(expected.sent == "unknown" and 1 or 0, advised)
      if expected.matches then assert.matches(expected.matches, told)
      else assert.equal(expected.message, told) end
      assert.equal("create_key_result: " .. err.message, tostring(err))
      assert.equal(err.status, err.response.status)
      assert.equal(err.sent, err.response.sent)
      if expected.body then assert.is_true(expected.body == err.response.body) end
    end)
  end
end

-- A 2xx that is no use.
local function useless(name, body, reason, shown)
  local beginning = ('an answer that begins with "%s"'):format(shown or body)
  return { name, http(200, {}, body), { kind = "decode", status = 200, sent = "unknown",
    body = body,
    message = ("200, but the answer is not usable: %s; %s"):format(reason, beginning) } }
end

describe("a good answer", function()
  local function accepted(name, answer, status)
    it(name, function()
      local value, response = ask(reply(answer))
      assert.same({ id = "kr-1" }, value)
      assert.equal(status or 200, response.status)
      assert.equal("yes", response.sent)
      assert.equal(1, response.attempts)
      assert.equal(JSON, response.body)
      assert.is_nil(response.headers["x-early"])
    end)
  end

  accepted("has an envelope, which is taken off", creates.ANSWER)
  accepted("may be a 201", http(201, {}, JSON), 201)
  accepted("may come after 100 and 103", lone "100 Continue"
    .. lone "103 Early Hints\r\nX-Early: 1\r\nLink: </x>" .. creates.ANSWER)
  accepted("may come in chunks, with a trailer",
    CHUNKED .. ("%x\r\n%s\r\n"):format(#JSON, JSON) .. "0\r\nX-Trailer: 1\r\n\r\n")
  accepted("may end with the connection", lone("200 OK", JSON))
  accepted("may be of HTTP/1.0", "HTTP/1.0 200 OK\r\n\r\n" .. JSON)
  accepted("may be gzip", http(200, { "Content-Encoding: gzip" }, compress.gzip(JSON)))
  accepted("may be deflate", http(200, { "Content-Encoding: deflate" }, compress.deflate(JSON)))

  it("may begin with a byte order mark", function()
    local value, response = ask(reply(http(200, {}, "\xEF\xBB\xBF" .. JSON)))
    assert.equal("kr-1", value.id)
    assert.equal("\xEF\xBB\xBF" .. JSON, response.body)
    local _, err = ask(reply(http(404, {}, "\xEF\xBB\xBF" .. ERROR)))
    assert.equal("GOAL_001", err.code)
  end)

  it("has no headers in its trailer", function()
    local chunk = ("%x\r\n%s\r\n"):format(#JSON, JSON)
    local raw <close> = scripted_server.start { reply(CHUNKED .. chunk
      .. "0\r\nX-RateLimit-Remaining: 0\r\nX-RateLimit-Reset: 9999999999\r\n"
      .. "X-Datadog-Trace-Id: forged\r\nDate: Thu, 01 Jan 1970 00:00:10 GMT\r\n\r\n") }
    local client <close> = creates.client(raw)
    local value, response = client:create_key_result(creates.GOAL, creates.body())
    assert.equal("kr-1", value.id)
    assert.is_nil(response.request_id)
    assert.is_nil(response.headers.date)
    assert.is_nil(response.headers["x-ratelimit-remaining"])
    assert.is_nil(client:rate_limit().remaining)
  end)

  it("may have a status line of an odd make", function()
    local rest = ("\r\nContent-Length: %d\r\n\r\n%s"):format(#JSON, JSON)
    local lines = { "HTTP/1.1 200", "HTTP/1.1 200 ", "HTTP/1.1 200 200 OK", "HTTP/1.0 200 OK" }
    for _, line in ipairs(lines) do
      local value, response = ask(reply(line .. rest))
      assert.equal("kr-1", value.id, line)
      assert.equal(200, response.status)
    end
  end)

  it("shows its headers, timings and version", function()
    local _, response = ask(reply(http(200, {
      "X-Datadog-Trace-Id: 12345", "X-Two: a", "x-two:b", "X-Empty:", "X-Space: \t c d \t",
    }, JSON)))
    assert.same({ ["content-length"] = tostring(#JSON), ["x-datadog-trace-id"] = "12345",
      ["x-two"] = "a, b", ["x-empty"] = "", ["x-space"] = "c d" }, response.headers)
    assert.equal("12345", response.request_id)
    assert.equal("1.1", response.http_version)
    assert.equal("create_key_result", response.operation)
    local timings = response.timings
    assert.is_true(timings.queued >= 0 and timings.connect > 0)
    assert.is_true(timings.connect <= timings.first_byte and timings.first_byte <= timings.total)
    assert.is_true(timings.total < 5)
  end)

  it("may have 256 KiB of headers with those before it, and no more", function()
    local function hint(size)
      local head, rest = "HTTP/1.1 103 Early Hints\r\nX: ", "\r\n\r\n"
      return head .. ("x"):rep(size - #head - #rest) .. rest
    end
    local last = http(200, {}, JSON)
    local left = 262144 - 4 * 60000 - (#last - #JSON)
    assert.same({ id = "kr-1" }, (ask(reply(hint(60000):rep(4) .. hint(left) .. last))))
    local value, err = ask(reply(hint(60000):rep(4) .. hint(left + 1) .. last))
    assert.is_nil(value)
    assert.equal("the answer's headers exceed 262144 bytes", err.message:match "^[^;]+")
  end)

  it("may come byte by byte", function()
    local value = ask { { "request" }, { "drip", creates.ANSWER, 0.001 } }
    assert.same({ id = "kr-1" }, value)
  end)

  it("may come compressed and in chunks from a server of another make", function()
    local server <close> = nginx.start {
      http = "gzip on; gzip_types application/json; gzip_min_length 1; gzip_proxied any;",
      locations = ([[location / { default_type application/json; return 200 '%s'; }]]):format(
        ('{"key_result":{"id":"kr-1","name":"%s"}}'):format(("long "):rep(200))),
    }
    local value, response = creates.once(server)
    assert.equal(("long "):rep(200), value.name)
    assert.equal("gzip", response.headers["content-encoding"])
    assert.equal("chunked", response.headers["transfer-encoding"])
  end)
end)

describe("a 2xx without a key result", function()
  refused {
    useless("has no such field", '{"x":1}', "it has no field key_result"),
    useless("has a null", '{"key_result":null}', "it has no field key_result"),
    useless("has a string", '{"key_result":"x"}', "key_result is string, not an object"),
    useless("has a number", '{"key_result":1}', "key_result is number, not an object"),
    useless("has a boolean", '{"key_result":true}', "key_result is boolean, not an object"),
    useless("has an array", '{"key_result":[{"id":"x"}]}', "key_result is an array, not an object"),
    useless("has an empty object", '{"key_result":{}}', "key_result has no id"),
    useless("is an array", "[1]", "it has no field key_result"),
    useless("is a string", '"x"', "it is string, not an object"),
    { "is empty", http(200), { kind = "decode", status = 200, sent = "unknown",
      message = "200, but the answer is empty" } },
    useless("has a zero byte", JSON .. "\0x", "it holds a zero byte", JSON .. [[\x00x]]),
    { "is a 204", lone "204 No Content", { kind = "decode", status = 204, sent = "unknown",
      message = "204, but the answer is empty" } },
    { "is broken JSON", http(200, {}, '{"key_result":{"id" "x"}}'),
      { kind = "decode", status = 200, sent = "unknown",
        matches = '^200, but the answer is not usable: .+ at character 21; an answer that begins '
          .. 'with "{"key_result":{"id" "x"}}"$' } },
    { "is cut off, with the length of what is left", http(200, {}, JSON:sub(1, -3)),
      { kind = "decode", status = 200, sent = "unknown", body = JSON:sub(1, -3),
        matches = "^200, but the answer is not usable: .+; an answer that begins with " } },
    { "goes on after its end", http(200, {}, JSON .. "x"), { kind = "decode", status = 200,
      sent = "unknown",
      matches = "^200, but the answer is not usable: .+; an answer that begins " } },
    { "is HTML, whose control characters are shown", http(200, {}, "<p>\r\n\t\27[31m\127hi</p>"),
      { kind = "decode", status = 200, sent = "unknown",
        matches = plain [[an answer that begins with "<p>\r\n\t\x1b[31m\x7fhi</p>"]] .. "$" } },
    { "is 3 MB of HTML, of which the beginning is told",
      http(200, {}, "<html>" .. ("x"):rep(3 << 20)),
      { kind = "decode", status = 200, sent = "unknown", body = "<html>" .. ("x"):rep(3 << 20),
        matches = 'begins with "<html>' .. ("x"):rep(194) .. '%.%.%."$' } },
  }
end)

describe("an error status", function()
  local cases = {}
  for _, status in ipairs { 400, 401, 403, 404, 429, 500, 502, 503 } do
    local limited = status == 429
    cases[#cases + 1] = { ("%d with err and ECODE"):format(status),
      http(status, { "x-datadog-trace-id: 77" }, ERROR),
      { kind = limited and "rate_limited" or "api", status = status, code = "GOAL_001",
        sent = status >= 500 and "unknown" or "yes",
        request_id = "77", retryable = limited, body = ERROR,
        message = ("%d Goal not found (GOAL_001)"):format(status) } }
  end
  refused(cases)

  local function api(status, message, more)
    -- a server that failed may have created it
    local sent = status >= 500 and "unknown" or "yes"
    local expected = { kind = "api", status = status, sent = sent, message = message }
    for name, value in pairs(more or {}) do expected[name] = value end
    return expected
  end

  refused {
    { "with error", http(400, {}, '{"error":"No such thing"}'), api(400, "400 No such thing") },
    { "with message", http(404, {}, '{"message":"No route","code":3}'), api(404, "404 No route") },
    { "with an ECODE that is a number", http(400, {}, '{"err":"x","ECODE":7}'), api(400, "400 x") },
    { "with an err that is an object", http(400, {}, '{"err":{"a":1}}'),
      api(400, '400 with an answer that begins with "{"err":{"a":1}}"') },
    { "with a control character in err and ECODE",
      http(400, {}, [[{"err":"a\u001b[31m\nb","ECODE":"X\u0007"}]]),
      api(400, [[400 a\x1b[31m\nb (X\x07)]], { code = [[X\x07]] }) },
    { "with HTML", http(502, {}, "<html>\r\nBad Gateway"),
      api(502, [[502 with an answer that begins with "<html>\r\nBad Gateway"]]) },
    { "with 3 MB of HTML", http(502, {}, "<html>" .. ("y"):rep(3 << 20)),
      { kind = "api", status = 502, sent = "unknown",
        matches = '^502 with an answer that begins with "<html>y+%.%.%."$' } },
    { "with nothing", http(500), api(500, "500 with an empty answer") },
    { "with broken JSON", http(500, {}, '{"err":'),
      api(500, [[500 with an answer that begins with "{"err":"]]) },
    { "with a compressed body", http(500, { "Content-Encoding: gzip" }, compress.gzip(ERROR)),
      api(500, "500 Goal not found (GOAL_001)", { code = "GOAL_001", body = ERROR }) },
    { "304 without a body", lone "304 Not Modified", api(304,
      "304 Not Modified, though no condition was sent: a cache or a proxy on the way has answered")
    },
    { "after a 100", lone "100 Continue" .. http(401, {}, ERROR),
      api(401, "401 Goal not found (GOAL_001)", { code = "GOAL_001" }) },
    { "of no known class", http(799, {}, ERROR),
      api(799, "799 Goal not found (GOAL_001)", { code = "GOAL_001" }) },
  }
end)

describe("retry_after", function()
  local NOON = 1763985600 -- Mon, 24 Nov 2025 12:00:00 GMT
  local DATE = "Date: Mon, 24 Nov 2025 12:00:00 GMT"

  local function after(name, seconds, status, headers)
    it(name, function()
      local _, err = ask(reply(http(status, headers)))
      assert.equal(status, err.status)
      assert.equal(seconds, err.retry_after)
      assert.equal(seconds and "integer" or nil, math.type(err.retry_after or {}) or nil)
      assert.equal(seconds, err.response.retry_after)
    end)
  end

  after("is Retry-After in seconds", 7, 429, { "Retry-After: 7" })
  after("is Retry-After of a 503", 3, 503, { "retry-after:  3 " })
  after("is X-RateLimit-Reset measured by the answer's own clock, plus one", 31, 429,
    { DATE, "X-RateLimit-Reset: " .. NOON + 30 })
  after("prefers Retry-After", 2, 429,
    { DATE, "X-RateLimit-Reset: " .. NOON + 30, "Retry-After: 2" })
  after("is a second when the reset is past", 1, 429, { DATE, "X-RateLimit-Reset: " .. NOON - 9 })
  after("is not guessed without a Date", nil, 429, { "X-RateLimit-Reset: " .. os.time() + 30 })
  after("is not read from nonsense", nil, 429, { "Retry-After: -5" })
  after("is not read from words", nil, 429, { "Retry-After: soon" })
  after("is not told of a 400", nil, 400, { "Retry-After: 7" })
  after("is absent where nothing was said", nil, 429, {})
end)

describe("an answer that is cut or broken", function()
  -- The words are libcurl's unless they are given.
  local function transport(status)
    return { kind = "transport", status = status, sent = "unknown", matches = "." }
  end

  local function garbled(message)
    return { kind = "decode", status = 200, sent = "unknown", matches = message or "." }
  end

  refused {
    { "has more Content-Length than bytes", lone("200 OK\r\nContent-Length: 100", JSON),
      transport(200) },
    { "has less Content-Length than bytes", lone("200 OK\r\nContent-Length: 10", JSON),
      { kind = "decode", status = 200, sent = "unknown", body = JSON:sub(1, 10),
        matches = '; an answer that begins with "{"key_resu"$' } },
    { "has a broken chunk", CHUNKED .. "zz\r\n" .. JSON, transport(200) },
    { "has no last chunk", CHUNKED .. ("%x\r\n%s\r\n"):format(#JSON, JSON),
      transport(200) },
    { "has broken gzip", http(200, { "Content-Encoding: gzip" }, JSON),
      garbled() },
    { "has cut gzip", http(200, { "Content-Encoding: gzip" }, compress.gzip(JSON):sub(1, 20)),
      { kind = "decode", status = 200, sent = "unknown", matches = "." } },
    { "has an encoding that nobody asked for", http(200, { "Content-Encoding: foo" }, JSON),
      garbled() },
    { "has headers beyond 64 KiB", lone("200 OK" .. ("\r\nX-A: " .. ("a"):rep(1000)):rep(70), JSON),
      garbled "^the answer's headers exceed 65536 bytes$" },
    { "is no HTTP", "Hello, world\r\n", transport() },
    { "speaks first", { { "send", "SSH-2.0-OpenSSH_9.2\r\n" }, { "request" } },
      transport() },
    { "is a status without a number", lone "abc OK", transport() },
    { "is nothing", { { "request" }, { "close" } }, transport() },
    { "is only a 100", lone "100 Continue", transport() },
    { "is a reset", { { "request" }, { "reset" } },
      transport() },
    { "is a reset in the body",
      { { "request" }, { "send", lone("200 OK\r\nContent-Length: 100", JSON) }, { "wait", 0.05 },
        { "reset" } }, transport(200) },
  }
end)

describe("an answer that is too large", function()
  local function too_large(max)
    return { kind = "decode", status = 200, sent = "unknown",
      message = ("the answer exceeds max_response_bytes (%d)"):format(max) }
  end

  local long = JSON .. (" "):rep(1000 - #JSON)
  refused {
    { "as it is", http(200, {}, long .. " "), too_large(1000), { max_response_bytes = 1000 } },
    { "in chunks", CHUNKED .. ("64\r\n" .. (" "):rep(100) .. "\r\n"):rep(11) .. "0\r\n\r\n",
      too_large(1000), { max_response_bytes = 1000 } },
    { "only when it is decompressed",
      http(200, { "Content-Encoding: gzip" }, compress.gzip(long .. " ")), too_large(1000),
      { max_response_bytes = 1000 } },
    { "as an error, too", http(500, {}, long .. " "), { kind = "decode", status = 500,
      sent = "unknown", message = "the answer exceeds max_response_bytes (1000)" },
      { max_response_bytes = 1000 } },
  }

  it("ends with the byte that is one too many, not when the server has no more", function()
    local raw <close> = scripted_server.start { { { "request" }, { "send", CHUNKED .. "3e8\r\n"
      .. long .. "\r\n1\r\n \r\n" }, { "eof" } } }
    local started = socket.gettime()
    local _, err = creates.once(raw, { max_response_bytes = 1000, timeout = 20 })
    assert.equal("the answer exceeds max_response_bytes (1000)" .. creates.ADVICE, err.message)
    assert.is_true(socket.gettime() - started < 20)
  end)

  it("is told apart from one that just fits", function()
    for _, answer in ipairs {
      http(200, {}, long), http(200, { "Content-Encoding: gzip" }, compress.gzip(long)),
    } do
      assert(ask(reply(answer), { max_response_bytes = 1000 }))
    end
  end)

  it("takes no more memory than it may, however well it was compressed", function()
    needs(pending, "/proc/self/status")
    local bomb = compress.gzip_blanks(100 << 20)
    assert.is_true(#bomb < 1 << 20)
    local raw <close> = scripted_server.start {
      reply(http(200, { "Content-Encoding: gzip" }, bomb)),
    }
    local output, status = creates.script(raw, [[
      local function peak_kib()
        local file <close> = assert(io.open "/proc/self/status")
        return tonumber(file:read "a":match "VmHWM:%s*(%d+)")
      end
      local client <close> = new { max_response_bytes = 1 << 20, reconcile = false }
      local before = peak_kib()
      local _, err = client:create_key_result(GOAL, BODY)
      print(err.message)
      print(peak_kib() - before < 8192 or peak_kib() - before)
    ]])
    assert.equal("the answer exceeds max_response_bytes (1048576)" .. creates.ADVICE .. "\ntrue\n",
      output)
    assert.equal(0, status)
  end)
end)
