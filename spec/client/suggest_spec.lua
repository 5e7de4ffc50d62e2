-- SPDX-License-Identifier: MIT

local index = require "clickup.api.index"
local suggest = require "clickup.suggest"

local FIELDS = { "name", "owners", "type", "steps_start", "steps_end", "unit", "task_ids",
  "list_ids" }

describe("did you mean", function()
  it("finds what was misspelt", function()
    for word, meant in pairs {
      owner = "owners", ownres = "owners", OWNERS = "owners", Name = "name", nmae = "name",
      nam = "name", stepsStart = "steps_start", step_end = "steps_end", taskIds = "task_ids",
      lists_id = "list_ids", tpye = "type", steps_strat = "steps_start", typ = "type",
    } do
      assert.equal(meant, suggest.nearest(word, FIELDS), word)
    end
  end)

  it("takes one edit in a short word, and one for each three bytes", function()
    for word, meant in pairs { i = "id", di = "id", urk = "url", urkk = false, steps_ = false,
      stepsta = "stepstar", steqsta = "stepstar", steqsti = false,
      ulr = "url", lru = false, stpera = false, tsepstar = "stepstar", tsepstra = "stepstar",
      tespsatr = false, stexxtar = "stepstar", xxepxtar = false } do
      assert.equal(meant or nil, suggest.nearest(word, { "id", "url", "stepstar" }), word)
    end
  end)

  it("does not guess", function()
    for _, word in ipairs { "", "x", "ab", "description", "due_date", "color", ("n"):rep(41),
      ("name"):rep(1000000), "\xff\xfe" } do
      assert.is_nil(suggest.nearest(word, FIELDS), word:sub(1, 20))
    end
    for _, word in ipairs { 7, true, {}, print } do assert.is_nil(suggest.nearest(word, FIELDS)) end
    assert.is_nil(suggest.nearest(nil, FIELDS))
    assert.is_nil(suggest.nearest("name", {}))
  end)

  it("looks at words of up to 40 bytes", function()
    for length, meant in pairs { [40] = ("n"):rep(39), [41] = false } do
      assert.equal(meant or nil, suggest.nearest(("n"):rep(length), { ("n"):rep(length - 1) }))
    end
  end)

  it("finds the operations, each without a letter in its middle", function()
    local names = index.names()
    for i = 1, #names, 3 do
      local name = names[i]
      local middle = #name // 2
      assert.equal(name, suggest.nearest(name:sub(1, middle - 1) .. name:sub(middle + 1), names))
    end
  end)

  it("takes the nearest, and the first of those", function()
    assert.equal("ab", suggest.nearest("abc", { "xb", "ab", "abcde" }))
    assert.equal("cat", suggest.nearest("bat", { "cat", "hat", "rat" }))
    assert.equal("hat", suggest.nearest("hat", { "cat", "hat" }))
  end)
end)
