/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE /* dladdr */
#include <dlfcn.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "binding/buildinfo.h"
#include "binding/call.h"
#include "binding/client.h"
#include "binding/usage.h"
#include "http/url.h"
#include "json/decode.h"
#include "json/json.h"
#include "json/schema.h"

#if defined(_WIN32)
#error "Windows is not supported"
#endif

enum { LONGEST_USAGE_ERROR = 1000 };

/* ---- module ------------------------------------------------------------- */

static int core_schema(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  schema_compile(L, 1);
  return 1;
}

/* Lua: check_base(url) -> canonical, loopback, plain | nil, expected. */
static int core_check_base(lua_State *L) {
  buf canonical;
  bool loopback = false, plain = false;
  const char *url = luaL_checkstring(L, 1);
  buf_init(&canonical, CALL_MAX_URL / 2);
  const char *wrong = url_check_base(url, &canonical, &loopback, &plain);
  if (wrong) {
    buf_free(&canonical);
    if (wrong == url_no_memory) json_no_memory(L);
    lua_pushnil(L);
    lua_pushstring(L, wrong);
    return 2;
  }
  char copy[CALL_MAX_URL / 2 + 1];
  memcpy(copy, canonical.data, canonical.size + 1);
  buf_free(&canonical);
  lua_pushstring(L, copy);
  lua_pushboolean(L, loopback);
  lua_pushboolean(L, plain);
  return 3;
}

/* Lua: usage_error(text): what a caller gave may stand in it. */
static int core_usage_error(lua_State *L) {
  size_t length;
  const char *text = luaL_checklstring(L, 1, &length);
  text = json_push_visible(L, text, length, LONGEST_USAGE_ERROR);
  return usage_error(L, "%s", text);
}

static int core_own(lua_State *L) {
  luaL_checkstring(L, 1);
  lua_settop(L, 1);
  usage_set_own(L);
  return 0;
}

static int core_visible(lua_State *L) {
  size_t length;
  const char *text = luaL_checklstring(L, 1, &length);
  json_push_visible(L, text, length, (size_t)luaL_checkinteger(L, 2));
  return 1;
}

/* Lua: clock() -> seconds of the monotonic clock. */
static int core_clock(lua_State *L) {
  lua_pushnumber(L, (lua_Number)clock_ms() / 1000);
  return 1;
}

/* Lua: decode(json) -> value | nil, reason. */
static int core_decode(lua_State *L) {
  size_t length;
  const char *json = luaL_checklstring(L, 1, &length);
  if (decode_value(L, json, length)) return 1;
  lua_pushnil(L);
  lua_insert(L, -2);
  return 2;
}

/* Lua: object(fields) -> the same table, which goes as {} when it is empty. */
static int core_object(lua_State *L) {
  lua_settop(L, 1);
  if (lua_isnil(L, 1)) {
    lua_newtable(L);
    lua_replace(L, 1);
  }
  if (!lua_istable(L, 1))
    return usage_error(L, "object: expected a table, got a %s",
                       luaL_typename(L, 1));
  if (lua_getmetatable(L, 1) && !json_is_object(L, 1))
    return usage_error(L, "object: expected a table without a metatable");
  lua_settop(L, 1);
  json_mark_object(L);
  return 1;
}

static int core_is_date(lua_State *L) {
  lua_pushboolean(L, schema_is_date(luaL_checkstring(L, 1)));
  return 1;
}

static int core_state(lua_State *L) {
  client_check(L, 1);
  lua_getiuservalue(L, 1, CLIENT_STATE);
  return 1;
}

static int core_client_of(lua_State *L) {
  call_check(L, 1);
  lua_getiuservalue(L, 1, CALL_CLIENT);
  return 1;
}

/* Lua: folder() -> where the process is; "." when that can't be told. */
static int core_folder(lua_State *L) {
  char folder[4096];
  lua_pushstring(L, getcwd(folder, sizeof folder) ? folder : ".");
  return 1;
}

/* Lua: main_thread() -> the state's first coroutine. */
static int core_main_thread(lua_State *L) {
  lua_rawgeti(L, LUA_REGISTRYINDEX, LUA_RIDX_MAINTHREAD);
  return 1;
}

/* libcurl's threads (name look-ups) may outlive the last lua_State that uses
 * this library, so it must not be unmapped with it. */
static void pin_library(void) {
  Dl_info info;
  static const char here;
  if (dladdr(&here, &info) && info.dli_fname)
    dlopen(info.dli_fname, RTLD_NOW | RTLD_NODELETE);
}

static const luaL_Reg functions[] = {{"new", client_new},
                                     {"schema", core_schema},
                                     {"operation", operation_compile},
                                     {"check_base", core_check_base},
                                     {"usage_error", core_usage_error},
                                     {"own", core_own},
                                     {"visible", core_visible},
                                     {"clock", core_clock},
                                     {"decode", core_decode},
                                     {"object", core_object},
                                     {"is_date", core_is_date},
                                     {"state", core_state},
                                     {"client_of", core_client_of},
                                     {"folder", core_folder},
                                     {"main_thread", core_main_thread},
                                     {"buildinfo", buildinfo_push},
                                     {"count_hashed", buildinfo_count_hashed},
                                     {NULL, NULL}};

LUAMOD_API int luaopen_clickup_core(lua_State *L);

#if defined(__GNUC__)
__attribute__((visibility("default")))
#endif
int luaopen_clickup_core(lua_State *L) {
  luaL_checkversion(L);
  pin_library();
  const char *wrong, *libcurl = http_global_init(&wrong);
  if (!libcurl)
    return luaL_error(L, "clickup: %s (this is %s)", wrong, curl_version());
  json_open(L);
  operation_open(L);
  luaL_newlibtable(L, functions);
  userdata_set_functions(L, functions);
  client_open(L);
  call_open(L);
  lua_pushlightuserdata(L, NULL);
  lua_setfield(L, -2, "null");
  lua_pushstring(L, libcurl);
  lua_setfield(L, -2, "curl_version");
  return 1;
}
