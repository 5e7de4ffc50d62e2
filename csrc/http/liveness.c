/* SPDX-License-Identifier: MIT */
#include "liveness.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

bool liveness_init(liveness *l, int most) {
  *l = (liveness){.most = most};
  l->all = calloc((size_t)most, sizeof *l->all);
  return l->all != NULL;
}

void liveness_free(liveness *l) {
  free(l->all);
  *l = (liveness){0};
}

/* The kept_connection of that port, or NULL. */
static kept_connection *find(const liveness *l, long port) {
  for (int i = 0; i < l->count; i++)
    if (l->all[i].port == port) return &l->all[i];
  return NULL;
}

/* Puts it where this one was to the front, and that behind it. */
static kept_connection *put_first(liveness *l, const kept_connection *place,
                                  kept_connection first) {
  memmove(l->all + 1, l->all, (size_t)(place - l->all) * sizeof *l->all);
  *l->all = first;
  return l->all;
}

void liveness_add(liveness *l, long port) {
  kept_connection *place = find(l, port);
  if (!place) {
    if (l->count < l->most) l->count++;
    place = l->all + l->count - 1; /* if all are taken: not used for longest */
  }
  put_first(l, place, (kept_connection){port, CURL_SOCKET_BAD, 1, false});
}

/* Whether nothing has come on it and it is still open. */
static bool is_quiet(curl_socket_t socket) {
  char byte;
  ssize_t n;
  do n = recv(socket, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  while (n < 0 && errno == EINTR);
  return n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
}

bool liveness_begin(liveness *l, long port) {
  kept_connection *one = find(l, port);
  if (!one) return true;
  if (one != l->all) one = put_first(l, one, *one);
  bool known = one->socket != CURL_SOCKET_BAD;
  if (one->failed) return false;
  if (one->users == 0 && known && !is_quiet(one->socket)) return false;
  one->users++;
  return true;
}

void liveness_set_socket(liveness *l, long port, curl_socket_t socket) {
  kept_connection *one = find(l, port);
  if (one) one->socket = socket;
}

void liveness_fail(liveness *l, long port) {
  kept_connection *one = find(l, port);
  if (one) one->failed = true;
}

curl_socket_t liveness_socket(const liveness *l, long port) {
  const kept_connection *one = find(l, port);
  return one ? one->socket : CURL_SOCKET_BAD;
}

void liveness_end(liveness *l, long port) {
  kept_connection *one = find(l, port);
  if (one && one->users > 0) one->users--;
}
