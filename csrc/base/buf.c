/* SPDX-License-Identifier: MIT */
#include "buf.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_CAPACITY = 96 };

/* Room for `extra` more bytes; growth is by half, so appends stay linear. */
static int grow(buf *b, size_t extra) {
  size_t need = b->size + extra;
  if (need <= b->capacity) return BUF_OK;
  size_t capacity = b->capacity + b->capacity / 2;
  if (capacity < FIRST_CAPACITY) capacity = FIRST_CAPACITY;
  if (capacity < need) capacity = need;
  char *data = realloc(b->data, capacity);
  if (!data) return BUF_NOMEM;
  b->data = data;
  b->capacity = capacity;
  return BUF_OK;
}

void buf_init(buf *b, size_t max) {
  memset(b, 0, sizeof *b);
  b->max = max;
}

int buf_append(buf *b, const void *bytes, size_t n) {
  if (n > b->max - b->size) return BUF_FULL;
  int status = grow(b, n);
  if (status != BUF_OK || n == 0) return status;
  memcpy(b->data + b->size, bytes, n);
  b->size += n;
  return BUF_OK;
}

int buf_terminate(buf *b) {
  int status = grow(b, 1);
  if (status == BUF_OK) b->data[b->size] = '\0';
  return status;
}

void buf_clear(buf *b) {
  b->size = 0;
}

void buf_free(buf *b) {
  free(b->data);
  buf_init(b, b->max);
}

static void overwrite(buf *b) {
  /* through a pointer that the compiler cannot see behind, so that it stays */
  static void *(*const volatile wipe)(void *, int, size_t) = memset;
  if (b->data) wipe(b->data, 0, b->capacity);
}

void buf_wipe(buf *b) {
  overwrite(b);
  buf_free(b);
}

void buf_renew(buf *b, size_t most) {
  overwrite(b);
  b->size = 0;
  if (b->capacity > most) buf_free(b);
}
