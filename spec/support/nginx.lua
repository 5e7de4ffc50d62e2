-- SPDX-License-Identifier: MIT
-- An nginx on loopback, for specs that need a server that isn't ours.

local socket = require("socket")
local needs = require "spec.support.needs"
local process = require("spec.support.process")
local skip = require "spec.support.skip"

local nginx = {}

---@class Nginx
---@field folder string nginx's prefix, with access.log and error.log
---@field port integer
---@field url string `http://127.0.0.1:PORT`
---@field tls_port integer? with `tls`
---@field tls_url string? `https://localhost:PORT`, with `tls`
---@field ca string? the certificate to trust, with `tls`
local Server = {}
Server.__index = Server

local CONFIG = [[
MAIN
daemon off;
master_process off;
pid nginx.pid;
error_log stderr notice;
events { worker_connections 1024; }
http {
  error_log error.log warn;
  log_format spec '$connection $connection_requests $server_protocol '
                  '$request_method $request_uri $status';
  access_log access.log spec;
  client_body_temp_path body;
  proxy_temp_path proxy;
  fastcgi_temp_path fastcgi;
  uwsgi_temp_path uwsgi;
  scgi_temp_path scgi;
  HTTP
  server {
    LISTEN
    SERVER
    LOCATIONS
  }
}
]]

local CERTIFICATE = [[cd %s && openssl req -x509 -nodes -days 2 \
  -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 \
  -subj /CN=localhost -addext subjectAltName=DNS:localhost,IP:127.0.0.1 \
  -keyout key.pem -out cert.pem 2>openssl.log]]

-- Only nginx keeps the output open, so that its end ends the output.
local COMMAND = [[PATH=$PATH:/usr/sbin; cd %s && nginx -e stderr -p . -c nginx.conf 2>&1 &
exec >/dev/null 2>&1; cat; kill $!; wait $!]]

-- nginx cannot say which port it was given, hence a port that was free a moment ago.
local function free_port()
  local probe = assert(socket.bind("127.0.0.1", 0))
  local _, port = probe:getsockname()
  probe:close()
  return math.tointeger(tonumber(port))
end

local function listen(server, options)
  local lines = { ("listen 127.0.0.1:%d;"):format(server.port) }
  if options.tls then
    local parameters = options.http2 and "ssl http2" or "ssl"
    lines[#lines + 1] = ("listen 127.0.0.1:%d %s;"):format(server.tls_port, parameters)
    lines[#lines + 1] = "ssl_certificate cert.pem; ssl_certificate_key key.pem;"
  end
  return table.concat(lines, "\n    ")
end

local function write_config(server, options)
  local parts = {
    MAIN = options.main or "",
    HTTP = options.http or "",
    SERVER = options.server or "",
    LOCATIONS = options.locations or 'location / { return 200 "ok\\n"; }',
    LISTEN = listen(server, options),
  }
  process.write_file(server.folder .. "/nginx.conf", (CONFIG:gsub("%u+", parts)))
end

local function add_tls(server)
  needs(skip.because, "openssl")
  local done = os.execute(CERTIFICATE:format(process.quote(server.folder)))
  assert(done, "openssl made no certificate")
  server.tls_port = free_port()
  server.tls_url = "https://localhost:" .. server.tls_port
  server.ca = server.folder .. "/cert.pem"
end

-- nginx logs how it will wait for events after it has opened its sockets.
local function await_start(child)
  local lines = {}
  for line in child.line, child do
    if line:find("event method", 1, true) then
      return
    end
    lines[#lines + 1] = line
  end
  child:close()
  error("nginx: " .. table.concat(lines, "\n"), 0)
end

--- Options: `locations`, `server`, `http` and `main` are configuration for those blocks;
--- `tls` listens on a second port with a certificate for localhost; `http2`
--- offers HTTP/2 there.
---@param options table?
---@return Nginx
function nginx.start(options)
  options = options or {}
  needs(skip.because, "nginx")
  local server = setmetatable({ folder = process.folder(), port = free_port() }, Server)
  server.url = "http://127.0.0.1:" .. server.port
  if options.tls then
    add_tls(server)
  end
  write_config(server, options)
  server.child = process.start(server.folder, COMMAND:format(process.quote(server.folder)))
  await_start(server.child)
  return server
end

function Server:close()
  self.child:close()
end

Server.__close = Server.close

return nginx
