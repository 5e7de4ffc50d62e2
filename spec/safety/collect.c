/* SPDX-License-Identifier: MIT
 *
 * collect: a Lua module that forces every collection that can be afforded.
 *
 * From when it is loaded, Lua's allocator says no once whenever the core's C
 * code makes an object, so that Lua collects everything before it tries again; and
 * at each call and return of the module's functions everything is collected,
 * finalizers included. What nothing anchors is gone then, and the allocator
 * has written over it. COLLECT_SHARE: the percentage of time that may go into
 * it (80).
 */
#define _GNU_SOURCE /* dladdr, malloc_usable_size */
#include <dlfcn.h>
#include <lauxlib.h>
#include <malloc.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { KNOWN = 4096, TOMBSTONE = 0xdd };

static lua_Alloc next_alloc;
static void *next_user;

static bool in_core, collecting;
static const void *refused; /* the block of the request that was refused */
static size_t refused_size;
static double share, spent, since;
static long whole, forced;

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static bool affordable(void) {
  return spent < share * seconds();
}

static void begin(void) {
  since = seconds();
}

static void end(long *count) {
  spent += seconds() - since;
  ++*count;
}

/* ---- at each object of the core's ---------------------------------------- */

/* A new object comes without a block and with its type in place of the old
 * size; other requests may be those of a luaL_Buffer, which asks but once. */
static bool refuse(const void *block, size_t old, size_t size) {
  if (refused_size) {
    if (block != refused || size != refused_size) return false;
    refused_size = 0;
    end(&forced);
    return false;
  }
  if (!in_core || collecting || block || !old || !affordable()) return false;
  refused = block;
  refused_size = size;
  begin();
  return true;
}

static void *allocate(void *user, void *block, size_t old, size_t size) {
  (void)user;
  if (size == 0 && block) memset(block, TOMBSTONE, old);
  if (size > 0 && refuse(block, old, size)) return NULL;
  return next_alloc(next_user, block, old, size);
}

/* ---- at each call and return -------------------------------------------- */

/* Whether a C function is the core's; remembered, as the linker is slow. */
static bool is_core(lua_CFunction f) {
  static struct {
    lua_CFunction f;
    bool is;
  } known[KNOWN];
  size_t at = ((uintptr_t)f >> 4) % KNOWN;
  if (known[at].f != f) {
    Dl_info info;
    void *address;
    memcpy(&address, &f, sizeof address);
    known[at].f = f;
    known[at].is = dladdr(address, &info) && info.dli_fname &&
                   strstr(info.dli_fname, "clickup/core.so");
  }
  return known[at].is;
}

/* 0: somebody else's; 1: the module's Lua; 2: the core. */
static int owner(lua_State *L, lua_Debug *frame) {
  lua_getinfo(L, "S", frame);
  if (*frame->what != 'C') return strstr(frame->source, "/clickup/") != NULL;
  lua_getinfo(L, "f", frame);
  lua_CFunction f = lua_tocfunction(L, -1);
  lua_pop(L, 1);
  return f && is_core(f) ? 2 : 0;
}

static void on_event(lua_State *L, lua_Debug *frame) {
  lua_Debug caller;
  bool returns = frame->event == LUA_HOOKRET;
  in_core = false;
  int whose = owner(L, frame);
  if (whose && !collecting && affordable()) {
    collecting = true;
    begin();
    lua_gc(L, LUA_GCCOLLECT);
    end(&whole);
    collecting = false;
  }
  if (returns) in_core = lua_getstack(L, 1, &caller) && owner(L, &caller) == 2;
  else in_core = whose == 2;
}

/* ---- module ------------------------------------------------------------- */

static void report(void) {
  const char *path = getenv("COLLECT_LOG");
  FILE *log = path ? fopen(path, "a") : NULL;
  if (!log) return;
  fprintf(log, "%ld %ld %.1f\n", whole, forced, spent);
  fclose(log);
}

/* The allocator is needed after the modules are closed. */
static void stay(void) {
  Dl_info info;
  static const char here;
  if (dladdr(&here, &info)) dlopen(info.dli_fname, RTLD_NOW | RTLD_NODELETE);
}

int luaopen_collect(lua_State *L);
__attribute__((visibility("default"))) int luaopen_collect(lua_State *L) {
  const char *percent = getenv("COLLECT_SHARE");
  share = (percent ? strtod(percent, NULL) : 80) / 100;
  stay();
  next_alloc = lua_getallocf(L, &next_user);
  lua_setallocf(L, allocate, NULL);
  lua_sethook(L, on_event, LUA_MASKCALL | LUA_MASKRET, 0);
  atexit(report);
  return 0;
}
