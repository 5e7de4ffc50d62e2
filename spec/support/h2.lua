-- SPDX-License-Identifier: MIT
-- HTTP/2's frames as bytes, the wrong ones, too. Headers are literals that nobody has to remember.

local h2 = {}

h2.PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"

h2.KINDS = {
  DATA = 0, HEADERS = 1, PRIORITY = 2, RST_STREAM = 3, SETTINGS = 4, PUSH_PROMISE = 5, PING = 6,
  GOAWAY = 7, WINDOW_UPDATE = 8, CONTINUATION = 9,
}

h2.FLAGS = { END_STREAM = 1, ACK = 1, END_HEADERS = 4, PADDED = 8, PRIORITY = 32 }

h2.CODES = {
  [0] = "NO_ERROR", "PROTOCOL_ERROR", "INTERNAL_ERROR", "FLOW_CONTROL_ERROR", "SETTINGS_TIMEOUT",
  "STREAM_CLOSED", "FRAME_SIZE_ERROR", "REFUSED_STREAM", "CANCEL", "COMPRESSION_ERROR",
  "CONNECT_ERROR", "ENHANCE_YOUR_CALM", "INADEQUATE_SECURITY", "HTTP_1_1_REQUIRED",
}
for code, name in pairs(h2.CODES) do h2[name] = code end

--- The identifiers of settings.
h2.SETTINGS = {
  table_size = 1, push = 2, streams = 3, window = 4, frame_size = 5, header_size = 6,
}

function h2.frame(kind, flags, stream, payload)
  payload = payload or ""
  return (">I3BBI4"):pack(#payload, h2.KINDS[kind] or kind, flags, stream) .. payload
end

-- ---- HPACK ----------------------------------------------------------------------------------

-- An integer behind a pattern of bits that leaves it `bits`.
function h2.integer(number, bits, pattern)
  local most = (1 << bits) - 1
  if number < most then return string.char(pattern | number) end
  local bytes = { string.char(pattern | most) }
  number = number - most
  while number >= 128 do
    bytes[#bytes + 1] = string.char(number & 127 | 128)
    number = number >> 7
  end
  bytes[#bytes + 1] = string.char(number)
  return table.concat(bytes)
end

local function text(bytes) return h2.integer(#bytes, 7, 0) .. bytes end

--- A field that is not remembered; `remembered`: one that is.
function h2.field(name, value, remembered)
  return (remembered and "\x40" or "\0") .. text(name) .. text(value)
end

--- A field of a table, by its index.
function h2.indexed(index) return h2.integer(index, 7, 128) end

--- A block of fields, from pairs or from bytes.
function h2.block(fields)
  if type(fields) == "string" then return fields end
  local parts = {}
  for i, field in ipairs(fields) do
    parts[i] = type(field) == "string" and field or h2.field(field[1], field[2])
  end
  return table.concat(parts)
end

-- ---- frames ---------------------------------------------------------------------------------

--- HEADERS, with END_HEADERS unless there are other flags.
function h2.headers(stream, fields, flags)
  return h2.frame("HEADERS", flags or h2.FLAGS.END_HEADERS, stream, h2.block(fields))
end

--- HEADERS that end the stream, too.
function h2.last_headers(stream, fields) return h2.headers(stream, fields, 5) end

function h2.continuation(stream, fields, flags)
  return h2.frame("CONTINUATION", flags or 0, stream, h2.block(fields))
end

function h2.data(stream, bytes) return h2.frame("DATA", 0, stream, bytes) end

function h2.last_data(stream, bytes)
  return h2.frame("DATA", h2.FLAGS.END_STREAM, stream, bytes)
end

function h2.reset(stream, code) return h2.frame("RST_STREAM", 0, stream, (">I4"):pack(code)) end

function h2.goaway(last, code, words)
  return h2.frame("GOAWAY", 0, 0, (">I4I4"):pack(last, code) .. (words or ""))
end

function h2.window(stream, increment)
  return h2.frame("WINDOW_UPDATE", 0, stream, (">I4"):pack(increment))
end

function h2.ping(flags) return h2.frame("PING", flags or 0, 0, "12345678") end

--- What a SETTINGS frame holds, by the names above.
function h2.setting(name, value) return (">I2I4"):pack(h2.SETTINGS[name] or name, value) end

function h2.settings(payload) return h2.frame("SETTINGS", 0, 0, payload) end

function h2.promise(stream, promised, fields)
  return h2.frame("PUSH_PROMISE", h2.FLAGS.END_HEADERS, stream,
    (">I4"):pack(promised) .. h2.block(fields))
end

-- ---- answers --------------------------------------------------------------------------------

h2.OK = { ":status", "200" }
local JSON = { "content-type", "application/json" }

--- What both a read and a create take.
function h2.json(id)
  return ('{"key_result":{"id":"%s"},"goal":{"id":"%s","key_results":[]}}'):format(id, id)
end

--- The fields of an answer: 200, and these.
function h2.fields(...) return { h2.OK, JSON, ... } end

--- A whole answer; what follows are fields.
function h2.answer(stream, id, ...)
  return h2.headers(stream, h2.fields(...)) .. h2.last_data(stream, h2.json(id))
end

return h2
