-- SPDX-License-Identifier: MIT
-- How Lua programs create a key result without this module: each entry takes what
-- clients.lua gives it and returns a function that makes one create and returns
-- the status and the reply's bytes.

local cjson = require "cjson"

local idioms = {}

---@class Task
---@field url string
---@field host string
---@field port integer
---@field path string
---@field secure boolean
---@field ca_file string
---@field version string of HTTP; those that speak only 1.1 don't look at it

local AUTHORIZATION <const> = "pk_1"

local function headers_for(body)
  return {
    ["content-type"] = "application/json",
    ["content-length"] = tostring(#body),
    authorization = AUTHORIZATION,
  }
end

-- LuaSocket's and LuaSec's general form of request, as their manuals show it.
local function request_function(request, more)
  local ltn12 = require "ltn12"
  return function(task, body)
    local pieces = {}
    local fields = {
      url = task.url, method = "POST", headers = headers_for(body),
      source = ltn12.source.string(body), sink = ltn12.sink.table(pieces),
    }
    for name, value in pairs(more) do fields[name] = value end
    local ok, status = request(fields)
    return assert(ok and status, status), table.concat(pieces)
  end
end

function idioms.luasocket(task)
  if not task.secure then return request_function(require("socket.http").request, {}) end
  return request_function(require("ssl.https").request, {
    verify = "peer", cafile = task.ca_file, protocol = "any",
  })
end

-- ---- LuaSocket, kept alive by hand -----------------------------------------

local function connect(task)
  local connection = assert(require("socket").connect(task.host, task.port))
  assert(connection:setoption("tcp-nodelay", true))
  connection:settimeout(30)
  if not task.secure then return connection end
  local ssl = require "ssl"
  connection = assert(ssl.wrap(connection, {
    mode = "client", protocol = "any", verify = "peer", cafile = task.ca_file,
  }))
  connection:sni(task.host)
  assert(connection:dohandshake())
  return connection
end

local HEAD <const> = "POST %s HTTP/1.1\r\nHost: %s:%d\r\nContent-Type: application/json\r\n"
  .. "Authorization: %s\r\nContent-Length: %d\r\n\r\n"

local function receive_head(connection)
  local status = tonumber(assert(connection:receive("*l")):match("^HTTP/1%.1 (%d%d%d)"))
  local length
  for line in function() return assert(connection:receive("*l")) end do
    if line == "" then break end
    local name, value = line:match("^([^:]+):%s*(.-)%s*$")
    if name:lower() == "content-length" then length = tonumber(value) end
  end
  return status, assert(length, "no Content-Length")
end

function idioms.keepalive(task)
  local connection = connect(task)
  return function(_, body)
    local head = HEAD:format(task.path, task.host, task.port, AUTHORIZATION, #body)
    assert(connection:send(head .. body))
    local status, length = receive_head(connection)
    return status, assert(connection:receive(length))
  end
end

-- ---- lua-http ---------------------------------------------------------------

local function tls_context(task)
  if not task.secure then return nil end
  local store = require("openssl.x509.store").new()
  store:add(task.ca_file)
  local context = require("http.tls").new_client_context()
  context:setStore(store)
  return context
end

local function check_version(task, connection)
  assert(connection.version == tonumber(task.version), "another protocol")
end

idioms["lua-http"] = function(task)
  local http_request = require "http.request"
  local context = tls_context(task)
  return function(_, body)
    local request = http_request.new_from_uri(task.url)
    request.ctx = context
    request.headers:upsert(":method", "POST")
    request.headers:upsert("content-type", "application/json")
    request.headers:upsert("authorization", AUTHORIZATION)
    request:set_body(body)
    local headers, stream = assert(request:go(30))
    local reply = assert(stream:get_body_as_string(30))
    check_version(task, stream.connection)
    stream:shutdown()
    return tonumber(headers:get(":status")), reply
  end
end

idioms["lua-http-stream"] = function(task)
  local new_headers = require("http.headers").new
  local connection = assert(require("http.client").connect({
    host = task.host, port = task.port, tls = task.secure, ctx = tls_context(task),
  }, 30))
  check_version(task, connection)
  return function(_, body)
    local stream = assert(connection:new_stream())
    local headers = new_headers()
    headers:append(":method", "POST")
    headers:append(":scheme", task.secure and "https" or "http")
    headers:append(":authority", ("%s:%d"):format(task.host, task.port))
    headers:append(":path", task.path)
    for name, value in pairs(headers_for(body)) do headers:append(name, value) end
    assert(stream:write_headers(headers, false, 30))
    assert(stream:write_chunk(body, true, 30))
    local answer = assert(stream:get_headers(30))
    local reply = assert(stream:get_body_as_string(30))
    stream:shutdown()
    return tonumber(answer:get(":status")), reply
  end
end

-- ---- the curl command -------------------------------------------------------

-- Its own loop of n, because starting a shell for each would cost more than curl.
local LOOP <const> = [[i=0; while [ $i -lt %d ]; do
  curl -sS --max-time 30 %s --cacert '%s' -H 'Content-Type: application/json' \
    -H 'Authorization: pk_1' -d '%s' -w '\n%%{http_code} %%{http_version}\n' '%s' || exit
  i=$((i + 1))
done]]

--- Makes n creates by the curl command and gives each to `check`.
function idioms.curl(task, body, n, check)
  local version = task.version == "2" and "--http2" or "--http1.1"
  local ca_file = task.ca_file ~= "" and task.ca_file or "/dev/null"
  local pipe = assert(io.popen(LOOP:format(n, version, ca_file, body, task.url)))
  local seen = 0
  for reply in pipe:lines() do
    local status, spoken = (pipe:read("l") or ""):match("^(%d+) ([%d.]+)$")
    assert(spoken == task.version, "another protocol")
    check(tonumber(status), cjson.decode(reply))
    seen = seen + 1
  end
  assert(pipe:close() and seen == n, "curl failed")
end

return idioms
