/* SPDX-License-Identifier: MIT
 *
 * buf: bytes that grow up to a maximum given at birth.
 *
 * Owns:    one heap block, released by buf_free.
 * Expects: buf_init before anything else; one user at a time.
 * Never:   holds more than `max` bytes, or loses what it held when growing
 *          fails: a failed append changes nothing.
 */
#ifndef CLICKUP_BUF_H
#define CLICKUP_BUF_H

#include <stddef.h>

enum { BUF_OK, BUF_FULL, BUF_NOMEM };

typedef struct buf {
  char *data;
  size_t size;
  size_t capacity;
  size_t max;
} buf;

void buf_init(buf *b, size_t max);

/* BUF_OK, BUF_FULL (would exceed max) or BUF_NOMEM. */
int buf_append(buf *b, const void *bytes, size_t n);

/* Appends a NUL that does not count in `size`; the data is then a C string. */
int buf_terminate(buf *b);

/* Forgets the bytes, keeps the memory. */
void buf_clear(buf *b);

void buf_free(buf *b);

/* buf_free for secrets: the bytes are overwritten first. */
void buf_wipe(buf *b);

/* buf_clear for secrets: all that was ever there is overwritten; memory of more than
 * `most` bytes is freed. */
void buf_renew(buf *b, size_t most);

#endif
