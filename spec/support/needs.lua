-- SPDX-License-Identifier: MIT
-- What a spec cannot do without: where a program or a module is not installed, or the system has
-- no such file, the spec is shown as skipped, and why.

--- Skips the spec that runs unless there is such a program, file ("/…") or module ("lua:…").
---@param pending function # busted's, as it is within a spec
---@param program string
return function(pending, program)
  local module = program:match "^lua:(.*)"
  if module then
    if not pcall(require, module) then pending(module .. " is not installed for this Lua") end
    return
  end
  if program:find "^/" then
    local file <close> = io.open(program)
    if not file then pending("this system has no " .. program) end
    return
  end
  local pipe <close> = assert(io.popen("PATH=$PATH:/usr/sbin:/sbin command -v " .. program))
  if pipe:read "a" == "" then pending(program .. " is not installed") end
end
