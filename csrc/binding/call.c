/* SPDX-License-Identifier: MIT */
#include "call.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "form.h"
#include "http/headers.h"
#include "setfield.h"
#include "usage.h"
#include "json/decode.h"

#define BYTES "clickup.bytes"

/* More than that is not copied. */
enum { MOST_PACKED = 16384 };

call *call_check(lua_State *L, int index) {
  call *c = userdata_test(L, index, USERDATA_CALL);
  if (!c)
    usage_error(L, "expected a clickup call, got %s (use call:method(...))",
                userdata_test(L, index, USERDATA_CLIENT)
                    ? "a client"
                    : luaL_typename(L, index));
  return c;
}

/* ---- bytes --------------------------------------------------------------- */

/* Pushes bytes for a call of the client at stack index 1. */
static http_bytes *push_bytes(lua_State *L, client *c) {
  if (c->pooled > 0) {
    lua_getiuservalue(L, 1, CLIENT_POOL);
    lua_rawgeti(L, -1, c->pooled);
    lua_pushnil(L);
    lua_rawseti(L, -3, c->pooled--);
    lua_remove(L, -2);
    luaL_setmetatable(L, BYTES); /* they may have been finalized */
    http_bytes *used = lua_touserdata(L, -1);
    used->freed = false;
    return used;
  }
  http_bytes *b = lua_newuserdatauv(L, sizeof *b, 0);
  http_bytes_init(b, CALL_MAX_URL, CALL_MAX_BODY, c->max_answer);
  luaL_setmetatable(L, BYTES);
  return b;
}

/* Pops bytes that no call uses; into the pool, which has room from birth, as long
 * as there is any. */
static void pool_bytes(lua_State *L, client *c, int client_index) {
  if (c->http && c->pooled < c->pool) {
    http_bytes_reset(lua_touserdata(L, -1));
    lua_getiuservalue(L, client_index, CLIENT_POOL);
    lua_insert(L, -2);
    lua_rawseti(L, -2, ++c->pooled);
  }
  lua_pop(L, 1);
}

static int bytes_gc(lua_State *L) {
  http_bytes_free(luaL_checkudata(L, 1, BYTES));
  return 0;
}

/* What a completed call got moves into memory that the collector sees. Much of it,
 * and secrets, stay where they are until the call is collected. */
static void pack(lua_State *L, int index, call *c) {
  if (c->packed) return;
  size_t size = http_call_packed_size(&c->http);
  if (size > MOST_PACKED || c->operation->kind == RETRY_EXCHANGE) {
    c->packed = true;
    return;
  }
  void *block = lua_newuserdatauv(L, size, 0);
  if (!c->packed) { /* by a finalizer */
    http_call_pack(&c->http, block);
    c->packed = true;
    lua_getiuservalue(L, index, CALL_CLIENT);
    lua_getiuservalue(L, index, CALL_BYTES);
    lua_pushvalue(L, -3);
    lua_setiuservalue(L, index, CALL_BYTES);
    pool_bytes(L, lua_touserdata(L, -2), lua_gettop(L) - 1);
    lua_pop(L, 1);
  }
  lua_pop(L, 1);
}

/* ---- call --------------------------------------------------------------- */

/* The call at `index`, which is positive: its bytes do not change any more. */
static call *check_completed(lua_State *L, int index) {
  call *c = call_check(L, index);
  if (c->http.state != HTTP_DONE)
    usage_error(L, "%s: the call is not done yet", c->operation->name);
  form_release(L, index);
  if (!c->http.bytes->freed) pack(L, index, c);
  else if (!c->http.timer) { /* a finalizer asks, after that of the bytes */
    c->http.result.outcome = HTTP_CLOSED;
    c->http.result.reason = "its answer was collected";
  }
  return c;
}

call *call_push(lua_State *L, client *c, const operation *o,
                int operation_index) {
  call *made = lua_newuserdatauv(L, sizeof *made, CALL_VALUES);
  memset(made, 0, sizeof *made);
  made->operation = o;
  luaL_setmetatable(L, userdata_names[USERDATA_CALL]);
  lua_pushvalue(L, 1);
  lua_setiuservalue(L, -2, CALL_CLIENT);
  lua_pushvalue(L, operation_index);
  lua_setiuservalue(L, -2, CALL_OPERATION);
  http_call_init(&made->http, push_bytes(L, c));
  lua_setiuservalue(L, -2, CALL_BYTES);
  return made;
}

void call_unanchor(lua_State *L, call *c) {
  luaL_unref(L, -1, c->anchor);
  c->anchor = 0;
}

static const char *const state_names[] = {"new", "queued", "active", "done"};
static const char *const sent_names[] = {"no", "unknown", "yes"};
static const char *const kinds[] = {[HTTP_ANSWERED] = "api",
                                    [HTTP_TRANSPORT] = "transport",
                                    [HTTP_TIMEOUT] = "timeout",
                                    [HTTP_DEADLINE] = "timeout",
                                    [HTTP_TOO_LARGE] = "decode",
                                    [HTTP_GARBLED] = "decode",
                                    [HTTP_RATE_LIMITED] = "rate_limited",
                                    [HTTP_CANCELLED] = "cancelled",
                                    [HTTP_CLOSED] = "closed"};

/* A closed client settles nothing any more. */
static bool is_held(lua_State *L, int index, const call *c) {
  if (!c->held) return false;
  lua_getiuservalue(L, index, CALL_CLIENT);
  const client *own = lua_touserdata(L, -1);
  bool open = own->http != NULL;
  lua_pop(L, 1);
  return open;
}

static int call_done(lua_State *L) {
  call *c = call_check(L, 1);
  lua_pushboolean(L, c->http.state == HTTP_DONE && !is_held(L, 1, c));
  return 1;
}

/* Lua: calls.completed(call) -> whether the request itself has ended, held or not. */
static int call_completed(lua_State *L) {
  lua_pushboolean(L, call_check(L, 1)->http.state == HTTP_DONE);
  return 1;
}

/* Lua: calls.attempted(call) -> whether it has been sent at least once. */
static int call_attempted(lua_State *L) {
  lua_pushboolean(L, call_check(L, 1)->http.result.attempts > 0);
  return 1;
}

/* Lua: calls.watch(call) -> the call; it will be in the scheduler's list once it has completed. */
static int call_watch(lua_State *L) {
  call_check(L, 1)->watched = true;
  lua_settop(L, 1);
  return 1;
}

/* Lua: calls.parent(call) -> the first id of a call that was held: what it creates in. */
static int call_parent(lua_State *L) {
  call_check(L, 1);
  lua_getiuservalue(L, 1, CALL_PARENT);
  return 1;
}

/* Lua: calls.track(call, known) -> whether one that is held, of which this is known
 * from now on, has completed. */
static int call_track(lua_State *L) {
  const call *c = call_check(L, 1);
  lua_settop(L, 2);
  if (!c->held) return 0;
  lua_setiuservalue(L, 1, CALL_KNOWN);
  lua_pushboolean(L, c->http.state == HTTP_DONE);
  return 1;
}

/* Lua: calls.known(call) -> that, as long as it is held; else nil. */
static int call_known(lua_State *L) {
  if (!call_check(L, 1)->held) return 0;
  lua_getiuservalue(L, 1, CALL_KNOWN);
  return 1;
}

/* Lua: calls.settle(call, value, info) -> whether it was held: it is done, with this as
 * its outcome; without info, with what came. */
static int call_settle(lua_State *L) {
  call *c = call_check(L, 1);
  if (!c->held) return 0;
  c->held = false;
  lua_settop(L, 3);
  lua_setiuservalue(L, 1, CALL_INFO);
  lua_setiuservalue(L, 1, CALL_VALUE);
  lua_getiuservalue(L, 1, CALL_CLIENT);
  if (c->released && c->anchor &&
      lua_getiuservalue(L, -1, CLIENT_CALLS) == LUA_TTABLE)
    call_unanchor(L, c);
  lua_pushboolean(L, 1);
  return 1;
}

/* Lua: calls.wait_for(call, sleeper) -> whether calls.wake wakes it: false when
 * somebody else waits. */
static int call_wait_for(lua_State *L) {
  call_check(L, 1)->watched = true;
  lua_settop(L, 2);
  bool own =
      lua_getiuservalue(L, 1, CALL_WAITER) == LUA_TNIL || lua_rawequal(L, 2, 3);
  lua_pushvalue(L, 2);
  if (own) lua_setiuservalue(L, 1, CALL_WAITER);
  lua_pushboolean(L, own);
  return 1;
}

/* Lua: calls.wake(call or something else, ready) -> whether somebody waited with
 * calls.wait_for, who is then at the end of that list. An error changes nothing. */
static int call_wake(lua_State *L) {
  if (!userdata_test(L, 1, USERDATA_CALL)) return 0;
  luaL_checktype(L, 2, LUA_TTABLE);
  lua_settop(L, 2);
  bool any = lua_getiuservalue(L, 1, CALL_WAITER) != LUA_TNIL;
  if (any) {
    lua_rawseti(L, 2, (lua_Integer)lua_rawlen(L, 2) + 1);
    lua_pushnil(L);
    lua_setiuservalue(L, 1, CALL_WAITER);
  }
  lua_pushboolean(L, any);
  return 1;
}

/* Lua: calls.kept(call) -> value, info as they were settled; info is nil else. */
static int call_kept(lua_State *L) {
  if (call_check(L, 1)->held) return 0; /* of a client that was closed */
  lua_getiuservalue(L, 1, CALL_VALUE);
  lua_getiuservalue(L, 1, CALL_INFO);
  return 2;
}

/* Lua: calls.request_line(call) -> method, url. */
static int call_request_line(lua_State *L) {
  const http_call *c = &call_check(L, 1)->http;
  lua_pushstring(L, c->request.method);
  lua_pushstring(L, c->bytes->url.data);
  return 2;
}

/* Lua: calls.request_body(call) -> the JSON that was sent. */
static int call_request_body(lua_State *L) {
  const buf *body = &call_check(L, 1)->http.bytes->body;
  lua_pushlstring(L, body->data, body->size);
  return 1;
}

/* Lua: calls.upload(call) -> what its file is, as form_describe tells it; or nil. */
static int call_upload(lua_State *L) {
  call_check(L, 1);
  form_describe(L, 1);
  return 1;
}

/* Lua: calls.age(call) -> seconds since its first attempt began. */
static int call_age(lua_State *L) {
  const http_call *c = &call_check(L, 1)->http;
  int64_t age = c->first_ms ? clock_ms() - c->first_ms : 0;
  lua_pushnumber(L, (lua_Number)age / 1000);
  return 1;
}

/* Lua: calls.left(call) -> seconds until its deadline, or nil. */
static int call_left(lua_State *L) {
  const http_call *c = &call_check(L, 1)->http;
  if (c->deadline_ms == CLOCK_NEVER) lua_pushnil(L);
  else lua_pushnumber(L, (lua_Number)(c->deadline_ms - clock_ms()) / 1000);
  return 1;
}

static int call_retries(lua_State *L) {
  lua_pushinteger(L, call_check(L, 1)->http.request.max_retries);
  return 1;
}

/* Lua: calls.ambiguous(call) -> whether it is a create that may have run. */
static int call_ambiguous(lua_State *L) {
  lua_pushboolean(L, call_check(L, 1)->http.result.ambiguous);
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

/* What a delete answers is handed on where it is what is declared; whatever else it is,
 * what was deleted is gone. */
static int read_success(lua_State *L, call *c) {
  const operation *o = c->operation;
  const buf *answer = &c->http.bytes->answer;
  bool empty = o->may_be_empty && answer->size == 0;
  if (!o->has_answer || empty) {
    lua_pushboolean(L, 1);
    return 1;
  }
  lua_getiuservalue(L, 1, CALL_OPERATION);
  lua_getiuservalue(L, -1, OPERATION_ANSWER);
  if (decode_answer(L, lua_gettop(L), o->envelope, answer->data,
                    answer->size)) {
    if (lua_isnil(L, -1)) lua_pushlightuserdata(L, NULL); /* null itself */
    return 1;
  }
  if (o->kind == RETRY_DELETE) {
    lua_pushboolean(L, 1);
    return 1;
  }
  /* whatever this is, it does not tell what became of a create */
  if (o->kind == RETRY_CREATE) c->http.result.ambiguous = true;
  return fail(L, "decode");
}

/* The error body's table, or nil when it isn't one. */
static int read_refusal(lua_State *L, call *c) {
  const buf *answer = &c->http.bytes->answer;
  if (!decode_value(L, answer->data, answer->size) || !lua_istable(L, -1)) {
    lua_pop(L, 1);
    lua_pushnil(L);
  }
  return fail(L, c->http.result.status == 429 ? "rate_limited" : "api");
}

/* Lua: calls.outcome(call) -> value | nil, kind, detail. The detail is the problems
 * (invalid), the error body's table or nil (api, rate_limited), else a reason
 * in words. */
static int call_outcome(lua_State *L) {
  call *c = check_completed(L, 1);
  if (c->refused) {
    lua_getiuservalue(L, 1, CALL_PROBLEMS);
    return fail(L, "invalid");
  }
  if (c->http.timer && c->http.result.outcome == HTTP_ANSWERED) {
    lua_pushboolean(L, 1);
    return 1;
  }
  if (c->http.result.outcome != HTTP_ANSWERED) {
    lua_pushstring(L, c->http.result.reason);
    return fail(L, kinds[c->http.result.outcome]);
  }
  bool success = c->http.result.status >= 200 && c->http.result.status < 300;
  return success ? read_success(L, c) : read_refusal(L, c);
}

/* ---- call: what is known about it --------------------------------------- */

static void set_seconds(lua_State *L, const char *name, int64_t us) {
  setfield_number(L, name, (lua_Number)us / 1e6);
}

static void push_timings(lua_State *L, const http_call *c) {
  lua_createtable(L, 0, 4);
  set_seconds(L, "queued", c->result.queued_us);
  set_seconds(L, "connect", c->result.connect_us);
  set_seconds(L, "first_byte", c->result.first_byte_us);
  set_seconds(L, "total", c->result.total_us);
}

const char *call_version_name(long version) {
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

/* Lua: calls.status(call) -> the HTTP status; nil when nothing was answered. */
static int call_status(lua_State *L) {
  long status = check_completed(L, 1)->http.result.status;
  if (status < 200) return 0;
  lua_pushinteger(L, status);
  return 1;
}

/* Lua: calls.facts(call) -> { operation, attempts, sent, retry_reason, timings,
 * status?, request_id?, retry_after?, repeated?, http_version?, date?,
 * permanent?, proxy_status?, proxy_distrust?, used_proxy? }.
 * retry_reason: why it ended. date: the server's clock in Unix seconds. */
static int call_facts(lua_State *L) {
  const http_call *c = &check_completed(L, 1)->http;
  size_t length;
  lua_createtable(L, 0, 10);
  setfield_text(L, "operation", call_check(L, 1)->operation->name);
  setfield_integer(L, "attempts", c->result.attempts);
  setfield_text(
      L, "sent",
      sent_names[c->result.ambiguous ? RETRY_SENT_UNKNOWN : c->result.sent]);
  push_timings(L, c);
  lua_setfield(L, -2, "timings");
  setfield_text(L, "retry_reason", c->result.retry_reason);
  if (c->result.repeated) setfield_flag(L, "repeated", true);
  if (c->result.permanent) setfield_flag(L, "permanent", true);
  if (c->result.proxy_distrust) setfield_flag(L, "proxy_distrust", true);
  if (c->result.proxy_status)
    setfield_integer(L, "proxy_status", c->result.proxy_status);
  if (c->result.retry_after_ms >= 0)
    setfield_integer(L, "retry_after", (c->result.retry_after_ms + 999) / 1000);
  if (c->result.code != CURLE_OK)
    setfield_integer(L, "curl_code", c->result.code);
  if (c->result.used_proxy >= 0)
    setfield_flag(L, "used_proxy", c->result.used_proxy > 0);
  if (c->result.status < 200) return 1;
  setfield_integer(L, "status", c->result.status);
  setfield_text(L, "http_version", call_version_name(c->result.version));
  const char *id = headers_find(c, "x-datadog-trace-id", &length);
  if (id) setfield_bytes(L, "request_id", id, length);
  int64_t moment = headers_date(c);
  if (moment >= 0) setfield_integer(L, "date", moment);
  return 1;
}

/* Lua: calls.headers(call) -> { lower-case name = value }; repeated ones joined. */
static int call_headers(lua_State *L) {
  const http_call *c = &check_completed(L, 1)->http;
  size_t at = 0;
  headers_line line;
  lua_newtable(L);
  while (headers_next(c, &at, &line)) {
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

/* Lua: calls.body(call) -> the answer's bytes, content encoding removed. */
static int call_body(lua_State *L) {
  const http_call *c = &check_completed(L, 1)->http;
  lua_pushlstring(L, c->bytes->answer.data, c->bytes->answer.size);
  return 1;
}

static const luaL_Reg call_methods[] = {{"done", call_done}, {NULL, NULL}};

static const luaL_Reg call_functions[] = {{"cancel", call_cancel},
                                          {"completed", call_completed},
                                          {"watch", call_watch},
                                          {"attempted", call_attempted},
                                          {"track", call_track},
                                          {"known", call_known},
                                          {"settle", call_settle},
                                          {"wait_for", call_wait_for},
                                          {"wake", call_wake},
                                          {"parent", call_parent},
                                          {"kept", call_kept},
                                          {"ambiguous", call_ambiguous},
                                          {"request_line", call_request_line},
                                          {"request_body", call_request_body},
                                          {"upload", call_upload},
                                          {"age", call_age},
                                          {"left", call_left},
                                          {"retries", call_retries},
                                          {"outcome", call_outcome},
                                          {"status", call_status},
                                          {"facts", call_facts},
                                          {"headers", call_headers},
                                          {"body", call_body},
                                          {NULL, NULL}};

static const luaL_Reg call_meta[] = {{"__tostring", call_tostring},
                                     {NULL, NULL}};

void call_open(lua_State *L) {
  luaL_newmetatable(L, BYTES);
  lua_pushcfunction(L, bytes_gc);
  lua_setfield(L, -2, "__gc");
  lua_pop(L, 1);
  userdata_make_class(L, USERDATA_CALL, "call", call_methods, call_meta);
  luaL_newlibtable(L, call_functions);
  userdata_set_functions(L, call_functions);
  lua_setfield(L, -2, "calls");
}
