/* SPDX-License-Identifier: MIT
 *
 * operation: one of ClickUp's operations, compiled from its entry of data.
 *
 * Owns:    a userdata; its user values anchor the strings and the schemas.
 * Expects: entries as lua/clickup/api describes them.
 * Never:   changes after it was compiled.
 */
#ifndef CLICKUP_OPERATION_H
#define CLICKUP_OPERATION_H

#include <lua.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "http/retry.h"

enum { OPERATION_MAX_IDS = 4 };

/* The user values of the userdata. */
enum {
  OPERATION_STRINGS = 1,
  OPERATION_BODY,
  OPERATION_QUERY,
  OPERATION_ANSWER,
  OPERATION_VALUES = OPERATION_ANSWER
};

/* The literal text of a path up to an id, and the id that follows. */
typedef struct operation_part {
  const char *text;
  size_t length;
  const char *id; /* NULL behind the last id */
  bool integers;  /* whether the id may be given as an integer */
  bool whole;     /* it is a whole path, query and all, and stands as it is */
  int values;     /* where the list of what it may be is, or 0 */
} operation_part;

typedef struct operation {
  const char *name;     /* create_key_result */
  const char *method;   /* POST */
  const char *envelope; /* the answer's field that is returned, or NULL */
  retry_kind kind;      /* what running it twice means */
  bool has_body, has_query, has_answer;
  bool needs_query;  /* something in it is required */
  bool is_form;      /* the body goes as multipart/form-data, with a file */
  bool may_be_empty; /* an empty answer is fine, and is told as true */
  int ids;
  operation_part parts[OPERATION_MAX_IDS + 1];
} operation;

void operation_open(lua_State *L);

/* Lua: compile(entry) -> operation. */
int operation_compile(lua_State *L);

/* The operation at `index`, or NULL when it is something else. */
const operation *operation_test(lua_State *L, int index);

/* Writes base .. path with the ids that stand on the stack from `first_id`. `self`:
 * where the operation is. Strict: an id is one of those listed, where some are.
 * Raises usage_error that names the id. */
void operation_write_url(lua_State *L, int self, int first_id, bool strict,
                         const buf *base, buf *url);

#endif
