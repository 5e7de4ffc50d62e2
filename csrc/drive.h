/* SPDX-License-Identifier: MIT
 *
 * drive: libcurl's multi handle, and the sockets and the timer it asks for.
 *
 * Owns:    the multi handle and the pollset.
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

typedef struct drive {
  CURLM *multi;
  int max_connections; /* that are kept */
  int limit;           /* of those at once; 0: none */
  bool dead;           /* the multi handle failed, and there was no other yet */
  int64_t timer_at;    /* when libcurl wants to be called */
  int64_t wake_at;     /* when the sockets that rest have rested */
  pollset pollset;
  int harvested; /* events that drive_wait found for drive_turn; -1: none */
  pollset_event events[DRIVE_EVENTS];
} drive;

/* False when memory is short; drive_close is due either way. */
bool drive_open(drive *d, int max_connections);
void drive_close(drive *d);

/* A new multi handle for one that failed; its easy handles are out already.
 * While there is no memory for it, `dead` is set and nothing turns. */
void drive_renew(drive *d);

/* How many connections there may be at once; 0: any number. */
void drive_limit(drive *d, int most);

/* Lets libcurl do what can be done now. */
CURLMcode drive_turn(drive *d);

/* Blocks until drive_turn has work, a signal comes, or `ms` pass. */
void drive_wait(drive *d, int64_t ms);

/* When a turn is due even if no socket is ready; PACE_NEVER: at no time. */
int64_t drive_due_ms(const drive *d);

/* Readable when drive_turn has work; as pollset_fd. */
int drive_fd(drive *d);

#endif
