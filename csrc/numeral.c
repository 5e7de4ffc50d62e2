/* SPDX-License-Identifier: MIT */
#include "numeral.h"

#include <errno.h>
#include <lauxlib.h>
#include <locale.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

/* Every integer below this has a double of its own. */
#define EXACT 9007199254740992.0

/* So many digits fit into 64 bits, whatever they are. */
enum { SHORT_DIGITS = 18 };

static bool is_digit(char ch) {
  return ch >= '0' && ch <= '9';
}

static const char *skip_digits(const char *at, const char *end) {
  while (at < end && is_digit(*at)) at++;
  return at;
}

/* Where the number at `at` ends: one by JSON's grammar, or as lua-cjson takes it
 * ("1.", "-.5"); NULL when it is none. */
static const char *number_end(const char *at, const char *end) {
  const char *start = at < end && *at == '-' ? at + 1 : at;
  const char *p = skip_digits(start, end), *digits;
  bool none = p == start;
  if (!none && *start == '0' && p - start > 1) return NULL;
  if (p < end && *p == '.' && p > at) {
    digits = p + 1;
    p = skip_digits(digits, end);
    if (none && p == digits) return NULL;
  } else if (none) {
    return NULL;
  }
  if (p < end && (*p == 'e' || *p == 'E')) {
    p++;
    if (p < end && (*p == '+' || *p == '-')) p++;
    digits = p;
    if ((p = skip_digits(digits, end)) == digits) return NULL;
  }
  return p;
}

/* The double that a JSON number stands for, whatever the locale. */
static double to_double(lua_State *L, const char *text) {
  text = luaL_gsub(L, text, ".", localeconv()->decimal_point);
  double f = strtod(text, NULL);
  lua_pop(L, 1);
  return f;
}

/* Pushes what the number stands for: exactly, or as near as a double comes to a
 * fraction; else the text itself. */
static void push_number(lua_State *L, const char *text) {
  char *end;
  errno = 0;
  long long i = strtoll(text, &end, 10);
  if (*end == '\0') {
    if (errno == 0 && i >= LUA_MININTEGER && i <= LUA_MAXINTEGER)
      lua_pushinteger(L, (lua_Integer)i);
    else lua_pushstring(L, text);
    return;
  }
  double f = to_double(L, text);
  if (!isfinite(f)) lua_pushstring(L, text);
  else if (f > -EXACT && f < EXACT && f == (double)(lua_Integer)f)
    lua_pushinteger(L, (lua_Integer)f);
  else lua_pushnumber(L, f);
}

const char *numeral_push(lua_State *L, const char *at, const char *end) {
  const char *stop = number_end(at, end), *p = at;
  if (!stop) return NULL;
  bool negative = *p == '-';
  lua_Integer i = 0;
  for (p += negative; p < stop && is_digit(*p); p++) {
    if (stop - p > SHORT_DIGITS) break;
    i = i * 10 + (*p - '0');
  }
  if (p == stop) {
    lua_pushinteger(L, negative ? -i : i);
    return stop;
  }
  push_number(L, lua_pushlstring(L, at, (size_t)(stop - at)));
  lua_remove(L, -2);
  return stop;
}
