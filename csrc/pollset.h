/* SPDX-License-Identifier: MIT
 *
 * pollset: one descriptor (epoll, kqueue) that stands for many sockets.
 *
 * Owns:    the descriptor; not the sockets in it.
 * Expects: sockets as libcurl names them; a socket is unwatched before it is
 *          closed, or its closing has removed it already.
 * Never:   blocks except in pollset_wait, or calls back.
 *
 * Where neither epoll nor kqueue exists, or with CLICKUP_POLLSET_NONE,
 * POLLSET_AVAILABLE is 0 and the functions are not there.
 */
#ifndef CLICKUP_POLLSET_H
#define CLICKUP_POLLSET_H

#if defined(CLICKUP_POLLSET_NONE)
#define POLLSET_AVAILABLE 0
#elif defined(__linux__)
#define POLLSET_AVAILABLE 1
#define POLLSET_EPOLL 1
#elif defined(__APPLE__) || defined(__FreeBSD__) || defined(__NetBSD__) || \
    defined(__OpenBSD__) || defined(__DragonFly__)
#define POLLSET_AVAILABLE 1
#define POLLSET_KQUEUE 1
#else
#define POLLSET_AVAILABLE 0
#endif

#if POLLSET_AVAILABLE

enum { POLLSET_IN = 1, POLLSET_OUT = 2, POLLSET_ERROR = 4 };

typedef struct pollset_event {
  int socket;
  int ready; /* POLLSET_IN | POLLSET_OUT | POLLSET_ERROR */
} pollset_event;

/* A new descriptor, or -1 with errno set. Closed on exec. */
int pollset_open(void);

/* Changes what is watched on `socket` from `old` to `wanted` (bits of
 * POLLSET_IN and POLLSET_OUT; 0: not watched). 0, or -1 with errno set. */
int pollset_watch(int set, int socket, int old, int wanted);

/* Fills `events` with what is ready, waiting `timeout_ms` at most (0: not at
 * all). The number filled; 0 on a timeout, a signal or an error. */
int pollset_wait(int set, pollset_event *events, int max, int timeout_ms);

#endif
#endif
