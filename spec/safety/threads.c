/* SPDX-License-Identifier: MIT
 *
 * threads: a Lua state and its clients in each of several threads, at once,
 * under ThreadSanitizer; then one state after another, closed with its client
 * open and calls in flight.
 */
#include <lauxlib.h>
#include <lualib.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "server.h"

enum { THREADS = 8, STATES = 12, REBIRTHS = 1000, LIMIT_S = 240 };

LUAMOD_API int luaopen_clickup_core(lua_State *L);

typedef struct worker {
  pthread_t thread;
  long first; /* number of its creates */
  long calls, failures;
} worker;

static int port, dead_port;

/* One life of a state: what the script does, and how many calls that were. */
static void live(worker *w, const char *part) {
  lua_State *L = luaL_newstate();
  luaL_openlibs(L);
  luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_PRELOAD_TABLE);
  lua_pushcfunction(L, luaopen_clickup_core);
  lua_setfield(L, -2, "clickup.core");
  if (luaL_loadfile(L, "spec/safety/threads.lua") != LUA_OK)
    server_die(lua_tostring(L, -1));
  lua_pushstring(L, part);
  lua_pushinteger(L, w->first);
  lua_pushfstring(L, "http://127.0.0.1:%d/api", port);
  lua_pushfstring(L, "http://127.0.0.1:%d/api", dead_port);
  if (lua_pcall(L, 4, 2, 0) == LUA_OK) {
    w->calls += (long)lua_tointeger(L, -2);
    w->first = (long)lua_tointeger(L, -1);
  } else {
    fprintf(stderr, "%s\n", lua_tostring(L, -1));
    w->failures++;
  }
  lua_close(L);
}

static void *work(void *user) {
  worker *w = user;
  for (int i = 0; i < STATES; i++) live(w, "work");
  return NULL;
}

/* No create of these numbers may have run twice. */
static long count_doubled(long from, long to) {
  long doubled = 0;
  for (long n = from; n < to; n++) doubled += server_runs(n) > 1;
  return doubled;
}

int main(void) {
  static worker workers[THREADS + 1];
  const long span = SERVER_CREATES / (THREADS + 1);
  worker *last = &workers[THREADS];
  long calls = 0, failures = 0, doubled = 0;
  time_t since = time(NULL);
  alarm(LIMIT_S);
  port = server_start(64);
  dead_port = server_dead_port();
  for (int i = 0; i <= THREADS; i++) workers[i].first = 1 + i * span;
  for (int i = 0; i < THREADS; i++)
    if (pthread_create(&workers[i].thread, NULL, work, &workers[i]) != 0)
      server_die("threads");
  for (int i = 0; i < THREADS; i++) pthread_join(workers[i].thread, NULL);
  for (int i = 0; i < REBIRTHS; i++) live(last, "rebirth");
  server_settle();
  for (int i = 0; i <= THREADS; i++) {
    calls += workers[i].calls, failures += workers[i].failures;
    doubled += count_doubled(1 + i * span, workers[i].first);
  }
  printf("threads: %d threads x %d states and %d more in turn, %ld calls, "
         "%ld creates doubled, %ld failures, %ld s\n",
         THREADS, STATES, REBIRTHS, calls, doubled, failures,
         (long)(time(NULL) - since));
  return failures > 0 || doubled > 0;
}
