/* SPDX-License-Identifier: MIT
 *
 * json: what encode.c (Lua to JSON) and decode.c (JSON to Lua) share: lua-cjson.
 *
 * Owns:    a private lua-cjson instance for each Lua state; the shared module
 *          is never configured.
 * Expects: json_open once for each Lua state.
 * Never:   runs code of the caller's (tables are read raw, metamethods are not
 *          called), changes the caller's tables, or leaves a stack or a
 *          buffer in disorder when Lua raises a memory error.
 *
 * JSON null is the light userdata NULL on both ways, as in lua-cjson.
 */
#ifndef CLICKUP_JSON_H
#define CLICKUP_JSON_H

#include <lua.h>
#include <stdbool.h>
#include <stddef.h>

enum { JSON_MAX_BODY_DEPTH = 32, JSON_MAX_ANSWER_DEPTH = 100 };

/* Loads lua-cjson and configures an instance of our own. Raises without it. */
void json_open(lua_State *L);

/* The private instance's functions; encode.c and decode.c use them. */
void json_push_encode(lua_State *L);
void json_push_decode(lua_State *L);

/* Marks the table on top: it stands for an object, even when it is empty. */
void json_mark_object(lua_State *L);

/* Whether the table at `index` is marked. */
bool json_is_object(lua_State *L, int index);

/* Whether the table at `index` has a first item, as arrays have. */
bool json_has_items(lua_State *L, int index);

/* The text with controls and broken UTF-8 as \xNN, cut between characters at
 * `most` bytes at the latest; pushed. */
const char *json_push_visible(lua_State *L, const char *text, size_t length,
                              size_t most);

/* Raises "not enough memory", as Lua does: whatever ran short of it, here and in
 * the binding. Never returns. */
int json_no_memory(lua_State *L);

#endif
