/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "door.h"
#include "marshal.h"
#include "misuse.h"
#include "pace.h"

#define CALL "clickup.call"

call *call_check(lua_State *L, int index) {
  call *c = luaL_testudata(L, index, CALL);
  if (!c)
    misuse(L, "expected a clickup call, got %s (use call:method(...))",
           luaL_typename(L, index));
  return c;
}

static call *to_landed_call(lua_State *L, int index) {
  call *c = call_check(L, index);
  if (c->http.state != HTTP_DONE)
    misuse(L, "%s: the call is not done yet", c->operation->name);
  return c;
}

call *call_push(lua_State *L, const client *c, const operation *o,
                int operation_index) {
  call *made = lua_newuserdatauv(L, sizeof *made, CALL_VALUES);
  http_call_init(&made->http, DOOR_MAX_REQUEST, c->max_answer);
  made->operation = o;
  made->refused = false;
  luaL_setmetatable(L, CALL);
  lua_pushvalue(L, 1);
  lua_setiuservalue(L, -2, CALL_CLIENT);
  lua_pushvalue(L, operation_index);
  lua_setiuservalue(L, -2, CALL_OPERATION);
  return made;
}

/* ---- call --------------------------------------------------------------- */

static const char *const state_names[] = {"new", "queued", "active", "done"};
static const char *const sent_names[] = {"no", "unknown", "yes"};
static const char *const kinds[] = {
    [HTTP_ANSWERED] = "api",        [HTTP_TRANSPORT] = "transport",
    [HTTP_TIMEOUT] = "timeout",     [HTTP_DEADLINE] = "timeout",
    [HTTP_TOO_LARGE] = "decode",    [HTTP_GARBLED] = "decode",
    [HTTP_CANCELLED] = "cancelled", [HTTP_CLOSED] = "closed"};

static int call_done(lua_State *L) {
  lua_pushboolean(L, call_check(L, 1)->http.state == HTTP_DONE);
  return 1;
}

/* True when it was in flight. */
static int call_cancel(lua_State *L) {
  call *c = call_check(L, 1);
  bool flies = c->http.state != HTTP_DONE;
  http_cancel(&c->http);
  lua_pushboolean(L, flies);
  return 1;
}

static int call_gc(lua_State *L) {
  http_call_free(&call_check(L, 1)->http);
  return 0;
}

static int call_tostring(lua_State *L) {
  call *c = call_check(L, 1);
  lua_pushfstring(L, "clickup call %s (%s)", c->operation->name,
                  state_names[c->http.state]);
  return 1;
}

static int fail(lua_State *L, const char *kind) {
  lua_pushnil(L);
  lua_insert(L, -2);
  lua_pushstring(L, kind);
  lua_insert(L, -2);
  return 3;
}

static int read_success(lua_State *L, call *c) {
  const operation *o = c->operation;
  if (!o->has_answer) {
    lua_pushboolean(L, 1);
    return 1;
  }
  lua_getiuservalue(L, 1, CALL_OPERATION);
  lua_getiuservalue(L, -1, OPERATION_ANSWER);
  const buf *answer = &c->http.answer;
  if (decode_answer(L, lua_gettop(L), o->envelope, answer->data, answer->size))
    return 1;
  return fail(L, "decode");
}

/* The error body's table, or nil when it isn't one. */
static int read_refusal(lua_State *L, call *c) {
  const buf *answer = &c->http.answer;
  if (!decode_value(L, answer->data, answer->size) || !lua_istable(L, -1)) {
    lua_pop(L, 1);
    lua_pushnil(L);
  }
  return fail(L, c->http.status == 429 ? "rate_limited" : "api");
}

/* Lua: call:outcome() -> value | nil, kind, detail. The detail is the problems
 * (invalid), the error body's table or nil (api, rate_limited), else a reason
 * in words. */
static int call_outcome(lua_State *L) {
  call *c = to_landed_call(L, 1);
  if (c->refused) {
    lua_getiuservalue(L, 1, CALL_PROBLEMS);
    return fail(L, "invalid");
  }
  if (c->http.outcome != HTTP_ANSWERED) {
    lua_pushstring(L, c->http.reason);
    return fail(L, kinds[c->http.outcome]);
  }
  bool success = c->http.status >= 200 && c->http.status < 300;
  return success ? read_success(L, c) : read_refusal(L, c);
}

/* ---- call: what is known about it --------------------------------------- */

static int64_t number_header(const http_call *c, const char *name) {
  size_t length;
  char digits[24];
  const char *text = http_header(c, name, &length);
  if (!text || length == 0 || length >= sizeof digits) return -1;
  memcpy(digits, text, length);
  digits[length] = '\0';
  if (strspn(digits, "0123456789") != length) return -1;
  return strtoll(digits, NULL, 10);
}

static int64_t date_header(const http_call *c, const char *name) {
  size_t length;
  char date[64];
  const char *text = http_header(c, name, &length);
  if (!text || length >= sizeof date) return -1;
  memcpy(date, text, length);
  date[length] = '\0';
  return (int64_t)curl_getdate(date, NULL);
}

static void set_seconds(lua_State *L, const char *name, int64_t us) {
  lua_pushnumber(L, (lua_Number)us / 1e6);
  lua_setfield(L, -2, name);
}

static void set_integer(lua_State *L, const char *name, int64_t value) {
  lua_pushinteger(L, (lua_Integer)value);
  lua_setfield(L, -2, name);
}

static void push_timings(lua_State *L, const http_call *c) {
  lua_createtable(L, 0, 4);
  set_seconds(L, "queued", c->queued_us);
  set_seconds(L, "connect", c->connect_us);
  set_seconds(L, "first_byte", c->first_byte_us);
  set_seconds(L, "total", c->total_us);
}

static const char *version_name(long version) {
  switch (version) {
    case CURL_HTTP_VERSION_1_0:
      return "1.0";
    case CURL_HTTP_VERSION_1_1:
      return "1.1";
    case CURL_HTTP_VERSION_2_0:
      return "2";
    case CURL_HTTP_VERSION_3:
      return "3";
    default:
      return NULL;
  }
}

/* Lua: call:facts() -> { operation, attempts, sent, status?, request_id?,
 * retry_after?, http_version?, timings }. */
static int call_facts(lua_State *L) {
  const http_call *c = &to_landed_call(L, 1)->http;
  size_t length;
  lua_createtable(L, 0, 10);
  lua_pushstring(L, call_check(L, 1)->operation->name);
  lua_setfield(L, -2, "operation");
  set_integer(L, "attempts", c->attempts);
  lua_pushstring(L, sent_names[c->sent]);
  lua_setfield(L, -2, "sent");
  push_timings(L, c);
  lua_setfield(L, -2, "timings");
  if (c->code != CURLE_OK) set_integer(L, "curl_code", c->code);
  if (c->status < 200) return 1;
  set_integer(L, "status", c->status);
  lua_pushstring(L, version_name(c->version));
  lua_setfield(L, -2, "http_version");
  const char *id = http_header(c, "x-datadog-trace-id", &length);
  if (id) {
    lua_pushlstring(L, id, length);
    lua_setfield(L, -2, "request_id");
  }
  if (c->status != 429 && c->status != 503) return 1;
  int64_t seconds = pace_retry_after(number_header(c, "retry-after"),
                                     number_header(c, "x-ratelimit-reset"),
                                     date_header(c, "date"));
  if (seconds >= 0) set_integer(L, "retry_after", seconds);
  return 1;
}

/* Lua: call:headers() -> { lower-case name = value }; repeated ones joined. */
static int call_headers(lua_State *L) {
  const http_call *c = &to_landed_call(L, 1)->http;
  size_t at = 0;
  http_line line;
  lua_newtable(L);
  while (http_next_header(c, &at, &line)) {
    luaL_Buffer b;
    char *name = luaL_buffinitsize(L, &b, line.name_length);
    for (size_t i = 0; i < line.name_length; i++) {
      char ch = line.name[i];
      name[i] = (char)(ch >= 'A' && ch <= 'Z' ? ch + 32 : ch);
    }
    luaL_pushresultsize(&b, line.name_length);
    lua_pushvalue(L, -1);
    if (lua_rawget(L, -3) == LUA_TSTRING) {
      lua_pushliteral(L, ", ");
      lua_pushlstring(L, line.value, line.value_length);
      lua_concat(L, 3);
    } else {
      lua_pop(L, 1);
      lua_pushlstring(L, line.value, line.value_length);
    }
    lua_rawset(L, -3);
  }
  return 1;
}

/* Lua: call:body() -> the answer's bytes, content encoding removed. */
static int call_body(lua_State *L) {
  const http_call *c = &to_landed_call(L, 1)->http;
  lua_pushlstring(L, c->answer.data, c->answer.size);
  return 1;
}

static const luaL_Reg call_methods[] = {
    {"done", call_done},   {"cancel", call_cancel},   {"outcome", call_outcome},
    {"facts", call_facts}, {"headers", call_headers}, {"body", call_body},
    {NULL, NULL}};

static const luaL_Reg call_meta[] = {
    {"__gc", call_gc}, {"__tostring", call_tostring}, {NULL, NULL}};

void call_open(lua_State *L) {
  door_make_class(L, CALL, "call", call_methods, call_meta);
}
