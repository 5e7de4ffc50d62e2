/* SPDX-License-Identifier: MIT */
#include "list.h"

void list_push(list *l, http_call *c) {
  c->prev = l->last;
  c->next = NULL;
  if (l->last) l->last->next = c;
  else l->first = c;
  l->last = c;
}

void list_push_first(list *l, http_call *c) {
  c->prev = NULL;
  c->next = l->first;
  if (l->first) l->first->prev = c;
  else l->last = c;
  l->first = c;
}

void list_remove(list *l, http_call *c) {
  if (c->prev) c->prev->next = c->next;
  else l->first = c->next;
  if (c->next) c->next->prev = c->prev;
  else l->last = c->prev;
  c->prev = c->next = NULL;
}
