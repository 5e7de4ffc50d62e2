-- SPDX-License-Identifier: MIT
-- Usage: reference.lua [--check]
-- Writes the table of operations and the list of options between their markers in the README.

local api = require "clickup.api"
local generate = require "spec.tools.generate"
local rows = require("clickup.options").rows
local signature = require "clickup.api.signature"

local PATH <const> = "README.md"

local function operations()
  local lines = { "\n| method | returns | |\n|---|---|---|\n" }
  for _, entry in ipairs(api) do
    local value = signature.value(entry)
    if value == "answer" then
      local names = {}
      for i, field in ipairs(entry.answer.fields) do names[i] = field.name end
      value = "{ " .. table.concat(names, ", ") .. " }"
    end
    lines[#lines + 1] = ("| `%s` | `%s` | `%s %s` |\n"):format(
      signature.call(entry):gsub("^client:", ""), value or "true", entry.method, entry.path)
  end
  return table.concat(lines) .. "\n"
end

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
generate.finish({ [PATH] = text }, arg)
