/* SPDX-License-Identifier: MIT */
#include "pollset.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

enum { BATCH = 64, FIRST_CAPACITY = 8 };

/* A turn sends 16 KiB if it can: an upload of 4 MiB takes no rest, and a longer
 * one sends 1 MiB between two, which at multi.c's REST_MS fills a gigabit line. */
enum { PATIENCE = 256, LATER_PATIENCE = 64 };

/* ---- the kernel's queue -------------------------------------------------- */

#if !defined(CLICKUP_POLLSET_NONE) && defined(__linux__)

#include <sys/epoll.h>

#define NAME "epoll"

static int queue_open(void) {
  return epoll_create1(EPOLL_CLOEXEC);
}

static bool queue_change(int queue, int socket, int old, int wanted) {
  struct epoll_event event = {0};
  int verb = !wanted ? EPOLL_CTL_DEL : old ? EPOLL_CTL_MOD : EPOLL_CTL_ADD;
  if (wanted & POLLSET_IN) event.events |= EPOLLIN;
  if (wanted & POLLSET_OUT) event.events |= EPOLLOUT;
  event.data.fd = socket;
  if (epoll_ctl(queue, verb, socket, &event) == 0) return true;
  /* a socket that was closed first has left the queue by itself */
  if (!wanted) return errno == EBADF || errno == ENOENT;
  if (errno == EEXIST) verb = EPOLL_CTL_MOD;
  else if (errno == ENOENT) verb = EPOLL_CTL_ADD;
  else return false;
  return epoll_ctl(queue, verb, socket, &event) == 0;
}

static int queue_wait(int queue, pollset_event *events, int max,
                      int timeout_ms) {
  struct epoll_event found[BATCH];
  int n = epoll_wait(queue, found, max < BATCH ? max : BATCH, timeout_ms);
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

#elif !defined(CLICKUP_POLLSET_NONE) &&                                   \
    (defined(__APPLE__) || defined(__FreeBSD__) || defined(__NetBSD__) || \
     defined(__OpenBSD__) || defined(__DragonFly__))

#include <fcntl.h>
#include <sys/event.h>
#include <sys/time.h>
#include <sys/types.h>

#define NAME "kqueue"

static int queue_open(void) {
  int queue = kqueue();
  if (queue >= 0) fcntl(queue, F_SETFD, FD_CLOEXEC);
  return queue;
}

static bool change(int queue, int socket, int filter, int flags) {
  struct kevent event;
  EV_SET(&event, (uintptr_t)socket, (int16_t)filter, (uint16_t)flags, 0, 0, 0);
  if (kevent(queue, &event, 1, 0, 0, 0) == 0) return true;
  return (flags & EV_DELETE) && (errno == ENOENT || errno == EBADF);
}

static bool queue_change(int queue, int socket, int old, int wanted) {
  const int filters[][2] = {{POLLSET_IN, EVFILT_READ},
                            {POLLSET_OUT, EVFILT_WRITE}};
  bool done = true;
  for (int i = 0; i < 2; i++) {
    int bit = filters[i][0];
    if (!((old ^ wanted) & bit)) continue;
    int flags = (wanted & bit) ? EV_ADD : EV_DELETE;
    done = change(queue, socket, filters[i][1], flags) && done;
  }
  return done;
}

static int queue_wait(int queue, pollset_event *events, int max,
                      int timeout_ms) {
  struct kevent found[BATCH];
  struct timespec limit = {timeout_ms / 1000, timeout_ms % 1000 * 1000000L};
  int n = kevent(queue, 0, 0, found, max < BATCH ? max : BATCH, &limit);
  for (int i = 0; i < n; i++) {
    int ready = found[i].filter == EVFILT_READ ? POLLSET_IN : POLLSET_OUT;
    if (found[i].flags & EV_ERROR) ready |= POLLSET_ERROR;
    events[i] = (pollset_event){(int)found[i].ident, ready};
  }
  return n < 0 ? 0 : n;
}

#else

#define NAME NULL

static int queue_open(void) {
  errno = ENOSYS;
  return -1;
}

static bool queue_change(int queue, int socket, int old, int wanted) {
  (void)queue;
  (void)socket;
  (void)old;
  (void)wanted;
  return true;
}

static int queue_wait(int queue, pollset_event *events, int max,
                      int timeout_ms) {
  (void)queue;
  (void)events;
  (void)max;
  (void)timeout_ms;
  return 0;
}

#endif

/* ---- the list ------------------------------------------------------------ */

void pollset_init(pollset *p) {
  *p = (pollset){.queue = -1};
}

void pollset_close(pollset *p) {
  if (p->queue >= 0) close(p->queue);
  free(p->all);
  free(p->patience);
  pollset_init(p);
}

static int find(const pollset *p, int socket) {
  int i = 0;
  while (i < p->count && p->all[i].fd != socket) i++;
  return i;
}

static bool has_room(pollset *p) {
  if (p->count < p->capacity) return true;
  int capacity = p->capacity ? 2 * p->capacity : FIRST_CAPACITY;
  void *all = realloc(p->all, (size_t)capacity * sizeof *p->all);
  if (!all) return false;
  p->all = all;
  void *patience = realloc(p->patience, (size_t)capacity * sizeof(int));
  if (!patience) return false;
  p->patience = patience;
  p->capacity = capacity;
  return true;
}

static short to_poll(int wanted) {
  return (short)(((wanted & POLLSET_IN) ? POLLIN : 0) |
                 ((wanted & POLLSET_OUT) ? POLLOUT : 0));
}

static int from_poll(short events) {
  return ((events & POLLIN) ? POLLSET_IN : 0) |
         ((events & POLLOUT) ? POLLSET_OUT : 0) |
         ((events & (POLLERR | POLLHUP | POLLNVAL)) ? POLLSET_ERROR : 0);
}

static int watched(const pollset *p, int i) {
  return from_poll(p->all[i].events);
}

static bool change_watched(pollset *p, int i, int wanted) {
  struct pollfd *one = &p->all[i];
  if (p->queue >= 0 && !queue_change(p->queue, one->fd, watched(p, i), wanted))
    return false;
  one->events = to_poll(wanted);
  return true;
}

static void set_patience(pollset *p, int i, int patience) {
  p->resting += (patience == 0) - (p->patience[i] == 0);
  p->patience[i] = patience;
}

static bool add(pollset *p, int socket, int wanted) {
  if (!has_room(p)) return false;
  p->all[p->count] = (struct pollfd){.fd = socket};
  p->patience[p->count] = PATIENCE;
  if (!change_watched(p, p->count, wanted)) return false;
  p->count++;
  return true;
}

bool pollset_watch(pollset *p, int socket, int wanted) {
  int i = find(p, socket);
  if (i == p->count) return !wanted || add(p, socket, wanted);
  if (!change_watched(p, i, wanted)) return false;
  set_patience(p, i, PATIENCE);
  if (wanted) return true;
  p->count--;
  p->all[i] = p->all[p->count];
  p->patience[i] = p->patience[p->count];
  return true;
}

/* ---- rests --------------------------------------------------------------- */

static void rest(pollset *p, int i) {
  if (change_watched(p, i, watched(p, i) & ~POLLSET_OUT)) set_patience(p, i, 0);
}

static void wake(pollset *p, int i) {
  if (change_watched(p, i, watched(p, i) | POLLSET_OUT))
    set_patience(p, i, LATER_PATIENCE);
}

/* What is ready tries a socket's patience, or restores some of it. */
static void on_ready(pollset *p, const pollset_event *event) {
  int i = find(p, event->socket);
  if (i == p->count) return;
  int *patience = &p->patience[i];
  if (event->ready != POLLSET_OUT) {
    if (*patience == 0) wake(p, i);
    else if (*patience < LATER_PATIENCE) *patience = LATER_PATIENCE;
  } else if (*patience > 1) --*patience;
  else if (*patience == 1) rest(p, i);
}

void pollset_wake(pollset *p) {
  for (int i = 0; i < p->count && p->resting > 0; i++)
    if (p->patience[i] == 0) wake(p, i);
}

/* ---- waiting ------------------------------------------------------------- */

/* Those that are ready, from another one on each time, so that none is left out
 * when there are more than `max`. */
static int collect_ready(pollset *p, pollset_event *events, int max) {
  int n = 0, i = 0;
  for (; i < p->count && n < max; i++) {
    const struct pollfd *one = &p->all[(p->turn + i) % p->count];
    if (!one->revents) continue;
    events[n++] = (pollset_event){one->fd, from_poll(one->revents)};
  }
  p->turn = p->count ? (p->turn + i) % p->count : 0;
  return n;
}

static int list_wait(pollset *p, pollset_event *events, int max,
                     int timeout_ms) {
  int n = poll(p->all, (nfds_t)p->count, timeout_ms);
  return n > 0 ? collect_ready(p, events, max) : 0;
}

int pollset_wait(pollset *p, pollset_event *events, int max, int timeout_ms) {
  if (p->count == 0 && timeout_ms == 0) return 0;
  int n = p->queue >= 0 ? queue_wait(p->queue, events, max, timeout_ms)
                        : list_wait(p, events, max, timeout_ms);
  for (int i = 0; i < n; i++) on_ready(p, &events[i]);
  return n;
}

const char *pollset_name(void) {
  return NAME;
}

int pollset_fd(pollset *p) {
  if (p->queue >= 0) return p->queue;
  int queue = queue_open();
  for (int i = 0; i < p->count && queue >= 0; i++) {
    if (queue_change(queue, p->all[i].fd, 0, watched(p, i))) continue;
    close(queue);
    queue = -1;
  }
  p->queue = queue;
  return queue;
}
