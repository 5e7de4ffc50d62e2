-- SPDX-License-Identifier: MIT
--- How many columns of a terminal a text takes: each code point by itself, as with wcwidth.
--
-- Two columns: East Asian wide and full-width characters, and emoji that are pictures by default.
-- None: combining marks (Latin, Greek, Cyrillic, Hebrew, Arabic, Devanagari, Thai, of symbols),
-- variation selectors, what joins and directs. One: everything else; so an emoji that is joined
-- of several counts as all of them, and marks of further scripts as letters.

local width = {}

local WIDE = [[1100-115f 231a-231b 2329-232a 23e9-23ec 23f0 23f3 25fd-25fe 2614-2615 2648-2653 267f
  2693 26a1 26aa-26ab 26bd-26be 26c4-26c5 26ce 26d4 26ea 26f2-26f3 26f5 26fa 26fd 2705 270a-270b
  2728 274c 274e 2753-2755 2757 2795-2797 27b0 27bf 2b1b-2b1c 2b50 2b55 2e80-303e 3041-3247
  3250-4dbf 4e00-a4cf a960-a97c ac00-d7a3 f900-faff fe10-fe19 fe30-fe6b ff01-ff60 ffe0-ffe6
  16fe0-18d08 1aff0-1b2fb 1f004 1f0cf 1f18e 1f191-1f19a 1f200-1f320 1f32d-1f335 1f337-1f37c
  1f37e-1f393 1f3a0-1f3ca 1f3cf-1f3d3 1f3e0-1f3f0 1f3f4 1f3f8-1f43e 1f440 1f442-1f4fc 1f4ff-1f53d
  1f54b-1f54e 1f550-1f567 1f57a 1f595-1f596 1f5a4 1f5fb-1f64f 1f680-1f6c5 1f6cc 1f6d0-1f6d2
  1f6d5-1f6d7 1f6dc-1f6df 1f6eb-1f6ec 1f6f4-1f6fc 1f7e0-1f7eb 1f7f0 1f90c-1f93a 1f93c-1f945
  1f947-1f9ff 1fa70-1faff 20000-3fffd]]

local NONE = [[0300-036f 0483-0489 0591-05bd 05bf 05c1-05c2 05c4-05c5 05c7 0610-061a 064b-065f 0670
  06d6-06dc 06df-06e4 06e7-06e8 06ea-06ed 0900-0902 093a 093c 0941-0948 094d 0951-0957 0962-0963
  0e31 0e34-0e3a 0e47-0e4e 1160-11ff 1ab0-1aff 1dc0-1dff 200b-200f 202a-202e 2060-2064 2066-206f
  20d0-20f0 302a-302d 3099-309a fe00-fe0f fe20-fe2f feff e0001-e007f e0100-e01ef]]

local function read_ranges(text, columns, ranges)
  for word in text:gmatch "%S+" do
    local first, last = word:match "^(%x+)%-?(%x*)$"
    first = tonumber(first, 16)
    ranges[#ranges + 1] = { first, tonumber(last, 16) or first, columns }
  end
  return ranges
end

local RANGES = read_ranges(WIDE, 2, read_ranges(NONE, 0, {}))

local function columns_of(code)
  if code < 0x300 then return 1 end
  for _, range in ipairs(RANGES) do
    if code >= range[1] and code <= range[2] then return range[3] end
  end
  return 1
end

--- The columns that a text takes.
---@param text string # UTF-8 without control characters
---@return integer
function width.of(text)
  local columns = 0
  for _, code in utf8.codes(text) do columns = columns + columns_of(code) end
  return columns
end

--- The text with blanks behind it, or its beginning and "…", so that it takes so many columns.
---@param text string
---@param columns integer
---@return string
function width.fit(text, columns)
  local all = width.of(text)
  if all <= columns then return text .. (" "):rep(columns - all) end
  local taken = 0
  for at, code in utf8.codes(text) do
    local more = columns_of(code)
    if taken + more > columns - 1 then
      return text:sub(1, at - 1) .. "…" .. (" "):rep(columns - 1 - taken)
    end
    taken = taken + more
  end
end

return width
