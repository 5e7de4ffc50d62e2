/* SPDX-License-Identifier: MIT */
#include "lanes.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

bool lanes_init(lanes *l, int most) {
  *l = (lanes){.most = most};
  l->all = calloc((size_t)most, sizeof *l->all);
  return l->all != NULL;
}

void lanes_free(lanes *l) {
  free(l->all);
  *l = (lanes){0};
}

static int find(const lanes *l, long port) {
  int i = 0;
  while (i < l->count && l->all[i].port != port) i++;
  return i;
}

/* The place at the front, in exchange for number `i`. */
static lane *take_front(lanes *l, int i) {
  memmove(l->all + 1, l->all, (size_t)i * sizeof *l->all);
  return l->all;
}

void lanes_set(lanes *l, long port, curl_socket_t socket) {
  int i = find(l, port);
  if (i == l->count && l->count < l->most) l->count++;
  if (i == l->most) i--; /* full: the one that was not used for longest */
  *take_front(l, i) = (lane){port, socket};
}

bool lanes_is_stale(lanes *l, long port) {
  char byte;
  int i = find(l, port);
  if (i == l->count) return false;
  lane known = l->all[i];
  if (i > 0) *take_front(l, i) = known;
  return known.socket != CURL_SOCKET_BAD &&
         recv(known.socket, &byte, 1, MSG_PEEK | MSG_DONTWAIT) >= 0;
}
