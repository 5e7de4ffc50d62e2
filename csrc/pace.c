/* SPDX-License-Identifier: MIT */
#include "pace.h"

#include <string.h>

enum {
  TOKEN = 1000,       /* what a retry costs */
  REFUND = 200,       /* what an answer gives back */
  FIRST_BACKOFF = 250 /* ms; doubles with each attempt */
};

int64_t pace_earlier(int64_t a, int64_t b) {
  return a < b ? a : b;
}

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

/* ---- what a server said ------------------------------------------------- */

enum { YEAR_S = 366 * 24 * 3600 };

static int64_t seconds_until(int64_t at_s, int64_t now_s) {
  int64_t left = at_s - now_s;
  if (left < 0) return 0;
  return left > YEAR_S ? YEAR_S : left;
}

/* A reset plus a second: the moment has passed when the call arrives. */
static int64_t reset_in_ms(const pace_hint *hint, int64_t local_s) {
  int64_t now_s = hint->date_s >= 0 ? hint->date_s : local_s;
  return (seconds_until(hint->reset_s, now_s) + 1) * 1000;
}

int64_t pace_asked_ms(const pace_hint *hint, int64_t local_s) {
  int64_t now_s = hint->date_s >= 0 ? hint->date_s : local_s;
  if (hint->retry_after_s >= 0)
    return pace_earlier(hint->retry_after_s, YEAR_S) * 1000;
  if (hint->retry_at_s >= 0)
    return (seconds_until(hint->retry_at_s, now_s) + 1) * 1000;
  bool known = hint->reset_s >= 0 && hint->date_s >= 0;
  return known ? reset_in_ms(hint, local_s) : -1;
}

/* ---- whether to try again ----------------------------------------------- */

void pace_budget_init(pace_budget *b, int64_t retries) {
  b->most = b->tokens = retries * TOKEN;
}

static void refund(pace_budget *b) {
  b->tokens += REFUND;
  if (b->tokens > b->most) b->tokens = b->most;
}

bool pace_budget_take(pace_budget *b) {
  if (b->tokens < TOKEN) return false;
  b->tokens -= TOKEN;
  return true;
}

static bool server_failed(const pace_attempt *a) {
  return a->status >= 500 || a->status == 408;
}

/* What follows from what happened, retries left or not. The wait is open. */
static pace_decision judge(const pace_attempt *a) {
  bool in_doubt = a->sent == PACE_SENT_UNKNOWN || a->unusable ||
                  server_failed(a) || (a->sent == PACE_SENT_YES && !a->status);
  if (a->status && !server_failed(a) && a->status != 429 && !a->unusable)
    return (pace_decision){PACE_DONE, 0, "answered"};
  if (a->expired) return (pace_decision){PACE_DONE, 0, "out of time"};
  if (a->kind == PACE_CREATE && in_doubt)
    return (pace_decision){PACE_DOUBT, 0, "it may have run"};
  if (a->kind == PACE_EXCHANGE)
    return (pace_decision){PACE_DONE, 0, "a code is sent once only"};
  if (a->unusable) return (pace_decision){PACE_DONE, 0, "answer not usable"};
  if (a->permanent)
    return (pace_decision){PACE_DONE, 0, "it would fail the same way"};
  if (a->status == 429)
    return (pace_decision){PACE_AGAIN, 0, "rate limit: it did not run"};
  if (a->sent == PACE_SENT_NO)
    return (pace_decision){PACE_AGAIN, 0, "it never left"};
  if (server_failed(a))
    return (pace_decision){PACE_AGAIN, 0, "the server failed"};
  return (pace_decision){PACE_AGAIN, 0, "no answer, and safe to repeat"};
}

/* Full jitter: anything from nothing to the exponential. */
static int64_t backoff_ms(int number, int64_t most_ms, unsigned random) {
  int64_t top = FIRST_BACKOFF;
  for (int i = 1; i < number && top < most_ms; i++) top *= 2;
  if (top > most_ms) top = most_ms;
  return top * (int64_t)(random & 0xffff) / 0xffff;
}

static pace_decision give_up(const char *reason) {
  return (pace_decision){PACE_DONE, 0, reason};
}

pace_decision pace_decide(pace_budget *b, const pace_attempt *a,
                          const pace_limits *l, int64_t now_ms,
                          unsigned random) {
  pace_decision d = judge(a);
  if (a->status && !server_failed(a)) refund(b);
  if (d.verdict != PACE_AGAIN) return d;
  if (a->number > l->max_retries) return give_up("no retries left");
  d.wait_ms = a->asked_ms;
  if (d.wait_ms < 0) d.wait_ms = backoff_ms(a->number, l->max_wait_ms, random);
  if (d.wait_ms > l->max_wait_ms)
    return give_up("the server asks to wait longer than max_wait");
  if (l->deadline_ms != PACE_NEVER && d.wait_ms >= l->deadline_ms - now_ms)
    return give_up("the wait would pass the deadline");
  /* a 429 costs the server nothing; the limiter bounds those */
  if (a->status != 429 && !pace_budget_take(b))
    return give_up("retry budget spent");
  return d;
}

/* ---- the rate limit ------------------------------------------------------ */

void pace_limiter_init(pace_limiter *l, int64_t limit) {
  memset(l, 0, sizeof *l);
  l->set = limit >= 0;
  l->limit = limit > 0 ? limit : 0;
  l->remaining = l->reset_ms = -1;
}

/* Empties the slots of the seconds that have passed. */
static void advance(pace_limiter *l, int64_t now_ms) {
  int64_t now_s = now_ms / 1000;
  if (now_s - l->second >= PACE_SLOTS) {
    memset(l->slots, 0, sizeof l->slots);
    l->total = 0;
    l->second = now_s;
  }
  while (l->second < now_s) {
    int *slot = &l->slots[++l->second % PACE_SLOTS];
    l->total -= *slot;
    *slot = 0;
  }
}

/* When the oldest second that was counted leaves the window. */
static int64_t oldest_leaves_ms(const pace_limiter *l) {
  for (int64_t s = l->second - PACE_WINDOW_S; s < l->second; s++)
    if (s >= 0 && l->slots[s % PACE_SLOTS] > 0) return (s + PACE_SLOTS) * 1000;
  return (l->second + PACE_SLOTS) * 1000;
}

int64_t pace_limiter_free_ms(pace_limiter *l, int64_t now_ms) {
  int64_t at = l->hold_ms > now_ms ? l->hold_ms : now_ms;
  advance(l, now_ms);
  if (l->limit > 0 && l->total >= l->limit) {
    int64_t leaves = oldest_leaves_ms(l);
    if (leaves > at) at = leaves;
  }
  return at;
}

void pace_limiter_count(pace_limiter *l, int64_t now_ms) {
  advance(l, now_ms);
  l->slots[l->second % PACE_SLOTS]++;
  l->total++;
}

void pace_limiter_hold(pace_limiter *l, int64_t until_ms) {
  if (until_ms > l->hold_ms) l->hold_ms = until_ms;
}

/* The windows are minutes: a reset that is further off is a wrong clock. */
static int64_t reset_ms(const pace_hint *hint, int64_t now_ms,
                        int64_t local_s) {
  int64_t in_ms = reset_in_ms(hint, local_s);
  int64_t most = INT64_C(1000) * (PACE_WINDOW_S + 1);
  return now_ms + (in_ms < most ? in_ms : most);
}

void pace_limiter_hear(pace_limiter *l, const pace_hint *hint, long status,
                       int64_t asked_ms, int64_t now_ms, int64_t local_s) {
  if (hint->limit > 0 && !l->set) l->limit = hint->limit;
  if (hint->remaining >= 0) l->remaining = hint->remaining;
  if (hint->reset_s >= 0) l->reset_ms = reset_ms(hint, now_ms, local_s);
  if (hint->remaining == 0 && hint->reset_s >= 0)
    pace_limiter_hold(l, l->reset_ms);
  if (status == 429 && asked_ms > 0) pace_limiter_hold(l, now_ms + asked_ms);
}

int64_t pace_limiter_remaining(pace_limiter *l, int64_t now_ms) {
  int64_t own = -1;
  advance(l, now_ms);
  if (l->hold_ms > now_ms) return 0;
  if (l->limit > 0) own = l->total < l->limit ? l->limit - l->total : 0;
  bool current = l->remaining >= 0 && l->reset_ms > now_ms;
  if (!current) return own;
  return own < 0 || l->remaining < own ? l->remaining : own;
}
