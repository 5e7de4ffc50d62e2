-- SPDX-License-Identifier: MIT
-- Time in specs. A machine may stop for a while at any moment, so what has to come about
-- before some time is over gets more of it until it does; what never does is an error.

--- A spec, for `it`, that is run with a unit of time which grows, 1 at first, until it
--- passes. Only what is waited for may depend on the unit, never what has to come of it.
---@param run fun(unit: integer)
---@return fun()
return function(run)
  return function()
    for _, unit in ipairs { 1, 3, 9 } do
      if pcall(run, unit) then return end
    end
    run(27)
  end
end
