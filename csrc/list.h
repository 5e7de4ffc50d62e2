/* SPDX-License-Identifier: MIT
 *
 * list: calls in order, linked through themselves.
 *
 * Owns:    nothing.
 * Expects: a call to be in one list at a time.
 * Never:   allocates.
 */
#ifndef CLICKUP_LIST_H
#define CLICKUP_LIST_H

#include "http.h"

typedef struct list {
  http_call *first, *last;
} list;

void list_push(list *l, http_call *c);
void list_push_first(list *l, http_call *c);
void list_remove(list *l, http_call *c);

#endif
