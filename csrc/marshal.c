/* SPDX-License-Identifier: MIT */
#include "marshal.h"

#include <lauxlib.h>

#include "schema.h"

static const char encode_key, decode_key;

/* Calls the setting `name` of the instance on top, where this lua-cjson has
 * it, with a number or (number < 0) with false. */
static void configure(lua_State *L, const char *name, int number) {
  if (lua_getfield(L, -1, name) != LUA_TFUNCTION) {
    lua_pop(L, 1);
    return;
  }
  if (number < 0) lua_pushboolean(L, 0);
  else lua_pushinteger(L, number);
  lua_call(L, 1, 0);
}

static void keep(lua_State *L, const char *name, const void *key) {
  if (lua_getfield(L, -1, name) != LUA_TFUNCTION)
    luaL_error(L, "clickup: lua-cjson without cjson.new().%s", name);
  lua_rawsetp(L, LUA_REGISTRYINDEX, key);
}

void marshal_open(lua_State *L) {
  schema_open(L);
  lua_getglobal(L, "require");
  lua_pushliteral(L, "cjson");
  lua_call(L, 1, 1);
  if (!lua_istable(L, -1) || lua_getfield(L, -1, "new") != LUA_TFUNCTION)
    luaL_error(L, "clickup: lua-cjson 2.1.0 or later is needed");
  lua_call(L, 0, 1);
  configure(L, "decode_max_depth", MARSHAL_DEEPEST_ANSWER);
  configure(L, "decode_invalid_numbers", -1);
  configure(L, "encode_keep_buffer", -1);
  keep(L, "encode", &encode_key);
  keep(L, "decode", &decode_key);
  lua_pop(L, 2);
}

void marshal_push_encode(lua_State *L) {
  lua_rawgetp(L, LUA_REGISTRYINDEX, &encode_key);
}

void marshal_push_decode(lua_State *L) {
  lua_rawgetp(L, LUA_REGISTRYINDEX, &decode_key);
}

const char *marshal_push_visible(lua_State *L, const char *text, size_t length,
                                 size_t most) {
  static const char digits[] = "0123456789abcdef";
  size_t shown = length < most ? length : most;
  luaL_Buffer b;
  luaL_buffinit(L, &b);
  for (size_t i = 0; i < shown; i++) {
    unsigned char ch = (unsigned char)text[i];
    if (ch >= 0x20 && ch != 0x7f) {
      luaL_addchar(&b, text[i]);
      continue;
    }
    if (ch == '\n') luaL_addstring(&b, "\\n");
    else if (ch == '\r') luaL_addstring(&b, "\\r");
    else if (ch == '\t') luaL_addstring(&b, "\\t");
    else {
      char code[4] = {'\\', 'x', digits[ch >> 4], digits[ch & 15]};
      luaL_addlstring(&b, code, sizeof code);
    }
  }
  if (shown < length) luaL_addstring(&b, "...");
  luaL_pushresult(&b);
  return lua_tostring(L, -1);
}
