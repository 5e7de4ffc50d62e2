#!/bin/sh
# SPDX-License-Identifier: MIT
# Usage: suite.sh FILE|FOLDER... -- COMMAND...
# Runs the specs by COMMAND, which takes files: a few in each process, SPEC_JOBS (3) processes
# at a time; those in waiting/ first, as they take the longest. What each writes is shown when it has ended. The last lines name what
# failed, and have the sum, which the file that TEST_COUNTS names has, too.
set -u

# One process: its output in one piece, its counts in a file of its own.
if [ "$1" = --share ]; then
  folder=$2 share=$$
  shift 2
  TEST_COUNTS=$folder/$share.counts "$@" >"$folder/$share" 2>&1
  status=$?
  cat "$folder/$share"
  [ -s "$folder/$share.counts" ] || {
    echo 'Failed: a process ended without its counts'
    echo '0 passed, 1 failed' >"$folder/$share.counts"
    status=1
  }
  [ $status -eq 0 ] || exit 1
  exit 0
fi

folder=$(mktemp -d) || exit
trap 'rm -rf "$folder"' EXIT
while [ "$1" != -- ]; do
  find "$1" -name '*_spec.lua' >"$folder/found" || exit
  [ -s "$folder/found" ] || { echo "no spec in $1" >&2; exit 1; }
  sort -r "$folder/found" >>"$folder/list"
  shift
done
shift
xargs -n 4 -P "${SPEC_JOBS:-3}" sh "$0" --share "$folder" "$@" <"$folder/list"
status=$?
sum=$(cat "$folder"/*.counts 2>/dev/null | awk '{ p += $1; f += $3 } END { printf "%d passed, %d failed", p, f }')
grep -hE '^(Failed|Leak): ' "$folder"/[0-9]* >&2
echo "$sum"
[ -z "${TEST_COUNTS-}" ] || echo "$sum" >"$TEST_COUNTS"
exit $status
