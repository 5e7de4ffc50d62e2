/* SPDX-License-Identifier: MIT
 *
 * headers: reads the header lines of a call's final answer.
 *
 * Owns:    nothing; what it returns points into the call's bytes.
 * Expects: raw lines as libcurl hands them over.
 * Never:   trusts a length, a number or a date that came from outside.
 */
#ifndef CLICKUP_HEADERS_H
#define CLICKUP_HEADERS_H

#include "rate_limit.h"
#include "types.h"

typedef struct headers_line {
  const char *name, *value;
  size_t name_length, value_length;
} headers_line;

/* One line after another; false at the end. `*at` starts as 0. */
bool headers_next(const http_call *c, size_t *at, headers_line *line);

/* The value of a header, or NULL; the first one wins. */
const char *headers_find(const http_call *c, const char *name, size_t *length);

/* The answer's Date in Unix seconds: the server's own clock; -1: none. */
int64_t headers_date(const http_call *c);

/* What the answer said about rate limits and about its own clock. */
rate_limit_hint headers_hint(const http_call *c);

#endif
