-- SPDX-License-Identifier: MIT
--- What is in the Workspaces: Spaces, Folders, Lists, tasks and comments. All are things of one
-- store, each within another; `clickup.sandbox.hierarchy_handlers` says what may be within what.
-- Pure: no I/O, and time comes from the state's clock.

local json = require "clickup.sandbox.json"
local worlds = require "clickup.sandbox.worlds"

local M = {}

---@class clickup.sandbox.Thing
---@field kind "team"|"view"|"space"|"folder"|"list"|"task"|"comment" the first two: mere places
---@field id string
---@field parent clickup.sandbox.Thing?
---@field things clickup.sandbox.Thing[] what is within it, oldest first
---@field fields table what was sent, without nulls
---@field creator integer
---@field number integer the order in which things came
---@field made_ms integer
---@field created_ms integer? as it is told
---@field updated_ms integer
---@field done_ms integer? of a task

---@class clickup.sandbox.Hierarchy
---@field state clickup.sandbox.State
---@field by_id table<string, table<string, clickup.sandbox.Thing>> by kind
---@field last integer
local Hierarchy = {}
Hierarchy.__index = Hierarchy

-- What there is from the start, in the Workspace that is there.
local START = {
  id = "790", name = "Space Name",
  folders = { { id = "457", name = "Folder Name", lists = { {
    id = "124", name = "List Name", comments = { { comment_text = "List comment content" } },
    tasks = {
      { id = "9hx", name = "First task", comments = { { comment_text = "Task comment content" } } },
      { id = "9hy", name = "Second task", assignees = { 183 }, priority = 2 },
      { id = "9hz", name = "Third task", status = "complete" },
    },
  } } } },
  lists = { { id = "125", name = "List in no Folder" } },
}

M.SPACE_ID, M.LIST_ID = START.id, START.folders[1].lists[1].id

local FIRST_NUMBER = 1000 -- ids are numbers that go on from here; those of tasks in letters

---@param state clickup.sandbox.State
---@param team_id string the Workspace that is not empty
---@return clickup.sandbox.Hierarchy
function M.new(state, team_id)
  local self = setmetatable({ state = state, last = FIRST_NUMBER, by_id = {
    team = {}, view = {}, space = {}, folder = {}, list = {}, task = {}, comment = {},
  } }, Hierarchy)
  self:plant(self:place("team", team_id), "space", START)
  return self
end

-- A number as a task's id: in the letters and digits of base 36.
local function in_letters(number)
  local letters = ""
  repeat
    local digit = number % 36
    letters = string.char(digit < 10 and 48 + digit or 87 + digit) .. letters
    number = number // 36
  until number == 0
  return letters
end

local function new_id(self, kind)
  local id
  repeat
    self.last = self.last + 1
    id = kind == "task" and "9" .. in_letters(self.last) or ("%d"):format(self.last)
  until not self.by_id[kind][id]
  return id
end

--- A Workspace or a view: things are in it, nothing else is known of it here.
---@param kind "team"|"view"
---@param id string
---@return clickup.sandbox.Thing
function Hierarchy:place(kind, id)
  local place = self.by_id[kind][id] or { kind = kind, id = id, things = {}, fields = {} }
  self.by_id[kind][id] = place
  return place
end

---@param kind string
---@param id string
---@return clickup.sandbox.Thing?
function Hierarchy:find(kind, id)
  if kind == "team" or kind == "view" then return self:place(kind, id) end
  return self.by_id[kind][id]
end

---@param custom_id string
---@return clickup.sandbox.Thing?
function Hierarchy:find_custom(custom_id)
  for _, task in pairs(self.by_id.task) do
    if task.fields.custom_id == custom_id then return task end
  end
end

--- The thing of that kind that it is within, or it itself.
---@param thing clickup.sandbox.Thing
---@param kind string
---@return clickup.sandbox.Thing?
function M.up(thing, kind)
  local at = thing
  while at and at.kind ~= kind do at = at.parent end
  return at
end

--- All of a kind that is within it, however deep, oldest first.
---@param thing clickup.sandbox.Thing
---@param kind string
---@return clickup.sandbox.Thing[]
function M.within(thing, kind)
  local list = {}
  local function look(one)
    for _, inner in ipairs(one.things) do
      if inner.kind == kind then list[#list + 1] = inner end
      look(inner)
    end
  end
  look(thing)
  table.sort(list, function(a, b) return a.number < b.number end)
  return list
end

local STATUSES = { "to do", "in progress", "complete" }

---@param thing clickup.sandbox.Thing
---@return string[] # of the tasks in it: its Space's; the last one is that of what is done
function M.statuses(thing)
  local space = M.up(thing, "space")
  return space and space.fields.statuses or STATUSES
end

---@param task clickup.sandbox.Thing
---@return boolean
function M.is_done(task)
  local names = M.statuses(task)
  return task.fields.status == names[#names]
end

-- Overwrites what is given; a null takes away.
local function set(thing, fields, now)
  for name, value in pairs(fields) do
    if value == json.null then value = nil end
    thing.fields[name] = value
  end
  local done = thing.kind == "task" and M.is_done(thing)
  thing.done_ms = done and (thing.done_ms or now) or nil
  thing.updated_ms = now
end

---@param parent clickup.sandbox.Thing
---@param kind string
---@param fields table the body of a create, and optionally id
---@param user_id integer
---@return clickup.sandbox.Thing
function Hierarchy:add(parent, kind, fields, user_id)
  local state = self.state
  local now = state.clock()
  self.last = self.last + 1
  local thing = {
    kind = kind, parent = parent, things = {}, fields = {}, creator = user_id, number = self.last,
    made_ms = now, created_ms = worlds.born(state.world, now),
  }
  set(thing, fields, now)
  local id = thing.fields.id
  thing.id, thing.fields.id = id and tostring(math.tointeger(id) or id) or new_id(self, kind), nil
  self.by_id[kind][thing.id] = thing
  table.insert(parent.things, thing)
  return thing
end

---@param thing clickup.sandbox.Thing
---@param fields table the body of an update, lists as they are to be
function Hierarchy:edit(thing, fields)
  set(thing, fields, self.state.clock())
end

local function subtasks_of(self, task_id)
  local list = {}
  for _, task in pairs(self.by_id.task) do
    if task.fields.parent == task_id then list[#list + 1] = task end
  end
  return list
end

--- Removes a thing with all that is within it; a task with its subtasks.
---@param thing clickup.sandbox.Thing
function Hierarchy:delete(thing)
  while thing.things[1] do self:delete(thing.things[#thing.things]) end
  self.by_id[thing.kind][thing.id] = nil
  for i, other in ipairs(thing.parent.things) do
    if other == thing then
      table.remove(thing.parent.things, i)
      break
    end
  end
  if thing.kind ~= "task" then return end
  for _, task in ipairs(subtasks_of(self, thing.id)) do
    if self.by_id.task[task.id] then self:delete(task) end
  end
end

--- Of these tasks and of those in these Lists: how many are done, and how many there are.
---@param task_ids string[]
---@param list_ids string[]
---@return integer done
---@return integer count
function Hierarchy:progress(task_ids, list_ids)
  local tasks, done, count = {}, 0, 0
  for _, id in ipairs(task_ids) do tasks[self.by_id.task[id] or false] = true end
  for _, id in ipairs(list_ids) do
    local list = self.by_id.list[id]
    for _, task in ipairs(list and M.within(list, "task") or {}) do tasks[task] = true end
  end
  tasks[false] = nil
  for task in pairs(tasks) do
    done, count = done + (task.done_ms and 1 or 0), count + 1
  end
  return done, count
end

-- What may be within what, by the names that seeds have for it.
local WITHIN = {
  space = { folders = "folder", lists = "list" }, folder = { lists = "list" },
  list = { tasks = "task", comments = "comment" }, task = { comments = "comment" },
  comment = { replies = "comment" },
}

--- What is wrong with a seed; nil: nothing.
---@return string?
function M.problem(kind, seed, path)
  if type(seed) ~= "table" then return path .. " must be an object" end
  for name, inner in pairs(WITHIN[kind]) do
    local list = seed[name]
    if list ~= nil and (type(list) ~= "table" or not json.is_array(list) and next(list) ~= nil) then
      return ("%s.%s must be a list"):format(path, name)
    end
    for i, one in ipairs(list or {}) do
      local problem = M.problem(inner, one, ("%s.%s[%d]"):format(path, name, i))
      if problem then return problem end
    end
  end
end

--- Adds a seed with all that is within it; one whose id is there is left as it is, and gets what
--- is within.
---@param parent clickup.sandbox.Thing
---@param kind string
---@param seed table
---@return clickup.sandbox.Thing
function Hierarchy:plant(parent, kind, seed)
  local fields = {}
  for name, value in pairs(seed) do
    if not (WITHIN[kind] or {})[name] then fields[name] = value end
  end
  local known = seed.id and self.by_id[kind][tostring(seed.id)]
  local thing = known or self:add(parent, kind, fields, math.tointeger(seed.creator) or 183)
  for name, inner in pairs(WITHIN[kind] or {}) do
    for _, one in ipairs(seed[name] or {}) do self:plant(thing, inner, one) end
  end
  return thing
end

return M
