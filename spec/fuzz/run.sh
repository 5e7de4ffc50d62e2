#!/bin/sh
# SPDX-License-Identifier: MIT
# Usage: run.sh FOLDER SECONDS TARGET...
# Each target for so long, two at a time (FUZZ_JOBS), from spec/fuzz/corpus/TARGET;
# one line for each. What libFuzzer adds to the corpus stays in FOLDER. A find is copied into
# spec/fuzz/corpus, where a spec replays it for ever. FUZZ_SEED=1 FUZZ_RUNS=20000 make it
# do the same each time, however long it takes.
set -u
folder=$1 limit=-max_total_time=$2 failed=0
[ -z "${FUZZ_RUNS:-}" ] || limit=-runs=$FUZZ_RUNS
shift 2

fuzz() {
  mkdir -p "$folder/corpus/$1" "$folder/finds/$1" "spec/fuzz/corpus/$1"
  FUZZ_TARGET=$1 ASAN_OPTIONS=detect_leaks=1:quarantine_size_mb=64 \
    "$folder/fuzzer" -seed="${FUZZ_SEED:-0}" -detect_leaks=0 "$limit" -timeout=10 \
    -rss_limit_mb=1024 -max_len=4096 -print_final_stats=1 -artifact_prefix="$folder/finds/$1/" \
    -dict=spec/fuzz/words.dict "$folder/corpus/$1" "spec/fuzz/corpus/$1" >"$folder/$1.log" 2>&1
}

stat_of() {
  sed -n "s/^stat::$2: *//p" "$folder/$1.log"
}

# tell TARGET STATUS: what came of it; keeps the finds.
tell() {
  target=$1 verdict=nothing
  [ "$2" -eq 0 ] || verdict=FOUND failed=1
  printf '%-8s %9s executions, %6s/s, %4s MB: %s\n' "$target" \
    "$(stat_of "$target" number_of_executed_units)" "$(stat_of "$target" average_exec_per_sec)" \
    "$(stat_of "$target" peak_rss_mb)" "$verdict"
  [ "$verdict" = nothing ] && return
  sed -n '/^fuzz:\|ERROR\|runtime error/,$p' "$folder/$target.log" |
    grep -av 'NEW\|REDUCE\|fuzzer::\|^stat::\|^NOTE\|/libc\.so\|/nptl/\|csu/' | head -n 30 | sed 's/^/    | /'
  for find in "$folder/finds/$target"/*; do
    [ -f "$find" ] && cp "$find" "spec/fuzz/corpus/$target/" && echo "    kept in spec/fuzz/corpus/$target/${find##*/}"
  done
}

while [ $# -gt 0 ]; do
  begun=''
  while [ $# -gt 0 ] && [ "$(echo "$begun" | wc -w)" -lt "${FUZZ_JOBS:-2}" ]; do
    rm -rf "$folder/finds/$1"
    fuzz "$1" &
    begun="$begun $1=$!"
    shift
  done
  for one in $begun; do
    wait "${one#*=}"
    tell "${one%=*}" $?
  done
done
exit $failed
