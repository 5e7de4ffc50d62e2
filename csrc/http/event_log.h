/* SPDX-License-Identifier: MIT
 *
 * event_log: what happened to calls since somebody last read it.
 *
 * Owns:    a bounded array of entries.
 * Expects: to be read after every step, while the calls are still there.
 * Never:   holds a secret, or more than 4,096 entries: what comes after those
 *          is lost.
 */
#ifndef CLICKUP_EVENT_LOG_H
#define CLICKUP_EVENT_LOG_H

#include "base/buf.h"
#include "types.h"

void event_log_init(buf *b);
void event_log_append(buf *b, const http_event *entry);

/* Entry number `i`, from 0 on, or NULL. */
const http_event *event_log_at(const buf *b, size_t i);

/* The call is about to vanish: its entries no longer point to it. */
void event_log_forget_call(buf *b, const http_call *c);

#endif
