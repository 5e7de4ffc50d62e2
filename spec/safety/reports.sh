#!/bin/sh
# SPDX-License-Identifier: MIT
# Usage: reports.sh NAME FOLDER COMMAND...
# Runs the command; what sanitizers or valgrind have to report is in
# FOLDER/report.*, and each such file is a failure.
name=$1 folder=$2
shift 2
rm -f "$folder"/report.* "$folder"/counts
TEST_COUNTS=${TEST_COUNTS:-$folder/counts}
export TEST_COUNTS
"$@"
status=$?
reports=0
for file in "$folder"/report.*; do
  [ -s "$file" ] || continue
  reports=$((reports + 1))
  echo "--- $file" && cat "$file"
done
echo "$name: specs $(cat "$TEST_COUNTS" 2>/dev/null || echo 'without a count'), $reports processes with reports"
[ "$status" -eq 0 ] && [ "$reports" -eq 0 ]
