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
    got = name and goals.quote(name) or "nothing", suggestion = suggestion,
    message = about.path .. ": " .. text } })
end

-- What is said of so many is their number with this around it.
local function several(about, name, before, found, after)
  local texts = {}
  for i, item in ipairs(found) do
    if i > MOST_SHOWN then
      texts[i] = ("and %d more"):format(#found - MOST_SHOWN)
      break
    end
    texts[i] = ("%s (id %s)"):format(goals.quote(tostring(item.name), about.secrets),
      core.visible(redact.secrets(tostring(item.id), about.secrets), 40))
  end
  local err = problem_of(about, name, ("%s %d %ss%s: %s"):format(before, #found, about.what,
    after or "", table.concat(texts, ", ")))
  err.candidates = found
  return err
end

local function only(list, about)
  if list[2] then return nil, several(about, nil, "expected one of", list, ", got nothing") end
  if list[1] then return list[1] end
  return nil, problem_of(about, nil, ("there is no %s%s"):format(about.what, about.hint))
end

---@class clickup.lookup.about
---@field operation string
---@field path string # of the argument
---@field what string # what the things are
---@field hint string # where it was looked for
---@field secrets string[]

--- Looks for a name as it is written, then without regard to case and blanks; without a name, for
--- the only one.
---@param list table[]
---@param name? string
---@param about clickup.lookup.about
---@return table? item
---@return clickup.error? # none: with the nearest name; several: with all of them as candidates
return function(list, name, about)
  if not name then return only(list, about) end
  for _, change in ipairs { same, fold } do
    local found = find(list, name, change)
    if found[2] then
      return nil, several(about, name, goals.quote(name) .. " may be any of", found)
    end
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
