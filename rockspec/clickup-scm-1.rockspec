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
        "csrc/base/buf.c",
        "csrc/base/clock.c",
        "csrc/base/percent.c",
        "csrc/base/utf8.c",
        "csrc/binding/buildinfo.c",
        "csrc/binding/call.c",
        "csrc/binding/client.c",
        "csrc/binding/operation.c",
        "csrc/binding/setfield.c",
        "csrc/binding/usage.c",
        "csrc/binding/userdata.c",
        "csrc/clickup.c",
        "csrc/http/curl_compat.c",
        "csrc/http/event_log.c",
        "csrc/http/headers.c",
        "csrc/http/http.c",
        "csrc/http/liveness.c",
        "csrc/http/multi.c",
        "csrc/http/pollset.c",
        "csrc/http/queue.c",
        "csrc/http/rate_limit.c",
        "csrc/http/retry.c",
        "csrc/http/transfer.c",
        "csrc/http/url.c",
        "csrc/json/decode.c",
        "csrc/json/encode.c",
        "csrc/json/json.c",
        "csrc/json/schema.c",
        "csrc/json/validation.c",
      },
      libraries = { "curl", "m" },
      incdirs = { "csrc", "$(CURL_INCDIR)" },
      libdirs = { "$(CURL_LIBDIR)" },
    },
  },
}
test = {
  type = "command",
  command = "make test",
}
