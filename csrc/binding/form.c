/* SPDX-License-Identifier: MIT */
#include "form.h"

#include <stdio.h>
#include <string.h>

#include "base/multipart.h"
#include "http/upload.h"
#include "setfield.h"
#include "json/encode.h"
#include "json/json.h"

#define TYPE "Content-Type: multipart/form-data; boundary="

/* The file, and the texts that it points to. */
typedef struct form {
  http_upload upload; /* first */
  char boundary[MULTIPART_BOUNDARY];
  char content_type[sizeof TYPE + MULTIPART_BOUNDARY];
  char tail[MULTIPART_BOUNDARY + 8];
} form;

static void write_tail(lua_State *L, form *f) {
  buf tail;
  buf_init(&tail, sizeof f->tail);
  if (multipart_end(&tail, f->boundary) != BUF_OK) {
    buf_free(&tail);
    json_no_memory(L);
  }
  memcpy(f->tail, tail.data, tail.size);
  f->upload.tail = f->tail;
  f->upload.tail_size = tail.size;
  buf_free(&tail);
}

static void fill(lua_State *L, form *f, const file_source *source) {
  http_upload *u = &f->upload;
  u->field = source->field;
  u->path = source->path;
  u->bytes = source->bytes;
  u->size = (int64_t)source->size;
  snprintf(f->content_type, sizeof f->content_type, "%s%s", TYPE, f->boundary);
  u->content_type = f->content_type;
  write_tail(L, f);
}

/* Pushes the problem that the file at the path is. */
static bool refuse_file(lua_State *L, const http_upload *u) {
  validation v = {.L = L};
  json_path body = {.depth = 1};
  json_path field = {
      .up = &body, .name = u->field, .name_length = strlen(u->field)};
  json_path path = {.up = &field, .name = "path", .name_length = 4};
  lua_pushliteral(L, "a file that can be read");
  lua_pushstring(L, u->got);
  validation_add(&v, &path, 0, 0);
  return validation_finish(&v);
}

bool form_write(lua_State *L, int self, int type, int value, bool strict) {
  call *made = lua_touserdata(L, self);
  form *f = lua_newuserdatauv(L, sizeof *f, 1);
  int own = lua_gettop(L);
  memset(f, 0, sizeof *f);
  upload_init(&f->upload);
  multipart_make_boundary(f->boundary);
  lua_newtable(L);
  lua_pushvalue(L, own + 1);
  lua_setiuservalue(L, own, 1);
  file_source source = {.keep = own + 1};
  if (!encode_form(L, type, value, strict, f->boundary, &source,
                   &made->http.bytes->body))
    return false;
  fill(L, f, &source);
  if (source.path && !upload_look(&f->upload))
    return refuse_file(L, &f->upload);
  setfield_text(L, "content_type", source.content_type);
  lua_pushvalue(L, own);
  lua_setiuservalue(L, self, CALL_UPLOAD);
  made->http.request.upload = &f->upload;
  return true;
}

void form_describe(lua_State *L, int self) {
  const call *c = lua_touserdata(L, self);
  const http_upload *u = c->http.request.upload;
  if (!u) {
    lua_pushnil(L);
    return;
  }
  lua_getiuservalue(L, self, CALL_UPLOAD);
  const form *f = lua_touserdata(L, -1);
  lua_getiuservalue(L, -1, 1);
  setfield_text(L, "field", u->field);
  setfield_text(L, "boundary", f->boundary);
  setfield_integer(L, "size", u->size);
}

void form_release(lua_State *L, int self) {
  call *c = lua_touserdata(L, self);
  if (!c->http.request.upload) return;
  c->http.request.upload = NULL;
  lua_pushnil(L);
  lua_setiuservalue(L, self, CALL_UPLOAD);
}
