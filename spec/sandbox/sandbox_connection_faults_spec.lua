-- SPDX-License-Identifier: MIT
-- The sandbox's faults that strike connections, stall midway or move the clock; what is drawn; and
-- that large answers, which are compressed, meet them as small ones do.

local socket = require "socket"

local json = require "clickup.sandbox.json"
local options = require "clickup.sandbox.options"
local fault_schema = require "clickup.sandbox.fault_schema"
local sandbox = require "clickup.sandbox"
local service = require "clickup.sandbox.service"
local creates = require "spec.support.creates"
local by = require "spec.support.sandbox_requests"
local retry_slower = require "spec.support.retry_slower"

local curl = by.curl

--- A reset may come before curl knows that it is connected, or after, or in its handshake.
local RESET = { ["7"] = true, ["35"] = true, ["56"] = true }

local function last(server)
  local requests = server:requests()
  return requests[#requests]
end

local function goal_url(server)
  return server.base_url .. "/v2/goal/" .. server.goal_id
end

local function get_raw(server)
  local client = assert(socket.connect("127.0.0.1", server.port))
  client:settimeout(30)
  client:send(("GET /api/v2/goal/%s HTTP/1.1\r\nHost: x\r\nAuthorization: %s\r\n\r\n"):format(
    server.goal_id, server.token))
  return client
end

--- The first bytes that come, after which there is a pause.
local function receive_until_pause(client, bytes)
  local text = assert(client:receive(bytes))
  client:settimeout(0.02)
  assert.equal("timeout", select(2, client:receive(1)))
  client:settimeout(30)
  return text
end

describe("sandbox's weather", function()
  local server

  setup(function() server = sandbox.start() end)
  teardown(function() server:close() end)
  before_each(function() server:reset() end)

  it("refuses connections by a reset", function()
    server:fault { fault = "refuse", times = 2 }
    local url = goal_url(server)
    for _ = 1, 2 do assert.is_true(RESET[curl(server, url, ""):match "^curl: %((%d+)%)"]) end
    assert.equal("200", curl(server, url, "%{http_code}"))
    assert.equal(1, #server:requests())
  end)

  it("stalls in the middle of an answer, then goes on", retry_slower(function(unit)
    server:reset()
    server:fault { fault = "stall", bytes = 30, seconds = 0.2 * unit }
    local client = get_raw(server)
    local text = receive_until_pause(client, 30)
    repeat
      local line = assert(client:receive "*l")
      text = text .. line .. "\n"
    until line == ""
    local length = tonumber(text:match "content%-length: (%d+)")
    assert.is_table(json.decode(client:receive(length)).goal)
    client:close()
    assert.same({ "stall", true, 200 },
      { last(server).fault, last(server).processed, last(server).status })
  end))

  it("stalls in the middle of an answer for ever", function()
    server:fault { fault = "stall", bytes = 12 }
    local client = get_raw(server)
    assert.equal("HTTP/1.1 200", receive_until_pause(client, 12))
    client:close()
    assert.is_nil(last(server).status)
    server:fault { fault = "stall", bytes = 12, processed = false }
    client = get_raw(server)
    assert.equal("HTTP/1.1 500", receive_until_pause(client, 12))
    client:close()
    assert.is_false(last(server).processed)
  end)

  it("moves the clock for one answer", function()
    server:fault { fault = "clock", seconds = -7200 }
    local off = select(2, by.create(server, by.EXAMPLE)).key_result.date_created
    local right = select(2, by.create(server, by.EXAMPLE)).key_result.date_created
    local behind = (right - off) / 1000
    assert.is_true(behind >= 7200 and behind < 7300)
    assert.equal("clock", server:requests()[1].fault)
  end)

  it("has the clock that its option says, before and after a reset", function()
    local skewed <close> = sandbox.start { clock_offset = 7200 }
    for _ = 1, 2 do
      local _, _, headers = by.get_goal(skewed)
      local reset = tonumber(headers["x-ratelimit-reset"]) - os.time()
      assert.is_true(reset > 7200 and reset < 7270)
      skewed:clock(0)
      skewed:reset()
    end
  end)

  it("compresses nothing but the answer itself", function()
    for _ = 1, 5 do assert.equal(200, (by.create(server, by.EXAMPLE))) end
    local gzip = { ["accept-encoding"] = "gzip" }
    assert.equal("gzip", select(3, by.get_goal(server, gzip))["content-encoding"])
    for fault, pattern in pairs {
      html_200 = "^<!DOCTYPE html>", not_json = '^{"key_result"', empty_200 = "^$",
      status = '^{"ECODE',
    } do
      server:fault { fault = fault, code = fault == "status" and 500 or nil, processed = true }
      local _, _, headers, text = by.get_goal(server, gzip)
      assert.is_nil(headers["content-encoding"])
      assert.matches(pattern, text)
    end
    server:fault { fault = "broken_gzip" }
    assert.matches("curl: %(61%)", curl(server, "--compressed " .. goal_url(server), ""))
    server:fault { fault = "cut", bytes = 2000 }
    assert.matches("curl: %(18%)", curl(server, "--compressed " .. goal_url(server), ""))
  end)

  it("draws for connections, too", function()
    local function drawn()
      server:reset()
      server:randomize { seed = 3, normal = 1, rules = { { fault = "refuse", weight = 1 } } }
      local got = {}
      for i = 1, 12 do got[i] = curl(server, goal_url(server), "%{http_code}"):match "%d+$" end
      server:randomize(false)
      return table.concat(got, " "), #server:requests()
    end
    local first, served = drawn()
    assert.same({ first, served }, { drawn() })
    assert.is_true(served > 0 and served < 12)
    assert.equal(served, select(2, first:gsub("200", "")))
  end)

  for problem, rule in pairs {
    ["clock needs 'seconds'"] = { fault = "clock" },
    ["clock: bad 'seconds'"] = { fault = "clock", seconds = "1" },
    ["stall: there are no bytes before it is carried out"] =
      { fault = "stall", bytes = 1, processed = "after" },
    ["status: what is not read whole is not carried out"] =
      { fault = "status", code = 500, at = 5, processed = true },
    ["stall with 'at' needs 'seconds', and no 'bytes'"] = { fault = "stall", at = 5 },
    ["cut has no field 'at'"] = { fault = "cut", bytes = 1, at = 5 },
  } do
    it("says: " .. problem, function()
      assert.has_error(function() server:fault(rule) end, "clickup.sandbox: " .. problem)
    end)
  end

  it("can't draw handshakes that there are none of", function()
    assert.error_matches(function()
      server:randomize { rules = { { fault = "tls_failure" } } }
    end, "tls_failure: the sandbox serves no TLS", 1, true)
  end)
end)

describe("sandbox's weather over TLS", function()
  local server

  setup(function() server = sandbox.start { tls = true } end)
  teardown(function() server:close() end)
  before_each(function() server:reset() end)

  for _, version in ipairs { "--http1.1", "--http2" } do
    it("stalls in the middle of an answer: " .. version, retry_slower(function(unit)
      server:reset()
      server:fault { fault = "stall", bytes = 20, seconds = 0.05 }
      local url = version .. " " .. goal_url(server)
      assert.matches("^200 [1-9]%d%d", curl(server, url, "%{http_code} %{size_download}"))
      server:fault { fault = "stall", bytes = 20 }
      assert.matches("curl: %(28%)", curl(server, ("-m %.1f "):format(0.1 * unit) .. url, ""))
      assert.equal("200", curl(server, url, "%{http_code}"))
    end))

    it("fails handshakes and refuses connections: " .. version, function()
      local url = version .. " " .. goal_url(server)
      server:fault { fault = "tls_failure" }
      assert.matches("curl: %(35%)", curl(server, url, ""))
      server:fault { fault = "refuse" }
      assert.is_true(RESET[curl(server, url, ""):match "^curl: %((%d+)%)"])
      assert.equal("200", curl(server, url, "%{http_code}"))
      assert.equal(1, #server:requests())
    end)
  end

  it("sends large answers compressed over HTTP/2", function()
    local key_results = {}
    for i = 1, 50 do key_results[i] = { name = "Target " .. i } end
    local id = server:seed { goals = { { key_results = key_results } } }.goals[1].id
    local url = "--http2 --compressed " .. goal_url(server):gsub("[^/]+$", id)
    assert.matches("^200", curl(server, url, "%{http_code}"))
    server:fault { fault = "wrong_length", delta = 5 }
    assert.matches("curl: %(%d+%)", curl(server, url, ""))
  end)
end)

describe("what strikes while a body comes", function()
  local CASES = {
    { kind = "api", status = 413, sent = "yes", fault = "status", code = 413 },
    { kind = "transport", sent = "unknown", fault = "reset_before_read" },
    { kind = "timeout", sent = "unknown", fault = "stall", seconds = 20 },
  }

  for _, tls in ipairs { false, true } do
    it("leaves the rest unread" .. (tls and ", over HTTP/2" or ""), function()
      local server <close> = sandbox.start { tls = tls }
      local client <close> = creates.client(server, { timeout = 0.3, max_retries = 3 })
      for _, case in ipairs(CASES) do
        for _, at in ipairs { 1, 40000 } do
          server:reset()
          server:fault { fault = case.fault, at = at, code = case.code, seconds = case.seconds }
          local value, err = client:create_task_attachment("9hz", { attachment = {
            filename = "x", bytes = ("x"):rep(case.fault == "stall" and 8 << 20 or 300000) } })
          assert.is_nil(value)
          assert.equal(case.kind, err.kind, tostring(err))
          assert.equal(case.status, err.status)
          assert.equal(case.sent, err.sent)
          assert.equal(0, #server:state().attachments)
          assert.equal(1, #server:requests())
        end
      end
    end)

    it("strikes a body that has no more" .. (tls and ", over HTTP/2" or ""), function()
      local server <close> = sandbox.start { tls = tls }
      local client <close> = creates.client(server, {})
      server:fault { fault = "status", code = 413, at = 1 << 20 }
      assert.equal(413, select(2, client:create_goal(server.team_id, { name = "x", due_date = 1,
        description = "", multiple_owners = false, owners = {}, color = "#32a852" })).status)
      assert.equal('"x"', last(server).body:match '"name":("x")')
    end)
  end
end)

describe("sandbox's rules", function()
  it("say what each fault does, and every field of it", function()
    for name, fault in pairs(fault_schema.FAULTS) do
      assert.matches("%.$", fault.doc, name)
      for field in pairs(fault.fields) do
        if field ~= "processed" then
          assert.truthy(fault.doc:find("`" .. field .. "`", 1, true), name .. ": " .. field)
        end
      end
    end
  end)

  it("are drawn as often as they weigh, the same for the same seed", function()
    local function draw(seed)
      local one = service.new(options.check { token = "pk_x" }, os.time)
      one.faults:randomize {
        seed = seed, normal = 50, rules = {
          { fault = "idle_close", weight = 30 }, { fault = "goaway", weight = 10 },
          { fault = "refuse", weight = 10 },
        },
      }
      local counts, order = {}, {}
      for i = 1, 10000 do
        local rule = one.faults:take { method = "GET", path = "/", http_version = "1.1" }
        local name = rule and rule.fault or "none"
        counts[name] = (counts[name] or 0) + 1
        order[i] = name
      end
      return counts, table.concat(order, " ")
    end
    local counts, order = draw(1)
    assert.is_true(math.abs(counts.idle_close - 3000) < 200)
    assert.equal(10000, counts.idle_close + counts.none)
    assert.is_true(order == select(2, draw(1)))
    assert.is_false(order == select(2, draw(2)))
  end)
end)
