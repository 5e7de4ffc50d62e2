-- SPDX-License-Identifier: MIT
-- Commands and files, as far as make mutants needs them.

local shell = {}

function shell.quote(text) return "'" .. text:gsub("'", [['\'']]) .. "'" end

---@return boolean
function shell.run(command) return (os.execute(command)) == true end

--- The lines that a command writes.
function shell.lines(command)
  local pipe <close> = assert(io.popen(command))
  return pipe:read("a"):gmatch "[^\n]+"
end

function shell.clock() return tonumber(shell.lines "date +%s.%N"()) end

function shell.read(path)
  local file <close> = assert(io.open(path, "rb"))
  return file:read "a"
end

function shell.write(path, text)
  local file <close> = assert(io.open(path, "wb"))
  assert(file:write(text))
end

return shell
