-- SPDX-License-Identifier: MIT
-- Random programs for make schedules: a list of steps, which may hold lists of steps. The same seed
-- makes the same program; to cut one down is to leave steps out.

local program = {}

program.MODES = { "blocking", "stepped", "luv", "cqueues", "copas" }

-- A generator of its own, so that nothing else that draws changes the program.
local function new_random(seed)
  local state = (seed * 2654435761 + 40503) & 0xffffffff
  return function(n)
    state = (state * 1103515245 + 12345) & 0x7fffffff
    return (state >> 8) % n + 1
  end
end

-- A program begins in its host's loop, leaves it `leaves` times, takes a step of `outside` each
-- time, and enters it again.

-- How often each step comes. `begins`: a coroutine, which luv takes for its own where none is
-- running. `raises`: where an error ends no process.
local STEPS = {
  { "create", 10 }, { "start", 6 }, { "on_done", 6, body = 2 }, { "spawn", 5, body = 3 },
  { "map", 3, body = 2 }, { "map_pages", 2, body = 1 }, { "generator", 3, begins = true },
  { "nested", 3, body = 2, begins = true }, { "wait_any", 3 }, { "wait_all", 2 }, { "sleep", 2 },
  { "cancel", 2 }, { "collect", 1 }, { "close", 1 }, { "step", 2 }, { "raise", 2, raises = true },
  { "exchange", 1 }, { "replace", 1 },
}

local function allowed(step, draft, depth, place)
  if step.body and depth >= 4 then return false end
  local in_task = place == "spawn" or place == "map"
  if step.begins and place == "outside" and draft.mode == "luv" then return false end
  if step.raises then
    return in_task or place == "on_done" and (draft.mode == "blocking" or draft.mode == "stepped")
  end
  if step[1] == "close" then return draft.closes end
  return true
end

local PLACE = { spawn = "spawn", map = "map", map_pages = "map", on_done = "on_done" }

local function draw_steps(draft, draw, count, depth, place)
  local list, total = {}, 0
  local fitting = {}
  for _, step in ipairs(STEPS) do
    if allowed(step, draft, depth, place) then
      fitting[#fitting + 1] = step
      total = total + step[2]
    end
  end
  for i = 1, count do
    local at, chosen = draw(total), nil
    for _, step in ipairs(fitting) do
      chosen, at = step, at - step[2]
      if at <= 0 then break end
    end
    local kind = chosen[1]
    draft.count = draft.count + 1
    list[i] = {
      kind = kind, id = draft.count, client = draw(draft.clients), n = draw(4),
      deadline = draw(4) == 1 and draw(6) / 10 or nil, what = draw(3), child = draw(2) == 1,
      body = chosen.body
        and draw_steps(draft, draw, draw(chosen.body), depth + 1, PLACE[kind] or place) or nil,
    }
  end
  return list
end

--- What the seed stands for.
---@param seed integer
---@param mode string
function program.make(seed, mode)
  local draw = new_random(seed)
  local draft = { seed = seed, mode = mode, count = 0, clients = draw(3),
    closes = draw(4) == 1, on_event = draw(3), fault_seed = draw(100000), faults = draw(3) > 1 }
  if (mode == "blocking" or mode == "stepped") and draw(3) == 1 then
    draft.interrupt = draw(1500)
  end
  draft.steps = draw_steps(draft, draw, 1 + draw(6), 1, "root")
  draft.leaves = draw(3) - 1
  draft.outside = draw_steps(draft, draw, draft.leaves, 3, "outside")
  draft.ends = draw(1000)
  return draft
end

local function without(steps, out)
  local list = {}
  for _, step in ipairs(steps) do
    if not out[step.id] then
      if step.body then step.body = without(step.body, out) end
      list[#list + 1] = step
    end
  end
  return list
end

--- Leaves the steps out whose ids are in the set.
function program.leave_out(draft, out)
  draft.steps, draft.outside = without(draft.steps, out), without(draft.outside, out)
end

local function add_ids(steps, list)
  for _, step in ipairs(steps) do list[#list + 1] = step.id end
  for _, step in ipairs(steps) do
    if step.body then add_ids(step.body, list) end
  end
end

--- The ids of all steps, outermost first.
function program.ids(draft)
  local list = {}
  add_ids(draft.steps, list)
  add_ids(draft.outside, list)
  return list
end

--- A few lines that a person can read.
function program.text(draft)
  local lines = { ("seed %d, %s, %d clients%s%s%s%s"):format(draft.seed, draft.mode,
    draft.clients, draft.faults and ", faults" or "",
    draft.on_event == 1 and ", on_event raises" or "",
    draft.interrupt and ", interrupt at line " .. draft.interrupt or "",
    draft.leaves > 0 and (", leaves its loop %d times"):format(draft.leaves) or "") }
  local function add(steps, indent)
    for _, step in ipairs(steps) do
      lines[#lines + 1] = ("%s%s #%d client=%d n=%d%s"):format(indent, step.kind, step.id,
        step.client, step.n, step.deadline and " deadline=" .. step.deadline or "")
      if step.body then add(step.body, indent .. "  ") end
    end
  end
  add(draft.steps, "  ")
  if draft.outside[1] then
    lines[#lines + 1] = "outside:"
    add(draft.outside, "  ")
  end
  return table.concat(lines, "\n")
end

return program
