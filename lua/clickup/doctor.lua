-- SPDX-License-Identifier: MIT
--- What this installation is made of, and whether it reaches ClickUp:
--     lua5.4 -l clickup -e 'print(clickup.doctor())'

local clickup = require "clickup"
local core = require "clickup.core"
local options = require "clickup.options"
local symptoms = require "clickup.symptoms"

local SKEW = 60 -- seconds that a clock may be wrong by before it is told

---@class clickup.report.live
---@field ok boolean
---@field status? integer
---@field http_version? string
---@field user? { id: integer, username: string }
---@field skew? integer   # seconds that this machine's clock is ahead
---@field timings table

---@class clickup.report
---@field ok boolean            # no finding is an error
---@field findings clickup.finding[]
---@field versions table<string, string>
---@field features { http2: boolean, tls: boolean, dns: string, pollset?: string }
---@field limits table<string, integer>
---@field token { kind: string, length?: integer, from?: string }
---@field base_url? string
---@field host? string          # of base_url
---@field ca { file?: string, path?: string, from: string, certificates?: integer }
---@field proxy { url?: string, from?: string, no_proxy?: string, why?: string }
---@field live? clickup.report.live
local Report = {}
Report.__index = Report
Report.__name = "clickup.report"

local function note(report, level, topic, message, advice)
  table.insert(report.findings, { level = level, topic = topic, message = message,
    advice = advice })
end

local function env(...)
  for _, name in ipairs { ... } do
    local value = os.getenv(name)
    if value and value ~= "" then return value, name end
  end
end

-- ---- what it is made of -----------------------------------------------------

local function cjson_line()
  local cjson = require "cjson"
  return ("%s (%s)"):format(cjson._VERSION, cjson.array_mt and "the OpenResty line"
    or "the original line")
end

local function look_at_versions(report)
  local found = core.buildinfo()
  report.versions, report.features, report.limits = found.versions, found.features, found.limits
  local versions, features = report.versions, report.features
  versions.clickup, versions.lua, versions.cjson = clickup.VERSION, _VERSION, cjson_line()
  features.dns = not features.async_dns and "blocking" or versions.c_ares and "c-ares"
    or "threaded"
  features.async_dns = nil
  if features.dns == "blocking" then
    note(report, "warning", "dns", "this libcurl's name look-ups block everything else",
      "use a libcurl that was built with its threaded resolver or with c-ares")
  end
  if not features.tls then
    note(report, "error", "tls", "this libcurl cannot do TLS", "use a libcurl that can")
  end
  if not features.http2 then
    note(report, "warning", "http2", "this libcurl cannot do HTTP/2",
      "many calls at once take a connection each; use a libcurl with nghttp2")
  end
end

-- ---- settings ---------------------------------------------------------------

local LIVE = { timeout = 10, connect_timeout = 10, max_retries = 0 }

-- The options of the client that asks; misuse is for the caller, but what the
-- environment got wrong is a finding.
local function settle(report, given)
  local wanted = {}
  for name, value in next, LIVE do wanted[name] = value end
  for name, value in next, given do wanted[name] = value end
  wanted.offline = nil
  if report.token.kind == "none" then wanted.token = false end
  local ok, settings = pcall(options.of_client, wanted)
  if ok then return wanted, settings end
  local name = tostring(settings):match "option ([%w_]+)"
  if not name or rawget(given, name) ~= nil then error(settings, 0) end
  note(report, "error", name, tostring(settings):match "option .*", "set it anew, or unset it")
  return wanted
end

local function look_at_token(report, given)
  local token, from = rawget(given, "token"), "the option token"
  local header = rawget(given, "authorization")
  if token == nil and header == nil then token, from = env "CLICKUP_TOKEN" end
  if type(header) == "string" then
    report.token = { kind = "header", length = #header, from = "the option authorization" }
  elseif type(token) == "string" then
    report.token = { kind = token:find "^pk_" and "personal" or "oauth", length = #token,
      from = from }
  else
    report.token = { kind = "none" }
    if token ~= false then
      note(report, "error", "token", "there is no token", "set CLICKUP_TOKEN or the option token: "
        .. "a personal token (pk_…, from ClickUp's settings, Apps) or an OAuth token")
    end
  end
end

local function count_certificates(path)
  local file <close>, reason = io.open(path, "rb")
  local text = file and file:read "a"
  if not text then return nil, reason or "it is not a file" end
  local _, count = text:gsub("%-%-%-%-%-BEGIN [%u ]-CERTIFICATE%-%-%-%-%-", "")
  return count
end

-- The CAs that count: libcurl's own, unless an option names others.
local function authorities(given, applied, features)
  if applied.ca_file then
    local from = rawget(given, "ca_file") and "the option ca_file" or "SSL_CERT_FILE"
    return { file = applied.ca_file, path = applied.ca_path, from = from }
  elseif applied.ca_path then
    return { path = applied.ca_path, from = "the option ca_path" }
  end
  local from = (features.ca_file or features.ca_path) and "libcurl's default"
    or "the TLS library's own store"
  return { file = features.ca_file, path = not features.ca_file and features.ca_path or nil,
    from = from }
end

local function look_at_ca(report, given, applied)
  local ca = authorities(given, applied, report.features)
  report.ca = ca
  for _, place in ipairs { { "file", count_certificates }, { "path", core.count_hashed } } do
    local what, count = table.unpack(place)
    local number, reason
    if ca[what] then number, reason = count(ca[what]) end
    if number then ca.certificates = (ca.certificates or 0) + number end
    if ca[what] and (number or 0) == 0 then
      note(report, "error", "tls", ("no CA in %s (%s)"):format(ca[what], reason or "it has none"),
        "install the package ca-certificates, or set ca_file, ca_path or SSL_CERT_FILE")
    end
  end
  local value, name = env("CURL_CA_BUNDLE", "SSL_CERT_DIR")
  if value and not applied.ca_file and not applied.ca_path then
    note(report, "warning", "tls", name .. " is set, but only the curl command reads it",
      "set SSL_CERT_FILE, or the option ca_file or ca_path")
  end
end

-- ---- the proxy --------------------------------------------------------------

-- Where libcurl finds a proxy in the environment.
local function proxy_variables(plain)
  if plain then return "http_proxy", "all_proxy", "ALL_PROXY" end
  return "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"
end

-- An IPv4 address as a number.
local function to_number(address)
  local number, count = 0, 0
  if address:find "[^%d.]" or address:find "%d%d%d%d" then return nil end
  for part in address:gmatch "%d+" do
    number, count = number << 8 | tonumber(part), count + 1
  end
  return count == 4 and number or nil
end

-- Whether an entry of no_proxy is the host, a domain that it is in, or a network
-- (to libcurl, /0 is the address alone).
local function is_exempt(host, entry)
  if entry == host then return true end
  local own, network, bits = to_number(host), entry:match "^([%d.]+)/(%d?%d?)$"
  if not own then return ("." .. host):sub(-#entry - 1) == "." .. entry end
  local other, length = to_number(network or ""), tonumber(bits) or 0
  if not other or length > 32 then return false end
  local shift = length == 0 and 0 or 32 - length
  return own >> shift == other >> shift
end

local function without_password(url)
  return (url:gsub("^(%a[%w+.-]*://)[^/@]*@", "%1(hidden)@"):gsub("^[^/@]*@", "(hidden)@"))
end

local function except(report, from, host)
  report.proxy.url, report.proxy.from = nil, nil
  report.proxy.why = ("%s names one, but no_proxy excepts %s"):format(from, host)
end

-- Returns what names a proxy, and where: { url, from }.
local function look_at_proxy(report, applied, host, plain)
  local url, from = applied.proxy, "the option proxy"
  if not url then url, from = env(proxy_variables(plain)) end
  local list = applied.no_proxy or env("no_proxy", "NO_PROXY")
  report.proxy = { no_proxy = list }
  if not url or url == "" then return end
  local named = { without_password(url), from }
  for entry in (list or ""):lower():gmatch "[^%s,]+" do
    if list == "*" or is_exempt(host, entry:match "^%.?(.-)%.?$") then
      except(report, from, host)
      return named
    end
  end
  report.proxy.url, report.proxy.from = named[1], from
  return named
end

-- What libcurl (8.7 and later) has done tells more: its rules for no_proxy have changed.
local function correct_proxy(report, named, used)
  if used == nil or not named then return end
  if not used then return except(report, named[2], report.host) end
  report.proxy.url, report.proxy.from, report.proxy.why = named[1], named[2], nil
end

-- ---- the live check ---------------------------------------------------------

local function look_at_clock(report, response)
  if not response.date then return end
  local skew = os.time() - response.date
  report.live.skew = skew
  if math.abs(skew) > SKEW then
    note(report, "warning", "clock", ("this machine's clock is %d seconds %s the server's"):format(
      math.abs(skew), skew > 0 and "ahead of" or "behind"),
      "set it (NTP): certificates and logs depend on it; rate limits here do not")
  end
end

local function look_live(report, wanted, named)
  local ok, client = pcall(clickup.new, wanted)
  if not ok then
    return note(report, "error", "options", tostring(client):match "option .*" or tostring(client),
      'see clickup.help("options")')
  end
  local user, info = client:get_authorized_user()
  client:close()
  local response = user and info or info.response
  report.live = {
    ok = user ~= nil, status = response.status, http_version = response.http_version,
    timings = response.timings, user = user and { id = user.id, username = user.username },
  }
  look_at_clock(report, response)
  correct_proxy(report, named, response.used_proxy)
  if user then return end
  local found = symptoms(info, { host = report.host, base_url = report.base_url,
    address = report.base_url:match "//([^/]+)", proxy = report.proxy.url,
    token = report.token.kind })
  local told = found.topic == "token" and report.findings[1] and report.findings[1].topic == "token"
  if not told then table.insert(report.findings, found) end
end

-- ---- the report as text -----------------------------------------------------

local function add(lines, title, rows)
  lines[#lines + 1] = "\n" .. title
  for _, row in ipairs(rows) do
    if row[2] then lines[#lines + 1] = ("  %-20s %s"):format(row[1], row[2]) end
  end
end

local function with_headers(running, headers)
  return running == headers and running or ("%s (headers of %s)"):format(running, headers)
end

local function compression(versions)
  local list = {}
  for _, name in ipairs { "zlib", "brotli", "zstd" } do
    if versions[name] then list[#list + 1] = name .. " " .. versions[name] end
  end
  return list[1] and table.concat(list, ", ") or "none"
end

local function add_versions(lines, report)
  local v, features = report.versions, report.features
  add(lines, "versions", {
    { "clickup", v.clickup },
    { "Lua", with_headers(v.lua, v.lua_headers) },
    { "lua-cjson", v.cjson },
    { "libcurl", with_headers(v.libcurl, v.libcurl_headers) },
    { "TLS", v.tls or "none" },
    { "HTTP/2", features.http2 and "nghttp2 " .. (v.nghttp2 or "of an unknown version") or "no" },
    { "compression", compression(v) },
    { "name look-up", features.dns },
    { "pollset", features.pollset or "none: client:fd() is nil, step at short intervals" },
    { "system", v.host },
  })
end

local TOKEN_KINDS = {
  personal = "a personal token (pk_…)", oauth = "an OAuth token (sent as Bearer)",
  header = "a whole header", none = "none",
}

local function describe_proxy(proxy)
  if proxy.url then return ("%s, from %s"):format(proxy.url, proxy.from) end
  return proxy.why and ("none: %s"):format(proxy.why) or "none"
end

local function describe_authorities(ca)
  local places = { ca.file or ca.path, ca.file and ca.path }
  local from = ca.from .. (ca.certificates and (", %d certificates"):format(ca.certificates) or "")
  return places[1] and ("%s (%s)"):format(table.concat(places, " and "), from) or from
end

local function add_settings(lines, report)
  local token, ca, proxy = report.token, report.ca, report.proxy
  add(lines, "settings", {
    { "base_url", report.base_url },
    { "token", TOKEN_KINDS[token.kind] .. (token.length
      and (", %d bytes, from %s"):format(token.length, token.from) or "") },
    { "CAs", ca and describe_authorities(ca) },
    { "proxy", proxy and describe_proxy(proxy) },
    { "no_proxy", proxy and proxy.no_proxy },
  })
end

local function add_limits(lines, limits)
  local rows = {}
  for name, value in pairs(limits) do rows[#rows + 1] = { name, tostring(value) } end
  table.sort(rows, function(a, b) return a[1] < b[1] end)
  for _, row in ipairs(rows) do row[1] = row[1]:gsub("_", " ") end
  add(lines, "limits", rows)
end

local function add_live(lines, live)
  local seconds = live and live.timings
  add(lines, "live check", not live and { { "answer", "not asked for" } } or {
    { "answer", live.status and ("%d over HTTP/%s"):format(live.status, live.http_version or "?")
      or "none" },
    { "user", live.user and ("%s (%s)"):format(live.user.username, live.user.id) },
    { "clock", live.skew and ("%d s from the server's"):format(live.skew) },
    { "connected", seconds.connect > 0 and ("after %.3f s"):format(seconds.connect) or nil },
    { "answered", live.status and ("after %.3f s"):format(seconds.total) or nil },
  })
end

function Report:__tostring()
  local lines = { "clickup doctor" }
  add_versions(lines, self)
  add_settings(lines, self)
  add_limits(lines, self.limits)
  add_live(lines, self.live)
  lines[#lines + 1] = self.findings[1] and "\nfindings" or "\nall is well"
  for _, found in ipairs(self.findings) do
    lines[#lines + 1] = ("  %s, %s: %s\n    → %s"):format(found.level, found.topic, found.message,
      found.advice)
  end
  return table.concat(lines, "\n") .. "\n"
end

local function host_of(url)
  return url:match "^%a+://(%b[])" or url:match "^%a+://([^:/]+)"
end

--- Looks at everything that a call depends on, and asks ClickUp who the token
--- belongs to. Raises for misuse only; prints nothing.
---@param given? clickup.options # of clickup.new; and offline = true: without asking
---@return clickup.report
return function(given)
  if given == nil then given = {} end
  if type(given) ~= "table" then
    core.usage_error("doctor: expected a table of options, got a " .. type(given))
  end
  local report = setmetatable({ findings = {} }, Report)
  look_at_versions(report)
  look_at_token(report, given)
  local wanted, settings = settle(report, given)
  if settings then
    local applied = {}
    for _, row in ipairs(settings.curl) do applied[row[1]] = row[3] or nil end
    local _, _, plain = core.check_base(settings.base_url)
    report.base_url = settings.base_url
    report.host = host_of(settings.base_url)
    if not plain then look_at_ca(report, given, applied) end
    local named = look_at_proxy(report, applied, report.host:lower():match "[^%[%]]+", plain)
    if not rawget(given, "offline") then look_live(report, wanted, named) end
  end
  report.ok = true
  for _, found in ipairs(report.findings) do report.ok = report.ok and found.level ~= "error" end
  return report
end
