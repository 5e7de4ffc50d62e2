-- SPDX-License-Identifier: MIT
-- Where a secret has shown during a run, and in which spec.

local leaks = { list = {}, spec = "outside of specs" }

function leaks.add(place)
  leaks.list[#leaks.list + 1] = ("%s: a secret in %s"):format(leaks.spec, place)
end

--- Names the spec that runs from now on.
function leaks.enter(file, name)
  leaks.spec = ("%s, %s"):format(file, name)
end

return leaks
