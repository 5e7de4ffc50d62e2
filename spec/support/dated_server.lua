-- SPDX-License-Identifier: MIT
-- A TLS server whose certificate (for localhost) is valid from and until given moments.

local altname = require "openssl.x509.altname"
local name = require "openssl.x509.name"
local pkey = require "openssl.pkey"
local x509 = require "openssl.x509"
local process = require "spec.support.process"

local function write_certificate(folder, from, till)
  local key = pkey.new { type = "EC", curve = "prime256v1" }
  local certificate, subject, names = x509.new(), name.new(), altname.new()
  subject:add("CN", "localhost")
  names:add("DNS", "localhost")
  certificate:setVersion(3)
  certificate:setSubject(subject)
  certificate:setIssuer(subject)
  certificate:setSubjectAlt(names)
  certificate:setLifetime(os.time() + from, os.time() + till)
  certificate:setPublicKey(key)
  certificate:sign(key)
  process.write_file(folder .. "/cert.pem", certificate:toPEM())
  process.write_file(folder .. "/key.pem", key:toPEM "private")
end

local COMMAND = [[cd %s && openssl s_server -accept 127.0.0.1:0 -cert cert.pem -key key.pem -www &
exec >/dev/null 2>&1; cat; kill $!; wait $!]]

--- Both in seconds from now. `url`, `ca_file`; `close` ends it.
local function start(from, till)
  local folder = process.folder()
  write_certificate(folder, from, till)
  local child = process.start(folder, COMMAND:format(process.quote(folder)))
  for line in child.line, child do
    local port = line:match "^ACCEPT .*:(%d+)$"
    if port then
      return setmetatable({ url = "https://localhost:" .. port, ca_file = folder .. "/cert.pem" },
        { __close = function() child:close() end })
    end
  end
  child:fail "openssl s_server"
end

return { start = start }
