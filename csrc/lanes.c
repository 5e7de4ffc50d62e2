/* SPDX-License-Identifier: MIT */
#include "lanes.h"

#include <errno.h>
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

/* The lane of that port, or NULL. */
static lane *find(const lanes *l, long port) {
  for (int i = 0; i < l->count; i++)
    if (l->all[i].port == port) return &l->all[i];
  return NULL;
}

/* Puts it where this one was to the front, and that behind it. */
static lane *put_first(lanes *l, const lane *place, lane first) {
  memmove(l->all + 1, l->all, (size_t)(place - l->all) * sizeof *l->all);
  *l->all = first;
  return l->all;
}

void lanes_open(lanes *l, long port) {
  lane *place = find(l, port);
  if (!place) {
    if (l->count < l->most) l->count++;
    place = l->all + l->count - 1; /* if all are taken: not used for longest */
  }
  put_first(l, place, (lane){port, CURL_SOCKET_BAD, 1});
}

/* Whether nothing has come on it and it is still open. */
static bool is_quiet(curl_socket_t socket) {
  char byte;
  ssize_t n;
  do n = recv(socket, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  while (n < 0 && errno == EINTR);
  return n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
}

bool lanes_enter(lanes *l, long port) {
  lane *one = find(l, port);
  if (!one) return true;
  if (one != l->all) one = put_first(l, one, *one);
  bool known = one->socket != CURL_SOCKET_BAD;
  if (one->users == 0 && known && !is_quiet(one->socket)) return false;
  one->users++;
  return true;
}

void lanes_set(lanes *l, long port, curl_socket_t socket) {
  lane *one = find(l, port);
  if (one) one->socket = socket;
}

void lanes_leave(lanes *l, long port) {
  lane *one = find(l, port);
  if (one && one->users > 0) one->users--;
}
