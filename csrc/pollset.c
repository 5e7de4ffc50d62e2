/* SPDX-License-Identifier: MIT */
#include "pollset.h"

#if POLLSET_AVAILABLE

enum { BATCH = 64 };

#if defined(POLLSET_EPOLL)

#include <errno.h>
#include <stdint.h>
#include <sys/epoll.h>

int pollset_open(void) {
  return epoll_create1(EPOLL_CLOEXEC);
}

int pollset_watch(int set, int socket, int old, int wanted) {
  struct epoll_event event = {0};
  if (wanted & POLLSET_IN) event.events |= EPOLLIN;
  if (wanted & POLLSET_OUT) event.events |= EPOLLOUT;
  event.data.fd = socket;
  if (!wanted) {
    int status = epoll_ctl(set, EPOLL_CTL_DEL, socket, &event);
    /* a socket that was closed first has left the set by itself */
    return status == 0 || errno == EBADF || errno == ENOENT ? 0 : -1;
  }
  int verb = old ? EPOLL_CTL_MOD : EPOLL_CTL_ADD;
  if (epoll_ctl(set, verb, socket, &event) == 0) return 0;
  if (errno == EEXIST) verb = EPOLL_CTL_MOD;
  else if (errno == ENOENT) verb = EPOLL_CTL_ADD;
  else return -1;
  return epoll_ctl(set, verb, socket, &event);
}

int pollset_wait(int set, pollset_event *events, int max, int timeout_ms) {
  struct epoll_event found[BATCH];
  int n = epoll_wait(set, found, max < BATCH ? max : BATCH, timeout_ms);
  for (int i = 0; i < n; i++) {
    uint32_t e = found[i].events;
    int ready = 0;
    if (e & EPOLLIN) ready |= POLLSET_IN;
    if (e & EPOLLOUT) ready |= POLLSET_OUT;
    if (e & (EPOLLERR | EPOLLHUP)) ready |= POLLSET_ERROR;
    events[i] = (pollset_event){found[i].data.fd, ready};
  }
  return n < 0 ? 0 : n;
}

#elif defined(POLLSET_KQUEUE)

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <sys/event.h>
#include <sys/time.h>
#include <sys/types.h>

int pollset_open(void) {
  int set = kqueue();
  if (set >= 0) fcntl(set, F_SETFD, FD_CLOEXEC);
  return set;
}

static int change(int set, int socket, int filter, int flags) {
  struct kevent event;
  EV_SET(&event, (uintptr_t)socket, (int16_t)filter, (uint16_t)flags, 0, 0, 0);
  if (kevent(set, &event, 1, 0, 0, 0) == 0) return 0;
  int gone = errno == ENOENT || errno == EBADF;
  return (flags & EV_DELETE) && gone ? 0 : -1;
}

int pollset_watch(int set, int socket, int old, int wanted) {
  const int filters[][2] = {{POLLSET_IN, EVFILT_READ},
                            {POLLSET_OUT, EVFILT_WRITE}};
  int status = 0;
  for (int i = 0; i < 2; i++) {
    int bit = filters[i][0];
    if (!((old ^ wanted) & bit)) continue;
    int flags = wanted & bit ? EV_ADD : EV_DELETE;
    if (change(set, socket, filters[i][1], flags) != 0) status = -1;
  }
  return status;
}

int pollset_wait(int set, pollset_event *events, int max, int timeout_ms) {
  struct kevent found[BATCH];
  struct timespec limit = {timeout_ms / 1000, timeout_ms % 1000 * 1000000L};
  int n = kevent(set, 0, 0, found, max < BATCH ? max : BATCH, &limit);
  for (int i = 0; i < n; i++) {
    int ready = found[i].filter == EVFILT_READ ? POLLSET_IN : POLLSET_OUT;
    if (found[i].flags & EV_ERROR) ready |= POLLSET_ERROR;
    events[i] = (pollset_event){(int)found[i].ident, ready};
  }
  return n < 0 ? 0 : n;
}

#endif
#else

/* ISO C wants at least one declaration in a file. */
typedef int pollset_unavailable;

#endif
