/* SPDX-License-Identifier: MIT */
#include "drive.h"

#include <string.h>

#include "clock.h"
#include "pace.h"

enum { REST_MS = 8 };

static int on_timer(CURLM *multi, long timeout_ms, void *user) {
  (void)multi;
  drive *d = user;
  d->timer_at = timeout_ms < 0 ? PACE_NEVER : clock_ms() + timeout_ms;
  return 0;
}

static int on_socket(CURL *easy, curl_socket_t s, int what, void *user,
                     void *own) {
  (void)easy, (void)own;
  drive *d = user;
  int wanted = 0;
  if (what == CURL_POLL_IN || what == CURL_POLL_INOUT) wanted |= POLLSET_IN;
  if (what == CURL_POLL_OUT || what == CURL_POLL_INOUT) wanted |= POLLSET_OUT;
  return pollset_watch(&d->pollset, s, wanted) ? 0 : -1;
}

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
  curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, on_socket);
  curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, d);
  return multi;
}

void drive_limit(drive *d, int most) {
  if (d->limit == most) return;
  d->limit = most;
  curl_multi_setopt(d->multi, CURLMOPT_MAX_HOST_CONNECTIONS, (long)most);
}

bool drive_open(drive *d, int max_connections) {
  memset(d, 0, sizeof *d);
  d->max_connections = max_connections;
  d->timer_at = d->wake_at = PACE_NEVER;
  d->harvested = -1;
  pollset_init(&d->pollset);
  d->multi = new_multi(d);
  return d->multi != NULL;
}

void drive_close(drive *d) {
  curl_multi_cleanup(d->multi);
  pollset_close(&d->pollset);
}

void drive_renew(drive *d) {
  CURLM *multi = new_multi(d);
  d->dead = !multi;
  if (!multi) return;
  curl_multi_cleanup(d->multi);
  d->multi = multi;
  d->limit = 0;
  d->timer_at = d->wake_at = PACE_NEVER;
}

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

/* All that rest are woken together: none rests for longer than REST_MS. */
static void mind_rest(drive *d, int64_t now) {
  if (d->wake_at <= now) {
    pollset_wake(&d->pollset);
    d->wake_at = PACE_NEVER;
  }
  if (d->pollset.resting == 0) d->wake_at = PACE_NEVER;
  else if (d->wake_at == PACE_NEVER) d->wake_at = now + REST_MS;
}

CURLMcode drive_turn(drive *d) {
  CURLMcode status = CURLM_OK;
  int n = d->harvested;
  if (d->dead) return status;
  if (n < 0) n = pollset_wait(&d->pollset, d->events, DRIVE_EVENTS, 0);
  d->harvested = -1;
  for (int i = 0; i < n && status == CURLM_OK; i++)
    status = act(d, d->events[i].socket, ready_bits(d->events[i].ready));
  int64_t now = clock_ms();
  mind_rest(d, now);
  if (status == CURLM_OK && d->timer_at <= now) {
    d->timer_at = PACE_NEVER;
    status = act(d, CURL_SOCKET_TIMEOUT, 0);
  }
  return status;
}

void drive_wait(drive *d, int64_t ms) {
  if (d->harvested > 0) return;
  d->harvested = pollset_wait(&d->pollset, d->events, DRIVE_EVENTS, (int)ms);
}

int64_t drive_due_ms(const drive *d) {
  return pace_earlier(d->timer_at, d->wake_at);
}

int drive_fd(drive *d) {
  return pollset_fd(&d->pollset);
}
