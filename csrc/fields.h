/* SPDX-License-Identifier: MIT
 *
 * fields: sets fields of the table on top of the stack.
 *
 * Owns:    nothing.
 * Expects: room for two more values on the stack.
 * Never:   leaves anything on it.
 */
#ifndef CLICKUP_FIELDS_H
#define CLICKUP_FIELDS_H

#include <lua.h>
#include <stdint.h>

/* NULL: no field. */
void fields_text(lua_State *L, const char *name, const char *text);
void fields_bytes(lua_State *L, const char *name, const char *bytes, size_t n);
void fields_integer(lua_State *L, const char *name, int64_t value);
void fields_number(lua_State *L, const char *name, lua_Number value);
void fields_flag(lua_State *L, const char *name, int flag);

#endif
