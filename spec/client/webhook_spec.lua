-- SPDX-License-Identifier: MIT
-- The signature of what ClickUp sends: right, wrong, and without the library that it needs.

local webhook = require "clickup.webhook"
local creates = require "spec.support.creates"
local needs = require "spec.support.needs"
local process = require "spec.support.process"

-- RFC 4231 (test cases 1, 2, 6), a vector that many have, and bodies made by openssl below.
local VECTORS = {
  { ("\x0b"):rep(20), "Hi There",
    "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7" },
  { "Jefe", "what do ya want for nothing?",
    "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843" },
  { ("\xaa"):rep(131), "Test Using Larger Than Block-Size Key - Hash Key First",
    "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54" },
  { "key", "The quick brown fox jumps over the lazy dog",
    "f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8" },
}

local SECRET = "O94IM25S7PXBPYTMNXLLET230SRP0S89COR7B1YOJ2ZIE8WQNK5UUKEF26W0Z5GA"
local BODY = '{"event":"keyResultUpdated","goal_id":"e53a033c","webhook_id":"4b67ac88"}'

local function sign(body, secret)
  local pipe <close> = assert(io.popen(("printf %%s %s | openssl dgst -sha256 -hmac %s"):format(
    process.quote(body), process.quote(secret))))
  return assert(pipe:read("a"):match "(%x+)%s*$")
end

describe("webhook.verify", function()
  local signature
  lazy_setup(function() signature = sign(BODY, SECRET) end)

  it("knows the published vectors", function()
    needs(pending, "lua:openssl.hmac")
    for _, vector in ipairs(VECTORS) do
      assert.is_true(webhook.verify(vector[2], vector[3], vector[1]))
      assert.is_false(webhook.verify(vector[2] .. " ", vector[3], vector[1]))
      assert.is_false(webhook.verify(vector[2], vector[3], vector[1] .. "x"))
    end
  end)

  it("agrees with openssl about what ClickUp sends", function()
    needs(pending, "lua:openssl.hmac")
    assert.is_true(webhook.verify(BODY, signature, SECRET))
    for _, body in ipairs { "", "Zażółć", '{"a":"\\u00e9"}', "a\r\nb\n", ("x"):rep(100000) } do
      assert.is_true(webhook.verify(body, sign(body, SECRET), SECRET))
    end
    assert.is_boolean(webhook.verify("a\0b", signature, SECRET))
  end)

  it("is false for a signature with any one digit changed", function()
    needs(pending, "lua:openssl.hmac")
    for i = 1, #signature do
      local digit = signature:sub(i, i) == "0" and "1" or "0"
      local wrong = signature:sub(1, i - 1) .. digit .. signature:sub(i + 1)
      assert.is_false(webhook.verify(BODY, wrong, SECRET))
    end
  end)

  it("is false for what is no signature of this body", function()
    needs(pending, "lua:openssl.hmac")
    local wrong = {
      "", "0", signature:sub(1, -2), signature .. "0", signature .. signature, signature:upper(),
      " " .. signature, signature .. "\n", "sha256=" .. signature, signature .. "\0",
      ("0"):rep(64), ("\0"):rep(64), sign(BODY, SECRET:lower()), sign(BODY .. "\n", SECRET), SECRET,
    }
    for _, text in ipairs(wrong) do
      assert.is_false(webhook.verify(BODY, text, SECRET), text)
    end
    assert.is_false(webhook.verify(BODY, nil, SECRET))
    assert.is_false(webhook.verify(BODY:gsub("Updated", "Deleted"), signature, SECRET))
  end)

  it("raises usage errors at the caller's line, without the secret", function()
    local cases = {
      { "body: expected a string, got a nil", nil, "s", SECRET },
      { "body: expected a string, got a table", {}, "s", SECRET },
      { "signature: expected a string, got a table", "b", {}, SECRET },
      { "signature: expected a string, got a boolean", "b", false, SECRET },
      { "secret: expected a string, got a nil", "b", "s", nil },
      { "secret: expected a string, got an empty one", "b", "s", "" },
    }
    for _, case in ipairs(cases) do
      local line = debug.getinfo(1, "l").currentline + 1
      local fine, message = pcall(function() webhook.verify(case[2], case[3], case[4]) end)
      assert.is_false(fine)
      assert.matches(("webhook_spec.lua:%d: webhook.verify: %s"):format(line, case[1]), message, 1,
        true)
      assert.is_nil(message:find(SECRET, 1, true))
    end
  end)
end)

describe("the crypto library", function()
  local server = { url = "http://127.0.0.1:9" }

  it("is not loaded before a signature is checked", function()
    needs(pending, "lua:openssl.hmac")
    local output, status = creates.script(server, [[
      local function loaded()
        for name in pairs(package.loaded) do
          if name:find "openssl" then return name end
        end
        return "none"
      end
      local client <close> = new()
      print(loaded(), clickup.webhook.verify("b", nil, "s"), loaded())
      print(clickup.webhook.verify("b", "s", "s"), loaded() ~= "none")
    ]])
    assert.equal("none\tfalse\tnone\nfalse\ttrue\n", output)
    assert.equal(0, status)
  end)

  it("that is not there is named, at the caller's line; all else works", function()
    local output, status = creates.script(server, [[
      package.preload["openssl.hmac"] = function() error "not installed" end
      local client <close> = new()
      print(pcall(function() return clickup.webhook.verify("b", "s", "secret") end))
      print(clickup.oauth.authorize_url { client_id = "c", redirect_uri = "r" })
    ]])
    assert.matches("^false\t%(command line%):%d+: webhook%.verify needs luaossl "
      .. "%(Debian: lua%-luaossl, LuaRocks: luaossl%)\nhttps://[^\n]+\n$", output)
    assert.equal(0, status)
  end)
end)
