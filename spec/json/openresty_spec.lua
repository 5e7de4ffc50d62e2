-- SPDX-License-Identifier: MIT
-- The other lua-cjson (see support/openresty_cjson): the same specs have to pass with it.

local process = require "spec.support.process"
local rounds = require "spec.support.rounds"
local standin = require "spec.support.openresty_cjson"

-- Those left out take long and have nothing to do with which of the two it is.
local FEWER = rounds.count("--filter-out=megabyte --filter-out=MiB --filter-out=locale", "")
local SPECS = "spec/json/encode_spec.lua spec/json/validation_spec.lua spec/json/decode_spec.lua"

describe("the OpenResty line of lua-cjson", function()
  it("decodes integers to integers, and stops at 64 bits", function()
    local list = standin.decode '[1, 1.0, -0, "1", 9007199254740993, 9223372036854775808, 1e2]'
    assert.same({ 1, 1, 0, "1", 9007199254740993, math.maxinteger, 100 }, list)
    local types = {}
    for i, value in ipairs(list) do types[i] = math.type(value) or "none" end
    assert.equal("integer float integer none integer integer float", table.concat(types, " "))
    assert.equal(math.mininteger, standin.decode "[-99999999999999999999]"[1])
    assert.is_false(pcall(standin.decode, "{1:1}"))
    assert.equal("[]", standin.encode(standin.empty_array))
    assert.equal("userdata", type(standin.empty_array))
  end)

  it("passes the specs of bodies and answers", function()
    local script = 'package.preload.cjson = function() '
      .. 'return require "spec.support.openresty_cjson" end print(require("cjson")._VERSION)'
    local command = ("env -u TEST_COUNTS %s -e %s spec/tools/busted.lua %s %s 2>&1"):format(
      process.quote(os.getenv "LUA" or "lua5.4"), process.quote(script), FEWER, SPECS)
    local pipe = assert(io.popen(command))
    local output = pipe:read "a"
    assert.is_true(pipe:close(), output)
    assert.matches("^2%.1%.0%.9 %(stand%-in%)\n", output)
    local passed, failed = output:match "(%d+) successes / (%d+) failures / 0 errors / 0 pending"
    assert.equal("0", failed, output)
    assert.is_true(tonumber(passed) >= 50, output)
  end)
end)
