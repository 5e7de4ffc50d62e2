-- SPDX-License-Identifier: MIT
--- The options of a client: one row each, which checks, documents and applies it, here
-- and in help, in the editor types, in the README and in the curl command of a preview.

local core = require "clickup.core"
local suggest = require "clickup.suggest"
local usage = require "clickup.usage"
local version = require "clickup.version"

---@class clickup.options.row
---@field name string
---@field kind string
---@field default? any
---@field env? string       # the environment variable that is asked before the default
---@field instead? string   # the option that makes the environment of no interest
---@field curl? string      # the libcurl option that takes the value as it is
---@field shell? string|false|fun(value: any): string? # of curl: the word of the curl command, %s
---                          # being the value; secrets are left to variables; false: none
---@field tls? boolean      # of shell: over https only
---@field secret? boolean   # its value is never shown
---@field per_call? boolean # may also be given with a call
---@field values? table<string, integer>
---@field doc string

local AUTO, HTTP_1_1 = 4, 2 -- CURL_HTTP_VERSION_2TLS, _1_1
local PROXY_AUTH = { basic = 1, digest = 2, negotiate = 4, ntlm = 8, any = -17 }
local PROXY_AUTH_WORDS = { [1] = "--proxy-basic", [2] = "--proxy-digest", [4] = "--proxy-negotiate",
  [8] = "--proxy-ntlm", [-17] = "--proxy-anyauth" }

---@type clickup.options.row[]
local rows = {
  { name = "token", kind = "token", env = "CLICKUP_TOKEN", instead = "authorization", secret = true,
    doc = "a personal token (pk_…, sent as it is) or an OAuth token (sent as Bearer …); "
      .. "false: none" },
  { name = "authorization", kind = "header", secret = true,
    doc = "the Authorization header as it stands, instead of token" },
  { name = "base_url", kind = "url", env = "CLICKUP_BASE_URL",
    default = "https://api.clickup.com/api",
    doc = "URL before all paths; plain http to loopback only" },
  { name = "allow_http", kind = "boolean", default = false,
    doc = "plain http to any host: the token can be read on the way" },
  { name = "timeout", kind = "seconds", default = 30, per_call = true,
    doc = "limit of one attempt; of an upload: how long it may stand still" },
  { name = "connect_timeout", kind = "seconds", default = 10, curl = "CONNECTTIMEOUT_MS",
    shell = false,
    doc = "limit of name look-up, connect and TLS together" },
  { name = "deadline", kind = "seconds", per_call = true,
    doc = "limit of a whole call, with all its waits" },
  { name = "max_retries", kind = "count", default = 3, least = 0, most = 100, per_call = true,
    doc = "attempts after the first, of what is safe to send again" },
  { name = "max_wait", kind = "seconds", default = 90, per_call = true,
    doc = "longest wait before an attempt; a server that asks for more ends the call" },
  { name = "retry_budget", kind = "count", default = 100, least = 0, most = 1000000,
    doc = "retries that an outage may cost in all; five answers give one back" },
  { name = "rate_limit", kind = "rate",
    doc = "requests per minute; by default what the server tells; false: no limit of our own" },
  { name = "reconcile", kind = "boolean", default = true, per_call = true,
    doc = "looks for a create that may have run, and sends it again only when it is absent" },
  { name = "reconcile_wait", kind = "seconds", default = 10,
    doc = "how long it is looked for: longer than reads lag, or a server works on unheard" },
  { name = "on_event", kind = "callable",
    doc = "gets a table for each start, progress (of an upload), end, retry, wait and recovery; "
      .. "it cannot yield" },
  { name = "verbose", kind = "switch", env = "CLICKUP_DEBUG", default = false,
    doc = "writes each attempt and decision to standard error, without secrets" },
  { name = "max_in_flight", kind = "count", default = 32, most = 10000,
    doc = "calls that run at once; others wait for their turn" },
  { name = "max_response_bytes", kind = "count", default = 16 * 1024 * 1024, most = 1 << 40,
    doc = "limit of one answer, counted after decompression" },
  { name = "strict", kind = "boolean", default = true, per_call = true,
    doc = "false: also other fields, other key result types, and any number for an integer" },
  { name = "read_only", kind = "boolean", default = false,
    doc = "refuses every call that is no read, before anything is sent" },
  { name = "ca_file", kind = "file", env = "SSL_CERT_FILE", instead = "ca_path", curl = "CAINFO",
    shell = "--cacert %s", tls = true,
    doc = "PEM file of the CAs to trust, instead of the system's" },
  { name = "ca_path", kind = "string", curl = "CAPATH", shell = "--capath %s", tls = true,
    doc = "folder of CAs (c_rehash), instead of the system's" },
  { name = "client_cert", kind = "file", curl = "SSLCERT", tls = true,
    shell = function(value) return "--cert %s", value:gsub("[:\\]", "\\%0") end,
    doc = "PEM file of a client certificate" },
  { name = "client_key", kind = "file", curl = "SSLKEY", shell = "--key %s", tls = true,
    doc = "PEM file of its key" },
  { name = "client_key_password", kind = "string", curl = "KEYPASSWD", secret = true,
    shell = '--pass "$CLICKUP_CLIENT_KEY_PASSWORD"', tls = true,
    doc = "password of client_key" },
  { name = "proxy", kind = "proxy", curl = "PROXY", secret = true,
    shell = function(value)
      return value:find("@", 1, true) and '--proxy "$CLICKUP_PROXY"' or "--proxy %s"
    end,
    doc = "URL (http, https, socks4, socks4a, socks5, socks5h) or \"\"; by default the "
      .. "environment's (https_proxy, all_proxy, no_proxy)" },
  { name = "no_proxy", kind = "string", curl = "NOPROXY", shell = "--noproxy %s",
    doc = "hosts to reach without it, separated by commas; * for all" },
  { name = "proxy_user", kind = "string", curl = "PROXYUSERNAME",
    shell = '--proxy-user %s:"$CLICKUP_PROXY_PASSWORD"', doc = "name for the proxy" },
  { name = "proxy_password", kind = "string", curl = "PROXYPASSWORD", secret = true,
    shell = false, -- proxy_user names it
    doc = "password for the proxy" },
  { name = "proxy_auth", kind = "choice", values = PROXY_AUTH, curl = "PROXYAUTH",
    shell = function(value) return PROXY_AUTH_WORDS[value] end,
    doc = "basic (the default), digest, ntlm, negotiate or any" },
  { name = "proxy_ca_file", kind = "file", curl = "PROXY_CAINFO",
    shell = "--proxy-cacert %s",
    doc = "PEM file of the CAs to trust for an https proxy" },
  { name = "http_version", kind = "choice", values = { auto = AUTO, ["1.1"] = HTTP_1_1 },
    curl = "HTTP_VERSION", tls = true,
    shell = function(value) return value == HTTP_1_1 and "--http1.1" or nil end,
    doc = "auto (HTTP/2 over TLS where offered) or 1.1" },
  { name = "user_agent", kind = "header", doc = "words to add to the User-Agent" },
}

local by_name, names, per_call_names = {}, {}, {}
for _, row in ipairs(rows) do
  by_name[row.name] = row
  names[#names + 1] = row.name
  if row.per_call then per_call_names[#per_call_names + 1] = row.name end
end

local describe = usage.describe

local function refuse(row, expected, value, got)
  got = got or describe(value, row.secret)
  core.usage_error(("option %s%s: expected %s, got %s"):format(row.name,
    row.source and " (from " .. row.source .. ")" or "", expected, got))
end

-- Each check returns the value as it is applied, or raises.
local check = {}

function check.boolean(row, value)
  if type(value) ~= "boolean" then refuse(row, "true or false", value) end
  return value
end

-- A variable of the environment has "1" or "0".
function check.switch(row, value)
  if row.source and (value == "0" or value == "1") then return value == "1" end
  if row.source then refuse(row, "0 or 1", value) end
  return check.boolean(row, value)
end

function check.seconds(row, value)
  if type(value) ~= "number" or not (value > 0 and value <= 1e9) then
    refuse(row, "a number of seconds above 0, at most 1e9", value)
  end
  return math.max(1, math.ceil(value * 1000))
end

function check.count(row, value)
  local whole = type(value) == "number" and math.tointeger(value)
  local least = row.least or 1
  if not whole or whole < least or whole > row.most then
    refuse(row, ("an integer from %d to %d"):format(least, row.most), value)
  end
  return whole
end

function check.rate(row, value)
  if value == false then return 0 end
  local whole = type(value) == "number" and math.tointeger(value)
  if not whole or whole < 1 then
    refuse(row, "requests per minute (an integer from 1) or false", value)
  end
  return whole
end

function check.callable(row, value)
  if type(value) ~= "function" then refuse(row, "a function", value) end
  return value
end

function check.string(row, value)
  if type(value) ~= "string" then refuse(row, "a string", value) end
  if value:find "%c" then
    refuse(row, "a string without control characters", value, "one with a control character")
  end
  return value
end

check.proxy = check.string

function check.header(row, value)
  check.string(row, value)
  if not value:find "%S" then refuse(row, "a string that is not blank", value, "a blank one") end
  return value
end

function check.token(row, value)
  if value == false then return value end
  check.header(row, value)
  if value:lower():find "^%s*bearer%s" then
    refuse(row, "a token alone", value, "one that begins with Bearer")
  end
  if value:find "%s" then refuse(row, "a token", value, "one with a blank") end
  return value
end

function check.file(row, value)
  check.string(row, value)
  local file, reason = io.open(value, "rb")
  if not file then refuse(row, "a file that can be read", value, reason) end
  file:close()
  return value
end

function check.url(row, value)
  check.string(row, value)
  local canonical, why = core.check_base(value)
  if not canonical then refuse(row, why, (value:gsub("^.*@", "(hidden)@"))) end
  local segment = canonical:match "/v%d+/?$"
  if segment then
    refuse(row, ("one without %s, which all paths begin with"):format(segment), canonical)
  end
  return canonical
end

function check.choice(row, value)
  local choice = type(value) == "string" and row.values[value]
  if not choice then
    local list = {}
    for name in pairs(row.values) do list[#list + 1] = name end
    table.sort(list)
    refuse(row, "one of " .. table.concat(list, ", "), value)
  end
  return choice
end

local function unknown(name, candidates, hint)
  local shown = describe(name):gsub("^string ", "")
  core.usage_error(("unknown option %s%s"):format(shown, hint or suggest.phrase(name, candidates)))
end

-- A field of the body or the query among the options of a call.
local function find_field(entry, name)
  if entry and not entry.body and not entry.query and not suggest.nearest(name, per_call_names) then
    return (": %s has no body and no query"):format(entry.name)
  end
  for _, part in ipairs { "body", "query" } do
    for _, field in ipairs(entry and entry[part] and entry[part].fields or {}) do
      if field.name == name then
        return (": it is a field of the %s, which comes before the options"):format(part)
      end
    end
  end
end

-- What the environment or else the row itself has, and a row that says so.
local function fallback(row, given)
  local asked = row.env and rawget(given, row.instead or row.name) == nil
  local value = asked and os.getenv(row.env)
  if value and value ~= "" then
    return value, setmetatable({ source = row.env }, { __index = row })
  end
  return row.default, row
end

-- Values by name, checked; what is not given comes from the environment.
local function read(given)
  if type(given) ~= "table" then
    core.usage_error("expected a table of options, got " .. describe(given, true))
  end
  for name in next, given do
    if not by_name[name] then unknown(name, names) end
  end
  local values = {}
  for _, row in ipairs(rows) do
    local value, origin = rawget(given, row.name), row
    if value == nil then value, origin = fallback(row, given) end
    if value ~= nil then values[row.name] = check[row.kind](origin, value) end
  end
  return values
end

local function authorization(values)
  if values.authorization then return values.authorization end
  local token = values.token
  if token == nil then
    core.usage_error "option token: expected a string, got nothing (nor is CLICKUP_TOKEN set)"
  end
  if not token then return nil end
  return token:find "^pk_" and token or "Bearer " .. token
end

local function headers(values)
  local words = values.user_agent and " " .. values.user_agent or ""
  local auth = authorization(values)
  return { -- short: libcurl takes some 90 instructions for each byte
    "User-Agent: clickup-lua/" .. version .. words,
    "Accept: application/json",
    "Content-Type: application/json",
    auth and "Authorization: " .. auth or nil,
  }
end

-- Libcurl's options in an order in which the later ones win.
local function curl(values, loopback, plain)
  local list = {}
  if values.ca_path and not values.ca_file then
    list[1] = { "ca_path", "CAINFO", false } -- not both at once
  end
  if loopback and values.proxy == nil then
    list[#list + 1] = { "proxy", "PROXY", "" }
  end
  if values.client_cert or values.client_key then -- else OpenSSL asks at the terminal
    list[#list + 1] = { "client_key_password", "KEYPASSWD", "" }
  end
  for _, row in ipairs(rows) do
    local value = values[row.name]
    if row.curl and value ~= nil then list[#list + 1] = { row.name, row.curl, value } end
  end
  -- Without TLS nothing is negotiated: libcurl would hold all calls back until the first is
  -- answered, to see whether they could share its connection.
  if plain then list[#list + 1] = { "base_url", "HTTP_VERSION", HTTP_1_1 } end
  -- Through a tunnel a proxy is answered before the request goes; without one libcurl would try
  -- with an empty body first, and leave it at that when the proxy does not ask.
  if plain and values.proxy_auth and values.proxy_auth ~= PROXY_AUTH.basic then
    list[#list + 1] = { "proxy_auth", "HTTPPROXYTUNNEL", 1 }
  end
  return list
end

local function secrets(values, auth)
  local list = { auth }
  for _, row in ipairs(rows) do
    local value = values[row.name]
    if row.secret and type(value) == "string" and #value > 0 then list[#list + 1] = value end
  end
  local proxy = values.proxy and values.proxy:gsub("^%a[%w+.-]*://", "")
  list[#list + 1] = proxy and proxy:match "^[^:@]*:(.+)@"
  return list
end

-- What the core is given, by its own names.
local SETTINGS = { timeout = "timeout_ms", deadline = "deadline_ms", max_wait = "max_wait_ms",
  max_retries = "max_retries", retry_budget = "retry_budget", rate_limit = "rate_limit",
  max_in_flight = "max_in_flight", max_response_bytes = "max_response_bytes", strict = "strict",
  verbose = "verbose" }

local function settings_of(values)
  local settings = {}
  for name, setting in next, SETTINGS do settings[setting] = values[name] end
  return settings
end

local options = { rows = rows }

--- What the core needs of the options of clickup.new, and what the Lua side
-- does, among it the values that must not appear in any text. Raises at the
-- caller's line when one is wrong.
---@param given table
---@return table settings
---@return table state # what the Lua side of a client keeps
function options.of_client(given)
  local values = read(given)
  local canonical, loopback, plain = core.check_base(values.base_url)
  if plain and not loopback and not values.allow_http then
    core.usage_error("option base_url: expected https (http only to a loopback address, or with "
      .. ("allow_http = true), got %s"):format(canonical))
  end
  local settings = settings_of(values)
  settings.base_url = canonical
  settings.headers = headers(values)
  settings.curl = curl(values, loopback, plain)
  settings.observed = values.on_event ~= nil or values.verbose
  return settings, {
    secrets = secrets(values, authorization(values)),
    reconcile = values.reconcile,
    reconcile_wait = values.reconcile_wait / 1000,
    on_event = values.on_event,
    verbose = values.verbose,
    read_only = values.read_only,
  }
end

--- The same for the options that go with one call.
---@param given table
---@param entry? clickup.operation # that is called
---@return table settings
function options.of_call(given, entry)
  if type(given) ~= "table" then
    core.usage_error("expected a table of options for the call, got " .. describe(given, true))
  end
  local values = {}
  for name, value in next, given do
    local row = by_name[name]
    if not row then unknown(name, per_call_names, find_field(entry, name)) end
    if not row.per_call then
      core.usage_error(("option %s: expected with clickup.new, got with a call"):format(name))
    end
    values[name] = check[row.kind](row, value)
  end
  local settings = settings_of(values)
  settings.reconcile = values.reconcile
  return settings
end

return options
