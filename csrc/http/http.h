/* SPDX-License-Identifier: MIT
 *
 * http: many calls over few connections; submit, step, then read the call.
 *
 * Owns:    every CURL handle, the connections, the pollset, the header list.
 * Expects: one thread at a time; an http_call and its bytes stay where they are
 *          from http_submit until http_next_completed or http_bytes_free, and
 *          are their user's.
 * Never:   blocks except in http_wait; knows Lua; calls its user back; follows
 *          a redirect; sends a create twice when the first may have run.
 */
#ifndef CLICKUP_HTTP_H
#define CLICKUP_HTTP_H

#include "types.h"

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
 * http_bytes_free may be called then. */
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

void http_bytes_init(http_bytes *b, size_t max_url, size_t max_body,
                     size_t max_answer);

/* For another call: what is there is overwritten, for there are secrets in it, and
 * what is large is freed. No call uses them. */
void http_bytes_reset(http_bytes *b);

/* Cancels the call that uses them, of which http knows nothing afterwards; then
 * overwrites and frees them. Idempotent. */
void http_bytes_free(http_bytes *b);

void http_call_init(http_call *c, http_bytes *b);

/* Moves what a completed call has into a block of that size, aligned for any
 * pointer, which must live as long as the call: its own bytes are free then. */
size_t http_call_packed_size(const http_call *c);
void http_call_pack(http_call *c, void *block);

/* Queues a filled-in call. Allocates nothing, so it cannot fail. */
void http_submit(http *h, http_call *c);

/* Takes one of the retries that an outage may cost; false: none is left. */
bool http_take_retry(http *h);

/* A call that sends nothing and completes by itself after `ms`. */
void http_sleep(http *h, http_call *c, int64_t ms);

/* Ends a call as HTTP_CANCELLED; nothing happens to one that has completed. */
void http_cancel(http_call *c);

/* Advances sockets, timers and the queue. Never blocks. */
void http_step(http *h);

/* The first call that has completed since http_next_completed took one, or NULL; those
 * after it are its `next`. */
http_call *http_completed(const http *h);
http_call *http_next_completed(http *h);

/* Whether calls have completed or something happened that was not asked for yet. */
bool http_has_news(const http *h);

/* Blocks until there is work for http_step, a signal comes, or `ms` pass; at
 * most a second, so that clocks that jumped (sleep) are noticed soon. */
void http_wait(http *h, int64_t ms);

/* Milliseconds until http_step has work even if no socket becomes ready;
 * CLOCK_NEVER when nothing is in flight. */
int64_t http_timeout_ms(http *h);

/* The rate limit that is known: requests per minute (0: none), how many are
 * left (-1: unknown) and in how many milliseconds there will be more. */
typedef struct http_rate {
  int64_t limit, remaining, reset_ms;
} http_rate;
http_rate http_rate_limit(http *h);

http_stats http_get_stats(const http *h);

/* What happened since http_forget_events, by number from 0 on; NULL: no more. */
const http_event *http_event_at(const http *h, size_t i);
void http_forget_events(http *h);

/* Readable when there is work; -1 with errno set: ENOSYS where the build has no
 * such descriptor. */
int http_fd(http *h);

#endif
