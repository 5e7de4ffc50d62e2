-- SPDX-License-Identifier: MIT
-- Rounds of measurements, and what is said about them.

local samples = {}

function samples.median(list)
  local sorted = table.move(list, 1, #list, 1, {})
  table.sort(sorted)
  local middle = #sorted // 2
  if #sorted % 2 == 1 then return sorted[middle + 1] end
  return (sorted[middle] + sorted[middle + 1]) / 2
end

function samples.least(list) return math.min(table.unpack(list)) end

--- The median of what one costs relative to another in the same round: load that
--- comes and goes touches both.
function samples.ratio(list, other)
  local ratios = {}
  for i = 1, #list do ratios[i] = list[i] / other[i] end
  return samples.median(ratios)
end

--- Runs each of the entries once in every round, in turn, so that all meet the
--- same weather. Each gets `wall` and `cpu`: seconds per create, one a round.
---@param entries table[]
---@param rounds integer
---@param measure fun(entry): number, number
function samples.take(entries, rounds, measure)
  for _, entry in ipairs(entries) do entry.wall, entry.cpu = {}, {} end
  for round = 1, rounds do
    for _, entry in ipairs(entries) do
      entry.wall[round], entry.cpu[round] = measure(entry)
    end
  end
end

return samples
