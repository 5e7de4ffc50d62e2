/* SPDX-License-Identifier: MIT */
#include "userdata.h"

const char *const userdata_names[] = {
    [USERDATA_CLIENT] = "clickup.client", [USERDATA_CALL] = "clickup.call"};

/* A function's upvalues are the metatables, in the order of the types. */
void *userdata_test(lua_State *L, int index, int type) {
  void *p = lua_touserdata(L, index);
  if (!p || !lua_getmetatable(L, index)) return NULL;
  bool same = lua_rawequal(L, -1, lua_upvalueindex(type));
  lua_pop(L, 1);
  return same ? p : luaL_testudata(L, index, userdata_names[type]);
}

void userdata_set_functions(lua_State *L, const luaL_Reg *functions) {
  for (int type = USERDATA_CLIENT; type <= USERDATA_CALL; type++)
    luaL_newmetatable(L, userdata_names[type]);
  luaL_setfuncs(L, functions, USERDATA_CALL);
}

void userdata_make_class(lua_State *L, int type, const char *field,
                         const luaL_Reg *methods, const luaL_Reg *meta) {
  luaL_newmetatable(L, userdata_names[type]);
  userdata_set_functions(L, meta);
  lua_newtable(L);
  userdata_set_functions(L, methods);
  lua_pushvalue(L, -1);
  lua_setfield(L, -3, "__index");
  lua_setfield(L, -3, field);
  lua_pushliteral(L, "clickup");
  lua_setfield(L, -2, "__metatable");
  lua_pop(L, 1);
}
