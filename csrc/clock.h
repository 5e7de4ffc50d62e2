/* SPDX-License-Identifier: MIT
 *
 * clock: the steady clock that every deadline is measured on. It counts the
 * time that the machine sleeps, where the system has such a clock.
 */
#ifndef CLICKUP_CLOCK_H
#define CLICKUP_CLOCK_H

#include <stdint.h>

int64_t clock_us(void);
int64_t clock_ms(void);

#endif
