-- SPDX-License-Identifier: MIT
-- How often a spec tries what is the same each time, or nearly: make test tries some of it, make
-- rounds and make asan all of it (ROUNDS=all).

local rounds = { all = os.getenv "ROUNDS" == "all" }

--- One of two counts: what make test can afford, or all.
---@generic T
---@param some T
---@param all T
---@return T
function rounds.count(some, all)
  if rounds.all then return all end
  return some
end

--- The first of the list of each kind, or all.
---@generic T
---@param list T[]
---@param kind_of fun(item: T): string
---@return T[]
function rounds.of_each_kind(list, kind_of)
  if rounds.all then return list end
  local some, seen = {}, {}
  for _, item in ipairs(list) do
    local kind = kind_of(item)
    if not seen[kind] then some[#some + 1] = item end
    seen[kind] = true
  end
  return some
end

--- Every n-th of a list, from the one at `first` on (counted round), or all.
---@generic T
---@param list T[]
---@param n integer
---@param first integer
---@return T[]
function rounds.every(list, n, first)
  if rounds.all then return list end
  local some = {}
  for i = first % n + 1, #list, n do some[#some + 1] = list[i] end
  return some
end

return rounds
