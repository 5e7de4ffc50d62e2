/* SPDX-License-Identifier: MIT
 *
 * schema: the shape of a body or an answer, compiled from the Lua vocabulary.
 *
 * Owns:    a userdata that holds all nodes of one shape; its user value is a
 *          table that anchors every string that a node points to.
 * Expects: the type tables of lua/clickup/schema.lua.
 * Never:   changes after it was compiled.
 */
#ifndef CLICKUP_SCHEMA_H
#define CLICKUP_SCHEMA_H

#include <lua.h>
#include <stdbool.h>
#include <stddef.h>

typedef enum schema_kind {
  KIND_ANY,
  KIND_STRING,
  KIND_BOOLEAN,
  KIND_INT32,
  KIND_INTEGER,
  KIND_NUMBER,
  KIND_ARRAY,
  KIND_OBJECT,
  KIND_MAP,   /* an object with any names, its values of one type */
  KIND_UNION, /* what any of its alternatives takes */
  KIND_NULL,
  KIND_FILE /* of a form: a file to be uploaded, see file.h */
} schema_kind;

typedef struct schema_node {
  schema_kind kind;
  bool required;
  bool nullable;
  bool secret;      /* its value must not be shown */
  bool date;        /* a number of Unix milliseconds, by its name */
  bool brackets;    /* in a query: a list is named name[] */
  bool bounded;     /* `min` and `max` count */
  bool unique;      /* of an array: no item twice */
  bool moment;      /* of a string: a date and time as RFC 3339 has it */
  const char *name; /* of a field; NULL for a root and for an item */
  size_t name_length;
  const char *label; /* ,"name": as it stands in JSON after another */
  size_t label_length;
  int key;    /* where the name is in the table of strings */
  int values; /* where the table of allowed values is, or 0 */
  int child;  /* array, map: its item; object: its first field; union: its
                 first alternative */
  int count;  /* object, union: how many there are, from `child` on */
  double min; /* of a number, of a string's characters, of an array's items */
  double max;
} schema_node;

typedef struct schema {
  int count;
  schema_node nodes[]; /* the root first */
} schema;

/* Registers the metatable. */
void schema_open(lua_State *L);

/* Compiles the type table at `index` and pushes the userdata. Raises when the
 * table breaks the vocabulary: that is a mistake in this module's own data. */
const schema *schema_compile(lua_State *L, int index);

/* The schema at `index`, or NULL when it is something else. */
const schema *schema_test(lua_State *L, int index);

/* "a string", "an array of integers (int32)", "an integer or a string", …
 * pushed. */
const char *schema_push_expected(lua_State *L, const schema *s,
                                 const schema_node *n);

/* Whether a number of this name is a date: due_date, date_created_gt, end_date; and
 * start and end of time entries. */
bool schema_is_date(const char *name);

/* "an integer from 1 to 100", "a string with at most 255 characters", … of a node
 * that is bounded, pushed. */
const char *schema_push_bounds(lua_State *L, const schema *s,
                               const schema_node *n);

/* "1 item", "256 characters" of an array or a string, pushed. */
const char *schema_push_count(lua_State *L, const schema_node *n,
                              lua_Integer count);

#endif
