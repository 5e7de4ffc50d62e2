/* SPDX-License-Identifier: MIT
 *
 * http: many calls over few connections; submit, step, then read the call.
 *
 * Owns:    every CURL handle, the connections, the pollset, the header list.
 * Expects: one thread at a time; an http_call stays where it is from
 *          http_submit until it has landed, and its user frees it.
 * Never:   blocks except in http_wait; knows Lua; calls its user back; follows
 *          a redirect; lets libcurl re-send a call that is marked `once`.
 */
#ifndef CLICKUP_HTTP_H
#define CLICKUP_HTTP_H

#include <curl/curl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "pollset.h"

typedef enum http_state {
  HTTP_NEW,    /* being filled in by its user */
  HTTP_QUEUED, /* holds bytes only, waits for its turn */
  HTTP_ACTIVE, /* has a CURL handle */
  HTTP_DONE    /* has landed: the outcome can be read */
} http_state;

typedef enum http_outcome {
  HTTP_ANSWERED,  /* a whole answer, of any status */
  HTTP_TRANSPORT, /* no (whole) answer: DNS, connect, TLS, a cut */
  HTTP_TIMEOUT,   /* the attempt's own limit passed */
  HTTP_DEADLINE,  /* the call's deadline passed */
  HTTP_TOO_LARGE, /* the answer exceeded its maximum */
  HTTP_GARBLED,   /* the answer's content encoding is broken */
  HTTP_CANCELLED, /* http_cancel */
  HTTP_CLOSED     /* http_free while it was in flight */
} http_outcome;

/* What is certain about a call that failed. */
typedef enum http_sent {
  HTTP_SENT_NO,      /* no complete request ever left this machine */
  HTTP_SENT_UNKNOWN, /* it may have run */
  HTTP_SENT_YES      /* the server answered (a final status line came) */
} http_sent;

typedef struct http http;

typedef struct http_call {
  /* the request: filled in by its user before http_submit */
  const char *method; /* static */
  buf url;            /* NUL-terminated, percent-encoded */
  buf body;
  bool once;          /* must not run twice: libcurl may not re-send it */
  int64_t timeout_ms; /* one attempt; 0: none */
  int64_t limit_ms;   /* the whole call from http_submit; 0: none */

  /* the outcome: valid when state is HTTP_DONE */
  http_state state;
  http_outcome outcome;
  http_sent sent;
  CURLcode code;
  int attempts;
  long status;
  long version; /* CURL_HTTP_VERSION_* of the answer */
  buf headers;  /* raw lines of the final header block */
  buf answer;   /* the body, content encoding removed */
  char reason[CURL_ERROR_SIZE];
  int64_t queued_us, connect_us, first_byte_us, total_us;

  /* http's own */
  http *http;
  struct http_call *prev, *next;
  CURL *easy;
  size_t body_sent;
  int64_t submitted_ms, deadline_ms, overdue_ms;
  http_outcome halt; /* why a callback stopped the transfer */
  char halt_reason[64];
} http_call;

/* Prepares libcurl once per process; safe from several threads. */
bool http_global_init(void);

/* NULL when memory or descriptors are short. `max_in_flight` >= 1. */
http *http_new(int max_in_flight);

/* Ends what is in flight as HTTP_CLOSED, then frees everything of its own. */
void http_free(http *h);

/* Sets a libcurl option, by the name libcurl gives it ("CAINFO"), for all
 * calls to come. NULL text restores libcurl's default of "none". On failure
 * false, with a reason in words. */
bool http_set_text(http *h, const char *name, const char *text,
                   const char **reason);
bool http_set_number(http *h, const char *name, int64_t number,
                     const char **reason);

/* Adds a header line ("Name: value") to all calls to come. */
bool http_add_header(http *h, const char *line);

void http_call_init(http_call *c, size_t max_request, size_t max_answer);

/* Cancels the call if it is in flight, then frees its memory. Idempotent. */
void http_call_free(http_call *c);

/* Queues a filled-in call. Allocates nothing, so it cannot fail. */
void http_submit(http *h, http_call *c);

/* Ends a call as HTTP_CANCELLED; nothing happens to one that has landed. */
void http_cancel(http_call *c);

/* Advances sockets, timers and the queue. Never blocks. */
void http_step(http *h);

/* The next call that has landed since it was asked for last, or NULL. */
http_call *http_next_landed(http *h);

/* Blocks until there is work for http_step, a signal comes, or `ms` pass; at
 * most a second, so that clocks that jumped (sleep) are noticed soon. */
void http_wait(http *h, int64_t ms);

/* Milliseconds until http_step has work even if no socket becomes ready;
 * PACE_NEVER when nothing is in flight. */
int64_t http_timeout_ms(http *h);

/* Readable when there is work; -1 where the build has no pollset. */
int http_fd(const http *h);

/* The value of a header of the final answer, or NULL; the first one wins. */
const char *http_header(const http_call *c, const char *name, size_t *length);

/* One line "name: value" of a raw header block after another: false at the
 * end. `*at` starts as 0. */
typedef struct http_line {
  const char *name, *value;
  size_t name_length, value_length;
} http_line;
bool http_next_header(const http_call *c, size_t *at, http_line *line);

#endif
