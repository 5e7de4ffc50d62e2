-- SPDX-License-Identifier: MIT
-- Usage: reference.lua [--check]
-- Writes the table of operations between its two markers in the README.

local api = require "clickup.api"
local generate = require "spec.tools.generate"
local signature = require "clickup.api.signature"

local PATH <const> = "README.md"
local BEGIN <const>, END <const> = "<!-- operations -->\n", "<!-- /operations -->\n"

local function rows()
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

local text = assert(generate.read(PATH), PATH .. " is missing")
local _, first = text:find(BEGIN, 1, true)
local last = first and text:find(END, first + 1, true)
assert(last, PATH .. " has no markers for the table of operations")
generate.finish({ [PATH] = text:sub(1, first) .. rows() .. text:sub(last) }, arg)
