/* SPDX-License-Identifier: MIT */
#include "decode.h"

#include <errno.h>
#include <lauxlib.h>
#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "schema.h"

/* What a field takes in a text, more or less: "id":"1", */
enum { LEAST_FIELD = 8 };

/* An answer is read straight into its tables, along the schema where there is
 * one: it tells how many fields a table will have, and has their names as strings
 * already. lua-cjson, which knows neither, reads what has escapes in it; and the
 * whole of what could not be read here, to say what is wrong with it. Numbers are
 * read here because lua-cjson 2.1.0 makes doubles of all, the OpenResty line stops
 * at 64 bits, and both read them as the locale was when they were loaded. */
typedef struct reader {
  lua_State *L;
  const char *at, *end;
  const schema_node *nodes; /* of a schema, its root first; NULL: none */
  const char *envelope;     /* the field it is about; NULL: the whole */
  int strings;              /* stack index of the schema's strings */
  int depth;                /* of tables, one within another */
  int room;                 /* fields that may still be made room for */
  bool escapes;             /* there are any in the text */
} reader;

/* ---- numbers ------------------------------------------------------------ */

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

/* Pushes the number that begins at `at`, by JSON's grammar or as lua-cjson takes
 * it ("1.", "-.5"), and returns where it ends; NULL when there is none. An integer
 * of up to 64 bits, however it is written below 2^53, is an integer; what Lua
 * cannot hold, a longer one or one like 1e400, is the string that it was. */
static const char *push_numeral(lua_State *L, const char *at, const char *end) {
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

/* ---- text ---------------------------------------------------------------- */

static char peek(const reader *r) {
  if (r->at == r->end) return '\0';
  return *r->at;
}

static void skip_space(reader *r) {
  while (r->at < r->end &&
         (*r->at == ' ' || *r->at == '\n' || *r->at == '\t' || *r->at == '\r'))
    r->at++;
}

/* Takes the character, and the space after it, if it comes next. */
static bool take(reader *r, char ch) {
  if (peek(r) != ch) return false;
  r->at++;
  skip_space(r);
  return true;
}

/* ---- strings ------------------------------------------------------------ */

/* The end of the string whose first character is at `at`; NULL when there is
 * none. */
static const char *string_end(const reader *r, const char *at) {
  if (!r->escapes) return memchr(at, '"', (size_t)(r->end - at));
  while (at < r->end && *at != '"') at += *at == '\\' ? 2 : 1;
  return at < r->end ? at : NULL;
}

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

/* The length of the escape at `at`. `half`: it is one of a pair, without the other.
 * A server in JavaScript cuts such out of an emoji; lua-cjson refuses them. */
static size_t escape_length(const char *at, const char *end, bool *half) {
  int code = code_unit(at, end), next;
  *half = code >= 0xd800 && code <= 0xdfff;
  if (code < 0) return end - at > 1 ? 2 : 1;
  if (!*half) return 6;
  next = code < 0xdc00 ? code_unit(at + 6, end) : -1;
  *half = next < 0xdc00 || next > 0xdfff;
  return *half ? 6 : 12;
}

/* The next half of a pair that is without the other; NULL: there is none. */
static const char *find_half(const char *at, const char *end) {
  bool half;
  while ((at = memchr(at, '\\', (size_t)(end - at)))) {
    size_t length = escape_length(at, end, &half);
    if (half) return at;
    at += length;
  }
  return NULL;
}

/* Pushes a text as lua-cjson may see it: each half as U+FFFD, which is as long. */
static void push_prepared(lua_State *L, const char *at, const char *end) {
  static const char replacement[] = "\\ufffd";
  enum { LENGTH = sizeof replacement - 1 };
  luaL_Buffer b;
  const char *half = find_half(at, end);
  if (!half) {
    lua_pushlstring(L, at, (size_t)(end - at));
    return;
  }
  luaL_buffinit(L, &b);
  for (; half; half = find_half(at, end)) {
    luaL_addlstring(&b, at, (size_t)(half - at));
    luaL_addlstring(&b, replacement, LENGTH);
    at = half + LENGTH;
  }
  luaL_addlstring(&b, at, (size_t)(end - at));
  luaL_pushresult(&b);
}

/* Has lua-cjson read the text on top: its value, or its reason, is there instead. */
static bool ask_cjson(lua_State *L) {
  json_push_decode(L);
  lua_insert(L, -2);
  int status = lua_pcall(L, 1, 1, 0);
  if (status == LUA_ERRMEM) lua_error(L);
  return status == LUA_OK;
}

static bool read_string(reader *r) {
  const char *start = r->at + 1, *stop = string_end(r, start);
  if (!stop) return false;
  size_t length = (size_t)(stop - start);
  r->at = stop + 1;
  if (!r->escapes || !memchr(start, '\\', length)) {
    lua_pushlstring(r->L, start, length);
    return true;
  }
  push_prepared(r->L, start - 1, stop + 1);
  return ask_cjson(r->L) && lua_type(r->L, -1) == LUA_TSTRING;
}

/* ---- tables ------------------------------------------------------------- */

static bool read_value(reader *r, const schema_node *n);

static bool is_named(const schema_node *field, const char *name,
                     size_t length) {
  return field->name_length == length && memcmp(field->name, name, length) == 0;
}

/* The field of that name, most often the one at *next; NULL when it is not
 * declared. */
static const schema_node *find_field(const reader *r, const schema_node *n,
                                     const char *name, size_t length,
                                     int *next) {
  const schema_node *fields = &r->nodes[n->child];
  for (int turn = 0; turn < n->count; turn++) {
    int i = *next < n->count ? *next : 0;
    *next = i + 1;
    if (is_named(&fields[i], name, length)) return &fields[i];
  }
  return NULL;
}

/* Pushes the key that comes next, and tells the field that it names, if it is
 * declared. */
static bool read_key(reader *r, const schema_node *n, int *next,
                     const schema_node **field) {
  const char *name = r->at + 1, *stop;
  *field = NULL;
  if (peek(r) != '"') return false;
  if (n && (stop = string_end(r, name))) {
    *field = find_field(r, n, name, (size_t)(stop - name), next);
    if (*field) {
      lua_rawgeti(r->L, r->strings, (*field)->key);
      r->at = stop + 1;
      return true;
    }
  }
  if (!read_string(r)) return false;
  if (r->envelope && r->depth == 1 &&
      strcmp(lua_tostring(r->L, -1), r->envelope) == 0)
    *field = r->nodes;
  return true;
}

/* How many fields to make room for: most of those declared, as a quarter is null
 * at least. They may not be there at all, so that all tables together get no more
 * than a text of that length could need. */
static int take_room(reader *r, const schema_node *n) {
  int count = n ? n->count - n->count / 4 : 0;
  if (count > r->room) return 0;
  r->room -= count;
  return count;
}

/* What is null is absent, and takes away what had the same key before it. */
static bool read_object(reader *r, const schema_node *n) {
  lua_State *L = r->L;
  const schema_node *field;
  int next = 0;
  lua_createtable(L, 0, take_room(r, n));
  if (take(r, '}')) return true;
  do {
    if (!read_key(r, n, &next, &field)) return false;
    skip_space(r);
    if (!take(r, ':') || !read_value(r, field)) return false;
    lua_rawset(L, -3);
    skip_space(r);
  } while (take(r, ','));
  return take(r, '}');
}

/* The items close up over the nulls among them. */
static bool read_array(reader *r, const schema_node *item) {
  lua_State *L = r->L;
  lua_Integer count = 0;
  lua_newtable(L);
  if (take(r, ']')) return true;
  do {
    if (!read_value(r, item)) return false;
    if (lua_isnil(L, -1)) lua_pop(L, 1);
    else lua_rawseti(L, -2, ++count);
    skip_space(r);
  } while (take(r, ','));
  return take(r, ']');
}

static bool read_table(reader *r, const schema_node *n) {
  bool is_list = *r->at == '[';
  bool known = n && (is_list ? n->kind == KIND_ARRAY
                             : n->kind == KIND_OBJECT || n->kind == KIND_MAP);
  if (!known) n = NULL;
  if (++r->depth > JSON_MAX_ANSWER_DEPTH) return false;
  if (!lua_checkstack(r->L, LUA_MINSTACK)) json_no_memory(r->L);
  r->at++;
  skip_space(r);
  bool done = is_list ? read_array(r, n ? &r->nodes[n->child] : NULL)
                      : read_object(r, n);
  r->depth--;
  return done;
}

static bool read_number(reader *r) {
  const char *stop = push_numeral(r->L, r->at, r->end);
  if (stop) r->at = stop;
  return stop != NULL;
}

static bool read_word(reader *r, const char *word, size_t length) {
  if ((size_t)(r->end - r->at) < length || memcmp(r->at, word, length) != 0)
    return false;
  r->at += length;
  return true;
}

/* Pushes the value that comes next; nil for null. `n`: what is declared of it, if
 * anything is. False: it cannot be read, and something is on the stack. */
static bool read_value(reader *r, const schema_node *n) {
  switch (peek(r)) {
    case '"':
      return read_string(r);
    case '{':
    case '[':
      return read_table(r, n);
    case 't':
      lua_pushboolean(r->L, 1);
      return read_word(r, "true", 4);
    case 'f':
      lua_pushboolean(r->L, 0);
      return read_word(r, "false", 5);
    case 'n':
      lua_pushnil(r->L);
      return read_word(r, "null", 4);
    default:
      return read_number(r);
  }
}

/* ---- public ------------------------------------------------------------- */

static bool read_whole(reader *r) {
  const schema_node *root = r->envelope ? NULL : r->nodes;
  skip_space(r);
  if (!read_value(r, root)) return false;
  skip_space(r);
  return r->at == r->end;
}

static void push_reason(lua_State *L, const char *json, size_t length) {
  push_prepared(L, json, json + length);
  if (!ask_cjson(L) && lua_isstring(L, -1)) return;
  lua_pushliteral(L, "it is not JSON");
}

/* Leaves the value, or the reason why there is none, above what was there. */
static bool decode(reader *r, const char *json, size_t length) {
  lua_State *L = r->L;
  int top = lua_gettop(L);
  if (length >= 3 && memcmp(json, "\xEF\xBB\xBF", 3) == 0) /* a BOM */
    json += 3, length -= 3;
  if (length == 0 || memchr(json, '\0', length)) {
    lua_pushstring(L, length ? "it holds a zero byte" : "it is empty");
    return false;
  }
  r->at = json;
  r->end = json + length;
  r->room = (int)(length / LEAST_FIELD);
  r->escapes = memchr(json, '\\', length) != NULL;
  if (read_whole(r)) return true;
  lua_settop(L, top);
  push_reason(L, json, length);
  return false;
}

bool decode_value(lua_State *L, const char *json, size_t length) {
  reader r = {.L = L};
  luaL_checkstack(L, 8, "decode");
  return decode(&r, json, length);
}

/* Whether the value on top is what the root of the schema declares, as far as
 * anyone could tell; else pushes why not. */
static bool has_shape(lua_State *L, const schema *s, const char *name) {
  const schema_node *root = s->nodes;
  int value = lua_gettop(L);
  bool object = root->kind == KIND_OBJECT || root->kind == KIND_MAP;
  if (!object && root->kind != KIND_ARRAY) return true;
  if (!lua_istable(L, value) || (object && json_has_items(L, value))) {
    lua_pushfstring(L, "%s is %s, not %s", name,
                    lua_istable(L, value) ? "an array"
                                          : luaL_typename(L, value),
                    object ? "an object" : "an array");
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
  if (!s) return luaL_error(L, "schema expected") != 0;
  luaL_checkstack(L, 8, "decode");
  lua_getiuservalue(L, type, 1);
  int strings = lua_gettop(L);
  reader r = {
      .L = L, .nodes = s->nodes, .envelope = envelope, .strings = strings};
  bool read = decode(&r, json, length);
  lua_remove(L, strings);
  if (!read) return false;
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
