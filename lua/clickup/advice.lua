-- SPDX-License-Identifier: MIT
--- What a person can do about a failed attempt: for the message of an error, and for
-- clickup.doctor, which adds what it knows of this machine.

local core = require "clickup.core"

local advice = {}

local RESOLVER, MOST_SERVERS = "/etc/resolv.conf", 3 -- as many as a C library asks

-- Whom this machine asks for names.
local function name_servers()
  local servers = {}
  local file <close> = io.open(RESOLVER)
  if not file then return "its name servers" end
  for address in ("\n" .. (file:read(8192) or "")):gmatch "\n%s*nameserver%s+(%S+)" do
    if #servers < MOST_SERVERS then servers[#servers + 1] = core.visible(address, 45) end
  end
  return ("its name servers: %s in %s"):format(servers[1] and table.concat(servers, ", ")
    or "none", RESOLVER)
end

local CLIENT_CERTIFICATE = "check the options client_cert, client_key and client_key_password"

-- What ended a TLS handshake, by a TLS library's words: OpenSSL's, GnuTLS'. A server that has too
-- many connections (nginx: worker_connections) closes new ones without a word.
local ENDED = "the other side ended the connection before TLS was set up: it may have too many "
  .. "connections, or something between here and there cuts them"
local NO_TLS = "what answers there does not speak TLS: check the scheme and the port of the option "
  .. "base_url, and of the option proxy"
local HANDSHAKES = {
  { "SSL_ERROR_SYSCALL", ENDED }, { "SSL_ERROR_ZERO_RETURN", ENDED }, { "eset by peer", ENDED },
  { "Broken pipe", ENDED }, { "^Send failure", ENDED }, { "^Recv failure", ENDED },
  { "unexpected eof", ENDED }, { "non%-properly terminated", ENDED }, { "pull function", ENDED },
  { "wrong version number", NO_TLS }, { "packet length too long", NO_TLS },
  { "unexpected TLS packet", NO_TLS },
  { "unrecognized name", "the server does not know this host: check the option base_url" },
  { "internal error", "the server has failed: try again later" },
}

local function about_handshake(text)
  for _, case in ipairs(HANDSHAKES) do
    if text:find(case[1]) then return case[2] end
  end
  return "the other side may not speak TLS 1.2 or later, or want a client certificate"
end

-- By libcurl's code.
local BY_CODE = {
  [5] = function()
    return "check the option proxy, the variables https_proxy and all_proxy, the network and "
      .. name_servers()
  end,
  [6] = function() return "check the option base_url, the network and " .. name_servers() end,
  [7] = "check the option base_url, the network and the proxy",
  [27] = "or the answer has a header line of more than 100 kB",
  [28] = "see the options timeout and connect_timeout",
  [35] = about_handshake,
  [43] = CLIENT_CERTIFICATE, -- since libcurl 8.21, for a key that does not fit
  [58] = CLIENT_CERTIFICATE,
  [61] = "something between here and the server has changed it: check the option proxy",
  [60] = "give the CA that issued the certificate with the option ca_file; "
    .. "a company's proxy often has one of its own",
  [77] = "check the options ca_file and ca_path",
  [97] = "check the option proxy",
}

local OTHER_HOST = "the certificate is for another host: check the option base_url"

-- By words that tell more: those of a TLS library, and one of our own.
local BY_WORDS = {
  { "no descriptor is left", "close what is open, or allow more: ulimit -n" }, -- transfer.c's
  { "alert certificate required", "the server wants a client certificate: check the options "
    .. "client_cert and client_key" },
  { "alert bad certificate", "the server wants another client certificate: check the options "
    .. "client_cert and client_key" },
  { "alert unknown ca", "the server does not trust the client certificate: check the options "
    .. "client_cert and client_key" },
  { "alert certificate expired", "the client certificate is out of date: see the option "
    .. "client_cert" },
  { "subject name", OTHER_HOST }, { "host ?name", OTHER_HOST }, { "does not match", OTHER_HOST },
  { "mismatch", OTHER_HOST },
  { "expired", "check this machine's clock; else the server needs a new certificate" },
  { "not yet", "check this machine's clock; else the server needs another certificate" },
}

local BY_PROXY = {
  [403] = "the proxy does not let this host through",
  [407] = "check the options proxy_user and proxy_password",
}

local PROXY_CA = "give the CA that issued the proxy's certificate with the option proxy_ca_file"

--- The advice for an attempt that failed so; nil when there is none.
---@param code? integer       # libcurl's
---@param text string         # its words, or the message of the error
---@param proxy_status? integer
---@param proxy_distrust? boolean # it is the proxy's certificate that is not trusted
---@return string?
function advice.find(code, text, proxy_status, proxy_distrust)
  if BY_PROXY[proxy_status] then return BY_PROXY[proxy_status] end
  if proxy_distrust then return PROXY_CA end
  for _, case in ipairs(BY_WORDS) do
    if text:find(case[1]) then return case[2] end
  end
  local found = BY_CODE[code]
  return type(found) == "function" and found(text) or found
end

return advice
