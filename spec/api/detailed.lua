-- SPDX-License-Identifier: MIT
-- A group of operations that are known in detail, as the text of a Lua file: each with the types
-- of clickup.api.types and with the document's own example.

local cjson = require "cjson"
local emit = require "spec.api.emit"
local json = require "spec.api.json"

-- ---- examples ---------------------------------------------------------------------

local function scalar(value)
  if value == json.null then return "null" end
  if math.type(value) then return ("%.14g"):format(value) end
  return (cjson.encode(value):gsub("\\/", "/"))
end

-- The text of a value, in pieces between which a line may end. `before`, `after`: what is there.
local function json_words(words, value, before, after)
  if type(value) ~= "table" then
    words[#words + 1] = before .. scalar(value) .. after
    return
  end
  local names = json.names(value)
  local open, close, count = "[", "]", #value
  if json.is_object(value) then open, close, count = "{", "}", #names end
  if count == 0 then words[#words + 1] = before .. open .. close .. after end
  for i = 1, count do
    local lead = (i == 1 and before .. open or "")
      .. (names[i] and ('"%s": '):format(names[i]) or "")
    json_words(words, value[names[i] or i], lead, i == count and close .. after or ",")
  end
end

local function json_text(value)
  local words = {}
  json_words(words, value, "", "")
  return "[[\n" .. emit.wrap(words, "") .. "\n]]"
end

-- The same as a table of Lua's.
local function lua_words(words, value, before, after)
  if type(value) ~= "table" then
    words[#words + 1] = ("%s%s%s"):format(before, type(value) == "string"
      and ("%q"):format(value) or tostring(value), after)
    return
  end
  local names = json.names(value)
  local count = json.is_object(value) and #names or #value
  if count == 0 then
    words[#words + 1] = before .. "{}" .. after
    return
  end
  words[#words + 1] = before .. "{"
  for i = 1, count do
    lua_words(words, value[names[i] or i], names[i] and names[i] .. " = " or "", ",")
  end
  words[#words] = words[#words]:sub(1, -2)
  words[#words + 1] = "}" .. after
end

local function lua_text(value, indent)
  local words = {}
  lua_words(words, value, "", "")
  return emit.wrap(words, indent):gsub("^ +", "")
end

local function given(value)
  if type(value) ~= "table" then return ("%q"):format(value) end
  local parts = {}
  for i, item in ipairs(value) do parts[i] = given(item) end
  if #parts == 0 then
    for name, item in pairs(value) do parts[#parts + 1] = name .. " = " .. given(item) end
    table.sort(parts)
  end
  return parts[1] and "{ " .. table.concat(parts, ", ") .. " }" or "{}"
end

-- ---- fields -----------------------------------------------------------------------

local function type_text(type, where)
  if type.kind == "array" then return ("s.array(%s)"):format(type_text(type.of, where)) end
  if type.fields or type.kind == "map" or type.kind == "union" then
    error(where .. ": a table in a body", 0)
  end
  return "s." .. type.kind
end

local function field_text(name, text, about)
  local parts = { ("%q"):format(name), text }
  for _, flag in ipairs { "required", "null", "secret" } do
    if about[flag] then parts[#parts + 1] = flag .. " = true" end
  end
  if about.values then
    local values = {}
    for i, value in ipairs(about.values) do values[i] = ("%q"):format(value) end
    parts[#parts + 1] = "values = { " .. table.concat(values, ", ") .. " }"
  end
  if about.doc then parts[#parts + 1] = ("doc = %q"):format(about.doc) end
  for i = 1, #parts - 1 do parts[i] = parts[i] .. "," end
  table.insert(parts, 1, "{")
  parts[#parts + 1] = "},"
  return "      " .. emit.wrap(parts, "        "):gsub("^ +", "")
end

local function about_field(field, detail, partial)
  local about = { required = field.required and not partial }
  for name, value in pairs(detail or {}) do about[name] = value end
  return about
end

-- The fields of a body or a query, the undeclared ones each in its place.
local function object_text(type, detail)
  local lines = {}
  local function add_behind(name)
    for _, more in ipairs(detail.more or {}) do
      if more.after == name then
        lines[#lines + 1] = field_text(more[1], more[2], more)
        add_behind(more[1])
      end
    end
  end
  for _, field in ipairs(type.fields) do
    lines[#lines + 1] = field_text(field.name, type_text(field.type, detail.id),
      about_field(field, (detail.body or {})[field.name], detail.partial))
    add_behind(field.name)
  end
  return "s.object {\n" .. table.concat(lines, "\n") .. "\n    }"
end

-- ---- entries ----------------------------------------------------------------------

local function ids_text(entry)
  local list = {}
  for id in entry.path:gmatch "{(.-)}" do
    list[#list + 1] = ("%s = %q"):format(id, entry.ids[id])
  end
  return list[1] and "{ " .. table.concat(list, ", ") .. " }"
end

local function example_text(entry, detail)
  local lines = { "{", "      ids = " .. given(detail.ids) .. "," }
  if entry.body then
    lines[#lines + 1] = "      body = " .. lua_text(entry.examples.body, "        ") .. ","
  end
  if entry.query then lines[#lines + 1] = "      query = " .. given(detail.given) .. "," end
  lines[#lines + 1] = "      answer = " .. json_text(entry.examples.answer) .. ","
  lines[#lines + 1] = "    }"
  return table.concat(lines, "\n")
end

local function entry_text(entry, detail)
  local lines = {}
  local function add(name, text)
    if text then lines[#lines + 1] = ("    %s = %s,"):format(name, text) end
  end
  for _, name in ipairs { "id", "name" } do add(name, ("%q"):format(entry[name])) end
  local words = {}
  for word in detail.doc:gmatch "%S+" do words[#words + 1] = word end
  add("doc", ("%q"):format(emit.wrap(words, "      ")):gsub("^\" +", '"')
    :gsub("\\\n +", ' "\n      .. "'))
  for _, name in ipairs { "kind", "method", "path" } do add(name, ("%q"):format(entry[name])) end
  add("ids", ids_text(entry))
  add("body", entry.body and object_text(entry.body, detail))
  add("query", entry.query and object_text(entry.query, { id = detail.id }))
  add("answer", detail.answer)
  add("envelope", detail.envelope and ("%q"):format(detail.envelope))
  add("reconcile", detail.reconcile)
  add("example", example_text(entry, detail))
  return "  {\n" .. table.concat(lines, "\n") .. "\n  },\n"
end

local LOCALS <const> = { { "s", "clickup.schema" }, { "candidates", "clickup.api.candidates" },
  { "types", "clickup.api.types" } }

--- The file of a group, and what its answers are.
---@param group { name: string, doc: string, entries: table[] } # in the order of the details
---@param details table<string, table> # by id
---@return string
local function text_of(group, details)
  local parts, head = {}, {}
  for i, entry in ipairs(group.entries) do parts[i] = entry_text(entry, details[entry.id]) end
  local all = table.concat(parts)
  for _, one in ipairs(LOCALS) do
    if all:find("%f[%w]" .. one[1] .. "%.") then
      head[#head + 1] = ("local %s = require %q\n"):format(one[1], one[2])
    end
  end
  return "-- SPDX-License-Identifier: MIT\n--- " .. group.doc .. "\n"
    .. "-- Made by `make api`, from ClickUp's documents and spec/api/details.lua: do not edit.\n\n"
    .. "-- luacheck: no max string line length\n\n" .. table.concat(head) .. "\nreturn {\n" .. all
    .. "}\n"
end

return text_of
