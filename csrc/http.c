/* SPDX-License-Identifier: MIT */
#include "http.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "curl_compat.h"
#include "engine.h"
#include "journal.h"
#include "transfer.h"
#include "url.h"

enum { LONGEST_WAIT = 1000 /* ms */ };

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
static bool name_encoding(http *h) {
  return !curl_compat_has_gzip() || http_add_header(h, "Accept-Encoding: gzip");
}

http *http_new(const http_config *config) {
  http *h = calloc(1, sizeof *h);
  if (!h) return NULL;
  h->max_in_flight = config->max_in_flight;
  h->check_at = PACE_NEVER;
  h->seed = (uint64_t)clock_us() ^ (uint64_t)(uintptr_t)h;
  pace_limiter_init(&h->limiter, config->rate_limit);
  pace_budget_init(&h->budget, config->retry_budget);
  h->observed = config->observed;
  h->reuses = curl_compat_reuses_handles();
  h->shared = curl_compat_asks_before_send();
  h->forks = forks;
  journal_init(&h->journal);
  bool opened = drive_open(&h->drive, config->max_in_flight);
  h->idle = (CURL **)calloc((size_t)config->max_in_flight, sizeof(CURL *));
  h->model = transfer_model();
  h->origin = url_read(config->base);
  bool roomy = lanes_init(&h->lanes, config->max_in_flight) && name_encoding(h);
  if (opened && roomy && h->idle && h->model && h->origin) return h;
  http_free(h);
  return NULL;
}

bool http_is_inherited(const http *h) {
  return h->forks != forks;
}

bool http_set_text(http *h, const char *name, const char *text,
                   const char **reason) {
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
  curl_easy_setopt(h->model, CURLOPT_HTTPHEADER, h->headers);
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

/* ---- a call's way through the engine ------------------------------------ */

void http_call_init(http_call *c, size_t max_url, size_t max_body,
                    size_t max_answer) {
  memset(c, 0, sizeof *c);
  c->reason = "";
  buf_init(&c->url, max_url);
  buf_init(&c->body, max_body);
  buf_init(&c->headers, TRANSFER_MAX_HEADERS);
  c->used_proxy = -1;
  buf_init(&c->answer, max_answer);
}

void http_submit(http *h, http_call *c) {
  c->http = h;
  c->state = HTTP_QUEUED;
  h->stats.started++;
  c->asked_ms = -1;
  c->queued_us = clock_us();
  int64_t now = clock_ms();
  c->deadline_ms = pace_deadline(now, c->limit_ms);
  h->check_at = pace_earlier(h->check_at, c->deadline_ms);
  /* one that the rate limit lets through too late ends at once, not then */
  if (pace_limiter_free_ms(&h->limiter, now) > now) h->check_at = now;
  list_push(&h->queue, c);
}

bool http_take_retry(http *h) {
  return pace_budget_take(&h->budget);
}

void http_sleep(http *h, http_call *c, int64_t ms) {
  c->http = h;
  c->timer = true;
  c->deadline_ms = PACE_NEVER;
  engine_delay(h, c, clock_ms() + ms);
}

void http_cancel(http_call *c) {
  if (c->http) engine_halt(c->http, c, HTTP_CANCELLED, "cancelled");
}

/* Leaves the engine without a trace; its user has let go of it. */
void http_call_free(http_call *c) {
  http_cancel(c);
  if (c->http) journal_forget(&c->http->journal, c);
  if (c->http) list_remove(&c->http->landed, c);
  c->http = NULL;
  free(c->error);
  c->error = NULL;
  c->reason = "";
  buf_wipe(&c->body);
  buf_free(&c->url);
  buf_free(&c->headers);
  buf_free(&c->answer);
}

http_call *http_landed(const http *h) {
  return h->landed.first;
}

http_call *http_next_landed(http *h) {
  http_call *c = h->landed.first;
  if (!c) return NULL;
  list_remove(&h->landed, c);
  c->http = NULL;
  return c;
}

void http_free(http *h) {
  if (!h) return;
  engine_end_all(h, "the client was closed");
  while (http_next_landed(h)) continue;
  if (http_is_inherited(h)) return; /* libcurl would say goodbye for both */
  while (h->idle_count > 0) curl_easy_cleanup(h->idle[--h->idle_count]);
  drive_close(&h->drive);
  curl_easy_cleanup(h->model);
  curl_url_cleanup(h->origin);
  wipe_headers(h->headers);
  buf_free(&h->journal);
  lanes_free(&h->lanes);
  free((void *)h->idle);
  free(h);
}

const http_event *http_event_at(const http *h, size_t i) {
  return journal_entry(&h->journal, i);
}

void http_forget_events(http *h) {
  buf_clear(&h->journal);
}

bool http_has_news(const http *h) {
  return h->landed.first || journal_entry(&h->journal, 0);
}

static bool is_idle(const http *h) {
  return !h->active.first && !h->queue.first && !h->delayed.first;
}

/* When the first queued call can go, as far as that depends on time alone. */
static int64_t next_admission(http *h, int64_t now) {
  if (!h->queue.first || !engine_has_room(h)) return PACE_NEVER;
  return pace_limiter_free_ms(&h->limiter, now);
}

int64_t http_timeout_ms(http *h) {
  if (is_idle(h)) return PACE_NEVER;
  int64_t now = clock_ms();
  int64_t at = pace_earlier(next_admission(h, now), h->check_at);
  if (h->active.first) at = pace_earlier(at, drive_due_ms(&h->drive));
  if (at == PACE_NEVER) return PACE_NEVER;
  return at > now ? at - now : 0;
}

http_rate http_rate_limit(http *h) {
  int64_t now = clock_ms();
  int64_t free_ms = pace_limiter_free_ms(&h->limiter, now);
  int64_t reset_ms = free_ms > now ? free_ms : h->limiter.reset_ms;
  return (http_rate){h->limiter.limit, pace_limiter_remaining(&h->limiter, now),
                     reset_ms > now ? reset_ms - now : 0};
}

static int count_calls(const list *l) {
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
  return drive_fd(&h->drive);
}

void http_wait(http *h, int64_t ms) {
  int64_t limit =
      pace_earlier(pace_earlier(ms, http_timeout_ms(h)), LONGEST_WAIT);
  if (limit > 0 && !is_idle(h)) drive_wait(&h->drive, limit);
}
