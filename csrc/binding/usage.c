/* SPDX-License-Identifier: MIT */
#include "usage.h"

#include <lauxlib.h>
#include <stdarg.h>
#include <stdbool.h>
#include <string.h>

static const char own_key;

static bool is_own(const lua_Debug *frame, const char *prefix) {
  if (*frame->what == 'C') return true;
  return prefix && strncmp(frame->source, prefix, strlen(prefix)) == 0;
}

static void push_where(lua_State *L) {
  lua_Debug frame;
  lua_rawgetp(L, LUA_REGISTRYINDEX, &own_key);
  const char *prefix = lua_tostring(L, -1);
  for (int level = 0; lua_getstack(L, level, &frame); level++) {
    lua_getinfo(L, "Sl", &frame);
    if (is_own(&frame, prefix)) continue;
    lua_pop(L, 1);
    if (frame.currentline > 0)
      lua_pushfstring(L, "%s:%d: ", frame.short_src, frame.currentline);
    else lua_pushliteral(L, "");
    return;
  }
  lua_pop(L, 1);
  lua_pushliteral(L, "");
}

int usage_error(lua_State *L, const char *format, ...) {
  va_list arguments;
  luaL_checkstack(L, 8, "usage_error");
  push_where(L);
  va_start(arguments, format);
  lua_pushvfstring(L, format, arguments);
  va_end(arguments);
  lua_concat(L, 2);
  return lua_error(L);
}

void usage_set_own(lua_State *L) {
  lua_rawsetp(L, LUA_REGISTRYINDEX, &own_key);
}
