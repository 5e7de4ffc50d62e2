-- SPDX-License-Identifier: MIT
-- From a List of tasks to an automatic target of a goal: finds the List by its name, adds a task,
-- goes through all that are still to be done, links them with a target, and shows how it moves as
-- they are done. In a sandbox here; with ClickUp itself, base_url is left out and CLICKUP_TOKEN is
-- the token.

local clickup = require "clickup"
local sandbox <close> = require("clickup.sandbox").start()

local LIST = "List Name"
local DAY = 24 * 60 * 60

local client <close> = clickup.new { token = sandbox.token, base_url = sandbox.base_url }

-- Workspace, Spaces, Folders, Lists: each is read by the id of what it is in.
local function find_list(team_id, name)
  for _, space in ipairs(assert(client:get_spaces(team_id))) do
    for _, folder in ipairs(assert(client:get_folders(space.id))) do
      for _, list in ipairs(assert(client:get_lists(folder.id))) do
        if list.name == name then return list, folder end
      end
    end
  end
end

local team = assert(client:workspace())
local list, folder = find_list(team.id, LIST)
print(("%s in %s: %s tasks"):format(list.name, folder.name, list.task_count))

-- If its answer is lost, the List is looked through, and nothing is created twice.
local task = assert(client:create_task(list.id, { name = "Fourth task", priority = 2 }))
print(("%s: %s, %s"):format(task.name, task.status.status, task.priority.priority))

-- All pages, 100 tasks each. Closed tasks are left out, unless one asks for them.
local task_ids = {}
for open in client:each("get_tasks", list.id) do task_ids[#task_ids + 1] = open.id end
print(("%d are open"):format(#task_ids))

local goal = assert(client:create_goal(team.id, {
  name = "Empty the list", description = "", due_date = clickup.time(os.time() + 90 * DAY),
  multiple_owners = false, owners = {}, color = "#32a852",
}))
assert(client:create_key_result(goal.id, {
  name = "Open tasks", type = "automatic", owners = {}, unit = "",
  steps_start = 0, steps_end = #task_ids, task_ids = task_ids, list_ids = {},
}))

-- As each task is done, so is a part of the target.
for _, id in ipairs(task_ids) do
  local done = assert(client:update_task(id, { status = "complete" }))
  local target = assert(client:progress(goal.id))[1]
  print(("%s: %s, %.0f%%"):format(done.name, target.name, target.percent))
end
