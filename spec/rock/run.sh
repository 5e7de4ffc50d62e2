#!/bin/sh
# SPDX-License-Identifier: MIT
# Usage: run.sh FOLDER
# Releases, packs and installs the module in every way that there is, each from a copy of the
# sources (LuaRocks leaves its objects in the folder it builds in) into an empty tree, loads it from
# elsewhere, and tests it there. Nothing is downloaded or installed by the way.
set -eu
lua=${LUA:-lua5.4} luarocks=${LUAROCKS:-luarocks} make=${MAKE:-make}
unset VERSION
export MAKEFLAGS="-j$(nproc 2>/dev/null || echo 1)" # none of a make that waits
version=$("$lua" -e 'print((_VERSION:gsub("Lua ", "")))')
name=$(echo "$version" | tr . _)
root=$PWD scm=rockspec/clickup-scm-1.rockspec
rm -rf "$1" && mkdir -p "$1/src" "$1/elsewhere" "$1/packed" "$1/bare" "$1/unpacked"
if git rev-parse -q --verify HEAD >/dev/null 2>&1; then
  git ls-files -co --exclude-standard -z | tr '\0' '\n' | while read -r path; do
    [ ! -e "$path" ] || echo "$path" # what was removed, and is not committed
  done >"$1/files"
else
  find . -type f ! -path './.build/*' >"$1/files"
fi
tar cf - -T "$1/files" | (cd "$1/src" && tar xf -)
cd "$1"
top=$PWD
export DEPS=check

# Without a rock server, what the rocks need has to be that of the system.
cat > config.lua <<'END'
rocks_provided = {
  ["lua-cjson"] = "2.1.0-1", http = "0.3-0", cqueues = "20200726-0", luaossl = "20200709-0", lpeg = "1.0.2-1",
  argparse = "0.7.1-1", busted = "2.1.1-1", luasocket = "3.0-1", dkjson = "2.5-1",
}
rocks_servers = {}
END
export LUAROCKS_CONFIG="$top/config.lua"
# Where it had to be built, it is there for all that runs below.
[ ! -s "${CJSON:-}/cjson.so" ] || export "LUA_CPATH_$name=$CJSON/?.so;;"

# load PREFIX: the module below it works, and nothing of it comes from elsewhere.
load() {
  (cd "$top/elsewhere" && env -i PATH="$PATH" \
    "LUA_PATH_$name=$1/share/lua/$version/?.lua;$1/share/lua/$version/?/init.lua" \
    "LUA_CPATH_$name=$1/lib/lua/$version/?.so;${CJSON:-}/?.so;;" "$lua" "$root/spec/rock/check.lua" "$1" "$root/lua")
}

# A step is quiet unless it fails.
step() {
  echo "== $1"
  shift
  "$@" >"$top/log" 2>&1 || { cat "$top/log" >&2; exit 1; }
}

within() { (cd "$1" && shift && "$@"); }

# in_tree TREE COMMAND...: its modules are found, as `eval "$(luarocks path)"` makes it.
in_tree() {
  tree=$1
  shift
  env "LUA_PATH_$name=$tree/share/lua/$version/?.lua;$tree/share/lua/$version/?/init.lua;;" \
    "LUA_CPATH_$name=$tree/lib/lua/$version/?.so;${CJSON:-}/?.so;;" "$@"
}

# empty FOLDER: no file is left in it.
empty() { [ -z "$(find "$1" -type f)" ] || { find "$1" -type f >&2; return 1; }; }

expect() { grep -q -e "$1" "$2" || { echo "expected $1 in:" >&2; cat "$2" >&2; exit 1; }; }

commit() { git add -A && git -c user.name=rock -c user.email=rock@localhost commit -qm "$1"; }

# ---- a release, and its rocks ----------------------------------------------------

next=$("$lua" -e 'print((dofile("src/lua/clickup/version.lua"):gsub("%d+$", function(n) return tostring(n + 1):gsub("%..*", "") end)))')
within src git init -q .
within src sh -c 'sed "/^## \[Unreleased\]/a\\
\\
- A trial." CHANGELOG.md >new && mv new CHANGELOG.md'
step 'git commit' within src commit 'Before the release'
step "make release VERSION=$next" within src "$make" release LUA="$lua" VERSION="$next"
step 'git commit' within src commit "Version $next"
step 'git tag' within src git tag "v$next"
within src "$make" release LUA="$lua" VERSION="$next" >log 2>&1 && { echo 'a second release was not refused' >&2; exit 1; }
expect "$next exists" log
step 'make pack' within src "$make" pack LUA="$lua" LUAROCKS="$luarocks"
step 'git clone' git clone -q src "again, elsewhere"
step 'make pack there: the same bytes' within "again, elsewhere" sh -c 'umask 077 && TZ=Asia/Tokyo "$@"' - \
  "$make" pack LUA="$lua" LUAROCKS="$luarocks"
step 'they are' diff -r src/.build/pack "again, elsewhere/.build/pack"
cp src/.build/pack/* packed/
rock=packed/clickup-$next-1.src.rock sandbox=packed/clickup-sandbox-$next-1.src.rock

step 'luarocks install of the source rock' within elsewhere $luarocks --tree "$top/source" install "../$rock"
load "$top/source"
step 'luarocks install of the sandbox' within elsewhere $luarocks --tree "$top/source" install "../$sandbox"
step 'it starts from there' within elsewhere in_tree "$top/source" \
  "$lua" -e 'local sandbox <close> = require("clickup.sandbox").start() print(sandbox.base_url)'
step 'luarocks unpack' within unpacked $luarocks unpack "../$rock"
unpacked=unpacked/clickup-$next-1/clickup-$next
step 'luarocks test against what is installed' within "$unpacked" in_tree "$top/source" \
  $luarocks test "rockspec/clickup-$next-1.rockspec"
grep -e 'luarocks test:' -e 'passed' log
expect "the rock in $top/source/" log
expect '^[1-9][0-9]* passed, 0 failed' log
step 'luarocks test of the sandbox' within "$unpacked" in_tree "$top/source" \
  $luarocks --tree "$top/source" test "rockspec/clickup-sandbox-$next-1.rockspec"
expect '^[1-9][0-9]* passed, 0 failed' log
step 'luarocks remove' $luarocks --tree "$top/source" remove clickup-sandbox
step 'luarocks remove' $luarocks --tree "$top/source" remove clickup
step 'nothing is left' empty "$top/source/share/lua/$version"

step 'luarocks test where it is not installed' within "$unpacked" $luarocks test "rockspec/clickup-$next-1.rockspec" -- \
  spec/client/suggest_spec.lua
expect 'a build of these sources' log
expect '^[1-9][0-9]* passed, 0 failed' log

# ---- from a folder of sources ----------------------------------------------------

step 'luarocks make' within src $luarocks --tree "$top/made" make "$scm"
load "$top/made"
step 'luarocks pack (binary)' within packed $luarocks --tree "$top/made" pack clickup
step 'luarocks install of it' $luarocks --tree "$top/binary" install packed/clickup-scm-1.*.rock
load "$top/binary"

# LuaRocks's own variables are followed: a libcurl of one's own, the compiler and its flags.
mkdir curl
ln -s "$(pkg-config --variable=includedir libcurl 2>/dev/null || echo /usr/include)" curl/include
ln -s "$(pkg-config --variable=libdir libcurl 2>/dev/null || echo /usr/lib)" curl/lib
{ cat config.lua && echo "variables = { CURL_DIR = '$top/curl', CC = 'cc', CFLAGS = '-O1 -fPIC' }"; } >own.lua
step 'luarocks make with CURL_DIR, CC, CFLAGS' within src env LUAROCKS_CONFIG="$top/own.lua" \
  $luarocks --tree "$top/own" make "$scm"
flags=$(find src/.build -path '*/needs' -prune -o -name flags -print)
expect "^cc .*-O1 -fPIC .*-I$top/curl/include" "$flags"
expect "-shared.* -L$top/curl/lib .*-lcurl" "$flags"
load "$top/own"

step 'make install' within src "$make" install LUA="$lua" DESTDIR="$top/staged" PREFIX=/opt/clickup
load "$top/staged/opt/clickup"
step 'make uninstall' within src "$make" uninstall LUA="$lua" DESTDIR="$top/staged" PREFIX=/opt/clickup
step 'nothing is left' empty "$top/staged"

# Where there is neither pkg-config nor curl-config.
for tool in pkg-config curl-config; do
  printf '#!/bin/sh\nexit 1\n' > "bare/$tool" && chmod +x "bare/$tool"
done
step 'make without pkg-config' within src env PATH="$top/bare:$PATH" "$make" clean LUA="$lua"
step 'plain make builds the module' within src sh -c 'PATH="$0:$PATH" "$1" LUA="$2" && find .build -path "*/lib/lua/*/core.so" | grep -q .' "$top/bare" "$make" "$lua"
step 'make install without pkg-config' within src env PATH="$top/bare:$PATH" "$make" install LUA="$lua" PREFIX="$top/bare"
load "$top/bare"
