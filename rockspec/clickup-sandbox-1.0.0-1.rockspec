rockspec_format = "3.0"
package = "clickup-sandbox"
version = "1.0.0-1"
source = {
  url = "https://github.com/clickup-lua/clickup/archive/refs/tags/v1.0.0.tar.gz",
  dir = "clickup-1.0.0",
}
description = {
  summary = "A local ClickUp for demos and tests",
  detailed = [[
    A server that answers as ClickUp does, over http and https, with
    its checks and its mistakes, and with faults on demand: connections that die
    at any byte, answers that lie, rate limits, clocks that are wrong.
  ]],
  homepage = "https://github.com/clickup-lua/clickup",
  issues_url = "https://github.com/clickup-lua/clickup/issues",
  license = "MIT",
  maintainer = "clickup contributors",
  labels = { "clickup", "testing", "http" },
}
supported_platforms = { "unix" }
dependencies = {
  "lua >= 5.4",
  "clickup == 1.0.0", -- it checks and answers by the operations' data
  "http >= 0.3",
  "cqueues",
  "luaossl",
  "lpeg",
  "argparse",
}
build = {
  type = "make",
  build_pass = false,
  install_target = "install-sandbox",
  variables = {
    LUA = "$(LUA)",
    CFLAGS = "$(CFLAGS)", -- not used; LuaRocks warns of its lack
    LUA_DIR = "$(LUADIR)",
    DOC_DIR = "$(PREFIX)/doc", -- of the rock
  },
}
test_dependencies = {
  "busted >= 2.0",
  "luasocket",
  "dkjson",
}
test = {
  type = "command",
  script = "spec/rock/test.lua",
  flags = { "spec/sandbox/sandbox_spec.lua" },
}
