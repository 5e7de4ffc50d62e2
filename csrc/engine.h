/* SPDX-License-Identifier: MIT
 *
 * engine: what http.c (what its users call), engine.c (a step) and draft.c (a
 * look at what would be sent) share.
 *
 * Owns:    what http owns.
 * Expects: a call to be in the list that its state tells.
 * Never:   is included by anything else.
 */
#ifndef CLICKUP_ENGINE_H
#define CLICKUP_ENGINE_H

#include "drive.h"
#include "http.h"
#include "list.h"

struct http {
  drive drive;
  CURL *model;   /* every handle is a copy of it */
  CURLU *origin; /* what every URL begins with */
  struct curl_slist *headers;
  CURL **idle;
  int idle_count;
  bool reuses; /* a handle may serve for another attempt */
  int in_flight, max_in_flight;
  bool answered; /* something was, since last nothing was in flight */
  list queue, delayed, active, landed;
  int64_t check_at; /* when a deadline, or a delay, may be over */
  pace_limiter limiter;
  pace_budget budget;
  unsigned forks;  /* of the process that made it */
  uint64_t seed;   /* of the jitter */
  lanes lanes;     /* connections that are kept */
  bool shared;     /* a connection bears many calls, unless an answer denies */
  int64_t held_ms; /* until when the rate limit was seen to hold */
  bool observed;   /* somebody reads the journal */
  buf journal;
  http_stats stats; /* the sums; what is under way is in the lists */
};

/* Ends a call that is in flight, whatever it is at. The reason is static. */
void engine_halt(http *h, http_call *c, http_outcome outcome,
                 const char *reason);

/* Ends all calls as HTTP_CLOSED. The reason is static. */
void engine_end_all(http *h, const char *reason);

/* Whether one more call may have a handle. */
bool engine_has_room(const http *h);

/* Puts a call that is in no list aside until then. */
void engine_delay(http *h, http_call *c, int64_t due_ms);

#endif
