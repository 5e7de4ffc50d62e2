-- SPDX-License-Identifier: MIT
-- A helper process that never outlives this one: its standard input is a pipe
-- that closes when this process ends, however it ends.

local process = {}

local Process = {}
Process.__index = Process

local function quote(text)
  return "'" .. text:gsub("'", [['\'']]) .. "'"
end
process.quote = quote

local function capture(command)
  local pipe <close> = assert(io.popen(command))
  return pipe:read("a")
end

local function read_file(path)
  local file <close> = io.open(path, "rb")
  return file and file:read("a") or ""
end
process.read_file = read_file

--- The interpreter of helpers: a Lua that has luasocket, cqueues and luaossl, which the one that
--- is tested may lack.
process.HELPER = quote(os.getenv "SANDBOX_LUA" or os.getenv "LUA" or "lua5.4")

--- Words before a command that end it when it takes too long, where there is such a program.
---@param seconds integer
---@return string
function process.limit(seconds)
  return ("$(command -v timeout >/dev/null && echo timeout -k 1 %d)"):format(seconds)
end

function process.write_file(path, bytes)
  local file <close> = assert(io.open(path, "wb"))
  assert(file:write(bytes))
end

--- How many descriptors this process has. They are counted when the pipe to whoever counts has
--- been closed.
---@return integer
function process.descriptors()
  local path = os.tmpname()
  local counter = assert(io.popen("cat; ls /proc/$PPID/fd | wc -l >" .. path, "w"))
  counter:close()
  local count = read_file(path)
  os.remove(path)
  return assert(tonumber(count))
end

--- A new folder, which `start` takes over.
---@return string path
function process.folder()
  local path = capture("mktemp -d /tmp/clickup-spec.XXXXXX"):match("[^\n]+")
  return assert(path, "mktemp failed")
end

-- The shell opens the FIFO: a command that cannot start is an end of file and
-- not a hang. It removes the folder even when this process was killed, and
-- leaves SIGINT to this process.
local SCRIPT = [[
trap '' INT HUP
folder=%s
exec >"$folder/output" 2>"$folder/errors"
%s
exec >/dev/null 2>&1
cat
rm -rf "$folder"]]

--- Runs a shell command that ends when its input ends. What it prints is read
--- by `line`; what it writes to standard error by `errors`.
---@param folder string from `process.folder`
---@param command string
function process.start(folder, command)
  local fifo = folder .. "/output"
  assert(os.execute("mkfifo " .. quote(fifo)))
  local input = assert(io.popen(SCRIPT:format(quote(folder), command), "w"))
  local output = assert(io.open(fifo, "r"))
  return setmetatable({ folder = folder, input = input, output = output }, Process)
end

--- The next line of output, waiting for it; nil when the process has ended.
function Process:line()
  return self.output:read("l")
end

function Process:errors()
  return read_file(self.folder .. "/errors")
end

--- Ends the process, and waits until it and its folder are gone.
function Process:close()
  if io.type(self.input) == "file" then
    self.input:close()
    self.output:close()
  end
end

--- Closes, and raises with what the process had to say.
function Process:fail(what)
  local reason = self:errors()
  self:close()
  error(("%s: %s"):format(what, reason ~= "" and reason or "ended without a word"), 0)
end

Process.__close = Process.close
Process.__gc = Process.close

return process
