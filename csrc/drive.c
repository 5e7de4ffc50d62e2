/* SPDX-License-Identifier: MIT */
#include "drive.h"

#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "pace.h"

static int on_timer(CURLM *multi, long timeout_ms, void *user) {
  (void)multi;
  drive *d = user;
  d->timer_at = timeout_ms < 0 ? PACE_NEVER : clock_ms() + timeout_ms;
  return 0;
}

#if POLLSET_AVAILABLE
/* What is watched on a socket is kept by libcurl beside the socket. */
static int on_socket(CURL *easy, curl_socket_t s, int what, void *user,
                     void *watched) {
  (void)easy;
  drive *d = user;
  int wanted = 0;
  if (what == CURL_POLL_IN || what == CURL_POLL_INOUT) wanted |= POLLSET_IN;
  if (what == CURL_POLL_OUT || what == CURL_POLL_INOUT) wanted |= POLLSET_OUT;
  int old = (int)(intptr_t)watched;
  if (pollset_watch(d->pollset, s, old, wanted) != 0) return -1;
  if (what != CURL_POLL_REMOVE)
    curl_multi_assign(d->multi, s, (void *)(intptr_t)wanted);
  return 0;
}
#endif

static CURLM *new_multi(drive *d) {
  CURLM *multi = curl_multi_init();
  if (!multi) return NULL;
  curl_multi_setopt(multi, CURLMOPT_PIPELINING, CURLPIPE_MULTIPLEX);
  curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, (long)d->max_connections);
  curl_multi_setopt(
      multi, CURLMOPT_MAX_CONCURRENT_STREAMS,
      (long)(d->max_connections > 100 ? d->max_connections : 100));
  curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, on_timer);
  curl_multi_setopt(multi, CURLMOPT_TIMERDATA, d);
#if POLLSET_AVAILABLE
  curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, on_socket);
  curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, d);
#endif
  return multi;
}

bool drive_open(drive *d, int max_connections) {
  memset(d, 0, sizeof *d);
  d->max_connections = max_connections;
  d->timer_at = PACE_NEVER;
  d->multi = new_multi(d);
#if POLLSET_AVAILABLE
  d->harvested = -1;
  d->pollset = pollset_open();
  return d->multi && d->pollset >= 0;
#else
  return d->multi != NULL;
#endif
}

void drive_close(drive *d) {
  curl_multi_cleanup(d->multi);
#if POLLSET_AVAILABLE
  if (d->pollset >= 0) close(d->pollset);
#endif
}

void drive_renew(drive *d) {
  CURLM *multi = new_multi(d);
  d->dead = !multi;
  if (!multi) return;
  curl_multi_cleanup(d->multi);
  d->multi = multi;
  d->timer_at = PACE_NEVER;
}

#if POLLSET_AVAILABLE

static CURLMcode act(drive *d, curl_socket_t s, int ready) {
  int running;
  return curl_multi_socket_action(d->multi, s, ready, &running);
}

static int ready_bits(int ready) {
  int bits = 0;
  if (ready & POLLSET_IN) bits |= CURL_CSELECT_IN;
  if (ready & POLLSET_OUT) bits |= CURL_CSELECT_OUT;
  if (ready & POLLSET_ERROR) bits |= CURL_CSELECT_ERR;
  return bits;
}

CURLMcode drive_turn(drive *d) {
  CURLMcode status = CURLM_OK;
  int n = d->harvested;
  if (d->dead) return status;
  if (n < 0) n = pollset_wait(d->pollset, d->events, DRIVE_EVENTS, 0);
  d->harvested = -1;
  for (int i = 0; i < n && status == CURLM_OK; i++)
    status = act(d, d->events[i].socket, ready_bits(d->events[i].ready));
  if (status == CURLM_OK && d->timer_at <= clock_ms()) {
    d->timer_at = PACE_NEVER;
    status = act(d, CURL_SOCKET_TIMEOUT, 0);
  }
  return status;
}

void drive_wait(drive *d, int64_t ms) {
  if (d->harvested > 0) return;
  d->harvested = pollset_wait(d->pollset, d->events, DRIVE_EVENTS, (int)ms);
}

int64_t drive_due_ms(const drive *d) {
  return d->timer_at;
}

int drive_fd(const drive *d) {
  return d->pollset;
}

#else

CURLMcode drive_turn(drive *d) {
  int running;
  if (d->dead) return CURLM_OK;
  return curl_multi_perform(d->multi, &running);
}

void drive_wait(drive *d, int64_t ms) {
  curl_multi_poll(d->multi, NULL, 0, (int)ms, NULL);
}

int64_t drive_due_ms(const drive *d) {
  long ms = -1;
  curl_multi_timeout(d->multi, &ms);
  return ms < 0 ? PACE_NEVER : clock_ms() + ms;
}

int drive_fd(const drive *d) {
  (void)d;
  return -1;
}

#endif
