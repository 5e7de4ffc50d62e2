-- SPDX-License-Identifier: MIT
--- The one of a list of things that a person means by a name.

local core = require "clickup.core"
local errors = require "clickup.errors"
local goals = require "clickup.goals"
local redact = require "clickup.redact"
local suggest = require "clickup.suggest"

local MOST_SHOWN = 5

local BLANKS = { "[ \t\r\n\v\f]", "\u{a0}", "\u{202f}", "\u{3000}", "\xe2\x80[\x80-\x8b]" }

-- Without case, of A to Z, and blanks: no locale has a say in it.
local function fold(name)
  for _, blank in ipairs(BLANKS) do name = name:gsub(blank, "") end
  return (name:gsub("[A-Z]", function(letter) return string.char(letter:byte() + 32) end))
end

local function same(name) return name end

local function find(list, name, change)
  local found, wanted = {}, change(name)
  if wanted == "" then return found end -- blanks alone name nothing
  for _, item in ipairs(list) do
    if type(item.name) == "string" and change(item.name) == wanted then
      found[#found + 1] = item
    end
  end
  return found
end

local function problem_of(about, name, text, suggestion)
  return errors.of_problems(about.operation, { {
    path = about.path, expected = ("the name of one %s"):format(about.what),
    got = goals.quote(name), suggestion = suggestion, message = about.path .. ": " .. text } })
end

local function several(about, name, found)
  local texts = {}
  for i, item in ipairs(found) do
    if i > MOST_SHOWN then
      texts[i] = ("and %d more"):format(#found - MOST_SHOWN)
      break
    end
    texts[i] = ("%s (id %s)"):format(goals.quote(item.name, about.secrets),
      core.visible(redact.secrets(tostring(item.id), about.secrets), 40))
  end
  local err = problem_of(about, name, ("%s may be any of %d %ss: %s"):format(goals.quote(name),
    #found, about.what, table.concat(texts, ", ")))
  err.candidates = found
  return err
end

---@class clickup.lookup.about
---@field operation string
---@field path string # of the argument
---@field what string # what the things are
---@field hint string # where it was looked for
---@field secrets string[]

--- Looks for a name as it is written, then without regard to case and blanks.
---@param list table[]
---@param name string
---@param about clickup.lookup.about
---@return table? item
---@return clickup.error? # none: with the nearest name; several: with all of them as candidates
return function(list, name, about)
  for _, change in ipairs { same, fold } do
    local found = find(list, name, change)
    if found[2] then return nil, several(about, name, found) end
    if found[1] then return found[1] end
  end
  local names = {}
  for _, item in ipairs(list) do
    if type(item.name) == "string" then
      names[#names + 1] = redact.secrets(item.name, about.secrets)
    end
  end
  local near = suggest.nearest(name, names)
  return nil, problem_of(about, name, ("no %s %s%s%s"):format(about.what, goals.quote(name),
    about.hint, near and ", did you mean " .. goals.quote(near) .. "?" or ""), near)
end
