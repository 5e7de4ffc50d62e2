/* SPDX-License-Identifier: MIT */
#include "multi.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"

enum { REST_MS = 8, PATIENCE = 16 };

/* ---- pools -------------------------------------------------------------- */

/* libcurl 8.11 asks to be called at once, again and again, while a stream may
 * send nothing: a timer that brought nothing many times in a row rests. */
static int on_timer(CURLM *handle, long timeout_ms, void *user) {
  (void)handle;
  multi_pool *pool = user;
  if (timeout_ms == 0 && pool->idle_turns > PATIENCE) timeout_ms = REST_MS;
  pool->timer_at = timeout_ms < 0 ? CLOCK_NEVER : clock_ms() + timeout_ms;
  return 0;
}

static int on_socket(CURL *easy, curl_socket_t s, int what, void *user,
                     void *own) {
  (void)easy;
  (void)own;
  multi_pool *pool = user;
  int wanted = 0;
  if (what == CURL_POLL_IN || what == CURL_POLL_INOUT) wanted |= POLLSET_IN;
  if (what == CURL_POLL_OUT || what == CURL_POLL_INOUT) wanted |= POLLSET_OUT;
  return pollset_watch(&pool->multi->pollset, s, wanted) ? 0 : -1;
}

static CURLM *new_multi(multi_pool *pool, int max_connections) {
  CURLM *handle = curl_multi_init();
  if (!handle) return NULL;
  curl_multi_setopt(handle, CURLMOPT_PIPELINING, CURLPIPE_MULTIPLEX);
  curl_multi_setopt(handle, CURLMOPT_MAXCONNECTS, (long)max_connections);
  curl_multi_setopt(handle, CURLMOPT_MAX_CONCURRENT_STREAMS,
                    (long)(max_connections > 100 ? max_connections : 100));
  curl_multi_setopt(handle, CURLMOPT_TIMERFUNCTION, on_timer);
  curl_multi_setopt(handle, CURLMOPT_TIMERDATA, pool);
  curl_multi_setopt(handle, CURLMOPT_SOCKETFUNCTION, on_socket);
  curl_multi_setopt(handle, CURLMOPT_SOCKETDATA, pool);
  return handle;
}

static bool open_pool(multi *d) {
  multi_pool *pool = calloc(1, sizeof *pool);
  if (!pool) return false;
  pool->multi = d;
  pool->timer_at = CLOCK_NEVER;
  pool->handle = new_multi(pool, d->max_connections);
  if (!pool->handle) {
    free(pool);
    return false;
  }
  pool->next = d->pools;
  d->pools = pool;
  d->limit = 0;
  return true;
}

static void close_pool(multi_pool *pool) {
  curl_multi_cleanup(pool->handle);
  free(pool);
}

bool multi_open(multi *d, int max_connections) {
  memset(d, 0, sizeof *d);
  d->max_connections = max_connections;
  d->wake_at = CLOCK_NEVER;
  d->collected = -1;
  pollset_init(&d->pollset);
  return open_pool(d);
}

void multi_close(multi *d) {
  for (multi_pool *pool = d->pools, *next; pool; pool = next) {
    next = pool->next;
    close_pool(pool);
  }
  d->pools = NULL;
  pollset_close(&d->pollset);
}

void multi_retire(multi_pool *pool) {
  pool->retired = true;
}

void multi_sweep(multi *d) {
  for (multi_pool **at = &d->pools; *at;) {
    multi_pool *pool = *at;
    if (!pool->retired || pool->users > 0) {
      at = &pool->next;
      continue;
    }
    *at = pool->next;
    close_pool(pool);
  }
}

static void set_limit(multi_pool *pool, int most) {
  if (pool->limit == most) return;
  pool->limit = most;
  curl_multi_setopt(pool->handle, CURLMOPT_MAX_HOST_CONNECTIONS, (long)most);
}

void multi_limit(multi *d, int most) {
  d->limit = most;
  if (d->pools && !d->pools->retired) set_limit(d->pools, most);
}

multi_pool *multi_add(multi *d, CURL *easy) {
  if ((!d->pools || d->pools->retired) && !open_pool(d)) return NULL;
  multi_pool *pool = d->pools;
  if (curl_multi_add_handle(pool->handle, easy) != CURLM_OK) return NULL;
  pool->users++;
  pool->idle_turns = 0;
  return pool;
}

void multi_remove(multi_pool *pool, CURL *easy) {
  curl_multi_remove_handle(pool->handle, easy);
  pool->users--;
}

CURL *multi_next_done(multi *d, CURLcode *code) {
  for (multi_pool *pool = d->pools; pool; pool = pool->next) {
    const CURLMsg *message;
    int left;
    while ((message = curl_multi_info_read(pool->handle, &left))) {
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

static CURLMcode act(multi_pool *pool, curl_socket_t s, int ready) {
  int running;
  return curl_multi_socket_action(pool->handle, s, ready, &running);
}

static multi_pool *fail(multi_pool *pool) {
  multi_retire(pool);
  return pool;
}

/* A socket that is another pool's says nothing to libcurl. */
static CURLMcode act_on_events(multi_pool *pool, const pollset_event *events,
                               int n) {
  CURLMcode status = CURLM_OK;
  for (int i = 0; i < n && status == CURLM_OK; i++) {
    if (events[i].ready != POLLSET_OUT) pool->idle_turns = 0;
    status = act(pool, events[i].socket, ready_bits(events[i].ready));
  }
  return status;
}

static CURLMcode act_on_timer(multi_pool *pool, int64_t now) {
  if (pool->timer_at > now) return CURLM_OK;
  pool->timer_at = CLOCK_NEVER;
  pool->idle_turns++;
  return act(pool, CURL_SOCKET_TIMEOUT, 0);
}

/* All that rest are woken together: none rests for longer than REST_MS. */
static void mind_rest(multi *d, int64_t now) {
  if (d->wake_at <= now) {
    pollset_wake(&d->pollset);
    d->wake_at = CLOCK_NEVER;
  }
  if (d->pollset.resting == 0) d->wake_at = CLOCK_NEVER;
  else if (d->wake_at == CLOCK_NEVER) d->wake_at = now + REST_MS;
}

multi_pool *multi_turn(multi *d, CURLMcode *status) {
  int n = d->collected;
  if (n < 0) n = pollset_wait(&d->pollset, d->events, MULTI_EVENTS, 0);
  d->collected = -1;
  for (multi_pool *pool = d->pools; pool; pool = pool->next) {
    *status = act_on_events(pool, d->events, n);
    if (*status != CURLM_OK) return fail(pool);
  }
  int64_t now = clock_ms();
  mind_rest(d, now);
  for (multi_pool *pool = d->pools; pool; pool = pool->next) {
    *status = act_on_timer(pool, now);
    if (*status != CURLM_OK) return fail(pool);
  }
  return NULL;
}

void multi_wait(multi *d, int64_t ms) {
  if (d->collected > 0) return;
  d->collected = pollset_wait(&d->pollset, d->events, MULTI_EVENTS, (int)ms);
}

int64_t multi_due_ms(const multi *d) {
  int64_t at = d->wake_at;
  for (const multi_pool *pool = d->pools; pool; pool = pool->next)
    at = clock_earlier(at, pool->timer_at);
  return at;
}

int multi_fd(multi *d) {
  return pollset_fd(&d->pollset);
}
