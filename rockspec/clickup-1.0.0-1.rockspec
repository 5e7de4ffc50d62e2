rockspec_format = "3.0"
package = "clickup"
version = "1.0.0-1"
source = {
  url = "https://github.com/clickup-lua/clickup/archive/refs/tags/v1.0.0.tar.gz",
  dir = "clickup-1.0.0",
}
description = {
  summary = "Client for ClickUp's API, Goals above all",
  detailed = [[
    Goals, key results and all other operations of ClickUp's, one after
    another, many at once or inside a host's event loop. A C core on libcurl
    checks what is sent against ClickUp's schema, paces and retries without
    sending a create twice. clickup-sandbox is a local ClickUp to test against.
  ]],
  homepage = "https://github.com/clickup-lua/clickup",
  issues_url = "https://github.com/clickup-lua/clickup/issues",
  license = "MIT",
  maintainer = "clickup contributors",
  labels = { "clickup", "api", "client", "http", "async" },
}
supported_platforms = { "unix" }
dependencies = {
  "lua >= 5.4",
  "lua-cjson >= 2.1.0",
}
-- No header: Debian keeps libcurl's in a multiarch folder, which LuaRocks
-- doesn't search but the compiler does.
external_dependencies = {
  CURL = { library = "curl" },
}
-- Not "builtin": that would install all of lua/, the sandbox with it.
build = {
  type = "make",
  install_target = "install",
  variables = {
    LUA = "$(LUA)",
    CC = "$(CC)",
    CFLAGS = "$(CFLAGS)",
    LUA_CFLAGS = "-I$(LUA_INCDIR)",
    CURL_CFLAGS = "-I$(CURL_INCDIR)",
    CURL_LIBS = "-L$(CURL_LIBDIR) -Wl,-rpath,$(CURL_LIBDIR) -lcurl",
    SHARED = "$(LIBFLAG)",
    LUA_DIR = "$(LUADIR)",
    LIB_DIR = "$(LIBDIR)/clickup",
    DOC_DIR = "$(PREFIX)/doc", -- of the rock
    DEPS = "no", -- LuaRocks has looked for them
  },
}
-- Those of the specs, and of the sandbox that they talk to, which is in the sources.
test_dependencies = {
  "busted >= 2.0",
  "luasocket",
  "dkjson",
  "http >= 0.3",
  "cqueues",
  "luaossl",
  "lpeg",
}
test = {
  type = "command",
  script = "spec/rock/test.lua",
}
