/* SPDX-License-Identifier: MIT
 *
 * utf8: what a string needs before it can stand in JSON.
 */
#ifndef CLICKUP_UTF8_H
#define CLICKUP_UTF8_H

#include <stddef.h>

typedef enum utf8_status {
  UTF8_PLAIN,  /* valid, and nothing in it needs a JSON escape */
  UTF8_ESCAPE, /* valid, but it holds controls, quotes or backslashes */
  UTF8_ZERO,   /* holds a zero byte */
  UTF8_BROKEN  /* not UTF-8 (RFC 3629: no surrogates, no overlong forms) */
} utf8_status;

/* The length of the sequence that `text` begins with, 0 when it is broken. */
size_t utf8_length(const char *text, size_t left);

/* On ZERO and BROKEN, `*at` is the offset of the offending byte. */
utf8_status utf8_check(const char *text, size_t length, size_t *at);

#endif
