/* SPDX-License-Identifier: MIT */
#include "event_log.h"

enum { MOST_ENTRIES = 4096 };

void event_log_init(buf *b) {
  buf_init(b, MOST_ENTRIES * sizeof(http_event));
}

/* An entry that finds no room is lost: events are news, not a ledger. */
void event_log_append(buf *b, const http_event *entry) {
  (void)buf_append(b, entry, sizeof *entry);
}

static http_event *entries(const buf *b) {
  void *bytes = b->data;
  return bytes;
}

const http_event *event_log_at(const buf *b, size_t i) {
  return i < b->size / sizeof(http_event) ? entries(b) + i : NULL;
}

void event_log_forget_call(buf *b, const http_call *c) {
  size_t n = b->size / sizeof(http_event);
  for (size_t i = 0; i < n; i++) {
    http_event *e = entries(b) + i;
    if (e->call != c) continue;
    e->call = NULL;
    if (e->reason == c->result.reason) e->reason = NULL;
  }
}
