-- SPDX-License-Identifier: MIT
--- What a person can do about a failed attempt: for the message of an error, and for
-- clickup.doctor, which adds what it knows of this machine.

local advice = {}

local CLIENT_CERTIFICATE = "check the options client_cert, client_key and client_key_password"

-- By libcurl's code.
local BY_CODE = {
  [5] = "check the option proxy and the variables https_proxy and all_proxy",
  [6] = "check the option base_url, the network and its name servers",
  [7] = "check the option base_url, the network and the proxy",
  [27] = "or the answer has a header line of more than 100 kB",
  [28] = "see the options timeout and connect_timeout",
  [35] = "the other side may not speak TLS 1.2 or later, or want a client certificate",
  [43] = CLIENT_CERTIFICATE, -- since libcurl 8.21, for a key that does not fit
  [58] = CLIENT_CERTIFICATE,
  [60] = "give the CA that issued the certificate with the option ca_file; "
    .. "a company's proxy often has one of its own",
  [77] = "check the options ca_file and ca_path",
  [97] = "check the option proxy",
}

local OTHER_HOST = "the certificate is for another host: check the option base_url"

-- By the words of a TLS library, which tell more.
local BY_WORDS = {
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
  return BY_CODE[code]
end

return advice
