/* SPDX-License-Identifier: MIT
 *
 * pollset: the sockets that are waited for, and, when it is asked for, one
 * descriptor (epoll, kqueue) that stands for all of them.
 *
 * Owns:    the list, and the descriptor; not the sockets in it.
 * Expects: a socket to be unwatched before it is closed.
 * Never:   blocks except in pollset_wait, or calls back.
 *
 * Whoever blocks here needs no descriptor: poll() takes the list as it is, and
 * a call costs no system call to be put on it and taken off. Where neither epoll
 * nor kqueue exists, or with CLICKUP_POLLSET_NONE, there is no descriptor.
 *
 * While an HTTP/2 peer lets nothing more be sent, libcurl still asks to write
 * (its issues 7821, 10618), and a socket that takes bytes would be ready on and
 * on. One that was ready for that alone many times in a row rests: it is not
 * watched for POLLSET_OUT until something comes, or pollset_wake.
 */
#ifndef CLICKUP_POLLSET_H
#define CLICKUP_POLLSET_H

#include <poll.h>
#include <stdbool.h>

enum { POLLSET_IN = 1, POLLSET_OUT = 2, POLLSET_ERROR = 4 };

typedef struct pollset {
  struct pollfd *all;
  int *patience; /* of each: how often it may be ready to write; 0: it rests */
  int count, capacity;
  int resting; /* how many of them do */
  int turn;    /* where the search for those that are ready begins */
  int queue;   /* the descriptor; -1: nobody has asked for it */
} pollset;

typedef struct pollset_event {
  int socket;
  int ready; /* POLLSET_IN | POLLSET_OUT | POLLSET_ERROR */
} pollset_event;

void pollset_init(pollset *p);
void pollset_close(pollset *p);

/* What is watched on `socket` from now on: POLLSET_IN and POLLSET_OUT; 0: it is
 * not watched. False when memory is short. */
bool pollset_watch(pollset *p, int socket, int wanted);

/* Fills `events` with what is ready, waiting `timeout_ms` at most (0: not at
 * all). The number filled; 0 on a timeout, a signal or an error. */
int pollset_wait(pollset *p, pollset_event *events, int max, int timeout_ms);

/* All rests are over: what was to be watched is watched again. */
void pollset_wake(pollset *p);

/* What the descriptor is: "epoll", "kqueue", or NULL: the build has none. */
const char *pollset_name(void);

/* The descriptor, closed on exec; -1 with errno set: ENOSYS where the build has
 * none. */
int pollset_fd(pollset *p);

#endif
