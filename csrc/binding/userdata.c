/* SPDX-License-Identifier: MIT */
#include "userdata.h"

void userdata_make_class(lua_State *L, const char *type, const char *field,
                         const luaL_Reg *methods, const luaL_Reg *meta) {
  luaL_newmetatable(L, type);
  luaL_setfuncs(L, meta, 0);
  lua_newtable(L);
  luaL_setfuncs(L, methods, 0);
  lua_pushvalue(L, -1);
  lua_setfield(L, -3, "__index");
  lua_setfield(L, -3, field);
  lua_pushliteral(L, "clickup");
  lua_setfield(L, -2, "__metatable");
  lua_pop(L, 1);
}
