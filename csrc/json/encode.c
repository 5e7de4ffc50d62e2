/* SPDX-License-Identifier: MIT */
#include "encode.h"

#include <lauxlib.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/multipart.h"
#include "base/percent.h"
#include "base/utf8.h"
#include "json.h"
#include "schema.h"
#include "validation.h"

/* Lives on the C stack for one walk over one body. */
typedef struct encoder {
  lua_State *L;
  const schema *s;
  buf *out;
  bool strict;
  bool query;           /* it is one: nothing is sent of an empty list */
  int status;           /* of buf_append; the first that was not BUF_OK stays */
  int strings;          /* stack index of the schema's strings */
  int unions;           /* how many the value is in that is walked */
  const char *boundary; /* of a form; NULL: it is none */
  file_source *file;    /* the form's */
  validation validation;
} encoder;

#define PUT(e, literal) put(e, literal, sizeof(literal) - 1)

/* ---- strings and numbers ------------------------------------------------- */

static void put(encoder *e, const char *bytes, size_t n) {
  if (e->status == BUF_OK) e->status = buf_append(e->out, bytes, n);
}

/* `expected` NULL: what the node declares. */
static void refuse_value(encoder *e, const schema_node *n, const char *expected,
                         int value, const json_path *at) {
  if (expected) lua_pushstring(e->L, expected);
  else schema_push_expected(e->L, e->s, n);
  validation_push_got(e->L, value, n->secret);
  validation_add(&e->validation, at, 0, 0);
}

static void refuse_type(encoder *e, const schema_node *n, int value,
                        const json_path *at) {
  if (e->validation.silent)
    validation_count(&e->validation, validation_nearness(at, false));
  else refuse_value(e, n, NULL, value, at);
}

static void refuse(encoder *e, const char *expected, const char *got,
                   const json_path *at) {
  lua_pushstring(e->L, expected);
  lua_pushstring(e->L, got);
  validation_add(&e->validation, at, 0, 0);
}

static void refuse_key(encoder *e, const char *expected, int key,
                       const json_path *at) {
  lua_pushstring(e->L, expected);
  validation_push_got(e->L, key, false);
  lua_pushfstring(e->L, "the key %s", lua_tostring(e->L, -1));
  lua_remove(e->L, -2);
  validation_add(&e->validation, at, 0, 0);
}

static void put_string(encoder *e, int value, const json_path *at) {
  lua_State *L = e->L;
  size_t length, bad;
  const char *text = lua_tolstring(L, value, &length);
  switch (utf8_check(text, length, &bad)) {
    case UTF8_PLAIN:
      PUT(e, "\"");
      put(e, text, length);
      PUT(e, "\"");
      return;
    case UTF8_ESCAPE:
      json_push_encode(L);
      lua_pushvalue(L, value);
      lua_call(L, 1, 1);
      text = lua_tolstring(L, -1, &length);
      put(e, text, length);
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
  validation_add(&e->validation, at, 0, 0);
}

static void put_integer(encoder *e, lua_Integer i) {
  char digits[24];
  char *at = digits + sizeof digits;
  lua_Unsigned left = i < 0 ? 0u - (lua_Unsigned)i : (lua_Unsigned)i;
  do *--at = (char)('0' + left % 10);
  while (left /= 10);
  if (i < 0) *--at = '-';
  put(e, at, (size_t)(digits + sizeof digits - at));
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
  put(e, digits, (size_t)point);
  if (i > point) PUT(e, ".");
  put(e, digits + i, (size_t)(n - i));
}

/* An integral float is as good an integer as any: 10.0 goes as 10. */
static void put_number(encoder *e, int value) {
  int integral;
  lua_Integer i = lua_tointegerx(e->L, value, &integral);
  if (integral) put_integer(e, i);
  else put_float(e, lua_tonumber(e->L, value));
}

/* Whether a value is one of those that the node lists; a problem is noted when
 * not. */
static bool is_listed(encoder *e, const schema_node *n, int value,
                      const json_path *at) {
  lua_State *L = e->L;
  if (!e->strict) return true;
  lua_rawgeti(L, e->strings, n->values);
  int values = lua_gettop(L);
  bool listed = validation_is_listed(L, values, value);
  if (!listed) {
    validation_push_choice(L, values);
    validation_push_got(L, value, n->secret);
    validation_add(&e->validation, at, value, values);
  }
  lua_pop(L, 1);
  return listed;
}

/* What is a date of 2001 or later in seconds, and in milliseconds one of the
 * first weeks of 1970, which nobody means. */
static bool is_in_seconds(const schema_node *n, lua_Integer i) {
  return n->date && i >= 1000000000 && i < 100000000000;
}

/* Notes that a value, or how much there is of it, is beyond the node's limits. What is
 * on top tells what came, and is popped. */
static void refuse_bounds(encoder *e, const schema_node *n,
                          const json_path *at) {
  schema_push_bounds(e->L, e->s, n);
  lua_insert(e->L, -2);
  validation_add(&e->validation, at, 0, 0);
}

static bool is_beyond(const encoder *e, const schema_node *n, double value) {
  return e->strict && n->bounded && (value < n->min || value > n->max);
}

static void number(encoder *e, const schema_node *n, int value,
                   const json_path *at) {
  lua_State *L = e->L;
  int integral;
  if (lua_type(L, value) != LUA_TNUMBER) {
    refuse_type(e, n, value, at);
    return;
  }
  if (!isfinite(lua_tonumber(L, value))) {
    refuse_value(e, n, "a finite number", value, at);
    return;
  }
  lua_Integer i = lua_tointegerx(L, value, &integral);
  if (e->strict && n->kind == KIND_INT32 &&
      (!integral || i < INT32_MIN || i > INT32_MAX)) {
    static const char range[] =
        "an integer from -2147483648 to 2147483647 (int32)";
    bool large = integral || fabs(lua_tonumber(L, value)) > INT32_MAX;
    refuse_value(e, n, large ? range : NULL, value, at);
  } else if (e->strict && n->kind == KIND_INTEGER && !integral) {
    refuse_type(e, n, value, at);
  } else if (e->strict && integral && is_in_seconds(n, i)) {
    refuse_value(e, n, "Unix milliseconds", value, at);
  } else if (is_beyond(e, n, (double)lua_tonumber(L, value))) {
    validation_push_got(L, value, n->secret);
    refuse_bounds(e, n, at);
  } else if (!n->values || is_listed(e, n, value, at)) {
    put_number(e, value);
  }
}

/* As RFC 3339 has it: 2026-01-31T09:30:00Z, 2026-01-31T09:30:00.5+01:00. */
static bool is_moment(const char *text, size_t length) {
  static const char digits[] = "0123456789", shape[] = "dddd-dd-ddTdd:dd:dd";
  for (size_t i = 0; i + 1 < sizeof shape; i++, text++) {
    bool same = shape[i] == 'd'
                    ? *text >= '0' && *text <= '9'
                    : (*text == shape[i] || *text == (shape[i] | 32));
    if (!same) return false;
  }
  length -= sizeof shape - 1;
  size_t fraction = *text == '.' ? 1 + strspn(text + 1, digits) : 0;
  if (fraction == 1) return false;
  text += fraction;
  length -= fraction;
  if (*text == 'Z' || *text == 'z') return length == 1;
  return length == 6 && (*text == '+' || *text == '-') && text[3] == ':' &&
         strspn(text + 1, digits) == 2 && strspn(text + 4, digits) == 2;
}

/* Whether a string is as long, and looks, as the node says; a problem is noted when
 * not. The text is valid UTF-8, or is refused as it is written. */
static bool fits(encoder *e, const schema_node *n, int value,
                 const json_path *at) {
  lua_State *L = e->L;
  size_t length, characters = 0;
  const char *text = lua_tolstring(L, value, &length);
  if (!e->strict) return true;
  if (n->moment && !is_moment(text, length)) {
    refuse_value(e, n, "a date and time such as 2026-01-31T09:30:00Z", value,
                 at);
    return false;
  }
  if (!n->bounded) return true;
  for (size_t i = 0; i < length; i++)
    characters += ((unsigned char)text[i] & 0xC0) != 0x80;
  if (!is_beyond(e, n, (double)characters)) return true;
  schema_push_count(L, n, (lua_Integer)characters);
  refuse_bounds(e, n, at);
  return false;
}

static void string(encoder *e, const schema_node *n, int value,
                   const json_path *at) {
  if (lua_type(e->L, value) != LUA_TSTRING) refuse_type(e, n, value, at);
  else if (fits(e, n, value, at) && (!n->values || is_listed(e, n, value, at)))
    put_string(e, value, at);
}

/* ---- tables ------------------------------------------------------------- */

static void value_at(encoder *e, const schema_node *n, int value,
                     const json_path *at);

static const schema_node anything = {.kind = KIND_ANY};

/* Whether a table can be read at all; a problem is noted when not. */
static bool enter(encoder *e, int t, const json_path *at) {
  lua_State *L = e->L;
  if (!lua_checkstack(L, 16)) json_no_memory(L); /* depth is bounded below */
  for (const json_path *up = at->up; up; up = up->up)
    if (up->table == at->table) {
      refuse(e, "a table without cycles", "a table that contains itself", at);
      return false;
    }
  if (at->depth > JSON_MAX_BODY_DEPTH) {
    refuse(e, "at most 32 levels of tables", "more", at);
    return false;
  }
  if (luaL_getmetafield(L, t, "__pairs") != LUA_TNIL) {
    lua_pop(L, 1);
    refuse(e, "a plain table", "a table whose fields are behind __pairs", at);
    return false;
  }
  return true;
}

/* How far an array may be walked beyond its number of items, in search of all
 * that is wrong with them. */
enum { MOST_HOLES = 64 };

/* The highest index of a table; its other keys are noted as problems. */
static lua_Integer last_index(encoder *e, int t, lua_Integer *count,
                              const json_path *at) {
  lua_State *L = e->L;
  lua_Integer last = 0;
  lua_pushnil(L);
  while (lua_next(L, t)) {
    lua_pop(L, 1);
    lua_Integer key = lua_isinteger(L, -1) ? lua_tointeger(L, -1) : 0;
    if (key > last) last = key;
    if (key > 0) ++*count;
    else refuse_key(e, "an array (the keys 1 to n)", lua_gettop(L), at);
  }
  return last;
}

static void items(encoder *e, const schema_node *item, int t,
                  const json_path *at) {
  lua_State *L = e->L;
  lua_Integer count = 0, last = last_index(e, t, &count, at);
  bool hole = false;
  if (last - count > MOST_HOLES) last = count + MOST_HOLES;
  for (lua_Integer i = 1; i <= last; i++) {
    bool there = lua_rawgeti(L, t, i) != LUA_TNIL;
    json_path inside = {.up = at,
                        .index = i,
                        .table = lua_topointer(L, -1),
                        .depth = at->depth + 1};
    if (i > 1) PUT(e, ",");
    if (there) value_at(e, item, lua_gettop(L), &inside);
    else if (!hole) refuse(e, "an array without holes", "nothing", &inside);
    hole = hole || !there;
    lua_pop(L, 1);
  }
}

/* Notes each string or number that is in the array a second time. */
static void find_repeated(encoder *e, const schema_node *n, int t,
                          const json_path *at) {
  lua_State *L = e->L;
  lua_Integer count = (lua_Integer)lua_rawlen(L, t);
  lua_newtable(L);
  int seen = lua_gettop(L);
  for (lua_Integer i = 1; i <= count; i++) {
    int type = lua_rawgeti(L, t, i);
    json_path inside = {.up = at, .index = i, .depth = at->depth + 1};
    bool compared = type == LUA_TSTRING ||
                    (type == LUA_TNUMBER && !isnan(lua_tonumber(L, -1)));
    lua_pushvalue(L, -1);
    if (compared && lua_rawget(L, seen) != LUA_TNIL) {
      lua_pushliteral(L, "no item twice");
      validation_push_got(L, seen + 1, n->secret);
      lua_pushfstring(L, "%s again", lua_tostring(L, -1));
      lua_remove(L, -2);
      validation_add(&e->validation, &inside, 0, 0);
    } else if (compared) {
      lua_pushvalue(L, seen + 1);
      lua_pushboolean(L, 1);
      lua_rawset(L, seen);
    }
    lua_settop(L, seen);
  }
  lua_pop(L, 1);
}

/* What is declared of an array beside its items. */
static void check_array(encoder *e, const schema_node *n, int t,
                        const json_path *at) {
  lua_Integer count = (lua_Integer)lua_rawlen(e->L, t);
  if (is_beyond(e, n, (double)count)) {
    schema_push_count(e->L, n, count);
    refuse_bounds(e, n, at);
  } else if (e->query && n->required && count == 0) {
    refuse(e, "at least one item (it is required)", "an empty array", at);
  }
  if (e->strict && n->unique) find_repeated(e, n, t, at);
}

static void array(encoder *e, const schema_node *n, int value,
                  const json_path *at) {
  const schema_node *item =
      n->kind == KIND_ARRAY ? &e->s->nodes[n->child] : &anything;
  if (!lua_istable(e->L, value) || json_is_object(e->L, value)) {
    refuse_type(e, n, value, at);
    return;
  }
  if (!enter(e, value, at)) return;
  check_array(e, n, value, at);
  PUT(e, "[");
  items(e, item, value, at);
  PUT(e, "]");
}

/* A required array that was left out goes as [], but not where it tells which
 * alternative is meant; anything else must be there. */
static bool left_out(encoder *e, const schema_node *field, int t,
                     const json_path *at) {
  if (!field->required) return false;
  if (field->kind == KIND_ARRAY && e->unions == 0 && !e->query) return true;
  schema_push_expected(e->L, e->s, field);
  if (luaL_getmetafield(e->L, t, "__index") != LUA_TNIL) {
    lua_pop(e->L, 1);
    lua_pushliteral(e->L, "nothing (what is behind __index is not read)");
  } else {
    lua_pushliteral(e->L, "nothing (it is required)");
  }
  validation_add(&e->validation, at, 0, 0);
  return false;
}

static const schema_node *find_field(const encoder *e, const schema_node *n,
                                     int key) {
  size_t length;
  if (lua_type(e->L, key) != LUA_TSTRING) return NULL;
  const char *name = lua_tolstring(e->L, key, &length);
  for (int i = 0; i < n->count; i++) {
    const schema_node *field = &e->s->nodes[n->child + i];
    if (field->name_length == length && memcmp(field->name, name, length) == 0)
      return field;
  }
  return NULL;
}

static int push_field_names(const encoder *e, const schema_node *n) {
  lua_createtable(e->L, n->count, 0);
  for (int i = 0; i < n->count; i++) {
    lua_rawgeti(e->L, e->strings, e->s->nodes[n->child + i].key);
    lua_rawseti(e->L, -2, i + 1);
  }
  return lua_gettop(e->L);
}

static void unknown_field(encoder *e, const schema_node *n, int key,
                          const json_path *at) {
  lua_State *L = e->L;
  int candidates = push_field_names(e, n);
  lua_pushliteral(L, "a known field");
  lua_pushliteral(L, "an unknown one");
  validation_add(&e->validation, at, key, candidates);
  lua_pop(L, 1);
}

/* Writes, or refuses, the fields of a table that the schema doesn't name. */
static void other_fields(encoder *e, const schema_node *n, int t, bool first,
                         const json_path *at) {
  lua_State *L = e->L;
  const schema_node *inner =
      n->kind == KIND_MAP ? &e->s->nodes[n->child] : &anything;
  int top = lua_gettop(L);
  lua_pushnil(L);
  while (lua_next(L, t)) {
    int value = lua_gettop(L), key = value - 1;
    if (find_field(e, n, key)) {
      lua_pop(L, 1);
      continue;
    }
    json_path inside = {
        .up = at, .table = lua_topointer(L, value), .depth = at->depth + 1};
    if (lua_type(L, key) == LUA_TSTRING) {
      inside.name = lua_tolstring(L, key, &inside.name_length);
      if (e->strict && n->kind == KIND_OBJECT) {
        unknown_field(e, n, key, &inside);
      } else {
        if (!first) PUT(e, ",");
        first = false;
        put_string(e, key, &inside);
        PUT(e, ":");
        value_at(e, inner, value, &inside);
      }
    } else {
      refuse_key(e, "named fields", key, at);
    }
    lua_settop(L, key);
  }
  lua_settop(L, top);
}

static int count_pairs(lua_State *L, int t) {
  int count = 0;
  lua_pushnil(L);
  while (lua_next(L, t)) {
    lua_pop(L, 1);
    count++;
  }
  return count;
}

static void object(encoder *e, const schema_node *n, int t,
                   const json_path *at) {
  lua_State *L = e->L;
  int written = 0, known = 0;
  if (!enter(e, t, at)) return;
  PUT(e, "{");
  for (int i = 0; i < n->count; i++) {
    const schema_node *field = &e->s->nodes[n->child + i];
    lua_rawgeti(L, e->strings, field->key);
    bool there = lua_rawget(L, t) != LUA_TNIL;
    json_path inside = {.up = at,
                        .name = field->name,
                        .name_length = field->name_length,
                        .table = lua_topointer(L, -1),
                        .depth = at->depth + 1};
    bool empty = !there && left_out(e, field, t, &inside);
    known += there;
    if (there || empty) {
      size_t comma = written++ ? 0 : 1;
      put(e, field->label + comma, field->label_length - comma);
    }
    if (there) value_at(e, field, lua_gettop(L), &inside);
    else if (empty) PUT(e, "[]");
    lua_pop(L, 1);
  }
  if (count_pairs(L, t) > known) other_fields(e, n, t, !written, at);
  PUT(e, "}");
}

static void object_or_not(encoder *e, const schema_node *n, int value,
                          const json_path *at) {
  if (lua_istable(e->L, value) && !json_has_items(e->L, value))
    object(e, n, value, at);
  else refuse_type(e, n, value, at);
}

/* A table that no schema describes is an array when it has a first item or
 * nothing at all (ClickUp's empty tables are lists), unless it is marked. */
static void any_table(encoder *e, int t, const json_path *at) {
  lua_State *L = e->L;
  bool is_array = json_has_items(L, t);
  if (!is_array) {
    lua_pushnil(L);
    is_array = !lua_next(L, t);
    if (!is_array) lua_pop(L, 2);
  }
  if (is_array && !json_is_object(L, t)) array(e, &anything, t, at);
  else object(e, &anything, t, at);
}

static void any(encoder *e, const schema_node *n, int value,
                const json_path *at) {
  static const schema_node free_number = {.kind = KIND_NUMBER};
  switch (lua_type(e->L, value)) {
    case LUA_TSTRING:
      put_string(e, value, at);
      break;
    case LUA_TNUMBER:
      number(e, &free_number, value, at);
      break;
    case LUA_TBOOLEAN:
      if (lua_toboolean(e->L, value)) PUT(e, "true");
      else PUT(e, "false");
      break;
    case LUA_TTABLE:
      any_table(e, value, at);
      break;
    default:
      refuse_type(e, n, value, at);
  }
}

static bool is_null(lua_State *L, int value) {
  return lua_islightuserdata(L, value) && !lua_touserdata(L, value);
}

/* Writes the value as the first alternative that takes it; when none does, the
 * problems are those of the alternative that it is nearest to. */
static void any_of(encoder *e, const schema_node *n, int value,
                   const json_path *at) {
  const schema_node *alternatives = &e->s->nodes[n->child], *nearest = NULL;
  validation outer = e->validation, best = {.L = e->L};
  size_t start = e->out->size;
  int status = e->status;
  e->unions++;
  for (int i = 0; i < n->count; i++) {
    e->validation = (validation){.L = e->L, .silent = true};
    value_at(e, &alternatives[i], value, at);
    if (e->validation.found == 0) {
      e->validation = outer;
      e->unions--;
      return;
    }
    if (!nearest || validation_is_nearer(&e->validation, &best)) {
      nearest = &alternatives[i];
      best = e->validation;
    }
    e->out->size = start;
    e->status = status;
  }
  e->validation = outer;
  if (nearest && best.nearness > validation_nearness(at, false))
    value_at(e, nearest, value, at);
  else refuse_type(e, n, value, at);
  e->unions--;
}

static void file(encoder *e, const schema_node *n, int value,
                 const json_path *at) {
  if (!e->file || !lua_istable(e->L, value)) {
    schema_node hidden = *n; /* it may be what the file holds */
    hidden.secret = true;
    refuse_type(e, &hidden, value, at);
    return;
  }
  e->file->field = n->name;
  file_read(&e->validation, value, at, e->file);
}

/* A body itself is never null, unless its type says so. */
static void null(encoder *e, const schema_node *n, int value,
                 const json_path *at) {
  bool takes = n->nullable || n->kind == KIND_ANY || n->kind == KIND_NULL;
  bool may = !e->strict && at->up && n->kind != KIND_FILE;
  if (takes || may) PUT(e, "null");
  else refuse_type(e, n, value, at);
}

static void boolean(encoder *e, const schema_node *n, int value,
                    const json_path *at) {
  if (lua_isboolean(e->L, value)) any(e, n, value, at);
  else refuse_type(e, n, value, at);
}

static void value_at(encoder *e, const schema_node *n, int value,
                     const json_path *at) {
  static void (*const writers[])(encoder *, const schema_node *, int,
                                 const json_path *) = {
      [KIND_ANY] = any,           [KIND_STRING] = string,
      [KIND_BOOLEAN] = boolean,   [KIND_INT32] = number,
      [KIND_INTEGER] = number,    [KIND_NUMBER] = number,
      [KIND_ARRAY] = array,       [KIND_OBJECT] = object_or_not,
      [KIND_MAP] = object_or_not, [KIND_UNION] = any_of,
      [KIND_NULL] = refuse_type, /* any other value than null */
      [KIND_FILE] = file};
  /* a union that does not take null may have an alternative that does */
  bool settled = n->kind != KIND_UNION || n->nullable;
  if (settled && is_null(e->L, value)) null(e, n, value, at);
  else writers[n->kind](e, n, value, at);
}

/* ---- public ------------------------------------------------------------- */

static encoder begin(lua_State *L, int type, bool strict, buf *out) {
  encoder e = {.L = L, .out = out, .strict = strict, .validation = {.L = L}};
  e.s = schema_test(L, type);
  luaL_checkstack(L, 16, "encode");
  lua_getiuservalue(L, type, 1);
  e.strings = lua_gettop(L);
  return e;
}

static bool finish(encoder *e, const char *limit, const json_path *body) {
  lua_State *L = e->L;
  if (e->status == BUF_NOMEM) json_no_memory(L);
  if (e->status == BUF_FULL) {
    lua_pushfstring(L, limit, (LUAI_UACINT)e->out->max);
    lua_pushliteral(L, "more");
    validation_add(&e->validation, body, 0, 0);
  }
  lua_remove(L, e->strings);
  return validation_finish(&e->validation);
}

bool encode_value(lua_State *L, int type, int value, bool strict, buf *out) {
  value = lua_absindex(L, value);
  encoder e = begin(L, type, strict, out);
  json_path body = {.table = lua_topointer(L, value), .depth = 1};
  value_at(&e, e.s->nodes, value, &body);
  return finish(&e, "at most %I bytes of JSON", &body);
}

static void put_escaped(encoder *e, const char *text, size_t length) {
  if (e->status == BUF_OK) e->status = percent_encode(e->out, text, length);
}

/* Behind the content of one part of a form the next one begins. */
static void put_part(encoder *e, const multipart_part *part) {
  if (e->status == BUF_OK)
    e->status = multipart_begin(e->out, e->boundary, part);
}

static void put_name(encoder *e, const json_path *at, bool brackets,
                     size_t start) {
  if (e->boundary) {
    multipart_part part = {.name = at->name, .name_length = at->name_length};
    put_part(e, &part);
    return;
  }
  if (e->out->size == start) PUT(e, "?");
  else PUT(e, "&");
  put_escaped(e, at->name, at->name_length);
  if (brackets) PUT(e, "%5B%5D");
  PUT(e, "=");
}

/* The parameter "name=value", or a part of a form: a string as it is, anything else
 * as in JSON. What is null has no place there. */
static void put_parameter(encoder *e, const json_path *at, bool brackets,
                          int value, size_t start) {
  size_t length;
  const char *text;
  if (is_null(e->L, value)) return;
  if (lua_istable(e->L, value)) {
    refuse(e, "a string, number or boolean", "a table", at);
    return;
  }
  put_name(e, at, brackets, start);
  if (lua_type(e->L, value) == LUA_TSTRING) {
    lua_pushvalue(e->L, value);
  } else {
    size_t before = e->out->size;
    any(e, &anything, value, at);
    lua_pushlstring(e->L, e->out->data + before, e->out->size - before);
    e->out->size = before;
  }
  text = lua_tolstring(e->L, -1, &length);
  if (e->boundary) put(e, text, length);
  else put_escaped(e, text, length);
  lua_pop(e->L, 1);
}

/* A list goes as one parameter for each item: "name=a&name=b", or with name[]. */
static void put_pair(encoder *e, const schema_node *field, int name, int value,
                     size_t start, const json_path *query) {
  lua_State *L = e->L;
  if (field && field->kind == KIND_FILE) return;
  json_path at = {.up = query, .depth = 2};
  at.name = lua_tolstring(L, name, &at.name_length);
  if (!field || field->kind != KIND_ARRAY || !lua_istable(L, value)) {
    put_parameter(e, &at, false, value, start);
    return;
  }
  lua_Integer count = (lua_Integer)lua_rawlen(L, value);
  for (lua_Integer i = 1; i <= count; i++) {
    lua_rawgeti(L, value, i);
    put_parameter(e, &at, field->brackets, lua_gettop(L), start);
    lua_pop(L, 1);
  }
}

/* The declared parameters in their order, then what others there are. */
static void put_pairs(encoder *e, const schema_node *n, int t,
                      const json_path *at) {
  lua_State *L = e->L;
  size_t start = e->out->size;
  for (int i = 0; i < n->count; i++) {
    const schema_node *field = &e->s->nodes[n->child + i];
    lua_rawgeti(L, e->strings, field->key);
    lua_pushvalue(L, -1);
    if (lua_rawget(L, t) != LUA_TNIL)
      put_pair(e, field, lua_gettop(L) - 1, lua_gettop(L), start, at);
    lua_pop(L, 2);
  }
  lua_pushnil(L);
  while (lua_next(L, t)) {
    int value = lua_gettop(L);
    if (!find_field(e, n, value - 1))
      put_pair(e, NULL, value - 1, value, start, at);
    lua_pop(L, 1);
  }
}

/* Writes the pairs of a table that encode_value would take: the JSON is only a
 * check, and not kept. */
static void put_checked_pairs(encoder *e, int t, const json_path *at) {
  size_t before = e->out->size;
  object_or_not(e, e->s->nodes, t, at);
  e->out->size = before;
  if (e->status == BUF_FULL) e->status = BUF_OK;
  if (!e->validation.found) put_pairs(e, e->s->nodes, t, at);
}

bool encode_query(lua_State *L, int type, int value, bool strict,
                  const char *name, buf *out) {
  value = lua_absindex(L, value);
  encoder e = begin(L, type, strict, out);
  e.query = true;
  json_path query = {
      .name = name, .table = lua_topointer(L, value), .depth = 1};
  put_checked_pairs(&e, value, &query);
  return finish(&e, "a URL of at most %I bytes", &query);
}

bool encode_form(lua_State *L, int type, int value, bool strict,
                 const char *boundary, file_source *source, buf *out) {
  value = lua_absindex(L, value);
  encoder e = begin(L, type, strict, out);
  json_path form = {.table = lua_topointer(L, value), .depth = 1};
  e.boundary = boundary;
  e.file = source;
  put_checked_pairs(&e, value, &form);
  if (!e.validation.found && source->field) {
    multipart_part part = {source->field, strlen(source->field),
                           source->filename, source->filename_length,
                           source->content_type};
    put_part(&e, &part);
  }
  return finish(&e, "a form of at most %I bytes beside its file", &form);
}
