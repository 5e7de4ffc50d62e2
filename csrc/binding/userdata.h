/* SPDX-License-Identifier: MIT
 *
 * userdata: the structs that Lua holds, which client.c and call.c share.
 *
 * Owns:    a client owns its http. Bytes are a userdata of their own, with a
 *          finalizer, which calls have not: a call holds those that it uses until
 *          it has moved what it got into memory of Lua's; then they are in the
 *          client's pool, for another call. A call in flight is held by its
 *          client, and every call holds its client.
 * Expects: one lua_State (with its coroutines) for a client and its calls.
 * Never:   stores a lua_State.
 */
#ifndef CLICKUP_USERDATA_H
#define CLICKUP_USERDATA_H

#include <lauxlib.h>
#include <lua.h>

#include "http/http.h"
#include "operation.h"

/* User values: calls in flight by address; whatever the Lua side keeps; bytes that
 * no call uses, by number. */
enum {
  CLIENT_CALLS = 1,
  CLIENT_STATE,
  CLIENT_POOL,
  CLIENT_VALUES = CLIENT_POOL
};

/* Bytes that a client keeps: as many as its calls at once, within these bounds. */
enum { CLIENT_LEAST_POOL = 32, CLIENT_LARGEST_POOL = 256 };

/* User values: the client; the operation; its bytes, or the block that they were
 * moved into; the first id of one that is held; the problems of a refused body,
 * or the file of one that has one; what the Lua side has put in place of the call's own outcome, value and info. */
enum {
  CALL_CLIENT = 1,
  CALL_OPERATION,
  CALL_BYTES,
  CALL_PARENT,
  CALL_PROBLEMS,
  CALL_UPLOAD = CALL_PROBLEMS,
  CALL_VALUE,
  CALL_INFO,
  CALL_VALUES = CALL_INFO
};

enum { CALL_MAX_URL = 8192, CALL_MAX_BODY = 16 * 1024 * 1024 };

typedef struct client {
  http *http; /* NULL: closed */
  buf base;
  bool strict;
  bool verbose;        /* events tell of requests and answers, too */
  http_request limits; /* of its calls, unless they have their own */
  int steps;           /* that are under way */
  bool missed;         /* a delivery was cut short */
  int pooled;          /* bytes in the pool */
  int pool;            /* how many it has room for */
  size_t max_answer;
} client;

typedef struct call {
  http_call http;
  const operation *operation;
  bool refused; /* the body broke the schema: nothing was sent */
  bool watched; /* the Lua side wants to know when it completes */
  bool held;    /* not done before the Lua side has settled it */
  bool packed;  /* its bytes stay where they are */
} call;

/* The types, and the names of their metatables. */
enum { USERDATA_CLIENT = 1, USERDATA_CALL };
extern const char *const userdata_names[];

/* What is of that type, or NULL. It is a luaL_testudata that does not look for the
 * metatable by its name in functions that userdata_set_functions has made. */
void *userdata_test(lua_State *L, int index, int type);

/* As luaL_setfuncs. */
void userdata_set_functions(lua_State *L, const luaL_Reg *functions);

/* Puts `meta` into the metatable of that type; puts the table of methods into the
 * module on top as `field`. Nothing there is ever replaced, so that the module may
 * be loaded again. */
void userdata_make_class(lua_State *L, int type, const char *field,
                         const luaL_Reg *methods, const luaL_Reg *meta);

#endif
