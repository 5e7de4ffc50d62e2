/* SPDX-License-Identifier: MIT
 *
 * types: a call, and what http.c and the files that it is made of share. A call
 * has three parts: the request, which its user fills in; the result, which its
 * user reads; and the attempt, which is transfer.c's. It uses bytes that may
 * serve another call later.
 */
#ifndef CLICKUP_TYPES_H
#define CLICKUP_TYPES_H

#include <curl/curl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "curl_compat.h"
#include "liveness.h"
#include "retry.h"

typedef enum http_state {
  HTTP_NEW,    /* being filled in by its user */
  HTTP_QUEUED, /* holds bytes only, waits for its turn */
  HTTP_ACTIVE, /* has a CURL handle */
  HTTP_DONE    /* has completed: the outcome can be read */
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
struct http_upload;

/* What a call sends and gets. */
typedef struct http_bytes {
  buf url; /* NUL-terminated, percent-encoded */
  buf body;
  buf headers; /* raw lines of the answer's final header block */
  buf answer;  /* content encoding removed */
  char *error; /* CURL_ERROR_SIZE bytes for words; NULL: not needed */
  struct http_call *call; /* that http knows of and that uses them, or NULL */
  bool freed;             /* what was in them is gone */
} http_bytes;

/* What to send, but for its bytes. */
typedef struct http_request {
  const char *method; /* static */
  retry_kind kind;    /* whether it may run twice; libcurl obeys it too */
  int max_retries;
  int64_t timeout_ms;  /* one attempt; 0: none */
  int64_t limit_ms;    /* the whole call from http_submit; 0: none */
  int64_t max_wait_ms; /* the longest wait before an attempt */
  struct http_upload
      *upload; /* what follows bytes.body, its user's; NULL: nothing */
} http_request;

/* What came of it; valid when the call is HTTP_DONE. */
typedef struct http_result {
  http_outcome outcome;
  retry_sent sent;
  CURLcode code;
  bool ambiguous;      /* a create that may have run */
  bool permanent;      /* the next attempt would fail the same way */
  bool proxy_distrust; /* it is the proxy's certificate that is not trusted */
  bool repeated;       /* an earlier attempt may have run */
  const char *retry_reason; /* why it was not tried again; static */
  int64_t retry_after_ms;   /* how long the server asked to stay away, or -1 */
  int attempts;
  long status;
  long proxy_status;  /* of a CONNECT, or 0 */
  long version;       /* CURL_HTTP_VERSION_* of the answer */
  int used_proxy;     /* 0, 1, -1: not known; of the last attempt */
  const char *reason; /* in words, static or in the bytes; "": none */
  int64_t queued_us, connect_us, first_byte_us, total_us;
} http_result;

/* A CURL handle, which serves one call after another. What it tells libcurl is set
 * once; what most calls have in common only where the last one had something else. */
typedef struct http_handle {
  CURL *easy;
  struct http_call *call;      /* that it serves; NULL: none */
  char error[CURL_ERROR_SIZE]; /* libcurl's words */
  long timeout_ms, fresh;
  struct curl_slist *headers;
  bool renamed; /* it has a method that is neither GET nor POST */
} http_handle;

/* One attempt on one CURL handle. */
typedef struct http_attempt {
  CURL *easy;
  http_handle *handle;     /* that has it */
  struct multi_pool *pool; /* that has the handle */
  liveness *liveness;      /* of the connections that are kept */
  long local_port;         /* its connection's; 0: none */
  bool opened;             /* its connection is new */
  bool multiplexed;        /* its connection may bear others, too */
  bool began;              /* libcurl was about to send the request */
  bool repeat_refused;     /* it wanted to send it again */
  bool stale;       /* its connection had something that nobody asked for */
  long sent_before; /* bytes to a proxy, before the request */
  curl_compat_fold fold;
  bool headers_ended;                /* the empty line after them has come */
  size_t header_bytes, header_lines; /* of all answers, 1xx as well */
  bool *refused;  /* http's: one was, before all of its body was sent */
  int64_t passed; /* bytes, both ways, when it was looked at */
  int64_t unsent; /* of an upload: the fewest of the kernel's since then */
  int64_t moved_ms, looked_ms; /* when it got further; was looked at */
  http_outcome stopped;        /* why a callback stopped the transfer */
  bool stopped_in_headers;
} http_attempt;

typedef struct http_call {
  http_bytes *bytes;
  http_request request;
  http_result result;
  http_attempt attempt;
  http_state state;

  /* http.c's own */
  http *http;
  struct http_call *prev, *next;
  int64_t deadline_ms; /* on the steady clock; CLOCK_NEVER: none */
  int64_t first_ms;    /* when its first attempt began; 0: not yet */
  int64_t overdue_ms, due_ms;
  bool timer; /* http_sleep: it is never sent */
} http_call;

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

typedef enum http_event_type {
  HTTP_EVENT_START, /* an attempt begins */
  HTTP_EVENT_END,   /* it has ended: its status (0: none), how long it took */
  HTTP_EVENT_PROGRESS, /* an upload: `bytes` of it were handed to libcurl */
  HTTP_EVENT_RETRY,    /* another will follow after `ms`, and why */
  HTTP_EVENT_WAIT      /* the rate limit holds calls back for `ms` */
} http_event_type;

typedef struct http_event {
  http_event_type type;
  http_call *call; /* NULL: it was freed meanwhile */
  int attempt;
  long status;
  int64_t ms;
  const char *reason; /* static, or the call's own */
  int64_t bytes;
} http_event;

#endif
