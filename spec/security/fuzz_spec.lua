-- SPDX-License-Identifier: MIT
-- Every seed and every find of make fuzz, through the normal build; the
-- targets in spec/fuzz say what must hold.

local process = require("spec.support.process")

-- Release archives are without: see spec/fuzz/.gitattributes.
local VALID = "spec/fuzz/corpus/utf8/valid"

local REPLAY = package.cpath:match("([^;]*spec/)%?%.so") .. "replay"

local function lines(command)
  local pipe <close> = assert(io.popen(command))
  local list = {}
  for line in pipe:lines() do list[#list + 1] = line end
  return list
end

local function replay(target, files)
  local command = ("%s %s %s 2>&1"):format(process.quote(REPLAY), target, files)
  return lines(command)
end

describe("the fuzz target", function()
  local function needs_corpus()
    if process.read_file(VALID) == "" then pending "the corpus is in git only" end
  end

  for _, target in ipairs { "decode", "encode", "error", "headers", "retry", "url", "utf8" } do
    it(target .. " holds for the whole corpus", function()
      needs_corpus()
      local folder = "spec/fuzz/corpus/" .. target
      local files = #lines("ls " .. folder)
      local output = replay(target, folder .. "/*")
      assert.is_true(files > 1)
      assert.equal(tostring(files), output[#output], table.concat(output, "\n"))
    end)
  end

  it("fails when something does not hold", function()
    needs_corpus()
    local output = replay("spec_red", VALID)
    assert.is_truthy(table.concat(output, "\n"):find("this target never holds", 1, true))
  end)
end)
