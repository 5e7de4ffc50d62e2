-- SPDX-License-Identifier: MIT
-- Uploads: the same bytes arrive, from memory and from disk; never twice when they may have been
-- taken, never half without a word, and for as long as they get further.

local socket = require "socket"

local clickup = require "clickup"
local creates = require "spec.support.creates"
local h2 = require "spec.support.h2"
local h2_server = require "spec.support.h2_server"
local needs = require "spec.support.needs"
local operations = require "spec.support.operations"
local process = require "spec.support.process"
local retry_slower = require "spec.support.retry_slower"
local sandbox = require "clickup.sandbox"
local scripted_server = require "spec.support.scripted_server"

local LARGE = 20 << 20 -- more than two sockets hold
local JSON = { "Content-Type: application/json" }
local DONE = scripted_server.http(200, JSON, '{"id":"a-1"}')

local folder
setup(function() folder = process.folder() end)
teardown(function() os.execute("rm -rf " .. process.quote(folder)) end)

local function write(name, bytes)
  local path = folder .. "/" .. name
  process.write_file(path, bytes)
  return path
end

-- A file of that many bytes, nearly all of them zero.
local function sparse(name, size)
  local path = folder .. "/" .. name
  local file <close> = assert(io.open(path, "wb"))
  assert(file:seek("set", size - 1))
  assert(file:write "x")
  return path
end

local function sha256(path)
  local pipe <close> = assert(io.popen("sha256sum " .. process.quote(path)))
  return pipe:read "a":match "^\\?(%x+)"
end

local function attach(client, file, options)
  return client:create_task_attachment("9hz", { attachment = file }, nil, options)
end

local function started(client, file)
  return client:start("create_task_attachment", "9hz", { attachment = file })
end

-- Bytes without an end in which a line would do harm.
local function noise(size)
  local list = {}
  for i = 0, 255 do list[i + 1] = string.char(i) end
  local all = table.concat(list) .. "\r\n--clickup-0--\r\n"
  return all:rep(size // #all + 1):sub(1, size)
end

describe("an upload", function()
  local server
  setup(function()
    server = scripted_server.start { repeat_last = true, { { "digest" }, { "again" } } }
  end)
  teardown(function() server:close() end)

  it("arrives byte by byte, from memory and from disk", function()
    local client <close> = creates.client(server)
    for i, size in ipairs { 0, 1, 2, 16383, 16384, 16385, 70000, 1 << 20 } do
      local bytes = noise(size)
      local path = write("file" .. i, bytes)
      for _, file in ipairs { { bytes = bytes, filename = "x" }, { path = path } } do
        local answer = assert(attach(client, file))
        assert.equal(tostring(size), answer.version)
        assert.equal(sha256(path), answer.id)
      end
    end
  end)

  it("is one of everything else on its connection", function()
    local raw <close> = scripted_server.start { { { "request" }, { "send", creates.ANSWER },
      { "digest" }, { "request" }, { "send", creates.ANSWER } } }
    local client <close> = creates.client(raw)
    assert(client:create_key_result("g", creates.body()))
    assert(attach(client, { bytes = "abc", filename = "x" }))
    assert(client:create_key_result("g", creates.body()))
    local first, last = table.unpack(raw:received()[1])
    assert.equal(first, last)
    assert.equal(1, client:stats().connections)
  end)

  it("is an attempt of one request, without a pause for a 100 Continue", function()
    local raw <close> = scripted_server.start { { { "request" }, { "send", DONE } } }
    local client <close> = creates.client(raw)
    assert(attach(client, { bytes = noise(2 << 16), filename = "x.png" }))
    local request = creates.parse(raw:received()[1][1])
    local boundary = request.headers["content-type"]:match "^multipart/form%-data; boundary=(%S+)$"
    assert.equal(("--%s\r\nContent-Disposition: form-data; name=\"attachment\"; filename=\"x.png\""
      .. "\r\nContent-Type: image/png\r\n\r\n%s\r\n--%s--\r\n"):format(boundary, noise(2 << 16),
      boundary), request.body)
    assert.equal(tostring(#request.body), request.headers["content-length"])
    assert.is_nil(request.headers.expect)
    assert.is_nil(request.headers["transfer-encoding"])
    assert.equal("application/json", request.headers.accept)
    assert.equal(creates.TOKEN, request.headers.authorization)
  end)

  it("has a boundary of its own each time", function()
    local client <close>, seen = creates.client(server), {}
    for _ = 1, 20 do
      local type = client:preview("create_task_attachment", "a", { attachment = { bytes = "",
        filename = "x" } }).headers["Content-Type"]
      assert.is_nil(seen[type])
      seen[type] = true
    end
  end)

  it("keeps the bytes of who has let go of them", function()
    local client <close> = creates.client(server, { max_in_flight = 2 })
    local list, calls = {}, {}
    for i = 1, 6 do
      list[i] = write("kept" .. i, ("%d"):format(i):rep(300000))
      calls[i] = started(client, { bytes = ("%d"):format(i):rep(300000), filename = "x" })
    end
    collectgarbage()
    collectgarbage()
    creates.finish(client, calls)
    for i, call in ipairs(calls) do assert.equal(sha256(list[i]), assert(call:result()).id) end
  end)

  for name, run in pairs(operations.modes) do
    it("goes by each way of waiting: " .. name, function()
      local client <close> = creates.client(server)
      local path = write("way", noise(300000))
      local arguments = table.pack("9hz", { attachment = { path = path } })
      for _, result in ipairs(run(client, "create_task_attachment", arguments)) do
        assert(result[1], tostring(result[2]))
        assert.equal(sha256(path), result[1].id)
      end
    end)
  end

  it("is one of many in a map", function()
    local client <close> = creates.client(server)
    local path = write("mapped", noise(100000))
    local results, errors = client:map({ 1, 2, 3, 4, 5, 6, 7, 8 }, function(i)
      return attach(client, i % 2 == 0 and { path = path }
        or { bytes = noise(100000), filename = "x" })
    end, { concurrency = 4 })
    assert.is_nil(errors)
    for i = 1, 8 do assert.equal(sha256(path), results[i].id) end
  end)

  it("of 20 MB costs no memory to speak of", function()
    needs(pending, "/proc/self/status")
    local path = sparse("large", LARGE)
    local output = creates.script(server, ([[
      local function peak()
        local file <close> = io.open "/proc/self/status"
        return tonumber(file:read "a":match "VmHWM:%%s*(%%d+)")
      end
      local client <close> = new {}
      assert(client:create_task_attachment("a", { attachment = { bytes = "a", filename = "b" } }))
      local before = peak()
      local answer = assert(client:create_task_attachment("a", { attachment = { path = %q } }))
      print(answer.version, answer.id, peak() - before < 1024 or peak() - before)
    ]]):format(path))
    assert.equal(("%d\t%s\ttrue\n"):format(LARGE, sha256(path)), output)
  end)

  it("has no descriptor open when it is over", function()
    needs(pending, "/proc/self/status")
    local client <close> = creates.client(server)
    local path = write("closed", "abc")
    assert(attach(client, { path = path }))
    local before = process.descriptors()
    for _ = 1, 10 do assert(attach(client, { path = path })) end
    assert.is_true(process.descriptors() <= before)
    local calls = {}
    for i = 1, 40 do calls[i] = started(client, { path = path }) end
    assert.is_true(process.descriptors() <= before) -- nor while it waits for its turn
    creates.finish(client, calls)
    for _, call in ipairs(calls) do assert(call:result()) end
  end)
end)

describe("the name and the type of a file", function()
  local client
  setup(function() client = clickup.new { token = "pk_1", base_url = "http://127.0.0.1:1" } end)
  teardown(function() client:close() end)

  local function head(file)
    local preview = assert(client:preview("create_task_attachment", "a", { attachment = file }))
    return preview.body:match 'filename="(.-)"\r\nContent%-Type: (.-)\r\n\r\n'
  end

  it("are those that are given, else those of the path", function()
    local path = write("report.PDF", "x")
    assert.same({ "report.PDF", "application/pdf" }, { head { path = path } })
    assert.same({ "a.png", "image/png" }, { head { path = path, filename = "a.png" } })
    assert.same({ "report.PDF", "x/y; z=1" }, { head { path = path, content_type = "x/y; z=1" } })
    assert.same({ "none", "application/octet-stream" }, { head { bytes = "", filename = "none" } })
    assert.same({ "a.b", "application/octet-stream" }, { head { bytes = "", filename = "a.b" } })
  end)

  it("never end the line that they stand in", function()
    for name, due in pairs { ['a"b'] = "a%22b", ["a\r\nb"] = "a%0D%0Ab",
      ["a\1\127b"] = "a%01%7Fb", ["%22"] = "%22", ["a'b;c=d"] = "a'b;c=d",
      ["grün 你好"] = "grün 你好", [("é"):rep(127)] = ("é"):rep(127) } do
      assert.equal(due, (head { bytes = "x", filename = name }), name)
    end
    local path = write('line\nend".txt', "x")
    assert.same({ "line%0Aend%22.txt", "text/plain" }, { head { path = path } })
  end)

  it("stand behind the other fields of the form", function()
    local preview = assert(client:preview("post_entity_attachment", 1, "attachments", "a",
      { filename = "other\r\n\"name\"", attachment = { bytes = "x", filename = "y" } }))
    local boundary = preview.body:match "^%-%-(%S+)"
    assert.equal(("--%s\r\nContent-Disposition: form-data; name=\"filename\"\r\n\r\nother\r\n"
      .. '"name"\r\n--%s\r\nContent-Disposition: form-data; name="attachment"; filename="y"\r\n'
      .. "Content-Type: application/octet-stream\r\n\r\nx\r\n--%s--\r\n"):format(boundary, boundary,
      boundary), preview.body)
  end)

  local function refused(file, ...)
    local _, err = attach(client, file)
    assert.equal("invalid", err.kind)
    assert.equal("no", err.sent)
    assert.equal(table.concat({ ... }, "; "), err.message)
  end

  local NAME = "attachment.filename: expected a name in UTF-8 of at most 255 bytes, without / and "
    .. "\\, got string "
  local TABLE = "attachment: expected a table with path, or with bytes and filename, got "

  it("are refused where they are none", function()
    refused({ bytes = "", filename = "../a" }, NAME .. '"../a"')
    refused({ bytes = "", filename = "a\\b" }, NAME .. '"a\\b"')
    refused({ bytes = "", filename = "" }, NAME .. '""')
    refused({ bytes = "", filename = ".." }, NAME .. '".."')
    refused({ bytes = "", filename = "a\0b" }, NAME .. '"a\\x00b"')
    refused({ bytes = "", filename = "\xff" }, NAME .. '"\\xff"')
    refused({ bytes = "", filename = ("x"):rep(256) }, NAME .. '"' .. ("x"):rep(40) .. '..."')
    for _, type in ipairs { "", "text", "/", "text/", "/plain", "text/ ;", "a/b\r\nX: y", "ä/b" } do
      local _, err = attach(client, { bytes = "", filename = "x", content_type = type })
      assert.matches("^attachment.content_type: expected a media type, such as text/plain, got",
        err.message, 1, false, type)
    end
    refused({ path = write("\xff", "x") }, "attachment.filename: expected a string, for the path "
      .. "ends with what is no name, got nothing")
  end)

  it("belong to a file that is one thing", function()
    refused(nil, TABLE .. "nothing (it is required)")
    local _, err = attach(client, clickup.null, { strict = false })
    assert.equal(TABLE .. "null", err.message)
    refused("report.pdf", TABLE .. "a string (hidden)") -- of what may be the file's content
    refused({}, TABLE .. "neither")
    refused({ path = "a", bytes = "b" }, "attachment: expected path or bytes, got both",
      "attachment.filename: expected a string, got nothing (bytes have no name)")
    refused({ bytes = "a" }, "attachment.filename: expected a string, got nothing (bytes have no "
      .. "name)")
    refused({ bytes = 1, filename = "x" },
      "attachment.bytes: expected a string, got a number (hidden)")
    refused({ bytes = "", filname = "x", filename = "x" }, "attachment.filname: expected a known "
      .. 'field, got an unknown one; did you mean "filename"?')
    refused({ bytes = "", filename = "x", "y" },
      "attachment: expected named fields, got the key integer 1")
    refused(setmetatable({}, { __index = { path = "x" } }), TABLE .. "neither")
  end)

  it("are told with what is wrong with the query", function()
    local _, err = client:create_task_attachment("a", { attachment = { bytes = "",
      filename = "x" } }, { team_i = 1 })
    assert.equal("query.team_i: expected a known field, got an unknown one; did you mean "
      .. '"team_id"?', err.message)
  end)

  it("is a file that can be read, or it is refused before it is sent", function()
    local function got(path, text)
      refused({ path = path }, "attachment.path: expected a file that can be read, got " .. text)
    end
    os.execute("mkfifo " .. process.quote(folder .. "/fifo"))
    got(folder .. "/none", "nothing (No such file or directory)")
    got(folder, "a folder")
    got(folder .. "/", "a folder")
    got(folder .. "/fifo", "a pipe")
    got("/dev/null", "a device")
    local other = "a file of another size than it says"
    for path, text in pairs { ["/proc/self/status"] = other,
      ["/sys/kernel/mm/transparent_hugepage/enabled"] = other,
      ["/proc/self/mem"] = "a file that cannot be read (Input/output error)" } do
      local there <close> = io.open(path)
      if there then got(path, text) end
    end
    got(sparse("huge", (1 << 30) + 1), "1073741825 bytes (at most 1073741824 can be sent)")
    os.remove(folder .. "/huge")
    refused({ path = "" }, 'attachment.path: expected the path of a file, got string ""')
    for _, path in ipairs { "a\0b", ("a"):rep(4096) } do -- what may be the file's content
      refused({ path = path },
        "attachment.path: expected the path of a file, got a string (hidden)")
    end
    assert.is_table(client:preview("create_task_attachment", "a",
      { attachment = { path = "LICENSE" } }))
  end)

  it("is refused when it may not be read", function()
    local path = write("secret", "x")
    os.execute("chmod 000 " .. process.quote(path))
    local file = io.open(path)
    if file then
      file:close()
      pending "this user may read everything"
      return
    end
    refused({ path = path }, "attachment.path: expected a file that can be read, got a file that "
      .. "cannot be read (Permission denied)")
  end)
end)

describe("a file that changes", function()
  -- Uploads a large file, of which a part is read before the rest may come.
  local function changing(change)
    local path = sparse("changing", LARGE)
    local raw <close> = scripted_server.start { { { "drain", 100000 }, { "mark" }, { "hold" },
      { "drain", 2 * LARGE }, { "send", DONE } } }
    local client <close> = creates.client(raw, { max_retries = 3 })
    local call = started(client, { path = path })
    creates.step_until(client, function() return raw:marks() > 0 end)
    change(path)
    raw:release()
    creates.finish(client, { call })
    local value, err = call:result()
    assert.is_nil(value)
    assert.equal("transport", err.kind)
    assert.equal("unknown", err.sent)
    assert.equal(1, err.attempts)
    assert.equal(1, #raw:received())
    return err.message:match "^(.-);"
  end

  it("shorter is told", function()
    assert.equal("attachment: the file became shorter while it was sent",
      changing(function(path) process.write_file(path, "x") end))
  end)

  it("longer is told", function()
    assert.equal("attachment: the file was changed while it was sent", changing(function(path)
      local file <close> = assert(io.open(path, "ab"))
      file:write "x"
    end))
  end)

  it("in place is told", function()
    assert.equal("attachment: the file was changed while it was sent", changing(function(path)
      local file <close> = assert(io.open(path, "r+b"))
      file:seek("set", LARGE - 1)
      file:write "y"
    end))
  end)

  it("before it is sent is sent as it is then", function()
    local raw <close> = scripted_server.start { { { "digest" } } }
    local client <close> = creates.client(raw)
    local path = write("later", "x")
    local call = started(client, { path = path })
    write("later", "longer")
    creates.finish(client, { call })
    assert.equal("6", assert(call:result()).version)
  end)

  it("away before it is sent is told, and not sent", function()
    local client <close> = creates.client({ url = "http://127.0.0.1:1" }, { max_retries = 3 })
    local path = write("gone", "x")
    local call = started(client, { path = path })
    os.remove(path)
    creates.finish(client, { call })
    local _, err = call:result()
    assert.equal("create_task_attachment: attachment.path: expected a file that can be read, got "
      .. "nothing (No such file or directory)", tostring(err))
    assert.equal("transport", err.kind)
    assert.equal("no", err.sent)
    assert.is_false(err.retryable)
    assert.equal(0, err.attempts)
  end)
end)

describe("an upload that does not get through", function()
  local path
  setup(function() path = sparse("through", LARGE) end)

  -- One upload to a server that plays this; its outcome, and the server.
  local function play(options, ...)
    local raw = scripted_server.start { ... }
    finally(function() raw:close() end)
    options.max_retries = options.max_retries or 3
    local client <close> = creates.client(raw, options)
    local value, info = attach(client, { path = path })
    return value, info, raw
  end

  local function unknown(err, raw)
    assert.equal("unknown", err.sent)
    assert.equal(1, err.attempts)
    assert.is_false(err.retryable)
    assert.equal(1, #raw:received())
  end

  it("is sent again after a 429, from the beginning", function()
    local answer, info, raw = play({}, { { "drain", 30000 },
      { "send", scripted_server.http(429, { "Retry-After: 0", "Connection: close" }) },
      { "drain", LARGE } },
      { { "digest" } })
    assert.equal(sha256(path), answer.id)
    assert.equal(2, info.attempts)
    assert.equal(2, #raw:received())
  end)

  it("is sent again after a 429, unless its file is gone", function()
    local raw <close> = scripted_server.start { { { "request" },
      { "send", scripted_server.http(429, { "Retry-After: 1" }) }, { "mark" }, { "digest" } } }
    local client <close> = creates.client(raw, { max_retries = 3 })
    local gone = write("gone", "x")
    local call = started(client, { path = gone })
    creates.step_until(client, function() return raw:marks() > 0 end)
    os.remove(gone)
    creates.finish(client, { call })
    local _, err = call:result()
    assert.matches("attachment.path: expected a file that can be read, got nothing", err.message)
    assert.equal("no", err.sent)
    assert.equal(1, err.attempts)
  end)

  it("is not sent to where it is redirected", function()
    local _, err, raw = play({}, { { "drain", 30000 }, { "send",
      scripted_server.http(302, { "Location: /api/v2/x" }) }, { "drain", LARGE } },
      { { "digest" } })
    assert.equal(302, err.status)
    assert.equal(1, #raw:received())
  end)

  it("is not sent again when it was cut", function()
    local _, err, raw = play({}, { { "drain", 30000 }, { "reset" } }, { { "digest" } })
    assert.equal("transport", err.kind)
    unknown(err, raw)
  end)

  it("is not sent again by libcurl, when a kept connection dies under it", function()
    local raw <close> = scripted_server.start { { { "request" }, { "send", creates.ANSWER },
      { "drain", 100 }, { "reset" } }, { { "request" }, { "send", DONE } } }
    local client <close> = creates.client(raw, { max_retries = 3 })
    assert(client:create_key_result("g", creates.body()))
    local _, err = attach(client, { bytes = "abc", filename = "x" })
    assert.equal("transport", err.kind)
    assert.equal("unknown", err.sent)
    assert.equal(1, err.attempts)
    assert.same({}, raw:received()[2] or {})
  end)

  it("is sent once, elsewhere, when a kept connection was closed meanwhile", function()
    local raw <close> = scripted_server.start { { { "request" }, { "send", creates.ANSWER },
      { "close" } }, { { "digest" } } }
    local client <close> = creates.client(raw)
    assert(client:create_key_result("g", creates.body()))
    creates.step_until(client, function() return raw:marks() == 1 end)
    assert.equal("3", assert(attach(client, { bytes = "abc", filename = "x" })).version)
  end)

  it("is sent again where nobody was", function()
    local client <close> = creates.client({ url = "http://127.0.0.1:1" }, { max_retries = 1 })
    local _, err = attach(client, { path = path })
    assert.equal("no", err.sent)
    assert.equal(2, err.attempts)
    assert.is_true(err.retryable)
  end)

  for what, finish in pairs {
    cancelled = function(_, call) call:cancel() end,
    closed = function(client) client:close() end,
  } do
    it(what .. " in the middle is " .. what, function()
      local raw <close> = scripted_server.start { { { "drain", 30000 }, { "mark" }, { "hold" } } }
      local client <close> = creates.client(raw)
      local call = started(client, { path = path })
      creates.step_until(client, function() return raw:marks() > 0 end)
      finish(client, call)
      local _, err = call:result()
      assert.equal(what, err.kind)
      assert.equal("unknown", err.sent)
      raw:release()
    end)
  end
end)

describe("the time of an upload", function()
  local path
  setup(function() path = sparse("slow", LARGE) end)

  -- So many bytes at a time, with rests.
  local function slowly(seconds)
    local steps = {}
    for _ = 1, 8 do
      steps[#steps + 1] = { "drain", LARGE // 10 }
      steps[#steps + 1] = { "wait", seconds }
    end
    return steps
  end

  it("may be longer than timeout, while it gets further", retry_slower(function(unit)
    local steps = slowly(0.08 * unit)
    table.insert(steps, { "drain", 2 * LARGE })
    local raw <close> = scripted_server.start { steps }
    local client <close> = creates.client(raw, { timeout = 0.2 * unit })
    local began = socket.gettime()
    local _, err = attach(client, { path = path })
    local took = socket.gettime() - began
    assert.is_true(took > 0.64 * unit, took .. " s")
    assert.equal("timeout", err.kind) -- the server never answers
    assert.matches(("the upload got no further for %d ms, at %%d+ of %%d+ bytes"):format(
      200 * unit // 1), err.message)
    assert.equal("unknown", err.sent)
  end))

  it("is not over when the kernel has all of it", retry_slower(function(unit)
    needs(pending, "/proc/self/status") -- elsewhere no kernel tells what it has still to send
    local listener = assert(socket.bind("127.0.0.1", 0))
    local server = { url = "http://127.0.0.1:" .. select(2, listener:getsockname()) }
    local size, handed, went = 1 << 20, 0, 0
    local client <close> = creates.client(server, { timeout = 0.25 * unit,
      on_event = function(event) handed = event.bytes or handed end })
    local call = started(client, { path = sparse("kernel", size) })
    local peer, taken, next_at = nil, 0, socket.gettime()
    creates.step_until(client, function()
      listener:settimeout(0)
      peer = peer or listener:accept()
      if not peer or call:done() then return call:done() end
      peer:settimeout(0)
      if handed > size and socket.gettime() >= next_at then
        local bytes, _, part = peer:receive(size // 64) -- so little that its window stays small
        taken, next_at = taken + #(bytes or part), socket.gettime() + 0.012 * unit
        went = went + 1
        if taken > size then peer:send(DONE) end
      end
      return call:done()
    end)
    listener:close()
    assert.equal("a-1", assert(call:result()).id)
    assert.is_true(went >= 60, went)
  end))

  it("ends when it gets no further", retry_slower(function(unit)
    local raw <close> = scripted_server.start { { { "drain", 30000 }, { "hold" } } }
    local client <close> = creates.client(raw, { timeout = 0.2 * unit, max_retries = 3 })
    local began = socket.gettime()
    local _, err = attach(client, { path = path })
    local took = socket.gettime() - began
    assert.equal("timeout", err.kind)
    assert.equal(1, err.attempts)
    assert.equal("unknown", err.sent)
    assert.is_true(took > 0.19 * unit and took < 1.5 * unit, took .. " s")
    raw:release()
  end))

  it("ends when it gets no further, though its host comes by rarely", retry_slower(function(unit)
    local size = 3 << 20
    local raw <close> = scripted_server.start { { { "drain", size }, { "mark" }, { "hold" } } }
    local client <close> = creates.client(raw, { timeout = 0.2 * unit, deadline = 5 * unit })
    local call = started(client, { path = sparse("rarely", size) })
    creates.step_until(client, function() return raw:marks() > 0 end)
    local began = socket.gettime()
    while not call:done() do
      socket.sleep(0.06 * unit)
      client:step()
    end
    assert.matches("the upload got no further", select(2, call:result()).message, 1, true)
    assert.is_true(socket.gettime() - began < 2 * unit)
    raw:release()
  end))

  it("ends at the deadline, even while it gets further", retry_slower(function(unit)
    local raw <close> = scripted_server.start { slowly(0.2 * unit) }
    local client <close> = creates.client(raw, { timeout = 10, deadline = 0.5 * unit })
    local began = socket.gettime()
    local _, err = attach(client, { path = path })
    local took = socket.gettime() - began
    assert.equal("timeout", err.kind)
    assert.matches("the call's deadline passed", err.message, 1, true)
    assert.is_true(took > 0.49 * unit and took < 1.5 * unit, took .. " s")
  end))

  it("has an end for each size: a small one takes no longer than anything else",
    retry_slower(function(unit)
      local raw <close> = scripted_server.start { { { "request" }, { "drip", DONE, 0.05 * unit } } }
      local client <close> = creates.client(raw, { timeout = 0.3 * unit })
      local began = socket.gettime()
      local _, err = attach(client, { bytes = "abc", filename = "x" })
      local took = socket.gettime() - began
      assert.equal("timeout", err.kind)
      assert.is_true(took < 1.5 * unit, took .. " s")
    end))
end)

describe("the events of an upload", function()
  it("tell how far it is", function()
    local raw <close> = scripted_server.start { { { "drain", LARGE // 2 }, { "wait", 0.15 },
      { "drain", LARGE // 2 }, { "send", DONE } } }
    local path, list = sparse("events", LARGE), {}
    local client <close> = creates.client(raw, { timeout = 1, on_event = function(event)
      list[#list + 1] = event
    end })
    attach(client, { path = path })
    assert.equal("start", list[1].event)
    assert.equal("end", list[#list].event)
    local total, last = list[2].total, 0
    assert.is_true(total > LARGE and total < LARGE + 500)
    for i = 2, #list - 1 do
      local event = list[i]
      assert.equal("progress", event.event)
      assert.equal("create_task_attachment", event.operation)
      assert.equal(1, event.attempt)
      assert.equal(total, event.total)
      assert.is_true(event.bytes > last)
      last = event.bytes
    end
    assert.equal(total, last)
    assert.is_true(#list >= 4 and #list < 20, #list)
  end)

  it("are lines of a verbose client", function()
    local raw <close> = scripted_server.start { { { "request" }, { "send", DONE } } }
    local output = creates.script(raw, [[
      local client <close> = new {}
      local file = { bytes = ("x"):rep(1000), filename = "b" }
      client:create_task_attachment("a", { attachment = file })
    ]], { CLICKUP_DEBUG = "1" })
    local size = output:match "create_task_attachment #1 > POST http%S+ %((%d+) bytes%)\n"
    assert.is_true(tonumber(size) > 1000, output)
    assert.is_truthy(output:find(("create_task_attachment #1 %s of %s bytes\n"):format(size, size),
      1, true), output)
  end)

  it("are none of other calls", function()
    local raw <close> = scripted_server.start { { { "request" }, { "send", creates.ANSWER } } }
    local names = {}
    local client <close> = creates.client(raw, { on_event = function(event)
      names[#names + 1] = event.event
    end })
    assert(client:create_key_result("g", creates.body { name = ("x"):rep(300000) }))
    assert.same({ "start", "end" }, names)
  end)
end)

describe("an upload over HTTP/2", function()
  local server
  setup(function() server = h2_server.start() end)
  teardown(function() server:close() end)

  it("arrives", function()
    local local_clickup <close> = sandbox.start { tls = true }
    local client <close> = creates.client(local_clickup)
    local path = write("over2", noise(200000))
    local results, errors = client:map({ 1, 2, 3 }, function()
      local attachment, info = attach(client, { path = path })
      assert.equal("2", info.http_version)
      return attachment, info
    end)
    assert.is_nil(errors)
    assert.equal(3, #results)
    for _, attachment in ipairs(local_clickup:state().attachments) do
      assert.equal(sha256(path), attachment.sha256)
      assert.equal(200000, attachment.size)
    end
  end)

  local function play(...)
    local played = server:play { { { "open" }, { "head", 1 }, ... }, { { "open" }, { "serve" } } }
    local client <close> = creates.client(played, { timeout = 3, max_retries = 3 })
    local value, info = attach(client, { bytes = ("x"):rep(300000), filename = "x" })
    return value, info, played
  end

  it("is not sent again when its stream, or its connection, ends", function()
    for _, steps in ipairs { { { "send", h2.reset(1, 2) }, { "eof" } }, { { "close" } } } do
      local _, err, played = play(table.unpack(steps))
      assert.equal("transport", err.kind)
      assert.equal("unknown", err.sent, tostring(err))
      assert.equal(1, #played:requests())
    end
  end)

  it("ends when it gets no further, though another on its connection does",
    retry_slower(function(unit)
      local steps = { { "open" }, { "head", 1 }, { "head", 3 },
        { "send", h2.window(0, 1 << 24) .. h2.window(3, 1000000) } }
      for _ = 1, 50 do -- of the other one, a little more is let go each time, and none is read
        steps[#steps + 1] = { "wait", 0.03 * unit }
        steps[#steps + 1] = { "send", h2.window(3, 20000) }
      end
      local played = server:play { steps }
      local client <close> = creates.client(played, { max_retries = 0 })
      local began = socket.gettime()
      local function upload(size, timeout)
        return client:start("create_task_attachment", "9hz", { attachment = { filename = "x",
          bytes = ("x"):rep(size) } }, nil, { timeout = timeout })
      end
      local call, other = upload(300000, 0.3 * unit), upload(5000000, 20)
      client:wait_all { call }
      assert.matches("the upload got no further", select(2, call:result()).message, 1, true)
      assert.is_true(socket.gettime() - began < 1.2 * unit)
      assert.is_false(other:done())
    end))
end)
