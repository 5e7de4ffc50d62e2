#!/bin/sh
# SPDX-License-Identifier: MIT
# Usage: deps.sh GROUP|all
# Looks for what the targets of a group need (build, demo, test, lint, …: the table below), and
# installs what is missing where there is apt-get. With DEPS=check it only says what is missing.
# What is neither for building nor for the sandbox and cannot be had costs only what uses it, so that
# is no failure.
set -u
PATH=$PATH:/usr/sbin:/sbin
CC=${CC:-cc} LUA=${LUA:-lua5.4} LUA_VERSION=${LUA_VERSION:-5.4}
LUAROCKS=${LUAROCKS:-luarocks}
rocks=${LUAROCKS%% *}
name=$(echo "$LUA_VERSION" | tr . _)
SANDBOX_LUA=${SANDBOX_LUA:-lua5.4} # the sandbox and the specs' servers are processes of their own

# Group, Debian package, probe, what it is for.
table='
build  gcc                   cmd:'$CC'            compiles the C core
build  libc6-dev             header:stdio.h       C headers
build  make                  cmd:make             runs the build
build  pkg-config            cmd:pkg-config       finds Lua and libcurl
build  lua'$LUA_VERSION'                cmd:'$LUA'           runs everything
build  liblua'$LUA_VERSION'-dev         header:lua.h         Lua headers
build  libcurl4-openssl-dev  header:curl/curl.h   libcurl headers
build  lua-cjson             lua:cjson            JSON
demo   lua-lpeg              lua:lpeg             JSON of the sandbox
demo   lua5.4                cmd:'$SANDBOX_LUA'           runs the sandbox server
demo   lua-http              served:http.server   the sandbox server
demo   lua-cqueues           served:cqueues       event loop of the sandbox server
demo   lua-luaossl           served:openssl.ssl   TLS of the sandbox server
demo   lua-lpeg-patterns     served:lpeg_patterns.http  parser that lua-http uses
test   lua-busted            lua:busted.runner    runs the specs
test   lua-socket            lua:socket           sockets of the specs
test   lua-socket            served:socket        raw server of the specs
test   lua-luv               lua:luv              event loop in the specs
test   lua-copas             lua:copas            another
test   lua-dkjson            lua:dkjson           second JSON library of the specs
test   locales               file:/usr/share/i18n/charmaps/UTF-8.gz  locales of the specs
test   openssl               cmd:openssl          certificates of the specs
test   ca-certificates       file:/etc/ssl/certs/ca-certificates.crt  public certificate authorities
test   nginx-light           cmd:nginx            web server of the specs
test   curl                  cmd:curl             second client of the specs
test   gringo                cmd:gringo           a host of Lua 5.4 in the specs
test   neomutt               cmd:neomutt          another
test   lighttpd              cmd:lighttpd         a web server that is one
test   lighttpd-modules-lua  file:/usr/lib/lighttpd/mod_magnet.so  its Lua
test   prosody               cmd:prosody          a host with an event loop in the specs
lint   lua-argparse          lua:argparse         options of luacheck
lint   lua-check             cmd:luacheck         lint of Lua
lint   clang-format          cmd:clang-format     lint of C
lint   clang                 cmd:clang            second compiler of the lint
lint   musl-tools            cmd:musl-gcc         second C library of the lint
lint   luarocks              cmd:'$rocks'         lint of the rockspec
analyze  clang-tidy          cmd:clang-tidy       static analysis
analyze  cppcheck            cmd:cppcheck         static analysis
fuzz   clang                 cmd:clang            libFuzzer
fuzz   libclang-rt-dev       clang:fuzzer         sanitizers and libFuzzer
valgrind  valgrind           cmd:valgrind         memory checks
bench  valgrind              cmd:valgrind         counts instructions
bench  libnginx-mod-http-echo  file:/usr/lib/nginx/modules/ngx_http_echo_module.so  delays in the bench
bench  lua-sec               lua:ssl              client that the bench compares with
bench  strace                cmd:strace           counts system calls
rock   luarocks              cmd:'$rocks'         builds the rock
rock   git                   cmd:git              sources of the rock
rock   zip                   cmd:zip              what a rock is
rock   unzip                 cmd:unzip            what a rock is
platforms  git               cmd:git              the clone that is tested there
platforms  debootstrap       cmd:debootstrap      makes the other systems
'

older='/usr/share/lua/5.4/?.lua;/usr/share/lua/5.4/?/init.lua;/usr/share/lua/5.3/?.lua;/usr/share/lua/5.3/?/init.lua;/usr/share/lua/5.1/?.lua;/usr/share/lua/5.1/?/init.lua'
eval "own=\${LUA_PATH_$name-\${LUA_PATH-}} own_c=\${LUA_CPATH_$name-\${LUA_CPATH-}}"
made=${NEEDS:-.build/needs/$LUA_VERSION}/lib # what had to be built for this Lua

flags() {
  for p in "lua$LUA_VERSION" "lua-$LUA_VERSION" "lua$(echo "$LUA_VERSION" | tr -d .)" lua; do
    pkg-config --exists "$p >= $LUA_VERSION" "$p <= $LUA_VERSION.999" && pkg-config --cflags "$p" && break
  done 2>/dev/null
  pkg-config --cflags libcurl 2>/dev/null
  echo "${LUA_CFLAGS--I/usr/include/lua$LUA_VERSION} ${CURL_CFLAGS-}"
}

has() {
  case $1 in
    clang:*) echo 'int LLVMFuzzerTestOneInput(void); int LLVMFuzzerTestOneInput(void) { return 0; }' |
      clang -fsanitize="${1#*:}" -x c - -o /dev/null ;;
    cmd:*) command -v "${1#*:}" ;;
    file:*) [ -s "${1#*:}" ] ;;
    header:*) echo "#include <${1#*:}>" | "$CC" $(flags) -x c -E - ;;
    lua:*) env "LUA_PATH_$name=$own;;$older" "LUA_CPATH_$name=$made/?.so;$own_c;;" "$LUA" -e "require '${1#*:}'" ;;
    served:*) env -u LUA_CPATH LUA_PATH=";;$older" "$SANDBOX_LUA" -e "require '${1#*:}'" ;;
  esac >/dev/null 2>&1 </dev/null
}

# missing PATTERN: of the groups that match.
missing() {
  echo "$table" | while read -r group package probe purpose; do
    case $group in
      $1) has "$probe" || echo "$package $purpose" ;;
    esac
  done
}

install() {
  sudo=
  [ "$(id -u)" -eq 0 ] || ! command -v sudo >/dev/null || sudo=sudo
  # RUNLEVEL=1 keeps the packaged nginx service from being started.
  apt="$sudo env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get -qq -o DPkg::Lock::Timeout=300"
  $apt update || { sleep 5; $apt update; }
  packages=$(echo "$1" | cut -d' ' -f1 | sort -u)
  # One name that apt does not know would cost all the others.
  $apt install -y --no-install-recommends $packages >&2 || for package in $packages; do
    $apt install -y --no-install-recommends "$package" >&2
  done
}

# Where lua-cjson is packaged for other versions of Lua only, its source serves for this one.
make_cjson() (
  set -e
  top=$PWD
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  mkdir -p "$work/lists/partial" "$work/parts"
  for list in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
    [ ! -f "$list" ] || sed -n 's/^deb /deb-src /p' "$list" >>"$work/parts/own.list"
  done
  for list in /etc/apt/sources.list.d/*.sources; do
    [ ! -f "$list" ] || sed 's/^Types:.*/Types: deb-src/' "$list" >"$work/parts/$(basename "$list")"
  done
  cd "$work"
  chmod 777 "$work" # apt fetches as a user of its own
  apt="apt-get -qq -o Dir::Etc::SourceList=/dev/null -o Dir::Etc::SourceParts=$work/parts -o Dir::State::Lists=$work/lists"
  $apt update
  $apt source --download-only --tar-only lua-cjson
  tar xf lua-cjson_*.orig.tar.*
  cd lua-cjson*/
  mkdir -p "$top/$made"
  "$CC" -O2 -fPIC -shared $(flags) -DENABLE_CJSON_GLOBAL=0 -o "$top/$made/cjson.so" lua_cjson.c strbuf.c fpconv.c
)

group=$1
[ "$group" = all ] && group='?*'
lacking=$(missing "$group")
if [ -n "$lacking" ] && [ "${DEPS-}" != check ] && command -v apt-get >/dev/null; then
  install "$lacking"
  has lua:cjson || make_cjson >&2
  lacking=$(missing "$group")
fi
[ -z "$lacking" ] && exit
{
  echo 'Missing (names of the Debian packages):'
  echo "$lacking" | while read -r package purpose; do printf '  %-22s %s\n' "$package" "$purpose"; done
} >&2
case $group in
  build | demo) exit 1 ;;
  '?*') [ -z "$(missing build)$(missing demo)" ] ;;
esac
