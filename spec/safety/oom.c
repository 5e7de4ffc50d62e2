/* SPDX-License-Identifier: MIT
 *
 * oom: each scenario of oom.lua again and again, with memory that runs out at
 * its first, second, … allocation, until a run ends without having come to it.
 *
 * Usage: oom [STEP [SCENARIO]]: visits each STEP-th allocation only.
 */
#define _DEFAULT_SOURCE /* nanosleep under -std=c11 */
#include <dirent.h>
#include <lauxlib.h>
#include <lualib.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "fault.h"
#include "server.h"

enum { MOST_FAILURES = 10, STUCK_S = 20, REMEMBERED = 4, MOST_KEPT = 40 };

LUAMOD_API int luaopen_clickup_core(lua_State *L);

typedef struct point {
  const char *scenario;
  fault_mode mode;
  long n;
} point;

static point now; /* for those that report a crash */
static const char *phase = "setup";
static int failures, port, dead_port;
static long next_number;

static void tell(const char *what) {
  fprintf(stderr, "%s, mode %s, allocation %ld, %s: %s\n", now.scenario,
          fault_names[now.mode], now.n, phase, what);
}

static void fail(const char *what) {
  tell(what);
  if (++failures >= MOST_FAILURES) exit(1);
}

static void on_stuck(int signal) {
  (void)signal;
  tell("stuck");
  _exit(1);
}

#if defined(__SANITIZE_ADDRESS__)
void __asan_on_error(void);
__attribute__((visibility("default"))) void __asan_on_error(void) {
  tell("the report below");
}

/* lua-cjson's decode does not free its buffers when Lua is out of memory. */
const char *__lsan_default_suppressions(void);
__attribute__((visibility("default"))) const char *
__lsan_default_suppressions(void) {
  return "leak:cjson";
}
#endif

/* ---- what the scenarios call -------------------------------------------- */

static int host_next(lua_State *L) {
  lua_pushinteger(L, ++next_number);
  return 1;
}

static int host_runs(lua_State *L) {
  server_settle();
  lua_pushinteger(L, server_runs((long)luaL_checkinteger(L, 1)));
  return 1;
}

static int host_saw(lua_State *L) {
  server_settle();
  lua_pushboolean(L, server_saw((long)luaL_checkinteger(L, 1)));
  return 1;
}

/* Modules in bytecode, so that a state of its own for each run is cheap. */
static struct {
  char name[40];
  size_t size;
  char code[48 * 1024];
} kept[MOST_KEPT];
static int kept_count;

/* keep(name, code) */
static int host_keep(lua_State *L) {
  size_t size;
  const char *code = luaL_checklstring(L, 2, &size);
  if (kept_count == MOST_KEPT || size > sizeof kept->code) return 0;
  snprintf(kept[kept_count].name, sizeof kept->name, "%s", lua_tostring(L, 1));
  memcpy(kept[kept_count].code, code, size);
  kept[kept_count++].size = size;
  return 0;
}

/* kept(name) -> code | nil */
static int host_kept(lua_State *L) {
  const char *name = luaL_checkstring(L, 1);
  for (int i = 0; i < kept_count; i++) {
    if (strcmp(kept[i].name, name) != 0) continue;
    lua_pushlstring(L, kept[i].code, kept[i].size);
    return 1;
  }
  return 0;
}

static void push_host(lua_State *L) {
  static const luaL_Reg functions[] = {{"next", host_next}, {"keep", host_keep},
                                       {"kept", host_kept}, {"runs", host_runs},
                                       {"saw", host_saw},   {NULL, NULL}};
  luaL_newlib(L, functions);
  lua_pushfstring(L, "http://127.0.0.1:%d/api", port);
  lua_setfield(L, -2, "url");
  lua_pushfstring(L, "http://127.0.0.1:%d/api", dead_port);
  lua_setfield(L, -2, "dead_url");
}

/* ---- one run ------------------------------------------------------------ */

enum { SETUP = 1, RUN, CHECK };

/* Leaves the three functions of the scenario on the stack. */
static void load(lua_State *L) {
  luaL_openlibs(L);
  luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_PRELOAD_TABLE);
  lua_pushcfunction(L, luaopen_clickup_core);
  lua_setfield(L, -2, "clickup.core");
  lua_settop(L, 0);
  if (luaL_loadfile(L, "spec/safety/oom.lua") != LUA_OK)
    server_die(lua_tostring(L, -1));
  push_host(L);
  lua_pushstring(L, now.scenario);
  if (lua_pcall(L, 2, 3, 0) != LUA_OK) server_die(lua_tostring(L, -1));
}

/* Its error is a failure, if it is none of memory in a run that was armed. */
static void call(lua_State *L, int function, bool may_lack_memory) {
  static const char *const phases[] = {"", "setup", "run", "check"};
  phase = phases[function];
  lua_settop(L, CHECK);
  lua_pushvalue(L, function);
  int status = lua_pcall(L, 0, 0, 0);
  if (status == LUA_OK || (status == LUA_ERRMEM && may_lack_memory)) return;
  const char *text = lua_tostring(L, -1);
  if (!text) text = "an error without words";
  if (!may_lack_memory || !strstr(text, "memory")) fail(text);
}

/* Where its own parser lacked memory libcurl looks even an address up by name,
 * in a thread that frees what it has when it ends. */
static fault_blocks live_in_the_end(const fault_blocks *before) {
  const struct timespec pause = {0, 1000000};
  for (int i = 0; i < 2000 && fault_live().curl != before->curl; i++)
    nanosleep(&pause, NULL);
  return fault_live();
}

static void check_blocks(const fault_blocks *before) {
  char text[128];
  fault_blocks after = live_in_the_end(before);
  long lua = after.lua - before->lua, curl = after.curl - before->curl;
  long core = after.core - before->core;
  if (!lua && !curl && !core) return;
  snprintf(text, sizeof text, "leaked: %ld of Lua, %ld of libcurl, %ld of core",
           lua, curl, core);
  fail(text);
}

/* Descriptors that are open once the server has seen what was closed. */
static int count_descriptors(void) {
  int n = 0;
  server_settle();
  DIR *folder = opendir("/proc/self/fd");
  while (folder && readdir(folder)) n++;
  if (folder) closedir(folder);
  return n;
}

/* True when the run came to the failing allocation. */
static bool visit(void) {
  fault_blocks before = fault_live();
  lua_State *L = lua_newstate(fault_lua, NULL);
  alarm(STUCK_S);
  load(L);
  call(L, SETUP, false);
  lua_settop(L, CHECK);
  lua_pushvalue(L, RUN); /* so that the stack has been that large */
  fault_arm(now.mode, now.n);
  call(L, RUN, true);
  bool reached = fault_disarm();
  call(L, CHECK, false);
  phase = "end";
  lua_close(L);
  check_blocks(&before);
  return reached;
}

/* ---- all of them -------------------------------------------------------- */

static long sweep(const char *scenario, long step) {
  long visited = 0;
  int descriptors = count_descriptors();
  for (fault_mode mode = 0; mode < FAULT_MODES; mode++) {
    now = (point){scenario, mode, mode % step};
    while (visit()) now.n += step, visited++;
  }
  if (count_descriptors() > descriptors) fail("descriptors left open");
  return visited;
}

static void run_all(long step, const char *only) {
  char name[64];
  long points = 0, scenarios = 0;
  time_t since = time(NULL);
  static lua_State *L; /* stays open: lua-cjson stays mapped, for reports */
  L = luaL_newstate();
  load(L);
  if (luaL_dostring(L, "require 'cjson'") != LUA_OK) server_die("lua-cjson");
  for (lua_Integer i = 1; lua_geti(L, 1, i) == LUA_TSTRING; i++) {
    snprintf(name, sizeof name, "%s", lua_tostring(L, -1));
    lua_pop(L, 1);
    if (only && strcmp(only, name) != 0) continue;
    now = (point){name, FAULT_ALL, -1};
    visit(); /* fills what libraries keep for good */
    long visited = sweep(name, step);
    if (getenv("V")) printf("%6ld %s\n", visited, name);
    points += visited, scenarios++;
  }
  printf("oom: %ld scenarios, %ld failing allocations visited (each %ld), "
         "%ld creates, %d failures, %ld s\n",
         scenarios, points, step, next_number, failures,
         (long)(time(NULL) - since));
}

int main(int argc, char **argv) {
  long step = argc > 1 ? strtol(argv[1], NULL, 10) : 1;
  signal(SIGALRM, on_stuck);
  setvbuf(stdout, NULL, _IOLBF, 0);
  fault_init();
  port = server_start(REMEMBERED);
  dead_port = server_dead_port();
  run_all(step < 1 ? 1 : step, argc > 2 ? argv[2] : NULL);
  return failures > 0;
}
