#!/bin/sh
# SPDX-License-Identifier: MIT
# An interpreter whose C modules may be instrumented: LUA with the sanitizer's
# library, but for the servers of the specs, which use nothing of csrc.
# ASAN_LUA, ASAN_PRELOAD: the interpreter and what it needs loaded.
case "$*" in
  *clickup.sandbox.server* | *scripted_child*) ;;
  *) export LD_PRELOAD="$ASAN_PRELOAD${LD_PRELOAD:+ $LD_PRELOAD}" ;;
esac
exec "$ASAN_LUA" "$@"
