/* SPDX-License-Identifier: MIT
 *
 * liveness: the connections that are kept: which socket each has, and how many
 * requests are on it, so that one that nobody uses can be looked at before it is
 * used again.
 *
 * Owns:    a bounded table; the sockets are libcurl's.
 * Expects: a connection to be told by its local port.
 * Never:   reads from a socket, or blocks.
 */
#ifndef CLICKUP_LIVENESS_H
#define CLICKUP_LIVENESS_H

#include <curl/curl.h>
#include <stdbool.h>

typedef struct kept_connection {
  long port;
  curl_socket_t socket; /* CURL_SOCKET_BAD: not known */
  int users;
  bool failed; /* a request has failed on it */
} kept_connection;

typedef struct liveness {
  kept_connection *all; /* those that were used last come first */
  int count, most;
} liveness;

/* Room for so many connections; false: out of memory. */
bool liveness_init(liveness *l, int most);
void liveness_free(liveness *l);

/* A request is about to go on a new connection. */
void liveness_add(liveness *l, long port);

/* A request is about to go on a connection that was used before. False: it is
 * stale. A request has failed on it, or nothing else is on it, and it is anything
 * but open and quiet: an answer to nothing came, or its end, or a reset. */
bool liveness_begin(liveness *l, long port);

/* The socket of the connection, now that it is known. */
void liveness_set_socket(liveness *l, long port, curl_socket_t socket);

/* A request failed on it. libcurl 8.23 keeps one whose first write fails. */
void liveness_fail(liveness *l, long port);

/* That socket; CURL_SOCKET_BAD: it is not known. */
curl_socket_t liveness_socket(const liveness *l, long port);

/* That request has ended; it follows liveness_add and liveness_begin. */
void liveness_end(liveness *l, long port);

#endif
