/* SPDX-License-Identifier: MIT */
#include "schema.h"

#include <lauxlib.h>
#include <math.h>
#include <string.h>

#define SCHEMA "clickup.schema"

/* Each alternative of a union is tried, so that unions in one another multiply. */
enum { DEEPEST = 16, MOST_UNIONS = 2 };

/* Each kind's name in the vocabulary, and in words: one value, and an array of them. */
static const struct {
  const char *name, *one, *many;
} kinds[] = {[KIND_ANY] = {"any", "a value that JSON has", "values"},
             [KIND_STRING] = {"string", "a string", "strings"},
             [KIND_BOOLEAN] = {"boolean", "a boolean", "booleans"},
             [KIND_INT32] = {"int32", "an integer (int32)", "integers (int32)"},
             [KIND_INTEGER] = {"integer", "an integer", "integers"},
             [KIND_NUMBER] = {"number", "a number", "numbers"},
             [KIND_ARRAY] = {"array", "an array", "arrays"},
             [KIND_OBJECT] = {"object", "a table with named fields",
                              "tables with named fields"},
             [KIND_MAP] = {"map", "a table with named fields",
                           "tables with named fields"},
             [KIND_UNION] = {"union", "a value that JSON has", "values"},
             [KIND_NULL] = {"null", "null", "nulls"},
             [KIND_FILE] = {"file",
                            "a table with path, or with bytes and filename",
                            "files"}};

enum { KINDS = sizeof kinds / sizeof *kinds };

typedef struct compiler {
  lua_State *L;
  schema *s;
  int next;    /* the first node that is not taken yet */
  int strings; /* stack index of the table that anchors the strings */
} compiler;

static schema_kind kind_of(lua_State *L, int type) {
  if (!lua_istable(L, type)) luaL_error(L, "schema: a type is a table");
  lua_getfield(L, type, "kind");
  const char *name = lua_tostring(L, -1);
  int kind = 0;
  while (kind < KINDS && (!name || strcmp(kinds[kind].name, name) != 0)) kind++;
  if (kind == KINDS) luaL_error(L, "schema: no kind '%s'", name);
  lua_pop(L, 1);
  return (schema_kind)kind;
}

/* How many nodes a type needs below its own. `unions`: how many it is in. */
static int count_below(lua_State *L, int type, int depth, int unions) {
  int total = 0;
  luaL_checkstack(L, 8, "schema");
  schema_kind kind = kind_of(L, type);
  unions += kind == KIND_UNION;
  if (depth > DEEPEST || unions > MOST_UNIONS)
    luaL_error(L, "schema: nested too deep");
  if (kind == KIND_ARRAY || kind == KIND_MAP) {
    lua_getfield(L, type, "of");
    total = 1 + count_below(L, lua_gettop(L), depth + 1, unions);
    lua_pop(L, 1);
  } else if (kind == KIND_OBJECT || kind == KIND_UNION) {
    lua_getfield(L, type, kind == KIND_UNION ? "of" : "fields");
    int list = lua_gettop(L);
    for (int i = 1; lua_geti(L, list, i) == LUA_TTABLE; i++) {
      if (kind == KIND_OBJECT) lua_getfield(L, -1, "type");
      total += 1 + count_below(L, lua_gettop(L), depth + 1, unions);
      lua_settop(L, list);
    }
    lua_settop(L, list - 1);
  }
  return total;
}

/* Pops the value on top into the table of strings; where it went. */
static int anchor(compiler *c) {
  int at = (int)lua_rawlen(c->L, c->strings) + 1;
  lua_rawseti(c->L, c->strings, at);
  return at;
}

static bool flag(lua_State *L, int t, const char *name) {
  lua_getfield(L, t, name);
  bool set = lua_toboolean(L, -1);
  lua_pop(L, 1);
  return set;
}

/* Keeps the list of allowed values of a field or a type, if it has one. */
static void anchor_values(compiler *c, schema_node *n, int table) {
  if (lua_getfield(c->L, table, "values") == LUA_TTABLE) n->values = anchor(c);
  else lua_pop(c->L, 1);
}

bool schema_is_date(const char *name) {
  if (strcmp(name, "start") == 0 || strcmp(name, "end") == 0) return true;
  for (const char *date = name; (date = strstr(date, "date")); date += 4) {
    bool begins = date == name || date[-1] == '_';
    if (begins && (!date[4] || date[4] == '_')) return true;
  }
  return false;
}

/* Reads a limit of a type; `none` where it has no such limit. */
static double limit(lua_State *L, int type, const char *name, double none) {
  lua_getfield(L, type, name);
  double value = luaL_optnumber(L, -1, none);
  lua_pop(L, 1);
  return value;
}

/* What a type says beyond its kind. */
static void fill_limits(lua_State *L, schema_node *n, int type) {
  n->min = limit(L, type, "min", -HUGE_VAL);
  n->max = limit(L, type, "max", HUGE_VAL);
  n->bounded = n->min > -HUGE_VAL || n->max < HUGE_VAL;
  n->unique = flag(L, type, "unique");
  lua_getfield(L, type, "format");
  const char *format = luaL_optstring(L, -1, NULL);
  n->moment = format && strcmp(format, "date-time") == 0;
  if (format && !n->moment) luaL_error(L, "schema: no format '%s'", format);
  lua_pop(L, 1);
}

/* Names stand in JSON as they are, so they must not need an escape. */
static void name_field(compiler *c, schema_node *n, int field) {
  lua_State *L = c->L;
  lua_getfield(L, field, "name");
  n->name = luaL_checklstring(L, -1, &n->name_length);
  if (strspn(n->name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                      "0123456789_") != n->name_length)
    luaL_error(L, "schema: the name '%s'", n->name);
  n->key = anchor(c);
  lua_pushfstring(L, ",\"%s\":", n->name);
  n->label = lua_tolstring(L, -1, &n->label_length);
  anchor(c);
  anchor_values(c, n, field);
  n->required = flag(L, field, "required");
  n->nullable = flag(L, field, "null");
  n->secret = flag(L, field, "secret");
  n->brackets = flag(L, field, "brackets");
  n->date = schema_is_date(n->name);
}

static void fill(compiler *c, schema_node *n, int type);

static void fill_fields(compiler *c, schema_node *n, int fields) {
  lua_State *L = c->L;
  for (int i = 0; i < n->count; i++) {
    schema_node *field = &c->s->nodes[n->child + i];
    lua_geti(L, fields, i + 1);
    name_field(c, field, lua_gettop(L));
    lua_getfield(L, -1, "type");
    fill(c, field, lua_gettop(L));
    lua_pop(L, 2);
  }
}

/* An item, or an alternative: it has no name, and is as secret as the whole. */
static void fill_part(compiler *c, const schema_node *n, int i, int type) {
  schema_node *part = &c->s->nodes[n->child + i];
  part->secret = n->secret;
  fill(c, part, type);
}

static void fill(compiler *c, schema_node *n, int type) {
  lua_State *L = c->L;
  n->kind = kind_of(L, type);
  n->nullable = n->nullable || flag(L, type, "null");
  fill_limits(L, n, type);
  if (!n->values) anchor_values(c, n, type);
  if (n->kind == KIND_ARRAY || n->kind == KIND_MAP) {
    n->child = c->next++;
    lua_getfield(L, type, "of");
    fill_part(c, n, 0, lua_gettop(L));
    lua_pop(L, 1);
  } else if (n->kind == KIND_OBJECT || n->kind == KIND_UNION) {
    lua_getfield(L, type, n->kind == KIND_UNION ? "of" : "fields");
    int list = lua_gettop(L);
    n->count = (int)lua_rawlen(L, list);
    n->child = c->next;
    c->next += n->count;
    if (n->kind == KIND_OBJECT) fill_fields(c, n, list);
    for (int i = 0; n->kind == KIND_UNION && i < n->count; i++) {
      lua_geti(L, list, i + 1);
      fill_part(c, n, i, lua_gettop(L));
      lua_pop(L, 1);
    }
    lua_pop(L, 1);
  }
}

const schema *schema_compile(lua_State *L, int index) {
  compiler c = {.L = L, .next = 1};
  int type = lua_absindex(L, index);
  int count = 1 + count_below(L, type, 0, 0);
  size_t size = sizeof(schema) + (size_t)count * sizeof(schema_node);
  c.s = lua_newuserdatauv(L, size, 1);
  memset(c.s, 0, size);
  c.s->count = count;
  luaL_setmetatable(L, SCHEMA);
  lua_newtable(L);
  lua_pushvalue(L, -1);
  lua_setiuservalue(L, -3, 1);
  c.strings = lua_gettop(L);
  fill(&c, c.s->nodes, type);
  lua_pop(L, 1);
  return c.s;
}

const schema *schema_test(lua_State *L, int index) {
  return luaL_testudata(L, index, SCHEMA);
}

/* Whether an earlier alternative is called the same. */
static bool was_named(const schema *s, const schema_node *n, int i) {
  schema_kind kind = s->nodes[n->child + i].kind;
  for (int j = 0; j < i; j++)
    if (s->nodes[n->child + j].kind == kind) return true;
  return false;
}

const char *schema_push_expected(lua_State *L, const schema *s,
                                 const schema_node *n) {
  if (n->kind == KIND_UNION) {
    lua_pushstring(L, "");
    for (int i = 0; i < n->count; i++) {
      if (was_named(s, n, i)) continue;
      lua_pushstring(L, i ? " or " : "");
      schema_push_expected(L, s, &s->nodes[n->child + i]);
      lua_concat(L, 3);
    }
    return lua_tostring(L, -1);
  }
  if (n->kind != KIND_ARRAY) return lua_pushstring(L, kinds[n->kind].one);
  return lua_pushfstring(L, "an array of %s",
                         kinds[s->nodes[n->child].kind].many);
}

static void push_bound(lua_State *L, double bound) {
  int whole;
  lua_pushnumber(L, (lua_Number)bound);
  lua_Integer integer = lua_tointegerx(L, -1, &whole);
  if (!whole) return;
  lua_pop(L, 1);
  lua_pushinteger(L, integer);
}

const char *schema_push_count(lua_State *L, const schema_node *n,
                              lua_Integer count) {
  const char *unit = n->kind == KIND_ARRAY ? "item" : "character";
  return lua_pushfstring(L, "%I %s%s", (LUAI_UACINT)count, unit,
                         count == 1 ? "" : "s");
}

/* "100", "100 items" pushed. */
static const char *push_limit(lua_State *L, const schema_node *n,
                              double bound) {
  if (n->kind == KIND_STRING || n->kind == KIND_ARRAY)
    return schema_push_count(L, n, (lua_Integer)bound);
  push_bound(L, bound);
  return lua_tostring(L, -1);
}

const char *schema_push_bounds(lua_State *L, const schema *s,
                               const schema_node *n) {
  bool counted = n->kind == KIND_STRING || n->kind == KIND_ARRAY;
  const char *with = counted ? "with" : "of";
  const char *what = schema_push_expected(L, s, n);
  if (n->max == HUGE_VAL) {
    const char *min = push_limit(L, n, n->min);
    lua_pushfstring(L, "%s %s at least %s", what, with, min);
  } else if (n->min == -HUGE_VAL) {
    const char *max = push_limit(L, n, n->max);
    lua_pushfstring(L, "%s %s at most %s", what, with, max);
  } else {
    push_bound(L, n->min);
    const char *max = push_limit(L, n, n->max);
    lua_pushfstring(L, "%s %s %s to %s", what, counted ? "with" : "from",
                    lua_tostring(L, -2), max);
    lua_remove(L, -3);
  }
  lua_replace(L, -3);
  lua_pop(L, 1);
  return lua_tostring(L, -1);
}

void schema_open(lua_State *L) {
  luaL_newmetatable(L, SCHEMA);
  lua_pop(L, 1);
}
