#!/bin/sh
# SPDX-License-Identifier: MIT
# LUA under memcheck, but for the servers of the specs, which use nothing of
# csrc. VALGRIND_LUA, VALGRIND_LOG: the interpreter; where reports go.
case "$*" in
  *clickup.sandbox.server* | *_child.lua*) exec "$VALGRIND_LUA" "$@" ;;
esac
exec valgrind --quiet --error-exitcode=99 --trace-children=no --leak-check=full \
  --show-leak-kinds=definite --errors-for-leak-kinds=definite --child-silent-after-fork=yes \
  --suppressions="$(dirname "$0")/memcheck.supp" --gen-suppressions=no \
  --log-file="$VALGRIND_LOG.%p" "$VALGRIND_LUA" "$@"
