-- SPDX-License-Identifier: MIT
--- What a call would send, without sending it; and the curl command that does.
--
-- A client of the same settings takes the call up to where it would be sent, so
-- that there is one encoder and one writer of URLs; of the headers libcurl adds
-- Host, Accept-Encoding and Content-Length to those that we give it.

local core = require "clickup.core"
local new_client = require "clickup.state"
local options = require "clickup.options"

local calls = core.calls

---@class clickup.preview
---@field method string
---@field url string
---@field headers table<string|integer, string> # "Name: value" in order; and value by name
---@field body string      # the bytes; "" when there is none; of a file on disk only its length
---@field curl string      # a line of shell that sends the same; needs CLICKUP_TOKEN
local Preview = {}
Preview.__index = Preview
Preview.__name = "clickup.preview"

local function quote(text)
  if text:find "^[%w@%%+=:,./_-]+$" then return text end
  return "'" .. text:gsub("'", [['\'']]) .. "'"
end

-- ---- the curl command -------------------------------------------------------

-- What the command needs of an option, by libcurl's name for it: the options' rows tell.
local rows = {}
for _, row in ipairs(options.rows) do
  if row.curl then rows[row.curl] = row end
end
rows.HTTPPROXYTUNNEL = { shell = "--proxytunnel" } -- what some options need, too

local function word_of(row, value)
  local word, shown = row.shell, value
  if type(word) == "function" then
    local other
    word, other = word(value)
    shown = other or value
  end
  if not word or value == false then return nil end
  return (word:gsub("%%s", function() return quote(shown) end))
end

local function add_connection(words, settings, is_tls)
  for _, option in ipairs(settings.curl) do
    local row = rows[option[2]]
    if is_tls or not row.tls then words[#words + 1] = word_of(row, option[3]) end
  end
end

-- libcurl writes these itself, from the URL and the body.
local COMPUTED = { Host = true, ["Content-Length"] = true }

local function header_word(line, upload)
  local name, value = line:match "^([^:]+): (.*)$"
  if COMPUTED[name] or upload and name == "Content-Type" then return nil end
  local before, after = value:match "^(.-)%[token%](.*)$"
  if name ~= "Authorization" or not before then return "-H " .. quote(line) end
  return ('-H "Authorization: %s$CLICKUP_TOKEN%s"'):format(before, after)
end

local LONGEST = 100000 -- bytes: many systems take no longer word

-- A form's word in quotes of curl's own.
local function form_quote(text) return '"' .. text:gsub('[\\"]', "\\%0") .. '"' end

-- Up to where the file begins, the form is text: its fields. Bytes come by standard input, from
-- the command itself where there are few and none is zero.
local function add_form(add, upload, head)
  local mark = "--" .. upload.boundary .. '\r\nContent-Disposition: form-data; name="'
  for part in head:gsub(mark:gsub("%p", "%%%0"), "\0"):gmatch "%z([^%z]*)" do
    local name, text = part:match '^([^"]*)"\r\n\r\n(.*)\r\n$'
    if name then add("--form-string " .. quote(name .. "=" .. text)) end
  end
  local from = upload.path and form_quote(upload.path) or "-"
  add("-F " .. quote(("%s=@%s;filename=%s;type=%s"):format(upload.field, from,
    form_quote(upload.filename), upload.content_type)))
  local bytes = upload.bytes
  if not bytes or bytes == "" or #bytes > LONGEST or bytes:find("\0", 1, true) then return "" end
  return "printf %s " .. quote(bytes) .. " | "
end

local function command(preview, settings, upload, head)
  local words, before = { "curl -sS --path-as-is --globoff --compressed" }, ""
  local sends = preview.headers["Content-Length"] ~= nil
  local function add(word) words[#words + 1] = word end
  add_connection(words, settings, preview.url:find "^https:")
  if preview.method ~= (sends and "POST" or "GET") then add("-X " .. preview.method) end
  for _, line in ipairs(preview.headers) do add(header_word(line, upload)) end
  if sends then add "-H Expect:" end
  if upload then
    before = add_form(add, upload, head)
  elseif #preview.body > LONGEST then
    before = "printf %s " .. quote(preview.body) .. " | "
    add "--data-binary @-"
  elseif sends then
    add("--data-raw " .. quote(preview.body))
  end
  add(quote(preview.url))
  return before .. table.concat(words, " \\\n  ")
end

-- ---- the preview ------------------------------------------------------------

-- The token's place in a line; a header that was given whole is one token.
local function hide(line)
  local bearer = line:match "^Authorization: Bearer " and "Bearer " or ""
  return line:find "^Authorization: " and "Authorization: " .. bearer .. "[token]" or line
end

local DEFAULT_PORT = { http = "80", https = "443" }

-- As libcurl names it: without its scheme's own port, and without an IPv6 zone.
local function host_of(url)
  local scheme, host = url:match "^(%a+)://([^/]*)"
  host = host:gsub("%%25[^%]]*", "")
  local name, port = host:match "^(.*):(%d+)$"
  return port == DEFAULT_PORT[scheme:lower()] and name or host
end

-- In the order of the wire (HTTP/1.1), and by name.
local function headers_of(settings, method, url, body, upload)
  local headers, length = {}, #body
  if upload then length = length - #(upload.bytes or upload.shown) + upload.size end
  local function add(line)
    local name, value = line:match "^([^:]+): (.*)$"
    if not name then return end -- one that libcurl leaves out
    headers[#headers + 1], headers[name] = line, value
  end
  add("Host: " .. host_of(url))
  if core.buildinfo().features.gzip then add "Accept-Encoding: gzip" end
  for _, line in ipairs(settings.headers) do
    local form = upload and line:find "^Content%-Type:"
    add(form and "Content-Type: multipart/form-data; boundary=" .. upload.boundary or hide(line))
  end
  if body ~= "" or method == "POST" or method == "PUT" then add("Content-Length: " .. length) end
  return headers
end

function Preview:__tostring()
  return ("%s %s\n%s\n\n%s"):format(self.method, self.url, table.concat(self.headers, "\n"),
    self.body)
end

-- A client that shares nothing with the one that it stands for but its settings.
local function stand_in(state)
  return new_client(state.settings, { secrets = state.secrets, reconcile = false })
end

-- The body of a form; what is on disk is not read for that.
local function whole_form(head, upload)
  upload.shown = upload.path and ("[%d bytes of %s]"):format(upload.size, upload.path)
  return ("%s%s\r\n--%s--\r\n"):format(head, upload.shown or upload.bytes, upload.boundary)
end

local preview = {} -- methods of a client

function preview:preview(operation, ...)
  local state = core.state(self)
  if self:is_closed() then core.usage_error "the client is closed" end
  local other <close> = stand_in(state)
  local call = other:start(operation, ...)
  if call:done() then return call:result() end
  local method, url = calls.request_line(call)
  local head, upload = calls.request_body(call), calls.upload(call)
  local body = upload and whole_form(head, upload) or head
  local headers = headers_of(state.settings, method, url, body, upload)
  local made = setmetatable({ method = method, url = url, headers = headers, body = body }, Preview)
  made.curl = command(made, state.settings, upload, head)
  return made
end

return preview
