/* SPDX-License-Identifier: MIT */
#include "drive.h"

#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "pace.h"

enum { REST_MS = 8, PATIENCE = 16 };

/* ---- pools -------------------------------------------------------------- */

/* libcurl 8.11 asks to be called at once, again and again, while a stream may
 * send nothing: a timer that brought nothing many times in a row rests. */
static int on_timer(CURLM *multi, long timeout_ms, void *user) {
  (void)multi;
  drive_pool *pool = user;
  if (timeout_ms == 0 && pool->idle_turns > PATIENCE) timeout_ms = REST_MS;
  pool->timer_at = timeout_ms < 0 ? PACE_NEVER : clock_ms() + timeout_ms;
  return 0;
}

static int on_socket(CURL *easy, curl_socket_t s, int what, void *user,
                     void *own) {
  (void)easy;
  (void)own;
  drive_pool *pool = user;
  int wanted = 0;
  if (what == CURL_POLL_IN || what == CURL_POLL_INOUT) wanted |= POLLSET_IN;
  if (what == CURL_POLL_OUT || what == CURL_POLL_INOUT) wanted |= POLLSET_OUT;
  return pollset_watch(&pool->drive->pollset, s, wanted) ? 0 : -1;
}

static CURLM *new_multi(drive_pool *pool, int max_connections) {
  CURLM *multi = curl_multi_init();
  if (!multi) return NULL;
  curl_multi_setopt(multi, CURLMOPT_PIPELINING, CURLPIPE_MULTIPLEX);
  curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, (long)max_connections);
  curl_multi_setopt(multi, CURLMOPT_MAX_CONCURRENT_STREAMS,
                    (long)(max_connections > 100 ? max_connections : 100));
  curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, on_timer);
  curl_multi_setopt(multi, CURLMOPT_TIMERDATA, pool);
  curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, on_socket);
  curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, pool);
  return multi;
}

static bool open_pool(drive *d) {
  drive_pool *pool = calloc(1, sizeof *pool);
  if (!pool) return false;
  pool->drive = d;
  pool->timer_at = PACE_NEVER;
  pool->multi = new_multi(pool, d->max_connections);
  if (!pool->multi) {
    free(pool);
    return false;
  }
  pool->next = d->pools;
  d->pools = pool;
  d->limit = 0;
  return true;
}

static void close_pool(drive_pool *pool) {
  curl_multi_cleanup(pool->multi);
  free(pool);
}

bool drive_open(drive *d, int max_connections) {
  memset(d, 0, sizeof *d);
  d->max_connections = max_connections;
  d->wake_at = PACE_NEVER;
  d->harvested = -1;
  pollset_init(&d->pollset);
  return open_pool(d);
}

void drive_close(drive *d) {
  for (drive_pool *pool = d->pools, *next; pool; pool = next) {
    next = pool->next;
    close_pool(pool);
  }
  d->pools = NULL;
  pollset_close(&d->pollset);
}

void drive_retire(drive_pool *pool) {
  pool->retired = true;
}

void drive_sweep(drive *d) {
  for (drive_pool **at = &d->pools; *at;) {
    drive_pool *pool = *at;
    if (!pool->retired || pool->users > 0) {
      at = &pool->next;
      continue;
    }
    *at = pool->next;
    close_pool(pool);
  }
}

static void set_limit(drive_pool *pool, int most) {
  if (pool->limit == most) return;
  pool->limit = most;
  curl_multi_setopt(pool->multi, CURLMOPT_MAX_HOST_CONNECTIONS, (long)most);
}

void drive_limit(drive *d, int most) {
  d->limit = most;
  if (d->pools && !d->pools->retired) set_limit(d->pools, most);
}

drive_pool *drive_add(drive *d, CURL *easy) {
  if ((!d->pools || d->pools->retired) && !open_pool(d)) return NULL;
  drive_pool *pool = d->pools;
  if (curl_multi_add_handle(pool->multi, easy) != CURLM_OK) return NULL;
  pool->users++;
  pool->idle_turns = 0;
  return pool;
}

void drive_remove(drive_pool *pool, CURL *easy) {
  curl_multi_remove_handle(pool->multi, easy);
  pool->users--;
}

CURL *drive_next_done(drive *d, CURLcode *code) {
  for (drive_pool *pool = d->pools; pool; pool = pool->next) {
    const CURLMsg *message;
    int left;
    while ((message = curl_multi_info_read(pool->multi, &left))) {
      if (message->msg != CURLMSG_DONE) continue;
      pool->idle_turns = 0;
      *code = message->data.result;
      return message->easy_handle;
    }
  }
  return NULL;
}

/* ---- turns -------------------------------------------------------------- */

static int ready_bits(int ready) {
  int bits = 0;
  if (ready & POLLSET_IN) bits |= CURL_CSELECT_IN;
  if (ready & POLLSET_OUT) bits |= CURL_CSELECT_OUT;
  if (ready & POLLSET_ERROR) bits |= CURL_CSELECT_ERR;
  return bits;
}

static CURLMcode act(drive_pool *pool, curl_socket_t s, int ready) {
  int running;
  return curl_multi_socket_action(pool->multi, s, ready, &running);
}

static drive_pool *fail(drive_pool *pool) {
  drive_retire(pool);
  return pool;
}

/* A socket that is another pool's says nothing to libcurl. */
static CURLMcode act_on_events(drive_pool *pool, const pollset_event *events,
                               int n) {
  CURLMcode status = CURLM_OK;
  for (int i = 0; i < n && status == CURLM_OK; i++) {
    if (events[i].ready != POLLSET_OUT) pool->idle_turns = 0;
    status = act(pool, events[i].socket, ready_bits(events[i].ready));
  }
  return status;
}

static CURLMcode act_on_timer(drive_pool *pool, int64_t now) {
  if (pool->timer_at > now) return CURLM_OK;
  pool->timer_at = PACE_NEVER;
  pool->idle_turns++;
  return act(pool, CURL_SOCKET_TIMEOUT, 0);
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

drive_pool *drive_turn(drive *d, CURLMcode *status) {
  int n = d->harvested;
  if (n < 0) n = pollset_wait(&d->pollset, d->events, DRIVE_EVENTS, 0);
  d->harvested = -1;
  for (drive_pool *pool = d->pools; pool; pool = pool->next) {
    *status = act_on_events(pool, d->events, n);
    if (*status != CURLM_OK) return fail(pool);
  }
  int64_t now = clock_ms();
  mind_rest(d, now);
  for (drive_pool *pool = d->pools; pool; pool = pool->next) {
    *status = act_on_timer(pool, now);
    if (*status != CURLM_OK) return fail(pool);
  }
  return NULL;
}

void drive_wait(drive *d, int64_t ms) {
  if (d->harvested > 0) return;
  d->harvested = pollset_wait(&d->pollset, d->events, DRIVE_EVENTS, (int)ms);
}

int64_t drive_due_ms(const drive *d) {
  int64_t at = d->wake_at;
  for (const drive_pool *pool = d->pools; pool; pool = pool->next)
    at = pace_earlier(at, pool->timer_at);
  return at;
}

int drive_fd(drive *d) {
  return pollset_fd(&d->pollset);
}
