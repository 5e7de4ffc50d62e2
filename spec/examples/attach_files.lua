-- SPDX-License-Identifier: MIT
-- Attaches files to a task, several at once, and shows how far they are. What is there already,
-- under the same name and of the same size, is not uploaded again.
--
--   attach_files.lua WORKSPACE_ID TASK_ID FILE...   # CLICKUP_TOKEN is the token
--   attach_files.lua                                # shows itself in a sandbox

local clickup = require "clickup"

local function size_of(path)
  local file <close> = assert(io.open(path, "rb"))
  return file:seek "end"
end

local function attach(client, workspace_id, task_id, paths)
  local there, missing = {}, {}
  for one in client:each("get_parent_entity_attachments", workspace_id, "attachments", task_id) do
    there[one.title] = one.size
  end
  for _, path in ipairs(paths) do
    if there[path:match "[^/]*$"] ~= size_of(path) then missing[#missing + 1] = path end
  end
  local results, errors = client:map(missing, function(path)
    return client:create_task_attachment(task_id, { attachment = { path = path } })
  end, { concurrency = 4 })
  for i, path in ipairs(missing) do
    -- where err.sent is "unknown" it may be there: look before you send it again
    print(path, results[i] and results[i].url or errors[i])
  end
  print(("%d attached, %d were there"):format(#missing, #paths - #missing))
end

local function show(event)
  if event.event == "progress" and event.bytes == event.total then
    print(("%d bytes sent"):format(event.total))
  end
end

if arg[1] then
  local client <close> = clickup.new { on_event = show }
  attach(client, arg[1], arg[2], { table.unpack(arg, 3) })
else
  local sandbox <close> = require("clickup.sandbox").start()
  local client <close> = clickup.new { base_url = sandbox.base_url, token = sandbox.token,
    on_event = show }
  attach(client, 1, "9hz", { "LICENSE" })
  attach(client, 1, "9hz", { "LICENSE", "README.md" })
  local hello = { bytes = "Hello", filename = "hello.txt" }
  assert(client:create_task_attachment("9hz", { attachment = hello }))
  for _, one in ipairs(sandbox:state().attachments) do print(one.title, one.mime_type) end
end
