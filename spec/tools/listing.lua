-- SPDX-License-Identifier: MIT
-- The public interface as lines, each of which says one thing that is stable: `make listing` writes
-- them to spec/project/api.txt, and a spec compares. What is public is found: what `clickup` and
-- the modules below hold, the methods of clients, calls and tasks, the classes that those take
-- and return, options, and the operations.

local clickup = require "clickup"
local core = require "clickup.core"
local index = require "clickup.api.index"
local luacats = require "spec.tools.luacats"
local options = require "clickup.options"
local signature = require "clickup.api.signature"

local listing = { PATH = "spec/project/api.txt" }

-- Modules beside `clickup` that a program may require by name. They are only read: their host
-- library may not be installed here.
local MODULES <const> = {
  ["clickup.loop.copas"] = "lua/clickup/loop/copas.lua",
  ["clickup.loop.cqueues"] = "lua/clickup/loop/cqueues.lua",
  ["clickup.loop.luv"] = "lua/clickup/loop/luv.lua",
  ["clickup.resumer"] = "lua/clickup/resumer.lua",
  ["clickup.sandbox"] = "lua/clickup/sandbox/init.lua",
}

-- How objects are called in the lines.
local OBJECTS <const> = { ["clickup.client"] = "client", ["clickup.call"] = "call",
  ["clickup.task"] = "task", ["clickup.error"] = "err", ["clickup.response"] = "response",
  ["clickup.event"] = "event", ["clickup.options"] = "option" }

local function shell(command)
  local pipe <close> = assert(io.popen(command))
  return pipe:read "a"
end

-- Everything that is declared in lua/, but for what is ClickUp's: classes of bodies and answers.
local function read_all()
  local all = { classes = {}, methods = {}, files = {} }
  for path in shell "find lua/clickup -name '*.lua' | LC_ALL=C sort":gmatch "[^\n]+" do
    local found = luacats.read(path)
    all.files[path] = found
    if not path:find "types/operations/" then
      for _, class in ipairs(found.classes) do all.classes[class.name] = class end
    end
    for _, fn in ipairs(found.functions) do
      local class = found.objects[fn.owner]
      if class and not fn.name:find "^_" then
        all.methods[class] = all.methods[class] or {}
        all.methods[class][fn.name] = fn.text
      end
    end
  end
  return all
end

-- Only the name and its parameters, where nothing is annotated.
local function bare(fn)
  local names, info = {}, debug.getinfo(fn, "u")
  for i = 1, info.nparams do names[i] = debug.getlocal(fn, i) end
  if info.isvararg then names[#names + 1] = "..." end
  return ("(%s)"):format(table.concat(names, ", "))
end

-- ---- lines --------------------------------------------------------------------

local lines, wanted -- what is listed, and the classes that it mentions

local function mention(text)
  for name in text:gmatch "clickup[%w_.]*[%w_]" do wanted[#wanted + 1] = name end
end

local function add(form, ...)
  local line = form:format(...)
  lines[#lines + 1] = line
  mention(line:match "[(=:].*$" or "")
end

local function is_module(class)
  return not class or class == "clickup" or class:find "%.module$" ~= nil
end

-- The functions of a file that are no methods, with their types.
local function functions_of(all, path)
  local texts, found = {}, all.files[path] or { functions = {} }
  for _, fn in ipairs(found.functions) do
    local mine = is_module(found.objects[fn.owner]) and not fn.name:find "^_"
    if mine then texts[fn.name] = fn.text end
  end
  return texts
end

local function add_module(all, name, path)
  for key, text in pairs(functions_of(all, path)) do add("%s.%s%s", name, key, text) end
end

-- What a table that a program gets holds.
local function add_table(all, name, path, held)
  local texts = functions_of(all, path)
  for key, value in pairs(held) do
    local kind = type(value)
    if kind == "function" then add("%s.%s%s", name, key, texts[key] or bare(value))
    elseif kind == "table" then
      add_table(all, name .. "." .. key, ("lua/clickup/%s.lua"):format(key), value)
    else add("%s.%s: %s", name, key, kind)
    end
  end
end

local function add_methods(all, class, name, held)
  local texts = all.methods[class] or {}
  for method, fn in pairs(held or {}) do
    local entry = index.find(method)
    if entry then
      add("%s -> %s", signature.call(entry), signature.value(entry) or "true")
    elseif not texts[method] and not method:find "^__" then
      add("%s:%s%s", name, method, bare(fn))
    end
  end
  for method, text in pairs(texts) do
    if not index.has(method) then add("%s:%s%s", name, method, text) end
  end
end

-- What is shown of a default: those of an option, never what the environment has.
local function add_options(all)
  local types = {}
  for _, field in ipairs(all.classes["clickup.options"].fields) do
    types[field.name] = field.type
  end
  for _, row in ipairs(options.rows) do
    add("option %s: %s%s%s%s", row.name, types[row.name],
      row.default ~= nil and " = " .. tostring(row.default) or "",
      row.env and ", by default " .. row.env or "",
      row.per_call and ", also of a call" or "")
  end
end

-- The classes that were mentioned, and those that they mention.
local function add_classes(all)
  local seen = { ["clickup.options"] = true, ["clickup.call_options"] = true }
  while wanted[1] do
    local name = table.remove(wanted)
    local class = all.classes[name]
    if class and not seen[name] then
      seen[name] = true
      local shown = OBJECTS[name] or name
      for _, field in ipairs(class.fields) do
        add("%s.%s%s: %s", shown, field.name, field.mark, field.type)
      end
      if name ~= "clickup.client" and name ~= "clickup.call" then add_methods(all, name, shown) end
    end
  end
end

-- What can be given in a terminal, or sent, to a sandbox.
local function add_sandbox(all)
  local server = functions_of(all, "lua/clickup/sandbox/server.lua")
  add("clickup.sandbox.server.main%s", server.main)
  local function read(file)
    local handle <close> = assert(io.open("lua/clickup/sandbox/" .. file))
    return handle:read "a"
  end
  for name in read "arguments.lua":gmatch 'parser:%l+%("(%-%-[%w-]+)"' do
    add("clickup.sandbox on the command line: %s", name)
  end
  for name in read "commands.lua":gmatch "\nfunction commands%.([%w_]+)" do
    add("clickup.sandbox by HTTP: POST /_sandbox/%s", name)
  end
  for name in pairs(require("clickup.sandbox.fault_schema").FAULTS) do
    add("clickup.sandbox fault: %s", name)
  end
end

--- The whole listing.
---@return string
function listing.text()
  lines, wanted = {}, {}
  local all = read_all()
  add_table(all, "clickup", "lua/clickup/init.lua", clickup)
  for name, path in pairs(MODULES) do add_module(all, name, path) end
  add_methods(all, "clickup.client", "client", core.client)
  add_methods(all, "clickup.call", "call", core.call)
  mention "clickup.event clickup.error clickup.response clickup.task clickup.help"
  add_options(all)
  add_classes(all)
  add_sandbox(all)
  add "C: luaopen_clickup_core"
  table.sort(lines)
  return table.concat(lines, "\n") .. "\n"
end

--- Accepts the interface as it is.
function listing.write()
  local file <close> = assert(io.open(listing.PATH, "wb"))
  assert(file:write(listing.text()))
end

return listing
