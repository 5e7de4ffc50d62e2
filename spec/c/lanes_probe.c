/* SPDX-License-Identifier: MIT
 *
 * csrc/lanes.c for a spec: one table with room for two connections.
 */
#include "../../csrc/lanes.h"

#include <lauxlib.h>

static lanes table;

static int set(lua_State *L) {
  lanes_set(&table, (long)luaL_checkinteger(L, 1),
            (curl_socket_t)luaL_checkinteger(L, 2));
  return 0;
}

static int is_stale(lua_State *L) {
  lua_pushboolean(L, lanes_is_stale(&table, (long)luaL_checkinteger(L, 1)));
  return 1;
}

static int leave(lua_State *L) {
  (void)L;
  lanes_free(&table);
  return 0;
}

static const luaL_Reg functions[] = {
    {"set", set}, {"is_stale", is_stale}, {"free", leave}, {NULL, NULL}};

LUAMOD_API int luaopen_lanes_probe(lua_State *L);

#if defined(__GNUC__)
__attribute__((visibility("default")))
#endif
LUAMOD_API int
luaopen_lanes_probe(lua_State *L) {
  if (!table.all && !lanes_init(&table, 2))
    return luaL_error(L, "not enough memory");
  luaL_newlib(L, functions);
  return 1;
}
