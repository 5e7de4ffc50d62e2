/* SPDX-License-Identifier: MIT
 *
 * noreturn: what Lua's headers do not say, for the analysers: these raise.
 */
#ifndef CLICKUP_ANALYZE_NORETURN_H
#define CLICKUP_ANALYZE_NORETURN_H

#include <lauxlib.h>

__attribute__((noreturn)) int luaL_error(lua_State *L, const char *format, ...);
__attribute__((noreturn)) int lua_error(lua_State *L);
__attribute__((noreturn)) int luaL_argerror(lua_State *L, int arg,
                                            const char *message);
__attribute__((noreturn)) int json_no_memory(lua_State *L);
__attribute__((noreturn)) int usage_error(lua_State *L, const char *format,
                                          ...);

#endif
