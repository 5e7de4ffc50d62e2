#!/bin/sh
# SPDX-License-Identifier: MIT
# Usage: deps.sh build|demo|dev
# Looks for what building (and the sandbox, and developing) needs, and installs what is missing
# where there is apt-get. With DEPS=check it only says what is missing.
set -u
PATH=$PATH:/usr/sbin:/sbin
CC=${CC:-cc} LUA=${LUA:-lua5.4} LUAROCKS=${LUAROCKS:-luarocks-5.4}

# Debian package, probe, what it is for.
DEPS_BUILD='
gcc                   cmd:'$CC'            compiles the C core
libc6-dev             header:stdio.h       C headers
make                  cmd:make             runs the build
pkg-config            cmd:pkg-config       finds Lua and libcurl
lua5.4                cmd:'$LUA'           runs everything
liblua5.4-dev         header:lua.h         Lua headers
libcurl4-openssl-dev  header:curl/curl.h   libcurl headers
lua-cjson             lua:cjson            JSON
'
DEPS_DEMO='
lua-http              lua:http.server      the sandbox server
lua-cqueues           lua:cqueues          event loop of the sandbox server
lua-luaossl           lua:openssl.ssl      TLS of the sandbox server
lua-lpeg              lua:lpeg             parser that lua-http uses
lua-lpeg-patterns     lua:lpeg_patterns.http  parser that lua-http uses
'
DEPS_DEV='
lua-busted            lua:busted.runner    runs the specs
lua-socket            lua:socket           raw server of the specs
lua-luv               lua:luv              event loop in the specs
lua-copas             lua:copas            another
lua-dkjson            lua:dkjson           second JSON library of the specs
lua-argparse          lua:argparse         options of luacheck
lua-check             cmd:luacheck         lint of Lua
clang-format          cmd:clang-format     lint of C
clang                 cmd:clang            second compiler of the lint
libclang-rt-14-dev    clang:fuzzer         sanitizers and libFuzzer
clang-tidy            cmd:clang-tidy       static analysis
cppcheck              cmd:cppcheck         static analysis
luarocks              cmd:'$LUAROCKS'         builds the rock
git                   cmd:git              sources of the rock
locales               file:/usr/share/i18n/charmaps/UTF-8.gz  locales of the specs
valgrind              cmd:valgrind         memory checks in the specs
openssl               cmd:openssl          certificates of the specs
ca-certificates       file:/etc/ssl/certs/ca-certificates.crt  public certificate authorities
nginx-light           cmd:nginx            web server of the specs
curl                  cmd:curl             second client of the specs
gringo                cmd:gringo           a host of Lua 5.4 in the specs
neomutt               cmd:neomutt          another
lighttpd              cmd:lighttpd         a web server that is one
lighttpd-modules-lua  file:/usr/lib/lighttpd/mod_magnet.so  its Lua
prosody               cmd:prosody          a host with an event loop in the specs
libnginx-mod-http-echo  file:/usr/lib/nginx/modules/ngx_http_echo_module.so  delays in the bench
lua-sec               lua:ssl              client that the bench compares with
strace                cmd:strace           system calls in the bench
'

older='/usr/share/lua/5.3/?.lua;/usr/share/lua/5.3/?/init.lua;/usr/share/lua/5.1/?.lua;/usr/share/lua/5.1/?/init.lua'
own="${LUA_PATH_5_4-${LUA_PATH-}}"

flags() {
  for p in lua5.4 lua-5.4 lua54 lua; do
    pkg-config --exists "$p >= 5.4" && pkg-config --cflags "$p" && break
  done 2>/dev/null
  pkg-config --cflags libcurl 2>/dev/null
  echo "${LUA_CFLAGS--I/usr/include/lua5.4} ${CURL_CFLAGS-}"
}

has() {
  case $1 in
    clang:*) echo 'int LLVMFuzzerTestOneInput(void); int LLVMFuzzerTestOneInput(void) { return 0; }' |
      clang -fsanitize="${1#*:}" -x c - -o /dev/null ;;
    cmd:*) command -v "${1#*:}" ;;
    file:*) [ -s "${1#*:}" ] ;;
    header:*) echo "#include <${1#*:}>" | "$CC" $(flags) -x c -E - ;;
    lua:*) LUA_PATH_5_4="$own;;$older" "$LUA" -e "require '${1#*:}'" ;;
  esac >/dev/null 2>&1 </dev/null
}

missing() {
  echo "$wanted" | while read -r package probe purpose; do
    [ -z "$package" ] || has "$probe" || echo "$package $purpose"
  done
}

install() {
  sudo=
  [ "$(id -u)" -eq 0 ] || ! command -v sudo >/dev/null || sudo=sudo
  # RUNLEVEL=1 keeps the packaged nginx service from being started.
  apt="$sudo env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get -qq"
  $apt update && $apt install -y --no-install-recommends $(echo "$1" | cut -d' ' -f1) >&2
}

case ${1-} in
  build) wanted=$DEPS_BUILD ;;
  demo) wanted=$DEPS_BUILD$DEPS_DEMO ;;
  *) wanted=$DEPS_BUILD$DEPS_DEMO$DEPS_DEV ;;
esac
lacking=$(missing)
if [ -n "$lacking" ] && [ "${DEPS-}" != check ] && command -v apt-get >/dev/null; then
  install "$lacking"
  lacking=$(missing)
fi
[ -z "$lacking" ] && exit
{
  echo 'Missing (names of the Debian packages):'
  echo "$lacking" | while read -r package purpose; do printf '  %-22s %s\n' "$package" "$purpose"; done
} >&2
exit 1
