/* SPDX-License-Identifier: MIT
 *
 * call: one request and what came of it, as Lua holds it.
 *
 * Owns:    nothing that has to be freed; see userdata.h.
 * Expects: to be held by its client while it is under way; it holds its client.
 * Never:   is read by http once its client has let go of it.
 */
#ifndef CLICKUP_CALL_H
#define CLICKUP_CALL_H

#include "userdata.h"

/* The call at `index`; raises a usage error when it is something else. */
call *call_check(lua_State *L, int index);

/* Pushes a call of the client at stack index 1, to be filled in: it is not under
 * way. */
call *call_push(lua_State *L, client *c, const operation *o,
                int operation_index);

/* Lets go of a call that is in the client's list, which is on top. */
void call_unanchor(lua_State *L, call *c);

/* "1.1", "2", …; NULL: none is known. */
const char *call_version_name(long version);

/* Makes the metatable, and puts the methods into the module on top as `call`, and
 * the functions for the module's own Lua as `calls`. */
void call_open(lua_State *L);

#endif
