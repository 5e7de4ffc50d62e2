/* SPDX-License-Identifier: MIT */
#include "engine.h"

#include <string.h>
#include <time.h>

#include "clock.h"
#include "headers.h"
#include "journal.h"
#include "transfer.h"

enum {
  ROUNDS = 4, /* admissions per step before the host gets its turn */
  FIRST_BURST = 100,
  OVERDUE_SLACK = 1000 /* ms; libcurl's own timers fire before that */
};

static const char DEADLINE_PASSED[] = "the call's deadline passed";

/* ---- how a call ends ---------------------------------------------------- */

static void note(http *h, http_event_type type, http_call *c, int64_t ms,
                 const char *reason) {
  if (!h->observed) return;
  http_event event = {type, c, c->attempts, 0, ms, reason};
  if (type == HTTP_EVENT_END) event.status = c->status;
  journal_write(&h->journal, &event);
}

/* What an earlier attempt may have done is still true of the whole call. */
static void settle(http_call *c) {
  if (c->repeated && c->sent == PACE_SENT_NO) c->sent = PACE_SENT_UNKNOWN;
}

static list *list_of(http *h, const http_call *c) {
  if (c->state == HTTP_ACTIVE) return &h->active;
  return c->due_ms ? &h->delayed : &h->queue;
}

static void land(http *h, list *from, http_call *c, http_outcome outcome) {
  list_remove(from, c);
  c->outcome = outcome;
  c->state = HTTP_DONE;
  list_push(&h->landed, c);
}

/* Takes the handle back; its connection is the multi's, for the next call. */
static void detach(http *h, http_call *c) {
  if (c->pool) drive_remove(c->pool, c->easy);
  transfer_detach(c);
  if (h->reuses) h->idle[h->idle_count++] = c->easy;
  else curl_easy_cleanup(c->easy);
  if (--h->in_flight == 0) h->answered = false;
  c->easy = NULL;
}

/* What the attempt came to, and what it has cost. */
static http_outcome finish(http *h, http_call *c, CURLcode code) {
  http_outcome outcome = transfer_finish(c, code);
  transfer_add_cost(c, &h->stats);
  detach(h, c);
  return outcome;
}

/* libcurl closes an HTTP/1 connection that failed. Over HTTP/2 it ends a stream
 * and goes on with the connection, which may be dead: no further call is put on
 * it, and those that are under way there may end. */
static void retire_failed(const http *h, const http_call *c,
                          http_outcome outcome) {
  bool failed = outcome == HTTP_TRANSPORT || outcome == HTTP_TIMEOUT ||
                outcome == HTTP_DEADLINE;
  if (failed && h->shared && c->began) drive_retire(c->pool);
}

void engine_halt(http *h, http_call *c, http_outcome outcome,
                 const char *reason) {
  if (c->state == HTTP_DONE || c->state == HTTP_NEW) return;
  list *from = list_of(h, c);
  if (!c->timer && http_is_inherited(h)) c->sent = PACE_SENT_UNKNOWN;
  else if (c->state == HTTP_ACTIVE) finish(h, c, CURLE_ABORTED_BY_CALLBACK);
  if (from == &h->active) {
    if (c->sent == PACE_SENT_YES) c->sent = PACE_SENT_UNKNOWN; /* not wholly */
    retire_failed(h, c, outcome);
  }
  if (c->attempts == 0 && !c->timer) c->queued_us = clock_us() - c->queued_us;
  settle(c);
  c->reason = reason;
  if (from == &h->active)
    note(h, HTTP_EVENT_END, c, c->total_us / 1000, c->reason);
  land(h, from, c, outcome);
}

static void end_list(http *h, const list *l, const char *reason) {
  while (l->first) engine_halt(h, l->first, HTTP_CLOSED, reason);
}

void engine_end_all(http *h, const char *reason) {
  end_list(h, &h->active, reason);
  end_list(h, &h->queue, reason);
  end_list(h, &h->delayed, reason);
}

void engine_delay(http *h, http_call *c, int64_t due_ms) {
  c->state = HTTP_QUEUED;
  c->due_ms = due_ms;
  h->check_at = pace_earlier(h->check_at, due_ms);
  list_push(&h->delayed, c);
}

/* ---- what becomes of an attempt ----------------------------------------- */

static unsigned jitter(http *h) {
  h->seed = h->seed * 6364136223846793005u + 1442695040888963407u;
  return (unsigned)(h->seed >> 48);
}

static pace_attempt describe(const http_call *c, http_outcome outcome) {
  return (pace_attempt){
      .kind = c->kind,
      .sent = c->sent,
      .status = outcome == HTTP_ANSWERED ? c->status : 0,
      .unusable = outcome == HTTP_TOO_LARGE || outcome == HTTP_GARBLED,
      .permanent = c->permanent,
      .expired = outcome == HTTP_DEADLINE || outcome == HTTP_CANCELLED,
      .number = c->attempts,
      .asked_ms = c->asked_ms,
  };
}

/* Learns from the answer what the limiter needs and how long to stay away. */
static void hear(http *h, http_call *c, int64_t now) {
  pace_hint hint = headers_hint(c);
  int64_t local_s = (int64_t)time(NULL);
  c->asked_ms = -1;
  if (c->status == 429 || c->status >= 500)
    c->asked_ms = pace_asked_ms(&hint, local_s);
  pace_limiter_hear(&h->limiter, &hint, c->status, c->asked_ms, now, local_s);
}

/* Once libcurl knows that a server multiplexes, each call that finds all streams
 * taken would open a connection of its own, even while another one is still
 * being set up. A connection for each 100 calls is enough, and one more. What
 * ends without an answer may hold one that is of no use any more. */
static void share_connections(http *h, const http_call *c) {
  bool answered = c->status >= 200;
  if (answered) h->shared = c->version == CURL_HTTP_VERSION_2_0;
  int most = 2 + (h->max_in_flight - 1) / FIRST_BURST;
  drive_limit(&h->drive, h->shared && answered ? most : 0);
}

/* The call is in the list of active ones, its handle taken back already. */
static void conclude(http *h, http_call *c, http_outcome outcome) {
  int64_t now = clock_ms();
  c->asked_ms = -1;
  if (c->status >= 200) hear(h, c, now);
  if (c->status >= 200 && h->in_flight > 0) h->answered = true;
  share_connections(h, c);
  retire_failed(h, c, outcome);
  pace_attempt attempt = describe(c, outcome);
  pace_limits limits = {c->max_retries, c->max_wait_ms, c->deadline_ms};
  pace_decision d = pace_decide(&h->budget, &attempt, &limits, now, jitter(h));
  c->verdict = d.reason;
  c->doubt = d.verdict == PACE_DOUBT;
  note(h, HTTP_EVENT_END, c, c->total_us / 1000, c->reason);
  if (d.verdict != PACE_AGAIN) {
    settle(c);
    land(h, &h->active, c, outcome);
    return;
  }
  if (c->status == 429) pace_limiter_hold(&h->limiter, now + d.wait_ms);
  else if (c->sent != PACE_SENT_NO) c->repeated = true;
  h->stats.retried++;
  note(h, HTTP_EVENT_RETRY, c, d.wait_ms, d.reason);
  list_remove(&h->active, c);
  engine_delay(h, c, now + (d.wait_ms > 0 ? d.wait_ms : 1));
}

/* libcurl did not notice that time passed: the machine has slept. */
static void overdue(http *h, http_call *c) {
  finish(h, c, CURLE_OPERATION_TIMEDOUT);
  conclude(h, c, HTTP_TIMEOUT);
}

/* ---- step --------------------------------------------------------------- */

/* Before a server's first answer libcurl takes it for granted that an HTTP/2
 * connection bears 100 streams, and opens new ones for the rest. */
bool engine_has_room(const http *h) {
  int most = h->max_in_flight;
  if (!h->answered && most > FIRST_BURST) most = FIRST_BURST;
  return pace_admits(h->in_flight, most);
}

static CURL *take_handle(http *h) {
  if (h->idle_count > 0) return h->idle[--h->idle_count];
  return curl_easy_duphandle(h->model);
}

static bool attach(http *h, http_call *c, int64_t now) {
  int64_t allowance = pace_allowance(now, c->timeout_ms, c->deadline_ms);
  c->easy = take_handle(h);
  if (!c->easy) return false;
  h->in_flight++;
  c->pool = NULL;
  c->multiplexed = h->shared;
  if (transfer_attach(c, h->origin, allowance, &h->lanes))
    c->pool = drive_add(&h->drive, c->easy);
  if (c->pool) {
    c->overdue_ms = allowance == PACE_NEVER
                        ? PACE_NEVER
                        : pace_deadline(now, allowance + OVERDUE_SLACK);
    h->check_at = pace_earlier(h->check_at, c->overdue_ms);
    return true;
  }
  detach(h, c);
  return false;
}

static void begin(http *h, http_call *c, int64_t now) {
  list_remove(&h->queue, c);
  c->state = HTTP_ACTIVE;
  if (c->attempts++ == 0) {
    c->first_ms = now;
    c->queued_us = clock_us() - c->queued_us;
  }
  pace_limiter_count(&h->limiter, now);
  list_push(&h->active, c);
  note(h, HTTP_EVENT_START, c, 0, NULL);
}

/* Ends the calls that the rate limit lets through too late. */
static void refuse_late(http *h, int64_t now, int64_t free_ms) {
  for (http_call *c = h->queue.first, *next; c; c = next) {
    next = c->next;
    if (c->deadline_ms > free_ms && free_ms - now <= c->max_wait_ms) continue;
    c->asked_ms = free_ms - now;
    c->verdict = "the rate limit allows none in time";
    engine_halt(h, c, HTTP_RATE_LIMITED,
                "the rate limit allows no call in time");
  }
}

/* Lets queued calls through; true when one was. */
static bool admit(http *h) {
  bool admitted = false;
  int64_t now = clock_ms();
  while (h->queue.first && engine_has_room(h)) {
    http_call *c = h->queue.first;
    int64_t free_ms = pace_limiter_free_ms(&h->limiter, now);
    if (free_ms > now) {
      if (free_ms != h->held_ms)
        note(h, HTTP_EVENT_WAIT, c, free_ms - now, "rate limit");
      h->held_ms = free_ms;
      refuse_late(h, now, free_ms);
      h->check_at = pace_earlier(h->check_at, free_ms);
      break;
    }
    if (!attach(h, c, now)) {
      engine_halt(h, c, HTTP_TRANSPORT, "out of memory");
      continue;
    }
    begin(h, c, now);
    admitted = true;
  }
  return admitted;
}

/* A delay is over: a timer lands, a retry goes before those that wait. */
static void wake(http *h, http_call *c) {
  if (c->timer) {
    land(h, &h->delayed, c, HTTP_ANSWERED);
    return;
  }
  list_remove(&h->delayed, c);
  c->due_ms = 0;
  list_push_first(&h->queue, c);
}

static void expire_list(http *h, list *l, int64_t now) {
  for (http_call *c = l->first, *next; c; c = next) {
    bool active = c->state == HTTP_ACTIVE;
    next = c->next;
    if (c->deadline_ms <= now)
      engine_halt(h, c, HTTP_DEADLINE, DEADLINE_PASSED);
    else if (active && c->overdue_ms <= now) overdue(h, c);
    else if (c->due_ms && c->due_ms <= now) wake(h, c);
    else {
      int64_t at = active ? c->overdue_ms : c->deadline_ms;
      if (c->due_ms) at = pace_earlier(at, c->due_ms);
      h->check_at = pace_earlier(h->check_at, at);
    }
  }
}

static void expire(http *h) {
  int64_t now = clock_ms();
  if (now < h->check_at) return;
  h->check_at = PACE_NEVER;
  expire_list(h, &h->queue, now);
  expire_list(h, &h->active, now);
  expire_list(h, &h->delayed, now);
}

/* libcurl has given a pool up; another one serves the calls still queued. */
static void end_pool(http *h, const drive_pool *pool, CURLMcode status) {
  for (http_call *c = h->active.first, *next; c; c = next) {
    next = c->next;
    if (c->pool == pool)
      engine_halt(h, c, HTTP_TRANSPORT, curl_multi_strerror(status));
  }
}

/* Nothing was sent: the connection had ended meanwhile, or something was on it
 * that nobody asked for. */
static bool attach_elsewhere(http *h, http_call *c) {
  if (h->shared) {
    drive_retire(c->pool);
    c->stale = false;
  }
  return attach(h, c, clock_ms());
}

static void reap(http *h) {
  CURLcode code;
  CURL *easy;
  while ((easy = drive_next_done(&h->drive, &code))) {
    char *private;
    curl_easy_getinfo(easy, CURLINFO_PRIVATE, &private);
    void *own = private;
    http_call *c = own;
    http_outcome outcome = finish(h, c, code);
    if (c->stale && attach_elsewhere(h, c)) continue;
    if (outcome == HTTP_TIMEOUT && c->deadline_ms <= clock_ms() + 1) {
      outcome = HTTP_DEADLINE;
      c->reason = DEADLINE_PASSED;
    }
    conclude(h, c, outcome);
  }
}

void http_step(http *h) {
  expire(h);
  admit(h);
  for (int round = 0; round < ROUNDS; round++) {
    CURLMcode status;
    const drive_pool *failed = drive_turn(&h->drive, &status);
    reap(h);
    if (failed) end_pool(h, failed, status);
    drive_sweep(&h->drive);
    if (!admit(h)) break;
  }
}
