/* SPDX-License-Identifier: MIT
 *
 * csrc/base/buf.c for a spec: what buf_renew leaves behind.
 */
#include "base/buf.h"

#include <lauxlib.h>
#include <stdbool.h>

/* renew(text, rest, most) -> size, capacity, whether each of its bytes is 0: of a buffer
 * that has held the text, then the rest alone. */
static int renew(lua_State *L) {
  size_t length, rest_length;
  const char *text = luaL_checklstring(L, 1, &length);
  const char *rest = luaL_checklstring(L, 2, &rest_length);
  size_t most = (size_t)luaL_checkinteger(L, 3);
  buf b;
  buf_init(&b, 1 << 20);
  if (buf_append(&b, text, length) != BUF_OK)
    return luaL_error(L, "not enough memory");
  buf_clear(&b);
  (void)buf_append(&b, rest, rest_length);
  buf_renew(&b, most);
  bool zero = true;
  for (size_t i = 0; i < b.capacity; i++) zero = zero && !b.data[i];
  lua_pushinteger(L, (lua_Integer)b.size);
  lua_pushinteger(L, (lua_Integer)b.capacity);
  lua_pushboolean(L, zero);
  buf_free(&b);
  return 3;
}

static const luaL_Reg functions[] = {{"renew", renew}, {NULL, NULL}};

LUAMOD_API int luaopen_buf_probe(lua_State *L);

#if defined(__GNUC__)
__attribute__((visibility("default")))
#endif
int luaopen_buf_probe(lua_State *L) {
  luaL_newlib(L, functions);
  return 1;
}
