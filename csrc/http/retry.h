/* SPDX-License-Identifier: MIT
 *
 * retry: whether a call is sent again, when, and why.
 *
 * Owns:    nothing; every function is pure, or changes only the struct that
 *          its first argument points to.
 * Expects: times in milliseconds on one steady clock, passed in by the caller.
 * Never:   reads a clock or a random source, waits, allocates or calls back.
 */
#ifndef CLICKUP_RETRY_H
#define CLICKUP_RETRY_H

#include <stdbool.h>
#include <stdint.h>

/* How long an attempt that starts now may take: its own limit (0: none), cut
 * by the call's deadline. 0 when the deadline has passed, CLOCK_NEVER when
 * nothing limits it. */
int64_t retry_allowance(int64_t now_ms, int64_t attempt_ms,
                        int64_t deadline_ms);

typedef enum retry_kind {
  RETRY_READ,
  RETRY_EDIT, /* absolute values: twice is the same as once */
  RETRY_DELETE,
  RETRY_CREATE,  /* twice creates twice */
  RETRY_EXCHANGE /* an OAuth code works once: never sent again */
} retry_kind;

typedef enum retry_sent {
  RETRY_SENT_NO,
  RETRY_SENT_UNKNOWN,
  RETRY_SENT_YES
} retry_sent;

/* What certainly happened to an attempt that has ended. */
typedef struct retry_attempt {
  retry_kind kind;
  retry_sent sent;
  long status;      /* of a whole answer, else 0 */
  bool unusable;    /* answered, but too large or garbled */
  bool permanent;   /* it would fail the same way again (certificates) */
  bool expired;     /* the call's deadline passed, or it was cancelled */
  int number;       /* 1: the first */
  int64_t asked_ms; /* rate_limit_asked_ms of the answer, or -1 */
} retry_attempt;

typedef struct retry_limits {
  int max_retries;
  int64_t max_wait_ms; /* the longest wait before an attempt */
  int64_t deadline_ms; /* of the call; CLOCK_NEVER: none */
} retry_limits;

/* Retries that an outage may cost: tokens in thousandths. */
typedef struct retry_budget {
  int64_t tokens, most;
} retry_budget;

void retry_budget_init(retry_budget *b, int64_t retries);
bool retry_budget_take(retry_budget *b);

typedef enum retry_action {
  RETRY_STOP,     /* the outcome stands */
  RETRY_AGAIN,    /* try again after wait_ms */
  RETRY_AMBIGUOUS /* a create that may have run: look before anything else */
} retry_action;

typedef struct retry_decision {
  retry_action action;
  int64_t wait_ms;
  const char *reason; /* static, in words */
} retry_decision;

/* `random` is a number from 0 to 65535. Takes a token for a retry, and gives a
 * part of one back for an answer. */
retry_decision retry_decide(retry_budget *b, const retry_attempt *a,
                            const retry_limits *l, int64_t now_ms,
                            unsigned random);

#endif
