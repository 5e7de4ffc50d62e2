/* SPDX-License-Identifier: MIT */
#include "http.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "curl_compat.h"
#include "headers.h"
#include "liveness.h"
#include "multi.h"
#include "rate_limit.h"
#include "retry.h"
#include "transfer.h"
#include "upload.h"
#include "url.h"

enum {
  MOST_EVENTS = 4096,  /* between two that read them; later ones are lost */
  LONGEST_WAIT = 1000, /* ms */
  ROUNDS = 4,          /* admissions per step before the host gets its turn */
  FIRST_BURST = 100,
  OVERDUE_SLACK = 1000,  /* ms; libcurl's own timers fire before that */
  MOST_KEPT = 16384,     /* bytes of a buffer that serves another call */
  PACKED = 5,            /* texts, each with a NUL */
  MOST_UNASKED = 1 << 20 /* bytes of a body that libcurl sends at once */
};

/* Calls in order, linked through themselves; a call is in one at a time. */
typedef struct queue {
  http_call *first, *last;
} queue;

struct http {
  multi multi;
  CURL *model;                /* every handle is a copy of it */
  CURLU *origin;              /* what every URL begins with, to its host */
  size_t path_at;             /* how long the text of that is */
  bool plain;                 /* it is no https */
  bool direct;                /* there is no proxy */
  struct curl_slist *headers; /* the first one is "Expect:" */
  http_handle **idle;
  int idle_count;
  int in_flight, max_in_flight;
  int uploads;   /* in flight */
  bool refused;  /* a call was, before all of its body was sent */
  bool answered; /* something was, since last all in flight ended without */
  queue queue, delayed, active, completed;
  int64_t check_at; /* when a deadline, or a delay, may be over */
  rate_limit limit;
  retry_budget budget;
  unsigned forks;    /* of the process that made it */
  uint64_t seed;     /* of the jitter */
  liveness liveness; /* connections that are kept */
  bool shared;     /* a connection bears many calls, unless an answer denies */
  int64_t held_ms; /* until when the rate limit was seen to hold */
  bool observed;   /* somebody reads the log */
  buf log;
  http_stats stats; /* the sums; what is under way is in the lists */
};

static const char DEADLINE_PASSED[] = "the call's deadline passed";

/* ---- queues --------------------------------------------------------------- */

static void push(queue *q, http_call *c) {
  c->prev = q->last;
  c->next = NULL;
  if (q->last) q->last->next = c;
  else q->first = c;
  q->last = c;
}

static void push_front(queue *q, http_call *c) {
  c->prev = NULL;
  c->next = q->first;
  if (q->first) q->first->prev = c;
  else q->last = c;
  q->first = c;
}

static void remove_from(queue *q, http_call *c) {
  if (c->prev) c->prev->next = c->next;
  else q->first = c->next;
  if (c->next) c->next->prev = c->prev;
  else q->last = c->prev;
  c->prev = c->next = NULL;
}

/* ---- how a call ends ---------------------------------------------------- */

static void log_event(http *h, http_event_type type, http_call *c, int64_t ms,
                      const char *reason) {
  if (!h->observed) return;
  http_event event = {type, c, c->result.attempts, 0, ms, reason, 0};
  if (type == HTTP_EVENT_PROGRESS) event.bytes = c->request.upload->sent;
  if (type == HTTP_EVENT_END) event.status = c->result.status;
  (void)buf_append(&h->log, &event, sizeof event);
}

/* What an earlier attempt may have done is still true of the whole call. */
static void carry_doubt(http_call *c) {
  if (c->result.repeated && c->result.sent == RETRY_SENT_NO)
    c->result.sent = RETRY_SENT_UNKNOWN;
}

/* We end it before its answer has come wholly. */
static void doubt_part(http_call *c) {
  if (c->result.sent == RETRY_SENT_YES) c->result.sent = RETRY_SENT_UNKNOWN;
}

static queue *queue_of(http *h, const http_call *c) {
  if (c->state == HTTP_ACTIVE) return &h->active;
  return c->due_ms ? &h->delayed : &h->queue;
}

static void complete(http *h, queue *from, http_call *c, http_outcome outcome) {
  remove_from(from, c);
  c->result.outcome = outcome;
  c->state = HTTP_DONE;
  push(&h->completed, c);
}

/* Takes the handle back; its connection is the multi's, for the next call. */
static void detach(http *h, http_call *c) {
  if (c->attempt.pool) multi_remove(c->attempt.pool, c->attempt.easy);
  transfer_detach(c);
  h->idle[h->idle_count++] = c->attempt.handle;
  if (--h->in_flight == 0) h->answered = false;
  if (c->request.upload) h->uploads--;
  c->attempt.handle = NULL;
  c->attempt.easy = NULL;
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
  if (failed && h->shared && c->attempt.began) multi_retire(c->attempt.pool);
}

static void end_call(http *h, http_call *c, http_outcome outcome,
                     const char *reason) {
  if (c->state == HTTP_DONE || c->state == HTTP_NEW) return;
  queue *from = queue_of(h, c);
  if (!c->timer && http_is_inherited(h)) c->result.sent = RETRY_SENT_UNKNOWN;
  else if (c->state == HTTP_ACTIVE) finish(h, c, CURLE_ABORTED_BY_CALLBACK);
  if (from == &h->active) {
    doubt_part(c);
    retire_failed(h, c, outcome);
  }
  if (c->result.attempts == 0 && !c->timer)
    c->result.queued_us = clock_us() - c->result.queued_us;
  carry_doubt(c);
  c->result.reason = reason;
  if (from == &h->active)
    log_event(h, HTTP_EVENT_END, c, c->result.total_us / 1000,
              c->result.reason);
  complete(h, from, c, outcome);
}

static void end_queue(http *h, const queue *l, const char *reason) {
  for (http_call *c = l->first, *next; c; c = next) {
    next = c->next;
    end_call(h, c, HTTP_CLOSED, reason);
  }
}

static void end_all(http *h, const char *reason) {
  end_queue(h, &h->active, reason);
  end_queue(h, &h->queue, reason);
  end_queue(h, &h->delayed, reason);
}

static void delay(http *h, http_call *c, int64_t due_ms) {
  c->state = HTTP_QUEUED;
  c->due_ms = due_ms;
  h->check_at = clock_earlier(h->check_at, due_ms);
  push(&h->delayed, c);
}

/* ---- what becomes of an attempt ----------------------------------------- */

static unsigned jitter(http *h) {
  h->seed = h->seed * 6364136223846793005u + 1442695040888963407u;
  return (unsigned)(h->seed >> 48);
}

static retry_attempt describe(const http_call *c, http_outcome outcome) {
  return (retry_attempt){
      .kind = c->request.kind,
      .sent = c->result.sent,
      .status = outcome == HTTP_ANSWERED ? c->result.status : 0,
      .unusable = outcome == HTTP_TOO_LARGE || outcome == HTTP_GARBLED,
      .permanent = c->result.permanent,
      .expired = outcome == HTTP_DEADLINE || outcome == HTTP_CANCELLED,
      .number = c->result.attempts,
      .asked_ms = c->result.retry_after_ms,
  };
}

/* Learns from the answer what the limiter needs and how long to stay away. */
static void learn_limits(http *h, http_call *c, int64_t now) {
  rate_limit_hint hint = headers_hint(c);
  int64_t local_s = (int64_t)time(NULL);
  c->result.retry_after_ms = -1;
  if (c->result.status == 429 || c->result.status >= 500)
    c->result.retry_after_ms = rate_limit_asked_ms(&hint, local_s);
  rate_limit_learn(&h->limit, &hint, c->result.status, c->result.retry_after_ms,
                   now, local_s);
}

/* Once libcurl knows that a server multiplexes, each call that finds all streams
 * taken would open a connection of its own, even while another one is still
 * being set up. A connection for each 100 calls is enough, and one more. What
 * ends without an answer may hold one that is of no use any more. */
static void share_connections(http *h, const http_call *c) {
  bool answered = c->result.status >= 200;
  if (answered) h->shared = c->result.version == CURL_HTTP_VERSION_2_0;
  int most = 2 + (h->max_in_flight - 1) / FIRST_BURST;
  multi_limit(&h->multi, h->shared && answered ? most : 0);
}

/* The call is in the list of active ones, its handle taken back already. */
static void on_attempt_done(http *h, http_call *c, http_outcome outcome) {
  int64_t now = clock_ms();
  c->result.retry_after_ms = -1;
  if (c->result.status >= 200) learn_limits(h, c, now);
  if (c->result.status >= 200) h->answered = true;
  share_connections(h, c);
  retire_failed(h, c, outcome);
  retry_attempt attempt = describe(c, outcome);
  retry_limits limits = {c->request.max_retries, c->request.max_wait_ms,
                         c->deadline_ms};
  retry_decision d =
      retry_decide(&h->budget, &attempt, &limits, now, jitter(h));
  c->result.retry_reason = d.reason;
  c->result.ambiguous = d.action == RETRY_AMBIGUOUS;
  log_event(h, HTTP_EVENT_END, c, c->result.total_us / 1000, c->result.reason);
  if (d.action != RETRY_AGAIN) {
    carry_doubt(c);
    complete(h, &h->active, c, outcome);
    return;
  }
  if (c->result.status == 429) rate_limit_hold(&h->limit, now + d.wait_ms);
  else if (c->result.sent != RETRY_SENT_NO) c->result.repeated = true;
  h->stats.retried++;
  log_event(h, HTTP_EVENT_RETRY, c, d.wait_ms, d.reason);
  remove_from(&h->active, c);
  delay(h, c, now + (d.wait_ms > 0 ? d.wait_ms : 1));
}

/* How long an attempt may take. What an upload may need depends on its size: it
 * is looked at whether it gets further. */
static int64_t attempt_limit(const http_call *c) {
  return c->request.upload ? upload_limit_ms(c) : c->request.timeout_ms;
}

static bool is_watched(const http_call *c) {
  return (c->request.upload && c->request.timeout_ms) || transfer_is_refused(c);
}

static bool goes_on(http_call *c, int64_t now) {
  if (!is_watched(c)) return false;
  int64_t at = transfer_look_at(c, now);
  if (at != CLOCK_NEVER) c->overdue_ms = at;
  return at != CLOCK_NEVER;
}

/* libcurl did not notice that time passed: the machine has slept; or an upload
 * got no further; or it goes on with a body that was refused. */
static void on_overdue(http *h, http_call *c) {
  on_attempt_done(h, c, finish(h, c, CURLE_OPERATION_TIMEDOUT));
}

/* ---- step --------------------------------------------------------------- */

/* Before a server's first answer libcurl takes it for granted that an HTTP/2
 * connection bears 100 streams, and opens new ones for the rest. When the last
 * call under way ended without an answer, the next ones are the first again. */
static bool has_room(const http *h) {
  int most = h->max_in_flight;
  if (!h->answered && most > FIRST_BURST) most = FIRST_BURST;
  return h->in_flight < most;
}

/* Whether a proxy may have to be told the whole URL. */
static bool sends_whole_url(const http *h) {
  return h->plain && !h->direct;
}

/* libcurl reads the text of a URL for each call, writes it anew and keeps that: of
 * one that is the same for all calls, and was read before, it is less. */
static http_handle *new_handle(const http *h) {
  http_handle *handle = transfer_new_handle(h->model);
  if (handle && !sends_whole_url(h) && !url_has_zone(h->origin))
    curl_easy_setopt(handle->easy, CURLOPT_CURLU, h->origin);
  return handle;
}

static http_handle *take_handle(http *h) {
  return h->idle_count > 0 ? h->idle[--h->idle_count] : new_handle(h);
}

/* Before a large body libcurl would wait for a 100 Continue: "Expect:" keeps it
 * from that. With a small one it would do no more than cost time, as each header
 * does. */
static struct curl_slist *headers_of(const http *h, const http_call *c) {
  size_t size = c->bytes->body.size;
  bool small = size > 0 && size < MOST_UNASKED;
  return small ? h->headers->next : h->headers;
}

static const char *attach_problem(const http_call *c) {
  bool told = c->request.upload && c->bytes->error && *c->bytes->error;
  return told ? c->bytes->error : "out of memory";
}

static bool attach(http *h, http_call *c, int64_t now) {
  if (!transfer_clear_error(c->bytes)) return false; /* an earlier attempt's */
  int64_t allowance = retry_allowance(now, attempt_limit(c), c->deadline_ms);
  c->attempt.handle = take_handle(h);
  if (!c->attempt.handle) return false;
  c->attempt.easy = c->attempt.handle->easy;
  c->attempt.liveness = &h->liveness;
  h->in_flight++;
  if (c->request.upload) {
    c->request.upload->headers = h->headers;
    h->uploads++;
  }
  c->attempt.refused = &h->refused;
  c->attempt.pool = NULL;
  c->attempt.multiplexed = h->shared;
  size_t path_at = sends_whole_url(h) ? 0 : h->path_at;
  if (transfer_attach(c, headers_of(h, c), path_at, allowance))
    c->attempt.pool = multi_add(&h->multi, c->attempt.easy);
  if (c->attempt.pool) {
    c->overdue_ms = allowance == CLOCK_NEVER
                        ? CLOCK_NEVER
                        : clock_after(now, allowance + OVERDUE_SLACK);
    (void)goes_on(c, now);
    h->check_at = clock_earlier(h->check_at, c->overdue_ms);
    return true;
  }
  detach(h, c);
  return false;
}

static void begin(http *h, http_call *c, int64_t now) {
  remove_from(&h->queue, c);
  c->state = HTTP_ACTIVE;
  if (c->result.attempts++ == 0) {
    c->first_ms = now;
    c->result.queued_us = clock_us() - c->result.queued_us;
  }
  rate_limit_count(&h->limit, now);
  push(&h->active, c);
  log_event(h, HTTP_EVENT_START, c, 0, NULL);
}

/* Ends the calls that the rate limit lets through too late. */
static void refuse_late(http *h, int64_t now, int64_t free_ms) {
  for (http_call *c = h->queue.first, *next; c; c = next) {
    next = c->next;
    if (c->deadline_ms > free_ms && free_ms - now <= c->request.max_wait_ms)
      continue;
    c->result.retry_after_ms = free_ms - now;
    c->result.retry_reason = "the rate limit allows none in time";
    end_call(h, c, HTTP_RATE_LIMITED, "the rate limit allows no call in time");
  }
}

/* Lets queued calls through; true when one was. */
static bool admit(http *h) {
  bool admitted = false;
  int64_t now = clock_ms();
  while (h->queue.first && has_room(h)) {
    http_call *c = h->queue.first;
    int64_t free_ms = rate_limit_free_ms(&h->limit, now);
    if (free_ms > now) {
      if (free_ms != h->held_ms)
        log_event(h, HTTP_EVENT_WAIT, c, free_ms - now, "rate limit");
      h->held_ms = free_ms;
      refuse_late(h, now, free_ms);
      h->check_at = clock_earlier(h->check_at, free_ms);
      break;
    }
    if (!attach(h, c, now)) {
      end_call(h, c, HTTP_TRANSPORT, attach_problem(c));
      continue;
    }
    begin(h, c, now);
    admitted = true;
  }
  return admitted;
}

/* A delay is over: a timer completes, a retry goes before those that wait. */
static void wake(http *h, http_call *c) {
  if (c->timer) {
    complete(h, &h->delayed, c, HTTP_ANSWERED);
    return;
  }
  remove_from(&h->delayed, c);
  c->due_ms = 0;
  push_front(&h->queue, c);
}

static void expire_queue(http *h, queue *l, int64_t now) {
  for (http_call *c = l->first, *next; c; c = next) {
    bool active = c->state == HTTP_ACTIVE;
    next = c->next;
    if (c->deadline_ms <= now) end_call(h, c, HTTP_DEADLINE, DEADLINE_PASSED);
    else if (active && c->overdue_ms <= now && !goes_on(c, now))
      on_overdue(h, c);
    else if (c->due_ms && c->due_ms <= now) wake(h, c);
    else {
      int64_t at = active ? c->overdue_ms : c->deadline_ms;
      if (c->due_ms) at = clock_earlier(at, c->due_ms);
      h->check_at = clock_earlier(h->check_at, at);
    }
  }
}

static void expire(http *h) {
  int64_t now = clock_ms();
  if (now < h->check_at) return;
  h->check_at = CLOCK_NEVER;
  expire_queue(h, &h->queue, now);
  expire_queue(h, &h->active, now);
  expire_queue(h, &h->delayed, now);
}

/* libcurl has given a pool up; another one serves the calls still queued. */
static void end_pool(http *h, const multi_pool *pool, CURLMcode status) {
  for (http_call *c = h->active.first, *next; c; c = next) {
    next = c->next;
    if (c->attempt.pool == pool)
      end_call(h, c, HTTP_TRANSPORT, curl_multi_strerror(status));
  }
}

/* Nothing was sent: the connection had ended meanwhile, or something was on it
 * that nobody asked for. */
static bool attach_elsewhere(http *h, http_call *c) {
  if (h->shared) {
    multi_retire(c->attempt.pool);
    c->attempt.stale = false;
  }
  if (attach(h, c, clock_ms())) return true;
  c->result.reason = attach_problem(c);
  return false;
}

static void collect_done(http *h) {
  CURLcode code;
  CURL *easy;
  while ((easy = multi_next_done(&h->multi, &code))) {
    char *private;
    curl_easy_getinfo(easy, CURLINFO_PRIVATE, &private);
    void *own = private;
    http_call *c = ((http_handle *)own)->call;
    http_outcome outcome = finish(h, c, code);
    if (c->attempt.stale && attach_elsewhere(h, c)) continue;
    if (outcome == HTTP_TIMEOUT && c->deadline_ms <= clock_ms() + 1) {
      outcome = HTTP_DEADLINE;
      c->result.reason = DEADLINE_PASSED;
      doubt_part(c);
    }
    on_attempt_done(h, c, outcome);
  }
}

/* Over HTTP/2 libcurl 7.88 would send on until the time-out. */
static void end_refused(http *h) {
  if (!h->refused) return;
  h->refused = false;
  int64_t now = clock_ms();
  for (http_call *c = h->active.first, *next; c; c = next) {
    next = c->next;
    if (!transfer_is_refused(c)) continue;
    if (!goes_on(c, now)) on_overdue(h, c);
    else h->check_at = clock_earlier(h->check_at, c->overdue_ms);
  }
}

/* How far uploads are, for who listens. */
static void tell_progress(http *h) {
  if (!h->uploads || !h->observed) return;
  int64_t now = clock_ms();
  for (http_call *c = h->active.first; c; c = c->next)
    if (c->request.upload && upload_has_news(c, now))
      log_event(h, HTTP_EVENT_PROGRESS, c, 0, NULL);
}

void http_step(http *h) {
  expire(h);
  admit(h);
  for (int round = 0; round < ROUNDS; round++) {
    CURLMcode status;
    const multi_pool *failed = multi_turn(&h->multi, &status);
    tell_progress(h);
    collect_done(h);
    end_refused(h);
    if (failed) end_pool(h, failed, status);
    multi_sweep(&h->multi);
    if (!admit(h)) break;
  }
}

/* ---- birth and death ---------------------------------------------------- */

static const char *libcurl; /* its versions */
static const char *unusable = "libcurl cannot be prepared";

/* Counts the forks that led to this process, so that a child does not touch
 * the connections that it shares with its parent. */
static unsigned forks;

static void count_fork(void) {
  forks++;
}

static void init_libcurl(void) {
  if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) return;
  unusable = curl_compat_init();
  libcurl = curl_version(); /* writes where it points to, hence once */
  pthread_atfork(NULL, NULL, count_fork);
}

const char *http_global_init(const char **wrong) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, init_libcurl);
  *wrong = unusable;
  return unusable ? NULL : libcurl;
}

/* libcurl writes a header of its own twice, and one that it is given once. */
static bool add_own_headers(http *h) {
  if (!http_add_header(h, "Expect:")) return false;
  return !curl_compat_has_gzip() || http_add_header(h, "Accept-Encoding: gzip");
}

http *http_new(const http_config *config) {
  http *h = calloc(1, sizeof *h);
  if (!h) return NULL;
  h->max_in_flight = config->max_in_flight;
  h->check_at = CLOCK_NEVER;
  h->seed = (uint64_t)clock_us() ^ (uint64_t)(uintptr_t)h;
  rate_limit_init(&h->limit, config->rate_limit);
  retry_budget_init(&h->budget, config->retry_budget);
  h->observed = config->observed;
  h->shared = curl_compat_asks_before_send();
  h->forks = forks;
  buf_init(&h->log, MOST_EVENTS * sizeof(http_event));
  bool opened = multi_open(&h->multi, config->max_in_flight);
  h->idle = (http_handle **)calloc((size_t)config->max_in_flight,
                                   sizeof(http_handle *));
  h->model = transfer_model();
  h->origin = url_read_origin(config->base);
  h->path_at = url_origin_length(config->base);
  h->plain = strncmp(config->base, "https:", 6) != 0;
  bool roomy =
      liveness_init(&h->liveness, config->max_in_flight) && add_own_headers(h);
  if (opened && roomy && h->idle && h->model && h->origin &&
      curl_easy_setopt(h->model, CURLOPT_URL, config->base) == CURLE_OK)
    return h;
  http_free(h);
  return NULL;
}

bool http_is_inherited(const http *h) {
  return h->forks != forks;
}

bool http_set_text(http *h, const char *name, const char *text,
                   const char **reason) {
  if (strcmp(name, "PROXY") == 0) h->direct = text && !*text;
  return transfer_set_text(h->model, name, text, reason);
}

bool http_set_number(http *h, const char *name, int64_t number,
                     const char **reason) {
  return transfer_set_number(h->model, name, number, reason);
}

bool http_add_header(http *h, const char *line) {
  struct curl_slist *longer = curl_slist_append(h->headers, line);
  if (!longer) return false;
  h->headers = longer;
  return true;
}

/* The list holds the token. */
static void wipe_headers(struct curl_slist *headers) {
  for (struct curl_slist *line = headers; line; line = line->next) {
    volatile char *p = line->data;
    while (*p) *p++ = 0;
  }
  curl_slist_free_all(headers);
}

/* ---- calls --------------------------------------------------------------- */

void http_bytes_init(http_bytes *b, size_t max_url, size_t max_body,
                     size_t max_answer) {
  memset(b, 0, sizeof *b);
  buf_init(&b->url, max_url);
  buf_init(&b->body, max_body);
  buf_init(&b->headers, TRANSFER_MAX_HEADERS);
  buf_init(&b->answer, max_answer);
}

void http_bytes_reset(http_bytes *b) {
  buf_renew(&b->url, MOST_KEPT);
  buf_renew(&b->body, MOST_KEPT);
  buf_renew(&b->headers, MOST_KEPT);
  buf_renew(&b->answer, MOST_KEPT);
}

void http_call_init(http_call *c, http_bytes *b) {
  memset(c, 0, sizeof *c);
  c->bytes = b;
  c->result.reason = "";
  c->result.used_proxy = -1;
}

void http_submit(http *h, http_call *c) {
  c->http = h;
  c->bytes->call = c;
  c->state = HTTP_QUEUED;
  h->stats.started++;
  c->result.retry_after_ms = -1;
  c->result.queued_us = clock_us();
  int64_t now = clock_ms();
  c->deadline_ms = clock_after(now, c->request.limit_ms);
  h->check_at = clock_earlier(h->check_at, c->deadline_ms);
  /* one that the rate limit lets through too late ends at once, not then */
  if (rate_limit_free_ms(&h->limit, now) > now) h->check_at = now;
  push(&h->queue, c);
}

bool http_take_retry(http *h) {
  return retry_budget_take(&h->budget);
}

void http_sleep(http *h, http_call *c, int64_t ms) {
  c->http = h;
  c->bytes->call = c;
  c->timer = true;
  c->deadline_ms = CLOCK_NEVER;
  delay(h, c, clock_ms() + ms);
}

void http_cancel(http_call *c) {
  if (c->http) end_call(c->http, c, HTTP_CANCELLED, "cancelled");
}

static http_event *events(const http *h) {
  void *bytes = h->log.data;
  return bytes;
}

/* The call may vanish: its events no longer point to it. */
static void forget_call(http *h, const http_call *c) {
  size_t n = h->log.size / sizeof(http_event);
  for (size_t i = 0; i < n; i++) {
    http_event *e = events(h) + i;
    if (e->call != c) continue;
    e->call = NULL;
    if (e->reason == c->bytes->error) e->reason = NULL;
  }
}

/* Nothing points to it or to its bytes any more. */
static void let_go(http *h, http_call *c) {
  forget_call(h, c);
  remove_from(&h->completed, c);
  c->http = NULL;
  c->bytes->call = NULL;
}

void http_bytes_free(http_bytes *b) {
  http_call *c = b->call;
  if (c) {
    http_cancel(c);
    let_go(c->http, c);
  }
  free(b->error);
  b->error = NULL;
  b->freed = true;
  buf_wipe(&b->url);
  buf_wipe(&b->body);
  buf_wipe(&b->headers);
  buf_wipe(&b->answer);
}

static bool has_own_reason(const http_call *c) {
  return c->result.reason == c->bytes->error;
}

size_t http_call_packed_size(const http_call *c) {
  const http_bytes *b = c->bytes;
  size_t size = b->url.size + b->body.size + b->headers.size + b->answer.size;
  if (has_own_reason(c)) size += strlen(c->result.reason);
  return sizeof *b + size + PACKED;
}

/* Writes the text, with a NUL behind it, and goes past both. */
static char *put(char **at, const char *text, size_t size) {
  char *start = *at;
  if (size) memcpy(start, text, size);
  start[size] = '\0';
  *at += size + 1;
  return start;
}

static buf put_buf(char **at, const buf *from) {
  char *data = put(at, from->data, from->size);
  return (buf){data, from->size, from->size, from->size};
}

static void tell_reason(const http_call *c, const char *old) {
  size_t n = c->http ? c->http->log.size / sizeof(http_event) : 0;
  for (size_t i = 0; i < n; i++) {
    http_event *e = events(c->http) + i;
    if (e->call == c && e->reason == old) e->reason = c->bytes->error;
  }
}

void http_call_pack(http_call *c, void *block) {
  http_bytes *from = c->bytes, *to = block;
  char *at = (char *)block + sizeof *to;
  to->url = put_buf(&at, &from->url);
  to->body = put_buf(&at, &from->body);
  to->headers = put_buf(&at, &from->headers);
  to->answer = put_buf(&at, &from->answer);
  to->error = NULL;
  to->freed = false;
  if (has_own_reason(c)) {
    to->error = put(&at, from->error, strlen(from->error));
    c->result.reason = to->error;
  }
  to->call = from->call;
  from->call = NULL;
  c->bytes = to;
  if (from->error) tell_reason(c, from->error);
}

http_call *http_completed(const http *h) {
  return h->completed.first;
}

http_call *http_next_completed(http *h) {
  http_call *c = h->completed.first;
  if (c) let_go(h, c);
  return c;
}

void http_free(http *h) {
  if (!h) return;
  end_all(h, "the client was closed");
  while (http_next_completed(h)) continue;
  if (http_is_inherited(h)) return; /* libcurl would say goodbye for both */
  while (h->idle && h->idle_count > 0)
    transfer_free_handle(h->idle[--h->idle_count]);
  multi_close(&h->multi);
  curl_easy_cleanup(h->model);
  curl_url_cleanup(h->origin);
  wipe_headers(h->headers);
  buf_free(&h->log);
  liveness_free(&h->liveness);
  free((void *)h->idle);
  free(h);
}

const http_event *http_event_at(const http *h, size_t i) {
  return i < h->log.size / sizeof(http_event) ? events(h) + i : NULL;
}

void http_forget_events(http *h) {
  buf_clear(&h->log);
}

bool http_has_news(const http *h) {
  return h->completed.first || h->log.size > 0;
}

static bool is_idle(const http *h) {
  return !h->active.first && !h->queue.first && !h->delayed.first;
}

/* When the first queued call can go, as far as that depends on time alone. */
static int64_t next_admission(http *h, int64_t now) {
  if (!h->queue.first || !has_room(h)) return CLOCK_NEVER;
  return rate_limit_free_ms(&h->limit, now);
}

int64_t http_timeout_ms(http *h) {
  if (is_idle(h)) return CLOCK_NEVER;
  int64_t now = clock_ms();
  int64_t at = clock_earlier(next_admission(h, now), h->check_at);
  if (h->active.first) at = clock_earlier(at, multi_due_ms(&h->multi));
  if (at == CLOCK_NEVER) return CLOCK_NEVER;
  return at > now ? at - now : 0;
}

http_rate http_rate_limit(http *h) {
  int64_t now = clock_ms();
  int64_t free_ms = rate_limit_free_ms(&h->limit, now);
  int64_t reset_ms = free_ms > now ? free_ms : h->limit.reset_ms;
  return (http_rate){h->limit.limit, rate_limit_remaining(&h->limit, now),
                     reset_ms > now ? reset_ms - now : 0};
}

static int count_calls(const queue *l) {
  int n = 0;
  for (const http_call *c = l->first; c; c = c->next) n += !c->timer;
  return n;
}

http_stats http_get_stats(const http *h) {
  http_stats stats = h->stats;
  stats.in_flight = h->in_flight;
  stats.queued = count_calls(&h->queue);
  stats.delayed = count_calls(&h->delayed);
  return stats;
}

int http_fd(http *h) {
  return multi_fd(&h->multi);
}

void http_wait(http *h, int64_t ms) {
  int64_t limit =
      clock_earlier(clock_earlier(ms, http_timeout_ms(h)), LONGEST_WAIT);
  if (limit > 0 && !is_idle(h)) multi_wait(&h->multi, limit);
}
