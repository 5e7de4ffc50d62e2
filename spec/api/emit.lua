-- SPDX-License-Identifier: MIT
-- A group of operations as the text of a Lua file: each type that is made of others once, under
-- a name of its own, before what it is part of.

local WIDTH <const> = 100

local Writer = {}
Writer.__index = Writer

local function new()
  return setmetatable({ lines = {}, named = {}, taken = {} }, Writer)
end

-- ---- text -------------------------------------------------------------------------

local function wrap(words, indent, first)
  local lines, line = {}, first or indent
  for _, word in ipairs(words) do
    local blank = line:find "%S$" and " " or ""
    if #line + #blank + #word > WIDTH - 6 and line ~= indent then
      lines[#lines + 1], line, blank = line, indent, ""
    end
    line = line .. blank .. word
  end
  lines[#lines + 1] = line
  return table.concat(lines, "\n")
end

-- A list between braces, in one line where there is room.
local function braced(open, words, close)
  local short = ("%s %s %s"):format(open, table.concat(words, " "), close)
  if #short < WIDTH // 2 then return short end
  return open .. "\n" .. wrap(words, "  ") .. "\n" .. close
end

local function singular(name)
  if name:find "ies$" then return (name:gsub("ies$", "y")) end
  if name:find "[su]ses$" then return (name:gsub("es$", "")) end
  if name:find "[su]s$" then return name end
  return (name:gsub("s$", ""))
end

local function snake(name)
  return (name:gsub("(%l)(%u)", "%1_%2"):lower())
end

-- ---- types ------------------------------------------------------------------------

-- The name of a type whose text is this: one that it has already, or a free one.
function Writer:name(text, hint, parent)
  if self.named[text] then return self.named[text] end
  local name, i = hint, 1
  if self.taken[name] and parent then name = parent .. "_" .. hint end
  local base = name
  while self.taken[name] do
    i = i + 1
    name = base .. i
  end
  self.taken[name], self.named[text] = true, name
  self.lines[#self.lines + 1] = ("t.%s = %s"):format(name, text)
  return name
end

local function literals(values)
  local list = {}
  for i, value in ipairs(values) do
    list[i] = ("%q"):format(value) .. (i < #values and "," or "")
  end
  return list
end

local SECRET = { "secret$", "token$", "password$" }

local function is_secret(field)
  for _, pattern in ipairs(SECRET) do
    if field.type.kind == "string" and field.name:find(pattern) then return true end
  end
  return false
end

local LIMITS <const> = { "min", "max", "unique", "format" }

-- The limits of a type as fields of a table, in words; nil: it has none.
local function limits_text(type)
  local list = {}
  for _, name in ipairs(LIMITS) do
    local value = type[name]
    if value then
      list[#list + 1] = ("%s = %s,"):format(name, value == true and "true"
        or math.type(value) and ("%.14g"):format(value) or ("%q"):format(value))
    end
  end
  if list[1] then list[#list] = list[#list]:sub(1, -2) end
  return list[1] and list
end

-- The type without its limits and without null.
local function unlimited(type)
  local copy = {}
  for name, value in pairs(type) do copy[name] = value end
  for _, name in ipairs(LIMITS) do copy[name] = nil end
  copy.null = nil
  return copy
end

local object

-- A type as it stands behind the colon of a field.
function Writer:word(type, hint, parent)
  local null = type.null and "?" or ""
  local limits = limits_text(type)
  if limits then
    local open = ("s.limited(%s, {"):format(self:expression(unlimited(type), hint, parent))
    return self:name(braced(open, limits, "})"), hint, parent) .. null
  end
  if type.kind == "array" then return self:word(type.of, singular(hint), parent) .. "[]" .. null end
  if type.kind == "map" then return self:word(type.of, singular(hint), parent) .. "{}" .. null end
  if type.values then
    return self:name(braced(("s.one_of(s.%s, {"):format(type.kind), literals(type.values), "})"),
      hint, parent) .. null
  end
  if type.kind == "union" then
    local list = {}
    for i, one in ipairs(type.of) do
      list[i] = self:expression(one, hint, parent) .. (i < #type.of and "," or "")
    end
    return self:name(braced("s.union {", list, "}"), hint, parent) .. null
  end
  if type.kind ~= "object" then return type.kind .. null end
  return self:name(object(self, type, hint), hint, parent) .. null
end

--- A type as an expression.
function Writer:expression(type, hint, parent)
  local word = self:word(type, hint, parent)
  local base, rest = word:match "^([%w_]+)(.*)$"
  local text = (self.taken[base] and "t." or "s.") .. base
  for suffix in rest:gmatch "[%[{]?[%]}?]" do
    text = ("s.%s(%s)"):format(({ ["[]"] = "array", ["{}"] = "map", ["?"] = "nullable" })[suffix],
      text)
  end
  return text
end

function object(writer, type, hint)
  local words = {}
  for i, field in ipairs(type.fields) do
    words[i] = ("%s%s%s%s:%s"):format(field.name, field.brackets and "[]" or "",
      field.required and "!" or "", is_secret(field) and "*" or "",
      writer:word(field.type, snake(field.name), hint))
  end
  local short = table.concat(words, " ")
  if #short <= WIDTH // 2 then return ('o "%s"'):format(short) end
  return "o [[\n" .. wrap(words, "  ") .. "\n]]"
end

-- ---- answers ----------------------------------------------------------------------

-- An answer is read leniently, so that little of its types counts.
local function lenient(type)
  if type.kind == "union" or type.kind == "null" then return { kind = "any" } end
  if type.kind == "int32" or type.kind == "id" then return { kind = "integer" } end
  if type.kind == "array" or type.kind == "map" then
    return { kind = type.kind, of = lenient(type.of) }
  end
  if type.kind ~= "object" then return { kind = type.kind } end
  local fields = {}
  for i, field in ipairs(type.fields) do
    fields[i] = { name = field.name, type = lenient(field.type), either = field.type.either }
  end
  return { kind = "object", fields = fields }
end

local TABLES = { array = true, object = true, map = true }

-- The one field that an answer has, if there is a table in it.
local function only_field(type)
  local field = type.kind == "object" and not type.fields[2] and type.fields[1]
  return field and TABLES[field.type.kind] and field or nil
end

-- ---- files ------------------------------------------------------------------------

local function ids(entry)
  local list = {}
  for id in entry.path:gmatch "{(.-)}" do
    list[#list + 1] = ("%s = %q"):format(id, entry.ids[id])
  end
  return list[1] and "{ " .. table.concat(list, ", ") .. " }"
end

local function id_values(entry)
  local list = {}
  for id in entry.path:gmatch "{(.-)}" do
    local values = entry.id_values[id]
    if values then
      list[#list + 1] = ("%s = {\n%s },"):format(id, wrap(literals(values), "      "))
    end
  end
  return list[1] and "{ " .. table.concat(list, " "):sub(1, -2) .. " }"
end

-- What is handed out, or known to be somebody's, is known by its id.
local function require_id(entry, answer)
  for _, field in ipairs(answer and answer.fields or {}) do
    if field.name == "id" then
      field.required = true
      return
    end
  end
  error(entry.id .. ": found, but its answer has no id", 0)
end

local function words_of(value)
  if type(value) ~= "table" then
    return { type(value) == "string" and ("%q"):format(value) or tostring(value) }
  end
  local names, words = {}, {}
  for name in pairs(value) do names[#names + 1] = name end
  table.sort(names)
  for i, name in ipairs(names) do
    local inner = words_of(value[name])
    inner[1] = ("%s = %s"):format(name, inner[1])
    inner[#inner] = inner[#inner] .. (i < #names and "," or "")
    table.move(inner, 1, #inner, #words + 1, words)
  end
  if not words[1] then return { "{}" } end
  words[1], words[#words + 1] = "{ " .. words[1], "}"
  return words
end

-- How a create is found again: see clickup.reconcile.rule.
local function rule_text(rule)
  local whole = { may_lack = {} }
  for name, value in pairs(rule) do whole[name] = value end
  whole.fields = {}
  for sent, equals, came in rule.fields:gmatch "([%w_]+)(=?)([%w_]*)" do
    whole.fields[sent] = equals ~= "" and came or sent
  end
  return wrap(words_of(whole), "      ", "    reconcile =")
end

-- The field that the items of a page are in; an answer has one list.
local function items_of(entry, answer)
  local found
  for _, field in ipairs(answer.fields or {}) do
    if field.type.kind == "array" then
      if found then error(entry.id .. ": several lists in a page", 0) end
      found = field.name
    end
  end
  return found or error(entry.id .. ": no list in a page", 0)
end

--- Adds an operation to the group.
function Writer:add(entry)
  local lines = { ("    id = %q, name = %q,"):format(entry.id, entry.name) }
  local function add(name, text)
    if text then lines[#lines + 1] = ("    %s = %s,"):format(name, text) end
  end
  add("kind", ("%q"):format(entry.kind))
  add("doc", ("%q"):format(entry.doc))
  add("method", ("%q"):format(entry.method))
  add("path", ("%q"):format(entry.path))
  add("ids", ids(entry))
  add("id_values", id_values(entry))
  add("body", entry.body and self:expression(entry.body, entry.name .. "_body"))
  add("form", entry.form and "true")
  add("query", entry.query and object(self, entry.query, entry.name .. "_query"))
  add("may_be_empty", entry.may_be_empty and "true")
  local answer = entry.answer and lenient(entry.answer)
  local field = answer and only_field(answer)
  if entry.found then require_id(entry, field and field.type or answer) end
  if field then
    local text = self:expression(field.type, singular(snake(field.name)), entry.name)
    add("answer", field.either and ("s.union { %s, s.array(%s) }"):format(text, text) or text)
    add("envelope", ("%q"):format(field.name))
  elseif answer then
    add("answer", self:expression(answer, entry.name .. "_answer"))
  end
  if entry.paging then
    add("paging", ("%q"):format(entry.paging))
    if not field then add("items", ("%q"):format(items_of(entry, answer))) end
  end
  if entry.found then lines[#lines + 1] = rule_text(entry.found) .. "," end
  self[#self + 1] = "  {\n" .. table.concat(lines, "\n") .. "\n  },\n"
end

--- The group's file.
function Writer:text(doc)
  local types = self.lines[1] and table.concat(self.lines, "\n") .. "\n\n" or ""
  return "-- SPDX-License-Identifier: MIT\n--- " .. doc .. "\n"
    .. "-- Made by `make api`, from ClickUp's documents and spec/api/overlay.lua: do not edit.\n"
    .. "\nlocal s = require \"clickup.schema\"\n\nlocal t = {} -- types of this group\n"
    .. "local o = s.reader(t)\n\n" .. types .. "return {\n  types = t,\n" .. table.concat(self)
    .. "}\n"
end

return { new = new, snake = snake, wrap = wrap }
