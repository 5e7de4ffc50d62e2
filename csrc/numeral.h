/* SPDX-License-Identifier: MIT
 *
 * numeral: a number of a JSON text as Lua has it, exact where it can be.
 *
 * Owns:    nothing.
 * Expects: room for three values on the stack.
 * Never:   depends on the locale, or reads beyond `end`.
 */
#ifndef CLICKUP_NUMERAL_H
#define CLICKUP_NUMERAL_H

#include <lua.h>

/* Pushes the number that begins at `at`, by JSON's grammar or as lua-cjson takes
 * it ("1.", "-.5"), and returns where it ends; NULL when there is none. An integer
 * of up to 64 bits, however it is written below 2^53, is an integer; what Lua
 * cannot hold, a longer one or one like 1e400, is the string that it was. */
const char *numeral_push(lua_State *L, const char *at, const char *end);

#endif
