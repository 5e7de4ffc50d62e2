/* SPDX-License-Identifier: MIT */
#include "json.h"

#include <lauxlib.h>

#include "base/utf8.h"
#include "schema.h"

#define OBJECT "clickup.object"

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

void json_open(lua_State *L) {
  schema_open(L);
  luaL_newmetatable(L, OBJECT);
  lua_pop(L, 1);
  lua_getglobal(L, "require");
  lua_pushliteral(L, "cjson");
  lua_call(L, 1, 1);
  if (!lua_istable(L, -1) || lua_getfield(L, -1, "new") != LUA_TFUNCTION)
    luaL_error(L, "clickup: lua-cjson 2.1.0 or later is needed");
  lua_call(L, 0, 1);
  configure(L, "decode_max_depth", JSON_MAX_ANSWER_DEPTH);
  configure(L, "decode_invalid_numbers", -1);
  configure(L, "encode_keep_buffer", -1);
  keep(L, "encode", &encode_key);
  keep(L, "decode", &decode_key);
  lua_pop(L, 2);
}

void json_push_encode(lua_State *L) {
  lua_rawgetp(L, LUA_REGISTRYINDEX, &encode_key);
}

void json_push_decode(lua_State *L) {
  lua_rawgetp(L, LUA_REGISTRYINDEX, &decode_key);
}

void json_mark_object(lua_State *L) {
  luaL_setmetatable(L, OBJECT);
}

bool json_is_object(lua_State *L, int index) {
  if (!lua_getmetatable(L, index)) return false;
  luaL_getmetatable(L, OBJECT);
  bool marked = lua_rawequal(L, -1, -2);
  lua_pop(L, 2);
  return marked;
}

bool json_has_items(lua_State *L, int index) {
  bool found = lua_rawgeti(L, index, 1) != LUA_TNIL;
  lua_pop(L, 1);
  return found;
}

static void add_code(luaL_Buffer *b, unsigned char ch) {
  static const char digits[] = "0123456789abcdef";
  char code[4] = {'\\', 'x', digits[ch >> 4], digits[ch & 15]};
  if (ch == '\n') luaL_addstring(b, "\\n");
  else if (ch == '\r') luaL_addstring(b, "\\r");
  else if (ch == '\t') luaL_addstring(b, "\\t");
  else luaL_addlstring(b, code, sizeof code);
}

/* Whether a terminal would act on it: C0, DEL, or C1 in UTF-8. */
static bool is_control(const char *text, size_t n) {
  unsigned char ch = (unsigned char)text[0];
  if (n == 1) return ch < 0x20 || ch == 0x7f;
  return n == 2 && ch == 0xc2 && (unsigned char)text[1] < 0xa0;
}

const char *json_push_visible(lua_State *L, const char *text, size_t length,
                              size_t most) {
  luaL_Buffer b;
  size_t i = 0;
  luaL_buffinit(L, &b);
  while (i < length && i < most) {
    size_t n = utf8_length(text + i, length - i);
    if (i + n > most) break;
    if (n && !is_control(text + i, n)) {
      luaL_addlstring(&b, text + i, n);
    } else {
      n = n ? n : 1;
      for (size_t j = i; j < i + n; j++) add_code(&b, (unsigned char)text[j]);
    }
    i += n;
  }
  if (i < length) luaL_addstring(&b, "...");
  luaL_pushresult(&b);
  return lua_tostring(L, -1);
}

int json_no_memory(lua_State *L) {
  lua_pushliteral(L, "not enough memory");
  return lua_error(L);
}
