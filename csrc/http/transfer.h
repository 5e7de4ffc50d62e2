/* SPDX-License-Identifier: MIT
 *
 * transfer: one attempt of one call on one CURL handle.
 *
 * Owns:    nothing; http owns the handles, the call owns the bytes.
 * Expects: handles made from transfer_model, so that only what differs from
 *          call to call has to be set again.
 * Never:   does more inside libcurl than append bytes, set flags and look at a
 *          socket.
 */
#ifndef CLICKUP_TRANSFER_H
#define CLICKUP_TRANSFER_H

#include "types.h"

/* Of one answer's headers; and of those of all that come before it (1xx) as
 * well, which libcurl's versions bound in various ways, or not at all. */
enum {
  TRANSFER_MAX_HEADERS = 64 * 1024,
  TRANSFER_MAX_HEADERS_SEEN = 4 * TRANSFER_MAX_HEADERS,
  TRANSFER_MAX_HEADER_LINES = 4096
};

/* A handle with every option that all calls share, or NULL. */
CURL *transfer_model(void);

/* A copy of it that serves calls, or NULL. */
http_handle *transfer_new_handle(CURL *model);
void transfer_free_handle(http_handle *handle);

bool transfer_set_text(CURL *model, const char *name, const char *text,
                       const char **reason);
bool transfer_set_number(CURL *model, const char *name, int64_t number,
                         const char **reason);

/* Makes room for an error that an attempt may end with; false: memory is short. */
bool transfer_clear_error(http_bytes *b);

/* After transfer_clear_error: points the attempt's handle at the call, for at most
 * `allowance_ms`. What its URL has from `path_at` on is what it asks of the host that
 * the handle knows; at 0 the handle gets it whole. One that met a stale connection
 * gets a new one. Whatever comes of it, transfer_detach follows. */
bool transfer_attach(http_call *c, struct curl_slist *headers, size_t path_at,
                     int64_t allowance_ms);

/* Whether a server has refused it, or redirected it, without having read all of its
 * body. Over HTTP/2 libcurl 7.88 sends on. When that begins to be so,
 * *c->attempt.refused is set. */
bool transfer_is_refused(const http_call *c);

/* The moment at which an attempt is to be looked at again that is an upload, or was
 * refused early; CLOCK_NEVER: it was refused, and no more of the answer comes; or an
 * upload will not get further, as c->bytes->error says. */
int64_t transfer_look_at(http_call *c, int64_t now);

/* The call's pointers leave the handle. */
void transfer_detach(http_call *c);

/* Reads what libcurl knows about a finished attempt into the call, and what it
 * tells about its connection into its liveness. */
http_outcome transfer_finish(http_call *c, CURLcode code);

/* Adds what a finished attempt has cost: connections and bytes. */
void transfer_add_cost(const http_call *c, http_stats *stats);

#endif
