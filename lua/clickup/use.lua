-- SPDX-License-Identifier: MIT
--- Loads a file of ours when it is first used: one that goes with those that are in use, and also
-- when the program is in another folder by then. Says so when no descriptor is left for that.

local core = require "clickup.core"

local ours = {} -- name → what the file returned

local function is_ours(name)
  return type(name) == "string" and (name == "clickup" or name:find "^clickup%." ~= nil)
end

local function keep()
  for name, file in next, package.loaded do
    if is_ours(name) then ours[name] = file end
  end
end

-- Where we are, if that was told from the folder in which the program was.
local root = debug.getinfo(1, "S").source:match "^@([^/].*)clickup/use%.lua$"
root = root and core.folder() .. "/" .. root

local function require_here(name)
  local ok, loaded = pcall(require, name)
  if ok or not root then return ok, loaded end
  local path = package.path
  package.path = ("%s?.lua;%s?/init.lua;%s"):format(root, root, path)
  ok, loaded = pcall(require, name)
  package.path = path
  return ok, loaded
end

-- Whoever has taken our files out of package.loaded (a test runner after each file, say) gets back
-- what is there.
local function require_ours(name)
  local there = {}
  for known, file in next, package.loaded do
    if is_ours(known) then there[known] = file end
  end
  for known in next, there do package.loaded[known] = nil end
  for known, file in next, ours do package.loaded[known] = file end
  local ok, loaded = require_here(name)
  keep()
  for known in next, ours do package.loaded[known] = there[known] end
  for known, file in next, there do package.loaded[known] = file end
  return ok, loaded
end

---@param name string # without "clickup."
---@return any
return function(name)
  name = "clickup." .. name
  if ours[name] ~= nil then return ours[name] end
  local ok, loaded
  if package.loaded["clickup.core"] == core then
    ok, loaded = require_here(name)
    keep()
  else
    ok, loaded = require_ours(name)
  end
  if ok then return loaded end
  local free <close> = io.open "/dev/null"
  if free then error(loaded, 0) end
  core.usage_error(("%s cannot be loaded: no descriptor is left (close what is open, or allow "
    .. "more: ulimit -n)"):format(name))
end
