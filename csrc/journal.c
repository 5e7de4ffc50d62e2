/* SPDX-License-Identifier: MIT */
#include "journal.h"

enum { MOST_ENTRIES = 4096 };

void journal_init(buf *b) {
  buf_init(b, MOST_ENTRIES * sizeof(http_event));
}

/* An entry that finds no room is lost: events are news, not a ledger. */
void journal_write(buf *b, const http_event *entry) {
  (void)buf_append(b, entry, sizeof *entry);
}

static http_event *entries(const buf *b) {
  void *bytes = b->data;
  return bytes;
}

const http_event *journal_entry(const buf *b, size_t i) {
  return i < b->size / sizeof(http_event) ? entries(b) + i : NULL;
}

void journal_forget(buf *b, const http_call *c) {
  size_t n = b->size / sizeof(http_event);
  for (size_t i = 0; i < n; i++) {
    http_event *e = entries(b) + i;
    if (e->call != c) continue;
    e->call = NULL;
    if (e->reason == c->reason) e->reason = NULL;
  }
}
