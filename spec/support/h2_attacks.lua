-- SPDX-License-Identifier: MIT
-- An attack over HTTP/2: a create against a server whose frames mean harm. Whatever it sends, the
-- create ends in time, is told for what it is and goes once, and the client is of use afterwards.

local assert = require "luassert"
local attacks = require "spec.support.attacks"
local creates = require "spec.support.creates"
local h2 = require "spec.support.h2"
local h2_server = require "spec.support.h2_server"
local secrets = require "spec.support.secrets"

local h2_attacks = {}

local KINDS = { cut = "transport", spoiled = "decode", late = "timeout", answered = "api",
  clean = "taken" }
local SECRETS = secrets.list(creates.TOKEN)
local SERVE = { { "open" }, { "serve" } }

local server

--- The one server of a spec file.
function h2_attacks.server()
  server = server or h2_server.start()
  return server
end

--- Ends it, and prints how many attacks there were.
---@param what string
function h2_attacks.finish(what)
  if server then server:close() end
  server = nil
  attacks.tell(what)
end

--- What is true of every error, whatever comes.
function h2_attacks.check_error(err)
  assert.is_true(#err.message < 1000)
  assert.is_nil(err.message:find "%c")
  assert.is_nil(secrets.find(err, SECRETS, "err"))
  assert.is_nil(tostring(err):find("SECRET", 1, true))
end

-- ---- one attack -----------------------------------------------------------------------------

local Attack = {}
Attack.__index = Attack

-- The steps of a connection that leads up to the request on this stream, and of those after it.
local function script_of(case, stream)
  local options, steps = case[4] or {}, case[2]
  if type(steps) == "string" then steps = { { "send", steps } } end
  local list = { alpn = options.alpn, acknowledges = options.acknowledges }
  list[1] = options.opening or { "open", options.settings }
  if stream > 1 then
    table.move({ { "request", 1 }, { "send", h2.answer(1, "first") } }, 1, 2, 2, list)
  end
  list[#list + 1] = options.wait_for or { "request", stream }
  table.move(steps, 1, #steps, #list + 1, list)
  list[#list + 1] = { "serve" }
  return { list, SERVE, repeat_last = true }
end

--- Starts the create "one" against a case: its name, the frames or steps that the request meets,
--- what may come of it ("taken", "cut", "spoiled", "late", "answered"; "clean": taken without the
--- field that is none), and options. These are `settings`, `opening`, `wait_for`, `alpn`,
--- `acknowledges` of the server; `timeout`, `body`, `max_response_bytes` of the client; `sent`
--- ("unknown") and `times` (how often the create comes) of what is expected.
---@param case table
---@param stream integer
---@param timeout number # seconds
function h2_attacks.begin(case, stream, timeout)
  local options = case[4] or {}
  local self = setmetatable({ case = case, options = options }, Attack)
  self.play = h2_attacks.server():play(script_of(case, stream))
  self.client = creates.client(self.play, {
    timeout = options.timeout or timeout, max_retries = 3, max_wait = 0.01,
    max_response_bytes = options.max_response_bytes,
  })
  if stream > 1 then assert(self.client:get_goal "first") end
  self.call = self.client:start("create_key_result", "one", creates.body(options.body))
  return self
end

-- A library may drop a field that is none, and hand out the rest: nothing of it is left.
local function check_fields(response)
  for name, value in pairs(response.headers) do
    assert.matches("^[%w!#$%%&'*+.^_`|~-]+$", name)
    assert.is_nil(value:find "[%z\1-\8\10-\31\127]", name)
  end
  assert.is_nil(response.headers["x-inject"])
  assert.equal(200, response.status)
end

function Attack:check()
  local value, second = self.call:result()
  local came = value and "taken" or second.kind
  local allowed = {}
  for word in self.case[3]:gmatch "%a+" do allowed[KINDS[word] or word] = true end
  assert.is_true(allowed[came], ("%s: %s"):format(came, tostring(second)))
  local times = self.options.times or 1
  if value then
    assert.equal(times == 1 and "x" or "one", value.id) -- "one": from the next connection
    if self.case[3]:find "clean" then check_fields(second) end
  else
    h2_attacks.check_error(second)
    assert.is_truthy((self.options.sent or "unknown"):find(second.sent, 1, true), second.sent)
    assert.is_false(second.retryable)
  end
  local after, err = self.client:get_goal "after"
  assert.equal("after", after and after.id, tostring(err))
  assert.equal(value and math.max(times, 1) or times, self.play:creates "one")
end

function Attack:close() self.client:close() end

Attack.__close = Attack.close

-- ---- many -----------------------------------------------------------------------------------

local PLACES = {
  { stream = 1, words = ", on a new connection" }, { stream = 3, words = ", on one that is kept" },
}

-- Calls back with the name, the case and the stream of each that is tried.
local function each_place(list, back)
  local all = {}
  for _, place in ipairs(PLACES) do
    for _, case in ipairs(list(place.stream)) do
      local only = case[4] and case[4].only
      if not only or only == place.stream then
        all[#all + 1] = { case[1] .. place.words, case, place.stream }
      end
    end
  end
  for _, one in ipairs(attacks.sample(all)) do back(table.unpack(one)) end
end

--- Each case twice: on the first stream of a connection, and on one that was used before (`only`:
--- one of them).
---@param it function # busted's
---@param list fun(stream: integer): table[]
function h2_attacks.each(it, list)
  each_place(list, function(name, case, stream)
    it(name, function()
      local attack <close> = h2_attacks.begin(case, stream, attacks.TIMEOUT)
      attacks.bounded(16, function() creates.finish(attack.client, { attack.call }) end)
      attack:check()
    end)
  end)
end

--- The same for those that may last until the timeout, all at the same time: each is begun, and
--- left alone once its create has arrived.
---@param setup function # busted's
---@param it function
---@param list fun(stream: integer): table[]
function h2_attacks.together(setup, it, list)
  local begun, count = {}, 0
  local function begin_one(name, case, stream)
    local attack = h2_attacks.begin(case, stream, 1)
    begun[name], count = attack, count + 1
    creates.step_until(attack.client, function()
      return attack.options.times == 0 or attack.play:creates "one" == 1
    end, name)
  end
  local ok, failure
  setup(function() ok, failure = pcall(each_place, list, begin_one) end)
  each_place(list, function(name)
    it(name, function()
      assert(ok, failure) -- here, so that each of them may be skipped
      local attack <close> = begun[name]
      begun[name] = nil
      attacks.bounded(16 + 4 * count, function()
        creates.step_until(attack.client, function()
          for _, other in pairs(begun) do other.client:step() end
          return attack.call:done()
        end)
      end)
      count = count - 1
      attack:check()
    end)
  end)
end

return h2_attacks
