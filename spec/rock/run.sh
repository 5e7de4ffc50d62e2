#!/bin/sh
# SPDX-License-Identifier: MIT
# Usage: run.sh FOLDER
# Installs the rock from a copy of the sources (LuaRocks leaves its objects in
# the folder it builds in) into an empty tree and loads it from elsewhere.
set -eu
lua=${LUA:-lua5.4}
spec=$PWD/spec/rock
rm -rf "$1" && mkdir -p "$1/src" "$1/elsewhere"
for part in csrc lua rockspec; do cp -R "$part" "$1/src"; done
cd "$1"
top=$PWD

# Without a rock server, lua-cjson has to be the one of the system.
cat > config.lua <<'END'
rocks_provided = { ["lua-cjson"] = "2.1.0-1" }
rocks_servers = {}
END
(cd src && LUAROCKS_CONFIG=$top/config.lua "${LUAROCKS:-luarocks-5.4}" --tree "$top/tree" make rockspec/clickup-scm-1.rockspec)

cd elsewhere
env -i PATH="$PATH" \
  LUA_PATH_5_4="$top/tree/share/lua/5.4/?.lua;$top/tree/share/lua/5.4/?/init.lua" \
  LUA_CPATH_5_4="$top/tree/lib/lua/5.4/?.so;;" \
  "$lua" "$spec/check.lua" "$top/tree"
