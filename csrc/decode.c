/* SPDX-License-Identifier: MIT */
#include "marshal.h"

#include <errno.h>
#include <lauxlib.h>
#include <locale.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "schema.h"

/* Every integer below this has a double of its own. */
#define EXACT 9007199254740992.0

enum { LONG_DIGITS = 16, MARK_LENGTH = 24 };

/* lua-cjson 2.1.0 reads every number as a double, the OpenResty line stops at
 * 64 bits, both without a word, and both take the decimal point that the locale
 * had when they were loaded. So a number that is more than a short integer, and
 * every number where the point is not ".", goes through lua-cjson as a string
 * that begins with a mark which no server can foresee, and is put right in the
 * walk that follows. Half of a surrogate pair, which a server in JavaScript cuts
 * out of an emoji and lua-cjson refuses, goes as U+FFFD. */
typedef struct decoder {
  lua_State *L;
  bool all;                   /* mark short integers too */
  char mark[MARK_LENGTH + 1]; /* "" when no number was marked */
} decoder;

/* A search for what lua-cjson must not see as it is: start..stop. */
typedef struct search {
  const char *at, *end;
  bool in_string;
  bool escapes; /* there are any in the text */
  const char *start, *stop;
} search;

/* ---- numbers ------------------------------------------------------------ */

static bool is_digit(char ch) {
  return ch >= '0' && ch <= '9';
}

static bool in_number(char ch) {
  return is_digit(ch) || ch == '.' || ch == 'e' || ch == 'E' || ch == '+' ||
         ch == '-';
}

static const char *skip_digits(const char *at, const char *end) {
  while (at < end && is_digit(*at)) at++;
  return at;
}

/* Whether at..end is a number by JSON's grammar, or as lua-cjson takes it, and to
 * be marked. What else breaks the grammar is left to lua-cjson to refuse. */
static bool is_special(const decoder *d, const char *at, const char *end) {
  const char *start = at < end && *at == '-' ? at + 1 : at;
  const char *p = skip_digits(start, end), *before;
  bool none = p == start; /* lua-cjson takes 1. and -.5 */
  if (!none && *start == '0' && p - start > 1) return false;
  if (p == end) return !none && (d->all || p - start >= LONG_DIGITS);
  if (*p == '.') {
    before = p + 1;
    p = skip_digits(before, end);
    if (none && p == before) return false;
  } else if (none) {
    return false;
  }
  if (p < end && (*p == 'e' || *p == 'E')) {
    p++;
    if (p < end && (*p == '+' || *p == '-')) p++;
    before = p;
    if ((p = skip_digits(before, end)) == before) return false;
  }
  return p == end;
}

/* A number where a key is due must not become a good key. */
static bool is_key(const char *at, const char *end) {
  while (at < end && strchr(" \t\r\n", *at)) at++;
  return at < end && *at == ':';
}

static bool find_number(const decoder *d, search *s) {
  s->start = s->at;
  while (s->at < s->end && in_number(*s->at)) s->at++;
  s->stop = s->at;
  return is_special(d, s->start, s->stop) && !is_key(s->stop, s->end);
}

/* ---- surrogates --------------------------------------------------------- */

/* The code of a \uXXXX, or -1. */
static int code_unit(const char *at, const char *end) {
  static const char digits[] = "0123456789abcdef0123456789ABCDEF";
  int code = 0;
  if (end - at < 6 || at[0] != '\\' || at[1] != 'u') return -1;
  for (int i = 2; i < 6; i++) {
    const char *digit = strchr(digits, at[i]);
    if (!digit) return -1;
    code = code * 16 + (int)((digit - digits) & 15);
  }
  return code;
}

/* Takes the escape that the search stands at: true when it is half a pair. */
static bool find_half(search *s) {
  int code = code_unit(s->at, s->end), next;
  s->start = s->at;
  s->at += code >= 0 ? 6 : s->end - s->at > 1 ? 2 : 1;
  s->stop = s->at;
  if (code < 0xd800 || code > 0xdfff) return false;
  next = code < 0xdc00 ? code_unit(s->at, s->end) : -1;
  if (next < 0xdc00 || next > 0xdfff) return true;
  s->at += 6;
  return false;
}

/* ---- both --------------------------------------------------------------- */

/* What a search has to look at, outside of strings and within them. */
static const bool stops[2][256] = {{['"'] = true,
                                    ['-'] = true,
                                    ['0'] = true,
                                    ['1'] = true,
                                    ['2'] = true,
                                    ['3'] = true,
                                    ['4'] = true,
                                    ['5'] = true,
                                    ['6'] = true,
                                    ['7'] = true,
                                    ['8'] = true,
                                    ['9'] = true},
                                   {['"'] = true, ['\\'] = true}};

static const char *next_stop(const search *s) {
  const bool *stop = stops[s->in_string];
  const char *at = s->at;
  if (s->in_string && !s->escapes) {
    at = memchr(at, '"', (size_t)(s->end - at));
    return at ? at : s->end;
  }
  while (at < s->end && !stop[(unsigned char)*at]) at++;
  return at;
}

static bool find_next(const decoder *d, search *s) {
  for (;;) {
    s->at = next_stop(s);
    if (s->at == s->end) return false;
    if (*s->at == '"') {
      s->in_string = !s->in_string;
      s->at++;
    } else if (s->in_string ? find_half(s) : find_number(d, s)) {
      return true;
    }
  }
}

static void make_mark(decoder *d) {
  static const char digits[] = "0123456789abcdef";
  struct timespec now;
  timespec_get(&now, TIME_UTC);
  uint64_t seed = (uint64_t)now.tv_nsec ^ (uint64_t)(uintptr_t)d->L ^
                  ((uint64_t)now.tv_sec << 32) ^ (uint64_t)(uintptr_t)d;
  for (int i = 0; i < MARK_LENGTH; i++) {
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    d->mark[i] = digits[seed >> 60];
  }
  d->mark[MARK_LENGTH] = '\0';
}

static void add_found(const decoder *d, luaL_Buffer *b, const search *s) {
  if (s->in_string) {
    luaL_addstring(b, "\\ufffd");
    return;
  }
  luaL_addchar(b, '"');
  luaL_addlstring(b, d->mark, MARK_LENGTH);
  luaL_addlstring(b, s->start, (size_t)(s->stop - s->start));
  luaL_addchar(b, '"');
}

/* Pushes the text as lua-cjson may see it. `s` has found the first place. */
static void push_prepared(decoder *d, const char *json, search *s) {
  luaL_Buffer b;
  make_mark(d);
  luaL_buffinit(d->L, &b);
  do {
    luaL_addlstring(&b, json, (size_t)(s->start - json));
    add_found(d, &b, s);
    json = s->stop;
  } while (find_next(d, s));
  luaL_addlstring(&b, json, (size_t)(s->end - json));
  luaL_pushresult(&b);
}

/* The double that a JSON number stands for, whatever the locale. */
static double to_double(lua_State *L, const char *text) {
  text = luaL_gsub(L, text, ".", localeconv()->decimal_point);
  double f = strtod(text, NULL);
  lua_pop(L, 1);
  return f;
}

/* Pushes what a marked string stands for: a number that is exact, or as near
 * as a double comes to a fraction; else the string itself. */
static void push_special(lua_State *L, const char *text) {
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

/* ---- the walk ----------------------------------------------------------- */

static void normalise(const decoder *d, int t);

static bool is_array(lua_State *L, int t) {
  bool found = lua_rawgeti(L, t, 1) != LUA_TNIL;
  lua_pop(L, 1);
  return found;
}

static bool push_integer(lua_State *L, int value) {
  if (lua_isinteger(L, value)) return false;
  lua_Number f = lua_tonumber(L, value);
  if (!(f > -EXACT && f < EXACT) || f != (lua_Number)(lua_Integer)f)
    return false;
  lua_pushinteger(L, (lua_Integer)f);
  return true;
}

/* Pushes what the value at `value` has to be, if it is not that already. A table
 * is put right where it is. */
static bool push_right(const decoder *d, int value) {
  lua_State *L = d->L;
  switch (lua_type(L, value)) {
    case LUA_TNUMBER:
      return push_integer(L, value);
    case LUA_TSTRING: {
      if (!d->mark[0]) return false;
      const char *text = lua_tostring(L, value);
      if (strncmp(text, d->mark, MARK_LENGTH) != 0) return false;
      push_special(L, text + MARK_LENGTH);
      return true;
    }
    case LUA_TLIGHTUSERDATA:
      if (lua_touserdata(L, value)) return false;
      lua_pushnil(L);
      return true;
    case LUA_TTABLE:
      normalise(d, value);
      return false;
    default:
      return false;
  }
}

/* The items move together over the nulls among them. */
static void normalise_array(const decoder *d, int t) {
  lua_State *L = d->L;
  lua_Integer from = 1, to = 1;
  int item = lua_gettop(L) + 1;
  for (; lua_rawgeti(L, t, from) != LUA_TNIL; from++) {
    bool changed = push_right(d, item);
    if (lua_isnil(L, -1)) {
      lua_settop(L, item - 1);
      continue;
    }
    if (changed || to < from) lua_rawseti(L, t, to);
    lua_settop(L, item - 1);
    to++;
  }
  lua_pop(L, 1);
  for (; to < from; to++) {
    lua_pushnil(L);
    lua_rawseti(L, t, to);
  }
}

/* Assigning to a field that is there, nil too, is allowed during lua_next. */
static void normalise_object(const decoder *d, int t) {
  lua_State *L = d->L;
  lua_pushnil(L);
  int key = lua_gettop(L), value = key + 1;
  while (lua_next(L, t)) {
    if (push_right(d, value)) {
      lua_pushvalue(L, key);
      lua_insert(L, -2);
      lua_rawset(L, t);
    }
    lua_settop(L, key);
  }
}

static void normalise(const decoder *d, int t) {
  luaL_checkstack(d->L, 8, "an answer nested too deep");
  if (is_array(d->L, t)) normalise_array(d, t);
  else normalise_object(d, t);
}

/* ---- public ------------------------------------------------------------- */

/* Leaves lua-cjson's value, or its reason, on the stack. */
static bool parse(decoder *d, const char *json, size_t length) {
  lua_State *L = d->L;
  search s = {.at = json,
              .end = json + length,
              .escapes = memchr(json, '\\', length) != NULL};
  marshal_push_decode(L);
  if (find_next(d, &s)) push_prepared(d, json, &s);
  else lua_pushlstring(L, json, length);
  int status = lua_pcall(L, 1, 1, 0);
  if (status == LUA_ERRMEM) lua_error(L);
  if (status != LUA_OK && !lua_isstring(L, -1)) {
    lua_pop(L, 1);
    lua_pushliteral(L, "it is not JSON");
  }
  return status == LUA_OK;
}

bool decode_value(lua_State *L, const char *json, size_t length) {
  decoder d = {.L = L, .all = strcmp(localeconv()->decimal_point, ".") != 0};
  luaL_checkstack(L, 8, "decode");
  if (length == 0 || memchr(json, '\0', length)) {
    lua_pushstring(L, length ? "it holds a zero byte" : "it is empty");
    return false;
  }
  if (!parse(&d, json, length)) return false;
  if (push_right(&d, lua_gettop(L))) lua_remove(L, -2);
  return true;
}

/* Whether the value on top is what the root of the schema declares, as far as
 * anyone could tell; else pushes why not. */
static bool has_shape(lua_State *L, const schema *s, const char *name) {
  const schema_node *root = s->nodes;
  int value = lua_gettop(L);
  if (root->kind != KIND_OBJECT && root->kind != KIND_ARRAY) return true;
  if (!lua_istable(L, value) ||
      (root->kind == KIND_OBJECT && is_array(L, value))) {
    lua_pushfstring(L, "%s is %s, not %s", name,
                    lua_istable(L, value) ? "an array"
                                          : luaL_typename(L, value),
                    root->kind == KIND_OBJECT ? "an object" : "an array");
    return false;
  }
  for (int i = 0; i < root->count; i++) {
    const schema_node *field = &s->nodes[root->child + i];
    if (!field->required || strcmp(field->name, "id") != 0) continue;
    lua_pushliteral(L, "id");
    bool there = lua_rawget(L, value) != LUA_TNIL;
    lua_pop(L, 1);
    if (there) continue;
    lua_pushfstring(L, "%s has no id", name);
    return false;
  }
  return true;
}

bool decode_answer(lua_State *L, int type, const char *envelope,
                   const char *json, size_t length) {
  const schema *s = schema_test(L, type);
  if (!decode_value(L, json, length)) return false;
  if (!envelope) return has_shape(L, s, "it");
  int whole = lua_gettop(L);
  if (!lua_istable(L, whole)) {
    lua_pushfstring(L, "it is %s, not an object", luaL_typename(L, whole));
    return false;
  }
  lua_pushstring(L, envelope);
  lua_rawget(L, whole);
  lua_remove(L, whole);
  if (!lua_isnil(L, -1)) return has_shape(L, s, envelope);
  lua_pushfstring(L, "it has no field %s", envelope);
  return false;
}
