-- SPDX-License-Identifier: MIT
-- From a token and e-mails to a target that moved: finds the Workspace and the people, makes a
-- goal with two targets, moves one, reads how far they are, and cleans up. In a sandbox here; with
-- ClickUp itself, base_url is left out and CLICKUP_TOKEN is the token.

local clickup = require "clickup"
local sandbox <close> = require("clickup.sandbox").start()

local EMAILS = { "janedoe@gmail.com", "johndoe@gmail.com" }
local DAY = 24 * 60 * 60 -- seconds

local client <close> = clickup.new { token = sandbox.token, base_url = sandbox.base_url }

local me = assert(client:get_authorized_user())
print("the token is " .. me.username .. "'s")

local team = assert(client:workspace())
local people = assert(client:members(team.id))
print(("%s has %d members"):format(team.name, #people.list))

-- A name that nobody has is an error with a suggestion, before anything is made.
local _, err = people:owners { "jandoe@gmail.com" }
print(err)

local owners = assert(people:owners(EMAILS))
local goal = assert(client:create_goal(team.id, {
  name = "Run more", description = "", due_date = clickup.time(os.time() + 90 * DAY),
  multiple_owners = true, owners = owners, color = "#32a852",
}))
print(("goal %q of %s and %s"):format(goal.name, goal.owners[1].username, goal.owners[2].username))

-- Both at once. What is left out (task_ids, list_ids) goes as [].
local TARGETS = {
  { name = "Distance", type = "number", unit = "km", steps_start = 0, steps_end = 200 },
  { name = "Weight", type = "number", unit = "kg", steps_start = 90, steps_end = 80 },
}
local targets, errors = client:map(TARGETS, function(target)
  target.owners = owners
  return client:create_key_result(goal.id, target)
end)
assert(not errors, errors and tostring(select(2, next(errors))))
print(("%d targets"):format(targets.n))

assert(client:edit_key_result(targets[1].id, { steps_current = 50, note = "First runs" }))
assert(client:edit_key_result(targets[2].id, { steps_current = 88 }))

-- Answers of edits don't tell how far a target is; the goal does.
for _, target in ipairs(assert(client:progress(goal.id))) do
  print(("%s: %.0f from %.0f to %.0f, %.0f%%"):format(target.name, target.steps_current,
    target.steps_start, target.steps_end, target.percent))
end

for one, folder in assert(client:each_goal(team.id)) do
  if one.id == goal.id then print("found again" .. (folder and " in " .. folder.name or "")) end
end

for _, target in ipairs(targets) do assert(client:delete_key_result(target.id)) end
assert(client:delete_goal(goal.id))
local left = 0
for one in assert(client:each_goal(team.id)) do left = left + (one.id == goal.id and 1 or 0) end
print(("cleaned up: %d left"):format(left))
