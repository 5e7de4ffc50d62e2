-- SPDX-License-Identifier: MIT
-- A locale that is there for certain: made by localedef, and found by LOCPATH.

local process = require "spec.support.process"
local skip = require "spec.support.skip"

local locale = {}

local SOURCE = 'LC_NUMERIC\ndecimal_point "%s"\nthousands_sep ""\ngrouping -1\nEND LC_NUMERIC\n'

local Locale = {}
Locale.__index = Locale

--- A locale with this decimal point, for processes to come: `environment` are the
--- variables that they need, `code` is Lua that sets the locale and prints 0.5.
---@param point string
function locale.new(point)
  local folder = process.folder()
  process.write_file(folder .. "/source", (SOURCE:format(point:gsub(utf8.charpattern, function(ch)
    return ("<U%04X>"):format(utf8.codepoint(ch))
  end))))
  -- It complains about the categories that are not there, and fails a little.
  os.execute(("cd %s && localedef --no-archive -c -f %s -i source ./spec >log 2>&1"):format(
    process.quote(folder), point:find "[\x80-\xff]" and "UTF-8" or "ANSI_X3.4-1968"))
  if process.read_file(folder .. "/spec/LC_NUMERIC") == "" then
    os.execute("rm -rf " .. process.quote(folder))
    skip.because "localedef, or its charmaps, are not installed"
  end
  return setmetatable({
    folder = folder,
    environment = { LOCPATH = folder },
    code = 'assert(os.setlocale("spec", "numeric"), "no such locale") print(0.5)\n',
  }, Locale)
end

function Locale:__close()
  os.execute("rm -rf " .. process.quote(self.folder))
end

return locale
