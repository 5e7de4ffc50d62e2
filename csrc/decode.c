/* SPDX-License-Identifier: MIT */
#include "marshal.h"

#include <errno.h>
#include <lauxlib.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "schema.h"

/* Every integer up to here has a double of its own. */
#define EXACT 9007199254740992.0

enum { LONG_DIGITS = 16, MARK_LENGTH = 24 };

/* lua-cjson 2.1.0 reads every number as a double, and the OpenResty line stops
 * at 64 bits, both without a word. So an integer that a double cannot hold
 * goes through lua-cjson as a string that begins with a mark which no server
 * can foresee, and is put right in the walk that follows. */
typedef struct decoder {
  lua_State *L;
  char mark[MARK_LENGTH + 1]; /* "" when no number was marked */
} decoder;

/* ---- long integers ------------------------------------------------------ */

static bool is_digit(char ch) {
  return ch >= '0' && ch <= '9';
}

static bool in_number(char ch) {
  return is_digit(ch) || ch == '.' || ch == 'e' || ch == 'E' || ch == '+' ||
         ch == '-';
}

/* The end of a JSON string whose opening quote is at `at`. */
static const char *skip_string(const char *at, const char *end) {
  for (at++; at < end && *at != '"'; at++)
    if (*at == '\\') at++;
  return at < end ? at + 1 : end;
}

/* Whether the number token is an integer that a double might not hold. */
static bool is_long(const char *at, const char *end) {
  if (at < end && *at == '-') at++;
  if (end - at < LONG_DIGITS || *at == '0') return false;
  for (const char *p = at; p < end; p++)
    if (!is_digit(*p)) return false;
  return true;
}

/* The next long integer from `at` on: its start, and `*stop` behind it. */
static const char *find_long(const char *at, const char *end,
                             const char **stop) {
  while (at < end) {
    if (*at == '"') {
      at = skip_string(at, end);
    } else if (is_digit(*at) || *at == '-') {
      const char *start = at;
      while (at < end && in_number(*at)) at++;
      *stop = at;
      if (is_long(start, at)) return start;
    } else {
      at++;
    }
  }
  return NULL;
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

/* Pushes the text with its long integers marked. `at`, `stop`: the first. */
static void push_marked(decoder *d, const char *json, const char *end,
                        const char *at, const char *stop) {
  luaL_Buffer b;
  make_mark(d);
  luaL_buffinit(d->L, &b);
  while (at) {
    luaL_addlstring(&b, json, (size_t)(at - json));
    luaL_addchar(&b, '"');
    luaL_addlstring(&b, d->mark, MARK_LENGTH);
    luaL_addlstring(&b, at, (size_t)(stop - at));
    luaL_addchar(&b, '"');
    json = stop;
    at = find_long(json, end, &stop);
  }
  luaL_addlstring(&b, json, (size_t)(end - json));
  luaL_pushresult(&b);
}

/* Pushes what a marked string stands for: an integer where 64 bits hold it,
 * else the digits as a string. */
static void push_long(lua_State *L, const char *digits) {
  char *end;
  errno = 0;
  long long i = strtoll(digits, &end, 10);
  if (errno == 0 && *end == '\0' && i >= LUA_MININTEGER && i <= LUA_MAXINTEGER)
    lua_pushinteger(L, (lua_Integer)i);
  else lua_pushstring(L, digits);
}

/* ---- the walk ----------------------------------------------------------- */

static void normalise(const decoder *d, int t);

/* Puts right the value at `value`; true when it was replaced on the stack. */
static bool replace(const decoder *d, int value) {
  lua_State *L = d->L;
  switch (lua_type(L, value)) {
    case LUA_TNUMBER: {
      lua_Number f;
      if (lua_isinteger(L, value)) return false;
      f = lua_tonumber(L, value);
      if (!(f >= -EXACT && f <= EXACT) || f != (lua_Number)(lua_Integer)f)
        return false;
      lua_pushinteger(L, (lua_Integer)f);
      break;
    }
    case LUA_TSTRING: {
      if (!d->mark[0]) return false;
      const char *text = lua_tostring(L, value);
      if (strncmp(text, d->mark, MARK_LENGTH) != 0) return false;
      push_long(L, text + MARK_LENGTH);
      break;
    }
    case LUA_TLIGHTUSERDATA:
      if (lua_touserdata(L, value)) return false;
      lua_pushnil(L);
      break;
    case LUA_TTABLE:
      normalise(d, value);
      return false;
    default:
      return false;
  }
  lua_replace(L, value);
  return true;
}

/* Moves the items of an array of `last` together over the nulls in it. */
static void close_ranks(lua_State *L, int t, lua_Integer last) {
  lua_Integer to = 0;
  for (lua_Integer from = 1; from <= last; from++) {
    if (lua_rawgeti(L, t, from) == LUA_TNIL) lua_pop(L, 1);
    else lua_rawseti(L, t, ++to);
  }
  while (to < last) {
    lua_pushnil(L);
    lua_rawseti(L, t, ++to);
  }
}

/* Assigning to a field that is there, nil too, is allowed during lua_next. */
static void normalise(const decoder *d, int t) {
  lua_State *L = d->L;
  lua_Integer last = 0;
  bool holes = false;
  luaL_checkstack(L, 8, "an answer nested too deep");
  lua_pushnil(L);
  while (lua_next(L, t)) {
    int value = lua_gettop(L), key = value - 1;
    bool is_item = lua_isinteger(L, key);
    if (is_item && lua_tointeger(L, key) > last) last = lua_tointeger(L, key);
    if (!replace(d, value)) {
      lua_pop(L, 1);
      continue;
    }
    holes = holes || (is_item && lua_isnil(L, value));
    lua_pushvalue(L, key);
    lua_insert(L, -2);
    lua_rawset(L, t);
  }
  if (holes) close_ranks(L, t, last);
}

/* ---- public ------------------------------------------------------------- */

/* Leaves lua-cjson's value, or its reason, on the stack. */
static bool parse(decoder *d, const char *json, size_t length) {
  lua_State *L = d->L;
  const char *stop, *at = find_long(json, json + length, &stop);
  marshal_push_decode(L);
  if (at) push_marked(d, json, json + length, at, stop);
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
  decoder d = {.L = L};
  luaL_checkstack(L, 8, "decode");
  if (length == 0 || memchr(json, '\0', length)) {
    lua_pushstring(L, length ? "it holds a zero byte" : "it is empty");
    return false;
  }
  if (!parse(&d, json, length)) return false;
  replace(&d, lua_gettop(L));
  return true;
}

static bool is_array(lua_State *L, int t) {
  bool found = lua_rawgeti(L, t, 1) != LUA_TNIL;
  lua_pop(L, 1);
  return found;
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
