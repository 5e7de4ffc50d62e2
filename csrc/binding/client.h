/* SPDX-License-Identifier: MIT
 *
 * client: connections, settings and calls, as Lua holds them.
 *
 * Owns:    its http, and the calls that are under way.
 * Expects: settings that were checked in Lua.
 * Never:   lets a call that is under way be collected.
 */
#ifndef CLICKUP_CLIENT_H
#define CLICKUP_CLIENT_H

#include "userdata.h"

/* The client at `index`; raises a usage error when it is something else. */
client *client_check(lua_State *L, int index);

/* Makes the metatable, and puts the methods into the module on top as `client`,
 * and the functions for the module's own Lua as `clients`. */
void client_open(lua_State *L);

/* Lua: new(settings, state) -> client. The settings were checked in Lua. */
int client_new(lua_State *L);

#endif
