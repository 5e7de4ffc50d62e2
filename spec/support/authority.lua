-- SPDX-License-Identifier: MIT
-- Certificates of every kind, good and bad, made on the fly.

local altname = require "openssl.x509.altname"
local bignum = require "openssl.bignum"
local extension = require "openssl.x509.extension"
local name = require "openssl.x509.name"
local pkey = require "openssl.pkey"
local rand = require "openssl.rand"
local x509 = require "openssl.x509"

local process = require "spec.support.process"

local authority = {}

local DAY = 86400

---@class Certificate
---@field pem string the certificate
---@field key_pem string
---@field file string PEM: the certificate, and what else is sent with it
---@field key_file string
local Authority = {}
Authority.__index = Authority

local function subject(common_name)
  local result = name.new()
  result:add("CN", common_name)
  return result
end

local function add_hosts(certificate, hosts)
  local names = altname.new()
  for _, host in ipairs(hosts) do
    names:add(host:find "^[%d.]+$" and "IP" or "DNS", host)
  end
  certificate:setSubjectAlt(names)
end

-- What it says about itself: whom it is for, from when to when, and what it may do.
local function describe(certificate, key, options)
  local now = os.time()
  certificate:setVersion(3)
  certificate:setSerial(bignum.fromBinary("\1" .. rand.bytes(8)))
  certificate:setSubject(subject(options.name))
  certificate:setLifetime(now + (options.from or -1) * DAY, now + (options.to or 2) * DAY)
  certificate:setPublicKey(key)
  certificate:setBasicConstraints { CA = options.ca or false }
  certificate:setBasicConstraintsCritical(true)
  if options.hosts then add_hosts(certificate, options.hosts) end
  if options.purpose then
    certificate:addExtension(extension.new("extendedKeyUsage", options.purpose))
  end
end

--- Options: `name`; `hosts` (names and addresses); `from`, `to` (days from now);
--- `ca` (it may sign others); `issuer` (a certificate of this authority, by
--- default it signs itself); `purpose`; `key` (of luaossl's pkey.new); `chain` (a
--- list of certificates that are sent with it).
---@param options table
---@return Certificate
function Authority:issue(options)
  local key = pkey.new(options.key or { type = "EC", curve = "prime256v1" })
  local certificate, issuer = x509.new(), options.issuer
  describe(certificate, key, options)
  certificate:setIssuer(issuer and issuer.certificate:getSubject() or subject(options.name))
  certificate:sign(issuer and issuer.key or key)
  local base = ("%s/%d"):format(self.folder, self.count)
  self.count = self.count + 1
  local made = {
    certificate = certificate, key = key, pem = certificate:toPEM(), key_pem = key:toPEM "private",
    file = base .. ".pem", key_file = base .. ".key",
  }
  local all = { made.pem }
  for _, other in ipairs(options.chain or {}) do all[#all + 1] = other.pem end
  process.write_file(made.file, table.concat(all))
  process.write_file(made.key_file, made.key_pem)
  return made
end

function Authority:close()
  os.execute("rm -rf " .. process.quote(self.folder))
end

Authority.__close = Authority.close

function authority.new()
  return setmetatable({ folder = process.folder(), count = 1 }, Authority)
end

return authority
