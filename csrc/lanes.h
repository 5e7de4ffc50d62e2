/* SPDX-License-Identifier: MIT
 *
 * lanes: which socket a kept HTTP/1 connection has, so that it can be looked at
 * before it is used again.
 *
 * Owns:    a bounded table; the sockets are libcurl's.
 * Expects: a connection to be told by its local port, once it has answered.
 * Never:   reads from a socket, or blocks.
 */
#ifndef CLICKUP_LANES_H
#define CLICKUP_LANES_H

#include <curl/curl.h>
#include <stdbool.h>

typedef struct lane {
  long port;
  curl_socket_t socket;
} lane;

typedef struct lanes {
  lane *all; /* those that were used last come first */
  int count, most;
} lanes;

/* Room for so many connections; false: out of memory. */
bool lanes_init(lanes *l, int most);
void lanes_free(lanes *l);

/* A new connection has this port. CURL_SOCKET_BAD: it is not to be looked at. */
void lanes_set(lanes *l, long port, curl_socket_t socket);

/* Whether something came on the connection that nobody asked for: an answer
 * to nothing, or its end. */
bool lanes_is_stale(lanes *l, long port);

#endif
