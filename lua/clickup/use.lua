-- SPDX-License-Identifier: MIT
--- Loads a file of ours when it is first used; says so when no descriptor is left for that.

local core = require "clickup.core"

---@param name string # without "clickup."
---@return any
return function(name)
  local ok, loaded = pcall(require, "clickup." .. name)
  if ok then return loaded end
  local free <close> = io.open "/dev/null"
  if free then error(loaded, 0) end
  core.usage_error(("clickup.%s cannot be loaded: no descriptor is left (close what is open, or "
    .. "allow more: ulimit -n)"):format(name))
end
