/* SPDX-License-Identifier: MIT
 *
 * events: what happened to calls, as tables for people and for logs.
 *
 * Owns:    nothing.
 * Expects: every call in the journal to be held by its client.
 * Never:   tells a secret, or reads a call that a finalizer has let go of.
 */
#ifndef CLICKUP_EVENTS_H
#define CLICKUP_EVENTS_H

#include <lua.h>

/* Pushes the list of what happened since it was asked for last, in order; nil
 * when nothing did. The client is at stack index `index`; a finalizer may have
 * closed it when this returns. After an error nothing was asked for. */
void events_push(lua_State *L, int index);

#endif
