/* SPDX-License-Identifier: MIT
 *
 * http: many calls over few connections; submit, step, then read the call.
 *
 * Owns:    every CURL handle, the connections, the pollset, the header list.
 * Expects: one thread at a time; an http_call stays where it is from
 *          http_submit until it has landed, and its user frees it.
 * Never:   blocks except in http_wait; knows Lua; calls its user back; follows
 *          a redirect; sends a create twice when the first may have run.
 */
#ifndef CLICKUP_HTTP_H
#define CLICKUP_HTTP_H

#include <curl/curl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "lanes.h"
#include "pace.h"

typedef enum http_state {
  HTTP_NEW,    /* being filled in by its user */
  HTTP_QUEUED, /* holds bytes only, waits for its turn */
  HTTP_ACTIVE, /* has a CURL handle */
  HTTP_DONE    /* has landed: the outcome can be read */
} http_state;

typedef enum http_outcome {
  HTTP_ANSWERED,     /* a whole answer, of any status */
  HTTP_TRANSPORT,    /* no (whole) answer: DNS, connect, TLS, a cut */
  HTTP_TIMEOUT,      /* the attempt's own limit passed */
  HTTP_DEADLINE,     /* the call's deadline passed */
  HTTP_TOO_LARGE,    /* the answer exceeded its maximum */
  HTTP_GARBLED,      /* the answer's content encoding is broken */
  HTTP_RATE_LIMITED, /* not sent: the rate limit allows none in time */
  HTTP_CANCELLED,    /* http_cancel */
  HTTP_CLOSED        /* http_free while it was in flight */
} http_outcome;

typedef struct http http;

typedef struct http_call {
  /* the request: filled in by its user before http_submit */
  const char *method; /* static */
  buf url;            /* NUL-terminated, percent-encoded */
  buf body;
  pace_kind kind; /* whether it may run twice; libcurl obeys it too */
  int max_retries;
  int64_t timeout_ms;  /* one attempt; 0: none */
  int64_t limit_ms;    /* the whole call from http_submit; 0: none */
  int64_t max_wait_ms; /* the longest wait before an attempt */

  /* the outcome: valid when state is HTTP_DONE */
  http_state state;
  http_outcome outcome;
  pace_sent sent;
  CURLcode code;
  bool doubt;          /* a create that may have run */
  bool permanent;      /* the next attempt would fail the same way */
  bool proxy_distrust; /* it is the proxy's certificate that is not trusted */
  bool repeated;       /* an earlier attempt may have run */
  const char *verdict; /* why it was not tried again; static */
  int64_t deadline_ms; /* on the steady clock; PACE_NEVER: none */
  int64_t first_ms;    /* when its first attempt began; 0: not yet */
  int64_t asked_ms;    /* how long the server asked to stay away, or -1 */
  int attempts;
  long status;
  long proxy_status;  /* of a CONNECT, or 0 */
  long version;       /* CURL_HTTP_VERSION_* of the answer */
  buf headers;        /* raw lines of the final header block */
  buf answer;         /* the body, content encoding removed */
  const char *reason; /* in words; "": none */
  int64_t queued_us, connect_us, first_byte_us, total_us;

  /* http's own */
  http *http;
  struct http_call *prev, *next;
  CURL *easy;
  struct drive_pool *pool; /* that has the handle */
  CURLU *target;           /* the URL, read; while it has a handle */
  int64_t overdue_ms, due_ms;
  bool timer;         /* http_sleep: it is never sent */
  int used_proxy;     /* 0, 1, -1: not known; of the last attempt */
  bool headers_ended; /* the empty line after them has come */
  size_t header_bytes, header_lines; /* of all answers, 1xx as well */
  bool multiplexed;                  /* its connection may bear others, too */
  bool began;          /* libcurl was about to send the attempt's request */
  bool repeat_refused; /* it wanted to send it again */
  bool stale;          /* its connection had something that nobody asked for */
  long sent_before;    /* bytes to a proxy, before the request */
  lanes *lanes;        /* the engine's */
  long lane;           /* its connection's local port; 0: none */
  http_outcome halt;   /* why a callback stopped the transfer */
  bool halted_in_headers;
  char *error; /* CURL_ERROR_SIZE bytes for libcurl's words; NULL: not needed */
} http_call;

/* Prepares libcurl once per process; safe from several threads. What libcurl
 * says of itself, or NULL and in `wrong` why it cannot be used. */
const char *http_global_init(const char **wrong);

typedef struct http_config {
  const char *base;   /* a URL that those of all calls begin with */
  int max_in_flight;  /* >= 1 */
  int64_t rate_limit; /* requests per minute; 0: none; -1: as the server says */
  int retry_budget;   /* retries that an outage may cost */
  bool observed;      /* events are kept for http_event_at */
} http_config;

/* NULL when memory or descriptors are short. */
http *http_new(const http_config *config);

/* Whether it was made by a parent of this process: only http_free and
 * http_call_free may be called then. */
bool http_is_inherited(const http *h);

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

void http_call_init(http_call *c, size_t max_url, size_t max_body,
                    size_t max_answer);

/* Cancels the call if it is in flight, then frees its memory. Idempotent. */
void http_call_free(http_call *c);

/* Queues a filled-in call. Allocates nothing, so it cannot fail. */
void http_submit(http *h, http_call *c);

/* Takes one of the retries that an outage may cost; false: none is left. */
bool http_take_retry(http *h);

/* A call that sends nothing and lands by itself after `ms`. */
void http_sleep(http *h, http_call *c, int64_t ms);

/* Ends a call as HTTP_CANCELLED; nothing happens to one that has landed. */
void http_cancel(http_call *c);

/* Advances sockets, timers and the queue. Never blocks. */
void http_step(http *h);

/* The first call that has landed since http_next_landed took one, or NULL; those
 * after it are its `next`. */
http_call *http_landed(const http *h);
http_call *http_next_landed(http *h);

/* Whether calls have landed or something happened that was not asked for yet. */
bool http_has_news(const http *h);

/* Blocks until there is work for http_step, a signal comes, or `ms` pass; at
 * most a second, so that clocks that jumped (sleep) are noticed soon. */
void http_wait(http *h, int64_t ms);

/* Milliseconds until http_step has work even if no socket becomes ready;
 * PACE_NEVER when nothing is in flight. */
int64_t http_timeout_ms(http *h);

/* The rate limit that is known: requests per minute (0: none), how many are
 * left (-1: unknown) and in how many milliseconds there will be more. */
typedef struct http_rate {
  int64_t limit, remaining, reset_ms;
} http_rate;
http_rate http_rate_limit(http *h);

/* What it has done so far, and what is under way. What an attempt has cost is
 * counted when it ends. */
typedef struct http_stats {
  int64_t connections; /* that were opened */
  int64_t started;     /* calls; sleeps are none */
  int64_t retried;     /* attempts that were followed by another */
  int64_t bytes_sent, bytes_received;
  int in_flight, queued;
  int delayed; /* wait for their next attempt */
} http_stats;
http_stats http_get_stats(const http *h);

typedef enum http_event_type {
  HTTP_EVENT_START, /* an attempt begins */
  HTTP_EVENT_END,   /* it has ended: its status (0: none), how long it took */
  HTTP_EVENT_RETRY, /* another will follow after `ms`, and why */
  HTTP_EVENT_WAIT   /* the rate limit holds calls back for `ms` */
} http_event_type;

typedef struct http_event {
  http_event_type type;
  http_call *call; /* NULL: it was freed meanwhile */
  int attempt;
  long status;
  int64_t ms;
  const char *reason; /* static, or the call's own */
} http_event;

/* What happened since http_forget_events, by number from 0 on; NULL: no more. */
const http_event *http_event_at(const http *h, size_t i);
void http_forget_events(http *h);

/* Readable when there is work; -1 with errno set: ENOSYS where the build has no
 * such descriptor. */
int http_fd(http *h);

#endif
