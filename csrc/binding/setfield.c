/* SPDX-License-Identifier: MIT */
#include "setfield.h"

void setfield_text(lua_State *L, const char *name, const char *text) {
  lua_pushstring(L, text);
  lua_setfield(L, -2, name);
}

void setfield_bytes(lua_State *L, const char *name, const char *bytes,
                    size_t n) {
  lua_pushlstring(L, bytes, n);
  lua_setfield(L, -2, name);
}

void setfield_integer(lua_State *L, const char *name, int64_t value) {
  lua_pushinteger(L, (lua_Integer)value);
  lua_setfield(L, -2, name);
}

void setfield_number(lua_State *L, const char *name, lua_Number value) {
  lua_pushnumber(L, value);
  lua_setfield(L, -2, name);
}

void setfield_flag(lua_State *L, const char *name, int flag) {
  lua_pushboolean(L, flag);
  lua_setfield(L, -2, name);
}
