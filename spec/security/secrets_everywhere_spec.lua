-- SPDX-License-Identifier: MIT
-- The watch over the whole suite: that it finds a secret wherever one may show, and what
-- processes show of one in their arguments.

local creates = require "spec.support.creates"
local process = require "spec.support.process"
local scripted_server = require "spec.support.scripted_server"
local secrets = require "spec.support.secrets"
local watch = require "spec.support.watch"

local TOKEN = "pk_77_PLANTED\"\\/+x"
local CODE = "code-PLANTED-1"

local function deep(levels, value)
  for _ = 1, levels do value = { value } end
  return value
end

-- A clickup whose methods give out whatever they are told to.
local function leaking(report)
  local client = io.tmpfile() -- a userdata
  local core = {
    client = {
      give = function(_, ...) return ... end,
      raise = function(_, what) error(what) end,
    },
    call = { result = function(_, ...) return ... end },
    client_of = function() return client end,
  }
  local clickup = {
    oauth = { exchange = function(_, answer) return nil, answer end },
    webhook = { verify = function(_, _, secret) error("no: " .. secret) end },
  }
  function clickup.new(given)
    if given.wrong then error("wrong: " .. given.token) end
    if given.on_event then given.on_event { event = "end", reason = given.reason } end
    return client
  end
  watch.module(clickup, core, "@lua/clickup/", report)
  return clickup, core
end

local function places()
  local list = {}
  return list, function(place) list[#list + 1] = place end
end

describe("the watch", function()
  local ERR = { message = "m", response = { body = TOKEN, headers = {} } }
  local shown = setmetatable({}, { __tostring = function() return "x " .. TOKEN end })

  for name, value in pairs {
    ["a text"] = "no: " .. TOKEN .. ".",
    ["a field"] = ERR,
    ["a key"] = { [TOKEN] = 1 },
    ["a header"] = { response = { headers = { location = "https://x/?t=" .. TOKEN } } },
    ["a problem"] = { problems = { { message = TOKEN } } },
    ["what tostring makes"] = shown,
    ["a table deep down"] = deep(7, TOKEN),
    ["a loop"] = (function() local t = { TOKEN } t.t = t return t end)(),
    ["percent codes"] = "pk_77_PLANTED%22%5C%2F%2Bx",
    ["lower percent codes"] = "pk_77_PLANTED%22%5c%2f%2bx",
    ["JSON"] = [["pk_77_PLANTED\"\\/+x"]],
    ["JSON with slashes"] = [["pk_77_PLANTED\"\\\/+x"]],
    ["JSON codes"] = [["pk_77_PLANTED\u0022\u005c\u002f\u002bx"]],
    ["Base64"] = "Basic cGtfNzdfUExBTlRFRCJcLyt4",
    ["a long text"] = ("x"):rep(1 << 19) .. TOKEN,
  } do
    it("finds a secret in " .. name, function()
      local found, report = places()
      local clickup, core = leaking(report)
      local client = clickup.new { token = TOKEN }
      core.client.give(client, nil, value)
      assert.equal(1, #found, name)
      assert.matches("client:give: result 2", found[1], 1, true)
    end)
  end

  it("finds one in a call's result, an event, what is raised, and what oauth gives", function()
    local found, report = places()
    local clickup, core = leaking(report)
    local events = 0
    local client = clickup.new { token = TOKEN, reason = TOKEN,
      on_event = function() events = events + 1 end }
    assert.equal(1, events)
    core.call.result({}, ERR)
    local fine, raised = pcall(core.client.raise, client, TOKEN)
    assert.is_false(fine)
    assert.matches(TOKEN, raised, 1, true)
    pcall(clickup.new, { token = TOKEN, wrong = true })
    clickup.oauth.exchange({ client_secret = TOKEN, code = CODE }, { body = "a " .. CODE })
    pcall(clickup.webhook.verify, "b", "s", TOKEN)
    assert.same({ "on_event: event.reason", "call:result: result 1.response.body",
      "client:raise: what it raised", "clickup.new: what it raised",
      "oauth.exchange: result 2.body", "webhook.verify: what it raised" }, found)
  end)

  it("leaves values, errors and their lines as they are", function()
    local found, report = places()
    local clickup, core = leaking(report)
    local client = clickup.new { token = TOKEN }
    local thing = {}
    local results = table.pack(core.client.give(client, nil, thing, false, nil))
    assert.equal(4, results.n)
    assert.equal(thing, results[2])
    assert.equal(thing, select(2, pcall(core.client.raise, client, thing)))
    core.client.give(client, "pk_77_other", "PLANTED")
    assert.same({}, found)
  end)

  it("knows the secrets among the options", function()
    local function finds(given, text)
      return secrets.find(text, secrets.of_options(given), "t") ~= nil
    end
    assert.is_true(finds({ token = "a-long-token" }, "x a-long-token"))
    assert.is_true(finds({ authorization = "Basic c2VjcmV0OnNlY3JldA==" }, "c2VjcmV0OnNlY3JldA=="))
    assert.is_true(finds({ client_key_password = "opensesame" }, "opensesame"))
    assert.is_true(finds({ proxy = "http://me:opensesame@host:1" }, "me:opensesame"))
    assert.is_true(finds({ proxy = "me:opensesame@host:1" }, "bWU6b3BlbnNlc2FtZQ=="))
    assert.is_true(finds({ proxy_user = "me", proxy_password = "opensesame" }, "opensesame"))
    assert.is_true(finds("pk_123456789", "pk_123456789"))
    assert.is_false(finds({ token = "pk_1" }, "pk_1")) -- too short to be told from a word
  end)

  it("is over this very run", function()
    local raw <close> = scripted_server.start {
      { { "request" }, { "send", creates.ANSWER } }, repeat_last = true,
    }
    local client <close> = creates.client(raw)
    local source = debug.getinfo(client.create_key_result, "S").source
    assert.equal("@lua/clickup/watched.lua", source)
    assert.equal(source, debug.getinfo(require("clickup").new, "S").source)
  end)

  it("turns a run red, and names the spec", function()
    local folder = process.folder()
    finally(function() os.execute("rm -rf " .. process.quote(folder)) end)
    process.write_file(folder .. "/planted_spec.lua", [[
      local clickup = require "clickup"
      local Error = getmetatable(select(2, clickup.new({ token = "pk_7_PLANTED",
        base_url = "http://127.0.0.1:1" }):create_goal("t", {})))
      it("is planted", function()
        local client <close> = clickup.new { token = "pk_7_PLANTED",
          base_url = "http://127.0.0.1:1" }
        Error.__tostring = PLANTED and function() return "pk_7_PLANTED" end or Error.__tostring
        client:create_goal("t", {})
      end)]])
    for planted, status in pairs { ["false"] = 0, ["true"] = 1 } do
      local command = "env -u TEST_COUNTS %s -e 'PLANTED = %s' spec/tools/busted.lua %s 2>&1"
      local pipe = io.popen(command:format(process.quote(os.getenv "LUA" or "lua5.4"), planted,
        process.quote(folder)))
      local output = pipe:read "a"
      assert.equal(status, select(3, pipe:close()), output)
      local told = output:match "Leak: ([^\n]*)"
      assert.equal(planted == "true", told ~= nil, output)
      if told then assert.matches("planted_spec.lua, is planted: a secret in ", told, 1, true) end
    end
  end)
end)

describe("the arguments of processes", function()
  -- What anyone on the machine can read of the processes whose environment has this word.
  local function arguments(mark)
    local pipe <close> = assert(io.popen(([[
      for file in $(grep -lz %s /proc/[0-9]*/environ 2>/dev/null); do
        tr '\0' ' ' <${file%%environ}cmdline; echo
      done 2>/dev/null]]):format(mark)))
    return pipe:read "a"
  end

  -- Runs Lua with the mark in its environment, and looks at it and its children until it ends.
  local function watch_once(mark, what)
    local folder = process.folder()
    local command = "%s=1 CLICKUP_TOKEN=pk_1_ENVIRONMENT %s %s </dev/null >%s/output 2>&1"
    command = command:format(mark, process.quote(os.getenv "LUA" or "lua5.4"), what, folder)
    local pipe = assert(io.popen(command .. "; echo >" .. folder .. "/done", "w"))
    local all = {}
    while process.read_file(folder .. "/done") == "" do all[#all + 1] = arguments(mark) end
    pipe:close()
    os.execute("rm -rf " .. process.quote(folder))
    return table.concat(all)
  end

  -- The same, again where the look came too late for what has to be seen.
  local function watched(mark, what, ...)
    local all = ""
    for _ = 1, 5 do
      all = all .. watch_once(mark, what)
      local seen = true
      for _, word in ipairs { ... } do seen = seen and all:find(word, 1, true) end
      if seen then return all end
    end
    error("not everything was seen: " .. all)
  end

  local EXAMPLES = { "create_key_result.lua", "from_email_to_target.lua", "import_targets.lua" }

  for i, name in ipairs(EXAMPLES) do
    it("hold no token while " .. name .. " runs, its sandbox included", function()
      local all = watched("CLICKUP_ARGUMENTS_" .. i, "spec/examples/" .. name,
        "spec/examples/" .. name, "clickup.sandbox")
      assert.is_nil(all:find "pk_%d")
    end)
  end

  it("hold no token of a sandbox", function()
    local all = watched("CLICKUP_ARGUMENTS_0", [[-e '
      local server <close> = require("clickup.sandbox").start {
        token = ("PK_1_SANDBOX"):lower(), tokens = { ("PK_2_SANDBOX"):lower() } }
      local client <close> = require("clickup").new { base_url = server.base_url,
        token = server.token }
      for _ = 1, 500 do assert(client:get_goal(server.goal_id)) end']],
      "clickup.sandbox.server")
    assert.is_nil(all:find "pk_%d")
  end)
end)
