/* SPDX-License-Identifier: MIT
 *
 * draft: the request line and the header lines that libcurl would send for a
 * call, in its own words: it writes them into a socket of this process.
 *
 * Owns:    nothing.
 * Expects: a queued call, which is not sent any more afterwards.
 * Never:   resolves a name, leaves the loopback interface, or asks a proxy.
 */
#ifndef CLICKUP_DRAFT_H
#define CLICKUP_DRAFT_H

#include "http.h"

enum { DRAFT_MAX = 64 * 1024 };

typedef struct draft {
  size_t size;
  char head[DRAFT_MAX]; /* as on HTTP/1.1, the empty line included */
} draft;

/* NULL when the head is there, else why it is not. */
const char *draft_head(http_call *c, draft *d);

#endif
