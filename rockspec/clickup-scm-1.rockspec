rockspec_format = "3.0"
package = "clickup"
version = "scm-1"
source = {
  url = "git+https://github.com/clickup-lua/clickup.git",
}
description = {
  summary = "Client for ClickUp's Goals API",
  detailed = [[
    Creates, reads and edits ClickUp goals and key results, one after another,
    many at once or inside a host's event loop. A C core on libcurl checks what
    is sent against ClickUp's schema, paces and retries without sending a
    create twice, and comes with a local sandbox to test against.
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
    CURL_LIBS = "-L$(CURL_LIBDIR) -lcurl",
    LUA_DIR = "$(LUADIR)",
    LIB_DIR = "$(LIBDIR)/clickup",
    DOC_DIR = "$(PREFIX)/doc", -- of the rock
    DEPS = "no", -- LuaRocks has looked for them
  },
}
test = {
  type = "command",
  command = "make test",
}
