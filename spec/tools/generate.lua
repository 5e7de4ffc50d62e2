-- SPDX-License-Identifier: MIT
-- What the generators share: write a file, or with --check tell that it is stale.

local generate = {}

local function read(path)
  local file <close> = io.open(path, "rb")
  return file and file:read "a"
end
generate.read = read

local function write(path, text)
  local file <close> = assert(io.open(path, "wb"))
  assert(file:write(text))
end

--- Writes these files where they differ. With --check nothing is written, and it
--- is an error when one differs.
---@param files table<string, string>  # path → text
---@param arguments string[]
function generate.finish(files, arguments)
  local stale = {}
  for path, text in pairs(files) do
    if read(path) ~= text then stale[#stale + 1] = path end
  end
  table.sort(stale)
  for _, path in ipairs(stale) do
    if arguments[1] == "--check" then
      io.stderr:write(path, ": stale; run make types\n")
    else
      write(path, files[path])
      print("wrote " .. path)
    end
  end
  os.exit(arguments[1] ~= "--check" or #stale == 0, true)
end

return generate
