/* SPDX-License-Identifier: MIT */
#include "validation.h"

#include <lauxlib.h>
#include <math.h>
#include <string.h>

#include "json.h"

enum { MOST_PROBLEMS = 50, SHOWN_BYTES = 40 };

static bool is_identifier(const char *name, size_t length) {
  return length > 0 && length <= SHOWN_BYTES &&
         !(*name >= '0' && *name <= '9') &&
         strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                      "0123456789_") == length;
}

/* owners[2], folder.name, ["odd key"]; "" for the body itself. */
static void push_path(lua_State *L, const json_path *at) {
  if (!at->up) {
    lua_pushstring(L, at->name ? at->name : "");
    return;
  }
  push_path(L, at->up);
  const char *above = lua_tostring(L, -1);
  if (!at->name) {
    lua_pushfstring(L, "%s[%I]", above, (LUAI_UACINT)at->index);
  } else if (is_identifier(at->name, at->name_length)) {
    lua_pushfstring(L, *above ? "%s.%s" : "%s%s", above, at->name);
  } else {
    const char *key =
        json_push_visible(L, at->name, at->name_length, SHOWN_BYTES);
    lua_pushfstring(L, "%s[\"%s\"]", above, key);
    lua_remove(L, -2);
  }
  lua_remove(L, -2);
}

static void push_number(lua_State *L, int index) {
  if (lua_isinteger(L, index)) {
    lua_pushfstring(L, "integer %I", (LUAI_UACINT)lua_tointeger(L, index));
  } else if (isnan(lua_tonumber(L, index))) {
    lua_pushliteral(L, "number nan"); /* whatever its sign */
  } else {
    lua_pushfstring(L, "number %f", (LUAI_UACNUMBER)lua_tonumber(L, index));
  }
}

static const char *table_kind(lua_State *L, int index) {
  if (json_is_object(L, index)) return "an object";
  return json_has_items(L, index) ? "an array" : "a table";
}

static void push_string(lua_State *L, int index) {
  size_t length;
  const char *text = lua_tolstring(L, index, &length);
  text = json_push_visible(L, text, length, SHOWN_BYTES);
  lua_pushfstring(L, "string \"%s\"", text);
  lua_remove(L, -2);
}

void validation_push_got(lua_State *L, int index, bool secret) {
  int type = lua_type(L, index);
  bool hidden = secret && (type == LUA_TSTRING || type == LUA_TNUMBER);
  if (hidden) lua_pushfstring(L, "a %s (hidden)", lua_typename(L, type));
  else if (type == LUA_TNIL) lua_pushliteral(L, "nothing");
  else if (type == LUA_TLIGHTUSERDATA)
    lua_pushstring(L, lua_touserdata(L, index) ? "a light userdata" : "null");
  else if (type == LUA_TTABLE) lua_pushstring(L, table_kind(L, index));
  else if (type == LUA_TSTRING) push_string(L, index);
  else if (type == LUA_TNUMBER) push_number(L, index);
  else if (type == LUA_TBOOLEAN)
    lua_pushstring(L,
                   lua_toboolean(L, index) ? "boolean true" : "boolean false");
  else lua_pushfstring(L, "a %s", lua_typename(L, type));
}

bool validation_is_listed(lua_State *L, int values, int value) {
  int n = (int)lua_rawlen(L, values);
  bool found = false;
  for (int i = 1; i <= n && !found; i++) {
    lua_rawgeti(L, values, i);
    found = lua_rawequal(L, -1, value);
    lua_pop(L, 1);
  }
  return found;
}

void validation_push_choice(lua_State *L, int values) {
  luaL_Buffer b;
  int n = (int)lua_rawlen(L, values);
  luaL_buffinit(L, &b);
  luaL_addstring(&b, "one of ");
  for (int i = 1; i <= n; i++) {
    if (i > 1) luaL_addstring(&b, ", ");
    lua_rawgeti(L, values, i);
    luaL_addvalue(&b);
  }
  luaL_pushresult(&b);
}

/* The table lives in the registry while a body is walked, so that the walk's
 * own use of the stack stays simple. */
static const char table_key;

static void push_table(validation *v) {
  if (v->found == 0) {
    lua_newtable(v->L);
    lua_pushvalue(v->L, -1);
    lua_rawsetp(v->L, LUA_REGISTRYINDEX, &table_key);
  } else {
    lua_rawgetp(v->L, LUA_REGISTRYINDEX, &table_key);
  }
}

bool validation_is_nearer(const validation *here, const validation *there) {
  if (here->nearness != there->nearness)
    return here->nearness > there->nearness;
  return here->found < there->found;
}

int validation_nearness(const json_path *at, bool right_type) {
  return 2 * at->depth + right_type;
}

void validation_count(validation *v, int nearness) {
  if (v->found++ == 0 || nearness < v->nearness) v->nearness = nearness;
}

void validation_add(validation *v, const json_path *at, int key,
                    int candidates) {
  lua_State *L = v->L;
  int got = lua_gettop(L), expected = got - 1;
  if (v->silent) {
    validation_count(v, validation_nearness(at, true));
    lua_settop(L, expected - 1);
    return;
  }
  luaL_checkstack(L, 16, "problems");
  push_table(v);
  v->found++;
  if (v->found <= MOST_PROBLEMS) {
    lua_createtable(L, 0, 5);
    lua_pushvalue(L, expected);
    lua_setfield(L, -2, "expected");
    lua_pushvalue(L, got);
    lua_setfield(L, -2, "got");
    push_path(L, at);
    lua_setfield(L, -2, "path");
    if (candidates) {
      lua_pushvalue(L, candidates);
      lua_setfield(L, -2, "candidates");
      lua_pushvalue(L, key);
      lua_setfield(L, -2, "key");
    }
    lua_rawseti(L, -2, v->found);
  } else {
    lua_pushinteger(L, v->found - MOST_PROBLEMS);
    lua_setfield(L, -2, "more");
  }
  lua_settop(L, expected - 1);
}

bool validation_finish(validation *v) {
  if (v->found == 0) return true;
  push_table(v);
  lua_pushnil(v->L);
  lua_rawsetp(v->L, LUA_REGISTRYINDEX, &table_key);
  return false;
}
