-- SPDX-License-Identifier: MIT
-- The small changes that a source file can have, each in one line: conditions, bounds, constants,
-- calls left out, what is returned. Comments and texts are left alone.

local changes = {}

-- What is no code is overwritten, so that every place stays where it is.
local NO_CODE = {
  c = { "^/%*.-%*/", "^#[^\n]*", '^"[^"\n]*"', "^'[^'\n]*'" },
  lua = { "^%-%-%[%[.-%]%]", "^%-%-[^\n]*", "^%[%[.-%]%]", '^"[^"\n]*"', "^'[^'\n]*'" },
}

local function hide(text) return (text:gsub("[^\n]", "\1")) end

local function mask(text, language)
  text = text:gsub("\\[^\n]", hide)
  local out, at = {}, 1
  while at <= #text do
    local stop
    for _, pattern in ipairs(NO_CODE[language]) do
      stop = stop or select(2, text:find(pattern, at))
    end
    out[#out + 1] = stop and hide(text:sub(at, stop)) or text:sub(at, at)
    at = (stop or at) + 1
  end
  return table.concat(out)
end

-- What is found becomes what is beside it.
local OPERATORS = {
  c = { [" && "] = " || ", [" || "] = " && ", [" == "] = " != ", [" != "] = " == " },
  lua = { [" and "] = " or ", [" or "] = " and ", [" == "] = " ~= ", [" ~= "] = " == " },
}
for _, list in pairs(OPERATORS) do
  for _, pair in ipairs { { "<", "<=" }, { ">", ">=" }, { "+", "-" } } do
    list[" " .. pair[1] .. " "] = " " .. pair[2] .. " "
    list[" " .. pair[2] .. " "] = " " .. pair[1] .. " "
  end
end

-- A pattern that captures the place before and after what becomes something else.
local PATTERNS = {
  c = {
    { "%f[%w_]()true()%f[^%w_]", "false" }, { "%f[%w_]()false()%f[^%w_]", "true" },
    { "()!()%f[%w_(]", "" },
    { "^ *()[%w_]+%b();() *$", ";" }, { "^ *()%(void%)[%w_]+%b();() *$", ";" },
    { "%) ()[%w_]+%b();() *$", ";" }, { "else ()[%w_]+%b();() *$", ";" },
    { "return ()[^;]+();", "0" }, { "%f[%w]if ()%b()()", "(!%s)" },
    { "%f[%w]while ()%b()()", "(!%s)" }, { "^ *()[%w_>.%-%[%]]+ [-+|]?= [^;]+;() *$", ";" },
  },
  lua = {
    { "%f[%w_]()true()%f[^%w_]", "false" }, { "%f[%w_]()false()%f[^%w_]", "true" },
    { "%f[%w_]()not ()", "" },
    { "^ *()[%w_.:]+%b()() *$", "do end" }, { "then ()[%w_.:]+%b()() end *$", "" },
    { "%) ()[%w_.:]+%b()() end *$", "" }, { "return ().-() end *$", "nil" },
    { "^ *return ()[^ ].-() *$", "nil" }, { "%f[%w]if ()[^%z]-() then", "not (%s)" },
    { "%f[%w]while ()[^%z]-() do", "not (%s)" }, { "^ *()[%w_.%[%]]+ = [^{]+() *$", "do end" },
  },
}

local function is_balanced(text)
  local rest = text:gsub("%b()", ""):gsub("%b{}", ""):gsub("%b[]", "")
  return not rest:find "[(){}%[%]]"
end

-- Calls tell(first place, place behind, replacement) for each change of a line.
local function scan(line, code, language, tell)
  for from, to in pairs(OPERATORS[language]) do
    for place in code:gmatch("()" .. from:gsub("%p", "%%%0")) do
      tell(place, place + #from, to)
    end
  end
  for first, digits, stop in code:gmatch "%f[%w_.]()(%d+)()[uUL]*%f[^%w_.]" do
    local number = math.tointeger(tonumber(digits))
    tell(first, stop, ("%d"):format(number + 1))
    if number > 0 then tell(first, stop, ("%d"):format(number - 1)) end
  end
  for _, rule in ipairs(PATTERNS[language]) do
    for first, stop in code:gmatch(rule[1]) do
      local same = rule[2] == "nil" and code:sub(first, stop - 1) == "false"
      if is_balanced(code:sub(first, stop - 1)) and not same then
        tell(first, stop, (rule[2]:gsub("%%s", function() return line:sub(first, stop - 1) end)))
      end
    end
  end
end

---@class Change
---@field file string
---@field line integer
---@field above string # the line before the changed one
---@field before string # the line
---@field after string

--- All changes of each line, the lines in order.
---@param file string
---@param text string
---@return Change[][]
function changes.of(file, text)
  local language, list, number, above = file:match "[^.]+$", {}, 0, ""
  local codes = mask(text, language):gmatch "([^\n]*)\n"
  for line in text:gmatch "([^\n]*)\n" do
    local here, known = {}, { [line] = true }
    number = number + 1
    scan(line .. " ", codes() .. " ", language, function(first, stop, new)
      local after = (line:sub(1, first - 1) .. new .. line:sub(stop)):gsub("%s+$", "")
      if known[after] then return end
      known[after] = true
      here[#here + 1] = { file = file, line = number, above = above, before = line, after = after }
    end)
    table.sort(here, function(a, b) return a.after < b.after end)
    if here[1] then list[#list + 1] = here end
    above = line
  end
  return list
end

--- The text with that change.
function changes.apply(text, change)
  local number = 0
  return (text:gsub("[^\n]*\n", function()
    number = number + 1
    return number == change.line and change.after .. "\n" or nil
  end))
end

return changes
