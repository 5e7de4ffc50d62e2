/* SPDX-License-Identifier: MIT
 *
 * door: what client.c and call.c share; the userdata that Lua holds.
 *
 * Owns:    a client owns its http; a call owns its bytes. A call in flight is
 *          held by its client, and every call holds its client.
 * Expects: one lua_State (with its coroutines) for a client and its calls.
 * Never:   stores a lua_State.
 */
#ifndef CLICKUP_DOOR_H
#define CLICKUP_DOOR_H

#include <lauxlib.h>
#include <lua.h>

#include "http.h"
#include "operation.h"

/* User values: calls in flight by address; whatever the Lua side keeps. */
enum { CLIENT_CALLS = 1, CLIENT_STATE, CLIENT_VALUES = CLIENT_STATE };

/* User values: the client; the operation; the first id of one that is held; the
 * problems of a refused body; what the Lua side has put in place of the call's
 * own outcome, value and info. */
enum {
  CALL_CLIENT = 1,
  CALL_OPERATION,
  CALL_PARENT,
  CALL_PROBLEMS,
  CALL_VALUE,
  CALL_INFO,
  CALL_VALUES = CALL_INFO
};

enum { DOOR_MAX_URL = 8192, DOOR_MAX_REQUEST = 16 * 1024 * 1024 };

typedef struct client {
  http *http; /* NULL: closed */
  buf base;
  bool strict;
  int64_t timeout_ms, deadline_ms, max_wait_ms;
  int max_retries;
  size_t max_answer;
} client;

typedef struct call {
  http_call http;
  const operation *operation;
  bool refused; /* the body broke the schema: nothing was sent */
  bool watched; /* the Lua side wants to know when it lands */
  bool held;    /* not done before the Lua side has settled it */
} call;

/* The client or call at `index`; raises misuse when it is something else. */
client *client_check(lua_State *L, int index);
call *call_check(lua_State *L, int index);

/* Pushes a call of the client at stack index 1 that is closed of itself: it
 * has no memory yet and is not in flight. */
call *call_push(lua_State *L, const client *c, const operation *o,
                int operation_index);

/* Make the metatables, and put the tables of methods into the module on top
 * as `client` and `call`; and those of functions that are for the module's own
 * Lua, as `clients` and `calls`. Nothing there is ever replaced, so that the
 * module may be loaded anew. */
void client_open(lua_State *L);
void call_open(lua_State *L);
void door_make_class(lua_State *L, const char *type, const char *field,
                     const luaL_Reg *methods, const luaL_Reg *meta);

/* Lua: new(settings, state) -> client. The settings were checked in Lua. */
int client_new(lua_State *L);

#endif
