-- SPDX-License-Identifier: MIT
-- Lua 5.5 compiles no assignment to the first variable of a `for`; Lua 5.4 does.

-- Puts the first variable behind the head of each `for` again, as a constant, which 5.4 guards.
local function with_constants(source)
  local inserts = {}
  local function find(pattern)
    for name, after in source:gmatch(pattern) do
      local at = select(2, source:find("%f[%w_]do%f[^%w_]", after))
      if at then inserts[at] = (" local %s <const> = %s "):format(name, name) end
    end
  end
  find "%f[%w_]for%s+([%a_][%w_]*)%s*=()"
  find "%f[%w_]for%s+([%a_][%w_]*)%s*,[%w_,%s]-%sin%f[^%w_]()"
  find "%f[%w_]for%s+([%a_][%w_]*)%s+in%f[^%w_]()"
  local parts, from = {}, 1
  for at = 1, #source do
    if inserts[at] then
      parts[#parts + 1] = source:sub(from, at) .. inserts[at]
      from = at + 1
    end
  end
  return table.concat(parts) .. source:sub(from)
end

local function check(source, name)
  return load(with_constants((source:gsub("^#[^\n]*", ""))), "=" .. name, "t")
end

describe("the variable of a for", function()
  it("is seen to be assigned to", function()
    for _, source in ipairs {
      "for i = 1, 2 do i = 3 end", "for k, v in pairs {} do\n  if v then k = nil end\nend",
      "for a, b in f(function() for b = 1, 2 do c = b end end) do end\n"
        .. "for a = 1, 2 do b, a = a end",
      "for k, v in pairs {} do f = function() k = v end end",
      "-- for those that come in\nfor those in f do those = 1 end",
      "#!/bin/x\nfor i=1,2 do i=i end",
    } do
      local _, problem = check(source, "x")
      assert.matches("assign to const variable", problem or "nothing was found in " .. source)
    end
    assert(check("for i = 1, 2 do local i = i; i = 3; t.i = 4; print { i = i } end i = 5", "x"))
    assert(check("for k, v in pairs {} do v = k end", "x"))
  end)

  it("is assigned to nowhere", function()
    local list <close> = io.popen "find lua spec rockspec -name '*.lua' -o -name '*.rockspec'"
    local problems, count = {}, 0
    for path in list:lines() do
      local file <close> = assert(io.open(path))
      local ok, problem = check(file:read "a", path)
      if not ok then problems[#problems + 1] = problem end
      count = count + 1
    end
    assert.same({}, problems)
    assert.truthy(count > 100)
  end)
end)
