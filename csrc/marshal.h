/* SPDX-License-Identifier: MIT
 *
 * marshal: Lua values to JSON (encode.c) and back (decode.c), by one schema.
 *
 * Owns:    a private lua-cjson instance for each Lua state; the shared module
 *          is never configured.
 * Expects: marshal_open once for each Lua state.
 * Never:   runs code of the caller's (tables are read raw, metamethods are not
 *          called), changes the caller's tables, or leaves a stack or a
 *          buffer in disorder when Lua raises a memory error.
 *
 * JSON null is the light userdata NULL on both ways, as in lua-cjson.
 */
#ifndef CLICKUP_MARSHAL_H
#define CLICKUP_MARSHAL_H

#include <lua.h>
#include <stdbool.h>
#include <stddef.h>

#include "buf.h"

enum { MARSHAL_DEEPEST_BODY = 32, MARSHAL_DEEPEST_ANSWER = 100 };

/* Loads lua-cjson and configures an instance of our own. Raises without it. */
void marshal_open(lua_State *L);

/* Writes the value at `value` as the schema at `schema` says.
 * Strict: only what the schema declares. Otherwise also unknown fields, values
 * outside of a list, and any finite number where an integer is declared.
 * True: `out` holds the JSON. False: pushes an array of problems
 * { path, expected, got, candidates? }; `out` is then of no use. */
bool encode_value(lua_State *L, int schema, int value, bool strict, buf *out);

/* Appends the table at `value` as "?name=text&…" to a URL; else as above. */
bool encode_query(lua_State *L, int schema, int value, bool strict, buf *out);

/* Pushes the value of a JSON text: nulls absent, integral numbers as integers
 * (exact up to 64 bits). A number that Lua cannot hold, a longer integer or one
 * like 1e400, is pushed as the string that it was. False: pushes the reason
 * instead: for what is no JSON, lua-cjson's. */
bool decode_value(lua_State *L, const char *json, size_t length);

/* Pushes what an operation answers: decode_value, then the field `envelope`
 * (NULL: the whole), which must have the schema's kind and, if it is an object
 * with the field `id`, that field. False: pushes the reason instead. */
bool decode_answer(lua_State *L, int schema, const char *envelope,
                   const char *json, size_t length);

/* The private instance's functions; encode.c and decode.c use them. */
void marshal_push_encode(lua_State *L);
void marshal_push_decode(lua_State *L);

/* The text with controls and broken UTF-8 as \xNN, cut between characters at
 * `most` bytes at the latest; pushed. */
const char *marshal_push_visible(lua_State *L, const char *text, size_t length,
                                 size_t most);

#endif
