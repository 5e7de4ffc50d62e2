/* SPDX-License-Identifier: MIT */
#include "http.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "drive.h"
#include "pace.h"
#include "transfer.h"

enum {
  ROUNDS = 4,         /* admissions per step before the host gets its turn */
  LONGEST_WAIT = 1000 /* ms */
};

static const char DEADLINE_PASSED[] = "the call's deadline passed";

/* libcurl's own timers fire first; this one is for clocks that jumped. */
enum { OVERDUE_SLACK = 1000 };

typedef struct list {
  http_call *first, *last;
} list;

struct http {
  drive drive;
  CURL *model; /* every handle is a copy of it */
  struct curl_slist *headers;
  CURL **idle;
  int idle_count;
  int in_flight, max_in_flight;
  list queue, active, landed;
  int64_t check_at; /* when the first deadline may have passed */
};

static int64_t earlier(int64_t a, int64_t b) {
  return a < b ? a : b;
}

/* ---- lists -------------------------------------------------------------- */

static void list_push(list *l, http_call *c) {
  c->prev = l->last;
  c->next = NULL;
  if (l->last) l->last->next = c;
  else l->first = c;
  l->last = c;
}

static void list_remove(list *l, http_call *c) {
  if (c->prev) c->prev->next = c->next;
  else l->first = c->next;
  if (c->next) c->next->prev = c->prev;
  else l->last = c->prev;
  c->prev = c->next = NULL;
}

/* ---- birth and death ---------------------------------------------------- */

static CURLcode global_status;

static void init_libcurl(void) {
  global_status = curl_global_init(CURL_GLOBAL_DEFAULT);
}

bool http_global_init(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, init_libcurl);
  return global_status == CURLE_OK;
}

http *http_new(int max_in_flight) {
  http *h = calloc(1, sizeof *h);
  if (!h) return NULL;
  h->max_in_flight = max_in_flight;
  h->check_at = PACE_NEVER;
  bool opened = drive_open(&h->drive, max_in_flight);
  h->idle = calloc((size_t)max_in_flight, sizeof(CURL *));
  h->model = transfer_model();
  if (opened && h->idle && h->model) return h;
  http_free(h);
  return NULL;
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

void http_call_init(http_call *c, size_t max_request, size_t max_answer) {
  memset(c, 0, sizeof *c);
  buf_init(&c->url, max_request);
  buf_init(&c->body, max_request);
  buf_init(&c->headers, TRANSFER_MAX_HEADERS);
  buf_init(&c->answer, max_answer);
}

static void explain(http_call *c, const char *reason) {
  size_t n = strlen(reason);
  if (n >= sizeof c->reason) n = sizeof c->reason - 1;
  memcpy(c->reason, reason, n);
  c->reason[n] = '\0';
}

static void land(http *h, list *from, http_call *c, http_outcome outcome) {
  list_remove(from, c);
  c->outcome = outcome;
  c->state = HTTP_DONE;
  list_push(&h->landed, c);
}

/* Takes the handle back; it keeps its connection for the next call. */
static void detach(http *h, http_call *c) {
  curl_multi_remove_handle(h->drive.multi, c->easy);
  transfer_detach(c->easy);
  h->idle[h->idle_count++] = c->easy;
  h->in_flight--;
  c->easy = NULL;
}

static void halt(http *h, http_call *c, http_outcome outcome,
                 const char *reason) {
  if (c->state == HTTP_ACTIVE) {
    transfer_finish(c, CURLE_ABORTED_BY_CALLBACK);
    detach(h, c);
    explain(c, reason);
    land(h, &h->active, c, outcome);
  } else if (c->state == HTTP_QUEUED) {
    explain(c, reason);
    land(h, &h->queue, c, outcome);
  }
}

void http_submit(http *h, http_call *c) {
  c->http = h;
  c->state = HTTP_QUEUED;
  c->submitted_ms = clock_ms();
  c->queued_us = clock_us();
  c->deadline_ms = pace_deadline(c->submitted_ms, c->limit_ms);
  h->check_at = earlier(h->check_at, c->deadline_ms);
  list_push(&h->queue, c);
}

void http_cancel(http_call *c) {
  if (c->http) halt(c->http, c, HTTP_CANCELLED, "cancelled");
}

/* Leaves the engine without a trace; its user has let go of it. */
void http_call_free(http_call *c) {
  http_cancel(c);
  if (c->http) list_remove(&c->http->landed, c);
  c->http = NULL;
  buf_wipe(&c->body);
  buf_free(&c->url);
  buf_free(&c->headers);
  buf_free(&c->answer);
}

http_call *http_next_landed(http *h) {
  http_call *c = h->landed.first;
  if (!c) return NULL;
  list_remove(&h->landed, c);
  c->http = NULL;
  return c;
}

static void end_all(http *h, http_outcome outcome, const char *reason) {
  while (h->active.first) halt(h, h->active.first, outcome, reason);
  if (outcome != HTTP_CLOSED) return;
  while (h->queue.first) halt(h, h->queue.first, outcome, reason);
}

void http_free(http *h) {
  if (!h) return;
  end_all(h, HTTP_CLOSED, "the client was closed");
  while (http_next_landed(h)) continue;
  while (h->idle_count > 0) curl_easy_cleanup(h->idle[--h->idle_count]);
  drive_close(&h->drive);
  curl_easy_cleanup(h->model);
  wipe_headers(h->headers);
  free(h->idle);
  free(h);
}

/* ---- step --------------------------------------------------------------- */

static CURL *take_handle(http *h) {
  if (h->idle_count > 0) return h->idle[--h->idle_count];
  return curl_easy_duphandle(h->model);
}

static bool attach(http *h, http_call *c, int64_t now) {
  int64_t allowance = pace_allowance(now, c->timeout_ms, c->deadline_ms);
  c->easy = take_handle(h);
  if (!c->easy) return false;
  h->in_flight++;
  if (transfer_attach(c, allowance) &&
      curl_multi_add_handle(h->drive.multi, c->easy) == CURLM_OK) {
    c->overdue_ms = allowance == PACE_NEVER
                        ? PACE_NEVER
                        : pace_deadline(now, allowance + OVERDUE_SLACK);
    h->check_at = earlier(h->check_at, c->overdue_ms);
    return true;
  }
  detach(h, c);
  return false;
}

/* Lets queued calls through; true when one was. */
static bool admit(http *h) {
  bool admitted = false;
  int64_t now = clock_ms();
  while (h->queue.first && pace_admits(h->in_flight, h->max_in_flight)) {
    http_call *c = h->queue.first;
    if (!attach(h, c, now)) {
      halt(h, c, HTTP_TRANSPORT, "out of memory");
      continue;
    }
    list_remove(&h->queue, c);
    c->state = HTTP_ACTIVE;
    c->attempts++;
    c->queued_us = clock_us() - c->queued_us;
    list_push(&h->active, c);
    admitted = true;
  }
  return admitted;
}

static void expire_list(http *h, list *l, int64_t now) {
  for (http_call *c = l->first, *next; c; c = next) {
    next = c->next;
    if (c->deadline_ms <= now) halt(h, c, HTTP_DEADLINE, DEADLINE_PASSED);
    else if (c->state == HTTP_ACTIVE && c->overdue_ms <= now)
      halt(h, c, HTTP_TIMEOUT, "timed out");
    else
      h->check_at =
          earlier(h->check_at,
                  c->state == HTTP_ACTIVE ? c->overdue_ms : c->deadline_ms);
  }
}

static void expire(http *h) {
  int64_t now = clock_ms();
  if (now < h->check_at) return;
  h->check_at = PACE_NEVER;
  expire_list(h, &h->queue, now);
  expire_list(h, &h->active, now);
}

/* A multi that failed is dead; a new one serves the calls still queued. */
static void renew(http *h, CURLMcode status) {
  end_all(h, HTTP_TRANSPORT, curl_multi_strerror(status));
  drive_renew(&h->drive);
}

static void reap(http *h) {
  CURLMsg *message;
  int left;
  while ((message = curl_multi_info_read(h->drive.multi, &left))) {
    if (message->msg != CURLMSG_DONE) continue;
    CURLcode code = message->data.result;
    char *private;
    curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &private);
    http_call *c = (http_call *)(void *)private;
    http_outcome outcome = transfer_finish(c, code);
    if (outcome == HTTP_TIMEOUT && c->deadline_ms <= clock_ms() + 1) {
      outcome = HTTP_DEADLINE;
      explain(c, DEADLINE_PASSED);
    }
    detach(h, c);
    land(h, &h->active, c, outcome);
  }
}

void http_step(http *h) {
  expire(h);
  admit(h);
  for (int round = 0; round < ROUNDS; round++) {
    CURLMcode status = drive_turn(&h->drive);
    reap(h);
    if (status != CURLM_OK) renew(h, status);
    if (!admit(h)) break;
  }
}

int64_t http_timeout_ms(http *h) {
  if (!h->active.first && !h->queue.first) return PACE_NEVER;
  if (h->queue.first && pace_admits(h->in_flight, h->max_in_flight)) return 0;
  int64_t at = earlier(drive_due_ms(&h->drive), h->check_at);
  if (at == PACE_NEVER) return PACE_NEVER;
  int64_t left = at - clock_ms();
  return left > 0 ? left : 0;
}

int http_fd(const http *h) {
  return drive_fd(&h->drive);
}

void http_wait(http *h, int64_t ms) {
  int64_t limit = earlier(earlier(ms, http_timeout_ms(h)), LONGEST_WAIT);
  bool idle = !h->active.first && !h->queue.first;
  if (limit > 0 && !idle) drive_wait(&h->drive, limit);
}
