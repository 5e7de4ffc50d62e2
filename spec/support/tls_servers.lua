-- SPDX-License-Identifier: MIT
-- One nginx with many TLS servers, each with a certificate and settings of its own; and
-- openssl's own server, which ends a handshake that it does not like.

local socket = require "socket"
local nginx = require "spec.support.nginx"
local process = require "spec.support.process"

local tls_servers = {}

local SERVER = [[
server {
  listen 127.0.0.1:%d ssl;
  ssl_certificate %s; ssl_certificate_key %s;
  %s
  location / {
    default_type application/json;
    return 200 '{"key_result":{"id":"$ssl_protocol$ssl_client_s_dn"}}';
  }
}]]

-- Ports that were free a moment ago, all different.
local function free_ports(count)
  local probes, ports = {}, {}
  for i = 1, count do
    probes[i] = assert(socket.bind("127.0.0.1", 0))
    local _, port = probes[i]:getsockname()
    ports[i] = math.tointeger(tonumber(port))
  end
  for _, probe in ipairs(probes) do probe:close() end
  return ports
end

--- `list` by name: `certificate` (of authority), `settings` (nginx's). What comes
--- back has `port` by name, and `close`.
---@param list table<string, { certificate: table, settings: string? }>
function tls_servers.start(list)
  local names, blocks, port = {}, {}, {}
  for name in pairs(list) do names[#names + 1] = name end
  local ports = free_ports(#names)
  for i, name in ipairs(names) do
    local certificate = list[name].certificate
    port[name] = ports[i]
    blocks[i] = SERVER:format(ports[i], certificate.file, certificate.key_file,
      list[name].settings or "")
  end
  local server = nginx.start { http = table.concat(blocks, "\n") }
  return setmetatable({ port = port }, {
    __index = { close = function() server:close() end },
    __close = function() server:close() end,
  })
end

-- Its input is one that never ends, and never has a byte.
local COMMAND = [[mkfifo "$folder/silence"
openssl s_server -accept 127.0.0.1:0 -cert %s -key %s %s 2>&1 <>"$folder/silence" &
exec >/dev/null 2>&1; cat; kill $!; wait $!]]

--- openssl s_server with these arguments.
---@param certificate table
---@param arguments string
function tls_servers.openssl(certificate, arguments)
  local folder = process.folder()
  local child = process.start(folder, COMMAND:format(process.quote(certificate.file),
    process.quote(certificate.key_file), arguments))
  local said = {}
  for line in child.line, child do
    local port = line:match "^ACCEPT .*:(%d+)$"
    if port then
      child.port = math.tointeger(tonumber(port))
      return child
    end
    said[#said + 1] = line
  end
  child:close()
  error("openssl s_server: " .. table.concat(said, "\n"), 0)
end

return tls_servers
