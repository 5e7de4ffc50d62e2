/* SPDX-License-Identifier: MIT
 *
 * csrc/lanes.c for a spec: one table with room for two connections.
 */
#include "../../csrc/lanes.h"

#include <lauxlib.h>

static lanes table;

static int opened(lua_State *L) {
  lanes_open(&table, (long)luaL_checkinteger(L, 1));
  return 0;
}

static int set(lua_State *L) {
  lanes_set(&table, (long)luaL_checkinteger(L, 1),
            (curl_socket_t)luaL_checkinteger(L, 2));
  return 0;
}

static int enter(lua_State *L) {
  lua_pushboolean(L, lanes_enter(&table, (long)luaL_checkinteger(L, 1)));
  return 1;
}

static int leave(lua_State *L) {
  lanes_leave(&table, (long)luaL_checkinteger(L, 1));
  return 0;
}

static int free_all(lua_State *L) {
  (void)L;
  lanes_free(&table);
  return 0;
}

static const luaL_Reg functions[] = {{"open", opened},   {"set", set},
                                     {"enter", enter},   {"leave", leave},
                                     {"free", free_all}, {NULL, NULL}};

LUAMOD_API int luaopen_lanes_probe(lua_State *L);

#if defined(__GNUC__)
__attribute__((visibility("default")))
#endif
int luaopen_lanes_probe(lua_State *L) {
  if (!table.all && !lanes_init(&table, 2))
    return luaL_error(L, "not enough memory");
  luaL_newlib(L, functions);
  return 1;
}
