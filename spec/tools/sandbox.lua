-- SPDX-License-Identifier: MIT
-- Usage: sandbox.lua [--tls]
-- Runs the sandbox by hand, until a line or the end of the input comes.

local sandbox <close> = require("clickup.sandbox").start({ tls = arg[1] == "--tls" })

print(([[
base_url  %s
token     %s
goal      %s
%s
  curl -s%s -H 'Authorization: %s' %s/v2/goal/%s

Enter ends it.]]):format(
  sandbox.base_url, sandbox.token, sandbox.goal_id,
  sandbox.ca_file and ("CA file   %s\n"):format(sandbox.ca_file) or "",
  sandbox.ca_file and " --cacert " .. sandbox.ca_file or "",
  sandbox.token, sandbox.base_url, sandbox.goal_id))
io.stdout:flush()
io.read()
