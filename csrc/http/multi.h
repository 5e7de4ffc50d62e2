/* SPDX-License-Identifier: MIT
 *
 * multi: libcurl's multi handles, and the sockets and the timers they ask for.
 *
 * Owns:    a list of pools and the pollset. A pool is a multi handle with its
 *          connections; calls go to the newest. One that is retired gets no
 *          further calls and is freed when its last call has left: that is how
 *          a connection that failed is never met again.
 * Expects: to stay where it is while open; easy handles are http's.
 * Never:   blocks except in multi_wait.
 */
#ifndef CLICKUP_MULTI_H
#define CLICKUP_MULTI_H

#include <curl/curl.h>
#include <stdbool.h>
#include <stdint.h>

#include "pollset.h"

enum { MULTI_EVENTS = 64 }; /* sockets handled per wait */

typedef struct multi multi;

typedef struct multi_pool {
  struct multi_pool *next;
  multi *multi;
  CURLM *handle;
  int64_t timer_at; /* when libcurl wants to be called */
  int users;        /* easy handles in it */
  int limit;        /* of connections at once; 0: none */
  int idle_turns;   /* turns in a row that libcurl's timer alone asked for */
  bool retired;
} multi_pool;

struct multi {
  multi_pool *pools;   /* the first one takes calls, unless it is retired */
  int max_connections; /* that are kept */
  int limit;           /* of the pool that takes calls */
  int64_t wake_at;     /* when the sockets that rest have rested */
  pollset pollset;
  int collected; /* events that multi_wait found for multi_turn; -1: none */
  pollset_event events[MULTI_EVENTS];
};

/* False when memory is short; multi_close is due either way. */
bool multi_open(multi *d, int max_connections);
void multi_close(multi *d);

/* Gives an easy handle to libcurl. NULL when memory is short. */
multi_pool *multi_add(multi *d, CURL *easy);

/* Takes it back; its connection stays the pool's. */
void multi_remove(multi_pool *pool, CURL *easy);

/* No call is put on this pool's connections any more. */
void multi_retire(multi_pool *pool);

/* Frees the retired pools that no call is left in. */
void multi_sweep(multi *d);

/* How many connections there may be at once; 0: any number. */
void multi_limit(multi *d, int most);

/* Lets libcurl do what can be done now. NULL, or a pool that failed: its calls
 * are to be ended, and it is retired. */
multi_pool *multi_turn(multi *d, CURLMcode *status);

/* The next easy handle whose transfer has ended, or NULL. */
CURL *multi_next_done(multi *d, CURLcode *code);

/* Blocks until multi_turn has work, a signal comes, or `ms` pass. */
void multi_wait(multi *d, int64_t ms);

/* When a turn is due even if no socket is ready; CLOCK_NEVER: at no time. */
int64_t multi_due_ms(const multi *d);

/* Readable when multi_turn has work; as pollset_fd. */
int multi_fd(multi *d);

#endif
