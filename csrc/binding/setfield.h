/* SPDX-License-Identifier: MIT
 *
 * setfield: sets fields of the table on top of the stack.
 *
 * Owns:    nothing.
 * Expects: room for two more values on the stack.
 * Never:   leaves anything on it.
 */
#ifndef CLICKUP_SETFIELD_H
#define CLICKUP_SETFIELD_H

#include <lua.h>
#include <stdint.h>

/* NULL: no field. */
void setfield_text(lua_State *L, const char *name, const char *text);
void setfield_bytes(lua_State *L, const char *name, const char *bytes,
                    size_t n);
void setfield_integer(lua_State *L, const char *name, int64_t value);
void setfield_number(lua_State *L, const char *name, lua_Number value);
void setfield_flag(lua_State *L, const char *name, int flag);

#endif
