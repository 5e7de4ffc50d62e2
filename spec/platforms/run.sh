#!/bin/sh
# SPDX-License-Identifier: MIT
# Usage: run.sh FOLDER SYSTEM...
# Builds, tests and installs a clone of what is committed in other releases of Debian, each in a
# folder of its own below FOLDER, which is kept, and prints one table. What cannot be done here (no
# root, no debootstrap, a mirror that does not answer) is told as not run, which is no failure.
set -u
top=$1
shift
mkdir -p "$top" && top=$(cd "$top" && pwd)
counts=${TEST_COUNTS-}
table=$top/table
failed=0 passed=0 wrong=0
printf '%-10s %-8s %-9s %-12s %-8s %s\n' system Lua libcurl step result specs >"$table"

not_run() {
  echo "$1: not run: $2"
  printf '%-10s %-8s %-9s %-12s %-8s %s\n' "$1" - - - 'not run' "$2" >>"$table"
}

# The mirror that this machine has.
mirror() {
  cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources 2>/dev/null |
    sed -n 's/^deb .*\(https*:[^ ]*\) .*/\1/p; s/^URIs: *\([^ ]*\).*/\1/p' | grep -v security | head -n 1
}

# within SYSTEM COMMAND...: what is mounted for it goes with it.
within() {
  folder=$top/$1
  shift
  unshare -m sh -c '
    folder=$0
    for part in proc sys dev; do mount --rbind "/$part" "$folder/$part" || exit; done
    cp /etc/resolv.conf /etc/hosts "$folder/etc/"
    exec chroot "$folder" env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
      HOME=/root LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 "$@"' "$folder" "$@"
}

# Makes the system, or says why not. debootstrap is done once its last file is there.
prepare() {
  [ "$(id -u)" -eq 0 ] || { echo 'it takes root'; return 1; }
  for tool in debootstrap unshare chroot git; do
    command -v "$tool" >/dev/null || { echo "$tool is missing"; return 1; }
  done
  if [ ! -e "$top/$1/etc/made" ]; then
    rm -rf "${top:?}/$1"
    debootstrap --variant=minbase --include=ca-certificates,make,git "$1" "$top/$1" "$(mirror)" \
      >"$top/$1.log" 2>&1 || { echo "debootstrap failed: $top/$1.log"; return 1; }
    # An unstable release's index may be older than it says it is good for.
    echo 'Acquire::Check-Valid-Until "false";' >"$top/$1/etc/apt/apt.conf.d/99platforms"
    for part in /etc/apt/apt.conf.d/*proxy*; do
      [ ! -f "$part" ] || cp "$part" "$top/$1/etc/apt/apt.conf.d/"
    done
    touch "$top/$1/etc/made"
  fi
  within "$1" apt-get -qq update >>"$top/$1.log" 2>&1 || { echo 'apt-get update failed'; return 1; }
}

# step SYSTEM LUA LIMIT NAME TARGET...
step() {
  system=$1 lua=$2 limit=$3 name=$4
  shift 4
  log=$top/$system-$lua-$name.log
  result=passed
  rm -f "$top/$system/tmp/counts"
  within "$system" timeout -k 10 "$limit" env TEST_COUNTS=/tmp/counts \
    make -C /root/clickup LUA="$lua" "$@" >"$log" 2>&1 || result=FAILED
  specs=$(cat "$top/$system/tmp/counts" 2>/dev/null)
  skipped=$(sed -n 's/.* \([1-9][0-9]*\) pending .*/, \1 skipped/p' "$log" | tail -n 1)
  curl=$(within "$system" sh -c 'pkg-config --modversion libcurl' 2>/dev/null)
  printf '%-10s %-8s %-9s %-12s %-8s %s\n' "$system" "$lua" "$curl" "$name" "$result" \
    "$specs$skipped" >>"$table"
  echo "$system $lua $name: $result ${specs:+($specs$skipped)}"
  grep '^Pending' "$log" | sed 's/^/    /'
  if [ "$result" = FAILED ]; then
    failed=$((failed + 1))
    tail -n 20 "$log" | sed 's/^/    | /'
  fi
  set -- $specs
  passed=$((passed + ${1:-0})) wrong=$((wrong + ${3:-0}))
}

# all_of SYSTEM LUA: what the project promises, one step after another.
all_of() {
  # What a package server does not give at once it may give later.
  for try in 1 2; do
    within "$1" make -C /root/clickup LUA="$2" deps >/dev/null 2>&1 && break
    sleep $((try * 5))
  done
  step "$1" "$2" 900 deps deps
  for target in all demo 'demo TLS=1' test attacks rock 'faults SEED=3 COUNT=300'; do
    # shellcheck disable=SC2086 -- a target and its variables
    step "$1" "$2" 900 "$(echo "$target" | cut -d' ' -f1,2 | tr -d ' =')" $target
  done
}

for system in "$@"; do
  why=$(prepare "$system") || { not_run "$system" "$why"; continue; }
  rm -rf "$top/$system/root/clickup"
  git clone -q . "$top/$system/root/clickup"
  all_of "$system" lua5.4
  for target in lint analyze; do step "$system" lua5.4 900 "$target" "$target"; done
  if within "$system" apt-cache show lua5.5 >/dev/null 2>&1; then all_of "$system" lua5.5; fi
done
echo
cat "$table"
[ -z "$counts" ] || echo "$passed passed, $wrong failed" >"$counts"
[ "$failed" -eq 0 ]
