/* SPDX-License-Identifier: MIT
 *
 * A C program with a loop of its own, and a client of clickup in its Lua state.
 * Usage: poll_host SCRIPT [ARGUMENT...]
 *
 * The script makes a client, starts its calls and returns the client. The loop
 * then does what any host does: it waits in poll(2) for the client's descriptor,
 * for its own descriptors and for the nearer of both timeouts, and lets the
 * client take a step. Here the host's own work is a timer, and standard input,
 * each line of which it hands to the script's function `on_line`.
 */
#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>
#include <math.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { CLIENT = 1 /* where the client stays on the Lua stack */ };
enum { TICK_MS = 20 };

static void die(lua_State *L) {
  fprintf(stderr, "poll_host: %s\n", luaL_tolstring(L, -1, NULL));
  lua_close(L);
  exit(1);
}

static long long now_ms(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (long long)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* client:method(), its one result pushed. */
static void ask(lua_State *L, const char *method) {
  lua_getfield(L, CLIENT, method);
  lua_pushvalue(L, CLIENT);
  if (lua_pcall(L, 1, 1, 0) != LUA_OK) die(L);
}

/* The client's descriptor; -1 where it has none (poll(2) then skips it). */
static int client_fd(lua_State *L) {
  ask(L, "fd");
  int fd = lua_isinteger(L, -1) ? (int)lua_tointeger(L, -1) : -1;
  lua_pop(L, 1);
  return fd;
}

/* Milliseconds until the client has work even if its descriptor stays silent;
 * -1 when nothing is under way. */
static int client_timeout_ms(lua_State *L, int fd) {
  ask(L, "timeout");
  bool busy = !lua_isnil(L, -1);
  double ms = ceil(lua_tonumber(L, -1) * 1000);
  lua_pop(L, 1);
  if (!busy) return -1;
  if (fd < 0 && ms > 10) return 10; /* no descriptor will tell */
  return ms > 60000 ? 60000 : (int)ms;
}

static void client_step(lua_State *L) {
  ask(L, "step");
  lua_pop(L, 1);
}

/* The host's own work: one line of input for the script. False at its end. */
static bool read_line(lua_State *L) {
  char line[256];
  if (!fgets(line, sizeof line, stdin)) return false;
  line[strcspn(line, "\n")] = '\0';
  if (lua_getglobal(L, "on_line") != LUA_TFUNCTION) {
    lua_pop(L, 1);
    return true;
  }
  lua_pushstring(L, line);
  if (lua_pcall(L, 1, 0, 0) != LUA_OK) die(L);
  return true;
}

/* Runs until nothing is under way and the input has ended. */
static void run(lua_State *L) {
  bool open = true;
  int ticks = 0;
  long long tick_at = now_ms() + TICK_MS;
  for (int turns = 1;; turns++) {
    struct pollfd fds[2] = {{.events = POLLIN}, {.events = POLLIN}};
    fds[0].fd = client_fd(L);
    fds[1].fd = open ? 0 : -1;
    int wait = client_timeout_ms(L, fds[0].fd);
    if (wait < 0 && !open) {
      printf("done after %d turns and %d ticks\n", turns, ticks);
      return;
    }
    long long left = tick_at - now_ms();
    if (left < 0) left = 0;
    if (wait < 0 || wait > left) wait = (int)left;
    poll(fds, 2, wait);
    client_step(L); /* cheap when there is nothing to do */
    if (fds[1].revents) open = read_line(L);
    if (now_ms() >= tick_at) {
      ticks++;
      tick_at += TICK_MS;
    }
  }
}

int main(int argc, char **argv) {
  lua_State *L = luaL_newstate();
  if (!L || argc < 2) {
    fprintf(stderr, "usage: poll_host SCRIPT [ARGUMENT...]\n");
    return 2;
  }
  luaL_openlibs(L);
  /* poll(2) cannot see what stdio holds back */
  setvbuf(stdin, NULL, _IONBF, 0);
  if (luaL_loadfile(L, argv[1]) != LUA_OK) die(L);
  for (int i = 2; i < argc; i++) lua_pushstring(L, argv[i]);
  if (lua_pcall(L, argc - 2, 1, 0) != LUA_OK) die(L);
  run(L);
  lua_close(L); /* closes the client, too */
  return 0;
}
