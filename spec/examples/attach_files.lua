-- SPDX-License-Identifier: MIT
-- Attaches files to a task, several at once, and shows how far they are. What is there already,
-- under the same name and of the same size, is not uploaded again.
--
--   attach_files.lua WORKSPACE_ID TASK_ID FILE...   # CLICKUP_TOKEN is the token
--   attach_files.lua                                # shows itself in a sandbox
--
-- Exit status: 0; 1 when a file could not be attached; 2 when none was tried.

local clickup = require "clickup"

local function fail(message)
  io.stderr:write("attach_files: ", message, "\n")
  os.exit(2, true)
end

local function size_of(path)
  local file, problem = io.open(path, "rb")
  if not file then fail(problem) end
  local size
  size, problem = file:seek "end"
  file:close()
  return size or fail(path .. ": " .. problem)
end

-- Sizes by the names of what the task has.
local function read_sizes(client, workspace_id, task_id)
  local sizes = {}
  local ok, err = pcall(function()
    for one in client:each("get_parent_entity_attachments", workspace_id, "attachments", task_id) do
      sizes[one.title] = one.size
    end
  end)
  return ok and sizes or fail(tostring(err))
end

-- Returns how many failed.
local function attach(client, workspace_id, task_id, paths)
  local sizes, missing = {}, {}
  for i, path in ipairs(paths) do sizes[i] = size_of(path) end
  local there = read_sizes(client, workspace_id, task_id)
  for i, path in ipairs(paths) do
    if there[path:match "[^/]*$"] ~= sizes[i] then missing[#missing + 1] = path end
  end
  local results, errors = client:map(missing, function(path)
    return client:create_task_attachment(task_id, { attachment = { path = path } })
  end, { concurrency = 4 })
  local failed = 0
  for i, path in ipairs(missing) do
    -- where err.sent is "unknown" it may be there: look before you send it again
    print(path, results[i] and results[i].url or errors[i])
    if not results[i] then failed = failed + 1 end
  end
  print(("%d attached, %d were there, %d failed"):format(#missing - failed, #paths - #missing,
    failed))
  return failed
end

local function show(event)
  if event.event == "progress" and event.bytes == event.total then
    print(("%d bytes sent"):format(event.total))
  end
end

if arg[1] then
  if not arg[3] then fail "expected WORKSPACE_ID TASK_ID FILE..." end
  local client <close> = clickup.new { on_event = show }
  os.exit(attach(client, arg[1], arg[2], { table.unpack(arg, 3) }) == 0, true)
end

-- ---- in a sandbox -----------------------------------------------------------

local sandbox <close> = require("clickup.sandbox").start()
local client <close> = clickup.new { base_url = sandbox.base_url, token = sandbox.token,
  on_event = show }
local path = os.tmpname()
os.remove(path)
path = path .. ".md"
local file <close> = assert(io.open(path, "w"))
file:write("# Notes\n"):close()
attach(client, 1, "9hz", { arg[0] })
attach(client, 1, "9hz", { arg[0], path })
os.remove(path)
local hello = { bytes = "Hello", filename = "hello.txt" }
assert(client:create_task_attachment("9hz", { attachment = hello }))
for _, one in ipairs(sandbox:state().attachments) do print(one.title, one.mime_type) end
