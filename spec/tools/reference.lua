-- SPDX-License-Identifier: MIT
-- Usage: reference.lua [--check]
-- Writes the operations and the options between their markers in the README, and the tables of all
-- operations beside their data.

local generate = require "spec.tools.generate"
local index = require "clickup.api.index"
local rows = require("clickup.options").rows
local signature = require "clickup.api.signature"

local PATH <const>, ALL <const> = "README.md", "lua/clickup/api/README.md"

local MOST_FIELDS <const> = 4

-- What a method returns, in a word, or by its fields when they are few.
local function value_text(entry)
  local value, fields = signature.value(entry), entry.answer and entry.answer.fields
  if signature.may_be_true(entry) then return ("`%s` or `true`"):format(value) end
  if value ~= "answer" or not fields or #fields > MOST_FIELDS then
    return ("`%s`"):format(value or "true")
  end
  local names = {}
  for i, field in ipairs(fields) do names[i] = field.name end
  return "`{ " .. table.concat(names, ", ") .. " }`"
end

local function table_of(group)
  local lines = { "\n| method | returns | |\n|---|---|---|\n" }
  for _, name in ipairs(group.operations) do
    local entry = assert(index.find(name))
    lines[#lines + 1] = ("| `%s` | %s | `%s %s` |\n"):format(
      signature.call(entry):gsub("^client:", ""), value_text(entry), entry.method, entry.path)
  end
  return table.concat(lines)
end

local groups <const> = index.groups()

local WIDTH <const> = 118

-- Lines of at most so many characters, those after the first behind two blanks.
local function wrap(text)
  local lines, line = {}, nil
  for word in text:gmatch "%S+" do
    local longer = line and line .. " " .. word or word
    if utf8.len(longer) > WIDTH then
      lines[#lines + 1] = line
      longer = "  " .. word
    end
    line = longer
  end
  lines[#lines + 1] = line
  return table.concat(lines, "\n") .. "\n"
end

-- The first group as a table, of the others how many operations each has.
local function operations()
  local list = {}
  for i = 2, #groups do
    list[i - 1] = ("`%s` %d"):format(groups[i].name, #groups[i].operations)
  end
  local text = wrap(("[Further groups](%s), with how many operations each has: %s."):format(ALL,
    table.concat(list, ", "))):gsub("\n  ", "\n")
  return table_of(groups[1]) .. "\n" .. text .. "\n"
end

local function all_operations()
  local parts = { ("# All operations\n\nMade by `make types`: do not edit. %d operations; what "
    .. "each takes and returns, `clickup.help(name)` tells.\nHow the data is made: "
    .. "[CONTRIBUTING](../../../.github/CONTRIBUTING.md).\n"):format(#index.names()) }
  for i, group in ipairs(groups) do
    parts[i + 1] = ("\n## %s\n\n%s\n%s"):format(group.name, group.doc, table_of(group))
  end
  return table.concat(parts)
end

local function options()
  local lines = { "\n" }
  for _, row in ipairs(rows) do
    local default = row.default ~= nil and ("`%s`"):format(row.default) or nil
    local from = row.env and ("`%s`"):format(row.env)
    if from and default then from = from .. " or " .. default end
    from = from or default
    lines[#lines + 1] = wrap(("- `%s`%s%s: %s%s"):format(row.name, row.per_call and " *" or "",
      from and " (" .. from .. ")" or "", row.kind == "seconds" and "seconds; " or "", row.doc))
  end
  return table.concat(lines) .. "\n"
end

-- The text with another one between the markers of this name; nil without markers.
local function replace(text, name, inside)
  local _, first = text:find(("<!-- %s -->\n"):format(name), 1, true)
  local last = first and text:find(("<!-- /%s -->\n"):format(name), first + 1, true)
  return last and text:sub(1, first) .. inside .. text:sub(last)
end

local text = assert(generate.read(PATH), PATH .. " is missing")
text = assert(replace(text, "operations", operations()),
  PATH .. " has no markers for the table of operations")
text = assert(replace(text, "options", options()), PATH .. " has no markers for the options")
generate.finish({ [PATH] = text, [ALL] = all_operations() }, arg)
