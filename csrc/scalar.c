/* SPDX-License-Identifier: MIT */
#include <lauxlib.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "encoder.h"
#include "marshal.h"
#include "utf8.h"

void encoder_put(encoder *e, const char *bytes, size_t n) {
  if (e->status == BUF_OK) e->status = buf_append(e->out, bytes, n);
}

void encoder_wrong_type(encoder *e, const schema_node *n, int value,
                        const place *at) {
  schema_push_expected(e->L, e->s, n);
  problem_push_got(e->L, value, n->secret);
  problem_add(&e->problems, at, 0, 0);
}

void encoder_wrong(encoder *e, const char *expected, const char *got,
                   const place *at) {
  lua_pushstring(e->L, expected);
  lua_pushstring(e->L, got);
  problem_add(&e->problems, at, 0, 0);
}

void encoder_wrong_key(encoder *e, const char *expected, int key,
                       const place *at) {
  lua_pushstring(e->L, expected);
  problem_push_got(e->L, key, false);
  lua_pushfstring(e->L, "the key %s", lua_tostring(e->L, -1));
  lua_remove(e->L, -2);
  problem_add(&e->problems, at, 0, 0);
}

void encoder_put_string(encoder *e, int value, const place *at) {
  lua_State *L = e->L;
  size_t length, bad;
  const char *text = lua_tolstring(L, value, &length);
  switch (utf8_check(text, length, &bad)) {
    case UTF8_PLAIN:
      PUT(e, "\"");
      encoder_put(e, text, length);
      PUT(e, "\"");
      return;
    case UTF8_ESCAPE:
      marshal_push_encode(L);
      lua_pushvalue(L, value);
      lua_call(L, 1, 1);
      text = lua_tolstring(L, -1, &length);
      encoder_put(e, text, length);
      lua_pop(L, 1);
      return;
    case UTF8_ZERO:
      lua_pushliteral(L, "a string without zero bytes");
      lua_pushfstring(L, "a zero byte at byte %I", (LUAI_UACINT)bad + 1);
      break;
    case UTF8_BROKEN:
      lua_pushliteral(L, "a string in UTF-8");
      lua_pushfstring(L, "invalid UTF-8 at byte %I", (LUAI_UACINT)bad + 1);
      break;
  }
  problem_add(&e->problems, at, 0, 0);
}

static void put_integer(encoder *e, lua_Integer i) {
  char digits[24];
  char *at = digits + sizeof digits;
  lua_Unsigned left = i < 0 ? 0u - (lua_Unsigned)i : (lua_Unsigned)i;
  do *--at = (char)('0' + left % 10);
  while (left /= 10);
  if (i < 0) *--at = '-';
  encoder_put(e, at, (size_t)(digits + sizeof digits - at));
}

#define NUMERALS "0123456789+-e"

/* The shortest text that reads back as the same double, whatever the locale
 * takes for a decimal point. */
static void put_float(encoder *e, lua_Number f) {
  char digits[40];
  int n = 0;
  for (int precision = 15; precision <= 17; precision++) {
    n = snprintf(digits, sizeof digits, "%.*g", precision, (double)f);
    if (strtod(digits, NULL) == (double)f) break;
  }
  int i = (int)strspn(digits, NUMERALS), point = i;
  while (i < n && !strchr(NUMERALS, digits[i])) i++;
  encoder_put(e, digits, (size_t)point);
  if (i > point) PUT(e, ".");
  encoder_put(e, digits + i, (size_t)(n - i));
}

/* An integral float is as good an integer as any: 10.0 goes as 10. */
static void put_number(encoder *e, int value) {
  int integral;
  lua_Integer i = lua_tointegerx(e->L, value, &integral);
  if (integral) put_integer(e, i);
  else put_float(e, lua_tonumber(e->L, value));
}

void encoder_number(encoder *e, const schema_node *n, int value,
                    const place *at) {
  lua_State *L = e->L;
  int integral;
  if (lua_type(L, value) != LUA_TNUMBER) {
    encoder_wrong_type(e, n, value, at);
    return;
  }
  if (!isfinite(lua_tonumber(L, value))) {
    lua_pushliteral(L, "a finite number");
    problem_push_got(L, value, n->secret);
    problem_add(&e->problems, at, 0, 0);
    return;
  }
  lua_Integer i = lua_tointegerx(L, value, &integral);
  if (e->strict && n->kind == KIND_INT32 &&
      (!integral || i < INT32_MIN || i > INT32_MAX)) {
    if (integral || fabs(lua_tonumber(L, value)) > INT32_MAX)
      lua_pushliteral(L, "an integer from -2147483648 to 2147483647 (int32)");
    else schema_push_expected(L, e->s, n);
    problem_push_got(L, value, n->secret);
    problem_add(&e->problems, at, 0, 0);
  } else if (e->strict && n->kind == KIND_INTEGER && !integral) {
    encoder_wrong_type(e, n, value, at);
  } else {
    put_number(e, value);
  }
}

static bool is_allowed(lua_State *L, int values, int value) {
  int n = (int)lua_rawlen(L, values);
  bool found = false;
  for (int i = 1; i <= n && !found; i++) {
    lua_rawgeti(L, values, i);
    found = lua_rawequal(L, -1, value);
    lua_pop(L, 1);
  }
  return found;
}

/* "one of number, currency, …" pushed. */
static void push_choice(lua_State *L, int values) {
  luaL_Buffer b;
  int n = (int)lua_rawlen(L, values);
  luaL_buffinit(L, &b);
  luaL_addstring(&b, "one of ");
  for (int i = 1; i <= n; i++) {
    if (i > 1) luaL_addstring(&b, ", ");
    lua_rawgeti(L, values, i);
    luaL_addvalue(&b);
  }
  luaL_pushresult(&b);
}

void encoder_string(encoder *e, const schema_node *n, int value,
                    const place *at) {
  lua_State *L = e->L;
  if (lua_type(L, value) != LUA_TSTRING) {
    encoder_wrong_type(e, n, value, at);
    return;
  }
  if (n->values && e->strict) {
    lua_rawgeti(L, e->strings, n->values);
    int values = lua_gettop(L);
    if (!is_allowed(L, values, value)) {
      push_choice(L, values);
      problem_push_got(L, value, n->secret);
      problem_add(&e->problems, at, value, values);
      lua_pop(L, 1);
      return;
    }
    lua_pop(L, 1);
  }
  encoder_put_string(e, value, at);
}
