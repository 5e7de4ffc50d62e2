/* SPDX-License-Identifier: MIT
 *
 * unpreload: preloaded with LeakSanitizer, takes LD_PRELOAD out of the
 * environment, so that the processes that this one starts run without it.
 *
 * The child of a fork that ends by itself is not asked for leaks: it leaves
 * alone what it shares with its parent, connections above all.
 */
#define _DEFAULT_SOURCE /* unsetenv */
#include <pthread.h>
#include <stdlib.h>

static int forked;

static void note_fork(void) {
  forked = 1;
}

__attribute__((constructor)) static void unpreload(void) {
  unsetenv("LD_PRELOAD");
  pthread_atfork(NULL, NULL, note_fork);
}

/* LeakSanitizer asks this at the end. */
int __lsan_is_turned_off(void);
int __lsan_is_turned_off(void) {
  return forked;
}
