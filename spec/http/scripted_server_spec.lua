-- SPDX-License-Identifier: MIT

local socket = require("socket")
local process = require "spec.support.process"
local scripted_server = require("spec.support.scripted_server")

local REQUEST = "POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\na\0b"
local ANSWER = scripted_server.http(200, { "X-One: 1" }, "hi")

local function connect(raw)
  local peer = assert(socket.connect("127.0.0.1", raw.port))
  peer:settimeout(10)
  return peer
end

-- luasocket's "*a" makes an error of a stream without bytes.
local function rest(peer)
  local bytes, problem, partial = peer:receive("*a")
  return bytes or problem == "closed" and partial
end

local function exists(path)
  return (os.rename(path, path)) or false
end

local function await(what, condition)
  local deadline = socket.gettime() + 10
  while not condition() do
    assert(socket.gettime() < deadline, what .. " did not come about")
    socket.sleep(0.01)
  end
end

describe("raw server", function()
  it("reads a request and sends exact bytes", function()
    local raw <close> = scripted_server.start {
      { { "request" }, { "send", "\0\r\n\255\\\26'\"" } },
    }
    local peer = connect(raw)
    assert(peer:send(REQUEST))
    assert.equal("\0\r\n\255\\\26'\"", rest(peer))
    assert.same({ { REQUEST } }, raw:received())
  end)

  it("waits for the whole body, and reports as much as came", function()
    local raw <close> = scripted_server.start({
      { { "request" }, { "send", ANSWER } },
      { { "request" } },
    })
    local peer = connect(raw)
    assert(peer:send(REQUEST:sub(1, -2)))
    await("the partial request", function()
      return (raw:received()[1] or {})[1] == REQUEST:sub(1, -2)
    end)
    peer:settimeout(0.05)
    assert.equal("timeout", select(2, peer:receive(1)))
    peer:settimeout(10)
    assert(peer:send("b"))
    assert.equal(ANSWER, rest(peer))
    local other = connect(raw)
    assert(other:send("GET"))
    assert(other:shutdown("send"))
    assert.equal("", rest(other))
    assert.same({ { REQUEST }, { "GET" } }, raw:received())
  end)

  it("keeps a connection open by 'again'", function()
    local raw <close> = scripted_server.start {
      { { "request" }, { "send", ANSWER }, { "again", 1 } },
    }
    local peer = connect(raw)
    assert(peer:send(REQUEST .. REQUEST))
    assert.equal(ANSWER .. ANSWER, rest(peer))
    assert.same({ { REQUEST, REQUEST } }, raw:received())
  end)

  it("serves connections at the same time, each by its own steps", function()
    local raw <close> = scripted_server.start({
      { { "eof" } },
      { { "wait", 30 } },
      { { "send", "third" } },
      repeat_last = true,
    })
    local first, second, third, fourth = connect(raw), connect(raw), connect(raw), connect(raw)
    assert.equal("third", rest(third))
    assert.equal("third", rest(fourth))
    assert(first:send("one"))
    assert(first:shutdown("send"))
    assert.equal("", rest(first))
    assert.same({ { "one" }, {}, {}, {} }, raw:received())
    second:close()
  end)

  it("closes connections beyond the script", function()
    local raw <close> = scripted_server.start({})
    assert.equal("", rest(connect(raw)))
    assert.same({ {} }, raw:received())
  end)

  it("answers by what is asked, in whatever order that comes", function()
    local raw <close> = scripted_server.start({ methods = {
      POST = { { { "request" }, { "until", "POST", 2 }, { "send", "one" } },
        { { "request" }, { "hold" }, { "send", "two" } } },
      GET = { { { "request" }, { "send", "got" } }, repeat_last = true },
    } })
    local first, second = connect(raw), connect(raw)
    assert(first:send(REQUEST))
    for _ = 1, 2 do
      local other = connect(raw)
      assert(other:send("GET / HTTP/1.1\r\n\r\n"))
      assert.equal("got", rest(other))
    end
    first:settimeout(0.02)
    assert.equal("timeout", select(2, first:receive(1)))
    first:settimeout(10)
    assert(second:send(REQUEST))
    assert.equal("one", rest(first))
    second:settimeout(0.02)
    assert.equal("timeout", select(2, second:receive(1)))
    second:settimeout(10)
    raw:release()
    assert.equal("two", rest(second))
    local third = connect(raw)
    assert(third:send(REQUEST))
    assert.equal("", rest(third))
  end)

  it("tells of marks and ends", function()
    local raw <close> = scripted_server.start({
      { { "request" }, { "mark" }, { "eof" } }, { { "mark" } }, { { "eof" } },
    })
    assert.equal(0, raw:marks())
    local first, second = connect(raw), connect(raw)
    assert.equal("", rest(second))
    assert.equal(1, raw:marks())
    assert(first:send(REQUEST))
    await("the mark", function() return raw:marks() == 2 end)
    local third = connect(raw)
    assert(third:shutdown("send"))
    assert.equal("", rest(third))
    await("the end", function() return raw:marks() == 3 end)
  end)

  it("drips and waits", function()
    local raw <close> = scripted_server.start({ { { "wait", 0.05 }, { "drip", "abc", 0.02 } } })
    local peer, started = connect(raw), socket.gettime()
    assert.equal("a", peer:receive(1))
    assert.is_true(socket.gettime() - started > 0.04)
    assert.equal("bc", rest(peer))
    assert.is_true(socket.gettime() - started > 0.10)
  end)

  it("sends more than the socket holds", function()
    local bytes = ("0123456789abcdef"):rep(1 << 18)
    local raw <close> = scripted_server.start({ { { "send", bytes } } })
    local peer = connect(raw)
    socket.sleep(0.05)
    assert.is_true(bytes == rest(peer))
  end)

  it("resets", function()
    local raw <close> = scripted_server.start({
      { { "request" }, { "reset" } },
      { { "request" }, { "close" } },
    })
    local ends = {}
    for i = 1, 2 do
      local pipe <close> = assert(io.popen(("curl -s --max-time 60 %s/; echo $?"):format(raw.url)))
      ends[i] = pipe:read("n")
    end
    assert.same({ 56, 52 }, ends) -- curl's: failure in receiving, nothing came
  end)

  it("refuses a step that it doesn't know", function()
    local _, message = pcall(function()
      scripted_server.start({ { { "request" }, { "sned", "x" } } })
    end)
    assert.matches("^spec/http/scripted_server_spec.*: connection 1, step 2: no such step: sned x$",
      message)
    _, message = pcall(function()
      scripted_server.start({ methods = { GET = { { { "until", "GET" } } } } })
    end)
    assert.matches("^spec/http/scripted_server_spec.*: GET 1, step 1: no such step: until GET$",
      message)
  end)

  it("leaves nothing behind", function()
    local raw = scripted_server.start({})
    local folder = raw.child.folder
    assert.is_true(exists(folder))
    raw:close()
    raw:close()
    assert.is_false(exists(folder))
    assert.equal("connection refused", select(2, socket.connect("127.0.0.1", raw.port)))
  end)

  it("ends with its parent, even when that is killed", function()
    local parent = [[
      local raw = require("spec.support.scripted_server").start({ { { "wait", 60 } } })
      print(raw.port, raw.child.folder)
      io.stdout:flush()
      os.execute("kill -9 $PPID")]]
    local pipe <close> = assert(io.popen(("%s -e '%s' 2>/dev/null"):format(process.HELPER,
      parent)))
    local port, folder = pipe:read("a"):match("(%d+)\t(%S+)")
    await("the end", function()
      return not exists(folder)
    end)
    assert.equal("connection refused", select(2, socket.connect("127.0.0.1", tonumber(port))))
  end)
end)
