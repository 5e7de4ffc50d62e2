/* SPDX-License-Identifier: MIT
 *
 * lanes: the connections that are kept: which socket each has, and how many
 * requests are on it, so that one that nobody uses can be looked at before it is
 * used again.
 *
 * Owns:    a bounded table; the sockets are libcurl's.
 * Expects: a connection to be told by its local port.
 * Never:   reads from a socket, or blocks.
 */
#ifndef CLICKUP_LANES_H
#define CLICKUP_LANES_H

#include <curl/curl.h>
#include <stdbool.h>

typedef struct lane {
  long port;
  curl_socket_t socket; /* CURL_SOCKET_BAD: not known */
  int users;
} lane;

typedef struct lanes {
  lane *all; /* those that were used last come first */
  int count, most;
} lanes;

/* Room for so many connections; false: out of memory. */
bool lanes_init(lanes *l, int most);
void lanes_free(lanes *l);

/* A request is about to go on a new connection. */
void lanes_open(lanes *l, long port);

/* A request is about to go on a connection that was used before. False: it is
 * stale. Nothing else is on it, and it is anything but open and quiet: an answer
 * to nothing came, or its end, or a reset. */
bool lanes_enter(lanes *l, long port);

/* The socket of the connection, now that it is known. */
void lanes_set(lanes *l, long port, curl_socket_t socket);

/* That request has ended; it follows lanes_open and lanes_enter. */
void lanes_leave(lanes *l, long port);

#endif
