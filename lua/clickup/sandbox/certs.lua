-- SPDX-License-Identifier: MIT
--- Throw-away certificates: a CA of its own for each run, and one leaf for this machine's names.

local altname = require "openssl.x509.altname"
local bignum = require "openssl.bignum"
local extension = require "openssl.x509.extension"
local name = require "openssl.x509.name"
local pkey = require "openssl.pkey"
local rand = require "openssl.rand"
local x509 = require "openssl.x509"

local M = {}

local LIFETIME_S = 30 * 86400
local CLOCK_SKEW_S = 3600

local function new_name(common_name)
  local result = name.new()
  result:add("O", "clickup.sandbox")
  result:add("CN", common_name)
  return result
end

local function new_certificate(subject, issuer, key)
  local certificate = x509.new()
  certificate:setVersion(3)
  -- Top bit cleared, as a serial number must be positive; 16 random bytes as it must be unique.
  local serial = rand.bytes(16)
  certificate:setSerial(bignum.fromBinary(string.char(serial:byte() & 0x7F | 1) .. serial:sub(2)))
  certificate:setSubject(subject)
  certificate:setIssuer(issuer)
  certificate:setLifetime(os.time() - CLOCK_SKEW_S, os.time() + LIFETIME_S)
  certificate:setPublicKey(key)
  return certificate
end

local function new_key()
  return pkey.new { type = "EC", curve = "prime256v1" }
end

--- Strict verifiers (Python's, since 3.13) insist on key identifiers.
local function add_key_identifiers(certificate, issuer)
  local context = { subject = certificate, issuer = issuer }
  certificate:addExtension(extension.new("subjectKeyIdentifier", "hash", context))
  certificate:addExtension(extension.new("authorityKeyIdentifier", "keyid", context))
end

local function new_ca()
  local key, subject = new_key(), new_name("Throw-away CA")
  local certificate = new_certificate(subject, subject, key)
  certificate:setBasicConstraints { CA = true, pathLen = 0 }
  certificate:setBasicConstraintsCritical(true)
  certificate:addExtension(extension.new("keyUsage", "critical,keyCertSign,cRLSign"))
  add_key_identifiers(certificate, certificate)
  certificate:sign(key)
  return certificate, key, subject
end

---@class clickup.sandbox.Identity
---@field ca_pem string the CA's certificate, for clients to trust
---@field certificate userdata the server's own certificate
---@field key userdata the server's private key

--- Makes a CA and a server certificate for 127.0.0.1, ::1 and localhost.
---@return clickup.sandbox.Identity
function M.new_identity()
  local ca, ca_key, issuer = new_ca()
  local key = new_key()
  local certificate = new_certificate(new_name("localhost"), issuer, key)
  local names = altname.new()
  names:add("DNS", "localhost")
  names:add("IP", "127.0.0.1")
  names:add("IP", "::1")
  certificate:setSubjectAlt(names)
  certificate:setBasicConstraints { CA = false }
  certificate:setBasicConstraintsCritical(true)
  certificate:addExtension(extension.new("keyUsage", "critical,digitalSignature"))
  certificate:addExtension(extension.new("extendedKeyUsage", "serverAuth"))
  add_key_identifiers(certificate, ca)
  certificate:sign(ca_key)
  return { ca_pem = ca:toPEM(), certificate = certificate, key = key }
end

return M
