/* SPDX-License-Identifier: MIT
 *
 * decode: JSON to Lua values, along a schema where there is one.
 *
 * Owns:    nothing.
 * Expects: json_open.
 * Never:   depends on the locale, or reads beyond the text.
 */
#ifndef CLICKUP_DECODE_H
#define CLICKUP_DECODE_H

#include <lua.h>
#include <stdbool.h>
#include <stddef.h>

/* Pushes the value of a JSON text: nulls absent, integral numbers as integers
 * (exact up to 64 bits). A number that Lua cannot hold, a longer integer or one
 * like 1e400, is pushed as the string that it was. False: pushes the reason
 * instead: for what is no JSON, lua-cjson's. */
bool decode_value(lua_State *L, const char *json, size_t length);

/* Pushes what an operation answers: decode_value, then the field `envelope`
 * (NULL: the whole), which must have the kind of the compiled schema at `type` and,
 * if it is an object with the field `id`, that field. False: pushes the reason. */
bool decode_answer(lua_State *L, int type, const char *envelope,
                   const char *json, size_t length);

#endif
