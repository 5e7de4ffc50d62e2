-- SPDX-License-Identifier: MIT
-- Bodies as servers compress them.

local process = require "spec.support.process"

local compress = {}

local function output(command)
  local pipe <close> = assert(io.popen(command, "r"))
  return pipe:read "a"
end

---@param text string
---@return string
function compress.gzip(text)
  return output(("printf %%s %s | gzip -nc"):format(process.quote(text)))
end

--- `count` blanks.
---@param count integer
---@return string
function compress.gzip_blanks(count)
  return output(("head -c %d /dev/zero | tr '\\0' ' ' | gzip -1nc"):format(count))
end

local function adler32(text)
  local a, b = 1, 0
  for i = 1, #text do
    a = (a + text:byte(i)) % 65521
    b = (b + a) % 65521
  end
  return b << 16 | a
end

--- What HTTP calls deflate: zlib's format, here in one block that is only stored.
---@param text string
---@return string
function compress.deflate(text)
  return "\x78\x01\x01" .. ("<I2I2"):pack(#text, ~#text & 0xFFFF) .. text
    .. (">I4"):pack(adler32(text))
end

return compress
