-- SPDX-License-Identifier: MIT
-- Usage: authority_child.lua FOLDER: makes the certificate that FOLDER/wish.lua describes, as
-- authority.lua says. It is a process of its own: not every Lua has luaossl.

local altname = require "openssl.x509.altname"
local bignum = require "openssl.bignum"
local extension = require "openssl.x509.extension"
local name = require "openssl.x509.name"
local pkey = require "openssl.pkey"
local rand = require "openssl.rand"
local x509 = require "openssl.x509"

local DAY = 86400
local folder = arg[1]
local wish = dofile(folder .. "/wish.lua")

local function write(path, text)
  local file <close> = assert(io.open(path, "wb"))
  assert(file:write(text))
end

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
  certificate:setLifetime(math.floor(now + (options.from or -1) * DAY),
    math.floor(now + (options.to or 2) * DAY))
  certificate:setPublicKey(key)
  certificate:setBasicConstraints { CA = options.ca or false }
  certificate:setBasicConstraintsCritical(true)
  if options.hosts then add_hosts(certificate, options.hosts) end
  if options.purpose then
    certificate:addExtension(extension.new("extendedKeyUsage", options.purpose))
  end
end

local key = pkey.new(wish.key)
local certificate, issuer = x509.new(), wish.issuer
describe(certificate, key, wish)
certificate:setIssuer(issuer and x509.new(issuer.pem):getSubject() or subject(wish.name))
certificate:sign(issuer and pkey.new(issuer.key_pem) or key)
write(folder .. "/made.pem", certificate:toPEM())
write(folder .. "/made.key", key:toPEM "private")
