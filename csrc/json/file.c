/* SPDX-License-Identifier: MIT */
#include "file.h"

#include <lauxlib.h>
#include <string.h>

#include "base/multipart.h"
#include "base/utf8.h"

enum { LONGEST_PATH = 4096, LONGEST_NAME = 255, LONGEST_TYPE = 200 };

#define MOST_BYTES ((size_t)1 << 30)

static const char *const names[] = {"path", "bytes", "filename",
                                    "content_type"};

enum { NAMES = sizeof names / sizeof *names };

typedef struct reader {
  validation *v;
  const json_path *at;
  int table;
  int keep;
  int found; /* problems before this file's */
} reader;

static bool is_fine(const reader *r) {
  return r->v->found == r->found;
}

static void note(const reader *r, const char *field, const char *expected,
                 const char *got) {
  json_path inside = {.up = r->at,
                      .name = field,
                      .name_length = strlen(field),
                      .depth = r->at->depth + 1};
  lua_pushstring(r->v->L, expected);
  lua_pushstring(r->v->L, got);
  validation_add(r->v, field[0] ? &inside : r->at, 0, 0);
}

/* What came is shown. */
static void note_value(const reader *r, const char *field,
                       const char *expected) {
  lua_State *L = r->v->L;
  int top = lua_gettop(L);
  lua_getfield(L, r->keep, field);
  validation_push_got(L, top + 1, false);
  note(r, field, expected, lua_tostring(L, -1));
  lua_settop(L, top);
}

/* ---- fields ----------------------------------------------------------------- */

static bool is_known(lua_State *L, int key) {
  if (lua_type(L, key) != LUA_TSTRING) return false;
  const char *name = lua_tostring(L, key);
  for (int i = 0; i < NAMES; i++)
    if (strcmp(name, names[i]) == 0) return true;
  return false;
}

/* Another field than those that a file has. */
static void note_unknown(const reader *r, int key) {
  lua_State *L = r->v->L;
  json_path inside = {.up = r->at, .depth = r->at->depth + 1};
  if (lua_type(L, key) != LUA_TSTRING) {
    validation_push_got(L, key, false);
    lua_pushfstring(L, "the key %s", lua_tostring(L, -1));
    note(r, "", "named fields", lua_tostring(L, -1));
    return;
  }
  inside.name = lua_tolstring(L, key, &inside.name_length);
  lua_createtable(L, NAMES, 0);
  for (int i = 0; i < NAMES; i++) {
    lua_pushstring(L, names[i]);
    lua_rawseti(L, -2, i + 1);
  }
  lua_pushliteral(L, "a known field");
  lua_pushliteral(L, "an unknown one");
  validation_add(r->v, &inside, key, lua_gettop(L) - 2);
}

static void check_fields(const reader *r) {
  lua_State *L = r->v->L;
  int top = lua_gettop(L);
  lua_pushnil(L);
  while (lua_next(L, r->table)) {
    if (!is_known(L, top + 1)) note_unknown(r, top + 1);
    lua_settop(L, top + 1);
  }
}

/* The string in a field, anchored; NULL: there is none. */
static const char *read_string(const reader *r, const char *field,
                               size_t *length) {
  lua_State *L = r->v->L;
  int top = lua_gettop(L);
  const char *text = NULL;
  lua_pushstring(L, field);
  int type = lua_rawget(L, r->table);
  if (type == LUA_TSTRING) {
    text = lua_tolstring(L, -1, length);
    lua_setfield(L, r->keep, field);
  } else if (type != LUA_TNIL) {
    validation_push_got(L, top + 1, false);
    note(r, field, "a string", lua_tostring(L, -1));
  }
  lua_settop(L, top);
  return text;
}

/* ---- names ------------------------------------------------------------------ */

static bool is_name(const char *name, size_t length) {
  size_t bad;
  utf8_status status = utf8_check(name, length, &bad);
  if (length == 0 || length > LONGEST_NAME) return false;
  if (status == UTF8_ZERO || status == UTF8_BROKEN) return false;
  if (memchr(name, '/', length) || memchr(name, '\\', length)) return false;
  return strcmp(name, ".") != 0 && strcmp(name, "..") != 0;
}

/* "type/subtype", and parameters of any kind; nothing that ends a line. */
static bool is_media_type(const char *type, size_t length) {
  size_t slash = strcspn(type, "/");
  if (length > LONGEST_TYPE || slash == 0 || slash + 1 >= length) return false;
  for (size_t i = 0; i < length; i++)
    if (type[i] < ' ' || type[i] > '~') return false;
  return strcspn(type, " ;") > slash + 1;
}

static void read_names(const reader *r, file_source *out) {
  size_t length = 0;
  out->filename = read_string(r, "filename", &out->filename_length);
  out->content_type = read_string(r, "content_type", &length);
  if (out->content_type && !is_media_type(out->content_type, length))
    note_value(r, "content_type", "a media type, such as text/plain");
  if (out->filename) {
    if (!is_name(out->filename, out->filename_length))
      note_value(r, "filename",
                 "a name in UTF-8 of at most 255 bytes, without / and \\");
  } else if (out->bytes) {
    note(r, "filename", "a string", "nothing (bytes have no name)");
  }
}

/* The last part of the path is the file's name. */
static void name_by_path(const reader *r, file_source *out) {
  const char *slash = strrchr(out->path, '/');
  out->filename = slash ? slash + 1 : out->path;
  out->filename_length = strlen(out->filename);
  lua_pushstring(r->v->L, out->filename);
  lua_setfield(r->v->L, r->keep, "filename");
  if (out->filename_length && !is_name(out->filename, out->filename_length))
    note(r, "filename", "a string, for the path ends with what is no name",
         "nothing");
}

/* ---- public ----------------------------------------------------------------- */

static void read_content(const reader *r, file_source *out) {
  size_t length = 0;
  out->path = read_string(r, "path", &length);
  out->bytes = read_string(r, "bytes", &out->size);
  if (out->path && out->bytes) note(r, "", "path or bytes", "both");
  if (out->path && (length == 0 || length >= LONGEST_PATH ||
                    memchr(out->path, '\0', length)))
    note_value(r, "path", "the path of a file");
  if (out->bytes && out->size > MOST_BYTES)
    note(r, "bytes", "at most 1073741824 bytes", "more");
}

void file_read(validation *v, int value, const json_path *at,
               file_source *out) {
  lua_State *L = v->L;
  luaL_checkstack(L, 16, "file");
  reader r = {
      .v = v, .at = at, .table = value, .keep = out->keep, .found = v->found};
  check_fields(&r);
  read_content(&r, out);
  if (!out->path && !out->bytes && is_fine(&r))
    note(&r, "", "a table with path, or with bytes and filename", "neither");
  read_names(&r, out);
  if (out->path && !out->filename && is_fine(&r)) name_by_path(&r, out);
  if (!out->content_type && out->filename)
    out->content_type = multipart_type_of(out->filename, out->filename_length);
}
