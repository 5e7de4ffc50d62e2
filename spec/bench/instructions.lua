-- SPDX-License-Identifier: MIT
-- Instructions per create on plain HTTP, as callgrind counts them: the figure that
-- no other load on the machine changes. Each program runs twice; the difference of
-- the two counts is free of start-up.
--
--     lua instructions.lua REFERENCE [--functions]

local process = require "spec.support.process"
local server = require "spec.bench.server"

local FEW <const>, MANY <const> = 100, 600
local TOP <const> = 40

local reference, functions = arg[1], arg[2] == "--functions"
local quote = process.quote

local function shell(command)
  local pipe = assert(io.popen(command))
  local output = pipe:read("a")
  if not pipe:close() then
    error("failed: " .. command .. "\n" .. output, 0)
  end
  return output
end

local function programs(base)
  local url = ("%s/v2/goal/%s/key_result"):format(base, server.GOAL)
  local lua = os.getenv("LUA") or "lua5.4"
  return {
    { label = "a  libcurl, no JSON", command = ("%s easy %s '' 1.1"):format(reference, url) },
    { label = "b  libcurl + lua-cjson", command = ("%s json %s '' 1.1"):format(reference, url) },
    {
      label = "c  this module",
      command = ("%s spec/bench/clients.lua clickup %s '' 1.1"):format(lua, base),
    },
  }
end

local function profile(program, count, folder)
  local file = ("%s/callgrind.%d"):format(folder, count)
  shell(("valgrind --tool=callgrind --callgrind-out-file=%s %s %d 2>&1"):format(
    quote(file), program.command, count))
  return file
end

-- Function → instructions, each as "name [object]".
local function self_costs(file)
  local costs = {}
  local command = "callgrind_annotate --threshold=100 --auto=no --show-percs=no " .. quote(file)
  for line in shell(command):gmatch("[^\n]+") do
    local cost, rest = line:match("^%s*([%d,]+)%s+(%S.*)$")
    local place, object = (rest or ""):match("^(.-) %[(.-)%]$")
    if place then
      place = place:match("[^/]*$"):gsub("'%d+$", "") -- a depth of recursion
      local title = ("%s [%s]"):format(place, object:match("[^/]*$"))
      costs[title] = (costs[title] or 0) + tonumber((cost:gsub(",", "")))
    end
  end
  return costs
end

local function total(file)
  local sum = process.read_file(file):match("\ntotals: (%d+)")
  return assert(tonumber(sum), "callgrind counted nothing")
end

-- Costs per create, by whatever `measure` tells apart.
local function sorted_difference(few, many)
  local list = {}
  for title, cost in pairs(many) do
    local each = (cost - (few[title] or 0)) / (MANY - FEW)
    if each >= 0.5 then list[#list + 1] = { title = title, cost = each } end
  end
  table.sort(list, function(x, y) return x.cost > y.cost end)
  return list
end

local function by_object(costs)
  local sums = {}
  for title, cost in pairs(costs) do
    local object = title:match("%[(.-)%]$")
    sums[object] = (sums[object] or 0) + cost
  end
  return sums
end

local function print_list(list, most)
  for i = 1, math.min(most, #list) do
    print(("%12.0f  %s"):format(list[i].cost, list[i].title))
  end
end

local function measure(program, folder)
  local few, many = profile(program, FEW, folder), profile(program, MANY, folder)
  program.each = (total(many) - total(few)) / (MANY - FEW)
  if functions then program.few, program.many = self_costs(few), self_costs(many) end
end

local function print_functions(program)
  print(("\n%s, by library:"):format(program.label))
  print_list(sorted_difference(by_object(program.few), by_object(program.many)), TOP)
  print(("\n%s, the %d dearest functions by what they do themselves:"):format(program.label, TOP))
  print_list(sorted_difference(program.few, program.many), TOP)
end

local nginx <close> = server.start()
local list = programs(nginx.bases.http)
print(("instructions per create on plain HTTP (from %d to %d creates)"):format(FEW, MANY))
for _, program in ipairs(list) do
  measure(program, nginx.folder)
  print(("%12.0f  %s"):format(program.each, program.label))
end
print(("%12.3f  c / b"):format(list[3].each / list[2].each))
if functions then
  for _, program in ipairs(list) do print_functions(program) end
end
