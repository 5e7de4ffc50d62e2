/* SPDX-License-Identifier: MIT
 *
 * drive: libcurl's multi handles, and the sockets and the timers they ask for.
 *
 * Owns:    a list of pools and the pollset. A pool is a multi handle with its
 *          connections; calls go to the newest. One that is retired gets no
 *          further calls and is freed when its last call has left: that is how
 *          a connection that failed is never met again.
 * Expects: to stay where it is while open; easy handles are http's.
 * Never:   blocks except in drive_wait.
 */
#ifndef CLICKUP_DRIVE_H
#define CLICKUP_DRIVE_H

#include <curl/curl.h>
#include <stdbool.h>
#include <stdint.h>

#include "pollset.h"

enum { DRIVE_EVENTS = 64 }; /* sockets handled per wait */

typedef struct drive drive;

typedef struct drive_pool {
  struct drive_pool *next;
  drive *drive;
  CURLM *multi;
  int64_t timer_at; /* when libcurl wants to be called */
  int users;        /* easy handles in it */
  int limit;        /* of connections at once; 0: none */
  int idle_turns;   /* turns in a row that libcurl's timer alone asked for */
  bool retired;
} drive_pool;

struct drive {
  drive_pool *pools;   /* the first one takes calls, unless it is retired */
  int max_connections; /* that are kept */
  int limit;           /* of the pool that takes calls */
  int64_t wake_at;     /* when the sockets that rest have rested */
  pollset pollset;
  int harvested; /* events that drive_wait found for drive_turn; -1: none */
  pollset_event events[DRIVE_EVENTS];
};

/* False when memory is short; drive_close is due either way. */
bool drive_open(drive *d, int max_connections);
void drive_close(drive *d);

/* Gives an easy handle to libcurl. NULL when memory is short. */
drive_pool *drive_add(drive *d, CURL *easy);

/* Takes it back; its connection stays the pool's. */
void drive_remove(drive_pool *pool, CURL *easy);

/* No call is put on this pool's connections any more. */
void drive_retire(drive_pool *pool);

/* Frees the retired pools that no call is left in. */
void drive_sweep(drive *d);

/* How many connections there may be at once; 0: any number. */
void drive_limit(drive *d, int most);

/* Lets libcurl do what can be done now. NULL, or a pool that failed: its calls
 * are to be ended, and it is retired. */
drive_pool *drive_turn(drive *d, CURLMcode *status);

/* The next easy handle whose transfer has ended, or NULL. */
CURL *drive_next_done(drive *d, CURLcode *code);

/* Blocks until drive_turn has work, a signal comes, or `ms` pass. */
void drive_wait(drive *d, int64_t ms);

/* When a turn is due even if no socket is ready; PACE_NEVER: at no time. */
int64_t drive_due_ms(const drive *d);

/* Readable when drive_turn has work; as pollset_fd. */
int drive_fd(drive *d);

#endif
