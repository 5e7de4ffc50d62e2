/* SPDX-License-Identifier: MIT */
#include "retry.h"

#include "base/clock.h"

enum {
  TOKEN = 1000,       /* what a retry costs */
  REFUND = 200,       /* what an answer gives back */
  FIRST_BACKOFF = 250 /* ms; doubles with each attempt */
};

int64_t retry_allowance(int64_t now_ms, int64_t attempt_ms,
                        int64_t deadline_ms) {
  int64_t allowance = attempt_ms > 0 ? attempt_ms : CLOCK_NEVER;
  if (deadline_ms == CLOCK_NEVER) return allowance;
  int64_t left = deadline_ms - now_ms;
  if (left <= 0) return 0;
  return left < allowance ? left : allowance;
}

void retry_budget_init(retry_budget *b, int64_t retries) {
  b->most = b->tokens = retries * TOKEN;
}

static void refund(retry_budget *b) {
  b->tokens += REFUND;
  if (b->tokens > b->most) b->tokens = b->most;
}

bool retry_budget_take(retry_budget *b) {
  if (b->tokens < TOKEN) return false;
  b->tokens -= TOKEN;
  return true;
}

static bool server_failed(const retry_attempt *a) {
  return a->status >= 500 || a->status == 408;
}

static retry_decision stop(const char *reason) {
  return (retry_decision){RETRY_STOP, 0, reason};
}

static retry_decision again(const char *reason) {
  return (retry_decision){RETRY_AGAIN, 0, reason};
}

/* What follows from what happened, retries left or not. The wait is open. */
static retry_decision classify(const retry_attempt *a) {
  bool in_doubt = a->sent == RETRY_SENT_UNKNOWN || a->unusable ||
                  server_failed(a) || (a->sent == RETRY_SENT_YES && !a->status);
  if (a->status && !server_failed(a) && a->status != 429 && !a->unusable)
    return stop("answered");
  if (a->expired) return stop("out of time");
  if (a->kind == RETRY_CREATE && in_doubt)
    return (retry_decision){RETRY_AMBIGUOUS, 0, "it may have run"};
  if (a->kind == RETRY_EXCHANGE) return stop("a code is sent once only");
  if (a->unusable) return stop("answer not usable");
  if (a->permanent) return stop("it would fail the same way");
  if (a->status == 429) return again("rate limit: it did not run");
  if (a->sent == RETRY_SENT_NO) return again("it never left");
  if (server_failed(a)) return again("the server failed");
  return again("no answer, and safe to repeat");
}

/* Full jitter: anything from nothing to the exponential. */
static int64_t backoff_ms(int number, int64_t most_ms, unsigned random) {
  int64_t top = FIRST_BACKOFF;
  for (int i = 1; i < number && top < most_ms; i++) top *= 2;
  if (top > most_ms) top = most_ms;
  return top * (int64_t)(random & 0xffff) / 0xffff;
}

retry_decision retry_decide(retry_budget *b, const retry_attempt *a,
                            const retry_limits *l, int64_t now_ms,
                            unsigned random) {
  retry_decision d = classify(a);
  if (a->status && !server_failed(a)) refund(b);
  if (d.action != RETRY_AGAIN) return d;
  if (a->number > l->max_retries) return stop("no retries left");
  d.wait_ms = a->asked_ms;
  if (d.wait_ms < 0) d.wait_ms = backoff_ms(a->number, l->max_wait_ms, random);
  if (d.wait_ms > l->max_wait_ms)
    return stop("the server asks to wait longer than max_wait");
  if (l->deadline_ms != CLOCK_NEVER && d.wait_ms >= l->deadline_ms - now_ms)
    return stop("the wait would pass the deadline");
  /* a 429 costs the server nothing; the limiter bounds those */
  if (a->status != 429 && !retry_budget_take(b))
    return stop("retry budget spent");
  return d;
}
