/* SPDX-License-Identifier: MIT
 *
 * fork_probe: fork, _exit, exit and waitpid for specs; nothing in Debian's
 * packages has them for Lua 5.4.
 */
#include <lauxlib.h>
#include <lua.h>
#include <stdlib.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

/* fork() -> 0 in the child, the child's number in the parent */
static int probe_fork(lua_State *L) {
  pid_t pid = fork();
  if (pid < 0) return luaL_error(L, "fork failed");
  lua_pushinteger(L, pid);
  return 1;
}

/* leave(status): ends the process without exit handlers and buffers */
static int probe_leave(lua_State *L) {
  _exit((int)luaL_checkinteger(L, 1));
}

/* wait(number) -> its exit status; 128 and more: ended by a signal */
static int probe_wait(lua_State *L) {
  int status;
  pid_t pid = (pid_t)luaL_checkinteger(L, 1);
  if (waitpid(pid, &status, 0) != pid) return luaL_error(L, "waitpid failed");
  lua_pushinteger(L, WIFEXITED(status) ? WEXITSTATUS(status)
                                       : 128 + WTERMSIG(status));
  return 1;
}

static const luaL_Reg functions[] = {{"fork", probe_fork},
                                     {"leave", probe_leave},
                                     {"wait", probe_wait},
                                     {NULL, NULL}};

int luaopen_fork_probe(lua_State *L);

#if defined(__GNUC__)
__attribute__((visibility("default")))
#endif
int luaopen_fork_probe(lua_State *L) {
  luaL_newlib(L, functions);
  return 1;
}
