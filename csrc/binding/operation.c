/* SPDX-License-Identifier: MIT */
#include "operation.h"

#include <lauxlib.h>
#include <string.h>

#include "base/percent.h"
#include "usage.h"
#include "json/json.h"
#include "json/schema.h"
#include "json/validation.h"

#define OPERATION "clickup.operation"

/* Pops the string on top into the anchors; NULL when it is nil. */
static const char *anchor(lua_State *L, int strings) {
  const char *text = luaL_optstring(L, -1, NULL);
  if (text) lua_rawseti(L, strings, (lua_Integer)lua_rawlen(L, strings) + 1);
  else lua_pop(L, 1);
  return text;
}

static const char *read_string(lua_State *L, int entry, const char *field,
                               int strings) {
  lua_getfield(L, entry, field);
  return anchor(L, strings);
}

static retry_kind read_kind(lua_State *L, int entry) {
  static const char *const names[] = {
      [RETRY_READ] = "read",         [RETRY_EDIT] = "edit",
      [RETRY_DELETE] = "delete",     [RETRY_CREATE] = "create",
      [RETRY_EXCHANGE] = "exchange", NULL};
  lua_getfield(L, entry, "kind");
  int kind = luaL_checkoption(L, -1, NULL, names);
  lua_pop(L, 1);
  return (retry_kind)kind;
}

/* Anchors the compiled schema `field` of the entry, if it has one. */
static bool read_schema(lua_State *L, int entry, const char *field, int self,
                        int user_value) {
  lua_getfield(L, entry, field);
  bool there = schema_test(L, -1) != NULL;
  if (there) lua_setiuservalue(L, self, user_value);
  else lua_pop(L, 1);
  return there;
}

/* Whether the compiled schema of an object has a field that must be given. */
static bool has_required(lua_State *L, int self, int user_value) {
  bool found = false;
  lua_getiuservalue(L, self, user_value);
  const schema *s = schema_test(L, -1);
  for (int i = 0; s && i < s->nodes[0].count; i++)
    found = found || s->nodes[s->nodes[0].child + i].required;
  lua_pop(L, 1);
  return found;
}

/* entry.ids[name] says what an id may be: "string", "integer" (or a string), or
 * "path"; entry.id_values[name] lists all that it may be, where that is known. */
static void read_id_kind(lua_State *L, int entry, operation_part *part,
                         int strings) {
  lua_getfield(L, entry, "ids");
  lua_getfield(L, -1, part->id);
  const char *kind = luaL_optstring(L, -1, "string");
  part->integers = strcmp(kind, "integer") == 0;
  part->whole = strcmp(kind, "path") == 0;
  lua_pop(L, 2);
  if (lua_getfield(L, entry, "id_values") == LUA_TTABLE &&
      lua_getfield(L, -1, part->id) == LUA_TTABLE) {
    part->values = (int)lua_rawlen(L, strings) + 1;
    lua_rawseti(L, strings, part->values);
  }
  lua_settop(L, strings);
}

static void split_path(lua_State *L, operation *o, int entry, int strings) {
  const char *path = read_string(L, entry, "path", strings);
  const char *open;
  if (!path) luaL_error(L, "operation %s: no path", o->name);
  while ((open = strchr(path, '{')) && o->ids < OPERATION_MAX_IDS) {
    const char *close = strchr(open, '}');
    operation_part *part = &o->parts[o->ids++];
    if (!close) luaL_error(L, "operation %s: path", o->name);
    part->text = path;
    part->length = (size_t)(open - path);
    lua_pushlstring(L, open + 1, (size_t)(close - open - 1));
    part->id = anchor(L, strings);
    read_id_kind(L, entry, part, strings);
    path = close + 1;
  }
  o->parts[o->ids] = (operation_part){.text = path, .length = strlen(path)};
}

int operation_compile(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_settop(L, 1);
  operation *o = lua_newuserdatauv(L, sizeof *o, OPERATION_VALUES);
  memset(o, 0, sizeof *o);
  luaL_setmetatable(L, OPERATION);
  lua_newtable(L);
  lua_pushvalue(L, 3);
  lua_setiuservalue(L, 2, OPERATION_STRINGS);
  o->name = read_string(L, 1, "name", 3);
  o->method = read_string(L, 1, "method", 3);
  o->envelope = read_string(L, 1, "envelope", 3);
  if (!o->name || !o->method) luaL_error(L, "operation: no name or method");
  o->kind = read_kind(L, 1);
  split_path(L, o, 1, 3);
  o->has_body = read_schema(L, 1, "body", 2, OPERATION_BODY);
  o->has_query = read_schema(L, 1, "query", 2, OPERATION_QUERY);
  o->needs_query = has_required(L, 2, OPERATION_QUERY);
  o->has_answer = read_schema(L, 1, "answer", 2, OPERATION_ANSWER);
  lua_getfield(L, 1, "may_be_empty");
  o->may_be_empty = lua_toboolean(L, -1);
  lua_getfield(L, 1, "form");
  o->is_form = lua_toboolean(L, -1);
  lua_settop(L, 2);
  return 1;
}

const operation *operation_test(lua_State *L, int index) {
  return luaL_testudata(L, index, OPERATION);
}

static void write(lua_State *L, const operation *o, buf *url, const char *text,
                  size_t length) {
  int status = buf_append(url, text, length);
  if (status == BUF_FULL) usage_error(L, "%s: the URL is too long", o->name);
  if (status == BUF_NOMEM) json_no_memory(L);
}

/* "." and ".." would be resolved away on the way. */
static bool is_dots(const char *text, size_t length) {
  return (length == 1 && text[0] == '.') ||
         (length == 2 && text[0] == '.' && text[1] == '.');
}

/* How long the dot at `path` is written: "." or "%2e"; 0: there is none. */
static size_t dot_length(const char *path) {
  if (*path == '.') return 1;
  bool coded = path[0] == '%' && path[1] == '2' && (path[2] | 32) == 'e';
  return coded ? 3 : 0;
}

static bool has_dots(const char *path) {
  while (*path && *path != '?') {
    size_t length = strcspn(path, "/?"), dots = dot_length(path);
    if (dots) dots += dot_length(path + dots);
    if (dots && dots == length) return true;
    path += length;
    if (*path == '/') path++;
  }
  return false;
}

/* What a caller wrote as a path must not become anything else in a URL. */
static void check_path(lua_State *L, const operation *o, const char *path,
                       size_t length) {
  if (path[0] != '/')
    usage_error(L, "%s: path: expected one that begins with /", o->name);
  for (size_t i = 0; i < length; i++)
    if ((unsigned char)path[i] <= ' ' || (unsigned char)path[i] >= 0x7f ||
        path[i] == '#')
      usage_error(L, "%s: path: byte %d has to be percent-encoded", o->name,
                  (int)i + 1);
  if (has_dots(path))
    usage_error(L, "%s: path: . and .. cannot stand in it", o->name);
}

/* Refuses the id on top when it is none of those that are listed. */
static void check_listed(lua_State *L, const operation *o,
                         const operation_part *part, int self) {
  size_t length;
  int id = lua_gettop(L), values = id + 2;
  lua_getiuservalue(L, self, OPERATION_STRINGS);
  lua_rawgeti(L, -1, part->values);
  if (!validation_is_listed(L, values, id)) {
    const char *text = lua_tolstring(L, id, &length);
    validation_push_choice(L, values);
    json_push_visible(L, text, length, 40);
    usage_error(L, "%s: %s: expected %s, got '%s'", o->name, part->id,
                lua_tostring(L, -2), lua_tostring(L, -1));
  }
  lua_settop(L, id);
}

/* Pushes an id as a string; raises when it is none. */
static const char *push_id(lua_State *L, const operation *o,
                           const operation_part *part, int index,
                           size_t *length) {
  const char *expected =
      part->integers ? "expected an integer or a string" : "expected a string";
  bool number = part->integers && lua_type(L, index) == LUA_TNUMBER;
  int whole = 0; /* 123.0 counts as 123, as it does in a body */
  lua_Integer integer = number ? lua_tointegerx(L, index, &whole) : 0;
  bool fits = lua_type(L, index) == LUA_TSTRING || whole;
  if (number && !whole) {
    validation_push_got(L, index, false);
    usage_error(L, "%s: %s: %s, got %s", o->name, part->id, expected,
                lua_tostring(L, -1));
  }
  if (!fits)
    usage_error(L, "%s: %s: %s, got %s%s", o->name, part->id, expected,
                lua_isnoneornil(L, index) ? "nothing" : luaL_typename(L, index),
                lua_istable(L, index) ? " (path ids come first)" : "");
  if (whole) lua_pushinteger(L, integer);
  else lua_pushvalue(L, index);
  const char *text = lua_tolstring(L, -1, length);
  if (*length == 0 || memchr(text, '\0', *length))
    usage_error(L, "%s: %s: %s, got %s", o->name, part->id, expected,
                *length ? "one with a zero byte" : "an empty one");
  return text;
}

static void write_id(lua_State *L, const operation *o,
                     const operation_part *part, int self, int index,
                     bool strict, buf *url) {
  size_t length;
  const char *text = push_id(L, o, part, index, &length);
  if (part->values && strict) check_listed(L, o, part, self);
  if (part->whole) {
    check_path(L, o, text, length);
    write(L, o, url, text, length);
  } else {
    if (is_dots(text, length))
      usage_error(L, "%s: %s: '%s' cannot stand in a path", o->name, part->id,
                  text);
    int status = percent_encode(url, text, length);
    if (status == BUF_FULL)
      usage_error(L, "%s: %s: too long", o->name, part->id);
    if (status == BUF_NOMEM) json_no_memory(L);
  }
  lua_pop(L, 1);
}

void operation_write_url(lua_State *L, int self, int first_id, bool strict,
                         const buf *base, buf *url) {
  const operation *o = lua_touserdata(L, self);
  write(L, o, url, base->data, base->size);
  for (int i = 0; i <= o->ids; i++) {
    const operation_part *part = &o->parts[i];
    write(L, o, url, part->text, part->length);
    if (part->id) write_id(L, o, part, self, first_id + i, strict, url);
  }
}

void operation_open(lua_State *L) {
  luaL_newmetatable(L, OPERATION);
  lua_pop(L, 1);
}
