-- SPDX-License-Identifier: MIT
--- "Did you mean": the candidate that a misspelt word is nearest to.

local LONGEST = 40

-- Edits between two words: insert, delete, replace, swap of neighbours.
local function distance(a, b)
  local before, last = {}, {}
  for j = 0, #b do last[j] = j end
  for i = 1, #a do
    local row = { [0] = i }
    for j = 1, #b do
      local same = a:byte(i) == b:byte(j)
      local cost = math.min(row[j - 1] + 1, last[j] + 1, last[j - 1] + (same and 0 or 1))
      if i > 1 and j > 1 and a:byte(i) == b:byte(j - 1) and a:byte(i - 1) == b:byte(j) then
        cost = math.min(cost, before[j - 2] + 1)
      end
      row[j] = cost
    end
    before, last = last, row
  end
  return last[#b]
end

local suggest = {}

---@param word any          # what came; only a string can be near to something
---@param candidates string[]
---@return string?          # nil when none is near enough to be meant
function suggest.nearest(word, candidates)
  if type(word) ~= "string" or #word > LONGEST then return nil end
  local found
  local best = math.max(1, #word // 3) + 1
  for _, candidate in ipairs(candidates) do
    -- so many edits it takes at least: a long candidate costs nothing
    local near = math.abs(#candidate - #word) < best
    local edits = near and distance(word:lower(), candidate:lower())
    if edits and edits < best then
      found, best = candidate, edits
    end
  end
  return found
end

--- The end of a message: ', did you mean "X"?', or nothing.
---@param word any
---@param candidates string[]
---@param separator? string # ", "
---@return string
function suggest.phrase(word, candidates, separator)
  local near = suggest.nearest(word, candidates)
  return near and ('%sdid you mean "%s"?'):format(separator or ", ", near) or ""
end

return suggest
