-- SPDX-License-Identifier: MIT
--- What a failed call tells about the way to ClickUp, and what to do about it.
-- For clickup.doctor: one question was asked, and there is a person to read.

local advice = require "clickup.advice"

---@class clickup.symptoms.context
---@field host string        # of base_url
---@field address string     # the same with its port, if it has one
---@field base_url string
---@field proxy? string      # that the call went through, without its password
---@field token string       # "personal", "oauth", "header" or "none"

---@class clickup.finding
---@field level "error"|"warning"
---@field topic string   # "tls", "token", …: what it is about
---@field message string
---@field advice string

local function finding(topic, message, text)
  return { level = "error", topic = topic, message = message, advice = text }
end

local function through(context)
  return context.proxy and (" through the proxy " .. context.proxy) or ""
end

local function utc() return os.date "!%Y-%m-%d %H:%M:%S UTC" end

-- ---- TLS --------------------------------------------------------------------

-- In OpenSSL's words, GnuTLS' and others'; the last one fits always.
local CERTIFICATES = {
  { "not yet", "is not valid yet", "; this machine's clock says %s" },
  { "expired", "has expired", "; this machine's clock says %s" },
  { "subject name", "is for another host", "" }, { "does not match", "is for another host", "" },
  { "mismatch", "is for another host", "" },
  { "", "is not signed by a CA that is trusted here",
    "; or install the package ca-certificates, or set SSL_CERT_FILE" },
}

local function certificate(err, context)
  for _, case in ipairs(CERTIFICATES) do
    local words, what, more = table.unpack(case)
    if err.message:lower():find(words, 1, true) then
      return finding("tls", ("the certificate of %s %s"):format(context.host, what),
        advice.find(60, words) .. more:format(utc()))
    end
  end
end

local function no_handshake(err, context)
  local what = err.message:gsub(" %(.*", "")
  local text, any = advice.find(35, what), advice.find(35, "")
  if text == any then
    text = text .. ": check the port and the scheme in base_url, client_cert, client_key"
  end
  return finding("tls", ("no TLS with %s: %s"):format(context.host, what), text)
end

-- ---- the network ------------------------------------------------------------

local TUNNEL = "refused the tunnel with status (%d+)" -- transfer.c's words

local function proxy_refuses(err, context)
  local status = err.message:match(TUNNEL) or err.status and tostring(err.status)
  if not status then -- a SOCKS proxy has none
    return finding("proxy", "no connection by the proxy: " .. err.message:gsub(" %([^()]*%)$", ""),
      advice.find(97, "") .. ": its scheme, port, user and password")
  end
  if status == "407" then
    return finding("proxy", "the proxy wants to know who asks (407)",
      advice.find(nil, "", 407) .. ", and proxy_auth if it is not basic")
  end
  return finding("proxy", ("the proxy refuses the connection (%s)"):format(status),
    ("%s: ask its operator to let %s through"):format(advice.find(nil, "", 403), context.host))
end

local function unknown_proxy()
  return finding("proxy", "the proxy's name is not known here", advice.find(5, ""))
end

-- Some versions of libcurl (8.11) have this code for a proxy's name, too.
local function unknown_name(err, context)
  local proxy = context.proxy and context.proxy:gsub("^%a+://", ""):match "^[^:/]+"
  if proxy and err.message:find(proxy, 1, true) and not err.message:find(context.host, 1, true) then
    return unknown_proxy()
  end
  return finding("dns", ("the name %s is not known here"):format(context.host),
    advice.find(6, "") .. "; where only a proxy reaches the internet, set the option proxy or "
      .. "https_proxy")
end

local function no_connection(_, context)
  return finding("connect", ("no connection to %s%s: it was refused, or there is no way there")
    :format(context.address, through(context)), advice.find(7, "") .. (context.proxy
    and ": is the proxy running, and is its port right?"
    or ": is the port right, and does a firewall stand between?"))
end

local function bad_ca()
  return finding("tls", "the CAs to trust cannot be read",
    advice.find(77, "") .. ", and the variable SSL_CERT_FILE")
end

local function bad_client_certificate()
  return finding("tls", "the client certificate cannot be used", advice.find(58, ""))
end

local BY_CODE = {
  [5] = unknown_proxy, [6] = unknown_name, [7] = no_connection, [35] = no_handshake,
  [43] = bad_client_certificate, [51] = certificate, [58] = bad_client_certificate,
  [60] = certificate, [77] = bad_ca, [97] = proxy_refuses,
}

local function transport(err, context)
  local handler = BY_CODE[err.response.curl_code]
  if err.message:find(TUNNEL) then handler = proxy_refuses end
  if handler then return handler(err, context) end
  return finding("connect", err.message,
    ("something between here and %s%s ended the connection; try again, then look at the network")
      :format(context.host, through(context)))
end

local function timeout(err, context)
  if err.response.timings.connect == 0 then
    return finding("timeout", ("no connection to %s%s in time"):format(context.address,
      through(context)), "a firewall may drop it silently: check the network, set a proxy if one "
      .. "is needed; " .. advice.find(28, ""))
  end
  return finding("timeout", ("%s was reached, but did not answer in time"):format(context.host),
    ("try again; %s, and https://status.clickup.com"):format(advice.find(28, "")))
end

-- ---- answers ----------------------------------------------------------------

local TOKENS = {
  personal = "ClickUp does not know this personal token: copy it anew, whole, from ClickUp's "
    .. "settings (Apps, API Token); a new one ends the old one",
  oauth = "it was sent as a Bearer (OAuth) token, because it does not begin with pk_. A personal "
    .. "token begins with pk_: was it copied whole? An OAuth token ends when its person removes "
    .. "the app: send them to clickup.oauth.authorize_url again",
  header = "the option authorization is sent as it stands: it has to be a personal token, or "
    .. "Bearer and an OAuth token",
  none = "set CLICKUP_TOKEN or the option token: a personal token (pk_…, from ClickUp's settings, "
    .. "Apps) or an OAuth token",
}

local function is_html(response)
  local kind = response.headers["content-type"] or ""
  return kind:lower():find("text/html", 1, true) ~= nil or response.body:find "^%s*<" ~= nil
end

local function not_clickup(err, context)
  return finding("answer", ("a web page (HTML, %d) came instead of JSON"):format(err.status),
    ("it is not ClickUp's API that answers at %s: a log-in page of the network (captive portal), "
      .. "a proxy's error page, or a wrong base_url"):format(context.base_url))
end

local function redirect(err, context)
  return finding("answer", ("%d: sent on to %s"):format(err.status,
    err.message:match "redirect to (.-): redirects" or "elsewhere"),
    ("redirects are not followed. Check base_url (%s); it may also be a log-in page of the "
      .. "network (captive portal)"):format(context.base_url))
end

local BY_STATUS = {
  [304] = function(_, context)
    return finding("answer", "304 Not Modified: something on the way answers for ClickUp",
      ("a cache or a proxy does. Check base_url (%s), and have it keep nothing of ClickUp's")
        :format(context.base_url))
  end,
  [401] = function(err, context)
    return finding("token", "the token was refused: " .. err.message, TOKENS[context.token])
  end,
  [403] = function(err)
    return finding("token", "the token is known, but not allowed to do this: " .. err.message,
      "ask an admin of the Workspace: its plan, its settings or a list of allowed addresses may "
        .. "keep API requests out")
  end,
  [404] = function(err, context)
    return finding("answer", "nothing is there: " .. err.message,
      ("check the path of base_url (%s): ClickUp's ends in /api"):format(context.base_url))
  end,
  [407] = proxy_refuses,
  [429] = function(err)
    return finding("rate_limit", "the rate limit of this token is used up",
      ("wait %s; another program may use the same token"):format(err.retry_after
        and ("%d seconds"):format(err.retry_after) or "a minute"))
  end,
}

local function answered(err, context)
  local status = err.status
  if BY_STATUS[status] and (status == 407 or not is_html(err.response)) then
    return BY_STATUS[status](err, context)
  end
  if status >= 300 and status < 400 then return redirect(err, context) end
  if status >= 500 then
    return finding("server", ("the other side fails: %s"):format(err.message),
      "try again later; see https://status.clickup.com")
  end
  if is_html(err.response) then return not_clickup(err, context) end
  return finding("answer", err.message,
    ("check base_url (%s): is it ClickUp's API that answers there?"):format(context.base_url))
end

--- What a failure means, and what to do about it.
---@param err clickup.error
---@param context clickup.symptoms.context
---@return clickup.finding
return function(err, context)
  if err.status then return answered(err, context) end
  if err.kind == "timeout" then return timeout(err, context) end
  return transport(err, context)
end
