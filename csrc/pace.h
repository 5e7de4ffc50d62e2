/* SPDX-License-Identifier: MIT
 *
 * pace: when a call may run, and for how long.
 *
 * Owns:    nothing; every function is pure.
 * Expects: times in milliseconds on one steady clock, passed in by the caller.
 * Never:   reads a clock, waits, allocates or calls back.
 */
#ifndef CLICKUP_PACE_H
#define CLICKUP_PACE_H

#include <stdbool.h>
#include <stdint.h>

/* "No such moment": later than every other. */
#define PACE_NEVER INT64_MAX

/* Whether one more call may be let through. */
bool pace_admits(int in_flight, int max_in_flight);

/* The moment `after_ms` from now; PACE_NEVER when there is no limit (0). */
int64_t pace_deadline(int64_t now_ms, int64_t after_ms);

/* How long an attempt that starts now may take: its own limit (0: none), cut
 * by the call's deadline. 0 when the deadline has passed, PACE_NEVER when
 * nothing limits it. */
int64_t pace_allowance(int64_t now_ms, int64_t attempt_ms, int64_t deadline_ms);

/* The seconds that a server asks a client to stay away, from what its answer
 * said: Retry-After in seconds, else X-RateLimit-Reset (Unix seconds) against
 * the answer's own Date, so that a skewed local clock does not matter, plus
 * one. A field that the answer lacked is -1; -1 when nothing was said. */
int64_t pace_retry_after(int64_t retry_after_s, int64_t reset_s,
                         int64_t date_s);

#endif
