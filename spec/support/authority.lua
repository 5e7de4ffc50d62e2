-- SPDX-License-Identifier: MIT
-- Certificates of every kind, good and bad, made on the fly.

local process = require "spec.support.process"
local serialize = require "spec.support.serialize"

local authority = {}

---@class Certificate
---@field pem string the certificate
---@field key_pem string
---@field file string PEM: the certificate, and what else is sent with it
---@field key_file string
local Authority = {}
Authority.__index = Authority

--- Options: `name`; `hosts` (names and addresses); `from`, `to` (days from now, with fractions);
--- `ca` (it may sign others); `issuer` (a certificate of this authority, by
--- default it signs itself); `purpose`; `key` (of luaossl's pkey.new); `chain` (a
--- list of certificates that are sent with it).
---@param options table
---@return Certificate
function Authority:issue(options)
  local issuer = options.issuer
  local base = ("%s/%d"):format(self.folder, self.count)
  self.count = self.count + 1
  process.write_file(self.folder .. "/wish.lua", "return " .. serialize {
    name = options.name, hosts = options.hosts, from = options.from, to = options.to,
    ca = options.ca, purpose = options.purpose,
    key = options.key or { type = "EC", curve = "prime256v1" },
    issuer = issuer and { pem = issuer.pem, key_pem = issuer.key_pem },
  })
  assert(os.execute(("%s spec/support/authority_child.lua %s"):format(process.HELPER,
    process.quote(self.folder))))
  local made = { file = base .. ".pem", key_file = base .. ".key" }
  made.pem = process.read_file(self.folder .. "/made.pem")
  made.key_pem = process.read_file(self.folder .. "/made.key")
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
