/* SPDX-License-Identifier: MIT
 *
 * glue: what targets need of the core that the module does not hand out.
 */
#ifndef CLICKUP_FUZZ_GLUE_H
#define CLICKUP_FUZZ_GLUE_H

#include <lua.h>

/* Lua: answer, hint, url, escape, utf8; see glue.c. */
int luaopen_fuzz_glue(lua_State *L);

/* Frees what answer has given to calls: due when the state was closed. */
void glue_close(void);

int luaopen_clickup_core(lua_State *L);
int luaopen_retry_probe(lua_State *L);

#endif
