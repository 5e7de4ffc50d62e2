/* SPDX-License-Identifier: MIT
 *
 * clock: the steady clock that every deadline is measured on. It counts the
 * time that the machine sleeps, where the system has such a clock.
 */
#ifndef CLICKUP_CLOCK_H
#define CLICKUP_CLOCK_H

#include <stdint.h>

/* "No such moment": later than every other. */
#define CLOCK_NEVER INT64_MAX

int64_t clock_us(void);
int64_t clock_ms(void);

int64_t clock_earlier(int64_t a, int64_t b);

/* The moment `after_ms` from now; CLOCK_NEVER when there is no limit (0). */
int64_t clock_after(int64_t now_ms, int64_t after_ms);

#endif
