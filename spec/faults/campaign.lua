-- SPDX-License-Identifier: MIT
-- make faults: thousands of creates, and hundreds of uploads, through random faults; then the
-- server's own state is compared with what the client told of each.
--
--     lua5.4 spec/faults/campaign.lua SEED COUNT NAIVE [PART]
--
-- COUNT creates in all. NAIVE is the program made from naive.c: the same faults
-- with a plain libcurl client that retries whatever fails. Most of it is waiting,
-- so all parts are run at the same time, each in a process of its own.

local clickup = require "clickup"
local sandbox = require "clickup.sandbox"

local SEED = tonumber(arg[1]) or 1
local COUNT = tonumber(arg[2]) or 5200
local NAIVE, PART = arg[3], tonumber(arg[4])
local TIMEOUT = 0.5 -- seconds; a stalled request costs that

-- What may happen to a request, and how often. `late`: it runs after we gave up.
local FAULTS = {
  { weight = 3, fault = "reset_before_read" },
  { weight = 4, fault = "close_after_read", processed = true },
  { weight = 4, fault = "close_after_read", processed = false },
  { weight = 2, fault = "close_after_read", processed = true, reset = true },
  { weight = 2, fault = "cut", bytes = 12, processed = true },
  { weight = 2, fault = "cut", bytes = 200, processed = true },
  { weight = 1, fault = "cut", bytes = 0, processed = false },
  { weight = 1, fault = "stall", processed = "before" },
  { weight = 1, fault = "stall", processed = false },
  { weight = 1, fault = "stall", seconds = 0.7, processed = "after" },
  { weight = 2, fault = "delay", seconds = 0.02, processed = "before" },
  { weight = 3, fault = "status", code = 500, processed = true },
  { weight = 3, fault = "status", code = 500, processed = false },
  { weight = 2, fault = "status", code = 502, body = "html", bare = true },
  { weight = 2, fault = "status", code = 503, body = "empty", processed = true },
  { weight = 2, fault = "status", code = 504, body = "html", processed = true },
  { weight = 2, fault = "status", code = 429, headers = { ["retry-after"] = "0" } },
  { weight = 2, fault = "status", code = 400 },
  { weight = 2, fault = "html_200", processed = true },
  { weight = 1, fault = "not_json", processed = true },
  { weight = 1, fault = "empty_200", processed = true },
  { weight = 4, fault = "idle_close" },
  { weight = 2, fault = "clock", seconds = 3 }, -- one of several servers is ahead
}
local HTTP2_FAULTS = {
  { weight = 2, fault = "rst_stream", code = "REFUSED_STREAM", processed = false },
  { weight = 2, fault = "rst_stream", code = "INTERNAL_ERROR", processed = true },
  { weight = 2, fault = "goaway", processed = false },
}
-- While the body of an upload comes.
local UPLOAD_FAULTS = {
  { weight = 2, fault = "reset_before_read", at = 1 },
  { weight = 2, fault = "reset_before_read", at = 1500 },
  { weight = 2, fault = "reset_before_read", at = 50000 },
  { weight = 2, fault = "reset_before_read", at = 180000 },
  { weight = 2, fault = "stall", seconds = 0.7, at = 1 },
  { weight = 2, fault = "stall", seconds = 0.7, at = 50000 },
  { weight = 2, fault = "status", code = 413, at = 1 },
  { weight = 2, fault = "status", code = 401, at = 30000 },
  { weight = 2, fault = "status", code = 500, at = 100000 },
  { weight = 2, fault = "status", code = 429, headers = { ["retry-after"] = "0" }, at = 20000 },
}
local NORMAL = 60

local SCENARIOS = {
  { name = "HTTP/1.1, one after another", width = 1, share = 1 / 8 },
  { name = "HTTP/1.1, 32 at once", width = 32, share = 3 / 8 },
  { name = "HTTP/2 + TLS, one after another", width = 1, share = 1 / 8, tls = true },
  { name = "HTTP/2 + TLS, 8 at once", width = 8, share = 3 / 8, tls = true },
  { name = "uploads, HTTP/1.1, 8 at once", width = 8, share = 1 / 16, uploads = true },
  { name = "uploads, HTTP/2 + TLS, one after another", width = 1, share = 1 / 32, uploads = true,
    tls = true },
  { name = "uploads, HTTP/2 + TLS, 8 at once", width = 8, share = 1 / 32, uploads = true,
    tls = true },
}

-- Servers made by somebody else; see clickup.sandbox.worlds. The names that are sent have all that
-- they change.
local WORLDS = {
  { "names in NFC", { names = { "nfc" } } },
  { "names escaped", { names = { "escape" } } },
  { "names without emoji", { names = { "no_emoji" } } },
  { "names trimmed, cut, in capitals", { names = { "trim", "collapse", "cut", "upper" } } },
  { "rounded steps, no owners", { steps = "round", owners = "drop" } },
  { "reads 3 s behind", { lag = 3 } },
  { "Date of reads 40 s ahead", { read_date = 40 } },
  { "all clocks 2 h behind", { read_date = -7200, write_date = -7200, born = -7200 } },
  { "clocks flap by 2 h", { flap = -7200 } },
  { "date_created 8 h off", { born = -28800 } },
  { "date_created in seconds", { unit = "s" } },
  { "no date_created", { unit = "none" } },
  { "another writer", { writer = true } },
}

local MIXED = 3 -- random mixtures of them

-- The same seed mixes the same.
local function mixture(seed)
  local mixed, words = { names = {} }, {}
  for i, world in ipairs(WORLDS) do
    if (seed * 7919 + i * 104729) % 1009 % 3 == 0 then
      words[#words + 1] = world[1]
      for name, value in pairs(world[2]) do
        if name == "names" then table.move(value, 1, #value, #mixed.names + 1, mixed.names)
        else mixed[name] = value
        end
      end
    end
  end
  return { table.concat(words, "; "), mixed }
end

local function world_scenario(i)
  local world = WORLDS[i] or mixture(SEED * MIXED + i)
  return { name = world[1], world = world[2], width = 8, share = 1 / 80, wait = 4,
    prefix = "Umsatz & <cafe\u{301}> 🚀 " }
end

local function label(rule)
  local words = { rule.fault }
  for _, name in ipairs { "code", "bytes", "processed", "reset", "seconds", "at" } do
    if rule[name] ~= nil then words[#words + 1] = name .. "=" .. tostring(rule[name]) end
  end
  return table.concat(words, " ")
end

local function rules_of(scenario)
  local rules = table.move(FAULTS, 1, #FAULTS, 1, {})
  if scenario.tls then table.move(HTTP2_FAULTS, 1, #HTTP2_FAULTS, #rules + 1, rules) end
  if scenario.uploads then table.move(UPLOAD_FAULTS, 1, #UPLOAD_FAULTS, #rules + 1, rules) end
  return rules
end

-- Many goals of few key results each: a look for one reads all of its goal.
local PER_GOAL = 25

local function start(scenario, seed, count)
  local server = sandbox.start { tls = scenario.tls }
  local goals, ids = {}, {}
  for i = 1, math.ceil(count / PER_GOAL) do goals[i] = { name = "Goal " .. i } end
  for i, goal in ipairs(server:seed({ goals = goals }).goals) do ids[i] = goal.id end
  server:world(scenario.world or {})
  server:randomize { seed = seed, normal = NORMAL, rules = rules_of(scenario) }
  return server, ids
end

-- The unit says which it is, whatever becomes of the name.
local function body_of(scenario, name)
  return { name = (scenario.prefix or "") .. name, owners = { 183 }, type = "number",
    steps_start = 0, steps_end = 10, unit = name }
end

local function create(client, scenario, goal_id, name)
  return client:create_key_result(goal_id, body_of(scenario, name))
end

-- Every fourth is larger than HTTP/2's first window; every second is read from a file. Each is the
-- only one of its task.
local function upload(client, _, _, name, i)
  local size = i % 4 == 0 and 66000 + i * 7919 % 234000 or i * 7919 % 66000
  local bytes = (name .. "/"):rep(size // (#name + 1) + 1)
  local given = { bytes = bytes, filename = name }
  local path = i % 2 == 0 and os.tmpname()
  if path then
    local file <close> = assert(io.open(path, "wb"))
    assert(file:write(bytes))
    given = { path = path, filename = name }
  end
  local made, info = client:create_task_attachment(name, { attachment = given })
  if path then os.remove(path) end
  return made, info, #bytes
end

-- Name → what the client told: its id, or how sure it is that it did not run; and of an upload, how
-- many bytes there were.
local function create_all(scenario, server, goals, names)
  local client <close> = clickup.new {
    base_url = server.base_url, token = server.token, ca_file = server.ca_file,
    timeout = TIMEOUT, max_retries = 5, max_wait = 2, retry_budget = 1000000,
    reconcile_wait = scenario.wait or 0.8, max_in_flight = scenario.width,
  }
  local told = {}
  client:map(names, function(name, i)
    local goal_id = goals[(i - 1) % #goals + 1]
    local made, info, size = (scenario.uploads and upload or create)(client, scenario, goal_id,
      name, i)
    if made then
      told[name] = { id = made.id, recovered = info.recovered, size = size }
    else
      told[name] = { sent = info.sent, kind = info.kind, message = tostring(info), size = size }
    end
    return true
  end, { concurrency = scenario.width })
  local pause = client:sleep(1) -- for what runs after we gave up
  client:wait_all { pause }
  return told
end

-- The first fault that each name's create met, how often it was sent, and how many
-- requests there were in all.
local function faults_of(server)
  local first, posts, requests = {}, {}, server:requests()
  for _, request in ipairs(requests) do
    local name = request.method == "POST" and (request.path:match "/task/([^/]+)/attachment$"
      or (request.body or ""):match '"unit":"([^"]+)"')
    if name then
      first[name] = first[name] or request.fault or "none"
      posts[name] = (posts[name] or 0) + 1
    end
  end
  return first, posts, #requests
end

-- Name → the ids of what there is, with how many bytes it has, of an upload.
local function ids_by_name(server)
  local found, state = {}, server:state()
  for _, attachment in ipairs(state.attachments) do
    local list = found[attachment.parent_id] or { size = attachment.size }
    found[attachment.parent_id] = list
    list[#list + 1] = attachment.id
  end
  for _, goal in ipairs(state.goals) do
    for _, key_result in ipairs(goal.key_results or {}) do
      if key_result.creator == 183 then -- the token's user: not another writer's
        local list = found[key_result.unit] or {}
        found[key_result.unit] = list
        list[#list + 1] = key_result.id
      end
    end
  end
  return found
end

local function holds(list, id)
  for _, one in ipairs(list) do
    if one == id then return true end
  end
  return false
end

local COLUMNS = { "creates", "resent", "created", "recovered", "refused", "unknown", "lost",
  "doubled", "wrong" }

local function new_row()
  local row = {}
  for _, column in ipairs(COLUMNS) do row[column] = 0 end
  return row
end

local function judge(row, told, ids)
  local function count(column) row[column] = row[column] + 1 end
  count "creates"
  if #ids > 1 then count "doubled" end
  if told.id then
    count "created"
    if told.recovered then count "recovered" end
    if told.id ~= true and not holds(ids, told.id) or #ids == 0 then count "lost" end
    if ids.size and ids.size ~= told.size then count "wrong" end
  elseif told.sent == "unknown" then
    count "unknown"
  else
    count "refused"
    if #ids > 0 then count "wrong" end
  end
end

local function sum(rows)
  local total = new_row()
  for _, row in pairs(rows) do
    for _, column in ipairs(COLUMNS) do total[column] = total[column] + row[column] end
  end
  return total
end

local function report(title, rows, requests, creates, seconds)
  print(("\n%s: %d creates, %d requests, %.1f s"):format(title, creates, requests, seconds))
  print(("  %-22s" .. (" %9s"):rep(#COLUMNS)):format("fault met first", table.unpack(COLUMNS)))
  local names = {}
  for name in pairs(rows) do names[#names + 1] = name end
  table.sort(names)
  local function line(name, row)
    local cells = {}
    for i, column in ipairs(COLUMNS) do cells[i] = ("%9d"):format(row[column]) end
    print(("  %-22s %s"):format(name, table.concat(cells, " ")))
  end
  for _, name in ipairs(names) do line(name, rows[name]) end
  line("all", sum(rows))
end

local function compare(server, names, told)
  local first, posts, requests = faults_of(server)
  local there, rows, bad = ids_by_name(server), {}, {}
  for _, name in ipairs(names) do
    local fault = first[name] or "not received"
    rows[fault] = rows[fault] or new_row()
    local before = rows[fault].lost + rows[fault].doubled + rows[fault].wrong
    rows[fault].resent = rows[fault].resent + math.max(0, (posts[name] or 1) - 1)
    judge(rows[fault], told[name], there[name] or {})
    if rows[fault].lost + rows[fault].doubled + rows[fault].wrong > before then
      bad[#bad + 1] = ("%s (%s): told %s, there %d"):format(name, fault,
        told[name].message or tostring(told[name].id), #(there[name] or {}))
    end
  end
  return rows, requests, bad
end

local function run(scenario, seed, count)
  local names = {}
  for i = 1, count do names[i] = ("s%d-%d"):format(seed, i) end
  local server <close>, goals = start(scenario, seed, count)
  local began = os.time()
  local told = create_all(scenario, server, goals, names)
  local rows, requests, bad = compare(server, names, told)
  local total = sum(rows)
  if not scenario.world then report(scenario.name, rows, requests, count, os.time() - began) end
  for i = 1, math.min(#bad, 20) do print("  ! " .. bad[i]) end
  return total
end

local function quote(word) return "'" .. word:gsub("'", [['\'']]) .. "'" end

local function run_naive(scenario, seed, count)
  local server <close> = start(scenario, seed, 1)
  local url = ("%s/v2/goal/%s/key_result"):format(server.base_url, server.goal_id)
  local command = { quote(NAIVE), quote(url), quote(server.token), count, "s" .. seed,
    math.floor(TIMEOUT * 1000), server.ca_file and quote(server.ca_file) or "" }
  local began, names, told = os.time(), {}, {}
  local pipe <close> = assert(io.popen(table.concat(command, " "), "r"))
  for line in pipe:lines() do
    local name = ("s%d-%d"):format(seed, #names + 1)
    names[#names + 1] = name
    told[name] = line == "ok" and { id = true } or { sent = "no", message = "failed" }
  end
  local rows, requests = compare(server, names, told)
  if not scenario.world then
    report("libcurl with retries, " .. scenario.name, rows, requests, #names, os.time() - began)
  end
  return sum(rows)
end

local PARTS = #SCENARIOS + 2 -- those of the plain client are last
local LINE = "  %-44s %7s %7s %9s %7s %7s %5s %7s %5s | %7s"

-- One line of the table of worlds; the last column is the plain client's.
local function run_world(i)
  local scenario = world_scenario(i)
  local count = math.max(24, math.ceil(COUNT * scenario.share))
  local total = run(scenario, SEED * 100 + i, count)
  local plain = run_naive(scenario, SEED * 100 + i, count)
  print(LINE:format(#scenario.name > 44 and scenario.name:sub(1, 41) .. "..." or scenario.name,
    total.creates, total.created, total.recovered, total.refused, total.unknown, total.lost,
    total.doubled, total.wrong, plain.doubled))
  return total.lost + total.doubled + total.wrong
end

-- One scenario, or one of those that the naive client is given, too.
local function run_part(part)
  if part > PARTS then return run_world(part - PARTS) end
  local scenario = SCENARIOS[part]
  if not scenario then
    part = part == PARTS and 3 or 1
    run_naive(SCENARIOS[part], SEED * 10 + part, COUNT // 8)
    return 0
  end
  local total = run(scenario, SEED * 10 + part, math.ceil(COUNT * scenario.share))
  return total.lost + total.doubled + total.wrong
end

if PART then
  local bad = run_part(PART)
  print(("\nbad: %d"):format(bad))
  os.exit(bad == 0)
end

print(("seed %d; faults by weight, %d of them normal answers:"):format(SEED, NORMAL))
for _, rule in ipairs(rules_of { tls = true }) do
  print(("  %2d %s"):format(rule.weight, label(rule)))
end

local pipes, failed, broken = {}, 0, 0
for part = 1, PARTS + #WORLDS + MIXED do
  pipes[part] = assert(io.popen(("%s %s %d %d %s %d"):format(quote(os.getenv "LUA" or "lua5.4"),
    quote(arg[0]), SEED, COUNT, quote(NAIVE), part), "r"))
end
for part, pipe in ipairs(pipes) do
  if part == PARTS + 1 then
    print("\nservers made by somebody else, the same faults; last, what a plain client doubles:")
    print(LINE:format("", "creates", "created", "recovered", "refused", "unknown", "lost",
      "doubled", "wrong", "doubled"))
  end
  local output = pipe:read "a"
  io.write((output:gsub("\nbad: (%d+)\n$", function(count)
    failed = failed + tonumber(count)
    return ""
  end)))
  if not pipe:close() then broken = broken + 1 end
end
print(("\nlost, doubled or wrongly told: %d"):format(failed))
os.exit(failed == 0 and broken == 0)
