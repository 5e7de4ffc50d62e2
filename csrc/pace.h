/* SPDX-License-Identifier: MIT
 *
 * pace: when a call may run, for how long, and whether it runs again.
 *
 * Owns:    nothing; every function is pure, or changes only the struct that
 *          its first argument points to.
 * Expects: times in milliseconds on one steady clock, passed in by the caller.
 * Never:   reads a clock or a random source, waits, allocates or calls back.
 */
#ifndef CLICKUP_PACE_H
#define CLICKUP_PACE_H

#include <stdbool.h>
#include <stdint.h>

/* "No such moment": later than every other. */
#define PACE_NEVER INT64_MAX

int64_t pace_earlier(int64_t a, int64_t b);

/* Whether one more call may be let through. */
bool pace_admits(int in_flight, int max_in_flight);

/* The moment `after_ms` from now; PACE_NEVER when there is no limit (0). */
int64_t pace_deadline(int64_t now_ms, int64_t after_ms);

/* How long an attempt that starts now may take: its own limit (0: none), cut
 * by the call's deadline. 0 when the deadline has passed, PACE_NEVER when
 * nothing limits it. */
int64_t pace_allowance(int64_t now_ms, int64_t attempt_ms, int64_t deadline_ms);

/* ---- what a server said about its rate limit ----------------------------
 * -1 stands for what an answer lacked. Moments are Unix seconds. */
typedef struct pace_hint {
  int64_t retry_after_s; /* Retry-After given as seconds */
  int64_t retry_at_s;    /* Retry-After given as a date */
  int64_t limit;         /* X-RateLimit-Limit: requests per minute */
  int64_t remaining;     /* X-RateLimit-Remaining */
  int64_t reset_s;       /* X-RateLimit-Reset */
  int64_t date_s;        /* Date: the server's own clock */
} pace_hint;

/* How long the answer asks to stay away: Retry-After first, else the reset
 * plus a second, against the server's own clock, so that a skewed local one
 * does not matter. Without a Date only a Retry-After can be told, a moment
 * against `local_s`. -1: nothing said. */
int64_t pace_asked_ms(const pace_hint *hint, int64_t local_s);

/* ---- whether to try again ----------------------------------------------- */

typedef enum pace_kind {
  PACE_READ,
  PACE_EDIT, /* absolute values: twice is the same as once */
  PACE_DELETE,
  PACE_CREATE,  /* twice creates twice */
  PACE_EXCHANGE /* an OAuth code works once: never sent again */
} pace_kind;

typedef enum pace_sent {
  PACE_SENT_NO,
  PACE_SENT_UNKNOWN,
  PACE_SENT_YES
} pace_sent;

/* What certainly happened to an attempt that has ended. */
typedef struct pace_attempt {
  pace_kind kind;
  pace_sent sent;
  long status;      /* of a whole answer, else 0 */
  bool unusable;    /* answered, but too large or garbled */
  bool permanent;   /* it would fail the same way again (certificates) */
  bool expired;     /* the call's deadline passed, or it was cancelled */
  int number;       /* 1: the first */
  int64_t asked_ms; /* pace_asked_ms of the answer, or -1 */
} pace_attempt;

typedef struct pace_limits {
  int max_retries;
  int64_t max_wait_ms; /* the longest wait before an attempt */
  int64_t deadline_ms; /* of the call; PACE_NEVER: none */
} pace_limits;

/* Retries that an outage may cost: tokens in thousandths. */
typedef struct pace_budget {
  int64_t tokens, most;
} pace_budget;

void pace_budget_init(pace_budget *b, int64_t retries);
bool pace_budget_take(pace_budget *b);

typedef enum pace_verdict {
  PACE_DONE,  /* the outcome stands */
  PACE_AGAIN, /* try again after wait_ms */
  PACE_DOUBT  /* a create that may have run: look before anything else */
} pace_verdict;

typedef struct pace_decision {
  pace_verdict verdict;
  int64_t wait_ms;
  const char *reason; /* static, in words */
} pace_decision;

/* `random` is a number from 0 to 65535. Takes a token for a retry, and gives a
 * part of one back for an answer. */
pace_decision pace_decide(pace_budget *b, const pace_attempt *a,
                          const pace_limits *l, int64_t now_ms,
                          unsigned random);

/* ---- the rate limit ------------------------------------------------------ */

enum { PACE_WINDOW_S = 60, PACE_SLOTS = PACE_WINDOW_S + 1 };

/* What this client has sent in the last minute, and what the server said. */
typedef struct pace_limiter {
  int64_t limit;   /* requests per minute; 0: unknown or none */
  bool set;        /* by hand: what the server says does not change it */
  int64_t hold_ms; /* nothing may be sent before */
  int64_t remaining, reset_ms; /* as last said; -1: not yet */
  int64_t second;              /* the last one that was counted */
  int64_t total;               /* in all slots */
  int slots[PACE_SLOTS];
} pace_limiter;

/* limit < 0: learn it from the server; 0: none; else requests per minute. */
void pace_limiter_init(pace_limiter *l, int64_t limit);

/* The moment from which one more request may be sent; <= now_ms: at once. */
int64_t pace_limiter_free_ms(pace_limiter *l, int64_t now_ms);

void pace_limiter_count(pace_limiter *l, int64_t now_ms);

/* Takes in an answer. */
void pace_limiter_hear(pace_limiter *l, const pace_hint *hint, long status,
                       int64_t asked_ms, int64_t now_ms, int64_t local_s);

/* A hold for all calls until then at least. */
void pace_limiter_hold(pace_limiter *l, int64_t until_ms);

/* How many requests are left in this minute, as far as is known; -1: unknown. */
int64_t pace_limiter_remaining(pace_limiter *l, int64_t now_ms);

#endif
