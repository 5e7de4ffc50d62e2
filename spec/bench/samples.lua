-- SPDX-License-Identifier: MIT
-- Rounds of measurements, and what is said about them.

local programs = require "spec.bench.programs"

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
--- same weather. Each gets `wall` and `cpu`: seconds per create, one a round; `faults` and, where
-- they were measured, `each`: what a tenth, half and 99 of 100 took.
---@param entries table[]
---@param rounds integer
---@param each? boolean
function samples.take(entries, rounds, each)
  for _, entry in ipairs(entries) do
    entry.wall, entry.cpu, entry.faults, entry.each = {}, {}, {}, { {}, {}, {} }
  end
  for round = 1, rounds do
    for _, entry in ipairs(entries) do
      local times = programs.time(entry.command, entry.count, entry.in_flight, each)
      entry.wall[round], entry.cpu[round] = times.wall / entry.count, times.cpu / entry.count
      entry.faults[round] = times.faults and times.faults / entry.count or 0
      for i = 1, 3 do entry.each[i][round] = times.each and times.each[i] end
    end
  end
end

return samples
