/* SPDX-License-Identifier: MIT */
#include "queue.h"

void queue_push(queue *q, http_call *c) {
  c->prev = q->last;
  c->next = NULL;
  if (q->last) q->last->next = c;
  else q->first = c;
  q->last = c;
}

void queue_push_front(queue *q, http_call *c) {
  c->prev = NULL;
  c->next = q->first;
  if (q->first) q->first->prev = c;
  else q->last = c;
  q->first = c;
}

void queue_remove(queue *q, http_call *c) {
  if (c->prev) c->prev->next = c->next;
  else q->first = c->next;
  if (c->next) c->next->prev = c->prev;
  else q->last = c->prev;
  c->prev = c->next = NULL;
}
