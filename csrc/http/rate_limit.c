/* SPDX-License-Identifier: MIT */
#include "rate_limit.h"

#include <string.h>

#include "base/clock.h"

/* ---- what a server said ------------------------------------------------- */

enum { YEAR_S = 366 * 24 * 3600 };

static int64_t seconds_until(int64_t at_s, int64_t now_s) {
  int64_t left = at_s - now_s;
  if (left < 0) return 0;
  return left > YEAR_S ? YEAR_S : left;
}

/* A reset plus a second: the moment has passed when the call arrives. The
 * windows are minutes: one that is further off is a wrong clock, or in another
 * unit. */
static int64_t reset_in_ms(const rate_limit_hint *hint, int64_t local_s) {
  int64_t now_s = hint->date_s >= 0 ? hint->date_s : local_s;
  int64_t left = seconds_until(hint->reset_s, now_s);
  return (clock_earlier(left, RATE_LIMIT_WINDOW_S) + 1) * 1000;
}

int64_t rate_limit_asked_ms(const rate_limit_hint *hint, int64_t local_s) {
  int64_t now_s = hint->date_s >= 0 ? hint->date_s : local_s;
  if (hint->retry_after_s >= 0)
    return clock_earlier(hint->retry_after_s, YEAR_S) * 1000;
  if (hint->retry_at_s >= 0)
    return (seconds_until(hint->retry_at_s, now_s) + 1) * 1000;
  bool known = hint->reset_s >= 0 && hint->date_s >= 0;
  return known ? reset_in_ms(hint, local_s) : -1;
}

/* ---- the rate limit ------------------------------------------------------ */

void rate_limit_init(rate_limit *l, int64_t limit) {
  memset(l, 0, sizeof *l);
  l->set = limit >= 0;
  l->limit = limit > 0 ? limit : 0;
  l->remaining = l->reset_ms = -1;
}

/* Empties the slots of the seconds that have passed. */
static void advance(rate_limit *l, int64_t now_ms) {
  int64_t now_s = now_ms / 1000;
  if (now_s - l->second >= RATE_LIMIT_SLOTS) {
    memset(l->slots, 0, sizeof l->slots);
    l->total = 0;
    l->second = now_s;
  }
  while (l->second < now_s) {
    int *slot = &l->slots[++l->second % RATE_LIMIT_SLOTS];
    l->total -= *slot;
    *slot = 0;
  }
}

/* When the oldest second that was counted leaves the window. */
static int64_t oldest_leaves_ms(const rate_limit *l) {
  for (int64_t s = l->second - RATE_LIMIT_WINDOW_S; s < l->second; s++)
    if (s >= 0 && l->slots[s % RATE_LIMIT_SLOTS] > 0)
      return (s + RATE_LIMIT_SLOTS) * 1000;
  return (l->second + RATE_LIMIT_SLOTS) * 1000;
}

int64_t rate_limit_free_ms(rate_limit *l, int64_t now_ms) {
  int64_t at = l->hold_ms > now_ms ? l->hold_ms : now_ms;
  advance(l, now_ms);
  if (l->limit > 0 && l->total >= l->limit) {
    int64_t leaves = oldest_leaves_ms(l);
    if (leaves > at) at = leaves;
  }
  return at;
}

void rate_limit_count(rate_limit *l, int64_t now_ms) {
  advance(l, now_ms);
  l->slots[l->second % RATE_LIMIT_SLOTS]++;
  l->total++;
}

void rate_limit_hold(rate_limit *l, int64_t until_ms) {
  if (until_ms > l->hold_ms) l->hold_ms = until_ms;
}

void rate_limit_learn(rate_limit *l, const rate_limit_hint *hint, long status,
                      int64_t asked_ms, int64_t now_ms, int64_t local_s) {
  if (hint->limit > 0 && !l->set) l->limit = hint->limit;
  if (hint->remaining >= 0) l->remaining = hint->remaining;
  if (hint->reset_s >= 0) l->reset_ms = now_ms + reset_in_ms(hint, local_s);
  if (hint->remaining == 0 && hint->reset_s >= 0)
    rate_limit_hold(l, l->reset_ms);
  if (status == 429 && asked_ms > 0) rate_limit_hold(l, now_ms + asked_ms);
}

int64_t rate_limit_remaining(rate_limit *l, int64_t now_ms) {
  int64_t own = -1;
  advance(l, now_ms);
  if (l->hold_ms > now_ms) return 0;
  if (l->limit > 0) own = l->total < l->limit ? l->limit - l->total : 0;
  bool current = l->remaining >= 0 && l->reset_ms > now_ms;
  if (!current) return own;
  return own < 0 || l->remaining < own ? l->remaining : own;
}
