#!/bin/sh
# SPDX-License-Identifier: MIT
# Usage: run.sh FOLDER
# Installs the module in every way that there is, each from a copy of the sources
# (LuaRocks leaves its objects in the folder it builds in) into an empty tree, and
# loads it from elsewhere.
set -eu
lua=${LUA:-lua5.4} luarocks=${LUAROCKS:-luarocks} make=${MAKE:-make}
version=$("$lua" -e 'print((_VERSION:gsub("Lua ", "")))')
name=$(echo "$version" | tr . _)
root=$PWD rockspec=rockspec/clickup-scm-1.rockspec
spec=$root/spec/rock
rm -rf "$1" && mkdir -p "$1/src" "$1/elsewhere" "$1/packed" "$1/bare"
for part in csrc lua rockspec spec .busted Makefile LICENSE README.md; do cp -R "$part" "$1/src"; done
cd "$1"
top=$PWD
export DEPS=check # nothing is installed by the way

# Without a rock server, lua-cjson has to be the one of the system.
cat > config.lua <<'END'
rocks_provided = { ["lua-cjson"] = "2.1.0-1", http = "0.3-0", cqueues = "20200726-0", luaossl = "20200709-0", lpeg = "1.0.2-1" }
rocks_servers = {}
END
export LUAROCKS_CONFIG="$top/config.lua"
# Where it had to be built, it is there for all that runs below.
[ ! -s "${CJSON:-}/cjson.so" ] || export "LUA_CPATH_$name=$CJSON/?.so;;"

# load PREFIX: the module below it works, and nothing of it comes from elsewhere.
load() {
  (cd "$top/elsewhere" && env -i PATH="$PATH" \
    "LUA_PATH_$name=$1/share/lua/$version/?.lua;$1/share/lua/$version/?/init.lua" \
    "LUA_CPATH_$name=$1/lib/lua/$version/?.so;${CJSON:-}/?.so;;" "$lua" "$spec/check.lua" "$1" "$root/lua")
}

# A step is quiet unless it fails.
step() {
  echo "== $1"
  shift
  "$@" >"$top/log" 2>&1 || { cat "$top/log" >&2; exit 1; }
}

within() { (cd "$1" && shift && "$@"); }

# empty FOLDER: no file is left in it.
empty() { [ -z "$(find "$1" -type f)" ] || { find "$1" -type f >&2; return 1; }; }

step 'luarocks make' within src $luarocks --tree "$top/made" make "$rockspec"
load "$top/made"

step 'luarocks make, the sandbox' within src $luarocks --tree "$top/made" make "${rockspec%-scm*}-sandbox-scm-1.rockspec"
step 'it starts from there' within elsewhere env "LUA_PATH_$name=$top/made/share/lua/$version/?.lua;$top/made/share/lua/$version/?/init.lua;;" \
  "$lua" -e 'local sandbox <close> = require("clickup.sandbox").start() print(sandbox.base_url)'
step 'luarocks remove, the sandbox' $luarocks --tree "$top/made" remove clickup-sandbox

step 'luarocks test' within src env -u MAKEFLAGS $luarocks test "$rockspec" -- SPEC=spec/client/suggest_spec.lua
grep -q '[1-9][0-9]* successes / 0 failures / 0 errors' log

step 'luarocks pack (binary)' within packed $luarocks --tree "$top/made" pack clickup
step 'luarocks install of it' $luarocks --tree "$top/binary" install packed/clickup-scm-1.*.rock
load "$top/binary"

# A source rock comes from a repository: here from one that is made for it.
step 'git' within src sh -c 'rm -rf .git && git init -q . && git add csrc lua rockspec Makefile &&
  git -c user.name=rock -c user.email=rock@localhost commit -qm rock'
sed "s#git+https://[^\"]*#git+file://$top/src#" "$root/$rockspec" > packed/clickup-scm-1.rockspec
step 'luarocks pack (source)' within packed $luarocks pack clickup-scm-1.rockspec
step 'luarocks install of it' $luarocks --tree "$top/source" install packed/clickup-scm-1.src.rock
load "$top/source"
step 'luarocks remove' $luarocks --tree "$top/source" remove clickup
step 'nothing is left' empty "$top/source/share/lua/$version"

step 'make install' within src "$make" install DESTDIR="$top/staged" PREFIX=/opt/clickup
load "$top/staged/opt/clickup"
step 'make uninstall' within src "$make" uninstall DESTDIR="$top/staged" PREFIX=/opt/clickup
step 'nothing is left' empty "$top/staged"

# Where there is neither pkg-config nor curl-config.
for tool in pkg-config curl-config; do
  printf '#!/bin/sh\nexit 1\n' > "bare/$tool" && chmod +x "bare/$tool"
done
step 'make without pkg-config' within src env PATH="$top/bare:$PATH" "$make" clean
step 'plain make builds the module' within src sh -c 'PATH="$0:$PATH" "$1" && find .build -path "*/lib/lua/*/core.so" | grep -q .' "$top/bare" "$make"
step 'make install without pkg-config' within src env PATH="$top/bare:$PATH" "$make" install PREFIX="$top/bare"
load "$top/bare"
