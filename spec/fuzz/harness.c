/* SPDX-License-Identifier: MIT */
#include "harness.h"

#include <lauxlib.h>
#include <lualib.h>
#include <stdio.h>
#include <stdlib.h>

#include "glue.h"

enum { MAY_GROW_KB = 512 };

static lua_State *state;
static int heap_kb;

static int traceback(lua_State *L) {
  luaL_traceback(L, L, luaL_tolstring(L, 1, NULL), 1);
  return 1;
}

static void give_up(const char *what) {
  fprintf(stderr, "fuzz: %s\n", what);
  abort();
}

static void preload(lua_State *L, const char *name, lua_CFunction open) {
  luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_PRELOAD_TABLE);
  lua_pushcfunction(L, open);
  lua_setfield(L, -2, name);
  lua_pop(L, 1);
}

static int collected_kb(void) {
  lua_gc(state, LUA_GCCOLLECT);
  lua_gc(state, LUA_GCCOLLECT);
  return lua_gc(state, LUA_GCCOUNT);
}

/* Stack: 1 the traceback, 2 the target. */
void harness_open(const char *target) {
  lua_State *L = state = luaL_newstate();
  if (!L) give_up("no memory");
  luaL_openlibs(L);
  preload(L, "clickup.core", luaopen_clickup_core);
  preload(L, "retry_probe", luaopen_retry_probe);
  preload(L, "fuzz_glue", luaopen_fuzz_glue);
  lua_pushcfunction(L, traceback);
  lua_getglobal(L, "require");
  lua_pushfstring(L, "spec.fuzz.%s", target);
  if (lua_pcall(L, 1, 1, 1) != LUA_OK) give_up(lua_tostring(L, -1));
  if (!lua_isfunction(L, 2)) give_up("a target is a function");
  heap_kb = collected_kb();
}

void harness_run(const uint8_t *bytes, size_t length) {
  lua_State *L = state;
  lua_pushvalue(L, 2);
  lua_pushlstring(L, (const char *)bytes, length);
  if (lua_pcall(L, 1, 0, 1) != LUA_OK) give_up(lua_tostring(L, -1));
  if (lua_gettop(L) != 2) give_up("the stack is not even");
}

void harness_check_heap(void) {
  int now = collected_kb();
  if (now <= heap_kb + MAY_GROW_KB) return;
  fprintf(stderr, "fuzz: the heap has grown from %d to %d KB\n", heap_kb, now);
  abort();
}

void harness_close(void) {
  lua_close(state);
  glue_close();
  state = NULL;
}
