/* SPDX-License-Identifier: MIT
 *
 * events: what happened to calls, as tables for people and for logs.
 *
 * Owns:    nothing.
 * Expects: every call in the journal to be held by its client.
 * Never:   tells a secret; lets a finalizer run between two entries.
 */
#ifndef CLICKUP_EVENTS_H
#define CLICKUP_EVENTS_H

#include <lua.h>

#include "http.h"

/* Pushes the list of what happened since it was asked for last, in order; nil
 * when nothing did. The journal is empty then, even after a memory error. */
void events_push(lua_State *L, http *h);

#endif
