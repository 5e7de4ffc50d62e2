-- SPDX-License-Identifier: MIT
-- Usage: tunnel.lua FOLDER [BASE64] (as a script); tunnel.start { user = "me:password" }.
-- A proxy on loopback that knows CONNECT, in a process of its own; with credentials, only for
-- those who have them. FOLDER/heads gets the head of every request. FOLDER/answers is a list of
-- what each CONNECT gets in place of a tunnel's own answer: `false` for that one.

local socket = require "socket"

-- ---- the process ------------------------------------------------------------

local function read_head(peer)
  local lines = {}
  repeat
    local line = peer:receive "*l"
    lines[#lines + 1] = line
  until not line or line == ""
  return table.concat(lines, "\n")
end

-- Carries bytes both ways until one side ends.
local function relay(a, b)
  local other = { [a] = b, [b] = a }
  a:settimeout(0)
  b:settimeout(0)
  while true do
    for _, from in ipairs((socket.select({ a, b }, nil, 5))) do
      local bytes, problem, partial = from:receive(65536)
      bytes = bytes or partial
      other[from]:settimeout(30)
      if bytes ~= "" then other[from]:send(bytes) end
      other[from]:settimeout(0)
      if problem == "closed" then return end
    end
  end
end

local function serve(peer, heads, credentials, given)
  peer:settimeout(30)
  local head = read_head(peer)
  heads:write(head, "\n")
  heads:flush()
  if given then
    peer:send(given)
    peer:close()
    return
  end
  local host, port = head:match "^CONNECT ([^ ]+):(%d+) HTTP/1%.1"
  if credentials and not head:find("Proxy-Authorization: Basic " .. credentials, 1, true) then
    peer:send "HTTP/1.1 407 Who?\r\nProxy-Authenticate: Basic realm=x\r\nContent-Length: 0\r\n\r\n"
  else
    local upstream = host and socket.connect(host == "clickup.test" and "127.0.0.1" or host, port)
    peer:send(upstream and "HTTP/1.1 200 OK\r\n\r\n" or "HTTP/1.1 502 No\r\n\r\n")
    if upstream then relay(peer, upstream) upstream:close() end
  end
  peer:close()
end

local function run(folder, credentials)
  local listener = assert(socket.bind("127.0.0.1", 0))
  local heads = assert(io.open(folder .. "/heads", "w"))
  local answers, count = assert(loadfile(folder .. "/answers"))(), 0
  local lifeline = { getfd = function() return 0 end, dirty = function() return false end }
  print((select(2, listener:getsockname())))
  io.stdout:flush()
  while not socket.select({ lifeline, listener })[lifeline] do
    count = count + 1
    serve(listener:accept(), heads, credentials, answers[count])
  end
end

if arg and arg[0]:find "tunnel%.lua$" then
  run(arg[1], arg[2])
  os.exit(0)
end

-- ---- the specs' side --------------------------------------------------------

local mime = require "mime"
local process = require "spec.support.process"
local serialize = require "spec.support.serialize"

local tunnel = {}

--- One connection after another, which is what a client of one server makes.
---@param options { user: string?, answers: table? }? # "name:password"; see above
function tunnel.start(options)
  local folder = process.folder()
  local user = options and options.user
  local answers = options and options.answers or {}
  process.write_file(folder .. "/answers", "return " .. serialize(answers))
  local child = process.start(folder, ("%s spec/support/tunnel.lua %s %s"):format(
    process.HELPER, process.quote(folder),
    user and process.quote((mime.b64(user))) or ""))
  local port = math.tointeger(tonumber(child:line()))
  if not port then child:fail "tunnel" end
  return setmetatable({ port = port, url = "http://127.0.0.1:" .. port }, {
    __index = { heads = function() return process.read_file(folder .. "/heads") end },
    __close = function() child:close() end,
  })
end

return tunnel
