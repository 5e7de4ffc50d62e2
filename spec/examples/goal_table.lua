#!/usr/bin/env lua5.4
-- SPDX-License-Identifier: MIT
-- A pandoc filter that puts a goal's targets into a document. It makes a table of each code block
-- of the class clickup-goal, whose text becomes the caption:
--
--   ```{.clickup-goal id=e53a033c-900e-462d-a849-4a216b06d930}
--   How far we are
--   ```
--
-- With any pandoc from 2.10 on; the last line for those with a Lua 5.4 that loads C modules:
--
--   pandoc --filter ./goal_table.lua report.md -o report.html
--   pandoc -t json report.md | lua5.4 goal_table.lua | pandoc -f json -o report.html
--   pandoc --lua-filter goal_table.lua report.md -o report.html
--
-- CLICKUP_TOKEN is the token.

local cjson = require "cjson"
local clickup = require "clickup"

-- ---- pandoc's JSON ----------------------------------------------------------

-- Like cjson.encode, which would write {} for an empty list. In a pandoc document an empty table
-- is always a list, except for metadata.
local function encode(value, empty)
  if type(value) ~= "table" then return cjson.encode(value) end
  if next(value) == nil then return empty or "[]" end
  local parts = {}
  for i, item in ipairs(value) do parts[i] = encode(item) end
  if parts[1] then return "[" .. table.concat(parts, ",") .. "]" end
  for name, item in pairs(value) do
    local is_map = name == "meta" or value.t == "MetaMap"
    parts[#parts + 1] = cjson.encode(name) .. ":" .. encode(item, is_map and "{}" or "[]")
  end
  return "{" .. table.concat(parts, ",") .. "}"
end

local NO_ATTRIBUTES = { "", {}, {} } -- identifier, classes, names and values

local function plain(text)
  if text == "" then return {} end
  return { { t = "Plain", c = { { t = "Str", c = text } } } }
end

local function row_of(texts)
  local cells = {}
  for i, text in ipairs(texts) do
    cells[i] = { NO_ATTRIBUTES, { t = "AlignDefault" }, 1, 1, plain(text) }
  end
  return { NO_ATTRIBUTES, cells }
end

local function new_table(caption, alignments, header, rows)
  local columns, body = {}, {}
  for i, alignment in ipairs(alignments) do
    columns[i] = { { t = alignment }, { t = "ColWidthDefault" } }
  end
  for i, texts in ipairs(rows) do body[i] = row_of(texts) end
  return { t = "Table", c = {
    NO_ATTRIBUTES, { cjson.null, plain(caption) }, columns,
    { NO_ATTRIBUTES, { row_of(header) } }, { { NO_ATTRIBUTES, 0, {}, body } },
    { NO_ATTRIBUTES, {} },
  } }
end

-- ---- the goal ---------------------------------------------------------------

local HEADER = { "Target", "Start", "Now", "End", "Done" }
local ALIGNMENTS = { "AlignLeft", "AlignRight", "AlignRight", "AlignRight", "AlignRight" }

local function steps(number, unit)
  if not number then return "" end
  return ("%s %s"):format(math.tointeger(number) or number, unit or ""):gsub(" $", "")
end

local client

local function goal_table(goal_id, caption)
  client = client or clickup.new()
  local targets, err = client:progress(goal_id)
  if not targets then error(("clickup-goal %s: %s"):format(goal_id, err), 0) end
  local rows = {}
  for i, target in ipairs(targets) do
    local unit = target.key_result.unit
    rows[i] = { target.name, steps(target.steps_start, unit), steps(target.steps_current, unit),
      steps(target.steps_end, unit), target.percent and math.floor(target.percent) .. "%" or "" }
  end
  return new_table(caption, ALIGNMENTS, HEADER, rows)
end

-- ---- the document -----------------------------------------------------------

-- A code block's content: { { identifier, classes, attributes }, text }.
local function replacement(element)
  if element.t ~= "CodeBlock" then return nil end
  local attributes, text = element.c[1], element.c[2]
  for _, class in ipairs(attributes[2]) do
    if class == "clickup-goal" then
      if attributes[1] == "" then error("clickup-goal: expected an id=…, got none", 0) end
      return goal_table(attributes[1], text)
    end
  end
end

local function replace_within(value)
  for key, item in pairs(value) do
    if type(item) == "table" then
      value[key] = replacement(item) or item
      replace_within(value[key])
    end
  end
end

local function filter(text)
  local ok, document = pcall(cjson.decode, text)
  local version = ok and type(document) == "table" and document["pandoc-api-version"]
  if type(version) ~= "table" then
    error("clickup-goal: expected a document as pandoc -t json writes it, got something else", 0)
  end
  if version[1] == 1 and version[2] < 21 then
    error("clickup-goal: expected pandoc 2.10 or later, got an older one", 0)
  end
  replace_within(document)
  return encode(document)
end

local pandoc = _G.pandoc -- there in a Lua filter only
if not pandoc then
  io.write(filter(io.read "a"))
  return
end

return { {
  Pandoc = function(document)
    return pandoc.read(filter(pandoc.write(document, "json")), "json")
  end,
} }
