/* SPDX-License-Identifier: MIT
 *
 * validation: everything that is wrong with a body, told at once.
 *
 * Owns:    a Lua table of problems, made with the first one.
 * Expects: the Lua stack to be used evenly between two problems.
 *          A path's root has a name only where there are two of them.
 * Never:   shows a value that is marked secret, or more than 50 problems.
 */
#ifndef CLICKUP_VALIDATION_H
#define CLICKUP_VALIDATION_H

#include <lua.h>
#include <stdbool.h>
#include <stddef.h>

/* Where a walk is: one per table level, linked to the level above. */
typedef struct json_path {
  const struct json_path *up;
  const char *name; /* a field; NULL: the item `index` */
  size_t name_length;
  lua_Integer index;
  const void *table; /* the table that this value is, for cycles */
  int depth;
} json_path;

typedef struct validation {
  lua_State *L;
  int found;
  bool silent;  /* only counts: an alternative of a union is tried */
  int nearness; /* silent: of the problem that is furthest out */
} validation;

/* Whether what was found here is less wrong than what was found there. */
bool validation_is_nearer(const validation *here, const validation *there);

/* Where a problem lies: the deeper, the nearer the value is to what is due; and
 * nearer by one when its type is right. */
int validation_nearness(const json_path *at, bool right_type);

/* Silent: counts a problem that lies there. */
void validation_count(validation *v, int nearness);

/* What came, for people, pushed: integer 7, string "x", an array, nothing. */
void validation_push_got(lua_State *L, int index, bool secret);

/* Whether a value is in the list at `values`; and that list as "one of number,
 * currency, …", pushed. Both at positive stack indexes. */
bool validation_is_listed(lua_State *L, int values, int value);
void validation_push_choice(lua_State *L, int values);

/* Takes the two strings on top, what was expected and what came. `key` and
 * `candidates`: stack indexes of the word that may be misspelt and of a table
 * of those that may have been meant, or 0. */
void validation_add(validation *v, const json_path *at, int key,
                    int candidates);

/* True when there were none; else pushes the array
 * { { path, expected, got, key?, candidates? }, …, more? }. */
bool validation_finish(validation *v);

#endif
