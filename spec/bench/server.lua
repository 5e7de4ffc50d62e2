-- SPDX-License-Identifier: MIT
-- The nginx that every client of the bench talks to. It answers each create with
-- the example in ClickUp's document, after it has read the body:
-- below /slow 20 ms later, below /logged with a line in its log, and below /closing
-- on a connection that it closes then.

local documented = require "spec.support.documented"
local nginx = require "spec.support.nginx"
local socket = require "socket"

local server = {
  DELAY = 0.020,
  GOAL = "e53a033c-900e-462d-a849-4a216b06d930",
}

-- A small create needs no disk, and a connection lives as long as the run.
local SERVER <const> = [[
    listen 127.0.0.1:%d ssl http2;
    access_log off;
    keepalive_requests 1000000000;
    keepalive_timeout 600s;
    client_body_buffer_size 16k;
    default_type application/json;]]

local LOCATIONS <const> = [[
    location = /answer { internal; return 200 '%s'; }
    location = /logged-answer { internal; access_log access.log spec; return 200 '%s'; }
    location = /last-answer { internal; keepalive_timeout 0; return 200 '%s'; }
    location /v2/ { echo_read_request_body; echo_exec /answer; }
    location /slow/ { echo_read_request_body; echo_sleep %.3f; echo_exec /answer; }
    location /logged/ { echo_read_request_body; echo_exec /logged-answer; }
    location /closing/ { echo_read_request_body; echo_exec /last-answer; }]]

local function free_port()
  local probe = assert(socket.bind("127.0.0.1", 0))
  local _, port = probe:getsockname()
  probe:close()
  return math.tointeger(tonumber(port))
end

local function echo_module()
  local pipe <close> = assert(io.popen("PATH=$PATH:/usr/sbin nginx -V 2>&1"))
  local folder = pipe:read("a"):match("%-%-modules%-path=(%S+)") or "/usr/lib/nginx/modules"
  return ("load_module %s/ngx_http_echo_module.so;"):format(folder)
end

--- `bases` are the URLs of its three doors, by protocol.
---@return table # an Nginx with `bases`
function server.start()
  local answer = documented.CreateKeyResult.answer:gsub("([,:])%s+", "%1"):gsub("\n", " ")
  local port = free_port()
  local self = nginx.start {
    main = echo_module(),
    tls = true,
    server = SERVER:format(port),
    locations = LOCATIONS:format(answer, answer, answer, server.DELAY),
  }
  self.bases = {
    ["http"] = self.url,
    ["https/1.1"] = self.tls_url,
    ["https/2"] = "https://localhost:" .. port,
  }
  return self
end

return server
