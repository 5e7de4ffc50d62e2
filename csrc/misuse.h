/* SPDX-License-Identifier: MIT
 *
 * misuse: what a caller got wrong is raised at the caller's own line, however
 * many of this module's functions stand between.
 */
#ifndef CLICKUP_MISUSE_H
#define CLICKUP_MISUSE_H

#include <lua.h>

/* Raises "file:line: message" (formats as lua_pushfstring). Never returns. */
int misuse(lua_State *L, const char *format, ...);

/* Takes the prefix of this module's chunk names ("@/…/clickup/") on top. */
void misuse_own(lua_State *L);

#endif
