/* SPDX-License-Identifier: MIT */
#include "glue.h"

#include <stdlib.h>
#include <string.h>

/* libcurl's callbacks are static there, and are what headers come in by. */
#include "http/transfer.c"

#include "base/percent.h"
#include "base/utf8.h"
#include "binding/call.h"
#include "http/headers.h"
#include "http/url.h"

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifdef SANITIZED
#include <sanitizer/asan_interface.h>
#endif

/* Makes reading beyond the bytes that a buffer holds an error, or not. */
static void seal(const buf *b, bool shut) {
#ifdef SANITIZED
  if (!b->data) return;
  __asan_unpoison_memory_region(b->data, b->capacity);
  if (shut)
    __asan_poison_memory_region(b->data + b->size, b->capacity - b->size);
#else
  (void)b;
  (void)shut;
#endif
}

/* The calls that answer was given, which live as long as the state, and the bytes
 * that they have here, for theirs may be packed, which do not grow. */
enum { MOST_CALLS = 256 };
static const call *owners[MOST_CALLS];
static http_bytes owned[MOST_CALLS];

static void use_own_bytes(lua_State *L, call *c) {
  size_t i = 0;
  while (owners[i] && owners[i] != c)
    if (++i == MOST_CALLS) abort();
  if (owners[i]) return;
  lua_getiuservalue(L, 1, CALL_CLIENT);
  const client *holder = lua_touserdata(L, -1);
  const buf *address = &c->http.bytes->url;
  owners[i] = c;
  http_bytes_init(&owned[i], CALL_MAX_URL, 1, holder->max_answer);
  if (buf_append(&owned[i].url, address->data, address->size) != BUF_OK ||
      buf_terminate(&owned[i].url) != BUF_OK)
    abort();
  lua_pop(L, 1);
  owned[i].call = c->http.bytes->call;
  c->http.bytes->call = NULL;
  c->http.bytes = &owned[i];
  c->packed = true;
}

void glue_close(void) {
  for (size_t i = 0; i < MOST_CALLS && owners[i]; i++) {
    seal(&owned[i].headers, false);
    seal(&owned[i].answer, false);
    owned[i].call = NULL;
    http_bytes_free(&owned[i]);
    owners[i] = NULL;
  }
}

/* One piece in a block of its own, so that its ends are seen. */
static bool hear(size_t (*on)(char *, size_t, size_t, void *), http_call *c,
                 const char *bytes, size_t n) {
  char *block = malloc(n);
  if (!block) abort();
  memcpy(block, bytes, n);
  bool taken = on(block, 1, n, &(http_handle){.call = c}) == n;
  free(block);
  return taken;
}

/* As libcurl does: one line a time, the last one with or without an end; where it
 * is told to, to on_body first. */
static bool hear_headers(http_call *c, const char *bytes, size_t length) {
  while (length) {
    const char *end = memchr(bytes, '\n', length);
    size_t n = end ? (size_t)(end - bytes) + 1 : length;
    if (curl_compat_guards_folds() && !hear(on_body, c, bytes, n)) return false;
    if (!hear(on_header, c, bytes, n)) return false;
    bytes += n;
    length -= n;
  }
  return true;
}

static bool hear_body(http_call *c, const char *bytes, size_t length,
                      size_t piece) {
  while (length) {
    size_t n = length < piece ? length : piece;
    if (!hear(on_body, c, bytes, n)) return false;
    bytes += n;
    length -= n;
  }
  return true;
}

/* What libcurl would be asked about the attempt. */
static void finish(lua_State *L, http_call *c, CURLcode code) {
  http_handle handle = {.easy = curl_easy_init(), .call = c};
  if (!handle.easy) luaL_error(L, "not enough memory");
  c->attempt.handle = &handle;
  c->attempt.easy = handle.easy;
  c->result.outcome = transfer_finish(c, code);
  curl_easy_cleanup(handle.easy);
  c->attempt.handle = NULL;
  c->attempt.easy = NULL;
}

/* answer(call, headers, body, piece, curl_code) -> status, asked_ms: what a
 * call that has completed would have come to, had libcurl handed over these
 * bytes, and this code at the end. */
static int answer(lua_State *L) {
  size_t headers, body;
  call *own = call_check(L, 1);
  http_call *c = &own->http;
  const char *head = luaL_checklstring(L, 2, &headers);
  const char *text = luaL_checklstring(L, 3, &body);
  size_t piece = (size_t)luaL_checkinteger(L, 4) % 256 + 1;
  CURLcode code = (CURLcode)luaL_checkinteger(L, 5);
  luaL_argcheck(L, c->state == HTTP_DONE, 1, "not completed");
  use_own_bytes(L, own);
  seal(&c->bytes->headers, false);
  seal(&c->bytes->answer, false);
  if (!transfer_clear_error(c->bytes))
    return luaL_error(L, "not enough memory");
  begin_anew(c);
  c->result.ambiguous = false;
  c->attempt.began = true;
  c->result.attempts = 1;
  if (!hear_headers(c, head, headers) || !hear_body(c, text, body, piece))
    code = CURLE_WRITE_ERROR;
  finish(L, c, code);
  seal(&c->bytes->headers, true);
  seal(&c->bytes->answer, true);
  rate_limit_hint said = headers_hint(c);
  c->result.retry_after_ms = rate_limit_asked_ms(&said, 1700000000);
  lua_pushinteger(L, c->result.status);
  lua_pushinteger(L, (lua_Integer)c->result.retry_after_ms);
  return 2;
}

static void set(lua_State *L, const char *name, int64_t value) {
  lua_pushinteger(L, (lua_Integer)value);
  lua_setfield(L, -2, name);
}

/* hint(call) -> what its headers say about rate limits; -1 for nothing */
static int hint(lua_State *L) {
  rate_limit_hint said = headers_hint(&call_check(L, 1)->http);
  lua_createtable(L, 0, 6);
  set(L, "retry_after", said.retry_after_s);
  set(L, "retry_at", said.retry_at_s);
  set(L, "limit", said.limit);
  set(L, "remaining", said.remaining);
  set(L, "reset", said.reset_s);
  set(L, "date", said.date_s);
  return 1;
}

/* url(call) -> the URL that it asks for */
static int url(lua_State *L) {
  const buf *b = &call_check(L, 1)->http.bytes->url;
  lua_pushlstring(L, b->data, b->size);
  return 1;
}

/* escape(text, max) -> text | nil when it would be longer */
static int escape(lua_State *L) {
  size_t length;
  const char *text = luaL_checklstring(L, 1, &length);
  buf out;
  buf_init(&out, (size_t)luaL_checkinteger(L, 2));
  if (percent_encode(&out, text, length) == BUF_OK)
    lua_pushlstring(L, out.data, out.size);
  else lua_pushnil(L);
  buf_free(&out);
  return 1;
}

/* utf8(text) -> plain | escape | zero | broken, offset of the bad byte */
static int utf8(lua_State *L) {
  static const char *const names[] = {"plain", "escape", "zero", "broken"};
  size_t length, at = 0;
  const char *text = luaL_checklstring(L, 1, &length);
  lua_pushstring(L, names[utf8_check(text, length, &at)]);
  lua_pushinteger(L, (lua_Integer)at);
  return 2;
}

/* parse(url) -> scheme, host, path as libcurl reads them | nil */
static int parse(lua_State *L) {
  static const CURLUPart parts[] = {CURLUPART_SCHEME, CURLUPART_HOST,
                                    CURLUPART_PATH};
  CURLU *u = curl_url();
  if (!u) return luaL_error(L, "not enough memory");
  if (curl_url_set(u, CURLUPART_URL, luaL_checkstring(L, 1),
                   CURLU_PATH_AS_IS)) {
    curl_url_cleanup(u);
    return 0;
  }
  for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
    char *text = NULL;
    curl_url_get(u, parts[i], &text, 0);
    lua_pushstring(L, text);
    curl_free(text);
  }
  curl_url_cleanup(u);
  return 3;
}

static const luaL_Reg functions[] = {
    {"answer", answer}, {"hint", hint},   {"url", url}, {"escape", escape},
    {"utf8", utf8},     {"parse", parse}, {NULL, NULL}};

int luaopen_fuzz_glue(lua_State *L) {
  luaL_newlib(L, functions);
  return 1;
}
