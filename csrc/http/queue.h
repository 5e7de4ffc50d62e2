/* SPDX-License-Identifier: MIT
 *
 * queue: calls in order, linked through themselves.
 *
 * Owns:    nothing.
 * Expects: a call to be in one list at a time.
 * Never:   allocates.
 */
#ifndef CLICKUP_QUEUE_H
#define CLICKUP_QUEUE_H

#include "types.h"

typedef struct queue {
  http_call *first, *last;
} queue;

void queue_push(queue *q, http_call *c);
void queue_push_front(queue *q, http_call *c);
void queue_remove(queue *q, http_call *c);

#endif
