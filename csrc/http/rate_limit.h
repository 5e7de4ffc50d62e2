/* SPDX-License-Identifier: MIT
 *
 * rate_limit: when the next request may be sent, by what this client has sent in
 * the last minute and by what the server said.
 *
 * Owns:    nothing; every function is pure, or changes only the struct that
 *          its first argument points to.
 * Expects: times in milliseconds on one steady clock, passed in by the caller.
 * Never:   reads a clock, waits, allocates or calls back.
 */
#ifndef CLICKUP_RATE_LIMIT_H
#define CLICKUP_RATE_LIMIT_H

#include <stdbool.h>
#include <stdint.h>

/* ---- what a server said about its rate limit ----------------------------
 * -1 stands for what an answer lacked. Moments are Unix seconds. */
typedef struct rate_limit_hint {
  int64_t retry_after_s; /* Retry-After given as seconds */
  int64_t retry_at_s;    /* Retry-After given as a date */
  int64_t limit;         /* X-RateLimit-Limit: requests per minute */
  int64_t remaining;     /* X-RateLimit-Remaining */
  int64_t reset_s;       /* X-RateLimit-Reset */
  int64_t date_s;        /* Date: the server's own clock */
} rate_limit_hint;

/* How long the answer asks to stay away: Retry-After first, else the reset
 * plus a second, against the server's own clock, so that a skewed local one
 * does not matter. Without a Date only a Retry-After can be told, a moment
 * against `local_s`. -1: nothing said. */
int64_t rate_limit_asked_ms(const rate_limit_hint *hint, int64_t local_s);

/* ---- the rate limit ------------------------------------------------------ */

enum { RATE_LIMIT_WINDOW_S = 60, RATE_LIMIT_SLOTS = RATE_LIMIT_WINDOW_S + 1 };

/* What this client has sent in the last minute, and what the server said. */
typedef struct rate_limit {
  int64_t limit;   /* requests per minute; 0: unknown or none */
  bool set;        /* by hand: what the server says does not change it */
  int64_t hold_ms; /* nothing may be sent before */
  int64_t remaining, reset_ms; /* as last said; -1: not yet */
  int64_t second;              /* the last one that was counted */
  int64_t total;               /* in all slots */
  int slots[RATE_LIMIT_SLOTS];
} rate_limit;

/* limit < 0: learn it from the server; 0: none; else requests per minute. */
void rate_limit_init(rate_limit *l, int64_t limit);

/* The moment from which one more request may be sent; <= now_ms: at once. */
int64_t rate_limit_free_ms(rate_limit *l, int64_t now_ms);

void rate_limit_count(rate_limit *l, int64_t now_ms);

/* Takes in an answer. */
void rate_limit_learn(rate_limit *l, const rate_limit_hint *hint, long status,
                      int64_t asked_ms, int64_t now_ms, int64_t local_s);

/* A hold for all calls until then at least. */
void rate_limit_hold(rate_limit *l, int64_t until_ms);

/* How many requests are left in this minute, as far as is known; -1: unknown. */
int64_t rate_limit_remaining(rate_limit *l, int64_t now_ms);

#endif
