/* SPDX-License-Identifier: MIT
 *
 * encode: Lua values to JSON and to queries, along a schema, with everything that
 * is wrong with them.
 *
 * Owns:    nothing; `out` belongs to the caller.
 * Expects: json_open.
 * Never:   runs code of the caller's, or changes the caller's tables.
 */
#ifndef CLICKUP_ENCODE_H
#define CLICKUP_ENCODE_H

#include <lua.h>
#include <stdbool.h>

#include "base/buf.h"
#include "file.h"

/* Writes the value at `value` as the compiled schema at `type` says.
 * Strict: only what the schema declares. Otherwise also unknown fields, values
 * outside of a list, and any finite number where an integer is declared.
 * True: `out` holds the JSON. False: pushes an array of problems
 * { path, expected, got, candidates? }; `out` is then of no use. */
bool encode_value(lua_State *L, int type, int value, bool strict, buf *out);

/* Appends the table at `value` as "?name=text&…" to a URL; else as above. `name`:
 * what paths of problems begin with; NULL: nothing, for a query without a body. */
bool encode_query(lua_State *L, int type, int value, bool strict,
                  const char *name, buf *out);

/* Writes the table at `value` as a form, up to where its file begins, which is then
 * described in `file`; else as above. */
bool encode_form(lua_State *L, int type, int value, bool strict,
                 const char *boundary, file_source *file, buf *out);

#endif
