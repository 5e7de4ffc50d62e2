/* SPDX-License-Identifier: MIT
 *
 * usage: what a caller got wrong is raised at the caller's own line, however
 * many of this module's functions stand between.
 */
#ifndef CLICKUP_USAGE_H
#define CLICKUP_USAGE_H

#include <lua.h>

/* Raises "file:line: message" (formats as lua_pushfstring). Never returns. */
int usage_error(lua_State *L, const char *format, ...);

/* Takes the prefix of this module's chunk names ("@/…/clickup/") on top. */
void usage_set_own(lua_State *L);

#endif
