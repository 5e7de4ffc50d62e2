/* SPDX-License-Identifier: MIT
 *
 * csrc/http/liveness.c for a spec: one table with room for two connections.
 */
#include "http/liveness.h"

#include <lauxlib.h>

static liveness table;

static int opened(lua_State *L) {
  liveness_add(&table, (long)luaL_checkinteger(L, 1));
  return 0;
}

static int set(lua_State *L) {
  liveness_set_socket(&table, (long)luaL_checkinteger(L, 1),
                      (curl_socket_t)luaL_checkinteger(L, 2));
  return 0;
}

static int enter(lua_State *L) {
  lua_pushboolean(L, liveness_begin(&table, (long)luaL_checkinteger(L, 1)));
  return 1;
}

static int fail(lua_State *L) {
  liveness_fail(&table, (long)luaL_checkinteger(L, 1));
  return 0;
}

static int leave(lua_State *L) {
  liveness_end(&table, (long)luaL_checkinteger(L, 1));
  return 0;
}

static int free_all(lua_State *L) {
  (void)L;
  liveness_free(&table);
  return 0;
}

static const luaL_Reg functions[] = {
    {"open", opened}, {"set", set},       {"enter", enter}, {"fail", fail},
    {"leave", leave}, {"free", free_all}, {NULL, NULL}};

LUAMOD_API int luaopen_liveness_probe(lua_State *L);

#if defined(__GNUC__)
__attribute__((visibility("default")))
#endif
int luaopen_liveness_probe(lua_State *L) {
  if (!table.all && !liveness_init(&table, 2))
    return luaL_error(L, "not enough memory");
  luaL_newlib(L, functions);
  return 1;
}
