-- SPDX-License-Identifier: MIT
-- Usage: reference.lua [--check]
-- Writes the table of operations between its two markers in the README, and the
-- table of options, if there are markers for it.

local api = require "clickup.api"
local generate = require "spec.tools.generate"
local rows = require("clickup.options").rows
local signature = require "clickup.api.signature"

local PATH <const> = "README.md"

local function operations()
  local lines = { "\n| method | returns | ClickUp's operation |\n|---|---|---|\n" }
  for _, entry in ipairs(api) do
    local value = signature.value(entry)
    if value == "answer" then
      local names = {}
      for i, field in ipairs(entry.answer.fields) do names[i] = field.name end
      value = "{ " .. table.concat(names, ", ") .. " }"
    end
    lines[#lines + 1] = ("| `%s` | `%s` | %s: `%s %s` |\n"):format(
      signature.call(entry):gsub("^client:", ""), value or "true", entry.id, entry.method,
      entry.path)
  end
  return table.concat(lines) .. "\n"
end

local function options()
  local lines = { "\n| option | default | |\n|---|---|---|\n" }
  for _, row in ipairs(rows) do
    local default = row.default ~= nil and ("`%s`"):format(row.default) or ""
    if row.env then
      default = ("`%s`%s"):format(row.env, default ~= "" and ", or " .. default or "")
    end
    lines[#lines + 1] = ("| `%s`%s | %s | %s |\n"):format(row.name, row.per_call and " *" or "",
      default, row.kind == "seconds" and "seconds: " .. row.doc or row.doc)
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
text = replace(text, "options", options()) or text
generate.finish({ [PATH] = text }, arg)
