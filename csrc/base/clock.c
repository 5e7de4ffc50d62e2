/* SPDX-License-Identifier: MIT */
#define _DEFAULT_SOURCE /* clock_gettime under -std=c11 */
#include "clock.h"

#include <time.h>

int64_t clock_us(void) {
  struct timespec t;
#ifdef CLOCK_BOOTTIME
  clock_gettime(CLOCK_BOOTTIME, &t);
#else
  clock_gettime(CLOCK_MONOTONIC, &t);
#endif
  return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

int64_t clock_ms(void) {
  return clock_us() / 1000;
}

int64_t clock_earlier(int64_t a, int64_t b) {
  return a < b ? a : b;
}

int64_t clock_after(int64_t now_ms, int64_t after_ms) {
  if (after_ms <= 0 || after_ms > CLOCK_NEVER - now_ms) return CLOCK_NEVER;
  return now_ms + after_ms;
}
