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
build = {
  type = "builtin",
  -- LuaRocks installs all of lua/ by itself.
  modules = {
    ["clickup.core"] = {
      sources = {
        "csrc/buf.c",
        "csrc/call.c",
        "csrc/clickup.c",
        "csrc/client.c",
        "csrc/clock.c",
        "csrc/curl_compat.c",
        "csrc/decode.c",
        "csrc/drive.c",
        "csrc/encode.c",
        "csrc/engine.c",
        "csrc/events.c",
        "csrc/fields.c",
        "csrc/headers.c",
        "csrc/http.c",
        "csrc/inspect.c",
        "csrc/journal.c",
        "csrc/lanes.c",
        "csrc/list.c",
        "csrc/marshal.c",
        "csrc/misuse.c",
        "csrc/numeral.c",
        "csrc/operation.c",
        "csrc/pace.c",
        "csrc/pollset.c",
        "csrc/problem.c",
        "csrc/scalar.c",
        "csrc/schema.c",
        "csrc/transfer.c",
        "csrc/url.c",
        "csrc/utf8.c",
      },
      libraries = { "curl", "m" },
      incdirs = { "$(CURL_INCDIR)" },
      libdirs = { "$(CURL_LIBDIR)" },
    },
  },
}
test = {
  type = "command",
  command = "make test",
}
