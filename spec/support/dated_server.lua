-- SPDX-License-Identifier: MIT
-- A TLS server whose certificate (for localhost) is valid from and until given moments.

local authority = require "spec.support.authority"
local tls_servers = require "spec.support.tls_servers"

local DAY = 86400

--- Both in seconds from now. `url`, `ca_file`; `close` ends it.
local function start(from, till)
  local issuer = authority.new()
  local own = issuer:issue { name = "localhost", hosts = { "localhost" }, from = from / DAY,
    to = till / DAY }
  local server = tls_servers.openssl(own, "-www")
  return setmetatable({ url = "https://localhost:" .. server.port, ca_file = own.file }, {
    __close = function()
      server:close()
      issuer:close()
    end,
  })
end

return { start = start }
