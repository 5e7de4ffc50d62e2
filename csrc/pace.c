/* SPDX-License-Identifier: MIT */
#include "pace.h"

bool pace_admits(int in_flight, int max_in_flight) {
  return in_flight < max_in_flight;
}

int64_t pace_deadline(int64_t now_ms, int64_t after_ms) {
  if (after_ms <= 0 || after_ms > PACE_NEVER - now_ms) return PACE_NEVER;
  return now_ms + after_ms;
}

int64_t pace_allowance(int64_t now_ms, int64_t attempt_ms,
                       int64_t deadline_ms) {
  int64_t allowance = attempt_ms > 0 ? attempt_ms : PACE_NEVER;
  if (deadline_ms == PACE_NEVER) return allowance;
  int64_t left = deadline_ms - now_ms;
  if (left <= 0) return 0;
  return left < allowance ? left : allowance;
}

int64_t pace_retry_after(int64_t retry_after_s, int64_t reset_s,
                         int64_t date_s) {
  if (retry_after_s >= 0) return retry_after_s;
  if (reset_s < 0 || date_s < 0) return -1;
  return reset_s > date_s ? reset_s - date_s + 1 : 1;
}
