-- SPDX-License-Identifier: MIT
-- Time in specs. A machine may stop for a while at any moment, so what has to come about
-- before some time is over is given more of it until it does: what never does is an error.

local patience = {}

--- Runs the function with a unit of time that grows, 1 at first, until it raises nothing.
---@generic T
---@param run fun(unit: integer): T...
---@return T...
function patience.with(run)
  for _, unit in ipairs { 1, 3, 9 } do
    local results = table.pack(pcall(run, unit))
    if results[1] then return table.unpack(results, 2, results.n) end
  end
  return run(27)
end

return patience
