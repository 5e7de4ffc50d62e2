-- SPDX-License-Identifier: MIT

local nginx = require("spec.support.nginx")

-- What came, and curl's exit status, which its manual lists.
local function curl(arguments)
  local pipe <close> = assert(io.popen("curl -s --max-time 60 " .. arguments .. "; echo \" $?\""))
  local output, status = pipe:read("a"):match("^(.*) (%d+)\n$")
  return output, tonumber(status)
end

local NO_CONNECTION, NOT_TRUSTED = 7, 60

describe("nginx", function()
  it("serves HTTP/1.1, and HTTP/2 over TLS", function()
    local server <close> = nginx.start({
      tls = true,
      http2 = true,
      locations = [[location /x { return 200 "$server_protocol $http_x\n"; }]],
    })
    assert.equal("HTTP/1.1 a\n", (curl("-H 'X: a' " .. server.url .. "/x")))
    local secure = ("--cacert %s %s/x"):format(server.ca, server.tls_url)
    assert.equal("HTTP/2.0 \n", (curl("--http2 " .. secure)))
    assert.equal("HTTP/1.1 \n", (curl("--http1.1 " .. secure)))
    assert.equal(NOT_TRUSTED, select(2, curl(server.tls_url)))
  end)

  it("offers no HTTP/2 unless asked", function()
    local server <close> = nginx.start({ tls = true, server = "return 200 $server_protocol;" })
    assert.equal("HTTP/1.1", (curl(("--http2 --cacert %s %s"):format(server.ca, server.tls_url))))
  end)

  it("says why it doesn't start", function()
    assert.error_matches(function()
      nginx.start({ http = "nonsense;" })
    end, "nonsense")
  end)

  it("leaves nothing behind", function()
    local server = nginx.start()
    assert.equal("ok\n", (curl(server.url)))
    server:close()
    assert.equal(NO_CONNECTION, select(2, curl(server.url)))
    assert.is_nil(os.rename(server.folder, server.folder))
  end)
end)
