/* SPDX-License-Identifier: MIT
 *
 * journal: what happened to calls since somebody last read it.
 *
 * Owns:    a bounded array of entries.
 * Expects: to be read after every step, while the calls are still there.
 * Never:   holds a secret, or more than 4,096 entries: what comes after those
 *          is lost.
 */
#ifndef CLICKUP_JOURNAL_H
#define CLICKUP_JOURNAL_H

#include "buf.h"
#include "http.h"

void journal_init(buf *b);
void journal_write(buf *b, const http_event *entry);

/* Entry number `i`, from 0 on, or NULL. */
const http_event *journal_entry(const buf *b, size_t i);

/* The call is about to vanish: its entries no longer point to it. */
void journal_forget(buf *b, const http_call *c);

#endif
